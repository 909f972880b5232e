/* Paths to rows, and the small things of HTTP's text. */
#include <string.h>

#include "server/http/route.h"
#include "server/http/text.h"
#include "tests/lib/tap.h"

#define COUNT(array) (int)(sizeof(array) / sizeof((array)[0]))

static int nothing(struct rq *rq, struct cw_err *err)
{
	(void)rq;
	(void)err;
	return 0;
}

const struct route routes[] = {
	{ RQ_GET, "/", nothing, ROUTE_PUBLIC, 0, 0, 0, "root" },
	{ RQ_GET, "/cases", nothing, ROUTE_PUBLIC, 0, 0, 0, "list" },
	{ RQ_POST, "/cases", nothing, ROUTE_PUBLIC, 0, ROUTE_BODY, 0, "add" },
	{ RQ_GET, "/cases/{id}", nothing, ROUTE_PUBLIC, 0, 0, 0, "get" },
	{ RQ_DELETE, "/cases/{other_name}", nothing, ROUTE_PUBLIC, 0, 0, 0, "remove" },
	{ RQ_GET, "/cases/mine", nothing, ROUTE_PUBLIC, 0, ROUTE_SLOW, 0, "mine" },
	{ RQ_POST, "/cases/{id}/letters/{letter}", nothing, ROUTE_PUBLIC, 0, 0, 0, "letter" },
	{ RQ_POST, "/cases/{id}/letters/draft", nothing, ROUTE_PUBLIC, 0, ROUTE_RAW, 0, "draft" },
	{ RQ_GET, "/cases/{id}/corrections", nothing, ROUTE_PUBLIC, 0, 0, 0, "corrections" },
	{ RQ_GET, "/cases/{id}/letters/{letter}", nothing, ROUTE_PUBLIC, 0, 0, 0, "read" },
};
const size_t n_routes = sizeof(routes) / sizeof(routes[0]);

static struct cw_arena *a;
static struct cw_err err;

static void setup(void)
{
	a = cw_arena_new(0);
	cw_err_clear(&err);
}

static void teardown(void)
{
	cw_arena_free(a);
}

/* ---- Routes. */

