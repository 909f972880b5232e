#include "notify/wire.h"

#include <stdlib.h>
#include <time.h>

#include "casework/base/log.h"

#define SECOND	    INT64_C(1000000)
#define LEASE_LEFT  (20 * SECOND) /* nothing is begun with less */
#define STOP_WITHIN (5 * SECOND)  /* for what is queued */
#define WAIT_MS	    1000

int64_t nt_clock_us(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return (int64_t)ts.tv_sec * SECOND + ts.tv_nsec / 1000;
}

/* Jitter only: xorshift is random enough. */
static uint32_t jitter(struct nt_wire *w)
{
	w->random ^= w->random << 13;
	w->random ^= w->random >> 7;
	w->random ^= w->random << 17;
	return (uint32_t)(w->random >> 16);
}

/* ---- What came back; under the lock. */

static void judge(struct nt_wire *w, struct nt_lane *lane, struct nt_post *p, const char *fault,
		  const struct nt_answer *answer)
{
	struct nt_result *r = &w->done[w->n_done];

	*r = (struct nt_result){ .post = p,
				 .judgement = nt_classify(p->kind, answer),
				 .fault = fault,
				 .status = answer->status,
				 .ended_at = nt_clock_us(CLOCK_REALTIME),
				 .jitter = jitter(w) };
	if (w->n_done++ == 0)
		w->done_since = r->ended_at;
	nt_lane_judged(lane, &r->judgement, r->ended_at - p->started_at, r->ended_at,
		       nt_clock_us(CLOCK_MONOTONIC));
	if (r->judgement.verdict == NT_GONE)
		/* What was claimed goes back when its lease ends: nothing more goes to a dead
		 * address. */
		for (struct nt_post *next; (next = nt_lane_pop(lane)); w->queued--)
			nt_post_free(next);
}

/* The receiver's place is free; the post stays until it is recorded. */
static void end_post(struct nt_wire *w, struct nt_post *p, CURLcode code)
{
	struct nt_lane *lane = p->lane;
	struct nt_answer answer;

	curl_multi_remove_handle(w->multi, p->easy);
	lane->in_flight--;
	w->in_flight--;
	w->probes -= p->probe;
	nt_post_answer(p, code, &answer);
	judge(w, lane, p, nt_post_fault(p, code), &answer);
	if (w->n_spare < NT_SPARE) {
		curl_easy_reset(p->easy); /* nothing of this post stays but its connection */
		w->spare[w->n_spare++] = p->easy;
		p->easy = NULL;
	}
}

/* Who has something to do now. */
static void tell(struct nt_wire *w, size_t before, bool hungry)
{
	if (w->n_done &&
	    (before == 0 || w->queued == 0 || w->n_done / NT_RECORDED > before / NT_RECORDED))
		pthread_cond_signal(&w->ended);
	w->hungry |= hungry;
	if (hungry || (w->more && w->queued < NT_AHEAD / 2))
		pthread_cond_signal(&w->news);
}

