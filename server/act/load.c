/* Loading a case for an act or a view: rows to what the machine sees. */
#include <string.h>

#include "db/deputy.h"
#include "db/extension.h"
#include "db/share.h"
#include "server/act/copies.h"
#include "server/act/follow.h"
#include "server/act/facts.h"
#include "server/app.h"

#define OFFICE                                                                                     \
	(CW_ROLE_BIT(CW_ROLE_CLERK) | CW_ROLE_BIT(CW_ROLE_CASEWORKER) |                            \
	 CW_ROLE_BIT(CW_ROLE_BUSINESS_HEAD) | CW_ROLE_BIT(CW_ROLE_HEAD) |                          \
	 CW_ROLE_BIT(CW_ROLE_LEADER) | CW_ROLE_BIT(CW_ROLE_FINANCE) |                              \
	 CW_ROLE_BIT(CW_ROLE_SECRECY_REVIEWER))

unsigned act_roles(const struct rq_principal *who, uint64_t agency, uint64_t case_id)
{
	unsigned roles = 0;

	if (who->kind == RQ_APPLICANT && who->case_id == case_id)
		return CW_ROLE_BIT(CW_ROLE_APPLICANT);
	for (size_t i = 0; i < who->n_grants; i++)
		if (who->grants[i].agency == agency)
			roles |= CW_ROLE_BIT(who->grants[i].role);
	return roles;
}

