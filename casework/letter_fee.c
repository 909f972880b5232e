/* Letters about the information-processing fee (part 6; 国办函〔2020〕109号). */
#include <string.h>

#include "casework/letter_draft.h"

static void tier(struct cw_draft *d, const struct cw_fee_step *s)
{
	const char *first = cw_draft_number(d, s->first), *last = cw_draft_number(d, s->last);
	const char *range, *work;

	if (!s->last)
		range = cw_draft_text(d, CW_MSG_LETTER_TIER_OPEN, first, NULL, NULL);
	else
		range = cw_draft_text(d, CW_MSG_LETTER_TIER_RANGE, first, last, NULL);
	work = cw_draft_text(d, CW_MSG_LETTER_TIER_WORK, cw_draft_number(d, s->count),
			     cw_draft_money(d, s->each), cw_draft_money(d, s->amount));
	cw_draft_item(d, CW_MSG_LETTER_TIER, range, work, NULL);
}

/* By item the month's counter goes on, by page every request stands alone (R-FEE-3, R-FEE-4). */
static void basis(struct cw_draft *d, const struct cw_letter_fee *fee)
{
	const bool by_page = fee->method == CW_FEE_BY_PAGE;

	cw_draft_fact(d, CW_MSG_LETTER_FEE_METHOD,
		      cw_draft_text(d, by_page ? CW_MSG_LETTER_BY_PAGE : CW_MSG_LETTER_BY_ITEM,
				    NULL, NULL, NULL));
	if (by_page)
		cw_draft_fact(d, CW_MSG_LETTER_PAGES, cw_draft_number(d, fee->units));
	else
		cw_draft_fact(d, CW_MSG_LETTER_UNITS,
			      cw_draft_text(d, CW_MSG_LETTER_UNITS_TEXT,
					    cw_draft_number(d, fee->month),
					    cw_draft_number(d, fee->units_before),
					    cw_draft_number(d, fee->units)));
}

static void amount(struct cw_draft *d, enum cw_msg label, cw_fen fen)
{
	cw_draft_fact(d, label,
		      cw_draft_text(d, CW_MSG_LETTER_YUAN, cw_draft_money(d, fen), NULL, NULL));
}

/* Why, by which method, every tier, and what it comes to. */
static void worked(struct cw_draft *d, const struct cw_letter_fee *fee)
{
	if (!cw_draft_need(d, "/fee", fee && fee->fee))
		return;
	cw_draft_need(d, "/fee/how", fee->how != NULL);
	cw_draft_need(d, "/fee/reason", fee->reason != NULL);
	cw_draft_fact(d, CW_MSG_LETTER_REASON, fee->reason);
	basis(d, fee);
	for (size_t i = 0; i < fee->fee->n_steps; i++)
		tier(d, &fee->fee->steps[i]);
	amount(d, CW_MSG_LETTER_AMOUNT, fee->fee->amount);
}

/* How to pay, the period and what follows: the same for all that the notice is about. */
static void demand(struct cw_draft *d, const struct cw_letter_fee *fee, bool may_change)
{
	cw_draft_fact(d, CW_MSG_LETTER_FEE_INCOME, cw_msg_raw(CW_MSG_LETTER_FEE_CODE, d->lang));
	cw_draft_fact(d, CW_MSG_LETTER_HOW_TO_PAY, fee->how);
	cw_draft_para(d, CW_MSG_LETTER_FEE_PERIOD, NULL, NULL, NULL);
	if (fee->pay_by != CW_DAY_NONE)
		cw_draft_fact(d, CW_MSG_LETTER_PAY_BY,
			      cw_draft_last_day(d, fee->pay_by, fee->provisional));
	if (may_change)
		cw_draft_para(d, CW_MSG_LETTER_FEE_MAY_CHANGE, NULL, NULL, NULL);
	cw_draft_para(d, CW_MSG_LETTER_FEE_EFFECT, NULL, NULL, NULL);
	cw_draft_contact(d);
}

/* Several cases in one notice (R-OUT-11): each with its own reckoning, then the sum.  A way to pay
 * that is another than the first case's stands with its case. */
