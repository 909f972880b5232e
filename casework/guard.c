#include "casework/guard.h"

#include "casework/constant.h"

/* Text of a day as an argument. */
struct day_text {
	char buf[CW_DAY_TEXT];
};

static const char *text_of(cw_day day, struct day_text *t)
{
	return cw_day_text(day, t->buf);
}

static int not_stopped(const struct cw_case *c, struct cw_err *err)
{
	return c->stopped ? cw_fail_law(err, CW_MSG_LAW_STOPPED, "R-OUT-9", NULL, NULL) : 0;
}

static int needs_reason(const struct cw_facts *f, const char *rule, const char *article,
			struct cw_err *err)
{
	return f->has_reason ? 0 : cw_fail_law(err, CW_MSG_LAW_NEEDS_REASON, rule, article, NULL);
}

int cw_guard_in_period(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	struct day_text t;

	if (not_stopped(c, err))
		return -1;
	if (c->clock.paused || c->clock.due_on == CW_DAY_NONE || f->on <= c->clock.due_on)
		return 0;
	return cw_fail_law(err, CW_MSG_LAW_OUT_OF_TIME, "R-CLOCK-12", "条例33",
			   text_of(c->clock.due_on, &t), NULL);
}

/* ---- Receipt (R-RCPT-3). */

/* Later than the day of arrival only if somebody tried that day; else that day counts by itself. */
int cw_guard_confirm_receipt(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	struct day_text t;

	if (c->attempt_on_arrival || f->on <= c->arrived_on)
		return 0;
	return cw_fail_law(err, CW_MSG_LAW_NO_ATTEMPT_THAT_DAY, "R-RCPT-3", "条例31",
			   text_of(c->arrived_on, &t), NULL);
}

int cw_guard_no_attempt(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (c->attempt_on_arrival)
		return cw_fail_law(err, CW_MSG_LAW_ATTEMPT_MADE, "R-RCPT-3", "条例31", NULL);
	if (f->today <= c->arrived_on)
		return cw_fail_law(err, CW_MSG_LAW_ARRIVAL_DAY_RUNS, "R-RCPT-3", "条例31", NULL);
	return 0;
}

int cw_guard_file_unconfirmed(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	cw_day from = cw_day_add_months(c->arrived_on, CW_PERIOD_UNCONFIRMED);
	struct day_text t;

	if (f->on < from)
		return cw_fail_law(err, CW_MSG_LAW_UNCONFIRMED_TOO_EARLY, "R-RCPT-3", "207",
				   text_of(from, &t), NULL);
	return 0;
}

/* For 10 minutes after an online submission (R-REQ-9). */
int cw_guard_amend(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	const int64_t window = INT64_C(60000000) * CW_PERIOD_AMENDMENT;

	if (c->channel != CW_CHANNEL_ONLINE || f->now - c->submitted_at > window)
		return cw_fail_law(err, CW_MSG_LAW_AMEND_TOO_LATE, "R-REQ-9", NULL, NULL);
	return 0;
}

static int needs_approver(const struct cw_facts *f, const char *rule, const char *article,
			  struct cw_err *err)
{
	if (!f->has_approver || (f->approver && f->approver == f->actor))
		return cw_fail_law(err, CW_MSG_LAW_NEEDS_APPROVER, rule, article, NULL);
	return 0;
}

int cw_guard_on_the_spot(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	char ref[CW_MSG_REF];

	if (not_stopped(c, err) || needs_approver(f, "R-CLOCK-1", "条例33", err))
		return -1;
	if (!f->reply)
		return 0;
	for (size_t i = 0; i < f->reply->n_parts; i++) {
		const struct cw_outcome_row *row = cw_outcome(f->reply->parts[i].outcome);

		if (!row->on_the_spot)
			return cw_fail_law(err, CW_MSG_LAW_NOT_ON_THE_SPOT, "R-CLOCK-1", "条例33",
					   cw_msg_ref(row->title, ref), NULL);
		if (row->releases && !f->cleared_before)
			return cw_fail_law(err, CW_MSG_LAW_NOT_CLEARED, "R-CLOCK-1", "条例17",
					   NULL);
		if (row->releases && c->disclosure_held)
			return cw_fail_law(err, CW_MSG_LAW_HELD, "R-ASK-1", "条例32", NULL);
		if (row->releases && cw_guard_third_party_heard(f, err))
			return -1;
	}
	return cw_reply_check(f->reply, err);
}

