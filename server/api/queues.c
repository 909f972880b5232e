/* Lists of cases: the queues, the search by words, the counts. */
#include <stdlib.h>
#include <string.h>

#include "db/absence.h"
#include "db/share.h"
#include "db/watch.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/api/page.h"
#include "server/app.h"

enum queue { AGENCY, MINE, CLOSED, PUT_TO_ME, WATCHED };
static const char *const queues[] = { "agency", "mine", "closed", "put_to_me", "watched", NULL };

struct list_args {
	uint64_t agency;
	int queue;
	const char *state, *q, *next_kind;
	cw_day due_before;
	bool unassigned, help;
	struct page page;
};
static const struct rq_field list_fields[] = {
	{ "agency", RQ_ID, offsetof(struct list_args, agency) },
	{ "queue", RQ_CHOICE, offsetof(struct list_args, queue), .choices = queues },
	{ "state", RQ_STRING, offsetof(struct list_args, state), .max = 30 },
	{ "due_before", RQ_DAY, offsetof(struct list_args, due_before) },
	{ "next_kind", RQ_STRING, offsetof(struct list_args, next_kind), .max = 24 },
	{ "unassigned", RQ_BOOL, offsetof(struct list_args, unassigned) },
	{ "help", RQ_BOOL, offsetof(struct list_args, help) },
	{ "q", RQ_STRING, offsetof(struct list_args, q), .min = 2, .max = 60 },
	PAGE_FIELDS(struct list_args, page),
	{ 0 }
};

int case_pick_agency(struct rq *rq, uint64_t asked, uint64_t *out, struct cw_err *err)
{
	uint64_t own = 0;
	bool several = false;

	for (size_t i = 0; i < rq->who.n_grants; i++) {
		const struct rq_grant *g = &rq->who.grants[i];

		if (!(CASE_OFFICE & CW_ROLE_BIT(g->role)))
			continue;
		if (asked == g->agency) {
			*out = asked;
			return 0;
		}
		several = several || (own && own != g->agency);
		own = g->agency;
	}
	if (asked)
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	if (!own)
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_FORBIDDEN, NULL);
	if (several)
		return cw_fail_item(err, "?agency", CW_MSG_REQUIRED, NULL);
	*out = own;
	return 0;
}

int case_check_kind(const char *name, const char *kind, struct cw_err *err)
{
	if (kind && strspn(kind, "abcdefghijklmnopqrstuvwxyz_") != strlen(kind))
		return cw_fail_item(err, name, CW_MSG_NOT_FOUND, NULL);
	return 0;
}

/* Which queue takes the filters: what is open at an agency or one's own; closed ones grow for ever,
 * and the others are a handful. */
static int check_filters(const struct list_args *in, struct cw_err *err)
{
	const bool fits = !in->q && (in->queue == AGENCY || in->queue == MINE);

	if (in->state && cw_state_of(in->state) < 0)
		return cw_fail_item(err, "?state", CW_MSG_NOT_FOUND, NULL);
	if (case_check_kind("?next_kind", in->next_kind, err))
		return -1;
	if (!fits && in->unassigned)
		return cw_fail_item(err, "?unassigned", CW_MSG_QUEUE_NO_FILTER, NULL);
	if (!fits && in->help)
		return cw_fail_item(err, "?help", CW_MSG_QUEUE_NO_FILTER, NULL);
	if (!fits && in->next_kind)
		return cw_fail_item(err, "?next_kind", CW_MSG_QUEUE_NO_FILTER, NULL);
	return 0;
}

