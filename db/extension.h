/*
 * Extensions of the reply period (延期, R-CLOCK-2), and contacts with the applicant.
 */
#ifndef DB_EXTENSION_H
#define DB_EXTENSION_H

#include "db/crypt.h"

struct db_extension {
	uint64_t id, case_id, asked_by, decided_by, letter_id;
	int handling, period; /* both 0 with extension_per = case: then the case has one */
	int working_days;
	const char *reason, *status, *remarks;
	cw_day asked_on, decided_on;
};
/* A duplicate of u_extension_once: one stands in this period already. */
int db_extension_add(struct db_conn *c, struct db_extension *e, struct cw_err *err) CW_MUST_CHECK;
/* The one that is asked and not decided in this period; one asked in an earlier period is moot. */
int db_extension_find_open(struct db_conn *c, struct cw_arena *a, uint64_t case_id, int handling,
			   int period, struct db_extension *out, bool *found,
			   struct cw_err *err) CW_MUST_CHECK;
/* Writes status, who decided, when, remarks and letter. */
int db_extension_decide(struct db_conn *c, const struct db_extension *e,
			struct cw_err *err) CW_MUST_CHECK;
int db_extension_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
		      struct db_extension **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;

struct db_contact {
	uint64_t id, case_id, author_id;
	int handling, seq;
	const char *kind, *way, *said, *needs;
	cw_day happened_on;
};
int db_contact_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		   struct db_contact *r, struct cw_err *err) CW_MUST_CHECK;
/* Unsealed. */
int db_contact_list(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		    uint64_t case_id, struct db_contact **rows, size_t *n,
		    struct cw_err *err) CW_MUST_CHECK;

#endif
