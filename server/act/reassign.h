/*
 * Assignment, reassignment, and reassignment in bulk: the one function of each, for the API and
 * disclosurectl.
 */
#ifndef SERVER_ACT_REASSIGN_H
#define SERVER_ACT_REASSIGN_H

#include "db/absence.h"
#include "server/act/act.h"

/* Decides and saves ASSIGN, or REASSIGN where somebody has the case, of the opened case.  TO must
 * be a caseworker of its agency who works; else a fault at POINTER. */
int act_assign(struct act *x, uint64_t to, const char *pointer, const char *remarks,
	       struct cw_err *err) CW_MUST_CHECK;
/* The absence of USER at AGENCY that runs today; new work is then warned of. */
int act_away(struct rq *rq, uint64_t agency, uint64_t user, struct db_absence *out, bool *away,
	     struct cw_err *err) CW_MUST_CHECK;

#define ACT_REASSIGN_MAX 100 /* cases at once */

enum act_reassigned { ACT_REASSIGNED, ACT_UNCHANGED, ACT_NOT_REASSIGNED };
struct act_reassign_row {
	uint64_t case_id, version; /* VERSION: demanded if not 0; then the one after */
	const char *number;	   /* NULL where one may not learn that the case is there */
	enum act_reassigned result;
	const struct cw_err *why; /* of NOT_REASSIGNED */
};
struct act_reassign {
	uint64_t agency, from; /* all open cases of FROM at AGENCY; 0: ROWS names them */
	uint64_t to;
	const char *reason;
	struct act_reassign_row *rows;
	size_t n;
	bool more; /* there were more than ACT_REASSIGN_MAX of FROM */
};
/* In one transaction, each case its own event, locked in the order of ids.  A case that the law,
 * its version or the caller's rights keep from it stays as it is, with the reason; -1 only where
 * nothing is done.  Cases of others are for heads. */
int act_reassign_all(struct rq *rq, struct act_reassign *r, struct cw_err *err) CW_MUST_CHECK;

#endif
