/* Agencies, their settings, calendars, the test clock and the log, as a worker calls them. */
#include "db/calendar.h"
#include "server/api/page.h"
#include "tests/server/try.h"

static const char *text_of(uint64_t id)
{
	return cw_printf(a, "%llu", (unsigned long long)id);
}

/* Calls FN with JSON as USER; the answer is in T. */
static int call(struct try *t, const char *user, endpoint_fn *fn, uint64_t id, uint64_t version,
		const char *json)
{
	int rc;

	as_user(t, user, RQ_PATCH);
	must(auth_clocks(&t->rq, &err));
	t->rq.params[0] = text_of(id);
	t->rq.if_match = version;
	if (json)
		body(t, json);
	cw_err_clear(&err);
	rc = fn(&t->rq, &err);
	end(t);
	return rc;
}

static struct json_object *answer(const struct try *t)
{
	struct json_object *o;

	must(rq_json_parse(t->rq.answer, t->rq.answer_len, &o, &err));
	return o;
}

static struct json_object *at(struct json_object *o, const char *key)
{
	struct json_object *v = NULL;

	ck_assert_msg(json_object_object_get_ex(o, key, &v), "no member %s", key);
	return v;
}

/* A public GET with up to two parameters. */
static int get(struct try *t, endpoint_fn *fn, const struct rq_pair *query, size_t n)
{
	begin(t, RQ_GET, ROUTE_PUBLIC);
	must(auth_clocks(&t->rq, &err));
	t->rq.query = query;
	t->rq.n_query = n;
	cw_err_clear(&err);
	return fn(&t->rq, &err);
}

/* ---- Agencies. */

#define REST                                                                                         \
	"\"name\":\"区教体局\",\"short_name\":\"教体局\",\"kind\":\"department\",\"office\":" \
	"\"办公室\","                                                                             \
	"\"address\":\"演示路3号\",\"phone\":\"0791-00000003\",\"court\":\"演示法院\","      \
	"\"remedy_bodies\":[{\"name\":\"区政府\",\"address\":\"演示路1号\"}]"

START_TEST(an_agency_is_added_below_and_found)
{
	struct rq_pair query[] = { { "q", "教体" } };
	struct json_object *o, *item;
	struct try t;

	add_user("system", district, "system_admin");
	must(call(&t, "system", api_agency_add, 0, 0,
		  cw_printf(a,
			    "{\"parent_id\":\"%s\",\"region\":\"360104\",\"code\":\"JTJ\"," REST
			    "}",
			    text_of(agency))));
	ck_assert_int_eq(t.rq.status, 201);
	must(get(&t, api_agency_list, query, 1));
	o = answer(&t);
	ck_assert_uint_eq(json_object_array_length(at(o, "items")), 1);
	item = json_object_array_get_idx(at(o, "items"), 0);
	ck_assert_str_eq(json_object_get_string(at(item, "code")), "JTJ");
	ck_assert_str_eq(json_object_get_string(at(item, "parent_id")), text_of(agency));
	ck_assert_str_eq(json_object_get_string(at(item, "district_id")), text_of(district));
	ck_assert_uint_eq(json_object_array_length(at(item, "remedy_bodies")), 1);
	json_object_put(o);
	ck_assert_int_eq(count("SELECT COUNT(*) FROM audit WHERE what = 'agency_added'"), 1);
}
END_TEST

START_TEST(codes_are_checked_and_taken_once)
{
	struct try t;

	add_user("system", district, "system_admin");
	ck_assert_int_eq(
		call(&t, "system", api_agency_add, 0, 0,
		     cw_printf(a,
			       "{\"parent_id\":\"%s\",\"region\":\"36010x\",\"code\":\"jtj\"," REST
			       "}",
			       text_of(district))),
		-1);
	ck_assert_uint_eq(err.n_items, 2);
	ck_assert_int_eq(
		call(&t, "system", api_agency_add, 0, 0,
		     cw_printf(a,
			       "{\"parent_id\":\"%s\",\"region\":\"360104\",\"code\":\"FGW\"," REST
			       "}",
			       text_of(district))),
		-1);
	ck_assert_int_eq(err.code, CW_CONFLICT);
	ck_assert_int_eq(count("SELECT COUNT(*) FROM agency"), 2);
	ck_assert_int_eq(count("SELECT COUNT(*) FROM audit WHERE what = 'agency_added'"), 0);
}
END_TEST

