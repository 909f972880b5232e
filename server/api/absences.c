/*
 * Absence with cover: who covers whom at an agency, from a day to a day.  Meanwhile the cover's own
 * queue holds the absent person's cases too, and new work for the absent is warned of.  It ends by
 * itself.  Set by oneself or by a head; no act on any case.
 */
#include "db/absence.h"
#include "db/user.h"
#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/api/page.h"

#define DAYS_MAX 366

struct absence_args {
	uint64_t agency, user, cover;
	cw_day from_on, to_on;
};
static const struct rq_field fields[] = {
	{ "agency_id", RQ_ID, offsetof(struct absence_args, agency) },
	{ "user_id", RQ_ID, offsetof(struct absence_args, user) },
	{ "cover_id", RQ_ID, offsetof(struct absence_args, cover), .required = true },
	{ "from", RQ_DAY, offsetof(struct absence_args, from_on), .required = true },
	{ "to", RQ_DAY, offsetof(struct absence_args, to_on), .required = true },
	{ 0 }
};

static struct json_object *absence_json(const struct db_absence *a, cw_day today)
{
	struct json_object *o = rq_obj();
	const bool ended = a->ended_at != DB_TIME_NONE;

	rq_put_id(o, "id", a->id);
	rq_put_id(o, "agency_id", a->agency_id);
	rq_put_id(o, "user_id", a->user_id);
	rq_put_id(o, "cover_id", a->cover_id);
	rq_put_day(o, "from", a->from_on);
	rq_put_day(o, "to", a->to_on);
	rq_put_bool(o, "running", !ended && a->from_on <= today && a->to_on >= today);
	rq_put_id(o, "set_by", a->set_by);
	rq_put_time(o, "ended_at", a->ended_at);
	rq_put_id(o, "ended_by", a->ended_by);
	return o;
}

struct json_object *case_away_json(struct rq *rq, const struct db_absence *a)
{
	struct json_object *o = rq_obj();
	char from[CW_DAY_TEXT], to[CW_DAY_TEXT];
	const char *args[CW_MSG_ARGS] = { cw_day_text(a->from_on, from),
					  cw_day_text(a->to_on, to) };

	rq_put_msg_name(o, "code", CW_MSG_ASSIGNEE_AWAY);
	rq_put_msg(rq->arena, o, "text", CW_MSG_ASSIGNEE_AWAY, args, rq->lang);
	rq_put_id(o, "user_id", a->user_id);
	rq_put_id(o, "cover_id", a->cover_id);
	rq_put_day(o, "from", a->from_on);
	rq_put_day(o, "to", a->to_on);
	return o;
}

/* ---- Setting one. */

static int check_days(const struct rq *rq, const struct absence_args *in, struct cw_err *err)
{
	if (in->to_on < in->from_on)
		return cw_fail_item(err, "/to", CW_MSG_ABSENCE_ORDER, NULL);
	if (in->to_on < rq->today)
		return cw_fail_item(err, "/to", CW_MSG_ABSENCE_PAST, NULL);
	if (in->to_on - in->from_on >= DAYS_MAX)
		return cw_fail_item(err, "/to", CW_MSG_ABSENCE_TOO_LONG, NULL);
	return 0;
}

static int check_caseworker(struct rq *rq, uint64_t agency, uint64_t user, const char *pointer,
			    struct cw_err *err)
{
	struct db_user *all;
	size_t n;

