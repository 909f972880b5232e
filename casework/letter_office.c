/* Letters between offices: service return, urging and its answer, the answer to a complaint. */
#include "casework/letter_draft.h"

/* 送达回证: a form that is filled in at the door (R-CLOCK-9). */
void cw_letter_service_return(struct cw_draft *d)
{
	const struct cw_letter_service *s = d->f->service;

	cw_draft_need(d, "/number", d->f->number != NULL);
	if (!cw_draft_need(d, "/service", s != NULL))
		return;
	cw_draft_need(d, "/service/letter", s->letter != NULL);
	cw_draft_need(d, "/service/way", s->way != NULL);
	cw_draft_fact(d, CW_MSG_LETTER_NUMBER, d->f->number);
	cw_draft_fact(d, CW_MSG_LETTER_SERVED_LETTER, s->letter);
	cw_draft_fact(d, CW_MSG_LETTER_SERVED_NUMBER, s->letter_number);
	cw_draft_fact(d, CW_MSG_LETTER_SERVED_TO, d->f->addressee);
	cw_draft_fact(d, CW_MSG_LETTER_SERVED_WAY, s->way);
	cw_draft_fact(d, CW_MSG_LETTER_SERVED_PLACE, s->place);
	cw_draft_fact(d, CW_MSG_LETTER_SENT_ON, cw_draft_day(d, s->sent_on));
	cw_draft_fact(d, CW_MSG_LETTER_DELIVERED_ON, cw_draft_day(d, s->received_on));
	cw_draft_fact(d, CW_MSG_LETTER_SIGNED_FOR_BY, s->recipient);
	cw_draft_fact(d, CW_MSG_LETTER_RELATION, s->relation);
	cw_draft_fact(d, CW_MSG_LETTER_RESULT, s->result);
	cw_draft_fact(d, CW_MSG_LETTER_PROOF, s->proof);
	cw_draft_fact(d, CW_MSG_LETTER_SERVED_BY, s->server_name);
	cw_draft_fact(d, CW_MSG_LETTER_REMARKS, s->remarks);
	cw_draft_para(d, CW_MSG_LETTER_SERVICE_SIGNATURES, NULL, NULL, NULL);
	cw_draft_para(d, CW_MSG_LETTER_SERVICE_REFUSAL, NULL, NULL, NULL);
}

static const struct cw_letter_task *urging(struct cw_draft *d)
{
	const struct cw_letter_task *t = d->f->task;

	cw_draft_need(d, "/addressee", d->f->addressee != NULL);
	if (!cw_draft_need(d, "/task", t != NULL))
		return NULL;
	cw_draft_need(d, "/task/matter", t->matter != NULL);
	cw_draft_fact(d, CW_MSG_LETTER_NUMBER, d->f->number);
	cw_draft_fact(d, CW_MSG_LETTER_MATTER, t->matter);
	return t;
}

void cw_letter_urging(struct cw_draft *d)
{
	const struct cw_letter_task *t = urging(d);

	if (!t)
		return;
	cw_draft_need(d, "/task/demand", t->demand != NULL);
	cw_draft_need(d, "/task/answer_by", t->answer_by != CW_DAY_NONE);
	cw_draft_fact(d, CW_MSG_LETTER_DEMAND, t->demand);
	cw_draft_para(d, CW_MSG_LETTER_URGING_BY, cw_draft_day(d, t->answer_by), NULL, NULL);
	cw_draft_contact(d);
}

void cw_letter_urging_answer(struct cw_draft *d)
{
	const struct cw_letter_task *t = urging(d);

	if (!t)
		return;
	cw_draft_need(d, "/task/answer", t->answer != NULL);
	cw_draft_para(d, CW_MSG_LETTER_URGING_ANSWER_TEXT, NULL, NULL, NULL);
	cw_draft_fact(d, CW_MSG_LETTER_TASK_ANSWER, t->answer);
	cw_draft_contact(d);
}

/* 条例 47, 51 (R-OUT-12). */
void cw_letter_complaint_answer(struct cw_draft *d)
{
	const struct cw_letter_complaint *c = d->f->complaint;

	cw_draft_need(d, "/addressee", d->f->addressee != NULL);
	if (!cw_draft_need(d, "/complaint", c != NULL))
		return;
	cw_draft_need(d, "/complaint/against", c->against != NULL);
	cw_draft_need(d, "/complaint/finding", c->finding != NULL);
	cw_draft_para(d, CW_MSG_LETTER_COMPLAINT_TEXT, cw_draft_day(d, c->received_on), c->against,
		      NULL);
	cw_draft_fact(d, CW_MSG_LETTER_MATTER, c->matter);
	cw_draft_fact(d, CW_MSG_LETTER_FINDING, c->finding);
	cw_draft_fact(d, CW_MSG_LETTER_MEASURE, c->measure);
	cw_draft_para(d, CW_MSG_LETTER_COMPLAINT_RIGHTS, NULL, NULL, NULL);
	cw_draft_contact(d);
}