START_TEST(only_the_districts_administrator_changes_an_agency)
{
	uint64_t far = add_agency("FAR", 0, 0);
	struct try t;

	add_user("system", district, "system_admin");
	add_user("elsewhere", far, "system_admin");
	add_user("low", agency, "system_admin"); /* not at the district: counts for nothing */
	ck_assert_int_eq(call(&t, "elsewhere", api_agency_change, agency, 1, "{\"phone\":\"1\"}"),
			 -1);
	ck_assert_int_eq(err.code, CW_FORBIDDEN);
	ck_assert_int_eq(call(&t, "low", api_agency_change, agency, 1, "{\"phone\":\"1\"}"), -1);
	ck_assert_int_eq(err.code, CW_FORBIDDEN);
	must(call(&t, "system", api_agency_change, agency, 1,
		  "{\"phone\":\"2\",\"active\":false}"));
	ck_assert_str_eq(member(&t, "phone"), "2");
	ck_assert_str_eq(member(&t, "short_name"), "FGW"); /* what was not named stays */
	ck_assert_int_eq(call(&t, "system", api_agency_change, agency, 1, "{\"phone\":\"3\"}"), -1);
	ck_assert_int_eq(err.code, CW_STALE);
	ck_assert_int_eq(call(&t, "system", api_agency_change, agency, 2, "{\"code\":\"XX\"}"), -1);
	ck_assert_int_eq(err.code, CW_INVALID); /* stands in case numbers for good */
}
END_TEST

START_TEST(pages_follow_each_other_to_the_end)
{
	struct rq_pair query[] = { { "limit", "2" }, { "cursor", NULL } };
	struct json_object *o;
	size_t seen = 0, n = 1;
	struct try t;

	for (int i = 0; i < 5; i++)
		add_agency(cw_printf(a, "A%d", i), district, district);
	for (;;) {
		const char *next, *cursor;

		must(get(&t, api_agency_list, query, n));
		o = answer(&t);
		seen += json_object_array_length(at(o, "items"));
		json_object_put(o);
		next = member(&t, "next");
		if (!next)
			break;
		ck_assert_int_eq(strncmp(next, "/test?limit=2&cursor=", 21), 0);
		cursor = next + 21;
		query[1].value = cursor;
		n = 2;
	}
	ck_assert_uint_eq(seen, 7);
	query[1].value = "AQAA";
	ck_assert_int_eq(get(&t, api_agency_list, query, 2), -1);
	ck_assert_str_eq(err.items[0].pointer, "?cursor");
	query[0].value = "201";
	ck_assert_int_eq(get(&t, api_agency_list, query, 1), -1);
	ck_assert_str_eq(err.items[0].pointer, "?limit");
}
END_TEST

/* ---- Settings. */

START_TEST(settings_are_listed_set_and_kept)
{
	struct json_object *o, *first, *history;
	struct try t;

	add_user("system", district, "system_admin");
	must(call(&t, "system", api_setting_change, agency, 1,
		  "{\"values\":[{\"name\":\"misaddressed_post\",\"value\":\"confirmed\"},"
		  "{\"name\":\"correction_days\",\"value\":\"20\"}]}"));
	o = answer(&t);
	first = json_object_array_get_idx(at(o, "settings"), 0);
	ck_assert_str_eq(json_object_get_string(at(first, "name")), "misaddressed_post");
	ck_assert_str_eq(json_object_get_string(at(first, "value")), "confirmed");
	ck_assert_str_eq(json_object_get_string(at(first, "default")), "signed");
	ck_assert_str_eq(json_object_get_string(at(first, "valid_from")), "2026-03-02");
	ck_assert_str_eq(json_object_get_string(at(first, "rule")), "R-RCPT-2");
	history = at(o, "history");
	ck_assert_uint_eq(json_object_array_length(history), 2);
	ck_assert_str_eq(
		json_object_get_string(at(json_object_array_get_idx(history, 0), "author_name")),
		"system");
	json_object_put(o);
	/* The agency's version moved with it. */
	ck_assert_int_eq(call(&t, "system", api_setting_change, agency, 1,
			      "{\"values\":[{\"name\":\"correction_days\",\"value\":\"10\"}]}"),
			 -1);
	ck_assert_int_eq(err.code, CW_STALE);
}
END_TEST

