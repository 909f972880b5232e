/*
 * The fee notice of a case, or one of several cases (收费通知书, R-FEE-3, R-FEE-5, R-FEE-6,
 * R-FEE-10, R-OUT-11): sent by the head, its receipt, cancellation and waiver.
 */
#include <string.h>

#include "casework/base/text.h"
#include "casework/constant.h"
#include "server/act/facts.h"
#include "server/api/case_acts.h"
#include "server/api/fee.h"
#include "server/api/joint.h"
#include "server/app.h"

/* ---- The notice, sent by the head. */

static const char *const send_ways[] = { "post", "hand", "email", "download", "fax", NULL };

struct send_args {
	int way;
	const char *proof;
	struct rq_list with; /* of struct joint_with: further cases in the same notice */
};
static const struct rq_field send_fields[] = {
	{ "way", RQ_CHOICE, offsetof(struct send_args, way), .required = true,
	  .choices = send_ways },
	{ "proof", RQ_STRING, offsetof(struct send_args, proof), .min = 1, .max = 200 },
	{ "with", RQ_LIST, offsetof(struct send_args, with), .min = 1, .max = JOINT_MAX - 1,
	  .sub = joint_with_fields, .sub_size = sizeof(struct joint_with) },
	{ 0 }
};

static bool chosen(const char *list, const char *word)
{
	const size_t len = strlen(word);

	for (const char *s = list; s && *s; s = strchr(s, ',') ? strchr(s, ',') + 1 : NULL)
		if (strncmp(s, word, len) == 0 && (s[len] == ',' || !s[len]))
			return true;
	return false;
}

/* The ways that the applicant chose for getting the information; for collection and on-site
 * reading, and where none was chosen, by post or by hand (R-FEE-5). */
static int check_way(struct act *x, const struct send_args *in, struct cw_err *err)
{
	const bool paper =
		!*x->d.ways || chosen(x->d.ways, "collect") || chosen(x->d.ways, "on_site");
	struct cw_buf allowed;
	bool ok = false;
	const char *text;

	cw_buf_init(&allowed, x->rq->arena);
	for (size_t i = 0; send_ways[i]; i++) {
		if (!chosen(x->d.ways, send_ways[i]) && !(paper && i < 2))
			continue;
		cw_buf_printf(&allowed, "%s%s", allowed.len ? ", " : "", send_ways[i]);
		ok |= (size_t)in->way == i;
	}
	text = cw_buf_done(&allowed, NULL);
	if (!text)
		return cw_fail_memory(err);
	if (ok)
		return 0;
	cw_fail_law(err, CW_MSG_LAW_FEE_WAY, "R-FEE-5", "费6", text, NULL);
	act_explain_refusal(x);
	return -1;
}

/* By hand and electronically the day of receipt is certain. */
static int check_proof(const struct send_args *in, bool *certain, struct cw_err *err)
{
	const char *way = send_ways[in->way];

	*certain = strcmp(way, "post") != 0 && strcmp(way, "fax") != 0;
	if (strcmp(way, "hand") == 0 && !in->proof)
		return cw_fail_item(err, "/proof", CW_MSG_REQUIRED, NULL);
	return 0;
}

/* Works the fee out and freezes it in X->fee (R-FEE-3). */
static int freeze(struct act *x, const struct send_args *in, bool certain, struct cw_fee *fee,
		  struct cw_err *err)
{
	struct db_fee *f = &x->fee;
	struct db_fee_place place;
	struct rq *rq = x->rq;
	enum cw_fee_method method;

