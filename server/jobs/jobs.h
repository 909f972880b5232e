/*
 * Kinds of jobs.  A job is done in slices: each reads where it stands (position), does a little,
 * and says whether there is more.  A slice can be run again from where it began, because its
 * process may end in the middle of it.
 */
#ifndef SERVER_JOBS_JOBS_H
#define SERVER_JOBS_JOBS_H

#include <json-c/json.h>

#include "db/job.h"
#include "server/app.h"

/* Both take {"lang":"zh","notice":{...}} (server/act/notice_json.h). */
#define JOB_CALENDAR_LOAD    "calendar_load"
#define JOB_CALENDAR_PREVIEW "calendar_preview"

/* What a slice works with. */
struct job_run {
	struct app *app;
	struct db_conn *db;
	struct cw_arena *arena;	  /* dies with the slice */
	int64_t now;		  /* real clock */
	struct db_job job;	  /* done, total and position are the slice's to change */
	struct json_object *args; /* borrowed */
	enum cw_lang lang;	  /* of who asked */
	/* Filled when it ends: what the asker is told; taken. */
	struct json_object *result;
};
/* JOB_WAIT: another must end first; tried again a little later. */
enum job_step { JOB_MORE, JOB_WAIT, JOB_DONE, JOB_FAILED };

/* -1: CW_UNAVAILABLE is tried again later; any other error ends the job with its problem. */
typedef int job_slice_fn(struct job_run *run, enum job_step *step, struct cw_err *err);

int job_calendar_load(struct job_run *run, enum job_step *step, struct cw_err *err) CW_MUST_CHECK;
int job_calendar_preview(struct job_run *run, enum job_step *step, struct cw_err *err) CW_MUST_CHECK;

/* Takes the next job that waits, if there is one, and works on it for about BUDGET_MS; then gives
 * it back for anyone to go on with.  *MORE says that there may be more to do. */
int job_work(struct app *app, struct db_conn *db, struct cw_arena *a, unsigned budget_ms,
	     bool *more, struct cw_err *err) CW_MUST_CHECK;

/* The same for job ID alone, for who waits for it; *OVER says that it has ended, whoever ended it. */
int job_work_one(struct app *app, struct db_conn *db, struct cw_arena *a, uint64_t id,
		 unsigned budget_ms, bool *over, struct cw_err *err) CW_MUST_CHECK;

/* A job as the API shows it. */
struct json_object *job_json(const struct db_job *job);

#endif
