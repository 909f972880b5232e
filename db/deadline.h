/*
 * Deadlines whose day has come, over all cases: what the scheduler is driven by (R-DAY-4,
 * R-CLOCK-5, R-CLOCK-12).  Putting and ending one is db/event.h's.
 */
#ifndef DB_DEADLINE_H
#define DB_DEADLINE_H

#include "db/event.h"

/* A deadline that is to be marked, and where a walk over them stands. */
struct db_mark {
	uint64_t id, case_id, ref;
	int handling, version;
	const char *kind, *status;
	cw_day due_on, mark_on;
};

/* Those to be marked on TODAY or before, by (mark_on, id), after the one that AFTER names (id 0:
 * from the first). */
int db_mark_list(struct db_conn *c, struct cw_arena *a, cw_day today, const struct db_mark *after,
		 unsigned limit, struct db_mark **rows, size_t *n,
		 struct cw_err *err) CW_MUST_CHECK;
/* Deadline ID as it is now, locked. */
int db_mark_lock(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_mark *out,
		 bool *found, struct cw_err *err) CW_MUST_CHECK;
/* Notes that M was marked on ON, if it still stands as M was read; *GOT says whether. */
int db_mark_save(struct db_conn *c, const struct db_mark *m, cw_day on, bool *got,
		 struct cw_err *err) CW_MUST_CHECK;
/* Looks at M again on DAY, if it still stands as M was read. */
int db_mark_put_off(struct db_conn *c, const struct db_mark *m, cw_day day,
		    struct cw_err *err) CW_MUST_CHECK;

#endif
