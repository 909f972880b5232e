/* What fees, payments, corrections and lapses share: server/api/fee.h. */
#include "server/api/fee.h"

#include <string.h>

/* A notice on its way is asked after when its receipt is not recorded by then. */
#define RECEIPT_DAYS 5

void fee_put_money(struct cw_arena *a, struct json_object *o, const char *name, cw_fen amount)
{
	const char *fen = cw_printf(a, "%s_fen", name), *yuan = cw_printf(a, "%s_yuan", name);

	if (!fen || !yuan)
		return;
	rq_put_int(o, fen, amount);
	rq_put_yuan(o, yuan, amount);
}

/* ---- The receipt of notices. */

int fee_check_receipt(struct act *x, cw_day received_on, cw_day sent_on, struct cw_err *err)
{
	if (received_on >= sent_on && received_on <= x->rq->today)
		return 0;
	return cw_fail_item(err, "/received_on", CW_MSG_RECEIVED_BEFORE_SENT, NULL);
}

int fee_receipt_awaited(struct act *x, struct cw_err *err)
{
	return db_deadline_put(x->rq->db, x->d.id, x->d.handling, "notice_receipt", 0,
			       cw_calendar_add(x->rq->calendar, x->rq->today, RECEIPT_DAYS), err);
}

int fee_receipt_known(struct act *x, const char *kind, cw_day last, struct cw_err *err)
{
	return db_deadline_end(x->rq->db, x->d.id, x->d.handling, "notice_receipt", 0, "met",
			       err) ||
			       db_deadline_put(x->rq->db, x->d.id, x->d.handling, kind, 0, last,
					       err)
		       ? -1
		       : 0;
}

int fee_wait_over(struct act *x, const char *kind, bool met, struct cw_err *err)
{
	return db_deadline_end(x->rq->db, x->d.id, x->d.handling, "notice_receipt", 0, "void",
			       err) ||
			       db_deadline_end(x->rq->db, x->d.id, x->d.handling, kind, 0,
					       met ? "met" : "void", err)
		       ? -1
		       : 0;
}

/* ---- What was paid, and what of it is kept. */

/* A refund that only the end of the handling has made due: a reinstatement takes it back. */
static bool due_by_end(const struct act *x, const struct db_refund *r)
{
	return strcmp(r->status, "due") == 0 && r->notice_id == x->fee.id &&
	       (strcmp(r->cause, "late") == 0 || strcmp(r->cause, "ended") == 0);
}

static bool stands(const struct db_refund *r)
{
	return strcmp(r->status, "refused") != 0 && strcmp(r->status, "dropped") != 0;
}

static int kept(struct act *x, bool taken_up, cw_fen *out, struct cw_err *err)
{
	struct db_payment_share *shares;
	struct db_refund *refunds;
	size_t n, m;

	*out = 0;
	if (db_payment_share_list(x->rq->db, x->rq->arena, x->d.id, &shares, &n, err) ||
	    db_refund_list(x->rq->db, x->rq->arena, x->d.id, &refunds, &m, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		*out += shares[i].amount;
	for (size_t i = 0; i < m; i++)
		if (stands(&refunds[i]) && !(taken_up && due_by_end(x, &refunds[i])))
			*out -= refunds[i].amount;
	return 0;
}

int fee_kept(struct act *x, cw_fen *out, struct cw_err *err)
{
	return kept(x, false, out, err);
}

int fee_complete(struct act *x, bool *complete, struct cw_err *err)
{
	cw_fen have;

	*complete = false;
	if (!x->has_fee)
		return 0;
	if (kept(x, true, &have, err))
		return -1;
	*complete = have >= x->fee.amount;
	return 0;
}

static int drop_refunds(struct act *x, struct cw_err *err)
{
	struct db_refund *refunds;
	size_t n;

	if (db_refund_list(x->rq->db, x->rq->arena, x->d.id, &refunds, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (!due_by_end(x, &refunds[i]))
			continue;
		refunds[i].status = "dropped";
		if (db_refund_save(x->rq->db, &refunds[i], err))
			return -1;
	}
	return 0;
}

/* What of a payment is not given back. */
static cw_fen left_of(const struct db_payment_share *s, const struct db_refund *refunds, size_t n)
{
	cw_fen left = s->amount;

	for (size_t i = 0; i < n; i++)
		if (refunds[i].payment_id == s->payment.id && stands(&refunds[i]))
			left -= refunds[i].amount;
	return left;
}

/* What is kept goes to the fee in the order of the payments, but for what an earlier notice had. */
static int apply(struct act *x, cw_fen left, struct cw_err *err)
{
	struct db_payment_share *shares;
	struct db_refund *refunds;
	size_t n, m;

	if (db_payment_share_list(x->rq->db, x->rq->arena, x->d.id, &shares, &n, err) ||
	    db_refund_list(x->rq->db, x->rq->arena, x->d.id, &refunds, &m, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		const cw_fen kept = left_of(&shares[i], refunds, m);

		if (!kept || (shares[i].notice_id && shares[i].notice_id != x->fee.id))
			continue;
		shares[i].applied = kept < left ? kept : left;
		shares[i].notice_id = x->fee.id;
		left -= shares[i].applied;
		if (db_payment_share_save(x->rq->db, &shares[i], err))
			return -1;
	}
	return 0;
}

/* The notice stands again with STATUS, and what is kept counts for it. */
static int stand(struct act *x, const char *status, struct cw_err *err)
{
	struct db_refund over = { .case_id = x->d.id,
				  .agency_id = x->d.agency_id,
				  .notice_id = x->fee.id,
				  .cause = "over",
				  .status = "due", /* by itself: nobody asks for it */
				  .asked_on = x->facts.on };
	cw_fen have;

	if (kept(x, true, &have, err) || drop_refunds(x, err))
		return -1;
	x->fee.paid = have < x->fee.amount ? have : x->fee.amount;
	over.amount = have - x->fee.paid;
	x->fee.status = status;
	if (apply(x, x->fee.paid, err) || db_fee_save(x->rq->db, &x->fee, err))
		return -1;
	return over.amount > 0 ? db_refund_add(x->rq->db, &over, err) : 0;
}

int fee_stands_again(struct act *x, struct cw_err *err)
{
	return stand(x, "sent", err);
}

int fee_taken_up(struct act *x, bool complete, struct cw_err *err)
{
	if (!complete) {
		x->fee.received_on = x->fee.pay_by = CW_DAY_NONE;
		x->fee.receipt_proof = NULL;
	}
	return stand(x, complete ? "paid" : "sent", err);
}
