/* The notify thread with a database and a receiver: from the outbox to what is recorded. */
#include "notify/post.h"
#include "notify/wire.h"
#include "tests/notify/world.h"

/* Waits until SQL counts to N: what happens on the other thread, as long as the test may take. */
static void wait_for(const char *sql, uint64_t n)
{
	while (number(sql) != n)
		usleep(5000);
}

#define DONE(n)	  wait_for("SELECT COUNT(*) FROM delivery WHERE status = 'delivered'", n)
#define TRIED(n)  wait_for("SELECT COUNT(*) FROM delivery_attempt", n)

static struct db_attempt attempt(void)
{
	struct db_attempt *rows;
	size_t n;

	must(db_attempt_list(c, a, number("SELECT MAX(id) FROM delivery"), &rows, &n, &err));
	ck_assert_uint_ge(n, 1);
	return rows[n - 1];
}

START_TEST(an_event_arrives_signed)
{
	struct nt_key key;
	struct received r;

	add_case(17);
	add("/200", "webhook");
	start_sender();
	add_event(17, 1, "case.received");
	DONE(1);
	ck_assert_uint_eq(receiver_count(NULL), 1);
	r = receiver_get("/200", 0);
	ck_assert_str_eq(r.body, cw_printf(a,
		"{\"type\":\"case.received\",\"timestamp\":\"2026-03-02T01:02:03.000004Z\",\"data\":{"
		"\"title\":\"收到申请\",\"case\":\"360104-FGW-2026-00017\",\"case_id\":\"17\",\"agency_id\":\"%d\","
		"\"link\":\"https://gk.example.org/staff#/case/17\","
		"\"due_on\":\"2026-03-30\",\"working_days_left\":20,\"act\":\"file\",\"seq\":1,"
		"\"hard_rules\":[\"refusal_planned\"]}}", (int)agency));
	ck_assert(nt_key_parse(SECRET, &key));
	ck_assert_str_eq(r.signature, nt_sign_webhook(a, &key, 1, r.id, atoll(r.timestamp), r.body,
						      strlen(r.body)));
	ck_assert_int_eq(attempt().status, 200);
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM outbox WHERE fanned"), 1);
}
END_TEST

/* The same id and bytes, signed anew, and after a rotation by both keys. */
START_TEST(a_retry_is_the_same_message)
{
	struct nt_key both[NT_KEYS_MAX];
	struct received one, two;
	unsigned char *sealed, *uid;
	size_t len, uid_len;
	const struct db_out out[] = { DB_OUT_BYTES(uid, uid_len) };

	add_case(17);
	add("/flaky", "webhook");
	must(db_get(c, a, "SELECT uid FROM endpoint", NULL, 0, out, 1, &err));
	seal(DB_ENDPOINT_OLD, uid, OLD, &sealed, &len);
	must(db_run(c, "UPDATE endpoint SET old_secret = ?, old_until = '2099-01-01'",
		    (struct db_in[]){ DB_BYTES(sealed, len) }, 1, NULL, &err));
	start_sender();
	add_event(17, 1, "case.received");
	TRIED(1);
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM delivery WHERE tried = 1 AND status = 'waiting' AND"
				 " next_at BETWEEN UTC_TIMESTAMP(6) AND UTC_TIMESTAMP(6) + INTERVAL 6 SECOND"), 1);
	must(run("UPDATE delivery SET next_at = UTC_TIMESTAMP(6)"));
	nt_sender_wake(sender);
	DONE(1);
	one = receiver_get("/flaky", 0);
	two = receiver_get("/flaky", 1);
	ck_assert_str_eq(one.id, two.id);
	ck_assert_str_eq(one.body, two.body);
	ck_assert(nt_key_parse(SECRET, &both[0]) && nt_key_parse(OLD, &both[1]));
	ck_assert_str_eq(two.signature, nt_sign_webhook(a, both, 2, two.id, atoll(two.timestamp), two.body,
							strlen(two.body)));
}
END_TEST

