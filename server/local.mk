# The part of the server that needs no HTTP: acts, JSON, calculators.  Both programs link it.
noinst_LIBRARIES += libact.a
libact_a_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS) $(MARIADB_CFLAGS)
libact_a_SOURCES = \
	server/act/act.c server/act/act.h server/act/facts.h server/act/facts_ask.c server/act/idem.h \
	server/act/letters.c server/act/load.c server/act/run.c server/act/tell.c server/act/withdraw.c \
	server/act/calc.c server/act/calc.h server/act/calc_clock.c \
	server/act/clock_json.c server/act/clock_json.h \
	server/act/json.c server/act/json.h server/act/json_text.c \
	server/act/notice_json.c server/act/notice_json.h \
	server/act/parse.c server/act/parse.h \
	server/act/problem.c \
	server/act/rules_json.c server/act/rules_json.h
libact_a_SOURCES += \
	server/config.c server/config.h server/http/proxy.c server/http/proxy.h \
	server/act/calendars.c server/act/calendars.h server/act/calendar_moves.c \
	server/act/settings.c server/act/settings.h
libact_a_SOURCES += server/act/facts.h server/act/facts_fee.c

# Endpoints and jobs.  disclosurectl takes what it needs of it (passwords), the service all.
noinst_LIBRARIES += libapi.a
libapi_a_CFLAGS = $(AM_CFLAGS) $(MAGIC_CFLAGS) $(JSON_CFLAGS) $(MARIADB_CFLAGS) $(ARGON2_CFLAGS)
libapi_a_SOURCES = \
	server/api/hooks.h server/api/routes.c \
	server/api/contact.c server/api/correction.c server/api/extension.c server/api/case.c server/api/case_acts.h server/api/case_json.c server/api/case_json.h \
	server/api/case_sections.c \
	server/api/filing.c server/api/filing.h server/api/letter_html.c server/api/letter_html.h \
	server/api/joint.c server/api/joint.h server/api/reply.c server/api/request.c server/api/request.h server/api/secrecy.c \
	server/api/service.c server/api/work.c \
	server/api/admin.c server/api/admin.h server/api/agencies.c server/api/agency_settings.c \
	server/api/calc.c server/api/calc.h server/api/audit_log.c server/api/auth.c server/api/auth.h \
	server/api/base64.c server/api/base64.h server/api/job_status.c server/api/me.c \
	server/api/notices.c server/api/page.c server/api/page.h \
	server/api/password.c server/api/password.h server/api/password_common.def \
	server/api/sessions.c server/api/stream.c server/api/system.c server/api/system.h server/api/test_clock.c server/api/throttle.c server/api/throttle.h \
	server/api/tokens.c server/api/users.c \
	server/jobs/calendar_load.c server/jobs/jobs.c server/jobs/jobs.h \
	server/jobs/scheduler.c server/jobs/scheduler.h server/jobs/tasks.c

# intake
libact_a_SOURCES += server/act/facts_intake.c
libapi_a_SOURCES += \
	server/api/confirmation.c server/api/filing_begin.c server/api/intake.c \
	server/api/people.c server/api/query_code.c server/api/query_code.h \
	server/api/on_the_spot.c server/api/reply_parts.h \
	server/api/intake.h server/api/proposal.c server/api/proposal.h server/api/rectification.c \
	server/api/two_person.c server/api/undo.c server/api/undo_after.c

libapi_a_SOURCES += server/api/documents.c server/api/filetype.c server/api/filetype.h \
	server/api/image.c server/api/image.h \
	server/api/tus.c server/api/tus.h server/api/upload.c server/api/upload.h server/api/upload_done.c \
	server/api/virus.c server/api/virus.h

libact_a_SOURCES += server/act/facts.h server/act/facts_work.c \
	server/act/reassign.c server/act/reassign.h
libapi_a_SOURCES += server/api/units.c server/api/links.c server/api/ends.c \
	server/api/tasks.c server/api/watches.c server/api/queues.c server/api/approvals.c \
	server/api/absences.c server/api/reassignments.c server/api/undo_work.c

# ask
libapi_a_SOURCES += server/api/consultations.c server/api/consultations.h server/api/objections.c server/api/holds.c \
	server/api/reasons.c server/api/undo_ask.c

