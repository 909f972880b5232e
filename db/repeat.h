/*
 * Repeats (R-OUT-2): the earlier replies that a repeat may point to, and which one a part points
 * to.
 */
#ifndef DB_REPEAT_H
#define DB_REPEAT_H

#include "db/docket.h"

struct db_repeat {
	uint64_t reply_id, earlier_id, scan_id; /* earlier_id 0: from before this system */
	int part_no;				/* from 1 */
	const char *number, *outcome, *unchanged;
	cw_day replied_on;
};
/* A reply that is saved again (db_reply_save) has none until they are added anew. */
int db_repeat_add(struct db_conn *c, const struct db_repeat *r, struct cw_err *err) CW_MUST_CHECK;
int db_repeat_list(struct db_conn *c, struct cw_arena *a, uint64_t reply, struct db_repeat **rows,
		   size_t *n, struct cw_err *err) CW_MUST_CHECK;

/* A served reply of the same agency to the same applicant, in another case. */
struct db_candidate {
	uint64_t reply_id, case_id;
	int handling;
	const char *case_number, *title, *number; /* number: of the letter */
	const char *outcomes;			  /* of its parts, comma-separated */
	cw_day replied_on;
};
/* Newest first, ids below BEFORE (0: from the newest); ONLY: just that reply.  The same applicant
 * is the same identity number, or without one the same record. */
int db_candidate_list(struct db_conn *c, struct cw_arena *a, const struct db_docket *d,
		      uint64_t only, uint64_t before, unsigned limit, struct db_candidate **rows,
		      size_t *n, struct cw_err *err) CW_MUST_CHECK;

#endif
