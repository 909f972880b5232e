/* Which open cases' due days a changed calendar would move (R-DAY-4). */
#include "db/calendar.h"
#include "server/act/act.h"
#include "server/act/calendars.h"

static int due_day(struct db_conn *c, struct cw_arena *a, const struct db_open_clock *open,
		   const struct cw_calendar *then, cw_day *out, struct cw_err *err)
{
	struct settings settings;
	struct cw_clock clock;

	if (settings_load(c, a, open->agency, open->received_on, &settings, err) ||
	    act_clock(c, a, open->id, then, &settings, CW_DAY_NONE, &clock, err))
		return -1;
	*out = clock.due_on;
	return 0;
}

int calendar_moves(struct db_conn *c, struct cw_arena *a, const struct cw_calendar *then,
		   uint64_t after, unsigned limit, struct calendar_moves *out, struct cw_err *err)
{
	struct db_open_clock *open;
	const char **moved;
	size_t n;

	*out = (struct calendar_moves){ .looked = 0 };
	if (db_open_clock_list(c, a, after, limit, &open, &n, err))
		return -1;
	moved = cw_alloc_n(a, n, sizeof(*moved));
	if (!moved)
		return cw_fail_memory(err);
	for (size_t i = 0; i < n; i++) {
		cw_day due;

		if (due_day(c, a, &open[i], then, &due, err))
			return -1;
		if (due != open[i].due_on)
			moved[out->n++] = open[i].number;
		out->last = open[i].id;
	}
	out->looked = n;
	out->numbers = moved;
	return 0;
}
