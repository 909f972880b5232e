/* user add, disable, enable, reset, list, grant, revoke. */
#include <stdio.h>
#include <string.h>

#include "casework/base/text.h"
#include "casework/machine.h"
#include "db/session.h"
#include "db/user.h"
#include "server/api/password.h"
#include "server/ctl/agency.h"

#define LOGIN_MAX   64
#define NAME_POINTS 80

int ctl_login_check(const char *login, const char *pointer, struct cw_err *err)
{
	size_t len = strlen(login);

	if (len >= 2 && len <= LOGIN_MAX && login[0] >= 'a' && login[0] <= 'z' &&
	    strspn(login, "abcdefghijklmnopqrstuvwxyz0123456789._-") == len)
		return 0;
	return cw_fail_item(err, pointer, CW_MSG_API_BAD_LOGIN_NAME, NULL);
}

int ctl_role_check(const struct db_agency *agency, const char *role, const char *pointer,
		   struct cw_err *err)
{
	const unsigned admins = CW_ROLE_BIT(CW_ROLE_SYSTEM_ADMIN) |
				CW_ROLE_BIT(CW_ROLE_SECURITY_ADMIN) |
				CW_ROLE_BIT(CW_ROLE_AUDIT_ADMIN);
	int r = cw_role_of(role);

	if (r < 0 || r == CW_ROLE_APPLICANT || r == CW_ROLE_SCHEDULER)
		return cw_fail_item(err, pointer, CW_MSG_API_NO_SUCH_ROLE, role, NULL);
	/* It would reach nothing anywhere else, and look as if it did. */
	if ((admins & CW_ROLE_BIT(r)) && agency->parent)
		return cw_fail_item(err, pointer, CW_MSG_CTL_ROLE_AT_DISTRICT, role, NULL);
	return 0;
}

/* ---- Passwords. */

/* The first line of standard input. */
static int read_password(struct ctl *ctl, char **out, struct cw_err *err)
{
	size_t len;

	if (ctl_read_file(ctl, "-", 1024, out, &len, err))
		return -1;
	(*out)[strcspn(*out, "\r\n")] = '\0';
	return 0;
}

/* The new password of LOGIN and its PHC string; *MADE if it must be told. */
static int new_password(struct ctl *ctl, const struct ctl_args *args, const char *login,
			char **password, char **phc, bool *made, struct cw_err *err)
{
	*made = !ctl_option(args, "password-stdin");
	if (*made) {
		*password = password_random(ctl->arena);
		if (!*password)
			return cw_fail_memory(err);
	} else if (read_password(ctl, password, err)) {
		return -1;
	}
	if (password_check(*password, login, "/password", err))
		return -1;
	return password_hash(ctl->arena, *password, phc, err);
}

/* ---- Adding. */

int ctl_user_add_fn(struct db_conn *c, void *arg, struct cw_err *err)
{
	struct ctl_user_add *add = arg;
	struct db_user there, row = { .login = add->login,
				      .name = add->name,
				      .password = add->phc,
				      .created_at = add->ctl->now };
	uint64_t id;

	if (db_user_find(c, add->ctl->arena, add->login, &there, &add->exists, err))
		return -1;
	if (add->exists)
		return 0;
	if (db_user_add(c, &row, &id, err))
		return -1;
	for (size_t i = 0; i < add->n_roles; i++)
		if (db_grant_add(c, id, add->roles[i].agency, add->roles[i].role, err))
			return -1;
	return 0;
}

static int check_name(const char *name, struct cw_err *err)
{
	size_t len = strlen(name);
	char max[12];

	if (!*name)
		return cw_fail_item(err, "NAME", CW_MSG_REQUIRED, NULL);
	if (!cw_utf8_valid(name, len))
		return cw_fail_item(err, "NAME", CW_MSG_BAD_UTF8, NULL);
	if (cw_text_has_control(name, len))
		return cw_fail_item(err, "NAME", CW_MSG_CONTROL_CHARACTER, NULL);
	if (cw_utf8_count(name, len) <= NAME_POINTS)
		return 0;
	snprintf(max, sizeof(max), "%d", NAME_POINTS);
	return cw_fail_item(err, "NAME", CW_MSG_TOO_LONG, max, NULL);
}

int ctl_user_add(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	const char *login = args->words[0], *name = args->words[1];
	struct ctl_user_add add = { .ctl = ctl, .login = login, .name = name };
	char *password, *phc;
	bool made;

	if (ctl_login_check(login, "LOGIN", err))
		return -1;
	if (check_name(name, err))
		return -1;
	if (new_password(ctl, args, login, &password, &phc, &made, err))
		return -1;
	add.phc = phc;
	if (ctl_change(ctl, ctl_user_add_fn, &add, "user_added", login, "", err))
		return -1;
	if (add.exists)
		return cw_fail(err, CW_CONFLICT, CW_MSG_API_LOGIN_TAKEN, NULL);
	ctl_say(ctl, stderr, CW_MSG_CTL_USER_ADDED, login, NULL);
	if (made)
		printf("%s\n", password);
	return 0;
}

/* ---- Changing one. */

struct change {
	struct ctl *ctl;
	const char *login;
	bool disabled;
	const char *phc;
	uint64_t agency;
	const char *role;
	int (*then)(struct db_conn *c, struct change *change, struct db_user *user,
		    struct cw_err *err);
};

