/*
 * Deadlines without a case follow a new calendar (R-DAY-4), one transaction each; what moves stands
 * in the log of acts with both days, and is reminded of anew.
 */
#ifndef SERVER_JOBS_AGENCY_DEADLINES_H
#define SERVER_JOBS_AGENCY_DEADLINES_H

#include "server/jobs/scheduler.h"

/* A task_fn. */
int agency_deadlines_follow(struct task_run *run, bool *more, struct cw_err *err) CW_MUST_CHECK;

#endif
