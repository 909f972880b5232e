/*
 * Rectification (更正记录, R-KEEP-4): what was recorded wrongly is never changed; an earlier event
 * is voided by its seq, with reason, proof and another person's approval, and put again on its
 * right day where only the day was wrong.
 */
#include <stdio.h>
#include <string.h>

#include "db/undo.h"
#include "server/api/case_acts.h"
#include "server/api/intake.h"
#include "server/api/proposal.h"
#include "server/app.h"

const struct rectify_args rectify_default = { .right_on = CW_DAY_NONE };
const struct rq_field rectify_fields[] = {
	{ "seq", RQ_INT, offsetof(struct rectify_args, seq), .required = true, .min = 1,
	  .max = 1000000 },
	{ "reason", RQ_STRING, offsetof(struct rectify_args, reason), .required = true, .min = 2,
	  .max = 1000 },
	{ "proof", RQ_STRING, offsetof(struct rectify_args, proof), .required = true, .min = 1,
	  .max = 200 },
	{ "right_on", RQ_DAY, offsetof(struct rectify_args, right_on) },
	{ 0 }
};

int api_rectify_ask(struct rq *rq, struct cw_err *err)
{
	return proposal_ask(rq, CW_ACT_RECTIFY, err);
}

/* ---- What is voided, and what would come of it. */

struct plan {
	struct db_event *event;
	const struct undo_row *row;
	enum cw_state from, to; /* of the voided event */
	cw_day until;		/* the day that it gave, counted from its right day */
	struct cw_clock after;	/* with the event voided, and put again */
};

#define HISTORY 2000 /* events of a case that a rectification looks through */

/* The state before and after an event, as its canonical bytes say. */
static int states_of(const struct db_event *e, enum cw_state *from, enum cw_state *to,
		     struct cw_err *err)
{
	struct json_object *body = rq_kept((const char *)e->body), *v;
	int a = -1, b = -1;

	if (!body)
		return cw_fail_memory(err);
	if (json_object_object_get_ex(body, "from", &v) && v)
		a = cw_state_of(json_object_get_string(v));
	if (json_object_object_get_ex(body, "to", &v) && v)
		b = cw_state_of(json_object_get_string(v));
	*from = a < 0 ? CW_STATE_NONE : (enum cw_state)a;
	*to = b < 0 ? CW_STATE_NONE : (enum cw_state)b;
	json_object_put(body);
	return 0;
}

/* What can be there without the handling that an order opened: all the rest is done in it. */
static bool beside_order(const char *act)
{
	static const enum cw_act acts[] = { CW_ACT_PROPOSE,	     CW_ACT_PROPOSAL_REFUSE,
					    CW_ACT_PROPOSAL_TAKE_BACK, CW_ACT_NOTE,
					    CW_ACT_CONTACT,	     CW_ACT_CLARIFICATION,
					    CW_ACT_SEARCH,	     CW_ACT_REASSIGN,
					    CW_ACT_ATTACH,	     CW_ACT_DETACH,
					    CW_ACT_SERVICE_RESULT,   CW_ACT_OVERDUE,
					    CW_ACT_DEADLINE_OVER,    CW_ACT_CALENDAR_CHANGE };

	for (size_t i = 0; i < DB_N(acts); i++)
		if (strcmp(act, cw_act_name(acts[i])) == 0)
			return true;
	return false;
}

/* What is done about a reply stands on its service, a supplement on the answer. */
static bool rests_on(const struct plan *p, const char *act)
{
	static const enum cw_act acts[] = { CW_ACT_REMEDY, CW_ACT_REMEDY_RESULT, CW_ACT_SERVE_AGAIN,
					    CW_ACT_CORRECTION_LETTER };

	if (cw_act_of(p->event->act) == CW_ACT_ORDER_IN)
		return !beside_order(act);
	if (strcmp(p->event->act, cw_act_name(CW_ACT_CORRECTION_ANSWER)) == 0)
		return strcmp(act, cw_act_name(CW_ACT_CORRECTION_SUPPLEMENT)) == 0;
	for (size_t i = 0; i < DB_N(acts) && p->to == CW_STATE_REPLIED; i++)
		if (strcmp(act, cw_act_name(acts[i])) == 0)
			return true;
	return false;
}

/* Events of a kind that can stand side by side: one does not rest on the other.  Of remedies, of what
 * was heard of services and of holds the record knows what rests on it. */
