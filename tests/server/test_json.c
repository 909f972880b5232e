/* Strict JSON (server/act/json.c), spec tables (parse.c), problems (problem.c). */
#include <stdlib.h>
#include <string.h>

#include "server/act/json.h"
#include "server/act/parse.h"
#include "tests/lib/tap.h"

static struct cw_arena *arena;

static void setup(void)
{
	arena = cw_arena_new(0);
	ck_assert_ptr_nonnull(arena);
}

static void teardown(void)
{
	cw_arena_free(arena);
}

/* ---- Parsing. */

static const char *const good[] = {
	"{}",
	"[]",
	"0",
	"-1.5e3",
	" {\"a\" : [1, 2, {\"b\":null}]} \n",
	"{\"a\":{\"a\":1},\"b\":{\"a\":2}}",
	"\"\\ud83d\\ude00\"",
	"\"a \\\" : \\\\ {'NaN'} b\"",
	"{\"\\u4e2d\":\"中\"}",
	"[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]",
};

static const struct {
	const char *text;
	size_t len; /* 0: strlen */
	enum cw_msg msg;
} bad[] = {
	{ "", 0, CW_MSG_JSON_BROKEN },
	{ "null", 0, CW_MSG_JSON_BROKEN }, /* nothing to work with */
	{ "{", 0, CW_MSG_JSON_BROKEN },
	{ "{}x", 0, CW_MSG_JSON_BROKEN },
	{ "{} {}", 0, CW_MSG_JSON_BROKEN },
	{ "{\"a\":1,}", 0, CW_MSG_JSON_BROKEN },
	{ "[1,]", 0, CW_MSG_JSON_BROKEN },
	{ "{'a':1}", 0, CW_MSG_JSON_BROKEN },
	{ "{a:1}", 0, CW_MSG_JSON_BROKEN },
	{ "[NaN]", 0, CW_MSG_JSON_BROKEN },
	{ "[-Infinity]", 0, CW_MSG_JSON_BROKEN },
	{ "[1.]", 0, CW_MSG_JSON_BROKEN },
	{ "[01]", 0, CW_MSG_JSON_BROKEN },
	{ "[.5]", 0, CW_MSG_JSON_BROKEN },
	{ "[+1]", 0, CW_MSG_JSON_BROKEN },
	{ "[TRUE]", 0, CW_MSG_JSON_BROKEN },
	{ "// a\n{}", 0, CW_MSG_JSON_BROKEN },
	{ "\"a\nb\"", 0, CW_MSG_JSON_BROKEN },
	{ "\"a\tb\"", 0, CW_MSG_JSON_BROKEN },
	{ "\"abc", 0, CW_MSG_JSON_BROKEN },
	{ "\"\\x\"", 0, CW_MSG_JSON_BROKEN },
	{ "\"\\ud800\"", 0, CW_MSG_JSON_BROKEN },
	{ "\"\\ud800\\u0041\"", 0, CW_MSG_JSON_BROKEN },
	{ "\"\\udc00\"", 0, CW_MSG_JSON_BROKEN },
	{ "\"\\u12\"", 0, CW_MSG_JSON_BROKEN },
	{ "\"\\u0000\"", 0, CW_MSG_JSON_NUL },
	{ "{\"a\\u0000\":1}", 0, CW_MSG_JSON_NUL },
	{ "{}\0", 3, CW_MSG_JSON_BROKEN },
	{ "\"a\0b\"", 5, CW_MSG_JSON_BROKEN },
	{ "\"\xc0\x80\"", 0, CW_MSG_BAD_UTF8 },
	{ "\"\xed\xa0\x80\"", 0, CW_MSG_BAD_UTF8 },
	{ "\"\xff\"", 0, CW_MSG_BAD_UTF8 },
	{ "\xef\xbb\xbf{}", 0, CW_MSG_JSON_BROKEN },
	{ "{\"a\":1,\"a\":2}", 0, CW_MSG_JSON_DUPLICATE_KEY },
	{ "{\"a\":1,\"\\u0061\":2}", 0, CW_MSG_JSON_DUPLICATE_KEY },
	{ "{\"a\":{\"b\":1},\"a\":{\"b\":1}}", 0, CW_MSG_JSON_DUPLICATE_KEY },
	{ "[{\"x\":[{\"a\":1,\"b\":2,\"a\":3}]}]", 0, CW_MSG_JSON_DUPLICATE_KEY },
	{ "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]", 0, CW_MSG_JSON_TOO_DEEP },
};

