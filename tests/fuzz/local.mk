# Fuzz harnesses: here with their corpora and some mutations of them; contrib/fuzz runs them for hours.
FUZZERS = tests/fuzz/fuzz_clock tests/fuzz/fuzz_frame tests/fuzz/fuzz_identity tests/fuzz/fuzz_json \
	tests/fuzz/fuzz_notice tests/fuzz/fuzz_route tests/fuzz/fuzz_text tests/fuzz/fuzz_tus
check_PROGRAMS += $(FUZZERS)
TESTS += $(FUZZERS)
FUZZ_MAIN = tests/fuzz/replay.c tests/fuzz/fuzz.h

tests_fuzz_fuzz_clock_SOURCES = tests/fuzz/fuzz_clock.c $(FUZZ_MAIN) tests/sim/compare.c tests/sim/compare.h \
	tests/sim/gen.c tests/sim/gen.h tests/sim/sim.c tests/sim/sim.h tests/sim/walk.c tests/sim/walk.h
tests_fuzz_fuzz_clock_LDADD = libcasework.a
tests_fuzz_fuzz_frame_SOURCES = tests/fuzz/fuzz_frame.c $(FUZZ_MAIN)
tests_fuzz_fuzz_frame_LDADD = libserver.a libcasework.a
tests_fuzz_fuzz_identity_SOURCES = tests/fuzz/fuzz_identity.c $(FUZZ_MAIN)
tests_fuzz_fuzz_identity_LDADD = libcasework.a
tests_fuzz_fuzz_json_SOURCES = tests/fuzz/fuzz_json.c $(FUZZ_MAIN)
tests_fuzz_fuzz_json_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS)
tests_fuzz_fuzz_json_LDADD = libact.a libcasework.a $(JSON_LIBS)
tests_fuzz_fuzz_notice_SOURCES = tests/fuzz/fuzz_notice.c $(FUZZ_MAIN)
tests_fuzz_fuzz_notice_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS)
tests_fuzz_fuzz_notice_LDADD = libact.a libcasework.a $(JSON_LIBS)
tests_fuzz_fuzz_route_SOURCES = tests/fuzz/fuzz_route.c $(FUZZ_MAIN)
tests_fuzz_fuzz_route_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS)
tests_fuzz_fuzz_route_LDADD = libserver.a libapi.a libserver.a libact.a libnotify.a libdb.a libcasework.a \
	$(MAGIC_LIBS) $(EVENT_LIBS) $(CURL_LIBS) $(IDN2_LIBS) $(JSON_LIBS) $(ZLIB_LIBS) $(ARGON2_LIBS) $(MARIADB_LIBS) \
	$(CRYPTO_LIBS)
tests_fuzz_fuzz_text_SOURCES = tests/fuzz/fuzz_text.c $(FUZZ_MAIN)
tests_fuzz_fuzz_text_LDADD = libnotify.a libdb.a libcasework.a $(IDN2_LIBS) $(MARIADB_LIBS) $(CRYPTO_LIBS)
tests_fuzz_fuzz_tus_SOURCES = tests/fuzz/fuzz_tus.c $(FUZZ_MAIN)
tests_fuzz_fuzz_tus_LDADD = libapi.a libcasework.a

# contrib/fuzz gives -fsanitize=fuzzer.
FUZZ_ENGINE =
tests_fuzz_fuzz_clock_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_ENGINE)
tests_fuzz_fuzz_frame_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_ENGINE)
tests_fuzz_fuzz_identity_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_ENGINE)
tests_fuzz_fuzz_json_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_ENGINE)
tests_fuzz_fuzz_notice_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_ENGINE)
tests_fuzz_fuzz_route_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_ENGINE)
tests_fuzz_fuzz_text_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_ENGINE)
tests_fuzz_fuzz_tus_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_ENGINE)

EXTRA_DIST += tests/corpus