/* ---- Correction (R-CLOCK-4). */

int cw_guard_correction_notice(const struct cw_case *c, const struct cw_facts *f,
			       struct cw_err *err)
{
	struct day_text t;

	if (not_stopped(c, err))
		return -1;
	if (c->handling > 1 && !c->order_allows_correction)
		return cw_fail_law(err, CW_MSG_LAW_ORDER_NO_CORRECTION, "R-OUT-7", "条例30", NULL);
	if (c->clock.corrected_used)
		return cw_fail_law(err, CW_MSG_LAW_CORRECTION_ONCE, "R-CLOCK-4", "条例30", NULL);
	if (f->on > c->clock.correction_last_day)
		return cw_fail_law(err, CW_MSG_LAW_CORRECTION_TOO_LATE, "R-CLOCK-4", "条例30",
				   text_of(c->clock.correction_last_day, &t), NULL);
	if (f->working_days && (f->working_days < 5 || f->working_days > 30))
		return cw_fail_law(err, CW_MSG_LAW_CORRECTION_PERIOD, "R-CLOCK-4", "条例30", NULL);
	return 0;
}

int cw_guard_correction_resend(const struct cw_case *c, const struct cw_facts *f,
			       struct cw_err *err)
{
	(void)f;
	if (c->notice_received)
		return cw_fail_law(err, CW_MSG_LAW_NOTICE_ARRIVED, "R-CLOCK-4", "条例30", NULL);
	return 0;
}

/* What comes after the first answer, or after the end for want of one (R-CLOCK-4, R-CLOCK-5). */
int cw_guard_supplement(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	(void)f;
	if (c->corrected ||
	    (c->state == CW_STATE_ENDED && c->ended_as == CW_OUTCOME_NOT_CORRECTED))
		return 0;
	return cw_fail_law(err, CW_MSG_LAW_NOTHING_TO_SUPPLEMENT, "R-CLOCK-4", "条例30", NULL);
}

int cw_guard_notice_receipt(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	const bool fee = c->state == CW_STATE_AWAITING_PAYMENT;

	(void)f;
	if (c->notice_received)
		return cw_fail_law(err, CW_MSG_LAW_NOTICE_ARRIVED, fee ? "R-FEE-6" : "R-CLOCK-5",
				   fee ? "费6" : "条例30", NULL);
	return 0;
}

/* ---- Extension (R-CLOCK-2). */

static int extension_open(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (c->handling > 1 && !c->order_allows_extension)
		return cw_fail_law(err, CW_MSG_LAW_ORDER_NO_EXTENSION, "R-OUT-7", "条例33", NULL);
	if (c->clock.delayed)
		return cw_fail_law(err, CW_MSG_LAW_DELAYED_ONCE, "R-CLOCK-6", "条例35", NULL);
	if (c->clock.extension_used)
		return cw_fail_law(err, CW_MSG_LAW_EXTENSION_ONCE, "R-CLOCK-2", "条例33", NULL);
	if (cw_guard_in_period(c, f, err))
		return -1;
	if (f->working_days < 1 || f->working_days > 20)
		return cw_fail_law(err, CW_MSG_LAW_EXTENSION_DAYS, "R-CLOCK-2", "条例33", NULL);
	return 0;
}

int cw_guard_extension_ask(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (c->extension_asked)
		return cw_fail_law(err, CW_MSG_LAW_EXTENSION_ASKED, "R-CLOCK-2", "条例33", NULL);
	return extension_open(c, f, err) || needs_reason(f, "R-CLOCK-2", "条例33", err) ? -1 : 0;
}

int cw_guard_extension_refuse(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	(void)f;
	if (!c->extension_asked)
		return cw_fail_law(err, CW_MSG_LAW_EXTENSION_NOT_ASKED, "R-CLOCK-2", "条例33",
				   NULL);
	return 0;
}

