/* demo-load: calendars, agencies and people of a file, each only if it is missing; one transaction
 * an item, so that a broken-off run is taken up by running again. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "casework/base/text.h"
#include "db/user.h"
#include "server/api/password.h"
#include "server/ctl/agency.h"

struct user_role {
	const char *agency, *role;
};
struct user {
	const char *login, *name;
	struct rq_list roles; /* of struct user_role */
};
struct district {
	struct rq_list agencies, users; /* of struct ctl_agency, of struct user */
};

static const struct rq_field role_fields[] = {
	RQ_FIELD(struct user_role, agency, RQ_STRING, .required = true, .max = 12),
	RQ_FIELD(struct user_role, role, RQ_STRING, .required = true, .max = 24),
	{ .name = NULL },
};
static const struct rq_field user_fields[] = {
	RQ_FIELD(struct user, login, RQ_STRING, .required = true, .max = 64),
	RQ_FIELD(struct user, name, RQ_STRING, .required = true, .max = 80),
	RQ_FIELD(struct user, roles, RQ_LIST, .required = true, .min = 1, .max = 20,
		 .sub = role_fields, .sub_size = sizeof(struct user_role)),
	{ .name = NULL },
};
static const struct rq_field district_fields[] = {
	RQ_FIELD(struct district, agencies, RQ_LIST, .required = true, .max = 1000,
		 .sub = ctl_agency_fields, .sub_size = sizeof(struct ctl_agency),
		 .sub_default = &ctl_agency_default),
	RQ_FIELD(struct district, users, RQ_LIST, .required = true, .max = 10000,
		 .sub = user_fields, .sub_size = sizeof(struct user)),
	{ .name = NULL },
};

/* ---- Agencies. */

static int check_agencies(const struct district *d, struct cw_err *err)
{
	const struct ctl_agency *agencies = d->agencies.items;
	char pointer[CW_ERR_POINTER];
	int rc = 0;

	for (size_t i = 0; i < d->agencies.n; i++) {
		snprintf(pointer, sizeof(pointer), "/agencies/%zu", i);
		rc |= ctl_agency_check(&agencies[i], pointer, err);
	}
	return rc;
}

/* In the order of the file: a parent stands before those below it. */
static int load_agencies(struct ctl *ctl, const struct district *d, size_t *added,
			 struct cw_err *err)
{
	const struct ctl_agency *agencies = d->agencies.items;

	*added = 0;
	for (size_t i = 0; i < d->agencies.n; i++) {
		struct ctl_agency_add add = { .ctl = ctl, .in = &agencies[i] };

		if (db_tx_run(ctl->db, ctl_agency_add_fn, &add, NULL, err))
			return -1;
		*added += !add.exists;
	}
	return 0;
}

/* ---- People. */

struct people {
	struct ctl *ctl;
	const struct db_agency *agencies;
	size_t n_agencies;
	int accounts; /* file descriptor */
	const char *path;
	size_t added;
};

static const struct db_agency *agency_of(const struct people *p, const char *code)
{
	for (size_t i = 0; i < p->n_agencies; i++)
		if (strcmp(p->agencies[i].code, code) == 0)
			return &p->agencies[i];
	return NULL;
}

static int roles_of(const struct people *p, size_t place, const struct user *u,
		    struct ctl_role **out, struct cw_err *err)
{
	const struct user_role *in = u->roles.items;
	char pointer[CW_ERR_POINTER];
	int rc = 0;

	*out = cw_alloc_n(p->ctl->arena, u->roles.n, sizeof(**out));
	if (!*out)
		return cw_fail_memory(err);
	for (size_t i = 0; i < u->roles.n; i++) {
		const struct db_agency *agency = agency_of(p, in[i].agency);

		snprintf(pointer, sizeof(pointer), "/users/%zu/roles/%zu", place, i);
		if (!agency) {
			rc = cw_fail_item(err, pointer, CW_MSG_CTL_NO_AGENCY, in[i].agency, NULL);
			continue;
		}
		rc |= ctl_role_check(agency, in[i].role, pointer, err);
		(*out)[i] = (struct ctl_role){ agency->id, in[i].role };
	}
	return rc;
}

/* "login password role@AGENCY,...". */
static int write_account(struct people *p, const struct user *u, const char *password,
			 struct cw_err *err)
{
	const struct user_role *roles = u->roles.items;
	struct cw_buf b;
	char *line;
	size_t len;

