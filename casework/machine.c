#include "casework/machine.h"

#include <string.h>

#include "casework/guard.h"

#define S(state) (1u << CW_STATE_##state)
#define R(role)	 CW_ROLE_BIT(CW_ROLE_##role)

#define ANY_OPEN                                                                                   \
	(S(RECEIVED) | S(REGISTERED) | S(INVESTIGATING) | S(AWAITING_CORRECTION) |                 \
	 S(AWAITING_PAYMENT))
#define AT_WORK (S(REGISTERED) | S(INVESTIGATING))
#define DONE	(S(REPLIED) | S(ENDED) | S(CLOSED))
#define ANY	(S(PENDING_CONFIRMATION) | ANY_OPEN | DONE)

#define DESK  (R(CLERK) | R(CASEWORKER))
#define CHAIN (R(BUSINESS_HEAD) | R(HEAD) | R(LEADER))

#define SAME	    CW_STATE_NONE
#define NO_CLOCK    (-1)
#define CLOCK(type) CW_CLOCK_##type

/* ---- What tells rows of one act apart. */

/* Ordinary post and fax are received once the applicant confirms (R-RCPT-3, R-RCPT-5). */
static bool needs_confirmation(const struct cw_case *c, const struct cw_facts *f)
{
	(void)f;
	return c->channel == CW_CHANNEL_POST_ORDINARY || c->channel == CW_CHANNEL_FAX;
}

static bool received_at_once(const struct cw_case *c, const struct cw_facts *f)
{
	return !needs_confirmation(c, f);
}

/* What a consultation brings moves the clock, unless it stops none (R-ASK-4). */
static bool pauses(const struct cw_case *c, const struct cw_facts *f)
{
	(void)c;
	return !f->pauses_nothing;
}

static bool pauses_nothing(const struct cw_case *c, const struct cw_facts *f)
{
	(void)c;
	return f->pauses_nothing;
}

static bool records_receipt(const struct cw_case *c, const struct cw_facts *f)
{
	return f->record == CW_RECORD_RECEIVED && pauses(c, f);
}

static bool records_end(const struct cw_case *c, const struct cw_facts *f)
{
	return f->record == CW_RECORD_ENDED && pauses(c, f);
}

static bool records_beside_clock(const struct cw_case *c, const struct cw_facts *f)
{
	return (f->record == CW_RECORD_RECEIVED || f->record == CW_RECORD_ENDED) &&
	       pauses_nothing(c, f);
}

static bool records_late_opinion(const struct cw_case *c, const struct cw_facts *f)
{
	(void)c;
	return f->record == CW_RECORD_LATE;
}

static bool records_weighing(const struct cw_case *c, const struct cw_facts *f)
{
	(void)c;
	return f->record == CW_RECORD_WEIGHED;
}

static bool records_telling(const struct cw_case *c, const struct cw_facts *f)
{
	(void)c;
	return f->record == CW_RECORD_TOLD;
}

static bool is_complete(const struct cw_case *c, const struct cw_facts *f)
{
	(void)c;
	return f->complete;
}

static bool still_uncorrected(const struct cw_case *c, const struct cw_facts *f)
{
	return !f->complete && c->ended_as != CW_OUTCOME_NOT_PAID;
}

static bool still_unpaid(const struct cw_case *c, const struct cw_facts *f)
{
	return !f->complete && c->ended_as == CW_OUTCOME_NOT_PAID;
}

static bool attaches_to_file(const struct cw_case *c, const struct cw_facts *f)
{
	(void)c;
	return !f->for_release;
}

static bool attaches_for_release(const struct cw_case *c, const struct cw_facts *f)
{
	(void)c;
	return f->for_release;
}

static bool is_signed(const struct cw_case *c, const struct cw_facts *f)
{
	(void)f;
	return c->signed_reply;
}

static bool not_signed(const struct cw_case *c, const struct cw_facts *f)
{
	return !is_signed(c, f);
}

/* ---- The table: law.md part 10, in its order. */

