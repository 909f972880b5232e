#include "server/jobs/agency_deadlines.h"

#include <string.h>

#include "casework/base/log.h"
#include "casework/deadline.h"
#include "casework/hook.h"
#include "db/audit.h"
#include "db/agency_deadline.h"
#include "db/event.h"
#include "server/act/calendars.h"
#include "server/act/system.h"

#define SLICE 50

struct follow {
	struct rq rq;
	uint64_t id;
	int version; /* of rq.calendar */
	bool moved;
};

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
	if (db_outbox_add(c, &told, NULL, f->rq.now, err))
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

int agency_deadlines_follow(struct task_run *run, bool *more, struct cw_err *err)
{
	struct db_agency_deadline *rows;
	struct follow f = { .moved = false };
	bool told = false;
	size_t n;

	if (act_system(run->app, run->db, run->arena, run->now, "agency_deadlines", &f.rq, err))
		return -1;
	f.version = calendars_version(run->app->calendars, f.rq.calendar);
	if (db_agency_deadline_behind_list(run->db, run->arena, f.version, *run->position, SLICE,
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
	*run->position = *more ? rows[n - 1].id : 0; /* past those that cannot follow, too */
	return 0;
}
