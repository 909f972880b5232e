/*
 * Marks: what becomes of deadlines whose day has come.  A person decides what follows; the
 * scheduler only enters, once each, that the day is there (lapse_due, overdue, consultation_over,
 * deadline_over), or does what the law itself says follows (no attempt on the day of arrival).
 */
#ifndef SERVER_JOBS_MARKS_H
#define SERVER_JOBS_MARKS_H

#include "server/jobs/scheduler.h"

/* A task_fn: the next slice of what is to be marked by the legal day, in the order of days. */
int marks_run(struct task_run *run, bool *more, struct cw_err *err) CW_MUST_CHECK;

#endif
