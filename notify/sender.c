#include "notify/sender.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "casework/base/log.h"
#include "notify/bucket.h"
#include "notify/fan.h"
#include "notify/result.h"
#include "notify/schedule.h"

#define SECOND	     INT64_C(1000000)
#define MS	     INT64_C(1000)
#define LEASE	     (60 * SECOND) /* longer than an attempt can take, with its record */
#define IN_FLIGHT    256
#define PER_ENDPOINT 16		 /* so that a receiver that hangs holds no more than these */
#define LOOK_EVERY   SECOND	 /* other instances' events and leases that ran out */
#define HELD_WAIT    (200 * MS)	 /* due, but an earlier event of the case goes first */
#define CLOSED_WAIT  (5 * SECOND) /* disabled: its deliveries wait */
#define AWAY_WAIT    (2 * SECOND)

/* What this instance knows of an endpoint. */
struct lane {
	uint64_t endpoint;
	enum nt_kind kind;
	bool known; /* kind and bucket are set */
	struct nt_bucket bucket;
	unsigned in_flight;
	int64_t idle_to; /* real clock: not looked at before */
};

struct nt_sender {
	struct nt_conf conf;
	pthread_t thread;
	CURLM *multi;
	atomic_bool stopping, woken;

	/* The thread's own. */
	struct db_conn *db;
	struct cw_arena *arena; /* dies with each round */
	struct lane *lanes;	/* by endpoint */
	size_t n_lanes, room;
	unsigned in_flight;
	int64_t look_at; /* real clock: the next look at the database */
	uint64_t random;
	bool away;
};

static int64_t clock_us(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return (int64_t)ts.tv_sec * SECOND + ts.tv_nsec / 1000;
}

/* Jitter only: xorshift is random enough. */
static uint32_t jitter(struct nt_sender *s)
{
	s->random ^= s->random << 13;
	s->random ^= s->random >> 7;
	s->random ^= s->random << 17;
	return (uint32_t)(s->random >> 16);
}

static void look_by(struct nt_sender *s, int64_t at)
{
	if (at < s->look_at)
		s->look_at = at;
}

/* The endpoint's lane, made at its first use; NULL if no memory. */
static struct lane *lane_of(struct nt_sender *s, uint64_t endpoint)
{
	size_t low = 0, high = s->n_lanes;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (s->lanes[mid].endpoint < endpoint)
			low = mid + 1;
		else
			high = mid;
	}
	if (low < s->n_lanes && s->lanes[low].endpoint == endpoint)
		return &s->lanes[low];
	if (s->n_lanes == s->room) {
		size_t room = s->room ? s->room * 2 : 64;
		struct lane *more = reallocarray(s->lanes, room, sizeof(*more));

		if (!more)
			return NULL;
		s->lanes = more;
		s->room = room;
	}
	memmove(&s->lanes[low + 1], &s->lanes[low], (s->n_lanes - low) * sizeof(*s->lanes));
	s->lanes[low] = (struct lane){ .endpoint = endpoint };
	s->n_lanes++;
	return &s->lanes[low];
}

static void say(const char *event, const struct cw_err *err)
{
	if (err->code != CW_UNAVAILABLE) /* the next connected() says so */
		cw_log(CW_LOG_ERROR, event, "code=%d message=%s detail=\"%s\"", (int)err->code,
		       cw_msg_name(err->msg), err->detail);
}

static int scene_now(struct nt_sender *s, struct db_conn *c, struct nt_scene *scene,
		     struct cw_err *err)
{
	*scene = (struct nt_scene){ .public_url = s->conf.public_url };
	return s->conf.scene(s->conf.arg, c, s->arena, clock_us(CLOCK_REALTIME), scene, err);
}

static int fan_out(struct nt_sender *s, struct cw_err *err)
{
	struct nt_scene scene;
	struct nt_fan fan = { .scene = &scene, .arena = s->arena, .now = clock_us(CLOCK_REALTIME) };

	if (scene_now(s, s->db, &scene, err) || db_tx_run(s->db, nt_fan_body, &fan, NULL, err))
		return -1;
	if (fan.n == NT_FAN_BATCH) /* more, after what is due was sent */
		s->look_at = 0;
	cw_arena_reset(s->arena);
	return 0;
}

/* ---- The record of an attempt. */

struct save {
	struct nt_sender *s;
	struct nt_result *result;
};

static int save_body(struct db_conn *c, void *arg, struct cw_err *err)
{
	struct save *save = arg;
	struct nt_scene scene;

	if (save->result->judgement.verdict == NT_TOO_LONG) {
		if (scene_now(save->s, c, &scene, err))
			return -1;
		save->result->scene = &scene;
	}
	return nt_result_save(c, save->result, err);
}

