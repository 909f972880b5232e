/* What is done with an endpoint: ping, test, a new secret, on and off. */
#include <string.h>

#include "notify/event.h"
#include "server/api/endpoint.h"
#include "server/app.h"

#define HOUR	  INT64_C(3600000000)
#define OLD_HOURS 24 /* for which the key before signs too, unless said otherwise */

/* ---- Messages that belong to no event. */

static int queue(struct rq *rq, const struct db_endpoint *e, const char *type, char *body,
		 size_t len, struct cw_err *err)
{
	unsigned char uid[DB_UID];
	const struct db_delivery d = { .uid = uid,
				       .endpoint_id = e->id,
				       .type = type,
				       .body = (unsigned char *)body,
				       .body_len = len,
				       .next_at = rq->now,
				       .created_at = rq->now };

	db_random(uid, sizeof(uid));
	return db_delivery_add(rq->db, &d, err);
}

int endpoint_ping(struct rq *rq, const struct db_endpoint *e, struct cw_err *err)
{
	size_t len;
	char *body;

	return nt_ping_body(rq->arena, (enum nt_kind)nt_kind_of(e->kind), rq->now, &body, &len,
			    err) ||
			       queue(rq, e, NT_PING, body, len, err)
		       ? -1
		       : 0;
}

static int ping_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct db_audit_entry *entry = arg;
	struct db_endpoint e;

	if (endpoint_of_path(rq, true, &e, err))
		return -1;
	if (strcmp(e.status, "disabled") == 0)
		return cw_fail(err, CW_CONFLICT, CW_MSG_HOOK_STATE, e.status, NULL);
	entry->subject = admin_subject(rq, "endpoint", e.id);
	return endpoint_ping(rq, &e, err) ? -1 : endpoint_answer(rq, 202, e.id, NULL, err);
}

int api_endpoint_ping(struct rq *rq, struct cw_err *err)
{
	struct db_audit_entry entry = admin_entry(rq, "endpoint_pinged");

	return admin_nothing(rq, err) ? -1 : admin_run(rq, ping_tx, &entry, &entry, err);
}

struct test {
	const char *type;
	enum cw_hook hook;
	struct db_audit_entry entry;
};
static const struct rq_field test_fields[] = {
	{ "type", RQ_STRING, offsetof(struct test, type), .max = 60 },
	{ .name = NULL },
};

static int test_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct test *test = arg;
	const struct nt_scene scene = { .today = rq->today,
					.calendar = rq->calendar,
					.public_url = rq->app->config->public_url };
	struct db_endpoint e;
	size_t len;
	char *body;

	if (endpoint_of_path(rq, true, &e, err) || endpoint_demand(&e, "active", err) ||
	    nt_test_body(rq->arena, &scene, test->hook, (enum nt_kind)nt_kind_of(e.kind), rq->now,
			 &body, &len, err) ||
	    queue(rq, &e, cw_hook_name(test->hook), body, len, err))
		return -1;
	test->entry.subject = admin_subject(rq, "endpoint", e.id);
	return endpoint_answer(rq, 202, e.id, NULL, err);
}

int api_endpoint_test(struct rq *rq, struct cw_err *err)
{
	struct test test = { .type = cw_hook_name(CW_HOOK_LEGAL_REQUESTED) };

	if (rq->json && rq_body(rq, test_fields, &test, err))
		return -1;
	test.hook = cw_hook_of(test.type);
	if (test.hook == CW_HOOK_NONE || test.hook == CW_HOOK_PING)
		return cw_fail_item(err, "/type", CW_MSG_HOOK_NO_TYPE, NULL);
	test.entry = admin_entry(rq, "endpoint_tested");
	return admin_run(rq, test_tx, &test, &test.entry, err);
}

/* ---- A new secret. */

