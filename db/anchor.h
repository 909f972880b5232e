/*
 * Anchors: each ties the heads of all cases changed since the last one to all before it, so that no
 * case's chain can be rewritten unseen (design.md, Chain of events).
 */
#ifndef DB_ANCHOR_H
#define DB_ANCHOR_H

#include "db/db.h"

/* Makes one anchor over at most LIMIT changed cases, in a transaction; *N of them (0: none changed,
 * no anchor).  Safe beside other instances: an anchor has one successor (u_anchor_previous). */
int db_anchor_run(struct db_conn *c, struct cw_arena *a, int64_t now, unsigned limit, size_t *n,
		  struct cw_err *err) CW_MUST_CHECK;

struct db_anchor {
	uint64_t id;
	unsigned char *previous, *hash; /* 32 bytes each */
	size_t previous_len, hash_len;
	int64_t made_at;
};
struct db_anchor_case {
	uint64_t case_id;
	int seq;
	unsigned char *head;
	size_t head_len;
};
/* For verification: anchors above AFTER in their order. */
int db_anchor_list(struct db_conn *c, struct cw_arena *a, uint64_t after, unsigned limit,
		   struct db_anchor **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* The cases of an anchor by case id, above AFTER. */
int db_anchor_case_list(struct db_conn *c, struct cw_arena *a, uint64_t anchor, uint64_t after,
			unsigned limit, struct db_anchor_case **rows, size_t *n,
			struct cw_err *err) CW_MUST_CHECK;

#endif
