/*
 * What follows a reply: reconsideration and suits (R-OUT-7, R-OUT-8), orders to reply again, own
 * revocations, and what falls due, also of cases that are no longer open.
 */
#ifndef DB_REMEDY_H
#define DB_REMEDY_H

#include "db/docket.h"

struct db_remedy {
	uint64_t id, case_id, agency_id, recorded_by;
	int handling;		       /* whose reply, ending or silence is challenged */
	const char *kind, *against;    /* cw_remedy_kind_name; reply, ending, silence */
	const char *by_whom;	       /* applicant, third_party */
	const char *body, *number;     /* number NULL: not known */
	cw_day filed_on, copy_on;      /* copy_on NONE: the agency has no copy yet */
	bool simple;		       /* simple procedure (复议法 54) */
	cw_day answer_by, answered_on; /* the agency as respondent */
	const char *answer_number;
	const char *result; /* cw_remedy_result_name; NULL: 尚未审结 */
	cw_day decided_on;
	const char *decision_number, *remarks;
};
int db_remedy_add(struct db_conn *c, struct db_remedy *r, struct cw_err *err) CW_MUST_CHECK;
/* A remedy of this case; CW_NOT_FOUND. */
int db_remedy_get(struct db_conn *c, struct cw_arena *a, uint64_t case_id, uint64_t id,
		  struct db_remedy *out, struct cw_err *err) CW_MUST_CHECK;
/* Writes the days, copy, answer and result; the caller holds the case's lock. */
int db_remedy_save(struct db_conn *c, const struct db_remedy *r, struct cw_err *err) CW_MUST_CHECK;
int db_remedy_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, struct db_remedy **rows,
		   size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* Whether APPLICANT (a person, with all records of the same identity number) has a remedy with
 * AGENCY that is not decided, and one that the agency lost (结果纠正): the hard-case rule
 * open_or_lost_remedy. */
int db_remedy_open_or_lost(struct db_conn *c, uint64_t applicant, uint64_t agency, bool *open,
			   bool *lost, struct cw_err *err) CW_MUST_CHECK;

/* What opened a handling after the first; the key (case, handling) is the rule. */
struct db_order {
	uint64_t case_id, remedy_id, letter_id, author_id;
	int handling;
	const char *kind;	   /* court, reconsideration, revocation */
	const char *body, *number; /* NULL: own revocation */
	cw_day ordered_on, received_on, in_force_on;
	const char *period_unit; /* working_days, days, months; NULL: none is written */
	int period;
	bool allows_correction, allows_extension;
	const char *reason;
};
int db_order_add(struct db_conn *c, const struct db_order *o, struct cw_err *err) CW_MUST_CHECK;
int db_order_find(struct db_conn *c, struct cw_arena *a, uint64_t case_id, int handling,
		  struct db_order *out, bool *found, struct cw_err *err) CW_MUST_CHECK;
int db_order_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, struct db_order **rows,
		  size_t *n, struct cw_err *err) CW_MUST_CHECK;

/* ---- What falls due: open deadlines of an agency by day, also of cases that are done, and of what
 * belongs to no case (case_id 0, handling 0; title and state NULL). */

struct db_due {
	uint64_t id, case_id, ref, assignee_id;
	int handling;
	const char *number; /* of the case or complaint, or NULL */
	const char *title, *state, *kind;
	cw_day due_on;
};
struct db_due_query {
	uint64_t agency;
	uint64_t assignee; /* 0: anyone's */
	const char *kind;  /* NULL: any */
	cw_day before;	   /* CW_DAY_NONE: any */
	cw_day after_on;   /* cursor; CW_DAY_NONE: the start */
	uint64_t after_id;
	unsigned limit;
};
int db_falls_due_list(struct db_conn *c, struct cw_arena *a, const struct db_due_query *q,
		      struct db_due **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;

#endif
