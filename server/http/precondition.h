/*
 * What a request's headers demand before the endpoint is asked.  Pure; any thread.
 */
#ifndef SERVER_HTTP_PRECONDITION_H
#define SERVER_HTTP_PRECONDITION_H

#include "server/http/rq.h"

/* Fills rq->lang, if_match, if_match_any and idempotency_key; that each stands there once frame.h
 * has seen to.  CW_MALFORMED. */
int precondition_read(struct rq *rq, struct cw_err *err) CW_MUST_CHECK;
/* The demands of the route, when it is known who asks: an If-Match (CW_NEEDS_VERSION), a key that
 * cannot be guessed from who is not signed in. */
int precondition_key(const struct rq *rq, struct cw_err *err) CW_MUST_CHECK;
int precondition_version(const struct rq *rq, struct cw_err *err) CW_MUST_CHECK;
/* Reads the body as the route wants it; rq->json is the caller's to put. */
int precondition_body(struct rq *rq, struct cw_err *err) CW_MUST_CHECK;

#endif
