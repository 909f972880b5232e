/*
 * Consultations (征求意见, R-ASK-1 to R-ASK-4; R-CLOCK-3): asked with their letters, the receipt
 * from which the period runs, the end, the call-off.  What a third party's objection leads to is in
 * objections.c.
 */
#include "server/api/consultations.h"

#include <stdio.h>
#include <string.h>

#include "casework/constant.h"
#include "server/api/case_acts.h"
#include "server/app.h"

static const char *const kinds[] = { "third_party", "co_producer", "other_agency", "determination",
				     NULL };

struct ask_args {
	int kind, working_days; /* 0: not given */
	const char *party, *address, *information, *question;
	bool we_lead;
};
static const struct rq_field ask_fields[] = {
	{ "kind", RQ_CHOICE, offsetof(struct ask_args, kind), .required = true, .choices = kinds },
	{ "party", RQ_STRING, offsetof(struct ask_args, party), .required = true, .min = 1,
	  .max = 200 },
	{ "address", RQ_STRING, offsetof(struct ask_args, address), .min = 1, .max = 300 },
	{ "information", RQ_STRING, offsetof(struct ask_args, information), .required = true,
	  .min = 1, .max = 2000 },
	{ "question", RQ_STRING, offsetof(struct ask_args, question), .min = 1, .max = 2000 },
	{ "working_days", RQ_INT, offsetof(struct ask_args, working_days), .min = 1, .max = 60 },
	{ "we_lead", RQ_BOOL, offsetof(struct ask_args, we_lead) },
	{ 0 }
};

static int check_ask(const struct ask_args *in, struct cw_err *err)
{
	const enum cw_consultation_kind kind = (enum cw_consultation_kind)in->kind;
	int rc = 0;

	if (in->working_days && !cw_consultation_sets_period(kind)) /* the law's own period */
		rc |= cw_fail_item(err, "/working_days", CW_MSG_NOT_WITH_TYPE, kinds[kind], NULL);
	if (in->we_lead && kind != CW_CONSULTATION_CO_PRODUCER)
		rc |= cw_fail_item(err, "/we_lead", CW_MSG_NOT_WITH_TYPE, kinds[kind], NULL);
	if (!in->question && kind == CW_CONSULTATION_DETERMINATION)
		rc |= cw_fail_item(err, "/question", CW_MSG_REQUIRED, NULL);
	return rc;
}

/* Told without the third party's data: what is asked is named in the applicant's own words
 * (R-ASK-2). A filing without a name has nobody to address; its absence does not undo the pause. */
static int tell_applicant(struct act *x, struct db_consultation *s, struct cw_err *err)
{
	struct cw_letter_consultation text = { .disclosed_on = CW_DAY_NONE };
	struct cw_letter_facts facts;
	struct db_letter letter;

	if (!x->settings.tell_applicant || !s->pauses ||
	    !cw_consultation_told((enum cw_consultation_kind)cw_consultation_kind_of(s->kind)))
		return 0;
	if (act_letter_facts(x, &facts, err))
		return -1;
	if (!facts.addressee)
		return 0;
	text.information = x->d.title[0] ? x->d.title : x->d.description;
	facts.consultation = &text;
	if (act_letter(x, CW_LETTER_CONSULTATION_NOTICE, &facts, x->rq->who.user, true, &letter,
		       err))
		return -1;
	s->notice_id = letter.id;
	return 0;
}

/* The one asked reads Chinese, whatever language the applicant chose. */
static int send_letters(struct act *x, struct db_consultation *s, struct cw_err *err)
{
	struct cw_letter_consultation text = { .information = s->information,
					       .question = s->question,
					       .working_days = s->working_days,
					       .disclosed_on = CW_DAY_NONE };
	const int kind = cw_consultation_kind_of(s->kind);
	struct cw_letter_facts facts;
	struct db_letter letter;

	if (act_letter_facts(x, &facts, err))
		return -1;
	facts.lang = CW_ZH;
	facts.addressee = s->party;
	facts.consultation = &text;
	if (act_letter(x, cw_consultation_letter((enum cw_consultation_kind)kind), &facts,
		       x->rq->who.user, false, &letter, err))
		return -1;
	s->letter_id = letter.id;
	return tell_applicant(x, s, err) || db_consultation_save_letters(x->rq->db, s, err) ? -1
											    : 0;
}

static int law_asks_for(struct act *x, const struct ask_args *in, struct cw_err *err)
{
	x->facts.pauses_nothing =
		in->kind == CW_CONSULTATION_DETERMINATION && !x->settings.pause_for_determination;
	if (act_decide(x, CW_ACT_CONSULTATION_ASK, err))
		return -1;
	if (in->kind != CW_CONSULTATION_CO_PRODUCER || in->we_lead)
		return 0;
	cw_fail_law(err, CW_MSG_LAW_NOT_LEAD, "R-ASK-3", "条例34", NULL);
	act_explain_refusal(x);
	return -1;
}

