/* Agencies, people and their rights, sessions, tokens, failures: the statements and their keys. */
#include "casework/base/text.h"
#include "db/agency.h"
#include "db/migrate.h"
#include "db/session.h"
#include "db/user.h"
#include "tests/db/check_db.h"

#define SECOND INT64_C(1000000)
#define NOW    (INT64_C(1772445600) * SECOND) /* 2026-03-02 10:00 UTC */

static void begin(void)
{
	unsigned applied;

	set_up();
	must(db_migrate_run(c, test_db_migrations(), 10, NULL, NULL, &applied, &err));
}

static uint64_t add_agency(const char *code, const char *name, const char *duties, uint64_t parent,
			   uint64_t root)
{
	const struct db_agency row = { .parent = parent,
				       .root = root,
				       .region = "360104",
				       .code = code,
				       .name = name,
				       .short_name = name,
				       .kind = "department",
				       .office = "办公室",
				       .address = "演示路1号",
				       .phone = "0791-00000000",
				       .email = "",
				       .duties = duties,
				       .court = "演示法院",
				       .active = true };
	uint64_t id;

	must(db_agency_add(c, &row, &id, &err));
	return id;
}

static uint64_t add_user(const char *login)
{
	const struct db_user row = { .login = login, .name = "测试员", .created_at = NOW };
	uint64_t id;

	must(db_user_add(c, &row, &id, &err));
	return id;
}

START_TEST(an_agency_comes_back_as_it_went_in)
{
	uint64_t root = add_agency("QZF", "区政府", "政务公开", 0, 0), id;
	struct db_agency got;
	bool found;

	id = add_agency("FGW", "发改委", "立项 价格", root, root);
	must(db_agency_get(c, a, id, &got, &err));
	ck_assert_uint_eq(got.parent, root);
	ck_assert_uint_eq(got.root, root);
	ck_assert_str_eq(got.name, "发改委");
	ck_assert_str_eq(got.duties, "立项 价格");
	ck_assert(got.active);
	ck_assert_uint_eq(got.version, 1);
	must(db_agency_get(c, a, root, &got, &err));
	ck_assert_uint_eq(got.parent, 0);
	ck_assert_uint_eq(got.root, root); /* a district is its own */
	must(db_agency_find(c, a, "360104", "FGW", &got, &found, &err));
	ck_assert(found && got.id == id);
	must(db_agency_find(c, a, "360105", "FGW", &got, &found, &err));
	ck_assert(!found);
}
END_TEST

START_TEST(a_code_is_taken_once_in_a_region)
{
	struct db_agency row = { .region = "360104",
				 .code = "FGW",
				 .name = "甲",
				 .short_name = "甲",
				 .kind = "department",
				 .office = "",
				 .address = "",
				 .phone = "",
				 .email = "",
				 .duties = "",
				 .court = "" };
	uint64_t id;

	must(db_agency_add(c, &row, &id, &err));
	cw_err_clear(&err);
	ck_assert_int_eq(db_agency_add(c, &row, &id, &err), -1);
	ck_assert(db_err_duplicate(&err, "u_agency_code"));
	row.region = "360103";
	must(db_agency_add(c, &row, &id, &err));
}
END_TEST

START_TEST(a_stale_agency_is_not_written)
{
	uint64_t id = add_agency("FGW", "发改委", "", 0, 0);
	struct db_agency first, second;

	must(db_agency_get(c, a, id, &first, &err));
	second = first;
	first.phone = "1";
	second.phone = "2";
	must(db_agency_save(c, &first, &err));
	ck_assert_int_eq(db_agency_save(c, &second, &err), -1);
	ck_assert_int_eq(err.code, CW_STALE);
	must(db_agency_get(c, a, id, &second, &err));
	ck_assert_str_eq(second.phone, "1");
	ck_assert_uint_eq(second.version, 2);
	/* The same values again still make a new version. */
	must(db_agency_save(c, &second, &err));
	must(db_agency_get(c, a, id, &second, &err));
	ck_assert_uint_eq(second.version, 3);
}
END_TEST

static const struct {
	const char *words[DB_AGENCY_WORDS];
	const char *found; /* codes, in order */
} searches[] = {
	{ { NULL }, "QZF FGW JTJ" },
	{ { "价格" }, "FGW" },
	{ { "学校", "体育" }, "JTJ" },
	{ { "学校", "价格" }, "" },
	{ { "区" }, "QZF" },
	{ { "%" }, "FGW" }, /* of itself, not as a wild card */
	{ { "_" }, "" },
	{ { "|" }, "JTJ" },
	{ { "100%" }, "FGW" },
};