START_TEST(faults_of_settings_are_named_at_once_and_the_past_stays)
{
	struct try t;

	add_user("system", district, "system_admin");
	ck_assert_int_eq(call(&t, "system", api_setting_change, agency, 1,
			      "{\"valid_from\":\"2026-03-01\",\"values\":["
			      "{\"name\":\"correction_days\",\"value\":\"4\"},"
			      "{\"name\":\"nothing\",\"value\":\"1\"},"
			      "{\"name\":\"pause_from\",\"value\":\"sent\"}]}"),
			 -1);
	ck_assert_int_eq(err.code, CW_INVALID);
	ck_assert_uint_eq(err.n_items, 3);
	ck_assert_str_eq(err.items[0].pointer, "/valid_from");
	ck_assert_str_eq(err.items[1].pointer, "/values/0/value");
	ck_assert_str_eq(err.items[2].pointer, "/values/1/name");
	ck_assert_int_eq(count("SELECT COUNT(*) FROM agency_setting"), 0);
}
END_TEST

/* ---- Calendars and the clock. */

static int add_notice(struct db_conn *conn, void *arg, struct cw_err *e)
{
	uint64_t id;

	return db_calendar_add(conn, arg, 0, 0, NOW, &id, e);
}

START_TEST(a_year_shows_its_days)
{
	const struct cw_notice *all;
	struct json_object *o;
	struct try t;
	size_t n;

	all = cw_notices_builtin(&n);
	for (size_t i = 0; i < n; i++)
		must(db_tx_run(c, add_notice, (void *)(uintptr_t)&all[i], NULL, &err));
	begin(&t, RQ_GET, ROUTE_PUBLIC);
	must(auth_clocks(&t.rq, &err));
	t.rq.params[0] = "2026";
	must(api_calendar_get(&t.rq, &err));
	o = answer(&t);
	/* calendars.md: 248 working days in 2026. */
	ck_assert_int_eq(json_object_get_int(at(o, "working_days")), 248);
	ck_assert(!json_object_get_boolean(at(o, "provisional")));
	ck_assert_uint_eq(json_object_array_length(at(o, "weekend_days_worked")), 6);
	json_object_put(o);
	t.rq.params[0] = "2027";
	must(api_calendar_get(&t.rq, &err));
	o = answer(&t);
	ck_assert(json_object_get_boolean(at(o, "provisional")));
	json_object_put(o);
	t.rq.params[0] = "20260";
	cw_err_clear(&err);
	ck_assert_int_eq(api_calendar_get(&t.rq, &err), -1);
	ck_assert_int_eq(err.code, CW_NOT_FOUND);
}
END_TEST

START_TEST(a_notice_is_taken_as_a_job_or_refused_with_its_faults)
{
	struct try t;

	add_user("system", district, "system_admin");
	must(call(&t, "system", api_calendar_load, 0, 0,
		  "{\"number\":\"测试〔2026〕9号\",\"year\":2027,\"issued_on\":\"2026-11-04\","
		  "\"off\":[{\"first\":\"2027-01-01\",\"last\":\"2027-01-03\"}],\"on\":[]}"));
	ck_assert_int_eq(t.rq.status, 202);
	ck_assert_str_eq(member(&t, "status"), "waiting");
	ck_assert_str_eq(answered(&t, "Location"),
			 cw_printf(a, "/api/v1/jobs/%s", member(&t, "id")));
	ck_assert_int_eq(
		call(&t, "system", api_calendar_load, 0, 0,
		     "{\"number\":\"测试〔2026〕9号\",\"year\":2027,\"issued_on\":\"2026-11-04\","
		     "\"off\":[{\"first\":\"2027-01-03\",\"last\":\"2027-01-01\"}],\"on\":[]}"),
		-1);
	ck_assert_int_eq(err.code, CW_INVALID);
	ck_assert_int_eq(count("SELECT COUNT(*) FROM job"), 1);
}
END_TEST

