/*
 * Secrets of sessions and tokens, for the endpoints that give them out.  The hooks that read them
 * are declared in server/api/hooks.h.
 */
#ifndef SERVER_API_AUTH_H
#define SERVER_API_AUTH_H

#include "db/session.h"
#include "server/api/hooks.h"

/* 256 random bits as text (base64url), after PREFIX; NULL if no memory. */
char *auth_secret(struct cw_arena *a, const char *prefix);
/* What the database holds of a secret. */
void auth_secret_hash(const char *secret, unsigned char out[DB_HASH]);
/* The CSRF token that belongs to a session's secret; nothing to keep.  NULL if no memory. */
char *auth_csrf_token(struct cw_arena *a, const char *secret);
/* The secret of the request's session cookie, or NULL. */
const char *auth_session_cookie(const struct rq *rq);
/* A request's cookie by its plain name: "__Host-" stands before it where cookies are secure. */
const char *auth_cookie(const struct rq *rq, const char *name);
/* Sets one; MAX_AGE 0 ends it, -1: as long as the browser runs. */
int auth_set_cookie(struct rq *rq, const char *name, const char *value, long max_age,
		    struct cw_err *err) CW_MUST_CHECK;
/* CW_FORBIDDEN if the request carries an Origin (or Sec-Fetch-Site) that is not this site's. */
int auth_same_origin(const struct rq *rq, struct cw_err *err) CW_MUST_CHECK;
/* The instant since which a session must have been seen. */
int64_t auth_idle_since(const struct rq *rq);

#endif
