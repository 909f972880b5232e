/* Endpoints, the outbox and deliveries: who hears, claims and leases, order, attempts. */
#include "db/agency.h"
#include "db/endpoint.h"
#include "db/migrate.h"
#include "tests/db/check_db.h"

#define SECOND INT64_C(1000000)
#define NOW    (INT64_C(1772445600) * SECOND)
#define LEASE  (NOW + 60 * SECOND)

static uint64_t district, agency, other, hook;

static uint64_t add_agency(const char *code, uint64_t root)
{
	const struct db_agency row = { .parent = root, .root = root, .region = "360104", .code = code,
				       .name = code, .short_name = code, .kind = "department",
				       .office = "", .address = "", .phone = "", .email = "",
				       .duties = "", .court = "", .active = true };
	uint64_t id;

	must(db_agency_add(c, &row, &id, &err));
	return id;
}

static uint64_t add_endpoint(uint64_t at, const char *status)
{
	unsigned char uid[DB_UID];
	struct db_endpoint e = { .uid = uid, .agency_id = at, .kind = "webhook", .name = "示例系统",
				 .url = (unsigned char[]){ 1 }, .url_len = 1, .masked = "https://a.example/…",
				 .types = "case.received case.reply.served", .status = status, .old_until = DB_TIME_NONE,
				 .failing_since = DB_TIME_NONE, .created_at = NOW };
	uint64_t id;

	db_random(uid, sizeof(uid));
	must(db_endpoint_add(c, &e, &id, &err));
	return id;
}

static void begin(void)
{
	unsigned applied;

	set_up();
	must(db_migrate_run(c, test_db_migrations(), 10, NULL, NULL, &applied, &err));
	district = add_agency("QZF", 0);
	agency = add_agency("FGW", district);
	other = add_agency("JTJ", district);
	hook = add_endpoint(agency, "active");
}

static void end(void)
{
	tear_down();
}

static void add_delivery(uint64_t outbox, uint64_t case_id, int seq, int64_t at)
{
	unsigned char uid[DB_UID], body[] = "{}";
	struct db_delivery d = { .uid = uid, .outbox_id = outbox, .endpoint_id = hook, .case_id = case_id,
				 .seq = seq, .type = "case.received", .body = body, .body_len = 2,
				 .next_at = at, .created_at = NOW };

	db_random(uid, sizeof(uid));
	must(db_delivery_add(c, &d, &err));
}

static struct db_delivery *claim(int64_t now, size_t expected)
{
	struct db_delivery *rows;
	size_t n;

	must(db_delivery_claim_list(c, a, hook, false, true, 3, now, now + 60 * SECOND, 50, &rows, &n, &err));
	ck_assert_uint_eq(n, expected);
	return rows;
}

START_TEST(comes_back_as_it_went_in)
{
	struct db_endpoint_query of = { .root = district, .limit = 10 };
	struct db_endpoint e, *rows;
	size_t n;

	must(db_endpoint_get(c, a, hook, &e, &err));
	ck_assert_str_eq(e.name, "示例系统");
	ck_assert_str_eq(e.status, "active");
	ck_assert_ptr_null(e.secret);
	ck_assert_ptr_null(e.reason);
	ck_assert_int_eq(e.old_until, DB_TIME_NONE);
	must(db_endpoint_list(c, a, &of, &rows, &n, &err));
	ck_assert_uint_eq(n, 1);
	of.status = "disabled";
	must(db_endpoint_list(c, a, &of, &rows, &n, &err));
	ck_assert_uint_eq(n, 0);
	of = (struct db_endpoint_query){ .root = district, .after = hook, .limit = 10 };
	must(db_endpoint_list(c, a, &of, &rows, &n, &err));
	ck_assert_uint_eq(n, 0);
	e.name = "改名";
	must(db_endpoint_save(c, &e, &err));
	fails(db_endpoint_save(c, &e, &err), CW_STALE, CW_MSG_STALE);
	fails(db_endpoint_get(c, a, hook + 1, &e, &err), CW_NOT_FOUND, CW_MSG_NOT_FOUND);
}
END_TEST