static bool side_by_side(const char *act)
{
	static const enum cw_act acts[] = { CW_ACT_SEARCH,	   CW_ACT_CONTACT,
					    CW_ACT_CLARIFICATION,  CW_ACT_NOTE,
					    CW_ACT_CONTACT_ATTEMPT, CW_ACT_REMEDY,
					    CW_ACT_REMEDY_RESULT,  CW_ACT_SERVICE_RESULT,
					    CW_ACT_HOLD_DISCLOSURE };

	for (size_t i = 0; i < DB_N(acts); i++)
		if (strcmp(act, cw_act_name(acts[i])) == 0)
			return true;
	return false;
}

/* A later act of the case that moved its state, or did the same again, stands on the event; records
 * stand on nothing. */
static int check_later(const struct act *x, struct plan *p, const struct db_event *events, size_t n,
		       struct cw_err *err)
{
	const bool record = side_by_side(p->event->act);
	char ref[CW_MSG_REF];

	for (size_t i = 0; i < n; i++) {
		enum cw_state from, to;

		/* A rectification is undone with what it voided: together they moved nothing. */
		if (events[i].seq <= p->event->seq || act_is_voided(x, events[i].seq) ||
		    strcmp(events[i].act, cw_act_name(CW_ACT_RECTIFY)) == 0)
			continue;
		if (states_of(&events[i], &from, &to, err))
			return -1;
		if ((events[i].handling != p->event->handling &&
		     events[i].handling <= x->d.handling) || /* not what an order opened wrongly */
		    (!record && (from != to || strcmp(events[i].act, p->event->act) == 0 ||
				 rests_on(p, events[i].act))))
			return cw_fail_law(
				err, CW_MSG_RECTIFY_STANDS, "R-KEEP-4", "条例45",
				cw_msg_ref(cw_act_title((enum cw_act)cw_act_of(events[i].act)),
					   ref),
				NULL);
	}
	return 0;
}

/* What the event said, the caller's own. */
static int said_by(const struct db_event *e, struct json_object **said, struct cw_err *err)
{
	struct json_object *body = rq_kept((const char *)e->body), *v;

	*said = NULL;
	if (body && json_object_object_get_ex(body, "detail", &v))
		*said = json_object_get(v);
	else if (body)
		*said = rq_obj();
	json_object_put(body);
	return *said ? 0 : cw_fail_memory(err);
}

static int check_record(struct act *x, struct plan *p, cw_day right_on, struct cw_err *err)
{
	struct undo u = { x, p->event, p->from, NULL, right_on };
	struct json_object *said;
	int rc;

	if (said_by(p->event, &said, err))
		return -1;
	u.detail = said;
	p->until = p->event->until_on;
	if (p->until != CW_DAY_NONE && cw_act_of(p->event->act) == CW_ACT_ORDER_IN)
		p->until = undo_order_until(&u);
	rc = p->row->check ? p->row->check(&u, err) : 0;
	json_object_put(said);
	return rc;
}

/* The clock with what the rectification adds to the history. */
static int compute_after(struct act *x, struct plan *p, cw_day right_on, struct cw_err *err)
{
	struct rq *rq = x->rq;
	size_t n = x->n_clock_events;
	struct cw_clock_event *all = cw_alloc_n(rq->arena, n + 2, sizeof(*all));
	const uint32_t seq = (uint32_t)p->event->seq, next = (uint32_t)x->d.seq + 1;
	size_t m = n;

	p->after = x->c.clock;
	if (!p->event->clock)
		return 0;
	if (!all)
		return cw_fail_memory(err);
	if (n)
		memcpy(all, x->clock_events, n * sizeof(*all));
	for (size_t i = 0; i < n && right_on != CW_DAY_NONE; i++)
		if (all[i].seq == seq) {
			all[m] = all[i];
			all[m].on = right_on;
			all[m].until = p->until;
			all[m++].seq = next;
		}
	all[m++] = (struct cw_clock_event){ .type = CW_CLOCK_VOIDED,
					    .on = rq->today,
					    .seq = next + 1,
					    .target = seq,
					    .until = CW_DAY_NONE,
					    .told = CW_DAY_NONE };
	if (cw_clock_compute(rq->arena, all, m, rq->calendar, &x->settings.clock, rq->today,
			     &p->after, err)) {
		err->n_items = 0; /* places in a list that the caller never sent */
		return -1;
	}
	return 0;
}

