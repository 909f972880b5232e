/*
 * Letters (law.md part 11): their table, and their content as structured text.  A letter is data:
 * a title, a document number, an addressee, paragraphs and tables, a signature line.  server/ makes
 * JSON and printable HTML of it, kept byte for byte as sent (R-KEEP-2).
 */
#ifndef CASEWORK_LETTER_H
#define CASEWORK_LETTER_H

#include "casework/clock.h"
#include "casework/machine.h"
#include "casework/outcome.h"

/* clang-format off */
#define CW_LETTERS(X) \
	X(RECEIPT, receipt) /* 登记回执 */ \
	X(CONFIRMATION_RECORD, confirmation_record) /* 收到确认记录 */ \
	X(CONFIRMATION_LETTER, confirmation_letter) /* 收到确认函 */ \
	X(DUE_DAY_CORRECTION, due_day_correction) /* 答复期限更正告知书 */ \
	X(CORRECTION_NOTICE, correction_notice) /* 补正告知书 */ \
	X(EXTENSION_NOTICE, extension_notice) /* 延长答复期限告知书 */ \
	X(THIRD_PARTY_CONSULTATION, third_party_consultation) /* 征求第三方意见书 */ \
	X(CONSULTATION_NOTICE, consultation_notice) /* 征求意见告知书 */ \
	X(DISCLOSURE_DECISION, disclosure_decision) /* 公开决定告知书 */ \
	X(CO_PRODUCER_CONSULTATION, co_producer_consultation) /* 共同制作机关征求意见函 */ \
	X(OTHER_AGENCY_CONSULTATION, other_agency_consultation) /* 其他机关征求意见函 */ \
	X(DETERMINATION_REQUEST, determination_request) /* 报请确定函 */ \
	X(TASK_SLIP, task_slip) /* 协办单 */ \
	X(REASONS_REQUEST, reasons_request) /* 说明理由通知书 */ \
	X(DELAY_NOTICE, delay_notice) /* 延迟答复告知书 */ \
	X(FEE_NOTICE, fee_notice) /* 收费通知书 */ \
	X(FEE_CANCELLATION, fee_cancellation) /* 撤销(减免)收费通知 */ \
	X(REFUND_NOTICE, refund_notice) /* 退费通知 */ \
	X(REPLY, reply) /* 答复书 */ \
	X(ON_THE_SPOT_RECORD, on_the_spot_record) /* 当场答复记录 */ \
	X(LAPSE_NOTICE, lapse_notice) /* 不再处理告知书 */ \
	X(TERMINATION_NOTICE, termination_notice) /* 终止办理告知书 */ \
	X(REINSTATEMENT_NOTICE, reinstatement_notice) /* 恢复办理告知书 */ \
	X(RECORD_CORRECTION, record_correction) /* 更正决定书 */ \
	X(TRANSFER_NOTICE, transfer_notice) /* 转送告知 */ \
	X(REVOCATION, revocation) /* 撤销原答复决定书 */ \
	X(NEW_REPLY, new_reply) /* 重新答复书 */ \
	X(CLERICAL_CORRECTION, clerical_correction) /* 笔误更正通知 */ \
	X(SERVICE_RETURN, service_return) /* 送达回证 */ \
	X(URGING, urging) /* 督办单 */ \
	X(URGING_ANSWER, urging_answer) /* 督办单 reply */ \
	X(COMPLAINT_ANSWER, complaint_answer) /* 投诉处理告知书 */ \
	X(WITHDRAWAL_CONFIRMATION, withdrawal_confirmation) /* 撤回确认书 (R-REQ-9) */
/* clang-format on */

enum cw_letter_kind {
#define X(NAME, name) CW_LETTER_##NAME,
	CW_LETTERS(X)
#undef X
	CW_LETTER_MAX
};

struct cw_letter_row {
	enum cw_letter_kind kind;
	const char *name; /* "receipt" */
	enum cw_msg title;
	bool numbered;	     /* has a document number */
	bool remedy;	     /* has a remedy paragraph (R-OUT-4) */
	enum cw_role signer; /* who signs; CW_ROLE_SCHEDULER: sealed by the office, no person */
};
const struct cw_letter_row *cw_letter(enum cw_letter_kind kind);
int cw_letter_of(const char *name);

enum cw_block_kind { CW_BLOCK_HEADING, CW_BLOCK_PARAGRAPH, CW_BLOCK_FACT, CW_BLOCK_ITEM };
/* FACT: a label and its value; ITEM: an entry of a list; else only text. */
struct cw_block {
	enum cw_block_kind kind;
	const char *label, *text;
};
struct cw_letter_text {
	enum cw_letter_kind kind;
	enum cw_lang lang;
	const char *title, *document_number, *addressee, *agency, *signed_by;
	cw_day date;
	const struct cw_block *blocks;
	size_t n_blocks;
};

/* What letters are made from; a letter uses what it needs. */
struct cw_letter_facts {
	enum cw_lang lang;
	cw_day date;
	const char *number;	     /* 360104-FGW-2026-00017 */
	const char *shown_number;    /* 依申请〔2026〕17号 */
	const char *document_number; /* of this letter, or NULL */
	const char *agency, *agency_office, *agency_address, *agency_phone;
	const char *addressee, *applicant;
	const char *title, *description; /* of the request */
	cw_day submitted_on, received_on;
	enum cw_channel channel;
	const char *query_hint; /* where to follow it */
	const struct cw_clock *clock;
	const struct cw_reply *reply;
	const struct cw_remedy_bodies *bodies;
	const char *signed_by;
};
/* Composes letter KIND into the arena.  A fact that the letter cannot do without is an item. */
int cw_letter_compose(struct cw_arena *a, enum cw_letter_kind kind,
		      const struct cw_letter_facts *facts, struct cw_letter_text *out,
		      struct cw_err *err) CW_MUST_CHECK;

#endif
