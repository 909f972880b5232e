/*
 * Orders to reply again, and revocation of one's own reply (撤销原答复): each opens the next
 * handling of the same case, with its own period and its own reply (R-OUT-7).
 */
#include <stdio.h>
#include <string.h>

#include "casework/base/text.h"
#include "casework/report.h"
#include "db/remedy.h"
#include "server/act/facts.h"
#include "server/act/reassign.h"
#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/app.h"

enum { BY_COURT, BY_RECONSIDERATION };
static const char *const kinds[] = { "court", "reconsideration", NULL };
enum { WORKING_DAYS, DAYS, MONTHS };
static const char *const units[] = { "working_days", "days", "months", NULL };

/* ---- An order. */

struct order_args {
	int kind;
	const char *body, *number, *summary, *proof;
	cw_day ordered_on, received_on, in_force_on;
	int unit, n; /* unit -1, n 0: no period is written */
	bool allows_correction, allows_extension;
	uint64_t remedy;
};
static const struct rq_field order_fields[] = {
	RQ_FIELD(struct order_args, kind, RQ_CHOICE, .required = true, .choices = kinds),
	RQ_FIELD(struct order_args, body, RQ_STRING, .required = true, .min = 2, .max = 120),
	RQ_FIELD(struct order_args, number, RQ_STRING, .required = true, .min = 1, .max = 80),
	RQ_FIELD(struct order_args, ordered_on, RQ_DAY, .required = true),
	RQ_FIELD(struct order_args, received_on, RQ_DAY, .required = true),
	RQ_FIELD(struct order_args, in_force_on, RQ_DAY),
	{ "period_unit", RQ_CHOICE, offsetof(struct order_args, unit), .choices = units },
	{ "period", RQ_INT, offsetof(struct order_args, n), .min = 1, .max = 366 },
	RQ_FIELD(struct order_args, allows_correction, RQ_BOOL),
	RQ_FIELD(struct order_args, allows_extension, RQ_BOOL),
	{ "remedy_id", RQ_ID, offsetof(struct order_args, remedy) },
	RQ_FIELD(struct order_args, summary, RQ_STRING, .min = 1, .max = 2000),
	RQ_FIELD(struct order_args, proof, RQ_STRING, .min = 1, .max = 200),
	{ 0 }
};

/* What can be seen without the case. */
static int check_order(const struct rq *rq, const struct order_args *in, struct cw_err *err)
{
	char ordered[CW_DAY_TEXT], today[CW_DAY_TEXT];

	if ((in->kind == BY_COURT) != (in->in_force_on != CW_DAY_NONE))
		cw_fail_item(err, "/in_force_on", CW_MSG_AFTER_ORDER_KIND, NULL);
	if ((in->unit >= 0) != (in->n > 0))
		cw_fail_item(err, in->n ? "/period_unit" : "/period", CW_MSG_AFTER_PERIOD_OR_NONE,
			     NULL);
	if (in->received_on < in->ordered_on || in->received_on > rq->today)
		cw_fail_item(err, "/received_on", CW_MSG_DAY_NOT_BETWEEN,
			     cw_day_text(in->ordered_on, ordered), cw_day_text(rq->today, today),
			     NULL);
	if (in->in_force_on != CW_DAY_NONE && in->in_force_on < in->ordered_on)
		cw_fail_item(err, "/in_force_on", CW_MSG_DAY_NOT_BETWEEN,
			     cw_day_text(in->ordered_on, ordered), cw_day_text(rq->today, today),
			     NULL);
	return err->code == CW_OK ? 0 : -1;
}

/* A court's order counts from the day on which it is in force, one of reconsideration from its
 * receipt; neither opens a handling before its day, nor before the one before was done. */
static int start_day(struct act *x, const struct order_args *in, struct cw_err *err)
{
	const char *pointer = in->kind == BY_COURT ? "/in_force_on" : "/received_on";
	char text[CW_DAY_TEXT];

	x->facts.on = in->kind == BY_COURT ? in->in_force_on : in->received_on;
	if (x->facts.on > x->rq->today)
		return cw_fail_law(err, CW_MSG_LAW_ORDER_NOT_IN_FORCE, "R-OUT-7", "行诉法71",
				   cw_day_text(x->facts.on, text), NULL);
	if (!x->d.is_open && x->facts.on < x->d.closed_on)
		return cw_fail_item(err, pointer, CW_MSG_AFTER_BEFORE_DONE,
				    cw_day_text(x->d.closed_on, text), NULL);
	return 0;
}

