/* The one way to write: db_tx_run; and to read at one moment: db_tx_read. */
#include "db/internal.h"

#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "casework/base/log.h"

#define AGAIN_MAX 5

enum verdict { DONE, FAILED, AGAIN };

/* A random wait below 4, 8, 16, 32, 64 ms: two that met once must not meet again in step. */
static void pause_before(unsigned again)
{
	uint32_t r = 0;
	struct timespec ts = { 0 };

	if (getrandom(&r, sizeof(r), GRND_NONBLOCK) != sizeof(r))
		r = (uint32_t)db_now_mono();
	ts.tv_nsec = (long)(r % (2000000U << again));
	nanosleep(&ts, NULL);
}

static int say(struct db_conn *c, const char *sql, struct cw_err *err)
{
	return db_conn_exec(c, sql, strlen(sql), err);
}

/* ROLLBACK, or the end of the connection, which is one. */
static void roll_back(struct db_conn *c)
{
	struct cw_err ignored;

	cw_err_clear(&ignored);
	if (c->lost || say(c, "ROLLBACK", &ignored))
		db_conn_drop(c);
}

static bool still_open(struct db_conn *c)
{
	unsigned status = 0;

	return mariadb_get_infov(c->my, MARIADB_CONNECTION_SERVER_STATUS, &status) == 0 &&
	       (status & SERVER_STATUS_IN_TRANS);
}

/* The transaction that FN filled.  In the end it is committed, rolled back or unknown, and nothing
 * of it is open. */
static enum verdict commit(struct db_conn *c, bool *unknown, struct cw_err *err)
{
	if (!still_open(c)) {
		/* DDL in FN, or a server that rolled back without a word. */
		cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
		snprintf(err->detail, sizeof(err->detail), "the transaction ended before COMMIT");
		roll_back(c);
		return FAILED;
	}
	if (say(c, "COMMIT", err) == 0)
		return DONE;
	if (c->fate == DB_FATE_AGAIN) {
		/* Galera's certification or a deadlock: the server has rolled back, and says so. */
		c->in_tx = false;
		roll_back(c);
		return AGAIN;
	}
	/* Anything else may have happened before or after the commit took hold. */
	db_conn_drop(c);
	*unknown = true;
	cw_fail(err, CW_UNAVAILABLE, CW_MSG_DB_UNKNOWN, NULL);
	err->retry_after = 1;
	return FAILED;
}

/* All was read: whatever becomes of the end of it, what was read stands. */
static enum verdict end_reading(struct db_conn *c)
{
	struct cw_err ignored;

	cw_err_clear(&ignored);
	if (say(c, "COMMIT", &ignored))
		db_conn_drop(c);
	return DONE;
}

/* What a failed or doomed transaction comes to. */
static enum verdict undo(struct db_conn *c, struct cw_err *err)
{
	enum db_fate fate = c->fate;

	/* FN may have swallowed the error or said something of its own; the server's reason stands.
	 */
	if (fate != DB_FATE_NONE && !c->tx_final)
		db_error_map(c->fate_errno, NULL, NULL, err);
	c->in_tx = false;
	roll_back(c);
	if (c->tx_final || fate == DB_FATE_NONE || fate == DB_FATE_FAILED)
		return FAILED;
	return AGAIN;
}

/* UNKNOWN is NULL for what only reads. */
static enum verdict attempt(struct db_conn *c, db_tx_fn *fn, void *arg, bool *unknown,
			    struct cw_err *err)
{
	const char *begin = unknown ? "START TRANSACTION" : "START TRANSACTION READ ONLY";
	enum verdict v;

	if (db_conn_ready(c, err))
		return FAILED;
	c->in_tx = true;
	c->tx_final = false;
	c->fate = DB_FATE_NONE;
	if (say(c, begin, err) || fn(c, arg, err) || c->fate != DB_FATE_NONE)
		v = undo(c, err);
	else
		v = unknown ? commit(c, unknown, err) : end_reading(c);
	c->in_tx = false;
	return v;
}

/* At most AGAIN_MAX times more. */
static int run(struct db_conn *c, db_tx_fn *fn, void *arg, bool *unknown, struct cw_err *err)
{
	enum verdict v;

	if (c->in_tx) {
		cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
		snprintf(err->detail, sizeof(err->detail), "a transaction inside a transaction");
		return -1;
	}
	for (unsigned again = 0;; again++) {
		v = attempt(c, fn, arg, unknown, err);
		if (v != AGAIN || again == AGAIN_MAX)
			break;
		cw_log(CW_LOG_DEBUG, "db_again", "errno=%u times=%u", c->fate_errno, again + 1);
		cw_err_clear(err);
		pause_before(again + 1);
	}
	return v == DONE ? 0 : -1;
}

int db_tx_run(struct db_conn *c, db_tx_fn *fn, void *arg, bool *unknown, struct cw_err *err)
{
	bool not_known = false;
	const int rc = run(c, fn, arg, &not_known, err);

	if (unknown)
		*unknown = not_known;
	return rc;
}

int db_tx_read(struct db_conn *c, db_tx_fn *fn, void *arg, struct cw_err *err)
{
	return run(c, fn, arg, NULL, err);
}

void db_tx_give_up(struct db_conn *c)
{
	c->tx_final = true;
}
