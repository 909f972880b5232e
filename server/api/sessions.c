/* Sign-in, sign-out and sessions: one's own, and for security administrators those of the people they look after. */
#include <string.h>

#include "db/user.h"
#include "server/api/admin.h"
#include "server/api/auth.h"
#include "server/api/base64.h"
#include "server/api/password.h"
#include "server/api/throttle.h"
#include "server/app.h"

#define SESSIONS_SHOWN 100
#define DEVICE_AGE     (180L * 24 * 3600)
#define DEVICE_NONCE   16

struct sign_in {
	const char *login;
	struct json_object *secret;
	const char *password;
	struct db_user user;
	/* The throttle that counts: the device's if it is known, else the account's. */
	enum throttle_kind kind;
	const char *counted;
	const char *session, *device; /* secrets to hand out */
	struct db_audit_entry entry;
};

static const struct rq_field sign_in_fields[] = {
	{ "login", RQ_STRING, offsetof(struct sign_in, login), .required = true, .min = 1,
	  .max = 64 },
	{ "password", RQ_JSON, offsetof(struct sign_in, secret), .required = true },
	{ .name = NULL },
};

/* A device cookie is nonce | HMAC(nonce | login): it says that this browser has signed in to LOGIN
 * before, and opens nothing. */
static const char *device_cookie(struct rq *rq, const char *login, const unsigned char *nonce)
{
	unsigned char raw[DEVICE_NONCE + 32];
	char *text = cw_printf(rq->arena, "%*s%s", DEVICE_NONCE, "", login);

	if (!text)
		return NULL;
	memcpy(text, nonce, DEVICE_NONCE);
	memcpy(raw, nonce, DEVICE_NONCE);
	db_hmac(rq->app->keys, "device", text, DEVICE_NONCE + strlen(login), raw + DEVICE_NONCE);
	return base64_encode(rq->arena, raw, sizeof(raw), true);
}

static bool known_device(struct rq *rq, const char *login, const char **cookie)
{
	unsigned char raw[DEVICE_NONCE + 32];
	const char *given = auth_cookie(rq, "device"), *right;
	size_t len;

	if (!given || !base64_decode(given, strlen(given), true, raw, sizeof(raw), &len) ||
	    len != sizeof(raw))
		return false;
	right = device_cookie(rq, login, raw);
	if (!right || strcmp(right, given) != 0)
		return false;
	*cookie = given;
	return true;
}

static int read_sign_in(struct rq *rq, struct sign_in *in, struct cw_err *err)
{
	char *login;

	if (auth_same_origin(rq, err) || rq_body(rq, sign_in_fields, in, err) ||
	    admin_secret(rq, in->secret, "/password", &in->password, err))
		return -1;
	login = cw_strdup(rq->arena, in->login);
	if (!login)
		return cw_fail_memory(err);
	for (char *p = login; *p; p++) {
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	}
	in->login = in->counted = login;
	in->kind = THROTTLE_ACCOUNT;
	if (known_device(rq, login, &in->counted))
		in->kind = THROTTLE_DEVICE;
	return 0;
}

/* The same answer for an unknown login, a wrong password and a disabled account. */
static int refuse(struct rq *rq, const struct sign_in *in, struct cw_err *err)
{
	struct db_audit_entry entry = admin_entry(rq, "sign_in_failed");

	entry.subject = in->user.id ? admin_subject(rq, "user", in->user.id) : "unknown";
	if (throttle_failed(rq, in->kind, in->counted, err) ||
	    throttle_failed(rq, THROTTLE_ADDRESS, NULL, err) ||
	    db_audit_add(rq->app->audit, rq->db, &entry, err))
		return -1;
	return cw_fail(err, CW_UNAUTHENTICATED, CW_MSG_API_BAD_LOGIN, NULL);
}

static int check_sign_in(struct rq *rq, struct sign_in *in, struct cw_err *err)
{
	bool found, ok;

	if (throttle_check(rq, in->kind, in->counted, err) ||
	    (in->kind == THROTTLE_ACCOUNT && throttle_check(rq, THROTTLE_ADDRESS, NULL, err)))
		return -1;
	if (db_user_find(rq->db, rq->arena, in->login, &in->user, &found, err))
		return -1;
	if (!found)
		in->user.id = 0;
	if (password_verify(found ? in->user.password : NULL, in->password, &ok, err))
		return -1;
	return ok && !in->user.disabled ? 0 : refuse(rq, in, err);
}

static struct json_object *session_json(const struct db_session *s, uint64_t current)
{
	struct json_object *o = rq_obj();

	rq_put_id(o, "id", s->id);
	rq_put_bool(o, "current", s->id == current);
	rq_put_time(o, "created_at", s->created_at);
	rq_put_time(o, "seen_at", s->seen_at);
	rq_put_time(o, "expires_at", s->expires_at);
	rq_put_str(o, "client", s->client);
	return o;
}

/* A browser that signs in again loses the session that it had: a new one each time. */
static int drop_old(struct rq *rq, struct cw_err *err)
{
	const char *old = auth_session_cookie(rq);
	unsigned char hash[DB_HASH];
	struct db_session session;
	struct db_grants grants;
	bool found;

	if (!old)
		return 0;
	auth_secret_hash(old, hash);
	if (db_session_find(rq->db, rq->arena, hash, rq->now, 0, &session, &grants, &found,
			    err))
		return -1;
	return found ? db_session_remove(rq->db, session.id, err) : 0;
}

