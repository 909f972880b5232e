/* The one who is signed in: who, with which rights, and the password. */
#include "db/user.h"
#include "server/api/admin.h"
#include "server/api/auth.h"
#include "server/api/password.h"
#include "server/api/throttle.h"
#include "server/app.h"

static int grants_json(struct rq *rq, struct json_object **out, struct cw_err *err)
{
	struct db_grant *grants;
	size_t n;

	if (db_grant_list(rq->db, rq->arena, rq->who.user, &grants, &n, err))
		return -1;
	*out = rq_array();
	for (size_t i = 0; i < n; i++) {
		struct json_object *o = rq_obj();

		rq_put_id(o, "agency_id", grants[i].agency);
		rq_put_str(o, "agency_name", grants[i].agency_name);
		rq_put_str(o, "role", grants[i].role);
		rq_push(*out, o);
	}
	return 0;
}

int api_me_get(struct rq *rq, struct cw_err *err)
{
	const char *secret = rq->who.session ? auth_session_cookie(rq) : NULL;
	struct json_object *grants, *o;
	struct db_user me;

	if (db_user_get(rq->db, rq->arena, rq->who.user, &me, err) || grants_json(rq, &grants, err))
		return -1;
	o = rq_obj();
	rq_put_id(o, "id", me.id);
	rq_put_str(o, "login", me.login);
	rq_put_str(o, "name", me.name);
	rq_put_id(o, "session_id", rq->who.session);
	rq_put_str(o, "csrf_token", secret ? auth_csrf_token(rq->arena, secret) : NULL);
	rq_put_int(o, "idle_seconds", rq->app->config->session_idle_s);
	rq_put_day(o, "today", rq->today);
	rq_put(o, "roles", grants);
	return rq_json(rq, 200, o, err);
}

struct new_password {
	struct json_object *old_json, *new_json;
	const char *old_text, *new_text;
	const char *phc;
};

static const struct rq_field password_fields[] = {
	{ "current", RQ_JSON, offsetof(struct new_password, old_json), .required = true },
	{ "new", RQ_JSON, offsetof(struct new_password, new_json), .required = true },
	{ .name = NULL },
};

static int password_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct new_password *in = arg;

	if (db_user_password_save(rq->db, rq->who.user, in->phc, err) ||
	    db_session_user_clear(rq->db, rq->who.user, rq->who.session, err))
		return -1;
	return rq_empty(rq, 204);
}

/* The present password is asked again, and guessing it is as slow as at sign-in. */
static int check_current(struct rq *rq, const struct db_user *me, const char *password,
			 struct cw_err *err)
{
	bool ok;

	if (throttle_check(rq, THROTTLE_ACCOUNT, me->login, err) ||
	    password_verify(me->password, password, &ok, err))
		return -1;
	if (ok)
		return throttle_passed(rq, THROTTLE_ACCOUNT, me->login, err);
	if (throttle_failed(rq, THROTTLE_ACCOUNT, me->login, err))
		return -1;
	return cw_fail_item(err, "/current", CW_MSG_API_WRONG_PASSWORD, NULL);
}

int api_me_password(struct rq *rq, struct cw_err *err)
{
	struct db_audit_entry entry = admin_entry(rq, "password_changed");
	struct new_password in = { .old_json = NULL };
	struct db_user me;
	char *phc;

	if (rq_body(rq, password_fields, &in, err) ||
	    admin_secret(rq, in.old_json, "/current", &in.old_text, err) ||
	    admin_secret(rq, in.new_json, "/new", &in.new_text, err) ||
	    db_user_get(rq->db, rq->arena, rq->who.user, &me, err) ||
	    password_check(in.new_text, me.login, "/new", err) ||
	    check_current(rq, &me, in.old_text, err) ||
	    password_hash(rq->arena, in.new_text, &phc, err))
		return -1;
	in.phc = phc;
	entry.subject = admin_subject(rq, "user", me.id);
	if (admin_run(rq, password_tx, &in, &entry, err))
		return -1;
	admin_sessions_ended(rq);
	return 0;
}