START_TEST(parses)
{
	struct json_object *o;
	struct cw_err err;

	cw_err_clear(&err);
	ck_assert_msg(rq_json_parse(good[_i], strlen(good[_i]), &o, &err) == 0, "%s", good[_i]);
	json_object_put(o);
}
END_TEST

START_TEST(refuses)
{
	size_t len = bad[_i].len ? bad[_i].len : strlen(bad[_i].text);
	struct json_object *o;
	struct cw_err err;

	cw_err_clear(&err);
	ck_assert_msg(rq_json_parse(bad[_i].text, len, &o, &err) == -1, "%s", bad[_i].text);
	ck_assert_ptr_null(o);
	ck_assert_int_eq(err.code, CW_MALFORMED);
	ck_assert_msg(err.msg == bad[_i].msg, "%s: %s", bad[_i].text, cw_msg_name(err.msg));
}
END_TEST

/* The bytes behind the text are not the text's. */
START_TEST(stops_at_the_length)
{
	struct json_object *o;
	struct cw_err err;
	char *text = malloc(3);

	memcpy(text, "{}", 3);
	cw_err_clear(&err);
	ck_assert_int_eq(rq_json_parse(text, 2, &o, &err), 0);
	json_object_put(o);
	free(text);
	ck_assert_int_eq(rq_json_parse("12345", 2, &o, &err), 0);
	ck_assert_int_eq(json_object_get_int(o), 12);
	json_object_put(o);
}
END_TEST

/* ---- Spec tables. */

struct inner {
	const char *name;
	cw_day day;
};
struct target {
	const char *text;
	int number, choice;
	bool flag;
	cw_day day;
	cw_fen money;
	uint64_t id;
	struct inner inner;
	struct rq_list list, words;
	struct json_object *any;
};
static const char *const choices[] = { "red", "green", NULL };
static const struct inner inner_default = { NULL, CW_DAY_NONE };
static const struct rq_field inner_fields[] = {
	RQ_FIELD(struct inner, name, RQ_STRING, .required = true, .max = 4),
	RQ_FIELD(struct inner, day, RQ_DAY),
	{ .name = NULL },
};
static const struct rq_field fields[] = {
	RQ_FIELD(struct target, text, RQ_STRING, .required = true, .min = 2, .max = 5),
	RQ_FIELD(struct target, number, RQ_INT, .min = -2, .max = 9),
	RQ_FIELD(struct target, choice, RQ_CHOICE, .choices = choices),
	RQ_FIELD(struct target, flag, RQ_BOOL),
	RQ_FIELD(struct target, day, RQ_DAY),
	RQ_FIELD(struct target, money, RQ_MONEY, .max = 10000),
	RQ_FIELD(struct target, id, RQ_ID),
	RQ_FIELD(struct target, inner, RQ_OBJECT, .sub = inner_fields),
	RQ_FIELD(struct target, list, RQ_LIST, .min = 1, .max = 2, .sub = inner_fields,
		 .sub_size = sizeof(struct inner), .sub_default = &inner_default),
	RQ_FIELD(struct target, words, RQ_LIST),
	RQ_FIELD(struct target, any, RQ_JSON),
	{ .name = NULL },
};

static int parse(const char *text, struct json_object **o, struct target *t, struct cw_err *err)
{
	cw_err_clear(err);
	*t = (struct target){ .day = CW_DAY_NONE, .choice = -1 };
	ck_assert_int_eq(rq_json_parse(text, strlen(text), o, err), 0);
	return rq_parse(arena, *o, fields, t, err);
}

