/*
 * Ways in: sessions of staff, API tokens, an applicant's access sessions, and the count of
 * failures.
 *
 * Secrets are 256 random bits and only their SHA-256 is here.  All instants are the real clock's.
 * What has run out is not found; the ..._expire functions delete it in slices of LIMIT and say how
 * many went.
 */
#ifndef DB_SESSION_H
#define DB_SESSION_H

#include "db/db.h"
#include "db/user.h"

#define DB_HASH 32

struct db_session {
	uint64_t id, user;
	const unsigned char *csrf_hash; /* DB_HASH bytes */
	const char *user_login, *user_name;
	int64_t created_at, seen_at, expires_at; /* expires_at: the absolute end */
	const char *client;
};

/* The session of TOKEN_HASH, of a user not disabled, with expires_at after NOW and seen_at after
 * IDLE_SINCE, and the roles of its user as they stand, read together as every request needs both. */
int db_session_find(struct db_conn *c, struct cw_arena *a, const unsigned char token_hash[DB_HASH],
		    int64_t now, int64_t idle_since, struct db_session *out,
		    struct db_grants *grants, bool *found, struct cw_err *err) CW_MUST_CHECK;
int db_session_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_session *out,
		   struct cw_err *err) CW_MUST_CHECK;
/* A user's running sessions, the latest first. */
int db_session_list(struct db_conn *c, struct cw_arena *a, uint64_t user, int64_t now,
		    int64_t idle_since, unsigned limit, struct db_session **items, size_t *n,
		    struct cw_err *err) CW_MUST_CHECK;
int db_session_add(struct db_conn *c, const struct db_session *session,
		   const unsigned char token_hash[DB_HASH], uint64_t *id,
		   struct cw_err *err) CW_MUST_CHECK;
int db_session_touch(struct db_conn *c, uint64_t id, int64_t now, struct cw_err *err) CW_MUST_CHECK;
/* Ended already is fine. */
int db_session_remove(struct db_conn *c, uint64_t id, struct cw_err *err) CW_MUST_CHECK;
/* All of USER's but KEEP (0: none is kept). */
int db_session_user_clear(struct db_conn *c, uint64_t user, uint64_t keep,
			  struct cw_err *err) CW_MUST_CHECK;
int db_session_expire(struct db_conn *c, int64_t now, int64_t idle_since, unsigned limit,
		      uint64_t *gone, struct cw_err *err) CW_MUST_CHECK;

/* ---- API tokens. */

struct db_api_token {
	uint64_t id, user;
	const char *name;
	uint64_t scopes;			    /* bits */
	int64_t created_at, expires_at, revoked_at; /* DB_TIME_NONE: not revoked */
	const char *user_name;
};
/* Not revoked, not run out, of a user not disabled; with the user's roles, as db_session_find. */
int db_api_token_find(struct db_conn *c, struct cw_arena *a,
		      const unsigned char token_hash[DB_HASH], int64_t now,
		      struct db_api_token *out, struct db_grants *grants, bool *found,
		      struct cw_err *err) CW_MUST_CHECK;
int db_api_token_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_api_token *out,
		     struct cw_err *err) CW_MUST_CHECK;
/* Revoked ones too; in the order of ids after AFTER. */
int db_api_token_list(struct db_conn *c, struct cw_arena *a, uint64_t user, uint64_t after,
		      unsigned limit, struct db_api_token **items, size_t *n,
		      struct cw_err *err) CW_MUST_CHECK;
int db_api_token_add(struct db_conn *c, const struct db_api_token *token,
		     const unsigned char token_hash[DB_HASH], uint64_t *id,
		     struct cw_err *err) CW_MUST_CHECK;
/* Keeps the first instant if it is revoked already. */
int db_api_token_revoke(struct db_conn *c, uint64_t id, int64_t now,
			struct cw_err *err) CW_MUST_CHECK;
int db_api_token_user_revoke(struct db_conn *c, uint64_t user, int64_t now,
			     struct cw_err *err) CW_MUST_CHECK;

/* ---- An applicant's access to one case, opened with number and query code. */

int db_access_find(struct db_conn *c, struct cw_arena *a, const unsigned char token_hash[DB_HASH],
		   int64_t now, uint64_t *case_id, bool *found, struct cw_err *err) CW_MUST_CHECK;
int db_access_add(struct db_conn *c, const unsigned char token_hash[DB_HASH], uint64_t case_id,
		  int64_t expires_at, struct cw_err *err) CW_MUST_CHECK;
int db_access_remove(struct db_conn *c, const unsigned char token_hash[DB_HASH],
		     struct cw_err *err) CW_MUST_CHECK;
int db_access_expire(struct db_conn *c, int64_t now, unsigned limit, uint64_t *gone,
		     struct cw_err *err) CW_MUST_CHECK;

/* ---- Failures, counted for all instances together.  SUBJECT is an HMAC of what was tried. */

/* COUNT 0 if there were none. */
int db_failure_find(struct db_conn *c, struct cw_arena *a, const unsigned char subject[DB_HASH],
		    unsigned *count, int64_t *last_at, struct cw_err *err) CW_MUST_CHECK;
/* Counts one more; starts again at 1 if the last lies before FORGET. */
int db_failure_add(struct db_conn *c, const unsigned char subject[DB_HASH], int64_t now,
		   int64_t forget, struct cw_err *err) CW_MUST_CHECK;
int db_failure_remove(struct db_conn *c, const unsigned char subject[DB_HASH],
		      struct cw_err *err) CW_MUST_CHECK;
int db_failure_expire(struct db_conn *c, int64_t before, unsigned limit, uint64_t *gone,
		      struct cw_err *err) CW_MUST_CHECK;

#endif
