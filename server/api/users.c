/* People: the system administrator makes and disables accounts, the security administrator grants
 * roles and resets passwords (separate duties). */
#include <stdio.h>
#include <string.h>

#include "casework/base/text.h"
#include "db/session.h"
#include "db/user.h"
#include "server/api/admin.h"
#include "server/api/page.h"
#include "server/api/password.h"

#define SYSTEM	 CW_ROLE_BIT(CW_ROLE_SYSTEM_ADMIN)
#define SECURITY CW_ROLE_BIT(CW_ROLE_SECURITY_ADMIN)

static int user_json(struct rq *rq, const struct db_user *u, struct json_object **out,
		     struct cw_err *err)
{
	struct json_object *o, *roles;
	struct db_grant *grants;
	size_t n;

	if (db_grant_list(rq->db, rq->arena, u->id, &grants, &n, err))
		return -1;
	roles = rq_array();
	for (size_t i = 0; i < n; i++) {
		o = rq_obj();
		rq_put_id(o, "agency_id", grants[i].agency);
		rq_put_str(o, "agency_name", grants[i].agency_name);
		rq_put_str(o, "role", grants[i].role);
		rq_push(roles, o);
	}
	o = rq_obj();
	rq_put_id(o, "id", u->id);
	rq_put_str(o, "login", u->login);
	rq_put_str(o, "name", u->name);
	rq_put_bool(o, "disabled", u->disabled);
	rq_put_bool(o, "has_password", u->password != NULL);
	rq_put_time(o, "created_at", u->created_at);
	rq_put(o, "roles", roles);
	rq_put_int(o, "version", (int64_t)u->version);
	*out = o;
	return 0;
}

/* PASSWORD is shown this once, or NULL. */
static int answer_user(struct rq *rq, int status, uint64_t id, const char *password,
		       struct cw_err *err)
{
	struct json_object *o;
	struct db_user user;

	if (db_user_get(rq->db, rq->arena, id, &user, err) || user_json(rq, &user, &o, err))
		return -1;
	if (password)
		rq_put_str(o, "password", password);
	return rq_json_versioned(rq, status, user.version, o, err);
}

/* ---- Reading. */

struct user_query {
	struct page page;
	uint64_t district;
};
static const struct rq_field query_fields[] = {
	PAGE_FIELDS(struct user_query, page),
	{ "district_id", RQ_ID, offsetof(struct user_query, district), .required = true },
	{ .name = NULL },
};

int api_user_list(struct rq *rq, struct cw_err *err)
{
	struct user_query in = { .district = 0 };
	struct json_object *array, *o;
	struct db_user *items;
	size_t n;

	page_init(&in.page);
	if (rq_params(rq, query_fields, &in, err) || page_start(&in.page, err))
		return -1;
	if (!admin_has(rq, in.district, CW_ROLE_SYSTEM_ADMIN) &&
	    !admin_has(rq, in.district, CW_ROLE_SECURITY_ADMIN))
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_FORBIDDEN, NULL);
	if (db_user_district_list(rq->db, rq->arena, in.district, in.page.key[0],
				  (unsigned)in.page.limit + 1, &items, &n, err))
		return -1;
	page_cut(&in.page, &n);
	array = rq_array();
	for (size_t i = 0; i < n; i++) {
		if (user_json(rq, &items[i], &o, err)) {
			json_object_put(array);
			return -1;
		}
		rq_push(array, o);
		in.page.next[0] = items[i].id;
	}
	return page_reply(rq, &in.page, array, err);
}

int api_user_get(struct rq *rq, struct cw_err *err)
{
	uint64_t id;

	if (admin_id(rq, 0, &id, err) || admin_of_user(rq, id, SYSTEM | SECURITY, err))
		return -1;
	return answer_user(rq, 200, id, NULL, err);
}

/* ---- Making. */

struct user_add {
	const char *login, *name;
	const char *password, *phc;
	uint64_t id;
	struct db_audit_entry entry;
};
static const struct rq_field add_fields[] = {
	{ "login", RQ_STRING, offsetof(struct user_add, login), .required = true, .min = 2,
	  .max = 64 },
	{ "name", RQ_STRING, offsetof(struct user_add, name), .required = true, .min = 1,
	  .max = 80 },
	{ .name = NULL },
};

static int check_login(const char *login, struct cw_err *err)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";

	if (login[0] >= 'a' && login[0] <= 'z' && login[strspn(login, allowed)] == '\0')
		return 0;
	return cw_fail_item(err, "/login", CW_MSG_API_BAD_LOGIN_NAME, NULL);
}

