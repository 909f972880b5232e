/* What was sent to an endpoint: each attempt with its answer, and sending again. */
#include <string.h>

#include "casework/base/text.h"
#include "notify/fan.h"
#include "server/api/endpoint.h"
#include "server/api/page.h"
#include "server/app.h"

#define REPLAY_MAX 10000 /* dead ones sent again by one request */
#define MISSED_MAX 1000	 /* missed events told by one request */
#define LOOKED_MAX 20000 /* events looked at for them */

/* ---- Showing. */

static const char *message_id(struct cw_arena *a, const struct db_delivery *d)
{
	struct cw_buf b;

	cw_buf_init(&b, a);
	cw_buf_puts(&b, "msg_");
	for (size_t i = 0; i < d->uid_len; i++)
		cw_buf_printf(&b, "%02x", d->uid[i]);
	return cw_buf_done(&b, NULL);
}

static struct json_object *delivery_json(struct rq *rq, const struct db_delivery *d)
{
	struct json_object *o = rq_obj();

	rq_put_id(o, "id", d->id);
	rq_put_str(o, "message_id", message_id(rq->arena, d));
	rq_put_id(o, "endpoint_id", d->endpoint_id);
	rq_put_str(o, "type", d->type);
	rq_put_id(o, "case_id", d->case_id);
	if (d->seq)
		rq_put_int(o, "seq", d->seq);
	rq_put_str(o, "status", d->status);
	rq_put_int(o, "tried", d->tried);
	rq_put_bool(o, "shortened", d->shortened);
	rq_put_time(o, "next_at", strcmp(d->status, "waiting") == 0 ? d->next_at : DB_TIME_NONE);
	rq_put_time(o, "created_at", d->created_at);
	return o;
}

/* Anybody can answer anything: what is no UTF-8 text is shown as "?", byte by byte. */
static char *readable(struct cw_arena *a, const unsigned char *bytes, size_t len)
{
	struct cw_buf b;
	size_t i = 0;

	cw_buf_init(&b, a);
	while (i < len) {
		const unsigned char c = bytes[i];
		size_t n = c < 0x80		   ? 1
			   : c >= 0xf0 && c < 0xf5 ? 4
			   : c >= 0xe0		   ? 3
			   : c >= 0xc2		   ? 2
						   : 0;

		if (n > 1 && !(i + n <= len && cw_utf8_valid((const char *)bytes + i, n)))
			n = 0;
		if (n == 0 || (c < 0x20 && !strchr("\t\r\n", c)) || c == 0x7f)
			cw_buf_puts(&b, "?");
		else
			cw_buf_add(&b, (const char *)bytes + i, n);
		i += n ? n : 1;
	}
	return cw_buf_done(&b, NULL);
}

static struct json_object *attempt_json(struct rq *rq, const struct db_attempt *t)
{
	struct json_object *o = rq_obj();

	rq_put_int(o, "no", t->no);
	rq_put_time(o, "at", t->at);
	rq_put_str(o, "verdict", t->verdict);
	rq_put_int(o, "status", t->status);
	if (t->has_code)
		rq_put_int(o, "code", t->code);
	rq_put_int(o, "took_ms", t->took_ms);
	rq_put_str(o, "fault", *t->fault ? t->fault : NULL);
	rq_put_str(o, "answer", readable(rq->arena, t->answer, t->answer_len));
	return o;
}

/* ---- Reading. */

static const char *const statuses[] = { "waiting", "delivered", "dead", NULL };
#define DEAD 2

struct delivery_query {
	struct page page;
	int status;
};
static const struct rq_field query_fields[] = {
	PAGE_FIELDS(struct delivery_query, page),
	{ "status", RQ_CHOICE, offsetof(struct delivery_query, status), .choices = statuses },
	{ .name = NULL },
};

