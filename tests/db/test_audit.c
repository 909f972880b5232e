/* The log's chain: nothing between its rows, also beside threads and lost commits; jobs and their
 * leases; notices. */
#include <pthread.h>
#include "db/audit.h"
#include "db/calendar.h"
#include "db/job.h"
#include "db/migrate.h"
#include "tests/db/check_db.h"

#define SECOND INT64_C(1000000)
#define NOW    (INT64_C(1772445600) * SECOND)

static struct db_audit *audit;

static void begin(void)
{
	unsigned applied;

	set_up();
	must(db_migrate_run(c, test_db_migrations(), 10, NULL, NULL, &applied, &err));
	audit = db_audit_start();
}

static void finish(void)
{
	db_audit_free(audit);
	tear_down();
}

static const struct db_audit_entry entry = {
	.at = NOW, .what = "sign_in", .subject = "user 17", .detail = "说明", .client = "192.0.2.1"
};

static size_t all_rows(struct db_audit_row **rows)
{
	struct db_audit_query q = {
		.from = DB_TIME_NONE, .to = DB_TIME_NONE, .before_at = DB_TIME_NONE, .limit = 1000
	};
	size_t n;

	must(db_audit_list(c, a, &q, rows, &n, &err));
	return n;
}

/* Walks the one chain that there is; the numbers and hashes must follow each other. */
static uint64_t walk_chain(void)
{
	unsigned char instance[DB_AUDIT_INSTANCE] = { 0 }, head[32] = { 0 }, hash[32];
	struct db_audit_row *rows;
	bool found;
	size_t n;

	must(db_audit_instance_find(c, a, instance, instance, &found, &err));
	ck_assert(found);
	must(db_audit_chain_list(c, a, instance, 0, 1000, &rows, &n, &err));
	for (size_t i = 0; i < n; i++) {
		ck_assert_uint_eq(rows[i].no, i + 1);
		must(db_audit_hash(a, head, &rows[i], hash, &err));
		ck_assert_mem_eq(hash, rows[i].hash, 32);
		memcpy(head, hash, 32);
	}
	must(db_audit_instance_find(c, a, instance, instance, &found, &err));
	ck_assert(!found);
	return n;
}

START_TEST(entries_are_chained)
{
	struct db_audit_entry e = entry;

	must(db_audit_add(audit, c, &e, &err));
	e.user = 0;
	e.detail = "";
	must(db_audit_add(audit, c, &e, &err));
	must(db_audit_add(audit, c, &e, &err));
	ck_assert_uint_eq(walk_chain(), 3);
}
END_TEST

START_TEST(a_changed_row_has_another_hash)
{
	unsigned char zero[32] = { 0 }, hash[32], other[32];
	struct db_audit_row *rows;

	must(db_audit_add(audit, c, &entry, &err));
	ck_assert_uint_eq(all_rows(&rows), 1);
	must(db_audit_hash(a, zero, &rows[0], hash, &err));
	ck_assert_mem_eq(hash, rows[0].hash, 32);
	/* Moving a character from one field to the next is a change too. */
	rows[0].entry.subject = "user 1";
	rows[0].entry.detail = "7说明";
	must(db_audit_hash(a, zero, &rows[0], other, &err));
	ck_assert_mem_ne(hash, other, 32);
}
END_TEST

START_TEST(rows_cannot_be_changed_or_taken_away)
{
	must(db_audit_add(audit, c, &entry, &err));
	ck_assert_int_eq(db_run(c, "UPDATE audit SET what = 'x'", NULL, 0, NULL, &err), -1);
	ck_assert_int_eq(db_run(c, "DELETE FROM audit", NULL, 0, NULL, &err), -1);
	ck_assert_uint_eq(walk_chain(), 1);
}
END_TEST

START_TEST(long_text_is_cut_at_a_character)
{
	struct db_audit_entry e = entry;
	struct db_audit_row *rows;
	char detail[3 * 600 + 1];

	for (int i = 0; i < 600; i++)
		memcpy(detail + 3 * i, "公", 3);
	detail[3 * 600] = '\0';
	e.detail = detail;
	must(db_audit_add(audit, c, &e, &err));
	ck_assert_uint_eq(all_rows(&rows), 1);
	ck_assert_uint_eq(strlen(rows[0].entry.detail), 3 * 500);
	ck_assert_uint_eq(walk_chain(), 1);
}
END_TEST