START_TEST(reads_every_type)
{
	struct json_object *o;
	struct target t;
	struct cw_err err;
	const struct inner *list;

	ck_assert_int_eq(
		parse("{\"text\":\" \\u3000中文 "
		      "\",\"number\":-2,\"choice\":\"green\",\"flag\":true,"
		      "\"day\":\"2026-02-28\",\"money\":\"100.00\",\"id\":\"18446744\","
		      "\"inner\":{\"name\":\"x\",\"day\":null},"
		      "\"list\":[{\"name\":\"a\"},{\"name\":\"b\",\"day\":\"2026-03-01\"}],"
		      "\"words\":[\" w \"],\"any\":[1]}",
		      &o, &t, &err),
		0);
	ck_assert_str_eq(t.text, "中文");
	ck_assert_int_eq(t.number, -2);
	ck_assert_int_eq(t.choice, 1);
	ck_assert(t.flag);
	ck_assert_int_eq(t.day, cw_day_of(2026, 2, 28));
	ck_assert_int_eq(t.money, 10000);
	ck_assert_uint_eq(t.id, 18446744);
	ck_assert_str_eq(t.inner.name, "x");
	ck_assert_uint_eq(t.list.n, 2);
	list = t.list.items;
	ck_assert_int_eq(list[0].day, CW_DAY_NONE);
	ck_assert_int_eq(list[1].day, cw_day_of(2026, 3, 1));
	ck_assert_str_eq(((const char *const *)t.words.items)[0], "w");
	ck_assert(json_object_is_type(t.any, json_type_array));
	json_object_put(o);
}
END_TEST

/* ---- Without memory. */

static const char every_type[] =
	"{\"text\":\"中文\",\"number\":7,\"choice\":\"green\",\"flag\":true,\"day\":\"2026-02-28\","
	"\"money\":\"12.34\",\"id\":\"18\",\"inner\":{\"name\":\"x\",\"day\":\"2026-03-01\"},"
	"\"list\":[{\"name\":\"a\"},{\"name\":\"b\"}],\"words\":[\"v\",\"w\"],\"any\":[1]}";
/* Each type's fault, in the places that have names of their own. */
static const char every_fault[] = "{\"text\":\"a\",\"number\":10,\"choice\":\"blue\",\"flag\":1,"
				  "\"day\":\"x\",\"money\":\"100.01\","
				  "\"id\":\"0\",\"inner\":{\"day\":3},\"list\":[1,{\"name\":\"a\","
				  "\"x~/\":1}],\"words\":[\"\",null],"
				  "\"zz\":1}";

/* Whether the N-th allocation came; 0 if parsing went well. */
static bool parse_without(uint64_t n, struct json_object *o, struct target *t, int *rc,
			  struct cw_err *err)
{
	bool failed;

	cw_err_clear(err);
	*t = (struct target){ .day = CW_DAY_NONE, .choice = -1 };
	cw_arena_fail_after(n);
	*rc = rq_parse(arena, o, fields, t, err);
	/* The first to fail, if parsing did not come to it. */
	failed = cw_alloc(arena, 1) != NULL;
	cw_arena_fail_after(0);
	return failed;
}

static bool all_there(const struct target *t)
{
	const struct inner *list = t->list.items;
	const char *const *words = t->words.items;

	return strcmp(t->text, "中文") == 0 && t->number == 7 && t->choice == 1 && t->flag &&
	       t->day == cw_day_of(2026, 2, 28) && t->money == 1234 && t->id == 18 &&
	       strcmp(t->inner.name, "x") == 0 && t->inner.day == cw_day_of(2026, 3, 1) &&
	       t->list.n == 2 && strcmp(list[1].name, "b") == 0 && t->words.n == 2 &&
	       strcmp(words[1], "w") == 0 && t->any;
}

/* Wherever memory ends: all is read, or it says so; never half of it. */
START_TEST(reads_all_or_lacks_memory)
{
	struct json_object *o;
	struct target t;
	struct cw_err err;
	unsigned lacking = 0;
	uint64_t n = 1;
	int rc;

	ck_assert_int_eq(rq_json_parse(every_type, strlen(every_type), &o, &err), 0);
	for (bool came = true; came; n++) {
		came = parse_without(n, o, &t, &rc, &err);
		if (rc) {
			ck_assert_int_eq(err.code, CW_INTERNAL);
			lacking++;
		} else {
			ck_assert_msg(all_there(&t), "without the allocation %d", (int)n);
		}
	}
	ck_assert_uint_eq(lacking,
			  8); /* six strings, two lists; a place that is not asked for may lack */
	json_object_put(o);
}
END_TEST

/* Every fault is named with its place, or none: a list with holes would send somebody the wrong
 * way. */
