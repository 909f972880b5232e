/*
 * What follows a correction notice (补正, R-CLOCK-4, R-CLOCK-5): its receipt, the answer, which
 * opens the new period, and supplements.  The notice: correction_notice.c; the end without an
 * answer: lapse.c.
 */
#include <string.h>

#include "server/act/facts.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/api/correct_people.h"
#include "server/api/fee.h"
#include "server/app.h"

/* ---- Its receipt by the applicant, from which the period runs. */

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

/* From when the applicant can have it: the notice, or the letter that reinstated the case. */
static cw_day sent_on(const struct act *x)
{
	cw_day on = x->correction.sent_on;

	for (size_t i = 0; i < x->n_lapses; i++)
		if (x->lapses[i].handling == x->d.handling && x->lapses[i].reinstated_on > on)
			on = x->lapses[i].reinstated_on;
	return on;
}

static int receipt_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct receipt_args *in = arg;
	struct db_correction *k;
	struct json_object *detail;
	struct act x;

	if (case_open(&x, rq, CW_ACT_NOTICE_RECEIPT, err))
		return -1;
	if (x.c.state != CW_STATE_AWAITING_CORRECTION)
		return cw_fail(err, CW_NOT_ALLOWED_NOW, CW_MSG_NO_NOTICE_OUT, NULL);
	k = &x.correction;
	if (act_decide(&x, CW_ACT_NOTICE_RECEIPT, err) ||
	    fee_check_receipt(&x, in->received_on, sent_on(&x), err))
		return -1;
	x.facts.on = in->received_on;
	k->received_on = in->received_on;
	k->proof = in->proof;
	k->answer_by = cw_calendar_add(rq->calendar, k->received_on, k->working_days);
	detail = rq_obj();
	rq_put_str(detail, "notice", "correction");
	rq_put_day(detail, "received_on", k->received_on);
	rq_put_day(detail, "answer_by", k->answer_by);
	if (db_correction_save(rq->db, k, err) ||
	    fee_receipt_known(&x, "correction", k->answer_by, err)) {
		json_object_put(detail);
		return -1;
	}
	return act_finish(&x, detail, err) || act_reload(&x, err) ? -1 : case_answer(&x, 200, err);
}

int api_correction_receipt(struct rq *rq, struct cw_err *err)
{
	struct receipt_args in = { .received_on = CW_DAY_NONE };

	return rq_body(rq, receipt_fields, &in, err) || act_run(rq, receipt_tx, &in, err) ? -1 : 0;
}

/* ---- The answer: also a partial one is the corrected request; what comes later supplements it
 * (R-CLOCK-4); after the end it is what a head can reinstate the case for (R-CLOCK-5). */

struct answer_args {
	const char *text;
	cw_day on; /* staff: the day on which it came in */
	const char *proof;
	bool own; /* by the applicant */
	struct filing_mended people;
};
static const struct rq_field answer_fields[] = {
	{ "text", RQ_STRING, offsetof(struct answer_args, text), .required = true, .min = 1,
	  .max = 20000 },
	CORRECT_PEOPLE(struct answer_args, people, online),
	{ 0 }
};
static const struct rq_field staff_answer_fields[] = {
	{ "text", RQ_STRING, offsetof(struct answer_args, text), .required = true, .min = 1,
	  .max = 20000 },
	{ "on", RQ_DAY, offsetof(struct answer_args, on), .required = true },
	{ "proof", RQ_STRING, offsetof(struct answer_args, proof), .min = 1, .max = 200 },
	CORRECT_PEOPLE(struct answer_args, people, staff),
	{ 0 }
};

/* The corrected request is searched by what was added, too. */
static int add_text(struct act *x, const char *text, struct cw_err *err)
{
	x->d.description = cw_printf(x->rq->arena, "%s\n\n%s", x->d.description, text);
	if (!x->d.description)
		return cw_fail_memory(err);
	return db_docket_save_text(x->rq->db, &x->d, err) ||
			       db_grams_save(x->rq->db, x->rq->arena, &x->d, err)
		       ? -1
		       : 0;
}

static int save_answer(struct act *x, const struct answer_args *in, struct cw_err *err)
{
	const bool first = x->correction.answered_on == CW_DAY_NONE;
	struct json_object *detail = rq_obj();

	rq_put_str(detail, "text", in->text);
	rq_put_str(detail, "proof", in->proof);
	if (first)
		x->correction.answered_on = x->facts.on;
	if (correct_people_plan(x, &in->people, detail, err) || add_text(x, in->text, err) ||
	    (first && db_correction_save(x->rq->db, &x->correction, err)) ||
	    (x->act == CW_ACT_CORRECTION_ANSWER &&
	     (fee_wait_over(x, "correction", true, err) || facts_lapse_overtaken(x, err)))) {
		json_object_put(detail);
		return -1;
	}
	return act_finish(x, detail, err) || correct_people_save(x, &in->people, err) ||
			       act_reload(x, err)
		       ? -1
		       : 0;
}

