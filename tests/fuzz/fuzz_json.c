/* A request's body: strict JSON, then a spec table with every type of field. */
#include "casework/base/text.h"
#include "server/act/json.h"
#include "server/act/parse.h"
#include "tests/fuzz/fuzz.h"

struct inner {
	const char *text;
	cw_day day;
};
struct outer {
	const char *text;
	int number, choice;
	bool flag;
	cw_day day;
	cw_fen amount;
	uint64_t id;
	struct inner one;
	struct rq_list many, words;
	struct json_object *any;
};
static const char *const choices[] = { "a", "b", NULL };
static const struct rq_field inner_fields[] = {
	RQ_FIELD(struct inner, text, RQ_STRING, .max = 20),
	RQ_FIELD(struct inner, day, RQ_DAY),
	{ .name = NULL },
};
static const struct inner inner_default = { .day = CW_DAY_NONE };
static const struct rq_field outer_fields[] = {
	RQ_FIELD(struct outer, text, RQ_STRING, .required = true, .min = 1, .max = 200),
	RQ_FIELD(struct outer, number, RQ_INT, .min = -5, .max = 99),
	RQ_FIELD(struct outer, choice, RQ_CHOICE, .choices = choices),
	RQ_FIELD(struct outer, flag, RQ_BOOL),
	RQ_FIELD(struct outer, day, RQ_DAY),
	RQ_FIELD(struct outer, amount, RQ_MONEY, .max = 1000000),
	RQ_FIELD(struct outer, id, RQ_ID),
	RQ_FIELD(struct outer, one, RQ_OBJECT, .sub = inner_fields),
	RQ_FIELD(struct outer, many, RQ_LIST, .max = 4, .sub = inner_fields,
		 .sub_size = sizeof(struct inner), .sub_default = &inner_default),
	RQ_FIELD(struct outer, words, RQ_LIST, .max = 4),
	RQ_FIELD(struct outer, any, RQ_JSON),
	{ .name = NULL },
};

static void check_faults(const struct cw_err *err, struct cw_arena *a)
{
	struct json_object *problem;

	must(err->n_items > 0 && err->n_items <= CW_ERR_ITEMS);
	for (unsigned i = 0; i < err->n_items; i++) {
		const char *p = err->items[i].pointer;

		must(cw_utf8_valid(p, strlen(p)) && (*p == '/' || !*p));
		for (int k = 0; k < CW_MSG_ARGS; k++)
			must(cw_utf8_valid(err->items[i].args[k], strlen(err->items[i].args[k])));
	}
	problem = rq_problem_object(a, err, CW_ZH);
	must(problem);
	json_object_put(problem);
}

static void check_text(const char *text, size_t max)
{
	must(cw_utf8_valid(text, strlen(text)) && !cw_text_has_control(text, strlen(text)) &&
	     cw_utf8_count(text, strlen(text)) <= max);
}

static void check_read(const struct outer *o)
{
	check_text(o->text, 200);
	must(*o->text && o->number >= -5 && o->number <= 99 && o->choice >= 0 && o->choice < 2);
	must(o->amount >= 0 && o->amount <= 1000000);
	must(o->day == CW_DAY_NONE || (o->day >= CW_DAY_MIN && o->day <= CW_DAY_MAX));
	must(o->many.n <= 4 && o->words.n <= 4);
	for (size_t i = 0; i < o->many.n; i++)
		if (((const struct inner *)o->many.items)[i].text)
			check_text(((const struct inner *)o->many.items)[i].text, 20);
	for (size_t i = 0; i < o->words.n; i++)
		check_text(((const char *const *)o->words.items)[i], 2000);
}

/* What was read and is written reads again as the same. */
static void check_round(struct json_object *v)
{
	const char *once = json_object_to_json_string_ext(v, JSON_C_TO_STRING_PLAIN);
	struct json_object *again;
	struct cw_err err;

	cw_err_clear(&err);
	must(once && rq_json_parse(once, strlen(once), &again, &err) == 0);
	must(json_object_equal(v, again));
	json_object_put(again);
}

FUZZ_TAKES("least", "whole", "edges", "four-bytes", "pair", "minus-zero", "rtl")
FUZZ(data, size, a)
{
	struct outer o = { .day = CW_DAY_NONE, .one = { .day = CW_DAY_NONE } };
	struct json_object *v;
	struct cw_err err;

	cw_err_clear(&err);
	if (rq_json_parse((const char *)data, size, &v, &err)) {
		must(err.code == CW_MALFORMED);
		return;
	}
	if (v)
		check_round(v);
	if (rq_parse(a, v, outer_fields, &o, &err)) {
		must(err.code == CW_INVALID || err.code == CW_MALFORMED);
		if (err.code == CW_INVALID)
			check_faults(&err, a);
	} else {
		check_read(&o);
		fuzz_taken();
	}
	json_object_put(v);
}
