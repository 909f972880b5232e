/*
 * What the files of the connection share: conn.c, stmt.c, fetch.c, tx.c, error.c and migrate.c.
 * Nobody else includes this.
 */
#ifndef DB_INTERNAL_H
#define DB_INTERNAL_H

#include <mysql.h>

#include "db/db.h"

/* What a failed statement means for the transaction that it stands in. */
enum db_fate {
	DB_FATE_NONE,	/* only the statement failed; the transaction may go on */
	DB_FATE_AGAIN,	/* rolled back or must be: run it again from BEGIN */
	DB_FATE_LOST,	/* the connection is gone, the transaction with it */
	DB_FATE_FAILED, /* the server cannot serve it now; it must not commit */
};

/* A prepared statement. */
struct db_cached {
	const char *literal; /* the key */
	char *sql;	     /* a copy: the address may have come to hold another text */
	MYSQL_STMT *stmt;
	unsigned generation; /* of the connection that knows STMT */
	bool busy;	     /* its rows are being handed out */
};

struct db_conn {
	struct db_conf conf;
	MYSQL *my;	     /* NULL while there is no connection */
	bool lost;	     /* MY is of no more use; db_conn_ready opens another */
	int64_t used_at;     /* monotonic microseconds of the last answer */
	unsigned generation; /* counts connections: a statement belongs to one of them */

	struct db_cached **cache; /* open addressing by the literal's address, power of two */
	size_t n_cached, cache_size;
	unsigned reading; /* lists whose stored rows are being handed out */

	bool in_tx;
	bool tx_final; /* db_tx_give_up was called */
	enum db_fate fate;
	unsigned fate_errno;

	uint64_t calls;
	unsigned fault_in, fault_errno;
};

int64_t db_now_mono(void); /* microseconds of the monotonic clock */

/* Sends one statement as text and drops its rows.  For what cannot be prepared: BEGIN, COMMIT,
 * settings, migrations. */
int db_conn_exec(struct db_conn *c, const char *sql, size_t len, struct cw_err *err) CW_MUST_CHECK;
/* Closes the connection at once (the server rolls back what was open); the next db_conn_ready
 * opens a new one. */
void db_conn_drop(struct db_conn *c);

/* Before a call to the server: refuses while the connection is lost or the transaction doomed, and
 * counts.  *FAULT is the error that a test wants instead of the call, or 0. */
int db_call_begin(struct db_conn *c, unsigned *fault, struct cw_err *err) CW_MUST_CHECK;

/* What a test wanted instead of an answer: FAULT becomes ERR.  Returns -1. */
int db_call_fault(struct db_conn *c, unsigned fault, const char *sql, struct cw_err *err);
#define db_call_fault(...) (db_call_fault(__VA_ARGS__), cw_failed())

/* The number that the server or the client library gave becomes ERR and the connection's state.
 * TEXT is its message, or NULL; SQL the literal, or NULL.  Returns -1. */
int db_error(struct db_conn *c, unsigned number, const char *text, const char *sql,
	     struct cw_err *err);
#define db_error(...) (db_error(__VA_ARGS__), cw_failed())
/* The same without a connection's state. */
enum db_fate db_error_map(unsigned number, const char *text, const char *sql, struct cw_err *err);

/* Prepares SQL if need be, binds, executes and takes the rows over whole, so that the connection is
 * free for the next statement.  After 0 *OUT is the caller's until db_stmt_done. */
int db_stmt_execute(struct db_conn *c, const char *sql, const struct db_in *in, size_t n_in,
		    struct db_cached **out, struct cw_err *err) CW_MUST_CHECK;
void db_stmt_done(struct db_conn *c, struct db_cached *k);
/* What the library says about K becomes ERR.  Returns -1. */
int db_stmt_error(struct db_conn *c, struct db_cached *k, struct cw_err *err);
/* A statement that does not fit its caller: WHAT.  Returns -1. */
int db_stmt_fault(struct cw_err *err, const char *what, const char *sql);
/* Frees all prepared statements; the end of a struct db_conn. */
void db_stmt_forget(struct db_conn *c);

#endif
