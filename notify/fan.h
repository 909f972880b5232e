/*
 * Fan-out: events of the outbox become deliveries, one for each endpoint that hears of them.  The
 * sender's thread.
 */
#ifndef NOTIFY_FAN_H
#define NOTIFY_FAN_H

#include "notify/event.h"

/* Events of one transaction. */
#define NT_FAN_BATCH 100

struct nt_fan {
	const struct nt_scene *scene;
	struct cw_arena *arena; /* for what is read; outlives the call */
	int64_t now;
	size_t n; /* out: events taken; NT_FAN_BATCH: there may be more */
};

/* A db_tx_fn; FAN is a struct nt_fan.  An event that cannot be told (a type that is not in the
 * catalogue, a case that is gone) is logged, skipped and done with: it never holds up those behind.
 */
int nt_fan_body(struct db_conn *c, void *fan, struct cw_err *err) CW_MUST_CHECK;
/* Makes the delivery of EVENT to E, once (u_delivery_once); a type that is unknown is CW_INTERNAL.
 */
int nt_fan_deliver(struct db_conn *c, const struct nt_fan *fan, const struct db_outbox *event,
		   const struct db_endpoint *e, struct cw_err *err) CW_MUST_CHECK;

#endif
