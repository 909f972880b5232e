/*
 * Failed sign-ins and query codes are followed by a growing delay, counted in the database for all
 * instances: the first few are free, then 2, 4, 8 ... at most 60 seconds.  What is tried during a
 * delay is refused unread (CW_TOO_MANY, retry_after) and does not lengthen it.  An hour without a
 * failure forgets them.
 *
 * So that nobody can keep a caseworker out by failing in their name, a browser that has signed in
 * to the account before carries a device cookie and has a count of its own.
 */
#ifndef SERVER_API_THROTTLE_H
#define SERVER_API_THROTTLE_H

#include "server/http/rq.h"

enum throttle_kind {
	THROTTLE_ACCOUNT, /* a login, from anywhere */
	THROTTLE_DEVICE,  /* a device cookie */
	THROTTLE_ADDRESS, /* a client; IPv6 by /64 */
	THROTTLE_CASE,	  /* a case number */
	THROTTLE_MAX
};
/* VALUE as it was tried; for ADDRESS the request's client, VALUE is ignored. */
int throttle_check(struct rq *rq, enum throttle_kind kind, const char *value,
		   struct cw_err *err) CW_MUST_CHECK;
int throttle_failed(struct rq *rq, enum throttle_kind kind, const char *value,
		    struct cw_err *err) CW_MUST_CHECK;
int throttle_passed(struct rq *rq, enum throttle_kind kind, const char *value,
		    struct cw_err *err) CW_MUST_CHECK;

/* Seconds to wait after COUNT failures of KIND. */
int throttle_delay(enum throttle_kind kind, unsigned count);
/* The address that is counted: IPv4 whole, IPv6 by /64, IPv4 inside IPv6 as IPv4. */
void throttle_address(const char *client, char out[46]);

/* How long a failure is remembered, for the cleanup: microseconds. */
#define THROTTLE_FORGET (INT64_C(3600) * 1000000)

#endif