START_TEST(an_agency_and_its_district_hear)
{
	struct db_endpoint *rows;
	size_t n;
	uint64_t of_district = add_endpoint(district, "active");

	add_endpoint(agency, "pending");
	add_endpoint(agency, "disabled");
	must(db_endpoint_hearing_list(c, a, agency, &rows, &n, &err));
	ck_assert_uint_eq(n, 2);
	must(db_endpoint_hearing_list(c, a, other, &rows, &n, &err));
	ck_assert_uint_eq(n, 1);
	ck_assert_uint_eq(rows[0].id, of_district);
	must(db_endpoint_hearing_list(c, a, district, &rows, &n, &err));
	ck_assert_uint_eq(n, 1);
}
END_TEST

START_TEST(failing_keeps_its_first_day)
{
	struct db_endpoint e;

	must(db_endpoint_failing(c, hook, NOW, &err));
	must(db_endpoint_failing(c, hook, NOW + SECOND, &err));
	must(db_endpoint_get(c, a, hook, &e, &err));
	ck_assert_int_eq(e.failing_since, NOW);
	must(db_endpoint_well(c, hook, &err));
	must(db_endpoint_get(c, a, hook, &e, &err));
	ck_assert_int_eq(e.failing_since, DB_TIME_NONE);
	must(db_endpoint_set_status(c, hook, "disabled", "gone", &err));
	must(db_endpoint_get(c, a, hook, &e, &err));
	ck_assert_str_eq(e.reason, "gone");
}
END_TEST

/* What one instance fans out is not handed to another, and not twice. */
START_TEST(outbox_is_shared)
{
	struct db_conf conf_ = conf;
	struct db_conn *second;
	struct db_outbox *mine, *theirs;
	uint64_t *cases;
	size_t n;

	must(run("INSERT INTO outbox (case_id, seq, agency_id, type, created_at) VALUES"
		 " (7, 1, 1, 'case.received', '2026-03-02'), (7, 2, 1, 'case.reply.served', '2026-03-02')"));
	must(db_conn_open(&conf_, &second, &err));
	must(run("BEGIN"));
	must(db_outbox_claim_list(c, a, DB_FANNED_NOT, 0, 1, &mine, &n, &err));
	ck_assert_uint_eq(n, 1);
	must(db_outbox_claim_list(second, a, DB_FANNED_NOT, 0, 10, &theirs, &n, &err));
	ck_assert_uint_eq(n, 1);
	ck_assert_uint_ne(mine[0].id, theirs[0].id);
	must(db_outbox_others_list(second, a, theirs, n, &cases, &n, &err));
	ck_assert_uint_eq(n, 1); /* so theirs waits for mine: it is the same case */
	ck_assert_uint_eq(cases[0], 7);
	must(db_outbox_others_list(c, a, mine, 1, &cases, &n, &err));
	ck_assert_uint_eq(n, 0);
	must(db_outbox_claim_list(second, a, DB_FANNED_NOT, theirs[0].id, 10, &theirs, &n, &err));
	ck_assert_uint_eq(n, 0);
	must(db_outbox_fanned(c, mine, 1, DB_FANNED_BEGUN, &err));
	must(run("COMMIT"));
	must(db_outbox_claim_list(c, a, DB_FANNED_NOT, 0, 10, &mine, &n, &err));
	ck_assert_uint_eq(n, 1);
	ck_assert_str_eq(mine[0].type, "case.reply.served");
	ck_assert_int_eq(mine[0].seq, 2);
	must(db_outbox_others_list(c, a, mine, n, &cases, &n, &err));
	ck_assert_uint_eq(n, 1); /* what was only begun goes before, too */
	must(db_outbox_claim_list(c, a, DB_FANNED_BEGUN, 0, 10, &theirs, &n, &err));
	ck_assert_uint_eq(n, 1);
	must(db_outbox_fanned(c, theirs, 1, DB_FANNED_ALL, &err));
	must(db_outbox_others_list(c, a, mine, 1, &cases, &n, &err));
	ck_assert_uint_eq(n, 0);
	db_conn_close(second);
}
END_TEST

/* Claimed as they are made: nobody else takes them before their lease has run out, and what there was
 * already is told apart. */
