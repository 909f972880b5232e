/* Transactions: db_tx_run. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "db/conn_int.h"

#define TRIES 5

/* 1-16 ms, more with each try: two that deadlocked do not meet again at once. */
static void jitter(int attempt)
{
	static _Thread_local unsigned seed;
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	seed ^= (unsigned)ts.tv_nsec;
	ts.tv_sec = 0;
	ts.tv_nsec = (long)(1 + rand_r(&seed) % (4 << attempt)) * 1000000 / 4;
	nanosleep(&ts, NULL);
}

static void roll_back(struct db_conn *c)
{
	struct cw_err ignored;

	cw_err_clear(&ignored);
	if (c->my && !c->lost && db_plain(c, "ROLLBACK", &ignored))
		c->lost = true; /* what the server thinks is unknown: start on a new connection */
}

static int commit(struct db_conn *c, bool *unknown, struct cw_err *err)
{
	if (c->poisoned || c->lost) {
		/* A statement failed in a way that undid the transaction and FN went on: COMMIT would
		 * answer OK although nothing is left (style.md, Galera). */
		db_server_error(c, 1213, "an error was ignored inside a transaction", err);
		return -1;
	}
	if (db_plain(c, "COMMIT", err) == 0)
		return 0;
	*unknown = c->lost || !c->my;
	return -1;
}

enum end { END_DONE, END_FAILED, END_AGAIN };

static enum end attempt(struct db_conn *c, db_tx_fn *fn, void *arg, bool *unknown, struct cw_err *err)
{
	bool done = false;

	if (db_conn_ready(c, err))
		return END_FAILED;
	c->poisoned = false;
	if (db_plain(c, "START TRANSACTION", err))
		return c->lost || c->poisoned ? END_AGAIN : END_FAILED;
	c->in_tx = true;
	if (fn(c, arg, err) == 0)
		done = commit(c, unknown, err) == 0;
	c->in_tx = false;
	if (done)
		return END_DONE;
	if (*unknown)
		return END_FAILED;
	if (!c->lost)
		roll_back(c);
	return c->lost || c->poisoned ? END_AGAIN : END_FAILED;
}

int db_tx_run(struct db_conn *c, db_tx_fn *fn, void *arg, bool *unknown, struct cw_err *err)
{
	bool lost_commit = false;

	if (unknown)
		*unknown = false;
	if (c->in_tx) {
		cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
		snprintf(err->detail, sizeof(err->detail), "a transaction inside a transaction");
		return -1;
	}
	for (int i = 0; i < TRIES; i++) {
		enum end end;

		if (i)
			jitter(i);
		cw_err_clear(err);
		end = attempt(c, fn, arg, &lost_commit, err);
		c->poisoned = false;
		if (end == END_DONE)
			return 0;
		if (end == END_FAILED)
			break;
	}
	if (unknown)
		*unknown = lost_commit;
	return -1;
}
