#include "server/act/calc.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "server/act/clock_json.h"

/* ---- Due day. */

/* Enough for any period of the law. */
#define WORKING_DAYS_MAX 1000

const struct rq_field calc_due_fields[] = {
	RQ_FIELD(struct calc_due, from, RQ_DAY, .required = true),
	RQ_FIELD(struct calc_due, working_days, RQ_INT, .required = true, .max = WORKING_DAYS_MAX),
	{ .name = NULL },
};

struct json_object *calc_due(const struct calc *c, const struct calc_due *in, struct cw_err *err)
{
	struct cw_clock clock;
	struct json_object *o;

	if (cw_clock_due_day(c->arena, in->from, in->working_days, c->calendar, &clock, err))
		return NULL;
	o = rq_obj();
	if (!o) {
		cw_fail_memory(err);
		return NULL;
	}
	rq_put_day(o, "due_on", clock.due_on);
	rq_put_bool(o, "provisional", clock.provisional);
	rq_put(o, "steps", act_steps_json(c->arena, clock.steps, clock.n_steps, c->lang));
	return o;
}

/* ---- Fee. */

static const char *const methods[] = {
	[CW_FEE_BY_ITEM] = "by_item", [CW_FEE_BY_PAGE] = "by_page", NULL
};

const struct calc_fee calc_fee_default = { .units = -1, .units_before = -1, .pages = -1 };
const struct rq_field calc_fee_fields[] = {
	RQ_FIELD(struct calc_fee, method, RQ_CHOICE, .required = true, .choices = methods),
	RQ_FIELD(struct calc_fee, units, RQ_INT, .max = CW_FEE_UNITS_MAX),
	RQ_FIELD(struct calc_fee, units_before, RQ_INT, .max = CW_FEE_UNITS_MAX),
	RQ_FIELD(struct calc_fee, pages, RQ_INT, .max = CW_FEE_UNITS_MAX),
	{ .name = NULL },
};

/* One request has one method (R-FEE-2), so members of the other are a mistake. */
static int check_fee(const struct calc_fee *in, struct cw_err *err)
{
	int rc = 0;

	if (in->method == CW_FEE_BY_ITEM) {
		if (in->units < 0)
			rc |= cw_fail_item(err, "/units", CW_MSG_REQUIRED, NULL);
		if (in->pages >= 0)
			rc |= cw_fail_item(err, "/pages", CW_MSG_NOT_WITH_METHOD, "by_item", NULL);
		return rc;
	}
	if (in->pages < 0)
		rc |= cw_fail_item(err, "/pages", CW_MSG_REQUIRED, NULL);
	if (in->units >= 0)
		rc |= cw_fail_item(err, "/units", CW_MSG_NOT_WITH_METHOD, "by_page", NULL);
	if (in->units_before >= 0)
		rc |= cw_fail_item(err, "/units_before", CW_MSG_NOT_WITH_METHOD, "by_page", NULL);
	return rc;
}

static void put_money(struct json_object *o, const char *fen, const char *yuan, cw_fen amount)
{
	rq_put_int(o, fen, amount);
	rq_put_yuan(o, yuan, amount);
}

static const char *fee_rule(enum cw_fee_method method)
{
	return method == CW_FEE_BY_ITEM ? "R-FEE-3" : "R-FEE-4";
}

static const char *fee_article(enum cw_fee_method method)
{
	return method == CW_FEE_BY_ITEM ? "费4" : "费5";
}

/* 0 is an open end. */
static void put_last(struct json_object *o, int64_t last)
{
	if (last)
		rq_put_int(o, "last", last);
	else
		rq_put(o, "last", NULL);
}

static struct json_object *fee_step(const struct calc *c, enum cw_fee_method method,
				    const struct cw_fee_step *s)
{
	struct json_object *o = rq_obj();
	char yuan[CW_MONEY_TEXT], tier[48], work[64], amount[CW_MONEY_TEXT];
	const char *args[CW_MSG_ARGS] = { tier, work, amount };

	if (s->last)
		snprintf(tier, sizeof(tier), "%" PRId64 "-%" PRId64, s->first, s->last);
	else
		snprintf(tier, sizeof(tier), "%" PRId64 "-", s->first);
	snprintf(work, sizeof(work), "%" PRId64 " × %s", s->count, cw_money_text(s->each, yuan));
	cw_money_text(s->amount, amount);
	rq_put_int(o, "first", s->first);
	put_last(o, s->last);
	rq_put_int(o, "count", s->count);
	put_money(o, "each_fen", "each_yuan", s->each);
	put_money(o, "amount_fen", "amount_yuan", s->amount);
	rq_put_msg(c->arena, o, "text",
		   method == CW_FEE_BY_ITEM ? CW_MSG_FEE_STEP_ITEM : CW_MSG_FEE_STEP_PAGE, args,
		   c->lang);
	rq_put_str(o, "rule", fee_rule(method));
	rq_put_str(o, "article", fee_article(method));
	return o;
}

