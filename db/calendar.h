/*
 * Working-day notices as they were loaded (R-DAY-2), and the legal clock of test installations.
 */
#ifndef DB_CALENDAR_H
#define DB_CALENDAR_H

#include <limits.h>

#include "casework/calendar.h"
#include "db/db.h"

/* Each notice makes a new version of the calendar, 1, 2, ...: all notices up to it.  0: none. */
int db_calendar_version_get(struct db_conn *c, struct cw_arena *a, int *out,
			    struct cw_err *err) CW_MUST_CHECK;
#define DB_CALENDAR_LATEST INT_MAX

struct db_notice {
	uint64_t id;
	const char *number;
	int year, version;
	cw_day issued_on;
	int64_t loaded_at;
	uint64_t loaded_by; /* user, or 0: the installation */
	uint64_t job;	    /* that loads it; 0: none did */
};
#define DB_NOTICES_MAX 1000
/* In the order in which they hold: by issue day, then id. */
int db_notice_list(struct db_conn *c, struct cw_arena *a, struct db_notice **items, size_t *n,
		   struct cw_err *err) CW_MUST_CHECK;
/* The notice of that number, or that makes that version of the calendar. */
int db_notice_find(struct db_conn *c, struct cw_arena *a, const char *number, struct db_notice *out,
		   bool *found, struct cw_err *err) CW_MUST_CHECK;
int db_notice_find_version(struct db_conn *c, struct cw_arena *a, int version, struct db_notice *out,
			   bool *found, struct cw_err *err) CW_MUST_CHECK;
/* Makes the next version.  A number taken is a duplicate of "u_calendar_notice_number". */
int db_notice_add(struct db_conn *c, const struct db_notice *notice, uint64_t *id,
		  struct cw_err *err) CW_MUST_CHECK;

struct db_notice_day {
	uint64_t notice;
	cw_day day;
	bool worked;
};
/* Of all notices, by notice and day. */
int db_notice_day_list(struct db_conn *c, struct cw_arena *a, struct db_notice_day **items,
		       size_t *n, struct cw_err *err) CW_MUST_CHECK;
int db_notice_day_add(struct db_conn *c, const struct db_notice_day *day,
		      struct cw_err *err) CW_MUST_CHECK;

/* The notices up to VERSION in the form that cw_calendar_new takes, in the arena.  Needs no
 * transaction: a notice that the first list shows has all its days, which were committed with it. */
int db_calendar_load(struct db_conn *c, struct cw_arena *a, int version, struct cw_notice **notices,
		     size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* Adds NOTICE and its days, checked before by cw_notice_check; inside a transaction. */
int db_calendar_add(struct db_conn *c, const struct cw_notice *notice, uint64_t loaded_by,
		    uint64_t job, int64_t now, uint64_t *id, struct cw_err *err) CW_MUST_CHECK;

/* The day that the legal clock is set to; CW_DAY_NONE: it shows the real day. */
int db_test_clock_find(struct db_conn *c, struct cw_arena *a, cw_day *day,
		       struct cw_err *err) CW_MUST_CHECK;
int db_test_clock_save(struct db_conn *c, cw_day day, struct cw_err *err) CW_MUST_CHECK;

#endif
