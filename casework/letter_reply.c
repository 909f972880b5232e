/* The reply, put together from its parts (R-OUT-1, R-OUT-3), and letters of the same make. */
#include "casework/letter_draft.h"

static const enum cw_msg leads[CW_OUTCOME_MAX] = {
#define X(NAME, name) [CW_OUTCOME_##NAME] = CW_MSG_LEAD_##NAME,
	CW_OUTCOMES(X)
#undef X
};

static void add_part(struct cw_draft *d, const struct cw_part *p, size_t no, bool several)
{
	const unsigned kept = cw_says_filed();

	if (several) {
		const char *number = cw_words_number(d->a, (unsigned)no, d->lang);

		cw_draft_add(d, CW_BLOCK_HEADING, NULL,
			     cw_draft_text(d, CW_MSG_LETTER_PART, number, p->description, NULL));
	}
	cw_draft_para(d, leads[p->outcome], NULL, NULL, NULL);
	for (int o = 0; p->outcome == CW_OUTCOME_PARTIAL && o < CW_OUTCOME_MAX; o++)
		if (p->refused & CW_OUTCOME_BIT(o))
			cw_draft_item(d, leads[o], NULL, NULL, NULL);
	for (int s = 0; s < CW_SAY_MAX; s++)
		if (!(kept & 1u << s))
			cw_draft_fact(d, cw_say_title((enum cw_say)s), p->say[s]);
}

void cw_draft_parts(struct cw_draft *d)
{
	const struct cw_reply *r = d->f->reply;

	if (!cw_draft_need(d, "/reply", r && r->n_parts))
		return;
	for (size_t i = 0; i < r->n_parts; i++)
		add_part(d, &r->parts[i], i + 1, r->n_parts > 1);
	if (d->f->prefilled)
		cw_draft_para(d, CW_MSG_AFTER_PREFILL, d->f->prefilled, NULL, NULL);
	if (d->f->other_form_reason)
		cw_draft_para(d, CW_MSG_LETTER_OTHER_FORM, d->f->other_form_reason, NULL, NULL);
}

static void reply_remedy(struct cw_draft *d)
{
	const struct cw_letter_facts *f = d->f;
	char *text;

	if (!f->bodies || !f->reply || !f->reply->n_parts)
		return;
	text = cw_remedy_text(d->a, f->reply, f->bodies, f->date, d->lang, d->err);
	if (!text)
		d->failed = true;
	cw_draft_remedy_heading(d);
	cw_draft_lines(d, text);
}

static void reply_intro(struct cw_draft *d)
{
	const struct cw_letter_facts *f = d->f;

	cw_draft_need(d, "/addressee", f->addressee != NULL);
	cw_draft_need(d, "/number", f->number != NULL);
	cw_draft_need(d, "/received_on", f->received_on != CW_DAY_NONE);
	cw_draft_need(d, "/description", f->title || f->description);
	for (size_t i = 0; i < f->n_joint; i++)
		cw_draft_para(d, CW_MSG_LETTER_REPLY_INTRO, cw_draft_day(d, f->joint[i].received_on),
			      f->joint[i].shown_number, f->joint[i].title);
	if (f->n_joint) {
		cw_draft_para(d, CW_MSG_JOINT_INTRO, NULL, NULL, NULL);
		return;
	}
	cw_draft_para(d, CW_MSG_LETTER_REPLY_INTRO, cw_draft_day(d, f->received_on),
		      f->shown_number ? f->shown_number : f->number,
		      f->title && *f->title ? f->title : f->description);
}

void cw_letter_reply(struct cw_draft *d)
{
	reply_intro(d);
	cw_draft_para(d, CW_MSG_LETTER_REPLY_AS_FOLLOWS, NULL, NULL, NULL);
	cw_draft_parts(d);
	reply_remedy(d);
	cw_draft_contact(d);
}

void cw_letter_new_reply(struct cw_draft *d)
{
	const struct cw_letter_earlier *e = d->f->earlier;

	reply_intro(d);
	if (cw_draft_need(d, "/earlier", e != NULL)) {
		cw_draft_need(d, "/earlier/number", e->number != NULL);
		cw_draft_para(d, CW_MSG_LETTER_EARLIER_REPLY, cw_draft_day(d, e->date), e->number,
			      NULL);
		if (e->order_body)
			cw_draft_para(d, CW_MSG_LETTER_NEW_REPLY_ORDERED, e->order_body,
				      cw_draft_day(d, e->order_on),
				      e->order_number ? e->order_number : "");
		else
			cw_draft_para(d, CW_MSG_LETTER_NEW_REPLY_REVOKED, NULL, NULL, NULL);
	}
	cw_draft_para(d, CW_MSG_LETTER_NEW_REPLY_AS_FOLLOWS, NULL, NULL, NULL);
	cw_draft_parts(d);
	reply_remedy(d);
	cw_draft_contact(d);
}

