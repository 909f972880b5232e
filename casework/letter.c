/* The table of letters (law.md part 11), and how one is composed. */
#include "casework/letter.h"

#include <string.h>

#include "casework/letter_draft.h"

#define OFFICE CW_ROLE_SCHEDULER /* the office's seal, no person */

#define ROW(NAME, lower, n, r, who)                                                                \
	[CW_LETTER_##NAME] = { CW_LETTER_##NAME, #lower, CW_MSG_LETTER_##NAME, n, r, who }
#define NUMBERED true
#define PLAIN	 false
#define REMEDY	 true
#define NONE	 false

static const struct cw_letter_row table[CW_LETTER_MAX] = {
	ROW(RECEIPT, receipt, PLAIN, NONE, OFFICE),
	ROW(CONFIRMATION_RECORD, confirmation_record, PLAIN, NONE, CW_ROLE_CLERK),
	ROW(CONFIRMATION_LETTER, confirmation_letter, NUMBERED, NONE, OFFICE),
	ROW(DUE_DAY_CORRECTION, due_day_correction, NUMBERED, NONE, CW_ROLE_HEAD),
	ROW(CORRECTION_NOTICE, correction_notice, NUMBERED, NONE, OFFICE),
	ROW(EXTENSION_NOTICE, extension_notice, NUMBERED, NONE, CW_ROLE_HEAD),
	/* Whoever is asked, part 10 leaves the asking to the caseworker alone. */
	ROW(THIRD_PARTY_CONSULTATION, third_party_consultation, NUMBERED, NONE, OFFICE),
	ROW(CONSULTATION_NOTICE, consultation_notice, NUMBERED, NONE, OFFICE),
	ROW(DISCLOSURE_DECISION, disclosure_decision, NUMBERED, REMEDY, CW_ROLE_HEAD),
	ROW(CO_PRODUCER_CONSULTATION, co_producer_consultation, NUMBERED, NONE, OFFICE),
	ROW(OTHER_AGENCY_CONSULTATION, other_agency_consultation, NUMBERED, NONE, OFFICE),
	ROW(DETERMINATION_REQUEST, determination_request, NUMBERED, NONE, OFFICE),
	ROW(TASK_SLIP, task_slip, PLAIN, NONE, CW_ROLE_CASEWORKER),
	ROW(REASONS_REQUEST, reasons_request, NUMBERED, NONE, OFFICE),
	ROW(DELAY_NOTICE, delay_notice, NUMBERED, NONE, CW_ROLE_HEAD),
	ROW(FEE_NOTICE, fee_notice, NUMBERED, NONE, CW_ROLE_HEAD),
	ROW(FEE_CANCELLATION, fee_cancellation, NUMBERED, NONE, CW_ROLE_HEAD),
	ROW(REFUND_NOTICE, refund_notice, NUMBERED, NONE, CW_ROLE_HEAD),
	ROW(REPLY, reply, NUMBERED, REMEDY, CW_ROLE_HEAD),
	ROW(ON_THE_SPOT_RECORD, on_the_spot_record, PLAIN, REMEDY, CW_ROLE_CASEWORKER),
	ROW(LAPSE_NOTICE, lapse_notice, NUMBERED, REMEDY, CW_ROLE_HEAD),
	ROW(TERMINATION_NOTICE, termination_notice, NUMBERED, REMEDY, CW_ROLE_HEAD),
	ROW(REINSTATEMENT_NOTICE, reinstatement_notice, NUMBERED, NONE, CW_ROLE_HEAD),
	ROW(RECORD_CORRECTION, record_correction, NUMBERED, REMEDY, CW_ROLE_HEAD),
	ROW(TRANSFER_NOTICE, transfer_notice, NUMBERED, REMEDY, CW_ROLE_HEAD),
	ROW(REVOCATION, revocation, NUMBERED, REMEDY, CW_ROLE_LEADER),
	ROW(NEW_REPLY, new_reply, NUMBERED, REMEDY, CW_ROLE_LEADER),
	ROW(CLERICAL_CORRECTION, clerical_correction, NUMBERED, NONE, CW_ROLE_HEAD),
	ROW(SERVICE_RETURN, service_return, PLAIN, NONE, CW_ROLE_CLERK),
	ROW(URGING, urging, NUMBERED, NONE, CW_ROLE_SUPERVISOR),
	ROW(URGING_ANSWER, urging_answer, NUMBERED, NONE, CW_ROLE_HEAD),
	ROW(COMPLAINT_ANSWER, complaint_answer, NUMBERED, NONE, CW_ROLE_SUPERVISOR),
	ROW(WITHDRAWAL_CONFIRMATION, withdrawal_confirmation, PLAIN, NONE, OFFICE),
};

const struct cw_letter_row *cw_letter(enum cw_letter_kind kind)
{
	return &table[kind];
}

int cw_letter_of(const char *name)
{
	for (int i = 0; name && i < CW_LETTER_MAX; i++)
		if (strcmp(table[i].name, name) == 0)
			return i;
	return -1;
}

static void (*const composers[CW_LETTER_MAX])(struct cw_draft *) = {
#define X(NAME, name) [CW_LETTER_##NAME] = cw_letter_##name,
	CW_LETTERS(X)
#undef X
};

static void need_frame(struct cw_draft *d, const struct cw_letter_row *row)
{
	const struct cw_letter_facts *f = d->f;

	cw_draft_need(d, "/agency", f->agency != NULL);
	cw_draft_need(d, "/date", f->date != CW_DAY_NONE);
	if (row->numbered)
		cw_draft_need(d, "/document_number", f->document_number != NULL);
	if (row->remedy)
		cw_draft_need(d, "/bodies", f->bodies != NULL);
}

int cw_letter_compose(struct cw_arena *a, enum cw_letter_kind kind,
		      const struct cw_letter_facts *facts, struct cw_letter_text *out,
		      struct cw_err *err)
{
	struct cw_draft d = { .a = a, .f = facts, .lang = facts->lang, .err = err };
	const struct cw_letter_row *row = cw_letter(kind);

	need_frame(&d, row);
	composers[kind](&d);
	*out = (struct cw_letter_text){
		.kind = kind,
		.lang = facts->lang,
		.title = cw_draft_text(&d, row->title, NULL, NULL, NULL),
		.document_number = row->numbered ? facts->document_number : NULL,
		.addressee = facts->addressee,
		.agency = facts->agency,
		.signed_by = facts->signed_by,
		.date = facts->date,
		.blocks = d.blocks,
		.n_blocks = d.n,
	};
	if (d.failed)
		return cw_fail_memory(err);
	return err->code == CW_OK ? 0 : -1;
}
