/*
 * The route table: one row an endpoint (method, path, function, who may, flags).  Every row is an
 * operation of server/openapi.yaml and the reverse; tests/openapi holds them together.
 */
#ifndef SERVER_HTTP_ROUTE_H
#define SERVER_HTTP_ROUTE_H

#include "server/http/rq.h"

/* An endpoint: fills the answer and returns 0, or fills ERR and returns -1. */
typedef int endpoint_fn(struct rq *rq, struct cw_err *err);

enum route_flags {
	ROUTE_IDEMPOTENT = 1,	/* takes Idempotency-Key: worker.c replays and stores the answer */
	ROUTE_SLOW = 2,		/* slow lane */
	ROUTE_IF_MATCH = 4,	/* If-Match demanded: 428 without */
	ROUTE_BODY = 8,		/* parses a JSON body before the endpoint is called */
	ROUTE_RAW = 16,		/* a body that is no JSON */
	ROUTE_EMPTY_BODY = 32,	/* JSON body allowed to be absent */
	ROUTE_SYSTEM = 64,	/* about the service itself: no clocks, no session, works without a database */
	/* What is limited per address (server/http/ratelimit.h). */
	ROUTE_RATE_FILING = 128,
	ROUTE_RATE_ACCESS = 256,
	ROUTE_RATE_SIGN_IN = 512
};

enum route_access {
	ROUTE_PUBLIC,	  /* anyone, signed in or not */
	ROUTE_APPLICANT,  /* an applicant's access session; {number} must be its case (404 else) */
	ROUTE_SIGNED_IN,  /* any staff session or token */
	ROUTE_ROLES	  /* staff or token holding any of `roles` at some agency; the object's agency is
			   * checked by the endpoint when it has loaded the object */
};

struct route {
	enum rq_method method;
	const char *path;	/* "/api/v1/cases/{id}" */
	endpoint_fn *fn;
	enum route_access access;
	unsigned roles;		/* CW_ROLE_BITs for ROUTE_ROLES */
	unsigned flags;
	unsigned scope;		/* a token needs this scope bit; 0 = tokens may not */
	const char *operation;	/* operationId in openapi.yaml */
};

/* server/api/routes.c: all rows. */
extern const struct route routes[];
extern const size_t n_routes;

/* Makes the table ready to be searched, which the first search does else.  Any thread; fails only without
 * memory. */
int route_open(struct cw_err *err) CW_MUST_CHECK;
/* The row for a path: fills PARAMS with the decoded segments from A.  NULL and ERR: CW_NOT_FOUND, or
 * CW_NO_METHOD (then *ALLOW is the Allow header).  Splits on / first, then decodes; refuses NUL, bad
 * escapes and dot segments (CW_MALFORMED). */
const struct route *route_find(struct cw_arena *a, enum rq_method method, const char *path,
			       const char *params[8], const char **allow, struct cw_err *err);
/* The flags of the row for a path, 0 if there is none; for the loop, before anything is decoded. */
unsigned route_flags(enum rq_method method, const char *path);
const char *route_method_name(enum rq_method method);
#endif
