#include "server/live.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "casework/base/log.h"
#include "db/live.h"
#include "server/http/stream.h"

#define SECOND	      INT64_C(1000000)
#define LOOK_EVERY    SECOND	    /* other instances' acts */
#define SETTLED	      (15 * SECOND) /* no transaction lasts longer: ids before are all committed */
#define CHECK_EVERY   (60 * SECOND) /* sessions */
#define AWAY_WAIT     (2 * SECOND)
#define EVENTS	      4000 /* more at once: reload */
#define CASES	      200
#define FIRST_OVERLAP 1000 /* ids before the newest that may still be uncommitted at the start */

struct live {
	struct app *app;
	struct front *front;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool stopping, woken, sessions; /* under the lock */

	/* The thread's own. */
	struct db_conn *db;
	struct cw_arena *arena;
	bool following;	       /* floor and seen hold */
	uint64_t floor;	       /* ids up to here are settled */
	uint64_t seen[EVENTS]; /* ids above it that were told, in order */
	size_t n_seen;
	int64_t checked_at; /* of the sessions, monotonic */
	uint64_t open[STREAMS_MAX];
};

static int64_t clock_us(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return (int64_t)ts.tv_sec * SECOND + ts.tv_nsec / 1000;
}

static int by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* ---- Events. */

static int begin(struct live *l, struct cw_err *err)
{
	struct db_live_event *events;
	size_t n;
	uint64_t newest;

	if (db_live_newest_get(l->db, &newest, err))
		return -1;
	l->floor = newest > FIRST_OVERLAP ? newest - FIRST_OVERLAP : 0;
	if (db_live_event_list(l->db, l->arena, l->floor, EVENTS, &events, &n, err))
		return -1;
	for (l->n_seen = 0; l->n_seen < n; l->n_seen++)
		l->seen[l->n_seen] = events[l->n_seen].id;
	l->following = true;
	return 0;
}

static int hint_of(struct live *l, uint64_t case_id, struct stream_hint *h, struct cw_err *err)
{
	struct db_live_case k;
	uint64_t *users;
	size_t n;

	if (db_live_case_get(l->db, case_id, &k, err) ||
	    db_live_user_list(l->db, l->arena, case_id, STREAM_USERS, &users, &n, err))
		return -1;
	*h = (struct stream_hint){ .case_id = case_id,
				   .version = k.version,
				   .agency = k.agency,
				   .assignee = k.assignee,
				   .n_users = (unsigned)n };
	for (size_t i = 0; i < n; i++)
		h->users[i] = users[i];
	return 0;
}

static int tell(struct live *l, uint64_t *cases, size_t n, struct cw_err *err)
{
	struct stream_hint *hints = cw_alloc_n(l->arena, n, sizeof(*hints));
	size_t distinct = 0;

	if (!hints)
		return cw_fail_memory(err);
	qsort(cases, n, sizeof(*cases), by_value);
	for (size_t i = 0; i < n; i++)
		if ((i == 0 || cases[i] != cases[i - 1]) &&
		    hint_of(l, cases[i], &hints[distinct++], err))
			return -1;
	stream_hint(l->front, hints, distinct);
	return 0;
}

/* New are those above the floor that were not told; the floor follows what is settled. */
static size_t take_new(struct live *l, const struct db_live_event *events, size_t n,
		       uint64_t *cases)
{
	int64_t settled = clock_us(CLOCK_REALTIME) - SETTLED;
	size_t fresh = 0, kept = 0;
	bool all_settled = true;

	for (size_t i = 0; i < n; i++)
		if (!bsearch(&events[i].id, l->seen, l->n_seen, sizeof(l->seen[0]), by_value))
			cases[fresh++] = events[i].case_id;
	for (size_t i = 0; i < n; i++) {
		all_settled = all_settled && events[i].created_at < settled;
		if (all_settled)
			l->floor = events[i].id;
		else
			l->seen[kept++] = events[i].id;
	}
	l->n_seen = kept;
	return fresh;
}

static int follow(struct live *l, struct cw_err *err)
{
	struct db_live_event *events;
	uint64_t *cases;
	size_t n, fresh;

	if (!l->following) {
		if (begin(l, err))
			return -1;
		/* What was written between a stream's own reload and here nobody was told of. */
		stream_reload(l->front);
		return 0;
	}
	if (db_live_event_list(l->db, l->arena, l->floor, EVENTS, &events, &n, err))
		return -1;
	cases = cw_alloc_n(l->arena, n ? n : 1, sizeof(*cases));
	if (!cases)
		return cw_fail_memory(err);
	fresh = n < EVENTS ? take_new(l, events, n, cases) : CASES + 1;
	if (fresh > CASES) {
		stream_reload(l->front);
		return n < EVENTS ? 0 : begin(l, err);
	}
	return fresh ? tell(l, cases, fresh, err) : 0;
}

