# Check programs for server/.
SERVER_TEST_LIBS = libapi.a libact.a libdb.a libcasework.a $(JSON_LIBS) $(ARGON2_LIBS) \
	$(MARIADB_LIBS) $(CRYPTO_LIBS) $(CHECK_LIBS)

check_PROGRAMS += tests/server/test_password
TESTS += tests/server/test_password
tests_server_test_password_SOURCES = tests/server/test_password.c
tests_server_test_password_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS)
tests_server_test_password_LDADD = $(SERVER_TEST_LIBS)

check_PROGRAMS += tests/server/test_manuals
TESTS += tests/server/test_manuals
tests_server_test_manuals_SOURCES = tests/server/test_manuals.c
tests_server_test_manuals_CFLAGS = $(AM_CFLAGS) $(MARIADB_CFLAGS)
tests_server_test_manuals_LDADD = $(SERVER_TEST_LIBS)

check_PROGRAMS += tests/server/test_json
TESTS += tests/server/test_json
tests_server_test_json_SOURCES = tests/server/test_json.c
tests_server_test_json_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS)
tests_server_test_json_LDADD = libact.a libcasework.a $(JSON_LIBS) $(CHECK_LIBS)

check_PROGRAMS += tests/server/test_settings
TESTS += tests/server/test_settings
tests_server_test_settings_SOURCES = tests/server/test_settings.c $(TEST_MARIADB)
tests_server_test_settings_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS) $(MARIADB_CFLAGS)
tests_server_test_settings_LDADD = $(SERVER_TEST_LIBS)

check_PROGRAMS += tests/server/test_calc
TESTS += tests/server/test_calc
EXTRA_DIST += tests/server/calc.jsonl
tests_server_test_calc_SOURCES = tests/server/test_calc.c
tests_server_test_calc_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS)
tests_server_test_calc_LDADD = libact.a libcasework.a $(JSON_LIBS) $(CHECK_LIBS)
