/*
 * The desk: the sender's thread that fans out and claims.  What is to be sent goes to the wire
 * (notify/wire.h), and from there to the clerk (notify/clerk.h), who records it.
 */
#include "notify/sender.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "casework/base/log.h"
#include "notify/clerk.h"
#include "notify/fan.h"
#include "notify/schedule.h"
#include "notify/wire.h"

#define SECOND	      INT64_C(1000000)
#define MS	      INT64_C(1000)
#define LEASE	      (60 * SECOND) /* longer than an attempt can take, with its record */
#define PROBES_A_LOOK 4
#define LOOK_EVERY    SECOND	   /* other instances' events and leases that ran out */
#define FAN_WAIT      (100 * MS)   /* between batches, while enough is queued */
#define GATHER_WAIT   (20 * MS)	   /* after a batch of which nobody hears: a busy office makes more of them */
#define HELD_WAIT     (200 * MS)   /* due, but an earlier event of the case goes first */
#define CLOSED_WAIT   (5 * SECOND) /* disabled: its deliveries wait */
#define AWAY_WAIT     (2 * SECOND)

struct nt_sender {
	struct nt_conf conf;
	struct nt_wire *wire;
	struct nt_clerk *clerk;
	pthread_t thread;
	atomic_bool stopping;

	/* The thread's own. */
	struct db_conn *db;
	struct cw_arena *arena; /* dies with each round */
	int64_t look_at;	/* real clock: the next look at the database */
	int64_t fan_at;		/* and at the outbox */
	uint64_t after; /* the last event of a row of batches; at times it is read from the start */
	int64_t start_at; /* real clock: when that is due again */
	int64_t gather_to; /* real clock: new events wait so long for others */
	bool away;
};

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

/* Whether new events wait for others, also if the clock has been set back. */
static bool gathers(const struct nt_sender *s, int64_t now)
{
	return now < s->gather_to && s->gather_to - now <= GATHER_WAIT;
}

static int scene_now(struct nt_sender *s, struct nt_scene *scene, struct cw_err *err)
{
	*scene = (struct nt_scene){ .public_url = s->conf.public_url };
	return s->conf.scene(s->conf.arg, s->db, s->arena, nt_clock_us(CLOCK_REALTIME), scene, err);
}

static void lock(struct nt_sender *s)
{
	pthread_mutex_lock(&s->wire->lock);
}

static void unlock(struct nt_sender *s)
{
	pthread_mutex_unlock(&s->wire->lock);
}

/* Copies what was claimed, so that no memory is asked for under the lock, and queues it.  What
 * cannot be copied goes when its lease has run out. */
static void put(struct nt_sender *s, uint64_t endpoint, const struct db_delivery *d)
{
	struct nt_lane *lane;
	struct nt_post *p;
	struct cw_err err;

	cw_err_clear(&err);
	if (nt_post_new(d, &p, &err)) {
		say("delivery_not_queued", &err);
		return;
	}
	lock(s);
	lane = nt_lane_of(&s->wire->lanes, endpoint);
	if (lane && lane->known)
		nt_wire_put(s->wire, lane, p);
	else
		nt_post_free(p);
	unlock(s);
}

/* ---- Fanning out. */

/* Under the lock for a moment: what may be claimed for E as it is made.  Those that have not proved
 * themselves wait for their turn, after the others. */
static unsigned room_for(void *arg, const struct db_endpoint *e)
{
	struct nt_sender *s = arg;
	const int64_t now = nt_clock_us(CLOCK_REALTIME), monotonic = nt_clock_us(CLOCK_MONOTONIC);
	struct nt_lane *lane;
	unsigned room = 0;
	struct cw_err err;

	cw_err_clear(&err);
	lock(s);
	lane = nt_lane_of(&s->wire->lanes, e->id);
	if (lane && lane->window > 1 && lane->idle_to <= now &&
	    nt_lane_know(lane, e, monotonic, &err) == 0)
		room = nt_lane_room(lane, nt_wire_free_for(s->wire, lane), now, monotonic);
	unlock(s);
	return room;
}