int cw_guard_extension_grant(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	const bool alone = f->single_officer && f->role == CW_ROLE_HEAD && f->has_reason;

	if (cw_guard_extension_refuse(c, f, err))
		return -1;
	if (f->actor == c->extension_asked_by && !alone)
		return cw_fail_law(err, CW_MSG_LAW_EXTENSION_OWN, "R-CLOCK-2", "条例33", NULL);
	return extension_open(c, f, err);
}

/* ---- Legal review (R-ASK-5). */

int cw_guard_reason(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	(void)c;
	return needs_reason(f, NULL, NULL, err);
}

int cw_guard_legal_answer(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	(void)f;
	if (!c->legal_open)
		return cw_fail_law(err, CW_MSG_LAW_NO_REVIEW_OPEN, "R-ASK-5", NULL, NULL);
	return 0;
}

/* From one working day before the due day on, "due day" is reason enough. */
int cw_guard_legal_override(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	const cw_day due = c->clock.due_on;
	bool due_day = false;

	if (!c->hard)
		return cw_fail_law(err, CW_MSG_LAW_NOT_HARD, "R-ASK-5", NULL, NULL);
	if (due != CW_DAY_NONE && !c->clock.paused)
		due_day =
			f->calendar ? f->on >= cw_calendar_sub(f->calendar, due, 1) : f->on >= due;
	return due_day ? 0 : needs_reason(f, "R-ASK-5", NULL, err);
}

/* ---- Fees (part 6), lapse, reinstatement. */

/* One fee for one request; by page only for copies that a decision to disclose gives (R-FEE-2,
 * R-FEE-4). */
static int may_charge(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (c->fee_noticed)
		return cw_fail_law(err, CW_MSG_LAW_FEE_ONCE, "R-FEE-2", "费3", NULL);
	if (cw_guard_in_period(c, f, err))
		return -1;
	if (c->fee_by_page && !c->by_page_ok)
		return cw_fail_law(err, CW_MSG_LAW_FEE_NO_COPIES, "R-FEE-4", "费5", NULL);
	return 0;
}

int cw_guard_fee_draft(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	return may_charge(c, f, err);
}

int cw_guard_fee_notice(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (!c->fee_drafted)
		return cw_fail_law(err, CW_MSG_LAW_NO_FEE_DRAFT, "R-FEE-5", "费6", NULL);
	if (may_charge(c, f, err))
		return -1;
	if (c->fee_free)
		return cw_fail_law(err, CW_MSG_LAW_FEE_NOTHING, "R-FEE-3", "费4", NULL);
	return 0;
}

static int fee_open(const struct cw_case *c, struct cw_err *err)
{
	return c->fee_open ? 0 : cw_fail_law(err, CW_MSG_LAW_NO_FEE_OPEN, "R-FEE-5", "费6", NULL);
}

int cw_guard_fee_cancel(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	return fee_open(c, err) || needs_reason(f, "R-FEE-10", "费6", err) ? -1 : 0;
}

int cw_guard_payment_part(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (fee_open(c, err))
		return -1;
	return f->full ? cw_fail_law(err, CW_MSG_LAW_PAYMENT_COMPLETES, "R-FEE-8", "费8", NULL) : 0;
}

int cw_guard_payment_full(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (fee_open(c, err))
		return -1;
	return f->full ? 0
		       : cw_fail_law(err, CW_MSG_LAW_PAYMENT_INCOMPLETE, "R-FEE-8", "费8", NULL);
}

/* By another person than the one who asks for it. */
int cw_guard_refund_approve(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	(void)c;
	return needs_approver(f, "R-FEE-8", "费8", err);
}

/* The period has run out unanswered, and nothing holds the case (R-CLOCK-5, R-FEE-6). */
int cw_guard_lapse_due(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	const bool fee = c->state == CW_STATE_AWAITING_PAYMENT;

	(void)f;
	if (not_stopped(c, err))
		return -1;
	return c->lapse_due ? 0
			    : cw_fail_law(err, CW_MSG_LAW_NOT_LAPSED, fee ? "R-FEE-6" : "R-CLOCK-5",
					  fee ? "费6" : "条例30", NULL);
}

