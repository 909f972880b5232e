#include "server/jobs/marks.h"

#include <stdio.h>
#include <string.h>

#include "casework/base/log.h"
#include "casework/deadline.h"
#include "db/deadline.h"
#include "db/legal.h"
#include "server/act/act.h"
#include "server/act/system.h"

#define SLICE 50

/* ---- One mark. */

/* Without an event: the deadline was a warning, and its day is over. */
static int end_quietly(struct act *x, const struct db_mark *m, struct cw_err *err)
{
	return db_deadline_end(x->rq->db, x->d.id, m->handling, m->kind, m->ref, "met", err) ||
			       act_save_queue(x, err)
		       ? -1
		       : 0;
}

/* Who subscribes is told which deadline it is, and the advisor of a late review of it. */
static int tell(struct act *x, const struct db_mark *m, struct cw_err *err)
{
	x->told.deadline = m->kind;
	x->told.ref = m->ref;
	x->told.until = m->due_on;
	if (strcmp(m->kind, "legal_review") != 0)
		return 0;
	return db_legal_advisor_find(x->rq->db, m->ref, &x->told.user, err);
}

static int enter(struct act *x, const struct db_mark *m, const struct cw_deadline_row *row,
		 struct cw_err *err)
{
	struct json_object *detail;
	bool got;

	if (tell(x, m, err))
		return -1;
	x->facts.on = m->mark_on; /* the day on which it became so, also when it is found later */
	if (act_decide(x, row->mark, err))
		return -1;
	if (db_mark_save(x->rq->db, m, x->rq->today, &got, err))
		return -1;
	if (!got) /* cannot be: the row is locked */
		return cw_fail(err, CW_CONFLICT, CW_MSG_INTERNAL, NULL);
	detail = rq_obj();
	rq_put_str(detail, "deadline", m->kind);
	rq_put_id(detail, "ref", m->ref);
	rq_put_day(detail, "due_on", m->due_on);
	return act_finish(x, detail, err);
}

/* The case first, then its deadline, as every act does.  What has changed since it was listed is
 * left alone: whoever changed it has said when to look again. */
static int mark_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct db_mark *seen = arg;
	const struct cw_deadline_row *row = cw_deadline(seen->kind);
	struct db_mark m;
	struct act x;
	bool found;

	if (act_open(&x, rq, seen->case_id, row->mark, err) ||
	    db_mark_lock(rq->db, rq->arena, seen->id, &m, &found, err))
		return -1;
	if (!found || m.version != seen->version || m.mark_on != seen->mark_on)
		return 0;
	/* What the law itself says follows; its own deadline ends with it. */
	if (row->mark == CW_ACT_NO_ATTEMPT)
		return act_no_attempt(rq, m.case_id, err);
	return row->ends ? end_quietly(&x, &m, err) : enter(&x, &m, row, err);
}

/* What cannot be marked today is tried again tomorrow, so that it holds up nothing else. */
static int put_off(struct rq *rq, const struct db_mark *m, const struct cw_err *why,
		   struct cw_err *err)
{
	cw_log(CW_LOG_WARN, "mark_put_off", "case=%llu kind=%s why=%s detail=\"%s\"",
	       (unsigned long long)m->case_id, m->kind, cw_msg_name(why->msg), why->detail);
	return db_mark_put_off(rq->db, m, rq->today + 1, err);
}

static int mark_one(struct task_run *run, struct cw_arena *a, const struct db_mark *m,
		    struct cw_err *err)
{
	struct cw_err why;
	struct rq rq;
	char id[65];
	int rc;

	snprintf(id, sizeof(id), "mark-%llu-%d", (unsigned long long)m->id, m->version);
	if (act_system(run->app, run->db, a, run->now, id, &rq, err))
		return -1;
	cw_err_clear(&why);
	rc = act_run(&rq, mark_tx, (void *)m, &why);
	json_object_put(rq.problem_extra);
	if (rc && why.code == CW_UNAVAILABLE) { /* the next run finds it as it stands */
		*err = why;
		return -1;
	}
	return rc ? put_off(&rq, m, &why, err) : 0;
}

/* ---- All of them, by days. */

int marks_run(struct task_run *run, bool *more, struct cw_err *err)
{
	struct cw_arena *a = cw_arena_new(0);
	const struct db_mark first = { .id = 0 };
	struct db_mark *rows = NULL;
	struct rq rq;
	size_t n = 0;
	int rc;

	if (!a)
		return cw_fail_memory(err);
	rc = act_system(run->app, run->db, run->arena, run->now, "marks", &rq, err) ||
	     db_mark_list(run->db, run->arena, rq.today, &first, SLICE, &rows, &n, err);
	for (size_t i = 0; !rc && i < n; i++) {
		rc = mark_one(run, a, &rows[i], err);
		cw_arena_reset(a);
	}
	cw_arena_free(a);
	*more = n == SLICE;
	return rc ? -1 : 0;
}