/* clang-format off */
#define ROW(a, ...) { .act = CW_ACT_##a, .title = CW_MSG_ACT_##a, __VA_ARGS__ }
#define FROM(set)   .from = (set)
#define WHO(set)    .who = (set)
#define TO(state)   .to = CW_STATE_##state
#define STAYS	    .to = SAME, .clock = NO_CLOCK
#define WHEN(name)  .when = name
#define GUARD(name) .guard = cw_guard_##name
#define DECISION    .decision = true
#define LAW(r, art) .rule = r, .article = art

static const struct cw_move moves[] = {
	ROW(FILE, FROM(S(NONE)), WHO(R(APPLICANT)), TO(RECEIVED), .clock = CLOCK(RECEIVED),
	    LAW("R-RCPT-4", "条例31")),
	ROW(TAKE_IN, FROM(S(NONE)), WHO(DESK), WHEN(received_at_once), TO(RECEIVED),
	    .clock = CLOCK(RECEIVED), LAW("R-RCPT-1", "条例31")),
	ROW(TAKE_IN, FROM(S(NONE)), WHO(DESK), WHEN(needs_confirmation), TO(PENDING_CONFIRMATION),
	    .clock = NO_CLOCK, LAW("R-RCPT-3", "条例31")),
	ROW(CONTACT_ATTEMPT, FROM(S(PENDING_CONFIRMATION)), WHO(DESK), STAYS,
	    LAW("R-RCPT-3", "条例31")),
	ROW(CONFIRM_RECEIPT, FROM(S(PENDING_CONFIRMATION)), WHO(DESK), GUARD(confirm_receipt),
	    TO(RECEIVED),
	    .clock = CLOCK(RECEIVED), LAW("R-RCPT-3", "条例31")),
	ROW(NO_ATTEMPT, FROM(S(PENDING_CONFIRMATION)), WHO(R(SCHEDULER)), GUARD(no_attempt),
	    TO(RECEIVED), .clock = CLOCK(RECEIVED), LAW("R-RCPT-3", "条例31")),
	ROW(FILE_UNCONFIRMED, FROM(S(PENDING_CONFIRMATION)), WHO(R(HEAD)), DECISION,
	    GUARD(file_unconfirmed), TO(CLOSED), .clock = NO_CLOCK, LAW("R-RCPT-3", "207")),

	ROW(REGISTER, FROM(S(RECEIVED)), WHO(DESK), TO(REGISTERED), .clock = NO_CLOCK,
	    LAW("R-KEEP-1", "条例45")),
	ROW(ASSIGN, FROM(S(REGISTERED)), WHO(R(HEAD) | R(CASEWORKER)), TO(INVESTIGATING),
	    .clock = NO_CLOCK, LAW("R-KEEP-1", "条例45")),
	ROW(REASSIGN, FROM(ANY_OPEN), WHO(R(HEAD) | R(CASEWORKER)), STAYS,
	    LAW("R-KEEP-1", "条例45")),
	ROW(ANSWER_ON_THE_SPOT, FROM(S(RECEIVED) | S(REGISTERED)), WHO(DESK), GUARD(on_the_spot),
	    TO(REPLIED), .clock = CLOCK(REPLIED), LAW("R-CLOCK-1", "条例33")),
	ROW(AMEND, FROM(S(RECEIVED)), WHO(R(APPLICANT)), GUARD(amend), STAYS,
	    LAW("R-REQ-9", NULL)),
	ROW(SPLIT, FROM(ANY_OPEN), WHO(R(CASEWORKER)), GUARD(split), STAYS, LAW("R-REQ-8", "费4")),
	ROW(LINK, FROM(ANY_OPEN), WHO(R(CASEWORKER)), STAYS, LAW("R-OUT-2", "条例36(6)")),

	ROW(CORRECTION_NOTICE, FROM(AT_WORK), WHO(R(CASEWORKER)), DECISION,
	    GUARD(correction_notice), TO(AWAITING_CORRECTION),
	    .clock = CLOCK(CORRECTION_REQUESTED), LAW("R-CLOCK-4", "条例30")),
	ROW(CORRECTION_RESEND, FROM(S(AWAITING_CORRECTION)), WHO(R(CASEWORKER)),
	    GUARD(correction_resend), STAYS, LAW("R-CLOCK-4", "条例30")),
	ROW(CORRECTION_ANSWER, FROM(S(AWAITING_CORRECTION)), WHO(R(APPLICANT) | DESK),
	    TO(INVESTIGATING), .clock = CLOCK(CORRECTED), LAW("R-CLOCK-4", "条例30")),
	/* The text changes, not the day; after the end it is what a head can reinstate for. */
	ROW(CORRECTION_SUPPLEMENT, FROM(S(INVESTIGATING) | S(AWAITING_PAYMENT) | S(ENDED)),
	    WHO(R(APPLICANT) | DESK), GUARD(supplement), STAYS, LAW("R-CLOCK-4", "条例30")),
	/* The day on which the applicant received the notice, from which its period runs. */
	ROW(NOTICE_RECEIPT, FROM(S(AWAITING_CORRECTION)), WHO(DESK), GUARD(notice_receipt), STAYS,
	    LAW("R-CLOCK-5", "条例30")),
	ROW(NOTICE_RECEIPT, FROM(S(AWAITING_PAYMENT)), WHO(DESK), GUARD(notice_receipt), STAYS,
	    LAW("R-FEE-6", "费6")),
	ROW(CLARIFICATION, FROM(ANY_OPEN), WHO(R(CASEWORKER) | R(UNIT_OFFICER)), STAYS,
	    LAW("R-CLOCK-4", "条例30")),
	ROW(CONTACT, FROM(ANY_OPEN), WHO(R(CASEWORKER) | R(UNIT_OFFICER)), STAYS,
	    LAW("R-KEEP-1", "条例45")),
	ROW(SEARCH, FROM(ANY_OPEN), WHO(R(CASEWORKER) | R(UNIT_OFFICER)), STAYS,
	    LAW("R-OUT-1", "条例36(4)")),
	ROW(TASK, FROM(ANY_OPEN), WHO(R(CASEWORKER) | R(UNIT_OFFICER)), STAYS,
	    LAW("R-KEEP-1", "条例45")),
	ROW(NOTE, FROM(ANY_OPEN), WHO(R(CASEWORKER) | R(UNIT_OFFICER)), STAYS,
	    LAW("R-KEEP-1", "条例45")),

	/* Part 10 names no act for documents; R-KEEP-1 wants every one on record.  They come in any
	 * state: a returned letter, a voucher, a decision after the reply.  What is to go out with the
	 * reply is put there by those who work on it, before it is reviewed (R-ASK-4). */
	ROW(ATTACH, FROM(ANY),
	    WHO(R(APPLICANT) | DESK | CHAIN | R(UNIT_OFFICER) | R(FINANCE) | R(ADVISOR) |
		R(SECRECY_REVIEWER)),
	    WHEN(attaches_to_file), STAYS, LAW("R-KEEP-1", "条例45")),
	ROW(ATTACH, FROM(S(INVESTIGATING)), WHO(R(CASEWORKER) | R(HEAD)),
	    WHEN(attaches_for_release), STAYS, LAW("R-ASK-4", "条例17")),
	ROW(DETACH, FROM(ANY_OPEN), WHO(DESK), STAYS, LAW("R-KEEP-1", "条例45")),

	ROW(CONSULTATION_ASK, FROM(AT_WORK), WHO(R(CASEWORKER)), WHEN(pauses), GUARD(stop),
	    TO(NONE), .clock = CLOCK(CONSULTATION_SENT), LAW("R-ASK-1", "条例32")),
	ROW(CONSULTATION_ASK, FROM(AT_WORK), WHO(R(CASEWORKER)), WHEN(pauses_nothing), GUARD(stop),
	    STAYS, LAW("R-ASK-4", "条例17")),
	ROW(CONSULTATION_RECORD, FROM(AT_WORK), WHO(R(CASEWORKER)), WHEN(records_receipt),
	    GUARD(consultation_open), TO(NONE), .clock = CLOCK(CONSULTATION_RECEIVED),
	    LAW("R-CLOCK-3", "条例33")),
	ROW(CONSULTATION_RECORD, FROM(AT_WORK), WHO(R(CASEWORKER)), WHEN(records_end),
	    GUARD(consultation_open), TO(NONE), .clock = CLOCK(CONSULTATION_ENDED),
	    LAW("R-CLOCK-3", "条例33")),
	ROW(CONSULTATION_RECORD, FROM(AT_WORK), WHO(R(CASEWORKER)), WHEN(records_beside_clock),
	    GUARD(consultation_open), STAYS, LAW("R-ASK-4", "条例17")),
	ROW(CONSULTATION_RECORD, FROM(AT_WORK), WHO(R(CASEWORKER)), WHEN(records_late_opinion),
	    STAYS, LAW("R-CLOCK-3", "条例33")),
	ROW(CONSULTATION_RECORD, FROM(AT_WORK), WHO(R(CASEWORKER)), WHEN(records_weighing),
	    GUARD(objection_weigh), STAYS, LAW("R-ASK-1", "条例32")),
	ROW(CONSULTATION_RECORD, FROM(AT_WORK), WHO(R(CASEWORKER)), WHEN(records_telling),
	    GUARD(disclosure_told), STAYS, LAW("R-ASK-1", "条例32")),
	ROW(CONSULTATION_CANCEL, FROM(AT_WORK), WHO(R(CASEWORKER)), WHEN(pauses),
	    GUARD(consultation_open), TO(NONE), .clock = CLOCK(CONSULTATION_ENDED),
	    LAW("R-CLOCK-3", "条例33")),
	ROW(CONSULTATION_CANCEL, FROM(AT_WORK), WHO(R(CASEWORKER)), WHEN(pauses_nothing),
	    GUARD(consultation_open), STAYS, LAW("R-ASK-4", "条例17")),
	ROW(DISCLOSURE_NOTICE, FROM(S(INVESTIGATING)), WHO(R(HEAD)), DECISION,
	    GUARD(disclosure_notice), STAYS, LAW("R-ASK-1", "条例32")),

	ROW(ASK_REASONS, FROM(AT_WORK), WHO(R(CASEWORKER)), DECISION, GUARD(ask_reasons), STAYS,
	    LAW("R-CLOCK-6", "条例35")),
	ROW(REASONS_IN, FROM(AT_WORK), WHO(R(APPLICANT) | R(CLERK)), GUARD(reasons_in), STAYS,
	    LAW("R-CLOCK-6", "条例35")),
	ROW(REASONS_FINDING, FROM(AT_WORK), WHO(R(HEAD)), DECISION, GUARD(reasons_finding), STAYS,
	    LAW("R-CLOCK-6", "条例35")),
	ROW(DELAYED_DAY, FROM(AT_WORK), WHO(R(HEAD)), DECISION, GUARD(delayed_day), TO(NONE),
	    .clock = CLOCK(DELAYED), LAW("R-CLOCK-6", "条例35")),

	ROW(EXTENSION_ASK, FROM(AT_WORK), WHO(R(CASEWORKER)), GUARD(extension_ask), STAYS,
	    LAW("R-CLOCK-2", "条例33")),
	ROW(EXTENSION_GRANT, FROM(AT_WORK), WHO(R(HEAD) | R(LEADER)), DECISION,
	    GUARD(extension_grant), TO(NONE), .clock = CLOCK(EXTENDED),
	    LAW("R-CLOCK-2", "条例33")),
	ROW(EXTENSION_REFUSE, FROM(AT_WORK), WHO(R(HEAD) | R(LEADER)), DECISION,
	    GUARD(extension_refuse), STAYS, LAW("R-CLOCK-2", "条例33")),

	ROW(SECRECY_REVIEW, FROM(S(INVESTIGATING)), WHO(R(CASEWORKER)), STAYS,
	    LAW("R-ASK-4", "条例17")),
	ROW(SECRECY_ANSWER, FROM(S(INVESTIGATING)), WHO(R(SECRECY_REVIEWER)),
	    GUARD(secrecy_answer), STAYS, LAW("R-ASK-4", "条例17")),
	ROW(LEGAL_REVIEW, FROM(S(INVESTIGATING)), WHO(R(CASEWORKER)), STAYS,
	    LAW("R-ASK-5", NULL)),
	ROW(LEGAL_ANSWER, FROM(S(INVESTIGATING)), WHO(R(ADVISOR)), GUARD(legal_answer), STAYS,
	    LAW("R-ASK-5", NULL)),
	/* Withdrawn by who asked, or given back over a conflict of interest: nothing else stays open. */
	ROW(LEGAL_RETURN, FROM(ANY_OPEN), WHO(R(CASEWORKER) | R(ADVISOR)), GUARD(legal_answer), STAYS,
	    LAW("R-ASK-5", NULL)),
	ROW(LEGAL_OVERRIDE, FROM(S(INVESTIGATING)), WHO(R(HEAD)), DECISION, GUARD(legal_override),
	    STAYS, LAW("R-ASK-5", NULL)),
	ROW(FLAG_HARD, FROM(ANY_OPEN), WHO(R(CASEWORKER) | CHAIN), GUARD(reason), STAYS,
	    LAW("R-ASK-5", NULL)),

	ROW(FEE_DRAFT, FROM(S(INVESTIGATING)), WHO(R(CASEWORKER)), GUARD(fee_draft), STAYS,
	    LAW("R-FEE-5", "费6")),
	ROW(FEE_RETURN, FROM(S(INVESTIGATING)), WHO(R(HEAD)), DECISION, GUARD(fee_return), STAYS,
	    LAW("R-FEE-5", "费6")),
	ROW(FEE_NOTICE, FROM(S(INVESTIGATING)), WHO(R(HEAD)), DECISION, GUARD(fee_notice),
	    TO(AWAITING_PAYMENT), .clock = CLOCK(FEE_NOTIFIED), LAW("R-FEE-5", "费6")),
	ROW(FEE_CANCEL, FROM(S(AWAITING_PAYMENT)), WHO(R(HEAD)), DECISION, GUARD(fee_cancel),
	    TO(INVESTIGATING), .clock = CLOCK(FEE_CANCELLED), LAW("R-FEE-10", "费6")),
	ROW(PAYMENT_PART, FROM(S(AWAITING_PAYMENT)), WHO(R(FINANCE) | R(CLERK)),
	    GUARD(payment_part), STAYS, LAW("R-FEE-8", "费8")),
	ROW(PAYMENT_FULL, FROM(S(AWAITING_PAYMENT)), WHO(R(FINANCE) | R(CLERK)),
	    GUARD(payment_full), TO(INVESTIGATING), .clock = CLOCK(FEE_PAID),
	    LAW("R-CLOCK-7", "费6")),
	ROW(PAYMENT_EXTRA, FROM(ANY), WHO(R(FINANCE) | R(CLERK)), STAYS, LAW("R-FEE-8", "费8")),
	ROW(REFUND, FROM(ANY), WHO(R(FINANCE) | R(CLERK)), STAYS, LAW("R-FEE-8", "费8")),
	ROW(REFUND_APPROVE, FROM(ANY), WHO(R(HEAD)), DECISION, GUARD(refund_approve), STAYS,
	    LAW("R-FEE-8", "费8")),
	/* The head's letter ends the case when it is served: until then an answer is accepted. */
	ROW(LAPSE, FROM(S(AWAITING_CORRECTION)), WHO(R(HEAD)), DECISION, GUARD(lapse), STAYS,
	    LAW("R-CLOCK-5", "条例30")),
	ROW(LAPSE, FROM(S(AWAITING_PAYMENT)), WHO(R(HEAD)), DECISION, GUARD(lapse), STAYS,
	    LAW("R-FEE-6", "费6")),
	ROW(LAPSE_SERVE, FROM(S(AWAITING_CORRECTION)), WHO(R(HEAD) | DESK), GUARD(lapse_serve),
	    TO(ENDED), .clock = CLOCK(LAPSED), LAW("R-CLOCK-5", "条例30")),
	ROW(LAPSE_SERVE, FROM(S(AWAITING_PAYMENT)), WHO(R(HEAD) | DESK), GUARD(lapse_serve),
	    TO(ENDED), .clock = CLOCK(LAPSED), LAW("R-FEE-6", "费6")),
	ROW(REINSTATE, FROM(S(ENDED)), WHO(R(HEAD)), DECISION, WHEN(is_complete), GUARD(reinstate),
	    TO(INVESTIGATING), .clock = CLOCK(REINSTATED), LAW("R-CLOCK-5", "条例30")),
	ROW(REINSTATE, FROM(S(ENDED)), WHO(R(HEAD)), DECISION, WHEN(still_uncorrected),
	    GUARD(reinstate), TO(AWAITING_CORRECTION), .clock = CLOCK(REINSTATED),
	    LAW("R-CLOCK-5", "条例30")),
	ROW(REINSTATE, FROM(S(ENDED)), WHO(R(HEAD)), DECISION, WHEN(still_unpaid),
	    GUARD(reinstate), TO(AWAITING_PAYMENT), .clock = CLOCK(REINSTATED),
	    LAW("R-CLOCK-5", "费6")),

	ROW(REPLY_DRAFT, FROM(S(INVESTIGATING)), WHO(R(CASEWORKER)), GUARD(draft), STAYS,
	    LAW("R-OUT-3", "条例36")),
	ROW(REPLY_SUBMIT, FROM(S(INVESTIGATING)), WHO(R(CASEWORKER)), GUARD(submit), STAYS,
	    LAW("R-OUT-10", NULL)),
	ROW(REPLY_RETURN, FROM(S(INVESTIGATING)), WHO(CHAIN), WHEN(not_signed), DECISION,
	    GUARD(reply_return), STAYS, LAW("R-OUT-10", NULL)),
	/* Signed and not served: what came since (a hold, a refused secrecy review, a consent) can
	 * stand in the way of service for good.  The signature is void, the letter is kept as such. */
	ROW(REPLY_RETURN, FROM(S(INVESTIGATING)), WHO(R(HEAD) | R(LEADER)), WHEN(is_signed),
	    DECISION, GUARD(reason), STAYS, LAW("R-OUT-10", NULL)),
	ROW(REPLY_APPROVE, FROM(S(INVESTIGATING)), WHO(CHAIN), DECISION, GUARD(approve), STAYS,
	    LAW("R-OUT-10", NULL)),
	ROW(REPLY_SIGN, FROM(S(INVESTIGATING)), WHO(CHAIN), DECISION, GUARD(sign), STAYS,
	    LAW("R-OUT-10", NULL)),
	ROW(SERVE, FROM(S(INVESTIGATING)), WHO(DESK), GUARD(serve), TO(REPLIED),
	    .clock = CLOCK(REPLIED), LAW("R-CLOCK-9", "条例36")),

	ROW(WITHDRAW, FROM(S(PENDING_CONFIRMATION) | ANY_OPEN), WHO(R(APPLICANT) | R(CLERK)),
	    TO(ENDED), .clock = CLOCK(WITHDRAWN), LAW("R-REQ-9", NULL)),
	/* For the clock, these two end the period as a withdrawal does. */
	ROW(MERGE, FROM(ANY_OPEN), WHO(R(HEAD)), DECISION, GUARD(merge), TO(ENDED),
	    .clock = CLOCK(WITHDRAWN), LAW("R-OUT-2", NULL)),
	ROW(TERMINATE, FROM(ANY_OPEN), WHO(R(HEAD)), DECISION, GUARD(terminate), TO(ENDED),
	    .clock = CLOCK(WITHDRAWN), LAW("R-OUT-9", NULL)),
	ROW(STOP, FROM(ANY_OPEN), WHO(R(HEAD)), GUARD(stop), TO(NONE), .clock = CLOCK(STOPPED),
	    LAW("R-OUT-9", NULL)),
	ROW(RESUME, FROM(ANY_OPEN), WHO(R(HEAD)), GUARD(resume), TO(NONE), .clock = CLOCK(RESUMED),
	    LAW("R-OUT-9", NULL)),

	ROW(HOLD_DISCLOSURE, FROM(S(INVESTIGATING) | S(REPLIED)), WHO(R(HEAD)), GUARD(hold), STAYS,
	    LAW("R-ASK-1", "条例32")),
	ROW(RELEASE_DISCLOSURE, FROM(S(INVESTIGATING) | S(REPLIED)), WHO(R(HEAD)), GUARD(release),
	    STAYS, LAW("R-ASK-1", "条例32")),
	ROW(CORRECTION_LETTER, FROM(DONE), WHO(R(CASEWORKER)), GUARD(approver), STAYS,
	    LAW("R-OUT-7", NULL)),
	ROW(SERVE_AGAIN, FROM(DONE), WHO(R(CASEWORKER)), GUARD(approver), STAYS,
	    LAW("R-CLOCK-9", "条例36")),
	/* What is known of a service only later: the day of receipt, a returned letter (R-KEEP-3). */
	ROW(SERVICE_RESULT, FROM(ANY), WHO(DESK), STAYS, LAW("R-CLOCK-9", "条例40")),
	ROW(REMEDY, FROM(DONE), WHO(R(CASEWORKER)), STAYS, LAW("R-OUT-7", "条例51")),
	ROW(REMEDY, FROM(ANY_OPEN), WHO(R(CASEWORKER)), GUARD(challengeable), STAYS,
	    LAW("R-OUT-4", "条例51")),
	ROW(REMEDY_RESULT, FROM(DONE), WHO(R(CASEWORKER)), STAYS, LAW("R-OUT-7", "条例51")),
	ROW(REMEDY_RESULT, FROM(ANY_OPEN), WHO(R(CASEWORKER)), GUARD(challengeable), STAYS,
	    LAW("R-OUT-4", "条例51")),
	ROW(ORDER_IN, FROM(DONE), WHO(R(CASEWORKER)), TO(INVESTIGATING), .clock = CLOCK(ORDERED),
	    LAW("R-OUT-7", "复议法64")),
	ROW(REVOKE_REPLY, FROM(DONE), WHO(R(LEADER)), DECISION, GUARD(revoke), TO(INVESTIGATING),
	    .clock = CLOCK(ORDERED), LAW("R-OUT-7", NULL)),
	ROW(RECTIFY, FROM(ANY & ~S(CLOSED)), WHO(R(CASEWORKER)), GUARD(approver_reason), TO(NONE),
	    .clock = CLOCK(VOIDED), LAW("R-KEEP-4", "条例45")),
	ROW(CLOSE, FROM(S(REPLIED) | S(ENDED)), WHO(R(CASEWORKER)), GUARD(close), TO(CLOSED),
	    .clock = NO_CLOCK, LAW("R-KEEP-1", "条例45")),

	/* An act that takes a second person is asked for first; granting it is the act itself. */
	ROW(PROPOSE, FROM(ANY), WHO(DESK), STAYS, LAW("R-KEEP-1", "条例45")),
	ROW(PROPOSAL_REFUSE, FROM(ANY), WHO(CHAIN), DECISION, GUARD(reason), STAYS,
	    LAW("R-KEEP-1", "条例45")),
	ROW(PROPOSAL_TAKE_BACK, FROM(ANY), WHO(DESK), STAYS, LAW("R-KEEP-1", "条例45")),

	/* What the scheduler enters: that a day is over, and what a new calendar makes of the days. */
	ROW(LAPSE_DUE, FROM(S(AWAITING_CORRECTION) | S(AWAITING_PAYMENT)), WHO(R(SCHEDULER)),
	    GUARD(lapse_due), STAYS, LAW("R-CLOCK-5", "条例30")),
	ROW(OVERDUE, FROM(S(RECEIVED) | AT_WORK), WHO(R(SCHEDULER)), GUARD(overdue), STAYS,
	    LAW("R-CLOCK-12", "条例33")),
	ROW(CONSULTATION_OVER, FROM(ANY_OPEN), WHO(R(SCHEDULER)), STAYS,
	    LAW("R-CLOCK-3", "条例33")),
	ROW(DEADLINE_OVER, FROM(ANY), WHO(R(SCHEDULER)), STAYS, LAW("R-KEEP-1", "条例45")),
	ROW(CALENDAR_CHANGE, FROM(ANY), WHO(R(SCHEDULER)), TO(NONE),
	    .clock = CLOCK(CALENDAR_CHANGED), LAW("R-DAY-4", NULL)),
};
/* clang-format on */

