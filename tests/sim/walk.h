/*
 * Working days found by walking: the slow, plain answer that casework/ is checked against.  Shares
 * no code and no data with casework/; the notices are read again from the text of calendars.md.
 *
 * A walk is a strip of days, one after the other, each marked worked or off.  A day is its place in
 * the strip.  A built walk is only read, by any number of threads.
 */
#ifndef TESTS_SIM_WALK_H
#define TESTS_SIM_WALK_H

#include <stdbool.h>
#include <stddef.h>

/* The strip runs from 2017-01-01 to 2039-12-31. */
#define WALK_FIRST_YEAR 2017
#define WALK_DAYS	8400
#define WALK_NONE	(-1)
#define WALK_TEXT	16

struct walk_day {
	int year, month, day;
	int weekday; /* 1 Monday ... 7 Sunday */
	bool worked;
	bool known; /* its year has a notice (R-DAY-3) */
};
struct walk {
	int n;
	struct walk_day days[WALK_DAYS];
};

/* The calendar by the notices issued up to AS_OF ("2020-01-26"), or by all of them if NULL.
 * Stops the program if the table cannot be read. */
void walk_build(struct walk *w, const char *as_of);

/* The day of a date, WALK_NONE outside the strip. */
int walk_find(const struct walk *w, int year, int month, int day);
/* Writes YYYY-MM-DD, or "-" for WALK_NONE; returns BUF. */
const char *walk_text(const struct walk *w, int day, char buf[WALK_TEXT]);
/* The N-th worked day after DAY. */
int walk_after(const struct walk *w, int day, int n);

/* The days on which notices were issued, oldest first. */
extern const char *const walk_issued[];
extern const size_t walk_n_issued;

#endif
