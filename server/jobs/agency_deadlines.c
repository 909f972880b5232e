#include "server/jobs/agency_deadlines.h"

#include <limits.h>
#include <string.h>

#include "casework/base/log.h"
#include "casework/deadline.h"
#include "casework/hook.h"
#include "db/audit.h"
#include "db/agency_deadline.h"
#include "db/calendar.h"
#include "db/event.h"
#include "server/act/calendars.h"
#include "server/act/system.h"
#include "server/jobs/calendar_job.h"

#define SLICE 50

struct follow {
	struct rq rq;
	uint64_t id;
	int version; /* of rq.calendar */
	bool moved;
};

static struct db_calendar_move moved(const struct db_agency_deadline *l, cw_day before,
				     cw_day after)
{
	return (struct db_calendar_move){ .ref = l->ref,
					  .kind = l->kind,
					  .number = l->number,
					  .before = before,
					  .after = after,
					  .worked_to = after };
}

/* In the list of the load that made the version, too. */
static int list(struct follow *f, struct db_conn *c, const struct db_agency_deadline *l,
		cw_day before, struct cw_err *err)
{
	struct db_calendar_move m = moved(l, before, l->due_on);
	struct db_notice notice;
	bool found;

	if (db_notice_find_version(c, f->rq.arena, f->version, &notice, &found, err))
		return -1;
	m.job = found ? notice.job : 0;
	return m.job ? db_calendar_move_add(c, &m, err) : 0;
}

/* Whose day it is hears of it at once (R-DAY-4); the log of acts keeps both days. */
static int record(struct follow *f, struct db_conn *c, const struct db_agency_deadline *l,
		  cw_day before, struct cw_err *err)
{
	const struct db_told told = { .type = cw_hook_name(CW_HOOK_AGENCY_DEADLINE_MOVED),
				      .deadline = l->kind,
				      .ref = l->ref,
				      .agency = l->agency_id,
				      .until_on = l->due_on };
	struct cw_arena *a = f->rq.arena;
	char from[CW_DAY_TEXT], to[CW_DAY_TEXT];
	const struct db_audit_entry entry = {
		.at = f->rq.now,
		.what = "day_moved",
		.subject = cw_printf(a, "%s %llu", l->kind, (unsigned long long)l->ref),
		.detail = cw_printf(a, "%s -> %s", cw_day_text(before, from),
				    cw_day_text(l->due_on, to)),
		.client = "",
	};

	f->moved = true;
	if (!entry.subject || !entry.detail)
		return cw_fail_memory(err);
	if (list(f, c, l, before, err) || db_outbox_add(c, &told, NULL, f->rq.now, err))
		return -1;
	return db_audit_write(f->rq.app->audit, c, &entry, err);
}

/* A db_tx_fn. */
static int follow_tx(struct db_conn *c, void *arg, struct cw_err *err)
{
	struct follow *f = arg;
	const struct cw_calendar *then;
	struct db_agency_deadline l;
	cw_day before;

	f->moved = false;
	if (db_agency_deadline_lock(c, f->rq.arena, f->id, &l, err))
		return -1;
	if (strcmp(l.status, "open") != 0 || l.calendar >= f->version)
		return 0;
	if (calendars_at(f->rq.app->calendars, c, l.calendar, &then, err))
		return -1;
	before = l.due_on;
	l.due_on = cw_deadline_moved(l.kind, then, f->rq.calendar, f->rq.today, before);
	l.calendar = f->version;
	if (db_agency_deadline_follow(c, &l, cw_calendar_is_provisional(f->rq.calendar, l.due_on),
				      err))
		return -1;
	return l.due_on == before ? 0 : record(f, c, &l, before, err);
}

/* What cannot follow holds up no other. */
static int follow_one(struct task_run *run, struct follow *f, struct cw_err *err)
{
	struct db_audit *audit = run->app->audit;
	int rc;

	db_audit_hold(audit);
	rc = db_tx_run(run->db, follow_tx, f, NULL, err);
	db_audit_release(audit, rc == 0 && f->moved);
	if (rc == 0 || err->code == CW_UNAVAILABLE)
		return rc;
	cw_log(CW_LOG_ERROR, "calendar_not_followed", "deadline=%llu why=%s detail=\"%s\"",
	       (unsigned long long)f->id, cw_msg_name(err->msg), err->detail);
	cw_err_clear(err);
	return 0;
}

/* Where the next slice begins. */
static uint64_t behind(const struct db_agency_deadline *l)
{
	const struct calendar_walk at = { .version = l->calendar, .id = l->id };

	return calendar_walk_position(&at);
}

int agency_deadlines_follow(struct task_run *run, bool *more, struct cw_err *err)
{
	struct db_agency_deadline *rows;
	struct calendar_walk at = calendar_walk_of(*run->position);
	struct follow f = { .moved = false };
	bool told = false;
	size_t n;

	if (act_system(run->app, run->db, run->arena, run->now, "agency_deadlines", &f.rq, err))
		return -1;
	f.version = calendars_version(run->app->calendars, f.rq.calendar);
	if (db_agency_deadline_behind_list(run->db, run->arena, f.version, at.version, at.id, SLICE,
					   &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		f.id = rows[i].id;
		if (follow_one(run, &f, err))
			return -1;
		told = told || f.moved;
	}
	if (told && run->app->committed)
		run->app->committed(run->app->listener);
	*more = n == SLICE;
	*run->position = *more ? behind(&rows[n - 1]) : 0; /* past those that cannot follow, too */
	return 0;
}

int agency_deadlines_moves(struct calendars *cals, struct db_conn *db, struct cw_arena *a,
			   const struct calendar_pair *pair, uint64_t *position,
			   struct db_calendar_move **moves, size_t *n, bool *more,
			   struct cw_err *err)
{
	const struct calendar_walk at = calendar_walk_of(*position);
	struct db_agency_deadline *rows;
	size_t n_rows;

	*n = 0;
	if (db_agency_deadline_behind_list(db, a, INT_MAX, at.version, at.id, SLICE, &rows, &n_rows,
					   err))
		return -1;
	*moves = cw_alloc_n(a, n_rows + 1, sizeof(**moves));
	if (!*moves)
		return cw_fail_memory(err);
	for (size_t i = 0; i < n_rows; i++) {
		const struct cw_calendar *then;
		cw_day day;

		if (calendars_at(cals, db, rows[i].calendar, &then, err))
			return -1;
		day = cw_deadline_moved(rows[i].kind, then, pair->now, pair->today, rows[i].due_on);
		if (day != rows[i].due_on)
			(*moves)[(*n)++] = moved(&rows[i], rows[i].due_on, day);
	}
	*more = n_rows == SLICE;
	*position = n_rows ? behind(&rows[n_rows - 1]) : *position;
	return 0;
}
