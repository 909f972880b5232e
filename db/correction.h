/* Correction notices (补正, R-CLOCK-4, R-CLOCK-5): one a handling. */
#ifndef DB_CORRECTION_H
#define DB_CORRECTION_H

#include "db/db.h"

struct db_correction {
	uint64_t case_id, letter_id;
	int handling, working_days;
	const char *proof;
	cw_day sent_on, received_on, answer_by, answered_on;
};
/* A duplicate of PRIMARY: this handling has had its notice. */
int db_correction_add(struct db_conn *c, const struct db_correction *k,
		      struct cw_err *err) CW_MUST_CHECK;
int db_correction_find(struct db_conn *c, struct cw_arena *a, uint64_t case_id, int handling,
		       struct db_correction *out, bool *found, struct cw_err *err) CW_MUST_CHECK;
/* An item of the notice with its guidance (释明). */
struct db_correction_item {
	const char *kind, *what, *guidance;
};
int db_correction_item_add(struct db_conn *c, const struct db_correction *k, int no,
			   const struct db_correction_item *item, struct cw_err *err) CW_MUST_CHECK;
int db_correction_item_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, int handling,
			    struct db_correction_item **rows, size_t *n,
			    struct cw_err *err) CW_MUST_CHECK;

/* The notice sent again with the same items. */
struct db_resending {
	int no;
	cw_day sent_on;
	const char *reason;
	uint64_t letter_id;
};
int db_resending_add(struct db_conn *c, const struct db_correction *k, const struct db_resending *r,
		     struct cw_err *err) CW_MUST_CHECK;
int db_resending_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, int handling,
		      struct db_resending **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* Writes working_days, received_on, proof, answer_by and answered_on. */
int db_correction_save(struct db_conn *c, const struct db_correction *k,
		       struct cw_err *err) CW_MUST_CHECK;

#endif
