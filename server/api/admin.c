#include "server/api/admin.h"

#include <stdlib.h>
#include <string.h>

#include "db/user.h"
#include "server/app.h"

struct db_audit_entry admin_entry(const struct rq *rq, const char *what)
{
	return (struct db_audit_entry){ .at = rq->now,
					.user = rq->who.user,
					.what = what,
					.subject = "",
					.detail = "",
					.client = rq->client };
}

struct admin_run {
	act_fn *fn;
	void *arg;
	const struct db_audit_entry *entry;
};

static int run_fn(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct admin_run *run = arg;

	if (run->fn(rq, run->arg, err))
		return -1;
	if (!run->entry->what)
		return 0;
	return db_audit_write(rq->app->audit, rq->db, run->entry, err);
}

/* act_run answers 0 also with what another request, or this one before its COMMIT got lost, had
 * stored: then nobody knows here whether our entry is in the table. */
static bool is_replay(const struct rq *rq)
{
	for (size_t i = 0; i < rq->n_out; i++) {
		if (strcmp(rq->out[i].name, "Idempotency-Replayed") == 0)
			return true;
	}
	return false;
}

int admin_run(struct rq *rq, act_fn *fn, void *arg, const struct db_audit_entry *entry,
	      struct cw_err *err)
{
	struct admin_run run = { fn, arg, entry };
	int rc;

	db_audit_hold(rq->app->audit);
	rc = act_run(rq, run_fn, &run, err);
	db_audit_release(rq->app->audit, rc == 0 && !is_replay(rq));
	return rc;
}

int admin_id(const struct rq *rq, int i, uint64_t *id, struct cw_err *err)
{
	const char *text = rq->params[i];

	*id = 0;
	for (const char *p = text; *p; p++) {
		if (*p < '0' || *p > '9' || p - text >= 18)
			return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
		*id = *id * 10 + (uint64_t)(*p - '0');
	}
	return *id ? 0 : cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
}

int admin_version(const struct rq *rq, uint64_t version, struct cw_err *err)
{
	if (rq->if_match_any || rq->if_match == version)
		return 0;
	return cw_fail(err, CW_STALE, CW_MSG_STALE, NULL);
}

bool admin_has(const struct rq *rq, uint64_t root, enum cw_role role)
{
	return rq_has_role(&rq->who, root, role);
}

int admin_of_agency(const struct rq *rq, const struct db_agency *agency, enum cw_role role,
		    struct cw_err *err)
{
	if (admin_has(rq, agency->root, role))
		return 0;
	return cw_fail(err, CW_FORBIDDEN, CW_MSG_FORBIDDEN, NULL);
}

static bool has_any(const struct rq *rq, uint64_t root, unsigned roles)
{
	for (int role = 0; role < (int)CW_ROLE_MAX; role++) {
		if ((roles & CW_ROLE_BIT(role)) && admin_has(rq, root, (enum cw_role)role))
			return true;
	}
	return false;
}

int admin_of_user(const struct rq *rq, uint64_t user, unsigned roles, struct cw_err *err)
{
	struct db_grant *grants;
	size_t n;

	if (!rq_has_any_role(&rq->who, roles))
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	if (db_grant_list(rq->db, rq->arena, user, &grants, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (!has_any(rq, grants[i].root, roles))
			return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	}
	return 0;
}

int admin_secret(struct rq *rq, struct json_object *value, const char *pointer, const char **out,
		 struct cw_err *err)
{
	if (!json_object_is_type(value, json_type_string))
		return cw_fail_item(err, pointer, CW_MSG_WRONG_TYPE, "string", NULL);
	if (json_object_get_string_len(value) > 1024)
		return cw_fail_item(err, pointer, CW_MSG_TOO_LONG, "1024", NULL);
	*out = cw_strdup(rq->arena, json_object_get_string(value));
	return *out ? 0 : cw_fail_memory(err);
}

const char *admin_subject(struct rq *rq, const char *what, uint64_t id)
{
	const char *text = cw_printf(rq->arena, "%s %llu", what, (unsigned long long)id);

	return text ? text : "";
}

int admin_nothing(struct rq *rq, struct cw_err *err)
{
	static const struct rq_field none[] = { { .name = NULL } };
	char nowhere;

	return rq->json ? rq_body(rq, none, &nowhere, err) : 0;
}

void admin_sessions_ended(const struct rq *rq)
{
	if (rq->app->session_ended)
		rq->app->session_ended(rq->app->listener);
}
