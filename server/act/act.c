/* Deciding and saving an act: act_decide, act_finish, act_begin. */
#include "server/act/act.h"

#include <string.h>

#include "db/legal.h"
#include "db/share.h"
#include "db/task.h"
#include "server/act/calendars.h"
#include "server/act/facts.h"
#include "server/act/follow.h"
#include "server/app.h"

/* ---- Deciding. */

/* The roles in which the caller may do ACT from here come first, in the order of enum cw_role. */
static int try_roles(struct act *x, enum cw_act act, unsigned roles, struct cw_err *err)
{
	struct cw_err first;
	bool refused = false;

	for (int role = 0; role < CW_ROLE_MAX; role++) {
		if (!(roles & CW_ROLE_BIT(role)))
			continue;
		x->facts.role = (enum cw_role)role;
		x->facts.acts_for = x->roles & CW_ROLE_BIT(role) ? 0 : x->acts_for[role];
		cw_err_clear(err);
		if (cw_step(&x->c, act, &x->facts, &x->change, err) == 0)
			return 0;
		/* "Not you" is the weakest answer: another role may hear why not. */
		if (!refused || (first.code == CW_FORBIDDEN && err->code != CW_FORBIDDEN))
			first = *err;
		refused = true;
	}
	if (!refused)
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_FORBIDDEN, NULL);
	*err = first;
	return -1;
}

int act_decide(struct act *x, enum cw_act act, struct cw_err *err)
{
	unsigned roles = act_roles_for(x, act);

	x->act = act;
	if (x->rq->who.kind == RQ_SYSTEM)
		roles = CW_ROLE_BIT(CW_ROLE_SCHEDULER);
	if (try_roles(x, act, roles, err)) {
		act_explain_refusal(x);
		return -1;
	}
	return 0;
}

static void put_refusal(struct act *x, struct json_object *row, const struct cw_err *err)
{
	const char *args[CW_MSG_ARGS] = { err->args[0], err->args[1], err->args[2] };

	rq_put_msg(x->rq->arena, row, "reason", err->msg, args, x->rq->lang);
	rq_put_str(row, "rule", err->rule);
	rq_put_str(row, "article", err->article);
}

struct json_object *act_allowed_json(struct act *x)
{
	struct json_object *list = rq_array();
	struct cw_facts facts = x->facts;
	size_t n;
	const struct cw_move *moves = cw_moves(&n);
	struct cw_reply reply = act_reply(x);

	/* What the act would bring is taken as given: an approver, a reason, a fitting day. */
	x->facts.reply = x->has_reply ? &reply : NULL;
	x->facts.has_reason = true;
	x->facts.has_approver = true;
	x->facts.full = true;
	x->facts.public_interest = true;
	for (int act = CW_ACT_TAKE_IN + 1; act < CW_ACT_MAX; act++) {
		struct json_object *row;
		struct cw_err err;
		enum cw_msg title = CW_MSG_NONE;
		unsigned who = 0, roles = act_roles_for(x, (enum cw_act)act);
		int result;

		for (size_t i = 0; i < n; i++)
			if ((int)moves[i].act == act) {
				who |= moves[i].who;
				title = moves[i].title;
			}
		if (!(who & roles)) /* nothing that this person ever does */
			continue;
		cw_err_clear(&err);
		x->facts.working_days = act == CW_ACT_EXTENSION_ASK || act == CW_ACT_EXTENSION_GRANT ? 20 : 0;
		result = try_roles(x, (enum cw_act)act, roles & who, &err);
		row = rq_obj();
		rq_put_str(row, "act", cw_act_name((enum cw_act)act));
		rq_put_msg(x->rq->arena, row, "title", title, NULL, x->rq->lang);
		rq_put_bool(row, "allowed", result == 0);
		if (result)
			put_refusal(x, row, &err);
		rq_push(list, row);
	}
	x->facts = facts;
	return list;
}