	*f = x->fee_draft;
	method = (enum cw_fee_method)cw_fee_method_of(f->method);
	if (method == CW_FEE_BY_ITEM && (db_fee_place_get(rq->db, rq->arena, &x->d, &place, err) ||
					 db_fee_month_take(rq->db, rq->arena, &place, err)))
		return -1;
	if (facts_fee_work(x, method, f->quantity, &place, &f->units_before, fee, err))
		return -1;
	if (method == CW_FEE_BY_ITEM) {
		f->quantity = place.units;
		f->month = place.from;
	}
	f->amount = fee->amount;
	f->status = "sent";
	f->sent_by = rq->who.user;
	f->sent_on = x->facts.on;
	f->way = send_ways[in->way];
	f->proof = in->proof;
	if (certain) {
		f->received_on = x->facts.on;
		f->receipt_proof = in->proof;
		f->pay_by = cw_calendar_add(rq->calendar, f->received_on, CW_PERIOD_PAYMENT);
	}
	return 0;
}

static struct cw_letter_fee letter_text(const struct act *x, const struct cw_fee *fee)
{
	const struct db_fee *f = &x->fee;
	const enum cw_fee_method method = (enum cw_fee_method)cw_fee_method_of(f->method);

	return (struct cw_letter_fee){
		.method = method,
		.units = f->quantity,
		.units_before = f->units_before,
		.fee = fee,
		.month = f->month == CW_DAY_NONE ? 0 : cw_day_ymd(f->month).month,
		.pay_by = f->pay_by,
		.provisional = act_is_provisional(x, f->pay_by),
		.how = f->how_to_pay,
		.count_may_change =
			method == CW_FEE_BY_PAGE && (x->c.consultation_open || x->c.clock.paused),
		.notice_on = CW_DAY_NONE,
		.reason = f->reason,
		.paid_on = CW_DAY_NONE,
		.due_on = CW_DAY_NONE,
	};
}

/* One letter; each case keeps a copy, and its notice names it (R-OUT-11).  FEES: the path's case's
 * first. */
static int notice_letter(const struct joint *j, const struct cw_fee *fees, struct cw_err *err)
{
	struct act *lead = &j->xs[j->own];
	struct cw_letter_case *cases = joint_letter_cases(j, err);
	struct cw_letter_fee *texts = cw_alloc_n(lead->rq->arena, j->n, sizeof(*texts));
	struct cw_letter_facts facts;
	struct db_letter letter, copy;

	if (!cases)
		return -1;
	if (!texts)
		return cw_fail_memory(err);
	if (act_letter_facts(lead, &facts, err))
		return -1;
	for (size_t i = 0; i < j->n; i++) {
		texts[i] = letter_text(joint_nth(j, i), &fees[i]);
		cases[i].fee = &texts[i];
	}
	facts.fee = &texts[0];
	facts.joint = cases;
	facts.n_joint = j->n > 1 ? j->n : 0;
	facts.signed_by = lead->rq->who.name;
	if (act_letter(lead, CW_LETTER_FEE_NOTICE, &facts, lead->rq->who.user, true, &letter, err))
		return -1;
	lead->fee.letter_id = letter.id;
	for (size_t i = 1; i < j->n; i++) {
		if (act_letter_copy(joint_nth(j, i), &letter, (int)i, &copy, err))
			return -1;
		joint_nth(j, i)->fee.letter_id = copy.id;
	}
	return 0;
}

static struct json_object *notice_detail(const struct joint *j, const struct act *x)
{
	const struct db_fee *f = &x->fee;
	struct json_object *o = rq_obj();

	rq_put_id(o, "fee_notice", f->id);
	rq_put_str(o, "method", f->method);
	rq_put_int(o, "quantity", f->quantity);
	rq_put_int(o, "units_before", f->units_before);
	rq_put_int(o, "amount_fen", f->amount);
	rq_put_str(o, "way", f->way);
	rq_put_day(o, "pay_by", f->pay_by);
	if (j->n > 1)
		rq_put(o, "joint_with", joint_others_json(j, x));
	return o;
}

/* The case stands still, waiting for its own amount. */
static int send_one(const struct joint *j, struct act *x, bool certain, struct cw_err *err)
{
	if (db_fee_save(x->rq->db, &x->fee, err)) {
		if (db_err_duplicate(err, "u_fee_notice_once"))
			return cw_fail_law(err, CW_MSG_LAW_FEE_ONCE, "R-FEE-2", "费3", NULL);
		return -1;
	}
	x->clock_event.until = x->fee.pay_by;
	if (certain ? fee_receipt_known(x, "fee", x->fee.pay_by, err) : fee_receipt_awaited(x, err))
		return -1;
	return act_finish(x, notice_detail(j, x), err);
}

