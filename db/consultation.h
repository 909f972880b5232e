/*
 * Consultations (征求意见, R-ASK-1 to R-ASK-4).  Who is asked, about what, and what they said is
 * sealed; days, results and proofs are in clear.
 */
#ifndef DB_CONSULTATION_H
#define DB_CONSULTATION_H

#include "db/crypt.h"

struct db_consultation {
	uint64_t id, case_id;
	unsigned char *uid; /* DB_UID bytes */
	int handling, working_days;
	const char *kind; /* cw_consultation_kind_name */
	bool pauses;
	const char *party, *address, *information, *question;
	uint64_t asked_by, letter_id, notice_id;
	cw_day asked_on;
	cw_day received_on;
	const char *receipt_proof;
	const char *result; /* cw_consultation_end_name; NULL while open */
	cw_day ended_on;
	uint64_t ended_by;
	const char *end_proof, *opinion;
	cw_day late_on;
	const char *late_result, *late_opinion;
	bool weighed, holds;
	const char *weighing;
	uint64_t weighed_by;
	cw_day weighed_on;
	const char *ground; /* public_interest, no_good_reason; NULL: no disclosure against it */
	uint64_t decision_id, decided_by;
	cw_day decided_on, told_on;
	const char *told_way, *told_proof;
};

/* Makes uid and id. */
int db_consultation_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
			struct db_consultation *s, struct cw_err *err) CW_MUST_CHECK;
/* All of a case in the order of asking, unsealed. */
int db_consultation_list(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
			 uint64_t case_id, struct db_consultation **list, size_t *n,
			 struct cw_err *err) CW_MUST_CHECK;

/* Each writes what its name says, of a row whose case is locked. */
int db_consultation_save_letters(struct db_conn *c, const struct db_consultation *s,
				 struct cw_err *err) CW_MUST_CHECK; /* letter_id, notice_id */
int db_consultation_save_receipt(struct db_conn *c, const struct db_consultation *s,
				 struct cw_err *err) CW_MUST_CHECK; /* received_on, its proof */
/* result, ended_on, ended_by, end_proof, opinion, and the late opinion. */
int db_consultation_save_end(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
			     const struct db_consultation *s, struct cw_err *err) CW_MUST_CHECK;
int db_consultation_save_weighing(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
				  const struct db_consultation *s,
				  struct cw_err *err) CW_MUST_CHECK;
/* ground, decision_id, decided_by and _on, and told_*. */
int db_consultation_save_decision(struct db_conn *c, const struct db_consultation *s,
				  struct cw_err *err) CW_MUST_CHECK;

#endif
