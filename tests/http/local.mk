# Scenarios over HTTP against the running service.
# The longest first.
http_scenarios = tests/drills/every-endpoint.mjs tests/http/administration.mjs tests/http/demo.mjs tests/http/calendar.mjs \
	tests/http/rights.mjs tests/http/schedule.mjs tests/http/main-line.mjs
http_scenarios += tests/http/approvals.mjs tests/http/bad-input.mjs tests/http/hostile.mjs tests/http/sweep.mjs tests/http/instances.mjs tests/tsan/t-load.mjs \
	tests/http/calculators.mjs
# intake
http_scenarios += tests/http/intake-proposals.mjs tests/http/intake.mjs tests/http/intake-spot.mjs tests/http/intake-rectify.mjs tests/http/intake-people.mjs tests/http/intake-arrival.mjs tests/http/intake-outage.mjs

http_scenarios += tests/http/documents.mjs

http_scenarios += tests/http/work-ends.mjs tests/http/work-tasks.mjs tests/http/work-assign.mjs

# ask-*.mjs
http_scenarios += tests/http/ask-consultations.mjs tests/http/ask-objections.mjs tests/http/ask-reasons.mjs
EXTRA_DIST += tests/http/ask-steps.mjs

# review
http_scenarios += tests/http/review-legal.mjs tests/http/review-chain.mjs tests/http/review-repeat.mjs tests/http/review-service.mjs

# fee
http_scenarios += tests/http/fee.mjs tests/http/lapse.mjs

# after
http_scenarios += tests/http/after.mjs tests/http/after-rectify.mjs tests/http/district.mjs \
	tests/http/own-record.mjs

http_scenarios += tests/http/stream.mjs tests/http/publish.mjs
# remind
http_scenarios += tests/http/remind.mjs tests/http/reports.mjs tests/http/ical.mjs tests/http/mail.mjs
EXTRA_DIST += tests/http/ical.py tests/http/smtpd.py
http_scenarios += tests/http/joint.mjs tests/http/fee-joint.mjs

# hooks; the drill in its short form, by itself it takes DRILL_KILLS and DRILL_SEED
http_scenarios += tests/http/hooks.mjs tests/http/hooks-chaos.mjs tests/drills/notify.mjs
# More drills, in their short forms.
http_scenarios += tests/drills/service.mjs tests/drills/outage.mjs tests/drills/sql-faults.mjs tests/drills/alloc-faults.mjs
EXTRA_DIST += tests/drills/faults.mjs tests/drills/way.mjs tests/lib/shim.mjs
http_scenarios += tests/db/plans.mjs
# Preloaded by these drills; they must not have what a sanitizer adds.
check_DATA = tests/lib/sqlfault.so tests/lib/allocfault.so tests/lib/sqlrecord.so
tests/lib/sqlfault.so: tests/lib/sqlfault.c tests/lib/shim.h
	$(AM_V_CC)$(MKDIR_P) tests/lib && $(CC) -shared -fPIC -O1 -g -Wall -I$(top_srcdir) $(MARIADB_CFLAGS) \
		$(top_srcdir)/tests/lib/sqlfault.c -o $@
tests/lib/allocfault.so: tests/lib/allocfault.c tests/lib/shim.h
	$(AM_V_CC)$(MKDIR_P) tests/lib && $(CC) -shared -fPIC -O1 -g -Wall -I$(top_srcdir) \
		$(top_srcdir)/tests/lib/allocfault.c -o $@
# Preloaded by tests/bench/service.mjs.
tests/lib/sqlrecord.so: tests/lib/sqlrecord.c tests/lib/shim.h
	$(AM_V_CC)$(MKDIR_P) tests/lib && $(CC) -shared -fPIC -O1 -g -Wall -I$(top_srcdir) $(MARIADB_CFLAGS) \
		$(top_srcdir)/tests/lib/sqlrecord.c -o $@
CLEANFILES += tests/lib/sqlfault.so tests/lib/allocfault.so tests/lib/sqlrecord.so
EXTRA_DIST += tests/lib/shim.h tests/lib/sqlfault.c tests/lib/allocfault.c tests/lib/sqlrecord.c

TESTS += $(http_scenarios)
if !SANITIZED
TESTS += tests/openapi/in-step.mjs
endif
EXTRA_DIST += tests/http/harness.mjs tests/http/receiver.mjs $(http_scenarios) tests/openapi/in-step.mjs
$(http_scenarios:.mjs=.log): disclosured$(EXEEXT) disclosurectl$(EXEEXT)
