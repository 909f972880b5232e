/*
 * Cases follow the calendar (R-DAY-4).  The stored days of a case are computed by one version of
 * the calendar, which its row names.  When a newer one is in force, the case follows before
 * anything else is done with it, in the same transaction: whoever opens it first, the job that
 * loads the notice or an act, enters the change once and for all, and nobody computes with a
 * calendar that the case has left behind.
 */
#ifndef SERVER_ACT_FOLLOW_H
#define SERVER_ACT_FOLLOW_H

#include "server/act/act.h"

/* Part of act_open, for the locked X->d: makes the case follow, as an act of the system, and loads
 * it. What is no longer open keeps the calendar of its clock, unless ACT opens it again; its other
 * deadlines follow. */
int act_follow(struct act *x, enum cw_act act, struct cw_err *err) CW_MUST_CHECK;
/* Part of act_view: the calendar by which the case's days stand. */
int act_follow_none(struct act *x, struct cw_err *err) CW_MUST_CHECK;

/* What the rest of server/act gives to it. */
int act_load(struct act *x, struct cw_err *err) CW_MUST_CHECK;
/* The clock's deadlines, next_on and the row, where nothing is entered. */
int act_save_days(struct act *x, struct cw_err *err) CW_MUST_CHECK;

#endif