START_TEST(names_all_faults_or_lacks_memory)
{
	static struct cw_err whole, err;
	struct json_object *o;
	struct target t;
	unsigned lacking = 0;
	int rc;

	ck_assert_int_eq(rq_json_parse(every_fault, strlen(every_fault), &o, &whole), 0);
	parse_without(0, o, &t, &rc, &whole);
	ck_assert_int_eq(rc, -1);
	ck_assert_uint_eq(whole.n_items, 14);
	for (uint64_t n = 1, came = true; came; n++) {
		came = parse_without(n, o, &t, &rc, &err);
		ck_assert_int_eq(rc, -1);
		if (err.code == CW_INTERNAL) {
			lacking++;
			continue;
		}
		ck_assert_int_eq(err.code, CW_INVALID);
		ck_assert_uint_eq(err.n_items, whole.n_items);
		for (unsigned i = 0; i < whole.n_items; i++) {
			ck_assert_str_eq(err.items[i].pointer, whole.items[i].pointer);
			ck_assert_int_eq(err.items[i].msg, whole.items[i].msg);
			ck_assert_str_eq(err.items[i].args[0], whole.items[i].args[0]);
		}
	}
	ck_assert_uint_gt(lacking, whole.n_items);
	json_object_put(o);
}
END_TEST

START_TEST(leaves_defaults)
{
	struct json_object *o;
	struct target t;
	struct cw_err err;

	ck_assert_int_eq(parse("{\"text\":\"ab\",\"day\":null,\"choice\":null}", &o, &t, &err), 0);
	ck_assert_int_eq(t.day, CW_DAY_NONE);
	ck_assert_int_eq(t.choice, -1);
	ck_assert_ptr_null(t.list.items);
	json_object_put(o);
}
END_TEST

/* One fault each, named by its place. */
static const struct {
	const char *text, *pointer;
	enum cw_msg msg;
} faults[] = {
	{ "{}", "/text", CW_MSG_REQUIRED },
	{ "{\"text\":null}", "/text", CW_MSG_REQUIRED },
	{ "{\"text\":\" \"}", "/text", CW_MSG_REQUIRED },
	{ "{\"text\":\"a\"}", "/text", CW_MSG_TOO_SHORT },
	{ "{\"text\":\"一二三四五六\"}", "/text", CW_MSG_TOO_LONG },
	{ "{\"text\":\"a\\u0007b\"}", "/text", CW_MSG_CONTROL_CHARACTER },
	{ "{\"text\":1}", "/text", CW_MSG_WRONG_TYPE },
	{ "{\"text\":\"ab\",\"number\":10}", "/number", CW_MSG_OUT_OF_RANGE },
	{ "{\"text\":\"ab\",\"number\":-3}", "/number", CW_MSG_OUT_OF_RANGE },
	{ "{\"text\":\"ab\",\"number\":99999999999999999999}", "/number", CW_MSG_OUT_OF_RANGE },
	{ "{\"text\":\"ab\",\"number\":1.0}", "/number", CW_MSG_WRONG_TYPE },
	{ "{\"text\":\"ab\",\"number\":\"1\"}", "/number", CW_MSG_WRONG_TYPE },
	{ "{\"text\":\"ab\",\"choice\":\"blue\"}", "/choice", CW_MSG_NOT_A_CHOICE },
	{ "{\"text\":\"ab\",\"flag\":1}", "/flag", CW_MSG_WRONG_TYPE },
	{ "{\"text\":\"ab\",\"day\":\"2026-02-30\"}", "/day", CW_MSG_BAD_DATE },
	{ "{\"text\":\"ab\",\"money\":\"1.234\"}", "/money", CW_MSG_BAD_MONEY },
	{ "{\"text\":\"ab\",\"money\":\"100.01\"}", "/money", CW_MSG_OUT_OF_RANGE },
	{ "{\"text\":\"ab\",\"id\":\"0\"}", "/id", CW_MSG_BAD_ID },
	{ "{\"text\":\"ab\",\"id\":\"12345678901234567890\"}", "/id", CW_MSG_BAD_ID },
	{ "{\"text\":\"ab\",\"id\":\"1a\"}", "/id", CW_MSG_BAD_ID },
	{ "{\"text\":\"ab\",\"inner\":[]}", "/inner", CW_MSG_WRONG_TYPE },
	{ "{\"text\":\"ab\",\"inner\":{}}", "/inner/name", CW_MSG_REQUIRED },
	{ "{\"text\":\"ab\",\"list\":[]}", "/list", CW_MSG_REQUIRED },
	{ "{\"text\":\"ab\",\"list\":[1]}", "/list/0", CW_MSG_WRONG_TYPE },
	{ "{\"text\":\"ab\",\"list\":[{\"name\":\"a\"},{\"name\":\"b\",\"x\":1}]}", "/list/1/x",
	  CW_MSG_UNKNOWN_FIELD },
	{ "{\"text\":\"ab\",\"list\":[{},{},{}]}", "/list", CW_MSG_TOO_MANY },
	{ "{\"text\":\"ab\",\"words\":[\"a\",null]}", "/words/1", CW_MSG_WRONG_TYPE },
	{ "{\"text\":\"ab\",\"words\":[\"\"]}", "/words/0", CW_MSG_REQUIRED },
	{ "{\"text\":\"ab\",\"a/b~c\":1}", "/a~1b~0c", CW_MSG_UNKNOWN_FIELD },
};

