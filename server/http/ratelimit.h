/*
 * Token buckets per class of route and address (IPv6 by /64), in memory of this instance.  They
 * slow down one sender's flood; guessing of passwords and codes is counted in the database besides
 * (server/api/throttle.h).  Thread-safe.
 */
#ifndef SERVER_HTTP_RATELIMIT_H
#define SERVER_HTTP_RATELIMIT_H

#include <stdbool.h>
#include <stdint.h>

enum rate_class { RATE_FILING, RATE_ACCESS, RATE_SIGN_IN, RATE_MAX };

struct ratelimit;

struct ratelimit *ratelimit_new(void); /* NULL if no memory; nothing is limited yet */
void ratelimit_free(struct ratelimit *r);
/* A minute and address; at once as many as in a minute.  0: no limit.  May be called at any time.
 */
void ratelimit_set(struct ratelimit *r, enum rate_class class, unsigned per_minute);
/* Takes one at NOW (monotonic, microseconds).  False: none is left; *WAIT_S says for how long. */
bool ratelimit_take(struct ratelimit *r, enum rate_class class, const char *client, int64_t now,
		    int *wait_s);

#endif
