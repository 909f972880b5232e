/* Transactions and connections: what is retried, what is not, and that nothing is half done. */
#include <pthread.h>

#include "tests/db/check_db.h"

static void set_up_tx(void)
{
	set_up();
	must(run("CREATE TABLE n (id INT NOT NULL, x INT NOT NULL DEFAULT 0, PRIMARY KEY (id)) "
		 "ENGINE=InnoDB"));
	must(run("INSERT INTO n (id) VALUES (1), (2)"));
}

/* A body that adds a row, and whatever else a test wants of it. */
struct body {
	unsigned runs;
	unsigned fault_run;   /* in this run, ... */
	unsigned fault_after; /* ... the N-th call from its beginning, ... */
	unsigned fault;	      /* ... fails so */
	bool swallow;	      /* and the body goes on as if nothing had been */
	bool give_up;
	struct cw_err last; /* the error that it saw */
};

static int add_row(struct db_conn *conn, unsigned id, struct cw_err *e)
{
	static const char sql[] = "INSERT INTO n (id) VALUES (?)";
	const struct db_in in[] = { DB_U64(id) };

	return db_run(conn, sql, in, DB_N(in), NULL, e);
}

static int body(struct db_conn *conn, void *arg, struct cw_err *e)
{
	struct body *b = arg;
	int rc;

	b->runs++;
	if (b->runs == b->fault_run)
		db_fault_after(conn, b->fault_after, b->fault);
	rc = add_row(conn, 10, e);
	if (rc == 0 || b->swallow)
		rc = add_row(conn, 11, e) && !b->swallow ? -1 : 0;
	b->last = *e;
	if (b->give_up)
		db_tx_give_up(conn);
	return rc;
}

static uint64_t rows(void)
{
	return number("SELECT COUNT(*) FROM n WHERE id >= 10");
}

static struct cw_err tx_err; /* of the transaction; looking afterwards does not change it */

static int tx(struct body *b, bool *unknown)
{
	cw_err_clear(&tx_err);
	return db_tx_run(c, body, b, unknown, &tx_err);
}

/* ---- The plain cases. */

START_TEST(commits)
{
	struct body b = { 0 };
	uint64_t before = db_conn_calls(c);
	bool unknown = true;

	ck_assert_int_eq(tx(&b, &unknown), 0);
	ck_assert_uint_eq(b.runs, 1);
	ck_assert(!unknown);
	ck_assert_uint_eq(db_conn_calls(c) - before, 4); /* BEGIN, two rows, COMMIT */
	ck_assert_uint_eq(rows(), 2);
}
END_TEST

static int refuses(struct db_conn *conn, void *arg, struct cw_err *e)
{
	++*(unsigned *)arg;
	if (add_row(conn, 10, e))
		return -1;
	return cw_fail(e, CW_FORBIDDEN, CW_MSG_FORBIDDEN, NULL);
}

START_TEST(rolls_back)
{
	unsigned runs = 0;

	fails(db_tx_run(c, refuses, &runs, NULL, &err), CW_FORBIDDEN, CW_MSG_FORBIDDEN);
	ck_assert_uint_eq(runs, 1);
	ck_assert_uint_eq(rows(), 0);
	/* Nothing is left open. */
	ck_assert_uint_eq(number("SELECT @@in_transaction"), 0);
}
END_TEST

/* A conflict is the caller's to read: not run again, and what was done before it is undone. */
START_TEST(conflict_is_final)
{
	struct body b = { 0 };

	must(run("INSERT INTO n (id) VALUES (11)"));
	ck_assert_int_eq(tx(&b, NULL), -1);
	ck_assert(db_err_duplicate(&tx_err, "PRIMARY"));
	ck_assert_uint_eq(b.runs, 1);
	ck_assert_uint_eq(rows(), 1);
}
END_TEST

