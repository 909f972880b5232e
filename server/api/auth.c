#include "server/api/auth.h"

#include <string.h>
#include <strings.h>

#include "db/user.h"
#include "server/act/calendars.h"
#include "server/api/base64.h"
#include "server/app.h"
#include "server/http/route.h"

#define SEEN_EVERY INT64_C(60000000) /* a write a minute is enough for a time-out of half an hour  \
				      */

char *auth_secret(struct cw_arena *a, const char *prefix)
{
	unsigned char bits[32];
	char *text;

	db_random(bits, sizeof(bits));
	text = base64_encode(a, bits, sizeof(bits), true);
	return text ? cw_printf(a, "%s%s", prefix, text) : NULL;
}

void auth_secret_hash(const char *secret, unsigned char out[DB_HASH])
{
	db_sha256(secret, strlen(secret), out);
}

char *auth_csrf_token(struct cw_arena *a, const char *secret)
{
	unsigned char hash[32];
	char *text = cw_printf(a, "csrf %s", secret);

	if (!text)
		return NULL;
	db_sha256(text, strlen(text), hash);
	return base64_encode(a, hash, sizeof(hash), true);
}

int64_t auth_idle_since(const struct rq *rq)
{
	return rq->now - (int64_t)rq->app->config->session_idle_s * 1000000;
}

/* ---- Cookies. */

static const char *full_name(const struct rq *rq, const char *name)
{
	return cw_printf(rq->arena, "%s%s", rq->app->config->cookie_secure ? "__Host-" : "", name);
}

const char *auth_cookie(const struct rq *rq, const char *name)
{
	const char *at = rq_header(rq, "cookie"), *full = full_name(rq, name);
	size_t len = full ? strlen(full) : 0;

	while (full && at && *at) {
		size_t n = strcspn(at, ";");

		if (n > len && at[len] == '=' && strncmp(at, full, len) == 0)
			return cw_strndup(rq->arena, at + len + 1, n - len - 1);
		at += n;
		at += strspn(at, "; ");
	}
	return NULL;
}

const char *auth_session_cookie(const struct rq *rq)
{
	return auth_cookie(rq, "session");
}

int auth_set_cookie(struct rq *rq, const char *name, const char *value, long max_age,
		    struct cw_err *err)
{
	const char *full = full_name(rq, name);
	const char *age = max_age < 0 ? "" : cw_printf(rq->arena, "; Max-Age=%ld", max_age);
	const char *text =
		full && age
			? cw_printf(rq->arena, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s", full,
				    value, rq->app->config->cookie_secure ? "; Secure" : "", age)
			: NULL;

	return text ? rq_set_header(rq, "Set-Cookie", text, err) : cw_fail_memory(err);
}

/* ---- Forged requests. */

int auth_same_origin(const struct rq *rq, struct cw_err *err)
{
	const char *site = rq_header(rq, "sec-fetch-site");
	const char *origin = rq_header(rq, "origin");
	const char *host = rq_header(rq, "host"), *authority;

	if (site && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0)
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_API_BAD_ORIGIN, NULL);
	if (!origin)
		return 0;
	authority = strstr(origin, "://");
	if (authority && host && strcasecmp(authority + 3, host) == 0)
		return 0;
	/* A proxy may have put another Host in. */
	if (strcasecmp(origin, rq->app->config->public_url) == 0)
		return 0;
	return cw_fail(err, CW_FORBIDDEN, CW_MSG_API_BAD_ORIGIN, NULL);
}

static bool is_safe(enum rq_method method)
{
	return method == RQ_GET || method == RQ_HEAD;
}

static int check_csrf(const struct rq *rq, const struct db_session *session, struct cw_err *err)
{
	const char *given = rq_header(rq, "x-csrf-token");
	unsigned char hash[DB_HASH], diff = 0;

	if (is_safe(rq->method))
		return 0;
	if (auth_same_origin(rq, err))
		return -1;
	auth_secret_hash(given ? given : "", hash);
	for (size_t i = 0; i < DB_HASH; i++)
		diff |= (unsigned char)(hash[i] ^ session->csrf_hash[i]);
	if (diff)
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_API_BAD_CSRF, NULL);
	return 0;
}

