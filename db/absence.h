/* Absence of caseworkers and who covers for them, per agency, by civil days. */
#ifndef DB_ABSENCE_H
#define DB_ABSENCE_H

#include "db/db.h"

struct db_absence {
	uint64_t id, agency_id, user_id, cover_id, set_by, ended_by;
	cw_day from_on, to_on;	  /* both included */
	int64_t set_at, ended_at; /* DB_TIME_NONE: not ended early */
};
int db_absence_add(struct db_conn *c, struct db_absence *a, struct cw_err *err) CW_MUST_CHECK;
int db_absence_lock(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_absence *out,
		    struct cw_err *err) CW_MUST_CHECK;
int db_absence_end(struct db_conn *c, uint64_t id, uint64_t user, int64_t at,
		   struct cw_err *err) CW_MUST_CHECK;
/* The first that touches FROM..TO: of USER, or where USER covers (AS_COVER), at AGENCY (0: any). */
int db_absence_find(struct db_conn *c, struct cw_arena *a, uint64_t agency, uint64_t user,
		    bool as_cover, cw_day from, cw_day to, struct db_absence *out, bool *found,
		    struct cw_err *err) CW_MUST_CHECK;
/* Those that USER covers on DAY: at most 50. */
int db_absence_covered_list(struct db_conn *c, struct cw_arena *a, uint64_t user, cw_day day,
			    struct db_absence **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* Of an agency, that last to FROM or longer and were not ended early, by last day; after the row
 * (AFTER_ON, AFTER_ID), NONE: from the first. */
int db_absence_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, cw_day from,
		    cw_day after_on, uint64_t after_id, unsigned limit, struct db_absence **rows,
		    size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* Of an agency, that were over before TODAY or ended early, the last first; the cursor as above. */
int db_absence_past_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, cw_day today,
			 cw_day after_on, uint64_t after_id, unsigned limit,
			 struct db_absence **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;

#endif
