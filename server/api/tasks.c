/*
 * Tasks to units of the agency (协办): the caseworker gives a matter to a unit officer, who
 * accepts, refuses with a reason or answers; the caseworker chases or cancels.  The case is put to
 * the officer (db/share.h).  A task pauses nothing (R-CLOCK-3) and leaves the version alone.
 */
#include <stdio.h>
#include <string.h>

#include "db/share.h"
#include "db/task.h"
#include "db/user.h"
#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"

/* ---- Giving one. */

struct give_args {
	uint64_t officer;
	const char *matter, *demand;
	bool search_wanted;
	cw_day answer_by;
};
static const struct rq_field give_fields[] = {
	{ "user_id", RQ_ID, offsetof(struct give_args, officer), .required = true },
	{ "matter", RQ_STRING, offsetof(struct give_args, matter), .required = true, .min = 1,
	  .max = 1000 },
	{ "demand", RQ_STRING, offsetof(struct give_args, demand), .min = 1, .max = 1000 },
	{ "search_wanted", RQ_BOOL, offsetof(struct give_args, search_wanted) },
	{ "answer_by", RQ_DAY, offsetof(struct give_args, answer_by), .required = true },
	{ 0 }
};

/* A unit officer of the case's agency who still works. */
static int find_officer(struct act *x, uint64_t id, struct db_user *out, struct cw_err *err)
{
	struct db_user *officers;
	size_t n;

	if (db_grant_user_list(x->rq->db, x->rq->arena, x->d.agency_id, "unit_officer", 1000,
			       &officers, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (officers[i].id == id) {
			*out = officers[i];
			return 0;
		}
	return cw_fail_item(err, "/user_id", CW_MSG_TASK_NO_OFFICER, NULL);
}

static int check_task(struct act *x, const struct give_args *in, struct db_user *officer,
		      struct cw_err *err)
{
	int rc = find_officer(x, in->officer, officer, err);

	if (rc && err->code != CW_INVALID)
		return -1;
	if (in->answer_by < x->rq->today)
		rc = cw_fail_item(err, "/answer_by", CW_MSG_TASK_DAY_PAST, NULL);
	return rc;
}

/* The slip goes with the task; only the office reads it as a letter of the case. */
static int task_slip(struct act *x, const struct db_task *t, const char *to, struct db_letter *out,
		     struct cw_err *err)
{
	struct cw_letter_task text = {
		.to = to, .matter = t->matter, .demand = t->demand, .answer_by = t->answer_by
	};
	struct cw_letter_facts facts;

	if (act_letter_facts(x, &facts, err))
		return -1;
	facts.task = &text;
	facts.addressee = to;
	facts.signed_by = x->rq->who.name;
	return act_letter(x, CW_LETTER_TASK_SLIP, &facts, x->rq->who.user, false, out, err);
}

static int put_task(struct act *x, const struct db_task *t, struct cw_err *err)
{
	const struct db_share share = { .case_id = x->d.id,
					.user_id = t->officer_id,
					.ref = t->id,
					.role = "unit_officer",
					.kind = "task",
					.is_open = true };

	return db_share_put(x->rq->db, &share, err) ||
			       db_deadline_put(x->rq->db, x->d.id, x->d.handling, "task", t->id,
					       t->answer_by, err)
		       ? -1
		       : 0;
}

static struct json_object *detail_of(const struct db_task *t, const char *what)
{
	struct json_object *detail = rq_obj();

	rq_put_id(detail, "task", t->id);
	rq_put_str(detail, "step", what);
	rq_put_id(detail, "officer", t->officer_id);
	return detail;
}

static int give_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct give_args *in = arg;
	struct json_object *detail;
	struct db_letter slip;
	struct db_user officer = { 0 };
	struct db_task t = { .officer_id = in->officer,
			     .matter = in->matter,
			     .demand = in->demand,
			     .search_wanted = in->search_wanted,
			     .answer_by = in->answer_by,
			     .asked_by = rq->who.user };
	struct act x;

	if (case_open(&x, rq, CW_ACT_TASK, err) || act_decide(&x, CW_ACT_TASK, err))
		return -1;
	if (!(x.roles & CW_ROLE_BIT(CW_ROLE_CASEWORKER)))
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_FORBIDDEN, NULL);
	t.case_id = x.d.id;
	t.handling = x.d.handling;
	t.asked_on = x.facts.on;
	if (check_task(&x, in, &officer, err) || task_slip(&x, &t, officer.name, &slip, err))
		return -1;
	t.letter_id = slip.id;
	if (db_task_add(rq->db, &t, err) || put_task(&x, &t, err))
		return -1;
	detail = detail_of(&t, "given");
	rq_put_str(detail, "matter", t.matter);
	rq_put_str(detail, "demand", t.demand);
	rq_put_day(detail, "answer_by", t.answer_by);
	if (act_finish(&x, detail, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 201, err);
}

int api_task_give(struct rq *rq, struct cw_err *err)
{
	struct give_args in = { .answer_by = CW_DAY_NONE };

	return rq_body(rq, give_fields, &in, err) || act_run(rq, give_tx, &in, err) ? -1 : 0;
}

/* ---- What is done to one: who, from which status, to which. */

enum step { ACCEPT, REFUSE, ANSWER, CHASE, CANCEL };

static const struct {
	const char *name;
	bool officer;	      /* done by the officer who has it; else by a caseworker */
	bool from_accepted;   /* beside asked */
	const char *to;	      /* NULL: as it is */
	const char *deadline; /* how its deadline ends; NULL: it does not */
} steps[] = {
	[ACCEPT] = { "accepted", true, false, "accepted", NULL },
	[REFUSE] = { "refused", true, true, "refused", "void" },
	[ANSWER] = { "answered", true, true, "answered", "met" },
	[CHASE] = { "chased", false, true, NULL, NULL },
	[CANCEL] = { "cancelled", false, true, "cancelled", "void" },
};

static enum cw_msg status_title(const char *status)
{
	static const struct {
		const char *name;
		enum cw_msg title;
	} titles[] = {
		{ "asked", CW_MSG_TASK_ASKED },		{ "accepted", CW_MSG_TASK_ACCEPTED },
		{ "refused", CW_MSG_TASK_REFUSED },	{ "answered", CW_MSG_TASK_ANSWERED },
		{ "cancelled", CW_MSG_TASK_CANCELLED }, { "void", CW_MSG_TASK_VOID },
	};

	for (size_t i = 0; i < DB_N(titles); i++)
		if (strcmp(titles[i].name, status) == 0)
			return titles[i].title;
	return CW_MSG_NONE;
}

/* Opens the case and the task of the path for STEP: by the right person, from the right status. */
static int open_task(struct act *x, struct rq *rq, enum step step, struct db_task *t,
		     struct cw_err *err)
{
	const unsigned role =
		CW_ROLE_BIT(steps[step].officer ? CW_ROLE_UNIT_OFFICER : CW_ROLE_CASEWORKER);
	char ref[CW_MSG_REF];
	uint64_t id;

	if (case_open(x, rq, CW_ACT_TASK, err) || admin_id(rq, 1, &id, err) ||
	    db_task_get(rq->db, rq->arena, x->d.id, id, t, err))
		return -1;
	if (!(x->roles & role) || (steps[step].officer && t->officer_id != rq->who.user))
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_FORBIDDEN, NULL);
	x->roles &= role; /* the event says in which of several roles it was done */
	if (act_decide(x, CW_ACT_TASK, err))
		return -1;
	if (strcmp(t->status, "asked") == 0 ||
	    (steps[step].from_accepted && strcmp(t->status, "accepted") == 0))
		return 0;
	return cw_fail(err, CW_CONFLICT, CW_MSG_TASK_STATUS,
		       cw_msg_ref(status_title(t->status), ref), NULL);
}