void act_explain_refusal(struct act *x)
{
	struct json_object *extra = rq_obj(), *names = rq_array();
	struct json_object *all = act_allowed_json(x);

	for (size_t i = 0; i < json_object_array_length(all); i++) {
		struct json_object *row = json_object_array_get_idx(all, i), *v;

		if (json_object_object_get_ex(row, "allowed", &v) && json_object_get_boolean(v) &&
		    json_object_object_get_ex(row, "act", &v))
			rq_push(names, json_object_get(v));
	}
	json_object_put(all);
	rq_put_str(extra, "number", x->d.number); /* which, where an act concerns several cases */
	rq_put_str(extra, "state", x->d.state);
	rq_put(extra, "allowed_acts", names);
	json_object_put(x->rq->problem_extra);
	x->rq->problem_extra = extra;
}

/* ---- Saving. */

/* The canonical bytes of an event: all that its row says, so that the hash covers it. */
static int event_body(struct act *x, struct db_event *e, struct json_object *detail,
		      struct cw_err *err)
{
	struct json_object *o = rq_obj();

	rq_put_str(o, "act", e->act);
	rq_put_int(o, "handling", e->handling);
	rq_put_day(o, "happened_on", e->happened_on);
	rq_put_time(o, "recorded_at", e->recorded_at);
	if (e->happened_on != x->rq->today) /* entered late (R-KEEP-3) */
		rq_put_day(o, "entered_on", x->rq->today);
	rq_put_str(o, "actor_role", e->actor_role);
	rq_put_id(o, "actor_id", e->actor_id);
	rq_put_str(o, "from", x->change.from == CW_STATE_NONE ? NULL : cw_state_name(x->change.from));
	rq_put_str(o, "to", cw_state_name(x->change.to));
	if (e->clock) {
		rq_put_str(o, "clock", e->clock);
		rq_put_id(o, "clock_ref", e->clock_ref);
		rq_put_day(o, "until_on", e->until_on);
		rq_put_day(o, "told_on", e->told_on);
		rq_put_int(o, "working_days", e->working_days);
		rq_put_int(o, "target_seq", e->target_seq);
	}
	if (x->facts.approver)
		rq_put_id(o, "approver_id", x->facts.approver);
	if (x->facts.outage)
		rq_put_str(o, "outage_scan", rq_header(x->rq, ACT_OUTAGE_SCAN));
	if (x->facts.acts_for)
		rq_put_id(o, "acts_for_id", x->facts.acts_for);
	rq_put(o, "detail", detail ? detail : rq_obj());
	e->body = (unsigned char *)rq_json_text(x->rq->arena, o, &e->body_len);
	json_object_put(o);
	return e->body ? 0 : cw_fail_memory(err);
}

int act_record(struct act *x, struct json_object *detail, struct cw_err *err)
{
	const struct cw_clock_event *k = &x->clock_event;
	struct db_event e = {
		.handling = x->d.handling,
		.act = cw_act_name(x->act),
		.actor_role = cw_role_name(x->facts.role),
		.request_id = x->rq->id,
		.actor_id = x->facts.actor,
		.happened_on = x->facts.on,
		.recorded_at = x->rq->now,
		.clock = x->change.clock_type < 0
				 ? NULL
				 : cw_clock_type_name((enum cw_clock_type)x->change.clock_type),
		.clock_ref = k->id,
		.until_on = k->until,
		.told_on = k->told,
		.working_days = k->working_days,
		.target_seq = (int)k->target,
	};

	return event_body(x, &e, detail, err) || db_event_add(x->rq->db, &x->d, &e, err) ? -1 : 0;
}

static bool is_open(enum cw_state state)
{
	return state != CW_STATE_REPLIED && state != CW_STATE_ENDED && state != CW_STATE_CLOSED;
}

