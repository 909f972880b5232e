/* The open calculators: the same answers as "disclosurectl calc", with the calendars in force. */
#include "server/api/calc.h"

#include "server/act/calc.h"
#include "server/act/rules_json.h"

static struct calc calc_of(const struct rq *rq)
{
	return (struct calc){ .arena = rq->arena, .calendar = rq->calendar, .lang = rq->lang };
}

/* The calculators name members by JSON pointer; here they came as query parameters. */
static int in_query(struct cw_err *err)
{
	for (unsigned i = 0; i < err->n_items; i++)
		if (err->items[i].pointer[0] == '/')
			err->items[i].pointer[0] = '?';
	return -1;
}

/* NULL is a calculator's failure, with ERR filled. */
static int answer(struct rq *rq, struct json_object *o, struct cw_err *err)
{
	return o ? rq_json(rq, 200, o, err) : -1;
}

int api_due_day(struct rq *rq, struct cw_err *err)
{
	const struct calc calc = calc_of(rq);
	struct calc_due in = { .from = CW_DAY_NONE };
	struct json_object *o;

	if (rq_params(rq, calc_due_fields, &in, err))
		return -1;
	o = calc_due(&calc, &in, err);
	return o ? answer(rq, o, err) : in_query(err);
}

int api_clock_preview(struct rq *rq, struct cw_err *err)
{
	const struct calc calc = calc_of(rq);
	struct calc_clock in = calc_clock_default;

	if (rq_body(rq, calc_clock_fields, &in, err))
		return -1;
	return answer(rq, calc_clock(&calc, &in, err), err);
}

int api_fee_estimate(struct rq *rq, struct cw_err *err)
{
	const struct calc calc = calc_of(rq);
	struct calc_fee in = calc_fee_default;
	struct json_object *o;

	if (rq_params(rq, calc_fee_fields, &in, err))
		return -1;
	o = calc_fee(&calc, &in, err);
	return o ? answer(rq, o, err) : in_query(err);
}

int api_fee_schedule(struct rq *rq, struct cw_err *err)
{
	const struct calc calc = calc_of(rq);
	struct json_object *o = calc_fee_schedule(&calc);

	return o ? answer(rq, o, err) : cw_fail_memory(err);
}

int api_rules(struct rq *rq, struct cw_err *err)
{
	struct json_object *o = rules_json(rq->arena, rq->lang);

	return o ? answer(rq, o, err) : cw_fail_memory(err);
}