/* A conflict that the body deals with does not doom the transaction. */
START_TEST(conflict_can_be_dealt_with)
{
	struct body b = { .swallow = true };

	must(run("INSERT INTO n (id) VALUES (10)"));
	ck_assert_int_eq(tx(&b, NULL), 0);
	ck_assert_uint_eq(rows(), 2);
}
END_TEST

static int nested(struct db_conn *conn, void *arg, struct cw_err *e)
{
	return db_tx_run(conn, refuses, arg, NULL, e);
}

START_TEST(no_nesting)
{
	unsigned runs = 0;

	fails(db_tx_run(c, nested, &runs, NULL, &err), CW_INTERNAL, CW_MSG_INTERNAL);
	ck_assert_uint_eq(runs, 0);
	ck_assert_uint_eq(number("SELECT @@in_transaction"), 0);
}
END_TEST

static int ddl(struct db_conn *conn, void *arg, struct cw_err *e)
{
	(void)arg;
	if (add_row(conn, 10, e))
		return -1;
	return db_run(conn, "CREATE TABLE other (id INT) ENGINE=InnoDB", NULL, 0, NULL, e);
}

/* DDL commits on the way: that is a fault of ours and must not go unseen. */
START_TEST(ddl_is_seen)
{
	fails(db_tx_run(c, ddl, NULL, NULL, &err), CW_INTERNAL, CW_MSG_INTERNAL);
	ck_assert_uint_eq(number("SELECT @@in_transaction"), 0);
}
END_TEST

/* ---- Every number on every call. */

static const unsigned again[] = { 1205, 1213, 1020 };

START_TEST(run_again_from_the_start)
{
	/* The first row, the second, COMMIT. */
	unsigned call = (unsigned)_i % 3 + 1;
	struct body b = { .fault_run = 1, .fault_after = call, .fault = again[_i / 3] };
	bool unknown = true;

	ck_assert_int_eq(tx(&b, &unknown), 0);
	ck_assert_uint_eq(b.runs, 2);
	ck_assert(!unknown);
	ck_assert_uint_eq(rows(), 2);
}
END_TEST

/* The body swallows the error of a statement and says that all is well: what came before it is gone
 * on the server, so COMMIT would be a lie (style.md, Galera). */
START_TEST(swallowed_is_run_again)
{
	struct body b = { .fault_run = 1, .fault_after = 1, .fault = again[_i], .swallow = true };

	ck_assert_int_eq(tx(&b, NULL), 0);
	ck_assert_uint_eq(b.runs, 2);
	ck_assert_uint_eq(rows(), 2);
}
END_TEST

/* In a doomed transaction no further statement reaches the server: it would be committed by itself.
 */
START_TEST(doomed_takes_no_statement)
{
	struct body b = { .fault_run = 1, .fault_after = 1, .fault = 1213, .swallow = true };
	uint64_t before = db_conn_calls(c);

	ck_assert_int_eq(tx(&b, NULL), 0);
	/* BEGIN, fault, ROLLBACK; BEGIN, two rows, COMMIT. */
	ck_assert_uint_eq(db_conn_calls(c) - before, 3 + 4);
}
END_TEST

static int always(struct db_conn *conn, void *arg, struct cw_err *e)
{
	++*(unsigned *)arg;
	db_fault_after(conn, 1, 1213);
	return add_row(conn, 10, e);
}

START_TEST(not_for_ever)
{
	unsigned runs = 0;
	bool unknown = true;

	cw_err_clear(&err);
	ck_assert_int_eq(db_tx_run(c, always, &runs, &unknown, &err), -1);
	ck_assert_int_eq(err.code, CW_UNAVAILABLE);
	ck_assert_int_gt(err.retry_after, 0);
	ck_assert_uint_eq(runs, 1 + 5);
	ck_assert(!unknown);
	db_fault_after(c, 0, 0);
	ck_assert_uint_eq(rows(), 0);
}
END_TEST

START_TEST(given_up)
{
	struct body b = { .fault_run = 1, .fault_after = 2, .fault = 1205, .give_up = true };

	ck_assert_int_eq(tx(&b, NULL), -1);
	ck_assert_uint_eq(b.runs, 1);
	ck_assert(db_err_lock_wait(&tx_err));
	ck_assert_uint_eq(rows(), 0);
}
END_TEST

