/* Letters around the filing: receipt, confirmation of receipt, withdrawal. */
#include "casework/letter_draft.h"

static void due_fact(struct cw_draft *d, const struct cw_clock *k)
{
	if (!k || k->due_on == CW_DAY_NONE)
		return;
	cw_draft_fact(d, CW_MSG_LETTER_DUE, cw_draft_last_day(d, k->due_on, k->provisional));
}

void cw_letter_receipt(struct cw_draft *d)
{
	const struct cw_letter_facts *f = d->f;
	const struct cw_clock *k = f->clock;

	cw_draft_para(d, CW_MSG_LETTER_RECEIPT_INTRO, NULL, NULL, NULL);
	cw_draft_request(d);
	cw_draft_fact(d, CW_MSG_LETTER_APPLICANT, f->applicant);
	cw_draft_fact(d, CW_MSG_LETTER_CHANNEL,
		      cw_draft_text(d, cw_channel_title(f->channel), NULL, NULL, NULL));
	cw_draft_fact(d, CW_MSG_LETTER_SUBMITTED_ON, cw_draft_day(d, f->submitted_on));
	cw_draft_fact(d, CW_MSG_LETTER_RECEIVED_ON, cw_draft_day(d, f->received_on));
	due_fact(d, k);
	cw_draft_steps(d);
	cw_draft_heading(d, CW_MSG_LETTER_NEXT);
	if (k && k->correction_last_day != CW_DAY_NONE)
		cw_draft_item(d, CW_MSG_LETTER_NEXT_CORRECTION,
			      cw_draft_day(d, k->correction_last_day), NULL, NULL);
	cw_draft_item(d, CW_MSG_LETTER_NEXT_REPLY, NULL, NULL, NULL);
	cw_draft_item(d, CW_MSG_LETTER_NEXT_ASKING, NULL, NULL, NULL);
	cw_draft_item(d, CW_MSG_LETTER_NEXT_WITHDRAW, NULL, NULL, NULL);
	cw_draft_item(d, CW_MSG_LETTER_NEXT_FOLLOW, NULL, NULL, NULL);
	cw_draft_fact(d, CW_MSG_LETTER_FOLLOW_AT, f->query_hint);
	cw_draft_contact(d);
}

/* R-RCPT-3: how and when the applicant was reached, and what was said. */
void cw_letter_confirmation_record(struct cw_draft *d)
{
	const struct cw_letter_service *s = d->f->service;

	cw_draft_request(d);
	if (!cw_draft_need(d, "/service", s != NULL))
		return;
	cw_draft_need(d, "/service/way", s->way != NULL);
	cw_draft_need(d, "/service/result", s->result != NULL);
	cw_draft_fact(d, CW_MSG_LETTER_APPLICANT, d->f->applicant);
	cw_draft_fact(d, CW_MSG_LETTER_ARRIVED_ON, cw_draft_day(d, d->f->submitted_on));
	cw_draft_fact(d, CW_MSG_LETTER_CONTACT_ON, cw_draft_day(d, s->sent_on));
	cw_draft_fact(d, CW_MSG_LETTER_CONTACT_WAY, s->way);
	cw_draft_fact(d, CW_MSG_LETTER_CONTACT_PERSON, s->recipient);
	cw_draft_fact(d, CW_MSG_LETTER_RESULT, s->result);
	cw_draft_fact(d, CW_MSG_LETTER_RECEIVED_ON, cw_draft_day(d, d->f->received_on));
	cw_draft_fact(d, CW_MSG_LETTER_RECORDED_BY, s->server_name);
	cw_draft_fact(d, CW_MSG_LETTER_REMARKS, s->remarks);
}

/* To a writer who cannot be reached otherwise: its delivery is the confirmation. */
void cw_letter_confirmation_letter(struct cw_draft *d)
{
	cw_draft_need(d, "/addressee", d->f->addressee != NULL);
	cw_draft_para(d, CW_MSG_LETTER_CONFIRMATION_TEXT, cw_draft_day(d, d->f->submitted_on), NULL,
		      NULL);
	cw_draft_request(d);
	cw_draft_para(d, CW_MSG_LETTER_CONFIRMATION_EFFECT, NULL, NULL, NULL);
	cw_draft_contact(d);
}

void cw_letter_withdrawal_confirmation(struct cw_draft *d)
{
	cw_draft_need(d, "/addressee", d->f->addressee != NULL);
	cw_draft_para(d, CW_MSG_LETTER_WITHDRAWAL_TEXT, cw_draft_day(d, d->f->date), NULL, NULL);
	cw_draft_request(d);
	cw_draft_para(d, CW_MSG_LETTER_WITHDRAWAL_EFFECT, NULL, NULL, NULL);
	cw_draft_contact(d);
}
