/*
 * Hard cases and their legal review (R-ASK-5): flags, reviews with opinion and articles, whose turn
 * it is, overrides by the head.  Conflicts of interest are in db/conflict.h.
 */
#ifndef DB_LEGAL_H
#define DB_LEGAL_H

#include "db/crypt.h"

/* ---- Flags. */

struct db_hard_flag {
	uint64_t id, case_id, flagged_by, lifted_by;
	int handling;
	const char *reason, *lifted_reason;
	cw_day flagged_on, lifted_on; /* NONE: it stands */
};
/* A duplicate of u_hard_flag_once: one stands already. */
int db_hard_flag_add(struct db_conn *c, struct db_hard_flag *f, struct cw_err *err) CW_MUST_CHECK;
/* Writes who lifted it, when and why. */
int db_hard_flag_lift(struct db_conn *c, const struct db_hard_flag *f,
		      struct cw_err *err) CW_MUST_CHECK;
int db_hard_flag_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
		      struct db_hard_flag **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;

/* ---- Reviews. */

struct db_legal {
	uint64_t id, case_id, asked_by, advisor_id, second_of;
	int handling, reply_round; /* 0: there was no draft */
	const char *status;	   /* asked, answered, withdrawn, returned, void */
	const char *question, *rules, *opinion, *reasons;
	const char *advisor_name; /* read only */
	bool by_rota;
	cw_day asked_on, answer_by, ended_on;
};
/* A duplicate of u_legal_review_open: the advisor has not answered an earlier one. */
int db_legal_add(struct db_conn *c, struct db_legal *r, struct cw_err *err) CW_MUST_CHECK;
/* Ends an open review of the case with R's status, day, opinion, reasons and round; CW_CONFLICT if
 * it is not open any more. */
int db_legal_end(struct db_conn *c, const struct db_legal *r, struct cw_err *err) CW_MUST_CHECK;
/* Nothing is owed any more in this handling: what is open is void. */
int db_legal_void_rest(struct db_conn *c, uint64_t case_id, int handling, cw_day on,
		       struct cw_err *err) CW_MUST_CHECK;
int db_legal_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, struct db_legal **rows,
		  size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* *ADVISOR of review ID; 0: there is none such. */
int db_legal_advisor_find(struct db_conn *c, uint64_t id, uint64_t *advisor,
			  struct cw_err *err) CW_MUST_CHECK;
/* The cases that were ever put to an advisor, each once, locked against new ones. */
int db_legal_case_list(struct db_conn *c, struct cw_arena *a, uint64_t advisor, uint64_t **cases,
		       size_t *n, struct cw_err *err) CW_MUST_CHECK;

#define DB_LEGAL_ARTICLES 20
struct db_legal_article {
	uint64_t review_id;
	const char *article;
};
int db_legal_article_add(struct db_conn *c, uint64_t review, int no, const char *article,
			 struct cw_err *err) CW_MUST_CHECK;
/* Those of all reviews of a case, in their order. */
int db_legal_article_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
			  struct db_legal_article **rows, size_t *n,
			  struct cw_err *err) CW_MUST_CHECK;

/* ---- Advisors, and whose turn it is. */

struct db_advisor {
	uint64_t id;
	const char *name;
	uint64_t turn; /* the last one given; 0 none */
};
/* Locks the rota of AGENCY until the end of the transaction and takes the next turn. */
int db_legal_rota_take(struct db_conn *c, uint64_t agency, uint64_t *turn,
		       struct cw_err *err) CW_MUST_CHECK;
int db_legal_turn_put(struct db_conn *c, uint64_t agency, uint64_t user, uint64_t turn,
		      struct cw_err *err) CW_MUST_CHECK;
/* Who can be asked for AGENCY: advisors of it and of those above it who are not disabled, least
 * recently asked first.  LOCK: read what is committed now, for choosing. */
int db_advisor_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, bool lock,
		    struct db_advisor **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;

/* ---- Overrides. */

struct db_override {
	uint64_t case_id, decided_by;
	int handling;
	cw_day decided_on;
	const char *reason; /* NULL: the due day was near */
	const char *rules;
};
/* A duplicate of PRIMARY: this handling has one. */
int db_legal_override_add(struct db_conn *c, const struct db_override *o,
			  struct cw_err *err) CW_MUST_CHECK;
int db_legal_override_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
			   struct db_override **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;

#endif