static int record(struct nt_sender *s, struct nt_post *p, const struct nt_answer *answer,
		  const char *fault, struct cw_err *err)
{
	struct nt_result result = { .post = p,
				    .judgement = nt_classify(p->kind, answer),
				    .fault = fault,
				    .status = answer->status,
				    .ended_at = clock_us(CLOCK_REALTIME),
				    .jitter = jitter(s) };
	struct save save = { .s = s, .result = &result };
	struct lane *lane = lane_of(s, p->d.endpoint_id);

	if (lane && result.judgement.verdict == NT_DELIVERED)
		nt_bucket_good(&lane->bucket);
	if (lane && result.judgement.verdict == NT_THROTTLED)
		nt_bucket_slow(&lane->bucket, clock_us(CLOCK_MONOTONIC), result.judgement.wait_s * SECOND);
	return db_tx_run(s->db, save_body, &save, NULL, err);
}

/* ---- Sending what is due. */

struct take {
	uint64_t endpoint;
	bool ping_only;
	unsigned limit;
	struct cw_arena *arena;
	struct db_delivery *rows;
	size_t n;
};

static int take_body(struct db_conn *c, void *arg, struct cw_err *err)
{
	struct take *t = arg;
	const int64_t now = clock_us(CLOCK_REALTIME);

	return db_delivery_claim_list(c, t->arena, t->endpoint, t->ping_only, NT_ATTEMPTS_IN_ORDER, now,
				      now + LEASE, t->limit, &t->rows, &t->n, err);
}

static void begin_post(struct nt_sender *s, struct lane *lane, const struct db_endpoint *e,
		       const struct db_delivery *d)
{
	struct nt_post *p;
	struct cw_err err;

	cw_err_clear(&err);
	if (nt_post_new(s->conf.keys, &s->conf.allow, e, d, clock_us(CLOCK_REALTIME), &p, &err)) {
		cw_log(CW_LOG_WARN, "delivery_not_sent", "delivery=%llu endpoint=%llu code=%d",
		       (unsigned long long)d->id, (unsigned long long)e->id, (int)err.code);
		/* A failed attempt like others; without memory its lease runs out. */
		cw_err_clear(&err);
		if (p && record(s, p, &(struct nt_answer){ .status = 0 }, "the address is not allowed", &err))
			say("attempt_not_recorded", &err);
		nt_post_free(p);
		return;
	}
	if (curl_multi_add_handle(s->multi, p->easy) != CURLM_OK) {
		nt_post_free(p);
		return;
	}
	lane->in_flight++;
	s->in_flight++;
}

/* How many may go now; 0 with the instant to ask again in lane->idle_to. */
static unsigned may_send(struct nt_sender *s, struct lane *lane, int64_t now)
{
	struct nt_bucket probe = lane->bucket;
	unsigned room = PER_ENDPOINT - lane->in_flight, n = 0;
	int64_t wait = nt_rush_wait(lane->kind, now);

	if (room > IN_FLIGHT - s->in_flight)
		room = IN_FLIGHT - s->in_flight;
	while (wait == 0 && n < room) {
		wait = nt_bucket_take(&probe, clock_us(CLOCK_MONOTONIC));
		n += wait == 0;
	}
	if (n == 0 && wait > 0)
		lane->idle_to = now + wait;
	return n;
}

static int serve_lane(struct nt_sender *s, struct lane *lane, int64_t now, struct cw_err *err)
{
	struct take t = { .endpoint = lane->endpoint, .arena = s->arena };
	struct db_endpoint e;
	int kind;

	if (db_endpoint_get(s->db, s->arena, lane->endpoint, &e, err))
		return -1;
	kind = nt_kind_of(e.kind);
	if (kind < 0 || !strcmp(e.status, "disabled")) {
		lane->idle_to = now + CLOSED_WAIT;
		return 0;
	}
	if (!lane->known) {
		lane->known = true;
		lane->kind = (enum nt_kind)kind;
		nt_bucket_init(&lane->bucket, nt_channel(lane->kind)->rate, clock_us(CLOCK_MONOTONIC));
	}
	t.ping_only = !strcmp(e.status, "pending");
	t.limit = may_send(s, lane, now);
	if (t.limit == 0)
		return 0;
	if (db_tx_run(s->db, take_body, &t, NULL, err))
		return -1;
	if (t.n == 0)
		lane->idle_to = now + (t.ping_only ? CLOSED_WAIT : HELD_WAIT);
	for (size_t i = 0; i < t.n; i++) {
		nt_bucket_take(&lane->bucket, clock_us(CLOCK_MONOTONIC));
		begin_post(s, lane, &e, &t.rows[i]);
	}
	return 0;
}

