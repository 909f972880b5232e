/*
 * People of a case as an answer to a correction notice mends them (R-CLOCK-4, R-REQ-10).  Each
 * record is kept as it was, sealed, under the event that changed it; a rectification puts it back
 * (R-KEEP-4).
 */
#ifndef DB_PEOPLE_CHANGE_H
#define DB_PEOPLE_CHANGE_H

#include "db/filing.h"

/* Replaces what P names (its category apart; id_kind and id_kept go with id_number) of person P->id
 * by event SEQ of the case.  ID_NORMAL as for db_person_add. */
int db_person_change(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		     const struct db_person *p, const char *id_normal, uint64_t case_id, int seq,
		     struct cw_err *err) CW_MUST_CHECK;
/* Writes R, whole but for its person, over representative R->id. */
int db_representative_change(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
			     const struct db_representative *r, int seq,
			     struct cw_err *err) CW_MUST_CHECK;
/* Representative ID came by event SEQ. */
int db_representative_came(struct db_conn *c, uint64_t id, int seq,
			   struct cw_err *err) CW_MUST_CHECK;
int db_filing_save_contact(struct db_conn *c, uint64_t case_id, int contact,
			   struct cw_err *err) CW_MUST_CHECK;

/* Puts people back as they were before event SEQ; its values are kept, taken back.  Who came by it
 * is no representative any more. */
int db_people_put_back(struct db_conn *c, uint64_t case_id, int seq,
		       struct cw_err *err) CW_MUST_CHECK;

#endif
