#include "server/http/workq.h"

#include <pthread.h>
#include <stdlib.h>

struct lane {
	struct job *first, **end;
};

struct workq {
	struct workq_conf conf;
	pthread_mutex_t lock; /* all below */
	pthread_cond_t ready;
	struct lane fast, slow;
	size_t count, bytes;
	unsigned running, running_slow;
	bool slow_next; /* whose turn it is */
	bool closed;
};

static void lane_init(struct lane *l)
{
	l->first = NULL;
	l->end = &l->first;
}

static void lane_put(struct lane *l, struct job *job)
{
	job->next = NULL;
	*l->end = job;
	l->end = &job->next;
}

static struct job *lane_take(struct lane *l)
{
	struct job *job = l->first;

	l->first = job->next;
	if (!l->first)
		l->end = &l->first;
	return job;
}

static void lane_free(struct lane *l)
{
	while (l->first)
		job_free(lane_take(l));
}

struct workq *workq_new(const struct workq_conf *conf)
{
	struct workq *q = calloc(1, sizeof(*q));

	if (!q)
		return NULL;
	q->conf = *conf;
	pthread_mutex_init(&q->lock, NULL);
	pthread_cond_init(&q->ready, NULL);
	lane_init(&q->fast);
	lane_init(&q->slow);
	return q;
}

void workq_free(struct workq *q)
{
	if (!q)
		return;
	lane_free(&q->fast);
	lane_free(&q->slow);
	pthread_cond_destroy(&q->ready);
	pthread_mutex_destroy(&q->lock);
	free(q);
}

static bool put(struct workq *q, struct job *job, int64_t now, bool again)
{
	bool taken;

	pthread_mutex_lock(&q->lock);
	taken = !q->closed && (again || (q->count < q->conf.count &&
					 q->bytes + job->bytes <= q->conf.bytes));
	if (taken) {
		job->queued_at = now;
		lane_put(job->slow ? &q->slow : &q->fast, job);
		q->count++;
		q->bytes += job->bytes;
	}
	pthread_mutex_unlock(&q->lock);
	if (taken) /* not before: whoever wakes would wait for the lock */
		pthread_cond_signal(&q->ready);
	return taken;
}

bool workq_put(struct workq *q, struct job *job, int64_t now)
{
	return put(q, job, now, false);
}

bool workq_put_again(struct workq *q, struct job *job, int64_t now)
{
	return put(q, job, now, true);
}

/* The lane to take from, or NULL: a slow job waits while half of the workers have one. */
static struct lane *next_lane(struct workq *q)
{
	bool slow = q->slow.first && q->running_slow < q->conf.slow;

	if (slow && (q->slow_next || !q->fast.first))
		return &q->slow;
	return q->fast.first ? &q->fast : NULL;
}

struct job *workq_take(struct workq *q)
{
	struct job *job = NULL;
	struct lane *lane;

	pthread_mutex_lock(&q->lock);
	while (!(lane = next_lane(q)) && !(q->closed && !q->slow.first))
		pthread_cond_wait(&q->ready, &q->lock);
	if (lane) {
		job = lane_take(lane);
		q->slow_next = lane == &q->fast;
		q->count--;
		q->bytes -= job->bytes;
		q->running++;
		q->running_slow += job->slow;
	}
	pthread_mutex_unlock(&q->lock);
	return job;
}

void workq_done(struct workq *q, bool slow)
{
	pthread_mutex_lock(&q->lock);
	q->running--;
	q->running_slow -= slow;
	if (slow) /* one that was held back may go now, and those who wait for the end see it */
		pthread_cond_broadcast(&q->ready);
	pthread_mutex_unlock(&q->lock);
}

bool workq_too_old(const struct workq *q, const struct job *job, int64_t now)
{
	return now - job->queued_at > q->conf.age;
}

void workq_close(struct workq *q)
{
	pthread_mutex_lock(&q->lock);
	q->closed = true;
	pthread_cond_broadcast(&q->ready);
	pthread_mutex_unlock(&q->lock);
}

void workq_look(struct workq *q, struct workq_stats *out)
{
	pthread_mutex_lock(&q->lock);
	*out = (struct workq_stats){ q->count, q->bytes, q->running, q->running_slow };
	pthread_mutex_unlock(&q->lock);
}
