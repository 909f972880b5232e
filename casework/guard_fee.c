/* Guards of fees, refunds, lapse and reinstatement. */
#include "casework/guard_int.h"

/* ---- Fees (part 6), lapse, reinstatement. */

/* One fee for one request for information, none for the correction of a record; by page only for copies that a decision to disclose gives (R-FEE-2,
 * R-FEE-4). */
static int may_charge(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (c->own_record)
		return cw_fail_law(err, CW_MSG_LAW_FEE_OWN_RECORD, "R-OUT-6", "条例41", NULL);
	if (c->fee_noticed)
		return cw_fail_law(err, CW_MSG_LAW_FEE_ONCE, "R-FEE-2", "费3", NULL);
	if (cw_guard_in_period(c, f, err))
		return -1;
	if (c->fee_by_page && !c->by_page_ok)
		return cw_fail_law(err, CW_MSG_LAW_FEE_NO_COPIES, "R-FEE-4", "费5", NULL);
	return 0;
}

int cw_guard_fee_draft(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	return may_charge(c, f, err);
}

/* Also when the period is over: what is no use any more goes back. */
int cw_guard_fee_return(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (!c->fee_drafted)
		return cw_fail_law(err, CW_MSG_LAW_NO_FEE_DRAFT, "R-FEE-5", "费6", NULL);
	return needs_reason(f, "R-FEE-5", "费6", err);
}

int cw_guard_fee_notice(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (!c->fee_drafted)
		return cw_fail_law(err, CW_MSG_LAW_NO_FEE_DRAFT, "R-FEE-5", "费6", NULL);
	if (may_charge(c, f, err))
		return -1;
	if (c->fee_free)
		return cw_fail_law(err, CW_MSG_LAW_FEE_NOTHING, "R-FEE-3", "费4", NULL);
	return 0;
}

static int fee_open(const struct cw_case *c, struct cw_err *err)
{
	return c->fee_open ? 0 : cw_fail_law(err, CW_MSG_LAW_NO_FEE_OPEN, "R-FEE-5", "费6", NULL);
}

int cw_guard_fee_cancel(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	return fee_open(c, err) || needs_reason(f, "R-FEE-10", "费6", err) ? -1 : 0;
}

int cw_guard_payment_part(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (fee_open(c, err))
		return -1;
	return f->full ? cw_fail_law(err, CW_MSG_LAW_PAYMENT_COMPLETES, "R-FEE-8", "费8", NULL) : 0;
}

int cw_guard_payment_full(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (fee_open(c, err))
		return -1;
	return f->full ? 0
		       : cw_fail_law(err, CW_MSG_LAW_PAYMENT_INCOMPLETE, "R-FEE-8", "费8", NULL);
}

/* By another person than the one who asks for it. */
int cw_guard_refund_approve(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	(void)c;
	return needs_approver(f, "R-FEE-8", "费8", err);
}

/* The period has run out unanswered, and nothing holds the case (R-CLOCK-5, R-FEE-6). */
int cw_guard_lapse_due(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	const bool fee = c->state == CW_STATE_AWAITING_PAYMENT;

	(void)f;
	if (not_stopped(c, err))
		return -1;
	return c->lapse_due ? 0
			    : cw_fail_law(err, CW_MSG_LAW_NOT_LAPSED, fee ? "R-FEE-6" : "R-CLOCK-5",
					  fee ? "费6" : "条例30", NULL);
}

int cw_guard_lapse(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (cw_guard_lapse_due(c, f, err))
		return -1;
	if (c->lapse_letter)
		return cw_fail_law(err, CW_MSG_LAW_LAPSE_LETTER_MADE,
				   c->state == CW_STATE_AWAITING_PAYMENT ? "R-FEE-6" : "R-CLOCK-5",
				   c->state == CW_STATE_AWAITING_PAYMENT ? "费6" : "条例30", NULL);
	/* That no good reason for the silence is known is recorded first. */
	return c->state == CW_STATE_AWAITING_PAYMENT ? 0
						     : needs_reason(f, "R-CLOCK-5", "条例30", err);
}

int cw_guard_lapse_serve(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	const bool fee = c->state == CW_STATE_AWAITING_PAYMENT;

	(void)f;
	if (not_stopped(c, err))
		return -1;
	if (!c->lapse_letter)
		return cw_fail_law(err, CW_MSG_LAW_NO_LAPSE_LETTER, fee ? "R-FEE-6" : "R-CLOCK-5",
				   fee ? "费6" : "条例30", NULL);
	return 0;
}

int cw_guard_reinstate(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (c->ended_as != CW_OUTCOME_NOT_CORRECTED && c->ended_as != CW_OUTCOME_NOT_PAID)
		return cw_fail_law(err, CW_MSG_LAW_NOT_REINSTATABLE, "R-CLOCK-5", "条例30", NULL);
	return needs_reason(f, "R-CLOCK-5", "条例30", err);
}
