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
/* clang-format off */
#define CW_ACTS(X) \
	X(FILE, file) X(TAKE_IN, take_in) X(CONTACT_ATTEMPT, contact_attempt) \
	X(CONFIRM_RECEIPT, confirm_receipt) X(NO_ATTEMPT, no_attempt) \
	X(FILE_UNCONFIRMED, file_unconfirmed) X(REGISTER, register) X(ASSIGN, assign) \
	X(REASSIGN, reassign) X(ANSWER_ON_THE_SPOT, answer_on_the_spot) X(AMEND, amend) \
	X(SPLIT, split) X(LINK, link) X(CORRECTION_NOTICE, correction_notice) \
	X(CORRECTION_RESEND, correction_resend) X(CORRECTION_ANSWER, correction_answer) \
	X(CORRECTION_SUPPLEMENT, correction_supplement) X(NOTICE_RECEIPT, notice_receipt) \
	X(CLARIFICATION, clarification) X(CONTACT, contact) X(SEARCH, search) X(TASK, task) \
	X(NOTE, note) X(ATTACH, attach) X(DETACH, detach) X(CONSULTATION_ASK, consultation_ask) \
	X(CONSULTATION_RECORD, consultation_record) \
	X(CONSULTATION_CANCEL, consultation_cancel) \
	X(DISCLOSURE_NOTICE, disclosure_notice) X(ASK_REASONS, ask_reasons) \
	X(REASONS_IN, reasons_in) X(REASONS_FINDING, reasons_finding) \
	X(DELAYED_DAY, delayed_day) \
	X(EXTENSION_ASK, extension_ask) X(EXTENSION_GRANT, extension_grant) \
	X(EXTENSION_REFUSE, extension_refuse) X(SECRECY_REVIEW, secrecy_review) \
	X(SECRECY_ANSWER, secrecy_answer) X(LEGAL_REVIEW, legal_review) \
	X(LEGAL_ANSWER, legal_answer) X(LEGAL_RETURN, legal_return) X(LEGAL_OVERRIDE, legal_override) \
	X(FLAG_HARD, flag_hard) X(FEE_DRAFT, fee_draft) X(FEE_RETURN, fee_return) \
	X(FEE_NOTICE, fee_notice) X(FEE_CANCEL, fee_cancel) X(PAYMENT_PART, payment_part) \
	X(PAYMENT_FULL, payment_full) X(PAYMENT_EXTRA, payment_extra) X(REFUND, refund) \
	X(REFUND_APPROVE, refund_approve) X(LAPSE, lapse) X(LAPSE_SERVE, lapse_serve) \
	X(REINSTATE, reinstate) X(REPLY_DRAFT, reply_draft) \
	X(REPLY_SUBMIT, reply_submit) X(REPLY_RETURN, reply_return) \
	X(REPLY_APPROVE, reply_approve) X(REPLY_SIGN, reply_sign) X(SERVE, serve) \
	X(WITHDRAW, withdraw) X(MERGE, merge) X(TERMINATE, terminate) X(STOP, stop) \
	X(RESUME, resume) X(HOLD_DISCLOSURE, hold_disclosure) \
	X(RELEASE_DISCLOSURE, release_disclosure) X(CORRECTION_LETTER, correction_letter) \
	X(SERVE_AGAIN, serve_again) X(SERVICE_RESULT, service_result) X(REMEDY, remedy) X(REMEDY_RESULT, remedy_result) \
	X(ORDER_IN, order_in) X(REVOKE_REPLY, revoke_reply) X(RECTIFY, rectify) \
	X(CLOSE, close) X(PROPOSE, propose) X(PROPOSAL_REFUSE, proposal_refuse) \
	X(PROPOSAL_TAKE_BACK, proposal_take_back) \
	X(LAPSE_DUE, lapse_due) X(OVERDUE, overdue) X(CONSULTATION_OVER, consultation_over) \
	X(DEADLINE_OVER, deadline_over) X(CALENDAR_CHANGE, calendar_change)
/* clang-format on */

