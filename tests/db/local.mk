# Check programs for db/, each with a private MariaDB (tests/lib/mariadb.h).
EXTRA_DIST += tests/lib/mariadb.sh
DB_TESTS = tests/db/test_chain tests/db/test_crypt tests/db/test_migrate tests/db/test_stmt \
	tests/db/test_tx
check_PROGRAMS += $(DB_TESTS)
TESTS += $(DB_TESTS)

TEST_MARIADB = tests/lib/mariadb.c tests/lib/mariadb.h
DB_TEST_SOURCES = tests/db/check_db.h $(TEST_MARIADB)
DB_TEST_CFLAGS = $(AM_CFLAGS) $(MARIADB_CFLAGS) $(CHECK_CFLAGS)

tests_db_test_chain_SOURCES = tests/db/test_chain.c
tests_db_test_chain_LDADD = $(DB_TEST_LIBS)
tests_db_test_crypt_SOURCES = tests/db/test_crypt.c $(DB_TEST_SOURCES)
tests_db_test_crypt_CFLAGS = $(DB_TEST_CFLAGS)
tests_db_test_crypt_LDADD = $(DB_TEST_LIBS)
tests_db_test_migrate_SOURCES = tests/db/test_migrate.c $(DB_TEST_SOURCES)
tests_db_test_migrate_CFLAGS = $(DB_TEST_CFLAGS)
tests_db_test_migrate_LDADD = $(DB_TEST_LIBS)
tests_db_test_stmt_SOURCES = tests/db/test_stmt.c $(DB_TEST_SOURCES)
tests_db_test_stmt_CFLAGS = $(DB_TEST_CFLAGS)
tests_db_test_stmt_LDADD = $(DB_TEST_LIBS)
tests_db_test_tx_SOURCES = tests/db/test_tx.c $(DB_TEST_SOURCES)
tests_db_test_tx_CFLAGS = $(DB_TEST_CFLAGS)
tests_db_test_tx_LDADD = $(DB_TEST_LIBS)

check_PROGRAMS += tests/db/test_reseal
TESTS += tests/db/test_reseal
tests_db_test_reseal_SOURCES = tests/db/test_reseal.c $(DB_TEST_SOURCES)
tests_db_test_reseal_CFLAGS = $(DB_TEST_CFLAGS)
tests_db_test_reseal_LDADD = $(DB_TEST_LIBS)

check_PROGRAMS += tests/db/test_people tests/db/test_audit
TESTS += tests/db/test_people tests/db/test_audit
tests_db_test_people_SOURCES = tests/db/test_people.c $(DB_TEST_SOURCES)
tests_db_test_people_CFLAGS = $(DB_TEST_CFLAGS)
tests_db_test_people_LDADD = $(DB_TEST_LIBS)
tests_db_test_audit_SOURCES = tests/db/test_audit.c $(DB_TEST_SOURCES)
tests_db_test_audit_CFLAGS = $(DB_TEST_CFLAGS)
tests_db_test_audit_LDADD = $(DB_TEST_LIBS)
check_PROGRAMS += tests/db/test_endpoint
TESTS += tests/db/test_endpoint
tests_db_test_endpoint_SOURCES = tests/db/test_endpoint.c $(DB_TEST_SOURCES)
tests_db_test_endpoint_CFLAGS = $(DB_TEST_CFLAGS)
tests_db_test_endpoint_LDADD = $(DB_TEST_LIBS)
check_PROGRAMS += tests/db/test_remind
TESTS += tests/db/test_remind
tests_db_test_remind_SOURCES = tests/db/test_remind.c $(DB_TEST_SOURCES)
tests_db_test_remind_CFLAGS = $(DB_TEST_CFLAGS)
tests_db_test_remind_LDADD = $(DB_TEST_LIBS)