static int add_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct user_add *in = arg;
	const struct db_user user = {
		.login = in->login, .name = in->name, .password = in->phc, .created_at = rq->now
	};
	const char *path;

	if (db_user_add(rq->db, &user, &in->id, err)) {
		if (!db_err_duplicate(err, "u_user_login"))
			return -1;
		cw_err_clear(err);
		cw_fail(err, CW_CONFLICT, CW_MSG_API_LOGIN_TAKEN, NULL);
		return cw_fail_item(err, "/login", CW_MSG_API_LOGIN_TAKEN, NULL);
	}
	in->entry.subject = admin_subject(rq, "user", in->id);
	path = cw_printf(rq->arena, "/api/v1/users/%llu", (unsigned long long)in->id);
	if (!path)
		return cw_fail_memory(err);
	if (answer_user(rq, 201, in->id, in->password, err))
		return -1;
	return rq_set_header(rq, "Location", path, err);
}

int api_user_add(struct rq *rq, struct cw_err *err)
{
	struct user_add in = { .login = NULL };
	char *phc;

	if (rq_body(rq, add_fields, &in, err) || check_login(in.login, err))
		return -1;
	in.password = password_random(rq->arena);
	if (!in.password)
		return cw_fail_memory(err);
	if (password_hash(rq->arena, in.password, &phc, err))
		return -1;
	in.phc = phc;
	in.entry = admin_entry(rq, "user_added");
	return admin_run(rq, add_tx, &in, &in.entry, err);
}

/* ---- Changing. */

struct role_in {
	uint64_t agency;
	const char *role;
};
struct user_change {
	struct db_user row; /* an absent field keeps what stands there */
	struct rq_list roles;
	uint64_t id;
	struct db_audit_entry entry;
};
static const struct rq_field role_fields[] = {
	{ "agency_id", RQ_ID, offsetof(struct role_in, agency), .required = true },
	{ "role", RQ_STRING, offsetof(struct role_in, role), .required = true, .min = 1,
	  .max = 24 },
	{ .name = NULL },
};
static const struct rq_field change_fields[] = {
	{ "name", RQ_STRING, offsetof(struct user_change, row.name), .min = 1, .max = 80 },
	{ "disabled", RQ_BOOL, offsetof(struct user_change, row.disabled) },
	{ "roles", RQ_LIST, offsetof(struct user_change, roles), .max = 100, .sub = role_fields,
	  .sub_size = sizeof(struct role_in) },
	{ .name = NULL },
};

/* Administrators' roles are for a whole district. */
static bool is_admin_role(int role)
{
	return role == CW_ROLE_SYSTEM_ADMIN || role == CW_ROLE_SECURITY_ADMIN ||
	       role == CW_ROLE_AUDIT_ADMIN;
}

/* Roles of people only, at agencies of districts that the caller secures; all faults at once. */
static int check_roles(struct rq *rq, const struct rq_list *list, struct cw_err *err)
{
	const struct role_in *roles = list->items;
	struct cw_err none;
	struct db_agency agency;
	char pointer[40];

	for (size_t i = 0; i < list->n; i++) {
		int role = cw_role_of(roles[i].role);

		snprintf(pointer, sizeof(pointer), "/roles/%zu/role", i);
		if (role < 0 || role == CW_ROLE_APPLICANT || role == CW_ROLE_SCHEDULER)
			cw_fail_item(err, pointer, CW_MSG_API_NO_SUCH_ROLE, roles[i].role, NULL);
		cw_err_clear(&none);
		if (db_agency_get(rq->db, rq->arena, roles[i].agency, &agency, &none) == 0 &&
		    admin_has(rq, agency.root, CW_ROLE_SECURITY_ADMIN)) {
			if (is_admin_role(role) && agency.parent)
				cw_fail_item(err, pointer, CW_MSG_API_ADMIN_AT_DISTRICT, NULL);
			continue;
		}
		if (none.code != CW_OK && none.code != CW_NOT_FOUND) {
			*err = none;
			return -1;
		}
		snprintf(pointer, sizeof(pointer), "/roles/%zu/agency_id", i);
		cw_fail_item(err, pointer, CW_MSG_API_NO_SUCH_AGENCY, NULL);
	}
	return err->n_items ? -1 : 0;
}

static bool is_wanted(const struct rq_list *list, const struct db_grant *grant)
{
	const struct role_in *roles = list->items;

	for (size_t i = 0; i < list->n; i++) {
		if (roles[i].agency == grant->agency && strcmp(roles[i].role, grant->role) == 0)
			return true;
	}
	return false;
}