static const struct {
	const char *path, *kind, *verdict, *status; /* of the delivery */
} answers[] = {
	{ "/201", "webhook", "delivered", "delivered" },
	{ "/204", "webhook", "delivered", "delivered" },
	{ "/long", "webhook", "delivered", "delivered" },
	{ "/301", "webhook", "failed", "waiting" },
	{ "/400", "webhook", "failed", "waiting" },
	{ "/410", "webhook", "gone", "dead" },
	{ "/429", "webhook", "throttled", "waiting" },
	{ "/500", "webhook", "retry", "waiting" },
	{ "/close", "webhook", "retry", "waiting" },
	{ "/json/%7B%7D", "wecom", "failed", "waiting" },
	{ "/json/{\"errcode\":0}", "wecom", "delivered", "delivered" },
	{ "/json/{\"errcode\":93000}", "wecom", "gone", "dead" },
	{ "/json/{\"errcode\":45009}", "wecom", "throttled", "waiting" },
	{ "/json/{\"punish\":1}", "dingtalk", "throttled", "waiting" },
	{ "/json/{\"code\":19021}", "feishu", "failed", "waiting" },
	{ "/json/{\"code\":0}", "feishu", "delivered", "delivered" },
};

START_TEST(each_answer)
{
	char *status;
	const struct db_out out[] = { DB_OUT_STR(status) };

	add_case(17);
	add(answers[_i].path, answers[_i].kind);
	start_sender();
	add_event(17, 1, "case.received");
	TRIED(1);
	ck_assert_str_eq(attempt().verdict, answers[_i].verdict);
	must(db_get(c, a, "SELECT status FROM delivery", NULL, 0, out, 1, &err));
	ck_assert_str_eq(status, answers[_i].status);
	ck_assert_uint_eq(receiver_count("/200"), 0); /* no redirect is followed */
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM endpoint WHERE status = 'disabled'"
				 " AND reason = 'gone'"), !strcmp(answers[_i].verdict, "gone"));
}
END_TEST

/* Too long: shortened and sent once more at once; a second time it is a failure. */
START_TEST(too_long_once_more)
{
	add_case(17);
	add("/json/{\"errcode\":40058}", "wecom");
	start_sender();
	add_event(17, 1, "case.received");
	TRIED(2);
	ck_assert_str_eq(attempt().verdict, "failed");
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM delivery WHERE shortened AND tried = 1"), 1);
}
END_TEST

START_TEST(retry_after_is_kept)
{
	add_case(17);
	add("/429", "webhook");
	start_sender();
	add_event(17, 1, "case.received");
	TRIED(1);
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM delivery d JOIN delivery_attempt t ON"
				 " t.delivery_id = d.id WHERE d.next_at >= t.at + INTERVAL 7 SECOND"), 1);
}
END_TEST

/* Names and numbers that lead inside are not connected to; the list opens one port, not its neighbour. */
static const char *const inside[] = {
	"https://127.0.0.1:%u/200", "http://localhost:%u/200", "https://localhost:%u/200",
	"https://0x7f000001:%u/200", "https://2130706433:%u/200", "https://127.1:%u/200",
	"https://[::ffff:127.0.0.1]:%u/200", "https://[::1]:%u/200",
};

START_TEST(nothing_inside_is_reached)
{
	add_case(17);
	nt.allow.n = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	add_at(cw_printf(a, inside[_i], port), "webhook", "active", "");
#pragma GCC diagnostic pop
	start_sender();
	add_event(17, 1, "case.received");
	TRIED(1);
	ck_assert_str_eq(attempt().verdict, "failed");
	ck_assert_uint_eq(receiver_count(NULL), 0);
}
END_TEST

/* A public name that is resolved to a place inside: refused when the socket would be opened, so that
 * nothing is connected to, whatever DNS says (curl is told the answer here). */
