/* Letters about the reply period: correction, extension, reasons, delayed and corrected due days.
 */
#include "casework/letter_draft.h"

void cw_letter_correction_notice(struct cw_draft *d)
{
	const struct cw_letter_correction *c = d->f->correction;

	cw_draft_need(d, "/addressee", d->f->addressee != NULL);
	cw_draft_need(d, "/received_on", d->f->received_on != CW_DAY_NONE);
	cw_draft_para(d, CW_MSG_LETTER_CORRECTION_INTRO, cw_draft_day(d, d->f->received_on), NULL,
		      NULL);
	cw_draft_request(d);
	if (!cw_draft_need(d, "/correction", c != NULL))
		return;
	cw_draft_need(d, "/correction/items", c->n_items > 0);
	cw_draft_need(d, "/correction/working_days", c->working_days > 0);
	if (c->first_sent_on != CW_DAY_NONE)
		cw_draft_para(d, CW_MSG_LETTER_CORRECTION_AGAIN, cw_draft_day(d, c->first_sent_on),
			      NULL, NULL);
	cw_draft_para(d, CW_MSG_LETTER_CORRECTION_ITEMS, NULL, NULL, NULL);
	for (size_t i = 0; i < c->n_items; i++)
		cw_draft_item(d, CW_MSG_LETTER_CORRECTION_ITEM, c->items[i].what,
			      c->items[i].guidance, NULL);
	cw_draft_para(d, CW_MSG_LETTER_CORRECTION_PERIOD, cw_draft_number(d, c->working_days), NULL,
		      NULL);
	if (c->answer_by != CW_DAY_NONE)
		cw_draft_fact(d, CW_MSG_LETTER_ANSWER_BY, cw_draft_day(d, c->answer_by));
	cw_draft_fact(d, CW_MSG_LETTER_HOW, c->how);
	cw_draft_para(d, CW_MSG_LETTER_CORRECTION_EFFECT, NULL, NULL, NULL);
	cw_draft_contact(d);
}

static const struct cw_letter_due *moved_due(struct cw_draft *d)
{
	const struct cw_letter_due *due = d->f->due;

	cw_draft_need(d, "/addressee", d->f->addressee != NULL);
	cw_draft_request(d);
	if (!cw_draft_need(d, "/due", due != NULL))
		return NULL;
	cw_draft_need(d, "/due/before", due->before != CW_DAY_NONE);
	cw_draft_need(d, "/due/after", due->after != CW_DAY_NONE);
	cw_draft_need(d, "/due/reason", due->reason != NULL);
	return due;
}

static void show_due(struct cw_draft *d, const struct cw_letter_due *due)
{
	cw_draft_fact(d, CW_MSG_LETTER_DUE_BEFORE, cw_draft_day(d, due->before));
	cw_draft_fact(d, CW_MSG_LETTER_DUE_AFTER,
		      cw_draft_last_day(d, due->after, due->provisional));
	cw_draft_fact(d, CW_MSG_LETTER_REASON, due->reason);
	cw_draft_steps(d);
	cw_draft_contact(d);
}

void cw_letter_extension_notice(struct cw_draft *d)
{
	const struct cw_letter_due *due = moved_due(d);

	if (!due)
		return;
	cw_draft_need(d, "/due/working_days", due->working_days > 0);
	cw_draft_para(d, CW_MSG_LETTER_EXTENSION_TEXT, cw_draft_number(d, due->working_days), NULL,
		      NULL);
	show_due(d, due);
}

void cw_letter_delay_notice(struct cw_draft *d)
{
	const struct cw_letter_due *due = moved_due(d);

	if (!due)
		return;
	cw_draft_para(d, CW_MSG_LETTER_DELAY_TEXT, cw_draft_day(d, due->after), NULL, NULL);
	show_due(d, due);
}

/* The applicant was told a day that a rectification moved (R-KEEP-4). */
void cw_letter_due_day_correction(struct cw_draft *d)
{
	const struct cw_letter_due *due = moved_due(d);

	if (!due)
		return;
	cw_draft_para(d, CW_MSG_LETTER_DUE_CORRECTION_TEXT, cw_draft_day(d, due->before),
		      cw_draft_day(d, due->after), NULL);
	show_due(d, due);
}

void cw_letter_reasons_request(struct cw_draft *d)
{
	const struct cw_letter_reasons *r = d->f->reasons;

	cw_draft_need(d, "/addressee", d->f->addressee != NULL);
	cw_draft_request(d);
	if (!cw_draft_need(d, "/reasons", r != NULL))
		return;
	cw_draft_need(d, "/reasons/finding", r->finding != NULL);
	cw_draft_need(d, "/reasons/answer_by", r->answer_by != CW_DAY_NONE);
	cw_draft_para(d, CW_MSG_LETTER_REASONS_TEXT, NULL, NULL, NULL);
	cw_draft_fact(d, CW_MSG_LETTER_FINDING, r->finding);
	cw_draft_para(d, CW_MSG_LETTER_REASONS_BY,
		      cw_draft_last_day(d, r->answer_by, r->provisional), NULL, NULL);
	cw_draft_fact(d, CW_MSG_LETTER_HOW, r->how);
	cw_draft_para(d, CW_MSG_LETTER_REASONS_EFFECT, NULL, NULL, NULL);
	cw_draft_contact(d);
}
