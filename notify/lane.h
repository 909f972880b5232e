/*
 * What one instance knows of each endpoint: how fast it may be written to, how many at once, and
 * what has been claimed for it and not begun.  The sender's thread; nothing here touches the
 * database.
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

#define NT_WINDOW_MAX 16  /* attempts at once */
#define NT_AHEAD      256 /* claimed at once for a receiver that has proved itself */

struct nt_lane {
	uint64_t endpoint;
	enum nt_kind kind;
	bool known; /* kind and bucket are set */
	struct nt_bucket bucket;
	unsigned window, in_flight;
	int64_t idle_to; /* real clock: not looked at before */
	unsigned failed; /* attempts in a row that did not arrive */
	bool more;	 /* the last claim took as many as it might */

	struct cw_arena *arena; /* E and the queue; dies with the next claim */
	struct db_endpoint e;
	struct db_delivery *queue;
	size_t next, n; /* queue[next] to queue[n - 1] are to be begun */
};

struct nt_lanes {
	struct nt_lane **rows; /* by endpoint; each stays where it is */
	size_t n, room;
};

/* The endpoint's lane, made at its first use; NULL if no memory. */
struct nt_lane *nt_lane_of(struct nt_lanes *lanes, uint64_t endpoint);
void nt_lanes_free(struct nt_lanes *lanes);

/* How many may be claimed for L now, while FREE attempts of all can be begun; 0 with the instant to
 * ask again in l->idle_to if it is too early.  NOW is of the real, MONOTONIC of the other clock. */
unsigned nt_lane_room(struct nt_lane *l, unsigned free, int64_t now, int64_t monotonic);
/* Whether something claimed can be begun now. */
bool nt_lane_ready(const struct nt_lane *l);
/* Whether to look for more: nothing is left, and half of the window is free or no more was there.
 */
bool nt_lane_hungry(const struct nt_lane *l);
/* An attempt ended so.  After several in a row that did not arrive the lane rests, up to half a
 * minute: what waits for a dead receiver must not keep this thread from the others. */
void nt_lane_judged(struct nt_lane *l, const struct nt_judgement *j, int64_t now,
		    int64_t monotonic);

#endif
