#include "server/http/job.h"

#include <string.h>
#include <time.h>

/* What a request may take in memory, its body and its answer with it. */
#define ARENA_MAX ((size_t)512 * 1024 * 1024)

struct job *job_new(void)
{
	struct cw_arena *a = cw_arena_new(ARENA_MAX);
	struct job *job = a ? cw_alloc(a, sizeof(*job)) : NULL;

	if (!job) {
		cw_arena_free(a);
		return NULL;
	}
	job->arena = a;
	return job;
}

void job_free(struct job *job)
{
	if (!job)
		return;
	cw_arena_free(job->piece_arena);
	cw_arena_free(job->arena);
}

const char *job_header(const struct job *job, const char *name)
{
	for (size_t i = 0; i < job->n_headers; i++)
		if (strcmp(job->headers[i].name, name) == 0)
			return job->headers[i].value;
	return NULL;
}

static int64_t micros(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

int64_t job_now(void)
{
	return micros(CLOCK_MONOTONIC);
}

int64_t job_real_now(void)
{
	return micros(CLOCK_REALTIME);
}
