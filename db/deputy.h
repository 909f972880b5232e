/*
 * Deputies in the chain of approval (R-OUT-10): recorded authorisations with from-to days.
 */
#ifndef DB_DEPUTY_H
#define DB_DEPUTY_H

#include "db/db.h"

struct db_deputy {
	uint64_t id, agency_id, principal_id, deputy_id, authorised_by, ended_by;
	const char *role, *document;
	const char *principal_name, *deputy_name; /* read only */
	cw_day from_on, to_on;			  /* both included */
	int64_t authorised_at, ended_at;	  /* DB_TIME_NONE: not ended early */
};
int db_deputy_add(struct db_conn *c, struct db_deputy *d, struct cw_err *err) CW_MUST_CHECK;
int db_deputy_get(struct db_conn *c, struct cw_arena *a, uint64_t agency, uint64_t id,
		  struct db_deputy *out, struct cw_err *err) CW_MUST_CHECK;
/* CW_CONFLICT if it has ended already. */
int db_deputy_end(struct db_conn *c, uint64_t id, uint64_t by, int64_t at,
		  struct cw_err *err) CW_MUST_CHECK;
/* Those of an agency, newest first, ids below BEFORE (0: from the newest). */
int db_deputy_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, uint64_t before,
		   unsigned limit, struct db_deputy **rows, size_t *n,
		   struct cw_err *err) CW_MUST_CHECK;
/* What USER may hold for others at AGENCY on DAY: only for who still holds the role. */
int db_deputy_of_list(struct db_conn *c, struct cw_arena *a, uint64_t user, uint64_t agency,
		      cw_day day, struct db_deputy **rows, size_t *n,
		      struct cw_err *err) CW_MUST_CHECK;

#endif