struct json_object *calc_fee(const struct calc *c, const struct calc_fee *in, struct cw_err *err)
{
	enum cw_fee_method method = (enum cw_fee_method)in->method;
	bool by_item = method == CW_FEE_BY_ITEM;
	struct json_object *o, *steps;
	struct cw_fee fee;

	if (check_fee(in, err) ||
	    cw_fee_compute(c->arena, method, by_item && in->units_before > 0 ? in->units_before : 0,
			   by_item ? in->units : in->pages, &fee, err))
		return NULL;
	o = rq_obj();
	steps = rq_array();
	if (!o || !steps) {
		json_object_put(o);
		json_object_put(steps);
		cw_fail_memory(err);
		return NULL;
	}
	for (size_t i = 0; i < fee.n_steps; i++)
		rq_push(steps, fee_step(c, method, &fee.steps[i]));
	put_money(o, "amount_fen", "amount_yuan", fee.amount);
	rq_put(o, "steps", steps);
	return o;
}

static struct json_object *tariff(const struct calc *c, enum cw_fee_method method)
{
	struct json_object *o = rq_obj(), *tiers = rq_array();
	size_t n;
	int64_t step_units;
	cw_fen step_price;
	const struct cw_fee_tier *t = cw_fee_tiers(method, &n, &step_units, &step_price);

	for (size_t i = 0; i < n; i++) {
		struct json_object *tier = rq_obj();

		rq_put_int(tier, "first", t[i].first);
		put_last(tier, t[i].last);
		put_money(tier, "each_fen", "each_yuan", t[i].each);
		rq_push(tiers, tier);
	}
	rq_put_str(o, "method", cw_fee_method_name(method));
	rq_put_msg(c->arena, o, "title",
		   method == CW_FEE_BY_ITEM ? CW_MSG_FEE_TITLE_ITEM : CW_MSG_FEE_TITLE_PAGE, NULL,
		   c->lang);
	rq_put_str(o, "rule", fee_rule(method));
	rq_put_str(o, "article", fee_article(method));
	rq_put(o, "tiers", tiers);
	if (step_units) { /* how the open end goes on: each further so many cost so much more */
		rq_put_int(o, "further_units", step_units);
		put_money(o, "further_each_fen", "further_each_yuan", step_price);
	}
	return o;
}

struct json_object *calc_fee_schedule(const struct calc *c)
{
	struct json_object *o = rq_obj(), *list = rq_array();

	rq_put_str(o, "basis", "国办函〔2020〕109号");
	rq_put_str(o, "applies_from", "2021-01-01");
	rq_put_msg(c->arena, o, "principle", CW_MSG_FEE_PRINCIPLE, NULL, c->lang);
	for (int m = 0; m < CW_FEE_METHOD_MAX; m++)
		rq_push(list, tariff(c, (enum cw_fee_method)m));
	rq_put(o, "methods", list);
	return o;
}

/* ---- Any of them. */

static struct json_object *answer_due(const struct calc *c, struct json_object *obj,
				      struct cw_err *err)
{
	struct calc_due in = { .from = CW_DAY_NONE };

	return rq_parse(c->arena, obj, calc_due_fields, &in, err) ? NULL : calc_due(c, &in, err);
}

static struct json_object *answer_clock(const struct calc *c, struct json_object *obj,
					struct cw_err *err)
{
	struct calc_clock in = calc_clock_default;

	return rq_parse(c->arena, obj, calc_clock_fields, &in, err) ? NULL
								    : calc_clock(c, &in, err);
}

static struct json_object *answer_fee(const struct calc *c, struct json_object *obj,
				      struct cw_err *err)
{
	struct calc_fee in = calc_fee_default;

	return rq_parse(c->arena, obj, calc_fee_fields, &in, err) ? NULL : calc_fee(c, &in, err);
}

struct json_object *calc_answer(const struct calc *c, struct json_object *obj, struct cw_err *err)
{
	static const struct {
		const char *name;
		struct json_object *(*answer)(const struct calc *, struct json_object *,
					      struct cw_err *);
	} calcs[] = { { "due-day", answer_due }, { "clock", answer_clock }, { "fee", answer_fee } };
	struct json_object *name;

	if (!json_object_is_type(obj, json_type_object)) {
		cw_fail_item(err, "", CW_MSG_WRONG_TYPE, "object", NULL);
		return NULL;
	}
	if (!json_object_object_get_ex(obj, "calc", &name) || !name) {
		cw_fail_item(err, "/calc", CW_MSG_REQUIRED, NULL);
		return NULL;
	}
	for (size_t i = 0; i < sizeof(calcs) / sizeof(calcs[0]); i++) {
		if (json_object_is_type(name, json_type_string) &&
		    strcmp(json_object_get_string(name), calcs[i].name) == 0) {
			json_object_object_del(obj, "calc");
			return calcs[i].answer(c, obj, err);
		}
	}
	cw_fail_item(err, "/calc", CW_MSG_NOT_A_CHOICE, "due-day, clock, fee", NULL);
	return NULL;
}
