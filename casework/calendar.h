/*
 * The working-day calendar (R-DAY-1 to R-DAY-5; 国办发明电 notices).  A calendar is built once from
 * notices and never changes after; any number of threads may read it.
 */
#ifndef CASEWORK_CALENDAR_H
#define CASEWORK_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>

#include "casework/base/date.h"
#include "casework/base/err.h"

/* One notice of the State Council General Office, or a region's overlay.  Later ones (by issue day)
 * override earlier ones day by day. */
struct cw_span {
	cw_day first, last;
};
struct cw_notice {
	int year;	    /* the year that becomes known by it */
	const char *number; /* 国办发明电〔2025〕7号 */
	cw_day issued_on;
	const struct cw_span *off; /* days off, weekends inside them included */
	size_t n_off;
	const cw_day *on; /* weekend days worked (调休上班) */
	size_t n_on;
	bool overlay; /* a region's own festival: fixes its days, makes no year known */
};

/* The notices of 2019 to 2026 that the project carries (calendars.md), oldest first. */
const struct cw_notice *cw_notices_builtin(size_t *n);

/* Faults of a notice: a span that ends before it begins, a make-up day that is no weekend day, days
 * more than a month outside its year, no number ... ; items' pointers are /off/0, /on/2, ... */
int cw_notice_check(const struct cw_notice *notice, struct cw_err *err) CW_MUST_CHECK;

struct cw_calendar;

/* The calendar by the notices issued on or before AS_OF (CW_DAY_NONE: all), in any order.  The
 * notices are borrowed and must outlive the calendar.  NULL if no memory. */
struct cw_calendar *cw_calendar_new(const struct cw_notice *notices, size_t n, cw_day as_of);
void cw_calendar_free(struct cw_calendar *cal);

/* Whether DAY is worked.  DAY must lie in CW_DAY_MIN..CW_DAY_MAX (others read as plain days). */
bool cw_calendar_is_working(const struct cw_calendar *cal, cw_day day);
/* Whether DAY lies in a year that no notice has fixed (R-DAY-3): plain weekends and the festivals
 * whose date is fixed by law are off, beside what a neighbouring year's notice says of it. */
bool cw_calendar_is_provisional(const struct cw_calendar *cal, cw_day day);
/* The notice that fixes the year of DAY (the latest, if one was changed), or NULL. */
const struct cw_notice *cw_calendar_notice(const struct cw_calendar *cal, cw_day day);
/* The four below take constant time.  DAY must lie in CW_DAY_MIN..CW_DAY_MAX. */
/* The N-th working day after DAY (N >= 0; 0 gives DAY); CW_DAY_NONE beyond CW_DAY_MAX. */
cw_day cw_calendar_add(const struct cw_calendar *cal, cw_day day, int n);
/* The N-th working day before DAY; CW_DAY_NONE before CW_DAY_MIN. */
cw_day cw_calendar_sub(const struct cw_calendar *cal, cw_day day, int n);
/* Working days after FROM up to and including TO; negative if TO is before FROM. */
int cw_calendar_count(const struct cw_calendar *cal, cw_day from, cw_day to);
/* DAY itself if it is worked, else the next working day (民法典 203, R-DAY-5). */
cw_day cw_calendar_on_or_after(const struct cw_calendar *cal, cw_day day);

#endif
