/* API tokens: for machines, in the name of the user who makes them, with some of that user's
 * rights. */
#include <stdio.h>
#include <string.h>

#include "server/api/admin.h"
#include "server/api/auth.h"
#include "server/api/page.h"

static const struct {
	const char *name;
	unsigned bit;
} scopes[] = { { "read", SCOPE_READ }, { "write", SCOPE_WRITE }, { "admin", SCOPE_ADMIN } };
#define N_SCOPES (sizeof(scopes) / sizeof(scopes[0]))

struct new_token {
	const char *name;
	struct rq_list scope_names;
	int days;
	struct db_api_token row;
	const char *secret;
	struct db_audit_entry entry;
};

static const struct rq_field token_fields[] = {
	{ "name", RQ_STRING, offsetof(struct new_token, name), .required = true, .min = 1,
	  .max = 80 },
	{ "scopes", RQ_LIST, offsetof(struct new_token, scope_names), .required = true, .min = 1,
	  .max = N_SCOPES },
	{ "days", RQ_INT, offsetof(struct new_token, days), .min = 1, .max = 366 },
	{ .name = NULL },
};

static struct json_object *token_json(const struct db_api_token *t)
{
	struct json_object *o = rq_obj(), *array = rq_array();

	for (size_t i = 0; i < N_SCOPES; i++) {
		if (t->scopes & scopes[i].bit)
			rq_push(array, json_object_new_string(scopes[i].name));
	}
	rq_put_id(o, "id", t->id);
	rq_put_str(o, "name", t->name);
	rq_put(o, "scopes", array);
	rq_put_time(o, "created_at", t->created_at);
	rq_put_time(o, "expires_at", t->expires_at);
	rq_put_time(o, "revoked_at", t->revoked_at);
	return o;
}

static int read_scopes(const struct new_token *in, uint64_t *bits, struct cw_err *err)
{
	char pointer[32];

	for (size_t i = 0; i < in->scope_names.n; i++) {
		const char *name = ((const char **)in->scope_names.items)[i];
		size_t s = 0;

		while (s < N_SCOPES && strcmp(scopes[s].name, name) != 0)
			s++;
		snprintf(pointer, sizeof(pointer), "/scopes/%zu", i);
		if (s == N_SCOPES)
			cw_fail_item(err, pointer, CW_MSG_NOT_A_CHOICE, "read, write, admin", NULL);
		else
			*bits |= scopes[s].bit;
	}
	return err->n_items ? -1 : 0;
}

static int token_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct new_token *in = arg;
	unsigned char hash[DB_HASH];
	struct json_object *o;

	auth_secret_hash(in->secret, hash);
	if (db_api_token_add(rq->db, &in->row, hash, &in->row.id, err))
		return -1;
	in->entry.subject = admin_subject(rq, "token", in->row.id);
	o = token_json(&in->row);
	rq_put_str(o, "secret", in->secret);
	return rq_json(rq, 201, o, err);
}

int api_token_add(struct rq *rq, struct cw_err *err)
{
	struct new_token in = { .days = 90 };

	if (rq_body(rq, token_fields, &in, err))
		return -1;
	in.row = (struct db_api_token){ .user = rq->who.user,
					.name = in.name,
					.created_at = rq->now,
					.expires_at = rq->now + in.days * INT64_C(86400000000),
					.revoked_at = DB_TIME_NONE };
	if (read_scopes(&in, &in.row.scopes, err))
		return -1;
	in.secret = auth_secret(rq->arena, "dsc_");
	if (!in.secret)
		return cw_fail_memory(err);
	in.entry = admin_entry(rq, "token_made");
	return admin_run(rq, token_tx, &in, &in.entry, err);
}

int api_token_list(struct rq *rq, struct cw_err *err)
{
	struct db_api_token *items;
	struct json_object *array;
	struct page page;
	size_t n;

	if (page_read(rq, &page, err) ||
	    db_api_token_list(rq->db, rq->arena, rq->who.user, page.key[0],
			      (unsigned)page.limit + 1, &items, &n, err))
		return -1;
	page_cut(&page, &n);
	array = rq_array();
	for (size_t i = 0; i < n; i++) {
		rq_push(array, token_json(&items[i]));
		page.next[0] = items[i].id;
	}
	return page_reply(rq, &page, array, err);
}

static int revoke_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const uint64_t *id = arg;

	if (db_api_token_revoke(rq->db, *id, rq->now, err))
		return -1;
	return rq_empty(rq, 204);
}

int api_token_revoke(struct rq *rq, struct cw_err *err)
{
	struct db_audit_entry entry = admin_entry(rq, "token_revoked");
	struct db_api_token token;
	uint64_t id;

	if (admin_id(rq, 0, &id, err) || db_api_token_get(rq->db, rq->arena, id, &token, err))
		return -1;
	if (token.user != rq->who.user &&
	    admin_of_user(rq, token.user, CW_ROLE_BIT(CW_ROLE_SECURITY_ADMIN), err))
		return -1;
	entry.subject = admin_subject(rq, "token", id);
	entry.detail = admin_subject(rq, "user", token.user);
	return admin_run(rq, revoke_tx, &id, &entry, err);
}
