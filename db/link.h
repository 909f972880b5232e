/*
 * Links between cases of one agency (repeat of, same information as, related, merged into), and the
 * other cases of an applicant, found by blind index (R-OUT-2).
 */
#ifndef DB_LINK_H
#define DB_LINK_H

#include "db/docket.h"

struct db_link {
	uint64_t id, case_id, other_id, made_by, removed_by;
	const char *kind, *reason;
	cw_day made_on, removed_on; /* NONE: it stands */
	/* Of the other end, seen from the case that is asked about. */
	bool incoming; /* the other case has the row */
	uint64_t far_id;
	const char *far_number, *far_title, *far_state;
};
/* A duplicate of u_case_link_once: one of this kind stands between the two. */
int db_link_add(struct db_conn *c, struct db_link *l, struct cw_err *err) CW_MUST_CHECK;
/* A link of the case, from either end; without the far members. */
int db_link_get(struct db_conn *c, struct cw_arena *a, uint64_t case_id, uint64_t id,
		struct db_link *out, struct cw_err *err) CW_MUST_CHECK;
/* From both ends, those that stand. */
int db_link_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, struct db_link **rows,
		 size_t *n, struct cw_err *err) CW_MUST_CHECK;
int db_link_remove(struct db_conn *c, uint64_t id, uint64_t user, cw_day on,
		   struct cw_err *err) CW_MUST_CHECK;

/* The case was never merged (R-KEEP-4). */
int db_link_remove_merger(struct db_conn *c, uint64_t case_id, uint64_t user, cw_day on,
			  struct cw_err *err) CW_MUST_CHECK;

/* The other cases of the applicant of CASE_ID at its agency, newest first, with id below BEFORE (0:
 * from the newest). */
int db_same_applicant_list(struct db_conn *c, struct cw_arena *a, const struct db_docket *d,
			   uint64_t before, unsigned limit, struct db_queue_row **rows, size_t *n,
			   struct cw_err *err) CW_MUST_CHECK;

#endif
