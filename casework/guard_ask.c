/* Guards of what asks others: consultations, secrecy review, reasons, the delayed day. */
#include "casework/guard.h"

/* ---- Consultations (R-ASK-1, R-CLOCK-3). */

int cw_guard_consultation_open(const struct cw_case *c, const struct cw_facts *f,
			       struct cw_err *err)
{
	(void)f;
	if (!c->consultation_open)
		return cw_fail_law(err, CW_MSG_LAW_NO_CONSULTATION_OPEN, "R-CLOCK-3", "条例33",
				   NULL);
	return 0;
}

int cw_guard_objection_weigh(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (!c->objection_in)
		return cw_fail_law(err, CW_MSG_LAW_NO_OBJECTION, "R-ASK-1", "条例32", NULL);
	if (c->disclosure_noticed)
		return cw_fail_law(err, CW_MSG_LAW_DISCLOSURE_NOTICED, "R-ASK-1", "条例32", NULL);
	if (!f->has_reason)
		return cw_fail_law(err, CW_MSG_LAW_NEEDS_REASON, "R-ASK-1", "条例32", NULL);
	return 0;
}

/* With good reason for the objection only the public interest leads past it (条例 32). */
int cw_guard_disclosure_notice(const struct cw_case *c, const struct cw_facts *f,
			       struct cw_err *err)
{
	if (!c->objection_in)
		return cw_fail_law(err, CW_MSG_LAW_NO_OBJECTION, "R-ASK-1", "条例32", NULL);
	if (!c->objection_weighed)
		return cw_fail_law(err, CW_MSG_LAW_OBJECTION_NOT_WEIGHED, "R-ASK-1", "条例32",
				   NULL);
	if (c->disclosure_noticed)
		return cw_fail_law(err, CW_MSG_LAW_DISCLOSURE_NOTICED, "R-ASK-1", "条例32", NULL);
	if (c->objection_holds && !f->public_interest)
		return cw_fail_law(err, CW_MSG_LAW_OBJECTION_HOLDS, "R-ASK-1", "条例32", NULL);
	return 0;
}

int cw_guard_disclosure_told(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	(void)f;
	if (!c->disclosure_noticed)
		return cw_fail_law(err, CW_MSG_LAW_NO_DISCLOSURE_NOTICE, "R-ASK-1", "条例32", NULL);
	return 0;
}

int cw_guard_third_party_heard(const struct cw_facts *f, struct cw_err *err)
{
	const struct cw_reply *r = f->reply;
	char text[CW_DAY_TEXT];
	cw_day last = f->on;

	if (r->opinion_awaited)
		return cw_fail_law(err, CW_MSG_LAW_OPINION_AWAITED, "R-ASK-1", "条例32", NULL);
	if (!r->against_objection)
		return 0;
	if (f->told_before > 0 && f->calendar)
		last = cw_calendar_sub(f->calendar, f->on, f->told_before);
	if (r->told_to_third_party != CW_DAY_NONE && r->told_to_third_party <= last)
		return 0;
	return cw_fail_law(err, CW_MSG_LAW_THIRD_PARTY_NOT_TOLD, "R-ASK-1", "条例32",
			   cw_day_text(last, text), NULL);
}

/* ---- Secrecy review (R-ASK-4): the determination of the department that was asked binds. */

int cw_guard_determination(const struct cw_case *c, struct cw_err *err)
{
	if (c->determination_open)
		return cw_fail_law(err, CW_MSG_LAW_DETERMINATION_OPEN, "R-ASK-4", "条例17", NULL);
	if (c->determined_against)
		return cw_fail_law(err, CW_MSG_LAW_DETERMINED_AGAINST, "R-ASK-4", "条例17", NULL);
	return 0;
}

int cw_guard_secrecy_answer(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	return f->passes ? cw_guard_determination(c, err) : 0;
}

/* ---- Unreasonable volume (R-CLOCK-6). */

int cw_guard_ask_reasons(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (c->reasons_asked)
		return cw_fail_law(err, CW_MSG_LAW_REASONS_ONCE, "R-CLOCK-6", "条例35", NULL);
	return cw_guard_in_period(c, f, err);
}

static int asked(const struct cw_case *c, struct cw_err *err)
{
	if (!c->reasons_asked)
		return cw_fail_law(err, CW_MSG_LAW_REASONS_NOT_ASKED, "R-CLOCK-6", "条例35", NULL);
	return 0;
}

int cw_guard_reasons_in(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	(void)f;
	return asked(c, err);
}

/* Silence can be found when its day has passed; that it were a good reason can not. */
int cw_guard_reasons_finding(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	char text[CW_DAY_TEXT];

	if (asked(c, err))
		return -1;
	if (c->clock.delayed)
		return cw_fail_law(err, CW_MSG_LAW_DELAYED_ONCE, "R-CLOCK-6", "条例35", NULL);
	if (!c->reasons_answered && f->holds)
		return cw_fail_law(err, CW_MSG_LAW_REASONS_NOT_IN, "R-CLOCK-6", "条例35", NULL);
	if (!c->reasons_answered && c->reasons_by != CW_DAY_NONE && f->on <= c->reasons_by)
		return cw_fail_law(err, CW_MSG_LAW_REASONS_DAY_RUNS, "R-CLOCK-6", "条例35",
				   cw_day_text(c->reasons_by, text), NULL);
	if (!f->has_reason)
		return cw_fail_law(err, CW_MSG_LAW_NEEDS_REASON, "R-CLOCK-6", "条例35", NULL);
	return 0;
}

/* Set and told before the due day; a day of the calendar, never extended again (R-CLOCK-6).  That
 * it lies outside a whole extension too is for the clock to say, which knows the excluded days. */
int cw_guard_delayed_day(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	const cw_day due = c->clock.due_on;
	char text[CW_DAY_TEXT];

	if (asked(c, err))
		return -1;
	if (!c->reasons_answered)
		return cw_fail_law(err, CW_MSG_LAW_REASONS_NOT_IN, "R-CLOCK-6", "条例35", NULL);
	if (!c->reasons_found)
		return cw_fail_law(err, CW_MSG_LAW_REASONS_NOT_FOUND, "R-CLOCK-6", "条例35", NULL);
	if (!c->reasons_hold)
		return cw_fail_law(err, CW_MSG_LAW_REASONS_FAILED, "R-CLOCK-6", "条例35", NULL);
	if (c->clock.delayed)
		return cw_fail_law(err, CW_MSG_LAW_DELAYED_ONCE, "R-CLOCK-6", "条例35", NULL);
	if (cw_guard_in_period(c, f, err))
		return -1;
	if (due != CW_DAY_NONE && f->on >= due)
		return cw_fail_law(err, CW_MSG_LAW_DELAYED_TOO_LATE, "R-CLOCK-6", "条例35",
				   cw_day_text(due, text), NULL);
	if (f->until != CW_DAY_NONE && f->until <= due)
		return cw_fail_law(err, CW_MSG_LAW_DELAYED_NOT_LATER, "R-CLOCK-6", "条例35",
				   cw_day_text(due, text), NULL);
	return 0;
}
