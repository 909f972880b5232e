/* Acts of the main line by staff: registration, assignment, searches, withdrawal, closing. */
#include <string.h>

#include "server/act/reassign.h"
#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"

int case_open(struct act *x, struct rq *rq, enum cw_act act, struct cw_err *err)
{
	uint64_t id;

	return admin_id(rq, 0, &id, err) || act_open(x, rq, id, act, err) ? -1 : 0;
}

int case_answer(struct act *x, int status, struct cw_err *err)
{
	struct json_object *o;

	if (case_json(x, &o, err))
		return -1;
	return rq_json_versioned(x->rq, status, x->d.version, o, err);
}

/* ---- Registration. */

static int register_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct act x;

	(void)arg;
	if (case_open(&x, rq, CW_ACT_REGISTER, err) || act_decide(&x, CW_ACT_REGISTER, err) ||
	    act_finish(&x, NULL, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_case_register(struct rq *rq, struct cw_err *err)
{
	return admin_nothing(rq, err) || act_run(rq, register_tx, NULL, err) ? -1 : 0;
}

/* ---- Assignment. */

struct assign_args {
	uint64_t user;
	const char *remarks;
};
static const struct rq_field assign_fields[] = {
	{ "user_id", RQ_ID, offsetof(struct assign_args, user), .required = true },
	{ "remarks", RQ_STRING, offsetof(struct assign_args, remarks), .min = 1, .max = 500 },
	{ 0 }
};

static int assign_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct assign_args *in = arg;
	struct act x;

	if (case_open(&x, rq, CW_ACT_ASSIGN, err) ||
	    act_assign(&x, in->user, "/user_id", in->remarks, err))
		return -1;
	return case_answer(&x, 200, err); /* with a warning if the assignee is away */
}

int api_case_assign(struct rq *rq, struct cw_err *err)
{
	struct assign_args in = { 0 };

	return rq_body(rq, assign_fields, &in, err) || act_run(rq, assign_tx, &in, err) ? -1 : 0;
}

/* ---- Searches (R-OUT-1: where, when, by whom, how). */

const struct rq_field case_search_fields[] = {
	{ "place", RQ_STRING, offsetof(struct db_search, place), .required = true, .min = 1, .max = 200 },
	{ "searched_on", RQ_DAY, offsetof(struct db_search, searched_on), .required = true },
	{ "searcher", RQ_STRING, offsetof(struct db_search, searcher), .required = true, .min = 1,
	  .max = 80 },
	{ "method", RQ_STRING, offsetof(struct db_search, method), .required = true, .min = 1,
	  .max = 500 },
	{ "found", RQ_BOOL, offsetof(struct db_search, found), .required = true },
	{ "result", RQ_STRING, offsetof(struct db_search, result), .required = true, .min = 1,
	  .max = 1000 },
	{ 0 }
};

int case_search_save(struct act *x, struct db_search *s, struct cw_err *err)
{
	struct json_object *detail = rq_obj();

	rq_put_str(detail, "place", s->place);
	rq_put_str(detail, "searcher", s->searcher);
	rq_put_str(detail, "method", s->method);
	rq_put_bool(detail, "found", s->found);
	rq_put_str(detail, "result", s->result);
	if (act_finish(x, detail, err))
		return -1;
	s->case_id = x->d.id;
	s->handling = x->d.handling;
	s->seq = x->d.seq;
	s->recorded_by = x->rq->who.user;
	return db_search_record_add(x->rq->db, s, err);
}

static int search_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct db_search s = *(const struct db_search *)arg;
	struct act x;

	if (case_open(&x, rq, CW_ACT_SEARCH, err))
		return -1;
	x.facts.on = s.searched_on;
	if (act_check_day(&x, "/searched_on", err) || act_decide(&x, CW_ACT_SEARCH, err) ||
	    case_search_save(&x, &s, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 201, err);
}

int api_case_search(struct rq *rq, struct cw_err *err)
{
	struct db_search s = { .searched_on = CW_DAY_NONE };

	return rq_body(rq, case_search_fields, &s, err) || act_run(rq, search_tx, &s, err) ? -1 : 0;
}

/* ---- Withdrawal, noted by the office, and closing. */

struct note_args {
	const char *reason;
	cw_day on;
	uint64_t representative;
};
static const struct rq_field withdrawal_fields[] = {
	{ "reason", RQ_STRING, offsetof(struct note_args, reason), .required = true, .min = 1,
	  .max = 1000 },
	{ "on", RQ_DAY, offsetof(struct note_args, on) },
	{ "representative_id", RQ_ID, offsetof(struct note_args, representative) },
	{ 0 }
};

static int withdraw_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct note_args *in = arg;
	struct act x;

	if (case_open(&x, rq, CW_ACT_WITHDRAW, err))
		return -1;
	if (in->on != CW_DAY_NONE)
		x.facts.on = in->on;
	if (act_check_day(&x, "/on", err) || act_withdraw(&x, in->reason, in->representative, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_case_withdraw(struct rq *rq, struct cw_err *err)
{
	struct note_args in = { .on = CW_DAY_NONE };

	return rq_body(rq, withdrawal_fields, &in, err) || act_run(rq, withdraw_tx, &in, err) ? -1 : 0;
}

struct close_args {
	const char *reason; /* demanded by the guard when something is still open */
};
static const struct rq_field close_fields[] = {
	{ "reason", RQ_STRING, offsetof(struct close_args, reason), .min = 2, .max = 1000 },
	{ 0 }
};

static int close_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct close_args *in = arg;
	struct json_object *detail;
	struct act x;

	if (case_open(&x, rq, CW_ACT_CLOSE, err))
		return -1;
	x.facts.has_reason = in->reason != NULL;
	if (act_decide(&x, CW_ACT_CLOSE, err))
		return -1;
	detail = rq_obj();
	if (in->reason)
		rq_put_str(detail, "reason", in->reason);
	if (act_finish(&x, detail, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_case_close(struct rq *rq, struct cw_err *err)
{
	struct close_args in = { 0 };

	if (rq->json && rq_body(rq, close_fields, &in, err))
		return -1;
	return act_run(rq, close_tx, &in, err);
}

int case_searches_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	const struct db_search *rows = x->searches;

	(void)err;
	for (size_t i = 0; i < x->n_all_searches; i++) {
		struct json_object *r;

		if (!case_shows(x, rows[i].recorded_by))
			continue;
		r = rq_obj();
		rq_put_id(r, "id", rows[i].id);
		rq_put_id(r, "recorded_by", rows[i].recorded_by);
		rq_put_id(r, "task_id", rows[i].task_id);
		rq_put_int(r, "handling", rows[i].handling);
		rq_put_str(r, "place", rows[i].place);
		rq_put_day(r, "searched_on", rows[i].searched_on);
		rq_put_str(r, "searcher", rows[i].searcher);
		rq_put_str(r, "method", rows[i].method);
		rq_put_bool(r, "found", rows[i].found);
		rq_put_str(r, "result", rows[i].result);
		rq_put_bool(r, "voided", act_is_voided(x, rows[i].seq));
		rq_push(list, r);
	}
	return 0;
}