static int answer_sign_in(struct rq *rq, const struct sign_in *in, const struct db_session *session,
			  const char *csrf, struct cw_err *err)
{
	struct json_object *user = rq_obj(), *o = session_json(session, session->id);

	rq_put_id(user, "id", in->user.id);
	rq_put_str(user, "login", in->user.login);
	rq_put_str(user, "name", in->user.name);
	rq_put(o, "user", user);
	rq_put_str(o, "csrf_token", csrf);
	if (rq_json(rq, 201, o, err) || auth_set_cookie(rq, "session", in->session, -1, err) ||
	    auth_set_cookie(rq, "device", in->device, DEVICE_AGE, err))
		return -1;
	return rq_set_header(rq, "Location", "/api/v1/sessions/current", err);
}

static int sign_in_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct sign_in *in = arg;
	const char *csrf = auth_csrf_token(rq->arena, in->session);
	unsigned char hash[DB_HASH], csrf_hash[DB_HASH];
	struct db_session session = { .user = in->user.id,
				      .csrf_hash = csrf_hash,
				      .created_at = rq->now,
				      .seen_at = rq->now,
				      .client = rq->client };

	if (!csrf)
		return cw_fail_memory(err);
	session.expires_at = rq->now + (int64_t)rq->app->config->session_absolute_s * 1000000;
	auth_secret_hash(in->session, hash);
	auth_secret_hash(csrf, csrf_hash);
	if (drop_old(rq, err) || db_session_add(rq->db, &session, hash, &session.id, err) ||
	    throttle_passed(rq, in->kind, in->counted, err))
		return -1;
	return answer_sign_in(rq, in, &session, csrf, err);
}

/* A hash made with weaker settings is made anew while the password is at hand. */
static int renew_hash(struct rq *rq, const struct sign_in *in, struct cw_err *err)
{
	char *phc;

	if (!password_outdated(in->user.password))
		return 0;
	if (password_hash(rq->arena, in->password, &phc, err))
		return -1;
	return db_user_password_save(rq->db, in->user.id, phc, err);
}

int api_session_add(struct rq *rq, struct cw_err *err)
{
	struct sign_in in = { .login = NULL };
	unsigned char nonce[DEVICE_NONCE];

	if (read_sign_in(rq, &in, err) || check_sign_in(rq, &in, err) || renew_hash(rq, &in, err))
		return -1;
	db_random(nonce, sizeof(nonce));
	in.session = auth_secret(rq->arena, "");
	in.device = device_cookie(rq, in.login, nonce);
	if (!in.session || !in.device)
		return cw_fail_memory(err);
	rq->idempotency_key = NULL; /* no answer with a session's secret is ever stored */
	in.entry = admin_entry(rq, "sign_in");
	in.entry.user = in.user.id;
	in.entry.subject = admin_subject(rq, "user", in.user.id);
	return admin_run(rq, sign_in_tx, &in, &in.entry, err);
}

struct list_args {
	uint64_t user; /* 0: the caller */
};
static const struct rq_field list_fields[] = {
	{ "user", RQ_ID, offsetof(struct list_args, user) },
	{ .name = NULL },
};

static int check_user(const struct rq *rq, uint64_t user, struct cw_err *err)
{
	return user == rq->who.user ? 0
				    : admin_of_user(rq, user, CW_ROLE_BIT(CW_ROLE_SECURITY_ADMIN),
						    err);
}

int api_session_list(struct rq *rq, struct cw_err *err)
{
	struct list_args in = { .user = 0 };
	struct db_session *items;
	struct json_object *array, *o;
	struct db_user user;
	size_t n;

	if (rq_params(rq, list_fields, &in, err))
		return -1;
	if (!in.user)
		in.user = rq->who.user;
	if (check_user(rq, in.user, err) ||
	    (in.user != rq->who.user && db_user_get(rq->db, rq->arena, in.user, &user, err)) ||
	    db_session_list(rq->db, rq->arena, in.user, rq->now, auth_idle_since(rq),
			    SESSIONS_SHOWN, &items, &n, err))
		return -1;
	array = rq_array();
	for (size_t i = 0; i < n; i++)
		rq_push(array, session_json(&items[i], rq->who.session));
	o = rq_obj();
	rq_put(o, "items", array);
	rq_put_str(o, "next", NULL);
	return rq_json(rq, 200, o, err);
}

static int end_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct db_session *session = arg;

	if (db_session_remove(rq->db, session->id, err))
		return -1;
	return rq_empty(rq, 204);
}

int api_session_leave(struct rq *rq, struct cw_err *err)
{
	struct db_audit_entry entry = admin_entry(rq, "sign_out");
	struct db_session session = { .id = rq->who.session };

	entry.subject = admin_subject(rq, "session", session.id);
	if (admin_run(rq, end_tx, &session, &entry, err))
		return -1;
	admin_sessions_ended(rq);
	return auth_set_cookie(rq, "session", "", 0, err);
}

int api_session_end(struct rq *rq, struct cw_err *err)
{
	struct db_audit_entry entry = admin_entry(rq, "session_ended");
	struct db_session session;
	uint64_t id;

	if (admin_id(rq, 0, &id, err) || db_session_get(rq->db, rq->arena, id, &session, err) ||
	    check_user(rq, session.user, err))
		return -1;
	entry.subject = admin_subject(rq, "session", id);
	entry.detail = admin_subject(rq, "user", session.user);
	if (admin_run(rq, end_tx, &session, &entry, err))
		return -1;
	admin_sessions_ended(rq);
	return 0;
}
