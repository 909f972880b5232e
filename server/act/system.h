/*
 * Acts of the system itself: how the scheduler and disclosurectl enter at server/act, which knows
 * requests only.
 *
 *	struct rq rq;
 *	act_system(app, db, arena, now, "mark-17-2", &rq, err)	a request without HTTP
 *	act_run(&rq, fn, arg, err)				as for any other (server/act/act.h)
 *	  act_open(...)  act_decide(...)  act_finish(...)
 *	json_object_put(rq.problem_extra)
 *
 * Such an act is done in the role scheduler, has no user and stands in the event with that role. It
 * happens once, whatever crashes and however many instances run: FN reads under the case's lock
 * what it is about (a deadline at its version, the version of the calendar) and changes just that in
 * the same transaction, so that whoever comes second finds nothing to do.  ID names that thing; it
 * is the event's request id, by which one can see what an act of the system was about.
 */
#ifndef SERVER_ACT_SYSTEM_H
#define SERVER_ACT_SYSTEM_H

#include "server/http/rq.h"

/* Fills OUT with today's legal day, the calendar in force, and ID (copied, at most 64 characters of
 * ASCII).  Memory of the act is the arena's.  NOW is the real clock. */
int act_system(struct app *app, struct db_conn *db, struct cw_arena *a, int64_t now, const char *id,
	       struct rq *out, struct cw_err *err) CW_MUST_CHECK;

#endif