static int by_next_on(const void *a, const void *b)
{
	const struct db_queue_row *x = a, *y = b;

	if (x->next_on != y->next_on)
		return x->next_on < y->next_on ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

/* One's own and, while they are away, those of the people one covers at the agency of the absence:
 * each list is driven by the assignee's key, and the first of all of them are the page. */
static int my_rows(struct rq *rq, struct db_queue *q, struct db_queue_row **rows, size_t *n,
		   struct cw_err *err)
{
	struct db_absence *covered;
	struct db_queue_row *all;
	size_t n_covered, n_all = 0;

	if (db_absence_covered_list(rq->db, rq->arena, rq->who.user, rq->today, &covered,
				    &n_covered, err))
		return -1;
	all = cw_alloc_n(rq->arena, (n_covered + 1) * q->limit, sizeof(*all));
	if (!all)
		return cw_fail_memory(err);
	for (size_t i = 0; i <= n_covered; i++) {
		q->assignee = i < n_covered ? covered[i].user_id : rq->who.user;
		q->within = i < n_covered ? covered[i].agency_id : 0;
		if (db_queue_list(rq->db, rq->arena, q, rows, n, err))
			return -1;
		for (size_t k = 0; k < *n; k++) {
			all[n_all] = (*rows)[k];
			all[n_all++].covering_for = i < n_covered ? q->assignee : 0;
		}
	}
	qsort(all, n_all, sizeof(*all), by_next_on);
	*rows = all;
	*n = n_all < q->limit ? n_all : q->limit;
	return 0;
}

static int list_rows(struct rq *rq, struct list_args *in, struct db_queue_row **rows, size_t *n,
		     struct cw_err *err)
{
	struct db_queue q = {
		.open = in->queue != CLOSED,
		.state = in->state,
		.due_before = in->due_before,
		.next_kind = in->next_kind,
		.unassigned = in->unassigned,
		.help = in->help,
		.after_on = in->page.started ? (cw_day)in->page.key[0] : CW_DAY_NONE,
		.after_id = in->page.key[1],
		.limit = (unsigned)in->page.limit + 1,
	};

	if (in->queue == MINE && !in->q)
		return my_rows(rq, &q, rows, n, err);
	if (in->queue == PUT_TO_ME && !in->q)
		return db_share_list(rq->db, rq->arena, rq->who.user, q.after_on, q.after_id,
				     q.limit, rows, n, err);
	if (in->queue == WATCHED && !in->q)
		return db_watch_list(rq->db, rq->arena, rq->who.user, q.after_on, q.after_id,
				     q.limit, rows, n, err);
	if (case_pick_agency(rq, in->agency, &q.agency, err))
		return -1;
	if (in->q)
		return db_search_list(rq->db, rq->arena, rq->app->keys, q.agency, in->q,
				      in->page.key[1], q.limit, rows, n, err);
	return db_queue_list(rq->db, rq->arena, &q, rows, n, err);
}

int api_case_list(struct rq *rq, struct cw_err *err)
{
	struct list_args in = { .due_before = CW_DAY_NONE };
	struct db_queue_row *rows;
	struct rq_text t;
	size_t n;

	page_init(&in.page);
	if (rq_params(rq, list_fields, &in, err) || page_start(&in.page, err) ||
	    check_filters(&in, err) || list_rows(rq, &in, &rows, &n, err))
		return -1;
	page_cut(&in.page, &n);
	page_text(rq, &t);
	for (size_t i = 0; i < n; i++)
		/* An assignee or watcher who has lost every right at the agency sees no more of it.
		 */
		if (act_roles(&rq->who, rows[i].agency_id, 0))
			case_row_text(&t, &rows[i], rq->today, rq->lang);
	if (n) {
		const struct db_queue_row *last = &rows[n - 1];

		in.page.next[0] = (uint64_t)(in.queue == CLOSED ? last->closed_on : last->next_on);
		in.page.next[1] = last->id;
	}
	return page_text_reply(rq, &in.page, &t, err);
}

#define COUNT_CAP 10000

static int put_count(struct rq *rq, struct json_object *o, const char *name, uint64_t agency,
		     cw_day before, struct cw_err *err)
{
	uint64_t count;

	if (db_queue_count(rq->db, agency, 0, before, COUNT_CAP, &count, err))
		return -1;
	rq_put_int(o, name, (int64_t)count);
	return 0;
}

struct counts_args {
	uint64_t agency;
};
static const struct rq_field counts_fields[] = {
	{ "agency", RQ_ID, offsetof(struct counts_args, agency) }, { 0 }
};

/* As my_rows lists them: one's own, and those of the people one covers. */
static int put_mine(struct rq *rq, struct json_object *o, struct cw_err *err)
{
	struct db_absence *covered;
	uint64_t all, count;
	size_t n;

	if (db_queue_count(rq->db, 0, rq->who.user, CW_DAY_NONE, COUNT_CAP, &all, err) ||
	    db_absence_covered_list(rq->db, rq->arena, rq->who.user, rq->today, &covered, &n, err))
		return -1;
	for (size_t i = 0; i < n && all < COUNT_CAP; i++) {
		if (db_queue_count(rq->db, covered[i].agency_id, covered[i].user_id, CW_DAY_NONE,
				   COUNT_CAP, &count, err))
			return -1;
		all += count;
	}
	rq_put_int(o, "mine", (int64_t)(all < COUNT_CAP ? all : COUNT_CAP));
	return 0;
}

/* Open cases of the agency; advisors and unit officers have none of it to count. */
static int put_agency(struct rq *rq, struct json_object *o, uint64_t asked, struct cw_err *err)
{
	const cw_day soon = cw_calendar_add(rq->calendar, rq->today, 5);
	uint64_t agency, unassigned;

	if (case_pick_agency(rq, asked, &agency, err) ||
	    db_queue_count_unassigned(rq->db, agency, COUNT_CAP, &unassigned, err))
		return -1;
	rq_put_id(o, "agency_id", agency);
	rq_put_int(o, "unassigned", (int64_t)unassigned);
	return put_count(rq, o, "open", agency, CW_DAY_NONE, err) ||
			       put_count(rq, o, "overdue", agency, rq->today, err) ||
			       put_count(rq, o, "due_in_5_working_days", agency, soon + 1, err) ||
			       put_mine(rq, o, err)
		       ? -1
		       : 0;
}

/* What waits for the caller beside their cases. */
static int put_own(struct rq *rq, struct json_object *o, struct cw_err *err)
{
	uint64_t put, mentions, watched;

	if (db_share_count(rq->db, rq->who.user, COUNT_CAP, &put, err) ||
	    db_mention_count(rq->db, rq->who.user, COUNT_CAP, &mentions, err) ||
	    db_watch_count(rq->db, rq->who.user, COUNT_CAP, &watched, err))
		return -1;
	rq_put_int(o, "capped_at", COUNT_CAP);
	rq_put_int(o, "put_to_me", (int64_t)put);
	rq_put_int(o, "mentions", (int64_t)mentions);
	rq_put_int(o, "watched_unread", (int64_t)watched);
	return 0;
}

int api_queue_counts(struct rq *rq, struct cw_err *err)
{
	struct counts_args in = { 0 };
	struct json_object *o;

	if (rq_params(rq, counts_fields, &in, err))
		return -1;
	o = rq_obj();
	if (put_own(rq, o, err) || ((in.agency || rq_has_any_role(&rq->who, CASE_OFFICE)) &&
				    put_agency(rq, o, in.agency, err))) {
		json_object_put(o);
		return -1;
	}
	return rq_json(rq, 200, o, err);
}