	if (db_grant_user_list(rq->db, rq->arena, agency, "caseworker", 1000, &all, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (all[i].id == user)
			return 0;
	return cw_fail_item(err, pointer, CW_MSG_NO_SUCH_CASEWORKER, NULL);
}

/* Both people's rows in the order of ids: what is read after it stays so until the COMMIT, so that
 * neither absence overlaps another nor two people cover each other in the same days. */
static int lock_both(struct rq *rq, uint64_t one, uint64_t other, struct cw_err *err)
{
	struct db_user u;

	return db_user_lock(rq->db, rq->arena, one < other ? one : other, &u, err) ||
			       db_user_lock(rq->db, rq->arena, one < other ? other : one, &u, err)
		       ? -1
		       : 0;
}

static int clash(struct rq *rq, const struct absence_args *in, uint64_t user, const char *pointer,
		 enum cw_msg msg, struct cw_err *err)
{
	char from[CW_DAY_TEXT], to[CW_DAY_TEXT];
	struct db_absence a;
	bool found;

	if (db_absence_find(rq->db, rq->arena, in->agency, user, false, in->from_on, in->to_on, &a,
			    &found, err))
		return -1;
	return found ? cw_fail_item(err, pointer, msg, cw_day_text(a.from_on, from),
				    cw_day_text(a.to_on, to), NULL)
		     : 0;
}

/* Nobody can be kept from falling ill: that the absent person covers somebody meanwhile is said. */
static int put_warnings(struct rq *rq, const struct absence_args *in, struct json_object *o,
			struct cw_err *err)
{
	struct json_object *list = rq_array(), *w;
	char from[CW_DAY_TEXT], to[CW_DAY_TEXT];
	const char *args[CW_MSG_ARGS] = { NULL };
	struct db_absence a;
	bool found;

	rq_put(o, "warnings", list);
	if (db_absence_find(rq->db, rq->arena, in->agency, in->user, true, in->from_on, in->to_on,
			    &a, &found, err))
		return -1;
	if (!found)
		return 0;
	args[0] = cw_day_text(a.from_on, from);
	args[1] = cw_day_text(a.to_on, to);
	w = rq_obj();
	rq_put_msg_name(w, "code", CW_MSG_ABSENCE_COVERS);
	rq_put_msg(rq->arena, w, "text", CW_MSG_ABSENCE_COVERS, args, rq->lang);
	rq_put_id(w, "user_id", a.user_id);
	rq_push(list, w);
	return 0;
}

/* Oneself, or a head of the agency. */
static int check_right(struct rq *rq, uint64_t agency, uint64_t user, struct cw_err *err)
{
	if (rq_has_role(&rq->who, agency, CW_ROLE_HEAD) ||
	    (user == rq->who.user && rq_has_role(&rq->who, agency, CW_ROLE_CASEWORKER)))
		return 0;
	return cw_fail(err, CW_FORBIDDEN, CW_MSG_ABSENCE_OTHERS, NULL);
}

static int check_people(struct rq *rq, const struct absence_args *in, struct cw_err *err)
{
	int rc = check_caseworker(rq, in->agency, in->user, "/user_id", err);

	if (rc && err->code != CW_INVALID)
		return -1;
	rc |= in->cover == in->user ? cw_fail_item(err, "/cover_id", CW_MSG_ABSENCE_SELF, NULL)
				    : check_caseworker(rq, in->agency, in->cover, "/cover_id", err);
	return rc ? -1 : 0;
}

struct set {
	struct absence_args in;
	struct db_audit_entry entry;
};

static int set_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct set *set = arg;
	const struct absence_args *in = &set->in;
	struct db_absence a = { .agency_id = in->agency,
				.user_id = in->user,
				.cover_id = in->cover,
				.from_on = in->from_on,
				.to_on = in->to_on,
				.set_by = rq->who.user,
				.set_at = rq->now,
				.ended_at = DB_TIME_NONE };
	struct json_object *o;

	if (check_people(rq, in, err) || lock_both(rq, in->user, in->cover, err) ||
	    clash(rq, in, in->user, "/from", CW_MSG_ABSENCE_OVERLAP, err) ||
	    clash(rq, in, in->cover, "/cover_id", CW_MSG_ABSENCE_COVER_AWAY, err) ||
	    db_absence_add(rq->db, &a, err))
		return -1;
	set->entry.subject = admin_subject(rq, "user", in->user);
	set->entry.detail = admin_subject(rq, "covered by user", in->cover);
	o = absence_json(&a, rq->today);
	if (put_warnings(rq, in, o, err)) {
		json_object_put(o);
		return -1;
	}
	return rq_json(rq, 201, o, err);
}

int api_absence_set(struct rq *rq, struct cw_err *err)
{
	struct set set = {
		.in = { .from_on = CW_DAY_NONE, .to_on = CW_DAY_NONE, .user = rq->who.user },
		.entry = admin_entry(rq, "absence_set")
	};

	if (rq_body(rq, fields, &set.in, err) ||
	    case_pick_agency(rq, set.in.agency, &set.in.agency, err) ||
	    check_right(rq, set.in.agency, set.in.user, err) || check_days(rq, &set.in, err))
		return -1;
	return admin_run(rq, set_tx, &set, &set.entry, err);
}

/* ---- Ending one early. */

static int end_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct db_audit_entry *entry = arg;
	struct db_absence a;
	uint64_t id;

