/*
 * Letters that belong to no case, and what the district office's supervisor sends: reminders with
 * an answer due (督办).
 */
#ifndef DB_URGING_H
#define DB_URGING_H

#include "db/crypt.h"

struct db_office_letter {
	uint64_t id, agency_id, signed_by; /* agency_id: whose letter it is */
	const char *kind, *document_number, *body;
	size_t body_len;
	cw_day made_on;
	int64_t made_at;
};
int db_office_letter_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
			 struct db_office_letter *l, struct cw_err *err) CW_MUST_CHECK;
/* Unsealed, and checked against its digest. */
int db_office_letter_get(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
			 uint64_t id, struct db_office_letter *out,
			 struct cw_err *err) CW_MUST_CHECK;

struct db_urging {
	uint64_t id, district_id, agency_id;
	uint64_t case_id; /* 0: in general */
	int handling;	  /* 0 without a case */
	const char *matter, *demand, *answer;
	const char *case_number, *agency_name; /* read only */
	uint64_t urged_by, answered_by, letter_id, answer_letter_id;
	cw_day urged_on, answer_by, answered_on;
	bool is_open;
};
int db_urging_add(struct db_conn *c, struct db_urging *u, struct cw_err *err) CW_MUST_CHECK;
int db_urging_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_urging *out,
		  struct cw_err *err) CW_MUST_CHECK;
/* Writes the answer of an open one; CW_CONFLICT if it is answered already. */
int db_urging_answer(struct db_conn *c, const struct db_urging *u,
		     struct cw_err *err) CW_MUST_CHECK;

struct db_urging_query {
	uint64_t district, agency; /* one of them, the other 0 */
	bool open;
	cw_day after_on; /* cursor by answer_by; CW_DAY_NONE: the start */
	uint64_t after_id;
	unsigned limit;
};
int db_urging_list(struct db_conn *c, struct cw_arena *a, const struct db_urging_query *q,
		   struct db_urging **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;
int db_urging_case_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
			struct db_urging **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;

#endif