static void several(struct cw_draft *d)
{
	const struct cw_letter_facts *f = d->f;
	bool may_change = false;
	cw_fen total = 0;

	cw_draft_para(d, CW_MSG_FEE_JOINT_INTRO, cw_draft_number(d, (int64_t)f->n_joint), NULL,
		      NULL);
	for (size_t i = 0; i < f->n_joint; i++) {
		const struct cw_letter_case *k = &f->joint[i];

		cw_draft_add(d, CW_BLOCK_HEADING, NULL, k->shown_number);
		cw_draft_fact(d, CW_MSG_LETTER_ABOUT, k->title);
		worked(d, k->fee);
		if (!k->fee || !k->fee->fee)
			continue;
		if (k->fee->how && f->fee->how && strcmp(k->fee->how, f->fee->how) != 0)
			cw_draft_fact(d, CW_MSG_LETTER_HOW_TO_PAY, k->fee->how);
		total += k->fee->fee->amount;
		may_change |= k->fee->count_may_change;
	}
	cw_draft_heading(d, CW_MSG_FEE_JOINT_TOGETHER);
	amount(d, CW_MSG_FEE_JOINT_TOTAL, total);
	cw_draft_para(d, CW_MSG_FEE_JOINT_PAYMENT, NULL, NULL, NULL);
	demand(d, f->fee, may_change);
}

void cw_letter_fee_notice(struct cw_draft *d)
{
	const struct cw_letter_fee *fee = d->f->fee;

	cw_draft_need(d, "/addressee", d->f->addressee != NULL);
	if (!cw_draft_need(d, "/fee", fee && fee->fee))
		return;
	if (!d->f->n_joint)
		cw_draft_request(d);
	cw_draft_para(d, CW_MSG_LETTER_FEE_INTRO, NULL, NULL, NULL);
	if (d->f->n_joint) {
		several(d);
		return;
	}
	worked(d, fee);
	demand(d, fee, fee->count_may_change);
}

static const struct cw_letter_fee *after_notice(struct cw_draft *d, enum cw_msg text)
{
	const struct cw_letter_fee *fee = d->f->fee;

	cw_draft_need(d, "/addressee", d->f->addressee != NULL);
	cw_draft_request(d);
	if (!cw_draft_need(d, "/fee", fee != NULL))
		return NULL;
	cw_draft_need(d, "/fee/notice_number", fee->notice_number || fee->voucher);
	cw_draft_need(d, "/fee/reason", fee->reason != NULL);
	cw_draft_need(d, "/fee/amount", fee->amount > 0);
	if (fee->notice_number)
		cw_draft_para(d, text, cw_draft_day(d, fee->notice_on), fee->notice_number,
			      cw_draft_money(d, fee->amount));
	else
		cw_draft_para(d, CW_MSG_LETTER_REFUND_NOT_OWED, cw_draft_day(d, fee->paid_on),
			      fee->voucher, cw_draft_money(d, fee->amount));
	cw_draft_fact(d, CW_MSG_LETTER_REASON, fee->reason);
	return fee;
}

void cw_letter_fee_cancellation(struct cw_draft *d)
{
	const struct cw_letter_fee *fee = after_notice(d, CW_MSG_LETTER_FEE_CANCELLED);

	if (!fee)
		return;
	cw_draft_para(d, CW_MSG_LETTER_FEE_CANCELLED_EFFECT, NULL, NULL, NULL);
	if (fee->due_on != CW_DAY_NONE)
		cw_draft_fact(d, CW_MSG_LETTER_DUE, cw_draft_day(d, fee->due_on));
	cw_draft_contact(d);
}

void cw_letter_refund_notice(struct cw_draft *d)
{
	const struct cw_letter_fee *fee = after_notice(d, CW_MSG_LETTER_REFUND_TEXT);

	if (!fee)
		return;
	cw_draft_need(d, "/fee/how", fee->how != NULL);
	cw_draft_fact(d, CW_MSG_LETTER_HOW_REFUNDED, fee->how);
	cw_draft_contact(d);
}
