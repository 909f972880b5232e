/*
 * A token bucket per endpoint: how fast one receiver is written to.  Pure; time is an argument,
 * microseconds of any clock that does not run backwards.  One instance of the service keeps its own
 * (design.md, Threads 6).
 */
#ifndef NOTIFY_BUCKET_H
#define NOTIFY_BUCKET_H

#include <stdbool.h>
#include <stdint.h>

/* In any window of W microseconds at most burst + W / period messages go. */
struct nt_rate {
	unsigned burst;	  /* tokens that a full bucket holds; at least 1 */
	int64_t period;	  /* microseconds for one more; 0 = no limit */
};

struct nt_bucket {
	struct nt_rate rate;
	int64_t period;	     /* the present one: longer after a throttling */
	int64_t full_at;     /* when the bucket would be full again */
	int64_t blocked_to;  /* nothing goes before it */
	unsigned good;	     /* deliveries since it was slowed */
};

void nt_bucket_init(struct nt_bucket *b, struct nt_rate rate, int64_t now);
/* Takes a token: 0, or takes none and says in how many microseconds to ask again (above 0). */
int64_t nt_bucket_take(struct nt_bucket *b, int64_t now);
/* The receiver said "too fast": nothing for WAIT microseconds, and half as fast after that, down to an
 * eighth (a bucket without a limit: one a second, then slower). */
void nt_bucket_slow(struct nt_bucket *b, int64_t now, int64_t wait);
/* A message was taken in: after 20 of them the bucket is twice as fast again, up to its rate. */
void nt_bucket_good(struct nt_bucket *b);

#endif
