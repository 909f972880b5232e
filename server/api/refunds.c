/*
 * Refunds (退费, R-FEE-8): due by themselves or asked for, approved by another person with their
 * notice, paid out.  An agency's list of them: fee_figures.c.
 */
#include <string.h>

#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/api/fee.h"
#include "server/app.h"

static enum cw_msg cause_title(const char *cause)
{
	static const struct {
		const char *cause;
		enum cw_msg title;
	} titles[] = { { "over", CW_MSG_REFUND_OVER },
		       { "late", CW_MSG_REFUND_LATE },
		       { "not_owed", CW_MSG_REFUND_NOT_OWED },
		       { "cancelled", CW_MSG_REFUND_CANCELLED },
		       { "ended", CW_MSG_REFUND_ENDED } };

	for (size_t i = 0; i < DB_N(titles); i++)
		if (strcmp(titles[i].cause, cause) == 0)
			return titles[i].title;
	return CW_MSG_REFUND_OTHER;
}

/* Opens the path's case and finds the path's refund among its own. */
static int open_refund(struct act *x, struct rq *rq, enum cw_act act, struct db_refund *out,
		       struct cw_err *err)
{
	struct db_refund *rows;
	uint64_t id;
	size_t n;

	if (case_open(x, rq, act, err) || admin_id(rq, 1, &id, err) ||
	    db_refund_list(rq->db, rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (rows[i].id == id) {
			*out = rows[i];
			return 0;
		}
	return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
}

static int refuse(struct act *x, struct cw_err *err)
{
	act_explain_refusal(x);
	(void)err;
	return -1;
}

static struct json_object *detail_of(const struct db_refund *r)
{
	struct json_object *o = rq_obj();

	rq_put_id(o, "refund", r->id);
	rq_put_str(o, "cause", r->cause);
	rq_put_str(o, "status", r->status);
	rq_put_int(o, "amount_fen", r->amount);
	return o;
}

/* ---- Asked for, where it is not due by itself. */

struct ask_args {
	cw_fen amount;
	const char *reason, *how;
};
static const struct rq_field ask_fields[] = {
	{ "amount", RQ_MONEY, offsetof(struct ask_args, amount), .required = true },
	{ "reason", RQ_STRING, offsetof(struct ask_args, reason), .required = true, .min = 2,
	  .max = 1000 },
	{ "how", RQ_STRING, offsetof(struct ask_args, how), .min = 2, .max = 500 },
	{ 0 }
};

static int ask_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct ask_args *in = arg;
	struct db_refund r = { .amount = in->amount,
			       .cause = "other",
			       .status = "due",
			       .reason = in->reason,
			       .how = in->how,
			       .asked_by = rq->who.user };
	char yuan[CW_MONEY_TEXT];
	struct act x;
	cw_fen kept;

	if (case_open(&x, rq, CW_ACT_REFUND, err) || act_decide(&x, CW_ACT_REFUND, err) ||
	    fee_kept(&x, &kept, err))
		return -1;
	if (in->amount > kept) {
		cw_fail_law(err, CW_MSG_LAW_REFUND_TOO_MUCH, "R-FEE-8", "费8",
			    cw_money_text(kept, yuan), NULL);
		return refuse(&x, err);
	}
	r.case_id = x.d.id;
	r.agency_id = x.d.agency_id;
	r.notice_id = x.has_fee ? x.fee.id : 0;
	r.asked_on = x.facts.on;
	if (db_refund_add(rq->db, &r, err) || act_finish(&x, detail_of(&r), err) ||
	    act_reload(&x, err))
		return -1;
	return case_answer(&x, 201, err);
}

int api_refund_ask(struct rq *rq, struct cw_err *err)
{
	struct ask_args in = { 0 };

	if (rq_body(rq, ask_fields, &in, err))
		return -1;
	if (in.amount <= 0)
		return cw_fail_item(err, "/amount", CW_MSG_OUT_OF_RANGE, "0.01", "10000000000.00",
				    NULL);
	return act_run(rq, ask_tx, &in, err);
}

/* ---- Decided by another person; approved with the notice (退费通知). */

static const char *const decisions[] = { "approve", "refuse", NULL };

struct decide_args {
	int decision;
	const char *how, *remarks;
};
static const struct rq_field decide_fields[] = {
	{ "decision", RQ_CHOICE, offsetof(struct decide_args, decision), .required = true,
	  .choices = decisions },
	{ "how", RQ_STRING, offsetof(struct decide_args, how), .min = 2, .max = 500 },
	{ "remarks", RQ_STRING, offsetof(struct decide_args, remarks), .min = 2, .max = 1000 },
	{ 0 }
};

/* The payment that R gives back, or the latest. */
static int find_payment(struct act *x, const struct db_refund *r, struct db_payment *out,
			struct cw_err *err)
{
	struct db_payment_share *shares;
	size_t n;

