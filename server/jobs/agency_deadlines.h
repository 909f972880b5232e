/*
 * Deadlines without a case follow a new calendar (R-DAY-4), one transaction each; what moves stands
 * in the log of acts with both days, and is reminded of anew.
 */
#ifndef SERVER_JOBS_AGENCY_DEADLINES_H
#define SERVER_JOBS_AGENCY_DEADLINES_H

#include "server/act/calendar_moves.h"
#include "server/jobs/scheduler.h"

struct calendars;

/* A task_fn. */
int agency_deadlines_follow(struct task_run *run, bool *more, struct cw_err *err) CW_MUST_CHECK;

/* What the calendar PAIR->now would move of them, a slice from *POSITION on, at first 0: moves of no
 * case. */
int agency_deadlines_moves(struct calendars *cals, struct db_conn *db, struct cw_arena *a,
			   const struct calendar_pair *pair, uint64_t *position,
			   struct db_calendar_move **moves, size_t *n, bool *more,
			   struct cw_err *err) CW_MUST_CHECK;

#endif
