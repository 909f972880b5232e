/*
 * Answers kept for replay (Idempotency-Key).  The row is inserted as the last statement of the act's
 * transaction: it is there exactly if the act is.
 */
#ifndef DB_IDEMPOTENCY_H
#define DB_IDEMPOTENCY_H

#include "db/crypt.h"

struct db_answer {
	unsigned char request_hash[32]; /* of method, path and body */
	int status;
	const char *headers; /* "Name: value" lines */
	const char *body;    /* NULL: none */
	size_t body_len;
};
/* PRINCIPAL: "u17", "c42", "0" for anyone; KEY_HASH: of the key. */
int db_answer_find(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		   const char *principal, const unsigned char key_hash[32], struct db_answer *out,
		   bool *found, struct cw_err *err) CW_MUST_CHECK;
/* Waits at most a second for another request with the same key; CW_CONFLICT (PRIMARY) when it has
 * won. */
int db_answer_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		  const char *principal, const unsigned char key_hash[32], const struct db_answer *ans,
		  int64_t now, struct cw_err *err) CW_MUST_CHECK;
/* Forgets those made before BEFORE, at most LIMIT; *GONE of them. */
int db_answer_expire(struct db_conn *c, int64_t before, unsigned limit, uint64_t *gone,
		     struct cw_err *err) CW_MUST_CHECK;

#endif