static int save_roles(struct rq *rq, uint64_t user, const struct rq_list *list, struct cw_err *err)
{
	const struct role_in *roles = list->items;
	struct db_grant *held;
	size_t n;

	if (db_grant_list(rq->db, rq->arena, user, &held, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (!is_wanted(list, &held[i]) &&
		    db_grant_remove(rq->db, user, held[i].agency, held[i].role, err))
			return -1;
	}
	for (size_t i = 0; i < list->n; i++) {
		if (db_grant_add(rq->db, user, roles[i].agency, roles[i].role, err))
			return -1;
	}
	return 0;
}

static bool names_roles(const struct rq *rq)
{
	struct json_object *roles = NULL;

	return json_object_object_get_ex(rq->json, "roles", &roles) && roles;
}

/* Who may change what: roles are the security administrator's, the rest the system administrator's;
 * an account can be disabled by either.  Nobody changes their own rights. */
static int check_change(struct rq *rq, const struct user_change *in, const struct db_user *was,
			struct cw_err *err)
{
	if (names_roles(rq)) {
		if (in->id == rq->who.user)
			return cw_fail(err, CW_FORBIDDEN, CW_MSG_API_OWN_ROLES, NULL);
		if (admin_of_user(rq, in->id, SECURITY, err)) {
			cw_err_clear(err);
			return cw_fail(err, CW_FORBIDDEN, CW_MSG_API_ROLES_BY_SECURITY, NULL);
		}
		if (check_roles(rq, &in->roles, err))
			return -1;
	}
	if (in->row.disabled && in->id == rq->who.user)
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_API_OWN_ACCOUNT, NULL);
	if (strcmp(in->row.name, was->name) != 0 && admin_of_user(rq, in->id, SYSTEM, err)) {
		cw_err_clear(err);
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_FORBIDDEN, NULL);
	}
	return 0;
}

static const char *change_detail(struct rq *rq, const struct user_change *in,
				 const struct db_user *was)
{
	const struct role_in *roles = in->roles.items;
	struct cw_buf b;
	const char *text;

	cw_buf_init(&b, rq->arena);
	if (in->row.disabled != was->disabled)
		cw_buf_puts(&b, in->row.disabled ? "disabled " : "enabled ");
	if (strcmp(in->row.name, was->name) != 0)
		cw_buf_puts(&b, "renamed ");
	if (names_roles(rq))
		cw_buf_puts(&b, "roles:");
	for (size_t i = 0; i < in->roles.n; i++)
		cw_buf_printf(&b, " %s@%llu", roles[i].role, (unsigned long long)roles[i].agency);
	text = cw_buf_done(&b, NULL);
	return text ? text : "";
}

/* What a user has open, for good: enabling the account again brings no token back. */
static int close_all(struct rq *rq, uint64_t user, struct cw_err *err)
{
	return db_session_user_clear(rq->db, user, 0, err) ||
			       db_api_token_user_revoke(rq->db, user, rq->now, err)
		       ? -1
		       : 0;
}

static int change_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct user_change *in = arg;
	struct db_user was;

	in->roles = (struct rq_list){ .items = NULL };
	if (admin_of_user(rq, in->id, SYSTEM | SECURITY, err) ||
	    db_user_lock(rq->db, rq->arena, in->id, &was, err) ||
	    admin_version(rq, was.version, err))
		return -1;
	in->row = was;
	if (rq_body(rq, change_fields, in, err) || check_change(rq, in, &was, err))
		return -1;
	if (names_roles(rq) && save_roles(rq, in->id, &in->roles, err))
		return -1;
	if (db_user_save(rq->db, &in->row, err) || (in->row.disabled && close_all(rq, in->id, err)))
		return -1;
	in->entry.detail = change_detail(rq, in, &was);
	return answer_user(rq, 200, in->id, NULL, err);
}

int api_user_change(struct rq *rq, struct cw_err *err)
{
	struct user_change in = { .id = 0 };

	if (admin_id(rq, 0, &in.id, err))
		return -1;
	in.entry = admin_entry(rq, "user_changed");
	in.entry.subject = admin_subject(rq, "user", in.id);
	if (admin_run(rq, change_tx, &in, &in.entry, err))
		return -1;
	admin_sessions_ended(rq);
	return 0;
}

/* ---- A new password for one who has lost it. */

static int reset_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct user_add *in = arg;

	if (db_user_password_save(rq->db, in->id, in->phc, err) || close_all(rq, in->id, err))
		return -1;
	return answer_user(rq, 200, in->id, in->password, err);
}

int api_user_reset(struct rq *rq, struct cw_err *err)
{
	struct user_add in = { .login = NULL };
	struct db_user user;
	char *phc;

	if (admin_nothing(rq, err) || admin_id(rq, 0, &in.id, err) ||
	    admin_of_user(rq, in.id, SECURITY, err) ||
	    db_user_get(rq->db, rq->arena, in.id, &user, err))
		return -1;
	in.password = password_random(rq->arena);
	if (!in.password)
		return cw_fail_memory(err);
	if (password_hash(rq->arena, in.password, &phc, err))
		return -1;
	in.phc = phc;
	in.entry = admin_entry(rq, "password_reset");
	in.entry.subject = admin_subject(rq, "user", in.id);
	if (admin_run(rq, reset_tx, &in, &in.entry, err))
		return -1;
	admin_sessions_ended(rq);
	return 0;
}
