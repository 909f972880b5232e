/* Which days a notice would move, before it is loaded: the list alone, nothing of a case changes.
 */
#include <limits.h>

#include "server/act/calendars.h"
#include "server/jobs/agency_deadlines.h"
#include "server/jobs/calendar_job.h"

static int list(struct job_run *run, struct db_calendar_move *moves, size_t n, struct cw_err *err)
{
	for (size_t i = 0; i < n; i++) {
		moves[i].job = run->job.id;
		if (db_calendar_move_add(run->db, &moves[i], err))
			return -1;
	}
	return 0;
}

static int look_at(struct job_run *run, const struct db_calendar_case *k,
		   struct calendar_pair *pair, struct cw_err *err)
{
	struct db_calendar_move *moves;
	size_t n;

	if (calendar_job_look(run->app->calendars, run->db, run->arena, k, pair, &moves, &n, err))
		return -1;
	return list(run, moves, n, err);
}

/* What belongs to no case comes last: it is little. */
static int look_at_others(struct job_run *run, const struct calendar_pair *pair, struct cw_err *err)
{
	struct db_calendar_move *moves;
	uint64_t position = 0;
	bool more = true;
	size_t n;

	while (more)
		if (agency_deadlines_moves(run->app->calendars, run->db, run->arena, pair,
					   &position, &moves, &n, &more, err) ||
		    list(run, moves, n, err))
			return -1;
	return 0;
}

/* What cannot be computed is for verify to say, and holds no preview up. */
static int look_at_all(struct job_run *run, struct db_calendar_case *cases, size_t n,
		       struct calendar_pair *pair, struct cw_err *err)
{
	for (size_t i = 0; i < n; i++) {
		if (look_at(run, &cases[i], pair, err)) {
			if (err->code == CW_UNAVAILABLE || err->code == CW_INTERNAL)
				return -1;
			cw_err_clear(err);
		}
		run->job.done++;
	}
	return 0;
}

int job_calendar_preview(struct job_run *run, enum job_step *step, struct cw_err *err)
{
	struct calendar_walk at = calendar_walk_of(run->job.position);
	struct calendar_pair pair;
	struct db_calendar_case *cases;
	struct cw_notice notice;
	struct cw_calendar *then;
	size_t n;
	int rc;

	if (calendar_job_notice(run, &notice, err) ||
	    calendar_walk_next(run, &at, INT_MAX, &cases, &n, err) ||
	    calendars_today(run->app->config->allow_test_clock, run->db, run->arena, run->now,
			    &pair.today, err) ||
	    calendar_job_with(run->db, run->arena, &notice, &then, err))
		return -1;
	pair.now = then;
	rc = n ? look_at_all(run, cases, n, &pair, err) : look_at_others(run, &pair, err);
	cw_calendar_free(then);
	if (rc)
		return -1;
	run->job.position = calendar_walk_position(&at);
	*step = n ? JOB_MORE : JOB_DONE;
	if (n)
		return 0;
	run->job.total = run->job.done;
	return calendar_job_result(run, err);
}
