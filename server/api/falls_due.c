/* What falls due at an agency, by day, also on cases that are done (R-OUT-8: the agency as
 * respondent). */
#include "casework/deadline.h"
#include "db/remedy.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/api/page.h"

struct due_args {
	uint64_t agency;
	bool mine;
	cw_day before;
	const char *kind;
	struct page page;
};
static const struct rq_field due_fields[] = { RQ_FIELD(struct due_args, agency, RQ_ID),
					      RQ_FIELD(struct due_args, mine, RQ_BOOL),
					      RQ_FIELD(struct due_args, before, RQ_DAY),
					      RQ_FIELD(struct due_args, kind, RQ_STRING, .min = 1,
						       .max = 24),
					      PAGE_FIELDS(struct due_args, page),
					      { 0 } };

static struct json_object *due_json(struct rq *rq, const struct db_due *r)
{
	struct json_object *o = rq_obj();

	rq_put_id(o, "id", r->id);
	rq_put_str(o, "kind", r->kind);
	rq_put_msg(rq->arena, o, "title", cw_deadline(r->kind)->title, NULL, rq->lang);
	rq_put_id(o, "ref", r->ref);
	rq_put_day(o, "due_on", r->due_on);
	rq_put_int(o, "working_days_left", cw_calendar_count(rq->calendar, rq->today, r->due_on));
	rq_put_bool(o, "overdue", r->due_on < rq->today);
	rq_put_id(o, "case_id", r->case_id);
	rq_put_str(o, "number", r->number);
	rq_put_str(o, "case_title", r->title);
	rq_put_str(o, "state", r->state);
	rq_put_int(o, "handling", r->handling);
	rq_put_id(o, "assignee_id", r->assignee_id);
	return o;
}

int api_deadline_list(struct rq *rq, struct cw_err *err)
{
	struct due_args in = { .before = CW_DAY_NONE };
	struct db_due_query q = { 0 };
	struct json_object *items;
	struct db_due *rows;
	size_t n;

	page_init(&in.page);
	if (rq_params(rq, due_fields, &in, err) || page_start(&in.page, err) ||
	    case_check_kind("?kind", in.kind, err) ||
	    case_pick_agency(rq, in.agency, &q.agency, err))
		return -1;
	q.assignee = in.mine ? rq->who.user : 0;
	q.kind = in.kind;
	q.before = in.before;
	q.after_on = in.page.started ? (cw_day)in.page.key[0] : CW_DAY_NONE;
	q.after_id = in.page.key[1];
	q.limit = (unsigned)in.page.limit + 1;
	if (db_falls_due_list(rq->db, rq->arena, &q, &rows, &n, err))
		return -1;
	page_cut(&in.page, &n);
	items = rq_array();
	for (size_t i = 0; i < n; i++)
		rq_push(items, due_json(rq, &rows[i]));
	if (n) {
		in.page.next[0] = (uint64_t)rows[n - 1].due_on;
		in.page.next[1] = rows[n - 1].id;
	}
	return page_reply(rq, &in.page, items, err);
}