/* Too long, or the cluster without a majority: not run again, not committed either. */
static const unsigned failed[] = { 1969, 1317, 1047, 1114, 1290 };

START_TEST(not_run_again)
{
	struct body b = {
		.fault_run = 1, .fault_after = 1, .fault = failed[_i / 2], .swallow = _i % 2 == 1
	};

	bool unknown = true;

	ck_assert_int_eq(tx(&b, &unknown), -1);
	ck_assert_int_eq(tx_err.code, CW_UNAVAILABLE);
	ck_assert_int_gt(tx_err.retry_after, 0);
	ck_assert_uint_eq(b.runs, 1);
	ck_assert(!unknown);
	ck_assert_uint_eq(rows(), 0);
}
END_TEST

static const unsigned lost[] = { 2006, 2013, 1927 };

/* Lost on a statement of the body: connected again and run again.  With DB_FAULT_DONE the
 * statement took effect, but its transaction ended with the connection. */
START_TEST(lost_before_commit)
{
	unsigned done = _i % 2 ? DB_FAULT_DONE : 0, call = (unsigned)_i / 2 % 2 + 1;
	struct body b = { .fault_run = 1,
			  .fault_after = call,
			  .fault = lost[_i / 8] | done,
			  .swallow = _i / 4 % 2 };
	bool unknown = true;

	ck_assert_int_eq(tx(&b, &unknown), 0);
	ck_assert_uint_eq(b.runs, 2);
	ck_assert(!unknown);
	ck_assert_uint_eq(rows(), 2);
}
END_TEST

START_TEST(lost_at_begin)
{
	struct body b = { 0 };

	db_fault_after(c, 1, lost[_i]);
	ck_assert_int_eq(tx(&b, NULL), 0);
	ck_assert_uint_eq(b.runs, 1);
	ck_assert_uint_eq(rows(), 2);
}
END_TEST

/* Lost at COMMIT: done or not, nobody says; it is not run again. */
START_TEST(lost_at_commit)
{
	unsigned done = _i % 2 ? DB_FAULT_DONE : 0;
	struct body b = { .fault_run = 1, .fault_after = 3, .fault = lost[_i / 2] | done };
	bool unknown = false;

	ck_assert_int_eq(tx(&b, &unknown), -1);
	ck_assert(unknown);
	ck_assert_int_eq(tx_err.code, CW_UNAVAILABLE);
	ck_assert_int_eq(tx_err.msg, CW_MSG_DB_UNKNOWN);
	ck_assert_uint_eq(b.runs, 1);
	ck_assert_uint_eq(rows(), done ? 2 : 0);
}
END_TEST

/* An odd error at COMMIT, of which nobody can say which side of it took hold. */
START_TEST(odd_error_at_commit)
{
	struct body b = { .fault_run = 1, .fault_after = 3, .fault = 1180 };
	bool unknown = false;

	ck_assert_int_eq(tx(&b, &unknown), -1);
	ck_assert(unknown);
	ck_assert_uint_eq(b.runs, 1);
	ck_assert_uint_eq(rows(), 0);
}
END_TEST

static int body_then_bad_rollback(struct db_conn *conn, void *arg, struct cw_err *e)
{
	(void)arg;
	if (add_row(conn, 10, e))
		return -1;
	db_fault_after(conn, 1, 1213); /* hits ROLLBACK */
	return cw_fail(e, CW_FORBIDDEN, CW_MSG_FORBIDDEN, NULL);
}

START_TEST(rollback_that_fails)
{
	fails(db_tx_run(c, body_then_bad_rollback, NULL, NULL, &err), CW_FORBIDDEN,
	      CW_MSG_FORBIDDEN);
	ck_assert_uint_eq(rows(), 0);
	ck_assert_uint_eq(number("SELECT @@in_transaction"), 0);
}
END_TEST

