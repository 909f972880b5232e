/*
 * What one is to look at: notes that mention one, and the cases that one watches.  Both are each
 * person's own and no act on the case: nothing of it stands in the history.
 */
#include "db/watch.h"
#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/api/page.h"
#include "server/app.h"

/* ---- Watching: put again, all that has happened counts as read. */

static int answer_watch(struct rq *rq, bool watching, struct cw_err *err)
{
	struct json_object *o = rq_obj();

	rq_put_bool(o, "watching", watching);
	rq_put_int(o, "unread", 0);
	return rq_json(rq, 200, o, err);
}

int api_watch_put(struct rq *rq, struct cw_err *err)
{
	struct act x;
	uint64_t id;

	if (admin_nothing(rq, err) || admin_id(rq, 0, &id, err) || act_view(&x, rq, id, err) ||
	    db_watch_put(rq->db, rq->who.user, id, x.d.seq, true, err))
		return -1;
	return answer_watch(rq, true, err);
}

int api_watch_remove(struct rq *rq, struct cw_err *err)
{
	struct act x;
	uint64_t id;

	if (admin_id(rq, 0, &id, err) || act_view(&x, rq, id, err) ||
	    db_watch_remove(rq->db, rq->who.user, id, err))
		return -1;
	return answer_watch(rq, false, err);
}

/* ---- Mentions. */

struct list_args {
	bool unread;
	struct page page;
};
static const struct rq_field list_fields[] = { { "unread", RQ_BOOL,
						 offsetof(struct list_args, unread) },
					       PAGE_FIELDS(struct list_args, page),
					       { 0 } };

static struct json_object *mention_json(const struct db_mention *m)
{
	struct json_object *o = rq_obj();

	rq_put_id(o, "id", m->id);
	rq_put_id(o, "case_id", m->case_id);
	rq_put_str(o, "number", m->number);
	rq_put_str(o, "title", m->title);
	rq_put_id(o, "author_id", m->author_id);
	rq_put_str(o, "said", m->said);
	rq_put_time(o, "made_at", m->made_at);
	rq_put_bool(o, "read", m->is_read);
	return o;
}

int api_mention_list(struct rq *rq, struct cw_err *err)
{
	struct list_args in = { 0 };
	struct json_object *items;
	struct db_mention *rows;
	size_t n;

	page_init(&in.page);
	if (rq_params(rq, list_fields, &in, err) || page_start(&in.page, err) ||
	    db_mention_list(rq->db, rq->arena, rq->app->keys, rq->who.user, in.unread,
			    in.page.key[0], (unsigned)in.page.limit + 1, &rows, &n, err))
		return -1;
	page_cut(&in.page, &n);
	items = rq_array();
	for (size_t i = 0; i < n; i++)
		/* Who has lost the right to see the case since does not read of it here either. */
		if (act_roles(&rq->who, rows[i].agency_id, 0))
			rq_push(items, mention_json(&rows[i]));
	if (n)
		in.page.next[0] = rows[n - 1].id;
	return page_reply(rq, &in.page, items, err);
}

static int read_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const uint64_t *id = arg;
	struct json_object *o;
	uint64_t left;
	bool hit;

	if (db_mention_read(rq->db, rq->arena, rq->who.user, *id, &hit, err))
		return -1;
	if (!hit)
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	if (db_mention_count(rq->db, rq->who.user, 10000, &left, err))
		return -1;
	o = rq_obj();
	rq_put_int(o, "unread", (int64_t)left);
	return rq_json(rq, 200, o, err);
}

int api_mention_read(struct rq *rq, struct cw_err *err)
{
	uint64_t id;

	return admin_nothing(rq, err) || admin_id(rq, 0, &id, err) || act_run(rq, read_tx, &id, err)
		       ? -1
		       : 0;
}

int api_mention_read_all(struct rq *rq, struct cw_err *err)
{
	uint64_t all = 0;

	return admin_nothing(rq, err) || act_run(rq, read_tx, &all, err) ? -1 : 0;
}

int case_watch_json(struct act *x, struct json_object *o, struct cw_err *err)
{
	int seen = 0;
	bool found;

	if (db_watch_find(x->rq->db, x->rq->arena, x->rq->who.user, x->d.id, &seen, &found, err))
		return -1;
	rq_put_bool(o, "watching", found);
	rq_put_int(o, "unread", found && x->d.seq > seen ? x->d.seq - seen : 0);
	return 0;
}
