/* The scheduler's table: one row a task. */
#include "db/anchor.h"
#include "db/calendar_move.h"
#include "db/document.h"
#include "db/idempotency.h"
#include "db/job.h"
#include "db/session.h"
#include "server/act/read_log.h"
#include "server/jobs/annual_reports.h"
#include "server/jobs/calendar_job.h"
#include "server/jobs/agency_deadlines.h"
#include "server/jobs/jobs.h"
#include "server/jobs/marks.h"
#include "server/jobs/remind.h"
#include "server/jobs/scheduler.h"

#define SECOND	      INT64_C(1000000)
#define DAY	      (86400 * SECOND)
#define SLICE	      500
#define ANCHOR_CASES  1000
#define JOB_BUDGET_MS 300

/* How long what has ended is kept. */
#define KEEP_ANSWERS  (7 * DAY)
#define KEEP_FAILURES (3600 * SECOND)
#define KEEP_JOBS     (30 * DAY)
#define KEEP_UPLOADS  DAY
#define UPLOADS	      4 /* a slice: each can have a hundred parts */

static int do_jobs(struct task_run *run, bool *more, struct cw_err *err)
{
	return job_work(run->app, run->db, run->arena, JOB_BUDGET_MS, more, err);
}

static int write_reads(struct task_run *run, bool *more, struct cw_err *err)
{
	return read_log_flush(run->app, run->db, more, err);
}

static int do_anchor(struct task_run *run, bool *more, struct cw_err *err)
{
	size_t n = 0;

	if (db_anchor_run(run->db, run->arena, run->now, ANCHOR_CASES, &n, err))
		return -1;
	*more = n == ANCHOR_CASES;
	return 0;
}

static int expire_sessions(struct task_run *run, bool *more, struct cw_err *err)
{
	int64_t idle_since = run->now - run->app->config->session_idle_s * SECOND;
	uint64_t staff, applicants;

	if (db_session_expire(run->db, run->now, idle_since, SLICE, &staff, err) ||
	    db_access_expire(run->db, run->now, SLICE, &applicants, err))
		return -1;
	*more = staff == SLICE || applicants == SLICE;
	return 0;
}

static int expire_answers(struct task_run *run, bool *more, struct cw_err *err)
{
	uint64_t gone;

	if (db_answer_expire(run->db, run->now - KEEP_ANSWERS, SLICE, &gone, err))
		return -1;
	*more = gone == SLICE;
	return 0;
}

static int expire_rest(struct task_run *run, bool *more, struct cw_err *err)
{
	uint64_t failures, jobs, moves;

	if (db_failure_expire(run->db, run->now - KEEP_FAILURES, SLICE, &failures, err) ||
	    db_job_expire(run->db, run->now - KEEP_JOBS, SLICE, &jobs, err) ||
	    db_calendar_move_expire(run->db, SLICE, &moves, err))
		return -1;
	*more = failures == SLICE || jobs == SLICE || moves == SLICE;
	return 0;
}

/* Unfinished uploads go after a day (server/api/upload.h). */
static int expire_uploads(struct task_run *run, bool *more, struct cw_err *err)
{
	uint64_t gone;

	if (db_document_expire(run->db, run->arena, run->now - KEEP_UPLOADS, UPLOADS, &gone, err))
		return -1;
	*more = gone == UPLOADS;
	return 0;
}

const struct task tasks[] = {
	{ "jobs", 1, do_jobs },
	{ "marks", 1, marks_run },
	{ "annual_reports", 1, annual_reports_open },
	{ "remind", 1, remind_look },
	{ "remind_send", 1, remind_send },
	{ "remind_digest", 10, remind_digest },
	{ "reads", 1, write_reads },
	{ "calendar", 30, calendar_stragglers },
	{ "agency_deadlines", 5, agency_deadlines_follow },
	{ "anchor", 60, do_anchor },
	{ "expire_sessions", 60, expire_sessions },
	{ "expire_answers", 60, expire_answers },
	{ "expire_rest", 300, expire_rest },
	{ "expire_uploads", 300, expire_uploads },
};
const size_t n_tasks = sizeof(tasks) / sizeof(tasks[0]);