/* ---- A connection that is really ended. */

static void kill_connection(uint64_t id)
{
	char sql[64];

	snprintf(sql, sizeof(sql), "KILL %llu", (unsigned long long)id);
	test_db_sql(&conf, sql);
}

static int killed_body(struct db_conn *conn, void *arg, struct cw_err *e)
{
	unsigned *runs = arg;
	uint64_t id;
	const struct db_out out[] = { DB_OUT_U64(id) };

	if (add_row(conn, 10, e))
		return -1;
	if (++*runs == 1) {
		if (db_get(conn, a, "SELECT CONNECTION_ID()", NULL, 0, out, 1, e))
			return -1;
		kill_connection(id);
	}
	return add_row(conn, 11, e);
}

START_TEST(killed_in_the_middle)
{
	unsigned runs = 0;

	must(db_tx_run(c, killed_body, &runs, NULL, &err));
	ck_assert_uint_eq(runs, 2);
	ck_assert_uint_eq(rows(), 2);
}
END_TEST

static int killed_at_commit_body(struct db_conn *conn, void *arg, struct cw_err *e)
{
	uint64_t id;
	const struct db_out out[] = { DB_OUT_U64(id) };

	++*(unsigned *)arg;
	if (add_row(conn, 10, e) || db_get(conn, a, "SELECT CONNECTION_ID()", NULL, 0, out, 1, e))
		return -1;
	kill_connection(id);
	return 0;
}

START_TEST(killed_before_commit)
{
	unsigned runs = 0;
	bool unknown = false;

	fails(db_tx_run(c, killed_at_commit_body, &runs, &unknown, &err), CW_UNAVAILABLE,
	      CW_MSG_DB_UNKNOWN);
	ck_assert(unknown);
	ck_assert_uint_eq(runs, 1);
	ck_assert_uint_eq(rows(), 0);
}
END_TEST

/* ---- Reading at one moment. */

struct reading {
	unsigned runs;
	bool add, kill_between, kill_at_end;
	uint64_t before, after;
};

static int read_body(struct db_conn *conn, void *arg, struct cw_err *e)
{
	static const char count[] = "SELECT COUNT(*), CONNECTION_ID() FROM n";
	struct reading *r = arg;
	uint64_t id;
	const struct db_out first[] = { DB_OUT_U64(r->before), DB_OUT_U64(id) };
	const struct db_out second[] = { DB_OUT_U64(r->after), DB_OUT_U64(id) };

	r->runs++;
	if (db_get(conn, a, count, NULL, 0, first, 2, e))
		return -1;
	test_db_sql(&conf, "INSERT INTO n (id) SELECT MAX(id) + 1 FROM n");
	if (r->kill_between && r->runs == 1)
		kill_connection(id);
	if (db_get(conn, a, count, NULL, 0, second, 2, e) || (r->add && add_row(conn, 100, e)))
		return -1;
	if (r->kill_at_end)
		kill_connection(id);
	return 0;
}

START_TEST(reads_at_one_moment)
{
	struct reading r = { 0 };
	uint64_t before = db_conn_calls(c);

	must(db_tx_read(c, read_body, &r, &err));
	ck_assert_uint_eq(db_conn_calls(c) - before, 4);
	ck_assert_uint_eq(r.before, 2);
	ck_assert_uint_eq(r.after, 2); /* the row that came between is of a later moment */
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM n"), 3);
	ck_assert_uint_eq(number("SELECT @@in_transaction"), 0);
}
END_TEST

START_TEST(reading_does_not_write)
{
	struct reading r = { .add = true };

	fails(db_tx_read(c, read_body, &r, &err), CW_UNAVAILABLE, CW_MSG_DB_NO_WRITE);
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM n WHERE id = 100"), 0);
	ck_assert_uint_eq(number("SELECT @@in_transaction"), 0);
	must(run("INSERT INTO n (id) VALUES (101)")); /* the connection writes again */
}
END_TEST

