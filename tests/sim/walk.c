#include "tests/sim/walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The rows of calendars.md as they stand there.  Dates without a year are of the notice's year. */
static const struct row {
	int year;
	const char *issued, *off, *on;
	const char *instead; /* days of an earlier notice that this one takes back: plain again */
} rows[] = {
	{ 2019, "2018-12-06",
	  "2018-12-30..01-01, 02-04..02-10, 04-05..04-07, 05-01, 06-07..06-09, 09-13..09-15, "
	  "10-01..10-07",
	  "2018-12-29, 02-02, 02-03, 09-29, 10-12", "" },
	{ 2019, "2019-03-22", "05-01..05-04", "04-28, 05-05", "05-01" },
	{ 2020, "2019-11-21",
	  "01-01, 01-24..01-30, 04-04..04-06, 05-01..05-05, 06-25..06-27, 10-01..10-08",
	  "01-19, 02-01, 04-26, 05-09, 06-28, 09-27, 10-10", "" },
	{ 2020, "2020-01-27", "01-24..02-02", "", "01-24..01-30, 02-01" },
	{ 2021, "2020-11-25",
	  "01-01..01-03, 02-11..02-17, 04-03..04-05, 05-01..05-05, 06-12..06-14, 09-19..09-21, "
	  "10-01..10-07",
	  "02-07, 02-20, 04-25, 05-08, 09-18, 09-26, 10-09", "" },
	{ 2022, "2021-10-25",
	  "01-01..01-03, 01-31..02-06, 04-03..04-05, 04-30..05-04, 06-03..06-05, 09-10..09-12, "
	  "10-01..10-07",
	  "01-29, 01-30, 04-02, 04-24, 05-07, 10-08, 10-09", "" },
	{ 2023, "2022-12-08",
	  "2022-12-31..01-02, 01-21..01-27, 04-05, 04-29..05-03, 06-22..06-24, 09-29..10-06",
	  "01-28, 01-29, 04-23, 05-06, 06-25, 10-07, 10-08", "" },
	{ 2024, "2023-10-25",
	  "01-01, 02-10..02-17, 04-04..04-06, 05-01..05-05, 06-10, 09-15..09-17, 10-01..10-07",
	  "02-04, 02-18, 04-07, 04-28, 05-11, 09-14, 09-29, 10-12", "" },
	{ 2025, "2024-11-12",
	  "01-01, 01-28..02-04, 04-04..04-06, 05-01..05-05, 05-31..06-02, 10-01..10-08",
	  "01-26, 02-08, 04-27, 09-28, 10-11", "" },
	{ 2026, "2025-11-04",
	  "01-01..01-03, 02-15..02-23, 04-04..04-06, 05-01..05-05, 06-19..06-21, 09-25..09-27, "
	  "10-01..10-07",
	  "01-04, 02-14, 02-28, 05-09, 09-20, 10-10", "" },
};
#define N_ROWS (sizeof(rows) / sizeof(rows[0]))

const char *const walk_issued[] = { "2018-12-06", "2019-03-22", "2019-11-21", "2020-01-27",
				    "2020-11-25", "2021-10-25", "2022-12-08", "2023-10-25",
				    "2024-11-12", "2025-11-04" };
const size_t walk_n_issued = sizeof(walk_issued) / sizeof(walk_issued[0]);

static void die(const char *what)
{
	fprintf(stderr, "walk: %s\n", what);
	abort();
}

static bool leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_length(int year, int month)
{
	switch (month) {
	case 2:
		return leap(year) ? 29 : 28;
	case 4:
	case 6:
	case 9:
	case 11:
		return 30;
	default:
		return 31;
	}
}

/* One step on: the only date arithmetic there is. */
static void step(struct walk_day *d)
{
	d->weekday = d->weekday == 7 ? 1 : d->weekday + 1;
	if (++d->day <= month_length(d->year, d->month))
		return;
	d->day = 1;
	if (++d->month <= 12)
		return;
	d->month = 1;
	d->year++;
}