int cw_guard_lapse(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (cw_guard_lapse_due(c, f, err))
		return -1;
	if (c->lapse_letter)
		return cw_fail_law(err, CW_MSG_LAW_LAPSE_LETTER_MADE,
				   c->state == CW_STATE_AWAITING_PAYMENT ? "R-FEE-6" : "R-CLOCK-5",
				   c->state == CW_STATE_AWAITING_PAYMENT ? "费6" : "条例30", NULL);
	/* That no good reason for the silence is known is recorded first. */
	return c->state == CW_STATE_AWAITING_PAYMENT ? 0
						      : needs_reason(f, "R-CLOCK-5", "条例30", err);
}

int cw_guard_lapse_serve(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	const bool fee = c->state == CW_STATE_AWAITING_PAYMENT;

	(void)f;
	if (not_stopped(c, err))
		return -1;
	if (!c->lapse_letter)
		return cw_fail_law(err, CW_MSG_LAW_NO_LAPSE_LETTER, fee ? "R-FEE-6" : "R-CLOCK-5",
				   fee ? "费6" : "条例30", NULL);
	return 0;
}

int cw_guard_reinstate(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (c->ended_as != CW_OUTCOME_NOT_CORRECTED && c->ended_as != CW_OUTCOME_NOT_PAID)
		return cw_fail_law(err, CW_MSG_LAW_NOT_REINSTATABLE, "R-CLOCK-5", "条例30", NULL);
	return needs_reason(f, "R-CLOCK-5", "条例30", err);
}

/* ---- The reply and its chain of approval (R-OUT-10). */

static int not_in_chain(const struct cw_case *c, struct cw_err *err)
{
	if (c->signed_reply)
		return cw_fail_law(err, CW_MSG_LAW_SIGNED, "R-OUT-10", NULL, NULL);
	if (c->submitted)
		return cw_fail_law(err, CW_MSG_LAW_SUBMITTED, "R-OUT-10", NULL, NULL);
	return 0;
}

int cw_guard_draft(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	(void)f;
	return not_in_chain(c, err);
}

static int needs_reply(const struct cw_facts *f, struct cw_err *err)
{
	if (!f->reply)
		return cw_fail_law(err, CW_MSG_LAW_NO_REPLY, "R-OUT-1", "条例36", NULL);
	if (cw_reply_check(f->reply, err))
		return -1;
	/* What a third party holds against it is weighed before anybody signs (条例 32). */
	if (f->reply->objection_unweighed)
		return cw_fail_law(err, CW_MSG_LAW_OBJECTION_NOT_WEIGHED, "R-ASK-1", "条例32",
				   NULL);
	return 0;
}

int cw_guard_submit(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (not_in_chain(c, err))
		return -1;
	if (!c->has_draft)
		return cw_fail_law(err, CW_MSG_LAW_NO_DRAFT, "R-OUT-10", NULL, NULL);
	return needs_reply(f, err);
}

/* A deputy stands where the principal would: neither may have drafted it or hold another step. */
static int free_for_step(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (f->actor == c->drafter)
		return cw_fail_law(err, CW_MSG_LAW_OWN_DRAFT, "R-OUT-10", NULL, NULL);
	if (f->acts_for && f->acts_for == c->drafter)
		return cw_fail_law(err, CW_MSG_LAW_DEPUTY_OF_DRAFTER, "R-OUT-10", NULL, NULL);
	for (unsigned i = 0; i < c->approvals_done && i < CW_CHAIN_STEPS; i++) {
		if (f->actor == c->approvers[i] || f->actor == c->acted_for[i])
			return cw_fail_law(err, CW_MSG_LAW_TWO_STEPS, "R-OUT-10", NULL, NULL);
		if (f->acts_for &&
		    (f->acts_for == c->approvers[i] || f->acts_for == c->acted_for[i]))
			return cw_fail_law(err, CW_MSG_LAW_DEPUTY_TWO_STEPS, "R-OUT-10", NULL,
					   NULL);
	}
	return 0;
}

