/* An order that holds a disclosure, and the one that releases it (R-ASK-1): served refused between.
 */
#include "db/hold.h"
#include "server/api/case_acts.h"

struct order_args {
	const char *body, *number, *proof;
	cw_day ordered_on, received_on; /* CW_DAY_NONE: came in today */
};
static const struct rq_field order_fields[] = {
	{ "body", RQ_STRING, offsetof(struct order_args, body), .required = true, .min = 1,
	  .max = 120 },
	{ "number", RQ_STRING, offsetof(struct order_args, number), .required = true, .min = 1,
	  .max = 80 },
	{ "ordered_on", RQ_DAY, offsetof(struct order_args, ordered_on), .required = true },
	{ "received_on", RQ_DAY, offsetof(struct order_args, received_on) },
	{ "proof", RQ_STRING, offsetof(struct order_args, proof), .min = 1, .max = 200 },
	{ 0 }
};

static int open_with_order(struct act *x, struct rq *rq, enum cw_act act,
			   const struct order_args *in, struct cw_err *err)
{
	if (case_open(x, rq, act, err))
		return -1;
	if (in->received_on != CW_DAY_NONE)
		x->facts.on = in->received_on;
	x->facts.has_reason = true; /* the order is */
	if (act_check_day(x, "/received_on", err))
		return -1;
	if (in->ordered_on > x->facts.on)
		return cw_fail_item(err, "/ordered_on", CW_MSG_ASK_ORDER_AFTER_RECEIPT, NULL);
	return act_decide(x, act, err) ||
			       act_check_proof(rq, &x->settings, x->facts.on, in->proof != NULL,
					       "/proof", err)
		       ? -1
		       : 0;
}

static int finish(struct act *x, const struct order_args *in, int status, struct cw_err *err)
{
	struct json_object *detail = rq_obj();

	rq_put_str(detail, "body", in->body);
	rq_put_str(detail, "number", in->number);
	rq_put_day(detail, "ordered_on", in->ordered_on);
	rq_put_str(detail, "proof", in->proof);
	if (act_finish(x, detail, err) || act_reload(x, err))
		return -1;
	return case_answer(x, status, err);
}

static int hold_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct order_args *in = arg;
	struct db_hold h = { .body = in->body,
			     .number = in->number,
			     .ordered_on = in->ordered_on,
			     .held_by = rq->who.user };
	struct act x;

	if (open_with_order(&x, rq, CW_ACT_HOLD_DISCLOSURE, in, err))
		return -1;
	h.case_id = x.d.id;
	h.handling = x.d.handling;
	h.held_on = x.facts.on;
	if (db_hold_add(rq->db, &h, err)) {
		if (db_err_duplicate(err, "u_disclosure_hold_once"))
			return cw_fail_law(err, CW_MSG_LAW_ALREADY_HELD, "R-ASK-1", "条例32", NULL);
		return -1;
	}
	return finish(&x, in, 201, err);
}

int api_disclosure_hold(struct rq *rq, struct cw_err *err)
{
	struct order_args in = { .ordered_on = CW_DAY_NONE, .received_on = CW_DAY_NONE };

	return rq_body(rq, order_fields, &in, err) || act_run(rq, hold_tx, &in, err) ? -1 : 0;
}

static int release_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct order_args *in = arg;
	struct db_hold h = { .release_body = in->body,
			     .release_number = in->number,
			     .release_ordered_on = in->ordered_on,
			     .released_by = rq->who.user };
	struct act x;

	if (open_with_order(&x, rq, CW_ACT_RELEASE_DISCLOSURE, in, err))
		return -1;
	h.case_id = x.d.id;
	h.released_on = x.facts.on;
	if (db_hold_release(rq->db, &h, err))
		return -1;
	return finish(&x, in, 200, err);
}

int api_disclosure_release(struct rq *rq, struct cw_err *err)
{
	struct order_args in = { .ordered_on = CW_DAY_NONE, .received_on = CW_DAY_NONE };

	return rq_body(rq, order_fields, &in, err) || act_run(rq, release_tx, &in, err) ? -1 : 0;
}

static void put_order(struct json_object *o, const char *name, const char *body, const char *number,
		      cw_day ordered_on, cw_day on, uint64_t by)
{
	struct json_object *r = rq_obj();

	rq_put(o, name, r);
	rq_put_str(r, "body", body);
	rq_put_str(r, "number", number);
	rq_put_day(r, "ordered_on", ordered_on);
	rq_put_day(r, "received_on", on);
	rq_put_id(r, "by", by);
}

int case_holds_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct db_hold *rows;
	size_t n;

	if (db_hold_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct db_hold *h = &rows[i];
		struct json_object *o = rq_obj();

		rq_put_id(o, "id", h->id);
		rq_put_bool(o, "holds", h->released_on == CW_DAY_NONE);
		put_order(o, "order", h->body, h->number, h->ordered_on, h->held_on, h->held_by);
		if (h->released_on != CW_DAY_NONE)
			put_order(o, "release", h->release_body, h->release_number,
				  h->release_ordered_on, h->released_on, h->released_by);
		rq_push(list, o);
	}
	return 0;
}