/* Lost on the way: all of it is read again; lost after the last statement: it stands. */
START_TEST(reading_outlives_the_connection)
{
	struct reading twice = { .kill_between = true }, once = { .kill_at_end = true };

	must(db_tx_read(c, read_body, &twice, &err));
	ck_assert_uint_eq(twice.runs, 2);
	ck_assert_uint_eq(twice.before, twice.after);
	must(db_tx_read(c, read_body, &once, &err));
	ck_assert_uint_eq(once.runs, 1);
	ck_assert_uint_eq(once.before, once.after);
	must(run("INSERT INTO n (id) VALUES (101)"));
}
END_TEST

/* Outside a transaction the statement fails, and the next one is on a new connection, where the
 * cached statements are prepared again. */
START_TEST(killed_between)
{
	static const char sql[] = "SELECT CONNECTION_ID()";
	uint64_t id, other;
	const struct db_out out[] = { DB_OUT_U64(id) };
	const struct db_out out2[] = { DB_OUT_U64(other) };

	must(db_get(c, a, sql, NULL, 0, out, 1, &err));
	kill_connection(id);
	cw_err_clear(&err);
	ck_assert_int_eq(db_get(c, a, sql, NULL, 0, out2, 1, &err), -1);
	ck_assert_int_eq(err.code, CW_UNAVAILABLE);
	ck_assert_int_gt(err.retry_after, 0);
	must(db_get(c, a, sql, NULL, 0, out2, 1, &err));
	ck_assert_uint_ne(id, other);
	ck_assert_uint_eq(number("SELECT @@innodb_lock_wait_timeout"), conf.lock_timeout_s);
}
END_TEST

START_TEST(server_goes_and_comes_back)
{
	struct body b = { 0 };
	struct db_conn *other;
	bool unknown = true;

	test_db_stop();
	ck_assert_int_eq(tx(&b, &unknown), -1);
	ck_assert_int_eq(tx_err.code, CW_UNAVAILABLE);
	ck_assert_int_eq(tx_err.msg, CW_MSG_DB_AWAY);
	ck_assert_int_gt(tx_err.retry_after, 0);
	ck_assert(!unknown);
	fails(db_conn_ready(c, &err), CW_UNAVAILABLE, CW_MSG_DB_AWAY);
	fails(db_conn_open(&conf, &other, &err), CW_UNAVAILABLE, CW_MSG_DB_AWAY);
	ck_assert_ptr_null(other);
	test_db_again();
	must(db_conn_ready(c, &err));
	ck_assert_int_eq(tx(&b, NULL), 0);
	ck_assert_uint_eq(rows(), 2);
}
END_TEST

START_TEST(not_let_in)
{
	struct db_conf wrong = conf;
	struct db_conn *other;

	wrong.user = "nobody-of-this-name";
	wrong.password = "x";
	fails(db_conn_open(&wrong, &other, &err), CW_UNAVAILABLE, CW_MSG_DB_ACCESS);
	wrong = conf;
	wrong.database = "no_such_database";
	fails(db_conn_open(&wrong, &other, &err), CW_UNAVAILABLE, CW_MSG_DB_ACCESS);
}
END_TEST

/* ---- Locks and time. */

struct two {
	pthread_barrier_t both;
	unsigned runs[2];
	int rc[2];
};

struct side {
	struct two *two;
	unsigned no;
	struct cw_err err;
};

static int touch(struct db_conn *conn, unsigned id, struct cw_err *e)
{
	static const char sql[] = "UPDATE n SET x = x + 1 WHERE id = ?";
	const struct db_in in[] = { DB_U64(id) };

	return db_run(conn, sql, in, DB_N(in), NULL, e);
}

/* One takes 1 then 2, the other 2 then 1; in their first run both hold one before asking for the
 * other, so that one of the two must be the victim. */
static int crossing(struct db_conn *conn, void *arg, struct cw_err *e)
{
	struct side *s = arg;

	if (touch(conn, 1 + s->no, e))
		return -1;
	if (s->two->runs[s->no]++ == 0)
		pthread_barrier_wait(&s->two->both);
	return touch(conn, 2 - s->no, e);
}

