#include "notify/lane.h"

#include <stdlib.h>
#include <string.h>

#define SECOND INT64_C(1000000)

static struct nt_lane *make(uint64_t endpoint)
{
	struct nt_lane *l = calloc(1, sizeof(*l));

	if (!l)
		return NULL;
	l->endpoint = endpoint;
	l->window = 1;
	l->arena = cw_arena_new(0);
	if (!l->arena) {
		free(l);
		return NULL;
	}
	return l;
}

static bool grow(struct nt_lanes *lanes)
{
	const size_t room = lanes->room ? lanes->room * 2 : 64;
	struct nt_lane **more;

	if (lanes->n < lanes->room)
		return true;
	more = reallocarray(lanes->rows, room, sizeof(struct nt_lane *));
	if (!more)
		return false;
	lanes->rows = more;
	lanes->room = room;
	return true;
}

struct nt_lane *nt_lane_of(struct nt_lanes *lanes, uint64_t endpoint)
{
	size_t low = 0, high = lanes->n;
	struct nt_lane *l;

	while (low < high) {
		const size_t mid = (low + high) / 2;

		if (lanes->rows[mid]->endpoint < endpoint)
			low = mid + 1;
		else
			high = mid;
	}
	if (low < lanes->n && lanes->rows[low]->endpoint == endpoint)
		return lanes->rows[low];
	l = grow(lanes) ? make(endpoint) : NULL;
	if (!l)
		return NULL;
	memmove(&lanes->rows[low + 1], &lanes->rows[low],
		(lanes->n - low) * sizeof(struct nt_lane *));
	lanes->rows[low] = l;
	lanes->n++;
	return l;
}

void nt_lanes_free(struct nt_lanes *lanes)
{
	for (size_t i = 0; i < lanes->n; i++) {
		for (struct nt_post *p; (p = nt_lane_pop(lanes->rows[i]));)
			nt_post_free(p);
		cw_arena_free(lanes->rows[i]->arena);
		free(lanes->rows[i]);
	}
	free(lanes->rows);
}

static unsigned char *copy(struct cw_arena *a, const unsigned char *bytes, size_t len, bool *failed)
{
	char *to = bytes ? cw_strndup(a, (const char *)bytes, len) : NULL;

	*failed |= bytes && !to;
	return (unsigned char *)to;
}

/* Of the endpoint's texts only what an attempt needs. */
int nt_lane_know(struct nt_lane *l, const struct db_endpoint *e, int64_t monotonic,
		 struct cw_err *err)
{
	const int kind = nt_kind_of(e->kind);
	bool failed = false;

	if (kind < 0)
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	cw_arena_reset(l->arena);
	l->e = *e;
	l->e.uid = copy(l->arena, e->uid, e->uid_len, &failed);
	l->e.url = copy(l->arena, e->url, e->url_len, &failed);
	l->e.secret = copy(l->arena, e->secret, e->secret_len, &failed);
	l->e.old_secret = copy(l->arena, e->old_secret, e->old_secret_len, &failed);
	l->e.kind = nt_channel((enum nt_kind)kind)->name;
	l->e.name = l->e.masked = l->e.types = l->e.agencies = l->e.status = l->e.reason = NULL;
	if (failed) {
		l->known = false;
		return cw_fail_memory(err);
	}
	if (!l->known) {
		l->known = true;
		l->kind = (enum nt_kind)kind;
		nt_bucket_init(&l->bucket, nt_channel(l->kind)->rate, monotonic);
	}
	return 0;
}

void nt_lane_push(struct nt_lane *l, struct nt_post *post)
{
	post->lane = l;
	post->next = NULL;
	if (l->last)
		l->last->next = post;
	else
		l->first = post;
	l->last = post;
	l->queued++;
}

struct nt_post *nt_lane_pop(struct nt_lane *l)
{
	struct nt_post *p = l->first;

	if (!p)
		return NULL;
	l->first = p->next;
	if (!l->first)
		l->last = NULL;
	l->queued--;
	return p;
}

/* How much may be claimed before it can be begun, so that it goes long before its lease ends. */
static unsigned ahead_of(const struct nt_lane *l)
{
	const int64_t soon = l->took > 0 ? NT_AHEAD_US / l->took * l->window : NT_AHEAD;

	if (l->window < NT_WINDOW_MAX || l->bucket.period != 0)
		return 0;
	return soon < NT_AHEAD ? (unsigned)soon : NT_AHEAD;
}

/* Nothing is claimed beyond what a bucket gives: only a receiver without one is claimed ahead for.
 */
unsigned nt_lane_room(struct nt_lane *l, unsigned free_, int64_t now, int64_t monotonic)
{
	const unsigned ahead = ahead_of(l), busy = l->in_flight + l->queued;
	const unsigned most = ahead > l->window ? ahead : l->window;
	struct nt_bucket probe = l->bucket;
	unsigned room = most > busy ? most - busy : 0, n = 0;
	int64_t wait = nt_rush_wait(l->kind, now);

	if (!ahead && room > free_)
		room = free_;
	if (room > NT_CLAIM_MAX)
		room = NT_CLAIM_MAX;
	if (!ahead && l->queued) /* its tokens are not taken yet */
		room = 0;
	while (wait == 0 && n < room) {
		wait = nt_bucket_take(&probe, monotonic);
		n += wait == 0;
	}
	if (n == 0 && wait > 0)
		l->idle_to = now + wait;
	return n;
}

bool nt_lane_full(const struct nt_lane *l)
{
	const unsigned ahead = ahead_of(l);

	return ahead ? l->queued > ahead / 2 : l->queued || l->in_flight >= l->window;
}

bool nt_lane_hungry(const struct nt_lane *l)
{
	return (l->more && l->queued <= ahead_of(l) / 2) || (l->queued == 0 && l->in_flight == 0);
}

void nt_lane_judged(struct nt_lane *l, const struct nt_judgement *j, int64_t took, int64_t now,
		    int64_t monotonic)
{
	int64_t rest;

	if (j->verdict == NT_DELIVERED) {
		l->failed = 0;
		l->took = l->took ? (7 * l->took + took) / 8 : took;
		nt_bucket_good(&l->bucket);
		l->window = l->window * 2 < NT_WINDOW_MAX ? l->window * 2 : NT_WINDOW_MAX;
		return;
	}
	if (j->verdict == NT_THROTTLED)
		nt_bucket_slow(&l->bucket, monotonic, j->wait_s * SECOND);
	if (j->verdict == NT_TOO_LONG)
		return;
	l->window = 1;
	rest = (int64_t)l->failed * l->failed * SECOND / 4;
	if (l->failed < 11)
		l->failed++;
	if (now + rest > l->idle_to)
		l->idle_to = now + rest;
}
