/*
 * Reasons for an unreasonable number or frequency of requests (条例 35, R-CLOCK-6): asked for once
 * a handling, given, found to hold or not, and the delayed day.
 */
#ifndef DB_REASONS_H
#define DB_REASONS_H

#include "db/crypt.h"

struct db_reasons {
	uint64_t case_id, asked_by, letter_id, found_by, delay_letter_id;
	unsigned char *uid; /* DB_UID bytes */
	int handling;
	const char *volume; /* number and frequency that were found */
	cw_day asked_on, answer_by, answered_on, found_on, delayed_to;
	const char *answer; /* sealed in the row */
	bool found, holds;
	const char *finding;
};
/* A duplicate of PRIMARY: asked in this handling already.  Makes uid. */
int db_reasons_add(struct db_conn *c, struct cw_arena *a, struct db_reasons *r,
		   struct cw_err *err) CW_MUST_CHECK;
int db_reasons_find(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		    uint64_t case_id, int handling, struct db_reasons *out, bool *found,
		    struct cw_err *err) CW_MUST_CHECK;
/* Writes letter_id, answered_on, answer, the finding and the delayed day. */
int db_reasons_save(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		    const struct db_reasons *r, struct cw_err *err) CW_MUST_CHECK;

#endif