START_TEST(names_a_fault)
{
	struct json_object *o;
	struct target t;
	struct cw_err err;

	ck_assert_int_eq(parse(faults[_i].text, &o, &t, &err), -1);
	ck_assert_int_eq(err.code, CW_INVALID);
	ck_assert_uint_eq(err.n_items, 1);
	ck_assert_str_eq(err.items[0].pointer, faults[_i].pointer);
	ck_assert_msg(err.items[0].msg == faults[_i].msg, "%s: %s", faults[_i].text,
		      cw_msg_name(err.items[0].msg));
	json_object_put(o);
}
END_TEST

START_TEST(names_all_faults_at_once)
{
	struct json_object *o;
	struct target t;
	struct cw_err err;

	ck_assert_int_eq(
		parse("{\"number\":77,\"day\":\"x\",\"inner\":{\"day\":3},\"zz\":1}", &o, &t, &err),
		-1);
	ck_assert_uint_eq(err.n_items, 6); /* text, number, day, inner/name, inner/day, zz */
	json_object_put(o);
}
END_TEST

START_TEST(reads_query_parameters)
{
	const struct rq_pair pairs[] = { { "text", "ab" },
					 { "number", "7" },
					 { "flag", "true" },
					 { "day", "2026-01-02" },
					 { "choice", "" } };
	struct target t = { .choice = -1 };
	struct cw_err err;

	cw_err_clear(&err);
	ck_assert_int_eq(rq_parse_pairs(arena, pairs, 5, fields, &t, &err), 0);
	ck_assert_int_eq(t.number, 7);
	ck_assert(t.flag);
	ck_assert_int_eq(t.day, cw_day_of(2026, 1, 2));
	ck_assert_int_eq(t.choice, -1);
}
END_TEST

START_TEST(refuses_query_parameters)
{
	const struct rq_pair pairs[] = {
		{ "text", "ab" },  { "text", "cd" }, { "number", " 7" },
		{ "flag", "yes" }, { "nope", "1" },  { "day", "2026-1-2" }
	};
	const char *const pointers[] = { "?text", "?number", "?flag", "?day", "?nope" };
	struct target t;
	struct cw_err err;

	cw_err_clear(&err);
	ck_assert_int_eq(rq_parse_pairs(arena, pairs, 6, fields, &t, &err), -1);
	ck_assert_uint_eq(err.n_items, 5);
	for (int i = 0; i < 5; i++)
		ck_assert_str_eq(err.items[i].pointer, pointers[i]);
}
END_TEST

/* ---- Problems. */

static const char *member(struct json_object *o, const char *key)
{
	struct json_object *v;

	return json_object_object_get_ex(o, key, &v) ? json_object_get_string(v) : NULL;
}

