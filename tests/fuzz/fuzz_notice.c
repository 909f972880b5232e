/* A notice of working days, loaded beside those that are there: a calendar never contradicts
 * itself. */
#include "server/act/notice_json.h"
#include "tests/fuzz/fuzz.h"

#define NOTICES 16

static void check_calendar(const struct cw_calendar *cal, int year)
{
	const cw_day first = cw_day_of(year, 1, 1) - 40, last = cw_day_of(year, 12, 31) + 40;

	for (cw_day day = first > CW_DAY_MIN ? first : CW_DAY_MIN; day <= last && day < CW_DAY_MAX;
	     day++) {
		const cw_day next = cw_calendar_add(cal, day, 1);

		if (next == CW_DAY_NONE)
			continue;
		must(next > day && cw_calendar_is_working(cal, next));
		must(cw_calendar_count(cal, day, next) == 1);
		must(cw_calendar_count(cal, next, day) == -1);
		must(cw_calendar_on_or_after(cal, day + 1) == next);
		if (cw_calendar_is_working(cal, day))
			must(cw_calendar_sub(cal, next, 1) == day);
	}
}

FUZZ_TAKES("y2026", "y2027", "whole-year", "earliest", "latest")
FUZZ(data, size, a)
{
	struct cw_notice all[NOTICES];
	struct cw_calendar *cal;
	struct json_object *v, *back;
	struct cw_err err;
	size_t n;
	const struct cw_notice *known = cw_notices_builtin(&n);

	must(n < NOTICES);
	memcpy(all, known, n * sizeof(all[0]));
	cw_err_clear(&err);
	if (rq_json_parse((const char *)data, size, &v, &err))
		return;
	if (notice_parse(a, v, &all[n], &err) == 0) {
		must(cw_notice_check(&all[n], &err) == 0);
		cal = cw_calendar_new(all, n + 1, CW_DAY_NONE);
		must(cal);
		check_calendar(cal, all[n].year);
		cw_calendar_free(cal);
		back = notice_json(&all[n]);
		must(back);
		json_object_put(back);
		fuzz_taken();
	} else {
		must(err.code == CW_INVALID || err.code == CW_MALFORMED);
	}
	json_object_put(v);
}
