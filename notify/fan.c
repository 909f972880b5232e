#include "notify/fan.h"

#include "casework/base/log.h"

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

static int deliver(struct db_conn *c, const struct nt_fan *fan, const struct db_outbox *event,
		   const struct db_endpoint *e, struct bodies *b, struct cw_err *err)
{
	unsigned char uid[DB_UID];
	struct db_delivery d = { .uid = uid,
				 .outbox_id = event->id,
				 .endpoint_id = e->id,
				 .case_id = event->case_id,
				 .seq = event->seq,
				 .type = event->type,
				 .next_at = fan->now,
				 .created_at = fan->now };
	const int kind = nt_kind_of(e->kind);

	if (kind < 0)
		return 0;
	if (!b->bytes[kind] && nt_event_body(c, fan->arena, fan->scene, event, (enum nt_kind)kind,
					     false, &b->bytes[kind], &b->len[kind], err)) {
		b->cannot = err->code == CW_NOT_FOUND || err->code == CW_TOO_LARGE ||
			    (err->code == CW_INTERNAL && err->msg != CW_MSG_NO_MEMORY);
		return -1;
	}
	d.body = (unsigned char *)b->bytes[kind];
	d.body_len = b->len[kind];
	db_random(uid, sizeof(uid));
	return db_delivery_add(c, &d, err);
}

int nt_fan_deliver(struct db_conn *c, const struct nt_fan *fan, const struct db_outbox *event,
		   const struct db_endpoint *e, struct cw_err *err)
{
	struct bodies b = { .len = { 0 } };

	return deliver(c, fan, event, e, &b, err);
}

static int to_all(struct db_conn *c, const struct nt_fan *fan, const struct db_outbox *event,
		  const struct db_endpoint *rows, size_t n, struct bodies *b, struct cw_err *err)
{
	for (size_t i = 0; i < n; i++)
		if (nt_event_heard(&rows[i], event) && deliver(c, fan, event, &rows[i], b, err))
			return -1;
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
	    to_all(c, batch->fan, event, h->rows, h->n, b, err))
		return -1;
	if (!event->user)
		return 0;
	return db_endpoint_own_list(c, batch->fan->arena, event->user, &own, &n, err) ||
			       to_all(c, batch->fan, event, own, n, b, err)
		       ? -1
		       : 0;
}

int nt_fan_body(struct db_conn *c, void *arg, struct cw_err *err)
{
	struct nt_fan *fan = arg;
	struct batch batch = { .fan = fan };
	struct db_outbox *events;

	if (db_outbox_claim_list(c, fan->arena, NT_FAN_BATCH, &events, &fan->n, err))
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
	return db_outbox_fanned(c, events, fan->n, err);
}
