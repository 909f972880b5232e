/*
 * Evaluations (评价): what the applicant says of a served reply; the text is sealed.
 */
#ifndef DB_EVALUATION_H
#define DB_EVALUATION_H

#include "db/crypt.h"

struct db_evaluation {
	uint64_t case_id, agency_id;
	int handling, grade; /* 1 very dissatisfied to 5 very satisfied */
	const char *remarks;
	cw_day made_on, changed_on; /* changed_on NONE: as first made */
	const unsigned char *uid;   /* read only */
	size_t uid_len;
};
/* A duplicate of PRIMARY: the handling has one. */
int db_evaluation_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		      const struct db_evaluation *e, struct cw_err *err) CW_MUST_CHECK;
/* Writes grade, text and the day of the change; E->uid is the row's. */
int db_evaluation_save(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		       const struct db_evaluation *e, struct cw_err *err) CW_MUST_CHECK;
/* Of one handling; LOCK: FOR UPDATE. */
int db_evaluation_find(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		       uint64_t case_id, int handling, bool lock, struct db_evaluation *out,
		       bool *found, struct cw_err *err) CW_MUST_CHECK;

/* How often each grade was given at an agency on the days FROM to TO. */
struct db_grade_count {
	int grade;
	uint64_t count;
};
int db_evaluation_count_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, cw_day from,
			     cw_day to, struct db_grade_count **rows, size_t *n,
			     struct cw_err *err) CW_MUST_CHECK;

#endif