	if (admin_id(rq, 0, &id, err) || db_absence_lock(rq->db, rq->arena, id, &a, err))
		return -1;
	if (!act_roles(&rq->who, a.agency_id, 0))
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	if (check_right(rq, a.agency_id, a.user_id, err))
		return -1;
	if (a.ended_at != DB_TIME_NONE || a.to_on < rq->today)
		return cw_fail(err, CW_CONFLICT, CW_MSG_ABSENCE_OVER, NULL);
	if (db_absence_end(rq->db, id, rq->who.user, rq->now, err))
		return -1;
	a.ended_at = rq->now;
	entry->subject = admin_subject(rq, "user", a.user_id);
	return rq_json(rq, 200, absence_json(&a, rq->today), err);
}

int api_absence_end(struct rq *rq, struct cw_err *err)
{
	struct db_audit_entry entry = admin_entry(rq, "absence_ended");

	return admin_nothing(rq, err) || admin_run(rq, end_tx, &entry, &entry, err) ? -1 : 0;
}

/* ---- Those that run or are to come; or those that are over, the last first. */

enum { CURRENT, PAST };
static const char *const lists[] = { "current", "past", NULL };

struct list_args {
	uint64_t agency;
	int list;
	struct page page;
};
static const struct rq_field list_fields[] = {
	{ "agency", RQ_ID, offsetof(struct list_args, agency) },
	{ "list", RQ_CHOICE, offsetof(struct list_args, list), .choices = lists },
	PAGE_FIELDS(struct list_args, page),
	{ 0 }
};

int api_absence_list(struct rq *rq, struct cw_err *err)
{
	struct list_args in = { .list = CURRENT };
	struct json_object *items;
	struct db_absence *rows;
	uint64_t agency;
	cw_day after;
	size_t n;
	int rc;

	page_init(&in.page);
	if (rq_params(rq, list_fields, &in, err) || page_start(&in.page, err) ||
	    case_pick_agency(rq, in.agency, &agency, err))
		return -1;
	after = in.page.started ? (cw_day)in.page.key[0] : CW_DAY_NONE;
	if (in.list == PAST)
		rc = db_absence_past_list(rq->db, rq->arena, agency, rq->today, after,
					  in.page.key[1], (unsigned)in.page.limit + 1, &rows, &n,
					  err);
	else
		rc = db_absence_list(rq->db, rq->arena, agency, rq->today, after, in.page.key[1],
				     (unsigned)in.page.limit + 1, &rows, &n, err);
	if (rc)
		return -1;
	page_cut(&in.page, &n);
	items = rq_array();
	for (size_t i = 0; i < n; i++)
		rq_push(items, absence_json(&rows[i], rq->today));
	if (n) {
		in.page.next[0] = (uint64_t)rows[n - 1].to_on;
		in.page.next[1] = rows[n - 1].id;
	}
	return page_reply(rq, &in.page, items, err);
}