static const char *const resolved[] = {
	"127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
	"100.64.0.1", "198.18.0.1", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[fe80::1]", "[fd00::1]",
	"[64:ff9b::7f00:1]", "[2002:7f00:1::1]",
};

START_TEST(a_name_that_leads_inside)
{
	unsigned char uid[DB_UID], body[] = "{}";
	struct db_delivery d = { .uid = uid, .uid_len = DB_UID, .body = body, .body_len = 2, .type = NT_PING };
	const uint64_t id = add_at(cw_printf(a, "https://hooks.example.org:%u/200", port), "webhook", "active", "");
	const struct nt_allow none = { .n = 0 };
	struct curl_slist *hosts;
	struct db_endpoint e;
	struct nt_post *p;

	db_random(uid, sizeof(uid));
	must(db_endpoint_get(c, a, id, &e, &err));
	must(nt_post_new(&d, &p, &err));
	must(nt_post_begin(p, keys, &none, &e, 0, &err));
	hosts = curl_slist_append(NULL, cw_printf(a, "hooks.example.org:%u:%s", port, resolved[_i]));
	curl_easy_setopt(p->easy, CURLOPT_RESOLVE, hosts);
	ck_assert_int_ne(curl_easy_perform(p->easy), CURLE_OK);
	ck_assert_msg(p->refused, "%s", resolved[_i]);
	ck_assert_uint_eq(receiver_count(NULL), 0);
	nt_post_free(p);
	curl_slist_free_all(hosts);
}
END_TEST

/* One that hangs holds up nobody else. */
START_TEST(a_hanging_receiver_slows_nobody)
{
	add_case(17);
	for (int i = 0; i < 20; i++)
		add("/hang", "webhook");
	add("/200", "webhook");
	start_sender();
	for (int seq = 1; seq <= 5; seq++)
		add_event(17, seq, "case.received");
	DONE(5);
	while (receiver_count("/hang") < 20)
		usleep(5000);
	wait_for("SELECT COUNT(*) FROM outbox WHERE fanned = 1", 5);
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM delivery"), 5 * 21);
	ck_assert_uint_eq(receiver_count("/hang"), 20); /* the first of each: order within the case */
	for (int seq = 1; seq <= 5; seq++)
		ck_assert_ptr_nonnull(strstr(receiver_get("/200", (unsigned)seq - 1).body,
					     cw_printf(a, "\"seq\":%d,", seq)));
}
END_TEST

START_TEST(only_what_was_asked_for)
{
	add_case(17);
	add_at(cw_printf(a, "http://127.0.0.1:%u/200", port), "webhook", "active", "case.reply.served case.reply.s*");
	start_sender();
	add_event(17, 1, "case.received");
	add_event(17, 2, "case.reply.signed");
	add_event(17, 3, "case.reply.served");
	DONE(2);
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM delivery"), 2);
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM outbox WHERE fanned"), 3);
}
END_TEST

/* A type that is not in the catalogue, and a case that is gone, hold up nothing behind them. */
START_TEST(what_cannot_be_told)
{
	add_case(17);
	add("/200", "webhook");
	add_event(17, 1, "case.of_an_older_program");
	add_event(99, 1, "case.received");
	add_event(17, 2, "case.received");
	start_sender();
	DONE(1);
	ck_assert_ptr_nonnull(strstr(receiver_get("/200", 0).body, "\"seq\":2,"));
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM delivery"), 1);
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM outbox WHERE fanned"), 3);
}
END_TEST

static const struct {
	uint64_t user, hard_rules;
	const char *types, *agencies, *event;
	bool heard;
} filters[] = {
	{ 0, 0, "", "", "case.received", true },
	{ 0, 1, "", "", "case.received", true },
	{ 0, 2, "", "", "case.received", false },
	{ 0, 3, "", "", "case.received", true },
	{ 0, 0, "case.legal_review.*", "", "case.received", false },
	{ 0, 0, "", "9999 %d", "case.received", true },
	{ 0, 0, "", "9999 99990", "case.received", false },
	{ 5, 0, "", "", "case.legal_review.requested", true },
	{ 5, 0, "", "", "case.received", false },
	{ 5, 0, "case.legal_review.overdue", "", "case.legal_review.requested", false },
	{ 6, 0, "", "", "case.legal_review.requested", false },
};