/* Saves the step: row, deadline, share, event. */
static int save_task(struct act *x, enum step step, struct db_task *t, const char *text,
		     struct cw_err *err)
{
	struct db_conn *c = x->rq->db;
	const char *deadline = steps[step].deadline;
	struct json_object *detail;

	if (steps[step].to)
		t->status = steps[step].to;
	if (step == ACCEPT)
		t->accepted_on = x->facts.on;
	if (deadline) {
		t->ended_on = x->facts.on;
		t->answer = text;
		if (db_deadline_end(c, x->d.id, t->handling, "task", t->id, deadline, err) ||
		    db_share_end(c, x->d.id, "task", t->id, err))
			return -1;
	}
	if (db_task_save(c, t, err))
		return -1;
	detail = detail_of(t, steps[step].name);
	if (text)
		rq_put_str(detail, step == ANSWER ? "answer" : "reason", text);
	return act_finish(x, detail, err);
}

static int answer_case(struct act *x, int status, struct cw_err *err)
{
	return act_reload(x, err) ? -1 : case_answer(x, status, err);
}

static int accept_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct db_task t;
	struct act x;

	(void)arg;
	if (open_task(&x, rq, ACCEPT, &t, err) || save_task(&x, ACCEPT, &t, NULL, err))
		return -1;
	return answer_case(&x, 200, err);
}

