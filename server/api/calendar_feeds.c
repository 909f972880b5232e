/* Calendar feeds: made and revoked by the person whose they are, read by whoever has the secret
 * address.  They show kinds of deadlines, numbers of cases and days, nothing else. */
#include <string.h>

#include "casework/deadline.h"
#include "casework/ical.h"
#include "db/calendar_feed.h"
#include "db/user.h"
#include "server/api/admin.h"
#include "server/api/auth.h"
#include "server/api/case_json.h"
#include "server/api/filing.h"
#include "server/api/reminders.h"
#include "server/app.h"

#define FEEDS_MAX  20
#define EVENTS_MAX 2000 /* of each status */
#define OPEN_DAYS  366	/* how long what is over stays */
#define ENDED_DAYS 30	/* how long what has ended is shown as cancelled */
#define READS	   (CASE_OFFICE | CW_ROLE_BIT(CW_ROLE_SUPERVISOR))

/* ---- One's own. */

static struct json_object *feed_json(const struct db_feed *f)
{
	struct json_object *o = rq_obj();

	rq_put_id(o, "id", f->id);
	rq_put_id(o, "agency_id", f->agency_id);
	rq_put_str(o, "name", f->name);
	rq_put_str(o, "lang", f->lang);
	rq_put_time(o, "created_at", f->created_at);
	return o;
}

int api_feed_list(struct rq *rq, struct cw_err *err)
{
	struct json_object *o, *items;
	struct db_feed *rows;
	size_t n;

	if (db_feed_list(rq->db, rq->arena, rq->who.user, FEEDS_MAX, &rows, &n, err))
		return -1;
	items = rq_array();
	for (size_t i = 0; i < n; i++)
		rq_push(items, feed_json(&rows[i]));
	o = rq_obj();
	rq_put(o, "items", items);
	rq_put(o, "next", NULL);
	return rq_json(rq, 200, o, err);
}

struct feed_args {
	uint64_t agency;
	const char *name;
	int lang;
	struct db_audit_entry entry;
};
static const struct rq_field feed_fields[] = {
	{ "agency_id", RQ_ID, offsetof(struct feed_args, agency) },
	{ "name", RQ_STRING, offsetof(struct feed_args, name), .min = 1, .max = 80 },
	{ "lang", RQ_CHOICE, offsetof(struct feed_args, lang), .choices = filing_langs },
	{ .name = NULL },
};

/* Whether the owner may read the cases of AGENCY now. */
static int may_read(struct rq *rq, uint64_t user, uint64_t agency, bool *may, struct cw_err *err)
{
	struct db_grant *grants;
	size_t n;

	*may = false;
	if (db_grant_reach_list(rq->db, rq->arena, user, &grants, &n, err))
		return -1;
	for (size_t i = 0; i < n && !*may; i++) {
		const int role = cw_role_of(grants[i].role);

		*may = grants[i].agency == agency && role >= 0 && (READS & CW_ROLE_BIT(role));
	}
	return 0;
}

static int add_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct feed_args *in = arg;
	struct db_feed f = { .user_id = rq->who.user,
			     .agency_id = in->agency,
			     .name = in->name ? in->name : "",
			     .lang = filing_langs[in->lang],
			     .created_at = rq->now };
	const char *secret = auth_secret(rq->arena, ""), *address;
	unsigned char hash[DB_HASH];
	struct json_object *o;
	struct db_user me;
	struct db_feed *rows;
	size_t n;

	/* Locked, so that two at once count each other. */
	if (!secret)
		return cw_fail_memory(err);
	if (db_user_lock(rq->db, rq->arena, rq->who.user, &me, err) ||
	    db_feed_list(rq->db, rq->arena, rq->who.user, FEEDS_MAX, &rows, &n, err))
		return -1;
	if (n >= FEEDS_MAX)
		return cw_fail(err, CW_CONFLICT, CW_MSG_REMIND_TOO_MANY_FEEDS, "20", NULL);
	auth_secret_hash(secret, hash);
	if (db_feed_add(rq->db, &f, hash, err))
		return -1;
	address = cw_printf(rq->arena, "%s/ical/%s.ics", rq->app->config->public_url, secret);
	if (!address)
		return cw_fail_memory(err);
	in->entry.subject = admin_subject(rq, "calendar_feed", f.id);
	o = feed_json(&f);
	rq_put_str(o, "address", address);
	return rq_json(rq, 201, o, err);
}

int api_feed_add(struct rq *rq, struct cw_err *err)
{
	struct feed_args in = { .lang = rq->lang == CW_EN };
	bool may = true;

	if (rq_body(rq, feed_fields, &in, err) ||
	    (in.agency && may_read(rq, rq->who.user, in.agency, &may, err)))
		return -1;
	if (!may)
		return cw_fail_item(err, "/agency_id", CW_MSG_API_NO_SUCH_AGENCY, NULL);
	in.entry = admin_entry(rq, "calendar_feed_made");
	return admin_run(rq, add_tx, &in, &in.entry, err);
}

static int revoke_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct db_audit_entry *entry = arg;
	uint64_t id;
	bool got;

	if (admin_id(rq, 0, &id, err) ||
	    db_feed_revoke(rq->db, rq->who.user, id, rq->now, &got, err))
		return -1;
	if (!got)
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	entry->subject = admin_subject(rq, "calendar_feed", id);
	return rq_empty(rq, 204);
}

int api_feed_revoke(struct rq *rq, struct cw_err *err)
{
	struct db_audit_entry entry = admin_entry(rq, "calendar_feed_revoked");

	return admin_run(rq, revoke_tx, &entry, &entry, err);
}

/* ---- The feed itself. */

