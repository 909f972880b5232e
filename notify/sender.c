#include "notify/sender.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "casework/base/log.h"
#include "notify/fan.h"
#include "notify/lane.h"
#include "notify/result.h"
#include "notify/schedule.h"

#define SECOND	      INT64_C(1000000)
#define MS	      INT64_C(1000)
#define LEASE	      (60 * SECOND) /* longer than an attempt can take, with its record */
#define LEASE_LEFT    (20 * SECOND) /* nothing is begun with less */
#define IN_FLIGHT     512
#define PROBES	      (IN_FLIGHT / 2) /* of these to receivers that have not proved themselves */
#define RECORD_WAIT   (200 * MS)      /* at most, while there is more to send */
#define PROBES_A_LOOK 4
#define LOOK_EVERY    SECOND	   /* other instances' events and leases that ran out */
#define HELD_WAIT     (200 * MS)   /* due, but an earlier event of the case goes first */
#define CLOSED_WAIT   (5 * SECOND) /* disabled: its deliveries wait */
#define AWAY_WAIT     (2 * SECOND)

struct nt_sender {
	struct nt_conf conf;
	pthread_t thread;
	CURLM *multi;
	atomic_bool stopping, woken;

	/* The thread's own. */
	struct db_conn *db;
	struct cw_arena *arena; /* dies with each round */
	struct nt_lanes lanes;
	unsigned in_flight, probes;
	struct nt_result done[NT_RESULTS]; /* ended and not recorded yet */
	size_t n_done;
	int64_t done_since; /* real clock: when the first of them ended */
	int64_t look_at;    /* real clock: the next look at the database */
	int64_t fan_at;	    /* and at the outbox */
	uint64_t random;
	bool away;
	bool begun; /* attempts that curl has not looked at yet */
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

static void say(const char *event, const struct cw_err *err)
{
	if (err->code != CW_UNAVAILABLE) /* the next connected() says so */
		cw_log(CW_LOG_ERROR, event, "code=%d message=%s detail=\"%s\"", (int)err->code,
		       cw_msg_name(err->msg), err->detail);
}

static int scene_now(struct nt_sender *s, struct nt_scene *scene, struct cw_err *err)
{
	*scene = (struct nt_scene){ .public_url = s->conf.public_url };
	return s->conf.scene(s->conf.arg, s->db, s->arena, clock_us(CLOCK_REALTIME), scene, err);
}

static int fan_out(struct nt_sender *s, struct cw_err *err)
{
	const int64_t now = clock_us(CLOCK_REALTIME);
	struct nt_scene scene;
	struct nt_fan fan = { .scene = &scene, .arena = s->arena, .now = now };

	if (scene_now(s, &scene, err) || db_tx_run(s->db, nt_fan_body, &fan, NULL, err))
		return -1;
	/* More, after what is due was sent. */
	s->fan_at = fan.n == NT_FAN_BATCH ? 0 : now + LOOK_EVERY;
	cw_arena_reset(s->arena);
	return 0;
}

/* ---- What came back. */

struct save {
	const struct nt_result *results;
	size_t n;
};

static int save_body(struct db_conn *c, void *arg, struct cw_err *err)
{
	const struct save *save = arg;

	return nt_results_save(c, save->results, save->n, err);
}

/* Together; if that fails, each by itself, so that one holds up no other.  Without the record a
 * lease runs out, and the message is sent again under its id. */
static void record(struct nt_sender *s, struct nt_result *results, size_t n)
{
	struct save all = { results, n };
	struct nt_scene scene;
	struct cw_err err;

	cw_err_clear(&err);
	for (size_t i = 0; i < n; i++)
		if (results[i].judgement.verdict == NT_TOO_LONG && scene_now(s, &scene, &err) == 0)
			results[i].scene = &scene;
	cw_err_clear(&err);
	if (n == 0 || db_tx_run(s->db, save_body, &all, NULL, &err) == 0)
		return;
	for (size_t i = 0; i < n && err.code != CW_UNAVAILABLE; i++) {
		struct save one = { &results[i], 1 };

		cw_err_clear(&err);
		if (db_tx_run(s->db, save_body, &one, NULL, &err))
			say("attempt_not_recorded", &err);
	}
}

static struct nt_result judge(struct nt_sender *s, struct nt_post *p, const char *fault,
			      const struct nt_answer *answer)
{
	struct nt_result r = { .post = p,
			       .judgement = nt_classify(p->kind, answer),
			       .fault = fault,
			       .status = answer->status,
			       .ended_at = clock_us(CLOCK_REALTIME),
			       .jitter = jitter(s) };
	struct nt_lane *lane = nt_lane_of(&s->lanes, p->d.endpoint_id);

	if (lane)
		nt_lane_judged(lane, &r.judgement, r.ended_at, clock_us(CLOCK_MONOTONIC));
	return r;
}

/* The receiver's place is free; the post stays until it is recorded. */
static void end_post(struct nt_sender *s, struct nt_post *p, CURLcode code)
{
	struct nt_lane *lane = nt_lane_of(&s->lanes, p->d.endpoint_id);
	struct nt_answer answer;

	nt_post_answer(p, code, &answer);
	if (s->n_done == 0)
		s->done_since = clock_us(CLOCK_REALTIME);
	s->done[s->n_done++] = judge(s, p, nt_post_fault(p, code), &answer);
	curl_multi_remove_handle(s->multi, p->easy);
	lane->in_flight--; /* it is there since the post began */
	s->in_flight--;
	s->probes -= p->probe;
}

static void record_done(struct nt_sender *s)
{
	record(s, s->done, s->n_done);
	for (size_t i = 0; i < s->n_done; i++) {
		struct nt_post *p = s->done[i].post;

		if (nt_lane_hungry(nt_lane_of(&s->lanes, p->d.endpoint_id)))
			s->look_at = 0;
		nt_post_free(p);
	}
	s->n_done = 0;
}

static void end_posts(struct nt_sender *s)
{
	CURLMsg *msg;
	int left;

	while ((msg = curl_multi_info_read(s->multi, &left))) {
		char *private = NULL;
		const CURLcode code = msg->data.result;

		if (msg->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(msg->easy_handle, CURLINFO_PRIVATE, &private);
		end_post(s, (struct nt_post *)(void *)private, code);
		if (s->n_done == NT_RESULTS)
			record_done(s);
	}
}

/* ---- Sending what was claimed. */

static void begin_post(struct nt_sender *s, struct nt_lane *lane, const struct db_delivery *d)
{
	struct nt_post *p;
	struct cw_err err;

	cw_err_clear(&err);
	nt_bucket_take(&lane->bucket, clock_us(CLOCK_MONOTONIC));
	if (nt_post_new(s->conf.keys, &s->conf.allow, &lane->e, d, clock_us(CLOCK_REALTIME), &p,
			&err)) {
		cw_log(CW_LOG_WARN, "delivery_not_sent", "delivery=%llu endpoint=%llu code=%d",
		       (unsigned long long)d->id, (unsigned long long)lane->endpoint,
		       (int)err.code);
		if (p) { /* a failed attempt like others; without memory its lease runs out */
			struct nt_result r = judge(s, p, "the address is not allowed",
						   &(struct nt_answer){ .status = 0 });

			record(s, &r, 1);
		}
		nt_post_free(p);
		return;
	}
	if (curl_multi_add_handle(s->multi, p->easy) != CURLM_OK) {
		nt_post_free(p);
		return;
	}
	s->begun = true;
	p->probe = lane->window == 1;
	s->probes += p->probe;
	lane->in_flight++;
	s->in_flight++;
}

static void pump(struct nt_sender *s, struct nt_lane *lane)
{
	const int64_t now = clock_us(CLOCK_REALTIME);

	while (nt_lane_ready(lane) && s->in_flight < IN_FLIGHT) {
		const struct db_delivery *d = &lane->queue[lane->next++];

		if (d->next_at - now >= LEASE_LEFT) /* else whoever claims it next sends it */
			begin_post(s, lane, d);
	}
}

/* ---- Claiming what is due. */

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

	return db_delivery_claim_list(c, t->arena, t->endpoint, t->ping_only, NT_ATTEMPTS_IN_ORDER,
				      now, now + LEASE, t->limit, &t->rows, &t->n, err);
}

/* Attempts that may be begun to LANE's receiver, seen from all of them. */
static unsigned free_for(const struct nt_sender *s, const struct nt_lane *lane)
{
	const unsigned all = IN_FLIGHT - s->in_flight;
	const unsigned probes = s->probes < PROBES ? PROBES - s->probes : 0;

	return lane->window > 1 || probes > all ? all : probes;
}

static int serve_lane(struct nt_sender *s, struct nt_lane *lane, int64_t now, struct cw_err *err)
{
	struct take t = { .endpoint = lane->endpoint, .arena = lane->arena };
	int kind;

	cw_arena_reset(lane->arena);
	lane->next = lane->n = 0;
	if (db_endpoint_get(s->db, lane->arena, lane->endpoint, &lane->e, err))
		return -1;
	kind = nt_kind_of(lane->e.kind);
	t.ping_only = !strcmp(lane->e.status, "pending");
	if (kind < 0 || (!t.ping_only && strcmp(lane->e.status, "active") != 0)) {
		lane->idle_to = now + CLOSED_WAIT;
		return 0;
	}
	if (!lane->known) {
		lane->known = true;
		lane->kind = (enum nt_kind)kind;
		nt_bucket_init(&lane->bucket, nt_channel(lane->kind)->rate,
			       clock_us(CLOCK_MONOTONIC));
	}
	t.limit = nt_lane_room(lane, free_for(s, lane), now, clock_us(CLOCK_MONOTONIC));
	if (t.limit == 0)
		return 0;
	if (db_tx_run(s->db, take_body, &t, NULL, err))
		return -1;
	lane->more = t.n == t.limit;
	if (t.n == 0)
		lane->idle_to = now + (t.ping_only ? CLOSED_WAIT : HELD_WAIT);
	lane->queue = t.rows;
	lane->n = t.n;
	pump(s, lane);
	return 0;
}

/* Looks after one endpoint that something waits for; *SERVED counts those that were claimed for. */
static int look_after(struct nt_sender *s, const struct db_due *d, struct nt_lane *lane,
		      int64_t now, unsigned *served, struct cw_err *err)
{
	if (lane->next < lane->n || lane->in_flight >= lane->window)
		return 0; /* the end of an attempt looks again */
	if (d->next_at <= now && lane->idle_to <= now) {
		++*served;
		if (serve_lane(s, lane, now, err))
			return -1;
	}
	if (lane->next == lane->n && lane->in_flight < lane->window)
		look_by(s, lane->idle_to > now ? lane->idle_to
			   : d->next_at > now  ? d->next_at
					       : now + HELD_WAIT);
	return 0;
}

/* First the receivers that have proved themselves; of the others a few at a time, so that the next
 * event never waits behind all of them. */
static int send_due(struct nt_sender *s, struct cw_err *err)
{
	const int64_t now = clock_us(CLOCK_REALTIME);
	struct db_due *due;
	unsigned proved = 0, served = 0;
	size_t n;

	if (db_due_list(s->db, s->arena, &due, &n, err))
		return -1;
	for (size_t i = 0; i < 2 * n && s->in_flight < IN_FLIGHT; i++) {
		/* Another first each time, so that none waits behind the same others for ever. */
		const struct db_due *d = &due[(i + (size_t)(now / MS)) % n];
		struct nt_lane *lane = nt_lane_of(&s->lanes, d->endpoint_id);

		if (!lane)
			return cw_fail_memory(err);
		if ((lane->window > 1) != (i < n))
			continue;
		if (i >= n && served >= PROBES_A_LOOK) {
			s->look_at = 0;
			break;
		}
		if (look_after(s, d, lane, now, i < n ? &proved : &served, err))
			return -1;
	}
	cw_arena_reset(s->arena);
	return 0;
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

	if (atomic_load(&s->stopping))
		return;
	if (atomic_exchange(&s->woken, false))
		s->look_at = s->fan_at = 0;
	if (now < s->look_at && now < s->fan_at)
		return;
	s->look_at = now + LOOK_EVERY;
	if (!connected(s)) {
		s->look_at = s->fan_at = now + AWAY_WAIT;
		return;
	}
	cw_err_clear(&err);
	if ((now >= s->fan_at && fan_out(s, &err)) || send_due(s, &err)) {
		say("notify_failed", &err);
		s->look_at = s->fan_at = now + AWAY_WAIT;
		cw_arena_reset(s->arena);
	}
}

/* Whether something claimed is still to be begun. */
static bool pump_all(struct nt_sender *s)
{
	bool queued = false;

	for (size_t i = 0; i < s->lanes.n && !atomic_load(&s->stopping); i++) {
		pump(s, s->lanes.rows[i]);
		queued |= s->lanes.rows[i]->next < s->lanes.rows[i]->n;
	}
	return queued;
}

static void *sender_main(void *arg)
{
	struct nt_sender *s = arg;

	while (!atomic_load(&s->stopping) || s->in_flight) {
		int64_t next, wait;
		bool queued;
		int running;

		look(s);
		s->begun = false;
		curl_multi_perform(s->multi, &running);
		end_posts(s);
		queued = pump_all(s);
		if (s->n_done &&
		    (!queued || clock_us(CLOCK_REALTIME) - s->done_since >= RECORD_WAIT))
			record_done(s);
		next = s->look_at < s->fan_at ? s->look_at : s->fan_at;
		wait = (next - clock_us(CLOCK_REALTIME)) / MS + 1;
		if (atomic_load(&s->stopping))
			wait = LOOK_EVERY / MS;
		if (s->n_done && wait > RECORD_WAIT / MS)
			wait = RECORD_WAIT / MS;
		/* What was begun is sent by the next round: curl waits for the sockets that it
		 * knows. */
		curl_multi_poll(s->multi, NULL, 0, s->begun || wait < 0 ? 0 : (int)wait, NULL);
	}
	record_done(s);
	db_conn_close(s->db);
	return NULL;
}

static void sender_free(struct nt_sender *s)
{
	curl_multi_cleanup(s->multi);
	cw_arena_free(s->arena);
	nt_lanes_free(&s->lanes);
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
	/* Else curl keeps four connections for each attempt that runs, and closes the others in a
	 * lull. */
	if (s->multi)
		curl_multi_setopt(s->multi, CURLMOPT_MAXCONNECTS, (long)IN_FLIGHT);
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
