/*
 * Sealing stored values anew with the newest field key, after "disclosurectl keys rotate".
 *
 * Goes through each sealed column in the order of its table's key, in slices of one short transaction
 * each.  A value is replaced only where it still is the one that was read, so that nothing that the
 * running service writes is lost; what was replaced meanwhile is left to the next pass.  Values under
 * the newest key are skipped, so a broken-off run is taken up by running again.
 */
#ifndef DB_RESEAL_H
#define DB_RESEAL_H

#include "db/crypt.h"

/* The sealed columns are numbered from 0 ("person.name", "letter.body", ...). */
extern const unsigned db_reseal_columns;
/* The name of a column, static text. */
const char *db_reseal_place(unsigned column);

/* Where a pass through a column stands; all zero at its start.  Owns nothing: what it points to is in
 * the arena of the slice before, so two arenas are used in turn or one that is kept. */
struct db_reseal_at {
	uint64_t id, no;
	const char *text;
	const unsigned char *bytes;
	size_t n_bytes;
};
struct db_reseal_done {
	uint64_t seen, sealed, moved; /* looked at, sealed anew, changed by others meanwhile */
	bool end;		      /* the column is at its end */
};
/* The next LIMIT values of a column.  AT moves on only if the slice is committed. */
int db_reseal_slice(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		    unsigned column, struct db_reseal_at *at, unsigned limit,
		    struct db_reseal_done *out, struct cw_err *err) CW_MUST_CHECK;

#endif
