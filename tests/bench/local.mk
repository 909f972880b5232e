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
TESTS += tests/bench/service.mjs
EXTRA_DIST += tests/bench/page.mjs tests/bench/service.mjs tests/bench/wrk.lua tests/bench/RESULTS.md
tests/bench/service.log: tests/bench/replay$(EXEEXT) tests/lib/sqlrecord.so disclosured$(EXEEXT) disclosurectl$(EXEEXT)
