/* What a request to correct one's own record says (条例 41, R-OUT-6): sealed, a row a case. */
#ifndef DB_OWN_RECORD_H
#define DB_OWN_RECORD_H

#include "db/crypt.h"

struct db_own_record {
	uint64_t case_id;
	const char *record, *wrong;
	const char *correct, *evidence; /* NULL: not given */
};
int db_own_record_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		      const struct db_own_record *r, struct cw_err *err) CW_MUST_CHECK;
int db_own_record_find(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		       uint64_t case_id, struct db_own_record *out, bool *found,
		       struct cw_err *err) CW_MUST_CHECK;

#endif
