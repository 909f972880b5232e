# The part of the server that needs no HTTP: acts, JSON, calculators.  Both programs link it.
noinst_LIBRARIES += libact.a
libact_a_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS) $(MARIADB_CFLAGS)
libact_a_SOURCES = \
	server/act/act.c server/act/act.h \
	server/act/letters.c server/act/load.c server/act/run.c server/act/withdraw.c \
	server/act/calc.c server/act/calc.h server/act/calc_clock.c \
	server/act/clock_json.c server/act/clock_json.h \
	server/act/json.c server/act/json.h \
	server/act/notice_json.c server/act/notice_json.h \
	server/act/parse.c server/act/parse.h \
	server/act/problem.c \
	server/act/rules_json.c server/act/rules_json.h