START_TEST(agencies_are_found_by_all_words)
{
	struct db_agency_query q = { .limit = 10 };
	struct db_agency *items;
	struct cw_buf b;
	size_t n;

	add_agency("QZF", "区政府", "政务公开", 0, 0);
	add_agency("FGW", "发改委", "价格 100%", 0, 0);
	add_agency("JTJ", "教体局", "学校|体育", 0, 0);
	memcpy(q.words, searches[_i].words, sizeof(q.words));
	must(db_agency_list(c, a, &q, &items, &n, &err));
	cw_buf_init(&b, a);
	for (size_t i = 0; i < n; i++)
		cw_buf_printf(&b, "%s%s", i ? " " : "", items[i].code);
	ck_assert_str_eq(cw_buf_done(&b, NULL), searches[_i].found);
}
END_TEST

START_TEST(agency_pages_go_on_and_leave_inactive_ones_out)
{
	struct db_agency_query q = { .limit = 2 };
	struct db_agency *items, row;
	uint64_t ids[4];
	size_t n;

	ids[0] = add_agency("A1", "甲", "", 0, 0);
	ids[1] = add_agency("A2", "乙", "", 0, 0);
	ids[2] = add_agency("A3", "丙", "", 0, 0);
	ids[3] = add_agency("A4", "丁", "", 0, 0);
	must(db_agency_get(c, a, ids[1], &row, &err));
	row.active = false;
	must(db_agency_save(c, &row, &err));
	must(db_agency_list(c, a, &q, &items, &n, &err));
	ck_assert_uint_eq(n, 2);
	ck_assert_uint_eq(items[1].id, ids[2]);
	q.after = items[1].id;
	must(db_agency_list(c, a, &q, &items, &n, &err));
	ck_assert_uint_eq(n, 1);
	ck_assert_uint_eq(items[0].id, ids[3]);
	q = (struct db_agency_query){ .limit = 10, .inactive = true };
	must(db_agency_list(c, a, &q, &items, &n, &err));
	ck_assert_uint_eq(n, 4);
}
END_TEST

START_TEST(bodies_keep_their_order)
{
	uint64_t one = add_agency("A1", "甲", "", 0, 0), two = add_agency("A2", "乙", "", 0, 0);
	const struct db_agency_body first = { "区政府", "路1号", "https://fuyi.example.invalid/" };
	const struct db_agency_body second = { "市局", "路2号", NULL };
	struct db_agency_body_row *rows;
	struct db_agency_body *items;
	size_t n;

	must(db_agency_body_add(c, one, 1, &second, &err));
	must(db_agency_body_add(c, one, 0, &first, &err));
	must(db_agency_body_add(c, two, 0, &second, &err));
	must(db_agency_body_list(c, a, one, &items, &n, &err));
	ck_assert_uint_eq(n, 2);
	ck_assert_str_eq(items[0].name, "区政府");
	ck_assert_str_eq(items[0].online, "https://fuyi.example.invalid/");
	ck_assert_str_eq(items[1].name, "市局");
	ck_assert_ptr_null(items[1].online);
	must(db_agency_body_range_list(c, a, one, two, &rows, &n, &err));
	ck_assert_uint_eq(n, 3);
	ck_assert_uint_eq(rows[2].agency, two);
	must(db_agency_body_clear(c, one, &err));
	must(db_agency_body_list(c, a, one, &items, &n, &err));
	ck_assert_uint_eq(n, 0);
}
END_TEST

static void set_setting(uint64_t agency, const char *name, const char *value, cw_day from)
{
	const struct db_setting row = {
		.name = name, .value = value, .valid_from = from, .recorded_at = NOW
	};

	must(db_setting_save(c, agency, &row, &err));
}

