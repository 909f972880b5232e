/*
 * Termination, and the stop for the death or the end of the applicant (R-OUT-9): the case stands
 * still from the day on which the office learns it; a near relative or successor asks to go on, or
 * it is terminated.
 */
#include "db/stop.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/app.h"

/* ---- Stop. */

static const char *const causes[] = { "death", "ended", NULL };

struct stop_args {
	int cause;
	cw_day on;
	const char *proof;
};
static const struct rq_field stop_fields[] = {
	{ "cause", RQ_CHOICE, offsetof(struct stop_args, cause), .required = true,
	  .choices = causes },
	{ "learnt_on", RQ_DAY, offsetof(struct stop_args, on), .required = true },
	{ "proof", RQ_STRING, offsetof(struct stop_args, proof), .required = true, .min = 2,
	  .max = 500 },
	{ 0 }
};

/* Three months (setting) from the day of the stop; a last day on a day off moves (R-DAY-5). */
static cw_day succession_until(const struct act *x)
{
	return cw_calendar_on_or_after(
		x->rq->calendar, cw_day_add_months(x->facts.on, x->settings.succession_months));
}

static int stop_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct stop_args *in = arg;
	struct json_object *detail;
	struct db_stop s = { .cause = causes[in->cause],
			     .proof = in->proof,
			     .stopped_by = rq->who.user };
	struct act x;

	if (case_open(&x, rq, CW_ACT_STOP, err))
		return -1;
	x.facts.on = in->on;
	if (act_check_day(&x, "/learnt_on", err) || act_decide(&x, CW_ACT_STOP, err))
		return -1;
	s.case_id = x.d.id;
	s.handling = x.d.handling;
	s.stopped_on = x.facts.on;
	s.ask_by = x.clock_event.until = succession_until(&x);
	detail = rq_obj();
	rq_put_str(detail, "cause", s.cause);
	rq_put_day(detail, "ask_by", s.ask_by);
	if (db_stop_add(rq->db, &s, err) ||
	    db_deadline_put(rq->db, x.d.id, x.d.handling, "succession", 0, s.ask_by, err)) {
		json_object_put(detail);
		return -1;
	}
	if (act_finish(&x, detail, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_case_stop(struct rq *rq, struct cw_err *err)
{
	struct stop_args in = { .on = CW_DAY_NONE };

	return rq_body(rq, stop_fields, &in, err) || act_run(rq, stop_tx, &in, err) ? -1 : 0;
}

/* ---- Going on, from the day on which it is asked for. */

static const struct rq_field resume_fields[] = {
	{ "asked_on", RQ_DAY, offsetof(struct db_stop, resumed_on), .required = true },
	{ "successor", RQ_STRING, offsetof(struct db_stop, successor), .required = true, .min = 1,
	  .max = 80 },
	{ "relation", RQ_STRING, offsetof(struct db_stop, relation), .required = true, .min = 1,
	  .max = 100 },
	{ "contact", RQ_STRING, offsetof(struct db_stop, contact), .required = true, .min = 1,
	  .max = 200 },
	{ "proof", RQ_STRING, offsetof(struct db_stop, request_proof), .required = true, .min = 2,
	  .max = 500 },
	{ 0 }
};

static int resume_letter(struct act *x, struct cw_err *err)
{
	struct cw_letter_end end = { .outcome = CW_OUTCOME_TERMINATED,
				     .notice_on = CW_DAY_NONE,
				     .notice_received_on = CW_DAY_NONE,
				     .period_ended_on = CW_DAY_NONE,
				     .due_on = x->c.clock.due_on };
	struct cw_letter_facts facts;
	struct db_letter letter;

	if (act_letter_facts(x, &facts, err))
		return -1;
	end.reason = cw_msg_raw(CW_MSG_LETTER_RESUMED_FOR, facts.lang);
	facts.end = &end;
	facts.signed_by = x->rq->who.name;
	return act_letter(x, CW_LETTER_REINSTATEMENT_NOTICE, &facts, x->rq->who.user, true, &letter,
			  err);
}

/* Who asked is personal data: only the row holds it, sealed. */
static int save_resumption(struct act *x, const struct db_stop *in, struct cw_err *err)
{
	struct rq *rq = x->rq;
	struct db_stop s;
	bool found;

	if (db_stop_find(rq->db, rq->arena, rq->app->keys, x->d.id, &s, &found, err))
		return -1;
	if (!found || s.resumed_on != CW_DAY_NONE)
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	s.resumed_on = x->facts.on;
	s.successor = in->successor;
	s.relation = in->relation;
	s.contact = in->contact;
	s.request_proof = in->request_proof;
	return db_stop_resume(rq->db, rq->arena, rq->app->keys, &s, err) ||
			       db_deadline_end(rq->db, x->d.id, x->d.handling, "succession", 0,
					       "met", err)
		       ? -1
		       : 0;
}

static int resume_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct db_stop *in = arg;
	struct json_object *detail;
	struct act x;

	if (case_open(&x, rq, CW_ACT_RESUME, err))
		return -1;
	x.facts.on = in->resumed_on;
	if (act_check_day(&x, "/asked_on", err) || act_decide(&x, CW_ACT_RESUME, err) ||
	    save_resumption(&x, in, err))
		return -1;
	detail = rq_obj();
	rq_put_str(detail, "relation", in->relation);
	if (act_finish(&x, detail, err) || act_reload(&x, err) || resume_letter(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_case_resume(struct rq *rq, struct cw_err *err)
{
	struct db_stop in = { .resumed_on = CW_DAY_NONE };

	return rq_body(rq, resume_fields, &in, err) || act_run(rq, resume_tx, &in, err) ? -1 : 0;
}

int case_stops_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct json_object *r;
	struct db_stop s;
	bool found;

	if (db_stop_find(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, &s, &found, err))
		return -1;
	if (!found)
		return 0;
	r = rq_obj();
	rq_put_str(r, "cause", s.cause);
	rq_put_str(r, "proof", s.proof);
	rq_put_day(r, "learnt_on", s.stopped_on);
	case_put_last_day(x, r, "ask_by", s.ask_by);
	rq_put_id(r, "stopped_by", s.stopped_by);
	rq_put_day(r, "asked_on", s.resumed_on);
	rq_put_str(r, "successor", case_mask_name(x->rq->arena, s.successor));
	rq_put_str(r, "relation", s.relation);
	rq_put_str(r, "request_proof", s.request_proof);
	rq_push(list, r);
	return 0;
}

/* ---- Termination, with its notice. */

struct end_args {
	const char *reason;
	bool renounced;
};
static const struct rq_field end_fields[] = {
	{ "reason", RQ_STRING, offsetof(struct end_args, reason), .required = true, .min = 2,
	  .max = 1000 },
	{ "renounced", RQ_BOOL, offsetof(struct end_args, renounced) },
	{ 0 }
};

static int terminate_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct end_args *in = arg;
	struct json_object *detail;
	struct act x;

	if (case_open(&x, rq, CW_ACT_TERMINATE, err))
		return -1;
	x.facts.has_reason = true;
	x.facts.renounced = in->renounced;
	if (act_decide(&x, CW_ACT_TERMINATE, err) || act_call_off(&x, err))
		return -1;
	act_ends_as(&x, CW_OUTCOME_TERMINATED, cw_outcome(CW_OUTCOME_TERMINATED)->report_row);
	detail = rq_obj();
	rq_put_str(detail, "reason", in->reason);
	rq_put_bool(detail, "renounced", in->renounced);
	if (act_finish(&x, detail, err) ||
	    act_ending_letter(&x, CW_OUTCOME_TERMINATED, NULL, in->reason, err) ||
	    act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_case_terminate(struct rq *rq, struct cw_err *err)
{
	struct end_args in = { 0 };

	return rq_body(rq, end_fields, &in, err) || act_run(rq, terminate_tx, &in, err) ? -1 : 0;
}