static int check_kind(const struct plan *p, const struct rectify_args *in, struct cw_err *err)
{
	const bool move = in->right_on != CW_DAY_NONE;

	if (strcmp(p->event->act, cw_act_name(CW_ACT_FILE)) == 0)
		return cw_fail_law(err, CW_MSG_RECTIFY_ONLINE, "R-RCPT-4", "条例31", NULL);
	if (!p->row)
		return cw_fail_law(err, CW_MSG_RECTIFY_NO_WAY, "R-KEEP-4", "条例45", NULL);
	if (move && !p->row->moves)
		return cw_fail_law(err, CW_MSG_RECTIFY_NO_DAY, "R-KEEP-4", "条例45", NULL);
	if (!move && !p->row->voids)
		return cw_fail_law(err, CW_MSG_RECTIFY_DAY_ONLY, "R-KEEP-4", "条例45", NULL);
	if (move && in->right_on == p->event->happened_on)
		return cw_fail_item(err, "/right_on", CW_MSG_RECTIFY_SAME_DAY, NULL);
	return 0;
}

/* Nothing of a case happened before it reached the agency; the arrival itself moves freely. */
static int check_first(struct act *x, const struct plan *p, const struct rectify_args *in,
		       struct cw_err *err)
{
	const cw_day first = x->d.received_on != CW_DAY_NONE ? x->d.received_on : x->d.submitted_on;
	char low[CW_DAY_TEXT], high[CW_DAY_TEXT];
	const bool receipt = p->event->clock && strcmp(p->event->clock, "received") == 0;

	if (in->right_on == CW_DAY_NONE || in->right_on >= first || receipt ||
	    cw_act_of(p->event->act) == CW_ACT_TAKE_IN)
		return 0;
	return cw_fail_item(err, "/right_on", CW_MSG_DAY_NOT_BETWEEN, cw_day_text(first, low),
			    cw_day_text(x->rq->today, high), NULL);
}

static int plan(struct act *x, const struct rectify_args *in, struct plan *p, struct cw_err *err)
{
	struct rq *rq = x->rq;
	struct db_event *events;
	size_t n, i = 0;

	if (db_event_list(rq->db, rq->arena, x->d.id, 0, HISTORY, &events, &n, err))
		return -1;
	while (i < n && events[i].seq != in->seq)
		i++;
	if (i == n)
		return cw_fail_item(err, "/seq", CW_MSG_RECTIFY_NO_EVENT, NULL);
	p->event = &events[i];
	p->row = undo_find(cw_act_of(p->event->act));
	if (states_of(p->event, &p->from, &p->to, err))
		return -1;
	if (act_is_voided(x, in->seq))
		return cw_fail_law(err, CW_MSG_RECTIFY_TWICE, "R-KEEP-4", "条例45", NULL);
	if (check_kind(p, in, err) || check_first(x, p, in, err))
		return -1;
	/* What only moves to its right day keeps its place; the clock says whether the day fits. */
	if (in->right_on == CW_DAY_NONE && check_later(x, p, events, n, err))
		return -1;
	return check_record(x, p, in->right_on, err) || compute_after(x, p, in->right_on, err) ? -1
											       : 0;
}

int rectify_prepare(struct act *x, const void *arg, struct cw_err *err)
{
	const struct rectify_args *in = arg;
	struct plan p;

	if (in->right_on != CW_DAY_NONE && in->right_on > x->rq->today)
		return cw_fail_item(err, "/right_on", CW_MSG_DAY_AFTER_TODAY, NULL);
	x->facts.has_reason = true;
	if (act_decide(x, CW_ACT_RECTIFY, err)) /* the state's word before the record's */
		return -1;
	return plan(x, in, &p, err);
}

/* ---- Doing it. */

/* The event once more, on its right day, with what DETAIL (taken) says now; the clock looks at both
 * only after the voiding. */
static int put_again(struct act *x, const struct plan *p, cw_day right_on,
		     struct json_object *detail, struct cw_err *err)
{
	const struct cw_facts facts = x->facts;
	const struct cw_change change = x->change;
	const struct cw_clock_event none = x->clock_event;
	const struct db_event *e = p->event;
	int rc;

