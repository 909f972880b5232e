/* What falls due in a case, with what the scheduler has marked (casework/deadline.h). */
#include "casework/deadline.h"

#include <string.h>

#include "server/api/case_acts.h"

int case_deadlines_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct cw_arena *a = x->rq->arena;
	struct db_deadline *rows;
	size_t n;

	if (db_deadline_list(x->rq->db, a, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct cw_deadline_row *kind = cw_deadline(rows[i].kind);
		const bool open = strcmp(rows[i].status, "open") == 0;
		struct json_object *o = rq_obj();

		rq_put_str(o, "kind", rows[i].kind);
		rq_put_msg(a, o, "title", kind->title, NULL, x->rq->lang);
		rq_put_int(o, "handling", rows[i].handling);
		rq_put_id(o, "ref", rows[i].ref);
		rq_put_day(o, "due_on", rows[i].due_on);
		rq_put_str(o, "status", rows[i].status);
		rq_put_day(o, "marked_on", rows[i].marked_on);
		rq_put_int(o, "days_over",
			   open && rows[i].due_on < x->rq->today ? x->rq->today - rows[i].due_on
								 : 0);
		rq_put_str(o, "rule", kind->rule);
		rq_put_str(o, "article", kind->article);
		rq_push(list, o);
	}
	return 0;
}