const struct cw_move *cw_moves(size_t *n)
{
	*n = sizeof(moves) / sizeof(moves[0]);
	return moves;
}

enum cw_msg cw_act_title(enum cw_act act)
{
	for (size_t i = 0; i < sizeof(moves) / sizeof(moves[0]); i++)
		if (moves[i].act == act)
			return moves[i].title;
	return CW_MSG_NONE;
}

/* ---- Deciding. */

static const enum cw_msg refusals[CW_STATE_MAX] = {
	[CW_STATE_NONE] = CW_MSG_LAW_FROM_NONE,
	[CW_STATE_PENDING_CONFIRMATION] = CW_MSG_LAW_FROM_PENDING_CONFIRMATION,
	[CW_STATE_RECEIVED] = CW_MSG_LAW_FROM_RECEIVED,
	[CW_STATE_REGISTERED] = CW_MSG_LAW_FROM_REGISTERED,
	[CW_STATE_INVESTIGATING] = CW_MSG_LAW_FROM_INVESTIGATING,
	[CW_STATE_AWAITING_CORRECTION] = CW_MSG_LAW_FROM_AWAITING_CORRECTION,
	[CW_STATE_AWAITING_PAYMENT] = CW_MSG_LAW_FROM_AWAITING_PAYMENT,
	[CW_STATE_REPLIED] = CW_MSG_LAW_FROM_REPLIED,
	[CW_STATE_ENDED] = CW_MSG_LAW_FROM_ENDED,
	[CW_STATE_CLOSED] = CW_MSG_LAW_FROM_CLOSED,
};

