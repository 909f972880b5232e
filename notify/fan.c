#include "notify/fan.h"

#include <string.h>

#include "casework/base/log.h"
#include "notify/schedule.h"

#define ADDED 64 /* written by one statement */

/* An endpoint that hears, and what may be claimed for it as it is made. */
struct hearer {
	struct db_endpoint e;
	bool asked;
	unsigned room;
	uint64_t *busy; /* cases in which something waits for it */
	size_t n_busy;
};

/* Endpoints that hear of an agency, read once for a batch. */
struct hearing {
	uint64_t agency;
	struct hearer **rows;
	size_t n;
};

/* Not written yet. */
struct added {
	struct db_delivery rows[ADDED];
	unsigned char uids[ADDED][DB_UID];
	const struct db_endpoint *of[ADDED];
	size_t n;
};

struct batch {
	struct nt_fan *fan;
	struct hearing known[NT_FAN_BATCH];
	size_t n_known;
	struct hearer **hearers; /* each endpoint once, whatever it hears of */
	size_t n_hearers, room;
	uint64_t cases[NT_FAN_BATCH];
	size_t n_cases;
	struct added later, now;
	bool full;  /* nothing more is claimed */
	bool split; /* what is not claimed may be made in another transaction, */
	bool left;  /* and is */
};

/* The bodies of one event: the same bytes for all endpoints of a kind. */
struct bodies {
	char *bytes[NT_KIND_MAX];
	size_t len[NT_KIND_MAX];
	bool cannot; /* out: it has none, and only the event is to blame */
};

static struct hearer *hearer_of(struct batch *b, const struct db_endpoint *e)
{
	struct hearer *h;

	for (size_t i = 0; i < b->n_hearers; i++)
		if (b->hearers[i]->e.id == e->id)
			return b->hearers[i];
	if (b->n_hearers == b->room) {
		const size_t room = b->room ? 2 * b->room : 64;
		struct hearer **more = cw_alloc_n(b->fan->arena, room, sizeof(struct hearer *));

		if (!more)
			return NULL;
		if (b->n_hearers)
			memcpy(more, b->hearers, b->n_hearers * sizeof(struct hearer *));
		b->hearers = more;
		b->room = room;
	}
	h = cw_alloc(b->fan->arena, sizeof(*h));
	if (h) {
		h->e = *e;
		b->hearers[b->n_hearers++] = h;
	}
	return h;
}

static int hearing_of(struct db_conn *c, struct batch *b, uint64_t agency, struct hearing **out,
		      struct cw_err *err)
{
	struct hearing *h = b->known;
	struct db_endpoint *rows;

	for (; h < b->known + b->n_known; h++)
		if (h->agency == agency) {
			*out = h;
			return 0;
		}
	h->agency = agency;
	if (db_endpoint_hearing_list(c, b->fan->arena, agency, &rows, &h->n, err))
		return -1;
	h->rows = cw_alloc_n(b->fan->arena, h->n + 1, sizeof(struct hearer *));
	for (size_t i = 0; h->rows && i < h->n; i++) {
		h->rows[i] = hearer_of(b, &rows[i]);
		if (!h->rows[i])
			return cw_fail_memory(err);
	}
	if (!h->rows)
		return cw_fail_memory(err);
	b->n_known++;
	*out = h;
	return 0;
}

/* D without its uid; its body is made at the first use. */
static int prepare(struct db_conn *c, const struct nt_fan *fan, const struct db_outbox *event,
		   const struct db_endpoint *e, struct bodies *b, struct db_delivery *d,
		   struct cw_err *err)
{
	const int kind = nt_kind_of(e->kind);

	if (kind < 0)
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	if (!b->bytes[kind] && nt_event_body(c, fan->arena, fan->scene, event, (enum nt_kind)kind,
					     false, &b->bytes[kind], &b->len[kind], err)) {
		b->cannot = err->code == CW_NOT_FOUND || err->code == CW_TOO_LARGE ||
			    (err->code == CW_INTERNAL && err->msg != CW_MSG_NO_MEMORY);
		return -1;
	}
	*d = (struct db_delivery){ .outbox_id = event->id,
				   .endpoint_id = e->id,
				   .case_id = event->case_id,
				   .seq = event->seq,
				   .type = event->type,
				   .body = (unsigned char *)b->bytes[kind],
				   .body_len = b->len[kind],
				   .next_at = nt_event_send_at(fan->scene, event, e->quiet,
							       fan->now),
				   .created_at = fan->now };
	return 0;
}

