/*
 * Inside of a connection, for db/conn.c, db/stmt.c and db/tx.c only.
 */
#ifndef DB_CONN_INT_H
#define DB_CONN_INT_H

#include <mysql.h>

#include "db/db.h"

#define DB_CACHE 512 /* statements prepared at most; a program has fewer SQL literals */

struct db_cached {
	const char *sql; /* the literal's address is the key */
	MYSQL_STMT *stmt;
};

struct db_conn {
	MYSQL *my; /* NULL: not connected */
	struct db_conf conf;
	struct db_cached cache[DB_CACHE]; /* open addressing by the literal's address */
	size_t n_cached;
	bool in_tx;
	bool poisoned;	   /* a statement of this transaction said "again from BEGIN" */
	bool lost;	   /* the connection broke */
	unsigned fault_in; /* tests: calls until the fault */
	unsigned fault_errno;
	uint64_t calls;
};

/* Counts a call to the server; true if this one shall fail as a test wants (errno in *ERRNO_). */
bool db_call_fails(struct db_conn *c, unsigned *errno_);
/* Fills ERR for MariaDB's ERRNO_ and marks the connection (poisoned, lost); returns -1. */
int db_server_error(struct db_conn *c, unsigned errno_, const char *text, struct cw_err *err);
/* Closes the statements and the connection, keeps the struct. */
void db_conn_drop(struct db_conn *c);
/* A statement without parameters, outside the cache (BEGIN, COMMIT, ROLLBACK). */
int db_plain(struct db_conn *c, const char *sql, struct cw_err *err) CW_MUST_CHECK;

#endif