/* Submitted, not signed, this role's turn, and neither the drafter nor who did a step already. */
static int my_step(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	char ref[CW_MSG_REF];

	if (c->signed_reply)
		return cw_fail_law(err, CW_MSG_LAW_SIGNED, "R-OUT-10", NULL, NULL);
	if (!c->submitted)
		return cw_fail_law(err, CW_MSG_LAW_NOT_SUBMITTED, "R-OUT-10", NULL, NULL);
	if (f->role != c->next_approver)
		return cw_fail_law(err, CW_MSG_LAW_NOT_YOUR_STEP, "R-OUT-10", NULL,
				   cw_msg_ref(cw_role_title(c->next_approver), ref), NULL);
	return free_for_step(c, f, err);
}

/* Whoever has the turn may send it back, with remarks. */
int cw_guard_reply_return(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	return my_step(c, f, err) || needs_reason(f, "R-OUT-10", NULL, err) ? -1 : 0;
}

int cw_guard_approve(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (my_step(c, f, err))
		return -1;
	if (c->approvals_done + 1 >= c->approvals_needed)
		return cw_fail_law(err, CW_MSG_LAW_LAST_STEP, "R-OUT-10", NULL, NULL);
	return 0;
}

int cw_guard_sign(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (my_step(c, f, err))
		return -1;
	if (c->approvals_done + 1 < c->approvals_needed)
		return cw_fail_law(err, CW_MSG_LAW_STEPS_LEFT, "R-OUT-10", NULL, NULL);
	return needs_reply(f, err);
}

/* A reply is never refused for being late (R-CLOCK-12): no day is looked at but the third party's.
 */
int cw_guard_serve(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (not_stopped(c, err))
		return -1;
	if (!c->signed_reply)
		return cw_fail_law(err, CW_MSG_LAW_NOT_SIGNED, "R-OUT-10", NULL, NULL);
	if (needs_reply(f, err))
		return -1;
	if (c->hard && !c->legal_answered && !c->legal_overridden)
		return cw_fail_law(err, CW_MSG_LAW_HARD_CASE, "R-ASK-5", NULL, NULL);
	if (!cw_reply_releases(f->reply))
		return 0;
	if (c->disclosure_held)
		return cw_fail_law(err, CW_MSG_LAW_HELD, "R-ASK-1", "条例32", NULL);
	if (!c->secrecy_passed)
		return cw_fail_law(err, CW_MSG_LAW_NOT_REVIEWED, "R-ASK-4", "条例17", NULL);
	return cw_guard_third_party_heard(f, err);
}

/* ---- Stops, holds, and what follows a reply. */

/* The last day on which a near relative or successor can ask to go on; NONE: not stopped. */
static cw_day succession_until(const struct cw_case *c)
{
	return c->clock.waiting_for == CW_WAITING_STOPPED ? c->clock.waits_until : CW_DAY_NONE;
}

int cw_guard_stop(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	(void)f;
	return not_stopped(c, err);
}

/* The day on which a near relative or successor asks must lie within the period (R-OUT-9). */
int cw_guard_resume(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	const cw_day last = succession_until(c);
	struct day_text t;

	if (!c->stopped)
		return cw_fail_law(err, CW_MSG_LAW_NOT_STOPPED, "R-OUT-9", NULL, NULL);
	if (last != CW_DAY_NONE && f->on > last)
		return cw_fail_law(err, CW_MSG_LAW_SUCCESSION_OVER, "R-OUT-9", NULL,
				   text_of(last, &t), NULL);
	return 0;
}

/* A stopped case waits for those who can ask to go on, unless they have declared not to. */
int cw_guard_terminate(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	const cw_day last = c->stopped ? succession_until(c) : CW_DAY_NONE;
	struct day_text t;

	if (last != CW_DAY_NONE && f->on <= last && !f->renounced)
		return cw_fail_law(err, CW_MSG_LAW_SUCCESSION_RUNS, "R-OUT-9", NULL,
				   text_of(last, &t), NULL);
	return needs_reason(f, "R-OUT-9", NULL, err);
}

