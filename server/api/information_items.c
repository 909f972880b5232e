/* Information items and their reviews for proactive disclosure (条例 18, 44; R-OUT-5). */
#include <string.h>

#include "casework/publication.h"
#include "db/same.h"
#include "server/act/agency_deadline.h"
#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/api/page.h"
#include "server/api/publication.h"
#include "server/app.h"

#define CASES_MAX 500 /* of one item: more change nothing */
#define TITLE_MAX 200

/* ---- Shared. */

int publication_office(const struct rq *rq, uint64_t agency, bool head, struct cw_err *err)
{
	if (!(act_roles(&rq->who, agency, 0) & CASE_OFFICE))
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	if (head && !rq_has_role(&rq->who, agency, CW_ROLE_HEAD))
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_LAW_ROLE, NULL);
	return 0;
}

int publication_record(struct rq *rq, uint64_t item, const char *act, uint64_t case_id,
		       const char *remark, struct cw_err *err)
{
	const struct db_item_event e = { .item_id = item,
					 .actor_id = rq->who.user,
					 .case_id = case_id,
					 .act = act,
					 .remark = remark,
					 .happened_on = rq->today,
					 .recorded_at = rq->now };

	return db_item_event_add(rq->db, &e, err);
}

int publication_save(struct rq *rq, const struct db_item *i, struct cw_err *err)
{
	const bool open = strcmp(i->review, "open") == 0;
	const cw_day due = i->due_on == CW_DAY_NONE && open ? rq->today : i->due_on;

	if (db_item_save(rq->db, i, err))
		return -1;
	return due == CW_DAY_NONE
		       ? db_agency_deadline_end(rq->db, DB_DUE_PUBLICATION, i->id, "met", err)
		       : agency_deadline_put(rq, DB_DUE_PUBLICATION, i->id, i->agency_id, due, err);
}

struct json_object *publication_item_json(struct rq *rq, const struct db_item *i)
{
	struct json_object *o = rq_obj();
	const bool open = strcmp(i->review, "open") == 0;

	rq_put_id(o, "id", i->id);
	rq_put_id(o, "agency_id", i->agency_id);
	rq_put_str(o, "title", i->title);
	rq_put_int(o, "cases", (int64_t)i->cases);
	rq_put_str(o, "review", i->review);
	rq_put_day(o, "opened_on", i->opened_on);
	rq_put_str(o, "opened_by", i->opened_by);
	rq_put_day(o, "due_on", i->due_on);
	rq_put_bool(o, "due", i->due_on == CW_DAY_NONE ? open : i->due_on <= rq->today);
	rq_put_day(o, "decided_on", i->decided_on);
	rq_put_id(o, "decided_by", i->decided_by);
	rq_put_str(o, "reason", i->reason);
	return o;
}

static int make(struct rq *rq, uint64_t agency, const char *title, struct db_item *out,
		struct cw_err *err)
{
	*out = (struct db_item){ .agency_id = agency, .title = title };
	return db_item_add(rq->db, out, err) ||
			       publication_record(rq, out->id, "made", 0, NULL, err)
		       ? -1
		       : 0;
}

/* A review is open from today on; one that is open or has made it public stays as it is. */
static int open_review(struct rq *rq, struct db_item *i, const char *by, struct cw_err *err)
{
	if (strcmp(i->review, "open") == 0 || strcmp(i->review, "published") == 0)
		return 0;
	i->review = "open";
	i->opened_on = rq->today;
	i->opened_by = by;
	i->due_on = CW_DAY_NONE;
	return publication_save(rq, i, err) || publication_record(rq, i->id, "opened", 0, by, err)
		       ? -1
		       : 0;
}

/* The cases of an item whose information is not refused, each by the first record of its applicant.
 */
static int asked_of(struct rq *rq, uint64_t item, struct cw_asked **out, size_t *n,
		    struct cw_err *err)
{
	struct db_item_case *rows;
	size_t n_rows;