static void something_waits(void *arg, uint64_t endpoint)
{
	struct nt_sender *s = arg;
	struct nt_lane *lane;

	lock(s);
	lane = nt_lane_of(&s->wire->lanes, endpoint);
	if (lane)
		lane->more = true;
	unlock(s);
	s->look_at = 0;
}

static void set_more(struct nt_sender *s, bool more)
{
	lock(s);
	s->wire->more = more;
	unlock(s);
}

/* What was begun, also by an instance that is no more. */
static int fan_rest(struct nt_sender *s, const struct nt_scene *scene, struct cw_err *err)
{
	struct nt_fan fan = { .scene = scene,
			      .arena = s->arena,
			      .now = nt_clock_us(CLOCK_REALTIME),
			      .rest = true,
			      .waits = something_waits,
			      .arg = s };

	return db_tx_run(s->db, nt_fan_body, &fan, NULL, err);
}

static int fan_out(struct nt_sender *s, struct cw_err *err)
{
	const int64_t now = nt_clock_us(CLOCK_REALTIME);
	const bool from_start = now >= s->start_at;
	struct nt_scene scene;
	struct nt_fan fan = { .scene = &scene,
			      .arena = s->arena,
			      .now = now,
			      .lease = now + LEASE,
			      .after = from_start ? 0 : s->after,
			      .room = room_for,
			      .waits = something_waits,
			      .arg = s };

	if (scene_now(s, &scene, err) || db_tx_run(s->db, nt_fan_body, &fan, NULL, err))
		return -1;
	for (size_t i = 0; i < fan.n_claimed; i++)
		put(s, fan.claimed[i].e->id, &fan.claimed[i].d);
	if (fan.n_claimed)
		nt_wire_go(s->wire);
	if (from_start)
		s->start_at = now + LOOK_EVERY;
	s->after = fan.more ? fan.last : 0;
	s->gather_to = fan.heard || fan.more ? 0 : nt_clock_us(CLOCK_REALTIME) + GATHER_WAIT;
	set_more(s, fan.more);
	s->fan_at = now + (fan.more ? FAN_WAIT : LOOK_EVERY);
	if ((fan.begun || from_start) && fan_rest(s, &scene, err))
		return -1;
	cw_arena_reset(s->arena);
	return 0;
}

/* ---- Claiming what is due. */

struct take {
	uint64_t endpoint;
	bool ping_only, deep;
	const struct nt_scene *night; /* of an endpoint that is quiet now; else NULL */
	unsigned limit;
	struct cw_arena *arena;
	struct db_delivery *rows;
	size_t n;
};

static int take_body(struct db_conn *c, void *arg, struct cw_err *err)
{
	struct take *t = arg;
	const int64_t now = nt_clock_us(CLOCK_REALTIME);
	bool all = true;

	t->n = 0;
	if (t->night) {
		const struct db_hold hold = { .endpoint = t->endpoint,
					      .now = now,
					      .until = t->night->awake(now, false),
					      .today = t->night->today };

		if (hold.until > now && db_delivery_hold(c, t->arena, &hold, &all, err))
			return -1;
	}
	if (!all) /* the next look holds more */
		return 0;
	return db_delivery_claim_list(c, t->arena, t->endpoint, t->ping_only, t->deep,
				      NT_ATTEMPTS_IN_ORDER, now, now + LEASE, t->limit, &t->rows,
				      &t->n, err);
}