START_TEST(makes_a_problem)
{
	struct json_object *o, *errors, *row;
	struct cw_err err;

	cw_err_clear(&err);
	cw_fail_item(&err, "/a", CW_MSG_TOO_LONG, "5", NULL);
	cw_fail_item(&err, "?b", CW_MSG_REQUIRED, NULL);
	o = rq_problem_object(arena, &err, CW_EN);
	ck_assert_str_eq(member(o, "type"), "/problems/invalid");
	ck_assert_str_eq(member(o, "status"), "422");
	ck_assert_str_eq(member(o, "code"), "invalid_input");
	ck_assert_ptr_null(member(o, "rule"));
	json_object_object_get_ex(o, "errors", &errors);
	row = json_object_array_get_idx(errors, 0);
	ck_assert_str_eq(member(row, "pointer"), "/a");
	ck_assert_str_eq(member(row, "code"), "too_long");
	ck_assert_str_eq(member(row, "detail"), "is too long, at most 5 characters");
	ck_assert_str_eq(member(json_object_array_get_idx(errors, 1), "pointer"), "?b");
	json_object_put(o);
}
END_TEST

START_TEST(cites_the_law)
{
	struct json_object *o;
	struct cw_err err;

	cw_err_clear(&err);
	cw_fail_law(&err, CW_MSG_NOT_FOUND, "R-CLOCK-2", "条例33", NULL);
	o = rq_problem_object(arena, &err, CW_ZH);
	ck_assert_str_eq(member(o, "status"), "409");
	ck_assert_str_eq(member(o, "rule"), "R-CLOCK-2");
	ck_assert_str_eq(member(o, "article"), "条例33");
	json_object_put(o);
}
END_TEST

START_TEST(has_a_title_for_every_code)
{
	for (int code = CW_MALFORMED; code < CW_CODE_MAX; code++) {
		struct json_object *o;
		struct cw_err err;

		cw_err_clear(&err);
		cw_fail(&err, (enum cw_code)code, CW_MSG_NONE, NULL);
		o = rq_problem_object(arena, &err, CW_ZH);
		ck_assert_int_ge(rq_status_of((enum cw_code)code), 400);
		ck_assert_uint_gt(strlen(member(o, "title")), 0);
		ck_assert_uint_gt(strlen(member(o, "detail")), 0);
		json_object_put(o);
	}
}
END_TEST

START_TEST(writes_instants)
{
	struct json_object *o = rq_obj();

	rq_put_time(o, "zero", 0);
	rq_put_time(o, "before", -1);
	rq_put_time(o, "later", INT64_C(1772409600123456));
	rq_put_time(o, "none", INT64_MIN);
	ck_assert_str_eq(member(o, "zero"), "1970-01-01T00:00:00.000000Z");
	ck_assert_str_eq(member(o, "before"), "1969-12-31T23:59:59.999999Z");
	ck_assert_str_eq(member(o, "later"), "2026-03-02T00:00:00.123456Z");
	ck_assert_ptr_null(member(o, "none"));
	json_object_put(o);
}
END_TEST

#define COUNT(rows) ((int)(sizeof(rows) / sizeof((rows)[0])))

/* Events are hashed as they are written: the writer gives json-c's own bytes. */
START_TEST(writes_as_json_c_does)
{
	static const char *const texts[] = {
		"{}",
		"[]",
		"[[],{},[{}],null,true,false,0,-1,9223372036854775807,-9223372036854775808,18446744073709551615]",
		"[1.5,-0.25,1e300]",
		"{\"\":\"\",\"中文\":\"𠮷\\u0000\",\"a/b\":\"</script>\"}",
		"\"\\u0001\\u001f\\u007f\\b\\t\\n\\f\\r\\\"\\\\ \\u2028\\u202e\"",
		"{\"a\":{\"b\":[{\"c\":[\"d\",\"e\"]},\"f\"]},\"g\":null}",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct json_object *o = json_tokener_parse(texts[i]);
		size_t want_len, len;
		const char *want = json_object_to_json_string_length(
			o, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &want_len);
		const char *text = rq_json_text(arena, o, &len);

		ck_assert_ptr_nonnull(text);
		ck_assert_uint_eq(len, want_len);
		ck_assert_msg(memcmp(text, want, len) == 0, "%s", text);
		json_object_put(o);
	}
	ck_assert_str_eq(rq_json_text(arena, NULL, NULL), "null");
}
END_TEST