/* Only the same filing twice; the later goes into the earlier, whose period runs out first. */
int cw_guard_merge(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	const struct cw_twin *twin = f->twin;
	enum cw_msg why = CW_MSG_NONE;

	(void)c;
	if (twin && !twin->same_agency)
		why = CW_MSG_LAW_TWIN_AGENCY;
	else if (twin && !twin->same_applicant)
		why = CW_MSG_LAW_TWIN_APPLICANT;
	else if (twin && !twin->open)
		why = CW_MSG_LAW_TWIN_NOT_OPEN;
	else if (twin && !twin->earlier)
		why = CW_MSG_LAW_TWIN_LATER;
	if (why != CW_MSG_NONE)
		return cw_fail_law(err, why, "R-OUT-2", "条例36(6)", NULL);
	return needs_reason(f, "R-OUT-2", NULL, err);
}

/* At any time: a notice that was sent keeps the count that is frozen in it (R-FEE-3). */
int cw_guard_split(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	(void)c;
	return needs_reason(f, "R-REQ-8", "费4", err);
}

/* On an order, which is named as the reason; nothing holds what is released already. */
int cw_guard_hold(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (c->disclosure_held)
		return cw_fail_law(err, CW_MSG_LAW_ALREADY_HELD, "R-ASK-1", "条例32", NULL);
	if (c->released)
		return cw_fail_law(err, CW_MSG_LAW_RELEASED, "R-ASK-1", "条例32", NULL);
	return needs_reason(f, "R-ASK-1", "条例32", err);
}

int cw_guard_release(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (!c->disclosure_held)
		return cw_fail_law(err, CW_MSG_LAW_NOT_HELD_BACK, "R-ASK-1", "条例32", NULL);
	return needs_reason(f, "R-ASK-1", "条例32", err);
}

int cw_guard_approver(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	(void)c;
	return needs_approver(f, "R-OUT-7", NULL, err);
}

int cw_guard_approver_reason(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	(void)c;
	return needs_approver(f, "R-KEEP-4", NULL, err) || needs_reason(f, "R-KEEP-4", NULL, err)
		       ? -1
		       : 0;
}

int cw_guard_overdue(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (c->clock.due_on != CW_DAY_NONE && !c->clock.paused && f->today > c->clock.due_on)
		return 0;
	return cw_fail_law(err, CW_MSG_LAW_NOT_OVERDUE, "R-OUT-4", "复议法20", NULL);
}

/* While no reply is served only silence can be challenged (R-OUT-4); what an earlier handling left, and a
 * remedy that is under way, go on meanwhile (R-OUT-7). */
int cw_guard_challengeable(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (c->handling > 1 || c->remedy_open)
		return 0;
	return cw_guard_overdue(c, f, err);
}

/* One's own reply is revoked, never the ending of a case without one (R-OUT-7). */
int cw_guard_revoke(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (!c->served)
		return cw_fail_law(err, CW_MSG_LAW_NO_REPLY_TO_REVOKE, "R-OUT-7", NULL, NULL);
	return needs_reason(f, "R-OUT-7", NULL, err);
}

/* No text forbids filing away what is not settled; it is done knowingly, with a reason on record. */
int cw_guard_close(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	char receipt[CW_MSG_REF], refund[CW_MSG_REF], remedy[CW_MSG_REF];

	if (f->has_reason || !(c->receipt_open || c->refund_open || c->remedy_open))
		return 0;
	return cw_fail_law(err, CW_MSG_LAW_CLOSE_OPEN, "R-KEEP-1", "条例45",
			   c->receipt_open ? cw_msg_ref(CW_MSG_AFTER_OPEN_RECEIPT, receipt) : "",
			   c->refund_open ? cw_msg_ref(CW_MSG_AFTER_OPEN_REFUND, refund) : "",
			   c->remedy_open ? cw_msg_ref(CW_MSG_AFTER_OPEN_REMEDY, remedy) : "", NULL);
}