static void *cross(void *arg)
{
	struct side *s = arg;
	struct db_conn *mine;

	s->two->rc[s->no] = -1;
	if (db_conn_open(&conf, &mine, &s->err))
		return NULL;
	s->two->rc[s->no] = db_tx_run(mine, crossing, s, NULL, &s->err);
	db_conn_close(mine);
	return NULL;
}

START_TEST(deadlock_is_run_again)
{
	struct two two = { 0 };
	struct side side[2] = { { .two = &two, .no = 0 }, { .two = &two, .no = 1 } };
	pthread_t t[2];

	pthread_barrier_init(&two.both, NULL, 2);
	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(pthread_create(&t[i], NULL, cross, &side[i]), 0);
	for (int i = 0; i < 2; i++)
		pthread_join(t[i], NULL);
	pthread_barrier_destroy(&two.both);
	ck_assert_int_eq(two.rc[0], 0);
	ck_assert_int_eq(two.rc[1], 0);
	ck_assert_uint_eq(two.runs[0] + two.runs[1], 3);
	ck_assert_uint_eq(number("SELECT SUM(x) FROM n"), 4);
}
END_TEST

static int hold(struct db_conn *conn, void *arg, struct cw_err *e)
{
	struct db_conn *other = arg;
	struct cw_err seen = { 0 };

	if (touch(conn, 1, e))
		return -1;
	ck_assert_int_eq(touch(other, 1, &seen), -1);
	ck_assert_int_eq(seen.code, CW_UNAVAILABLE);
	ck_assert(db_err_lock_wait(&seen));
	ck_assert_int_gt(seen.retry_after, 0);
	return 0;
}

START_TEST(lock_is_not_waited_for_long)
{
	struct db_conf quick = conf;
	struct db_conn *other;

	quick.lock_timeout_s = 1;
	must(db_conn_open(&quick, &other, &err));
	must(db_tx_run(c, hold, other, NULL, &err));
	ck_assert_uint_eq(number("SELECT x FROM n WHERE id = 1"), 1);
	db_conn_close(other);
}
END_TEST

START_TEST(statement_may_not_take_long)
{
	struct db_conf quick = conf;
	struct db_conn *q;
	uint64_t x;
	const struct db_out out[] = { DB_OUT_U64(x) };

	quick.statement_timeout_s = 1;
	must(db_conn_open(&quick, &q, &err));
	fails(db_get(q, a, "SELECT COUNT(*) FROM seq_1_to_1000000 p, seq_1_to_1000000 q", NULL, 0,
		     out, 1, &err),
	      CW_UNAVAILABLE, CW_MSG_DB_TOO_SLOW);
	ck_assert_int_gt(err.retry_after, 0);
	/* The connection is still good. */
	must(db_get(q, a, "SELECT 1", NULL, 0, out, 1, &err));
	db_conn_close(q);
}
END_TEST

/* ---- What the server must be set to. */

struct weak {
	char names[256];
};

static void on_weak(void *arg, const char *name, const char *is, const char *should)
{
	struct weak *w = arg;
	size_t n = strlen(w->names);

	ck_assert_ptr_nonnull(is);
	ck_assert_ptr_nonnull(should);
	snprintf(w->names + n, sizeof(w->names) - n, "%s ", name);
}