/* State is assigned here and nowhere else. */
static void enter_state(struct act *x)
{
	x->d.state = cw_state_name(x->change.to);
	x->c.state = x->change.to;
	x->d.is_open = is_open(x->change.to);
	if (x->change.new_handling)
		x->d.replied_on = CW_DAY_NONE;
	if (x->d.is_open)
		x->d.closed_on = CW_DAY_NONE;
	else if (x->d.closed_on == CW_DAY_NONE)
		x->d.closed_on = x->facts.on;
	if (x->change.to == CW_STATE_REGISTERED && x->change.from == CW_STATE_RECEIVED)
		x->d.registered_on = x->facts.on;
	/* A rectification that leads back to a reply has restored its day (R-KEEP-4). */
	if (x->change.to == CW_STATE_REPLIED && x->change.from != CW_STATE_REPLIED &&
	    x->act != CW_ACT_RECTIFY)
		x->d.replied_on = x->facts.on;
}

/* The stored due day and period rows follow the clock; they are its cache (R-CLOCK-10). */
static int save_clock(struct act *x, struct cw_err *err)
{
	struct rq *rq = x->rq;
	struct cw_clock *k = &x->c.clock;

	if (x->change.clock_type >= 0) {
		if (db_clock_list(rq->db, rq->arena, x->d.id, &x->clock_events, &x->n_clock_events,
				  &x->voided, &x->n_voided, err) ||
		    cw_clock_compute(rq->arena, x->clock_events, x->n_clock_events, x->calendar,
				     &x->settings.clock, rq->today, k, err))
			return -1;
	}
	x->d.due_on = k->due_on;
	x->d.due_provisional = k->provisional;
	/* What was asked for in a period that is over is moot (R-CLOCK-11). */
	if (x->change.new_period &&
	    db_deadline_end(rq->db, x->d.id, x->d.handling, "extension", 0, "void", err))
		return -1;
	if (k->period > 0 && k->period_start != CW_DAY_NONE &&
	    db_period_put(rq->db, x->d.id, x->d.handling, k->period, k->period_start, x->d.seq, err))
		return -1;
	return 0;
}

/* What is left open when no reply is owed any more is void: reviews, consultations, tasks. */
static int void_rest(struct act *x, struct cw_err *err)
{
	struct db_conn *c = x->rq->db;

	if (!is_open(x->change.from) || x->d.is_open)
		return 0;
	return facts_fee_ends(x, err) ||
			       db_deadline_end_rest(c, x->d.id, x->d.handling, err) ||
			       db_task_end_rest(c, x->d.id, x->facts.on, err) ||
			       db_share_end_kind(c, x->d.id, "task", err) ||
			       db_legal_void_rest(c, x->d.id, x->d.handling, x->facts.on, err) ||
			       db_share_end_kind(c, x->d.id, "legal_review", err)
		       ? -1
		       : 0;
}

/* Records that stop nothing leave the version alone, so that they never make another's act stale
 * (standards.md part 4); what the system notes down without a change of state neither. */
static bool keeps_version(const struct act *x)
{
	static const enum cw_act records[] = { CW_ACT_SEARCH, CW_ACT_CONTACT, CW_ACT_CLARIFICATION,
					       CW_ACT_TASK,   CW_ACT_NOTE,    CW_ACT_ATTACH,
					       CW_ACT_DETACH };

	for (size_t i = 0; i < DB_N(records); i++)
		if (x->act == records[i])
			return true;
	return x->facts.role == CW_ROLE_SCHEDULER && x->change.from == x->change.to;
}

/* Handling 2, 3, ... of the same case: its row is there before its period and deadlines (R-OUT-7). */
static int open_handling(struct act *x, struct cw_err *err)
{
	if (!x->change.new_handling)
		return 0;
	x->d.handling++;
	x->c.handling = x->d.handling;
	return db_handling_add(x->rq->db, x->d.id, x->d.handling, x->d.seq + 1, x->facts.on, err);
}

void act_ends_as(struct act *x, enum cw_outcome outcome, int row)
{
	if (x->d.handling > 1)
		return;
	x->d.main_outcome = cw_outcome_name(outcome);
	x->d.report_row = row;
}

/* The handling keeps the days that docket will lose when the next one opens (R-REP-3). */
static int close_handling(struct act *x, struct cw_err *err)
{
	if (is_open(x->change.from) == x->d.is_open || x->change.from == CW_STATE_NONE ||
	    x->change.new_handling)
		return 0;
	return db_handling_done(x->rq->db, x->d.id, x->d.handling, x->d.due_on, x->d.closed_on, err);
}

