/* Working-day calendars: the notices, a year as it is worked, and loading a notice as a job. */
#include <string.h>

#include "db/calendar.h"
#include "db/job.h"
#include "server/act/notice_json.h"
#include "server/api/admin.h"
#include "server/jobs/jobs.h"

int api_calendar_list(struct rq *rq, struct cw_err *err)
{
	struct json_object *array, *o;
	struct db_notice *items;
	size_t n;

	if (db_notice_list(rq->db, rq->arena, &items, &n, err))
		return -1;
	array = rq_array();
	for (size_t i = 0; i < n; i++) {
		o = rq_obj();
		rq_put_id(o, "id", items[i].id);
		rq_put_str(o, "number", items[i].number);
		rq_put_int(o, "year", items[i].year);
		rq_put_day(o, "issued_on", items[i].issued_on);
		rq_put_time(o, "loaded_at", items[i].loaded_at);
		rq_push(array, o);
	}
	o = rq_obj();
	rq_put(o, "items", array);
	rq_put_str(o, "next", NULL);
	return rq_json(rq, 200, o, err);
}

static void push_day(struct json_object *array, cw_day day)
{
	char text[CW_DAY_TEXT];

	rq_push(array, json_object_new_string(cw_day_text(day, text)));
}

static struct json_object *year_json(const struct cw_calendar *cal, int year)
{
	struct json_object *off = rq_array(), *on = rq_array();
	struct json_object *o = rq_obj();
	cw_day first = cw_day_of(year, 1, 1), last = cw_day_of(year, 12, 31);
	const struct cw_notice *notice = cw_calendar_notice(cal, first);
	int working = 0;

	for (cw_day day = first; day <= last; day++) {
		bool worked = cw_calendar_is_working(cal, day);
		bool weekend = cw_day_weekday(day) > 5;

		working += worked;
		if (!worked && !weekend)
			push_day(off, day);
		if (worked && weekend)
			push_day(on, day);
	}
	rq_put_int(o, "year", year);
	rq_put_bool(o, "provisional", cw_calendar_is_provisional(cal, first));
	rq_put_str(o, "notice", notice ? notice->number : NULL);
	rq_put_int(o, "working_days", working);
	rq_put(o, "weekdays_off", off);
	rq_put(o, "weekend_days_worked", on);
	return o;
}

int api_calendar_get(struct rq *rq, struct cw_err *err)
{
	const char *text = rq->params[0];
	int year = 0;

	for (const char *p = text; *p >= '0' && *p <= '9' && year < 10000; p++)
		year = year * 10 + *p - '0';
	if (strlen(text) != 4 || year < 1990 || year > 2099)
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_API_BAD_YEAR, NULL);
	return rq_json(rq, 200, year_json(rq->calendar, year), err);
}

struct load {
	const char *kind; /* of the job */
	const char *args;
	uint64_t job;
	struct db_audit_entry entry;
};

static int load_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct load *in = arg;
	struct db_job job;
	const char *path;

	if (db_job_add(rq->db, in->kind, in->args, rq->who.user, rq->now, &in->job, err) ||
	    db_job_get(rq->db, rq->arena, in->job, &job, err))
		return -1;
	path = cw_printf(rq->arena, "/api/v1/jobs/%llu", (unsigned long long)in->job);
	if (!path)
		return cw_fail_memory(err);
	if (rq_json(rq, 202, job_json(&job), err))
		return -1;
	return rq_set_header(rq, "Location", path, err);
}

static int ask_job(struct rq *rq, const char *kind, struct cw_err *err)
{
	struct cw_notice notice = { .year = 0 };
	struct load in = { .kind = kind };
	struct json_object *args;

	if (!rq->json)
		return cw_fail(err, CW_MALFORMED, CW_MSG_MALFORMED, NULL);
	if (notice_parse(rq->arena, rq->json, &notice, err))
		return -1;
	args = rq_obj();
	rq_put_str(args, "lang", rq->lang == CW_EN ? "en" : "zh");
	rq_put(args, "notice", notice_json(&notice));
	in.args = rq_json_text(rq->arena, args, NULL);
	json_object_put(args);
	if (!in.args)
		return cw_fail_memory(err);
	in.entry = admin_entry(rq, kind);
	in.entry.subject = admin_subject(rq, "calendar", (uint64_t)notice.year);
	in.entry.detail = notice.number;
	return admin_run(rq, load_tx, &in, &in.entry, err);
}

int api_calendar_load(struct rq *rq, struct cw_err *err)
{
	return ask_job(rq, JOB_CALENDAR_LOAD, err);
}

int api_calendar_preview(struct rq *rq, struct cw_err *err)
{
	return ask_job(rq, JOB_CALENDAR_PREVIEW, err);
}
