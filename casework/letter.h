/*
 * Letters (law.md part 11): their table, and their content as structured text.  A letter is data:
 * a title, a document number, an addressee, paragraphs and tables, a signature line.  server/ makes
 * JSON and printable HTML of it, kept byte for byte as sent (R-KEEP-2).
 */
#ifndef CASEWORK_LETTER_H
#define CASEWORK_LETTER_H

#include "casework/clock.h"
#include "casework/fee.h"
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

/* ---- What letters are made from.  Each group belongs to the letters named above it; texts are
 * plain, days CW_DAY_NONE and texts NULL where there is nothing to say. */

/* CORRECTION_NOTICE (R-CLOCK-4): all items at once, each with its guidance (释明). */
struct cw_letter_item {
	const char *what, *guidance;
};
struct cw_letter_correction {
	const struct cw_letter_item *items;
	size_t n_items;
	int working_days;     /* the period, from the applicant's receipt */
	cw_day answer_by;     /* the day itself, where receipt is certain */
	const char *how;      /* where and how to answer */
	cw_day first_sent_on; /* sent again with the same items; CW_DAY_NONE the first time */
};

/* EXTENSION_NOTICE, DELAY_NOTICE, DUE_DAY_CORRECTION: a due day that moves. */
struct cw_letter_due {
	cw_day before, after;
	int working_days; /* EXTENSION_NOTICE */
	bool provisional; /* the new day runs into a year with no notice (R-DAY-3) */
	const char *reason;
};

/* REASONS_REQUEST (R-CLOCK-6). */
struct cw_letter_reasons {
	const char *finding; /* number and frequency that were found */
	cw_day answer_by;
	const char *how;
	bool provisional; /* that day lies in a year with no notice (R-DAY-3) */
};

/* THIRD_PARTY_CONSULTATION, CONSULTATION_NOTICE, CO_PRODUCER_CONSULTATION,
 * OTHER_AGENCY_CONSULTATION, DETERMINATION_REQUEST; DISCLOSURE_DECISION (R-ASK-1 to R-ASK-4). */
struct cw_letter_consultation {
	const char *information; /* what may be disclosed, without the applicant's personal data */
	const char *question;	 /* what is asked beside the standard question; may be NULL */
	int working_days;	 /* from the receipt by the one asked */
	const char *how;	 /* where to answer */
	const char *reason;	 /* DISCLOSURE_DECISION: why it is disclosed all the same */
	cw_day disclosed_on;	 /* DISCLOSURE_DECISION: when it will be */
};

/* TASK_SLIP, URGING, URGING_ANSWER. */
struct cw_letter_task {
	const char *to, *matter, *demand, *answer;
	cw_day answer_by;
};

/* FEE_NOTICE, FEE_CANCELLATION, REFUND_NOTICE (part 6). */
struct cw_letter_fee {
	enum cw_fee_method method;
	int64_t units, units_before; /* pages by page; units_before by item */
	const struct cw_fee *fee;    /* FEE_NOTICE: the tiers worked out */
	cw_fen amount;		     /* FEE_CANCELLATION: waived; REFUND_NOTICE: given back */
	int month;		     /* by item: 1-12, the month that the counter is of */
	cw_day pay_by;		     /* the day itself, where receipt is certain */
	bool provisional;	     /* that day lies in a year with no notice (R-DAY-3) */
	const char *how;	     /* how to pay; how it is given back */
	bool count_may_change;	     /* by page with a consultation open (R-FEE-5) */
	cw_day notice_on;	     /* FEE_CANCELLATION, REFUND_NOTICE: of the fee notice */
	const char *notice_number;
	const char *reason;
	cw_day paid_on; /* REFUND_NOTICE, without a notice: what was paid without being owed */
	const char *voucher;
	cw_day due_on; /* FEE_CANCELLATION: the reply is due on */
};

/* LAPSE_NOTICE, TERMINATION_NOTICE, REINSTATEMENT_NOTICE. */
struct cw_letter_end {
	enum cw_outcome outcome; /* NOT_CORRECTED, NOT_PAID; what was ended */
	const char *notice_number;
	cw_day notice_on, notice_received_on, period_ended_on;
	const char *reason;
	cw_day due_on; /* REINSTATEMENT_NOTICE: CW_DAY_NONE while it waits for the applicant ... */
	int working_days; /* ... to answer within, from the receipt of this letter */
};

/* RECORD_CORRECTION, TRANSFER_NOTICE (条例 41). */
struct cw_letter_record {
	const char *record, *correction; /* which record, and what it says now */
	const char *agency, *contact;	 /* TRANSFER_NOTICE: to whom */
	const char *reason;
};

/* REVOCATION, NEW_REPLY, CLERICAL_CORRECTION (R-OUT-7). */
struct cw_letter_earlier {
	const char *number; /* document number of the earlier letter */
	cw_day date;
	const char *order_body, *order_number; /* NEW_REPLY; NULL: own revocation */
	cw_day order_on;
	const char *reason;	   /* REVOCATION */
	const char *wrong, *right; /* CLERICAL_CORRECTION */
	int working_days;	   /* REVOCATION: the new reply follows within */
};

/* SERVICE_RETURN (R-CLOCK-9); CONFIRMATION_RECORD, CONFIRMATION_LETTER (R-RCPT-3). */
struct cw_letter_service {
	const char *letter, *letter_number; /* what is served */
	const char *way, *place, *recipient, *relation, *proof, *result, *remarks;
	const char *server_name; /* who serves, who tried to reach the applicant */
	cw_day sent_on, received_on;
};

/* COMPLAINT_ANSWER (R-OUT-12). */
struct cw_letter_complaint {
	const char *against, *matter, *finding, *measure;
	cw_day received_on;
};

/* ON_THE_SPOT_RECORD (R-CLOCK-1). */
struct cw_letter_spot {
	const char *told_by;  /* oral with a signed note, slip, message */
	const char *approver; /* present, or the standing approval's number */
};

/* REPLY or FEE_NOTICE for several cases of one applicant (R-OUT-11): each as the letter names it. */
struct cw_letter_case {
	const char *shown_number, *title;
	cw_day received_on;
	const struct cw_letter_fee *fee; /* FEE_NOTICE: its own reason, tiers and amount */
};

/* A letter uses what it needs. */
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
	const char *prefilled; /* address of a filing at the right agency (not_our_duty); or NULL */
	const char *other_form_reason; /* REPLY: why it is given in another form (条例 40) */
	const struct cw_remedy_bodies *bodies;
	const char *signed_by;
	const struct cw_letter_case *joint; /* all its cases, this one first; n_joint 0: one */
	size_t n_joint;
	const struct cw_letter_correction *correction;
	const struct cw_letter_due *due;
	const struct cw_letter_reasons *reasons;
	const struct cw_letter_consultation *consultation;
	const struct cw_letter_task *task;
	const struct cw_letter_fee *fee;
	const struct cw_letter_end *end;
	const struct cw_letter_record *record;
	const struct cw_letter_earlier *earlier;
	const struct cw_letter_service *service;
	const struct cw_letter_complaint *complaint;
	const struct cw_letter_spot *spot;
};
/* Composes letter KIND into the arena.  A fact that the letter cannot do without is an item. */
int cw_letter_compose(struct cw_arena *a, enum cw_letter_kind kind,
		      const struct cw_letter_facts *facts, struct cw_letter_text *out,
		      struct cw_err *err) CW_MUST_CHECK;

#endif
