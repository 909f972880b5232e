/* Orders that hold a disclosure, and their release (R-ASK-1). */
#ifndef DB_HOLD_H
#define DB_HOLD_H

#include "db/db.h"

struct db_hold {
	uint64_t id, case_id, held_by, released_by;
	int handling;
	const char *body, *number; /* of the order */
	cw_day ordered_on, held_on;
	const char *release_body, *release_number;
	cw_day release_ordered_on, released_on; /* CW_DAY_NONE while it holds */
};
/* A duplicate of u_disclosure_hold_once: one holds already. */
int db_hold_add(struct db_conn *c, struct db_hold *h, struct cw_err *err) CW_MUST_CHECK;
/* Writes the release of the one that holds. */
int db_hold_release(struct db_conn *c, const struct db_hold *h, struct cw_err *err) CW_MUST_CHECK;
int db_hold_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, struct db_hold **list,
		 size_t *n, struct cw_err *err) CW_MUST_CHECK;

#endif