/* An entry whose transaction rolls back leaves no gap. */
static int write_and_fail(struct db_conn *conn, void *arg, struct cw_err *e)
{
	(void)arg;
	if (db_audit_write(audit, conn, &entry, e))
		return -1;
	return cw_fail(e, CW_CONFLICT, CW_MSG_NOT_FOUND, NULL);
}

START_TEST(a_rolled_back_entry_leaves_no_gap)
{
	must(db_audit_add(audit, c, &entry, &err));
	db_audit_hold(audit);
	ck_assert_int_eq(db_tx_run(c, write_and_fail, NULL, NULL, &err), -1);
	db_audit_release(audit, false);
	must(db_audit_add(audit, c, &entry, &err));
	ck_assert_uint_eq(walk_chain(), 2);
}
END_TEST

/* The connection breaks at the N-th call: before, at, or in the COMMIT of an entry.  Whatever
 * became of it, the next one fits. */
START_TEST(a_lost_connection_leaves_the_chain_whole)
{
	uint64_t before, after;
	int rc;

	must(db_audit_add(audit, c, &entry, &err));
	before = walk_chain();
	cw_err_clear(&err);
	db_fault_after(c, (unsigned)_i, 2013);
	rc = db_audit_add(audit, c, &entry, &err);
	db_fault_after(c, 0, 0);
	must(db_audit_add(audit, c, &entry, &err));
	must(db_audit_add(audit, c, &entry, &err));
	after = walk_chain();
	/* Told it is there: it is there. */
	ck_assert_uint_ge(after, before + 2 + (rc == 0));
	ck_assert_uint_le(after, before + 3);
}
END_TEST

#define THREADS 4
#define EACH	25
static void *add_many(void *arg)
{
	struct db_conn *mine;
	struct cw_err e;
	size_t *added = arg;

	cw_err_clear(&e);
	if (db_conn_open(&conf, &mine, &e))
		return NULL;
	for (int i = 0; i < EACH; i++)
		*added += db_audit_add(audit, mine, &entry, &e) == 0;
	db_conn_close(mine);
	return NULL;
}

START_TEST(threads_share_one_chain)
{
	pthread_t threads[THREADS];
	size_t added[THREADS] = { 0 };

	for (int i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, add_many, &added[i]), 0);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		ck_assert_uint_eq(added[i], EACH);
	}
	ck_assert_uint_eq(walk_chain(), THREADS * EACH);
}
END_TEST

START_TEST(the_log_is_read_in_pages_and_by_filter)
{
	struct db_audit_query q = {
		.from = DB_TIME_NONE, .to = DB_TIME_NONE, .before_at = DB_TIME_NONE, .limit = 2
	};
	struct db_audit *other = db_audit_start();
	struct db_audit_entry e = entry;
	struct db_audit_row *rows;
	size_t seen = 0, n;

	/* Two instances write at the same instant. */
	for (int i = 0; i < 3; i++) {
		must(db_audit_add(audit, c, &e, &err));
		must(db_audit_add(other, c, &e, &err));
	}
	e.at += SECOND;
	e.what = "export";
	must(db_audit_add(other, c, &e, &err));
	db_audit_free(other);
	do {
		must(db_audit_list(c, a, &q, &rows, &n, &err));
		ck_assert_uint_le(n, 2);
		if (n) {
			seen += n;
			q.before_at = rows[n - 1].entry.at;
			q.before_no = rows[n - 1].no;
			memcpy(q.before_instance, rows[n - 1].instance, DB_AUDIT_INSTANCE);
		}
	} while (n);
	ck_assert_uint_eq(seen, 7);
	q.before_at = DB_TIME_NONE;
	q.what = "export";
	must(db_audit_list(c, a, &q, &rows, &n, &err));
	ck_assert_uint_eq(n, 1);
	q.what = NULL;
	q.from = NOW + SECOND;
	must(db_audit_list(c, a, &q, &rows, &n, &err));
	ck_assert_uint_eq(n, 1);
	q.from = DB_TIME_NONE;
	q.to = NOW;
	must(db_audit_list(c, a, &q, &rows, &n, &err));
	ck_assert_uint_eq(n, 0);
}
END_TEST