/* The row that fits; else NULL, and in *NEAR the act's row that came closest, in *NEAR_ROLE whether
 * some row of the act is for this role. */
static const struct cw_move *find(const struct cw_case *c, enum cw_act act,
				  const struct cw_facts *f, const struct cw_move **near,
				  bool *wrong_role)
{
	bool role_somewhere = false, state_somewhere = false;

	*near = NULL;
	for (size_t i = 0; i < sizeof(moves) / sizeof(moves[0]); i++) {
		const struct cw_move *m = &moves[i];
		const bool role = m->who & CW_ROLE_BIT(f->role), state = m->from & 1u << c->state;

		if (m->act != act || (m->when && !m->when(c, f)))
			continue;
		role_somewhere |= role;
		state_somewhere |= state;
		if (role && state)
			return m;
		if (!*near || state)
			*near = m;
	}
	*wrong_role = !role_somewhere || state_somewhere;
	return NULL;
}

/* Facts may be entered late, never early; a decision has its own day (R-KEEP-3). */
static int check_day(const struct cw_move *m, const struct cw_facts *f, struct cw_err *err)
{
	char text[CW_DAY_TEXT];

	if (f->on > f->today)
		return cw_fail_law(err, CW_MSG_LAW_FUTURE_DAY, "R-KEEP-3", "条例45",
				   cw_day_text(f->on, text), NULL);
	if (m->decision && f->on != f->today && !f->outage)
		return cw_fail_law(err, CW_MSG_LAW_DECISION_DAY, "R-KEEP-3", "条例45", NULL);
	return 0;
}