/* Member by member the same text as by way of a tree. */
START_TEST(writes_without_a_tree_what_a_tree_would_be)
{
	struct json_object *o = rq_obj(), *list = rq_array(), *one = rq_obj();
	const cw_day day = cw_day_of(2026, 3, 30);
	struct rq_text t;
	size_t len;

	rq_text_init(&t, arena);
	rq_text_open(&t, NULL, '{');
	rq_text_open(&t, "items", '[');
	rq_text_open(&t, NULL, '{');
	rq_text_str(&t, "title", "a\"b\\</script>\n\x01𠮷");
	rq_text_str(&t, "none", NULL);
	rq_text_int(&t, "least", INT64_MIN);
	rq_text_int(&t, "zero", 0);
	rq_text_bool(&t, "yes", true);
	rq_text_id(&t, "id", UINT64_MAX);
	rq_text_id(&t, "no_id", 0);
	rq_text_day(&t, "day", day);
	rq_text_day(&t, "no_day", CW_DAY_NONE);
	rq_text_msg(&t, "word", CW_MSG_NOT_FOUND, CW_ZH);
	rq_text_close(&t, '}');
	rq_text_open(&t, NULL, '[');
	rq_text_close(&t, ']');
	rq_text_str(&t, NULL, "last");
	rq_text_close(&t, ']');
	rq_text_str(&t, "next", NULL);
	rq_text_close(&t, '}');

	rq_put_str(one, "title", "a\"b\\</script>\n\x01𠮷");
	rq_put_str(one, "none", NULL);
	rq_put_int(one, "least", INT64_MIN);
	rq_put_int(one, "zero", 0);
	rq_put_bool(one, "yes", true);
	rq_put_id(one, "id", UINT64_MAX);
	rq_put_id(one, "no_id", 0);
	rq_put_day(one, "day", day);
	rq_put_day(one, "no_day", CW_DAY_NONE);
	rq_put_msg(arena, one, "word", CW_MSG_NOT_FOUND, NULL, CW_ZH);
	rq_push(list, one);
	rq_push(list, rq_array());
	rq_push(list, json_object_new_string("last"));
	rq_put(o, "items", list);
	rq_put_str(o, "next", NULL);
	ck_assert_str_eq(rq_text_done(&t, &len), rq_json_text(arena, o, NULL));
	ck_assert_uint_eq(len, strlen(rq_text_done(&t, NULL)));
	json_object_put(o);
}
END_TEST

/* What found no place is no object, and what was put into it meanwhile is nobody's harm. */
START_TEST(a_lack_is_told_once)
{
	struct json_object *o = rq_obj(), *part = rq_obj();

	rq_put_str(o, "whole", "yes");
	ck_assert(rq_json_whole());
	rq_put(NULL, "part", part);
	rq_put_str(part, "still", "filled");
	rq_put(part, "list", rq_array());
	ck_assert_ptr_null(rq_json_text(arena, o, NULL));
	ck_assert_str_eq(rq_json_text(arena, o, NULL), "{\"whole\":\"yes\"}");
	rq_push(NULL, rq_obj());
	ck_assert(!rq_json_whole());
	ck_assert(rq_json_whole());
	json_object_put(o);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("json");
	TCase *tc = tcase_create("json");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, parses, 0, COUNT(good));
	tcase_add_loop_test(tc, refuses, 0, COUNT(bad));
	tcase_add_test(tc, stops_at_the_length);
	tcase_add_test(tc, reads_every_type);
	tcase_add_test(tc, reads_all_or_lacks_memory);
	tcase_add_test(tc, names_all_faults_or_lacks_memory);
	tcase_add_test(tc, leaves_defaults);
	tcase_add_loop_test(tc, names_a_fault, 0, COUNT(faults));
	tcase_add_test(tc, names_all_faults_at_once);
	tcase_add_test(tc, reads_query_parameters);
	tcase_add_test(tc, refuses_query_parameters);
	tcase_add_test(tc, makes_a_problem);
	tcase_add_test(tc, cites_the_law);
	tcase_add_test(tc, has_a_title_for_every_code);
	tcase_add_test(tc, writes_instants);
	tcase_add_test(tc, writes_as_json_c_does);
	tcase_add_test(tc, writes_without_a_tree_what_a_tree_would_be);
	tcase_add_test(tc, a_lack_is_told_once);
	suite_add_tcase(suite, tc);
	return tap_run(suite);
}