static int ask_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct ask_args *in = arg;
	struct db_consultation s = { .kind = kinds[in->kind],
				     .party = in->party,
				     .address = in->address,
				     .information = in->information,
				     .question = in->question,
				     .asked_by = rq->who.user,
				     .received_on = CW_DAY_NONE };
	struct act x;

	if (case_open(&x, rq, CW_ACT_CONSULTATION_ASK, err) || law_asks_for(&x, in, err))
		return -1;
	s.case_id = x.d.id;
	s.handling = x.d.handling;
	s.pauses = !x.facts.pauses_nothing;
	s.working_days = in->working_days ? in->working_days : CW_PERIOD_CONSULTATION;
	s.asked_on = x.facts.on;
	if (db_consultation_add(rq->db, rq->arena, rq->app->keys, &s, err) ||
	    consultation_finish(&x, &s, "asked", err) || send_letters(&x, &s, err) ||
	    act_reload(&x, err))
		return -1;
	return case_answer(&x, 201, err);
}

int api_consultation_ask(struct rq *rq, struct cw_err *err)
{
	struct ask_args in = { 0 };

	if (rq_body(rq, ask_fields, &in, err) || check_ask(&in, err))
		return -1;
	return act_run(rq, ask_tx, &in, err);
}

/* ---- Its receipt by the one asked, from which the period runs. */

struct receipt_args {
	cw_day received_on;
	const char *proof;
};
static const struct rq_field receipt_fields[] = {
	{ "received_on", RQ_DAY, offsetof(struct receipt_args, received_on), .required = true },
	{ "proof", RQ_STRING, offsetof(struct receipt_args, proof), .required = true, .min = 1,
	  .max = 200 },
	{ 0 }
};

