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

#define CW_LETTERS(X)                                                                              \
	X(RECEIPT)		/* 登记回执 */                                                     \
	X(CONFIRMATION_RECORD)	/* 收到确认记录 */                                                 \
	X(CONFIRMATION_LETTER)	/* 收到确认函 */                                                   \
	X(DUE_DAY_CORRECTION)	/* 答复期限更正告知书 */                                           \
	X(CORRECTION_NOTICE)	/* 补正告知书 */                                                   \
	X(EXTENSION_NOTICE)	/* 延长答复期限告知书 */                                           \
	X(THIRD_PARTY_CONSULTATION) /* 征求第三方意见书 */                                         \
	X(CONSULTATION_NOTICE)	/* 征求意见告知书 */                                               \
	X(DISCLOSURE_DECISION)	/* 公开决定告知书 */                                               \
	X(CO_PRODUCER_CONSULTATION) /* 共同制作机关征求意见函 */                                   \
	X(OTHER_AGENCY_CONSULTATION) /* 其他机关征求意见函 */                                      \
	X(DETERMINATION_REQUEST) /* 报请确定函 */                                                  \
	X(TASK_SLIP)		/* 协办单 */                                                       \
	X(REASONS_REQUEST)	/* 说明理由通知书 */                                               \
	X(DELAY_NOTICE)		/* 延迟答复告知书 */                                               \
	X(FEE_NOTICE)		/* 收费通知书 */                                                   \
	X(FEE_CANCELLATION)	/* 撤销(减免)收费通知 */                                           \
	X(REFUND_NOTICE)	/* 退费通知 */                                                     \
	X(REPLY)		/* 答复书 */                                                       \
	X(ON_THE_SPOT_RECORD)	/* 当场答复记录 */                                                 \
	X(LAPSE_NOTICE)		/* 不再处理告知书 */                                               \
	X(TERMINATION_NOTICE)	/* 终止办理告知书 */                                               \
	X(REINSTATEMENT_NOTICE)	/* 恢复办理告知书 */                                               \
	X(RECORD_CORRECTION)	/* 更正决定书 */                                                   \
	X(TRANSFER_NOTICE)	/* 转送告知 */                                                     \
	X(REVOCATION)		/* 撤销原答复决定书 */                                             \
	X(NEW_REPLY)		/* 重新答复书 */                                                   \
	X(CLERICAL_CORRECTION)	/* 笔误更正通知 */                                                 \
	X(SERVICE_RETURN)	/* 送达回证 */                                                     \
	X(URGING)		/* 督办单 */                                                       \
	X(URGING_ANSWER)	/* 督办单 reply */                                                 \
	X(COMPLAINT_ANSWER)	/* 投诉处理告知书 */                                               \
	X(WITHDRAWAL_CONFIRMATION) /* 撤回确认书 (R-REQ-9) */

enum cw_letter_kind {
#define X(name) CW_LETTER_##name,
	CW_LETTERS(X)
#undef X
	CW_LETTER_MAX
};

struct cw_letter_row {
	enum cw_letter_kind kind;
	const char *name;	/* "receipt" */
	enum cw_msg title;
	bool numbered;		/* has a document number */
	bool remedy;		/* has a remedy paragraph (R-OUT-4) */
	enum cw_role signer;	/* who signs; CW_ROLE_SCHEDULER: sealed by the office, no person */
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
	const char *number;		/* 360104-FGW-2026-00017 */
	const char *shown_number;	/* 依申请〔2026〕17号 */
	const char *document_number;	/* of this letter, or NULL */
	const char *agency, *agency_office, *agency_address, *agency_phone;
	const char *addressee, *applicant;
	const char *title, *description; /* of the request */
	cw_day submitted_on, received_on;
	enum cw_channel channel;
	const char *query_hint;		/* where to follow it */
	const struct cw_clock *clock;
	const struct cw_reply *reply;
	const struct cw_remedy_bodies *bodies;
	const char *signed_by;
};
/* Composes letter KIND into the arena.  A fact that the letter cannot do without is an error item. */
int cw_letter_compose(struct cw_arena *a, enum cw_letter_kind kind,
		      const struct cw_letter_facts *facts, struct cw_letter_text *out,
		      struct cw_err *err) CW_MUST_CHECK;

#endif