/* ---- Jobs. */

static uint64_t add_job(void)
{
	uint64_t id;

	must(db_job_add(c, "calendar_load", "{}", 0, NOW, &id, &err));
	return id;
}

START_TEST(a_job_is_claimed_by_one)
{
	struct db_job first, second;
	bool found, got;

	add_job();
	must(db_job_due_find(c, a, NOW, &first, &found, &err));
	ck_assert(found);
	second = first;
	must(db_job_claim(c, &first, NOW + 60 * SECOND, &got, &err));
	ck_assert(got);
	must(db_job_claim(c, &second, NOW + 61 * SECOND, &got, &err));
	ck_assert(!got);
	must(db_job_due_find(c, a, NOW + 59 * SECOND, &second, &found, &err));
	ck_assert(!found);
	must(db_job_due_find(c, a, NOW + 60 * SECOND, &second, &found, &err));
	ck_assert(found);
}
END_TEST

START_TEST(who_lost_a_job_changes_nothing)
{
	uint64_t id = add_job();
	struct db_job mine, theirs;
	bool found, got;

	must(db_job_due_find(c, a, NOW, &mine, &found, &err));
	must(db_job_claim(c, &mine, NOW + 60 * SECOND, &got, &err));
	mine.lease_until = NOW + 60 * SECOND;
	must(db_job_due_find(c, a, NOW + 70 * SECOND, &theirs, &found, &err));
	must(db_job_claim(c, &theirs, NOW + 130 * SECOND, &got, &err));
	ck_assert(got);
	theirs.lease_until = NOW + 130 * SECOND;
	mine.done = 99;
	cw_err_clear(&err);
	ck_assert_int_eq(db_job_save(c, &mine, NOW + 200 * SECOND, &err), -1);
	ck_assert_int_eq(err.code, CW_CONFLICT);
	cw_err_clear(&err);
	ck_assert_int_eq(db_job_finish(c, &mine, "done", "{}", NOW, &err), -1);
	theirs.done = theirs.total = 5;
	must(db_job_finish(c, &theirs, "done", "{\"n\":1}", NOW + 80 * SECOND, &err));
	must(db_job_get(c, a, id, &mine, &err));
	ck_assert_str_eq(mine.status, "done");
	ck_assert_uint_eq(mine.done, 5);
	ck_assert_str_eq(mine.result, "{\"n\":1}");
	ck_assert_int_eq(mine.lease_until, DB_TIME_NONE);
}
END_TEST

START_TEST(only_finished_jobs_are_cleared)
{
	uint64_t gone;
	struct db_job job;
	bool found, got;

	add_job();
	must(db_job_due_find(c, a, NOW, &job, &found, &err));
	must(db_job_claim(c, &job, NOW + SECOND, &got, &err));
	job.lease_until = NOW + SECOND;
	must(db_job_expire(c, NOW + 1000 * SECOND, 10, &gone, &err));
	ck_assert_uint_eq(gone, 0);
	must(db_job_finish(c, &job, "failed", "{}", NOW, &err));
	must(db_job_expire(c, NOW + 1000 * SECOND, 10, &gone, &err));
	ck_assert_uint_eq(gone, 1);
}
END_TEST

/* ---- Notices. */

static int add_notice(struct db_conn *conn, void *arg, struct cw_err *e)
{
	uint64_t id;

	return db_calendar_add(conn, arg, 0, 0, NOW, &id, e);
}

static bool same_notice(const struct cw_notice *x, const struct cw_notice *y)
{
	if (x->year != y->year || x->issued_on != y->issued_on ||
	    strcmp(x->number, y->number) != 0 || x->n_off != y->n_off || x->n_on != y->n_on)
		return false;
	for (size_t i = 0; i < x->n_off; i++) {
		if (x->off[i].first != y->off[i].first || x->off[i].last != y->off[i].last)
			return false;
	}
	for (size_t i = 0; i < x->n_on; i++) {
		if (x->on[i] != y->on[i])
			return false;
	}
	return true;
}

