/* What guards read of consultations, holds, reasons and secrecy reviews. */
#include <stdlib.h>
#include <string.h>

#include "db/document.h"
#include "db/hold.h"
#include "server/act/facts.h"
#include "server/app.h"

struct cw_consultation act_consultation(const struct db_consultation *s)
{
	return (struct cw_consultation){
		.id = s->id,
		.kind = (enum cw_consultation_kind)cw_consultation_kind_of(s->kind),
		.end = (enum cw_consultation_end)cw_consultation_end_of(s->result),
		.working_days = s->working_days,
		.sent_on = s->asked_on,
		.received_on = s->received_on,
		.weighed = s->weighed,
		.holds = s->holds,
		.noticed = s->decision_id != 0,
		.told_on = s->told_on,
	};
}

void act_about_consultation(struct act *x, const struct cw_consultation *k)
{
	x->c.consultation_open = k->end == CW_END_OPEN;
	x->c.objection_in = k->kind == CW_CONSULTATION_THIRD_PARTY && k->end == CW_END_OBJECTION;
	x->c.objection_weighed = k->weighed;
	x->c.objection_holds = k->holds;
	x->c.disclosure_noticed = k->noticed;
}

/* Of several objections the case shows the first that still wants something done. */
static void about_all(struct act *x, const struct cw_consultation *all, size_t n)
{
	const struct cw_consultation *shown = NULL;
	bool any_open = false;

	for (size_t i = 0; i < n; i++) {
		const struct cw_consultation *k = &all[i];
		const bool objects =
			k->kind == CW_CONSULTATION_THIRD_PARTY && k->end == CW_END_OBJECTION;

		any_open |= k->end == CW_END_OPEN;
		if (objects && (!shown || (shown->noticed && !k->noticed)))
			shown = k;
		if (k->kind != CW_CONSULTATION_DETERMINATION)
			continue;
		x->c.determination_open |= k->end == CW_END_OPEN;
		if (k->end == CW_END_CONSENT || k->end == CW_END_OBJECTION) /* the latest binds */
			x->c.determined_against = k->end == CW_END_OBJECTION;
	}
	if (shown)
		act_about_consultation(x, shown);
	x->c.consultation_open = any_open;
}

int facts_consultations(struct act *x, struct cw_err *err)
{
	struct rq *rq = x->rq;
	struct cw_reply reply = act_reply(x);
	struct cw_consultation *all;

	if (!act_has(x, DB_HAS_CONSULTATION))
		return 0;
	if (db_consultation_list(rq->db, rq->arena, rq->app->keys, x->d.id, &x->consultations,
				 &x->n_consultations, err))
		return -1;
	if (!x->n_consultations)
		return 0;
	all = cw_alloc_n(rq->arena, x->n_consultations, sizeof(*all));
	if (!all)
		return cw_fail_memory(err);
	for (size_t i = 0; i < x->n_consultations; i++)
		all[i] = act_consultation(&x->consultations[i]);
	cw_consultation_facts(all, x->n_consultations, rq->calendar, rq->today, &reply);
	x->hard.third_party_objects |= reply.objected;
	for (size_t i = 0; i < x->n_consultations; i++) {
		const char *ground = x->consultations[i].ground;

		x->hard.public_interest_weighed |= ground && strcmp(ground, "public_interest") == 0;
	}
	reply.parts = NULL;
	reply.n_parts = 0;
	x->about = reply;
	about_all(x, all, x->n_consultations);
	return 0;
}