/* What stands after "://" of the public address, to its port or path: part of each UID. */
static const char *host_of(struct rq *rq)
{
	const char *at = strstr(rq->app->config->public_url, "://");

	at = at ? at + 3 : rq->app->config->public_url;
	return cw_printf(rq->arena, "%.*s", (int)strcspn(at, ":/"), at);
}

/* The page on which it is dealt with. */
static char *place_of(struct rq *rq, const struct db_feed_deadline *l)
{
	const char *site = rq->app->config->public_url;

	if (l->case_id)
		return cw_printf(rq->arena, "%s/staff#/case/%llu", site,
				 (unsigned long long)l->case_id);
	return cw_printf(rq->arena, "%s/staff#/%s", site, cw_deadline_page(l->kind));
}

static int fill(struct rq *rq, enum cw_lang lang, const struct db_feed_deadline *l,
		struct cw_ical_event *e, struct cw_err *err)
{
	const bool open = strcmp(l->status, "open") == 0;
	char title[CW_MSG_REF];
	const char *const args[CW_MSG_ARGS] = { cw_msg_ref(cw_deadline(l->kind)->title, title),
						l->number ? l->number : "—" };
	const char *host = host_of(rq);

	e->uid = host ? cw_printf(rq->arena, "deadline-%llu@%s", (unsigned long long)l->id, host)
		      : NULL;
	e->sequence = (unsigned)l->version;
	e->on = l->due_on;
	e->cancelled = !open;
	e->summary = l->number ? cw_msg_text(rq->arena, CW_MSG_REMIND_ICAL_TITLE, lang, args)
			       : cw_msg_raw(cw_deadline(l->kind)->title, lang);
	e->description = cw_msg_text(
		rq->arena, open ? CW_MSG_REMIND_ICAL_OPEN : CW_MSG_REMIND_ICAL_ENDED, lang, args);
	e->url = place_of(rq, l);
	return e->uid && e->summary && e->description && e->url ? 0 : cw_fail_memory(err);
}

struct feed_events {
	struct cw_ical_event *events;
	size_t n;
};

static int add_events(struct rq *rq, enum cw_lang lang, struct feed_events *all,
		      const struct db_feed_deadline *rows, size_t n, struct cw_err *err)
{
	struct cw_ical_event *events = cw_alloc(rq->arena, (all->n + n + 1) * sizeof(*events));

	if (!events)
		return cw_fail_memory(err);
	if (all->n)
		memcpy(events, all->events, all->n * sizeof(*events));
	all->events = events;
	for (size_t i = 0; i < n; i++)
		if (fill(rq, lang, &rows[i], &events[all->n++], err))
			return -1;
	return 0;
}

/* The deadlines of F; an agency's only while its owner may read it. */
static int load(struct rq *rq, const struct db_feed *f, enum cw_lang lang, struct feed_events *all,
		struct cw_err *err)
{
	static const char *const statuses[] = { "open", "met", "void" };
	struct db_feed_deadline *rows;
	bool may;
	size_t n;

	if (!f->agency_id)
		return db_feed_own_list(rq->db, rq->arena, f->user_id, rq->today - OPEN_DAYS,
					rq->today - ENDED_DAYS, EVENTS_MAX, &rows, &n, err) ||
				       add_events(rq, lang, all, rows, n, err)
			       ? -1
			       : 0;
	if (may_read(rq, f->user_id, f->agency_id, &may, err))
		return -1;
	if (!may)
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	for (size_t i = 0; i < 3; i++)
		if (db_feed_agency_list(rq->db, rq->arena, f->agency_id, statuses[i],
					rq->today - (i ? ENDED_DAYS : OPEN_DAYS), EVENTS_MAX, &rows,
					&n, err) ||
		    add_events(rq, lang, all, rows, n, err))
			return -1;
	return 0;
}

static int name_of(struct rq *rq, const struct db_feed *f, enum cw_lang lang, const char **out,
		   struct cw_err *err)
{
	struct db_agency agency = { .name = "" };
	const char *args[CW_MSG_ARGS] = { NULL };

	if (f->agency_id && db_agency_get(rq->db, rq->arena, f->agency_id, &agency, err))
		return -1;
	args[0] = agency.name;
	*out = *f->name ? f->name
			: cw_msg_text(rq->arena,
				      f->agency_id ? CW_MSG_REMIND_ICAL_AGENCY
						   : CW_MSG_REMIND_ICAL_OWN,
				      lang, args);
	return *out ? 0 : cw_fail_memory(err);
}

/* The same answer whether the secret is wrong, was revoked or opens nothing any more. */
int api_feed_get(struct rq *rq, struct cw_err *err)
{
	const char *file = rq->params[0];
	const size_t len = strlen(file);
	unsigned char hash[DB_HASH];
	struct cw_ical cal = { .now = rq->now };
	struct feed_events all = { .n = 0 };
	enum cw_lang lang;
	struct db_feed f;
	char *text;
	bool found;

	if (len < 5 || strcmp(file + len - 4, ".ics") != 0)
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	text = cw_printf(rq->arena, "%.*s", (int)len - 4, file);
	if (!text)
		return cw_fail_memory(err);
	auth_secret_hash(text, hash);
	if (db_feed_find(rq->db, rq->arena, hash, &f, &found, err))
		return -1;
	if (!found)
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	lang = strcmp(f.lang, "en") == 0 ? CW_EN : CW_ZH;
	cal.lang = f.lang;
	if (name_of(rq, &f, lang, &cal.name, err) || load(rq, &f, lang, &all, err))
		return -1;
	cal.events = all.events;
	cal.n = all.n;
	text = cw_ical_text(rq->arena, &cal, &(size_t){ 0 });
	return text ? rq_bytes(rq, 200, "text/calendar; charset=utf-8", text, strlen(text))
		    : cw_fail_memory(err);
}
