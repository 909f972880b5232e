/* Proposals (server/api/proposal.h): asking, deciding, taking back, and what waits for whom. */
#include "server/api/proposal.h"

#include <string.h>

#include "db/proposal.h"
#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/api/page.h"
#include "server/app.h"

static const struct two_person_act *find_row(int act)
{
	size_t n;
	const struct two_person_act *rows = two_person_acts(&n);

	for (size_t i = 0; i < n; i++)
		if ((int)rows[i].act == act)
			return &rows[i];
	return NULL;
}

static int new_input(struct rq *rq, const struct two_person_act *row, void **in, struct cw_err *err)
{
	*in = cw_alloc(rq->arena, row->size);
	if (!*in)
		return cw_fail_memory(err);
	if (row->defaults)
		memcpy(*in, row->defaults, row->size);
	return 0;
}

/* What the act brings, then the machine's word with another person's approval. */
static int decide(struct act *x, const struct two_person_act *row, const void *in, uint64_t asker,
		  uint64_t approver, struct cw_err *err)
{
	x->facts.actor = asker;
	x->facts.has_approver = true;
	x->facts.approver = approver;
	if (row->prepare && row->prepare(x, in, err))
		return -1;
	return act_decide(x, row->act, err);
}

/* ---- Asking. */

struct ask {
	const struct two_person_act *row;
	const void *in;
};

static int store(struct act *x, const struct two_person_act *row, enum cw_role role,
		 struct db_proposal *p, struct cw_err *err)
{
	const char *text = rq_json_text(x->rq->arena, x->rq->json, NULL);

	*p = (struct db_proposal){ .case_id = x->d.id,
				   .agency_id = x->d.agency_id,
				   .handling = x->d.handling,
				   .act = cw_act_name(row->act),
				   .input = text,
				   .asked_by = x->rq->who.user,
				   .asked_role = cw_role_name(role),
				   .asked_on = x->rq->today };
	if (!text)
		return cw_fail_memory(err);
	if (db_proposal_add(x->rq->db, x->rq->arena, x->rq->app->keys, p, err)) {
		if (db_err_duplicate(err, "u_proposal_waits"))
			return cw_fail(err, CW_CONFLICT, CW_MSG_PROPOSAL_OPEN, NULL);
		return -1;
	}
	/* It waits from now on: at the latest on the next working day it is to be decided. */
	return db_deadline_put(x->rq->db, x->d.id, x->d.handling, "proposal", p->id,
			       cw_calendar_add(x->rq->calendar, x->rq->today, 1), err);
}

static struct json_object *detail_of(const struct db_proposal *p)
{
	struct json_object *o = rq_obj();

	rq_put_id(o, "proposal", p->id);
	rq_put_str(o, "act", p->act);
	return o;
}

static int ask_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct ask *ask = arg;
	struct cw_clock_event nothing;
	struct cw_facts facts;
	struct db_proposal p;
	enum cw_role role;
	struct act x;

	if (case_open(&x, rq, ask->row->act, err))
		return -1;
	facts = x.facts;
	nothing = x.clock_event;
	if (decide(&x, ask->row, ask->in, rq->who.user, 0, err))
		return -1;
	role = x.facts.role;
	x.facts = facts;
	x.clock_event = nothing;
	if (act_decide(&x, CW_ACT_PROPOSE, err) || store(&x, ask->row, role, &p, err) ||
	    act_finish(&x, detail_of(&p), err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 201, err);
}

int proposal_ask(struct rq *rq, enum cw_act act, struct cw_err *err)
{
	struct ask ask = { .row = find_row(act) };
	void *in;

	if (!ask.row)
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	if (new_input(rq, ask.row, &in, err) || rq_body(rq, ask.row->fields, in, err))
		return -1;
	ask.in = in;
	return act_run(rq, ask_tx, &ask, err);
}

/* ---- Deciding. */

static const char *const decisions[] = { "grant", "refuse", NULL };

struct decide_args {
	int decision;
	const char *remarks;
};
static const struct rq_field decide_fields[] = {
	{ "decision", RQ_CHOICE, offsetof(struct decide_args, decision), .required = true,
	  .choices = decisions },
	{ "remarks", RQ_STRING, offsetof(struct decide_args, remarks), .min = 1, .max = 1000 },
	{ 0 }
};

/* The path's proposal, which must still wait. */
static int open_proposal(struct act *x, struct rq *rq, enum cw_act act, struct db_proposal *p,
			 struct cw_err *err)
{
	uint64_t id;

	if (case_open(x, rq, act, err) || admin_id(rq, 1, &id, err) ||
	    db_proposal_get(rq->db, rq->arena, rq->app->keys, x->d.id, id, p, err))
		return -1;
	if (strcmp(p->status, "asked") != 0)
		return cw_fail(err, CW_CONFLICT, CW_MSG_PROPOSAL_DECIDED, NULL);
	return 0;
}

static int close_proposal(struct act *x, struct db_proposal *p, const char *status,
			  const char *remarks, struct cw_err *err)
{
	p->status = status;
	p->decided_by = x->rq->who.user;
	p->decided_on = x->rq->today;
	p->remarks = remarks;
	return db_proposal_decide(x->rq->db, p, err) ||
			       db_deadline_end(x->rq->db, x->d.id, p->handling, "proposal", p->id,
					       "met", err)
		       ? -1
		       : 0;
}

/* The act, as who asked for it; a refusal by the law tells the approver what they can do instead.
 */