START_TEST(notices_come_back_as_they_went_in)
{
	const struct cw_notice *all;
	struct cw_notice *back;
	int before, after;
	size_t n_all, n;

	must(db_calendar_version_get(c, a, &before, &err));
	all = cw_notices_builtin(&n_all);
	ck_assert_uint_gt(n_all, 8);
	for (size_t i = n_all; i-- > 0;) /* the order of loading does not matter */
		must(db_tx_run(c, add_notice, (void *)(uintptr_t)&all[i], NULL, &err));
	must(db_calendar_load(c, a, DB_CALENDAR_LATEST, &back, &n, &err));
	ck_assert_uint_eq(n, n_all);
	for (size_t i = 0; i < n; i++)
		ck_assert(same_notice(&all[i], &back[i]));
	must(db_calendar_version_get(c, a, &after, &err));
	ck_assert_int_eq(before, 0);
	ck_assert_int_eq(after, (int)n_all); /* each makes a version */
	must(db_calendar_load(c, a, 1, &back, &n, &err));
	ck_assert_uint_eq(n, 1);
	ck_assert(same_notice(&all[n_all - 1], &back[0])); /* the first that was loaded */
}
END_TEST

START_TEST(a_notice_is_loaded_once)
{
	size_t n;
	const struct cw_notice *all = cw_notices_builtin(&n);
	struct cw_notice *back;

	must(db_tx_run(c, add_notice, (void *)(uintptr_t)&all[0], NULL, &err));
	cw_err_clear(&err);
	ck_assert_int_eq(db_tx_run(c, add_notice, (void *)(uintptr_t)&all[0], NULL, &err), -1);
	ck_assert(db_err_duplicate(&err, "u_calendar_notice_number"));
	must(db_calendar_load(c, a, DB_CALENDAR_LATEST, &back, &n, &err));
	ck_assert_uint_eq(n, 1);
}
END_TEST

START_TEST(the_test_clock_is_set_and_let_go)
{
	cw_day day = 1;

	must(db_test_clock_find(c, a, &day, &err));
	ck_assert_int_eq(day, CW_DAY_NONE);
	must(db_test_clock_save(c, cw_day_of(2026, 3, 2), &err));
	must(db_test_clock_save(c, cw_day_of(2026, 3, 3), &err));
	must(db_test_clock_find(c, a, &day, &err));
	ck_assert_int_eq(day, cw_day_of(2026, 3, 3));
	must(db_test_clock_save(c, CW_DAY_NONE, &err));
	must(db_test_clock_find(c, a, &day, &err));
	ck_assert_int_eq(day, CW_DAY_NONE);
}
END_TEST

static Suite *audit_suite(void)
{
	Suite *s = suite_create("audit");
	TCase *t = tcase_create("audit");

	tcase_add_checked_fixture(t, begin, finish);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, entries_are_chained);
	tcase_add_test(t, a_changed_row_has_another_hash);
	tcase_add_test(t, rows_cannot_be_changed_or_taken_away);
	tcase_add_test(t, long_text_is_cut_at_a_character);
	tcase_add_test(t, a_rolled_back_entry_leaves_no_gap);
	tcase_add_loop_test(t, a_lost_connection_leaves_the_chain_whole, 1, 6);
	tcase_add_test(t, threads_share_one_chain);
	tcase_add_test(t, the_log_is_read_in_pages_and_by_filter);
	tcase_add_test(t, a_job_is_claimed_by_one);
	tcase_add_test(t, who_lost_a_job_changes_nothing);
	tcase_add_test(t, only_finished_jobs_are_cleared);
	tcase_add_test(t, notices_come_back_as_they_went_in);
	tcase_add_test(t, a_notice_is_loaded_once);
	tcase_add_test(t, the_test_clock_is_set_and_let_go);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	test_db_start();
	return tap_run(audit_suite());
}