struct rotate {
	int hours;
	struct json_object *secret;
	struct db_audit_entry entry;
};
static const struct rq_field rotate_fields[] = {
	{ "hours", RQ_INT, offsetof(struct rotate, hours), .min = 0, .max = 168 },
	{ "secret", RQ_JSON, offsetof(struct rotate, secret) },
	{ .name = NULL },
};

/* The key in force becomes the one before, which signs too until HOURS from now. */
static int keep_old(struct rq *rq, struct db_endpoint *e, int hours, struct cw_err *err)
{
	char *old;
	size_t len;

	if (db_unseal(rq->app->keys, rq->arena, DB_ENDPOINT_SECRET, e->uid, e->secret,
		      e->secret_len, &old, &len, err) ||
	    db_seal(rq->app->keys, rq->arena, DB_ENDPOINT_OLD, e->uid, old, len, &e->old_secret,
		    &e->old_secret_len, err))
		return -1;
	e->old_until = rq->now + hours * HOUR;
	return 0;
}

static int rotate_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct rotate *in = arg;
	const char *secret = NULL;
	struct db_endpoint e;

	if (endpoint_of_path(rq, true, &e, err) || endpoint_given_secret(rq, in->secret, &e, err))
		return -1;
	if (strcmp(e.kind, "webhook") !=
	    0) { /* a bot's provider makes the secret, and takes one at a time */
		if (!in->secret)
			return cw_fail_item(err, "/secret", CW_MSG_REQUIRED, NULL);
	} else if (keep_old(rq, &e, in->hours, err) || endpoint_new_secret(rq, &e, &secret, err)) {
		return -1;
	}
	in->entry.subject = admin_subject(rq, "endpoint", e.id);
	return db_endpoint_save(rq->db, &e, err) ? -1 : endpoint_answer(rq, 200, e.id, secret, err);
}

int api_endpoint_rotate(struct rq *rq, struct cw_err *err)
{
	struct rotate in = { .hours = OLD_HOURS };

	if (rq->json && rq_body(rq, rotate_fields, &in, err))
		return -1;
	in.entry = admin_entry(rq, "endpoint_secret");
	return admin_run(rq, rotate_tx, &in, &in.entry, err);
}

/* ---- On and off. */

static int activate_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct db_audit_entry *entry = arg;
	struct db_endpoint e;

	if (endpoint_of_path(rq, true, &e, err) || endpoint_demand(&e, "disabled", err))
		return -1;
	e.status = "pending";
	e.reason = NULL;
	e.failing_since = DB_TIME_NONE;
	entry->subject = admin_subject(rq, "endpoint", e.id);
	if (db_endpoint_save(rq->db, &e, err) || endpoint_ping(rq, &e, err))
		return -1;
	return endpoint_answer(rq, 202, e.id, NULL, err);
}

int api_endpoint_activate(struct rq *rq, struct cw_err *err)
{
	struct db_audit_entry entry = admin_entry(rq, "endpoint_activated");

	return admin_nothing(rq, err) ? -1 : admin_run(rq, activate_tx, &entry, &entry, err);
}

static int disable_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct db_audit_entry *entry = arg;
	struct db_endpoint e;

	if (endpoint_of_path(rq, true, &e, err))
		return -1;
	if (strcmp(e.status, "disabled") == 0)
		return cw_fail(err, CW_CONFLICT, CW_MSG_HOOK_STATE, e.status, NULL);
	e.status = "disabled";
	e.reason = "by_hand";
	e.failing_since = DB_TIME_NONE;
	entry->subject = admin_subject(rq, "endpoint", e.id);
	return db_endpoint_save(rq->db, &e, err) ? -1 : endpoint_answer(rq, 200, e.id, NULL, err);
}

int api_endpoint_disable(struct rq *rq, struct cw_err *err)
{
	struct db_audit_entry entry = admin_entry(rq, "endpoint_disabled");

	return admin_nothing(rq, err) ? -1 : admin_run(rq, disable_tx, &entry, &entry, err);
}
