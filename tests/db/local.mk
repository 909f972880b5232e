# Check programs for db/, each with a private MariaDB (tests/lib/mariadb.h).
EXTRA_DIST += tests/lib/mariadb.sh
DB_TESTS = tests/db/test_stmt
check_PROGRAMS += $(DB_TESTS)
TESTS += $(DB_TESTS)

TEST_MARIADB = tests/lib/mariadb.c tests/lib/mariadb.h
tests_db_test_stmt_SOURCES = tests/db/test_stmt.c $(TEST_MARIADB)
tests_db_test_stmt_CFLAGS = $(AM_CFLAGS) $(MARIADB_CFLAGS)
tests_db_test_stmt_LDADD = $(DB_TEST_LIBS)

check_PROGRAMS += tests/db/test_people tests/db/test_audit
TESTS += tests/db/test_people tests/db/test_audit
tests_db_test_people_SOURCES = tests/db/test_people.c tests/db/check_db.h $(TEST_MARIADB)
tests_db_test_people_CFLAGS = $(AM_CFLAGS) $(MARIADB_CFLAGS)
tests_db_test_people_LDADD = $(DB_TEST_LIBS)
tests_db_test_audit_SOURCES = tests/db/test_audit.c tests/db/check_db.h $(TEST_MARIADB)
tests_db_test_audit_CFLAGS = $(AM_CFLAGS) $(MARIADB_CFLAGS)
tests_db_test_audit_LDADD = $(DB_TEST_LIBS)
