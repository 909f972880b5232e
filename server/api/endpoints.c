/* Endpoints as a resource: who is told of events, where and of which. */
#include "server/api/endpoint.h"

#include <string.h>

#include "casework/hard.h"
#include "casework/remind.h"
#include "notify/event.h"
#include "server/api/page.h"
#include "server/app.h"

#define ENDPOINTS_MAX 100 /* of an agency or a person */
#define BACKLOG_MAX   1000

/* ---- Showing. */

static struct json_object *words_json(const char *words)
{
	struct json_object *list = rq_array();

	for (words += strspn(words, " "); *words; words += strspn(words, " ")) {
		const size_t len = strcspn(words, " ");

		rq_push(list, json_object_new_string_len(words, (int)len));
		words += len;
	}
	return list;
}

static struct json_object *rules_json(uint64_t rules)
{
	struct json_object *list = rq_array();

	for (int rule = 0; rule < CW_HARD_MAX; rule++)
		if (rules & CW_HARD_BIT(rule))
			rq_push(list,
				json_object_new_string(cw_hard_name((enum cw_hard_rule)rule)));
	return list;
}

/* An address is a credential: never but masked. */
static struct json_object *endpoint_json(const struct rq *rq, const struct db_endpoint *e)
{
	const bool own_will = !e->reason || strcmp(e->reason, "by_hand") == 0;
	struct json_object *o = rq_obj();

	rq_put_id(o, "id", e->id);
	rq_put_id(o, "agency_id", e->agency_id);
	rq_put_bool(o, "mine", e->user_id != 0);
	rq_put_str(o, "kind", e->kind);
	rq_put_str(o, "name", e->name);
	rq_put_str(o, "address", e->masked);
	rq_put_bool(o, "has_secret", e->secret != NULL);
	rq_put_time(o, "old_secret_until",
		    e->old_until != DB_TIME_NONE && e->old_until > rq->now ? e->old_until
									   : DB_TIME_NONE);
	rq_put(o, "types", words_json(e->types));
	rq_put(o, "agencies", words_json(e->agencies));
	rq_put(o, "hard_rules", rules_json(e->hard_rules));
	rq_put_bool(o, "quiet_hours", e->quiet);
	rq_put_str(o, "status", e->status);
	rq_put_str(o, "reason", e->reason);
	rq_put_time(o, "failing_since", e->failing_since);
	rq_put_bool(o, "needs_attention",
		    e->failing_since != DB_TIME_NONE ||
			    (strcmp(e->status, "disabled") == 0 && !own_will));
	rq_put_id(o, "created_by", e->created_by);
	rq_put_time(o, "created_at", e->created_at);
	rq_put_int(o, "version", (int64_t)e->version);
	return o;
}

int endpoint_answer(struct rq *rq, int status, uint64_t id, const char *secret, struct cw_err *err)
{
	struct db_endpoint_backlog backlog;
	struct db_endpoint e;
	struct json_object *o;

	if (db_endpoint_get(rq->db, rq->arena, id, &e, err) ||
	    db_endpoint_backlog_get(rq->db, id, BACKLOG_MAX, &backlog, err))
		return -1;
	o = endpoint_json(rq, &e);
	rq_put_int(o, "waiting", (int64_t)backlog.waiting);
	rq_put_int(o, "dead", (int64_t)backlog.dead);
	if (secret)
		rq_put_str(o, "secret", secret);
	return rq_json_versioned(rq, status, e.version, o, err);
}

/* ---- Whose it is. */

int endpoint_may(struct rq *rq, const struct db_endpoint *e, struct cw_err *err)
{
	struct db_agency agency;

	if (e->user_id) {
		if (e->user_id == rq->who.user)
			return 0;
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	}
	if (db_agency_get(rq->db, rq->arena, e->agency_id, &agency, err))
		return -1;
	if (admin_has(rq, agency.root, CW_ROLE_SYSTEM_ADMIN))
		return 0;
	return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
}

int endpoint_of_path(struct rq *rq, bool lock, struct db_endpoint *out, struct cw_err *err)
{
	uint64_t id;

	if (admin_id(rq, 0, &id, err) || (lock ? db_endpoint_lock(rq->db, rq->arena, id, out, err)
					       : db_endpoint_get(rq->db, rq->arena, id, out, err)))
		return -1;
	if (strcmp(out->status, "ended") == 0)
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	return endpoint_may(rq, out, err);
}

int endpoint_demand(const struct db_endpoint *e, const char *status, struct cw_err *err)
{
	if (strcmp(e->status, status) == 0)
		return 0;
	return cw_fail(err, CW_CONFLICT, CW_MSG_HOOK_STATE, e->status, NULL);
}

