# Check programs for server/.
SERVER_TEST_LIBS = libapi.a libact.a libdb.a libcasework.a $(MAGIC_LIBS) $(JSON_LIBS) $(ARGON2_LIBS) \
	$(MARIADB_LIBS) $(CRYPTO_LIBS) $(CHECK_LIBS)

check_PROGRAMS += tests/server/test_password
TESTS += tests/server/test_password
tests_server_test_password_SOURCES = tests/server/test_password.c
tests_server_test_password_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS)
tests_server_test_password_LDADD = $(SERVER_TEST_LIBS)

check_PROGRAMS += tests/server/test_image
TESTS += tests/server/test_image
tests_server_test_image_SOURCES = tests/server/test_image.c
tests_server_test_image_LDADD = libapi.a libcasework.a $(ZLIB_LIBS) $(CHECK_LIBS)

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

# Endpoints as a worker calls them: the routes' library and theirs call each other.
ENDPOINT_TEST_LIBS = libapi.a libserver.a $(SERVER_TEST_LIBS) $(EVENT_LIBS) $(ZLIB_LIBS)
ENDPOINT_TESTS = tests/server/test_admin tests/server/test_auth tests/server/test_jobs
check_PROGRAMS += $(ENDPOINT_TESTS)
TESTS += $(ENDPOINT_TESTS)
tests_server_test_admin_SOURCES = tests/server/test_admin.c tests/server/try.h $(TEST_MARIADB)
tests_server_test_admin_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS) $(MARIADB_CFLAGS)
tests_server_test_admin_LDADD = $(ENDPOINT_TEST_LIBS)
tests_server_test_auth_SOURCES = tests/server/test_auth.c tests/server/try.h $(TEST_MARIADB)
tests_server_test_auth_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS) $(MARIADB_CFLAGS)
tests_server_test_auth_LDADD = $(ENDPOINT_TEST_LIBS)
tests_server_test_jobs_SOURCES = tests/server/test_jobs.c $(TEST_MARIADB)
tests_server_test_jobs_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS) $(MARIADB_CFLAGS)
tests_server_test_jobs_LDADD = $(ENDPOINT_TEST_LIBS)

# The front: no database, routes of the tests' own.
HTTP_TEST_LIBS = libserver.a libact.a libdb.a libcasework.a $(EVENT_LIBS) $(JSON_LIBS) $(ZLIB_LIBS) \
	$(MARIADB_LIBS) $(CRYPTO_LIBS) $(CHECK_LIBS)
http_tests = tests/server/test_config tests/server/test_frame tests/server/test_log_writer tests/server/test_proxy \
	tests/server/test_ratelimit tests/server/test_route tests/server/test_workq
check_PROGRAMS += $(http_tests)
TESTS += $(http_tests)
tests_server_test_config_SOURCES = tests/server/test_config.c
tests_server_test_config_LDADD = $(HTTP_TEST_LIBS)
tests_server_test_frame_SOURCES = tests/server/test_frame.c
tests_server_test_frame_LDADD = $(HTTP_TEST_LIBS)
tests_server_test_log_writer_SOURCES = tests/server/test_log_writer.c
tests_server_test_log_writer_LDADD = $(HTTP_TEST_LIBS)
tests_server_test_proxy_SOURCES = tests/server/test_proxy.c
tests_server_test_proxy_LDADD = $(HTTP_TEST_LIBS)
tests_server_test_ratelimit_SOURCES = tests/server/test_ratelimit.c
tests_server_test_ratelimit_LDADD = $(HTTP_TEST_LIBS)
tests_server_test_route_SOURCES = tests/server/test_route.c
tests_server_test_route_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS)
tests_server_test_route_LDADD = $(HTTP_TEST_LIBS)
tests_server_test_workq_SOURCES = tests/server/test_workq.c
tests_server_test_workq_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS)
tests_server_test_workq_LDADD = $(HTTP_TEST_LIBS)
http_served_tests = tests/server/test_front tests/server/test_overload tests/server/test_worker
serve = tests/server/serve.c tests/server/serve.h
check_PROGRAMS += $(http_served_tests)
TESTS += $(http_served_tests)
tests_server_test_front_SOURCES = tests/server/test_front.c $(serve)
tests_server_test_front_CFLAGS = $(AM_CFLAGS) $(EVENT_CFLAGS) $(JSON_CFLAGS)
tests_server_test_front_LDADD = $(HTTP_TEST_LIBS)
tests_server_test_overload_SOURCES = tests/server/test_overload.c $(serve)
tests_server_test_overload_CFLAGS = $(AM_CFLAGS) $(EVENT_CFLAGS) $(JSON_CFLAGS)
tests_server_test_overload_LDADD = $(HTTP_TEST_LIBS)
tests_server_test_worker_SOURCES = tests/server/test_worker.c $(serve)
tests_server_test_worker_CFLAGS = $(AM_CFLAGS) $(EVENT_CFLAGS) $(JSON_CFLAGS)
tests_server_test_worker_LDADD = $(HTTP_TEST_LIBS)
