/* Guards of the reply: draft, chain of approval, service. */
#include "casework/guard_int.h"

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

static bool drafted_by(const struct cw_case *c, uint64_t user)
{
	for (size_t i = 0; i < c->n_drafters; i++)
		if (c->drafters[i] == user)
			return true;
	return false;
}

/* A deputy stands where the principal would: neither may have drafted it or hold another step. */
static int free_for_step(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err)
{
	if (drafted_by(c, f->actor))
		return cw_fail_law(err, CW_MSG_LAW_OWN_DRAFT, "R-OUT-10", NULL, NULL);
	if (f->acts_for && drafted_by(c, f->acts_for))
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

/* Submitted, not signed, this role's turn, and neither a drafter nor who did a step already. */
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
	if (needs_legal_review(c, err))
		return -1;
	if (!cw_reply_releases(f->reply))
		return 0;
	if (c->disclosure_held)
		return cw_fail_law(err, CW_MSG_LAW_HELD, "R-ASK-1", "条例32", NULL);
	if (!c->secrecy_passed)
		return cw_fail_law(err, CW_MSG_LAW_NOT_REVIEWED, "R-ASK-4", "条例17", NULL);
	if (cw_guard_determination(c, err))
		return -1;
	return cw_guard_third_party_heard(f, err);
}
