/*
 * Payments of fees (R-FEE-8, R-CLOCK-7, R-OUT-11): in part, in full, too much, too late or not
 * owed; one payment for one case or for several of the same applicant.
 */
#include <string.h>

#include "db/same.h"
#include "server/act/facts.h"
#include "server/api/case_acts.h"
#include "server/api/fee.h"
#include "server/app.h"

static const char *const pay_ways[] = { "cash", "bank", "online", "other", NULL };

#define CASES_MAX 50

struct pay_args {
	cw_fen amount;
	cw_day paid_on;
	const char *voucher;
	int way;
	struct rq_list cases; /* of struct pay_case; the path's case alone if it is empty */
};
struct pay_case {
	uint64_t id;
	int version;
	cw_fen amount; /* 0: by the order of receipt */
};

#define PAY_FIELDS                                                                                 \
	{ "amount", RQ_MONEY, offsetof(struct pay_args, amount), .required = true },               \
		{ "paid_on", RQ_DAY, offsetof(struct pay_args, paid_on), .required = true },       \
		{ "voucher",	    RQ_STRING, offsetof(struct pay_args, voucher),                 \
		  .required = true, .min = 1,  .max = 60 },                                        \
	{                                                                                          \
		"way", RQ_CHOICE, offsetof(struct pay_args, way), .required = true,                \
								  .choices = pay_ways              \
	}

static const struct rq_field pay_fields[] = { PAY_FIELDS, { 0 } };
static const struct rq_field case_fields[] = {
	{ "case_id", RQ_ID, offsetof(struct pay_case, id), .required = true },
	{ "version", RQ_INT, offsetof(struct pay_case, version), .required = true, .min = 1,
	  .max = 1000000000 },
	{ "amount", RQ_MONEY, offsetof(struct pay_case, amount) },
	{ 0 }
};
static const struct rq_field several_fields[] = {
	PAY_FIELDS,
	{ "cases", RQ_LIST, offsetof(struct pay_args, cases), .required = true, .min = 1,
	  .max = CASES_MAX, .sub = case_fields, .sub_size = sizeof(struct pay_case) },
	{ 0 }
};

static int check_amount(const struct pay_args *in, struct cw_err *err)
{
	return in->amount > 0 ? 0
			      : cw_fail_item(err, "/amount", CW_MSG_OUT_OF_RANGE, "0.01",
					     "10000000000.00", NULL);
}

/* ---- One case. */

