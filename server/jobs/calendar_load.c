/* Loading a working-day notice (R-DAY-4).  Slices look through the open cases; where the notice
 * would move a due day, it is refused with their numbers, else it is written by the last slice. */
#include <stdio.h>

#include "db/audit.h"
#include "db/calendar.h"
#include "server/act/calendars.h"
#include "server/act/notice_json.h"
#include "server/jobs/jobs.h"

#define CASES_A_SLICE 200

static int read_notice(struct job_run *run, struct cw_notice *out, struct cw_err *err)
{
	struct json_object *notice = NULL;

	json_object_object_get_ex(run->args, "notice", &notice);
	if (!notice)
		return cw_fail(err, CW_MALFORMED, CW_MSG_MALFORMED, NULL);
	return notice_parse(run->arena, notice, out, err);
}

/* The calendar as it would be with NOTICE; the caller frees it. */
static int calendar_with(struct job_run *run, const struct cw_notice *notice,
			 struct cw_calendar **out, struct cw_err *err)
{
	struct cw_notice *have, *all;
	size_t n;

	if (db_calendar_load(run->db, run->arena, &have, &n, err))
		return -1;
	all = cw_alloc_n(run->arena, n + 1, sizeof(*all));
	if (!all)
		return cw_fail_memory(err);
	for (size_t i = 0; i < n; i++)
		all[i] = have[i];
	all[n] = *notice;
	*out = cw_calendar_new(all, n + 1, CW_DAY_NONE);
	return *out ? 0 : cw_fail_memory(err);
}

static int refuse(struct job_run *run, const struct calendar_moves *found, struct cw_err *err)
{
	struct json_object *cases = json_object_new_array(), *problem;
	struct cw_err moves;
	char count[24];

	cw_err_clear(&moves);
	snprintf(count, sizeof(count), "%zu", found->n);
	cw_fail(&moves, CW_CONFLICT, CW_MSG_API_CALENDAR_MOVES, count, NULL);
	for (size_t i = 0; i < found->n; i++)
		rq_push(cases, json_object_new_string(found->numbers[i]));
	problem = rq_problem_object(run->arena, &moves, run->lang);
	if (!problem) {
		json_object_put(cases);
		return cw_fail_memory(err);
	}
	rq_put(problem, "cases", cases);
	run->result = rq_obj();
	rq_put(run->result, "problem", problem);
	return 0;
}

struct save {
	struct job_run *run;
	const struct cw_notice *notice;
	uint64_t id;
};

static int save_tx(struct db_conn *c, void *arg, struct cw_err *err)
{
	struct save *s = arg;

	return db_calendar_add(c, s->notice, s->run->job.created_by, s->run->now, &s->id, err);
}

static int save(struct job_run *run, const struct cw_notice *notice, struct cw_err *err)
{
	struct save s = { run, notice, 0 };

	if (db_tx_run(run->db, save_tx, &s, NULL, err)) {
		if (!db_err_duplicate(err, "u_calendar_notice_number"))
			return -1;
		cw_err_clear(err);
		return cw_fail(err, CW_CONFLICT, CW_MSG_API_CALENDAR_LOADED, NULL);
	}
	calendars_expire(run->app->calendars);
	run->result = rq_obj();
	rq_put_id(run->result, "notice_id", s.id);
	return 0;
}

int job_calendar_load(struct job_run *run, enum job_step *step, struct cw_err *err)
{
	struct cw_notice notice = { .year = 0 };
	struct cw_calendar *then = NULL;
	struct calendar_moves moves;
	int rc;

	if (read_notice(run, &notice, err) || calendar_with(run, &notice, &then, err))
		return -1;
	rc = calendar_moves(run->db, run->arena, then, run->job.position, CASES_A_SLICE, &moves,
			    err);
	cw_calendar_free(then);
	if (rc)
		return -1;
	run->job.done += moves.looked;
	run->job.position = moves.last;
	if (moves.n) {
		*step = JOB_FAILED;
		return refuse(run, &moves, err);
	}
	if (moves.looked == CASES_A_SLICE) {
		*step = JOB_MORE;
		return 0;
	}
	*step = JOB_DONE;
	run->job.total = run->job.done;
	return save(run, &notice, err);
}
