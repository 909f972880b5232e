#include "server/jobs/scheduler.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "casework/base/log.h"

#define MS	  INT64_C(1000000) /* in ns */
#define AWAY_WAIT (2000 * MS)
#define SOON_WAIT (10 * MS) /* between slices: others want the database too */

struct scheduler {
	struct app *app;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool stopping, all_due; /* under the lock */

	/* The thread's own. */
	struct db_conn *db;
	struct cw_arena *arena;
	int64_t *due;	     /* per task, monotonic ns */
	uint64_t *positions; /* per task */
	bool away;	     /* the database was away at the last try: said once */
};

static int64_t clock_ns(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

/* Sleeps until UNTIL, or until it is told that all is due, or to stop; whether to stop. */
static bool wait_until(struct scheduler *s, int64_t until)
{
	struct timespec ts = { .tv_sec = (time_t)(until / 1000000000),
			       .tv_nsec = (long)(until % 1000000000) };
	bool stopping;

	pthread_mutex_lock(&s->lock);
	while (!s->stopping && !s->all_due && clock_ns(CLOCK_MONOTONIC) < until)
		pthread_cond_timedwait(&s->wake, &s->lock, &ts);
	stopping = s->stopping;
	if (s->all_due)
		memset(s->due, 0, n_tasks * sizeof(*s->due));
	s->all_due = false;
	pthread_mutex_unlock(&s->lock);
	return stopping;
}

static bool connected(struct scheduler *s)
{
	struct cw_err err;
	int rc;

	cw_err_clear(&err);
	rc = s->db ? db_conn_ready(s->db, &err) : db_conn_open(&s->app->db, &s->db, &err);
	if (rc && !s->away)
		cw_log(CW_LOG_WARN, "scheduler_database_away", "detail=\"%s\"", err.detail);
	if (rc == 0 && s->away)
		cw_log(CW_LOG_INFO, "scheduler_database_back", "%s", "");
	s->away = rc != 0;
	return rc == 0;
}

static void run_task(struct scheduler *s, size_t i)
{
	struct task_run run = { .app = s->app,
				.db = s->db,
				.arena = s->arena,
				.now = clock_ns(CLOCK_REALTIME) / 1000,
				.position = &s->positions[i] };
	struct cw_err err;
	bool more = false;

	cw_err_clear(&err);
	if (tasks[i].fn(&run, &more, &err)) {
		more = false;
		/* An absent database is reported by the next connected(). */
		if (err.code != CW_UNAVAILABLE)
			cw_log(CW_LOG_ERROR, "task_failed",
			       "task=%s code=%d message=%s detail=\"%s\"", tasks[i].name,
			       (int)err.code, cw_msg_name(err.msg), err.detail);
	}
	cw_arena_reset(s->arena);
	s->due[i] = clock_ns(CLOCK_MONOTONIC) + (more ? SOON_WAIT : tasks[i].every_s * 1000 * MS);
}

static size_t next_task(const struct scheduler *s)
{
	size_t next = 0;

	for (size_t i = 1; i < n_tasks; i++) {
		if (s->due[i] < s->due[next])
			next = i;
	}
	return next;
}

static void *scheduler_main(void *arg)
{
	struct scheduler *s = arg;

	pthread_setname_np(pthread_self(), "scheduler");
	for (;;) {
		size_t next = next_task(s);

		if (wait_until(s, s->due[next]))
			break;
		if (connected(s))
			run_task(s, next);
		else if (wait_until(s, clock_ns(CLOCK_MONOTONIC) + AWAY_WAIT))
			break;
	}
	db_conn_close(s->db);
	return NULL;
}

static void scheduler_free(struct scheduler *s)
{
	cw_arena_free(s->arena);
	free(s->due);
	free(s->positions);
	pthread_cond_destroy(&s->wake);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

int scheduler_start(struct app *app, struct scheduler **out)
{
	struct scheduler *s = calloc(1, sizeof(*s));
	pthread_condattr_t attr;

	if (!s)
		return -1;
	s->app = app;
	pthread_mutex_init(&s->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&s->wake, &attr);
	pthread_condattr_destroy(&attr);
	s->arena = cw_arena_new(0);
	s->due = calloc(n_tasks, sizeof(*s->due));
	s->positions = calloc(n_tasks, sizeof(*s->positions));
	if (!s->arena || !s->due || !s->positions || pthread_create(&s->thread, NULL, scheduler_main, s)) {
		scheduler_free(s);
		return -1;
	}
	*out = s;
	return 0;
}

void scheduler_all_due(struct scheduler *s)
{
	pthread_mutex_lock(&s->lock);
	s->all_due = true;
	pthread_cond_signal(&s->wake);
	pthread_mutex_unlock(&s->lock);
}

void scheduler_stop(struct scheduler *s)
{
	if (!s)
		return;
	pthread_mutex_lock(&s->lock);
	s->stopping = true;
	pthread_cond_signal(&s->wake);
	pthread_mutex_unlock(&s->lock);
	pthread_join(s->thread, NULL);
	scheduler_free(s);
}