/* By type, agency, hard-case rule; a person's own only of reviews that are theirs. */
START_TEST(who_hears)
{
	char agencies[40];
	struct db_endpoint e = { .user_id = filters[_i].user, .hard_rules = filters[_i].hard_rules,
				 .types = filters[_i].types, .agencies = agencies };
	const struct db_outbox event = { .agency_id = 12, .user = 5, .hard_rules = 1,
					 .type = filters[_i].event };

	snprintf(agencies, sizeof(agencies), "%s", filters[_i].agencies);
	if (strchr(agencies, '%'))
		snprintf(agencies, sizeof(agencies), "9999 12");
	ck_assert(nt_event_heard(&e, &event) == filters[_i].heard);
}
END_TEST

/* Pending until its ping arrives; nothing else goes to it before. */
START_TEST(the_ping_opens)
{
	struct db_delivery d = { .type = NT_PING };
	unsigned char uid[DB_UID];
	uint64_t id = add_at(cw_printf(a, "http://127.0.0.1:%u/200", port), "webhook", "pending", "");
	char *body;

	add_case(17);
	db_random(uid, sizeof(uid));
	d.uid = uid;
	d.endpoint_id = id;
	must(nt_ping_body(a, NT_WEBHOOK, 0, &body, &d.body_len, &err));
	d.body = (unsigned char *)body;
	start_sender();
	add_event(17, 1, "case.received"); /* not heard: it is not active */
	wait_for("SELECT COUNT(*) FROM outbox WHERE fanned", 1);
	must(db_delivery_add(c, &d, &err));
	nt_sender_wake(sender);
	wait_for("SELECT COUNT(*) FROM endpoint WHERE status = 'active'", 1);
	ck_assert_str_eq(receiver_get("/200", 0).body,
			 "{\"type\":\"webhook.ping\",\"timestamp\":\"1970-01-01T00:00:00.000000Z\",\"data\":{}}");
	add_event(17, 2, "case.reply.served");
	DONE(2);
}
END_TEST

/* ---- Quiet hours. */

#define HOUR_US INT64_C(3600000000)
#define OK_BOT	"/json/{\"errcode\":0}"
#define HELD                                                                                       \
	"SELECT COUNT(*) FROM delivery WHERE status = 'waiting' AND next_at >"                     \
	" UTC_TIMESTAMP(6) + INTERVAL 50 MINUTE"

static _Atomic int64_t night_from, night_until; /* real clock */

static int64_t by_night(int64_t now, bool due_today)
{
	return due_today || now < night_from ? now : night_until;
}

/* It is night in WAIT, for an hour from now on. */
static void night(int64_t wait)
{
	const int64_t now = nt_clock_us(CLOCK_REALTIME);

	awake = by_night;
	night_from = now + wait;
	night_until = now + HOUR_US;
}

static void add_due_today(void)
{
	must(run(cw_printf(a,
			   "INSERT INTO outbox (case_id, seq, agency_id, type, act, until_on, created_at)"
			   " VALUES (17, 2, %d, 'case.deadline.due_today', 'file', '2026-03-02',"
			   " UTC_TIMESTAMP(6))",
			   (int)agency)));
	nt_sender_wake(sender);
}

