/*
 * Service (送达, R-CLOCK-9): of the signed reply, of other letters, and what is heard of it later.
 */
#include <string.h>

#include "server/api/publication.h"
#include "server/api/service.h"

#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/api/joint.h"
#include "server/app.h"

/* ---- The signed reply. */

static int reply_letter(struct act *x, struct db_letter *out, struct cw_err *err)
{
	return db_letter_get(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, x->reply.letter_id,
			     out, err);
}

/* DUE is the day that governs: the earliest of the cases that the letter covers (R-OUT-11). */
static int serve_one(struct act *x, const struct service_args *in, cw_day due, struct cw_err *err)
{
	struct cw_reply reply = act_reply(x);
	struct json_object *detail;
	struct db_letter letter;
	struct db_service s;

	x->facts.reply = x->has_reply ? &reply : NULL;
	if (act_decide(x, CW_ACT_SERVE, err) || service_fill(x, in, &s, err) ||
	    service_check_contact(&s, err) || service_check_form(x, in, err) ||
	    reply_letter(x, &letter, err) || service_check_days(x, &letter, &s, err))
		return -1;
	x->facts.on = s.served_on;
	if (act_decide(x, CW_ACT_SERVE, err)) /* as of the day of service */
		return -1;
	act_ends_as(x, cw_reply_main(&reply), cw_reply_row(&reply));
	s.letter_id = x->reply.letter_id;
	s.due_on = due;
	detail = service_detail(&s);
	rq_put_bool(detail, "in_time", s.due_on == CW_DAY_NONE || s.served_on <= s.due_on);
	x->facts.reply = NULL; /* it is of this function */
	return act_finish(x, detail, err) || service_record(x, &letter, &s, err) ||
			       db_reply_set_status(x->rq->db, x->reply.id, "served", x->reply.round,
						   x->reply.letter_id, err) ||
			       publication_refused(x, &reply, s.served_on, err)
		       ? -1
		       : 0;
}

static uint64_t signed_letter(const struct act *x)
{
	return x->reply.letter_id;
}

static int serve_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct joint j;
	cw_day due;

	if (joint_open(rq, CW_ACT_SERVE, signed_letter, &j, err))
		return -1;
	due = joint_due(&j);
	for (size_t i = 0; i < j.n; i++)
		if (serve_one(&j.xs[i], arg, due, err))
			return -1;
	for (size_t i = 0; i < j.n; i++)
		if (act_reload(&j.xs[i], err))
			return -1;
	return case_answer(&j.xs[j.own], 201, err);
}

int api_case_serve(struct rq *rq, struct cw_err *err)
{
	struct service_args in = service_default;

	return rq_body(rq, service_fields, &in, err) || act_run(rq, serve_tx, &in, err) ? -1 : 0;
}

/* ---- Another letter for the applicant: what starts no period of the correction or the fee, whose
 * receipt is recorded where they are. */

static int other_letter(struct act *x, const struct db_service *s, const struct db_letter *letter,
			struct cw_err *err)
{
	static const enum cw_letter_kind own[] = { CW_LETTER_CORRECTION_NOTICE,
						   CW_LETTER_FEE_NOTICE, CW_LETTER_LAPSE_NOTICE };
	const bool reply = letter->id == x->reply.letter_id;

	if (!letter->for_applicant || letter->withheld)
		return cw_fail(err, CW_CONFLICT, CW_MSG_SERVICE_NOT_LETTER, NULL);
	if (s->copy_to) /* starts no period and ends none */
		return service_check_copy(x, letter, s, err);
	for (size_t i = 0; i < DB_N(own); i++)
		if (strcmp(letter->kind, cw_letter(own[i])->name) == 0)
			return cw_fail(err, CW_CONFLICT, CW_MSG_SERVICE_OWN_RECEIPT, NULL);
	if (reply) /* served already: again takes a second person */
		return cw_fail(err, CW_CONFLICT, CW_MSG_SERVICE_NOT_RETURNED, NULL);
	return 0;
}