START_TEST(claimed_at_once)
{
	unsigned char uids[70][DB_UID], body[] = "{}";
	struct db_delivery rows[70], *got;
	bool late;

	for (int i = 0; i < 70; i++) {
		db_random(uids[i], DB_UID);
		rows[i] = (struct db_delivery){ .uid = uids[i], .outbox_id = (uint64_t)i + 1, .endpoint_id = hook,
						.case_id = (uint64_t)i + 1, .seq = 1, .type = "case.received",
						.body = body, .body_len = 2, .claim = 1, .next_at = LEASE,
						.created_at = NOW };
	}
	add_delivery(3, 3, 1, NOW);
	must(db_delivery_add_claimed(c, a, rows, 70, &err));
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM delivery"), 70);
	for (int i = 0; i < 70; i++)
		ck_assert((rows[i].id == 0) == (i == 2));
	claim(NOW, 1); /* the one that was there */
	ck_assert_uint_eq(number(cw_printf(a, "SELECT outbox_id FROM delivery WHERE id = %d", (int)rows[69].id)), 70);
	rows[69].status = "delivered";
	must(db_delivery_save(c, &rows[69], &late, &err));
	ck_assert(!late);
	got = claim(LEASE + SECOND, 50); /* that many at once */
	ck_assert_int_eq(got[0].claim, 2);
}
END_TEST

START_TEST(cases_in_which_something_waits)
{
	const uint64_t cases[] = { 7, 8, 9 };
	uint64_t *busy;
	size_t n;

	add_delivery(1, 7, 1, NOW);
	add_delivery(2, 8, 1, NOW);
	add_delivery(3, 10, 1, NOW);
	must(run("UPDATE delivery SET status = 'delivered' WHERE case_id = 8"));
	must(db_delivery_busy_list(c, a, hook, 3, cases, 3, &busy, &n, &err));
	ck_assert_uint_eq(n, 1);
	ck_assert_uint_eq(busy[0], 7);
	must(run("UPDATE delivery SET tried = 3")); /* it is passed from now on */
	must(db_delivery_busy_list(c, a, hook, 3, cases, 3, &busy, &n, &err));
	ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(once_for_an_event_and_endpoint)
{
	add_delivery(1, 7, 1, NOW);
	add_delivery(1, 7, 1, NOW);
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM delivery"), 1);
	add_delivery(0, 0, 0, NOW); /* pings belong to no event */
	add_delivery(0, 0, 0, NOW);
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM delivery"), 3);
}
END_TEST

START_TEST(claimed_until_the_lease_ends)
{
	struct db_delivery *d, *again;
	bool late;

	add_delivery(1, 7, 1, NOW);
	claim(NOW - 1, 0);
	d = claim(NOW, 1);
	claim(NOW, 0);
	claim(LEASE - 1, 0);
	again = claim(LEASE, 1); /* the first one died */
	d->status = "delivered";
	must(db_delivery_save(c, d, &late, &err));
	ck_assert(late);
	again->tried = 1;
	again->next_at = LEASE + 5 * SECOND;
	must(db_delivery_save(c, again, &late, &err));
	ck_assert(!late);
	claim(LEASE + 5 * SECOND - 1, 0);
	ck_assert_int_eq(claim(LEASE + 5 * SECOND, 1)->tried, 1);
}
END_TEST

/* During the first three attempts a later event of the same case waits (design.md, Outbox). */
START_TEST(order_within_a_case)
{
	struct db_delivery *d;
	bool late;

	add_delivery(1, 7, 1, NOW);
	add_delivery(2, 7, 2, NOW);
	add_delivery(3, 8, 1, NOW);
	d = claim(NOW, 2);
	ck_assert_uint_eq(d[0].outbox_id, 1);
	ck_assert_uint_eq(d[1].outbox_id, 3);
	for (int tried = 1; tried <= 3; tried++) {
		struct db_delivery *next;

		d[0].tried = tried;
		d[0].next_at = NOW + tried * 1000 * SECOND;
		must(db_delivery_save(c, &d[0], &late, &err));
		next = claim(NOW + 1, tried == 3);
		if (tried < 3)
			d = claim(d[0].next_at, 2); /* with the other case, whose lease ended */
		else
			ck_assert_uint_eq(next[0].outbox_id, 2);
	}
}
END_TEST

/* What arrived is noted many at a time, each under the claim that it was sent by. */
START_TEST(arrived_together)
{
	const struct db_delivery *rows[40];
	struct db_delivery *d;
	uint64_t saved;

	for (unsigned i = 1; i <= 40; i++)
		add_delivery(i, 100 + i, 1, NOW);
	claim(NOW, 40);
	d = claim(LEASE, 40); /* again, under other claims */
	for (unsigned i = 0; i < 40; i++)
		rows[i] = &d[i];
	d[39].claim--; /* one that was claimed by somebody else since */
	must(db_delivery_arrived(c, rows, 40, &saved, &err));
	ck_assert_uint_eq(saved, 39);
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM delivery WHERE status = 'delivered' AND tried = 1"),
			  39);
}
END_TEST

