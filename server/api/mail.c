/* How one is told by mail; what was sent, for the system administrators. */
#include "db/mail.h"

#include <string.h>

#include "casework/hook.h"
#include "casework/mail.h"
#include "server/api/admin.h"
#include "server/api/endpoint.h"
#include "server/api/filing.h"
#include "server/api/page.h"
#include "server/api/reminders.h"
#include "server/app.h"

static bool mail_is_on(const struct rq *rq)
{
	return *rq->app->config->smtp_url != '\0';
}

/* ---- One's own. */

static const char *const modes[] = { DB_MAIL_OFF, DB_MAIL_EACH, DB_MAIL_DIGEST, NULL };

static int answer_own(struct rq *rq, int status, struct cw_err *err)
{
	struct db_user_mail m;
	struct json_object *o;

	if (db_user_mail_get(rq->db, rq->arena, rq->app->keys, rq->who.user, &m, err))
		return -1;
	o = rq_obj();
	rq_put_str(o, "mode", m.mode);
	rq_put_str(o, "address", m.address);
	rq_put_bool(o, "quiet_hours", m.quiet);
	rq_put_str(o, "lang", m.lang);
	rq_put_bool(o, "mail_available", mail_is_on(rq));
	return rq_json(rq, status, o, err);
}

int api_notifications_get(struct rq *rq, struct cw_err *err)
{
	return answer_own(rq, 200, err);
}

struct own_args {
	const char *address;
	int mode, lang;
	bool quiet;
	struct db_audit_entry entry;
};
static const struct rq_field own_fields[] = {
	{ "mode", RQ_CHOICE, offsetof(struct own_args, mode), .choices = modes, .required = true },
	{ "address", RQ_STRING, offsetof(struct own_args, address), .min = 3, .max = 254 },
	{ "quiet_hours", RQ_BOOL, offsetof(struct own_args, quiet) },
	{ "lang", RQ_CHOICE, offsetof(struct own_args, lang), .choices = filing_langs },
	{ .name = NULL },
};

static int own_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct own_args *in = arg;
	const struct db_user_mail m = { .user_id = rq->who.user,
					.address = in->address,
					.mode = modes[in->mode],
					.lang = filing_langs[in->lang],
					.quiet = in->quiet };

	return db_user_mail_put(rq->db, rq->arena, rq->app->keys, &m, err)
		       ? -1
		       : answer_own(rq, 200, err);
}

int api_notifications_put(struct rq *rq, struct cw_err *err)
{
	struct own_args in = { .lang = rq->lang == CW_EN, .quiet = true };

	if (rq_body(rq, own_fields, &in, err))
		return -1;
	if (in.address && !cw_mail_address_ok(in.address))
		return cw_fail_item(err, "/address", CW_MSG_MAIL_BAD_ADDRESS, NULL);
	if (!in.address && strcmp(modes[in.mode], DB_MAIL_OFF) != 0)
		return cw_fail_item(err, "/address", CW_MSG_MAIL_NO_ADDRESS, NULL);
	in.entry = admin_entry(rq, "notifications_changed");
	in.entry.subject = admin_subject(rq, "user", rq->who.user);
	return admin_run(rq, own_tx, &in, &in.entry, err);
}

static int test_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct db_user_mail m;

	(void)arg;
	if (!mail_is_on(rq))
		return cw_fail(err, CW_CONFLICT, CW_MSG_MAIL_NOT_CONFIGURED, NULL);
	if (db_user_mail_get(rq->db, rq->arena, rq->app->keys, rq->who.user, &m, err))
		return -1;
	if (!m.address)
		return cw_fail(err, CW_CONFLICT, CW_MSG_MAIL_NO_ADDRESS, NULL);
	return db_mail_add_test(rq->db, rq->who.user, rq->now, err) ? -1 : answer_own(rq, 202, err);
}