	*n = 0;
	if (db_item_case_list(rq->db, rq->arena, item, CASES_MAX, &rows, &n_rows, err))
		return -1;
	*out = cw_alloc_n(rq->arena, n_rows + 1, sizeof(**out));
	if (!*out)
		return cw_fail_memory(err);
	for (size_t i = 0; i < n_rows; i++) {
		uint64_t root;

		if (rows[i].refused_on != CW_DAY_NONE || rows[i].received_on == CW_DAY_NONE)
			continue;
		if (db_same_root_find(rq->db, rq->arena, rows[i].applicant_id, &root, err) ||
		    db_same_first_get(rq->db, rq->arena, rows[i].applicant_id, root,
				      &(*out)[*n].applicant, err))
			return -1;
		(*out)[(*n)++].on = rows[i].received_on;
	}
	return 0;
}

/* ---- Tying a case to an item. */

struct tie_args {
	uint64_t item;
	const char *title;
};
static const struct rq_field tie_fields[] = {
	{ "item_id", RQ_ID, offsetof(struct tie_args, item) },
	{ "title", RQ_STRING, offsetof(struct tie_args, title), .min = 2, .max = TITLE_MAX },
	{ 0 }
};

/* The item named, of the case's own agency, locked; or a new one. */
static int item_to_tie(struct act *x, const struct tie_args *in, struct db_item *out,
		       struct cw_err *err)
{
	struct cw_err none;

	if (!in->item)
		return make(x->rq, x->d.agency_id, in->title ? in->title : x->d.title, out, err);
	cw_err_clear(&none);
	if (db_item_lock(x->rq->db, x->rq->arena, in->item, out, &none)) {
		if (none.code == CW_NOT_FOUND)
			return cw_fail_item(err, "/item_id", CW_MSG_NO_SUCH_ITEM, NULL);
		*err = none;
		return -1;
	}
	return out->agency_id == x->d.agency_id
		       ? 0
		       : cw_fail_item(err, "/item_id", CW_MSG_NO_SUCH_ITEM, NULL);
}

/* Enough applicants have asked for it (R-OUT-5). */
static int count(struct act *x, struct db_item *i, struct cw_err *err)
{
	struct cw_asked *asked;
	size_t n;

	if (asked_of(x->rq, i->id, &asked, &n, err))
		return -1;
	if (!cw_publication_due(asked, n, x->settings.review_applicants, x->settings.review_months))
		return 0;
	/* What was declined is looked at again on its day, not for each who asks. */
	return strcmp(i->review, "none") == 0 ? open_review(x->rq, i, "applicants", err) : 0;
}

static int tie_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct tie_args *in = arg;
	struct db_item item;
	struct act x;
	uint64_t id;

	if (admin_id(rq, 0, &id, err) || act_view(&x, rq, id, err))
		return -1;
	if (!(x.roles & (CW_ROLE_BIT(CW_ROLE_CASEWORKER) | CW_ROLE_BIT(CW_ROLE_HEAD))))
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_LAW_ROLE, NULL);
	if (item_to_tie(&x, in, &item, err) ||
	    db_item_tie(rq->db, x.d.id, item.id, rq->today, CW_DAY_NONE, err) ||
	    publication_record(rq, item.id, "tied", x.d.id, NULL, err) || count(&x, &item, err) ||
	    db_item_get(rq->db, rq->arena, item.id, &item, err))
		return -1;
	return rq_json(rq, 201, publication_item_json(rq, &item), err);
}

int api_item_tie(struct rq *rq, struct cw_err *err)
{
	struct tie_args in = { 0 };

	if (rq_body(rq, tie_fields, &in, err))
		return -1;
	if (in.item && in.title)
		return cw_fail_item(err, "/title", CW_MSG_ITEM_OR_TITLE, NULL);
	return act_run(rq, tie_tx, &in, err);
}

/* ---- What an applicant suggests. */

struct suggest_args {
	const char *reason;
};
static const struct rq_field suggest_fields[] = { { "reason", RQ_STRING,
						    offsetof(struct suggest_args, reason),
						    .required = true, .min = 2, .max = 1000 },
						  { 0 } };