/* The first answer ends the wait; anything later is a supplement. */
static enum cw_act act_of(const struct act *x)
{
	const unsigned later = 1u << CW_STATE_INVESTIGATING | 1u << CW_STATE_AWAITING_PAYMENT |
			       1u << CW_STATE_ENDED;

	return later & 1u << x->c.state ? CW_ACT_CORRECTION_SUPPLEMENT : CW_ACT_CORRECTION_ANSWER;
}

static int answer_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct answer_args *in = arg;
	struct json_object *o;
	struct act x;

	if (in->own ? act_open(&x, rq, rq->who.case_id, CW_ACT_CORRECTION_ANSWER, err)
		    : case_open(&x, rq, CW_ACT_CORRECTION_ANSWER, err))
		return -1;
	if (in->own && strcmp(rq->params[0], x.d.number) != 0)
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	if (in->on != CW_DAY_NONE)
		x.facts.on = in->on;
	if (act_check_day(&x, "/on", err) || act_decide(&x, act_of(&x), err) ||
	    act_check_proof(rq, &x.settings, x.facts.on, in->proof != NULL, "/proof", err) ||
	    save_answer(&x, in, err))
		return -1;
	if (!in->own)
		return case_answer(&x, 200, err);
	if (case_applicant_json(&x, &o, err))
		return -1;
	return rq_json_versioned(rq, 200, x.d.version, o, err);
}

static int answer(struct rq *rq, const struct rq_field *fields, bool own, struct cw_err *err)
{
	struct answer_args in = { .on = CW_DAY_NONE,
				  .own = own,
				  .people = { .applicant = filing_person_default } };

	return rq_body(rq, fields, &in, err) || correct_people_check(rq, &in.people, err) ||
			       act_run(rq, answer_tx, &in, err)
		       ? -1
		       : 0;
}

int api_correction_answer(struct rq *rq, struct cw_err *err)
{
	return answer(rq, staff_answer_fields, false, err);
}

int api_request_correct(struct rq *rq, struct cw_err *err)
{
	return answer(rq, answer_fields, true, err);
}

/* ---- The notices of a case. */

static int put_items(struct act *x, const struct db_correction *k, struct json_object *o,
		     struct cw_err *err)
{
	struct json_object *list = rq_array();
	struct db_correction_item *items;
	size_t n;

	rq_put(o, "items", list);
	if (db_correction_item_list(x->rq->db, x->rq->arena, k->case_id, k->handling, &items, &n,
				    err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct json_object *row = rq_obj();

		rq_put_str(row, "kind", items[i].kind);
		rq_put_str(row, "what", items[i].what);
		rq_put_str(row, "guidance", items[i].guidance);
		rq_push(list, row);
	}
	return 0;
}

static int put_resendings(struct act *x, const struct db_correction *k, struct json_object *o,
			  struct cw_err *err)
{
	struct json_object *list = rq_array();
	struct db_resending *rows;
	size_t n;

	rq_put(o, "sent_again", list);
	if (db_resending_list(x->rq->db, x->rq->arena, k->case_id, k->handling, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct json_object *row = rq_obj();

		rq_put_day(row, "sent_on", rows[i].sent_on);
		rq_put_str(row, "reason", rows[i].reason);
		rq_put_id(row, "letter_id", rows[i].letter_id);
		rq_push(list, row);
	}
	return 0;
}

int case_corrections_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	for (int h = 1; h <= x->d.handling; h++) {
		struct db_correction k;
		struct json_object *o;
		bool found;

		if (db_correction_find(x->rq->db, x->rq->arena, x->d.id, h, &k, &found, err))
			return -1;
		if (!found)
			continue;
		o = rq_obj();
		rq_push(list, o);
		rq_put_int(o, "handling", h);
		rq_put_day(o, "sent_on", k.sent_on);
		rq_put_int(o, "working_days", k.working_days);
		rq_put_id(o, "letter_id", k.letter_id);
		rq_put_day(o, "received_on", k.received_on);
		case_put_last_day(x, o, "answer_by", k.answer_by);
		rq_put_day(o, "answered_on", k.answered_on);
		if (!(x->roles & CW_ROLE_BIT(CW_ROLE_APPLICANT)))
			rq_put_str(o, "receipt_proof", k.proof);
		if (put_items(x, &k, o, err) || put_resendings(x, &k, o, err))
			return -1;
	}
	return 0;
}
