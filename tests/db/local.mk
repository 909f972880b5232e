# Check programs for db/, each with a private MariaDB (tests/lib/mariadb.h).
EXTRA_DIST += tests/lib/mariadb.sh
DB_TESTS = tests/db/test_stmt
check_PROGRAMS += $(DB_TESTS)
TESTS += $(DB_TESTS)

TEST_MARIADB = tests/lib/mariadb.c tests/lib/mariadb.h
tests_db_test_stmt_SOURCES = tests/db/test_stmt.c $(TEST_MARIADB)
tests_db_test_stmt_CFLAGS = $(AM_CFLAGS) $(MARIADB_CFLAGS)
tests_db_test_stmt_LDADD = $(DB_TEST_LIBS)
