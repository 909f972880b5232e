#include "server/act/follow.h"

#include <string.h>

#include "db/calendar.h"
#include "server/act/calendar_moves.h"
#include "server/act/calendars.h"
#include "server/app.h"

/* ---- Which calendars. */

static bool is_open(enum cw_state state)
{
	return state != CW_STATE_REPLIED && state != CW_STATE_ENDED && state != CW_STATE_CLOSED;
}

/* Whether ACT takes the case back among the open ones. */
static bool opens_again(const struct act *x, enum cw_act act)
{
	const int state = cw_state_of(x->d.state);
	size_t n;
	const struct cw_move *moves = cw_moves(&n);

	for (size_t i = 0; i < n; i++)
		if (moves[i].act == act && state >= 0 && (moves[i].from & 1u << state) &&
		    moves[i].to != CW_STATE_NONE && is_open(moves[i].to))
			return true;
	return false;
}

int act_follow_none(struct act *x, struct cw_err *err)
{
	struct rq *rq = x->rq;

	x->calendar = rq->calendar;
	if (calendars_version(rq->app->calendars, rq->calendar) == x->d.calendar)
		return 0;
	return calendars_at(rq->app->calendars, rq->db, x->d.calendar, &x->calendar, err);
}

/* ---- Following. */

struct follow {
	int version; /* to which */
	bool clock;  /* the clock follows; else the other deadlines alone */
	uint64_t job;
	struct cw_calendar_change change;
	struct db_calendar_move reply, *moves;
	bool reply_moves;
	size_t n;
};

static int reckon(struct act *x, struct follow *f, struct cw_err *err)
{
	struct rq *rq = x->rq;
	const struct cw_calendar *then;

	if (calendars_at(rq->app->calendars, rq->db, x->d.deadline_calendar, &then, err) ||
	    calendar_moves_deadlines(rq->db, rq->arena, x->d.id, then, rq->calendar, rq->today,
				     &f->moves, &f->n, err))
		return -1;
	f->change.has_event = f->n > 0;
	f->reply_moves = false;
	if (!f->clock)
		return 0;
	if (cw_calendar_change(rq->arena, x->clock_events, x->n_clock_events, x->calendar,
			       rq->calendar, &x->settings.clock, rq->today, &f->change, err))
		return -1;
	f->reply_moves = calendar_moves_reply(&f->change, x->d.handling, &f->reply);
	return 0;
}

static int list_move(struct act *x, const struct follow *f, struct db_calendar_move m,
		     struct json_object *detail, struct cw_err *err)
{
	struct json_object *o = rq_obj();

	rq_put_str(o, "deadline", m.kind);
	rq_put_id(o, "ref", m.ref);
	rq_put_day(o, "before", m.before);
	rq_put_day(o, "after", m.after);
	rq_put_day(o, "worked_to", m.worked_to);
	rq_push(detail, o);
	m.job = f->job;
	m.case_id = x->d.id;
	return f->job ? db_calendar_move_add(x->rq->db, &m, err) : 0;
}

static int save_moves(struct act *x, const struct follow *f, struct json_object *list,
		      struct cw_err *err)
{
	struct db_conn *c = x->rq->db;

	if (f->reply_moves && list_move(x, f, f->reply, list, err))
		return -1;
	/* Warned at once: it stands first in the queue for this day (R-DAY-4). */
	if (f->reply_moves && f->reply.worked_to < f->reply.before &&
	    db_deadline_put(c, x->d.id, x->d.handling, "moved", (uint64_t)x->d.seq + 1,
			    x->rq->today, err))
		return -1;
	for (size_t i = 0; i < f->n; i++) {
		const struct db_calendar_move *m = &f->moves[i];

		if (list_move(x, f, *m, list, err) || db_calendar_move_record(c, x->d.id, m, err) ||
		    db_deadline_put(c, x->d.id, m->handling, m->kind, m->ref, m->worked_to, err))
			return -1;
	}
	return 0;
}

