/*
 * Proposals: acts that take a second person, asked for by one and decided by another.  The input is
 * sealed, since it can hold personal data.  Once a case and act can wait at a time
 * (u_proposal_waits).
 */
#ifndef DB_PROPOSAL_H
#define DB_PROPOSAL_H

#include "db/crypt.h"

struct db_proposal {
	uint64_t id, case_id, agency_id, asked_by, decided_by;
	int handling;
	const char *act, *status, *input, *asked_role, *remarks;
	cw_day asked_on, decided_on;
	/* Of the case, in db_proposal_waiting's rows only; there `input` is NULL. */
	const char *number, *title, *state;
};

/* Stores P as asked and sets P->id.  A duplicate of u_proposal_waits: the act waits already. */
int db_proposal_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		    struct db_proposal *p, struct cw_err *err) CW_MUST_CHECK;
/* CW_NOT_FOUND if the case has no such proposal. */
int db_proposal_get(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		    uint64_t case_id, uint64_t id, struct db_proposal *out,
		    struct cw_err *err) CW_MUST_CHECK;
/* Writes status, decided_by, decided_on and remarks. */
int db_proposal_decide(struct db_conn *c, const struct db_proposal *p,
		       struct cw_err *err) CW_MUST_CHECK;
/* Of a case, oldest first. */
int db_proposal_list(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		     uint64_t case_id, struct db_proposal **rows, size_t *n,
		     struct cw_err *err) CW_MUST_CHECK;
/* What waits, with id above AFTER: OWN: asked by USER; else what others asked for at an agency
 * where USER approves (head, leader, head of a business unit). */
int db_proposal_waiting(struct db_conn *c, struct cw_arena *a, uint64_t user, bool own,
			uint64_t after, unsigned limit, struct db_proposal **rows, size_t *n,
			struct cw_err *err) CW_MUST_CHECK;

#endif
