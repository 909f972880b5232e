/* Which days a notice would move, as a job, and the list of a preview or a load (R-DAY-4). */
#include "casework/deadline.h"
#include "db/calendar_move.h"
#include "server/api/admin.h"
#include "server/api/page.h"
#include "server/jobs/jobs.h"

static struct json_object *move_json(struct cw_arena *a, const struct db_calendar_move *m,
				     enum cw_lang lang)
{
	struct json_object *o = rq_obj();

	rq_put_id(o, "case_id", m->case_id);
	rq_put_str(o, "number", m->number);
	rq_put_str(o, "agency", m->agency);
	rq_put_int(o, "handling", m->handling);
	rq_put_str(o, "deadline", m->kind);
	rq_put_msg(a, o, "title", cw_deadline(m->kind)->title, NULL, lang);
	rq_put_id(o, "ref", m->ref);
	rq_put_day(o, "before", m->before);
	rq_put_day(o, "after", m->after);
	rq_put_day(o, "worked_to", m->worked_to);
	return o;
}

/* The cursor is a case and how many of its rows were shown: kinds do not fit a number. */
static int list(struct rq *rq, uint64_t job, struct page *page, struct json_object *array,
		struct cw_err *err)
{
	struct db_calendar_move *rows, at = { .kind = "" };
	uint64_t skip = page->key[1];
	size_t n;

	at.case_id = page->key[0]; /* from its beginning */
	if (db_calendar_move_list(rq->db, rq->arena, job, page->started ? &at : NULL,
				  (unsigned)(page->limit + 1 + (int)skip), &rows, &n, err))
		return -1;
	if (skip > n)
		skip = n;
	rows += skip;
	n -= skip;
	page_cut(page, &n);
	page->next[0] = page->key[0];
	page->next[1] = page->key[1];
	for (size_t i = 0; i < n; i++) {
		rq_push(array, move_json(rq->arena, &rows[i], rq->lang));
		page->next[1] = page->next[0] == rows[i].case_id ? page->next[1] + 1 : 1;
		page->next[0] = rows[i].case_id;
	}
	return 0;
}

int api_job_moves(struct rq *rq, struct cw_err *err)
{
	struct json_object *array;
	struct db_job job;
	struct page page;
	uint64_t id;

	if (admin_id(rq, 0, &id, err) || db_job_get(rq->db, rq->arena, id, &job, err) ||
	    page_read(rq, &page, err))
		return -1;
	if (job.created_by != rq->who.user &&
	    !rq_has_any_role(&rq->who, CW_ROLE_BIT(CW_ROLE_SYSTEM_ADMIN)))
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	array = rq_array();
	if (list(rq, id, &page, array, err)) {
		json_object_put(array);
		return -1;
	}
	return page_reply(rq, &page, array, err);
}
