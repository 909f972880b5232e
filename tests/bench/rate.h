/*
 * How often a second so many connections to a database can do the same thing over and over.  Programs of one
 * purpose: a lack of memory ends them.
 */
#ifndef TESTS_BENCH_RATE_H
#define TESTS_BENCH_RATE_H

#include <mysql.h>
#include <stdbool.h>
#include <stddef.h>

#define RATE_CLIENTS 64 /* at most */

struct rate_client {
	int no; /* from 0 */
	MYSQL *my;
	size_t n; /* times done */
	void *own;
};

/* Called by the client's own thread.  What fails has said so on stderr. */
struct rate_work {
	bool (*begin)(struct rate_client *c); /* once it is connected; OWN is for it to set */
	bool (*once)(struct rate_client *c);
	bool (*again)(struct rate_client *c); /* whether ONCE, which failed, may be tried again; NULL: no */
	void (*end)(struct rate_client *c);   /* also after a begin that failed, with what OWN it has */
};

/* Prints how often a second, and p50 and p99 in milliseconds, without an end of line; false if a client failed. */
bool rate_print(const struct rate_work *work, const char *socket, const char *database, int clients,
		int seconds);
/* NULL: it has said why. */
MYSQL_STMT *rate_prepare(MYSQL *my, const char *sql);
/* Executes it and reads its rows whole; false: it has said why. */
bool rate_execute(MYSQL_STMT *stmt, const char *sql);

#endif