static int receipt_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct receipt_args *in = arg;
	struct db_consultation *s;
	struct act x;

	if (consultation_open(&x, rq, CW_ACT_CONSULTATION_RECORD, &s, err))
		return -1;
	x.facts.record = CW_RECORD_RECEIVED;
	x.facts.on = in->received_on;
	if (consultation_day(&x, "/received_on", s->asked_on, err) ||
	    act_decide(&x, CW_ACT_CONSULTATION_RECORD, err))
		return -1;
	if (s->received_on != CW_DAY_NONE)
		return cw_fail(err, CW_CONFLICT, CW_MSG_CLOCK_RECEIPT_KNOWN, NULL);
	s->received_on = in->received_on;
	s->receipt_proof = in->proof;
	if (db_consultation_save_receipt(rq->db, s, err) ||
	    consultation_finish(&x, s, "received", err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_consultation_receipt(struct rq *rq, struct cw_err *err)
{
	struct receipt_args in = { .received_on = CW_DAY_NONE };

	return rq_body(rq, receipt_fields, &in, err) || act_run(rq, receipt_tx, &in, err) ? -1 : 0;
}

/* ---- The end: an opinion, silence, the letter's return; or an opinion that comes too late. */

static const char *const results[] = { "consent", "objection",	   "opinion",
				       "silence", "undeliverable", NULL };
/* The same order in enum cw_consultation_end. */
_Static_assert(CW_END_CONSENT == 0 && CW_END_UNDELIVERABLE == 4, "results");

struct end_args {
	int result;
	cw_day on;
	const char *opinion, *proof;
};
static const struct rq_field end_fields[] = {
	{ "result", RQ_CHOICE, offsetof(struct end_args, result), .required = true,
	  .choices = results },
	{ "on", RQ_DAY, offsetof(struct end_args, on) },
	{ "opinion", RQ_STRING, offsetof(struct end_args, opinion), .min = 1, .max = 5000 },
	{ "proof", RQ_STRING, offsetof(struct end_args, proof), .min = 1, .max = 200 },
	{ 0 }
};

/* An objection and remarks say why; silence says nothing and has the period's last day. */
static int check_end(const struct end_args *in, struct cw_err *err)
{
	const bool silence = in->result == CW_END_SILENCE, says = in->result <= CW_END_OPINION,
		   must_say = in->result == CW_END_OBJECTION || in->result == CW_END_OPINION;
	int rc = 0;

	if (silence && in->on != CW_DAY_NONE)
		rc |= cw_fail_item(err, "/on", CW_MSG_NOT_WITH_TYPE, results[in->result], NULL);
	if (!silence && in->on == CW_DAY_NONE)
		rc |= cw_fail_item(err, "/on", CW_MSG_REQUIRED, NULL);
	if (!says && in->opinion)
		rc |= cw_fail_item(err, "/opinion", CW_MSG_NOT_WITH_TYPE, results[in->result],
				   NULL);
	if (must_say && !in->opinion)
		rc |= cw_fail_item(err, "/opinion", CW_MSG_REQUIRED, NULL);
	return rc;
}

/* A fact entered late has its proof (R-KEEP-3). */
static int check_proof(struct act *x, const struct end_args *in, struct cw_err *err)
{
	char days[12];

	if (in->result == CW_END_SILENCE || in->proof ||
	    cw_calendar_count(x->rq->calendar, in->on, x->rq->today) <= x->settings.late_proof_days)
		return 0;
	snprintf(days, sizeof(days), "%d", x->settings.late_proof_days);
	return cw_fail_item(err, "/proof", CW_MSG_ASK_LATE_PROOF, days, NULL);
}

static int keep_late(struct act *x, const struct end_args *in, struct db_consultation *s,
		     struct cw_err *err)
{
	if (s->late_on != CW_DAY_NONE)
		return cw_fail(err, CW_CONFLICT, CW_MSG_LAW_ONE_LATE_OPINION, NULL);
	s->late_on = x->facts.on;
	s->late_result = results[in->result];
	s->late_opinion = in->opinion;
	return 0;
}

/* It has ended: only an opinion that came after that can still be kept. */
static int end_again(struct act *x, const struct end_args *in, struct db_consultation *s,
		     struct cw_err *err)
{
	if (in->result > CW_END_OPINION || cw_consultation_end_of(s->result) <= CW_END_OPINION)
		return cw_fail(err, CW_CONFLICT, CW_MSG_ALREADY_ANSWERED, NULL);
	x->facts.record = CW_RECORD_LATE;
	return consultation_day(x, "/on", s->ended_on, err) ||
			       act_decide(x, CW_ACT_CONSULTATION_RECORD, err)
		       ? -1
		       : keep_late(x, in, s, err);
}

static int end_first(struct act *x, const struct end_args *in, struct db_consultation *s,
		     struct cw_err *err)
{
	const struct cw_consultation k = act_consultation(s);
	const cw_day ends_on = cw_consultation_ends_on(&k, x->rq->calendar);
	bool late;

	if (in->result != CW_END_SILENCE && consultation_day(x, "/on", s->asked_on, err))
		return -1;
	if (cw_consultation_check_end(&k, (enum cw_consultation_end)in->result, in->on,
				      x->rq->today, x->rq->calendar, &late, err)) {
		act_explain_refusal(x);
		return -1;
	}
	if (in->result == CW_END_SILENCE)
		x->facts.on = ends_on;
	x->facts.record = CW_RECORD_ENDED;
	if (act_decide(x, CW_ACT_CONSULTATION_RECORD, err))
		return -1;
	s->result = results[late ? CW_END_SILENCE : in->result];
	s->ended_on = late ? ends_on : x->facts.on;
	s->ended_by = x->rq->who.user;
	s->end_proof = in->proof;
	if (late)
		return keep_late(x, in, s, err);
	s->opinion = in->opinion;
	return 0;
}

static int end_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct end_args *in = arg;
	struct db_consultation *s;
	struct act x;
	bool again;

	if (consultation_open(&x, rq, CW_ACT_CONSULTATION_RECORD, &s, err))
		return -1;
	again = s->result != NULL;
	if (in->on != CW_DAY_NONE)
		x.facts.on = in->on;
	if (check_proof(&x, in, err) ||
	    (again ? end_again(&x, in, s, err) : end_first(&x, in, s, err)) ||
	    db_consultation_save_end(rq->db, rq->arena, rq->app->keys, s, err) ||
	    consultation_finish(&x, s, again ? "late" : s->result, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_consultation_end(struct rq *rq, struct cw_err *err)
{
	struct end_args in = { .on = CW_DAY_NONE };

	if (rq_body(rq, end_fields, &in, err) || check_end(&in, err))
		return -1;
	return act_run(rq, end_tx, &in, err);
}

/* ---- Called off. */

struct cancel_args {
	const char *reason;
};
static const struct rq_field cancel_fields[] = { { "reason", RQ_STRING,
						   offsetof(struct cancel_args, reason),
						   .required = true, .min = 2, .max = 500 },
						 { 0 } };

static int cancel_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct cancel_args *in = arg;
	struct db_consultation *s;
	struct act x;

	if (consultation_open(&x, rq, CW_ACT_CONSULTATION_CANCEL, &s, err) ||
	    act_decide(&x, CW_ACT_CONSULTATION_CANCEL, err))
		return -1;
	s->result = cw_consultation_end_name(CW_END_CANCELLED);
	s->ended_on = x.facts.on;
	s->ended_by = rq->who.user;
	s->opinion = in->reason; /* why it was called off; a person may be named, so it is sealed */
	if (db_consultation_save_end(rq->db, rq->arena, rq->app->keys, s, err) ||
	    consultation_finish(&x, s, s->result, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_consultation_cancel(struct rq *rq, struct cw_err *err)
{
	struct cancel_args in = { 0 };

	return rq_body(rq, cancel_fields, &in, err) || act_run(rq, cancel_tx, &in, err) ? -1 : 0;
}
