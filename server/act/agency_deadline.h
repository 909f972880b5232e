/*
 * The days of what belongs to no case (db/agency_deadline.h), as a request sets them: counted by
 * the calendar that it goes by.
 */
#ifndef SERVER_ACT_AGENCY_DEADLINE_H
#define SERVER_ACT_AGENCY_DEADLINE_H

#include "db/agency_deadline.h"
#include "server/http/rq.h"

int agency_deadline_add(struct rq *rq, const char *kind, uint64_t ref, uint64_t agency,
			cw_day due_on, struct cw_err *err) CW_MUST_CHECK;
int agency_deadline_put(struct rq *rq, const char *kind, uint64_t ref, uint64_t agency,
			cw_day due_on, struct cw_err *err) CW_MUST_CHECK;

#endif
