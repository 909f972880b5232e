/*
 * Conflicts of interest that a legal advisor has declared: against an agency, against a party or
 * firm by name (sealed), or in one case.  While one stands, what it touches is kept from them.
 */
#ifndef DB_CONFLICT_H
#define DB_CONFLICT_H

#include "db/crypt.h"

struct db_conflict {
	uint64_t id, user_id;
	uint64_t agency_id, case_id; /* 0: not against one */
	const char *party;	     /* NULL: not against one */
	const char *reason;
	cw_day declared_on, ended_on; /* NONE: it stands */
};
int db_conflict_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		    struct db_conflict *r, struct cw_err *err) CW_MUST_CHECK;
/* The user's, newest first, ids below BEFORE (0: from the newest), unsealed; STANDING: only what
 * has not ended, as committed now (locks against new ones). */
int db_conflict_list(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		     uint64_t user, bool standing, uint64_t before, unsigned limit,
		     struct db_conflict **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* CW_NOT_FOUND if it is not the user's; CW_CONFLICT if it has ended. */
int db_conflict_end(struct db_conn *c, uint64_t id, uint64_t user, cw_day on,
		    struct cw_err *err) CW_MUST_CHECK;

#endif
