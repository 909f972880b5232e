/*
 * Working-day notices as they were loaded (R-DAY-2), and the legal clock of test installations.
 */
#ifndef DB_CALENDAR_H
#define DB_CALENDAR_H

#include "casework/calendar.h"
#include "db/db.h"

/* What tells one state of the notices from another: they are only ever added. */
struct db_calendar_stamp {
	uint64_t last_id, count;
};
int db_calendar_stamp_get(struct db_conn *c, struct cw_arena *a, struct db_calendar_stamp *out,
			  struct cw_err *err) CW_MUST_CHECK;

struct db_notice {
	uint64_t id;
	const char *number;
	int year;
	cw_day issued_on;
	int64_t loaded_at;
	uint64_t loaded_by; /* user, or 0: the installation */
};
#define DB_NOTICES_MAX 1000
/* In the order in which they hold: by issue day, then id. */
int db_notice_list(struct db_conn *c, struct cw_arena *a, struct db_notice **items, size_t *n,
		   struct cw_err *err) CW_MUST_CHECK;
/* A number taken is a duplicate of "u_calendar_notice_number". */
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

/* All notices in the form that cw_calendar_new takes, in the arena.  Needs no transaction: a notice
 * that the first list shows has all its days, which were committed with it. */
int db_calendar_load(struct db_conn *c, struct cw_arena *a, struct cw_notice **notices, size_t *n,
		     struct cw_err *err) CW_MUST_CHECK;
/* Adds NOTICE and its days, checked before by cw_notice_check; inside a transaction. */
int db_calendar_add(struct db_conn *c, const struct cw_notice *notice, uint64_t loaded_by,
		    int64_t now, uint64_t *id, struct cw_err *err) CW_MUST_CHECK;

/* The open cases that have a due day, by id after AFTER: what a changed calendar may move. */
struct db_open_clock {
	uint64_t id, agency;
	const char *number;
	cw_day received_on, due_on;
};
int db_open_clock_list(struct db_conn *c, struct cw_arena *a, uint64_t after, unsigned limit,
		       struct db_open_clock **items, size_t *n, struct cw_err *err) CW_MUST_CHECK;

/* The day that the legal clock is set to; CW_DAY_NONE: it shows the real day. */
int db_test_clock_find(struct db_conn *c, struct cw_arena *a, cw_day *day,
		       struct cw_err *err) CW_MUST_CHECK;
int db_test_clock_save(struct db_conn *c, cw_day day, struct cw_err *err) CW_MUST_CHECK;

#endif
