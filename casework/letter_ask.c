/*
 * Letters to those who are asked (R-ASK-1 to R-ASK-4) and to units of the agency.  They name what
 * is asked for, never the applicant.
 */
#include "casework/letter_draft.h"

static const struct cw_letter_consultation *consultation(struct cw_draft *d)
{
	const struct cw_letter_consultation *c = d->f->consultation;

	cw_draft_need(d, "/addressee", d->f->addressee != NULL);
	cw_draft_need(d, "/number", d->f->number != NULL);
	if (!cw_draft_need(d, "/consultation", c != NULL))
		return NULL;
	cw_draft_need(d, "/consultation/information", c->information != NULL);
	cw_draft_fact(d, CW_MSG_LETTER_NUMBER, d->f->number);
	return c;
}

static void ask(struct cw_draft *d, enum cw_msg text, enum cw_msg effect)
{
	const struct cw_letter_consultation *c = consultation(d);

	if (!c)
		return;
	cw_draft_need(d, "/consultation/working_days", c->working_days > 0);
	cw_draft_para(d, text, NULL, NULL, NULL);
	cw_draft_fact(d, CW_MSG_LETTER_INFORMATION, c->information);
	cw_draft_fact(d, CW_MSG_LETTER_QUESTION, c->question);
	cw_draft_para(d, CW_MSG_LETTER_ASK_PERIOD, cw_draft_number(d, c->working_days), NULL, NULL);
	cw_draft_fact(d, CW_MSG_LETTER_HOW, c->how);
	cw_draft_para(d, effect, NULL, NULL, NULL);
	cw_draft_contact(d);
}

void cw_letter_third_party_consultation(struct cw_draft *d)
{
	ask(d, CW_MSG_LETTER_THIRD_PARTY_TEXT, CW_MSG_LETTER_THIRD_PARTY_EFFECT);
}

void cw_letter_co_producer_consultation(struct cw_draft *d)
{
	ask(d, CW_MSG_LETTER_CO_PRODUCER_TEXT, CW_MSG_LETTER_CO_PRODUCER_EFFECT);
}

void cw_letter_other_agency_consultation(struct cw_draft *d)
{
	ask(d, CW_MSG_LETTER_OTHER_AGENCY_TEXT, CW_MSG_LETTER_OTHER_AGENCY_EFFECT);
}

/* To the competent or the secrecy department, where the review cannot decide (R-ASK-4). */
void cw_letter_determination_request(struct cw_draft *d)
{
	const struct cw_letter_consultation *c = consultation(d);

	if (!c)
		return;
	cw_draft_need(d, "/consultation/question", c->question != NULL);
	cw_draft_para(d, CW_MSG_LETTER_DETERMINATION_TEXT, NULL, NULL, NULL);
	cw_draft_fact(d, CW_MSG_LETTER_INFORMATION, c->information);
	cw_draft_fact(d, CW_MSG_LETTER_QUESTION, c->question);
	cw_draft_fact(d, CW_MSG_LETTER_HOW, c->how);
	cw_draft_contact(d);
}

/* To the applicant, without the third party's personal data (R-ASK-2). */
void cw_letter_consultation_notice(struct cw_draft *d)
{
	const struct cw_letter_consultation *c = consultation(d);

	if (!c)
		return;
	cw_draft_para(d, CW_MSG_LETTER_CONSULTATION_NOTICE_TEXT, NULL, NULL, NULL);
	cw_draft_fact(d, CW_MSG_LETTER_INFORMATION, c->information);
	/* Sent after the due day it excludes nothing (R-CLOCK-12); the steps below say so. */
	if (!d->f->clock || d->f->clock->paused)
		cw_draft_para(d, CW_MSG_LETTER_CONSULTATION_NOTICE_EFFECT, NULL, NULL, NULL);
	cw_draft_steps(d);
	cw_draft_contact(d);
}

/* To a third party whose objection is not followed (条例 32). */
void cw_letter_disclosure_decision(struct cw_draft *d)
{
	const struct cw_letter_consultation *c = consultation(d);
	const struct cw_letter_facts *f = d->f;

	if (!c)
		return;
	cw_draft_need(d, "/consultation/reason", c->reason != NULL);
	cw_draft_para(d, CW_MSG_LETTER_DECISION_TEXT, NULL, NULL, NULL);
	cw_draft_fact(d, CW_MSG_LETTER_INFORMATION, c->information);
	cw_draft_fact(d, CW_MSG_LETTER_REASON, c->reason);
	if (c->disclosed_on != CW_DAY_NONE)
		cw_draft_fact(d, CW_MSG_LETTER_DISCLOSED_ON, cw_draft_day(d, c->disclosed_on));
	if (f->bodies) {
		char *text = cw_remedy_third_party_text(d->a, f->bodies, d->lang, d->err);

		d->failed |= !text;
		cw_draft_remedy_heading(d);
		cw_draft_lines(d, text);
	}
	cw_draft_contact(d);
}

void cw_letter_task_slip(struct cw_draft *d)
{
	const struct cw_letter_task *t = d->f->task;

	cw_draft_need(d, "/number", d->f->number != NULL);
	if (!cw_draft_need(d, "/task", t != NULL))
		return;
	cw_draft_need(d, "/task/to", t->to != NULL);
	cw_draft_need(d, "/task/matter", t->matter != NULL);
	cw_draft_fact(d, CW_MSG_LETTER_NUMBER, d->f->number);
	cw_draft_fact(d, CW_MSG_LETTER_TO_UNIT, t->to);
	cw_draft_fact(d, CW_MSG_LETTER_ABOUT, d->f->title);
	cw_draft_fact(d, CW_MSG_LETTER_ASKED, d->f->description);
	cw_draft_fact(d, CW_MSG_LETTER_MATTER, t->matter);
	cw_draft_fact(d, CW_MSG_LETTER_DEMAND, t->demand);
	if (t->answer_by != CW_DAY_NONE)
		cw_draft_fact(d, CW_MSG_LETTER_ANSWER_BY, cw_draft_day(d, t->answer_by));
	cw_draft_para(d, CW_MSG_LETTER_TASK_EFFECT, NULL, NULL, NULL);
	cw_draft_fact(d, CW_MSG_LETTER_TASK_ANSWER, t->answer);
}
