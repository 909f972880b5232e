/* What a rectification takes back of receipts, supplements, payments and lapses (R-KEEP-4): rows of
 * undo.c. */
#include <stdlib.h>
#include <string.h>

#include "casework/constant.h"
#include "db/undo.h"
#include "server/api/fee.h"
#include "server/api/intake.h"

static bool moves(const struct undo *u)
{
	return u->right_on != CW_DAY_NONE;
}

static uint64_t id_of(const struct undo *u, const char *key)
{
	struct json_object *v;

	if (!json_object_object_get_ex(u->detail, key, &v) || !v)
		return 0;
	return strtoull(json_object_get_string(v), NULL, 10);
}

static int stands(enum cw_act act, struct cw_err *err)
{
	char ref[CW_MSG_REF];

	return cw_fail_law(err, CW_MSG_RECTIFY_STANDS, "R-KEEP-4", "条例45",
			   cw_msg_ref(cw_act_title(act), ref), NULL);
}

static int check_first(const struct undo *u, cw_day first, struct cw_err *err)
{
	char low[CW_DAY_TEXT], high[CW_DAY_TEXT];

	if (!moves(u) || u->right_on >= first)
		return 0;
	return cw_fail_item(err, "/right_on", CW_MSG_DAY_NOT_BETWEEN, cw_day_text(first, low),
			    cw_day_text(u->x->rq->today, high), NULL);
}

/* ---- The receipt of a notice. */

int fee_undo_receipt_check(const struct undo *u, struct cw_err *err)
{
	const struct act *x = u->x;
	const bool fee = id_of(u, "fee_notice") != 0;

	if (fee && x->c.state != CW_STATE_AWAITING_PAYMENT)
		return stands(CW_ACT_PAYMENT_FULL, err);
	if (!fee && x->c.state != CW_STATE_AWAITING_CORRECTION)
		return stands(CW_ACT_CORRECTION_ANSWER, err);
	if (x->c.lapse_letter)
		return stands(CW_ACT_LAPSE, err);
	return check_first(u, fee ? x->fee.sent_on : x->correction.sent_on, err);
}

int fee_undo_receipt(const struct undo *u, struct cw_err *err)
{
	struct act *x = u->x;
	const bool fee = id_of(u, "fee_notice") != 0;
	const int days = fee ? CW_PERIOD_PAYMENT : x->correction.working_days;
	const cw_day last =
		moves(u) ? cw_calendar_add(x->rq->calendar, u->right_on, days) : CW_DAY_NONE;
	const char *kind = fee ? "fee" : "correction";

	rq_put_day(u->detail, "received_on", u->right_on);
	rq_put_day(u->detail, fee ? "pay_by" : "answer_by", last);
	if (fee) {
		x->fee.received_on = u->right_on;
		x->fee.pay_by = last;
	} else {
		x->correction.received_on = u->right_on;
		x->correction.answer_by = last;
	}
	if (fee ? db_fee_save(x->rq->db, &x->fee, err)
		: db_correction_save(x->rq->db, &x->correction, err))
		return -1;
	if (moves(u))
		return fee_receipt_known(x, kind, last, err);
	return fee_wait_over(x, kind, false, err) || fee_receipt_awaited(x, err) ? -1 : 0;
}

/* ---- A supplement. */

int fee_undo_supplement(const struct undo *u, struct cw_err *err)
{
	struct act *x = u->x;

	/* After the end it was the answer itself. */
	if (u->before != CW_STATE_ENDED || x->correction.answered_on != u->event->happened_on)
		return 0;
	x->correction.answered_on = CW_DAY_NONE;
	return db_correction_save(x->rq->db, &x->correction, err);
}

/* ---- A payment. */

static int find_share(const struct undo *u, struct db_payment_share *out, struct cw_err *err)
{
	const uint64_t id = id_of(u, "payment");
	struct act *x = u->x;
	struct db_payment_share *rows;
	size_t n;

	if (db_payment_share_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (rows[i].payment.id == id) {
			*out = rows[i];
			return 0;
		}
	return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
}

/* The refunds that the payment made due: DROP them, or say whether one is decided already. */
static int refunds_of(const struct undo *u, uint64_t payment, bool drop, bool *decided,
		      struct cw_err *err)
{
	struct act *x = u->x;
	struct db_refund *rows;
	size_t n;

	*decided = false;
	if (db_refund_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (rows[i].payment_id != payment)
			continue;
		*decided |= strcmp(rows[i].status, "approved") == 0 ||
			    strcmp(rows[i].status, "paid") == 0;
		if (!drop || strcmp(rows[i].status, "due") != 0)
			continue;
		rows[i].status = "dropped";
		if (db_refund_save(x->rq->db, &rows[i], err))
			return -1;
	}
	return 0;
}

int fee_undo_payment_check(const struct undo *u, struct cw_err *err)
{
	const struct act *x = u->x;
	struct db_payment_share share;
	bool decided;

	if (find_share(u, &share, err) || refunds_of(u, share.payment.id, false, &decided, err))
		return -1;
	if (moves(u)) {
		/* A payment for several cases has one day for all of them. */
		if (share.amount != share.payment.amount)
			return cw_fail_law(err, CW_MSG_RECTIFY_NO_DAY, "R-KEEP-4", "条例45", NULL);
		return check_first(u, share.applied ? x->fee.sent_on : x->d.submitted_on, err);
	}
	if (decided)
		return stands(CW_ACT_REFUND_APPROVE, err);
	if (share.applied && strcmp(x->fee.status, "paid") == 0 &&
	    strcmp(u->event->act, cw_act_name(CW_ACT_PAYMENT_FULL)) != 0)
		return stands(CW_ACT_PAYMENT_FULL, err);
	return 0;
}

int fee_undo_payment(const struct undo *u, struct cw_err *err)
{
	struct act *x = u->x;
	struct db_payment_share share;
	bool decided;

	if (find_share(u, &share, err))
		return -1;
	if (moves(u)) {
		rq_put_day(u->detail, "paid_on", u->right_on);
		return db_undo_payment_day(x->rq->db, share.payment.id, u->right_on, err);
	}
	if (refunds_of(u, share.payment.id, true, &decided, err) ||
	    db_undo_payment_share(x->rq->db, share.payment.id, x->d.id, err))
		return -1;
	if (!share.applied)
		return 0;
	x->fee.paid -= share.applied;
	x->fee.status = "sent";
	if (db_fee_save(x->rq->db, &x->fee, err))
		return -1;
	return x->fee.pay_by == CW_DAY_NONE ? fee_receipt_awaited(x, err)
					    : fee_receipt_known(x, "fee", x->fee.pay_by, err);
}

/* ---- The end of a case that waited for payment. */

int fee_undo_end(struct act *x, struct cw_err *err)
{
	if (!x->has_fee || strcmp(x->fee.status, "ended") != 0)
		return 0;
	if (fee_stands_again(x, err))
		return -1;
	return x->fee.pay_by == CW_DAY_NONE ? fee_receipt_awaited(x, err)
					    : fee_receipt_known(x, "fee", x->fee.pay_by, err);
}
