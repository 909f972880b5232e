#include "casework/calendar.h"

#include <stdio.h>
#include <stdlib.h>

#define FIRST_YEAR 1990
#define YEARS	   110
#define DAYS	   (CW_DAY_MAX - CW_DAY_MIN + 1)

/* Every question is answered from two tables: how many working days there are up to a day, and the
 * k-th working day.  Offsets from CW_DAY_MIN fit 16 bits. */
struct cw_calendar {
	const struct cw_notice *notice[YEARS]; /* the one that fixes the year, or NULL */
	uint16_t upto[DAYS + 1];	       /* working days before the day at this offset */
	uint16_t working[DAYS];		       /* offsets of the working days, in order */
};

_Static_assert(DAYS < UINT16_MAX, "offsets must fit");

static bool in_range(cw_day day)
{
	return day >= CW_DAY_MIN && day <= CW_DAY_MAX;
}

static bool is_weekend(cw_day day)
{
	return cw_day_weekday(day) > 5;
}

/* ---- Checking a notice. */

static bool in_spans(const struct cw_notice *n, size_t count, cw_day day)
{
	for (size_t i = 0; i < count; i++)
		if (day >= n->off[i].first && day <= n->off[i].last)
			return true;
	return false;
}

static int check_span(const struct cw_notice *n, size_t i, cw_day from, cw_day to,
		      struct cw_err *err)
{
	const struct cw_span *s = &n->off[i];
	char pointer[32];

	snprintf(pointer, sizeof(pointer), "/off/%zu", i);
	if (!in_range(s->first) || !in_range(s->last))
		return cw_fail_item(err, pointer, CW_MSG_BAD_DATE, NULL);
	if (s->last < s->first)
		return cw_fail_item(err, pointer, CW_MSG_NOTICE_BACKWARDS, NULL);
	if (s->first < from || s->last > to)
		return cw_fail_item(err, pointer, CW_MSG_NOTICE_OTHER_YEAR, NULL);
	for (size_t j = 0; j < i; j++)
		if (n->off[j].first <= s->last && s->first <= n->off[j].last)
			return cw_fail_item(err, pointer, CW_MSG_NOTICE_TWICE, NULL);
	return 0;
}

static int check_on(const struct cw_notice *n, size_t i, cw_day from, cw_day to,
		    struct cw_err *err)
{
	cw_day day = n->on[i];
	char pointer[32];

	snprintf(pointer, sizeof(pointer), "/on/%zu", i);
	if (!in_range(day))
		return cw_fail_item(err, pointer, CW_MSG_BAD_DATE, NULL);
	if (day < from || day > to)
		return cw_fail_item(err, pointer, CW_MSG_NOTICE_OTHER_YEAR, NULL);
	if (!is_weekend(day))
		return cw_fail_item(err, pointer, CW_MSG_NOTICE_NO_WEEKEND, NULL);
	if (in_spans(n, n->n_off, day))
		return cw_fail_item(err, pointer, CW_MSG_NOTICE_ON_AND_OFF, NULL);
	for (size_t j = 0; j < i; j++)
		if (n->on[j] == day)
			return cw_fail_item(err, pointer, CW_MSG_NOTICE_TWICE, NULL);
	return 0;
}

int cw_notice_check(const struct cw_notice *n, struct cw_err *err)
{
	cw_day from = CW_DAY_MIN, to = CW_DAY_MAX;
	int rc = 0;

	if (!n->number || !n->number[0])
		rc |= cw_fail_item(err, "/number", CW_MSG_REQUIRED, NULL);
	if (!in_range(n->issued_on))
		rc |= cw_fail_item(err, "/issued_on", CW_MSG_BAD_DATE, NULL);
	if (n->year <= FIRST_YEAR || n->year >= FIRST_YEAR + YEARS - 1) {
		rc |= cw_fail_item(err, "/year", CW_MSG_OUT_OF_RANGE, "1991", "2098", NULL);
	} else { /* a notice can fix days of the neighbouring year (R-DAY-2) */
		from = cw_day_of(n->year - 1, 12, 1);
		to = cw_day_of(n->year + 1, 1, 31);
	}
	for (size_t i = 0; i < n->n_off; i++)
		rc |= check_span(n, i, from, to, err);
	for (size_t i = 0; i < n->n_on; i++)
		rc |= check_on(n, i, from, to, err);
	return rc;
}

/* ---- Building. */

/* Festivals whose date the law fixes (R-DAY-3).  A year with a notice goes by the notice alone. */
static bool is_fixed_holiday(struct cw_ymd d)
{
	return (d.month == 1 && d.day == 1) || (d.month == 5 && d.day == 1) ||
	       (d.month == 5 && d.day == 2 && d.year >= 2025) || (d.month == 10 && d.day <= 3);
}