START_TEST(server_is_strong)
{
	struct weak w = { "" };
	unsigned n = 9;

	must(db_conn_check_server(c, on_weak, &w, &n, &err));
	ck_assert_str_eq(w.names, "");
	ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(weak_server_is_named)
{
	struct weak w = { "" };
	unsigned n = 0;

	test_db_sql(&conf, "SET GLOBAL innodb_flush_log_at_trx_commit = 2");
	must(db_conn_check_server(c, on_weak, &w, &n, &err));
	test_db_sql(&conf, "SET GLOBAL innodb_flush_log_at_trx_commit = 1");
	ck_assert_str_eq(w.names, "innodb_flush_log_at_trx_commit ");
	ck_assert_uint_eq(n, 1);
}
END_TEST

START_TEST(weak_session_is_named)
{
	struct weak w = { "" };
	unsigned n = 0;

	must(run("SET SESSION sql_mode = '', unique_checks = 0"));
	must(run("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"));
	must(run("ALTER DATABASE CHARACTER SET latin1"));
	must(db_conn_check_server(c, on_weak, &w, &n, &err));
	ck_assert_uint_ge(n, 4); /* some versions have two names for the isolation */
	ck_assert_ptr_nonnull(strstr(w.names, "sql_mode "));
	ck_assert_ptr_nonnull(strstr(w.names, "isolation "));
	ck_assert_ptr_nonnull(strstr(w.names, "unique_checks "));
	ck_assert_ptr_nonnull(strstr(w.names, "character_set_database "));
}
END_TEST

/* Whatever the server's configuration says, the session is set. */
START_TEST(session_is_ours)
{
	struct db_conn *other;
	unsigned n = 9;

	test_db_sql(&conf, "SET GLOBAL sql_mode = '', GLOBAL time_zone = '+08:00',"
			   " GLOBAL tx_isolation = 'READ-COMMITTED', GLOBAL autocommit = 0");
	cw_err_clear(&err);
	ck_assert_int_eq(db_conn_open(&conf, &other, &err), 0);
	test_db_sql(&conf, "SET GLOBAL sql_mode = DEFAULT, GLOBAL time_zone = '+00:00',"
			   " GLOBAL tx_isolation = 'REPEATABLE-READ', GLOBAL autocommit = 1");
	must(db_conn_check_server(other, NULL, NULL, &n, &err));
	ck_assert_uint_eq(n, 0);
	db_conn_close(other);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("transactions");
	TCase *t = tcase_create("transactions");

	tcase_add_checked_fixture(t, set_up_tx, tear_down);
	tcase_set_timeout(t, 120);
	tcase_add_test(t, commits);
	tcase_add_test(t, rolls_back);
	tcase_add_test(t, conflict_is_final);
	tcase_add_test(t, conflict_can_be_dealt_with);
	tcase_add_test(t, no_nesting);
	tcase_add_test(t, ddl_is_seen);
	tcase_add_loop_test(t, run_again_from_the_start, 0, 9);
	tcase_add_loop_test(t, swallowed_is_run_again, 0, 3);
	tcase_add_test(t, doomed_takes_no_statement);
	tcase_add_test(t, not_for_ever);
	tcase_add_test(t, given_up);
	tcase_add_loop_test(t, not_run_again, 0, 2 * DB_N(failed));
	tcase_add_loop_test(t, lost_before_commit, 0, 8 * DB_N(lost));
	tcase_add_loop_test(t, lost_at_begin, 0, DB_N(lost));
	tcase_add_loop_test(t, lost_at_commit, 0, 2 * DB_N(lost));
	tcase_add_test(t, odd_error_at_commit);
	tcase_add_test(t, rollback_that_fails);
	tcase_add_test(t, killed_in_the_middle);
	tcase_add_test(t, killed_before_commit);
	tcase_add_test(t, reads_at_one_moment);
	tcase_add_test(t, reading_does_not_write);
	tcase_add_test(t, reading_outlives_the_connection);
	tcase_add_test(t, killed_between);
	tcase_add_test(t, server_goes_and_comes_back);
	tcase_add_test(t, not_let_in);
	tcase_add_test(t, deadlock_is_run_again);
	tcase_add_test(t, lock_is_not_waited_for_long);
	tcase_add_test(t, statement_may_not_take_long);
	tcase_add_test(t, server_is_strong);
	tcase_add_test(t, weak_server_is_named);
	tcase_add_test(t, weak_session_is_named);
	tcase_add_test(t, session_is_ours);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	test_db_start();
	return tap_run(suite());
}
