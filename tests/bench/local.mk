# Measurements; built on demand ("make tests/bench/clock"), each in a short form as a test that it works.
EXTRA_PROGRAMS = tests/bench/clock
tests_bench_clock_SOURCES = tests/bench/bench_clock.c tests/sim/sim.c tests/sim/sim.h \
	tests/sim/walk.c tests/sim/walk.h
tests_bench_clock_LDADD = libcasework.a
CLEANFILES += tests/bench/clock$(EXEEXT)
TESTS += tests/bench/t-short.sh
EXTRA_DIST += tests/bench/t-short.sh
tests/bench/t-short.log: tests/bench/clock$(EXEEXT)