static int change_fn(struct db_conn *c, void *arg, struct cw_err *err)
{
	struct change *change = arg;
	struct db_user user;
	bool found;

	if (db_user_find(c, change->ctl->arena, change->login, &user, &found, err))
		return -1;
	if (!found)
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_CTL_NO_USER, change->login, NULL);
	if (db_user_lock(c, change->ctl->arena, user.id, &user, err))
		return -1;
	return change->then(c, change, &user, err);
}

static int set_disabled(struct db_conn *c, struct change *change, struct db_user *user,
			struct cw_err *err)
{
	user->disabled = change->disabled;
	if (db_user_save(c, user, err))
		return -1;
	return change->disabled ? db_session_user_clear(c, user->id, 0, err) : 0;
}

static int set_password(struct db_conn *c, struct change *change, struct db_user *user,
			struct cw_err *err)
{
	return db_user_password_save(c, user->id, change->phc, err) ||
			       db_session_user_clear(c, user->id, 0, err)
		       ? -1
		       : 0;
}

static int add_role(struct db_conn *c, struct change *change, struct db_user *user,
		    struct cw_err *err)
{
	return db_grant_add(c, user->id, change->agency, change->role, err);
}

static int remove_role(struct db_conn *c, struct change *change, struct db_user *user,
		       struct cw_err *err)
{
	return db_grant_remove(c, user->id, change->agency, change->role, err);
}

static int switch_user(struct ctl *ctl, const char *login, bool disabled, struct cw_err *err)
{
	struct change change = {
		.ctl = ctl, .login = login, .disabled = disabled, .then = set_disabled
	};

	if (ctl_change(ctl, change_fn, &change, disabled ? "user_disabled" : "user_enabled", login,
		       "", err))
		return -1;
	ctl_say(ctl, stdout, disabled ? CW_MSG_CTL_USER_DISABLED : CW_MSG_CTL_USER_ENABLED, login,
		NULL);
	return 0;
}

int ctl_user_disable(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	return switch_user(ctl, args->words[0], true, err);
}

int ctl_user_enable(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	return switch_user(ctl, args->words[0], false, err);
}

int ctl_user_reset(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	struct change change = { .ctl = ctl, .login = args->words[0], .then = set_password };
	char *password, *phc;
	bool made;

	if (new_password(ctl, args, change.login, &password, &phc, &made, err))
		return -1;
	change.phc = phc;
	if (ctl_change(ctl, change_fn, &change, "password_reset", change.login, "", err))
		return -1;
	ctl_say(ctl, stderr, CW_MSG_CTL_PASSWORD_RESET, change.login, NULL);
	if (made)
		printf("%s\n", password);
	return 0;
}

static int change_role(struct ctl *ctl, const struct ctl_args *args, bool grant, struct cw_err *err)
{
	struct change change = { .ctl = ctl,
				 .login = args->words[0],
				 .role = args->words[1],
				 .then = grant ? add_role : remove_role };
	struct db_agency agency;
	const char *detail;

	if (ctl_agency_of(ctl, args->words[2], &agency, err) ||
	    (grant && ctl_role_check(&agency, change.role, "ROLE", err)))
		return -1;
	change.agency = agency.id;
	detail = cw_printf(ctl->arena, "%s at %s-%s", change.role, agency.region, agency.code);
	if (!detail)
		return cw_fail_memory(err);
	if (ctl_change(ctl, change_fn, &change, grant ? "role_granted" : "role_revoked",
		       change.login, detail, err))
		return -1;
	ctl_say(ctl, stdout, grant ? CW_MSG_CTL_ROLE_GRANTED : CW_MSG_CTL_ROLE_REVOKED,
		change.login, change.role, agency.code, NULL);
	return 0;
}

int ctl_user_grant(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	return change_role(ctl, args, true, err);
}

int ctl_user_revoke(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	return change_role(ctl, args, false, err);
}

/* ---- Listing. */

static int print_user(struct ctl *ctl, const struct db_user *user, const struct db_agency *agencies,
		      size_t n_agencies, struct cw_err *err)
{
	struct db_grant *grants;
	size_t n;

	if (db_grant_list(ctl->db, ctl->arena, user->id, &grants, &n, err))
		return -1;
	printf("%s\t%s\t%s\t", user->login, user->name,
	       cw_msg_raw(user->disabled ? CW_MSG_CTL_DISABLED : CW_MSG_CTL_ENABLED, ctl->lang));
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n_agencies; k++)
			if (agencies[k].id == grants[i].agency)
				printf("%s%s@%s", i ? "," : "", grants[i].role, agencies[k].code);
	putchar('\n');
	return 0;
}

int ctl_user_list(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	const char *code = ctl_option(args, "agency");
	struct db_agency agency = { .id = 0 }, *agencies;
	struct db_user *users;
	size_t n, n_agencies;
	uint64_t after = 0;

	if (ctl_agencies(ctl, &agencies, &n_agencies, err) ||
	    (code && ctl_agency_of(ctl, code, &agency, err)))
		return -1;
	do {
		if (db_user_list(ctl->db, ctl->arena, agency.id, after, 200, &users, &n, err))
			return -1;
		for (size_t i = 0; i < n; i++) {
			after = users[i].id;
			if (print_user(ctl, &users[i], agencies, n_agencies, err))
				return -1;
		}
	} while (n == 200);
	return 0;
}