/* The first agency at which the caller holds ROLE; 0: none. */
static uint64_t first_at(const struct rq *rq, enum cw_role role)
{
	for (size_t i = 0; i < rq->who.n_grants; i++)
		if (rq->who.grants[i].role == role)
			return rq->who.grants[i].agency;
	return 0;
}

/* ---- Reading. */

static const char *const statuses[] = { "pending", "active", "disabled", "ended", NULL };

struct endpoint_query {
	struct page page;
	uint64_t district;
	bool mine;
	int status;
};
static const struct rq_field query_fields[] = {
	PAGE_FIELDS(struct endpoint_query, page),
	{ "district_id", RQ_ID, offsetof(struct endpoint_query, district) },
	{ "mine", RQ_BOOL, offsetof(struct endpoint_query, mine) },
	{ "status", RQ_CHOICE, offsetof(struct endpoint_query, status), .choices = statuses },
	{ .name = NULL },
};

int endpoint_scope(const struct rq *rq, bool mine, uint64_t district, uint64_t *root,
		   uint64_t *user, struct cw_err *err)
{
	*root = *user = 0;
	if (mine || (!district && !rq_has_any_role(&rq->who, CW_ROLE_BIT(CW_ROLE_SYSTEM_ADMIN)))) {
		*user = rq->who.user;
		return 0;
	}
	*root = district ? district : first_at(rq, CW_ROLE_SYSTEM_ADMIN);
	if (admin_has(rq, *root, CW_ROLE_SYSTEM_ADMIN))
		return 0;
	return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
}

int api_endpoint_list(struct rq *rq, struct cw_err *err)
{
	struct endpoint_query in = { .status = -1 };
	struct db_endpoint_query q = { .user = 0 };
	struct db_endpoint *rows;
	struct json_object *array;
	size_t n;

	page_init(&in.page);
	if (rq_params(rq, query_fields, &in, err) || page_start(&in.page, err) ||
	    endpoint_scope(rq, in.mine, in.district, &q.root, &q.user, err))
		return -1;
	q.status = in.status < 0 ? NULL : statuses[in.status];
	q.after = in.page.key[0];
	q.limit = (unsigned)in.page.limit + 1;
	if (db_endpoint_list(rq->db, rq->arena, &q, &rows, &n, err))
		return -1;
	page_cut(&in.page, &n);
	array = rq_array();
	for (size_t i = 0; i < n; i++) {
		rq_push(array, endpoint_json(rq, &rows[i]));
		in.page.next[0] = rows[i].id;
	}
	return page_reply(rq, &in.page, array, err);
}

int api_endpoint_get(struct rq *rq, struct cw_err *err)
{
	struct db_endpoint e;

	return endpoint_of_path(rq, false, &e, err) ? -1
						    : endpoint_answer(rq, 200, e.id, NULL, err);
}

/* ---- Adding. */

struct add {
	struct db_endpoint e;
	const char *secret;
	struct db_audit_entry entry;
};

static int add_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct add *add = arg;
	struct db_endpoint *e = &add->e;
	struct db_agency agency;
	uint64_t n;
	const char *path;

	/* Locked, so that two at once count each other. */
	if (db_agency_lock(rq->db, rq->arena, e->agency_id, &agency, err) ||
	    db_endpoint_count(rq->db, e->agency_id, e->user_id, &n, err))
		return -1;
	if (n >= ENDPOINTS_MAX)
		return cw_fail(err, CW_CONFLICT, CW_MSG_HOOK_TOO_MANY_ENDPOINTS, "100", NULL);
	if (db_endpoint_add(rq->db, e, &e->id, err) || endpoint_ping(rq, e, err) ||
	    endpoint_answer(rq, 201, e->id, add->secret, err))
		return -1;
	add->entry.subject = admin_subject(rq, "endpoint", e->id);
	add->entry.detail = e->kind;
	path = cw_printf(rq->arena, "/api/v1/webhook-endpoints/%llu", (unsigned long long)e->id);
	return path ? rq_set_header(rq, "Location", path, err) : cw_fail_memory(err);
}

/* The agency that a new endpoint belongs to: named by an administrator of its district, or where
 * an advisor who makes their own holds the role. */
static int owner(struct rq *rq, const struct endpoint_in *in, struct db_endpoint *e,
		 struct db_agency *agency, struct cw_err *err)
{
	const uint64_t id = in->mine ? first_at(rq, CW_ROLE_ADVISOR) : in->agency;

