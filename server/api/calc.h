/*
 * The open calculators and the rules as data; endpoints for anyone (server/http/route.h).
 */
#ifndef SERVER_API_CALC_H
#define SERVER_API_CALC_H

#include "server/http/rq.h"

int api_due_day(struct rq *rq, struct cw_err *err);
int api_clock_preview(struct rq *rq, struct cw_err *err);
int api_fee_estimate(struct rq *rq, struct cw_err *err);
int api_fee_schedule(struct rq *rq, struct cw_err *err);
int api_rules(struct rq *rq, struct cw_err *err);

#endif