/* Both days stand in the event, so that the clock can be folded again (R-CLOCK-10). */
static void fill_event(struct act *x, const struct follow *f)
{
	if (f->clock && f->change.has_event) {
		x->clock_event.until = f->change.event.until;
		x->clock_event.told = f->change.event.told;
	} else if (f->clock && x->c.clock.due_on != CW_DAY_NONE) {
		x->clock_event.until = x->clock_event.told = x->c.clock.due_on;
	} else {
		x->clock_event.until = f->moves[0].worked_to;
		x->clock_event.told = f->moves[0].before;
	}
}

static int enter(struct act *x, struct follow *f, struct cw_err *err)
{
	struct json_object *detail = rq_obj(), *list = rq_array();
	struct db_notice notice;
	bool found;

	rq_put(detail, "moves", list);
	if (db_notice_find_version(x->rq->db, x->rq->arena, f->version, &notice, &found, err) ||
	    act_decide(x, CW_ACT_CALENDAR_CHANGE, err))
		goto fail;
	f->job = found ? notice.job : 0;
	rq_put_str(detail, "notice", found ? notice.number : NULL);
	rq_put_int(detail, "calendar_version", f->version);
	fill_event(x, f);
	if (save_moves(x, f, list, err))
		goto fail;
	return act_finish(x, detail, err);
fail:
	json_object_put(detail);
	return -1;
}

/* Nothing moves, but the days are by the new calendar now: no mark "provisional", another last day
 * for a correction notice. */
static int settle(struct act *x, const struct follow *f, struct cw_err *err)
{
	x->act = CW_ACT_CALENDAR_CHANGE;
	x->facts.role = CW_ROLE_SCHEDULER;
	x->change = (struct cw_change){ .from = x->c.state, .to = x->c.state, .clock_type = -1 };
	if (f->clock)
		x->c.clock = f->change.clock;
	return act_save_days(x, err);
}

static int change(struct act *x, struct follow *f, struct cw_err *err)
{
	struct rq *rq = x->rq;
	const struct rq_principal who = rq->who;
	int rc;

	if (reckon(x, f, err))
		return -1;
	if (f->clock) {
		x->calendar = rq->calendar;
		x->d.calendar = f->version;
	}
	x->d.deadline_calendar = f->version;
	/* The system does it, on whoever's occasion. */
	rq->who = (struct rq_principal){ .kind = RQ_SYSTEM };
	rc = f->change.has_event || f->n ? enter(x, f, err) : settle(x, f, err);
	rq->who = who;
	return rc;
}

/* As act_open finds a case: nothing of what was loaded before is left. */
static int load_again(struct act *x, struct cw_err *err)
{
	const struct act old = *x;

	memset(x, 0, sizeof(*x));
	x->rq = old.rq;
	x->d = old.d;
	x->roles = old.roles;
	x->calendar = old.calendar;
	return act_load(x, err);
}

int act_follow(struct act *x, enum cw_act act, struct cw_err *err)
{
	struct rq *rq = x->rq;
	struct calendars *cals = rq->app->calendars;
	int seen = x->d.calendar > x->d.deadline_calendar ? x->d.calendar : x->d.deadline_calendar;
	struct follow f = { .version = calendars_version(cals, rq->calendar) };

	if (f.version < seen) { /* this process has not heard of it yet */
		if (calendars_need(cals, rq->db, seen, &rq->calendar, err))
			return -1;
		f.version = calendars_version(cals, rq->calendar);
	}
	if (act_follow_none(x, err) || act_load(x, err))
		return -1;
	f.clock = x->d.calendar < f.version && (x->d.is_open || opens_again(x, act));
	if (!f.clock && x->d.deadline_calendar == f.version)
		return 0;
	return change(x, &f, err) || load_again(x, err) ? -1 : 0;
}
