/* Secrecy review (保密审查, R-ASK-4): asked by the caseworker, answered by the reviewer. */
#include <string.h>

#include "server/api/admin.h"
#include "server/api/case_acts.h"

struct ask_args {
	const char *question;
};
static const struct rq_field ask_fields[] = {
	{ "question", RQ_STRING, offsetof(struct ask_args, question), .required = true, .min = 1,
	  .max = 2000 },
	{ 0 }
};

static int ask_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct ask_args *in = arg;
	struct db_secrecy s = { .question = in->question, .asked_by = rq->who.user };
	struct json_object *detail;
	struct act x;

	if (case_open(&x, rq, CW_ACT_SECRECY_REVIEW, err) || act_decide(&x, CW_ACT_SECRECY_REVIEW, err))
		return -1;
	s.case_id = x.d.id;
	s.handling = x.d.handling;
	s.asked_on = x.facts.on;
	if (db_secrecy_add(rq->db, &s, err))
		return -1;
	detail = rq_obj();
	rq_put_id(detail, "review", s.id);
	rq_put_str(detail, "question", in->question);
	if (act_finish(&x, detail, err))
		return -1;
	return case_answer(&x, 201, err);
}

int api_secrecy_ask(struct rq *rq, struct cw_err *err)
{
	struct ask_args in = { 0 };

	return rq_body(rq, ask_fields, &in, err) || act_run(rq, ask_tx, &in, err) ? -1 : 0;
}

static const char *const results[] = { "pass", "pass_in_part", "refuse", "send_on", NULL };

struct answer_args {
	int result;
	const char *remarks;
};
static const struct rq_field answer_fields[] = {
	{ "result", RQ_CHOICE, offsetof(struct answer_args, result), .required = true,
	  .choices = results },
	{ "remarks", RQ_STRING, offsetof(struct answer_args, remarks), .min = 1, .max = 2000 },
	{ 0 }
};

static int answer_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct answer_args *in = arg;
	struct db_secrecy s = { .reviewer_id = rq->who.user,
				.result = results[in->result],
				.remarks = in->remarks ? in->remarks : "" };
	struct json_object *detail;
	struct act x;

	if (case_open(&x, rq, CW_ACT_SECRECY_ANSWER, err) || act_decide(&x, CW_ACT_SECRECY_ANSWER, err) ||
	    admin_id(rq, 1, &s.id, err))
		return -1;
	s.case_id = x.d.id;
	s.answered_on = x.facts.on;
	if (db_secrecy_answer(rq->db, &s, err))
		return -1;
	detail = rq_obj();
	rq_put_id(detail, "review", s.id);
	rq_put_str(detail, "result", s.result);
	rq_put_str(detail, "remarks", s.remarks);
	if (act_finish(&x, detail, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_secrecy_answer(struct rq *rq, struct cw_err *err)
{
	struct answer_args in = { 0 };

	if (rq_body(rq, answer_fields, &in, err))
		return -1;
	if (in.result >= 2 && !in.remarks) /* a refusal and a sending on say why */
		return cw_fail_item(err, "/remarks", CW_MSG_REQUIRED, NULL);
	return act_run(rq, answer_tx, &in, err);
}

int case_secrecy_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct db_secrecy *rows;
	size_t n;

	if (db_secrecy_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct json_object *r = rq_obj();

		rq_put_id(r, "id", rows[i].id);
		rq_put_int(r, "handling", rows[i].handling);
		rq_put_id(r, "asked_by", rows[i].asked_by);
		rq_put_day(r, "asked_on", rows[i].asked_on);
		rq_put_str(r, "question", rows[i].question);
		rq_put_id(r, "reviewer_id", rows[i].reviewer_id);
		rq_put_day(r, "answered_on", rows[i].answered_on);
		rq_put_str(r, "result", rows[i].result);
		rq_put_str(r, "remarks", rows[i].remarks);
		rq_push(list, r);
	}
	return 0;
}