static void plain_days(const struct cw_calendar *cal, bool works[DAYS])
{
	for (int y = 0; y < YEARS; y++) {
		cw_day first = cw_day_of(FIRST_YEAR + y, 1, 1);
		cw_day last = cw_day_of(FIRST_YEAR + y, 12, 31);

		for (cw_day d = first; d <= last; d++)
			works[d - CW_DAY_MIN] =
				!is_weekend(d) &&
				(cal->notice[y] || !is_fixed_holiday(cw_day_ymd(d)));
	}
}

static void apply(const struct cw_notice *n, bool works[DAYS])
{
	for (size_t i = 0; i < n->n_off; i++)
		for (cw_day d = n->off[i].first; d <= n->off[i].last; d++)
			if (in_range(d))
				works[d - CW_DAY_MIN] = false;
	for (size_t i = 0; i < n->n_on; i++)
		if (in_range(n->on[i]))
			works[n->on[i] - CW_DAY_MIN] = true;
}

/* Those issued by AS_OF, in the order of their issue days; equal days stay in the given order. */
static size_t sort_notices(const struct cw_notice *notices, size_t n, cw_day as_of,
			   const struct cw_notice **sorted)
{
	size_t used = 0;

	for (size_t i = 0; i < n; i++) {
		size_t at = used;

		if (as_of != CW_DAY_NONE && notices[i].issued_on > as_of)
			continue;
		for (; at > 0 && sorted[at - 1]->issued_on > notices[i].issued_on; at--)
			sorted[at] = sorted[at - 1];
		sorted[at] = &notices[i];
		used++;
	}
	return used;
}

static void count_days(struct cw_calendar *cal, const bool works[DAYS])
{
	uint16_t n = 0;

	for (int i = 0; i < DAYS; i++) {
		cal->upto[i] = n;
		if (works[i])
			cal->working[n++] = (uint16_t)i;
	}
	cal->upto[DAYS] = n;
}

struct cw_calendar *cw_calendar_new(const struct cw_notice *notices, size_t n, cw_day as_of)
{
	struct cw_calendar *cal = calloc(1, sizeof(*cal));
	const struct cw_notice **sorted = calloc(n ? n : 1, sizeof(const struct cw_notice *));
	bool *works = calloc(DAYS, sizeof(*works));

	if (!cal || !sorted || !works) {
		free(cal);
		cal = NULL;
		goto out;
	}
	n = sort_notices(notices, n, as_of, sorted);
	for (size_t i = 0; i < n; i++)
		if (!sorted[i]->overlay && sorted[i]->year >= FIRST_YEAR &&
		    sorted[i]->year < FIRST_YEAR + YEARS)
			cal->notice[sorted[i]->year - FIRST_YEAR] = sorted[i];
	plain_days(cal, works);
	for (size_t i = 0; i < n; i++)
		apply(sorted[i], works);
	count_days(cal, works);
out:
	free(works);
	free(sorted);
	return cal;
}

void cw_calendar_free(struct cw_calendar *cal)
{
	free(cal);
}

/* ---- Asking. */

/* Working days from CW_DAY_MIN up to and including DAY. */
static int rank(const struct cw_calendar *cal, cw_day day)
{
	if (day < CW_DAY_MIN)
		return 0;
	return cal->upto[day >= CW_DAY_MAX ? DAYS : day - CW_DAY_MIN + 1];
}

/* The working day of that rank, counted from 1. */
static cw_day of_rank(const struct cw_calendar *cal, int64_t r)
{
	if (r < 1 || r > cal->upto[DAYS])
		return CW_DAY_NONE;
	return CW_DAY_MIN + cal->working[r - 1];
}

bool cw_calendar_is_working(const struct cw_calendar *cal, cw_day day)
{
	if (!in_range(day))
		return !is_weekend(day);
	return cal->upto[day - CW_DAY_MIN + 1] != cal->upto[day - CW_DAY_MIN];
}

const struct cw_notice *cw_calendar_notice(const struct cw_calendar *cal, cw_day day)
{
	return in_range(day) ? cal->notice[cw_day_year(day) - FIRST_YEAR] : NULL;
}

bool cw_calendar_is_provisional(const struct cw_calendar *cal, cw_day day)
{
	return !cw_calendar_notice(cal, day);
}

cw_day cw_calendar_add(const struct cw_calendar *cal, cw_day day, int n)
{
	if (n == 0)
		return day;
	return in_range(day) ? of_rank(cal, (int64_t)rank(cal, day) + n) : CW_DAY_NONE;
}

cw_day cw_calendar_sub(const struct cw_calendar *cal, cw_day day, int n)
{
	if (n == 0)
		return day;
	return in_range(day) ? of_rank(cal, (int64_t)rank(cal, day - 1) - n + 1) : CW_DAY_NONE;
}

int cw_calendar_count(const struct cw_calendar *cal, cw_day from, cw_day to)
{
	return rank(cal, to) - rank(cal, from);
}

cw_day cw_calendar_on_or_after(const struct cw_calendar *cal, cw_day day)
{
	return cw_calendar_is_working(cal, day) ? day : cw_calendar_add(cal, day, 1);
}