	rq_put_int(detail, "instead_of", e->seq);
	x->act = (enum cw_act)cw_act_of(e->act);
	x->change.from = p->from;
	x->change.to = p->to;
	x->change.clock_type = e->clock ? cw_clock_type_of(e->clock, strlen(e->clock)) : -1;
	x->clock_event = (struct cw_clock_event){ .id = e->clock_ref,
						  .until = p->until,
						  .told = e->told_on,
						  .working_days = e->working_days };
	x->facts.on = right_on;
	rc = act_record(x, detail, err);
	x->act = CW_ACT_RECTIFY;
	x->facts = facts;
	x->change = change;
	x->clock_event = none;
	return rc;
}

/* The record first: it may put right what the event in the place says. */
static int take_back(struct act *x, const struct plan *p, cw_day right_on, struct cw_err *err)
{
	struct undo u = { x, p->event, p->from, NULL, right_on };
	struct json_object *said;

	if (said_by(p->event, &said, err))
		return -1;
	u.detail = said;
	if (p->row->fn && p->row->fn(&u, err)) {
		json_object_put(said);
		return -1;
	}
	if (right_on != CW_DAY_NONE)
		return put_again(x, p, right_on, said, err);
	json_object_put(said);
	return 0;
}

static struct json_object *detail_of(const struct act *x, const struct plan *p,
				     const struct rectify_args *in)
{
	struct json_object *o = rq_obj();

	rq_put_int(o, "voids", p->event->seq);
	rq_put_str(o, "act", p->event->act);
	rq_put_day(o, "recorded_as", p->event->happened_on);
	rq_put_day(o, "right_on", in->right_on);
	rq_put_str(o, "reason", in->reason);
	rq_put_str(o, "proof", in->proof);
	if (p->after.due_on != x->c.clock.due_on) {
		rq_put_day(o, "due_before", x->c.clock.due_on);
		rq_put_day(o, "due_after", p->after.due_on);
	}
	return o;
}

/* A letter to the applicant told the day that has moved. */
static int was_told(struct act *x, bool *told, struct cw_err *err)
{
	struct db_letter *letters;
	size_t n;

	*told = false;
	if (db_letter_list(x->rq->db, x->rq->arena, x->d.id, &letters, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		*told |= letters[i].for_applicant && letters[i].handling == x->d.handling &&
			 (strcmp(letters[i].kind, "receipt") == 0 ||
			  strcmp(letters[i].kind, "extension_notice") == 0 ||
			  strcmp(letters[i].kind, "delay_notice") == 0 ||
			  strcmp(letters[i].kind, "due_day_correction") == 0);
	return 0;
}

static int tell(struct act *x, cw_day before, const char *reason, struct cw_err *err)
{
	struct cw_letter_due due = { .before = before,
				     .after = x->c.clock.due_on,
				     .provisional = x->c.clock.provisional,
				     .reason = reason };
	struct cw_letter_facts facts;
	struct db_letter letter;
	bool told;

	if (before == CW_DAY_NONE || due.after == CW_DAY_NONE || before == due.after)
		return 0;
	if (was_told(x, &told, err))
		return -1;
	if (!told)
		return 0;
	if (act_letter_facts(x, &facts, err))
		return -1;
	facts.due = &due;
	facts.signed_by = x->rq->who.name;
	return act_letter(x, CW_LETTER_DUE_DAY_CORRECTION, &facts, x->rq->who.user, true, &letter,
			  err);
}

/* The handling that no order opened is none: the one before is the case's again.  Nothing was told in
 * it, or something stood on the order. */
static int step_back(struct act *x, struct cw_err *err)
{
	if (db_undo_periods(x->rq->db, x->d.id, x->d.handling, 0, err))
		return -1;
	x->d.handling = x->c.handling = x->c.clock.handling;
	return db_docket_save(x->rq->db, &x->d, false, err);
}

int rectify_run(struct act *x, const void *arg, struct cw_err *err)
{
	const struct rectify_args *in = arg;
	const cw_day before = x->c.clock.due_on;
	struct plan p;

	if (plan(x, in, &p, err) || take_back(x, &p, in->right_on, err))
		return -1;
	if (in->right_on == CW_DAY_NONE && p.from != p.to)
		x->change.to = p.from;
	x->clock_event.target = (uint32_t)p.event->seq;
	if (act_finish(x, detail_of(x, &p, in), err))
		return -1;
	if (x->c.clock.handling < x->d.handling)
		return step_back(x, err);
	if (db_undo_periods(x->rq->db, x->d.id, x->d.handling, x->c.clock.period, err))
		return -1;
	return tell(x, before, in->reason, err);
}
