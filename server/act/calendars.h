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

/* The legal clock: the day that the test clock is set to, if the installation allows one and it is
 * set, else the Beijing day of NOW (R-RCPT-7). */
int calendars_today(bool allow_test_clock, struct db_conn *c, struct cw_arena *a, int64_t now,
		    cw_day *out, struct cw_err *err) CW_MUST_CHECK;

struct calendar_moves {
	size_t looked;		    /* cases looked at; fewer than the limit: none is left */
	uint64_t last;		    /* the last of them */
	const char *const *numbers; /* of those that move */
	size_t n;
};
/* Of the open cases with ids after AFTER, at most LIMIT of them: those whose due day moves when
 * THEN replaces the calendar in force (R-DAY-4). */
int calendar_moves(struct db_conn *c, struct cw_arena *a, const struct cw_calendar *then,
		   uint64_t after, unsigned limit, struct calendar_moves *out,
		   struct cw_err *err) CW_MUST_CHECK;

#endif
