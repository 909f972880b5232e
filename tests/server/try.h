/*
 * Endpoints as a worker calls them, without the HTTP in front: an app with a private database, one
 * district with one agency, users, and requests made by hand.  For Check programs; one connection,
 * one arena, one error.
 */
#ifndef TESTS_SERVER_TRY_H
#define TESTS_SERVER_TRY_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/agency.h"
#include "db/migrate.h"
#include "db/session.h"
#include "db/user.h"
#include "server/act/calendars.h"
#include "server/api/admin.h"
#include "server/api/auth.h"
#include "server/api/hooks.h"
#include "server/api/password.h"
#include "server/app.h"
#include "server/http/route.h"
#include "tests/lib/mariadb.h"
#include "tests/lib/tap.h"

#define SECOND INT64_C(1000000)
#define NOW    (INT64_C(1772445600) * SECOND)
#define GOOD   "correct horse battery"

static struct config config;
static struct app app;
static struct db_conn *c;
static struct cw_arena *a;
static struct cw_err err;
static char key_file[64];
static uint64_t district, agency;

#define must(call)                                                                                 \
	do {                                                                                       \
		cw_err_clear(&err);                                                                \
		if (call)                                                                          \
			ck_abort_msg("%s: %s: %s", #call, cw_msg_raw(err.msg, CW_EN), err.detail); \
	} while (0)

static inline uint64_t add_agency(const char *code, uint64_t parent, uint64_t root)
{
	const struct db_agency row = { .parent = parent,
				       .root = root,
				       .region = "360104",
				       .code = code,
				       .name = code,
				       .short_name = code,
				       .kind = "department",
				       .office = "",
				       .address = "",
				       .phone = "",
				       .email = "",
				       .duties = "",
				       .court = "",
				       .active = true };
	uint64_t id;

	must(db_agency_add(c, &row, &id, &err));
	return id;
}

/* Hashing is slow: one for all users. */
static inline const char *good_phc(void)
{
	static char phc[200];
	char *made;

	if (!phc[0]) {
		must(password_hash(a, GOOD, &made, &err));
		snprintf(phc, sizeof(phc), "%s", made);
	}
	return phc;
}

static inline uint64_t add_user(const char *login, uint64_t at, const char *role)
{
	const struct db_user row = {
		.login = login, .name = login, .password = good_phc(), .created_at = NOW
	};
	uint64_t id;

	must(db_user_add(c, &row, &id, &err));
	if (role)
		must(db_grant_add(c, id, at, role, &err));
	return id;
}

static inline void set_up(void)
{
	unsigned applied;

	a = cw_arena_new(0);
	memset(&app, 0, sizeof(app));
	memset(&config, 0, sizeof(config));
	config.session_idle_s = 1800;
	config.smtp_url = "";
	config.session_absolute_s = 12 * 3600;
	config.cookie_secure = true;
	config.public_url = "https://gongkai.example.invalid";
	app.config = &config;
	c = test_db_open(&app.db);
	must(db_migrate_run(c, test_db_migrations(), 10, NULL, NULL, &applied, &err));
	snprintf(key_file, sizeof(key_file), "/tmp/test-auth-keys.%d", (int)getpid());
	unlink(key_file);
	must(db_keyring_create(key_file, &err));
	must(db_keyring_load(key_file, &app.keys, &err));
	app.calendars = calendars_new();
	app.audit = db_audit_start();
	district = add_agency("QZF", 0, 0);
	agency = add_agency("FGW", district, district);
}

static inline void tear_down(void)
{
	unlink(key_file);
	db_audit_free(app.audit);
	calendars_free(app.calendars);
	db_keyring_free(app.keys);
	db_conn_close(c);
	cw_arena_free(a);
}

/* ---- A request, the way a worker makes one of it. */

#define HEADERS 6
struct
try {
	struct rq rq;
	struct route route;
	struct rq_pair headers[HEADERS];
};

static inline struct rq *begin(struct try *t, enum rq_method method, enum route_access access)
{
	memset(t, 0, sizeof(*t));
	t->route.access = access;
	t->rq = (struct rq){ .app = &app,
			     .arena = a,
			     .db = c,
			     .method = method,
			     .path = "/test",
			     .headers = t->headers,
			     .client = "192.0.2.1",
			     .id = "test",
			     .now = NOW,
			     .route = &t->route };
	return &t->rq;
}

static inline void header(struct try *t, const char *name, const char *value)
{
	ck_assert_uint_lt(t->rq.n_headers, HEADERS);
	t->headers[t->rq.n_headers++] = (struct rq_pair){ name, value };
}

static inline void body(struct try *t, const char *json)
{
	t->rq.body = json;
	t->rq.body_len = strlen(json);
	must(rq_json_parse(json, strlen(json), &t->rq.json, &err));
}

static inline void end(struct try *t)
{
	json_object_put(t->rq.json);
	t->rq.json = NULL;
}

static inline const char *answered(const struct try *t, const char *name)
{
	for (size_t i = 0; i < t->rq.n_out; i++) {
		if (strcmp(t->rq.out[i].name, name) == 0)
			return t->rq.out[i].value;
	}
	return NULL;
}

/* The answer's member as text; NULL if it has none. */
static inline const char *member(const struct try *t, const char *name)
{
	struct json_object *o, *v;
	const char *text = NULL;

	must(rq_json_parse(t->rq.answer, t->rq.answer_len, &o, &err));
	if (json_object_object_get_ex(o, name, &v) && v)
		text = cw_strdup(a, json_object_get_string(v));
	json_object_put(o);
	return text;
}

/* "name=value" of the n-th Set-Cookie. */
static inline const char *cookie(const struct try *t, int n)
{
	for (size_t i = 0; i < t->rq.n_out; i++) {
		const char *v = t->rq.out[i].value;

		if (strcmp(t->rq.out[i].name, "Set-Cookie") == 0 && n-- == 0)
			return cw_strndup(a, v, strcspn(v, ";"));
	}
	return NULL;
}

static inline int sign_in(struct try *t, const char *login, const char *password, int64_t now)
{
	int rc;

	begin(t, RQ_POST, ROUTE_PUBLIC);
	t->rq.now = now;
	body(t, cw_printf(a, "{\"login\":\"%s\",\"password\":\"%s\"}", login, password));
	cw_err_clear(&err);
	rc = api_session_add(&t->rq, &err);
	end(t);
	return rc;
}

static inline int64_t count(const char *sql)
{
	int64_t n = 0;
	const struct db_out out[] = { DB_OUT_I64(n) };

	must(db_get(c, a, sql, NULL, 0, out, 1, &err));
	return n;
}

/* Signs in and leaves T as that user's request. */
static inline void as_user(struct try *t, const char *login, enum rq_method method)
{
	const char *session, *csrf;

	must(sign_in(t, login, GOOD, NOW));
	session = cookie(t, 0);
	csrf = member(t, "csrf_token");
	begin(t, method, ROUTE_SIGNED_IN);
	header(t, "cookie", session);
	header(t, "x-csrf-token", csrf);
	must(auth_session(&t->rq, &err));
	ck_assert_int_eq(t->rq.who.kind, RQ_STAFF);
}

#define N(array) (int)(sizeof(array) / sizeof((array)[0]))

#endif