static const struct {
	enum rq_method method;
	const char *path;
	const char *operation; /* or NULL and: */
	enum cw_code code;
	const char *params[3];
	const char *allow;
} paths[] = {
	{ RQ_GET, "/", "root", CW_OK, { NULL }, NULL },
	{ RQ_GET, "/cases", "list", CW_OK, { NULL }, NULL },
	{ RQ_HEAD, "/cases", "list", CW_OK, { NULL }, NULL },
	{ RQ_POST, "/cases", "add", CW_OK, { NULL }, NULL },
	{ RQ_GET, "/cases/17", "get", CW_OK, { "17" }, NULL },
	{ RQ_DELETE, "/cases/17", "remove", CW_OK, { "17" }, NULL },
	{ RQ_GET, "/cases/mine", "mine", CW_OK, { NULL }, NULL },
	{ RQ_GET, "/cases/a%2Fb", "get", CW_OK, { "a/b" }, NULL },
	{ RQ_GET, "/cases/a+b", "get", CW_OK, { "a+b" }, NULL },
	{ RQ_GET, "/cases/%E4%B8%AD", "get", CW_OK, { "中" }, NULL },
	{ RQ_POST, "/cases/1/letters/2", "letter", CW_OK, { "1", "2" }, NULL },
	{ RQ_POST, "/cases/1/letters/draft", "draft", CW_OK, { "1" }, NULL },
	/* Another method of the most literal path does not fall back to {id}. */
	{ RQ_DELETE, "/cases/mine", NULL, CW_NO_METHOD, { NULL }, "GET, HEAD" },
	{ RQ_GET, "/cases/1/letters/draft", NULL, CW_NO_METHOD, { NULL }, "POST" },
	{ RQ_PUT, "/cases", NULL, CW_NO_METHOD, { NULL }, "GET, HEAD, POST" },
	{ RQ_METHOD_MAX, "/cases/1", NULL, CW_NO_METHOD, { NULL }, "GET, HEAD, DELETE" },
	{ RQ_GET, "/nothing", NULL, CW_NOT_FOUND, { NULL }, NULL },
	{ RQ_GET, "/cases/", NULL, CW_NOT_FOUND, { NULL }, NULL },
	{ RQ_GET, "//cases", NULL, CW_NOT_FOUND, { NULL }, NULL },
	{ RQ_GET, "/cases/1/", NULL, CW_NOT_FOUND, { NULL }, NULL },
	{ RQ_GET, "/Cases", NULL, CW_NOT_FOUND, { NULL }, NULL },
	{ RQ_GET, "/%63ases", NULL, CW_NOT_FOUND, { NULL }, NULL },
	{ RQ_GET, "*", NULL, CW_NOT_FOUND, { NULL }, NULL },
	/* Tricks, wherever they stand. */
	{ RQ_GET, "/cases/%00", NULL, CW_MALFORMED, { NULL }, NULL },
	{ RQ_GET, "/cases/%", NULL, CW_MALFORMED, { NULL }, NULL },
	{ RQ_GET, "/cases/%2", NULL, CW_MALFORMED, { NULL }, NULL },
	{ RQ_GET, "/cases/%zz", NULL, CW_MALFORMED, { NULL }, NULL },
	{ RQ_GET, "/cases/%ff", NULL, CW_MALFORMED, { NULL }, NULL },
	{ RQ_GET, "/cases/%ed%a0%80", NULL, CW_MALFORMED, { NULL }, NULL },
	{ RQ_GET, "/cases/..", NULL, CW_MALFORMED, { NULL }, NULL },
	{ RQ_GET, "/cases/%2e%2E", NULL, CW_MALFORMED, { NULL }, NULL },
	{ RQ_GET, "/nothing/%2e", NULL, CW_MALFORMED, { NULL }, NULL },
	{ RQ_GET, "/cases/...", "get", CW_OK, { "..." }, NULL },
};

START_TEST(finds_a_row)
{
	const char *params[8], *allow;
	const struct route *r =
		route_find(a, paths[_i].method, paths[_i].path, params, &allow, &err);

	if (!paths[_i].operation) {
		ck_assert_msg(!r, "%s found %s", paths[_i].path, r ? r->operation : "");
		ck_assert_int_eq(err.code, paths[_i].code);
		ck_assert_pstr_eq(allow, paths[_i].allow);
		return;
	}
	ck_assert_msg(r, "%s not found", paths[_i].path);
	ck_assert_str_eq(r->operation, paths[_i].operation);
	for (int i = 0; i < 3; i++)
		ck_assert_pstr_eq(params[i], paths[_i].params[i]);
	ck_assert_uint_eq(route_flags(paths[_i].method, paths[_i].path), r->flags);
}
END_TEST

START_TEST(flags_of_no_row_are_none)
{
	ck_assert_uint_eq(route_flags(RQ_GET, "/nothing"), 0);
	ck_assert_uint_eq(route_flags(RQ_DELETE, "/cases/mine"), 0);
	ck_assert_uint_eq(route_flags(RQ_GET, "/cases/mine"), ROUTE_SLOW);
}
END_TEST

/* ---- Queries. */

static const struct {
	const char *query;
	int n;			  /* -1: malformed */
	const char *name, *value; /* of the last */
} queries[] = {
	{ NULL, 0, NULL, NULL },
	{ "", 0, NULL, NULL },
	{ "&&", 0, NULL, NULL },
	{ "a=1", 1, "a", "1" },
	{ "a=1&b", 2, "b", "" },
	{ "flag&a=", 2, "a", "" },
	{ "q=a+b%20c", 1, "q", "a b c" },
	{ "q=a%3D%26b=c", 1, "q", "a=&b=c" },
	{ "%E4%B8%AD=%E6%96%87", 1, "中", "文" },
	{ "a=%", -1, NULL, NULL },
	{ "a=%0", -1, NULL, NULL },
	{ "%00=1", -1, NULL, NULL },
	{ "a=%ff", -1, NULL, NULL },
	{ "a=1&b=%g0", -1, NULL, NULL },
};