/* A bot is not written to at night, a webhook is; what is due that day goes, behind what is before it. */
START_TEST(quiet_nights)
{
	uint64_t bot;

	add_case(17);
	add_case(18);
	add("/200", "webhook");
	bot = add(OK_BOT, "wecom");
	must(run(cw_printf(a, "UPDATE endpoint SET quiet = TRUE WHERE id = %d", (int)bot)));
	night(0);
	start_sender();
	add_event(17, 1, "case.received");
	add_event(18, 1, "case.received");
	DONE(2);
	wait_for(HELD, 2);
	ck_assert_uint_eq(receiver_count(OK_BOT), 0);
	add_due_today();
	DONE(5);
	ck_assert_uint_eq(receiver_count(OK_BOT), 2);
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM delivery x JOIN delivery_attempt p ON"
				 " p.delivery_id = x.id JOIN delivery y ON y.endpoint_id = x.endpoint_id"
				 " AND y.case_id = x.case_id AND y.seq = 2 JOIN delivery_attempt q ON"
				 " q.delivery_id = y.id WHERE x.seq = 1 AND p.at < q.at"), 2);
	ck_assert_uint_eq(number(HELD), 1); /* the other case's */
}
END_TEST

/* What was to go by day and did not come to it: held too, but not what an administrator sends again. */
START_TEST(a_backlog_does_not_go_at_night)
{
	uint64_t bot;

	add_case(17);
	add_case(18);
	bot = add(OK_BOT, "wecom");
	for (int seq = 1; seq <= 3; seq++)
		must(run(cw_printf(a,
				   "INSERT INTO outbox (id, case_id, seq, agency_id, type, act, until_on, fanned,"
				   " created_at) VALUES (%d, %d, %d, %d, 'case.received', 'file', %s, 1,"
				   " UTC_TIMESTAMP(6))",
				   seq, seq == 3 ? 18 : 17, seq, (int)agency,
				   seq == 2 ? "'2026-03-02'" : "'2026-03-30'")));
	must(run(cw_printf(a,
			   "INSERT INTO delivery (uid, outbox_id, endpoint_id, case_id, seq, type, body, status,"
			   " next_at, created_at) SELECT RANDOM_BYTES(16), id, %d, case_id, seq, type, '{}',"
			   " 'waiting', UTC_TIMESTAMP(6) - INTERVAL 1 MINUTE, UTC_TIMESTAMP(6) FROM outbox",
			   (int)bot)));
	must(run("UPDATE endpoint SET quiet = TRUE"));
	night(0);
	start_sender();
	DONE(2); /* the one that is due, behind the other of its case */
	wait_for(HELD " AND seq = 3 AND tried = 0 AND claim = 0", 1);
	must(run("UPDATE delivery SET replays = 1, next_at = UTC_TIMESTAMP(6) WHERE seq = 3"));
	nt_sender_wake(sender);
	DONE(3);
}
END_TEST

START_TEST(no_second_attempt_at_night)
{
	add_case(17);
	add("/500", "wecom");
	must(run("UPDATE endpoint SET quiet = TRUE"));
	night(4000000); /* the first attempt is by day */
	start_sender();
	add_event(17, 1, "case.received");
	TRIED(1);
	wait_for(HELD " AND tried = 1", 1);
	/* But what is due the same day does not wait for it. */
	night_from = 0;
	add_due_today();
	TRIED(2);
	wait_for("SELECT COUNT(*) FROM delivery WHERE status = 'waiting' AND seq = 1 AND tried = 2"
		 " AND next_at < UTC_TIMESTAMP(6) + INTERVAL 50 MINUTE", 1);
}
END_TEST

/* The schedule is used up: dead; an endpoint that has failed so for days is disabled. */
START_TEST(dead_and_disabled)
{
	add_case(17);
	add("/500", "webhook");
	start_sender();
	add_event(17, 1, "case.received");
	TRIED(1);
	must(run("UPDATE delivery SET tried = 9, next_at = UTC_TIMESTAMP(6)"));
	nt_sender_wake(sender);
	wait_for("SELECT COUNT(*) FROM delivery WHERE status = 'dead'", 1);
	wait_for("SELECT COUNT(*) FROM endpoint WHERE failing_since IS NOT NULL AND status = 'active'", 1);
	must(run("UPDATE endpoint SET failing_since = failing_since - INTERVAL 73 HOUR"));
	must(run("UPDATE delivery SET status = 'waiting', tried = 9, next_at = UTC_TIMESTAMP(6)"));
	nt_sender_wake(sender);
	wait_for("SELECT COUNT(*) FROM endpoint WHERE status = 'disabled' AND reason = 'failing'", 1);
}
END_TEST

