#include "server/act/system.h"

#include "server/act/calendars.h"
#include "server/app.h"

int act_system(struct app *app, struct db_conn *db, struct cw_arena *a, int64_t now, const char *id,
	       struct rq *out, struct cw_err *err)
{
	*out = (struct rq){
		.app = app,
		.arena = a,
		.db = db,
		.method = RQ_POST,
		.path = "",
		.client = "",
		.id = cw_strdup(a, id),
		.lang = CW_ZH,
		.who = { .kind = RQ_SYSTEM },
		.now = now,
		.today = CW_DAY_NONE,
	};
	if (!out->id)
		return cw_fail_memory(err);
	return calendars_today(app->config->allow_test_clock, db, a, now, &out->today, err) ||
			       calendars_get(app->calendars, db, &out->calendar, err)
		       ? -1
		       : 0;
}
