/*
 * The state machine (law.md part 10): one const table, a row per legal move.  cw_step decides and
 * mutates nothing; server/act saves what it says.  Anything that is no row is refused.
 */
#ifndef CASEWORK_MACHINE_H
#define CASEWORK_MACHINE_H

#include "casework/calendar.h"
#include "casework/clock.h"
#include "casework/outcome.h"

enum cw_state {
	CW_STATE_NONE, /* before the filing */
	CW_STATE_PENDING_CONFIRMATION,
	CW_STATE_RECEIVED,
	CW_STATE_REGISTERED,
	CW_STATE_INVESTIGATING,
	CW_STATE_AWAITING_CORRECTION,
	CW_STATE_AWAITING_PAYMENT,
	CW_STATE_REPLIED,
	CW_STATE_ENDED,
	CW_STATE_CLOSED,
	CW_STATE_MAX
};

enum cw_role {
	CW_ROLE_APPLICANT,
	CW_ROLE_CLERK,
	CW_ROLE_CASEWORKER,
	CW_ROLE_BUSINESS_HEAD, /* head of the business unit, first step of approval */
	CW_ROLE_HEAD,
	CW_ROLE_LEADER,
	CW_ROLE_UNIT_OFFICER,
	CW_ROLE_FINANCE,
	CW_ROLE_ADVISOR,
	CW_ROLE_SECRECY_REVIEWER,
	CW_ROLE_SUPERVISOR,
	CW_ROLE_SYSTEM_ADMIN,
	CW_ROLE_SECURITY_ADMIN,
	CW_ROLE_AUDIT_ADMIN,
	CW_ROLE_SCHEDULER, /* the system itself */
	CW_ROLE_MAX
};
#define CW_ROLE_BIT(role) (1u << (role))

/* Every act of part 10.  The name on the wire is the lower-case rest ("answer_on_the_spot"). */
#define CW_ACTS(X)                                                                                 \
	X(FILE) X(TAKE_IN) X(CONTACT_ATTEMPT) X(CONFIRM_RECEIPT) X(NO_ATTEMPT) X(FILE_UNCONFIRMED) \
	X(REGISTER) X(ASSIGN) X(REASSIGN) X(ANSWER_ON_THE_SPOT) X(AMEND) X(SPLIT) X(LINK)          \
	X(CORRECTION_NOTICE) X(CORRECTION_RESEND) X(CORRECTION_ANSWER)                             \
	X(CLARIFICATION) X(CONTACT) X(SEARCH) X(TASK) X(NOTE)                                      \
	X(CONSULTATION_ASK) X(CONSULTATION_RECORD) X(CONSULTATION_CANCEL)                          \
	X(ASK_REASONS) X(REASONS_IN) X(DELAYED_DAY)                                                \
	X(EXTENSION_ASK) X(EXTENSION_GRANT) X(EXTENSION_REFUSE)                                    \
	X(SECRECY_REVIEW) X(SECRECY_ANSWER)                                                        \
	X(LEGAL_REVIEW) X(LEGAL_ANSWER) X(LEGAL_OVERRIDE) X(FLAG_HARD)                             \
	X(FEE_DRAFT) X(FEE_NOTICE) X(FEE_CANCEL) X(PAYMENT_PART) X(PAYMENT_FULL)                   \
	X(PAYMENT_EXTRA) X(REFUND) X(LAPSE) X(REINSTATE)                                           \
	X(REPLY_DRAFT) X(REPLY_SUBMIT) X(REPLY_RETURN) X(REPLY_APPROVE) X(REPLY_SIGN)              \
	X(SERVE) X(WITHDRAW) X(MERGE) X(TERMINATE) X(STOP) X(RESUME)                               \
	X(HOLD_DISCLOSURE) X(RELEASE_DISCLOSURE) X(CORRECTION_LETTER) X(SERVE_AGAIN)               \
	X(REMEDY) X(REMEDY_RESULT) X(ORDER_IN) X(REVOKE_REPLY) X(RECTIFY) X(CLOSE)

enum cw_act {
#define X(name) CW_ACT_##name,
	CW_ACTS(X)
#undef X
	CW_ACT_MAX
};