/* A case uses what held on its day of receipt (design.md, Agencies). */
START_TEST(a_setting_holds_from_its_day)
{
	uint64_t id = add_agency("A1", "甲", "", 0, 0);
	cw_day first = cw_day_of(2026, 1, 1), second = cw_day_of(2026, 3, 1);
	struct db_setting *items;
	size_t n;

	set_setting(id, "correction_days", "10", first);
	set_setting(id, "correction_days", "20", second);
	set_setting(id, "pause_from", "received", second);
	must(db_setting_list(c, a, id, first - 1, &items, &n, &err));
	ck_assert_uint_eq(n, 0);
	must(db_setting_list(c, a, id, second - 1, &items, &n, &err));
	ck_assert_uint_eq(n, 1);
	ck_assert_str_eq(items[0].value, "10");
	must(db_setting_list(c, a, id, second, &items, &n, &err));
	ck_assert_uint_eq(n, 2);
	ck_assert_str_eq(items[0].value, "20");
	ck_assert_int_eq(items[0].valid_from, second);
	set_setting(id, "correction_days", "30", second); /* mended on its day */
	must(db_setting_list(c, a, id, second + 400, &items, &n, &err));
	ck_assert_str_eq(items[0].value, "30");
	must(db_setting_history_list(c, a, id, 10, &items, &n, &err));
	ck_assert_uint_eq(n, 3);
	ck_assert_int_eq(items[2].valid_from, first);
}
END_TEST

START_TEST(logins_are_one_whatever_their_case)
{
	struct db_user row = { .login = "fgw.clerk", .name = "甲", .created_at = NOW }, got;
	uint64_t id;
	bool found;

	must(db_user_add(c, &row, &id, &err));
	row.login = "FGW.CLERK";
	cw_err_clear(&err);
	ck_assert_int_eq(db_user_add(c, &row, &id, &err), -1);
	ck_assert(db_err_duplicate(&err, "u_user_login"));
	must(db_user_find(c, a, "fgw.clerk", &got, &found, &err));
	ck_assert(found);
	ck_assert_ptr_null(got.password);
	must(db_user_find(c, a, "政府", &got, &found, &err));
	ck_assert(!found);
}
END_TEST

static bool reaches(uint64_t user, uint64_t agency, const char *role)
{
	struct db_grant *items;
	size_t n;

	must(db_grant_reach_list(c, a, user, &items, &n, &err));
	for (size_t i = 0; i < n; i++) {
		if (items[i].agency == agency && strcmp(items[i].role, role) == 0)
			return true;
	}
	return false;
}

START_TEST(only_supervisors_and_advisors_reach_down_the_tree)
{
	uint64_t root = add_agency("R", "区", "", 0, 0),
		 mid = add_agency("M", "局", "", root, root);
	uint64_t leaf = add_agency("L", "所", "", mid, root),
		 other = add_agency("O", "外", "", 0, 0);
	uint64_t user = add_user("u1");
	struct db_grant *items;
	size_t n;

	must(db_grant_add(c, user, root, "supervisor", &err));
	must(db_grant_add(c, user, mid, "advisor", &err));
	must(db_grant_add(c, user, mid, "head", &err));
	must(db_grant_add(c, user, mid, "head", &err)); /* again is fine */
	ck_assert(reaches(user, root, "supervisor"));
	ck_assert(reaches(user, mid, "supervisor"));
	ck_assert(reaches(user, leaf, "supervisor"));
	ck_assert(!reaches(user, other, "supervisor"));
	ck_assert(reaches(user, leaf, "advisor"));
	ck_assert(!reaches(user, root, "advisor"));
	ck_assert(reaches(user, mid, "head"));
	ck_assert(!reaches(user, leaf, "head"));
	must(db_grant_list(c, a, user, &items, &n, &err));
	ck_assert_uint_eq(n, 3);
	ck_assert_uint_eq(items[1].root, root);
	ck_assert_str_eq(items[1].agency_name, "局");
	must(db_grant_remove(c, user, root, "supervisor", &err));
	ck_assert(!reaches(user, leaf, "supervisor"));
}
END_TEST

START_TEST(a_districts_people_are_its_own_and_the_unassigned)
{
	uint64_t one = add_agency("R1", "甲区", "", 0, 0), two = add_agency("R2", "乙区", "", 0, 0);
	uint64_t sub = add_agency("S1", "甲局", "", one, one);
	uint64_t mine = add_user("mine"), theirs = add_user("theirs"), nobody = add_user("nobody");
	struct db_user *items;
	size_t n;

	must(db_grant_add(c, mine, sub, "clerk", &err));
	must(db_grant_add(c, theirs, two, "clerk", &err));
	must(db_user_district_list(c, a, one, 0, 10, &items, &n, &err));
	ck_assert_uint_eq(n, 2);
	ck_assert_uint_eq(items[0].id, mine);
	ck_assert_uint_eq(items[1].id, nobody);
	must(db_grant_user_list(c, a, sub, "clerk", 10, &items, &n, &err));
	ck_assert_uint_eq(n, 1);
	ck_assert_uint_eq(items[0].id, mine);
}
END_TEST

