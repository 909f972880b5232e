#include "notify/clerk.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "casework/base/log.h"

#define SECOND	  INT64_C(1000000)
#define AWAY_WAIT (2 * SECOND)
#define AT_REST	  (60 * SECOND)
#define FEW	  8 /* failures written in one go: each is a few statements */

struct nt_clerk {
	const struct nt_conf *conf;
	struct nt_wire *wire;
	pthread_t thread;
	struct db_conn *db;
	struct cw_arena *arena; /* dies with each round */
	struct nt_result results[NT_RESULTS];
};

struct save {
	const struct nt_result *results;
	size_t n;
};

static int save_body(struct db_conn *c, void *arg, struct cw_err *err)
{
	const struct save *save = arg;

	return nt_results_save(c, save->results, save->n, err);
}

static int scene_now(struct nt_clerk *k, struct nt_scene *scene, struct cw_err *err)
{
	*scene = (struct nt_scene){ .public_url = k->conf->public_url };
	return k->conf->scene(k->conf->arg, k->db, k->arena, nt_clock_us(CLOCK_REALTIME), scene,
			      err);
}

static bool needs_scene(const struct nt_result *r)
{
	return r->judgement.verdict == NT_TOO_LONG ||
	       (r->post->quiet && r->judgement.verdict != NT_DELIVERED);
}

/* Together; if that fails, each by itself, so that one holds up no other.  Without the record a
 * lease runs out, and the message is sent again under its id. */
static void record(struct nt_clerk *k, struct nt_result *results, size_t n)
{
	struct save all = { results, n };
	struct nt_scene scene;
	struct cw_err err;

	cw_err_clear(&err);
	for (size_t i = 0; i < n; i++)
		if (needs_scene(&results[i]) && scene_now(k, &scene, &err) == 0)
			results[i].scene = &scene;
	cw_err_clear(&err);
	if (n == 0 || db_tx_run(k->db, save_body, &all, NULL, &err) == 0)
		return;
	for (size_t i = 0; i < n && err.code != CW_UNAVAILABLE; i++) {
		struct save one = { &results[i], 1 };

		cw_err_clear(&err);
		if (db_tx_run(k->db, save_body, &one, NULL, &err) && err.code != CW_UNAVAILABLE)
			cw_log(CW_LOG_ERROR, "attempt_not_recorded",
			       "code=%d message=%s detail=\"%s\"", (int)err.code,
			       cw_msg_name(err.msg), err.detail);
	}
}

/* What was held may go now, and the desk looks for more. */
static void tell_desk(struct nt_clerk *k, size_t n)
{
	struct nt_wire *w = k->wire;

	pthread_mutex_lock(&w->lock);
	for (size_t i = 0; i < n; i++) {
		struct nt_lane *lane = k->results[i].post->lane;

		if (lane->held && k->results[i].judgement.verdict == NT_DELIVERED) {
			lane->held = false;
			lane->idle_to = 0;
			w->hungry = true;
		}
		/* While the outbox holds more, a lane without work of its own gets some anyway. */
		w->hungry |= nt_lane_hungry(lane) && (lane->more || !w->more);
	}
	if (w->hungry)
		pthread_cond_signal(&w->news);
	pthread_mutex_unlock(&w->lock);
}

/* Those that arrived go together and first: the next events of their cases wait for it. */
static void record_done(struct nt_clerk *k)
{
	struct nt_result failed[NT_RESULTS];
	size_t n = nt_wire_take(k->wire, k->results), arrived = 0, n_failed = 0;

	for (size_t i = 0; i < n; i++) {
		if (k->results[i].judgement.verdict == NT_DELIVERED)
			k->results[arrived++] = k->results[i];
		else
			failed[n_failed++] = k->results[i];
	}
	/* cppcheck-suppress uninitvar ; n_failed of them are set */
	memcpy(k->results + arrived, failed, n_failed * sizeof(failed[0]));
	record(k, k->results, arrived);
	for (size_t i = arrived; i < n; i += FEW)
		record(k, k->results + i, n - i < FEW ? n - i : FEW);
	tell_desk(k, n);
	for (size_t i = 0; i < n; i++)
		nt_post_free(k->results[i].post);
	cw_arena_reset(k->arena);
}

/* Until results are to be recorded: many, or no more will come soon.  False: nothing ever will. */
static bool wait_for_results(struct nt_clerk *k)
{
	struct nt_wire *w = k->wire;
	int64_t wait = AT_REST;
	bool go_on;

	pthread_mutex_lock(&w->lock);
	while (!w->stopped && wait > 0 && w->n_done < NT_RECORDED &&
	       !(w->n_done && w->queued == 0)) {
		if (w->n_done)
			wait = w->done_since + NT_RECORD_WAIT - nt_clock_us(CLOCK_REALTIME);
		if (wait > 0)
			nt_wire_wait(w, &w->ended, wait);
	}
	go_on = !w->stopped || w->n_done;
	pthread_mutex_unlock(&w->lock);
	return go_on;
}

static bool connected(struct nt_clerk *k)
{
	struct cw_err err;

	cw_err_clear(&err);
	return (k->db ? db_conn_ready(k->db, &err) : db_conn_open(&k->conf->db, &k->db, &err)) == 0;
}

/* While the database is away results are kept; whether they still hold when it is back, their
 * claims say.  At the end nobody waits for it. */
static void *clerk_main(void *arg)
{
	struct nt_clerk *k = arg;
	struct nt_wire *w = k->wire;

	pthread_setname_np(pthread_self(), "notify-clerk");
	while (wait_for_results(k)) {
		bool stopped;

		if (connected(k)) {
			record_done(k);
			continue;
		}
		pthread_mutex_lock(&w->lock);
		stopped = w->stopped;
		if (!stopped)
			nt_wire_wait(w, &w->ended, AWAY_WAIT);
		pthread_mutex_unlock(&w->lock);
		if (stopped)
			break;
	}
	db_conn_close(k->db);
	return NULL;
}

int nt_clerk_start(const struct nt_conf *conf, struct nt_wire *wire, struct nt_clerk **out,
		   struct cw_err *err)
{
	struct nt_clerk *k = calloc(1, sizeof(*k));

	*out = NULL;
	if (!k)
		return cw_fail_memory(err);
	k->conf = conf;
	k->wire = wire;
	k->arena = cw_arena_new(0);
	if (!k->arena || pthread_create(&k->thread, NULL, clerk_main, k)) {
		cw_arena_free(k->arena);
		free(k);
		return cw_fail_memory(err);
	}
	*out = k;
	return 0;
}

void nt_clerk_join(struct nt_clerk *k)
{
	if (!k)
		return;
	pthread_join(k->thread, NULL);
	cw_arena_free(k->arena);
	free(k);
}
