/*
 * The days of what belongs to no case (db/desk.h), as a request sets them: counted by the calendar
 * that it goes by.
 */
#ifndef SERVER_ACT_DESK_H
#define SERVER_ACT_DESK_H

#include "db/desk.h"
#include "server/http/rq.h"

int desk_deadline_add(struct rq *rq, const char *kind, uint64_t ref, uint64_t agency, cw_day due_on,
		      struct cw_err *err) CW_MUST_CHECK;
int desk_deadline_put(struct rq *rq, const char *kind, uint64_t ref, uint64_t agency, cw_day due_on,
		      struct cw_err *err) CW_MUST_CHECK;

#endif
