/*
 * What the load of a working-day notice and its preview share (R-DAY-4): a walk in slices over the
 * cases that it can move.
 */
#ifndef SERVER_JOBS_CALENDAR_JOB_H
#define SERVER_JOBS_CALENDAR_JOB_H

#include "server/act/calendar_moves.h"
#include "server/jobs/jobs.h"
#include "server/jobs/scheduler.h"

#define CALENDAR_SLICE 50

int calendar_job_notice(struct job_run *run, struct cw_notice *out,
			struct cw_err *err) CW_MUST_CHECK;

/* The calendar as it would be with NOTICE; the caller frees it. */
int calendar_job_with(struct db_conn *db, struct cw_arena *a, const struct cw_notice *notice,
		      struct cw_calendar **out, struct cw_err *err) CW_MUST_CHECK;
/* What would move in K; fills PAIR's calendars of the case. */
int calendar_job_look(struct calendars *cals, struct db_conn *db, struct cw_arena *a,
		      const struct db_calendar_case *k, struct calendar_pair *pair,
		      struct db_calendar_move **moves, size_t *n, struct cw_err *err) CW_MUST_CHECK;

/* Where the walk stands, as one number of the job's row: first the open cases by the version that
 * they follow and their id, then by id those no longer open with a deadline that is. */
struct calendar_walk {
	bool rest; /* the second part */
	int version;
	uint64_t id;
};
struct calendar_walk calendar_walk_of(uint64_t position);
uint64_t calendar_walk_position(const struct calendar_walk *w);
/* The next cases that follow a version below BELOW; moves W behind them.  *N 0: there is none left.
 */
int calendar_walk_next(struct job_run *run, struct calendar_walk *w, int below,
		       struct db_calendar_case **cases, size_t *n,
		       struct cw_err *err) CW_MUST_CHECK;

/* What the list of the job comes to: cases looked at, moves, where the list is. */
int calendar_job_result(struct job_run *run, struct cw_err *err) CW_MUST_CHECK;

/* A task_fn: open cases that a load has missed, because they were filed or opened again by an
 * instance that had not heard of it yet. */
int calendar_stragglers(struct task_run *run, bool *more, struct cw_err *err) CW_MUST_CHECK;

/* The case follows the calendar in force (server/act/follow.h); fine if it does already. */
int calendar_job_follow(struct app *app, struct db_conn *db, struct cw_arena *a, int64_t now,
			const struct db_calendar_case *k, int version,
			struct cw_err *err) CW_MUST_CHECK;

#endif