static int grant(struct act *x, struct db_proposal *p, const char *remarks, struct cw_err *err)
{
	const struct two_person_act *row = find_row(cw_act_of(p->act));
	const struct cw_facts facts = x->facts;
	const unsigned roles = x->roles;
	struct json_object *body = rq_kept(p->input);
	int role = cw_role_of(p->asked_role), rc;
	void *in;

	if (!row || !body || role < 0) {
		json_object_put(body);
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	}
	x->roles = CW_ROLE_BIT(role);
	rc = new_input(x->rq, row, &in, err) ||
	     rq_parse(x->rq->arena, body, row->fields, in, err) ||
	     decide(x, row, in, p->asked_by, x->rq->who.user, err);
	if (rc) {
		x->roles = roles;
		x->facts = facts;
		if (err->code == CW_LAW_FORBIDS || err->code == CW_NOT_ALLOWED_NOW)
			act_explain_refusal(x);
	} else {
		rc = close_proposal(x, p, "granted", remarks, err) || row->run(x, in, err);
	}
	json_object_put(body);
	return rc ? -1 : 0;
}

static int refuse(struct act *x, struct db_proposal *p, const char *remarks, struct cw_err *err)
{
	struct json_object *detail;

	if (close_proposal(x, p, "refused", remarks, err))
		return -1;
	detail = detail_of(p);
	rq_put_str(detail, "remarks", remarks);
	return act_finish(x, detail, err);
}

static int decide_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct decide_args *in = arg;
	struct db_proposal p;
	struct act x;

	if (open_proposal(&x, rq, CW_ACT_PROPOSAL_REFUSE, &p, err))
		return -1;
	x.facts.has_reason = true; /* a refusal's is checked with the body */
	/* Who may refuse may grant; only not what they asked for themselves. */
	if (act_decide(&x, CW_ACT_PROPOSAL_REFUSE, err))
		return -1;
	if (p.asked_by == rq->who.user) {
		act_explain_refusal(&x);
		return cw_fail_law(err, CW_MSG_PROPOSAL_OWN, "R-KEEP-4", NULL, NULL);
	}
	if (in->decision == 0 ? grant(&x, &p, in->remarks, err) : refuse(&x, &p, in->remarks, err))
		return -1;
	if (act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_proposal_decide(struct rq *rq, struct cw_err *err)
{
	struct decide_args in = { 0 };

	if (rq_body(rq, decide_fields, &in, err))
		return -1;
	if (in.decision == 1 && !in.remarks) /* a refusal says why */
		return cw_fail_item(err, "/remarks", CW_MSG_REQUIRED, NULL);
	return act_run(rq, decide_tx, &in, err);
}

/* ---- Taking back. */

static int take_back_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct db_proposal p;
	struct act x;

	(void)arg;
	if (open_proposal(&x, rq, CW_ACT_PROPOSAL_TAKE_BACK, &p, err))
		return -1;
	if (p.asked_by != rq->who.user)
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_PROPOSAL_NOT_YOURS, NULL);
	if (act_decide(&x, CW_ACT_PROPOSAL_TAKE_BACK, err) ||
	    close_proposal(&x, &p, "taken_back", NULL, err) || act_finish(&x, detail_of(&p), err) ||
	    act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_proposal_take_back(struct rq *rq, struct cw_err *err)
{
	return admin_nothing(rq, err) || act_run(rq, take_back_tx, NULL, err) ? -1 : 0;
}

/* ---- Showing. */

static struct json_object *row_json(struct rq *rq, const struct db_proposal *p)
{
	struct json_object *o = rq_obj();
	int act = cw_act_of(p->act);

	rq_put_id(o, "id", p->id);
	rq_put_str(o, "act", p->act);
	if (act >= 0)
		rq_put_msg(rq->arena, o, "title", cw_act_title((enum cw_act)act), NULL, rq->lang);
	rq_put_str(o, "status", p->status);
	rq_put_id(o, "asked_by", p->asked_by);
	rq_put_str(o, "asked_role", p->asked_role);
	rq_put_day(o, "asked_on", p->asked_on);
	return o;
}

int case_proposals_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct db_proposal *rows;
	size_t n;

	if (db_proposal_list(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct json_object *o = row_json(x->rq, &rows[i]);

		rq_put_id(o, "decided_by", rows[i].decided_by);
		rq_put_day(o, "decided_on", rows[i].decided_on);
		rq_put_str(o, "remarks", rows[i].remarks);
		rq_put(o, "input", rq_kept(rows[i].input));
		rq_push(list, o);
	}
	return 0;
}

static const char *const lists[] = { "to_decide", "asked_by_me", NULL };

struct list_args {
	int list;
	struct page page;
};
static const struct rq_field list_fields[] = {
	{ "list", RQ_CHOICE, offsetof(struct list_args, list), .choices = lists },
	PAGE_FIELDS(struct list_args, page),
	{ 0 }
};

int api_proposal_list(struct rq *rq, struct cw_err *err)
{
	struct list_args in = { 0 };
	struct db_proposal *rows;
	struct json_object *items;
	size_t n;

	page_init(&in.page);
	if (rq_params(rq, list_fields, &in, err) || page_start(&in.page, err) ||
	    db_proposal_waiting(rq->db, rq->arena, rq->who.user, in.list == 1, in.page.key[0],
				(unsigned)in.page.limit + 1, &rows, &n, err))
		return -1;
	page_cut(&in.page, &n);
	items = rq_array();
	for (size_t i = 0; i < n; i++) {
		struct json_object *o = row_json(rq, &rows[i]);

		rq_put_id(o, "case_id", rows[i].case_id);
		rq_put_id(o, "agency_id", rows[i].agency_id);
		rq_put_str(o, "number", rows[i].number);
		rq_put_str(o, "case_title", rows[i].title);
		rq_put_str(o, "state", rows[i].state);
		rq_push(items, o);
	}
	if (n)
		in.page.next[0] = rows[n - 1].id;
	return page_reply(rq, &in.page, items, err);
}
