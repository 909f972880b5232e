/*
 * The working-day calendar in force, shared by all threads, and the legal clock's day.
 *
 * The notices of the database are read again when one was added (looked at most once a second by
 * one thread; the others go on with what they have).  A calendar that was handed out stays valid
 * until calendars_free: notices come a few times a year, so old ones are kept and need no counting.
 */
#ifndef SERVER_ACT_CALENDARS_H
#define SERVER_ACT_CALENDARS_H

#include "casework/calendar.h"
#include "db/db.h"

struct calendars;

struct calendars *calendars_new(void); /* NULL if no memory */
void calendars_free(struct calendars *cals);

/* The national calendar, borrowed until calendars_free.  The first call reads the database; later
 * ones may.  Any thread, with its own connection. */
int calendars_get(struct calendars *cals, struct db_conn *c, const struct cw_calendar **out,
		  struct cw_err *err) CW_MUST_CHECK;
/* The next calendars_get looks at once: this process has just loaded a notice. */
void calendars_expire(struct calendars *cals);

/* The version (db/calendar.h) of a calendar that was handed out here; -1: it is none of these. */
int calendars_version(struct calendars *cals, const struct cw_calendar *cal);
/* The calendar as it was at VERSION: by which the days of a case that has not followed yet, or that is
 * closed, were computed. */
int calendars_at(struct calendars *cals, struct db_conn *c, int version,
		 const struct cw_calendar **out, struct cw_err *err) CW_MUST_CHECK;
/* The calendar in force, of VERSION at least: a case has followed one that this process has not seen
 * yet.  CW_UNAVAILABLE if this transaction cannot see it; the next one will. */
int calendars_need(struct calendars *cals, struct db_conn *c, int version,
		   const struct cw_calendar **out, struct cw_err *err) CW_MUST_CHECK;

/* The legal clock: the day that the test clock is set to, if the installation allows one and it is
 * set, else the Beijing day of NOW (R-RCPT-7). */
int calendars_today(bool allow_test_clock, struct db_conn *c, struct cw_arena *a, int64_t now,
		    cw_day *out, struct cw_err *err) CW_MUST_CHECK;

#endif