static int item_of(struct act *x, struct db_item *out, struct cw_err *err)
{
	uint64_t id;

	if (db_item_of_case_find(x->rq->db, x->d.id, &id, err))
		return -1;
	if (id)
		return db_item_lock(x->rq->db, x->rq->arena, id, out, err);
	return make(x->rq, x->d.agency_id, x->d.title, out,
		    err) || db_item_tie(x->rq->db, x->d.id, out->id, x->rq->today, CW_DAY_NONE, err)
		       ? -1
		       : 0;
}

static int suggest_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct suggest_args *in = arg;
	struct db_suggestion s;
	struct json_object *o;
	struct db_item item;
	struct act x;

	if (act_view(&x, rq, rq->who.case_id, err))
		return -1;
	if (strcmp(rq->params[0], x.d.number) != 0)
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	if (!x.c.served)
		return cw_fail(err, CW_NOT_ALLOWED_NOW, CW_MSG_SUGGESTION_TOO_EARLY, NULL);
	if (item_of(&x, &item, err))
		return -1;
	s = (struct db_suggestion){ x.d.id, item.id, in->reason, rq->today };
	if (db_suggestion_add(rq->db, rq->arena, rq->app->keys, &s, err))
		return db_err_duplicate(err, "PRIMARY")
			       ? (cw_err_clear(err),
				  cw_fail(err, CW_CONFLICT, CW_MSG_SUGGESTION_TWICE, NULL))
			       : -1;
	if (publication_record(rq, item.id, "suggested", x.d.id, NULL, err) ||
	    open_review(rq, &item, "suggestion", err))
		return -1;
	o = rq_obj();
	rq_put_str(o, "reason", s.reason);
	rq_put_day(o, "made_on", s.made_on);
	return rq_json(rq, 201, o, err);
}

int api_suggestion_add(struct rq *rq, struct cw_err *err)
{
	struct suggest_args in = { 0 };

	return rq_body(rq, suggest_fields, &in, err) || act_run(rq, suggest_tx, &in, err) ? -1 : 0;
}

/* ---- What was refused. */

static bool refuses(const struct cw_reply *r)
{
	for (size_t i = 0; i < r->n_parts; i++)
		if ((CW_OUTCOME_BIT(r->parts[i].outcome) | r->parts[i].refused) &
		    CW_OUTCOMES_14_TO_16)
			return true;
	return false;
}

int publication_refused(struct act *x, const struct cw_reply *reply, cw_day on, struct cw_err *err)
{
	struct db_item item;

	if (!refuses(reply))
		return 0;
	if (item_of(x, &item, err) ||
	    db_item_tie(x->rq->db, x->d.id, item.id, x->rq->today, on, err) ||
	    publication_record(x->rq, item.id, "refused", x->d.id, NULL, err))
		return -1;
	if (strcmp(item.review, "open") == 0 || strcmp(item.review, "published") == 0)
		return 0;
	item.due_on = cw_publication_reassess(on, x->settings.reassess_months);
	return publication_save(x->rq, &item, err);
}

/* ---- Deciding. */

enum { PUBLISH, DECLINE, PUT_OFF };
static const char *const decisions[] = { "publish", "decline", "put_off", NULL };

struct decide_args {
	int decision;
	const char *reason;
	cw_day until;
	struct disclosure_args d;
};
#define F(member) offsetof(struct decide_args, member)
static const struct rq_field decide_fields[] = {
	{ "decision", RQ_CHOICE, F(decision), .required = true, .choices = decisions },
	{ "reason", RQ_STRING, F(reason), .required = true, .min = 2, .max = 1000 },
	{ "until", RQ_DAY, F(until) },
	{ "title", RQ_STRING, F(d.title), .min = 2, .max = TITLE_MAX },
	{ "address", RQ_STRING, F(d.address), .min = 2, .max = 500 },
	{ "document_number", RQ_STRING, F(d.document_number), .min = 2, .max = 80 },
	{ "summary", RQ_STRING, F(d.summary), .min = 2, .max = 2000 },
	{ "published_on", RQ_DAY, F(d.published_on) },
	{ 0 }
};

