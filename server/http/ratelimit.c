#include "server/http/ratelimit.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "db/crypt.h"
#include "server/http/proxy.h"

/* A bucket lives in one of WAYS places that its hash names.  When all are taken the fullest goes:
 * it is the one that forgets least.  A sender with many addresses can so only make others' limits
 * more generous. */
#define SETS   1024
#define WAYS   8
#define MINUTE INT64_C(60000000)

struct bucket {
	uint64_t key; /* 0: free */
	int64_t at;   /* when it was last filled */
	int64_t left; /* microseconds of the minute that are paid for: a request costs MINUTE / rate
		       */
};

struct ratelimit {
	pthread_mutex_t lock; /* all below */
	uint64_t seed;	      /* so that nobody can choose addresses that meet in one set */
	unsigned rate[RATE_MAX];
	struct bucket buckets[SETS][WAYS];
};

struct ratelimit *ratelimit_new(void)
{
	struct ratelimit *r = calloc(1, sizeof(*r));

	if (!r)
		return NULL;
	pthread_mutex_init(&r->lock, NULL);
	db_random(&r->seed, sizeof(r->seed));
	return r;
}

void ratelimit_free(struct ratelimit *r)
{
	if (!r)
		return;
	pthread_mutex_destroy(&r->lock);
	free(r);
}

void ratelimit_set(struct ratelimit *r, enum rate_class class, unsigned per_minute)
{
	pthread_mutex_lock(&r->lock);
	r->rate[class] = per_minute;
	pthread_mutex_unlock(&r->lock);
}

static uint64_t mix(uint64_t h)
{
	h ^= h >> 33;
	h *= UINT64_C(0xff51afd7ed558ccd);
	h ^= h >> 33;
	h *= UINT64_C(0xc4ceb9fe1a85ec53);
	return h ^ h >> 33;
}

static uint64_t key_of(uint64_t seed, enum rate_class class, const char *prefix)
{
	uint64_t h = seed ^ (uint64_t) class;

	for (; *prefix; prefix++)
		h = mix(h ^ (unsigned char)*prefix);
	return h ? h : 1;
}

static int64_t fill(const struct bucket *b, int64_t now)
{
	int64_t left = b->left + (now - b->at);

	return left < MINUTE ? left : MINUTE;
}

static struct bucket *bucket_of(struct ratelimit *r, uint64_t key, int64_t now)
{
	struct bucket *set = r->buckets[key % SETS], *worst = &set[0];

	for (int i = 0; i < WAYS; i++) {
		if (set[i].key == key)
			return &set[i];
		if (worst->key && (!set[i].key || fill(&set[i], now) > fill(worst, now)))
			worst = &set[i];
	}
	*worst = (struct bucket){ .key = key, .at = now, .left = MINUTE };
	return worst;
}

bool ratelimit_take(struct ratelimit *r, enum rate_class class, const char *client, int64_t now,
		    int *wait_s)
{
	char prefix[PROXY_ADDRESS];
	struct bucket *b;
	int64_t cost;
	bool taken = true;

	proxy_prefix(client, prefix);
	pthread_mutex_lock(&r->lock);
	if (r->rate[class]) {
		cost = MINUTE / r->rate[class];
		b = bucket_of(r, key_of(r->seed, class, prefix), now);
		b->left = fill(b, now);
		b->at = now;
		taken = b->left >= cost;
		if (taken)
			b->left -= cost;
		else
			*wait_s = (int)((cost - b->left + 999999) / 1000000);
	}
	pthread_mutex_unlock(&r->lock);
	return taken;
}