START_TEST(reads_a_query)
{
	struct rq_pair *pairs;
	size_t n;
	int rc = text_query(a, queries[_i].query, &pairs, &n, &err);

	if (queries[_i].n < 0) {
		ck_assert_int_eq(rc, -1);
		ck_assert_int_eq(err.code, CW_MALFORMED);
		return;
	}
	ck_assert_int_eq(rc, 0);
	ck_assert_uint_eq(n, (size_t)queries[_i].n);
	if (n) {
		ck_assert_str_eq(pairs[n - 1].name, queries[_i].name);
		ck_assert_str_eq(pairs[n - 1].value, queries[_i].value);
	}
}
END_TEST

START_TEST(bounds_a_query)
{
	char query[300] = "a";
	struct rq_pair *pairs;
	size_t n;

	for (int i = 0; i < 63; i++)
		strcat(query, "&a");
	ck_assert_int_eq(text_query(a, query, &pairs, &n, &err), 0);
	ck_assert_uint_eq(n, 64);
	strcat(query, "&a");
	ck_assert_int_eq(text_query(a, query, &pairs, &n, &err), -1);
}
END_TEST

/* ---- Languages, codings, tags. */

START_TEST(chooses_a_language)
{
	static const struct {
		const char *accept;
		enum cw_lang lang;
	} rows[] = {
		{ NULL, CW_ZH },
		{ "", CW_ZH },
		{ "en", CW_EN },
		{ "en-GB", CW_EN },
		{ "EN-us;q=0.5", CW_EN },
		{ "zh-CN,zh;q=0.9,en;q=0.8", CW_ZH },
		{ "en-US,en;q=0.9,zh-CN;q=0.8", CW_EN },
		{ "zh;q=0.5, en;q=0.5", CW_ZH },
		{ "fr, de", CW_ZH },
		{ "fr, en;q=0.1", CW_EN },
		{ "en;q=0", CW_ZH },
		{ "*", CW_ZH },
		{ "en;q=0.2, *;q=0.9", CW_ZH },
		{ "zh;q=0, *", CW_EN },
		{ "english", CW_ZH },
		{ ";;,q=,en", CW_EN },
	};

	for (int i = 0; i < COUNT(rows); i++)
		ck_assert_msg(text_language(rows[i].accept) == rows[i].lang, "row %d", i);
}
END_TEST

START_TEST(accepts_codings)
{
	ck_assert(text_accepts("gzip, deflate, br", "gzip"));
	ck_assert(text_accepts("br;q=1.0, GZIP;q=0.8", "gzip"));
	ck_assert(!text_accepts("gzip;q=0", "gzip"));
	ck_assert(!text_accepts("xgzip", "gzip"));
	ck_assert(!text_accepts("", "gzip"));
	ck_assert(!text_accepts(NULL, "gzip"));
}
END_TEST

START_TEST(compares_tags)
{
	ck_assert(text_has_tag("\"1-ab\"", "\"1-ab\""));
	ck_assert(text_has_tag("\"x\", W/\"1-ab\"", "\"1-ab\""));
	ck_assert(text_has_tag("*", "\"1-ab\""));
	ck_assert(!text_has_tag("\"1-abc\"", "\"1-ab\""));
	ck_assert(!text_has_tag("1-ab", "\"1-ab\""));
	ck_assert(!text_has_tag(NULL, "\"1-ab\""));
	ck_assert(!text_has_tag("", "\"1-ab\""));
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("route");
	TCase *tc = tcase_create("route");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, finds_a_row, 0, COUNT(paths));
	tcase_add_test(tc, flags_of_no_row_are_none);
	tcase_add_loop_test(tc, reads_a_query, 0, COUNT(queries));
	tcase_add_test(tc, bounds_a_query);
	tcase_add_test(tc, chooses_a_language);
	tcase_add_test(tc, accepts_codings);
	tcase_add_test(tc, compares_tags);
	suite_add_tcase(s, tc);
	return s;
}

int main(void)
{
	return tap_run(suite());
}
