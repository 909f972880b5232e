/*
 * The worker's two calls about a request's idempotency key, around the endpoint (server/api/hooks.h has
 * the order).  The key itself is written in the act's transaction, with the answer (server/act/run.c).
 */
#ifndef SERVER_ACT_IDEM_H
#define SERVER_ACT_IDEM_H

#include "server/http/rq.h"

/* Looks for the stored answer of the request's idempotency key: *REPLAYED says that rq's answer is
 * it.  CW_INVALID if the key was used for another request. */
int idem_begin(struct rq *rq, bool *replayed, struct cw_err *err) CW_MUST_CHECK;
/* The endpoint failed: nothing is stored. */
void idem_abort(struct rq *rq);

#endif
