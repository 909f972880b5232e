/*
 * What waits at an agency for the decision of those who approve: replies on their way up,
 * extensions asked for, fee notices drafted, proposals, refunds due, and what only the head can
 * end or find.  Each kind is read by a key that holds only what waits or can come to wait (of open
 * cases; a reply or extension that waits in a case that has ended is passed over).
 */
#ifndef DB_APPROVAL_H
#define DB_APPROVAL_H

#include "casework/base/money.h"
#include "db/db.h"

enum db_approval_kind {
	DB_APPROVAL_REPLY,
	DB_APPROVAL_EXTENSION,
	DB_APPROVAL_FEE_NOTICE,
	DB_APPROVAL_PROPOSAL,
	DB_APPROVAL_REFUND,
	DB_APPROVAL_LAPSE,	 /* a period is over: the case can be ended (R-CLOCK-5, R-FEE-6) */
	DB_APPROVAL_FINDING,	 /* whether the applicant's reasons hold (R-CLOCK-6) */
	DB_APPROVAL_UNCONFIRMED, /* a letter that nobody could be reached about (R-RCPT-3) */
	DB_APPROVAL_KINDS
};

struct db_approval_wait {
	uint64_t id; /* of the record of its kind */
	uint64_t case_id, assignee_id;
	uint64_t asked_by; /* 0: nobody of the staff */
	const char *number, *title, *state;
	const char *step; /* reply: the role whose step it is; NULL: not noted */
	const char *act;  /* proposal; fee notice: its method; lapse: "correction" or "fee" */
	int round;	  /* reply */
	int working_days; /* extension */
	cw_fen amount;	  /* refund; what a notice comes to is known when it is sent */
	/* due_on: by when it is to be decided; that of the reply where it has no day of its own.
	 * A lapse: the day that is over.  NONE: none, or not noted. */
	cw_day asked_on, due_on;
};

/* Whose decision is asked: who looks, and for replies the steps that they hold, as a list of role
 * names with commas.  What they asked for themselves is left out where they may never decide it. */
struct db_approver {
	uint64_t agency, user;
	const char *steps;
	cw_day today;
};

/* Where a walk over one kind stands; the start is CW_DAY_MIN and 0. */
struct db_approval_after {
	cw_day due_on; /* DB_DAY_FAR: none */
	uint64_t id;
};
/* Of KIND, what falls due first before what falls due later or never, behind AFTER.  All that waits
 * at the agency is sorted for it, which is not much. */
int db_approval_wait_list(struct db_conn *c, struct cw_arena *a, enum db_approval_kind kind,
			  const struct db_approver *who, const struct db_approval_after *after,
			  unsigned limit, struct db_approval_wait **rows, size_t *n,
			  struct cw_err *err) CW_MUST_CHECK;
/* How many there are, to at most CAP. */
int db_approval_wait_count(struct db_conn *c, enum db_approval_kind kind,
			   const struct db_approver *who, unsigned cap, uint64_t *out,
			   struct cw_err *err) CW_MUST_CHECK;

#endif
