#include "casework/hook.h"

#include <string.h>

#include "casework/deadline.h"

static const char *const names[CW_HOOK_MAX] = { [CW_HOOK_NONE] = "",
#define X(NAME, name) [CW_HOOK_##NAME] = name,
						CW_HOOKS(X)
#undef X
};

static const enum cw_msg titles[CW_HOOK_MAX] = {
#define X(NAME, name) [CW_HOOK_##NAME] = CW_MSG_HOOK_##NAME,
	CW_HOOKS(X)
#undef X
};

/* HOOK, but THEN if the act leads from or into state IN. */
struct row {
	enum cw_hook hook;
	enum cw_state in;
	enum cw_hook then;
};

/* clang-format off */
static const struct row by_act[CW_ACT_MAX] = {
	[CW_ACT_FILE] = { CW_HOOK_RECEIVED },
	[CW_ACT_TAKE_IN] = { CW_HOOK_RECEIVED, CW_STATE_PENDING_CONFIRMATION, CW_HOOK_ARRIVED },
	[CW_ACT_CONTACT_ATTEMPT] = { CW_HOOK_CONTACT_ATTEMPTED },
	[CW_ACT_CONFIRM_RECEIPT] = { CW_HOOK_RECEIVED },
	[CW_ACT_NO_ATTEMPT] = { CW_HOOK_RECEIVED },
	[CW_ACT_FILE_UNCONFIRMED] = { CW_HOOK_UNCONFIRMED },
	[CW_ACT_REGISTER] = { CW_HOOK_REGISTERED },
	[CW_ACT_ASSIGN] = { CW_HOOK_ASSIGNED },
	[CW_ACT_REASSIGN] = { CW_HOOK_ASSIGNED },
	[CW_ACT_ANSWER_ON_THE_SPOT] = { CW_HOOK_REPLY_SERVED },
	[CW_ACT_AMEND] = { CW_HOOK_AMENDED },
	[CW_ACT_SPLIT] = { CW_HOOK_SPLIT },
	[CW_ACT_LINK] = { CW_HOOK_LINKED },
	[CW_ACT_CORRECTION_NOTICE] = { CW_HOOK_CORRECTION_REQUESTED },
	[CW_ACT_CORRECTION_RESEND] = { CW_HOOK_CORRECTION_RESENT },
	[CW_ACT_CORRECTION_ANSWER] = { CW_HOOK_CORRECTION_ANSWERED },
	[CW_ACT_CORRECTION_SUPPLEMENT] = { CW_HOOK_CORRECTION_SUPPLEMENTED },
	[CW_ACT_NOTICE_RECEIPT] = { CW_HOOK_NOTICE_RECEIVED },
	[CW_ACT_CLARIFICATION] = { CW_HOOK_CONTACT_RECORDED },
	[CW_ACT_CONTACT] = { CW_HOOK_CONTACT_RECORDED },
	[CW_ACT_SEARCH] = { CW_HOOK_SEARCH_RECORDED },
	[CW_ACT_TASK] = { CW_HOOK_TASK_CHANGED },
	[CW_ACT_NOTE] = { CW_HOOK_NOTE_ADDED },
	[CW_ACT_ATTACH] = { CW_HOOK_DOCUMENT_ADDED },
	[CW_ACT_DETACH] = { CW_HOOK_DOCUMENT_REMOVED },
	[CW_ACT_CONSULTATION_ASK] = { CW_HOOK_CONSULTATION_REQUESTED },
	[CW_ACT_CONSULTATION_RECORD] = { CW_HOOK_CONSULTATION_RECORDED },
	[CW_ACT_CONSULTATION_CANCEL] = { CW_HOOK_CONSULTATION_CANCELLED },
	[CW_ACT_DISCLOSURE_NOTICE] = { CW_HOOK_DISCLOSURE_NOTICED },
	[CW_ACT_ASK_REASONS] = { CW_HOOK_REASONS_REQUESTED },
	[CW_ACT_REASONS_IN] = { CW_HOOK_REASONS_ANSWERED },
	[CW_ACT_REASONS_FINDING] = { CW_HOOK_REASONS_FOUND },
	[CW_ACT_DELAYED_DAY] = { CW_HOOK_DELAYED_DAY_SET },
	[CW_ACT_EXTENSION_ASK] = { CW_HOOK_EXTENSION_REQUESTED },
	[CW_ACT_EXTENSION_GRANT] = { CW_HOOK_EXTENSION_GRANTED },
	[CW_ACT_EXTENSION_REFUSE] = { CW_HOOK_EXTENSION_REFUSED },
	[CW_ACT_SECRECY_REVIEW] = { CW_HOOK_SECRECY_REQUESTED },
	[CW_ACT_SECRECY_ANSWER] = { CW_HOOK_SECRECY_ANSWERED },
	[CW_ACT_LEGAL_REVIEW] = { CW_HOOK_LEGAL_REQUESTED },
	[CW_ACT_LEGAL_ANSWER] = { CW_HOOK_LEGAL_ANSWERED },
	[CW_ACT_LEGAL_RETURN] = { CW_HOOK_LEGAL_RETURNED },
	[CW_ACT_LEGAL_OVERRIDE] = { CW_HOOK_LEGAL_OVERRIDDEN },
	[CW_ACT_FLAG_HARD] = { CW_HOOK_HARD_FLAG },
	[CW_ACT_FEE_DRAFT] = { CW_HOOK_FEE_DRAFTED },
	[CW_ACT_FEE_RETURN] = { CW_HOOK_FEE_RETURNED },
	[CW_ACT_FEE_NOTICE] = { CW_HOOK_FEE_REQUESTED },
	[CW_ACT_FEE_CANCEL] = { CW_HOOK_FEE_CANCELLED },
	[CW_ACT_PAYMENT_PART] = { CW_HOOK_FEE_PAID_PART },
	[CW_ACT_PAYMENT_FULL] = { CW_HOOK_FEE_PAID },
	[CW_ACT_PAYMENT_EXTRA] = { CW_HOOK_FEE_PAID_EXTRA },
	[CW_ACT_REFUND] = { CW_HOOK_FEE_REFUNDED },
	[CW_ACT_REFUND_APPROVE] = { CW_HOOK_FEE_REFUNDED },
	[CW_ACT_LAPSE] = { CW_HOOK_LAPSE_DECIDED },
	[CW_ACT_LAPSE_SERVE] = { CW_HOOK_CORRECTION_LAPSED, CW_STATE_AWAITING_PAYMENT,
				 CW_HOOK_FEE_LAPSED },
	[CW_ACT_REINSTATE] = { CW_HOOK_REINSTATED },
	[CW_ACT_REPLY_DRAFT] = { CW_HOOK_REPLY_DRAFTED },
	[CW_ACT_REPLY_SUBMIT] = { CW_HOOK_REPLY_SUBMITTED },
	[CW_ACT_REPLY_RETURN] = { CW_HOOK_REPLY_RETURNED },
	[CW_ACT_REPLY_APPROVE] = { CW_HOOK_REPLY_APPROVED },
	[CW_ACT_REPLY_SIGN] = { CW_HOOK_REPLY_SIGNED },
	[CW_ACT_SERVE] = { CW_HOOK_REPLY_SERVED },
	[CW_ACT_WITHDRAW] = { CW_HOOK_WITHDRAWN },
	[CW_ACT_MERGE] = { CW_HOOK_MERGED },
	[CW_ACT_TERMINATE] = { CW_HOOK_TERMINATED },
	[CW_ACT_STOP] = { CW_HOOK_STOPPED },
	[CW_ACT_RESUME] = { CW_HOOK_RESUMED },
	[CW_ACT_HOLD_DISCLOSURE] = { CW_HOOK_DISCLOSURE_HELD },
	[CW_ACT_RELEASE_DISCLOSURE] = { CW_HOOK_DISCLOSURE_RELEASED },
	[CW_ACT_CORRECTION_LETTER] = { CW_HOOK_REPLY_CORRECTED },
	[CW_ACT_SERVE_AGAIN] = { CW_HOOK_SERVICE_RECORDED },
	[CW_ACT_SERVICE_RESULT] = { CW_HOOK_SERVICE_RECORDED },
	[CW_ACT_REMEDY] = { CW_HOOK_REMEDY_RECORDED },
	[CW_ACT_REMEDY_RESULT] = { CW_HOOK_REMEDY_DECIDED },
	[CW_ACT_ORDER_IN] = { CW_HOOK_ORDER_RECEIVED },
	[CW_ACT_REVOKE_REPLY] = { CW_HOOK_REPLY_REVOKED },
	[CW_ACT_RECTIFY] = { CW_HOOK_RECORD_RECTIFIED },
	[CW_ACT_CLOSE] = { CW_HOOK_CLOSED },
	[CW_ACT_PROPOSE] = { CW_HOOK_APPROVAL_REQUESTED },
	[CW_ACT_PROPOSAL_REFUSE] = { CW_HOOK_APPROVAL_REFUSED },
	[CW_ACT_PROPOSAL_TAKE_BACK] = { CW_HOOK_APPROVAL_WITHDRAWN },
	[CW_ACT_LAPSE_DUE] = { CW_HOOK_CORRECTION_EXPIRED, CW_STATE_AWAITING_PAYMENT,
			       CW_HOOK_FEE_EXPIRED },
	[CW_ACT_OVERDUE] = { CW_HOOK_DEADLINE_OVERDUE },
	[CW_ACT_CONSULTATION_OVER] = { CW_HOOK_CONSULTATION_OVER },
	[CW_ACT_DEADLINE_OVER] = { CW_HOOK_DEADLINE_OVERDUE },
	[CW_ACT_CALENDAR_CHANGE] = { CW_HOOK_DEADLINE_MOVED },
};
/* clang-format on */