/* The period as written, else 20 working days (R-OUT-7); the clock moves a last day that is off. */
static void put_period(struct act *x, const struct order_args *in, struct db_order *o)
{
	if (in->unit >= 0) {
		o->period_unit = units[in->unit];
		o->period = in->n;
	}
	if (in->unit == WORKING_DAYS)
		x->clock_event.working_days = in->n;
	if (in->unit == DAYS)
		x->clock_event.until = x->facts.on + in->n;
	if (in->unit == MONTHS)
		x->clock_event.until = cw_day_add_months(x->facts.on, in->n);
	x->clock_event.id = (in->allows_correction ? CW_CLOCK_ALLOWS_CORRECTION : 0) |
			    (in->allows_extension ? CW_CLOCK_ALLOWS_EXTENSION : 0);
}

/* An order that comes out of a recorded remedy is its result: 结果纠正. */
static int decide_remedy(struct act *x, const struct order_args *in, bool *decides,
			 struct cw_err *err)
{
	struct db_remedy r;

	if (!in->remedy)
		return 0;
	if (db_remedy_get(x->rq->db, x->rq->arena, x->d.id, in->remedy, &r, err)) {
		if (err->code != CW_NOT_FOUND)
			return -1;
		cw_err_clear(err);
		return cw_fail_item(err, "/remedy_id", CW_MSG_NOT_FOUND, NULL);
	}
	*decides = !r.result;
	if (r.result)
		return 0;
	r.result = cw_remedy_result_name(CW_RESULT_CORRECTED);
	r.decided_on = in->ordered_on;
	r.decision_number = in->number;
	return db_remedy_save(x->rq->db, &r, err) ||
			       remedy_end_deadline(x, &r, "void", err)
		       ? -1
		       : 0;
}

/* What the event says beside the order's row. */
struct opening {
	const char *proof;
	bool decides; /* it is the result of its remedy, which had none */
};

static struct json_object *order_detail(const struct db_order *o, const struct opening *by)
{
	struct json_object *j = rq_obj();

	rq_put_str(j, "kind", o->kind);
	rq_put_str(j, "body", o->body);
	rq_put_str(j, "number", o->number);
	rq_put_day(j, "ordered_on", o->ordered_on);
	rq_put_day(j, "received_on", o->received_on);
	rq_put_day(j, "in_force_on", o->in_force_on);
	rq_put_str(j, "period_unit", o->period_unit);
	rq_put_int(j, "period", o->period);
	rq_put_bool(j, "allows_correction", o->allows_correction);
	rq_put_bool(j, "allows_extension", o->allows_extension);
	rq_put_id(j, "remedy", o->remedy_id);
	rq_put_str(j, "reason", o->reason);
	rq_put_str(j, "proof", by->proof);
	if (by->decides)
		rq_put_bool(j, "decides", true);
	return j;
}

static int save_order(struct act *x, struct db_order *o, const struct opening *by,
		      struct cw_err *err)
{
	o->case_id = x->d.id;
	o->author_id = x->rq->who.user;
	if (act_finish(x, order_detail(o, by), err))
		return -1;
	o->handling = x->d.handling;
	return 0;
}

static int order_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct order_args *in = arg;
	struct db_order o = { .kind = kinds[in->kind],
			      .body = in->body,
			      .number = in->number,
			      .ordered_on = in->ordered_on,
			      .received_on = in->received_on,
			      .in_force_on = in->in_force_on,
			      .allows_correction = in->allows_correction,
			      .allows_extension = in->allows_extension,
			      .remedy_id = in->remedy,
			      .reason = in->summary };
	struct opening by = { .proof = in->proof };
	struct act x;

	if (case_open(&x, rq, CW_ACT_ORDER_IN, err) || start_day(&x, in, err) ||
	    act_decide(&x, CW_ACT_ORDER_IN, err) ||
	    act_check_proof(rq, &x.settings, x.facts.on, in->proof != NULL, "/proof", err) ||
	    decide_remedy(&x, in, &by.decides, err))
		return -1;
	put_period(&x, in, &o);
	if (save_order(&x, &o, &by, err) || db_order_add(rq->db, &o, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 201, err);
}