START_TEST(replayed)
{
	struct db_delivery *d;
	uint64_t n;
	bool again;

	add_delivery(1, 7, 1, NOW);
	add_delivery(2, 8, 1, NOW + SECOND);
	add_delivery(3, 9, 1, NOW);
	must(db_delivery_replay(c, 1, NOW, &again, &err));
	ck_assert(!again); /* it waits */
	must(run("UPDATE delivery SET status = 'dead', tried = 10 WHERE id < 3"));
	must(run("UPDATE delivery SET created_at = created_at + INTERVAL 1 SECOND WHERE id = 2"));
	must(db_delivery_replay_range(c, hook, NOW, NOW + SECOND, NOW, 10, &n, &err));
	ck_assert_uint_eq(n, 1); /* the second was made after the range, the third is not dead */
	must(db_delivery_replay(c, 2, NOW, &again, &err));
	ck_assert(again);
	d = claim(NOW, 3);
	ck_assert_int_eq(d[0].tried, 0);
}
END_TEST

START_TEST(pings_alone)
{
	struct db_delivery *rows;
	size_t n;

	add_delivery(1, 7, 1, NOW);
	add_delivery(0, 0, 0, NOW);
	must(run("UPDATE delivery SET type = 'webhook.ping' WHERE outbox_id IS NULL"));
	must(db_delivery_claim_list(c, a, hook, true, true, 3, NOW, LEASE, 10, &rows, &n, &err));
	ck_assert_uint_eq(n, 1);
	ck_assert_uint_eq(rows[0].outbox_id, 0);
}
END_TEST

START_TEST(what_is_due)
{
	struct db_due *due;
	size_t n;

	add_delivery(1, 7, 1, NOW + SECOND);
	add_delivery(2, 8, 1, NOW);
	must(db_due_list(c, a, &due, &n, &err));
	ck_assert_uint_eq(n, 1);
	ck_assert_uint_eq(due[0].endpoint_id, hook);
	ck_assert_int_eq(due[0].next_at, NOW);
}
END_TEST

START_TEST(attempts_are_numbered)
{
	struct db_delivery *d;
	struct db_attempt t = { .at = NOW, .verdict = "retry", .fault = "timeout" }, *rows;
	size_t n;

	add_delivery(1, 7, 1, NOW);
	d = claim(NOW, 1);
	t.delivery_id = d->id;
	t.no = d->claim;
	must(db_attempt_add(c, &t, &err));
	t.no = 2;
	t.status = 200;
	t.has_code = true;
	t.code = -1;
	t.answer = (unsigned char *)"{}";
	t.answer_len = 2;
	must(db_attempt_add(c, &t, &err));
	must(db_attempt_list(c, a, d->id, &rows, &n, &err));
	ck_assert_uint_eq(n, 2);
	ck_assert_int_eq(rows[0].no, 1);
	ck_assert(!rows[0].has_code);
	ck_assert_uint_eq(rows[0].answer_len, 0);
	ck_assert_int_eq(rows[1].no, 2);
	ck_assert_int_eq(rows[1].code, -1);
	ck_assert_uint_eq(rows[1].answer_len, 2);
	must(db_delivery_list(c, a, hook, NULL, 0, 10, &d, &n, &err));
	ck_assert_uint_eq(n, 1);
	must(db_delivery_list(c, a, hook, "waiting", d->id, 10, &d, &n, &err));
	ck_assert_uint_eq(n, 0);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("endpoint");
	TCase *t = tcase_create("endpoint");

	test_db_start();
	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, begin, end);
	tcase_add_test(t, comes_back_as_it_went_in);
	tcase_add_test(t, an_agency_and_its_district_hear);
	tcase_add_test(t, failing_keeps_its_first_day);
	tcase_add_test(t, outbox_is_shared);
	tcase_add_test(t, claimed_at_once);
	tcase_add_test(t, cases_in_which_something_waits);
	tcase_add_test(t, once_for_an_event_and_endpoint);
	tcase_add_test(t, claimed_until_the_lease_ends);
	tcase_add_test(t, order_within_a_case);
	tcase_add_test(t, arrived_together);
	tcase_add_test(t, replayed);
	tcase_add_test(t, pings_alone);
	tcase_add_test(t, what_is_due);
	tcase_add_test(t, attempts_are_numbered);
	suite_add_tcase(s, t);
	return tap_run(s);
}