int api_task_accept(struct rq *rq, struct cw_err *err)
{
	return admin_nothing(rq, err) || act_run(rq, accept_tx, NULL, err) ? -1 : 0;
}

/* ---- Refusal and cancellation, each with a reason. */

struct reason_args {
	enum step step;
	const char *reason;
};
static const struct rq_field reason_fields[] = { { "reason", RQ_STRING,
						   offsetof(struct reason_args, reason),
						   .required = true, .min = 2, .max = 1000 },
						 { 0 } };

static int end_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct reason_args *in = arg;
	struct db_task t;
	struct act x;

	if (open_task(&x, rq, in->step, &t, err) || save_task(&x, in->step, &t, in->reason, err))
		return -1;
	return answer_case(&x, 200, err);
}

int api_task_refuse(struct rq *rq, struct cw_err *err)
{
	struct reason_args in = { .step = REFUSE };

	return rq_body(rq, reason_fields, &in, err) || act_run(rq, end_tx, &in, err) ? -1 : 0;
}

int api_task_cancel(struct rq *rq, struct cw_err *err)
{
	struct reason_args in = { .step = CANCEL };

	return rq_body(rq, reason_fields, &in, err) || act_run(rq, end_tx, &in, err) ? -1 : 0;
}

/* ---- The answer; with it the searches that were made (R-OUT-1). */

struct answer_args {
	const char *answer;
	struct rq_list searches; /* of struct db_search */
};
static const struct db_search no_search = { .searched_on = CW_DAY_NONE };
static const struct rq_field answer_fields[] = {
	{ "answer", RQ_STRING, offsetof(struct answer_args, answer), .required = true, .min = 1,
	  .max = 4000 },
	{ "searches", RQ_LIST, offsetof(struct answer_args, searches), .max = 20,
	  .sub = case_search_fields, .sub_size = sizeof(struct db_search),
	  .sub_default = &no_search },
	{ 0 }
};

static int check_searches(struct act *x, const struct db_task *t, const struct answer_args *in,
			  struct cw_err *err)
{
	const struct db_search *s = in->searches.items;
	const cw_day on = x->facts.on;
	char pointer[CW_ERR_POINTER];
	int rc = 0;

	if (t->search_wanted && !in->searches.n)
		return cw_fail_item(err, "/searches", CW_MSG_TASK_NEEDS_SEARCH, NULL);
	for (size_t i = 0; i < in->searches.n; i++) {
		snprintf(pointer, sizeof(pointer), "/searches/%zu/searched_on", i);
		x->facts.on = s[i].searched_on;
		rc |= act_check_day(x, pointer, err);
	}
	x->facts.on = on;
	return rc;
}

/* Each search is an event of its own, as if the officer had recorded it. */
static int add_searches(struct act *x, const struct db_task *t, const struct answer_args *in,
			struct cw_err *err)
{
	const struct db_search *all = in->searches.items;
	const cw_day on = x->facts.on;

	for (size_t i = 0; i < in->searches.n; i++) {
		struct db_search s = all[i];

		s.task_id = t->id;
		x->facts.on = s.searched_on;
		if (act_decide(x, CW_ACT_SEARCH, err) || case_search_save(x, &s, err))
			return -1;
	}
	x->facts.on = on;
	return act_decide(x, CW_ACT_TASK, err);
}

