/*
 * What a worker calls around an endpoint (server/http/worker.c), in this order: auth_clocks,
 * auth_session, the route's permission, idem_begin, the endpoint; idem_abort if the endpoint
 * failed.
 */
#ifndef SERVER_API_HOOKS_H
#define SERVER_API_HOOKS_H

#include "server/act/idem.h" /* idem_begin, idem_abort */
#include "server/http/rq.h"

/* Scopes of API tokens (struct route, scope). */
#define SCOPE_READ  1u
#define SCOPE_WRITE 2u
#define SCOPE_ADMIN 4u

/* Fills rq->today and rq->calendar. */
int auth_clocks(struct rq *rq, struct cw_err *err) CW_MUST_CHECK;

/* Fills rq->who from Authorization: Bearer (API token), X-Access-Token (an applicant's access) or
 * the session cookie, in this order.  A token or access that does not hold is CW_UNAUTHENTICATED;
 * without any, or with a session that has ended, the principal is RQ_ANYONE and the route's access
 * decides.  A session on an unsafe method needs its X-CSRF-Token and no foreign Origin
 * (CW_FORBIDDEN); on a public route without them it counts as nobody's. */
int auth_session(struct rq *rq, struct cw_err *err) CW_MUST_CHECK;

#endif
