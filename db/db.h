/*
 * The database connection (MariaDB Connector/C), statements and transactions.
 *
 * A struct db_conn belongs to one thread for life.  Every setting is made explicit on opening
 * (charset utf8mb4, time zone +00:00, REPEATABLE READ, strict SQL mode, statement and lock time-outs, client
 * time-outs); auto-reconnect is off: db_tx_run and db_conn_ready reconnect by themselves, openly.
 */
#ifndef DB_DB_H
#define DB_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "casework/base/arena.h"
#include "casework/base/date.h"
#include "casework/base/err.h"

struct db_conn;

struct db_conf {
	const char *socket; /* path, or NULL: host and port */
	const char *host;
	unsigned port;
	const char *user, *password, *database;
	/* For threads that take rows of a queue from each other: READ COMMITTED, so that what they lock is
	 * rows alone and never the place where others insert. */
	bool queue;
	/* Seconds; 0 is the usual. */
	unsigned connect_timeout_s;   /* 5 */
	unsigned statement_timeout_s; /* max_statement_time, 10; the client waits 5 s longer */
	unsigned lock_timeout_s;      /* innodb_lock_wait_timeout and lock_wait_timeout, 5 */
};

/* Opens and sets up; the strings of CONF are borrowed for the connection's life. */
int db_conn_open(const struct db_conf *conf, struct db_conn **out, struct cw_err *err) CW_MUST_CHECK;
/* NULL is fine. */
void db_conn_close(struct db_conn *c);
/* Connected, or reconnects now; CW_UNAVAILABLE with retry_after if the database is away.  Statements
 * outside a transaction do this by themselves. */
int db_conn_ready(struct db_conn *c, struct cw_err *err) CW_MUST_CHECK;
/* Names each setting of the server that is weaker than "nothing acknowledged is lost" demands
 * (innodb_flush_log_at_trx_commit, sync_binlog with binlog on, doublewrite, isolation, charset,
 * strict mode): calls SAY for each; *WEAK counts them. */
int db_conn_check_server(struct db_conn *c, void (*say)(void *arg, const char *name, const char *is,
							const char *should),
			 void *arg, unsigned *weak, struct cw_err *err) CW_MUST_CHECK;

/* ---- Statements: prepared once per connection and SQL literal, cached by the literal's address. */

enum db_type { DB_T_NULL, DB_T_U64, DB_T_I64, DB_T_STR, DB_T_BYTES, DB_T_DAY, DB_T_TIME, DB_T_BOOL, DB_T_INT };

/* A value bound to a ? */
struct db_in {
	enum db_type type;
	uint64_t u;
	int64_t i;
	const void *p;
	size_t len;
};
#define DB_U64(v)      ((struct db_in){ .type = DB_T_U64, .u = (v) })
#define DB_ID_OR_NULL(v) ((struct db_in){ .type = (v) ? DB_T_U64 : DB_T_NULL, .u = (v) })
#define DB_I64(v)      ((struct db_in){ .type = DB_T_I64, .i = (v) })
#define DB_BOOL(v)     ((struct db_in){ .type = DB_T_I64, .i = (v) ? 1 : 0 })
/* A NUL-terminated string; NULL binds SQL NULL. */
#define DB_STR(v)      ((struct db_in){ .type = DB_T_STR, .p = (v) })
#define DB_BYTES(v, n) ((struct db_in){ .type = DB_T_BYTES, .p = (v), .len = (n) })
/* CW_DAY_NONE binds SQL NULL. */
#define DB_DAY(v)      ((struct db_in){ .type = DB_T_DAY, .i = (v) })
/* An instant in microseconds UTC for DATETIME(6); INT64_MIN binds SQL NULL. */
#define DB_TIME(v)     ((struct db_in){ .type = DB_T_TIME, .i = (v) })
#define DB_TIME_NONE   INT64_MIN

/* Where a column goes.  Strings and bytes are made in the call's arena (NUL-terminated; SQL NULL
 * gives NULL); numbers of SQL NULL are 0, days CW_DAY_NONE, instants DB_TIME_NONE.  A column whose type
 * does not fit, a number out of range and a value that would be cut are CW_INTERNAL: nothing is
 * converted in silence. */
struct db_out {
	enum db_type type;
	void *p;
	size_t *len; /* bytes and strings, may be NULL */
};
#define DB_OUT_U64(v)	     { .type = DB_T_U64, .p = (uint64_t *){ &(v) } }
#define DB_OUT_I64(v)	     { .type = DB_T_I64, .p = (int64_t *){ &(v) } }
#define DB_OUT_INT(v)	     { .type = DB_T_INT, .p = (int *){ &(v) } }
#define DB_OUT_BOOL(v)	     { .type = DB_T_BOOL, .p = (bool *){ &(v) } }
/* V is a char * or a const char *, so that one struct serves reading and writing. */
#define DB_OUT_STR(v) \
	{ .type = DB_T_STR, .p = _Generic(&(v), char **: &(v), const char **: &(v)) }
