/*
 * Conflicts of interest of legal advisors (product.md): declared in general or in one case.  What a
 * standing declaration touches is taken from the advisor at once and never put to them again.
 */
#include <string.h>

#include "casework/base/text.h"
#include "db/conflict.h"
#include "db/consultation.h"
#include "db/filing.h"
#include "db/person.h"
#include "db/share.h"
#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/api/legal.h"
#include "server/api/page.h"
#include "server/app.h"

#define CONFLICTS_MAX 500

/* ---- Whether one touches a case. */

/* Where a case names those whom it concerns: its own texts, applicants, representatives and their
 * firms, and those who were asked about it; folded. */
struct named {
	char **texts;
	size_t n, room;
};

static int add_text(struct cw_arena *a, struct named *t, const char *text, struct cw_err *err)
{
	char **more;

	if (!text || !*text)
		return 0;
	if (t->n == t->room) {
		t->room = t->room ? 2 * t->room : 16;
		more = cw_alloc_n(a, t->room, sizeof(*more));
		if (!more)
			return cw_fail_memory(err);
		if (t->n)
			memcpy(more, t->texts, t->n * sizeof(*more));
		t->texts = more;
	}
	t->texts[t->n] = cw_text_fold(a, text);
	return t->texts[t->n++] ? 0 : cw_fail_memory(err);
}

