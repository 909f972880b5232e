/*
 * The days that a notice moves (R-DAY-4): the list of a load, and of a preview.  A row is a
 * deadline of a case, or of none (db/agency_deadline.h), once in the list of a job.
 */
#ifndef DB_CALENDAR_MOVE_H
#define DB_CALENDAR_MOVE_H

#include "db/db.h"

struct db_calendar_move {
	uint64_t job, case_id, ref; /* case_id 0: of no case */
	const char *number, *agency; /* of the case or complaint, or NULL; whose; read only */
	int handling;
	const char *kind;
	cw_day before, after, worked_to;
};

/* Nothing happens if it is in the list already. */
int db_calendar_move_add(struct db_conn *c, const struct db_calendar_move *m,
			 struct cw_err *err) CW_MUST_CHECK;
/* Where the record of a deadline keeps its day, too (an answer by, a payment by): the same day there. */
int db_calendar_move_record(struct db_conn *c, uint64_t case_id, const struct db_calendar_move *m,
			    struct cw_err *err) CW_MUST_CHECK;
/* Of a job, behind AFTER in the order (case, handling, kind, ref); AFTER NULL: from the first. */
int db_calendar_move_list(struct db_conn *c, struct cw_arena *a, uint64_t job,
			  const struct db_calendar_move *after, unsigned limit,
			  struct db_calendar_move **items, size_t *n,
			  struct cw_err *err) CW_MUST_CHECK;
struct db_calendar_count {
	uint64_t moves, cases, others; /* others: of no case */
	uint64_t earlier;	       /* worked to before the day as it was */
};
int db_calendar_move_count(struct db_conn *c, struct cw_arena *a, uint64_t job,
			   struct db_calendar_count *out, struct cw_err *err) CW_MUST_CHECK;
/* Takes out lists whose job is gone. */
int db_calendar_move_expire(struct db_conn *c, unsigned limit, uint64_t *gone,
			    struct cw_err *err) CW_MUST_CHECK;

/* ---- Which cases a calendar is for. */

struct db_calendar_case {
	uint64_t id, agency;
	const char *number;
	bool open;
	cw_day received_on, submitted_on;
	int calendar, deadline_calendar;
};
/* Open cases whose clock follows a version below BELOW, in the order (version, id), behind
 * (AT_VERSION, AT_ID). */
int db_calendar_open_list(struct db_conn *c, struct cw_arena *a, int below, int at_version,
			  uint64_t at_id, unsigned limit, struct db_calendar_case **items,
			  size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* Cases no longer open whose open deadlines follow a version below BELOW, by id above
 * AFTER. */
int db_calendar_rest_list(struct db_conn *c, struct cw_arena *a, int below, uint64_t after,
			  unsigned limit, struct db_calendar_case **items, size_t *n,
			  struct cw_err *err) CW_MUST_CHECK;

#endif
