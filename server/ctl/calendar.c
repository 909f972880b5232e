/* calendar list, show. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/calendar.h"
#include "server/ctl/ctl.h"

int ctl_calendar_list(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	struct db_notice *items;
	size_t n;

	(void)args;
	if (db_notice_list(ctl->db, ctl->arena, &items, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		char issued[CW_DAY_TEXT];

		printf("%d\t%s\t%s\n", items[i].year, cw_day_text(items[i].issued_on, issued),
		       items[i].number);
	}
	return 0;
}

/* ---- Show. */

static struct cw_calendar *calendar_of(struct ctl *ctl, struct cw_err *err)
{
	struct cw_notice *all;
	struct cw_calendar *cal;
	size_t n;

	if (db_calendar_load(ctl->db, ctl->arena, DB_CALENDAR_LATEST, &all, &n, err))
		return NULL;
	cal = cw_calendar_new(all, n, CW_DAY_NONE);
	if (!cal)
		cw_fail_memory(err);
	return cal;
}

/* The days that are not what their weekday says, and the count of working days. */
static void print_year(struct ctl *ctl, const struct cw_calendar *cal, int year)
{
	cw_day first = cw_day_of(year, 1, 1), last = cw_day_of(year, 12, 31);
	const struct cw_notice *notice = cw_calendar_notice(cal, first);
	char count[12];

	if (notice)
		ctl_say(ctl, stdout, CW_MSG_CTL_CALENDAR_BY, notice->number, NULL);
	else
		ctl_say(ctl, stdout, CW_MSG_CTL_CALENDAR_PROVISIONAL, NULL);
	for (cw_day day = first; day <= last; day++) {
		bool working = cw_calendar_is_working(cal, day), plain = cw_day_weekday(day) <= 5;
		char text[CW_DAY_TEXT];

		if (working != plain)
			printf("%s\t%s\n", cw_day_text(day, text),
			       cw_msg_raw(working ? CW_MSG_CTL_DAY_ON : CW_MSG_CTL_DAY_OFF,
					  ctl->lang));
	}
	snprintf(count, sizeof(count), "%d", cw_calendar_count(cal, first - 1, last));
	ctl_say(ctl, stdout, CW_MSG_CTL_WORKING_DAYS, count, NULL);
}

int ctl_calendar_show(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	const char *text = args->words[0];
	char *end;
	long year = strtol(text, &end, 10);
	struct cw_calendar *cal;

	if (end == text || *end || year < 1990 || year > 2099)
		return cw_fail_item(err, "YEAR", CW_MSG_API_BAD_YEAR, NULL);
	cal = calendar_of(ctl, err);
	if (!cal)
		return -1;
	print_year(ctl, cal, (int)year);
	cw_calendar_free(cal);
	return 0;
}