	cw_buf_init(&b, p->ctl->arena);
	cw_buf_printf(&b, "%s %s ", u->login, password);
	for (size_t i = 0; i < u->roles.n; i++)
		cw_buf_printf(&b, "%s%s@%s", i ? "," : "", roles[i].role, roles[i].agency);
	cw_buf_puts(&b, "\n");
	line = cw_buf_done(&b, &len);
	if (!line)
		return cw_fail_memory(err);
	if (write(p->accounts, line, len) != (ssize_t)len)
		return cw_fail(err, CW_INTERNAL, CW_MSG_CTL_CANNOT_WRITE, p->path, strerror(errno),
			       NULL);
	return 0;
}

static int load_user(struct people *p, size_t place, const struct user *u, struct cw_err *err)
{
	char *password = password_random(p->ctl->arena), *phc;
	struct ctl_user_add add = {
		.ctl = p->ctl, .login = u->login, .name = u->name, .n_roles = u->roles.n
	};
	struct ctl_role *roles;
	struct db_user there;

	if (!password)
		return cw_fail_memory(err);
	/* Looked for first: a hash takes a moment, and most runs find everyone there. */
	if (db_user_find(p->ctl->db, p->ctl->arena, u->login, &there, &add.exists, err))
		return -1;
	if (add.exists)
		return 0;
	if (roles_of(p, place, u, &roles, err) || password_hash(p->ctl->arena, password, &phc, err))
		return -1;
	add.roles = roles;
	add.phc = phc;
	if (db_tx_run(p->ctl->db, ctl_user_add_fn, &add, NULL, err))
		return -1;
	if (add.exists)
		return 0;
	p->added++;
	return write_account(p, u, password, err);
}

static int load_users(struct people *p, const struct district *d, struct cw_err *err)
{
	const struct user *users = d->users.items;
	struct db_agency *agencies;

	if (ctl_agencies(p->ctl, &agencies, &p->n_agencies, err))
		return -1;
	p->agencies = agencies;
	for (size_t i = 0; i < d->users.n; i++) {
		char pointer[CW_ERR_POINTER];

		snprintf(pointer, sizeof(pointer), "/users/%zu/login", i);
		if (ctl_login_check(users[i].login, pointer, err) ||
		    load_user(p, i, &users[i], err))
			return -1;
		ctl_progress(p->ctl, CW_MSG_CTL_USERS, i + 1, d->users.n, i + 1 == d->users.n);
	}
	return 0;
}

static int load_all(struct ctl *ctl, const struct district *d, struct people *p, struct cw_err *err)
{
	size_t notices, agencies;
	char text[3][24];

	if (check_agencies(d, err) || ctl_notices_builtin(ctl, &notices, err) ||
	    load_agencies(ctl, d, &agencies, err) || load_users(p, d, err))
		return -1;
	snprintf(text[0], sizeof(text[0]), "%zu", notices);
	snprintf(text[1], sizeof(text[1]), "%zu", agencies);
	snprintf(text[2], sizeof(text[2]), "%zu", p->added);
	ctl_say(ctl, stdout, CW_MSG_CTL_DEMO_LOADED, text[0], text[1], text[2], NULL);
	return 0;
}

int ctl_demo_load(struct ctl *ctl, const struct ctl_args *args, struct cw_err *err)
{
	struct people people = { .ctl = ctl, .path = ctl_option(args, "accounts"), .accounts = -1 };
	struct district d = { .agencies = { .n = 0 } };
	struct json_object *json = NULL;
	int rc = -1;

	if (!people.path)
		return cw_fail_item(err, "--accounts", CW_MSG_REQUIRED, NULL);
	people.accounts =
		open(people.path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (people.accounts < 0 || fchmod(people.accounts, 0600)) {
		cw_fail(err, CW_INVALID, CW_MSG_CTL_CANNOT_WRITE, people.path, strerror(errno),
			NULL);
		goto done;
	}
	if (ctl_read_json(ctl, args->words[0], &json, err) ||
	    rq_parse(ctl->arena, json, district_fields, &d, err) || load_all(ctl, &d, &people, err))
		goto done;
	if (fsync(people.accounts))
		cw_fail(err, CW_INTERNAL, CW_MSG_CTL_CANNOT_WRITE, people.path, strerror(errno),
			NULL);
	else
		rc = 0;
done:
	json_object_put(json);
	if (people.accounts >= 0)
		close(people.accounts);
	return rc;
}
