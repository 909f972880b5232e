#include "server/jobs/jobs.h"

#include <string.h>
#include <time.h>

#include "casework/base/log.h"
#include "server/act/json.h"

#define LEASE	   (INT64_C(60) * 1000000)
#define WAIT_AGAIN (INT64_C(1) * 1000000)

static const struct {
	const char *kind;
	job_slice_fn *slice;
} kinds[] = {
	{ JOB_CALENDAR_LOAD, job_calendar_load },
	{ JOB_CALENDAR_PREVIEW, job_calendar_preview },
};

static job_slice_fn *slice_of(const char *kind)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(kinds[i].kind, kind) == 0)
			return kinds[i].slice;
	}
	return NULL;
}

static int64_t now_micros(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static int finish(struct job_run *run, const char *status, struct cw_err *err)
{
	const char *text = run->result ? rq_json_text(run->arena, run->result, NULL) : "{}";

	cw_log(CW_LOG_INFO, "job_finished", "job=%llu kind=%s status=%s",
	       (unsigned long long)run->job.id, run->job.kind, status);
	return text ? db_job_finish(run->db, &run->job, status, text, run->now, err)
		    : cw_fail_memory(err);
}

/* One slice: *OVER says that the job is finished, *WAIT that it is to be left for now. */
static int slice(struct job_run *run, bool *over, bool *wait, struct cw_err *err)
{
	job_slice_fn *fn = slice_of(run->job.kind);
	enum job_step step = JOB_FAILED;
	int rc;

	run->now = now_micros(CLOCK_REALTIME);
	rc = fn ? fn(run, &step, err) : cw_fail(err, CW_INTERNAL, CW_MSG_API_JOB_UNKNOWN, NULL);
	if (rc && err->code == CW_UNAVAILABLE)
		return -1;
	if (rc) {
		json_object_put(run->result);
		run->result = rq_obj();
		rq_put(run->result, "problem", rq_problem_object(run->arena, err, run->lang));
		cw_err_clear(err);
		step = JOB_FAILED;
	}
	*wait = step == JOB_WAIT;
	*over = step != JOB_MORE && step != JOB_WAIT;
	if (*over)
		return finish(run, step == JOB_DONE ? "done" : "failed", err);
	return 0;
}

static int read_args(struct job_run *run, struct cw_err *err)
{
	struct json_object *lang = NULL;

	if (rq_json_parse(run->job.args, strlen(run->job.args), &run->args, err))
		return -1;
	if (json_object_object_get_ex(run->args, "lang", &lang) &&
	    strcmp(json_object_get_string(lang), "en") == 0)
		run->lang = CW_EN;
	return 0;
}

/* Slices until the budget is used up, then the lease is let go. */
static int work(struct job_run *run, int64_t until, struct cw_err *err)
{
	bool over = false, wait = false;

	while (!over) {
		if (slice(run, &over, &wait, err))
			return -1;
		if (over)
			return 0;
		if (wait)
			return db_job_save(run->db, &run->job, run->now + WAIT_AGAIN, err);
		if (now_micros(CLOCK_MONOTONIC) >= until)
			return db_job_save(run->db, &run->job, run->now, err);
		if (db_job_save(run->db, &run->job, run->now + LEASE, err))
			return -1;
		run->job.lease_until = run->now + LEASE;
	}
	return 0;
}

/* Takes RUN's job, which is due, if nobody else does, and works on it. */
static int claim_and_work(struct job_run *run, int64_t now, unsigned budget_ms, struct cw_err *err)
{
	bool got;
	int rc;

	if (db_job_claim(run->db, &run->job, now + LEASE, &got, err))
		return -1;
	if (!got)
		return 0;
	run->job.lease_until = now + LEASE;
	rc = read_args(run, err);
	if (rc == 0)
		rc = work(run, now_micros(CLOCK_MONOTONIC) + budget_ms * INT64_C(1000), err);
	json_object_put(run->args);
	json_object_put(run->result);
	return rc;
}

int job_work(struct app *app, struct db_conn *db, struct cw_arena *a, unsigned budget_ms,
	     bool *more, struct cw_err *err)
{
	struct job_run run = { .app = app, .db = db, .arena = a, .lang = CW_ZH };
	int64_t now = now_micros(CLOCK_REALTIME);
	bool found;

	*more = false;
	if (db_job_due_find(db, a, now, &run.job, &found, err))
		return -1;
	if (!found)
		return 0;
	*more = true;
	return claim_and_work(&run, now, budget_ms, err);
}

int job_work_one(struct app *app, struct db_conn *db, struct cw_arena *a, uint64_t id,
		 unsigned budget_ms, bool *over, struct cw_err *err)
{
	struct job_run run = { .app = app, .db = db, .arena = a, .lang = CW_ZH };
	int64_t now = now_micros(CLOCK_REALTIME);
	bool waits;

	if (db_job_get(db, a, id, &run.job, err))
		return -1;
	waits = strcmp(run.job.status, "waiting") == 0;
	*over = !waits && strcmp(run.job.status, "running") != 0;
	if (*over || (!waits && run.job.lease_until > now))
		return 0;
	return claim_and_work(&run, now, budget_ms, err);
}

struct json_object *job_json(const struct db_job *job)
{
	struct json_object *o = rq_obj();

	rq_put_id(o, "id", job->id);
	rq_put_str(o, "kind", job->kind);
	rq_put_str(o, "status", job->status);
	rq_put_int(o, "done", (int64_t)job->done);
	rq_put_int(o, "total", (int64_t)job->total);
	rq_put(o, "result", job->result ? rq_kept(job->result) : NULL);
	rq_put_time(o, "created_at", job->created_at);
	rq_put_time(o, "finished_at", job->finished_at);
	return o;
}
