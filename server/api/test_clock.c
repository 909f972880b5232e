/* The legal clock of test installations: a day that everybody works on, or the real one.  Where
 * the installation does not allow it, there is no such thing. */
#include "db/calendar.h"
#include "server/act/calendars.h"
#include "server/api/admin.h"
#include "server/app.h"

static int need_allowed(const struct rq *rq, struct cw_err *err)
{
	if (rq->app->config->allow_test_clock)
		return 0;
	return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
}

static int answer_clock(struct rq *rq, struct cw_err *err)
{
	struct json_object *o;
	cw_day set, today;

	if (db_test_clock_find(rq->db, rq->arena, &set, err) ||
	    calendars_today(true, rq->db, rq->arena, rq->now, &today, err))
		return -1;
	o = rq_obj();
	rq_put_day(o, "day", set);
	rq_put_day(o, "today", today);
	return rq_json(rq, 200, o, err);
}

int api_test_clock_get(struct rq *rq, struct cw_err *err)
{
	return need_allowed(rq, err) ? -1 : answer_clock(rq, err);
}

struct clock_in {
	cw_day day; /* CW_DAY_NONE: the real day again */
	struct db_audit_entry entry;
};
static const struct rq_field fields[] = {
	{ "day", RQ_DAY, offsetof(struct clock_in, day) },
	{ .name = NULL },
};

static int clock_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct clock_in *in = arg;

	if (db_test_clock_save(rq->db, in->day, err))
		return -1;
	return answer_clock(rq, err);
}

int api_test_clock_set(struct rq *rq, struct cw_err *err)
{
	struct clock_in in = { .day = CW_DAY_NONE };
	char day[CW_DAY_TEXT];

	if (need_allowed(rq, err) || rq_body(rq, fields, &in, err))
		return -1;
	/* null is the real day; leaving it out is a mistake. */
	if (!json_object_object_get_ex(rq->json, "day", NULL))
		return cw_fail_item(err, "/day", CW_MSG_REQUIRED, NULL);
	in.entry = admin_entry(rq, "test_clock_set");
	in.entry.detail = cw_day_text(in.day, day);
	if (admin_run(rq, clock_tx, &in, &in.entry, err))
		return -1;
	if (rq->app->clock_set)
		rq->app->clock_set(rq->app->listener);
	return 0;
}