enum cw_channel {
	CW_CHANNEL_ONLINE,
	CW_CHANNEL_IN_PERSON,
	CW_CHANNEL_POST_SIGNED,
	CW_CHANNEL_POST_ORDINARY,
	CW_CHANNEL_FAX,
	CW_CHANNEL_EMAIL,
	CW_CHANNEL_ORAL,
	CW_CHANNEL_HANDED_ON,
	CW_CHANNEL_MAX
};

/* What the machine must know of a case; filled by server/act from the locked rows. */
struct cw_case {
	enum cw_state state;
	int handling;		/* 1, 2, ... */
	cw_day received_on;	/* CW_DAY_NONE while pending */
	int64_t submitted_at;	/* real instant of the online submission, microseconds */
	enum cw_channel channel;
	bool order_allows_correction, order_allows_extension; /* handling >= 2 (R-OUT-7) */
	bool lapse_due;		/* the correction or payment period has run out unanswered */
	bool stopped;		/* R-OUT-9 */
	bool disclosure_held;	/* hold_disclosure */
	bool has_search;	/* at least one search is recorded */
	bool correction_open;	/* a notice is out */
	bool consultation_open;
	bool extension_asked;	/* asked and not decided */
	uint64_t extension_asked_by; /* user */
	bool reasons_asked, reasons_answered;
	bool fee_drafted, fee_open;
	bool secrecy_passed;	/* a recorded review that lets content be released */
	bool hard;		/* any hard-case rule holds */
	bool legal_answered, legal_overridden, legal_open;
	uint64_t drafter;	/* user who drafted the current reply; 0 none */
	bool has_draft, submitted, signed_reply;
	unsigned approvals_done, approvals_needed; /* steps of the chain (R-OUT-10) */
	enum cw_role next_approver; /* role of the next step */
	bool served;
	struct cw_clock clock;	/* computed with today */
};

/* What the moment brings. */
struct cw_facts {
	cw_day today;		/* legal clock */
	int64_t now;		/* real clock, microseconds */
	cw_day on;		/* the act's legal day (happened_on) */
	enum cw_role role;	/* the one role that the actor acts in */
	uint64_t actor;		/* user id; 0 applicant or scheduler */
	int working_days;	/* extension asked for; 0 else */
	cw_day until;		/* delayed day, answer-by day */
	bool has_approver;	/* answer on the spot: present or standing approval */
	bool full;		/* payment completes the fee */
	bool has_reason;	/* a reason text was given */
	bool single_officer;	/* setting */
	const struct cw_reply *reply;	/* REPLY_SUBMIT, REPLY_SIGN, SERVE, ANSWER_ON_THE_SPOT */
	const struct cw_calendar *calendar;
	const struct cw_clock_settings *settings;
};

/* What the act changes.  Nothing is done here. */
struct cw_change {
	const struct cw_move *move; /* the row that allowed it */
	enum cw_state from, to;
	int clock_type;		/* enum cw_clock_type of the clock event to store, or -1 */
	bool new_handling, new_period;
	bool ends;		/* no reply is owed after it */
};

struct cw_move {
	enum cw_act act;
	unsigned from;	   /* bits 1u << state */
	unsigned who;	   /* CW_ROLE_BIT(...) */
	int (*guard)(const struct cw_case *, const struct cw_facts *, struct cw_err *);
	enum cw_state to;  /* CW_STATE_NONE: the same state */
	int clock;	   /* enum cw_clock_type or -1 */
	const char *rule, *article;
	enum cw_msg title; /* what it is called */
};

/* All rows; the table prints as text, JSON and a diagram (disclosurectl rules). */
const struct cw_move *cw_moves(size_t *n);

/* Decides.  Errors: CW_FORBIDDEN (no role of it may), CW_NOT_ALLOWED_NOW (not from this state;
 * rule and article of the act's row), CW_LAW_FORBIDS (guard; rule and article). */
int cw_step(const struct cw_case *c, enum cw_act act, const struct cw_facts *f,
	    struct cw_change *out, struct cw_err *err) CW_MUST_CHECK;

const char *cw_act_name(enum cw_act act);
int cw_act_of(const char *name); /* -1: none */
const char *cw_state_name(enum cw_state state);
int cw_state_of(const char *name);
const char *cw_role_name(enum cw_role role);
int cw_role_of(const char *name);
const char *cw_channel_name(enum cw_channel channel);
int cw_channel_of(const char *name);
enum cw_msg cw_state_title(enum cw_state state); /* for people */
enum cw_msg cw_role_title(enum cw_role role);

#endif
