/* Guards of stops, ends, holds, and what follows a reply. */
#include "casework/guard_int.h"

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

/* The law has one ground for it: the applicant died or ended, and nobody goes on.  So the case was
 * stopped first, and waits for those who can ask to go on, unless they have declared not to; whoever
 * lives has a right to a reply (条例36). */
int cw_guard_terminate(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	const cw_day last = succession_until(c);
	struct day_text t;

	if (!c->stopped)
		return cw_fail_law(err, CW_MSG_LAW_TERMINATE_UNSTOPPED, "R-OUT-9", "条例36", NULL);
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
	else if (twin && !twin->same_text)
		why = CW_MSG_LAW_TWIN_TEXT;
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
