#include "notify/bucket.h"

#include <string.h>

#define SECOND	   INT64_C(1000000)
#define SLOWER_MAX 8
#define GOOD	   20

void nt_bucket_init(struct nt_bucket *b, struct nt_rate rate, int64_t now)
{
	memset(b, 0, sizeof(*b));
	b->rate = rate;
	b->period = rate.period;
	b->full_at = now;
}

/* The bucket is kept as the instant at which it will be full: each token taken moves it on by one
 * period, and a token is there while it lies less than burst periods ahead. */
int64_t nt_bucket_take(struct nt_bucket *b, int64_t now)
{
	int64_t room = (int64_t)b->rate.burst * b->period, level;

	if (now < b->blocked_to)
		return b->blocked_to - now;
	level = b->full_at > now ? b->full_at : now;
	if (level + b->period - now > room)
		return level + b->period - now - room;
	b->full_at = level + b->period;
	return 0;
}

void nt_bucket_slow(struct nt_bucket *b, int64_t now, int64_t wait)
{
	int64_t base = b->rate.period ? b->rate.period : SECOND;
	int64_t slower = b->period ? b->period * 2 : base;

	b->period = slower > base * SLOWER_MAX ? base * SLOWER_MAX : slower;
	b->good = 0;
	if (now + wait > b->blocked_to)
		b->blocked_to = now + wait;
	/* One token when it opens again: no burst at a receiver that was just too slow. */
	b->full_at = b->blocked_to + (int64_t)(b->rate.burst - 1) * b->period;
}

void nt_bucket_good(struct nt_bucket *b)
{
	if (b->period == b->rate.period || ++b->good < GOOD)
		return;
	b->good = 0;
	if (b->rate.period)
		b->period = b->period / 2 > b->rate.period ? b->period / 2 : b->rate.period;
	else
		b->period = b->period > SECOND ? b->period / 2 : 0;
}
