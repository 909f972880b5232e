/* Guards of a case until its reply is drafted: receipt, correction, extension, legal review. */
#include "casework/guard_int.h"

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

int cw_guard_on_the_spot(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	char ref[CW_MSG_REF];

	if (not_stopped(c, err) || needs_legal_review(c, err) ||
	    needs_approver(f, "R-CLOCK-1", "条例33", err))
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
		if (row->releases &&
		    (cw_guard_determination(c, err) || cw_guard_third_party_heard(f, err)))
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
	if ((f->actor == c->extension_asked_by || (c->assignee && f->actor == c->assignee)) && !alone)
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
