/*
 * What one instance knows of each endpoint: how fast it may be written to, how many at once, and
 * what has been claimed for it and not begun.  Pure but for the arenas; shared under the lock of
 * notify/wire.h.
 *
 * A receiver proves itself: it is sent one message at a time, and twice as many with each that
 * arrives. One that does not arrive takes all of it back, so that dead and hanging receivers hold
 * one attempt each and slow nobody else down.
 */
#ifndef NOTIFY_LANE_H
#define NOTIFY_LANE_H

#include "db/endpoint.h"
#include "notify/bucket.h"
#include "notify/classify.h"
#include "notify/post.h"

#define NT_WINDOW_MAX 16  /* attempts at once */
#define NT_AHEAD      512 /* claimed ahead at most for a receiver that has proved itself, */
#define NT_AHEAD_US   INT64_C(4000000) /* and not more than it takes in such a time */
#define NT_CLAIM_MAX  256	       /* and of these in one go */

struct nt_lane {
	uint64_t endpoint;
	enum nt_kind kind;
	bool known; /* kind and bucket are set */
	struct nt_bucket bucket;
	unsigned window, in_flight;
	int64_t idle_to; /* real clock: not looked at before */
	unsigned failed; /* attempts in a row that did not arrive */
	int64_t took;	 /* microseconds of an attempt that arrives, about */
	bool more;	 /* something waits for it that was not claimed */
	bool held;	 /* and what is due first could not be: earlier events go before */
	int64_t deep_at; /* real clock: not before it is looked behind those */

	struct cw_arena *arena; /* E; dies when it is read again */
	struct db_endpoint e;
	struct nt_post *first, *last; /* claimed and not begun; through next */
	unsigned queued;
};

struct nt_lanes {
	struct nt_lane **rows; /* by endpoint; each stays where it is */
	size_t n, room;
};

/* The endpoint's lane, made at its first use; NULL if no memory. */
struct nt_lane *nt_lane_of(struct nt_lanes *lanes, uint64_t endpoint);
void nt_lanes_free(struct nt_lanes *lanes);

/* Makes L the lane of E, which is copied; once more, takes over what has changed of it. */
int nt_lane_know(struct nt_lane *l, const struct db_endpoint *e, int64_t monotonic,
		 struct cw_err *err) CW_MUST_CHECK;
void nt_lane_push(struct nt_lane *l, struct nt_post *post);
/* The next to be begun, or NULL. */
struct nt_post *nt_lane_pop(struct nt_lane *l);
/* How many may be claimed for L now, while FREE attempts of all can be begun; 0 with the instant to
 * ask again in l->idle_to if it is too early.  NOW is of the real, MONOTONIC of the other clock. */
unsigned nt_lane_room(struct nt_lane *l, unsigned free, int64_t now, int64_t monotonic);
/* Whether it has enough for now: the end of an attempt is when to look again. */
bool nt_lane_full(const struct nt_lane *l);
/* Whether to look for more: little is left of what was claimed, or nothing if no more was there. */
bool nt_lane_hungry(const struct nt_lane *l);
/* An attempt that took TOOK microseconds ended so.  After several in a row that did not arrive the
 * lane rests, up to half a minute: what waits for a dead receiver must not keep the desk from the
 * others. */
void nt_lane_judged(struct nt_lane *l, const struct nt_judgement *j, int64_t took, int64_t now,
		    int64_t monotonic);

#endif
