/* Evaluation of a served reply by its applicant (评价): once, and changed for 10 days. */
#include <string.h>

#include "db/evaluation.h"
#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/app.h"

#define CHANGE_DAYS 10 /* days of the calendar after it was made */

struct evaluate_args {
	int grade;
	const char *remarks;
};
static const struct rq_field evaluate_fields[] = {
	{ "grade", RQ_INT, offsetof(struct evaluate_args, grade), .required = true, .min = 1,
	  .max = 5 },
	{ "remarks", RQ_STRING, offsetof(struct evaluate_args, remarks), .min = 1, .max = 2000 },
	{ 0 }
};

static struct json_object *evaluation_json(const struct db_evaluation *e)
{
	struct json_object *o = rq_obj();

	rq_put_int(o, "handling", e->handling);
	rq_put_int(o, "grade", e->grade);
	rq_put_str(o, "remarks", e->remarks);
	rq_put_day(o, "made_on", e->made_on);
	rq_put_day(o, "changed_on", e->changed_on);
	rq_put_day(o, "changeable_until", e->made_on + CHANGE_DAYS);
	return o;
}

/* Says it anew, while it can be changed. */
static int change(struct rq *rq, const struct evaluate_args *in, struct db_evaluation *e,
		  struct cw_err *err)
{
	if (rq->today > e->made_on + CHANGE_DAYS)
		return cw_fail(err, CW_CONFLICT, CW_MSG_EVALUATION_CLOSED, NULL);
	e->grade = in->grade;
	e->remarks = in->remarks;
	e->changed_on = rq->today;
	return db_evaluation_save(rq->db, rq->arena, rq->app->keys, e, err);
}

static int make(struct act *x, const struct evaluate_args *in, struct db_evaluation *e,
		struct cw_err *err)
{
	struct rq *rq = x->rq;

	*e = (struct db_evaluation){ .case_id = x->d.id,
				     .agency_id = x->d.agency_id,
				     .handling = x->d.handling,
				     .grade = in->grade,
				     .remarks = in->remarks,
				     .made_on = rq->today,
				     .changed_on = CW_DAY_NONE };
	return db_evaluation_add(rq->db, rq->arena, rq->app->keys, e, err);
}

/* No act of part 10: nothing of the case moves, and its version stays. */
static int evaluate_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct evaluate_args *in = arg;
	struct db_evaluation e;
	struct act x;
	bool found;

	if (act_view(&x, rq, rq->who.case_id, err))
		return -1;
	if (strcmp(rq->params[0], x.d.number) != 0)
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	if (!x.c.served)
		return cw_fail(err, CW_NOT_ALLOWED_NOW, CW_MSG_EVALUATION_TOO_EARLY, NULL);
	if (db_evaluation_find(rq->db, rq->arena, rq->app->keys, x.d.id, x.d.handling, true, &e,
			       &found, err))
		return -1;
	if (found ? change(rq, in, &e, err) : make(&x, in, &e, err))
		return -1;
	return rq_json(rq, found ? 200 : 201, evaluation_json(&e), err);
}

int api_request_evaluate(struct rq *rq, struct cw_err *err)
{
	struct evaluate_args in = { 0 };

	return rq_body(rq, evaluate_fields, &in, err) || act_run(rq, evaluate_tx, &in, err) ? -1
											    : 0;
}

int case_evaluations_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	for (int handling = 1; handling <= x->d.handling; handling++) {
		struct db_evaluation e;
		bool found;

		if (db_evaluation_find(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, handling,
				       false, &e, &found, err))
			return -1;
		if (found)
			rq_push(list, evaluation_json(&e));
	}
	return 0;
}

/* ---- Counted. */

struct count_args {
	cw_day from, to;
};
static const struct rq_field count_fields[] = { { "from", RQ_DAY,
						  offsetof(struct count_args, from) },
						{ "to", RQ_DAY, offsetof(struct count_args, to) },
						{ 0 } };

int api_evaluation_count(struct rq *rq, struct cw_err *err)
{
	struct count_args in = { .from = CW_DAY_NONE, .to = CW_DAY_NONE };
	struct json_object *o, *grades;
	struct db_grade_count *rows;
	struct db_agency agency;
	uint64_t id, total = 0;
	size_t n;

	if (rq_params(rq, count_fields, &in, err) || admin_id(rq, 0, &id, err) ||
	    db_agency_get(rq->db, rq->arena, id, &agency, err))
		return -1;
	if (!(act_roles(&rq->who, id, 0) & CASE_OFFICE))
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	if (db_evaluation_count_list(rq->db, rq->arena, id,
				     in.from == CW_DAY_NONE ? CW_DAY_MIN : in.from,
				     in.to == CW_DAY_NONE ? rq->today : in.to, &rows, &n, err))
		return -1;
	o = rq_obj();
	grades = rq_array();
	rq_put(o, "grades", grades);
	for (int grade = 1; grade <= 5; grade++) {
		struct json_object *g = rq_obj();
		uint64_t count = 0;

		for (size_t i = 0; i < n; i++)
			if (rows[i].grade == grade)
				count = rows[i].count;
		rq_put_int(g, "grade", grade);
		rq_put_int(g, "count", (int64_t)count);
		rq_push(grades, g);
		total += count;
	}
	rq_put_int(o, "total", (int64_t)total);
	return rq_json(rq, 200, o, err);
}
