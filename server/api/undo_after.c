/*
 * What a rectification takes back of what follows a reply (R-KEEP-4): orders, remedies, what was
 * heard of a service and service again, reasons, orders that hold a disclosure.
 */
#include <string.h>

#include "casework/base/text.h"
#include "db/hold.h"
#include "db/remedy.h"
#include "db/undo.h"
#include "server/api/case_acts.h"
#include "server/api/intake.h"
#include "server/app.h"

static bool says(const struct undo *u, const char *key)
{
	return undo_text(u, key) != NULL;
}

static int between(const struct undo *u, cw_day first, cw_day last, struct cw_err *err)
{
	const cw_day end = last == CW_DAY_NONE ? u->x->rq->today : last;

	return u->right_on < first || u->right_on > end ? undo_not_between(first, end, err) : 0;
}

/* ---- Orders (R-OUT-7): a handling that was never opened, or opened on another day. */

static bool by_court(const struct undo *u)
{
	const char *kind = undo_text(u, "kind");

	return kind && strcmp(kind, "court") == 0;
}

/* The day on which the handling before was done. */
static int done_before(const struct undo *u, cw_day *on, struct cw_err *err)
{
	struct db_handling *rows;
	size_t n;

	*on = CW_DAY_NONE;
	if (db_handling_list(u->x->rq->db, u->x->rq->arena, u->x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (rows[i].no == u->event->handling - 1)
			*on = rows[i].done_on;
	return 0;
}

/* The last day as written counts from the right day (order_in: put_period). */
cw_day undo_order_until(const struct undo *u)
{
	const char *unit = undo_text(u, "period_unit");
	const int n = (int)undo_id(u, "period");

	if (u->right_on == CW_DAY_NONE)
		return CW_DAY_NONE;
	if (unit && strcmp(unit, "days") == 0)
		return u->right_on + n;
	if (unit && strcmp(unit, "months") == 0)
		return cw_day_add_months(u->right_on, n);
	return CW_DAY_NONE;
}

int undo_order_check(const struct undo *u, struct cw_err *err)
{
	const char *ordered = undo_text(u, "ordered_on");
	cw_day first, done;

	if (u->event->handling != u->x->d.handling)
		return undo_stands(CW_ACT_ORDER_IN, err);
	if (u->right_on == CW_DAY_NONE)
		return 0;
	if (done_before(u, &done, err))
		return -1;
	if (!ordered || !cw_day_parse(ordered, strlen(ordered), &first))
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	return between(u, first > done ? first : done, CW_DAY_NONE, err);
}

static int move_order(const struct undo *u, struct cw_err *err)
{
	struct act *x = u->x;

	rq_put_day(u->detail, by_court(u) ? "in_force_on" : "received_on", u->right_on);
	return db_undo_order_day(x->rq->db, x->d.id, x->d.handling, by_court(u), u->right_on, err);
}

static int reopen(struct act *x, struct db_remedy *r, struct cw_err *err)
{
	return r->answered_on == CW_DAY_NONE && !r->result ? remedy_put_deadline(x, r, err) : 0;
}

/* The result that the order was is open again. */
static int undo_decided(const struct undo *u, struct cw_err *err)
{
	struct act *x = u->x;
	struct db_remedy r;

	if (!says(u, "decides"))
		return 0;
	if (db_remedy_get(x->rq->db, x->rq->arena, x->d.id, undo_id(u, "remedy"), &r, err))
		return -1;
	r.result = r.decision_number = NULL;
	r.decided_on = CW_DAY_NONE;
	return reopen(x, &r, err) || db_remedy_save(x->rq->db, &r, err) ? -1 : 0;
}

/* Days as the handling before left them; the mechanism goes back to it. */
int undo_order(const struct undo *u, struct cw_err *err)
{
	struct act *x = u->x;
	struct db_reply earlier;
	bool found;

	if (u->right_on != CW_DAY_NONE)
		return move_order(u, err);
	if (db_reply_find(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, x->d.handling - 1,
			  &earlier, &found, err) ||
	    done_before(u, &x->d.closed_on, err))
		return -1;
	x->d.replied_on =
		found && strcmp(earlier.status, "served") == 0 ? x->d.closed_on : CW_DAY_NONE;
	return undo_decided(u, err) ||
			       db_deadline_end_rest(x->rq->db, x->d.id, x->d.handling, err) ||
			       db_undo_order(x->rq->db, x->d.id, x->d.handling, err)
		       ? -1
		       : 0;
}

/* ---- Remedies (R-OUT-7, R-OUT-8): the remedy, its copy, the agency's answer, the result. */

enum { ADDED, COPY, ANSWER };

static int part_of(const struct undo *u)
{
	return says(u, "kind") ? ADDED : says(u, "answered_on") ? ANSWER : COPY;
}

static int remedy_of(const struct undo *u, struct db_remedy *r, struct cw_err *err)
{
	const struct act *x = u->x;

	return db_remedy_get(x->rq->db, x->rq->arena, x->d.id, undo_id(u, "remedy"), r, err);
}

/* An order came out of it. */
static int check_no_order(const struct undo *u, uint64_t remedy, struct cw_err *err)
{
	struct db_order *rows;
	size_t n;

	if (db_order_list(u->x->rq->db, u->x->rq->arena, u->x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (rows[i].remedy_id == remedy)
			return undo_stands(CW_ACT_ORDER_IN, err);
	return 0;
}

static int check_remedy_moves(const struct undo *u, const struct db_remedy *r, struct cw_err *err)
{
	switch (part_of(u)) {
	case ANSWER:
		return between(u, r->copy_on, CW_DAY_NONE, err);
	case COPY:
		return between(u, r->filed_on, r->answered_on, err);
	default:
		return says(u, "copy_received_on")
			       ? between(u, r->filed_on, r->answered_on, err)
			       : between(u, u->x->d.submitted_on,
					 r->copy_on != CW_DAY_NONE ? r->copy_on : r->decided_on,
					 err);
	}
}

int undo_remedy_check(const struct undo *u, struct cw_err *err)
{
	const int part = part_of(u);
	struct db_remedy r;

	if (remedy_of(u, &r, err))
		return -1;
	if (u->right_on != CW_DAY_NONE)
		return check_remedy_moves(u, &r, err);
	if (part != ANSWER && r.answered_on != CW_DAY_NONE)
		return undo_stands(CW_ACT_REMEDY, err);
	if (part != ADDED)
		return 0;
	if (check_no_order(u, r.id, err))
		return -1;
	if (r.result)
		return undo_stands(CW_ACT_REMEDY_RESULT, err);
	return r.copy_on != CW_DAY_NONE && !says(u, "copy_received_on")
		       ? undo_stands(CW_ACT_REMEDY, err)
		       : 0;
}

/* The copy's day gives that of the answer; what is answered or decided falls due no more. */
static int move_copy(const struct undo *u, struct db_remedy *r, struct cw_err *err)
{
	r->copy_on = u->right_on;
	r->answer_by = remedy_answer_by(u->x, r);
	rq_put_day(u->detail, "copy_received_on", r->copy_on);
	rq_put_day(u->detail, "answer_by", r->answer_by);
	return reopen(u->x, r, err);
}

static int move_remedy(const struct undo *u, struct db_remedy *r, struct cw_err *err)
{
	if (part_of(u) == ANSWER) {
		r->answered_on = u->right_on;
		rq_put_day(u->detail, "answered_on", u->right_on);
		rq_put_bool(u->detail, "in_time", u->right_on <= r->answer_by);
		return 0;
	}
	if (part_of(u) == COPY || says(u, "copy_received_on"))
		return move_copy(u, r, err);
	r->filed_on = u->right_on;
	rq_put_day(u->detail, "filed_on", u->right_on);
	return 0;
}

static int void_remedy(const struct undo *u, struct db_remedy *r, struct cw_err *err)
{
	if (part_of(u) == ANSWER) {
		r->answered_on = CW_DAY_NONE;
		r->answer_number = NULL;
		return reopen(u->x, r, err);
	}
	r->copy_on = r->answer_by = CW_DAY_NONE;
	r->simple = false;
	return remedy_end_deadline(u->x, r, "void", err);
}

int undo_remedy(const struct undo *u, struct cw_err *err)
{
	struct act *x = u->x;
	struct db_remedy r;

	if (remedy_of(u, &r, err))
		return -1;
	if (u->right_on != CW_DAY_NONE) {
		if (move_remedy(u, &r, err))
			return -1;
	} else if (void_remedy(u, &r, err)) {
		return -1;
	} else if (part_of(u) == ADDED) {
		return db_undo_remedy(x->rq->db, x->d.id, r.id, err);
	}
	return db_remedy_save(x->rq->db, &r, err);
}

int undo_remedy_result_check(const struct undo *u, struct cw_err *err)
{
	struct db_remedy r;

	if (remedy_of(u, &r, err))
		return -1;
	return u->right_on != CW_DAY_NONE ? between(u, r.filed_on, CW_DAY_NONE, err)
					  : check_no_order(u, r.id, err);
}

int undo_remedy_result(const struct undo *u, struct cw_err *err)
{
	struct act *x = u->x;
	struct db_remedy r;

	if (remedy_of(u, &r, err))
		return -1;
	r.decided_on = u->right_on;
	if (u->right_on != CW_DAY_NONE) {
		rq_put_day(u->detail, "decided_on", u->right_on);
	} else {
		r.result = r.decision_number = NULL;
		if (reopen(x, &r, err))
			return -1;
	}
	return db_remedy_save(x->rq->db, &r, err);
}

/* ---- Services (R-CLOCK-9): what was heard of one, a service again, that of a notice. */

/* The one that the event names, or that it is the record of. */
static int service_of(const struct undo *u, struct db_service *s, uint64_t *again,
		      struct cw_err *err)
{
	const uint64_t id = undo_id(u, "service");
	struct db_service *rows;
	bool found = false;
	size_t n;

	*again = 0;
	if (db_service_list(u->x->rq->db, u->x->rq->arena, u->x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (id ? rows[i].id == id : rows[i].seq == u->event->seq) {
			*s = rows[i];
			found = true;
		}
	for (size_t i = 0; found && i < n; i++)
		if (rows[i].again_of == s->id && strcmp(rows[i].result, "voided") != 0)
			*again = rows[i].id;
	if (!found || strcmp(s->result, "voided") == 0)
		return cw_fail_law(err, CW_MSG_RECTIFY_NO_WAY, "R-KEEP-4", "条例45", NULL);
	return 0;
}

/* Another day: between its sending and what was heard of it. */
static int check_service_day(const struct undo *u, const struct db_service *s, struct cw_err *err)
{
	struct db_letter letter;
	cw_day first, last;

	if (says(u, "service"))
		return between(u, s->sent_on, CW_DAY_NONE, err);
	if (db_letter_get(u->x->rq->db, u->x->rq->arena, u->x->rq->app->keys, u->x->d.id,
			  s->letter_id, &letter, err))
		return -1;
	first = s->sent_on == s->served_on ? letter.made_on : s->sent_on;
	last = s->received_on == s->served_on ? CW_DAY_NONE : s->received_on;
	return between(u, first, last, err);
}

int undo_service_check(const struct undo *u, struct cw_err *err)
{
	struct db_service s;
	uint64_t again;

	if (service_of(u, &s, &again, err))
		return -1;
	if (u->right_on != CW_DAY_NONE)
		return check_service_day(u, &s, err);
	if (again)
		return undo_stands(CW_ACT_SERVE_AGAIN, err);
	return !says(u, "service") && s.result_on != CW_DAY_NONE
		       ? undo_stands(CW_ACT_SERVICE_RESULT, err)
		       : 0;
}

static int undo_heard(const struct undo *u, const struct db_service *s, struct cw_err *err)
{
	struct act *x = u->x;

	if (u->right_on != CW_DAY_NONE)
		return db_undo_result_day(x->rq->db, s->id, u->right_on, err);
	return db_undo_result(x->rq->db, s->id, err) ||
			       db_deadline_end(x->rq->db, x->d.id, u->event->handling,
					       "serve_again", s->letter_id, "void", err)
		       ? -1
		       : 0;
}

int undo_service_heard(const struct undo *u, struct cw_err *err)
{
	struct act *x = u->x;
	struct db_service s;
	uint64_t again;

	if (service_of(u, &s, &again, err))
		return -1;
	if (says(u, "service"))
		return undo_heard(u, &s, err);
	if (u->right_on != CW_DAY_NONE) {
		rq_put_day(u->detail, "served_on", u->right_on);
		return db_undo_served_day(x->rq->db, s.id, u->right_on, x->d.seq + 1, err);
	}
	if (db_undo_served(x->rq->db, s.id, err))
		return -1;
	return s.again_of ? db_deadline_put(x->rq->db, x->d.id, u->event->handling, "serve_again",
					    s.letter_id, x->rq->today, err)
			  : 0;
}

/* ---- Reasons (R-CLOCK-6). */

int undo_reasons_check(const struct undo *u, struct cw_err *err)
{
	const struct db_reasons *r = &u->x->reasons;

	if (!u->x->has_reasons || r->handling != u->event->handling)
		return undo_stands(CW_ACT_ORDER_IN, err);
	if (u->right_on != CW_DAY_NONE)
		return between(u, r->asked_on, r->found ? r->found_on : CW_DAY_NONE, err);
	if (r->found)
		return undo_stands(CW_ACT_REASONS_FINDING, err);
	/* Entered before the event said where its words begin, among others: they cannot be told.
	 */
	if (!says(u, "begins") && r->answer && strstr(r->answer, "\n\n"))
		return cw_fail_law(err, CW_MSG_RECTIFY_NO_WAY, "R-KEEP-4", "条例45", NULL);
	return 0;
}

int undo_reasons(const struct undo *u, struct cw_err *err)
{
	const uint64_t begins = undo_id(u, "begins");
	struct act *x = u->x;
	struct db_reasons *r = &x->reasons;
	struct rq *rq = x->rq;

	if (u->right_on != CW_DAY_NONE) {
		if (!begins)
			r->answered_on = u->right_on;
		return db_reasons_save(rq->db, rq->arena, rq->app->keys, r, err);
	}
	if (begins && r->answer && begins < strlen(r->answer)) {
		r->answer = cw_strndup(rq->arena, r->answer, begins);
		return r->answer ? db_reasons_save(rq->db, rq->arena, rq->app->keys, r, err)
				 : cw_fail_memory(err);
	}
	r->answer = NULL;
	r->answered_on = CW_DAY_NONE;
	return db_reasons_save(rq->db, rq->arena, rq->app->keys, r, err) ||
			       db_deadline_end(rq->db, x->d.id, r->handling, "reasons_finding", 0,
					       "void", err) ||
			       db_deadline_put(rq->db, x->d.id, r->handling, "reasons", 0,
					       r->answer_by, err)
		       ? -1
		       : 0;
}

/* ---- Orders that hold a disclosure (R-ASK-1). */

static bool released(const struct undo *u)
{
	return strcmp(u->event->act, cw_act_name(CW_ACT_RELEASE_DISCLOSURE)) == 0;
}

/* The last hold is the event's, or the event is refused. */
static int hold_of(const struct undo *u, struct db_hold *h, struct cw_err *err)
{
	struct db_hold *rows;
	size_t n;

	*h = (struct db_hold){ 0 };
	if (db_hold_list(u->x->rq->db, u->x->rq->arena, u->x->d.id, &rows, &n, err))
		return -1;
	if (n)
		*h = rows[n - 1];
	if (n && released(u) && h->released_on == u->event->happened_on)
		return 0;
	if (n && !released(u) && h->held_on == u->event->happened_on &&
	    (h->released_on == CW_DAY_NONE || u->right_on != CW_DAY_NONE))
		return 0;
	return undo_stands(released(u) || !n ? CW_ACT_HOLD_DISCLOSURE : CW_ACT_RELEASE_DISCLOSURE,
			   err);
}

int undo_hold_check(const struct undo *u, struct cw_err *err)
{
	struct db_hold h;

	if (hold_of(u, &h, err))
		return -1;
	if (u->right_on == CW_DAY_NONE)
		return 0;
	if (released(u))
		return between(u,
			       h.release_ordered_on > h.held_on ? h.release_ordered_on : h.held_on,
			       CW_DAY_NONE, err);
	return between(u, h.ordered_on, h.released_on, err);
}

int undo_hold(const struct undo *u, struct cw_err *err)
{
	struct db_conn *c = u->x->rq->db;
	struct db_hold h;

	if (hold_of(u, &h, err))
		return -1;
	if (released(u))
		return u->right_on == CW_DAY_NONE ? db_undo_release(c, h.id, err)
						  : db_undo_release_day(c, h.id, u->right_on, err);
	return u->right_on == CW_DAY_NONE ? db_undo_hold(c, h.id, err)
					  : db_undo_hold_day(c, h.id, u->right_on, err);
}
