/*
 * The end of a case whose applicant does not answer the correction notice or does not pay the fee
 * (R-CLOCK-5, R-FEE-6): the head's letter, its service, with which the case ends, and
 * reinstatement.
 */
#include <string.h>

#include "server/act/facts.h"
#include "server/api/case_acts.h"
#include "server/api/fee.h"
#include "server/api/service.h"
#include "server/app.h"

/* ---- The letter: by a head, after recording that no good reason is known. */

struct lapse_args {
	const char *reason;
};
static const struct rq_field lapse_fields[] = { { "reason", RQ_STRING,
						  offsetof(struct lapse_args, reason),
						  .required = true, .min = 2, .max = 1000 },
						{ 0 } };

/* What the case waited for: the notice, its receipt, the last day. */
static int what_lapsed(struct act *x, struct cw_letter_end *end, struct cw_err *err)
{
	const bool fee = x->c.state == CW_STATE_AWAITING_PAYMENT;
	struct db_letter notice;

	*end = (struct cw_letter_end){
		.outcome = fee ? CW_OUTCOME_NOT_PAID : CW_OUTCOME_NOT_CORRECTED,
		.notice_on = fee ? x->fee.sent_on : x->correction.sent_on,
		.notice_received_on = fee ? x->fee.received_on : x->correction.received_on,
		.period_ended_on = fee ? x->fee.pay_by : x->correction.answer_by,
		.due_on = CW_DAY_NONE,
	};
	if (db_letter_get(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id,
			  fee ? x->fee.letter_id : x->correction.letter_id, &notice, err))
		return -1;
	end->notice_number = notice.document_number;
	return 0;
}

static int make_letter(struct act *x, struct db_lapse *l, const struct cw_letter_end *end,
		       struct cw_err *err)
{
	struct cw_letter_facts facts;
	struct db_letter letter;

	if (act_letter_facts(x, &facts, err))
		return -1;
	facts.end = end;
	facts.signed_by = x->rq->who.name;
	if (act_letter(x, CW_LETTER_LAPSE_NOTICE, &facts, x->rq->who.user, true, &letter, err))
		return -1;
	l->letter_id = letter.id;
	if (fee_wait_over(x, x->c.state == CW_STATE_AWAITING_PAYMENT ? "fee" : "correction", false,
			  err))
		return -1;
	return db_lapse_add(x->rq->db, l, err) ||
			       db_deadline_put(x->rq->db, x->d.id, x->d.handling, "serve_lapse",
					       l->id, x->facts.on, err)
		       ? -1
		       : 0;
}

/* The state is entered when the letter is served. */
static int serve(struct act *x, struct db_lapse *l, const struct service_args *in,
		 struct cw_err *err)
{
	struct db_letter letter;
	struct db_service s;
	int outcome = cw_outcome_of(l->outcome);

	if (act_decide(x, CW_ACT_LAPSE_SERVE, err) || service_fill(x, in, &s, err) ||
	    db_letter_get(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, l->letter_id,
			  &letter, err) ||
	    service_check_days(x, &letter, &s, err))
		return -1;
	s.letter_id = l->letter_id;
	x->facts.on = s.served_on;
	x->clock_event.until = l->period_ended_on;
	act_ends_as(x, (enum cw_outcome)outcome, cw_outcome((enum cw_outcome)outcome)->report_row);
	l->status = "served";
	l->served_on = s.served_on;
	if (db_lapse_save(x->rq->db, l, err) || act_finish(x, service_detail(&s), err))
		return -1;
	return service_record(x, &letter, &s, err);
}

static int lapse_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct lapse_args *in = arg;
	const struct service_args electronic = { .way = SERVICE_ELECTRONIC,
						 .relation = -1,
						 .sent_on = CW_DAY_NONE,
						 .received_on = CW_DAY_NONE };
	struct db_lapse l = { .status = "made",
			      .reason = in->reason,
			      .made_by = rq->who.user,
			      .served_on = CW_DAY_NONE,
			      .reinstated_on = CW_DAY_NONE };
	struct cw_letter_end end;
	struct json_object *detail;
	struct act x;

	if (case_open(&x, rq, CW_ACT_LAPSE, err))
		return -1;
	x.facts.has_reason = true;
	if (act_decide(&x, CW_ACT_LAPSE, err) || what_lapsed(&x, &end, err))
		return -1;
	l.case_id = x.d.id;
	l.handling = x.d.handling;
	l.outcome = cw_outcome_name(end.outcome);
	l.made_on = x.facts.on;
	l.period_ended_on = end.period_ended_on;
	if (make_letter(&x, &l, &end, err))
		return -1;
	detail = rq_obj();
	rq_put_str(detail, "outcome", l.outcome);
	rq_put_str(detail, "no_good_reason_known", in->reason);
	if (act_finish(&x, detail, err))
		return -1;
	x.c.lapse_letter = true;
	if (x.d.electronic_ok && serve(&x, &l, &electronic, err))
		return -1;
	return act_reload(&x, err) ? -1 : case_answer(&x, 200, err);
}

int api_case_lapse(struct rq *rq, struct cw_err *err)
{
	struct lapse_args in = { 0 };

	return rq_body(rq, lapse_fields, &in, err) || act_run(rq, lapse_tx, &in, err) ? -1 : 0;
}

/* ---- Its service on paper. */

