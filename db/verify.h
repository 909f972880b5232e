/*
 * What "disclosurectl verify" compares with what it computes anew: the caches on a case's row.
 */
#ifndef DB_VERIFY_H
#define DB_VERIFY_H

#include "db/db.h"

struct db_verify_case {
	uint64_t id, agency_id;
	const char *number, *state;
	int seq, handling;
	int calendar; /* the version by which the days of its clock are computed */
	const unsigned char *head; /* 32 bytes */
	size_t head_len;
	cw_day received_on, submitted_on, due_on;
	bool due_provisional, is_open;
	cw_day deadline; /* of the open deadline of the reply; CW_DAY_NONE: none is open */
	cw_day next_on;	 /* what the queue goes by */
	const char *next_kind;
};
/* In the order of ids above AFTER. */
int db_verify_case_list(struct db_conn *c, struct cw_arena *a, uint64_t after, unsigned limit,
			struct db_verify_case **items, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* Whether the event of the mark of a deadline is there: the system's act ACT by that request id. */
int db_verify_mark_find(struct db_conn *c, struct cw_arena *a, uint64_t case_id, const char *act,
			const char *request_id, bool *found, struct cw_err *err) CW_MUST_CHECK;
/* The hash of event SEQ of a case; *FOUND says whether there is one. */
int db_verify_event_find(struct db_conn *c, struct cw_arena *a, uint64_t case_id, int seq,
			 const unsigned char **hash, size_t *len, bool *found,
			 struct cw_err *err) CW_MUST_CHECK;

#endif