const char *cw_hook_name(enum cw_hook hook)
{
	return names[hook];
}

enum cw_hook cw_hook_of(const char *name)
{
	for (int hook = CW_HOOK_NONE + 1; hook < CW_HOOK_MAX; hook++)
		if (strcmp(names[hook], name) == 0)
			return (enum cw_hook)hook;
	return CW_HOOK_NONE;
}

enum cw_msg cw_hook_title(enum cw_hook hook)
{
	return titles[hook];
}

bool cw_hook_has_case(enum cw_hook hook)
{
	return strncmp(names[hook], "case.", 5) == 0;
}

bool cw_hook_is_legal(enum cw_hook hook)
{
	static const char legal[] = "case.legal_review.";

	return strncmp(names[hook], legal, sizeof(legal) - 1) == 0;
}

/* Deadlines whose end is not that the office is late with something. */
static const struct {
	const char *kind;
	enum cw_hook over;
} ends[] = {
	{ "legal_review", CW_HOOK_LEGAL_OVERDUE },
	{ "correction_day", CW_HOOK_CORRECTION_DAY_OVER }, /* a chance is gone (R-CLOCK-4) */
	{ "reasons", CW_HOOK_REASONS_EXPIRED },		   /* other people's time */
	{ "succession", CW_HOOK_SUCCESSION_EXPIRED },
};

static enum cw_hook end_of(const char *deadline, bool late)
{
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (strcmp(ends[i].kind, deadline) == 0)
			return ends[i].over;
	return cw_deadline(deadline)->on_the_day && !late ? CW_HOOK_DEADLINE_DUE_TODAY
							  : CW_HOOK_DEADLINE_OVERDUE;
}

enum cw_hook cw_hook_of_act(enum cw_act act, enum cw_state from, enum cw_state to,
			    const char *deadline, bool late)
{
	const struct row *row = &by_act[act];

	if (act == CW_ACT_DEADLINE_OVER && deadline)
		return end_of(deadline, late);
	return row->then != CW_HOOK_NONE && (from == row->in || to == row->in) ? row->then
									       : row->hook;
}