static int send_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct send_args *in = arg;
	struct cw_fee *fees;
	struct joint j;
	bool certain;

	if (joint_open_with(rq, &in->with, CW_ACT_FEE_NOTICE, &j, err) ||
	    joint_check_alike(&j, err))
		return -1;
	fees = cw_alloc_n(rq->arena, j.n, sizeof(*fees));
	if (!fees)
		return cw_fail_memory(err);
	for (size_t i = 0; i < j.n; i++) /* before any is written: the earliest due day governs */
		if (act_decide(joint_nth(&j, i), CW_ACT_FEE_NOTICE, err) ||
		    check_way(joint_nth(&j, i), in, err))
			return -1;
	if (check_proof(in, &certain, err))
		return -1;
	for (size_t i = 0; i < j.n; i++)
		if (freeze(joint_nth(&j, i), in, certain, &fees[i], err))
			return -1;
	if (notice_letter(&j, fees, err))
		return -1;
	for (size_t i = 0; i < j.n; i++)
		if (send_one(&j, &j.xs[i], certain, err))
			return -1;
	return act_reload(&j.xs[j.own], err) ? -1 : case_answer(&j.xs[j.own], 200, err);
}

int api_fee_send(struct rq *rq, struct cw_err *err)
{
	struct send_args in = { 0 };

	return rq_body(rq, send_fields, &in, err) || act_run(rq, send_tx, &in, err) ? -1 : 0;
}

/* ---- Its receipt, from which the period to pay runs (R-FEE-6). */

struct receipt_args {
	cw_day received_on;
	const char *proof;
};
static const struct rq_field receipt_fields[] = {
	{ "received_on", RQ_DAY, offsetof(struct receipt_args, received_on), .required = true },
	{ "proof", RQ_STRING, offsetof(struct receipt_args, proof), .required = true, .min = 1,
	  .max = 200 },
	{ 0 }
};

static int receipt_one(struct act *x, const struct receipt_args *in, struct cw_err *err)
{
	struct db_fee *f = &x->fee;
	struct json_object *detail;

	if (act_decide(x, CW_ACT_NOTICE_RECEIPT, err) ||
	    fee_check_receipt(x, in->received_on, f->sent_on, err))
		return -1;
	x->facts.on = in->received_on;
	f->received_on = in->received_on;
	f->receipt_proof = in->proof;
	f->pay_by = cw_calendar_add(x->rq->calendar, f->received_on, CW_PERIOD_PAYMENT);
	detail = rq_obj();
	rq_put_id(detail, "fee_notice", f->id);
	rq_put_day(detail, "received_on", f->received_on);
	rq_put_day(detail, "pay_by", f->pay_by);
	if (db_fee_save(x->rq->db, f, err) || fee_receipt_known(x, "fee", f->pay_by, err)) {
		json_object_put(detail);
		return -1;
	}
	return act_finish(x, detail, err);
}

static uint64_t fee_letter(const struct act *x)
{
	return x->c.fee_open ? x->fee.letter_id : 0;
}

/* One letter arrives once: its receipt counts for every case in it that still waits for it. */
static int receipt_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct joint j;
	struct act *own;

	if (joint_open(rq, CW_ACT_NOTICE_RECEIPT, fee_letter, &j, err))
		return -1;
	own = &j.xs[j.own];
	if (own->c.state != CW_STATE_AWAITING_PAYMENT)
		return cw_fail(err, CW_NOT_ALLOWED_NOW, CW_MSG_LAW_NO_FEE_OPEN, NULL);
	if (receipt_one(own, arg, err))
		return -1;
	for (size_t i = 0; i < j.n; i++) {
		struct act *x = &j.xs[i];

		if (x != own && x->c.fee_open && x->fee.letter_id == j.letters[i] &&
		    x->fee.received_on == CW_DAY_NONE && receipt_one(x, arg, err))
			return -1;
	}
	return act_reload(own, err) ? -1 : case_answer(own, 200, err);
}