void cw_letter_on_the_spot_record(struct cw_draft *d)
{
	const struct cw_letter_spot *s = d->f->spot;

	cw_draft_request(d);
	cw_draft_fact(d, CW_MSG_LETTER_APPLICANT, d->f->applicant);
	cw_draft_fact(d, CW_MSG_LETTER_RECEIVED_ON, cw_draft_day(d, d->f->received_on));
	if (cw_draft_need(d, "/spot", s != NULL)) {
		cw_draft_need(d, "/spot/told_by", s->told_by != NULL);
		cw_draft_need(d, "/spot/approver", s->approver != NULL);
		cw_draft_fact(d, CW_MSG_LETTER_TOLD_BY, s->told_by);
		cw_draft_fact(d, CW_MSG_LETTER_APPROVED_BY, s->approver);
	}
	cw_draft_para(d, CW_MSG_LETTER_SPOT_AS_FOLLOWS, NULL, NULL, NULL);
	cw_draft_parts(d);
	reply_remedy(d);
	cw_draft_para(d, CW_MSG_LETTER_SPOT_SIGNATURE, NULL, NULL, NULL);
}

/* By a leader, before a new reply (R-OUT-7). */
void cw_letter_revocation(struct cw_draft *d)
{
	const struct cw_letter_earlier *e = d->f->earlier;

	reply_intro(d);
	if (!cw_draft_need(d, "/earlier", e != NULL))
		return;
	cw_draft_need(d, "/earlier/number", e->number != NULL);
	cw_draft_need(d, "/earlier/reason", e->reason != NULL);
	cw_draft_need(d, "/earlier/working_days", e->working_days > 0);
	cw_draft_para(d, CW_MSG_LETTER_EARLIER_REPLY, cw_draft_day(d, e->date), e->number, NULL);
	cw_draft_para(d, CW_MSG_LETTER_REVOCATION_TEXT, e->reason, NULL, NULL);
	cw_draft_para(d, CW_MSG_LETTER_REVOCATION_NEXT, cw_draft_number(d, e->working_days), NULL,
		      NULL);
	cw_draft_remedy(d, CW_OUTCOME_OTHER);
	cw_draft_contact(d);
}

void cw_letter_clerical_correction(struct cw_draft *d)
{
	const struct cw_letter_earlier *e = d->f->earlier;

	cw_draft_need(d, "/addressee", d->f->addressee != NULL);
	if (!cw_draft_need(d, "/earlier", e != NULL))
		return;
	cw_draft_need(d, "/earlier/number", e->number != NULL);
	cw_draft_need(d, "/earlier/wrong", e->wrong != NULL);
	cw_draft_need(d, "/earlier/right", e->right != NULL);
	cw_draft_para(d, CW_MSG_LETTER_CLERICAL_TEXT, cw_draft_day(d, e->date), e->number, NULL);
	cw_draft_fact(d, CW_MSG_LETTER_WRONG, e->wrong);
	cw_draft_fact(d, CW_MSG_LETTER_RIGHT, e->right);
	cw_draft_para(d, CW_MSG_LETTER_CLERICAL_EFFECT, NULL, NULL, NULL);
	cw_draft_contact(d);
}

/* ---- Correction of one's own record (条例 41, R-OUT-6). */

static const struct cw_letter_record *record_intro(struct cw_draft *d)
{
	const struct cw_letter_record *r = d->f->record;

	cw_draft_need(d, "/addressee", d->f->addressee != NULL);
	cw_draft_request(d);
	if (!cw_draft_need(d, "/record", r != NULL))
		return NULL;
	cw_draft_need(d, "/record/record", r->record != NULL);
	cw_draft_fact(d, CW_MSG_LETTER_RECORD, r->record);
	return r;
}

void cw_letter_record_correction(struct cw_draft *d)
{
	const struct cw_letter_record *r = record_intro(d);

	if (!r)
		return;
	cw_draft_need(d, "/record/correction", r->correction != NULL);
	cw_draft_para(d, CW_MSG_LETTER_RECORD_CORRECTED, NULL, NULL, NULL);
	cw_draft_fact(d, CW_MSG_LETTER_RIGHT, r->correction);
	cw_draft_fact(d, CW_MSG_LETTER_REASON, r->reason);
	cw_draft_remedy(d, CW_OUTCOME_RECORD_CORRECTED);
	cw_draft_contact(d);
}

void cw_letter_transfer_notice(struct cw_draft *d)
{
	const struct cw_letter_record *r = record_intro(d);

	if (!r)
		return;
	cw_draft_need(d, "/record/agency", r->agency != NULL);
	cw_draft_para(d, CW_MSG_LETTER_RECORD_TRANSFERRED, r->agency, NULL, NULL);
	cw_draft_fact(d, CW_MSG_LETTER_CONTACT_OF, r->contact);
	cw_draft_fact(d, CW_MSG_LETTER_REASON, r->reason);
	cw_draft_remedy(d, CW_OUTCOME_RECORD_TRANSFERRED);
	cw_draft_contact(d);
}
