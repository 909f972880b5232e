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
	more = reallocarray(lanes->rows, room, sizeof(*more));
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
		cw_arena_free(lanes->rows[i]->arena);
		free(lanes->rows[i]);
	}
	free(lanes->rows);
}

unsigned nt_lane_room(struct nt_lane *l, unsigned free_, int64_t now, int64_t monotonic)
{
	const bool ahead = l->window == NT_WINDOW_MAX && l->bucket.period == 0;
	struct nt_bucket probe = l->bucket;
	unsigned room = l->window - l->in_flight, n = 0;
	int64_t wait = nt_rush_wait(l->kind, now);

	if (room > free_)
		room = free_;
	if (ahead && room)
		room = NT_AHEAD;
	while (wait == 0 && n < room) {
		wait = nt_bucket_take(&probe, monotonic);
		n += wait == 0;
	}
	if (n == 0 && wait > 0)
		l->idle_to = now + wait;
	return n;
}

bool nt_lane_ready(const struct nt_lane *l)
{
	return l->next < l->n && l->in_flight < l->window;
}

bool nt_lane_hungry(const struct nt_lane *l)
{
	return l->next == l->n && (l->in_flight == 0 || (l->more && l->in_flight <= l->window / 2));
}

void nt_lane_judged(struct nt_lane *l, const struct nt_judgement *j, int64_t now, int64_t monotonic)
{
	int64_t rest;

	if (j->verdict == NT_DELIVERED) {
		l->failed = 0;
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
	/* What was claimed goes back when its lease ends: nothing more goes to a dead address. */
	if (j->verdict == NT_GONE)
		l->next = l->n;
}