static uint64_t add_session(uint64_t user, unsigned char token, int64_t seen, int64_t end)
{
	unsigned char hash[DB_HASH], csrf[DB_HASH] = { 7 };
	const struct db_session row = { .user = user,
					.csrf_hash = csrf,
					.created_at = seen,
					.seen_at = seen,
					.expires_at = end,
					.client = "192.0.2.1" };
	uint64_t id;

	memset(hash, token, sizeof(hash));
	must(db_session_add(c, &row, hash, &id, &err));
	return id;
}

static bool has_session(unsigned char token, int64_t now, int64_t idle_since)
{
	unsigned char hash[DB_HASH];
	struct db_grants grants;
	struct db_session got;
	bool found;

	memset(hash, token, sizeof(hash));
	must(db_session_find(c, a, hash, now, idle_since, &got, &grants, &found, &err));
	return found;
}

START_TEST(a_session_ends_by_age_by_rest_and_by_disabling)
{
	uint64_t user = add_user("u1"), id = add_session(user, 1, NOW, NOW + 100 * SECOND);
	struct db_user row;

	ck_assert(has_session(1, NOW + 99 * SECOND, NOW - SECOND));
	ck_assert(!has_session(1, NOW + 100 * SECOND, NOW - SECOND)); /* age */
	ck_assert(!has_session(1, NOW + SECOND, NOW));		      /* rest */
	ck_assert(!has_session(2, NOW, NOW - SECOND));
	must(db_session_touch(c, id, NOW + 50 * SECOND, &err));
	ck_assert(has_session(1, NOW + 60 * SECOND, NOW));
	must(db_user_get(c, a, user, &row, &err));
	row.disabled = true;
	must(db_user_save(c, &row, &err));
	ck_assert(!has_session(1, NOW + 60 * SECOND, NOW));
}
END_TEST

/* With the session and with a token: each role once, none for who has none. */
START_TEST(who_asks_comes_with_their_roles)
{
	uint64_t user = add_user("u1"), agency = add_agency("G", "局", "", 0, 0);
	const struct db_api_token row = { .user = user, .name = "同步", .created_at = NOW,
					  .expires_at = NOW + SECOND };
	const unsigned char session_hash[DB_HASH] = { 1 }, token_hash[DB_HASH] = { 2 };
	unsigned char hash[DB_HASH];
	struct db_api_token token;
	struct db_session session;
	struct db_grants grants;
	uint64_t id;
	bool found;

	memset(hash, 1, sizeof(hash));
	add_session(user, 1, NOW, NOW + SECOND);
	must(db_api_token_add(c, &row, token_hash, &id, &err));
	must(db_session_find(c, a, hash, NOW, NOW - SECOND, &session, &grants, &found, &err));
	ck_assert(found && grants.n == 0 && !db_grants_reach_down(&grants));
	must(db_session_find(c, a, session_hash, NOW, NOW - SECOND, &session, &grants, &found, &err));
	ck_assert(!found && grants.n == 0);
	must(db_grant_add(c, user, agency, "caseworker", &err));
	must(db_grant_add(c, user, agency, "head", &err));
	must(db_session_find(c, a, hash, NOW, NOW - SECOND, &session, &grants, &found, &err));
	ck_assert(found && session.user == user && grants.n == 2);
	ck_assert_uint_eq(grants.items[0].agency, agency);
	ck_assert(!db_grants_reach_down(&grants));
	must(db_grant_add(c, user, agency, "advisor", &err));
	must(db_api_token_find(c, a, token_hash, NOW, &token, &grants, &found, &err));
	ck_assert(found && token.id == id && grants.n == 3);
	ck_assert(db_grants_reach_down(&grants));
}
END_TEST

