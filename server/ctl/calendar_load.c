/*
 * calendar load and diff.  A load is the job that the service works on too: this program works on
 * it until it has ended, and if it is stopped, a running service or the next load goes on with it.
 */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "db/calendar.h"
#include "server/act/calendars.h"
#include "server/act/notice_json.h"
#include "server/ctl/ctl.h"
#include "server/jobs/agency_deadlines.h"
#include "server/jobs/calendar_job.h"

#define BUDGET_MS 500
#define LIST_PAGE 200

static int read_notice(struct ctl *ctl, const char *path, struct cw_notice *out, struct cw_err *err)
{
	struct json_object *json;
	int rc;

	if (ctl_read_json(ctl, path, &json, err))
		return -1;
	rc = notice_parse(ctl->arena, json, out, err);
	json_object_put(json);
	return rc;
}

static void print_move(struct ctl *ctl, const char *number, const struct db_calendar_move *m)
{
	char before[CW_DAY_TEXT], after[CW_DAY_TEXT], worked[CW_DAY_TEXT];

	(void)ctl;
	printf("%s\t%s\t%s\t%s\t%s\n", number ? number : "-", m->kind, cw_day_text(m->before, before),
	       cw_day_text(m->after, after), cw_day_text(m->worked_to, worked));
}

static void say_counts(struct ctl *ctl, enum cw_msg msg, uint64_t moves, uint64_t cases)
{
	char text[2][24];

	snprintf(text[0], sizeof(text[0]), "%llu", (unsigned long long)moves);
	snprintf(text[1], sizeof(text[1]), "%llu", (unsigned long long)cases);
	ctl_say(ctl, stdout, msg, text[0], text[1], NULL);
}

/* ---- Load. */

struct load {
	struct ctl *ctl;
	const char *args;
	uint64_t job;
};

static int add_fn(struct db_conn *c, void *arg, struct cw_err *err)
{
	struct load *l = arg;

	return db_job_add(c, JOB_CALENDAR_LOAD, l->args, 0, l->ctl->now, &l->job, err);
}

static int add_job(struct load *l, const struct cw_notice *notice, struct cw_err *err)
{
	struct json_object *args = rq_obj();

	rq_put_str(args, "lang", l->ctl->lang == CW_EN ? "en" : "zh");
	rq_put(args, "notice", notice_json(notice));
	l->args = cw_strdup(l->ctl->arena,
			    json_object_to_json_string_ext(args, JSON_C_TO_STRING_PLAIN));
	json_object_put(args);
	if (!l->args)
		return cw_fail_memory(err);
	return ctl_change(l->ctl, add_fn, l, "calendar_load", "calendar", notice->number, err);
}

/* Works on it, or waits for who does. */
static int work(struct load *l, struct app *app, struct cw_arena *a, struct db_job *job,
		struct cw_err *err)
{
	static const struct timespec nap = { .tv_nsec = 100000000 };
	bool over = false;

	while (!over) {
		cw_arena_reset(a);
		if (job_work_one(app, l->ctl->db, a, l->job, BUDGET_MS, &over, err) ||
		    db_job_get(l->ctl->db, a, l->job, job, err))
			return -1;
		if (job->total)
			ctl_progress(l->ctl, CW_MSG_CTL_CASES_CHECKED, job->done, job->total, over);
		if (!over && strcmp(job->status, "running") == 0 && job->lease_until > l->ctl->now)
			nanosleep(&nap, NULL);
	}
	return 0;
}

static int print_list(struct load *l, struct cw_arena *a, struct cw_err *err)
{
	struct db_calendar_move *rows, last;
	bool started = false;
	size_t n;

	do {
		if (db_calendar_move_list(l->ctl->db, a, l->job, started ? &last : NULL, LIST_PAGE,
					  &rows, &n, err))
			return -1;
		for (size_t i = 0; i < n; i++)
			print_move(l->ctl, rows[i].number, &rows[i]);
		if (n)
			last = rows[n - 1];
		started = true;
	} while (n == LIST_PAGE);
	return 0;
}

/* The problem that ended the job, as its text was made in this program's language. */
static int say_failed(struct ctl *ctl, const struct db_job *job, struct cw_err *err)
{
	struct json_object *result, *problem, *detail;

	if (rq_json_parse(job->result, strlen(job->result), &result, err))
		return -1;
	if (json_object_object_get_ex(result, "problem", &problem) &&
	    (json_object_object_get_ex(problem, "detail", &detail) ||
	     json_object_object_get_ex(problem, "title", &detail)))
		fprintf(stderr, "disclosurectl: %s\n", json_object_get_string(detail));
	json_object_put(result);
	(void)ctl;
	return 1;
}

static int say_done(struct load *l, struct cw_arena *a, const struct cw_notice *notice,
		    const struct db_job *job, struct cw_err *err)
{
	struct json_object *result, *failed;
	struct db_calendar_count count;
	int rc = 0;

	if (print_list(l, a, err) || db_calendar_move_count(l->ctl->db, a, l->job, &count, err) ||
	    rq_json_parse(job->result, strlen(job->result), &result, err))
		return -1;
	ctl_say(l->ctl, stdout, CW_MSG_CTL_CALENDAR_LOADED, notice->number, NULL);
	if (job->done)
		say_counts(l->ctl, CW_MSG_CTL_CALENDAR_MOVED, count.moves, job->done);
	if (json_object_object_get_ex(result, "failed", &failed) &&
	    json_object_array_length(failed)) {
		ctl_say(l->ctl, stderr, CW_MSG_CTL_CALENDAR_FAILED,
			json_object_to_json_string_ext(failed, JSON_C_TO_STRING_PLAIN), NULL);
		rc = 1;
	}
	json_object_put(result);
	return rc;
}

