/*
 * Loading a working-day notice (R-DAY-4), so that it can be broken off and taken up anywhere:
 *
 *	1. count the cases that it concerns; nothing is written, a notice that is there already
 * fails
 *	2. write the notice, which makes the next version of the calendar, and begin the walk, in
 * one transaction
 *	3. let each case follow, one transaction a case.  Where an act came first, the case has
 * followed already (server/act/follow.h): the version on its row makes it once
 *	4. let the deadlines that belong to no case follow
 *
 * An instance that has not heard of the notice goes on with the old calendar for the cases that
 * have not followed, and hears of it from the row of one that has: nobody computes with a calendar
 * that a case has left behind.
 */
#include <limits.h>
#include <stdio.h>

#include "casework/base/log.h"
#include "casework/hook.h"
#include "db/calendar.h"
#include "db/event.h"
#include "server/act/calendars.h"
#include "server/act/json.h"
#include "server/jobs/agency_deadlines.h"
#include "server/jobs/calendar_job.h"

#define FAILED_MAX 100 /* numbers named in the result */

/* ---- 1. Counting. */

static int count(struct job_run *run, bool *counted, struct cw_err *err)
{
	struct calendar_walk at = calendar_walk_of(run->job.position);
	struct db_calendar_case *cases;
	size_t n;

	if (calendar_walk_next(run, &at, INT_MAX, &cases, &n, err))
		return -1;
	run->job.total += n;
	run->job.position = calendar_walk_position(&at);
	*counted = n == 0;
	return 0;
}

/* ---- 2. The notice. */

struct save {
	struct job_run *run;
	const struct cw_notice *notice;
};

static int save_tx(struct db_conn *c, void *arg, struct cw_err *err)
{
	struct save *s = arg;
	const struct db_told told = { .type = cw_hook_name(CW_HOOK_CALENDAR_CHANGED),
				      .until_on = CW_DAY_NONE };
	struct db_job job = s->run->job;
	uint64_t id;

	job.position = 0;
	return db_calendar_add(c, s->notice, job.created_by, job.id, s->run->now, &id, err) ||
			       db_job_save(c, &job, job.lease_until + 1, err) ||
			       db_outbox_add(c, &told, NULL, s->run->now, err)
		       ? -1
		       : 0;
}

static int fail_loaded(struct cw_err *err)
{
	cw_err_clear(err);
	return cw_fail(err, CW_CONFLICT, CW_MSG_API_CALENDAR_LOADED, NULL);
}

static int save(struct job_run *run, const struct cw_notice *notice, struct cw_err *err)
{
	struct save s = { run, notice };

	if (db_tx_run(run->db, save_tx, &s, NULL, err))
		return db_err_duplicate(err, "u_calendar_notice_number") ? fail_loaded(err) : -1;
	run->job.lease_until++; /* as saved: a row that is not changed cannot be told from a lost
				   one */
	run->job.position = 0;
	calendars_expire(run->app->calendars);
	return 0;
}

/* ---- 3. The cases. */

static int follow(struct job_run *run, struct db_calendar_case *cases, size_t n, int version,
		  struct cw_err *err)
{
	struct cw_arena *a = cw_arena_new(0);
	int rc = a ? 0 : cw_fail_memory(err);

	for (size_t i = 0; rc == 0 && i < n; i++) {
		rc = calendar_job_follow(run->app, run->db, a, run->now, &cases[i], version, err);
		if (rc && err->code != CW_UNAVAILABLE) { /* named in the result */
			cw_log(CW_LOG_ERROR, "calendar_not_followed",
			       "case=%llu why=%s detail=\"%s\"", (unsigned long long)cases[i].id,
			       cw_msg_name(err->msg), err->detail);
			cw_err_clear(err);
			rc = 0;
		}
		cw_arena_reset(a);
		run->job.done++;
	}
	cw_arena_free(a);
	return rc;
}

/* Those that could not follow. */
static int name_failed(struct job_run *run, int version, struct cw_err *err)
{
	struct json_object *list = rq_array();
	struct db_calendar_case *cases;
	size_t n;

	rq_put(run->result, "failed", list);
	if (db_calendar_open_list(run->db, run->arena, version, 0, 0, FAILED_MAX, &cases, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		rq_push(list, json_object_new_string(cases[i].number));
	return 0;
}

static int finish(struct job_run *run, const struct db_notice *notice, struct cw_err *err)
{
	if (run->job.total < run->job.done)
		run->job.total = run->job.done;
	run->job.done = run->job.total;
	run->result = rq_obj();
	rq_put_id(run->result, "notice_id", notice->id);
	rq_put_int(run->result, "calendar_version", notice->version);
	return calendar_job_result(run, err) || name_failed(run, notice->version, err) ? -1 : 0;
}

/* ---- 4. What belongs to no case: little, and the scheduler's task would do it, too. */

static int follow_others(struct job_run *run, struct cw_err *err)
{
	uint64_t position = 0;
	struct task_run task = { .app = run->app,
				 .db = run->db,
				 .arena = run->arena,
				 .now = run->now,
				 .position = &position };
	bool more = true;

	while (more)
		if (agency_deadlines_follow(&task, &more, err))
			return -1;
	return 0;
}

static int walk(struct job_run *run, const struct db_notice *notice, enum job_step *step,
		struct cw_err *err)
{
	struct calendar_walk at = calendar_walk_of(run->job.position);
	const struct cw_calendar *cal;
	struct db_calendar_case *cases;
	size_t n;

	/* This process has heard of it, also when it takes up what another began. */
	if (calendars_need(run->app->calendars, run->db, notice->version, &cal, err) ||
	    calendar_walk_next(run, &at, notice->version, &cases, &n, err) ||
	    follow(run, cases, n, notice->version, err))
		return -1;
	run->job.position = calendar_walk_position(&at);
	*step = n ? JOB_MORE : JOB_DONE;
	return n ? 0 : follow_others(run, err) || finish(run, notice, err) ? -1 : 0;
}

int job_calendar_load(struct job_run *run, enum job_step *step, struct cw_err *err)
{
	struct cw_notice notice;
	struct db_notice there;
	bool found, counted, waits;

	if (calendar_job_notice(run, &notice, err) ||
	    db_job_before(run->db, run->arena, JOB_CALENDAR_LOAD, run->job.id, &waits, err))
		return -1;
	*step = waits ? JOB_WAIT : JOB_MORE; /* one after the other */
	if (waits)
		return 0;
	if (db_notice_find(run->db, run->arena, notice.number, &there, &found, err))
		return -1;
	if (found && there.job != run->job.id)
		return fail_loaded(err);
	if (found)
		return walk(run, &there, step, err);
	if (count(run, &counted, err))
		return -1;
	return counted ? save(run, &notice, err) : 0;
}