int api_delivery_list(struct rq *rq, struct cw_err *err)
{
	struct delivery_query in = { .status = -1 };
	struct db_delivery *rows;
	struct json_object *array;
	struct db_endpoint e;
	size_t n;

	page_init(&in.page);
	if (endpoint_of_path(rq, false, &e, err) || rq_params(rq, query_fields, &in, err) ||
	    page_start(&in.page, err) ||
	    db_delivery_list(rq->db, rq->arena, e.id, in.status < 0 ? NULL : statuses[in.status],
			     in.page.key[0], (unsigned)in.page.limit + 1, &rows, &n, err))
		return -1;
	page_cut(&in.page, &n);
	array = rq_array();
	for (size_t i = 0; i < n; i++) {
		rq_push(array, delivery_json(rq, &rows[i]));
		in.page.next[0] = rows[i].id;
	}
	return page_reply(rq, &in.page, array, err);
}

/* ---- Over all endpoints: what failed for good. */

struct search_query {
	struct page page;
	uint64_t district;
	bool mine;
	int status;
	const char *type;
};
static const struct rq_field search_fields[] = {
	PAGE_FIELDS(struct search_query, page),
	{ "district_id", RQ_ID, offsetof(struct search_query, district) },
	{ "mine", RQ_BOOL, offsetof(struct search_query, mine) },
	{ "status", RQ_CHOICE, offsetof(struct search_query, status), .choices = statuses },
	{ "type", RQ_STRING, offsetof(struct search_query, type), .min = 1, .max = 60 },
	{ .name = NULL },
};

static int known_type(const char *type, const char *where, struct cw_err *err)
{
	if (!type || cw_hook_of(type) != CW_HOOK_NONE)
		return 0;
	return cw_fail_item(err, where, CW_MSG_HOOK_NO_TYPE, NULL);
}

int api_delivery_search(struct rq *rq, struct cw_err *err)
{
	struct search_query in = { .status = DEAD };
	struct db_delivery_query q = { 0 };
	struct db_delivery *rows;
	struct json_object *array;
	size_t n;

	page_init(&in.page);
	if (rq_params(rq, search_fields, &in, err) || known_type(in.type, "?type", err) ||
	    page_start(&in.page, err) ||
	    endpoint_scope(rq, in.mine, in.district, &q.root, &q.user, err))
		return -1;
	q.status = statuses[in.status];
	q.type = in.type;
	q.before = in.page.key[0];
	q.limit = (unsigned)in.page.limit + 1;
	if (db_delivery_search_list(rq->db, rq->arena, &q, &rows, &n, err))
		return -1;
	page_cut(&in.page, &n);
	array = rq_array();
	for (size_t i = 0; i < n; i++) {
		rq_push(array, delivery_json(rq, &rows[i]));
		in.page.next[0] = rows[i].id;
	}
	return page_reply(rq, &in.page, array, err);
}

/* The delivery of the path, of an endpoint that the caller may manage, also of one that was ended.
 */
static int of_path(struct rq *rq, struct db_delivery *d, struct db_endpoint *e, struct cw_err *err)
{
	uint64_t id;

	return admin_id(rq, 0, &id, err) || db_delivery_get(rq->db, rq->arena, id, d, err) ||
			       db_endpoint_get(rq->db, rq->arena, d->endpoint_id, e, err)
		       ? -1
		       : endpoint_may(rq, e, err);
}

/* In a transaction, so that what is said of it and the attempts that are shown are of one moment. */
static int answer_delivery(struct rq *rq, int status, uint64_t id, struct cw_err *err)
{
	struct json_object *o, *list;
	struct db_attempt *attempts;
	struct db_delivery d;
	size_t n;

	if (db_delivery_get(rq->db, rq->arena, id, &d, err) ||
	    db_attempt_list(rq->db, rq->arena, id, &attempts, &n, err))
		return -1;
	o = delivery_json(rq, &d);
	rq_put_str(o, "body", readable(rq->arena, d.body, d.body_len));
	list = rq_array();
	for (size_t i = 0; i < n; i++)
		rq_push(list, attempt_json(rq, &attempts[i]));
	rq_put(o, "attempts", list);
	return rq_json(rq, status, o, err);
}

/* A db_tx_fn. */
static int get_tx(struct db_conn *c, void *arg, struct cw_err *err)
{
	struct rq *rq = arg;
	struct db_delivery d;
	struct db_endpoint e;

	(void)c; /* rq->db */
	return of_path(rq, &d, &e, err) ? -1 : answer_delivery(rq, 200, d.id, err);
}

int api_delivery_get(struct rq *rq, struct cw_err *err)
{
	return db_tx_read(rq->db, get_tx, rq, err);
}