static int check_decision(const struct rq *rq, const struct decide_args *in, struct cw_err *err)
{
	const bool says = in->d.title || in->d.address || in->d.document_number || in->d.summary ||
			  in->d.published_on != CW_DAY_NONE;

	if (in->decision == PUT_OFF && in->until == CW_DAY_NONE)
		cw_fail_item(err, "/until", CW_MSG_REQUIRED, NULL);
	else if (in->decision == PUT_OFF && in->until <= rq->today)
		cw_fail_item(err, "/until", CW_MSG_DAY_TOO_EARLY, NULL);
	if (in->decision != PUT_OFF && in->until != CW_DAY_NONE)
		cw_fail_item(err, "/until", CW_MSG_NOT_WITH_TYPE, decisions[in->decision], NULL);
	if (in->decision == PUBLISH)
		return disclosure_check(rq, &in->d, err);
	if (says)
		cw_fail_item(err, "/address", CW_MSG_NOT_WITH_TYPE, decisions[in->decision], NULL);
	return err->code == CW_OK ? 0 : -1;
}

static int apply(struct rq *rq, const struct decide_args *in, struct db_item *i, struct cw_err *err)
{
	static const char *const acts[] = { "published", "declined", "put_off" };
	struct db_disclosure made;
	struct settings settings;

	i->decided_on = rq->today;
	i->decided_by = rq->who.user;
	i->reason = in->reason;
	if (in->decision == PUBLISH) {
		i->review = "published";
		i->due_on = CW_DAY_NONE;
		if (disclosure_make(rq, i->agency_id, i->id, &in->d, &made, err))
			return -1;
	} else if (in->decision == DECLINE) {
		if (settings_load(rq->db, rq->arena, i->agency_id, rq->today, &settings, err))
			return -1;
		i->review = "declined";
		i->due_on = cw_publication_reassess(rq->today, settings.reassess_months);
	} else {
		i->due_on = in->until;
	}
	return publication_save(rq, i, err) ||
			       publication_record(rq, i->id, acts[in->decision], 0, in->reason, err)
		       ? -1
		       : 0;
}

static int decide_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct decide_args *in = arg;
	struct db_item item;
	uint64_t id;

	if (admin_id(rq, 0, &id, err) || db_item_lock(rq->db, rq->arena, id, &item, err) ||
	    publication_office(rq, item.agency_id, true, err))
		return -1;
	if (strcmp(item.review, "published") == 0)
		return cw_fail_law(err, CW_MSG_ITEM_PUBLISHED, "R-OUT-5", "条例44", NULL);
	if (check_decision(rq, in, err) || apply(rq, in, &item, err))
		return -1;
	return rq_json(rq, 200, publication_item_json(rq, &item), err);
}

int api_item_decide(struct rq *rq, struct cw_err *err)
{
	struct decide_args in = { .until = CW_DAY_NONE, .d.published_on = CW_DAY_NONE };

	return rq_body(rq, decide_fields, &in, err) || act_run(rq, decide_tx, &in, err) ? -1 : 0;
}

/* ---- Reading. */

static const char *const reviews[] = { "none", "open", "published", "declined", NULL };

struct list_args {
	struct page page;
	uint64_t agency;
	int review;
	bool due;
	const char *words;
};
static const struct rq_field list_fields[] = {
	PAGE_FIELDS(struct list_args, page),
	{ "agency_id", RQ_ID, offsetof(struct list_args, agency), .required = true },
	{ "review", RQ_CHOICE, offsetof(struct list_args, review), .choices = reviews },
	{ "due", RQ_BOOL, offsetof(struct list_args, due) },
	{ "q", RQ_STRING, offsetof(struct list_args, words), .min = 1, .max = 100 },
	{ .name = NULL }
};