static int send_due(struct nt_sender *s, struct cw_err *err)
{
	const int64_t now = clock_us(CLOCK_REALTIME);
	struct db_due *due;
	size_t n;

	if (db_due_list(s->db, s->arena, &due, &n, err))
		return -1;
	for (size_t i = 0; i < n && s->in_flight < IN_FLIGHT; i++) {
		/* Another first each time, so that none waits behind the same others for ever. */
		const struct db_due *d = &due[(i + (size_t)(now / MS)) % n];
		struct lane *lane = lane_of(s, d->endpoint_id);

		if (!lane)
			return cw_fail_memory(err);
		if (d->next_at <= now && lane->idle_to <= now && lane->in_flight < PER_ENDPOINT &&
		    serve_lane(s, lane, now, err))
			return -1;
		if (lane->in_flight < PER_ENDPOINT)
			look_by(s, lane->idle_to > now	    ? lane->idle_to
				   : d->next_at > now	    ? d->next_at
							    : now + HELD_WAIT);
	}
	cw_arena_reset(s->arena);
	return 0;
}

/* ---- What came back. */

static void end_post(struct nt_sender *s, struct nt_post *p, CURLcode code)
{
	struct lane *lane = lane_of(s, p->d.endpoint_id);
	struct nt_answer answer;
	struct cw_err err;

	cw_err_clear(&err);
	nt_post_answer(p, code, &answer);
	/* Without the record the lease runs out and the message is sent again under its id. */
	if (record(s, p, &answer, nt_post_fault(p, code), &err))
		say("attempt_not_recorded", &err);
	curl_multi_remove_handle(s->multi, p->easy);
	nt_post_free(p);
	lane->in_flight--; /* it is there since the post began */
	s->in_flight--;
}

static void end_posts(struct nt_sender *s)
{
	CURLMsg *msg;
	int left;

	while ((msg = curl_multi_info_read(s->multi, &left))) {
		char *private = NULL;

		if (msg->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(msg->easy_handle, CURLINFO_PRIVATE, &private);
		end_post(s, (struct nt_post *)(void *)private, msg->data.result);
		s->look_at = 0; /* a place is free */
	}
}

/* ---- The thread. */

static bool connected(struct nt_sender *s)
{
	struct cw_err err;
	int rc;

	cw_err_clear(&err);
	rc = s->db ? db_conn_ready(s->db, &err) : db_conn_open(&s->conf.db, &s->db, &err);
	if (rc && !s->away)
		cw_log(CW_LOG_WARN, "notify_database_away", "detail=\"%s\"", err.detail);
	if (rc == 0 && s->away)
		cw_log(CW_LOG_INFO, "notify_database_back", "%s", "");
	s->away = rc != 0;
	return rc == 0;
}

static void look(struct nt_sender *s)
{
	const int64_t now = clock_us(CLOCK_REALTIME);
	struct cw_err err;

	if (atomic_load(&s->stopping) || (!atomic_exchange(&s->woken, false) && now < s->look_at))
		return;
	s->look_at = now + LOOK_EVERY;
	if (!connected(s)) {
		s->look_at = now + AWAY_WAIT;
		return;
	}
	cw_err_clear(&err);
	if (fan_out(s, &err) || send_due(s, &err)) {
		say("notify_failed", &err);
		s->look_at = now + AWAY_WAIT;
		cw_arena_reset(s->arena);
	}
}

static void *sender_main(void *arg)
{
	struct nt_sender *s = arg;

	while (!atomic_load(&s->stopping) || s->in_flight) {
		int64_t wait;
		int running;

		look(s);
		curl_multi_perform(s->multi, &running);
		end_posts(s);
		wait = (s->look_at - clock_us(CLOCK_REALTIME)) / MS + 1;
		if (atomic_load(&s->stopping))
			wait = LOOK_EVERY / MS;
		curl_multi_poll(s->multi, NULL, 0, (int)(wait < 0 ? 0 : wait), NULL);
	}
	db_conn_close(s->db);
	return NULL;
}

static void sender_free(struct nt_sender *s)
{
	curl_multi_cleanup(s->multi);
	cw_arena_free(s->arena);
	free(s->lanes);
	free(s);
}

int nt_sender_start(const struct nt_conf *conf, struct nt_sender **out, struct cw_err *err)
{
	struct nt_sender *s = calloc(1, sizeof(*s));

	*out = NULL;
	if (!s)
		return cw_fail_memory(err);
	s->conf = *conf;
	s->conf.db.queue = true;
	db_random(&s->random, sizeof(s->random));
	s->random |= 1; /* xorshift stays at 0 */
	s->arena = cw_arena_new(0);
	s->multi = curl_multi_init();
	if (!s->arena || !s->multi || pthread_create(&s->thread, NULL, sender_main, s)) {
		sender_free(s);
		return cw_fail_memory(err);
	}
	*out = s;
	return 0;
}

void nt_sender_wake(struct nt_sender *s)
{
	if (!s)
		return;
	atomic_store(&s->woken, true);
	curl_multi_wakeup(s->multi);
}

void nt_sender_stop(struct nt_sender *s)
{
	if (!s)
		return;
	atomic_store(&s->stopping, true);
	curl_multi_wakeup(s->multi);
	pthread_join(s->thread, NULL);
	sender_free(s);
}
