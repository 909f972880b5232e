#include "server/jobs/calendar_job.h"

#include <limits.h>
#include <stdio.h>

#include "casework/base/log.h"
#include "db/calendar.h"
#include "server/act/act.h"
#include "server/act/calendars.h"
#include "server/act/notice_json.h"
#include "server/act/system.h"

int calendar_job_notice(struct job_run *run, struct cw_notice *out, struct cw_err *err)
{
	struct json_object *notice = NULL;

	json_object_object_get_ex(run->args, "notice", &notice);
	if (!notice)
		return cw_fail(err, CW_MALFORMED, CW_MSG_MALFORMED, NULL);
	return notice_parse(run->arena, notice, out, err);
}

int calendar_job_with(struct db_conn *db, struct cw_arena *a, const struct cw_notice *notice,
		      struct cw_calendar **out, struct cw_err *err)
{
	struct cw_notice *have, *all;
	size_t n;

	if (db_calendar_load(db, a, DB_CALENDAR_LATEST, &have, &n, err))
		return -1;
	all = cw_alloc_n(a, n + 1, sizeof(*all));
	if (!all)
		return cw_fail_memory(err);
	for (size_t i = 0; i < n; i++)
		all[i] = have[i];
	all[n] = *notice;
	*out = cw_calendar_new(all, n + 1, CW_DAY_NONE);
	return *out ? 0 : cw_fail_memory(err);
}

int calendar_job_look(struct calendars *cals, struct db_conn *db, struct cw_arena *a,
		      const struct db_calendar_case *k, struct calendar_pair *pair,
		      struct db_calendar_move **moves, size_t *n, struct cw_err *err)
{
	return calendars_at(cals, db, k->calendar, &pair->clock, err) ||
			       calendars_at(cals, db, k->deadline_calendar, &pair->deadlines,
					    err) ||
			       calendar_moves_preview(db, a, k, pair, moves, n, err)
		       ? -1
		       : 0;
}

/* ---- The walk: one bit, 15 for a version, 48 for an id. */

#define ID_BITS	     48
#define VERSION_BITS 15

struct calendar_walk calendar_walk_of(uint64_t position)
{
	return (struct calendar_walk){
		.rest = position >> (ID_BITS + VERSION_BITS),
		.version = (int)(position >> ID_BITS & ((1u << VERSION_BITS) - 1)),
		.id = position & ((UINT64_C(1) << ID_BITS) - 1),
	};
}

uint64_t calendar_walk_position(const struct calendar_walk *w)
{
	return (uint64_t)w->rest << (ID_BITS + VERSION_BITS) | (uint64_t)w->version << ID_BITS |
	       w->id;
}

int calendar_walk_next(struct job_run *run, struct calendar_walk *w, int below,
		       struct db_calendar_case **cases, size_t *n, struct cw_err *err)
{
	*n = 0;
	if (!w->rest) {
		if (db_calendar_open_list(run->db, run->arena, below, w->version, w->id,
					  CALENDAR_SLICE, cases, n, err))
			return -1;
		if (*n == 0)
			*w = (struct calendar_walk){ .rest = true };
	}
	if (w->rest &&
	    db_calendar_rest_list(run->db, run->arena, below, w->id, CALENDAR_SLICE, cases, n, err))
		return -1;
	if (*n) {
		w->id = (*cases)[*n - 1].id;
		w->version = w->rest ? 0 : (*cases)[*n - 1].calendar;
	}
	return 0;
}

int calendar_job_result(struct job_run *run, struct cw_err *err)
{
	struct db_calendar_count count;
	char path[64];

	if (db_calendar_move_count(run->db, run->arena, run->job.id, &count, err))
		return -1;
	snprintf(path, sizeof(path), "/api/v1/jobs/%llu/moves", (unsigned long long)run->job.id);
	if (!run->result)
		run->result = rq_obj();
	rq_put_int(run->result, "cases", (int64_t)run->job.done);
	rq_put_int(run->result, "cases_moved", (int64_t)count.cases);
	rq_put_int(run->result, "others_moved", (int64_t)count.others);
	rq_put_int(run->result, "days_moved", (int64_t)count.moves);
	rq_put_int(run->result, "earlier", (int64_t)count.earlier);
	rq_put_str(run->result, "moves", path);
	return 0;
}

/* ---- Following. */

static int follow_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct db_calendar_case *k = arg;
	struct act x;

	return act_open(&x, rq, k->id, CW_ACT_CALENDAR_CHANGE, err);
}

int calendar_job_follow(struct app *app, struct db_conn *db, struct cw_arena *a, int64_t now,
			const struct db_calendar_case *k, int version, struct cw_err *err)
{
	struct rq rq;
	char id[65];
	int rc;

	snprintf(id, sizeof(id), "calendar-%d-%llu", version, (unsigned long long)k->id);
	if (act_system(app, db, a, now, id, &rq, err))
		return -1;
	rc = act_run(&rq, follow_tx, (void *)k, err);
	json_object_put(rq.problem_extra);
	return rc;
}

int calendar_stragglers(struct task_run *run, bool *more, struct cw_err *err)
{
	struct calendar_walk at = calendar_walk_of(*run->position);
	const struct cw_calendar *cal;
	struct db_calendar_case *cases;
	struct cw_arena *a;
	int version, rc = 0;
	size_t n;

	/* By what this process knew before, those at the beginning would follow nothing. */
	if (db_calendar_version_get(run->db, run->arena, &version, err) ||
	    calendars_need(run->app->calendars, run->db, version, &cal, err) ||
	    db_calendar_open_list(run->db, run->arena, version, at.version, at.id, CALENDAR_SLICE,
				  &cases, &n, err))
		return -1;
	a = cw_arena_new(0);
	if (!a)
		return cw_fail_memory(err);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		rc = calendar_job_follow(run->app, run->db, a, run->now, &cases[i], version, err);
		if (rc && err->code != CW_UNAVAILABLE) { /* it holds up no other */
			cw_log(CW_LOG_ERROR, "calendar_not_followed",
			       "case=%llu why=%s detail=\"%s\"", (unsigned long long)cases[i].id,
			       cw_msg_name(err->msg), err->detail);
			cw_err_clear(err);
			rc = 0;
		}
		cw_arena_reset(a);
	}
	cw_arena_free(a);
	*more = rc == 0 && n == CALENDAR_SLICE;
	at = *more ? (struct calendar_walk){ .version = cases[n - 1].calendar,
					     .id = cases[n - 1].id }
		   : (struct calendar_walk){ .id = 0 };
	*run->position = calendar_walk_position(&at);
	return rc;
}
