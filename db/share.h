/*
 * Cases put to one person beyond the office (case_share): a legal advisor sees the cases of their
 * reviews, a unit officer those of their tasks, and no other (product.md, Who uses it).  Who has
 * answered reads on until the next handling (R-OUT-7): that is put to them anew, or is none of theirs.
 */
#ifndef DB_SHARE_H
#define DB_SHARE_H

#include "db/docket.h"

struct db_share {
	uint64_t case_id, user_id, ref;
	const char *role, *kind;
	bool is_open;
};
/* The case_share S of the handling that its case is in; a condition follows. */
#define DB_SHARE_NOW                                                                               \
	" case_share s JOIN docket d ON d.id = s.case_id"                                          \
	" LEFT JOIN legal_review v ON s.kind = 'legal_review' AND v.id = s.ref"                    \
	" LEFT JOIN task k ON s.kind = 'task' AND k.id = s.ref"                                    \
	" WHERE d.handling = COALESCE(v.handling, k.handling) AND"
/* Puts the case to the user, or says anew whether something is still to be done. */
int db_share_put(struct db_conn *c, const struct db_share *s, struct cw_err *err) CW_MUST_CHECK;
/* Nothing more is to be done for record REF of KIND; who had it can still read it in its handling. */
int db_share_end(struct db_conn *c, uint64_t case_id, const char *kind, uint64_t ref,
		 struct cw_err *err) CW_MUST_CHECK;
/* Takes it from the user: they no longer see the case by this record (a conflict of interest). */
int db_share_remove(struct db_conn *c, uint64_t case_id, uint64_t user, const char *kind, uint64_t ref,
		    struct cw_err *err) CW_MUST_CHECK;
/* *ROLES: the CW_ROLE_BITs in which the case is put to the user in its handling. */
int db_share_roles(struct db_conn *c, struct cw_arena *a, uint64_t case_id, uint64_t user,
		   unsigned *roles, struct cw_err *err) CW_MUST_CHECK;
/* How many there are, to at most CAP. */
int db_share_count(struct db_conn *c, uint64_t user, unsigned cap, uint64_t *out,
		   struct cw_err *err) CW_MUST_CHECK;
/* The case is no longer open: nothing more is to be done by record KIND. */
int db_share_end_kind(struct db_conn *c, uint64_t case_id, const char *kind,
		      struct cw_err *err) CW_MUST_CHECK;
/* The cases put to the user with something still to be done, by what falls due first. */
int db_share_list(struct db_conn *c, struct cw_arena *a, uint64_t user, cw_day after_on,
		  uint64_t after_id, unsigned limit, struct db_queue_row **rows, size_t *n,
		  struct cw_err *err) CW_MUST_CHECK;

#endif