static int save_docket(struct act *x, struct cw_err *err)
{
	if (strcmp(x->d.kind, "record_correction") == 0)
		x->d.report_row = 0; /* R-OUT-6 */
	if (db_deadline_next(x->rq->db, x->rq->arena, x->d.id, &x->d.next_on, &x->d.next_kind, err))
		return -1;
	return db_docket_save(x->rq->db, &x->d, !keeps_version(x), err);
}

int act_save_queue(struct act *x, struct cw_err *err)
{
	const cw_day on = x->d.next_on;
	const char *kind = x->d.next_kind;

	if (db_deadline_next(x->rq->db, x->rq->arena, x->d.id, &x->d.next_on, &x->d.next_kind, err))
		return -1;
	if (on == x->d.next_on && kind && strcmp(kind, x->d.next_kind) == 0)
		return 0; /* a row that does not change would look stale */
	return db_docket_save(x->rq->db, &x->d, false, err);
}

int act_save_days(struct act *x, struct cw_err *err)
{
	return save_clock(x, err) || act_clock_deadlines(x, err) || save_docket(x, err) ? -1 : 0;
}

int act_finish(struct act *x, struct json_object *detail, struct cw_err *err)
{
	if (open_handling(x, err)) {
		json_object_put(detail);
		return -1;
	}
	if (act_record(x, detail, err))
		return -1;
	x->has = DB_HAS_ALL;
	enter_state(x);
	return save_clock(x, err) || act_clock_deadlines(x, err) || void_rest(x, err) ||
			       close_handling(x, err) || save_docket(x, err) ||
			       act_tell(x, err)
		       ? -1
		       : 0;
}

int act_begin(struct act *x, struct rq *rq, struct db_docket *d, enum cw_act act, cw_day on,
	      struct json_object *detail, struct cw_err *err)
{
	memset(x, 0, sizeof(*x));
	x->rq = rq;
	x->d = *d;
	x->act = act;
	x->calendar = rq->calendar;
	x->has = DB_HAS_ALL;
	x->d.calendar = calendars_version(rq->app->calendars, rq->calendar);
	x->d.deadline_calendar = x->d.calendar;
	x->c.state = CW_STATE_NONE;
	x->c.channel = (enum cw_channel)cw_channel_of(d->channel);
	x->c.received_on = x->c.arrived_on = CW_DAY_NONE;
	/* Anyone may file; taking in is for the desk. */
	x->roles = act == CW_ACT_FILE ? CW_ROLE_BIT(CW_ROLE_APPLICANT)
				      : act_roles(&rq->who, d->agency_id, d->id);
	x->about = (struct cw_reply){ .earlier_outcome = -1, .told_to_third_party = CW_DAY_NONE };
	x->facts = (struct cw_facts){
		.today = rq->today,
		.now = rq->now,
		.on = on,
		.actor = rq->who.user,
		.until = CW_DAY_NONE,
		.calendar = rq->calendar,
		.settings = &x->settings.clock,
	};
	x->clock_event = (struct cw_clock_event){ .on = on,
						  .until = CW_DAY_NONE,
						  .told = CW_DAY_NONE };
	if (db_agency_get(rq->db, rq->arena, d->agency_id, &x->agency, err) ||
	    settings_load(rq->db, rq->arena, d->agency_id, on, &x->settings, err) ||
	    try_roles(x, act, x->roles, err)) {
		json_object_put(detail);
		return -1;
	}
	if (x->change.to != CW_STATE_PENDING_CONFIRMATION)
		x->d.received_on = on;
	/* The clock of no events: it waits for the confirmation. */
	if (cw_clock_compute(rq->arena, NULL, 0, rq->calendar, &x->settings.clock, rq->today,
			     &x->c.clock, err) ||
	    db_handling_add(rq->db, x->d.id, 1, 1, on, err)) {
		json_object_put(detail);
		return -1;
	}
	return act_finish(x, detail, err);
}