static int add_applicants(struct act *x, struct named *t, struct cw_err *err)
{
	struct rq *rq = x->rq;
	struct db_person first, *joint;
	size_t n;

	if (db_person_get(rq->db, rq->arena, rq->app->keys, x->d.applicant_id, &first, err) ||
	    add_text(rq->arena, t, first.name, err) ||
	    db_joint_list(rq->db, rq->arena, rq->app->keys, x->d.id, &joint, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (add_text(rq->arena, t, joint[i].name, err))
			return -1;
	return 0;
}

static int add_representatives(struct act *x, struct named *t, struct cw_err *err)
{
	struct rq *rq = x->rq;
	struct db_representative *rows;
	size_t n;

	if (db_representative_list(rq->db, rq->arena, rq->app->keys, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (add_text(rq->arena, t, rows[i].person.name, err) ||
		    add_text(rq->arena, t, rows[i].firm_letter, err))
			return -1;
	return 0;
}

static int add_asked(struct act *x, struct named *t, struct cw_err *err)
{
	struct rq *rq = x->rq;
	struct db_consultation *rows;
	size_t n;

	if (db_consultation_list(rq->db, rq->arena, rq->app->keys, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (add_text(rq->arena, t, rows[i].party, err))
			return -1;
	return 0;
}

/* A party or firm is met where its name is a part of what the case says. */
static int touches(struct act *x, const struct db_conflict *c, const struct named *t, bool *out,
		   struct cw_err *err)
{
	const char *want;

	*out = (c->agency_id && c->agency_id == x->d.agency_id) ||
	       (c->case_id && c->case_id == x->d.id);
	if (*out || !c->party)
		return 0;
	want = cw_text_fold(x->rq->arena, c->party);
	if (!want)
		return cw_fail_memory(err);
	for (size_t i = 0; want[0] && i < t->n && !*out; i++)
		*out = strstr(t->texts[i], want) != NULL;
	return 0;
}

int legal_conflicted(struct act *x, uint64_t advisor, bool *out, struct cw_err *err)
{
	struct named texts = { .n = 0 };
	struct rq *rq = x->rq;
	struct db_conflict *rows;
	size_t n;

	*out = false;
	if (db_conflict_list(rq->db, rq->arena, rq->app->keys, advisor, true, 0, CONFLICTS_MAX,
			     &rows, &n, err))
		return -1;
	if (!n)
		return 0;
	if (add_text(rq->arena, &texts, x->d.title, err) ||
	    add_text(rq->arena, &texts, x->d.description, err) || add_applicants(x, &texts, err) ||
	    add_representatives(x, &texts, err) || add_asked(x, &texts, err))
		return -1;
	for (size_t i = 0; i < n && !*out; i++)
		if (touches(x, &rows[i], &texts, out, err))
			return -1;
	return 0;
}

/* ---- Taking a case from its advisor. */

/* The open review goes back to its asker, in whose queue it stands today. */
static int give_back(struct act *x, struct db_legal *r, struct cw_err *err)
{
	struct rq *rq = x->rq;
	struct json_object *detail;

	if (act_decide(x, CW_ACT_LEGAL_RETURN, err))
		return -1;
	r->status = "returned";
	r->ended_on = x->facts.on;
	r->opinion = r->reasons = NULL;
	r->reply_round = 0;
	if (db_legal_end(rq->db, r, err) ||
	    db_deadline_end(rq->db, x->d.id, r->handling, LEGAL_SHARE, r->id, "void", err) ||
	    db_deadline_put(rq->db, x->d.id, x->d.handling, LEGAL_AGAIN, 0, rq->today, err))
		return -1;
	legal_tell(x, r);
	detail = rq_obj();
	rq_put_id(detail, "review", r->id);
	rq_put_bool(detail, "conflict_of_interest", true); /* why is the advisor's own */
	return act_finish(x, detail, err);
}

/* Whatever was put to the caller in this case: open reviews go back, nothing stays readable. */
static int take_away(struct act *x, struct cw_err *err)
{
	const uint64_t me = x->rq->who.user;
	struct db_legal *rows;
	size_t n;

	if (db_legal_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (rows[i].advisor_id != me)
			continue;
		if (strcmp(rows[i].status, "asked") == 0 && give_back(x, &rows[i], err))
			return -1;
		if (db_share_remove(x->rq->db, x->d.id, me, LEGAL_SHARE, rows[i].id, err))
			return -1;
	}
	return 0;
}

/* ---- In general. */

struct declare_args {
	uint64_t agency;
	const char *party, *reason;
	size_t returned; /* how many cases went back */
	struct db_conflict c;
	struct db_audit_entry entry;
};
static const struct rq_field declare_fields[] = {
	{ "agency_id", RQ_ID, offsetof(struct declare_args, agency) },
	{ "party", RQ_STRING, offsetof(struct declare_args, party), .min = 2, .max = 100 },
	{ "reason", RQ_STRING, offsetof(struct declare_args, reason), .required = true, .min = 2,
	  .max = 1000 },
	{ 0 }
};

static struct json_object *conflict_json(const struct db_conflict *c)
{
	struct json_object *o = rq_obj();

	rq_put_id(o, "id", c->id);
	rq_put_id(o, "agency_id", c->agency_id);
	rq_put_id(o, "case_id", c->case_id);
	rq_put_str(o, "party", c->party);
	rq_put_str(o, "reason", c->reason);
	rq_put_day(o, "declared_on", c->declared_on);
	rq_put_day(o, "ended_on", c->ended_on);
	return o;
}

/* One case that was ever put to the caller: taken away if the declaration touches it. */
static int sweep_case(struct rq *rq, struct declare_args *in, uint64_t id, struct cw_err *err)
{
	struct act x;
	bool conflict;

	if (act_open(&x, rq, id, CW_ACT_LEGAL_RETURN, err)) {
		if (err->code != CW_NOT_FOUND && err->code != CW_FORBIDDEN)
			return -1;
		cw_err_clear(err); /* not put to them any more */
		return 0;
	}
	if (legal_conflicted(&x, rq->who.user, &conflict, err))
		return -1;
	if (!conflict)
		return 0;
	in->returned += x.c.legal_open;
	return take_away(&x, err);
}

/* The declaration is written first: whoever chooses this advisor meanwhile waits for it.  Then the
 * cases are locked, all before the first read that does not lock: what is read after is as it is
 * now. */
static int write_and_lock(struct rq *rq, struct declare_args *in, uint64_t **cases, size_t *n,
			  struct cw_err *err)
{
	struct db_docket d;

	if (db_conflict_add(rq->db, rq->arena, rq->app->keys, &in->c, err) ||
	    db_legal_case_list(rq->db, rq->arena, rq->who.user, cases, n, err))
		return -1;
	for (size_t i = 0; i < *n; i++)
		if (db_docket_lock(rq->db, rq->arena, (*cases)[i], &d, err))
			return -1;
	return 0;
}

static int declare_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct declare_args *in = arg;
	struct json_object *o;
	uint64_t *cases;
	size_t n;

	in->returned = 0;
	in->c = (struct db_conflict){ .user_id = rq->who.user,
				      .agency_id = in->agency,
				      .party = in->party,
				      .reason = in->reason,
				      .declared_on = rq->today,
				      .ended_on = CW_DAY_NONE };
	if (write_and_lock(rq, in, &cases, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (sweep_case(rq, in, cases[i], err))
			return -1;
	in->entry.subject = admin_subject(rq, "legal_conflict", in->c.id);
	o = conflict_json(&in->c);
	rq_put_int(o, "returned_cases", (int64_t)in->returned);
	return rq_json(rq, 201, o, err);
}

int api_conflict_declare(struct rq *rq, struct cw_err *err)
{
	struct declare_args in = { .entry = admin_entry(rq, "legal_conflict") };
	struct db_agency agency;

	if (rq_body(rq, declare_fields, &in, err))
		return -1;
	if (!in.agency == !in.party)
		return cw_fail_item(err, in.agency ? "/party" : "/agency_id",
				    CW_MSG_CONFLICT_ONE_OF, NULL);
	if (in.agency && db_agency_get(rq->db, rq->arena, in.agency, &agency, err)) {
		if (err->code != CW_NOT_FOUND)
			return -1;
		cw_err_clear(err);
		return cw_fail_item(err, "/agency_id", CW_MSG_NOT_FOUND, NULL);
	}
	return admin_run(rq, declare_tx, &in, &in.entry, err);
}

int api_conflict_list(struct rq *rq, struct cw_err *err)
{
	struct json_object *items;
	struct db_conflict *rows;
	struct page page;
	size_t n;

	if (page_read(rq, &page, err) ||
	    db_conflict_list(rq->db, rq->arena, rq->app->keys, rq->who.user, false, page.key[0],
			     (unsigned)page.limit + 1, &rows, &n, err))
		return -1;
	page_cut(&page, &n);
	items = rq_array();
	for (size_t i = 0; i < n; i++) {
		rq_push(items, conflict_json(&rows[i]));
		page.next[0] = rows[i].id;
	}
	return page_reply(rq, &page, items, err);
}

static int end_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct db_audit_entry *entry = arg;
	uint64_t id;

	if (admin_id(rq, 0, &id, err) || db_conflict_end(rq->db, id, rq->who.user, rq->today, err))
		return -1;
	entry->subject = admin_subject(rq, "legal_conflict", id);
	return rq_empty(rq, 204);
}

int api_conflict_end(struct rq *rq, struct cw_err *err)
{
	struct db_audit_entry entry = admin_entry(rq, "legal_conflict_end");

	return admin_nothing(rq, err) || admin_run(rq, end_tx, &entry, &entry, err) ? -1 : 0;
}

/* ---- In one case that was put to the caller. */

struct case_args {
	const char *reason;
};
static const struct rq_field case_fields[] = { { "reason", RQ_STRING,
						 offsetof(struct case_args, reason),
						 .required = true, .min = 2, .max = 1000 },
					       { 0 } };

/* The answer says only that it is done: the case is theirs no more. */
static int case_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct case_args *in = arg;
	struct db_conflict c = { .user_id = rq->who.user,
				 .reason = in->reason,
				 .declared_on = rq->today,
				 .ended_on = CW_DAY_NONE };
	struct db_legal r;
	struct act x;

	if (case_open(&x, rq, CW_ACT_LEGAL_RETURN, err) || legal_of_path(&x, 1, &r, err))
		return -1;
	if (r.advisor_id != rq->who.user)
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	c.case_id = x.d.id;
	if (db_conflict_add(rq->db, rq->arena, rq->app->keys, &c, err) || take_away(&x, err))
		return -1;
	return rq_json(rq, 201, conflict_json(&c), err);
}

int api_conflict_case(struct rq *rq, struct cw_err *err)
{
	struct case_args in = { 0 };

	return rq_body(rq, case_fields, &in, err) || act_run(rq, case_tx, &in, err) ? -1 : 0;
}

/* ---- Who can be asked, in the order of the rota. */

int api_advisor_list(struct rq *rq, struct cw_err *err)
{
	struct json_object *o, *items;
	struct db_advisor *rows;
	struct act x;
	uint64_t id;
	size_t n;

	if (admin_id(rq, 0, &id, err) || act_view(&x, rq, id, err))
		return -1;
	if (!(x.roles & (CW_ROLE_BIT(CW_ROLE_CASEWORKER) | CW_ROLE_BIT(CW_ROLE_HEAD))))
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_FORBIDDEN, NULL);
	if (db_advisor_list(rq->db, rq->arena, x.d.agency_id, false, &rows, &n, err))
		return -1;
	o = rq_obj();
	items = rq_array();
	rq_put(o, "items", items);
	for (size_t i = 0; i < n; i++) {
		struct json_object *r = rq_obj();
		bool conflict;

		rq_put_id(r, "id", rows[i].id);
		rq_put_str(r, "name", rows[i].name);
		rq_push(items, r);
		if (legal_conflicted(&x, rows[i].id, &conflict, err)) {
			json_object_put(o);
			return -1;
		}
		rq_put_bool(r, "conflict_of_interest", conflict);
	}
	return rq_json(rq, 200, o, err);
}
