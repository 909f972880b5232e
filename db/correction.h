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
int db_correction_add(struct db_conn *c, const struct db_correction *k, struct cw_err *err) CW_MUST_CHECK;
int db_correction_find(struct db_conn *c, struct cw_arena *a, uint64_t case_id, int handling,
		       struct db_correction *out, bool *found, struct cw_err *err) CW_MUST_CHECK;
/* Writes received_on, proof, answer_by and answered_on. */
int db_correction_save(struct db_conn *c, const struct db_correction *k, struct cw_err *err) CW_MUST_CHECK;

#endif