static int letter_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct service_args *in = arg;
	struct db_letter letter;
	struct db_service s;
	uint64_t id;
	struct act x;

	if (case_open(&x, rq, CW_ACT_SERVICE_RESULT, err) || admin_id(rq, 1, &id, err) ||
	    db_letter_get(rq->db, rq->arena, rq->app->keys, x.d.id, id, &letter, err) ||
	    service_fill(&x, in, &s, err) || other_letter(&x, &s, &letter, err) ||
	    service_check_days(&x, &letter, &s, err))
		return -1;
	x.facts.on = s.served_on;
	if (act_decide(&x, CW_ACT_SERVICE_RESULT, err))
		return -1;
	s.letter_id = letter.id;
	s.due_on = CW_DAY_NONE; /* no notice has a due day of the reply */
	if (act_finish(&x, service_detail(&s), err) || service_record(&x, &letter, &s, err) ||
	    act_reload(&x, err))
		return -1;
	return case_answer(&x, 201, err);
}

int api_letter_serve(struct rq *rq, struct cw_err *err)
{
	struct service_args in = service_default;

	return rq_body(rq, service_fields, &in, err) || act_run(rq, letter_tx, &in, err) ? -1 : 0;
}

/* ---- What is heard of it later: the day of receipt, or that it came back (R-KEEP-3). */

enum { RESULT_DELIVERED, RESULT_REFUSED, RESULT_RETURNED };
static const char *const results[] = { "delivered", "refused", "returned", NULL };
struct result_args {
	int result;
	cw_day on;
	const char *proof;
};
static const struct rq_field result_fields[] = {
	{ "result", RQ_CHOICE, offsetof(struct result_args, result), .required = true,
	  .choices = results },
	{ "on", RQ_DAY, offsetof(struct result_args, on), .required = true },
	{ "proof", RQ_STRING, offsetof(struct result_args, proof), .required = true, .min = 1,
	  .max = 200 },
	{ 0 }
};

static int find_service(struct act *x, struct db_service *out, struct cw_err *err)
{
	struct db_service *rows;
	uint64_t id;
	size_t n;

	if (admin_id(x->rq, 1, &id, err) ||
	    db_service_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (rows[i].id == id) {
			*out = rows[i];
			return 0;
		}
	return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
}

/* What came back stands in the list of what falls due until it is served another way; another
 * applicant's copy, among the copies due. */
static int remind(struct act *x, const struct db_service *s, struct cw_err *err)
{
	if (strcmp(s->result, "delivered") == 0 || s->copy_to)
		return 0;
	return db_deadline_put(x->rq->db, x->d.id, x->d.handling, "serve_again", s->letter_id,
			       x->rq->today, err);
}

static int result_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct result_args *in = arg;
	struct json_object *detail;
	char first[CW_DAY_TEXT], last[CW_DAY_TEXT];
	struct db_service s;
	struct act x;

	if (case_open(&x, rq, CW_ACT_SERVICE_RESULT, err) || find_service(&x, &s, err))
		return -1;
	if (in->on < s.sent_on || in->on > rq->today)
		return cw_fail_item(err, "/on", CW_MSG_DAY_NOT_BETWEEN,
				    cw_day_text(s.sent_on, first), cw_day_text(rq->today, last),
				    NULL);
	x.facts.on = in->on;
	if (act_decide(&x, CW_ACT_SERVICE_RESULT, err))
		return -1;
	s.result = results[in->result];
	s.received_on = in->result == RESULT_DELIVERED ? in->on : CW_DAY_NONE;
	s.result_on = in->on;
	s.result_proof = in->proof;
	s.relation = NULL;
	detail = rq_obj();
	rq_put_id(detail, "service", s.id);
	rq_put_str(detail, "result", s.result);
	rq_put_str(detail, "proof", in->proof);
	if (db_service_save_result(rq->db, &s, err) || remind(&x, &s, err)) {
		json_object_put(detail);
		return -1;
	}
	if (act_finish(&x, detail, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_service_result(struct rq *rq, struct cw_err *err)
{
	struct result_args in = { .on = CW_DAY_NONE };

	return rq_body(rq, result_fields, &in, err) || act_run(rq, result_tx, &in, err) ? -1 : 0;
}