# review
libact_a_SOURCES += server/act/facts_review.c
libapi_a_SOURCES += server/api/colleagues.c server/api/conflicts.c server/api/deputies.c server/api/hard_cases.c server/api/legal.c server/api/legal.h server/api/legal_json.c server/api/evaluation.c server/api/repeats.c server/api/repeats.h server/api/information_items.c server/api/disclosures.c server/api/publication.h \
	server/api/service.h server/api/service_again.c server/api/service_copies.c server/api/correct_people.c server/api/correct_people.h server/api/service_way.c

# fee
libapi_a_SOURCES += server/api/fee.c server/api/fee.h server/api/fee_figures.c \
	server/api/fee_notice.c server/api/fees.c \
	server/api/lapse.c server/api/payments.c server/api/refunds.c server/api/same_applicant.c \
	server/api/service.h server/api/correction_notice.c server/api/undo_fee.c

# after
libact_a_SOURCES += server/act/facts.h server/act/facts_after.c
libapi_a_SOURCES += server/api/after.h server/api/clerical.c server/api/complaint_steps.c \
	server/api/complaints.c server/api/complaints.h server/api/district.c server/api/district.h \
	server/api/falls_due.c server/api/office_letters.c server/api/orders.c \
	server/api/own_records.c server/api/prefill.c server/api/remedies.c \
	server/api/urging.c

# hooks
libapi_a_SOURCES += server/api/mail.c server/api/deliveries.c server/api/endpoint.h server/api/endpoint_acts.c \
	server/api/endpoint_input.c server/api/endpoints.c

# schedule
libact_a_SOURCES += server/http/input.c server/http/reply.c server/http/text.c \
	server/act/clock_deadlines.c server/act/calendar_moves.h server/act/follow.c server/act/follow.h \
	server/act/read_log.c server/act/read_log.h server/act/system.c server/act/system.h
libapi_a_SOURCES += server/api/calendar_moves.c server/api/deadlines.c server/jobs/calendar_job.c \
	server/jobs/calendar_job.h server/jobs/calendar_preview.c server/jobs/marks.c server/jobs/marks.h

# remind
libapi_a_SOURCES += server/api/calendar_feeds.c server/api/reminders.c server/api/reminders.h \
	server/api/annual_reports.c server/jobs/annual_reports.c server/jobs/annual_reports.h \
	server/jobs/agency_deadlines.c server/jobs/agency_deadlines.h server/jobs/remind.c server/jobs/remind.h
libact_a_SOURCES += server/act/copies.c server/act/copies.h server/act/agency_deadline.c server/act/agency_deadline.h

# HTTP, and the service that is made of all of them.
noinst_LIBRARIES += libserver.a
libserver_a_CFLAGS = $(AM_CFLAGS) $(EVENT_CFLAGS) $(JSON_CFLAGS) $(ZLIB_CFLAGS)
libserver_a_SOURCES = \
	server/app.h server/log_writer.c server/log_writer.h server/http/answer.c server/http/conn.c server/http/frame.c server/http/frame.h \
	server/http/front.c server/http/front.h server/http/job.c \
	server/http/job.h server/http/listen.c server/http/loop.h server/http/metrics.c \
	server/http/metrics.h server/http/precondition.c server/http/precondition.h \
	server/http/problem.c server/http/ratelimit.c server/http/ratelimit.h \
	server/http/route.c server/http/route.h server/http/rq.h server/http/static.c \
	server/http/static.h server/http/stream.c server/http/stream.h server/http/text.h server/http/worker.c \
	server/http/worker.h server/http/workq.c server/http/workq.h

sbin_PROGRAMS += disclosured
disclosured_CFLAGS = $(AM_CFLAGS) $(CURL_CFLAGS) $(JSON_CFLAGS) $(SYSTEMD_CFLAGS)
disclosured_SOURCES = server/main.c server/live.c server/live.h server/notify.c server/notify.h server/process.c server/process.h
# libserver.a calls the routes, and the endpoints call it.
disclosured_LDADD = libserver.a libapi.a libserver.a libact.a libnotify.a libdb.a libcasework.a \
	$(MAGIC_LIBS) $(EVENT_LIBS) $(CURL_LIBS) $(IDN2_LIBS) \
	$(JSON_LIBS) $(ZLIB_LIBS) $(ARGON2_LIBS) $(MARIADB_LIBS) $(CRYPTO_LIBS) $(SYSTEMD_LIBS)