int api_item_list(struct rq *rq, struct cw_err *err)
{
	struct list_args in = { .review = -1 };
	struct db_item_query q;
	struct json_object *items;
	struct db_item *rows;
	size_t n;

	page_init(&in.page);
	if (rq_params(rq, list_fields, &in, err) || page_start(&in.page, err) ||
	    publication_office(rq, in.agency, false, err))
		return -1;
	q = (struct db_item_query){ .agency = in.agency,
				    .before = in.page.key[0],
				    .review = in.review < 0 ? NULL : reviews[in.review],
				    .due = in.due ? rq->today : CW_DAY_NONE,
				    .words = in.words,
				    .limit = (unsigned)in.page.limit + 1 };
	if (db_item_list(rq->db, rq->arena, &q, &rows, &n, err))
		return -1;
	page_cut(&in.page, &n);
	items = rq_array();
	for (size_t i = 0; i < n; i++) {
		rq_push(items, publication_item_json(rq, &rows[i]));
		in.page.next[0] = rows[i].id;
	}
	return page_reply(rq, &in.page, items, err);
}

static int put_cases(struct rq *rq, struct json_object *o, uint64_t item, struct cw_err *err)
{
	struct json_object *list = rq_array();
	struct db_item_case *rows;
	size_t n;

	rq_put(o, "tied", list);
	if (db_item_case_list(rq->db, rq->arena, item, CASES_MAX, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct json_object *k = rq_obj();

		rq_put_id(k, "case_id", rows[i].case_id);
		rq_put_str(k, "number", rows[i].number);
		rq_put_day(k, "received_on", rows[i].received_on);
		rq_put_day(k, "refused_on", rows[i].refused_on);
		rq_push(list, k);
	}
	return 0;
}

static int put_suggestions(struct rq *rq, struct json_object *o, uint64_t item, struct cw_err *err)
{
	struct json_object *list = rq_array();
	struct db_suggestion *rows;
	size_t n;

	rq_put(o, "suggestions", list);
	if (db_suggestion_list(rq->db, rq->arena, rq->app->keys, item, CASES_MAX, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct json_object *s = rq_obj();

		rq_put_id(s, "case_id", rows[i].case_id);
		rq_put_str(s, "reason", rows[i].reason);
		rq_put_day(s, "made_on", rows[i].made_on);
		rq_push(list, s);
	}
	return 0;
}

static int put_events(struct rq *rq, struct json_object *o, uint64_t item, struct cw_err *err)
{
	struct json_object *list = rq_array();
	struct db_item_event *rows;
	size_t n;

	rq_put(o, "events", list);
	if (db_item_event_list(rq->db, rq->arena, item, CASES_MAX, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct json_object *e = rq_obj();

		rq_put_str(e, "act", rows[i].act);
		rq_put_day(e, "happened_on", rows[i].happened_on);
		rq_put_time(e, "recorded_at", rows[i].recorded_at);
		rq_put_id(e, "actor_id", rows[i].actor_id);
		rq_put_id(e, "case_id", rows[i].case_id);
		rq_put_str(e, "remark", rows[i].remark);
		rq_push(list, e);
	}
	return 0;
}

int api_item_get(struct rq *rq, struct cw_err *err)
{
	struct json_object *o;
	struct db_item item;
	uint64_t id;

	if (admin_id(rq, 0, &id, err) || db_item_get(rq->db, rq->arena, id, &item, err) ||
	    publication_office(rq, item.agency_id, false, err))
		return -1;
	o = publication_item_json(rq, &item);
	if (put_cases(rq, o, id, err) || put_suggestions(rq, o, id, err) ||
	    put_events(rq, o, id, err)) {
		json_object_put(o);
		return -1;
	}
	return rq_json(rq, 200, o, err);
}

/* ---- In the case. */

int case_items_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct db_item item;
	uint64_t id;

	if (db_item_of_case_find(x->rq->db, x->d.id, &id, err))
		return -1;
	if (!id)
		return 0;
	if (db_item_get(x->rq->db, x->rq->arena, id, &item, err))
		return -1;
	rq_push(list, publication_item_json(x->rq, &item));
	return 0;
}

int case_suggestions_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct json_object *o;
	cw_day made_on;
	bool found;

	if (db_suggestion_of_case_find(x->rq->db, x->rq->arena, x->d.id, &made_on, &found, err))
		return -1;
	if (!found)
		return 0;
	o = rq_obj();
	rq_put_day(o, "made_on", made_on);
	rq_push(list, o);
	return 0;
}