/* ---- Again. */

static int replay_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct db_audit_entry *entry = arg;
	struct db_delivery d;
	struct db_endpoint e;
	bool again;

	if (of_path(rq, &d, &e, err) || endpoint_demand(&e, "active", err) ||
	    db_delivery_replay(rq->db, d.id, rq->now, &again, err))
		return -1;
	if (!again)
		return cw_fail(err, CW_CONFLICT, CW_MSG_HOOK_WAITING, NULL);
	entry->subject = admin_subject(rq, "delivery", d.id);
	return answer_delivery(rq, 202, d.id, err);
}

int api_delivery_replay(struct rq *rq, struct cw_err *err)
{
	struct db_audit_entry entry = admin_entry(rq, "delivery_replayed");

	return admin_nothing(rq, err) ? -1 : admin_run(rq, replay_tx, &entry, &entry, err);
}

struct replay {
	cw_day from, to; /* Beijing days, both included */
	bool missed;
	struct db_audit_entry entry;
};
static const struct rq_field replay_fields[] = {
	{ "from", RQ_DAY, offsetof(struct replay, from), .required = true },
	{ "to", RQ_DAY, offsetof(struct replay, to), .required = true },
	{ "missed", RQ_BOOL, offsetof(struct replay, missed) },
	{ .name = NULL },
};

/* The instant at which a Beijing day begins. */
static int64_t day_start(cw_day day)
{
	return (day * INT64_C(86400) - 8 * 3600) * 1000000;
}

/* Whether an event of an agency comes near E: of its own, or of any in its district. */
static int in_reach(struct rq *rq, const struct db_outbox *event, const struct db_endpoint *e,
		    const struct db_agency *of, bool *out, struct cw_err *err)
{
	struct db_agency agency;

	*out = e->user_id || !event->agency_id || event->agency_id == e->agency_id;
	if (*out || of->id != of->root)
		return 0;
	if (db_agency_get(rq->db, rq->arena, event->agency_id, &agency, err))
		return -1;
	*out = agency.root == of->id;
	return 0;
}

struct missed {
	const struct db_endpoint *e;
	struct db_agency agency;
	struct nt_fan fan;
	uint64_t told, looked, after;
};

static int tell_some(struct rq *rq, struct missed *m, const struct db_outbox *rows, size_t n,
		     struct cw_err *err)
{
	for (size_t i = 0; i < n && m->told < MISSED_MAX; i++) {
		bool reach;

		m->after = rows[i].id;
		m->looked++;
		if (in_reach(rq, &rows[i], m->e, &m->agency, &reach, err))
			return -1;
		if (!reach || !nt_event_heard(m->e, &rows[i]))
			continue;
		if (nt_fan_deliver(rq->db, &m->fan, &rows[i], m->e, err))
			return -1;
		m->told++;
	}
	return 0;
}

/* Events that were fanned out while the endpoint was not active get their delivery now. */
static int tell_missed(struct rq *rq, const struct replay *in, struct missed *m, bool *more,
		       struct cw_err *err)
{
	struct db_outbox *rows;
	size_t n;

	do {
		if (db_outbox_missed_list(rq->db, rq->arena, m->e->id, day_start(in->from),
					  day_start(in->to + 1), m->after, MISSED_MAX, &rows, &n,
					  err) ||
		    tell_some(rq, m, rows, n, err))
			return -1;
	} while (n == MISSED_MAX && m->told < MISSED_MAX && m->looked < LOOKED_MAX);
	*more = n == MISSED_MAX;
	return 0;
}

static int range_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct replay *in = arg;
	const struct nt_scene scene = { .today = rq->today,
					.calendar = rq->calendar,
					.public_url = rq->app->config->public_url };
	struct db_endpoint e;
	struct missed m = { .e = &e,
			    .fan = { .scene = &scene, .arena = rq->arena, .now = rq->now } };
	uint64_t replayed = 0;
	struct json_object *o;
	bool more = false;

	if (endpoint_of_path(rq, true, &e, err) || endpoint_demand(&e, "active", err) ||
	    db_delivery_replay_range(rq->db, e.id, day_start(in->from), day_start(in->to + 1),
				     rq->now, REPLAY_MAX, &replayed, err) ||
	    db_agency_get(rq->db, rq->arena, e.agency_id, &m.agency, err) ||
	    (in->missed && tell_missed(rq, in, &m, &more, err)))
		return -1;
	in->entry.subject = admin_subject(rq, "endpoint", e.id);
	o = rq_obj();
	rq_put_int(o, "replayed", (int64_t)replayed);
	rq_put_int(o, "missed", (int64_t)m.told);
	rq_put_bool(o, "more", more || replayed == REPLAY_MAX);
	return rq_json(rq, 202, o, err);
}

