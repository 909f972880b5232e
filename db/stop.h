/*
 * Stops for the death or the end of the applicant (R-OUT-9), and the units (件) that a request is
 * split into (R-REQ-8).
 */
#ifndef DB_STOP_H
#define DB_STOP_H

#include "db/crypt.h"

struct db_stop {
	uint64_t id, case_id, stopped_by;
	int handling;
	const char *cause; /* death, ended */
	const char *proof;
	cw_day stopped_on, ask_by, resumed_on; /* NONE: it runs */
	/* Who asked to go on in the applicant's place; sealed in the table. */
	const char *successor, *contact;
	const char *relation, *request_proof;
};
/* A duplicate of u_case_stop_running: the case is stopped already. */
int db_stop_add(struct db_conn *c, struct db_stop *s, struct cw_err *err) CW_MUST_CHECK;
/* The latest of the case, unsealed. */
int db_stop_find(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		 uint64_t case_id, struct db_stop *out, bool *found,
		 struct cw_err *err) CW_MUST_CHECK;
/* Writes resumed_on and who asked. */
int db_stop_resume(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		   const struct db_stop *s, struct cw_err *err) CW_MUST_CHECK;

/* A rectification (R-KEEP-4): the case was never stopped; it has not gone on. */
int db_stop_remove(struct db_conn *c, uint64_t case_id, struct cw_err *err) CW_MUST_CHECK;
int db_stop_reopen(struct db_conn *c, uint64_t id, struct cw_err *err) CW_MUST_CHECK;

struct db_unit {
	int seq, no; /* of the split's event; 1, 2, ... */
	const char *description;
};
int db_unit_add(struct db_conn *c, uint64_t case_id, const struct db_unit *u,
		struct cw_err *err) CW_MUST_CHECK;
/* Those of the split SEQ never were (R-KEEP-4). */
int db_unit_remove(struct db_conn *c, uint64_t case_id, int seq, struct cw_err *err) CW_MUST_CHECK;
/* Those of the latest split, in order. */
int db_unit_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, struct db_unit **rows,
		 size_t *n, struct cw_err *err) CW_MUST_CHECK;

#endif
