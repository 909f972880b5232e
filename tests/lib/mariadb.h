/*
 * A private MariaDB for Check programs.  Started once, in main before the suite runs; every test
 * takes a database of its own.  It goes away with the program, however that ends.
 *
 *	static struct db_conf conf;
 *
 *	static void set_up(void)	// a checked fixture: Check forks, and a connection must
 *	{				// not be shared by two processes
 *		test_db_fresh(&conf);
 *		...
 *	}
 *
 *	int main(void)
 *	{
 *		test_db_start();
 *		return tap_run(suite());
 *	}
 */
#ifndef TESTS_LIB_MARIADB_H
#define TESTS_LIB_MARIADB_H

#include "db/db.h"

/* Starts the server, or says "Bail out!" and exits.  Stops it at exit. */
void test_db_start(void);
/* Stops and starts it again on the same files: the database is away in between. */
void test_db_stop(void);
void test_db_again(void);
/* Makes an empty database and fills CONF; its strings live as long as the program. */
void test_db_fresh(struct db_conf *conf);
/* The same and a connection to it. */
struct db_conn *test_db_open(struct db_conf *conf);
/* One statement as the administrator, on a connection of its own; aborts the test if it fails. */
void test_db_sql(const struct db_conf *conf, const char *sql);
/* A new empty folder, which goes away with the server; the caller frees the name. */
char *test_db_folder(void);
/* The folder with the migrations of the source tree; lives as long as the program. */
const char *test_db_migrations(void);

#endif
