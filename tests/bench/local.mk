# Measurements; built on demand ("make tests/bench/clock"), each in a short form as a test that it works.
EXTRA_PROGRAMS = tests/bench/clock
tests_bench_clock_SOURCES = tests/bench/bench_clock.c tests/sim/sim.c tests/sim/sim.h \
	tests/sim/walk.c tests/sim/walk.h
tests_bench_clock_LDADD = libcasework.a
CLEANFILES += tests/bench/clock$(EXEEXT)
TESTS += tests/bench/t-short.sh
EXTRA_DIST += tests/bench/t-short.sh
tests/bench/t-short.log: tests/bench/clock$(EXEEXT)

# From the outbox to a receiver, beside a bare curl loop; by itself it runs its short form.
if HAVE_CHECK
check_PROGRAMS += tests/bench/notify
TESTS += tests/bench/notify
tests_bench_notify_SOURCES = tests/bench/bench_notify.c tests/notify/receiver.c \
	tests/notify/receiver.h tests/notify/world.h $(DB_TEST_SOURCES)
tests_bench_notify_CFLAGS = $(AM_CFLAGS) $(MARIADB_CFLAGS) $(CHECK_CFLAGS) $(CURL_CFLAGS)
tests_bench_notify_LDADD = $(NOTIFY_TEST_LIBS)
endif

# The service over HTTP, with wrk; in its short form no figure is judged, but no request may fail.
EXTRA_PROGRAMS += tests/bench/replay
tests_bench_replay_SOURCES = tests/bench/bench_replay.c tests/bench/rate.c tests/bench/rate.h
tests_bench_replay_CFLAGS = $(AM_CFLAGS) $(MARIADB_CFLAGS)
tests_bench_replay_LDADD = $(MARIADB_LIBS)
CLEANFILES += tests/bench/replay$(EXEEXT)
# Cases in bulk, made by the service's own functions with the database taken away from under them.
EXTRA_PROGRAMS += tests/bench/generate
tests_bench_generate_SOURCES = tests/bench/generate.c tests/bench/generate.h tests/bench/generate_case.c \
	tests/bench/generate_load.c tests/bench/generate_office.c tests/bench/generate_pause.c \
	tests/bench/generate_reply.c tests/bench/generate_rows.c tests/bench/generate_stand_in.c \
	tests/bench/generate_words.c
tests_bench_generate_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS) $(MARIADB_CFLAGS)
tests_bench_generate_LDFLAGS = $(AM_LDFLAGS) \
	-Wl,--wrap=db_run -Wl,--wrap=db_get -Wl,--wrap=db_find -Wl,--wrap=db_list -Wl,--wrap=db_random \
	-Wl,--wrap=db_event_add -Wl,--wrap=db_clock_list -Wl,--wrap=db_period_put \
	-Wl,--wrap=db_deadline_put -Wl,--wrap=db_deadline_end -Wl,--wrap=db_deadline_end_rest \
	-Wl,--wrap=db_deadline_next -Wl,--wrap=db_person_add -Wl,--wrap=db_person_get \
	-Wl,--wrap=db_joint_list -Wl,--wrap=db_representative_list -Wl,--wrap=db_agency_get \
	-Wl,--wrap=db_agency_body_list -Wl,--wrap=settings_load -Wl,--wrap=db_number_take \
	-Wl,--wrap=db_item_of_case_find -Wl,--wrap=db_item_save -Wl,--wrap=db_item_tie \
	-Wl,--wrap=db_agency_deadline_put
tests_bench_generate_LDADD = libserver.a libapi.a libserver.a libact.a libnotify.a libdb.a libcasework.a \
	$(MAGIC_LIBS) $(EVENT_LIBS) $(CURL_LIBS) $(IDN2_LIBS) \
	$(JSON_LIBS) $(ZLIB_LIBS) $(ARGON2_LIBS) $(MARIADB_LIBS) $(CRYPTO_LIBS)
CLEANFILES += tests/bench/generate$(EXEEXT)
TESTS += tests/bench/generate.mjs tests/bench/service.mjs
EXTRA_DIST += tests/bench/generate.mjs tests/bench/page.mjs tests/bench/service.mjs tests/bench/wrk.lua tests/bench/RESULTS.md
tests/bench/service.log: tests/bench/replay$(EXEEXT) tests/bench/generate$(EXEEXT) tests/lib/sqlrecord.so disclosured$(EXEEXT) disclosurectl$(EXEEXT)
tests/bench/generate.log: tests/bench/generate$(EXEEXT) disclosured$(EXEEXT) disclosurectl$(EXEEXT)