static void describe(const struct cw_case *c, const struct cw_move *m, struct cw_change *out)
{
	const enum cw_state to = m->to == SAME ? c->state : m->to;
	const unsigned bit = 1u << to;

	*out = (struct cw_change){
		.move = m,
		.from = c->state,
		.to = to,
		.clock_type = m->clock,
		.new_handling = m->clock == CW_CLOCK_ORDERED,
		.ends = bit & DONE && !(1u << c->state & DONE),
	};
	/* The events that open a reply period (R-CLOCK-11); a reinstatement only when complete. */
	out->new_period = m->clock == CW_CLOCK_RECEIVED || m->clock == CW_CLOCK_CORRECTED ||
			  m->clock == CW_CLOCK_FEE_PAID || m->clock == CW_CLOCK_ORDERED ||
			  (m->clock == CW_CLOCK_REINSTATED && to == CW_STATE_INVESTIGATING);
}

int cw_step(const struct cw_case *c, enum cw_act act, const struct cw_facts *f,
	    struct cw_change *out, struct cw_err *err)
{
	const struct cw_move *near, *m;
	bool wrong_role;

	m = find(c, act, f, &near, &wrong_role);
	if (!m) {
		if (wrong_role)
			cw_fail(err, CW_FORBIDDEN, CW_MSG_LAW_ROLE, NULL);
		else
			cw_fail(err, CW_NOT_ALLOWED_NOW, refusals[c->state], NULL);
		m = near;
		goto refused;
	}
	if (check_day(m, f, err) || (m->guard && m->guard(c, f, err)))
		goto refused;
	describe(c, m, out);
	return 0;

refused:
	if (m && !err->rule) {
		err->rule = m->rule;
		err->article = m->article;
	}
	return -1;
}