/* ---- Who asks. */

static int take_grants(struct rq *rq, struct db_grants *held, struct cw_err *err)
{
	struct rq_grant *grants;
	size_t kept = 0;

	if (db_grants_reach_down(held) && db_grant_reach_list(rq->db, rq->arena, rq->who.user,
							      &held->items, &held->n, err))
		return -1;
	grants = cw_alloc_n(rq->arena, held->n, sizeof(*grants));
	if (!grants)
		return cw_fail_memory(err);
	for (size_t i = 0; i < held->n; i++) {
		int role = cw_role_of(held->items[i].role);

		if (role >= 0)
			grants[kept++] = (struct rq_grant){ held->items[i].agency,
							    (enum cw_role)role };
	}
	rq->who.grants = grants;
	rq->who.n_grants = kept;
	return 0;
}

static int by_token(struct rq *rq, const char *secret, struct cw_err *err)
{
	unsigned char hash[DB_HASH];
	struct db_api_token token;
	struct db_grants grants;
	bool found;

	auth_secret_hash(secret, hash);
	if (db_api_token_find(rq->db, rq->arena, hash, rq->now, &token, &grants, &found, err))
		return -1;
	if (!found)
		return cw_fail(err, CW_UNAUTHENTICATED, CW_MSG_API_BAD_TOKEN, NULL);
	rq->who = (struct rq_principal){ .kind = RQ_TOKEN,
					 .user = token.user,
					 .token = token.id,
					 .name = token.user_name,
					 .scopes = (unsigned)token.scopes };
	return take_grants(rq, &grants, err);
}

static int by_access(struct rq *rq, const char *secret, struct cw_err *err)
{
	unsigned char hash[DB_HASH];
	uint64_t case_id = 0;
	bool found;

	auth_secret_hash(secret, hash);
	if (db_access_find(rq->db, rq->arena, hash, rq->now, &case_id, &found, err))
		return -1;
	if (!found)
		return cw_fail(err, CW_UNAUTHENTICATED, CW_MSG_API_ACCESS_ENDED, NULL);
	rq->who = (struct rq_principal){ .kind = RQ_APPLICANT, .case_id = case_id };
	return 0;
}

static int by_session(struct rq *rq, const char *secret, struct cw_err *err)
{
	unsigned char hash[DB_HASH];
	struct db_session session;
	struct db_grants grants;
	bool found;

	auth_secret_hash(secret, hash);
	if (db_session_find(rq->db, rq->arena, hash, rq->now, auth_idle_since(rq), &session,
			    &grants, &found, err))
		return -1;
	if (!found)
		return 0;
	if (check_csrf(rq, &session, err)) {
		if (rq->route->access != ROUTE_PUBLIC)
			return -1;
		cw_err_clear(err);
		return 0;
	}
	if (rq->now - session.seen_at >= SEEN_EVERY &&
	    db_session_touch(rq->db, session.id, rq->now, err))
		return -1;
	rq->who = (struct rq_principal){ .kind = RQ_STAFF,
					 .user = session.user,
					 .session = session.id,
					 .name = session.user_name };
	return take_grants(rq, &grants, err);
}

int auth_session(struct rq *rq, struct cw_err *err)
{
	const char *bearer = rq_header(rq, "authorization");
	const char *access = rq_header(rq, "x-access-token");
	const char *cookie = auth_session_cookie(rq);

	rq->who = (struct rq_principal){ .kind = RQ_ANYONE };
	if (bearer) {
		if (strncasecmp(bearer, "Bearer ", 7) != 0)
			return cw_fail(err, CW_UNAUTHENTICATED, CW_MSG_API_BAD_TOKEN, NULL);
		return by_token(rq, bearer + 7 + strspn(bearer + 7, " "), err);
	}
	if (access)
		return by_access(rq, access, err);
	return cookie ? by_session(rq, cookie, err) : 0;
}

int auth_clocks(struct rq *rq, struct cw_err *err)
{
	if (calendars_get(rq->app->calendars, rq->db, &rq->calendar, err))
		return -1;
	return calendars_today(rq->app->config->allow_test_clock, rq->db, rq->arena, rq->now,
			       &rq->today, err);
}