/* Whoever works in the office may hold a step of the chain for another (R-OUT-10). */
static int load_deputy(struct act *x, struct cw_err *err)
{
	struct db_deputy *rows;
	size_t n;

	if (!(x->roles & OFFICE))
		return 0;
	if (db_deputy_of_list(x->rq->db, x->rq->arena, x->rq->who.user, x->d.agency_id, x->rq->today,
			      &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		int role = cw_role_of(rows[i].role);

		if (role < 0 || x->acts_for[role])
			continue;
		x->deputy |= CW_ROLE_BIT(role);
		x->acts_for[role] = rows[i].principal_id;
		x->acts_for_name[role] = rows[i].principal_name;
	}
	return 0;
}

int act_see(struct act *x, struct cw_err *err)
{
	/* Administrators administer; the audit administrator sees the log, not the cases. */
	const unsigned readers = CW_ROLE_BIT(CW_ROLE_APPLICANT) | OFFICE |
				 CW_ROLE_BIT(CW_ROLE_SUPERVISOR);
	const unsigned by_record = CW_ROLE_BIT(CW_ROLE_ADVISOR) | CW_ROLE_BIT(CW_ROLE_UNIT_OFFICER);
	unsigned granted = act_roles(&x->rq->who, x->d.agency_id, x->d.id), put = 0;

	if ((granted & by_record) &&
	    db_share_roles(x->rq->db, x->rq->arena, x->d.id, x->rq->who.user, &put, err))
		return -1;
	x->roles = granted & (readers | (put & by_record));
	return load_deputy(x, err);
}

unsigned act_roles_for(const struct act *x, enum cw_act act)
{
	const bool chain = act == CW_ACT_REPLY_APPROVE || act == CW_ACT_REPLY_RETURN ||
			   act == CW_ACT_REPLY_SIGN;

	return x->roles | (chain ? x->deputy : 0);
}

bool act_is_voided(const struct act *x, int seq)
{
	for (size_t i = 0; i < x->n_voided; i++)
		if (x->voided[i] == seq)
			return true;
	return false;
}

static int load_reply(struct act *x, struct cw_err *err)
{
	if (!act_has(x, DB_HAS_REPLY))
		return 0;
	if (db_reply_find(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, x->d.handling,
			  &x->reply, &x->has_reply, err))
		return -1;
	if (!x->has_reply)
		return 0;
	x->c.has_draft = true;
	x->c.drafters = x->reply.drafters;
	x->c.n_drafters = x->reply.n_drafters;
	x->c.submitted = strcmp(x->reply.status, "submitted") == 0;
	x->c.signed_reply = strcmp(x->reply.status, "signed") == 0;
	x->c.served = strcmp(x->reply.status, "served") == 0;
	if (db_approval_list(x->rq->db, x->rq->arena, x->reply.id, &x->approvals, &x->n_approvals,
			     err))
		return -1;
	for (size_t i = 0; i < x->n_approvals; i++) {
		const struct db_approval *a = &x->approvals[i];

		if (a->round != x->reply.round || !a->approved)
			continue;
		if (x->c.approvals_done < CW_CHAIN_STEPS) {
			x->c.approvers[x->c.approvals_done] = a->user_id;
			x->c.acted_for[x->c.approvals_done] = a->acts_for;
		}
		x->c.approvals_done++;
	}
	return 0;
}

/* The steps in their order; what is done already is counted off from the front (R-OUT-10). */
static void load_chain(struct act *x)
{
	static const enum cw_role order[] = { CW_ROLE_BUSINESS_HEAD, CW_ROLE_HEAD, CW_ROLE_LEADER };
	struct cw_reply reply = act_reply(x);
	unsigned step = 0;

	if (!x->has_reply)
		return;
	x->chain = settings_chain(&x->settings, &reply, x->d.handling > 1);
	for (size_t i = 0; i < DB_N(order); i++) {
		if (!(x->chain & CW_ROLE_BIT(order[i])))
			continue;
		if (step == x->c.approvals_done)
			x->c.next_approver = order[i];
		step++;
	}
	x->c.approvals_needed = step;
}

static int load_extension(struct act *x, struct cw_err *err)
{
	struct db_extension e;

	if (!act_has(x, DB_HAS_EXTENSION))
		return 0;
	if (db_extension_find_open(x->rq->db, x->rq->arena, x->d.id, x->d.handling,
				   x->c.clock.period, &e, &x->c.extension_asked, err))
		return -1;
	if (x->c.extension_asked)
		x->c.extension_asked_by = e.asked_by;
	return 0;
}

static int load_records(struct act *x, struct cw_err *err)
{
	if (!act_has(x, DB_HAS_SEARCH))
		return 0;
	if (db_search_record_list(x->rq->db, x->rq->arena, x->d.id, &x->searches,
				  &x->n_all_searches, err))
		return -1;
	for (size_t i = 0; i < x->n_all_searches; i++) {
		const struct db_search *s = &x->searches[i];
		const bool stands = s->handling == x->d.handling && !act_is_voided(x, s->seq);

		x->n_searches += stands;
		x->about.n_searches += stands && !s->found;
	}
	return 0;
}

struct cw_reply act_reply(const struct act *x)
{
	struct cw_reply reply = x->about;

	reply.parts = x->reply.parts;
	reply.n_parts = x->has_reply ? x->reply.n_parts : 0;
	return reply;
}

int act_reload(struct act *x, struct cw_err *err)
{
	uint64_t id = x->d.id;
	struct rq *rq = x->rq;

	return act_view(x, rq, id, err) || act_copies_due(x, err) ? -1 : 0;
}

/* Each fills what guards read of one kind of record: members of X->c and X->about. */
static int (*const loaders[])(struct act *x, struct cw_err *err) = {
	load_reply, load_records, load_extension,
	facts_intake, facts_work,
	facts_consultations, facts_holds, facts_reasons, facts_secrecy,
	/* review */
	facts_review,
	facts_repeats,
	/* fee */
	facts_correction, facts_fee, facts_lapse,
	/* after */
	facts_after,
};

int act_load(struct act *x, struct cw_err *err)
{
	struct rq *rq = x->rq;
	int state = cw_state_of(x->d.state), channel = cw_channel_of(x->d.channel);
	cw_day receipt = x->d.received_on != CW_DAY_NONE ? x->d.received_on : x->d.submitted_on;

	if (state < 0 || channel < 0)
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	x->c.state = (enum cw_state)state;
	x->c.channel = (enum cw_channel)channel;
	x->c.own_record = strcmp(x->d.kind, "record_correction") == 0;
	x->c.handling = x->d.handling;
	x->c.assignee = x->d.assignee_id;
	x->c.received_on = x->d.received_on;
	x->c.submitted_at = x->d.submitted_at;
	x->c.arrived_on = CW_DAY_NONE;
	x->c.ended_as = CW_OUTCOME_OTHER;
	x->waits_until = CW_DAY_NONE;
	/* A later handling leaves the outcome of the first (R-REP-3); of its lapses facts_lapse reads. */
	if (x->c.state == CW_STATE_ENDED && x->d.handling == 1 && x->d.main_outcome &&
	    cw_outcome_of(x->d.main_outcome) >= 0)
		x->c.ended_as = (enum cw_outcome)cw_outcome_of(x->d.main_outcome);
	x->about = (struct cw_reply){ .earlier_outcome = -1, .told_to_third_party = CW_DAY_NONE };
	if (db_agency_get(rq->db, rq->arena, x->d.agency_id, &x->agency, err) ||
	    settings_load(rq->db, rq->arena, x->d.agency_id, receipt, &x->settings, err) ||
	    db_has_get(rq->db, x->d.id, &x->has, err) ||
	    db_clock_list(rq->db, rq->arena, x->d.id, &x->clock_events, &x->n_clock_events,
			  &x->voided, &x->n_voided, err) ||
	    cw_clock_compute(rq->arena, x->clock_events, x->n_clock_events, x->calendar,
			     &x->settings.clock, rq->today, &x->c.clock, err))
		return -1;
	x->c.stopped = x->c.clock.waiting_for == CW_WAITING_STOPPED;
	for (size_t i = 0; i < DB_N(loaders); i++) /* they may look at the clock */
		if (loaders[i](x, err))
			return -1;
	if (x->c.clock.waits_until == CW_DAY_NONE && !x->c.stopped) {
		x->c.clock.waits_until = x->waits_until;
		x->c.clock.waits_provisional = act_is_provisional(x, x->waits_until);
	}
	load_chain(x);
	facts_hard(x);
	x->facts = (struct cw_facts){
		.today = rq->today,
		.now = rq->now,
		.on = rq->today,
		.actor = rq->who.user,
		.until = CW_DAY_NONE,
		.single_officer = x->settings.single_officer,
		.told_before = x->settings.third_party_told_before,
		.calendar = rq->calendar,
		.settings = &x->settings.clock,
	};
	x->clock_event = (struct cw_clock_event){ .on = CW_DAY_NONE,
						  .until = CW_DAY_NONE,
						  .told = CW_DAY_NONE };
	return 0;
}

/* A case that the caller may not see is as good as none. */
static int see(struct act *x, struct cw_err *err)
{
	if (act_see(x, err))
		return -1;
	return x->roles || x->rq->who.kind == RQ_SYSTEM
		       ? 0
		       : cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
}

int act_view(struct act *x, struct rq *rq, uint64_t id, struct cw_err *err)
{
	memset(x, 0, sizeof(*x));
	x->rq = rq;
	if (db_docket_get(rq->db, rq->arena, id, &x->d, err))
		return -1;
	if (see(x, err) || act_follow_none(x, err) || act_load(x, err))
		return -1;
	rq->seen_case = x->d.number;
	return 0;
}

/* 412 says who changed what in between, so that the caller can merge. */
static int stale(struct act *x, struct cw_err *err)
{
	struct json_object *extra = rq_obj(), *changes = rq_array();
	struct db_event *events;
	size_t n;

	/* The version is at most one a event, so the last events are the changes. */
	uint64_t behind = x->d.version - x->rq->if_match;
	int after = behind < (uint64_t)x->d.seq ? x->d.seq - (int)behind : 0;

	if (x->rq->if_match > x->d.version)
		after = x->d.seq;
	if (db_event_list(x->rq->db, x->rq->arena, x->d.id, after, 20, &events, &n, err)) {
		json_object_put(extra);
		json_object_put(changes);
		return -1;
	}
	for (size_t i = 0; i < n; i++) {
		struct json_object *e = rq_obj();

		rq_put_int(e, "seq", events[i].seq);
		rq_put_str(e, "act", events[i].act);
		rq_put_str(e, "actor_role", events[i].actor_role);
		rq_put_id(e, "actor_id", events[i].actor_id);
		rq_put_time(e, "recorded_at", events[i].recorded_at);
		rq_push(changes, e);
	}
	rq_put_str(extra, "number", x->d.number); /* which, where an act concerns several cases */
	rq_put_int(extra, "version", (int64_t)x->d.version);
	rq_put_str(extra, "state", x->d.state);
	rq_put(extra, "changes", changes);
	json_object_put(x->rq->problem_extra);
	x->rq->problem_extra = extra;
	return cw_fail(err, CW_STALE, CW_MSG_STALE, NULL);
}

/* The roles that may do ACT from some state. */
static unsigned doers(enum cw_act act)
{
	unsigned who = 0;
	size_t n;
	const struct cw_move *moves = cw_moves(&n);

	for (size_t i = 0; i < n; i++)
		if (moves[i].act == act)
			who |= moves[i].who;
	return who;
}

int act_open(struct act *x, struct rq *rq, uint64_t id, enum cw_act act, struct cw_err *err)
{
	cw_day outage_on;

	memset(x, 0, sizeof(*x));
	x->rq = rq;
	if (db_docket_lock(rq->db, rq->arena, id, &x->d, err))
		return -1;
	if (see(x, err) || act_outage(x, &outage_on, err))
		return -1;
	if (rq->who.kind != RQ_SYSTEM && !(act_roles_for(x, act) & doers(act)))
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_FORBIDDEN, NULL);
	if (rq->if_match && rq->if_match != x->d.version)
		return stale(x, err);
	if (act_follow(x, act, err))
		return -1;
	if (outage_on != CW_DAY_NONE) {
		x->facts.outage = true;
		x->facts.on = outage_on;
	}
	return 0;
}

int act_clock(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
	      const struct cw_calendar *cal, const struct settings *settings, cw_day today,
	      struct cw_clock *out, struct cw_err *err)
{
	struct cw_clock_event *events;
	size_t n, n_voided;
	int *voided;

	return db_clock_list(c, a, case_id, &events, &n, &voided, &n_voided, err) ||
			       cw_clock_compute(a, events, n, cal, &settings->clock, today, out,
						err)
		       ? -1
		       : 0;
}