static void end_posts(struct nt_wire *w)
{
	const size_t before = w->n_done;
	bool hungry = false;
	CURLMsg *msg;
	int left;

	while ((msg = curl_multi_info_read(w->multi, &left))) {
		char *private = NULL;
		struct nt_post *p;

		if (msg->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(msg->easy_handle, CURLINFO_PRIVATE, &private);
		p = (struct nt_post *)(void *)private;
		end_post(w, p, msg->data.result);
		hungry |= p->lane->more && nt_lane_hungry(p->lane);
	}
	tell(w, before, hungry);
}

/* ---- Sending what is queued; under the lock. */

static void begin_post(struct nt_wire *w, struct nt_lane *lane, struct nt_post *p)
{
	struct cw_err err;

	cw_err_clear(&err);
	nt_bucket_take(&lane->bucket, nt_clock_us(CLOCK_MONOTONIC));
	if (w->n_spare)
		p->easy = w->spare[--w->n_spare];
	if (nt_post_begin(p, w->keys, w->allow, &lane->e, nt_clock_us(CLOCK_REALTIME), &err)) {
		cw_log(CW_LOG_WARN, "delivery_not_sent", "delivery=%llu endpoint=%llu code=%d",
		       (unsigned long long)p->d.id, (unsigned long long)lane->endpoint,
		       (int)err.code);
		if (err.msg == CW_MSG_NO_MEMORY) { /* its lease runs out */
			nt_post_free(p);
			return;
		}
		judge(w, lane, p, "the address is not allowed", &(struct nt_answer){ .status = 0 });
		pthread_cond_signal(&w->ended);
		return;
	}
	if (curl_multi_add_handle(w->multi, p->easy) != CURLM_OK) {
		nt_post_free(p);
		return;
	}
	p->probe = lane->window == 1;
	w->probes += p->probe;
	lane->in_flight++;
	w->in_flight++;
}

static bool pump(struct nt_wire *w, struct nt_lane *lane)
{
	const int64_t now = nt_clock_us(CLOCK_REALTIME);
	bool begun = false;

	while (lane->first && lane->in_flight < lane->window && w->in_flight < NT_IN_FLIGHT &&
	       w->n_done + w->in_flight < NT_DONE_MAX) {
		struct nt_post *p = nt_lane_pop(lane);

		w->queued--;
		if (p->d.next_at - now < LEASE_LEFT) { /* whoever claims it next sends it */
			nt_post_free(p);
			continue;
		}
		begin_post(w, lane, p);
		begun = true;
	}
	return begun;
}

static bool pump_all(struct nt_wire *w)
{
	bool begun = false;

	for (size_t i = 0; w->queued && i < w->lanes.n; i++)
		begun |= pump(w, w->lanes.rows[i]);
	return begun;
}

/* ---- The thread. */

static void *wire_main(void *arg)
{
	struct nt_wire *w = arg;
	int64_t stop_by = INT64_MAX;
	bool go_on = true;

	pthread_setname_np(pthread_self(), "notify-wire");
	while (go_on) {
		int running;
		bool begun;

		pthread_mutex_lock(&w->lock);
		end_posts(w);
		begun = pump_all(w);
		if (w->stopping && stop_by == INT64_MAX)
			stop_by = nt_clock_us(CLOCK_MONOTONIC) + STOP_WITHIN;
		go_on = !w->stopping || w->in_flight ||
			(w->queued && nt_clock_us(CLOCK_MONOTONIC) < stop_by);
		pthread_mutex_unlock(&w->lock);
		/* What was begun is sent at once: curl waits for the sockets that it knows. */
		if (!begun && go_on)
			curl_multi_poll(w->multi, NULL, 0, WAIT_MS, NULL);
		curl_multi_perform(w->multi, &running);
	}
	return NULL;
}

int nt_wire_start(const struct db_keyring *keys, const struct nt_allow *allow, struct nt_wire **out,
		  struct cw_err *err)
{
	struct nt_wire *w = calloc(1, sizeof(*w));
	pthread_condattr_t monotonic;

	*out = NULL;
	if (!w)
		return cw_fail_memory(err);
	w->keys = keys;
	w->allow = allow;
	db_random(&w->random, sizeof(w->random));
	w->random |= 1; /* xorshift stays at 0 */
	pthread_mutex_init(&w->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&w->news, &monotonic);
	pthread_cond_init(&w->ended, &monotonic);
	pthread_condattr_destroy(&monotonic);
	w->multi = curl_multi_init();
	/* Else curl keeps four connections for each attempt that runs, and closes the others in a
	 * lull. */
	if (w->multi)
		curl_multi_setopt(w->multi, CURLMOPT_MAXCONNECTS, (long)NT_IN_FLIGHT);
	if (!w->multi || pthread_create(&w->thread, NULL, wire_main, w)) {
		nt_wire_free(w);
		return cw_fail_memory(err);
	}
	*out = w;
	return 0;
}

void nt_wire_join(struct nt_wire *w)
{
	pthread_mutex_lock(&w->lock);
	w->stopping = true;
	pthread_mutex_unlock(&w->lock);
	curl_multi_wakeup(w->multi);
	pthread_join(w->thread, NULL);
	pthread_mutex_lock(&w->lock);
	w->stopped = true;
	pthread_cond_signal(&w->ended);
	pthread_mutex_unlock(&w->lock);
}

void nt_wire_free(struct nt_wire *w)
{
	if (!w)
		return;
	for (size_t i = 0; i < w->n_done; i++)
		nt_post_free(w->done[i].post);
	for (size_t i = 0; i < w->n_spare; i++)
		curl_easy_cleanup(w->spare[i]);
	curl_multi_cleanup(w->multi);
	nt_lanes_free(&w->lanes);
	pthread_cond_destroy(&w->news);
	pthread_cond_destroy(&w->ended);
	pthread_mutex_destroy(&w->lock);
	free(w);
}

void nt_wire_put(struct nt_wire *w, struct nt_lane *lane, struct nt_post *post)
{
	nt_lane_push(lane, post);
	w->queued++;
}

void nt_wire_go(struct nt_wire *w)
{
	curl_multi_wakeup(w->multi);
}

size_t nt_wire_take(struct nt_wire *w, struct nt_result *results)
{
	bool full;
	size_t n;

	pthread_mutex_lock(&w->lock);
	full = w->n_done + w->in_flight >= NT_DONE_MAX;
	n = w->n_done < NT_RESULTS ? w->n_done : NT_RESULTS;
	for (size_t i = 0; i < n; i++)
		results[i] = w->done[i];
	w->n_done -= n;
	for (size_t i = 0; i < w->n_done; i++)
		w->done[i] = w->done[n + i];
	if (w->n_done)
		w->done_since = w->done[0].ended_at;
	pthread_mutex_unlock(&w->lock);
	if (full)
		nt_wire_go(w);
	return n;
}

unsigned nt_wire_free_for(const struct nt_wire *w, const struct nt_lane *lane)
{
	const unsigned all = NT_IN_FLIGHT - w->in_flight;
	const unsigned probes = w->probes < NT_PROBES ? NT_PROBES - w->probes : 0;

	return lane->window > 1 || probes > all ? all : probes;
}

void nt_wire_wait(struct nt_wire *w, pthread_cond_t *cond, int64_t micros)
{
	const int64_t until = nt_clock_us(CLOCK_MONOTONIC) + micros;
	const struct timespec ts = { .tv_sec = until / SECOND, .tv_nsec = until % SECOND * 1000 };

	pthread_cond_timedwait(cond, &w->lock, &ts);
}