/* The content is in the applicant's hands: made available under the query code, or received. */
static int load_release(struct act *x, struct cw_err *err)
{
	struct cw_reply reply = act_reply(x);
	struct db_service *services;
	size_t n;

	if (!act_has(x, DB_HAS_SERVICE) || !x->c.served || !cw_reply_releases(&reply))
		return 0;
	if (db_service_list(x->rq->db, x->rq->arena, x->d.id, &services, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (services[i].letter_id == x->reply.letter_id &&
		    strcmp(services[i].result, "voided") != 0 &&
		    (strcmp(services[i].way, "electronic") == 0 ||
		     services[i].received_on != CW_DAY_NONE))
			x->c.released = true;
	return 0;
}

int facts_holds(struct act *x, struct cw_err *err)
{
	struct db_hold *holds = NULL;
	size_t n = 0;

	if (act_has(x, DB_HAS_DISCLOSURE_HOLD) &&
	    db_hold_list(x->rq->db, x->rq->arena, x->d.id, &holds, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		x->c.disclosure_held |= holds[i].released_on == CW_DAY_NONE;
	return load_release(x, err);
}

/* Silence, too, opens `excessive`: from the day after the one that the letter gave (R-CLOCK-6). */
int facts_reasons(struct act *x, struct cw_err *err)
{
	struct db_reasons *r = &x->reasons;

	x->c.reasons_by = CW_DAY_NONE;
	if (!act_has(x, DB_HAS_REASONS_REQUEST))
		return 0;
	if (db_reasons_find(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, x->d.handling, r,
			    &x->has_reasons, err))
		return -1;
	if (!x->has_reasons)
		return 0;
	x->c.reasons_asked = x->about.reasons_asked = true;
	x->c.reasons_by = r->answer_by;
	x->c.reasons_answered = r->answered_on != CW_DAY_NONE;
	x->c.reasons_found = r->found;
	x->c.reasons_hold = r->found && r->holds;
	x->about.reasons_failed =
		r->found ? !r->holds : !x->c.reasons_answered && x->rq->today > r->answer_by;
	return 0;
}

/* ---- Secrecy review (R-ASK-4). */

/* Whether PARTS, numbers from 1 with commas, name every part of the reply that releases content. */
static bool names_all(const char *parts, const struct cw_reply *reply)
{
	for (size_t i = 0; i < reply->n_parts; i++) {
		bool named = false;

		if (!cw_outcome(reply->parts[i].outcome)->releases)
			continue;
		for (const char *p = parts; p && *p; p += *p == ',') {
			char *end;

			named |= strtoul(p, &end, 10) == i + 1;
			if (end == p)
				return false;
			p = end;
		}
		if (!named)
			return false;
	}
	return true;
}

/* The event after which nothing may have come that is to be released: the last draft, or the last
 * document for release. */
static int last_changed(struct act *x, int *seq, struct cw_err *err)
{
	int added = 0;

	if (db_event_last(x->rq->db, x->rq->arena, x->d.id, "reply_draft", seq, err) ||
	    (act_has(x, DB_HAS_DOCUMENT) &&
	     db_document_release_last(x->rq->db, x->d.id, x->d.handling, &added, err)))
		return -1;
	if (added > *seq)
		*seq = added;
	return 0;
}

/* A pass is of the draft and the documents that were there: what came after it nobody has reviewed.
 */
static int passes(struct act *x, const struct db_secrecy *s, bool *out, struct cw_err *err)
{
	const bool whole = strcmp(s->result, "pass") == 0;
	struct cw_reply reply = act_reply(x);
	int changed;

	*out = false;
	if (!whole && strcmp(s->result, "pass_in_part") != 0)
		return 0;
	if (last_changed(x, &changed, err))
		return -1;
	*out = changed < s->answered_seq && (whole || names_all(s->parts, &reply));
	return 0;
}

/* The latest answer counts: a refusal after a pass takes the pass back. */
int facts_secrecy(struct act *x, struct cw_err *err)
{
	const struct db_secrecy *latest = NULL;
	struct db_secrecy *reviews;
	size_t n;

	if (!act_has(x, DB_HAS_SECRECY_REVIEW))
		return 0;
	if (db_secrecy_list(x->rq->db, x->rq->arena, x->d.id, &reviews, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (reviews[i].handling == x->d.handling && reviews[i].result &&
		    (!latest || reviews[i].answered_seq >= latest->answered_seq))
			latest = &reviews[i];
	return latest ? passes(x, latest, &x->c.secrecy_passed, err) : 0;
}
