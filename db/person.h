/*
 * Applicants and their representatives.  Name, identity number and contacts are sealed; two blind
 * indexes find the same identity number and the same whole name (R-FEE-3 "same applicant").
 */
#ifndef DB_PERSON_H
#define DB_PERSON_H

#include "db/crypt.h"

struct db_person {
	uint64_t id;
	const char *category; /* R-REQ-4 */
	const char *name, *id_kind, *id_number, *phone, *email, *address;
	bool id_kept; /* kept as written though the check warned (R-REQ-7) */
};

/* Stores P and sets P->id.  ID_NORMAL: the number as casework/identity.h normalises it, or NULL. */
int db_person_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		  struct db_person *p, const char *id_normal, struct cw_err *err) CW_MUST_CHECK;
int db_person_get(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k, uint64_t id,
		  struct db_person *out, struct cw_err *err) CW_MUST_CHECK;

#endif
