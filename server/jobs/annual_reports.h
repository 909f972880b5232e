/*
 * The annual reports of the year that is over are opened on its first day after, one for each
 * agency, with the day until which the law wants it (R-REP-6).  Not where that day had passed before
 * the agency was there: nobody can be reminded of it any more.
 */
#ifndef SERVER_JOBS_ANNUAL_REPORTS_H
#define SERVER_JOBS_ANNUAL_REPORTS_H

#include "server/jobs/scheduler.h"

/* A task_fn. */
int annual_reports_open(struct task_run *run, bool *more, struct cw_err *err) CW_MUST_CHECK;

#endif