START_TEST(sessions_are_listed_kept_and_cleared)
{
	uint64_t user = add_user("u1"), other = add_user("u2"), keep, gone;
	struct db_session *items;
	size_t n;

	add_session(user, 1, NOW, NOW + SECOND);
	keep = add_session(user, 2, NOW, NOW + 100 * SECOND);
	add_session(user, 3, NOW, NOW + 100 * SECOND);
	add_session(other, 4, NOW, NOW + 100 * SECOND);
	must(db_session_list(c, a, user, NOW + 2 * SECOND, NOW - SECOND, 10, &items, &n, &err));
	ck_assert_uint_eq(n, 2);
	ck_assert_uint_eq(items[1].id, keep);
	must(db_session_user_clear(c, user, keep, &err));
	ck_assert(has_session(2, NOW, NOW - SECOND));
	ck_assert(!has_session(3, NOW, NOW - SECOND));
	ck_assert(has_session(4, NOW, NOW - SECOND));
	must(db_session_expire(c, NOW + 101 * SECOND, NOW - SECOND, 1, &gone, &err));
	ck_assert_uint_eq(gone, 1);
	must(db_session_expire(c, NOW + 101 * SECOND, NOW - SECOND, 10, &gone, &err));
	ck_assert_uint_eq(gone, 1);
}
END_TEST

START_TEST(a_token_opens_until_it_ends_or_is_revoked)
{
	uint64_t user = add_user("u1"), id;
	const struct db_api_token row = { .user = user,
					  .name = "同步",
					  .scopes = 5,
					  .created_at = NOW,
					  .expires_at = NOW + 10 * SECOND };
	unsigned char hash[DB_HASH] = { 9 };
	struct db_grants grants;
	struct db_api_token got;
	bool found;

	must(db_api_token_add(c, &row, hash, &id, &err));
	must(db_api_token_find(c, a, hash, NOW, &got, &grants, &found, &err));
	ck_assert(found && got.id == id && got.user == user && got.scopes == 5);
	must(db_api_token_find(c, a, hash, NOW + 10 * SECOND, &got, &grants, &found, &err));
	ck_assert(!found);
	must(db_api_token_revoke(c, id, NOW + SECOND, &err));
	must(db_api_token_revoke(c, id, NOW + 2 * SECOND, &err)); /* again is fine */
	must(db_api_token_find(c, a, hash, NOW, &got, &grants, &found, &err));
	ck_assert(!found);
	must(db_api_token_get(c, a, id, &got, &err));
	ck_assert_int_eq(got.revoked_at, NOW + SECOND);
}
END_TEST

START_TEST(failures_are_counted_and_forgotten)
{
	unsigned char subject[DB_HASH] = { 3 };
	unsigned count;
	int64_t last;
	uint64_t gone;

	must(db_failure_find(c, a, subject, &count, &last, &err));
	ck_assert_uint_eq(count, 0);
	must(db_failure_add(c, subject, NOW, NOW - 60 * SECOND, &err));
	must(db_failure_add(c, subject, NOW + SECOND, NOW - 59 * SECOND, &err));
	must(db_failure_find(c, a, subject, &count, &last, &err));
	ck_assert_uint_eq(count, 2);
	ck_assert_int_eq(last, NOW + SECOND);
	must(db_failure_add(c, subject, NOW + 90 * SECOND, NOW + 30 * SECOND, &err));
	must(db_failure_find(c, a, subject, &count, &last, &err));
	ck_assert_uint_eq(count, 1);
	must(db_failure_expire(c, NOW + 91 * SECOND, 10, &gone, &err));
	ck_assert_uint_eq(gone, 1);
}
END_TEST

#define N(array) (int)(sizeof(array) / sizeof((array)[0]))

static Suite *people_suite(void)
{
	Suite *s = suite_create("people");
	TCase *t = tcase_create("people");

	tcase_add_checked_fixture(t, begin, tear_down);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, an_agency_comes_back_as_it_went_in);
	tcase_add_test(t, a_code_is_taken_once_in_a_region);
	tcase_add_test(t, a_stale_agency_is_not_written);
	tcase_add_loop_test(t, agencies_are_found_by_all_words, 0, N(searches));
	tcase_add_test(t, agency_pages_go_on_and_leave_inactive_ones_out);
	tcase_add_test(t, bodies_keep_their_order);
	tcase_add_test(t, a_setting_holds_from_its_day);
	tcase_add_test(t, logins_are_one_whatever_their_case);
	tcase_add_test(t, only_supervisors_and_advisors_reach_down_the_tree);
	tcase_add_test(t, a_districts_people_are_its_own_and_the_unassigned);
	tcase_add_test(t, a_session_ends_by_age_by_rest_and_by_disabling);
	tcase_add_test(t, who_asks_comes_with_their_roles);
	tcase_add_test(t, sessions_are_listed_kept_and_cleared);
	tcase_add_test(t, a_token_opens_until_it_ends_or_is_revoked);
	tcase_add_test(t, failures_are_counted_and_forgotten);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	test_db_start();
	return tap_run(people_suite());
}
