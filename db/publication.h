/*
 * Making public what is often asked for (R-OUT-5): information items that cases have in common with
 * their reviews, what applicants suggest (sealed), and disclosures with their words for search.
 */
#ifndef DB_PUBLICATION_H
#define DB_PUBLICATION_H

#include "db/crypt.h"

/* ---- Items. */

struct db_item {
	uint64_t id, agency_id, decided_by;
	const char *title, *review; /* none, open, published, declined */
	const char *opened_by;	    /* applicants, suggestion; NULL: never */
	const char *reason;
	cw_day opened_on, due_on, decided_on;
	uint64_t cases; /* read only: how many are tied to it */
};
/* Sets I->id; review "none". */
int db_item_add(struct db_conn *c, struct db_item *i, struct cw_err *err) CW_MUST_CHECK;
/* CW_NOT_FOUND if it is not there. */
int db_item_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_item *out,
		struct cw_err *err) CW_MUST_CHECK;
/* The same FOR UPDATE. */
int db_item_lock(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_item *out,
		 struct cw_err *err) CW_MUST_CHECK;
/* Writes review, opened, due, decided, reason. */
int db_item_save(struct db_conn *c, const struct db_item *i, struct cw_err *err) CW_MUST_CHECK;

struct db_item_query {
	uint64_t agency, before; /* BEFORE: id; 0: from the newest */
	const char *review;	 /* NULL: any */
	cw_day due;	   /* only what is due on that day, published ones left out; NONE: any */
	const char *words; /* part of the title; NULL: any */
	unsigned limit;
};
/* Of an agency, newest first. */
int db_item_list(struct db_conn *c, struct cw_arena *a, const struct db_item_query *q,
		 struct db_item **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;

/* Ties a case to an item, in the place of an earlier one. */
int db_item_tie(struct db_conn *c, uint64_t case_id, uint64_t item, cw_day on, cw_day refused_on,
		struct cw_err *err) CW_MUST_CHECK;
/* The item that a case is tied to; 0: none. */
int db_item_of_case_find(struct db_conn *c, uint64_t case_id, uint64_t *item,
			 struct cw_err *err) CW_MUST_CHECK;

struct db_item_case {
	uint64_t case_id, applicant_id;
	const char *number;
	cw_day received_on, refused_on;
};
/* The cases tied to an item, oldest first. */
int db_item_case_list(struct db_conn *c, struct cw_arena *a, uint64_t item, unsigned limit,
		      struct db_item_case **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;

struct db_item_event {
	uint64_t id, item_id, actor_id,
		case_id; /* actor 0: the applicant, or it follows by itself */
	const char *act, *remark;
	cw_day happened_on;
	int64_t recorded_at;
};
int db_item_event_add(struct db_conn *c, const struct db_item_event *e,
		      struct cw_err *err) CW_MUST_CHECK;
int db_item_event_list(struct db_conn *c, struct cw_arena *a, uint64_t item, unsigned limit,
		       struct db_item_event **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;

/* ---- Suggestions. */

struct db_suggestion {
	uint64_t case_id, item_id;
	const char *reason; /* unsealed */
	cw_day made_on;
};
/* A duplicate of PRIMARY: the case has made one. */
int db_suggestion_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		      const struct db_suggestion *s, struct cw_err *err) CW_MUST_CHECK;
/* Those of an item, by case. */
int db_suggestion_list(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		       uint64_t item, unsigned limit, struct db_suggestion **rows, size_t *n,
		       struct cw_err *err) CW_MUST_CHECK;
int db_suggestion_of_case_find(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
			       cw_day *made_on, bool *found, struct cw_err *err) CW_MUST_CHECK;

/* ---- Disclosures. */

struct db_disclosure {
	uint64_t id, agency_id, item_id, entered_by, withdrawn_by;
	const char *title, *address, *document_number, *summary, *withdrawn_reason;
	const char *agency_code, *agency_name; /* read only */
	cw_day published_on, withdrawn_on;     /* withdrawn NONE: it is public */
	int64_t entered_at;
};
/* Sets D->id and makes it findable by its words. */
int db_disclosure_add(struct db_conn *c, struct cw_arena *a, struct db_disclosure *d,
		      struct cw_err *err) CW_MUST_CHECK;
int db_disclosure_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_disclosure *out,
		      struct cw_err *err) CW_MUST_CHECK;
/* withdrawn_on, withdrawn_by, withdrawn_reason.  CW_CONFLICT if it was withdrawn already. */
int db_disclosure_withdraw(struct db_conn *c, const struct db_disclosure *d,
			   struct cw_err *err) CW_MUST_CHECK;
/* What is public and holds WORDS (NULL: all), of AGENCY (0: all), newest first, ids below BEFORE.
 */
int db_disclosure_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, const char *words,
		       uint64_t before, unsigned limit, struct db_disclosure **rows, size_t *n,
		       struct cw_err *err) CW_MUST_CHECK;
/* What is public and has most pairs of characters in common with TEXT, best first; only what shares
 * a fair part of its title's. */
int db_disclosure_like_list(struct db_conn *c, struct cw_arena *a, uint64_t agency,
			    const char *text, unsigned limit, struct db_disclosure **rows,
			    size_t *n, struct cw_err *err) CW_MUST_CHECK;

#endif