int api_endpoint_replay(struct rq *rq, struct cw_err *err)
{
	struct replay in = { .missed = false };

	if (rq_body(rq, replay_fields, &in, err))
		return -1;
	if (in.to < in.from)
		return cw_fail_item(err, "/to", CW_MSG_HOOK_RANGE, NULL);
	in.entry = admin_entry(rq, "deliveries_replayed");
	return admin_run(rq, range_tx, &in, &in.entry, err);
}

/* Of all endpoints that are active: what is disabled has to take a ping first. */

struct replay_all {
	cw_day from, to;
	uint64_t district;
	bool mine;
	struct db_audit_entry entry;
};
static const struct rq_field replay_all_fields[] = {
	{ "from", RQ_DAY, offsetof(struct replay_all, from), .required = true },
	{ "to", RQ_DAY, offsetof(struct replay_all, to), .required = true },
	{ "district_id", RQ_ID, offsetof(struct replay_all, district) },
	{ "mine", RQ_BOOL, offsetof(struct replay_all, mine) },
	{ .name = NULL },
};

static int replay_each(struct rq *rq, const struct replay_all *in, const struct db_endpoint *rows,
		       size_t n, uint64_t *replayed, struct cw_err *err)
{
	for (size_t i = 0; i < n && *replayed < REPLAY_MAX; i++) {
		uint64_t some;

		if (db_delivery_replay_range(rq->db, rows[i].id, day_start(in->from),
					     day_start(in->to + 1), rq->now,
					     (unsigned)(REPLAY_MAX - *replayed), &some, err))
			return -1;
		*replayed += some;
	}
	return 0;
}

static int replay_all_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct replay_all *in = arg;
	struct db_endpoint_query q = { .status = "active", .limit = 1000 };
	struct db_endpoint *rows;
	uint64_t replayed = 0;
	struct json_object *o;
	size_t n;

	if (endpoint_scope(rq, in->mine, in->district, &q.root, &q.user, err) ||
	    db_endpoint_list(rq->db, rq->arena, &q, &rows, &n, err) ||
	    replay_each(rq, in, rows, n, &replayed, err))
		return -1;
	in->entry.subject =
		q.user ? admin_subject(rq, "user", q.user) : admin_subject(rq, "agency", q.root);
	o = rq_obj();
	rq_put_int(o, "replayed", (int64_t)replayed);
	rq_put_int(o, "missed", 0);
	rq_put_bool(o, "more", replayed == REPLAY_MAX);
	return rq_json(rq, 202, o, err);
}

int api_deliveries_replay(struct rq *rq, struct cw_err *err)
{
	struct replay_all in = { .mine = false };

	if (rq_body(rq, replay_all_fields, &in, err))
		return -1;
	if (in.to < in.from)
		return cw_fail_item(err, "/to", CW_MSG_HOOK_RANGE, NULL);
	in.entry = admin_entry(rq, "deliveries_replayed");
	return admin_run(rq, replay_all_tx, &in, &in.entry, err);
}

/* ---- The catalogue. */

int api_hook_list(struct rq *rq, struct cw_err *err)
{
	struct json_object *o = rq_obj(), *list = rq_array();

	for (int hook = CW_HOOK_NONE + 1; hook < CW_HOOK_MAX; hook++) {
		struct json_object *row = rq_obj();

		rq_put_str(row, "type", cw_hook_name((enum cw_hook)hook));
		rq_put_msg(rq->arena, row, "title", cw_hook_title((enum cw_hook)hook), NULL,
			   rq->lang);
		rq_push(list, row);
	}
	rq_put(o, "items", list);
	rq_put(o, "next", NULL);
	return rq_json(rq, 200, o, err);
}
