/*
 * Civil dates.  A day is a day of the Gregorian calendar in Asia/Shanghai (R-RCPT-7), counted from
 * 1970-01-01 = 0; no instant, no time zone.  All functions are pure and thread-safe.
 */
#ifndef CASEWORK_BASE_DATE_H
#define CASEWORK_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int32_t cw_day;

/* "No day".  Every function that takes a day says whether it accepts it. */
#define CW_DAY_NONE INT32_MIN
/* Room for YYYY-MM-DD and the NUL. */
#define CW_DAY_TEXT 11
/* The days that the system accepts as input: 1990-01-01 to 2099-12-31. */
#define CW_DAY_MIN ((cw_day)7305)
#define CW_DAY_MAX ((cw_day)47481)

struct cw_ymd {
	int year, month, day; /* month 1-12, day 1-31 */
};

/* The day of a date; CW_DAY_NONE if there is no such date. */
cw_day cw_day_of(int year, int month, int day);
/* The date of a day; DAY must not be CW_DAY_NONE. */
struct cw_ymd cw_day_ymd(cw_day day);
int cw_day_year(cw_day day);
/* 1 = Monday ... 7 = Sunday. */
int cw_day_weekday(cw_day day);
/* The same day N months on, or the last day of that month if it is shorter (民法典 202). */
cw_day cw_day_add_months(cw_day day, int months);

/* Strict YYYY-MM-DD of exactly LEN bytes, a real date within CW_DAY_MIN..CW_DAY_MAX.
 * Returns false and leaves *OUT alone otherwise. */
bool cw_day_parse(const char *text, size_t len, cw_day *out);
/* Writes YYYY-MM-DD, or an empty string for CW_DAY_NONE; returns BUF. */
const char *cw_day_text(cw_day day, char buf[CW_DAY_TEXT]);

/* The Beijing day (UTC+08:00) in which an instant lies (R-RCPT-7); microseconds since 1970 UTC. */
cw_day cw_day_of_instant(int64_t micros);

#endif
