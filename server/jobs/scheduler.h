/*
 * The scheduler: one thread with its own connection that does what falls due by itself (jobs,
 * anchors, cleaning up).  Several instances may run theirs on one database: each task is safe
 * beside itself.
 */
#ifndef SERVER_JOBS_SCHEDULER_H
#define SERVER_JOBS_SCHEDULER_H

#include "server/app.h"

struct scheduler;

/* Starts the thread; the database may be away, then it waits for it.  -1: no thread or memory. */
int scheduler_start(struct app *app, struct scheduler **out) CW_MUST_CHECK;
/* Every task runs now, whenever it was to: the test clock was set. */
void scheduler_all_due(struct scheduler *s);
/* Lets the running task end, joins and frees; NULL is fine. */
void scheduler_stop(struct scheduler *s);

/* What a task is given. */
struct task_run {
	struct app *app;
	struct db_conn *db;
	struct cw_arena *arena; /* dies with the run */
	int64_t now;		/* real clock */
	uint64_t *position;	/* the task's own, 0 at first: where its next slice goes on */
};
/* Does a slice of its work; *MORE: run it again soon. */
typedef int task_fn(struct task_run *run, bool *more, struct cw_err *err);
struct task {
	const char *name;
	unsigned every_s;
	task_fn *fn;
};
/* server/jobs/tasks.c: all of them. */
extern const struct task tasks[];
extern const size_t n_tasks;

#endif