static int serve_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct db_lapse *l = NULL;
	struct act x;

	if (case_open(&x, rq, CW_ACT_LAPSE_SERVE, err))
		return -1;
	for (size_t i = 0; i < x.n_lapses; i++)
		if (strcmp(x.lapses[i].status, "made") == 0)
			l = &x.lapses[i];
	if (!l) /* the machine says why not */
		return act_decide(&x, CW_ACT_LAPSE_SERVE, err)
			       ? -1
			       : cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	if (serve(&x, l, arg, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_lapse_serve(struct rq *rq, struct cw_err *err)
{
	struct service_args in = service_default;

	return rq_body(rq, service_fields, &in, err) || act_run(rq, serve_tx, &in, err) ? -1 : 0;
}

/* ---- Reinstatement for good reason. */

struct reinstate_args {
	const char *reason;
	int working_days;
};
static const struct rq_field reinstate_fields[] = {
	{ "reason", RQ_STRING, offsetof(struct reinstate_args, reason), .required = true, .min = 2,
	  .max = 1000 },
	{ "working_days", RQ_INT, offsetof(struct reinstate_args, working_days), .min = 5,
	  .max = 30 },
	{ 0 }
};

static int reinstatement_letter(struct act *x, struct db_lapse *l, int working_days,
				struct cw_err *err)
{
	struct cw_letter_end end = { .outcome = x->c.ended_as,
				     .notice_on = CW_DAY_NONE,
				     .notice_received_on = CW_DAY_NONE,
				     .period_ended_on = CW_DAY_NONE,
				     .reason = l->good_reason,
				     .due_on = x->c.clock.due_on,
				     .working_days = working_days };
	struct cw_letter_facts facts;
	struct db_letter letter;

	if (act_letter_facts(x, &facts, err))
		return -1;
	facts.end = &end;
	facts.signed_by = x->rq->who.name;
	if (act_letter(x, CW_LETTER_REINSTATEMENT_NOTICE, &facts, x->rq->who.user, true, &letter,
		       err))
		return -1;
	l->reinstatement_letter_id = letter.id;
	return db_lapse_save(x->rq->db, l, err);
}

/* What is still to come has its period anew, from the receipt of the letter of reinstatement. */
static int wait_anew(struct act *x, const struct reinstate_args *in, struct cw_err *err)
{
	struct db_correction *k = &x->correction;

	if (x->c.ended_as == CW_OUTCOME_NOT_CORRECTED) {
		k->received_on = k->answer_by = CW_DAY_NONE;
		k->proof = NULL;
		if (in->working_days)
			k->working_days = in->working_days;
		if (db_correction_save(x->rq->db, k, err))
			return -1;
	}
	return fee_receipt_awaited(x, err);
}

static struct db_lapse *last_served(struct act *x)
{
	struct db_lapse *l = NULL;

	for (size_t i = 0; i < x->n_lapses; i++)
		if (strcmp(x->lapses[i].status, "served") == 0)
			l = &x->lapses[i];
	return l;
}

static int reinstate_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct reinstate_args *in = arg;
	struct json_object *detail;
	struct db_lapse *l;
	bool complete;
	struct act x;

	if (case_open(&x, rq, CW_ACT_REINSTATE, err) || fee_complete(&x, &complete, err))
		return -1;
	if (x.c.ended_as == CW_OUTCOME_NOT_CORRECTED)
		complete = x.c.corrected;
	x.facts.has_reason = true;
	x.facts.complete = complete;
	if (act_decide(&x, CW_ACT_REINSTATE, err))
		return -1;
	l = last_served(&x);
	if (!l)
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	x.clock_event.id = complete ? CW_CLOCK_COMPLETE : 0;
	if (x.d.handling == 1) {
		x.d.main_outcome = NULL;
		x.d.report_row = 0;
	}
	l->status = "reinstated";
	l->reinstated_by = rq->who.user;
	l->reinstated_on = x.facts.on;
	l->good_reason = in->reason;
	if ((x.c.ended_as == CW_OUTCOME_NOT_PAID && fee_taken_up(&x, complete, err)) ||
	    (!complete && wait_anew(&x, in, err)))
		return -1;
	detail = rq_obj();
	rq_put_str(detail, "reason", in->reason);
	rq_put_bool(detail, "complete", complete);
	if (act_finish(&x, detail, err) ||
	    reinstatement_letter(&x, l, x.correction.working_days, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_case_reinstate(struct rq *rq, struct cw_err *err)
{
	struct reinstate_args in = { 0 };

	return rq_body(rq, reinstate_fields, &in, err) || act_run(rq, reinstate_tx, &in, err) ? -1
											      : 0;
}

int case_lapses_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	const bool own = x->roles & CW_ROLE_BIT(CW_ROLE_APPLICANT);

	(void)err;
	for (size_t i = 0; i < x->n_lapses; i++) {
		const struct db_lapse *l = &x->lapses[i];
		struct json_object *o;

		if (own && l->served_on == CW_DAY_NONE)
			continue;
		o = rq_obj();
		rq_put_id(o, "id", l->id);
		rq_put_str(o, "outcome", l->outcome);
		rq_put_str(o, "status", l->status);
		rq_put_day(o, "period_ended_on", l->period_ended_on);
		rq_put_id(o, "letter_id", l->letter_id);
		rq_put_day(o, "served_on", l->served_on);
		rq_put_day(o, "reinstated_on", l->reinstated_on);
		rq_put_str(o, "good_reason", l->good_reason);
		rq_put_id(o, "reinstatement_letter_id", l->reinstatement_letter_id);
		if (!own) {
			rq_put_str(o, "no_good_reason_known", l->reason);
			rq_put_id(o, "made_by", l->made_by);
			rq_put_day(o, "made_on", l->made_on);
			rq_put_id(o, "reinstated_by", l->reinstated_by);
		}
		rq_push(list, o);
	}
	return 0;
}