int nt_fan_deliver(struct db_conn *c, const struct nt_fan *fan, const struct db_outbox *event,
		   const struct db_endpoint *e, struct cw_err *err)
{
	struct bodies b = { .cannot = false };
	unsigned char uid[DB_UID];
	struct db_delivery d;

	if (prepare(c, fan, event, e, &b, &d, err))
		return -1;
	db_random(uid, sizeof(uid));
	d.uid = uid;
	return db_delivery_add(c, &d, err);
}

/* ---- To all who hear. */

static int write_later(struct db_conn *c, struct batch *b, struct cw_err *err)
{
	const size_t n = b->left ? 0 : b->later.n;

	b->later.n = 0;
	return db_delivery_add_many(c, b->later.rows, n, err);
}

static int write_now(struct db_conn *c, struct batch *b, struct cw_err *err)
{
	struct nt_fan *fan = b->fan;
	struct added *now = &b->now;
	const size_t n = now->n;

	now->n = 0;
	if (db_delivery_add_claimed(c, fan->arena, now->rows, n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct nt_claimed *k = &fan->claimed[fan->n_claimed];

		if (!now->rows[i].id) /* it has its delivery already */
			continue;
		*k = (struct nt_claimed){ .d = now->rows[i], .e = now->of[i] };
		k->d.uid = (unsigned char *)cw_strndup(fan->arena, (char *)now->uids[i], DB_UID);
		if (!k->d.uid)
			return cw_fail_memory(err);
		fan->n_claimed++;
	}
	return 0;
}

static bool among(const uint64_t *ids, size_t n, uint64_t id)
{
	size_t i = 0;

	while (i < n && ids[i] != id)
		i++;
	return i < n;
}

static int ask(struct db_conn *c, struct batch *b, struct hearer *h, struct cw_err *err)
{
	const struct nt_fan *fan = b->fan;

	h->asked = true;
	h->room = fan->room && !fan->rest ? fan->room(fan->arg, &h->e) : 0;
	if (!h->room || !b->n_cases)
		return 0;
	return db_delivery_busy_list(c, fan->arena, h->e.id, NT_ATTEMPTS_IN_ORDER, b->cases,
				     b->n_cases, &h->busy, &h->n_busy, err);
}

/* The first of its case only: what comes after it waits until it has arrived. */
static bool may_claim(struct batch *b, const struct hearer *h, uint64_t case_id)
{
	const struct nt_fan *fan = b->fan;

	b->full |= fan->n_claimed + b->now.n == NT_FAN_CLAIMED;
	if (!h->room || b->full || (case_id && among(h->busy, h->n_busy, case_id)))
		return false;
	for (size_t i = 0; case_id && i < fan->n_claimed; i++)
		if (fan->claimed[i].d.case_id == case_id && fan->claimed[i].e->id == h->e.id)
			return false;
	for (size_t i = 0; case_id && i < b->now.n; i++)
		if (b->now.rows[i].case_id == case_id && b->now.of[i]->id == h->e.id)
			return false;
	return true;
}

/* At night, what cannot wait takes with it what waits of its case: they go in their order. */
static int go_before(struct db_conn *c, struct batch *b, const struct db_outbox *event,
		     const struct db_endpoint *e, struct cw_err *err)
{
	const struct nt_fan *fan = b->fan;
	int64_t until;

	if (!e->quiet || !event->case_id || !fan->scene->awake)
		return 0;
	until = fan->scene->awake(fan->now, false);
	if (until == fan->now)
		return 0;
	return write_later(c, b, err) ||
			       db_delivery_hasten(c, e->id, event->case_id, until, fan->now, err)
		       ? -1
		       : 0;
}

static int to_one(struct db_conn *c, struct batch *b, const struct db_outbox *event,
		  struct hearer *h, struct bodies *bodies, struct cw_err *err)
{
	const struct nt_fan *fan = b->fan;
	const bool held = nt_event_send_at(fan->scene, event, h->e.quiet, fan->now) > fan->now;
	struct added *to;
	bool now;

	b->fan->heard = true;
	if ((!h->asked && ask(c, b, h, err)) || (!held && go_before(c, b, event, &h->e, err)))
		return -1;
	now = !held && may_claim(b, h, event->case_id);
	to = now ? &b->now : &b->later;
	if (prepare(c, b->fan, event, &h->e, bodies, &to->rows[to->n], err))
		return -1;
	db_random(to->uids[to->n], DB_UID);
	to->rows[to->n].uid = to->uids[to->n];
	to->rows[to->n].uid_len = DB_UID;
	if (now) {
		to->of[to->n] = &h->e;
		to->rows[to->n].claim = 1;
		to->rows[to->n].next_at = b->fan->lease;
		h->room--;
	} else if (b->fan->waits) {
		b->fan->waits(b->fan->arg, h->e.id);
	}
	if (++to->n < ADDED)
		return 0;
	b->left |= b->split && !now;
	return now ? write_now(c, b, err) : write_later(c, b, err);
}

/* What the person's own endpoints hear of; nothing is claimed for them at once. */
static int to_own(struct db_conn *c, struct batch *b, const struct db_outbox *event,
		  struct bodies *bodies, struct cw_err *err)
{
	struct db_endpoint *own;
	size_t n;

	if (db_endpoint_own_list(c, b->fan->arena, event->user, &own, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct hearer h = { .e = own[i], .asked = true };

		if (nt_event_heard(&own[i], event) && to_one(c, b, event, &h, bodies, err))
			return -1;
	}
	return 0;
}

static int tell(struct db_conn *c, struct batch *batch, const struct db_outbox *event,
		struct bodies *b, struct cw_err *err)
{
	struct hearing *h = NULL;

	b->cannot = cw_hook_of(event->type) == CW_HOOK_NONE;
	if (b->cannot)
		return cw_fail(err, CW_INTERNAL, CW_MSG_HOOK_NO_TYPE, NULL);
	if (hearing_of(c, batch, event->agency_id, &h, err))
		return -1;
	for (size_t i = 0; i < h->n; i++)
		if (nt_event_heard(&h->rows[i]->e, event) &&
		    to_one(c, batch, event, h->rows[i], b, err))
			return -1;
	return event->user ? to_own(c, batch, event, b, err) : 0;
}

/* ---- A batch. */

/* Takes what nobody else is before: the events of a case are told in their order. */
static int take(struct db_conn *c, struct batch *b, struct db_outbox **events, size_t *n,
		struct cw_err *err)
{
	struct nt_fan *fan = b->fan;
	uint64_t *others;
	size_t n_others, kept = 0;

	if (db_outbox_claim_list(c, fan->arena, fan->rest ? DB_FANNED_BEGUN : DB_FANNED_NOT,
				 fan->after, NT_FAN_BATCH, events, n, err) ||
	    db_outbox_others_list(c, fan->arena, *events, *n, &others, &n_others, err))
		return -1;
	for (size_t i = 0; i < *n; i++) {
		const uint64_t id = (*events)[i].case_id;

		if (id && among(others, n_others, id))
			continue;
		(*events)[kept++] = (*events)[i];
		if (id && !among(b->cases, b->n_cases, id))
			b->cases[b->n_cases++] = id;
	}
	fan->more = *n == NT_FAN_BATCH;
	fan->last = *n ? (*events)[*n - 1].id : fan->after;
	*n = kept;
	b->split = kept <= NT_FAN_FEW && !fan->rest;
	return db_outbox_case_fill(c, fan->arena, *events, *n, err);
}

static int tell_all(struct db_conn *c, struct batch *batch, const struct db_outbox *events,
		    size_t n, struct cw_err *err)
{
	for (size_t i = 0; i < n; i++) {
		struct bodies b = { .cannot = false };

		if (tell(c, batch, &events[i], &b, err) == 0)
			continue;
		if (!b.cannot)
			return -1;
		cw_log(CW_LOG_ERROR, "event_not_told",
		       "event=%llu type=%s message=%s detail=\"%s\"",
		       (unsigned long long)events[i].id, events[i].type, cw_msg_name(err->msg),
		       err->detail);
		cw_err_clear(err);
	}
	batch->left |= batch->split && batch->later.n > NT_FAN_MANY &&
		       (batch->now.n || batch->fan->n_claimed);
	return write_now(c, batch, err) || write_later(c, batch, err) ? -1 : 0;
}

int nt_fan_body(struct db_conn *c, void *arg, struct cw_err *err)
{
	struct nt_fan *fan = arg;
	struct batch *batch = cw_alloc(fan->arena, sizeof(*batch));
	struct db_outbox *events;
	size_t n;

	fan->n_claimed = 0;
	fan->heard = false;
	fan->claimed = cw_alloc_n(fan->arena, NT_FAN_CLAIMED, sizeof(*fan->claimed));
	if (!batch || !fan->claimed)
		return cw_fail_memory(err);
	batch->fan = fan;
	if (take(c, batch, &events, &n, err) || tell_all(c, batch, events, n, err))
		return -1;
	fan->begun = batch->left;
	return db_outbox_fanned(c, events, n, fan->begun ? DB_FANNED_BEGUN : DB_FANNED_ALL, err);
}
