/* What guards read of legal review (R-ASK-5): flags, reviews, override, and whether a case is hard.
 */
#include <string.h>

#include "db/legal.h"
#include "db/repeat.h"
#include "server/act/facts.h"

int facts_review(struct act *x, struct cw_err *err)
{
	struct rq *rq = x->rq;
	struct db_hard_flag *flags;
	struct db_override *overrides;
	struct db_legal *reviews;
	size_t n_flags = 0, n_overrides = 0, n_reviews = 0;

	if ((act_has(x, DB_HAS_HARD_FLAG) &&
	     db_hard_flag_list(rq->db, rq->arena, x->d.id, &flags, &n_flags, err)) ||
	    (act_has(x, DB_HAS_LEGAL_OVERRIDE) &&
	     db_legal_override_list(rq->db, rq->arena, x->d.id, &overrides, &n_overrides, err)) ||
	    (act_has(x, DB_HAS_LEGAL_REVIEW) &&
	     db_legal_list(rq->db, rq->arena, x->d.id, &reviews, &n_reviews, err)))
		return -1;
	for (size_t i = 0; i < n_flags; i++)
		if (flags[i].handling == x->d.handling && flags[i].lifted_on == CW_DAY_NONE)
			x->hard.flagged = true;
	for (size_t i = 0; i < n_overrides; i++)
		if (overrides[i].handling == x->d.handling)
			x->c.legal_overridden = true;
	for (size_t i = 0; i < n_reviews; i++) {
		if (reviews[i].handling != x->d.handling) /* an earlier handling's counts no more */
			continue;
		if (strcmp(reviews[i].status, "answered") == 0)
			x->c.legal_answered = true;
		/* An advisor answers only what is put to them. */
		if (strcmp(reviews[i].status, "asked") == 0 &&
		    (reviews[i].advisor_id == rq->who.user ||
		     !(x->roles & CW_ROLE_BIT(CW_ROLE_ADVISOR))))
			x->c.legal_open = true;
	}
	return 0;
}

/* Of several repeats the one that stands worst decides what cw_reply_check asks for. */
static void weigh_repeat(struct act *x, const struct db_repeat *r)
{
	const int outcome = r->outcome ? cw_outcome_of(r->outcome) : -1;
	const bool nothing = outcome == CW_OUTCOME_NOT_HELD || outcome == CW_OUTCOME_NEEDS_MAKING ||
			     outcome == CW_OUTCOME_NOT_OUR_DUTY;

	if (x->about.earlier_outcome < 0 || (nothing && !r->unchanged)) {
		x->about.earlier_outcome = outcome;
		x->about.unchanged_recorded = r->unchanged != NULL;
	}
}

/* Which earlier replies the draft's repeats point to (R-OUT-2). */
int facts_repeats(struct act *x, struct cw_err *err)
{
	struct db_reply *reply = &x->reply;

	if (!x->has_reply)
		return 0;
	if (db_repeat_list(x->rq->db, x->rq->arena, reply->id, &reply->repeats, &reply->n_repeats,
			   err))
		return -1;
	for (size_t i = 0; i < reply->n_parts; i++)
		reply->parts[i].earlier_unnamed = reply->parts[i].outcome == CW_OUTCOME_REPEAT;
	for (size_t i = 0; i < reply->n_repeats; i++) {
		const struct db_repeat *r = &reply->repeats[i];

		if (r->part_no < 1 || (size_t)r->part_no > reply->n_parts)
			continue;
		reply->parts[r->part_no - 1].earlier_unnamed = false;
		weigh_repeat(x, r);
	}
	return 0;
}

static unsigned enabled(const struct settings *s)
{
	const bool on[CW_HARD_MAX] = {
		[CW_HARD_REFUSAL_PLANNED] = s->hard.refusal_planned,
		[CW_HARD_THIRD_PARTY_OBJECTS] = s->hard.third_party_objects,
		[CW_HARD_EXCESSIVE_VOLUME] = s->hard.excessive_volume,
		[CW_HARD_OPEN_OR_LOST_REMEDY] = s->hard.open_or_lost_remedy,
		[CW_HARD_REPEAT_REFUSED] = s->hard.repeat_refused,
		[CW_HARD_ORDERED_RE_REPLY] = s->hard.ordered_re_reply,
		[CW_HARD_FLAGGED] = s->hard.flagged,
	};
	unsigned bits = 0;

	for (int rule = 0; rule < CW_HARD_MAX; rule++)
		if (on[rule])
			bits |= CW_HARD_BIT(rule);
	return bits;
}

void facts_hard(struct act *x)
{
	struct cw_reply reply = act_reply(x);

	x->hard.reply = x->has_reply ? &reply : NULL;
	x->hard.delayed = x->c.clock.delayed;
	x->hard.ordered = x->d.handling > 1;
	x->hard.third_party_objects |= x->about.against_objection;
	x->hard_rules = cw_hard_rules(&x->hard, enabled(&x->settings));
	x->c.hard = x->hard_rules != 0;
	x->hard.reply = NULL; /* it was this function's */
}