	if (in->mine && !id)
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_FORBIDDEN, NULL);
	if (!in->mine && !rq_has_any_role(&rq->who, CW_ROLE_BIT(CW_ROLE_SYSTEM_ADMIN)))
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_FORBIDDEN, NULL);
	if (!id)
		return cw_fail_item(err, "/agency_id", CW_MSG_HOOK_WHOSE, NULL);
	if (db_agency_get(rq->db, rq->arena, id, agency, err)) {
		if (err->code != CW_NOT_FOUND)
			return -1;
		cw_err_clear(err);
		return cw_fail_item(err, "/agency_id", CW_MSG_API_NO_SUCH_AGENCY, NULL);
	}
	e->agency_id = id;
	e->user_id = in->mine ? rq->who.user : 0;
	return in->mine ? 0 : admin_of_agency(rq, agency, CW_ROLE_SYSTEM_ADMIN, err);
}

int api_endpoint_add(struct rq *rq, struct cw_err *err)
{
	struct endpoint_in in = endpoint_in_none;
	unsigned char uid[DB_UID];
	struct add add = { .e = { .uid = uid,
				  .types = "",
				  .agencies = "",
				  .status = "pending",
				  .old_until = DB_TIME_NONE,
				  .failing_since = DB_TIME_NONE,
				  .created_by = rq->who.user,
				  .created_at = rq->now } };
	struct db_agency agency;

	if (rq_body(rq, endpoint_add_fields, &in, err) || owner(rq, &in, &add.e, &agency, err))
		return -1;
	db_random(uid, sizeof(uid));
	add.e.kind = nt_channel((enum nt_kind)in.kind)->name;
	add.e.quiet = in.kind != NT_WEBHOOK;
	if (endpoint_given_secret(rq, in.secret, &add.e, err) && err->code != CW_INVALID)
		return -1;
	if (endpoint_apply(rq, &in, &agency, &add.e, err) ||
	    (in.kind == NT_WEBHOOK && endpoint_new_secret(rq, &add.e, &add.secret, err)))
		return -1;
	add.entry = admin_entry(rq, "endpoint_added");
	return admin_run(rq, add_tx, &add, &add.entry, err);
}

/* ---- Changing, ending. */

/* A new address has to take a ping before anything else goes there. */
static int change_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct db_audit_entry *entry = arg;
	struct endpoint_in in = endpoint_in_none;
	struct db_agency agency;
	struct db_endpoint e;
	bool quiet;

	if (endpoint_of_path(rq, true, &e, err))
		return -1;
	quiet = e.quiet;
	if (admin_version(rq, e.version, err) || rq_body(rq, endpoint_change_fields, &in, err) ||
	    db_agency_get(rq->db, rq->arena, e.agency_id, &agency, err) ||
	    endpoint_apply(rq, &in, &agency, &e, err))
		return -1;
	if (in.url) {
		e.status = "pending";
		e.reason = NULL;
		e.failing_since = DB_TIME_NONE;
	}
	entry->subject = admin_subject(rq, "endpoint", e.id);
	entry->detail = in.url ? "address" : "";
	if (db_endpoint_save(rq->db, &e, err) || (in.url && endpoint_ping(rq, &e, err)) ||
	    (quiet && !e.quiet && /* what the night held goes now */
	     db_delivery_hasten(rq->db, e.id, 0, cw_remind_quiet_end(rq->now), rq->now, err)))
		return -1;
	return endpoint_answer(rq, 200, e.id, NULL, err);
}

int api_endpoint_change(struct rq *rq, struct cw_err *err)
{
	struct db_audit_entry entry = admin_entry(rq, "endpoint_changed");

	return admin_run(rq, change_tx, &entry, &entry, err);
}

/* Its address and keys are forgotten; what was sent to it stays readable. */
static int end_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct db_audit_entry *entry = arg;
	struct db_endpoint e;

	if (endpoint_of_path(rq, true, &e, err))
		return -1;
	e.status = "ended";
	e.reason = NULL;
	e.url = e.secret = e.old_secret = NULL;
	e.url_len = e.secret_len = e.old_secret_len = 0;
	e.old_until = e.failing_since = DB_TIME_NONE;
	entry->subject = admin_subject(rq, "endpoint", e.id);
	if (db_endpoint_save(rq->db, &e, err) || db_delivery_end_rest(rq->db, e.id, err))
		return -1;
	return rq_empty(rq, 204);
}

int api_endpoint_end(struct rq *rq, struct cw_err *err)
{
	struct db_audit_entry entry = admin_entry(rq, "endpoint_ended");

	return admin_run(rq, end_tx, &entry, &entry, err);
}