#define DB_OUT_BYTES(v, n) \
	{ .type = DB_T_BYTES, .p = _Generic(&(v), unsigned char **: &(v), const unsigned char **: &(v)), \
	  .len = &(n) }
#define DB_OUT_DAY(v)	     { .type = DB_T_DAY, .p = (cw_day *){ &(v) } }
#define DB_OUT_TIME(v)	     { .type = DB_T_TIME, .p = (int64_t *){ &(v) } }

#define DB_N(array) (sizeof(array) / sizeof((array)[0]))

struct db_done {
	uint64_t changed;   /* rows changed (not: matched) */
	uint64_t insert_id; /* AUTO_INCREMENT of an insert */
};

/* Runs a statement without rows.  DONE may be NULL.  A duplicate key is CW_CONFLICT with the name
 * of the key in err->detail (db_err_duplicate); a broken foreign key or check is CW_CONFLICT too, with
 * the name of the constraint.  What was to be written never stands in err->detail. */
int db_run(struct db_conn *c, const char *sql, const struct db_in *in, size_t n_in,
	   struct db_done *done, struct cw_err *err) CW_MUST_CHECK;
/* Exactly one row: no row is CW_NOT_FOUND. */
int db_get(struct db_conn *c, struct cw_arena *a, const char *sql, const struct db_in *in, size_t n_in,
	   const struct db_out *out, size_t n_out, struct cw_err *err) CW_MUST_CHECK;
/* Zero or one row: *FOUND says which. */
int db_find(struct db_conn *c, struct cw_arena *a, const char *sql, const struct db_in *in, size_t n_in,
	    const struct db_out *out, size_t n_out, bool *found, struct cw_err *err) CW_MUST_CHECK;
/* Many rows: after each row is in OUT, ROW(arg) is called; it returns 0 to go on, 1 to stop early,
 * -1 to fail (it has filled ERR).  The result is read whole before the first call, so ROW may run
 * statements of its own. */
typedef int db_row_fn(void *arg, struct cw_err *err);
int db_list(struct db_conn *c, struct cw_arena *a, const char *sql, const struct db_in *in, size_t n_in,
	    const struct db_out *out, size_t n_out, db_row_fn *row, void *arg,
	    struct cw_err *err) CW_MUST_CHECK;
/* Whether ERR is a duplicate of unique key KEY ("u_docket_number"). */
bool db_err_duplicate(const struct cw_err *err, const char *key);
/* Whether ERR is a lock that was not given in time (1205). */
bool db_err_lock_wait(const struct cw_err *err);

/* ---- Transactions. */

/* The body of a transaction: statements only, no commit.  It can be run again from the start, so it
 * must reset what it fills.  0 commits, -1 rolls back. */
typedef int db_tx_fn(struct db_conn *c, void *arg, struct cw_err *err);
/* Runs FN in a transaction.  Explicit ROLLBACK on any error; runs again with jitter on 1020, 1205
 * and 1213 on any statement and on COMMIT, at most 5 times; a connection lost before COMMIT is opened
 * again and FN run again; one lost during COMMIT gives CW_UNAVAILABLE with *UNKNOWN = true (may be
 * NULL): the caller must find out (idempotency row), with a read that locks, because the server may
 * still be at it.  After such an error in a statement FN's own verdict no longer counts, and its
 * further statements fail without reaching the server.  FN must not commit, run DDL or call db_tx_run. */
int db_tx_run(struct db_conn *c, db_tx_fn *fn, void *arg, bool *unknown, struct cw_err *err) CW_MUST_CHECK;
/* Runs FN, which only reads, at one moment: its statements see the same rows, whatever is written meanwhile.
 * A statement that writes fails, as on a server that takes no writes.  Runs again as db_tx_run does, until all is read. */
int db_tx_read(struct db_conn *c, db_tx_fn *fn, void *arg, struct cw_err *err) CW_MUST_CHECK;

/* For FN: this run's failure is final (an insert that waited long enough for another's key): it is
 * rolled back, not run again, and FN's own error is the answer. */
void db_tx_give_up(struct db_conn *c);

/* Tests: the N-th call to the server from now on fails with client or server error ERRNO_ (for
 * COMMIT too); 0 = off.  Per connection.  The server does not see the call; with DB_FAULT_DONE added
 * it does, and only its answer is lost. */
#define DB_FAULT_DONE 0x10000U
void db_fault_after(struct db_conn *c, unsigned n, unsigned errno_);
/* Statements sent since opening, for tests and metrics. */
uint64_t db_conn_calls(const struct db_conn *c);

#endif
