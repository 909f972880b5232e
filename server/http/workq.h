/*
 * The queue between the loop and the workers: bounded by count, bytes and age, with a lane for slow
 * routes that takes at most half of the workers.  A queue that is full says so at once; one that is
 * closed gives out what it holds, and takes nothing.
 */
#ifndef SERVER_HTTP_WORKQ_H
#define SERVER_HTTP_WORKQ_H

#include "server/http/job.h"

struct workq;

struct workq_conf {
	size_t count;  /* jobs that may wait */
	size_t bytes;  /* and what they may keep together */
	int64_t age;   /* microseconds after which a job that waited is too old */
	unsigned slow; /* slow jobs that may run at a time */
};
struct workq_stats {
	size_t count, bytes;	/* waiting */
	unsigned running, slow; /* with workers; of them slow */
};

struct workq *workq_new(const struct workq_conf *conf); /* NULL if no memory */
void workq_free(struct workq *q);			/* with what still waits; NULL is fine */

/* Takes JOB over and stamps queued_at; false if it is full or closed: the caller keeps JOB.  NOW:
 * job_now(). */
bool workq_put(struct workq *q, struct job *job, int64_t now) CW_MUST_CHECK;
/* The same for an answered job that is to make its next piece: it was admitted when it was new, so it
 * is bounded by the connections and not refused for a full queue.  False: the queue is closed. */
bool workq_put_again(struct workq *q, struct job *job, int64_t now) CW_MUST_CHECK;
/* The next job, fast and slow ones in turns; waits for one.  NULL when the queue is closed and
 * empty.  The caller says workq_done when it is through with it. */
struct job *workq_take(struct workq *q);
/* A job that was taken is finished: SLOW is what job->slow was (the job itself may be gone). */
void workq_done(struct workq *q, bool slow);
/* Whether JOB waited too long by NOW: it is answered 503 without being looked at. */
bool workq_too_old(const struct workq *q, const struct job *job, int64_t now);

/* Takes nothing any more; those who wait are woken. */
void workq_close(struct workq *q);
void workq_look(struct workq *q, struct workq_stats *out);

#endif