/* How many may be claimed for E now, whose lane learns what it is. */
static int ask_lane(struct nt_sender *s, struct nt_lane *lane, const struct db_endpoint *e,
		    int64_t now, struct take *t, struct cw_err *err)
{
	const int64_t monotonic = nt_clock_us(CLOCK_MONOTONIC);
	int rc = 0;

	lock(s);
	t->ping_only = !strcmp(e->status, "pending");
	if (!t->ping_only && strcmp(e->status, "active") != 0)
		lane->idle_to = now + CLOSED_WAIT;
	else if ((rc = nt_lane_know(lane, e, monotonic, err)) == 0)
		t->limit = nt_lane_room(lane, nt_wire_free_for(s->wire, lane), now, monotonic);
	t->deep = now >= lane->deep_at;
	if (t->deep)
		lane->deep_at = now + LOOK_EVERY;
	unlock(s);
	return rc;
}

static int serve_lane(struct nt_sender *s, struct nt_lane *lane, int64_t now, struct cw_err *err)
{
	struct take t = { .endpoint = lane->endpoint, .arena = s->arena };
	struct nt_scene scene;
	struct db_endpoint e;

	if (db_endpoint_get(s->db, s->arena, lane->endpoint, &e, err) ||
	    ask_lane(s, lane, &e, now, &t, err))
		return -1;
	if (t.limit == 0)
		return 0;
	if (e.quiet && scene_now(s, &scene, err))
		return -1;
	if (e.quiet && scene.awake)
		t.night = &scene;
	if (db_tx_run(s->db, take_body, &t, NULL, err))
		return -1;
	for (size_t i = 0; i < t.n; i++)
		put(s, lane->endpoint, &t.rows[i]);
	lock(s);
	lane->more = t.n == t.limit;
	lane->held = t.n == 0;
	if (t.n == 0)
		lane->idle_to = now + (t.ping_only ? CLOSED_WAIT : HELD_WAIT);
	unlock(s);
	if (t.n)
		nt_wire_go(s->wire);
	return 0;
}

/* Looks after one endpoint that something waits for; *SERVED counts those that were claimed for. */
static int look_after(struct nt_sender *s, const struct db_due *d, struct nt_lane *lane,
		      int64_t now, unsigned *served, struct cw_err *err)
{
	int64_t idle_to;
	bool full;

	lock(s);
	idle_to = lane->idle_to;
	full = nt_lane_full(lane);
	unlock(s);
	if (full)
		return 0; /* the end of an attempt looks again */
	if (d->next_at <= now && idle_to <= now) {
		++*served;
		if (serve_lane(s, lane, now, err))
			return -1;
	}
	lock(s);
	if (lane->queued == 0 && lane->in_flight < lane->window)
		look_by(s, lane->idle_to > now ? lane->idle_to
			   : d->next_at > now  ? d->next_at
					       : now + HELD_WAIT);
	unlock(s);
	return 0;
}

/* Whether the desk has something better to do than to look after receivers that have not proved
 * themselves. */
static bool called_away(struct nt_sender *s)
{
	bool yes;

	lock(s);
	yes = (s->wire->woken && !gathers(s, nt_clock_us(CLOCK_REALTIME))) || s->wire->hungry;
	unlock(s);
	return yes;
}

static struct nt_lane *lane_of(struct nt_sender *s, uint64_t endpoint, bool *proved,
			       struct cw_err *err)
{
	struct nt_lane *lane;

	lock(s);
	lane = nt_lane_of(&s->wire->lanes, endpoint);
	*proved = lane && lane->window > 1;
	unlock(s);
	if (!lane)
		cw_fail_memory(err);
	return lane;
}

/* First the receivers that have proved themselves; of the others a few at a time, so that the next
 * event never waits behind all of them. */