/* A part completes the fee on the day of the last part, in whatever order they were entered. */
static int completed_on(struct act *x, cw_day paid_on, cw_day *on, struct cw_err *err)
{
	struct db_payment_share *shares;
	size_t n;

	*on = paid_on;
	if (db_payment_share_list(x->rq->db, x->rq->arena, x->d.id, &shares, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (shares[i].applied && shares[i].payment.paid_on > *on)
			*on = shares[i].payment.paid_on;
	return 0;
}

static int check_day(struct act *x, cw_day paid_on, struct cw_err *err)
{
	char sent[CW_DAY_TEXT];

	x->facts.on = paid_on;
	if (act_check_day(x, "/paid_on", err))
		return -1;
	if (x->c.fee_open && paid_on < x->fee.sent_on)
		return cw_fail_item(err, "/paid_on", CW_MSG_API_BEFORE_NOTICE,
				    cw_day_text(x->fee.sent_on, sent), NULL);
	return 0;
}

/* What is not owed is given back: why. */
static const char *cause_of(const struct act *x)
{
	if (x->c.fee_open || (x->has_fee && strcmp(x->fee.status, "paid") == 0))
		return "over";
	return x->has_fee ? "late" : "not_owed";
}

static int add_refund(struct act *x, const struct db_payment *p, cw_fen amount, struct cw_err *err)
{
	struct db_refund back = { .case_id = x->d.id,
				  .agency_id = x->d.agency_id,
				  .payment_id = p->id,
				  .notice_id = x->has_fee ? x->fee.id : 0,
				  .amount = amount,
				  .cause = cause_of(x),
				  .status = "due",
				  .asked_by = x->rq->who.user,
				  .asked_on = x->rq->today };

	return amount > 0 ? db_refund_add(x->rq->db, &back, err) : 0;
}

static int save_fee(struct act *x, cw_fen applied, bool full, struct cw_err *err)
{
	x->fee.paid += applied;
	if (full)
		x->fee.status = "paid";
	if (db_fee_save(x->rq->db, &x->fee, err))
		return -1;
	if (!full)
		return 0;
	/* Also after the period: until the letter that ends the case is served (R-FEE-6). */
	return fee_wait_over(x, "fee", true, err) || facts_lapse_overtaken(x, err) ? -1 : 0;
}

static struct json_object *detail_of(const struct db_payment *p, cw_fen amount, cw_fen applied)
{
	struct json_object *o = rq_obj();

	rq_put_id(o, "payment", p->id);
	rq_put_str(o, "voucher", p->voucher);
	rq_put_str(o, "way", p->way);
	rq_put_day(o, "paid_on", p->paid_on);
	rq_put_int(o, "amount_fen", amount);
	rq_put_int(o, "applied_fen", applied);
	return o;
}

/* AMOUNT of payment P goes to the opened case. */
static int pay(struct act *x, const struct db_payment *p, cw_fen amount, struct cw_err *err)
{
	const cw_fen left = x->c.fee_open ? x->fee.amount - x->fee.paid : 0;
	struct db_payment_share share = { .payment = *p,
					  .case_id = x->d.id,
					  .notice_id = x->c.fee_open ? x->fee.id : 0,
					  .amount = amount,
					  .applied = amount < left ? amount : left };
	enum cw_act act = CW_ACT_PAYMENT_EXTRA;

	x->facts.full = x->c.fee_open && amount >= left;
	if (x->c.fee_open)
		act = x->facts.full ? CW_ACT_PAYMENT_FULL : CW_ACT_PAYMENT_PART;
	if (check_day(x, p->paid_on, err) ||
	    (x->facts.full && completed_on(x, p->paid_on, &x->facts.on, err)) ||
	    act_decide(x, act, err) || db_payment_share_add(x->rq->db, &share, err) ||
	    add_refund(x, p, amount - share.applied, err) ||
	    (x->c.fee_open && save_fee(x, share.applied, x->facts.full, err)))
		return -1;
	return act_finish(x, detail_of(p, amount, share.applied), err);
}

static int add_payment(struct rq *rq, const struct pay_args *in, uint64_t agency,
		       struct db_payment *p, struct cw_err *err)
{
	*p = (struct db_payment){ .agency_id = agency,
				  .recorded_by = rq->who.user,
				  .voucher = in->voucher,
				  .way = pay_ways[in->way],
				  .paid_on = in->paid_on,
				  .recorded_on = rq->today,
				  .amount = in->amount };
	if (db_payment_add(rq->db, p, err) == 0)
		return 0;
	if (db_err_duplicate(err, "u_payment_voucher")) {
		cw_err_clear(err);
		return cw_fail(err, CW_CONFLICT, CW_MSG_API_VOUCHER_TAKEN, NULL);
	}
	return -1;
}

static int pay_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct pay_args *in = arg;
	struct db_payment p;
	struct act x;

	if (case_open(&x, rq, CW_ACT_PAYMENT_FULL, err) || check_day(&x, in->paid_on, err) ||
	    add_payment(rq, in, x.d.agency_id, &p, err) || pay(&x, &p, in->amount, err) ||
	    act_reload(&x, err))
		return -1;
	return case_answer(&x, 201, err);
}

int api_case_pay(struct rq *rq, struct cw_err *err)
{
	struct pay_args in = { .paid_on = CW_DAY_NONE };

	return rq_body(rq, pay_fields, &in, err) || check_amount(&in, err) ||
			       act_run(rq, pay_tx, &in, err)
		       ? -1
		       : 0;
}

/* ---- Several cases. */

static int check_shares(const struct pay_args *in, struct cw_err *err)
{
	const struct pay_case *cases = in->cases.items;
	size_t named = 0;
	cw_fen sum = 0;

	if (check_amount(in, err))
		return -1;
	for (size_t i = 0; i < in->cases.n; i++) {
		named += cases[i].amount > 0;
		sum += cases[i].amount;
		for (size_t j = 0; j < i; j++)
			if (cases[j].id == cases[i].id)
				return cw_fail_item(err, "/cases", CW_MSG_API_SHARES_TWICE, NULL);
	}
	if (named && named != in->cases.n)
		return cw_fail_item(err, "/cases", CW_MSG_API_SHARES_SOME, NULL);
	if (named && sum != in->amount)
		return cw_fail_item(err, "/amount", CW_MSG_API_SHARES_SUM, NULL);
	return 0;
}

/* A case with what it is to get. */
struct target {
	const struct pay_case *in;
	struct act *x;
	cw_fen amount;
};

static int by_id(const void *a, const void *b)
{
	const uint64_t x = ((const struct target *)a)->in->id,
		       y = ((const struct target *)b)->in->id;

	return (x > y) - (x < y);
}

static int by_receipt(const void *a, const void *b)
{
	const struct db_docket *x = &((const struct target *)a)->x->d;
	const struct db_docket *y = &((const struct target *)b)->x->d;

	if (x->received_on != y->received_on)
		return x->received_on < y->received_on ? -1 : 1;
	if (x->year != y->year)
		return x->year < y->year ? -1 : 1;
	return (x->running > y->running) - (x->running < y->running);
}

/* Locks the cases in the order of their ids, each at the version that the caller saw. */
static int open_targets(struct rq *rq, struct target *t, size_t n, struct cw_err *err)
{
	bool same;
	int rc = 0;

	qsort(t, n, sizeof(*t), by_id);
	for (size_t i = 0; i < n && !rc; i++) {
		t[i].x = cw_alloc(rq->arena, sizeof(*t[i].x));
		if (!t[i].x)
			return cw_fail_memory(err);
		rq->if_match = (uint64_t)t[i].in->version;
		rc = act_open(t[i].x, rq, t[i].in->id, CW_ACT_PAYMENT_FULL, err);
	}
	rq->if_match = 0;
	for (size_t i = 1; i < n && !rc; i++) {
		if (db_same_is(rq->db, rq->arena, t[0].x->d.applicant_id, t[i].x->d.applicant_id,
			       &same, err))
			return -1;
		if (!same || t[i].x->d.agency_id != t[0].x->d.agency_id)
			rc = cw_fail_item(err, "/cases", CW_MSG_API_SHARES_APPLICANT, NULL);
	}
	return rc;
}

/* To the cases that the payer names, else in the order of receipt; what is over goes to the last
 * (R-OUT-11). */
static void share_out(const struct pay_args *in, struct target *t, size_t n)
{
	cw_fen rest = in->amount;

	qsort(t, n, sizeof(*t), by_receipt);
	for (size_t i = 0; i < n; i++) {
		const struct act *x = t[i].x;
		const cw_fen left = x->c.fee_open ? x->fee.amount - x->fee.paid : 0;

		t[i].amount = t[i].in->amount;
		if (!t[i].amount)
			t[i].amount = i + 1 == n || rest < left ? rest : left;
		rest -= t[i].amount;
	}
}

static int answer_several(struct rq *rq, const struct db_payment *p, struct target *t, size_t n,
			  struct cw_err *err)
{
	struct json_object *o = rq_obj(), *list = rq_array();

	rq_put_id(o, "payment_id", p->id);
	fee_put_money(rq->arena, o, "amount", p->amount);
	rq_put(o, "cases", list);
	for (size_t i = 0; i < n; i++) {
		struct json_object *row = rq_obj();
		const struct act *x = t[i].x;

		rq_put_id(row, "case_id", x->d.id);
		rq_put_str(row, "number", x->d.number);
		rq_put_int(row, "version", (int64_t)x->d.version);
		rq_put_str(row, "state", x->d.state);
		fee_put_money(rq->arena, row, "amount", t[i].amount);
		fee_put_money(rq->arena, row, "left",
			      x->c.state == CW_STATE_AWAITING_PAYMENT ? x->fee.amount - x->fee.paid
								      : 0);
		rq_put_day(row, "due_on", x->d.due_on);
		rq_push(list, row);
	}
	return rq_json(rq, 201, o, err);
}

static int several_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct pay_args *in = arg;
	const struct pay_case *cases = in->cases.items;
	const size_t n = in->cases.n;
	struct target *t = cw_alloc_n(rq->arena, n, sizeof(*t));
	struct db_payment p;

	if (!t)
		return cw_fail_memory(err);
	for (size_t i = 0; i < n; i++)
		t[i] = (struct target){ .in = &cases[i] };
	if (open_targets(rq, t, n, err))
		return -1;
	share_out(in, t, n);
	if (add_payment(rq, in, t[0].x->d.agency_id, &p, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (t[i].amount && pay(t[i].x, &p, t[i].amount, err))
			return -1;
	return answer_several(rq, &p, t, n, err);
}

int api_payment_add(struct rq *rq, struct cw_err *err)
{
	struct pay_args in = { .paid_on = CW_DAY_NONE };

	return rq_body(rq, several_fields, &in, err) || check_shares(&in, err) ||
			       act_run(rq, several_tx, &in, err)
		       ? -1
		       : 0;
}

/* ---- The payments of a case. */

int case_payments_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct db_payment_share *rows;
	size_t n;

	if (db_payment_share_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct db_payment *p = &rows[i].payment;
		struct json_object *o = rq_obj();

		rq_put_id(o, "id", p->id);
		rq_put_id(o, "fee_notice_id", rows[i].notice_id);
		rq_put_str(o, "voucher", p->voucher);
		rq_put_str(o, "way", p->way);
		rq_put_day(o, "paid_on", p->paid_on);
		fee_put_money(x->rq->arena, o, "amount", rows[i].amount);
		fee_put_money(x->rq->arena, o, "applied", rows[i].applied);
		if (!(x->roles & CW_ROLE_BIT(CW_ROLE_APPLICANT))) {
			fee_put_money(x->rq->arena, o, "payment", p->amount);
			rq_put_id(o, "recorded_by", p->recorded_by);
			rq_put_day(o, "recorded_on", p->recorded_on);
		}
		rq_push(list, o);
	}
	return 0;
}
