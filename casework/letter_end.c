/* Letters that end a case without a reply, and the one that takes it up again. */
#include "casework/letter_draft.h"

static const struct cw_letter_end *ending(struct cw_draft *d)
{
	const struct cw_letter_end *e = d->f->end;

	cw_draft_need(d, "/addressee", d->f->addressee != NULL);
	cw_draft_request(d);
	return cw_draft_need(d, "/end", e != NULL) ? e : NULL;
}

/* The notice, its day of receipt and the day the period ended (law.md part 7). */
void cw_letter_lapse_notice(struct cw_draft *d)
{
	const struct cw_letter_end *e = ending(d);
	bool paid;

	if (!e)
		return;
	cw_draft_need(d, "/end/outcome",
		      e->outcome == CW_OUTCOME_NOT_CORRECTED || e->outcome == CW_OUTCOME_NOT_PAID);
	cw_draft_need(d, "/end/notice_number", e->notice_number != NULL);
	cw_draft_need(d, "/end/notice_received_on", e->notice_received_on != CW_DAY_NONE);
	cw_draft_need(d, "/end/period_ended_on", e->period_ended_on != CW_DAY_NONE);
	paid = e->outcome == CW_OUTCOME_NOT_PAID;
	cw_draft_para(d, paid ? CW_MSG_LETTER_LAPSE_UNPAID : CW_MSG_LETTER_LAPSE_UNCORRECTED,
		      cw_draft_day(d, e->notice_on), e->notice_number, NULL);
	cw_draft_fact(d, CW_MSG_LETTER_NOTICE_RECEIVED_ON, cw_draft_day(d, e->notice_received_on));
	cw_draft_fact(d, CW_MSG_LETTER_PERIOD_ENDED_ON, cw_draft_day(d, e->period_ended_on));
	cw_draft_para(d,
		      paid ? CW_MSG_LETTER_LAPSE_UNPAID_EFFECT
			   : CW_MSG_LETTER_LAPSE_UNCORRECTED_EFFECT,
		      NULL, NULL, NULL);
	cw_draft_remedy(d, e->outcome);
	cw_draft_contact(d);
}

void cw_letter_termination_notice(struct cw_draft *d)
{
	const struct cw_letter_end *e = ending(d);

	if (!e)
		return;
	cw_draft_need(d, "/end/reason", e->reason != NULL);
	if (e->outcome == CW_OUTCOME_MERGED) { /* the number is of the case that goes on (R-OUT-2) */
		cw_draft_need(d, "/end/notice_number", e->notice_number != NULL);
		cw_draft_para(d, CW_MSG_LETTER_MERGER_TEXT, e->notice_number, NULL, NULL);
	} else {
		cw_draft_para(d, CW_MSG_LETTER_TERMINATION_TEXT, NULL, NULL, NULL);
	}
	cw_draft_fact(d, CW_MSG_LETTER_REASON, e->reason);
	cw_draft_remedy(d, e->outcome);
	cw_draft_contact(d);
}

void cw_letter_reinstatement_notice(struct cw_draft *d)
{
	const struct cw_letter_end *e = ending(d);

	if (!e)
		return;
	cw_draft_need(d, "/end/reason", e->reason != NULL);
	cw_draft_para(d, CW_MSG_LETTER_REINSTATEMENT_TEXT, NULL, NULL, NULL);
	cw_draft_fact(d, CW_MSG_LETTER_REASON, e->reason);
	if (e->due_on != CW_DAY_NONE) {
		cw_draft_fact(d, CW_MSG_LETTER_DUE, cw_draft_day(d, e->due_on));
		cw_draft_steps(d);
	} else {
		cw_draft_para(d,
			      e->outcome == CW_OUTCOME_NOT_PAID ? CW_MSG_LETTER_REINSTATED_UNPAID
								: CW_MSG_LETTER_REINSTATED_OPEN,
			      NULL, NULL, NULL);
		if (e->outcome == CW_OUTCOME_NOT_PAID)
			cw_draft_para(d, CW_MSG_LETTER_FEE_PERIOD, NULL, NULL, NULL);
		else if (e->working_days)
			cw_draft_para(d, CW_MSG_LETTER_CORRECTION_PERIOD,
				      cw_draft_number(d, e->working_days), NULL, NULL);
	}
	cw_draft_contact(d);
}