enum cw_act {
#define X(NAME, name) CW_ACT_##NAME,
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

/* At most: head of the business unit, head of the disclosure office, leader (R-OUT-10). */
#define CW_CHAIN_STEPS 3

/* What the machine must know of a case; filled by server/act from the locked rows. */
struct cw_case {
	enum cw_state state;
	int handling;		 /* 1, 2, ... */
	cw_day received_on;	 /* CW_DAY_NONE while pending */
	cw_day arrived_on;	 /* ordinary post, fax: the day of arrival (R-RCPT-3) */
	bool attempt_on_arrival; /* a contact attempt is registered on that day */
	int64_t submitted_at;	 /* real instant of the online submission, microseconds */
	enum cw_channel channel;
	bool order_allows_correction, order_allows_extension; /* handling >= 2 (R-OUT-7) */
	bool lapse_due;	      /* the correction or payment period has run out unanswered */
	bool stopped;	      /* R-OUT-9 */
	bool disclosure_held; /* hold_disclosure */
	bool own_record;      /* a request to correct one's own record (R-OUT-6) */
	bool lapse_letter;    /* the letter that ends it is made and not yet served */
	bool correction_open; /* a notice is out */
	bool corrected;	      /* the notice of this handling has its first answer */
	bool notice_received; /* the applicant's receipt of the open notice is recorded */
	bool consultation_open;
	/* R-ASK-1.  Of the case; while an act is about one consultation, of that one. */
	bool objection_in;	 /* a third party objects */
	bool objection_weighed;	 /* whether it has good reason is recorded */
	bool objection_holds;	 /* it has */
	bool disclosure_noticed; /* the notice of disclosure against it is made */
	/* R-ASK-4: the competent or secrecy department is asked and has not answered; or has
	 * answered that the information may not be disclosed. */
	bool determination_open, determined_against;
	bool extension_asked;	     /* asked and not decided */
	uint64_t extension_asked_by; /* user */
	uint64_t assignee;	     /* user who works on the case; 0: nobody */
	bool reasons_asked, reasons_answered;
	cw_day reasons_by;	       /* the day for the reasons; CW_DAY_NONE: not asked */
	bool reasons_found, reasons_hold; /* the head's finding, and what it is */
	bool fee_drafted, fee_open;
	bool fee_noticed; /* a notice stands: of this handling, or paid in an earlier one (R-FEE-2) */
	bool fee_by_page; /* the drafted notice is by page ... */
	bool by_page_ok;  /* ... and copies are given, by a decision to disclose (R-FEE-4) */
	bool fee_free;	  /* the drafted notice comes to nothing */
	bool secrecy_passed; /* a recorded review that lets the last draft's content be released */
	bool hard;	     /* any hard-case rule holds */
	bool legal_answered, legal_overridden;
	bool legal_open; /* a review waits: of an advisor, one that is put to them */
	const uint64_t *drafters; /* users who drafted the current reply, each of them */
	size_t n_drafters;
	bool has_draft, submitted, signed_reply;
	unsigned approvals_done, approvals_needed; /* steps of the chain (R-OUT-10) */
	uint64_t approvers[CW_CHAIN_STEPS];	   /* users who hold the steps done */
	uint64_t acted_for[CW_CHAIN_STEPS];	   /* for whom, as deputies; 0: themselves */
	enum cw_role next_approver; /* role of the next step; the last step is the signature */
	bool served;
	bool released;		  /* the disclosed content is in the applicant's hands */
	bool remedy_open;  /* a reconsideration or suit is recorded and not decided */
	bool receipt_open; /* the applicant's receipt of a served letter is not recorded */
	bool refund_open;  /* money is owed back and not paid out */
	enum cw_outcome ended_as; /* state ended: NOT_CORRECTED, NOT_PAID, WITHDRAWN, ... */
	struct cw_clock clock;	  /* computed with today */
};

/* What CONSULTATION_RECORD records. */
enum cw_record {
	CW_RECORD_ENDED,    /* opinion in, silence to the end, or the letter came back */
	CW_RECORD_RECEIVED, /* the day on which the one asked received the letter */
	CW_RECORD_LATE,	    /* an opinion after its end: kept, excludes nothing */
	CW_RECORD_WEIGHED,  /* whether an objection has good reason */
	CW_RECORD_TOLD	    /* the notice of disclosure reached the third party */
};

/* MERGE: the other filing, into which the case is merged, beside it (R-OUT-2). */
struct cw_twin {
	bool same_agency, same_applicant;
	bool open;
	bool earlier;	/* it came in first */
	bool same_text; /* both ask for the same, spacing, width and case aside */
};

/* What the moment brings.  A NULL reply of ANSWER_ON_THE_SPOT and a CW_DAY_NONE `until` ask whether
 * the act is open at all; the endpoint's input check demands them. */
struct cw_facts {
	cw_day today;	   /* legal clock */
	int64_t now;	   /* real clock, microseconds */
	cw_day on;	   /* the act's legal day (happened_on); not after today */
	bool outage;	   /* paper act of an outage, entered by a head with a scan (R-KEEP-3) */
	enum cw_role role; /* the one role that the actor acts in */
	uint64_t actor;	   /* user id; 0 applicant or scheduler */
	uint64_t acts_for; /* the chain: whose deputy the actor is in this role; 0: their own */
	int working_days;  /* extension; correction period (0: not given); 0 else */
	cw_day until;	   /* delayed day, answer-by day */
	bool has_approver; /* another person approves; on the spot: present, or standing approval */
	uint64_t approver; /* that person; 0 with a standing approval */
	bool cleared_before;   /* on the spot: what is granted passed a secrecy review before */
	bool full;	       /* payment completes the fee */
	bool complete;	       /* REINSTATE: the corrected request or full payment is already in */
	enum cw_record record; /* CONSULTATION_RECORD */
	bool pauses_nothing; /* CONSULTATION_*: a determination that stops no clock (R-ASK-4) */
	bool for_release;     /* ATTACH: what goes to the applicant with the reply */
	bool public_interest; /* DISCLOSURE_NOTICE: it would be gravely affected (条例32) */
	bool holds;	      /* REASONS_FINDING: the reasons do */
	bool passes;	      /* SECRECY_ANSWER: lets content be released */
	int told_before; /* setting third_party_told_before: working days before the reply */
	bool has_reason;       /* a reason text was given */
	bool single_officer;   /* setting */
	bool renounced; /* TERMINATE in a stop: who could ask to go on has declared not to */
	const struct cw_twin *twin; /* MERGE; NULL asks whether the act is open at all */
	const struct cw_reply *reply; /* REPLY_SUBMIT, REPLY_SIGN, SERVE, ANSWER_ON_THE_SPOT */
	const struct cw_calendar *calendar;
	const struct cw_clock_settings *settings;
};

/* What the act changes.  Nothing is done here. */
struct cw_change {
	const struct cw_move *move; /* the row that allowed it */
	enum cw_state from, to;
	int clock_type; /* enum cw_clock_type of the clock event to store, or -1 */
	bool new_handling, new_period;
	bool ends; /* no reply is owed after it */
};

struct cw_move {
	enum cw_act act;
	unsigned from; /* bits 1u << state */
	unsigned who;  /* CW_ROLE_BIT(...) */
	bool decision; /* has the day on which it is done in the system (R-KEEP-3) */
	/* Tells rows of one act apart (paid in full or in part); NULL: always. */
	bool (*when)(const struct cw_case *, const struct cw_facts *);
	/* Whether the law lets it; -1 fills the error.  NULL: always. */
	int (*guard)(const struct cw_case *, const struct cw_facts *, struct cw_err *);
	enum cw_state to; /* CW_STATE_NONE: the same state */
	int clock;	  /* enum cw_clock_type or -1 */
	const char *rule, *article;
	enum cw_msg title; /* what it is called */
};

/* All rows; the table prints as text, JSON and a diagram (disclosurectl rules). */
const struct cw_move *cw_moves(size_t *n);

/* Decides.  Errors: CW_FORBIDDEN (not in this role), CW_NOT_ALLOWED_NOW (not from this state; the
 * message names it; rule and article of the act's row), CW_LAW_FORBIDS (guard; rule and article),
 * CW_INVALID (the reply's parts; pointers). */
int cw_step(const struct cw_case *c, enum cw_act act, const struct cw_facts *f,
	    struct cw_change *out, struct cw_err *err) CW_MUST_CHECK;

const char *cw_act_name(enum cw_act act);
int cw_act_of(const char *name); /* -1: none */
enum cw_msg cw_act_title(enum cw_act act);
const char *cw_state_name(enum cw_state state);
int cw_state_of(const char *name);
const char *cw_role_name(enum cw_role role);
int cw_role_of(const char *name);
const char *cw_channel_name(enum cw_channel channel);
int cw_channel_of(const char *name);
enum cw_msg cw_state_title(enum cw_state state); /* for people */
enum cw_msg cw_role_title(enum cw_role role);
enum cw_msg cw_channel_title(enum cw_channel channel);

#endif
