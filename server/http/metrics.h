/*
 * Counters for Prometheus.  Counting is lock-free and from any thread.
 */
#ifndef SERVER_HTTP_METRICS_H
#define SERVER_HTTP_METRICS_H

#include "casework/base/text.h"
#include "server/http/workq.h"

struct metrics;

/* What the loop does by itself. */
enum metrics_event {
	METRICS_ACCEPTED,	/* connections */
	METRICS_MEMORY,		/* answered from memory: pages, healthz */
	METRICS_REFUSED_FRAME,	/* not well-formed, or too large */
	METRICS_REFUSED_SLOW,	/* sent or read too slowly */
	METRICS_REFUSED_BUDGET, /* over the bytes in flight */
	METRICS_REFUSED_QUEUE,	/* queue full or closed */
	METRICS_REFUSED_AGE,	/* waited too long */
	METRICS_EVENT_MAX
};
enum metrics_gauge { METRICS_CONNECTIONS, METRICS_IN_FLIGHT, METRICS_GAUGE_MAX };

struct metrics *metrics_new(void); /* NULL if no memory */
void metrics_free(struct metrics *m);
void metrics_event(struct metrics *m, enum metrics_event event);
void metrics_gauge(struct metrics *m, enum metrics_gauge gauge, size_t value);
/* A request that a worker has answered.  ROUTE: index in routes[], or n_routes if none was found;
 * MICROS from its arrival in the queue. */
void metrics_request(struct metrics *m, size_t route, int status, int64_t micros);
/* Appends all of them and the queue's. */
void metrics_print(const struct metrics *m, struct workq *q, struct cw_buf *out);

#endif
