#include "notify/fan.h"

#include "casework/base/log.h"

#define ADDED 16 /* written by one statement */

/* Endpoints that hear of an agency, read once for a batch. */
struct hearing {
	uint64_t agency;
	struct db_endpoint *rows;
	size_t n;
};

struct batch {
	const struct nt_fan *fan;
	struct hearing known[NT_FAN_BATCH];
	size_t n_known;
	struct db_delivery added[ADDED]; /* not written yet */
	unsigned char uids[ADDED][DB_UID];
	size_t n_added;
};

/* The bodies of one event: the same bytes for all endpoints of a kind. */
struct bodies {
	char *bytes[NT_KIND_MAX];
	size_t len[NT_KIND_MAX];
	bool cannot; /* out: it has none, and only the event is to blame */
};

static int hearing_of(struct db_conn *c, struct batch *b, uint64_t agency, struct hearing **out,
		      struct cw_err *err)
{
	struct hearing *h = b->known;

	for (; h < b->known + b->n_known; h++)
		if (h->agency == agency) {
			*out = h;
			return 0;
		}
	h->agency = agency;
	if (db_endpoint_hearing_list(c, b->fan->arena, agency, &h->rows, &h->n, err))
		return -1;
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
				   .next_at = fan->now,
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

static int write_added(struct db_conn *c, struct batch *b, struct cw_err *err)
{
	const size_t n = b->n_added;

	b->n_added = 0;
	return db_delivery_add_many(c, b->added, n, err);
}

static int to_all(struct db_conn *c, struct batch *batch, const struct db_outbox *event,
		  const struct db_endpoint *rows, size_t n, struct bodies *b, struct cw_err *err)
{
	for (size_t i = 0; i < n; i++) {
		struct db_delivery *d = &batch->added[batch->n_added];

		if (!nt_event_heard(&rows[i], event))
			continue;
		if (prepare(c, batch->fan, event, &rows[i], b, d, err))
			return -1;
		d->uid = batch->uids[batch->n_added];
		db_random(d->uid, DB_UID);
		if (++batch->n_added == ADDED && write_added(c, batch, err))
			return -1;
	}
	return 0;
}

static int tell(struct db_conn *c, struct batch *batch, const struct db_outbox *event,
		struct bodies *b, struct cw_err *err)
{
	struct db_endpoint *own;
	struct hearing *h;
	size_t n;

	b->cannot = cw_hook_of(event->type) == CW_HOOK_NONE;
	if (b->cannot)
		return cw_fail(err, CW_INTERNAL, CW_MSG_HOOK_NO_TYPE, NULL);
	if (hearing_of(c, batch, event->agency_id, &h, err) ||
	    to_all(c, batch, event, h->rows, h->n, b, err))
		return -1;
	if (!event->user)
		return 0;
	return db_endpoint_own_list(c, batch->fan->arena, event->user, &own, &n, err) ||
			       to_all(c, batch, event, own, n, b, err)
		       ? -1
		       : 0;
}

int nt_fan_body(struct db_conn *c, void *arg, struct cw_err *err)
{
	struct nt_fan *fan = arg;
	struct batch batch = { .fan = fan };
	struct db_outbox *events;

	if (db_outbox_claim_list(c, fan->arena, NT_FAN_BATCH, &events, &fan->n, err) ||
	    db_outbox_case_fill(c, fan->arena, events, fan->n, err))
		return -1;
	for (size_t i = 0; i < fan->n; i++) {
		struct bodies b = { .cannot = false };

		if (tell(c, &batch, &events[i], &b, err) == 0)
			continue;
		if (!b.cannot)
			return -1;
		cw_log(CW_LOG_ERROR, "event_not_told",
		       "event=%llu type=%s message=%s detail=\"%s\"",
		       (unsigned long long)events[i].id, events[i].type, cw_msg_name(err->msg),
		       err->detail);
		cw_err_clear(err);
	}
	return write_added(c, &batch, err) || db_outbox_fanned(c, events, fan->n, err) ? -1 : 0;
}