int api_order_add(struct rq *rq, struct cw_err *err)
{
	struct order_args in = { .ordered_on = CW_DAY_NONE,
				 .received_on = CW_DAY_NONE,
				 .in_force_on = CW_DAY_NONE,
				 .unit = -1 };

	if (rq_body(rq, order_fields, &in, err) || check_order(rq, &in, err))
		return -1;
	return act_run(rq, order_tx, &in, err);
}

/* ---- Revocation of one's own reply, by a leader. */

struct revoke_args {
	const char *reason;
};
static const struct rq_field revoke_fields[] = { RQ_FIELD(struct revoke_args, reason, RQ_STRING,
							  .required = true, .min = 2, .max = 2000),
						 { 0 } };

static int revocation_letter(struct act *x, struct db_order *o, int working_days,
			     struct cw_err *err)
{
	struct cw_letter_facts facts;
	struct cw_letter_earlier earlier;
	struct db_letter letter;

	if (act_letter_facts(x, &facts, err))
		return -1;
	earlier = *facts.earlier;
	earlier.reason = o->reason;
	earlier.working_days = working_days;
	facts.earlier = &earlier;
	facts.signed_by = x->rq->who.name;
	if (act_letter(x, CW_LETTER_REVOCATION, &facts, x->rq->who.user, true, &letter, err))
		return -1;
	o->letter_id = letter.id;
	return 0;
}

static int revoke_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct revoke_args *in = arg;
	struct db_order o = { .kind = "revocation",
			      .ordered_on = rq->today,
			      .received_on = CW_DAY_NONE,
			      .in_force_on = CW_DAY_NONE,
			      .reason = in->reason };
	const struct opening by = { 0 };
	struct act x;
	int days;

	if (case_open(&x, rq, CW_ACT_REVOKE_REPLY, err))
		return -1;
	x.facts.has_reason = true;
	if (act_decide(&x, CW_ACT_REVOKE_REPLY, err))
		return -1;
	days = x.settings.revocation_days;
	x.clock_event.working_days = days;
	if (save_order(&x, &o, &by, err) || revocation_letter(&x, &o, days, err) ||
	    db_order_add(rq->db, &o, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 201, err);
}

int api_reply_revoke(struct rq *rq, struct cw_err *err)
{
	struct revoke_args in = { 0 };

	return rq_body(rq, revoke_fields, &in, err) || act_run(rq, revoke_tx, &in, err) ? -1 : 0;
}

/* ---- The handlings of a case, each with its days, what opened it and what came of it. */

static const struct db_order *order_of(const struct db_order *orders, size_t n, int handling)
{
	for (size_t i = 0; i < n; i++)
		if (orders[i].handling == handling)
			return &orders[i];
	return NULL;
}

static void put_order(struct json_object *o, const struct db_order *order)
{
	rq_put_str(o, "opened_by", order ? order->kind : "filing");
	if (!order)
		return;
	rq_put_str(o, "body", order->body);
	rq_put_str(o, "order_number", order->number);
	rq_put_day(o, "ordered_on", order->ordered_on);
	rq_put_day(o, "received_on", order->received_on);
	rq_put_day(o, "in_force_on", order->in_force_on);
	rq_put_str(o, "period_unit", order->period_unit);
	rq_put_int(o, "period", order->period);
	rq_put_bool(o, "allows_correction", order->allows_correction);
	rq_put_bool(o, "allows_extension", order->allows_extension);
	rq_put_id(o, "remedy_id", order->remedy_id);
	rq_put_str(o, "reason", order->reason);
	rq_put_id(o, "letter_id", order->letter_id);
}

/* The reply that was served in it; what is only drafted stays where drafts are shown. */
static int put_served(struct act *x, struct json_object *o, int handling, struct cw_err *err)
{
	struct json_object *outcomes = rq_array();
	struct db_reply r = x->reply;
	bool found = x->has_reply;

	rq_put(o, "outcomes", outcomes);
	if (handling != x->d.handling &&
	    db_reply_find(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, handling, &r, &found,
			  err))
		return -1;
	if (!found || strcmp(r.status, "served") != 0)
		return 0;
	rq_put_id(o, "reply_letter_id", r.letter_id);
	for (size_t i = 0; i < r.n_parts; i++)
		rq_push(outcomes, json_object_new_string(cw_outcome_name(r.parts[i].outcome)));
	return 0;
}