int api_fee_receipt(struct rq *rq, struct cw_err *err)
{
	struct receipt_args in = { .received_on = CW_DAY_NONE };

	return rq_body(rq, receipt_fields, &in, err) || act_run(rq, receipt_tx, &in, err) ? -1 : 0;
}

/* ---- Cancelled or waived before payment (R-FEE-10). */

static const char *const cancel_kinds[] = { "cancelled", "waived", NULL };

struct cancel_args {
	int kind;
	const char *reason;
};
static const struct rq_field cancel_fields[] = {
	{ "kind", RQ_CHOICE, offsetof(struct cancel_args, kind), .required = true,
	  .choices = cancel_kinds },
	{ "reason", RQ_STRING, offsetof(struct cancel_args, reason), .required = true, .min = 2,
	  .max = 1000 },
	{ 0 }
};

static int cancel_letter(struct act *x, struct cw_err *err)
{
	struct cw_letter_fee text = { .method = (enum cw_fee_method)cw_fee_method_of(x->fee.method),
				      .amount = x->fee.amount,
				      .pay_by = CW_DAY_NONE,
				      .notice_on = x->fee.sent_on,
				      .reason = x->fee.decision_reason,
				      .paid_on = CW_DAY_NONE,
				      .due_on = x->d.due_on };
	struct cw_letter_facts facts;
	struct db_letter letter, notice;

	if (db_letter_get(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, x->fee.letter_id,
			  &notice, err) ||
	    act_letter_facts(x, &facts, err))
		return -1;
	text.notice_number = notice.document_number;
	facts.fee = &text;
	facts.signed_by = x->rq->who.name;
	if (act_letter(x, CW_LETTER_FEE_CANCELLATION, &facts, x->rq->who.user, true, &letter, err))
		return -1;
	x->fee.decision_letter_id = letter.id;
	return db_fee_save(x->rq->db, &x->fee, err);
}

/* What was paid in part is given back. */
static int give_back(struct act *x, struct cw_err *err)
{
	struct db_refund back = { .case_id = x->d.id,
				  .agency_id = x->d.agency_id,
				  .notice_id = x->fee.id,
				  .amount = x->fee.paid,
				  .cause = "cancelled",
				  .status = "due", /* by itself: nobody asks for it */
				  .asked_on = x->facts.on };

	return back.amount ? db_refund_add(x->rq->db, &back, err) : 0;
}

static int cancel_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct cancel_args *in = arg;
	struct json_object *detail;
	struct act x;

	if (case_open(&x, rq, CW_ACT_FEE_CANCEL, err))
		return -1;
	x.facts.has_reason = true;
	if (act_decide(&x, CW_ACT_FEE_CANCEL, err))
		return -1;
	x.fee.status = cancel_kinds[in->kind];
	x.fee.decided_by = rq->who.user;
	x.fee.decided_on = x.facts.on;
	x.fee.decision_reason = in->reason;
	if (fee_wait_over(&x, "fee", false, err) || facts_lapse_overtaken(&x, err) ||
	    give_back(&x, err))
		return -1;
	detail = rq_obj();
	rq_put_id(detail, "fee_notice", x.fee.id);
	rq_put_str(detail, "kind", x.fee.status);
	rq_put_int(detail, "amount_fen", x.fee.amount);
	rq_put_str(detail, "reason", in->reason);
	if (act_finish(&x, detail, err) || cancel_letter(&x, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_fee_cancel(struct rq *rq, struct cw_err *err)
{
	struct cancel_args in = { 0 };

	return rq_body(rq, cancel_fields, &in, err) || act_run(rq, cancel_tx, &in, err) ? -1 : 0;
}