static int send_due(struct nt_sender *s, struct cw_err *err)
{
	const int64_t now = nt_clock_us(CLOCK_REALTIME);
	struct db_due *due;
	unsigned proved = 0, served = 0;
	size_t n;

	if (db_due_list(s->db, s->arena, &due, &n, err))
		return -1;
	for (size_t i = 0; n > 0 && i < 2 * n; i++) {
		/* Another first each time, so that none waits behind the same others for ever. */
		const struct db_due *d = &due[(i + (size_t)(now / MS)) % n];
		bool has_proved;
		struct nt_lane *lane = lane_of(s, d->endpoint_id, &has_proved, err);

		if (!lane)
			return -1;
		if (has_proved != (i < n))
			continue;
		if (i >= n && (served >= PROBES_A_LOOK || called_away(s))) {
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

/* Whether a batch of the outbox is to be fanned out: there may be one, and the wire needs it. */
static bool time_to_fan(struct nt_sender *s, int64_t now)
{
	bool yes;

	lock(s);
	if (s->wire->woken && !gathers(s, now)) {
		s->look_at = s->fan_at = 0;
		s->wire->woken = false;
	}
	if (s->wire->hungry)
		s->look_at = 0;
	s->wire->hungry = false;
	yes = now >= s->fan_at || (s->wire->more && s->wire->queued < NT_AHEAD / 2);
	unlock(s);
	return yes;
}

static void look(struct nt_sender *s)
{
	const int64_t now = nt_clock_us(CLOCK_REALTIME);
	const bool fan = time_to_fan(s, now);
	struct cw_err err;

	if (!fan && now < s->look_at)
		return;
	if (!connected(s)) {
		s->look_at = s->fan_at = now + AWAY_WAIT;
		set_more(s, false);
		return;
	}
	cw_err_clear(&err);
	if (fan && fan_out(s, &err) == 0 && now < s->look_at)
		return;
	if (err.code == CW_OK) {
		s->look_at = now + LOOK_EVERY;
		send_due(s, &err);
	}
	if (err.code == CW_OK)
		return;
	say("notify_failed", &err);
	s->look_at = s->fan_at = now + AWAY_WAIT;
	set_more(s, false);
	cw_arena_reset(s->arena);
}

/* Until there is something to do. */
static void wait_for_news(struct nt_sender *s)
{
	const int64_t now = nt_clock_us(CLOCK_REALTIME);
	int64_t next = s->look_at < s->fan_at ? s->look_at : s->fan_at, wait;
	struct nt_wire *w = s->wire;

	lock(s);
	if (w->woken)
		next = !gathers(s, now) ? now : s->gather_to < next ? s->gather_to : next;
	wait = next - now;
	if (wait > 0 && !w->hungry && !(w->more && w->queued < NT_AHEAD / 2) &&
	    !atomic_load(&s->stopping))
		nt_wire_wait(w, &w->news, wait);
	unlock(s);
}

static void *sender_main(void *arg)
{
	struct nt_sender *s = arg;

	pthread_setname_np(pthread_self(), "notify-desk");
	while (!atomic_load(&s->stopping)) {
		look(s);
		wait_for_news(s);
	}
	return NULL;
}

/* First the desk, then the wire, then who records what came back. */
static void stop(struct nt_sender *s, bool begun)
{
	if (begun)
		pthread_join(s->thread, NULL);
	if (s->wire)
		nt_wire_join(s->wire);
	nt_clerk_join(s->clerk);
	nt_wire_free(s->wire);
	db_conn_close(s->db);
	cw_arena_free(s->arena);
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
	s->arena = cw_arena_new(0);
	if (!s->arena || nt_wire_start(s->conf.keys, &s->conf.allow, &s->wire, err) ||
	    nt_clerk_start(&s->conf, s->wire, &s->clerk, err) ||
	    pthread_create(&s->thread, NULL, sender_main, s)) {
		stop(s, false);
		return cw_fail_memory(err);
	}
	*out = s;
	return 0;
}

void nt_sender_wake(struct nt_sender *s)
{
	if (!s)
		return;
	lock(s);
	if (!s->wire->woken) /* else it knows, and gathers or is at it */
		pthread_cond_signal(&s->wire->news);
	s->wire->woken = true;
	unlock(s);
}

void nt_sender_stop(struct nt_sender *s)
{
	if (!s)
		return;
	atomic_store(&s->stopping, true);
	nt_sender_wake(s);
	stop(s, true);
}