int api_notifications_test(struct rq *rq, struct cw_err *err)
{
	struct db_audit_entry entry = admin_entry(rq, "mail_test_sent");

	entry.subject = admin_subject(rq, "user", rq->who.user);
	return admin_nothing(rq, err) ? -1 : admin_run(rq, test_tx, NULL, &entry, err);
}

/* ---- What was sent. */

static const char *const statuses[] = { "waiting", "kept",	"digested", "sent",
					"dead",	   "cancelled", NULL };

struct list_args {
	struct page page;
	uint64_t district;
	int status;
};
static const struct rq_field list_fields[] = {
	PAGE_FIELDS(struct list_args, page),
	{ "district_id", RQ_ID, offsetof(struct list_args, district) },
	{ "status", RQ_CHOICE, offsetof(struct list_args, status), .choices = statuses },
	{ .name = NULL },
};

/* To whom it goes is no business of the administrators beyond what kind of person it is. */
static struct json_object *mail_json(struct rq *rq, const struct db_mail *m)
{
	const enum cw_hook hook = cw_hook_of(m->type);
	const bool waits = strcmp(m->status, "waiting") == 0 || strcmp(m->status, "kept") == 0;
	struct json_object *o = rq_obj();

	rq_put_id(o, "id", m->id);
	rq_put_str(o, "type", m->type);
	if (hook != CW_HOOK_NONE)
		rq_put_msg(rq->arena, o, "title", cw_hook_title(hook), NULL, rq->lang);
	rq_put_str(o, "to", m->person_id ? "applicant" : "officer");
	rq_put_id(o, "user_id", m->user_id);
	rq_put_id(o, "case_id", m->case_id);
	rq_put_str(o, "status", m->status);
	rq_put_int(o, "tried", m->tried);
	rq_put_str(o, "fault", *m->fault ? m->fault : NULL);
	rq_put_time(o, "next_at", waits ? m->next_at : DB_TIME_NONE);
	rq_put_time(o, "created_at", m->created_at);
	rq_put_time(o, "ended_at", m->ended_at);
	return o;
}

int api_mail_list(struct rq *rq, struct cw_err *err)
{
	struct list_args in = { .status = -1 };
	struct db_mail_query q = { 0 };
	uint64_t nobody;
	struct json_object *items;
	struct db_mail *rows;
	size_t n;

	page_init(&in.page);
	if (rq_params(rq, list_fields, &in, err) || page_start(&in.page, err) ||
	    endpoint_scope(rq, false, in.district, &q.root, &nobody, err))
		return -1;
	q.status = in.status < 0 ? NULL : statuses[in.status];
	q.before = in.page.key[0];
	q.limit = (unsigned)in.page.limit + 1;
	if (db_mail_list(rq->db, rq->arena, &q, &rows, &n, err))
		return -1;
	page_cut(&in.page, &n);
	items = rq_array();
	for (size_t i = 0; i < n; i++) {
		rq_push(items, mail_json(rq, &rows[i]));
		in.page.next[0] = rows[i].id;
	}
	return page_reply(rq, &in.page, items, err);
}

static int replay_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct db_audit_entry *entry = arg;
	struct db_mail m;
	uint64_t id;
	bool again;

	if (admin_id(rq, 0, &id, err) || db_mail_get(rq->db, rq->arena, id, &m, err))
		return -1;
	if (!admin_has(rq, m.root_id, CW_ROLE_SYSTEM_ADMIN))
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	if (db_mail_replay(rq->db, id, rq->now, &again, err))
		return -1;
	if (!again)
		return cw_fail(err, CW_CONFLICT, CW_MSG_MAIL_NOT_DEAD, NULL);
	entry->subject = admin_subject(rq, "mail", id);
	return db_mail_get(rq->db, rq->arena, id, &m, err)
		       ? -1
		       : rq_json(rq, 202, mail_json(rq, &m), err);
}

int api_mail_replay(struct rq *rq, struct cw_err *err)
{
	struct db_audit_entry entry = admin_entry(rq, "mail_replayed");

	return admin_nothing(rq, err) ? -1 : admin_run(rq, replay_tx, &entry, &entry, err);
}
