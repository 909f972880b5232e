/* The inbox: what one is reminded of.  A person's own; what is due today is acknowledged. */
#include "server/api/reminders.h"

#include <stdio.h>
#include <stdlib.h>

#include "casework/deadline.h"
#include "db/remind.h"
#include "server/api/admin.h"
#include "server/api/page.h"

/* "答复期限：还有 5 个工作日", counted from today. */
static void put_text(struct rq *rq, struct json_object *o, const struct db_reminder *r, int left)
{
	const enum cw_msg what =
		left > 0 ? CW_MSG_REMIND_SOON
			 : (left == 0 && r->due_on >= rq->today ? CW_MSG_REMIND_TODAY
								: CW_MSG_REMIND_OVER);
	char title[CW_MSG_REF], days[16];
	const char *const args[CW_MSG_ARGS] = { cw_msg_ref(cw_deadline(r->kind)->title, title),
						days };

	snprintf(days, sizeof(days), "%d", abs(left));
	rq_put_msg(rq->arena, o, "text", r->stands ? what : CW_MSG_REMIND_REPLACED, args, rq->lang);
}

static struct json_object *reminder_json(struct rq *rq, const struct db_reminder *r)
{
	const int left = cw_calendar_count(rq->calendar, rq->today, r->due_on);
	struct json_object *o = rq_obj();

	rq_put_id(o, "id", r->id);
	rq_put_id(o, "deadline_id", r->deadline_id);
	rq_put_str(o, "kind", r->kind);
	rq_put_msg(rq->arena, o, "title", cw_deadline(r->kind)->title, NULL, rq->lang);
	put_text(rq, o, r, left);
	rq_put_id(o, "ref", r->ref);
	rq_put_id(o, "case_id", r->case_id);
	rq_put_str(o, "number", r->number);
	rq_put_int(o, "step", r->step);
	rq_put_day(o, "due_on", r->due_on);
	rq_put_int(o, "working_days_left", left);
	rq_put_bool(o, "overdue", r->due_on < rq->today);
	rq_put_bool(o, "stands", r->stands);
	rq_put_bool(o, "digest", r->digest);
	rq_put_bool(o, "to_acknowledge", r->ack);
	rq_put_time(o, "acknowledged_at", r->acknowledged_at);
	rq_put_day(o, "made_on", r->made_on);
	return o;
}

struct inbox_args {
	bool all, unacknowledged;
	struct page page;
};
static const struct rq_field inbox_fields[] = { RQ_FIELD(struct inbox_args, all, RQ_BOOL),
						RQ_FIELD(struct inbox_args, unacknowledged,
							 RQ_BOOL),
						PAGE_FIELDS(struct inbox_args, page),
						{ 0 } };

int api_reminder_list(struct rq *rq, struct cw_err *err)
{
	struct inbox_args in = { .all = false };
	struct db_inbox_query q = { .user = rq->who.user };
	struct json_object *items;
	struct db_reminder *rows;
	size_t n;

	page_init(&in.page);
	if (rq_params(rq, inbox_fields, &in, err) || page_start(&in.page, err))
		return -1;
	q.all = in.all;
	q.unacknowledged = in.unacknowledged;
	q.before = in.page.key[0];
	q.limit = (unsigned)in.page.limit + 1;
	if (db_inbox_list(rq->db, rq->arena, &q, &rows, &n, err))
		return -1;
	page_cut(&in.page, &n);
	items = rq_array();
	for (size_t i = 0; i < n; i++) {
		rq_push(items, reminder_json(rq, &rows[i]));
		in.page.next[0] = rows[i].id;
	}
	return page_reply(rq, &in.page, items, err);
}

/* ---- That one knows. */

static int acknowledge_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct db_audit_entry *entry = arg;
	struct db_reminder r;
	uint64_t id;

	if (admin_id(rq, 0, &id, err) ||
	    db_inbox_get(rq->db, rq->arena, rq->who.user, id, &r, err) ||
	    db_inbox_acknowledge(rq->db, id, rq->now, err) ||
	    db_inbox_get(rq->db, rq->arena, rq->who.user, id, &r, err))
		return -1;
	entry->subject = admin_subject(rq, "deadline", r.deadline_id);
	entry->detail = r.number;
	return rq_json(rq, 200, reminder_json(rq, &r), err);
}

int api_reminder_acknowledge(struct rq *rq, struct cw_err *err)
{
	struct db_audit_entry entry = admin_entry(rq, "reminder_acknowledged");

	return admin_nothing(rq, err) ? -1 : admin_run(rq, acknowledge_tx, &entry, &entry, err);
}