	if (db_payment_share_list(x->rq->db, x->rq->arena, x->d.id, &shares, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (!r->payment_id || shares[i].payment.id == r->payment_id)
			*out = shares[i].payment;
	return 0;
}

/* The notice that the money came upon; *FOUND false if there was none. */
static int find_notice(struct act *x, const struct db_refund *r, struct db_letter *out, bool *found,
		       struct cw_err *err)
{
	struct db_fee *rows;
	size_t n;

	*found = false;
	if (db_fee_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n && !*found; i++)
		*found = rows[i].id == r->notice_id && rows[i].letter_id &&
			 db_letter_get(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id,
				       rows[i].letter_id, out, err) == 0;
	return err->code == CW_OK ? 0 : -1;
}

static int refund_letter(struct act *x, struct db_refund *r, struct cw_err *err)
{
	struct db_payment payment = { .paid_on = CW_DAY_NONE };
	struct cw_letter_facts facts;
	struct db_letter letter, notice;
	struct cw_letter_fee text;
	bool noticed;

	if (find_payment(x, r, &payment, err) || find_notice(x, r, &notice, &noticed, err) ||
	    act_letter_facts(x, &facts, err))
		return -1;
	text = (struct cw_letter_fee){
		.amount = r->amount,
		.pay_by = CW_DAY_NONE,
		.how = r->how,
		.notice_on = noticed ? notice.made_on : CW_DAY_NONE,
		.notice_number = noticed ? notice.document_number : NULL,
		.reason = r->reason ? r->reason : cw_msg_raw(cause_title(r->cause), facts.lang),
		.paid_on = payment.paid_on,
		.voucher = payment.voucher,
		.due_on = CW_DAY_NONE,
	};
	facts.fee = &text;
	facts.signed_by = x->rq->who.name;
	if (act_letter(x, CW_LETTER_REFUND_NOTICE, &facts, x->rq->who.user, true, &letter, err))
		return -1;
	r->letter_id = letter.id;
	return 0;
}

/* What the law demands of the decision beside its person. */
static int check_decision(struct act *x, const struct decide_args *in, const struct db_refund *r,
			  struct cw_err *err)
{
	if (strcmp(r->status, "due") != 0)
		cw_fail_law(err, CW_MSG_LAW_REFUND_DECIDED, "R-FEE-8", "费8", NULL);
	else if (in->decision == 1 && strcmp(r->cause, "other") != 0)
		cw_fail_law(err, CW_MSG_LAW_REFUND_OWED, "R-FEE-8", "费8", NULL);
	else if (in->decision == 0 && !r->how)
		return cw_fail_item(err, "/how", CW_MSG_REQUIRED, NULL);
	else
		return 0;
	return refuse(x, err);
}

static int decide_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct decide_args *in = arg;
	struct db_refund r;
	struct act x;

	if (open_refund(&x, rq, CW_ACT_REFUND_APPROVE, &r, err))
		return -1;
	x.facts.has_approver = true;
	x.facts.approver = r.asked_by; /* who asks does not approve */
	if (in->how)
		r.how = in->how;
	if (act_decide(&x, CW_ACT_REFUND_APPROVE, err) || check_decision(&x, in, &r, err))
		return -1;
	x.facts.approver = 0;
	r.status = in->decision == 0 ? "approved" : "refused";
	r.decided_by = rq->who.user;
	r.decided_on = x.facts.on;
	r.remarks = in->remarks;
	if (act_finish(&x, detail_of(&r), err) ||
	    (in->decision == 0 && refund_letter(&x, &r, err)) || db_refund_save(rq->db, &r, err) ||
	    act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_refund_decide(struct rq *rq, struct cw_err *err)
{
	struct decide_args in = { 0 };

	if (rq_body(rq, decide_fields, &in, err))
		return -1;
	if (in.decision == 1 && !in.remarks) /* a refusal says why */
		return cw_fail_item(err, "/remarks", CW_MSG_REQUIRED, NULL);
	return act_run(rq, decide_tx, &in, err);
}

/* ---- Paid out. */

struct out_args {
	cw_day refunded_on;
	const char *voucher;
};
static const struct rq_field out_fields[] = {
	{ "refunded_on", RQ_DAY, offsetof(struct out_args, refunded_on), .required = true },
	{ "voucher", RQ_STRING, offsetof(struct out_args, voucher), .required = true, .min = 1,
	  .max = 60 },
	{ 0 }
};

static int save_out(struct act *x, struct db_refund *r, struct cw_err *err)
{
	if (db_refund_save(x->rq->db, r, err) == 0)
		return 0;
	if (db_err_duplicate(err, "u_refund_voucher")) {
		cw_err_clear(err);
		return cw_fail(err, CW_CONFLICT, CW_MSG_API_VOUCHER_TAKEN, NULL);
	}
	return -1;
}

static int out_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct out_args *in = arg;
	char first[CW_DAY_TEXT], today[CW_DAY_TEXT];
	struct db_refund r;
	struct act x;

	if (open_refund(&x, rq, CW_ACT_REFUND, &r, err) || act_decide(&x, CW_ACT_REFUND, err))
		return -1;
	if (strcmp(r.status, "approved") != 0) {
		cw_fail_law(err, CW_MSG_LAW_REFUND_NOT_APPROVED, "R-FEE-8", "费8", NULL);
		return refuse(&x, err);
	}
	if (in->refunded_on < r.decided_on || in->refunded_on > rq->today)
		return cw_fail_item(err, "/refunded_on", CW_MSG_DAY_NOT_BETWEEN,
				    cw_day_text(r.decided_on, first), cw_day_text(rq->today, today),
				    NULL);
	x.facts.on = in->refunded_on;
	r.status = "paid";
	r.refunded_on = in->refunded_on;
	r.voucher = in->voucher;
	r.paid_by = rq->who.user;
	if (save_out(&x, &r, err) || act_finish(&x, detail_of(&r), err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_refund_pay(struct rq *rq, struct cw_err *err)
{
	struct out_args in = { .refunded_on = CW_DAY_NONE };

	return rq_body(rq, out_fields, &in, err) || act_run(rq, out_tx, &in, err) ? -1 : 0;
}

/* ---- Reading. */

struct json_object *fee_refund_json(struct rq *rq, const struct db_refund *r, bool own)
{
	struct json_object *o = rq_obj();

	rq_put_id(o, "id", r->id);
	fee_put_money(rq->arena, o, "amount", r->amount);
	rq_put_str(o, "cause", r->cause);
	rq_put_msg(rq->arena, o, "cause_title", cause_title(r->cause), NULL, rq->lang);
	rq_put_str(o, "reason", r->reason);
	rq_put_str(o, "status", r->status);
	rq_put_str(o, "how", r->how);
	rq_put_id(o, "letter_id", r->letter_id);
	rq_put_day(o, "refunded_on", r->refunded_on);
	rq_put_str(o, "voucher", r->voucher);
	if (own)
		return o;
	rq_put_id(o, "case_id", r->case_id);
	rq_put_str(o, "number", r->number);
	rq_put_id(o, "payment_id", r->payment_id);
	rq_put_id(o, "fee_notice_id", r->notice_id);
	rq_put_id(o, "asked_by", r->asked_by);
	rq_put_day(o, "asked_on", r->asked_on);
	rq_put_id(o, "decided_by", r->decided_by);
	rq_put_day(o, "decided_on", r->decided_on);
	rq_put_str(o, "remarks", r->remarks);
	rq_put_id(o, "paid_by", r->paid_by);
	return o;
}

int case_refunds_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	const bool own = x->roles & CW_ROLE_BIT(CW_ROLE_APPLICANT);
	struct db_refund *rows;
	size_t n;

	if (db_refund_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (!own || (strcmp(rows[i].status, "refused") != 0 &&
			     strcmp(rows[i].status, "dropped") != 0))
			rq_push(list, fee_refund_json(x->rq, &rows[i], own));
	return 0;
}