int walk_find(const struct walk *w, int year, int month, int day)
{
	for (int i = 0; i < w->n; i++)
		if (w->days[i].year == year && w->days[i].month == month && w->days[i].day == day)
			return i;
	return WALK_NONE;
}

const char *walk_text(const struct walk *w, int day, char buf[WALK_TEXT])
{
	const struct walk_day *d;

	if (day < 0 || day >= w->n) {
		strcpy(buf, "-");
		return buf;
	}
	d = &w->days[day];
	snprintf(buf, WALK_TEXT, "%04u-%02u-%02u", (unsigned)d->year % 10000u,
		 (unsigned)d->month % 100u, (unsigned)d->day % 100u);
	return buf;
}

int walk_after(const struct walk *w, int day, int n)
{
	while (n > 0) {
		if (++day >= w->n)
			die("walked off the strip");
		if (w->days[day].worked)
			n--;
	}
	return day;
}

/* R-DAY-1 without a notice: weekends; R-DAY-3: and the holidays known by date. */
static bool plain(const struct walk_day *d)
{
	if (d->weekday >= 6)
		return false;
	if (d->month == 1 && d->day == 1)
		return false;
	if (d->month == 5 && (d->day == 1 || (d->day == 2 && d->year >= 2025)))
		return false;
	if (d->month == 10 && d->day <= 3)
		return false;
	return true;
}

/* "MM-DD" or "YYYY-MM-DD" at *TEXT, which moves on past it. */
static int read_day(const struct walk *w, const char **text, int year)
{
	int y = year, m = 0, d = 0, used = 0, day;

	if (sscanf(*text, "%4d-%2d-%2d%n", &y, &m, &d, &used) != 3 || used != 10) {
		y = year;
		used = 0;
		if (sscanf(*text, "%2d-%2d%n", &m, &d, &used) != 2 || used != 5)
			die(*text);
	}
	*text += used;
	day = walk_find(w, y, m, d);
	if (day == WALK_NONE)
		die(*text);
	return day;
}

enum mark { MARK_OFF, MARK_ON, MARK_PLAIN };

static void mark(struct walk *w, const char *text, int year, enum mark how)
{
	while (*text) {
		int first = read_day(w, &text, year), last = first;

		if (strncmp(text, "..", 2) == 0) {
			text += 2;
			last = read_day(w, &text, year);
		}
		for (int i = first; i <= last; i++)
			w->days[i].worked =
				how == MARK_ON || (how == MARK_PLAIN && w->days[i].weekday <= 5);
		if (strncmp(text, ", ", 2) == 0)
			text += 2;
		else if (*text)
			die(text);
	}
}

void walk_build(struct walk *w, const char *as_of)
{
	/* 2017-01-01 was a Sunday. */
	struct walk_day d = { .year = WALK_FIRST_YEAR, .month = 1, .day = 1, .weekday = 7 };

	for (w->n = 0; w->n < WALK_DAYS; step(&d)) {
		w->days[w->n] = d;
		w->days[w->n++].worked = plain(&d);
	}
	/* A year with a notice: weekends and what the notice says, nothing else.  Marked before the
	 * rows, so that a notice's days of the neighbour year stand. */
	for (size_t r = 0; r < N_ROWS; r++)
		for (int i = 0; i < w->n; i++)
			if (w->days[i].year == rows[r].year &&
			    (!as_of || strcmp(rows[r].issued, as_of) <= 0)) {
				w->days[i].known = true;
				w->days[i].worked = w->days[i].weekday <= 5;
			}
	for (size_t r = 0; r < N_ROWS; r++) {
		if (as_of && strcmp(rows[r].issued, as_of) > 0)
			continue;
		mark(w, rows[r].instead, rows[r].year, MARK_PLAIN);
		mark(w, rows[r].off, rows[r].year, MARK_OFF);
		mark(w, rows[r].on, rows[r].year, MARK_ON);
	}
}
