/*
 * Fan-out: events of the outbox become deliveries, one for each endpoint that hears of them.  The
 * sender's thread.
 */
#ifndef NOTIFY_FAN_H
#define NOTIFY_FAN_H

#include "notify/event.h"

#define NT_FAN_BATCH   256 /* events of one transaction */
#define NT_FAN_CLAIMED 256 /* deliveries that it claims as it makes them */
#define NT_FAN_FEW     16  /* events: so few are told to those who are ready first, if ... */
#define NT_FAN_MANY    8   /* ... more than so many deliveries are to be made for others */

struct nt_claimed {
	struct db_delivery d;
	const struct db_endpoint *e;
};

struct nt_fan {
	const struct nt_scene *scene;
	struct cw_arena *arena; /* for what is read and made; outlives the call */
	int64_t now, lease;
	uint64_t after; /* only events with ids above it */
	bool rest;	/* what was begun; nothing is claimed then */
	/* How many may be claimed for E at once, so that they need not be looked for again; asked
	 * once for each endpoint.  NULL: none. */
	unsigned (*room)(void *arg, const struct db_endpoint *e);
	/* Something was made for ENDPOINT that waits to be claimed. */
	void (*waits)(void *arg, uint64_t endpoint);
	void *arg;
	/* Out. */
	bool begun; /* only those who are ready were told: the rest is to follow */
	bool more;  /* there may be more events, behind LAST */
	bool heard; /* somebody hears of one of them */
	uint64_t last;
	struct nt_claimed *claimed; /* in the order of events; to be sent once this is committed */
	size_t n_claimed;
};

/* A db_tx_fn; FAN is a struct nt_fan.  An event that cannot be told (a type that is not in the
 * catalogue, a case that is gone) is logged, skipped and done with: it never holds up those behind.
 * One whose case has an earlier event in another instance's hands is left for the next time.  A few
 * events that many hear of go first to those for whom they can be claimed (BEGUN), so that these do
 * not wait for the others; the next call with REST makes the others' deliveries. */
int nt_fan_body(struct db_conn *c, void *fan, struct cw_err *err) CW_MUST_CHECK;
/* Makes the delivery of EVENT to E, once (u_delivery_once); a type that is unknown is CW_INTERNAL.
 */
int nt_fan_deliver(struct db_conn *c, const struct nt_fan *fan, const struct db_outbox *event,
		   const struct db_endpoint *e, struct cw_err *err) CW_MUST_CHECK;

#endif