START_TEST(a_job_is_shown_to_its_asker_and_to_administrators)
{
	struct try t;
	uint64_t id;

	add_user("system", district, "system_admin");
	add_user("other", agency, "clerk");
	must(call(&t, "system", api_calendar_load, 0, 0,
		  "{\"number\":\"测试〔2026〕9号\",\"year\":2027,\"issued_on\":\"2026-11-04\","
		  "\"off\":[{\"first\":\"2027-01-01\",\"last\":\"2027-01-03\"}],\"on\":[]}"));
	id = strtoull(member(&t, "id"), NULL, 10);
	must(call(&t, "system", api_job_get, id, 0, NULL));
	ck_assert_int_eq(call(&t, "other", api_job_get, id, 0, NULL), -1);
	ck_assert_int_eq(err.code, CW_NOT_FOUND);
}
END_TEST

START_TEST(the_test_clock_is_there_only_where_it_is_allowed)
{
	struct try t;

	add_user("system", district, "system_admin");
	ck_assert_int_eq(call(&t, "system", api_test_clock_set, 0, 0, "{\"day\":\"2026-06-01\"}"),
			 -1);
	ck_assert_int_eq(err.code, CW_NOT_FOUND);
	config.allow_test_clock = true;
	must(call(&t, "system", api_test_clock_set, 0, 0, "{\"day\":\"2026-06-01\"}"));
	ck_assert_str_eq(member(&t, "today"), "2026-06-01");
	begin(&t, RQ_GET, ROUTE_PUBLIC);
	must(auth_clocks(&t.rq, &err));
	ck_assert_int_eq(t.rq.today, cw_day_of(2026, 6, 1));
	ck_assert_int_eq(call(&t, "system", api_test_clock_set, 0, 0, "{}"), -1);
	ck_assert_str_eq(err.items[0].pointer, "/day");
	must(call(&t, "system", api_test_clock_set, 0, 0, "{\"day\":null}"));
	ck_assert_str_eq(member(&t, "today"), "2026-03-02");
}
END_TEST

/* ---- The log. */

START_TEST(the_log_is_paged_and_filtered)
{
	struct rq_pair query[] = { { "what", "sign_in" }, { "limit", "1" } };
	struct json_object *o;
	struct try t;

	add_user("audit", district, "audit_admin");
	as_user(&t, "audit", RQ_GET);
	as_user(&t, "audit", RQ_GET);
	must(get(&t, api_audit_list, query, 2));
	o = answer(&t);
	ck_assert_uint_eq(json_object_array_length(at(o, "items")), 1);
	json_object_put(o);
	ck_assert_ptr_nonnull(member(&t, "next"));
	query[0] = (struct rq_pair){ "from", "2026-03-03" };
	must(get(&t, api_audit_list, query, 1));
	o = answer(&t);
	ck_assert_uint_eq(json_object_array_length(at(o, "items")), 0);
	json_object_put(o);
	query[0] = (struct rq_pair){ "what", "政府" };
	must(get(&t, api_audit_list, query, 1));
}
END_TEST

static Suite *admin_suite(void)
{
	Suite *s = suite_create("admin");
	TCase *t = tcase_create("admin");

	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_set_timeout(t, 120);
	tcase_add_test(t, an_agency_is_added_below_and_found);
	tcase_add_test(t, codes_are_checked_and_taken_once);
	tcase_add_test(t, only_the_districts_administrator_changes_an_agency);
	tcase_add_test(t, pages_follow_each_other_to_the_end);
	tcase_add_test(t, settings_are_listed_set_and_kept);
	tcase_add_test(t, faults_of_settings_are_named_at_once_and_the_past_stays);
	tcase_add_test(t, a_year_shows_its_days);
	tcase_add_test(t, a_notice_is_taken_as_a_job_or_refused_with_its_faults);
	tcase_add_test(t, a_job_is_shown_to_its_asker_and_to_administrators);
	tcase_add_test(t, the_test_clock_is_there_only_where_it_is_allowed);
	tcase_add_test(t, the_log_is_paged_and_filtered);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	test_db_start();
	return tap_run(admin_suite());
}