static int load_with(struct load *l, struct app *app, struct cw_arena *a,
		     const struct cw_notice *notice, struct cw_err *err)
{
	struct db_job job;

	if (add_job(l, notice, err) || work(l, app, a, &job, err))
		return -1;
	return strcmp(job.status, "done") == 0 ? say_done(l, a, notice, &job, err)
					       : say_failed(l->ctl, &job, err);
}

/* 0, or the exit status of a load that failed, or -1. */
static int load_notice(struct ctl *ctl, const struct cw_notice *notice, struct cw_err *err)
{
	struct load l = { .ctl = ctl };
	struct app app = { .config = ctl->config,
			   .keys = ctl->keys,
			   .audit = ctl->audit,
			   .calendars = calendars_new() };
	struct cw_arena *a = cw_arena_new(0);
	int rc;

	rc = a && app.calendars ? load_with(&l, &app, a, notice, err) : cw_fail_memory(err);
	calendars_free(app.calendars);
	cw_arena_free(a);
	return rc;
}

static bool is_there(const struct db_notice *items, size_t n, const char *number)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(items[i].number, number) == 0)
			return true;
	return false;
}

int ctl_notices_builtin(struct ctl *ctl, size_t *added, struct cw_err *err)
{
	struct db_notice *there;
	size_t n, n_there;
	const struct cw_notice *notices = cw_notices_builtin(&n);

	*added = 0;
	if (db_notice_list(ctl->db, ctl->arena, &there, &n_there, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		int rc = is_there(there, n_there, notices[i].number)
				 ? 0
				 : load_notice(ctl, &notices[i], err);

		if (rc > 0) /* said already */
			return cw_fail(err, CW_CONFLICT, CW_MSG_API_CALENDAR_LOADED, NULL);
		if (rc)
			return -1;
		*added += !is_there(there, n_there, notices[i].number);
	}
	return 0;
}

int ctl_calendar_load(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	bool builtin = ctl_option(args, "builtin");
	struct cw_notice notice;
	size_t added;

	if (builtin == (args->n > 0))
		return cw_fail_item(err, "--builtin", CW_MSG_CTL_FILE_OR_BUILTIN, NULL);
	if (builtin)
		return ctl_notices_builtin(ctl, &added, err);
	if (read_notice(ctl, args->words[0], &notice, err))
		return -1;
	return load_notice(ctl, &notice, err);
}

/* ---- Diff. */

struct diff {
	struct ctl *ctl;
	struct calendars *calendars;
	struct cw_arena *arena; /* of a slice */
	struct calendar_pair pair;
	struct calendar_walk at;
	uint64_t cases, moves;
	bool more;
};

/* One snapshot a slice; printed as it is read, since nothing can make it run again. */
static int look(struct diff *d, struct cw_err *err)
{
	struct job_run run = { .db = d->ctl->db, .arena = d->arena };
	struct db_calendar_case *cases;
	size_t n;

	if (calendar_walk_next(&run, &d->at, INT_MAX, &cases, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct db_calendar_move *moves;
		size_t n_moves;

		if (calendar_job_look(d->calendars, d->ctl->db, d->arena, &cases[i], &d->pair,
				      &moves, &n_moves, err)) {
			if (err->code == CW_UNAVAILABLE || err->code == CW_INTERNAL)
				return -1;
			ctl_print_err(d->ctl, cases[i].number, err);
			cw_err_clear(err);
			continue;
		}
		for (size_t j = 0; j < n_moves; j++)
			print_move(d->ctl, cases[i].number, &moves[j]);
		d->moves += n_moves;
	}
	d->cases += n;
	d->more = n > 0;
	return 0;
}

static int look_at_others(struct diff *d, struct cw_err *err)
{
	struct db_calendar_move *moves;
	uint64_t position = 0;
	bool more = true;
	size_t n;

	while (more) {
		if (agency_deadlines_moves(d->calendars, d->ctl->db, d->arena, &d->pair, &position,
					   &moves, &n, &more, err))
			return -1;
		for (size_t i = 0; i < n; i++)
			print_move(d->ctl, moves[i].number, &moves[i]);
		d->moves += n;
	}
	return 0;
}

static int diff(struct diff *d, const struct cw_notice *notice, struct cw_err *err)
{
	struct ctl *ctl = d->ctl;
	struct cw_calendar *then;
	int rc = 0;

	if (calendars_today(ctl->config->allow_test_clock, ctl->db, ctl->arena, ctl->now,
			    &d->pair.today, err) ||
	    calendar_job_with(ctl->db, ctl->arena, notice, &then, err))
		return -1;
	d->pair.now = then;
	for (d->more = true; d->more && rc == 0;) {
		cw_arena_reset(d->arena);
		rc = look(d, err);
		ctl_progress(ctl, CW_MSG_CTL_CASES_CHECKED, d->cases, 0, !d->more);
	}
	rc = rc || look_at_others(d, err) ? -1 : 0;
	cw_calendar_free(then);
	if (rc)
		return -1;
	say_counts(ctl, CW_MSG_CTL_CALENDAR_MOVES, d->moves, d->cases);
	return 0;
}

int ctl_calendar_diff(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	struct diff d = { .ctl = ctl, .calendars = calendars_new(), .arena = cw_arena_new(0) };
	struct cw_notice notice;
	int rc;

	rc = d.calendars && d.arena ? 0 : cw_fail_memory(err);
	if (rc == 0)
		rc = read_notice(ctl, args->words[0], &notice, err) || diff(&d, &notice, err) ? -1
											      : 0;
	calendars_free(d.calendars);
	cw_arena_free(d.arena);
	return rc;
}