/* ---- Sessions. */

static int check_sessions(struct live *l, size_t n, struct cw_err *err)
{
	int64_t now = clock_us(CLOCK_REALTIME);
	int64_t idle_since = now - l->app->config->session_idle_s * SECOND;
	uint64_t *over = cw_alloc_n(l->arena, n, sizeof(*over));
	size_t n_over = 0;

	if (!over)
		return cw_fail_memory(err);
	for (size_t i = 0; i < n; i++) {
		bool holds;

		if (db_live_session_holds(l->db, l->open[i], now, idle_since, &holds, err))
			return -1;
		if (!holds)
			over[n_over++] = l->open[i];
	}
	if (n_over)
		stream_end(l->front, over, n_over);
	l->checked_at = clock_us(CLOCK_MONOTONIC);
	return 0;
}

/* ---- The thread. */

static int look(struct live *l, bool sessions, struct cw_err *err)
{
	size_t n = stream_sessions(l->front, l->open, STREAMS_MAX);

	if (!n) { /* whoever comes begins with reload */
		l->following = false;
		return 0;
	}
	if (l->db ? db_conn_ready(l->db, err) : db_conn_open(&l->app->db, &l->db, err))
		return -1;
	if (follow(l, err))
		return -1;
	if (sessions || clock_us(CLOCK_MONOTONIC) - l->checked_at >= CHECK_EVERY)
		return check_sessions(l, n, err);
	return 0;
}

/* Waits for a commit or for UNTIL; whether to stop. */
static bool wait_for_more(struct live *l, int64_t until, bool *sessions)
{
	struct timespec ts = { .tv_sec = (time_t)(until / SECOND),
			       .tv_nsec = (long)(until % SECOND * 1000) };
	bool stopping;

	pthread_mutex_lock(&l->lock);
	while (!l->stopping && !l->woken && clock_us(CLOCK_MONOTONIC) < until)
		pthread_cond_timedwait(&l->wake, &l->lock, &ts);
	stopping = l->stopping;
	*sessions = l->sessions;
	l->woken = l->sessions = false;
	pthread_mutex_unlock(&l->lock);
	return stopping;
}

static void *live_main(void *arg)
{
	struct live *l = arg;
	int64_t wait = LOOK_EVERY;
	bool sessions, away = false;
	struct cw_err err;

	pthread_setname_np(pthread_self(), "live");
	while (!wait_for_more(l, clock_us(CLOCK_MONOTONIC) + wait, &sessions)) {
		cw_err_clear(&err);
		wait = LOOK_EVERY;
		if (look(l, sessions, &err)) {
			if (!away)
				cw_log(CW_LOG_WARN, "live_failed", "message=%s detail=\"%s\"",
				       cw_msg_name(err.msg), err.detail);
			away = true;
			l->following = false;
			wait = AWAY_WAIT;
		} else if (away) {
			away = false;
			stream_reload(l->front);
		}
		cw_arena_reset(l->arena);
	}
	db_conn_close(l->db);
	return NULL;
}

static void live_free(struct live *l)
{
	cw_arena_free(l->arena);
	pthread_cond_destroy(&l->wake);
	pthread_mutex_destroy(&l->lock);
	free(l);
}

int live_start(struct app *app, struct front *front, struct live **out, struct cw_err *err)
{
	struct live *l = calloc(1, sizeof(*l));
	pthread_condattr_t attr;

	*out = NULL;
	if (!l)
		return cw_fail_memory(err);
	l->app = app;
	l->front = front;
	pthread_mutex_init(&l->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&l->wake, &attr);
	pthread_condattr_destroy(&attr);
	l->arena = cw_arena_new(0);
	if (!l->arena || pthread_create(&l->thread, NULL, live_main, l)) {
		live_free(l);
		return cw_fail(err, CW_INTERNAL, CW_MSG_HTTP_NO_THREAD, NULL);
	}
	*out = l;
	return 0;
}

void live_wake(struct live *l, bool sessions)
{
	if (!l)
		return;
	pthread_mutex_lock(&l->lock);
	l->woken = true;
	l->sessions = l->sessions || sessions;
	pthread_cond_signal(&l->wake);
	pthread_mutex_unlock(&l->lock);
}

void live_stop(struct live *l)
{
	if (!l)
		return;
	pthread_mutex_lock(&l->lock);
	l->stopping = true;
	pthread_cond_signal(&l->wake);
	pthread_mutex_unlock(&l->lock);
	pthread_join(l->thread, NULL);
	live_free(l);
}
