/* The log, for audit administrators: the latest first. */
#include <string.h>

#include "casework/base/text.h"
#include "server/api/admin.h"
#include "server/api/page.h"

struct audit_query {
	struct page page;
	const char *what;
	uint64_t user;
	cw_day from, to; /* Beijing days, both included */
};
static const struct rq_field fields[] = {
	PAGE_FIELDS(struct audit_query, page),
	{ "what", RQ_STRING, offsetof(struct audit_query, what), .max = 40 },
	{ "user_id", RQ_ID, offsetof(struct audit_query, user) },
	{ "from", RQ_DAY, offsetof(struct audit_query, from) },
	{ "to", RQ_DAY, offsetof(struct audit_query, to) },
	{ .name = NULL },
};

/* The instant at which a Beijing day begins. */
static int64_t day_start(cw_day day)
{
	return (day * INT64_C(86400) - 8 * 3600) * 1000000;
}

static const char *hex(struct cw_arena *a, const unsigned char *bytes, size_t n)
{
	struct cw_buf b;

	cw_buf_init(&b, a);
	for (size_t i = 0; i < n; i++)
		cw_buf_printf(&b, "%02x", bytes[i]);
	return cw_buf_done(&b, NULL);
}

static struct json_object *row_json(struct rq *rq, const struct db_audit_row *row)
{
	struct json_object *o = rq_obj();

	rq_put_str(o, "instance", hex(rq->arena, row->instance, DB_AUDIT_INSTANCE));
	rq_put_int(o, "no", (int64_t)row->no);
	rq_put_time(o, "at", row->entry.at);
	rq_put_id(o, "user_id", row->entry.user);
	rq_put_str(o, "user_name", row->user_name);
	rq_put_str(o, "what", row->entry.what);
	rq_put_str(o, "subject", row->entry.subject);
	rq_put_str(o, "detail", row->entry.detail);
	rq_put_str(o, "client", row->entry.client);
	rq_put_str(o, "hash", hex(rq->arena, row->hash, 32));
	return o;
}

static void fill_query(const struct audit_query *in, struct db_audit_query *q)
{
	*q = (struct db_audit_query){ .what = in->what,
				      .user = in->user,
				      .from = DB_TIME_NONE,
				      .to = DB_TIME_NONE,
				      .before_at = DB_TIME_NONE,
				      .before_no = in->page.key[1],
				      .limit = (unsigned)in->page.limit + 1 };
	if (in->from != CW_DAY_NONE)
		q->from = day_start(in->from);
	if (in->to != CW_DAY_NONE)
		q->to = day_start(in->to + 1);
	if (in->page.started)
		q->before_at = (int64_t)in->page.key[0];
	memcpy(q->before_instance, in->page.bytes, sizeof(q->before_instance));
}

int api_audit_list(struct rq *rq, struct cw_err *err)
{
	struct audit_query in = { .from = CW_DAY_NONE, .to = CW_DAY_NONE };
	struct db_audit_query q;
	struct db_audit_row *rows;
	struct json_object *array;
	size_t n;

	page_init(&in.page);
	if (rq_params(rq, fields, &in, err) || page_start(&in.page, err))
		return -1;
	fill_query(&in, &q);
	if (db_audit_list(rq->db, rq->arena, &q, &rows, &n, err))
		return -1;
	page_cut(&in.page, &n);
	array = rq_array();
	for (size_t i = 0; i < n; i++)
		rq_push(array, row_json(rq, &rows[i]));
	if (n) {
		in.page.next[0] = (uint64_t)rows[n - 1].entry.at;
		in.page.next[1] = rows[n - 1].no;
		memcpy(in.page.next_bytes, rows[n - 1].instance, DB_AUDIT_INSTANCE);
	}
	return page_reply(rq, &in.page, array, err);
}