/* Two instances share the work: each event goes once. */
START_TEST(two_instances)
{
	struct nt_sender *second;

	add_case(17);
	for (uint64_t id = 18; id < 48; id++)
		add_case(id);
	add("/200", "webhook");
	start_sender();
	must(nt_sender_start(&nt, &second, &err));
	for (uint64_t id = 17; id < 48; id++)
		for (int seq = 1; seq <= 3; seq++)
			add_event(id, seq, "case.received");
	nt_sender_wake(second);
	DONE(93);
	nt_sender_stop(second);
	ck_assert_uint_eq(receiver_count("/200"), 93);
	ck_assert_uint_eq(number("SELECT COUNT(*) FROM delivery_attempt"), 93);
}
END_TEST

/* What a crash left claimed goes when its lease has run out. */
START_TEST(a_lease_that_ran_out)
{
	add_case(17);
	add("/200", "webhook");
	start_sender();
	add_event(17, 1, "case.received");
	DONE(1);
	must(run("UPDATE delivery SET status = 'waiting', claim = claim + 1, next_at = UTC_TIMESTAMP(6)"));
	DONE(1);
	ck_assert_str_eq(receiver_get("/200", 0).id, receiver_get("/200", 1).id);
}
END_TEST

/* What a crash left told to some only is told to all, once. */
START_TEST(what_was_begun)
{
	add_case(17);
	add("/200", "webhook");
	add("/201", "webhook");
	start_sender();
	add_event(17, 1, "case.received");
	DONE(2);
	must(run("INSERT INTO outbox (case_id, seq, agency_id, type, fanned, created_at)"
		 " SELECT 17, 2, agency_id, 'case.registered', 2, created_at FROM outbox"));
	must(run("INSERT INTO delivery (uid, outbox_id, endpoint_id, case_id, seq, type, body, status, next_at,"
		 " created_at) SELECT RANDOM_BYTES(16), MAX(o.id), 1, 17, 2, 'case.registered', '{}', 'waiting',"
		 " UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) FROM outbox o"));
	DONE(4);
	wait_for("SELECT COUNT(*) FROM outbox WHERE fanned = 1", 2);
	ck_assert_uint_eq(receiver_count(NULL), 4);
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

int main(void)
{
	Suite *s = suite_create("sender");
	TCase *t = tcase_create("sender");

	test_db_start();
	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, begin, end);
	tcase_add_test(t, an_event_arrives_signed);
	tcase_add_test(t, a_retry_is_the_same_message);
	tcase_add_loop_test(t, each_answer, 0, COUNT(answers));
	tcase_add_test(t, too_long_once_more);
	tcase_add_test(t, retry_after_is_kept);
	tcase_add_loop_test(t, nothing_inside_is_reached, 0, COUNT(inside));
	tcase_add_loop_test(t, a_name_that_leads_inside, 0, COUNT(resolved));
	tcase_add_test(t, a_hanging_receiver_slows_nobody);
	tcase_add_test(t, only_what_was_asked_for);
	tcase_add_test(t, what_cannot_be_told);
	tcase_add_loop_test(t, who_hears, 0, COUNT(filters));
	tcase_add_test(t, quiet_nights);
	tcase_add_test(t, a_backlog_does_not_go_at_night);
	tcase_add_test(t, no_second_attempt_at_night);
	tcase_add_test(t, the_ping_opens);
	tcase_add_test(t, dead_and_disabled);
	tcase_add_test(t, two_instances);
	tcase_add_test(t, a_lease_that_ran_out);
	tcase_add_test(t, what_was_begun);
	suite_add_tcase(s, t);
	return tap_run(s);
}