# Administration.
bin_PROGRAMS += disclosurectl
disclosurectl_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS) $(MARIADB_CFLAGS)
disclosurectl_SOURCES = \
	server/ctl/agency.c server/ctl/agency.h server/ctl/bundle.c server/ctl/calc.c server/ctl/calendar.c \
	server/ctl/calendar_load.c server/ctl/case.c \
	server/ctl/ctl.h server/ctl/demo.c server/ctl/keys.c server/ctl/main.c server/ctl/migrate.c \
	server/ctl/rules.c server/ctl/user.c server/ctl/util.c server/ctl/verify.c
disclosurectl_LDADD = libapi.a libact.a libdb.a libcasework.a $(MAGIC_LIBS) $(JSON_LIBS) $(ARGON2_LIBS) \
	$(MARIADB_LIBS) $(CRYPTO_LIBS)

# What the service reads at its start and serves.
webdir = $(pkgdatadir)/web
dist_pkgdata_DATA = server/openapi.yaml
dist_web_DATA = server/web/base.css server/web/docs.css server/web/docs.html server/web/docs.mjs \
	server/web/index.html server/web/letter.css server/web/staff.html server/web/start.mjs
weblibdir = $(webdir)/lib
webstaffdir = $(webdir)/staff
dist_webstaff_DATA = server/web/staff/account.mjs server/web/staff/acts.mjs server/web/staff/acts_after.mjs server/web/staff/acts_ask.mjs \
	server/web/staff/acts_fee.mjs server/web/staff/actform.mjs server/web/staff/admin.mjs server/web/staff/agencies.mjs server/web/staff/log.mjs \
	server/web/staff/calendars.mjs server/web/staff/district.mjs server/web/staff/intake.mjs server/web/staff/access.mjs server/web/staff/hooks.mjs server/web/staff/inbox.mjs server/web/staff/mail.mjs server/web/staff/publications.mjs server/web/staff/reports.mjs server/web/staff/reviews.mjs server/web/staff/urgings.mjs server/web/staff/bulk.mjs server/web/staff/case.mjs \
	server/web/staff/clock.mjs server/web/staff/desk.mjs server/web/staff/documents.mjs server/web/staff/fields.mjs \
	server/web/staff/history.mjs server/web/staff/keys.mjs server/web/staff/labels.mjs server/web/staff/live.mjs server/web/staff/numbers.mjs server/web/staff/office.mjs server/web/staff/settings.mjs server/web/staff/together.mjs \
	server/web/staff/main.mjs server/web/staff/queue.mjs server/web/staff/records.mjs server/web/staff/reply.mjs \
	server/web/staff/session.mjs server/web/staff/sessions.mjs server/web/staff/staff.css server/web/staff/stale.mjs server/web/staff/sure.mjs server/web/staff/views.mjs server/web/staff/words.mjs
dist_weblib_DATA = server/web/lib/api.mjs server/web/lib/dom.mjs server/web/lib/lang.mjs server/web/lib/letter.mjs server/web/lib/money.mjs server/web/lib/paged.mjs server/web/lib/parts.mjs server/web/lib/typed.mjs server/web/lib/words.mjs

# pages for applicants
dist_web_DATA += server/web/apply.html server/web/apply.mjs server/web/calculators.html \
	server/web/calculators.mjs server/web/follow.html server/web/follow.mjs server/web/icon.svg server/web/public.css
webpublicdir = $(webdir)/public
dist_webpublic_DATA = server/web/public/access.mjs server/web/public/check.mjs server/web/public/draft.mjs \
	server/web/public/files.mjs server/web/public/identity.mjs \
	server/web/public/mending.mjs server/web/public/offline.mjs server/web/public/people.mjs server/web/public/published.mjs \
	server/web/public/receipt.mjs server/web/public/request.mjs server/web/public/steps.mjs \
	server/web/public/timeline.mjs server/web/public/upload.mjs