static int answer_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct answer_args *in = arg;
	struct db_task t;
	struct act x;

	if (open_task(&x, rq, ANSWER, &t, err) || check_searches(&x, &t, in, err) ||
	    add_searches(&x, &t, in, err) || save_task(&x, ANSWER, &t, in->answer, err))
		return -1;
	return answer_case(&x, 200, err);
}

int api_task_answer(struct rq *rq, struct cw_err *err)
{
	struct answer_args in = { 0 };

	return rq_body(rq, answer_fields, &in, err) || act_run(rq, answer_tx, &in, err) ? -1 : 0;
}

/* ---- Chasing (催办). */

struct chase_args {
	const char *remarks;
};
static const struct rq_field chase_fields[] = {
	{ "remarks", RQ_STRING, offsetof(struct chase_args, remarks), .min = 1, .max = 500 }, { 0 }
};

static int chase_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct chase_args *in = arg;
	struct db_chase chase = { .chased_by = rq->who.user, .remarks = in->remarks };
	struct db_task t;
	struct act x;

	if (open_task(&x, rq, CHASE, &t, err) || save_task(&x, CHASE, &t, in->remarks, err))
		return -1;
	chase.task_id = t.id;
	chase.seq = x.d.seq;
	chase.chased_on = x.facts.on;
	if (db_chase_add(rq->db, &chase, err))
		return -1;
	return answer_case(&x, 201, err);
}

int api_task_chase(struct rq *rq, struct cw_err *err)
{
	struct chase_args in = { 0 };

	if (rq->json && rq_body(rq, chase_fields, &in, err))
		return -1;
	return act_run(rq, chase_tx, &in, err);
}

/* ---- As a list: an officer sees their own. */

static void put_chases(struct json_object *r, const struct db_task *t, const struct db_chase *all,
		       size_t n)
{
	struct json_object *list = rq_array();

	rq_put(r, "chased", list);
	for (size_t i = 0; i < n; i++) {
		struct json_object *h;

		if (all[i].task_id != t->id)
			continue;
		h = rq_obj();
		rq_put_day(h, "on", all[i].chased_on);
		rq_put_id(h, "by", all[i].chased_by);
		rq_put_str(h, "remarks", all[i].remarks);
		rq_push(list, h);
	}
}

static struct json_object *task_json(struct act *x, const struct db_task *t)
{
	struct json_object *r = rq_obj();
	const bool open = t->ended_on == CW_DAY_NONE;

	rq_put_id(r, "id", t->id);
	rq_put_int(r, "handling", t->handling);
	rq_put_id(r, "user_id", t->officer_id);
	rq_put_str(r, "matter", t->matter);
	rq_put_str(r, "demand", t->demand);
	rq_put_bool(r, "search_wanted", t->search_wanted);
	rq_put_day(r, "answer_by", t->answer_by);
	rq_put_bool(r, "overdue", open && t->answer_by < x->rq->today);
	rq_put_str(r, "status", t->status);
	rq_put_msg(x->rq->arena, r, "status_title", status_title(t->status), NULL, x->rq->lang);
	rq_put_id(r, "asked_by", t->asked_by);
	rq_put_day(r, "asked_on", t->asked_on);
	rq_put_day(r, "accepted_on", t->accepted_on);
	rq_put_day(r, "ended_on", t->ended_on);
	rq_put_str(r, "answer", t->answer);
	rq_put_id(r, "letter_id", t->letter_id);
	return r;
}

int case_tasks_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	const uint64_t officer = x->roles & CASE_OFFICE ? 0 : x->rq->who.user;
	struct db_chase *chases;
	struct db_task *rows;
	size_t n, n_chases;

	if (db_task_list(x->rq->db, x->rq->arena, x->d.id, officer, &rows, &n, err) ||
	    db_chase_list(x->rq->db, x->rq->arena, x->d.id, &chases, &n_chases, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct json_object *r = task_json(x, &rows[i]);

		put_chases(r, &rows[i], chases, n_chases);
		rq_push(list, r);
	}
	return 0;
}