int case_handlings_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct db_handling *rows;
	struct db_order *orders = NULL;
	size_t n, n_orders = 0;

	if (db_handling_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err) ||
	    (act_has(x, DB_HAS_ORDER) &&
	     db_order_list(x->rq->db, x->rq->arena, x->d.id, &orders, &n_orders, err)))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct json_object *o;

		if (rows[i].no > x->d.handling) /* its order was voided (R-KEEP-4) */
			break;
		o = rq_obj();
		rq_push(list, o);
		rq_put_int(o, "no", rows[i].no);
		rq_put_day(o, "opened_on", rows[i].opened_on);
		rq_put_day(o, "due_on", rows[i].no == x->d.handling ? x->d.due_on : rows[i].due_on);
		rq_put_day(o, "done_on", rows[i].done_on);
		put_order(o, order_of(orders, n_orders, rows[i].no));
		if (put_served(x, o, rows[i].no, err))
			return -1;
	}
	return 0;
}

/* ---- What the office is warned of. */

static void push_warning(struct act *x, struct json_object *list, enum cw_msg msg, const char *arg,
			 const char *rule, const char *article)
{
	const char *const args[CW_MSG_ARGS] = { arg };
	struct json_object *o = rq_obj();

	rq_put_msg_name(o, "code", msg);
	rq_put_msg(x->rq->arena, o, "text", msg, args, x->rq->lang);
	rq_put_str(o, "rule", rule);
	rq_put_str(o, "article", article);
	rq_push(list, o);
}

/* The titles of OUTCOMES in the caller's language. */
static char *titles_of(struct act *x, unsigned long outcomes)
{
	struct cw_buf b;
	bool first = true;

	cw_buf_init(&b, x->rq->arena);
	for (int i = 0; i < CW_OUTCOME_MAX; i++) {
		if (!(outcomes & CW_OUTCOME_BIT(i)))
			continue;
		cw_buf_printf(&b, "%s%s",
			      first		     ? ""
			      : x->rq->lang == CW_EN ? ", "
						     : "、",
			      cw_msg_raw(cw_outcome((enum cw_outcome)i)->title, x->rq->lang));
		first = false;
	}
	return cw_buf_done(&b, NULL);
}

/* An ordered new reply that comes to the same outcome again (复议法 64, 行诉法 71). */
static int warn_same_outcome(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct cw_reply now = act_reply(x), before = { 0 };
	struct db_order order;
	struct db_reply r;
	unsigned long same;
	bool found;
	char *titles;

	if (x->d.handling < 2 || !x->has_reply)
		return 0;
	if (db_order_find(x->rq->db, x->rq->arena, x->d.id, x->d.handling, &order, &found, err))
		return -1;
	if (!found || !order.body)
		return 0;
	if (db_reply_find(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, x->d.handling - 1, &r,
			  &found, err))
		return -1;
	if (!found)
		return 0;
	before.parts = r.parts;
	before.n_parts = r.n_parts;
	same = cw_reply_same_outcomes(&before, &now);
	if (!same)
		return 0;
	titles = titles_of(x, same);
	if (!titles)
		return cw_fail_memory(err);
	push_warning(x, list, CW_MSG_AFTER_WARN_SAME_OUTCOME, titles, "R-OUT-7",
		     strcmp(order.kind, "court") == 0 ? "行诉法71" : "复议法64");
	return 0;
}

/* Whoever works on the case is away; the cover sees it meanwhile. */
static int warn_away(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct db_absence a;
	bool away;

	if (!x->d.is_open)
		return 0;
	if (act_away(x->rq, x->d.agency_id, x->d.assignee_id, &a, &away, err))
		return -1;
	if (away)
		rq_push(list, case_away_json(x->rq, &a));
	return 0;
}

int case_warnings_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	const bool done = x->c.state == CW_STATE_REPLIED || x->c.state == CW_STATE_ENDED;

	if (done && x->c.receipt_open)
		push_warning(x, list, CW_MSG_AFTER_OPEN_RECEIPT, NULL, "R-CLOCK-9", NULL);
	if (done && x->c.refund_open)
		push_warning(x, list, CW_MSG_AFTER_OPEN_REFUND, NULL, "R-FEE-8", "费8");
	if (done && x->c.remedy_open)
		push_warning(x, list, CW_MSG_AFTER_OPEN_REMEDY, NULL, "R-OUT-7", NULL);
	return warn_away(x, list, err) || warn_same_outcome(x, list, err) ? -1 : 0;
}
