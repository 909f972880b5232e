/*
 * Correction (补正, R-CLOCK-4, R-CLOCK-5): one notice with all items by the 7th working day; its receipt;
 * the answer, which opens the new period; the end by a head when it stays unanswered.
 */
#include <string.h>

#include "db/correction.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/app.h"

/* ---- The notice. */

struct notice_args {
	struct rq_list items; /* of struct cw_letter_item */
	int working_days;     /* 0: the agency's setting */
};
static const struct rq_field item_fields[] = {
	{ "what", RQ_STRING, offsetof(struct cw_letter_item, what), .required = true, .min = 1,
	  .max = 200 },
	{ "guidance", RQ_STRING, offsetof(struct cw_letter_item, guidance), .required = true, .min = 1,
	  .max = 1000 },
	{ 0 }
};
static const struct rq_field notice_fields[] = {
	{ "items", RQ_LIST, offsetof(struct notice_args, items), .required = true, .min = 1, .max = 20,
	  .sub = item_fields, .sub_size = sizeof(struct cw_letter_item) },
	{ "working_days", RQ_INT, offsetof(struct notice_args, working_days), .min = 1, .max = 99 },
	{ 0 }
};

static int send_notice(struct act *x, const struct notice_args *in, struct db_correction *k,
		       struct cw_err *err)
{
	struct cw_letter_correction text = { .items = in->items.items,
					     .n_items = in->items.n,
					     .working_days = k->working_days,
					     .answer_by = CW_DAY_NONE,
					     .first_sent_on = CW_DAY_NONE };
	struct cw_letter_facts facts;
	struct db_letter letter;

	if (act_letter_facts(x, &facts, err))
		return -1;
	facts.correction = &text;
	facts.signed_by = x->rq->who.name;
	if (act_letter(x, CW_LETTER_CORRECTION_NOTICE, &facts, x->rq->who.user, true, &letter, err))
		return -1;
	k->letter_id = letter.id;
	return db_correction_add(x->rq->db, k, err);
}

static int notice_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct notice_args *in = arg;
	struct json_object *detail;
	struct db_correction k = { 0 };
	struct act x;

	if (case_open(&x, rq, CW_ACT_CORRECTION_NOTICE, err))
		return -1;
	k.working_days = in->working_days ? in->working_days : x.settings.correction_days;
	x.facts.working_days = k.working_days;
	if (act_decide(&x, CW_ACT_CORRECTION_NOTICE, err))
		return -1;
	k.case_id = x.d.id;
	k.handling = x.d.handling;
	k.sent_on = x.facts.on;
	detail = rq_obj();
	rq_put_int(detail, "items", (int64_t)in->items.n);
	rq_put_int(detail, "working_days", k.working_days);
	if (act_finish(&x, detail, err) || send_notice(&x, in, &k, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 201, err);
}

int api_correction_send(struct rq *rq, struct cw_err *err)
{
	struct notice_args in = { 0 };

	return rq_body(rq, notice_fields, &in, err) || act_run(rq, notice_tx, &in, err) ? -1 : 0;
}

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

static int find_notice(struct act *x, struct db_correction *k, struct cw_err *err)
{
	bool found;

	if (db_correction_find(x->rq->db, x->rq->arena, x->d.id, x->d.handling, k, &found, err))
		return -1;
	if (!found || x->c.state != CW_STATE_AWAITING_CORRECTION)
		return cw_fail(err, CW_NOT_ALLOWED_NOW, CW_MSG_NO_NOTICE_OUT, NULL);
	return 0;
}

/* A contact in the sense of the machine: it stops and starts nothing by itself. */
static int receipt_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct receipt_args *in = arg;
	struct json_object *detail;
	struct db_correction k;
	struct act x;

	if (case_open(&x, rq, CW_ACT_CONTACT, err) || find_notice(&x, &k, err))
		return -1;
	x.facts.on = in->received_on;
	if (in->received_on < k.sent_on || in->received_on > rq->today)
		return cw_fail_item(err, "/received_on", CW_MSG_RECEIVED_BEFORE_SENT, NULL);
	if (k.received_on != CW_DAY_NONE)
		return cw_fail(err, CW_CONFLICT, CW_MSG_ALREADY_ANSWERED, NULL);
	if (act_decide(&x, CW_ACT_CONTACT, err))
		return -1;
	k.received_on = in->received_on;
	k.proof = in->proof;
	k.answer_by = cw_calendar_add(rq->calendar, k.received_on, k.working_days);
	detail = rq_obj();
	rq_put_str(detail, "correction_notice", "received");
	rq_put_day(detail, "received_on", k.received_on);
	rq_put_day(detail, "answer_by", k.answer_by);
	if (db_correction_save(rq->db, &k, err) ||
	    db_deadline_put(rq->db, x.d.id, x.d.handling, "correction", 0, k.answer_by, err) ||
	    act_finish(&x, detail, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_correction_receipt(struct rq *rq, struct cw_err *err)
{
	struct receipt_args in = { .received_on = CW_DAY_NONE };

	return rq_body(rq, receipt_fields, &in, err) || act_run(rq, receipt_tx, &in, err) ? -1 : 0;
}

/* ---- The answer: also a partial one is the corrected request (R-CLOCK-4). */

struct answer_args {
	const char *text;
	cw_day on; /* staff: the day on which it came in */
	bool own;  /* by the applicant */
};
static const struct rq_field answer_fields[] = {
	{ "text", RQ_STRING, offsetof(struct answer_args, text), .required = true, .min = 1,
	  .max = 20000 },
	{ 0 }
};
static const struct rq_field staff_answer_fields[] = {
	{ "text", RQ_STRING, offsetof(struct answer_args, text), .required = true, .min = 1,
	  .max = 20000 },
	{ "on", RQ_DAY, offsetof(struct answer_args, on), .required = true },
	{ 0 }
};

static int save_answer(struct act *x, const struct answer_args *in, struct db_correction *k,
		       struct cw_err *err)
{
	struct json_object *detail = rq_obj();

	rq_put_str(detail, "text", in->text);
	k->answered_on = x->facts.on;
	/* The corrected request is searched by what was added, too. */
	x->d.description = cw_printf(x->rq->arena, "%s\n\n%s", x->d.description, in->text);
	if (!x->d.description) {
		json_object_put(detail);
		return cw_fail_memory(err);
	}
	if (db_correction_save(x->rq->db, k, err) || db_docket_save_text(x->rq->db, &x->d, err) ||
	    db_grams_save(x->rq->db, x->rq->arena, &x->d, err) ||
	    db_deadline_end(x->rq->db, x->d.id, x->d.handling, "correction", 0, "met", err)) {
		json_object_put(detail);
		return -1;
	}
	return act_finish(x, detail, err) || act_reload(x, err) ? -1 : 0;
}

static int answer_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct answer_args *in = arg;
	struct db_correction k;
	struct json_object *o;
	struct act x;

	if (in->own ? act_open(&x, rq, rq->who.case_id, CW_ACT_CORRECTION_ANSWER, err) : case_open(&x, rq, CW_ACT_CORRECTION_ANSWER, err))
		return -1;
	if (in->own && strcmp(rq->params[0], x.d.number) != 0)
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	if (in->on != CW_DAY_NONE)
		x.facts.on = in->on;
	if (act_check_day(&x, "/on", err) || act_decide(&x, CW_ACT_CORRECTION_ANSWER, err) ||
	    find_notice(&x, &k, err) || save_answer(&x, in, &k, err))
		return -1;
	if (!in->own)
		return case_answer(&x, 200, err);
	if (case_applicant_json(&x, &o, err))
		return -1;
	return rq_json_versioned(rq, 200, x.d.version, o, err);
}

int api_correction_answer(struct rq *rq, struct cw_err *err)
{
	struct answer_args in = { .on = CW_DAY_NONE };

	return rq_body(rq, staff_answer_fields, &in, err) || act_run(rq, answer_tx, &in, err) ? -1 : 0;
}

int api_request_correct(struct rq *rq, struct cw_err *err)
{
	struct answer_args in = { .on = CW_DAY_NONE, .own = true };

	return rq_body(rq, answer_fields, &in, err) || act_run(rq, answer_tx, &in, err) ? -1 : 0;
}

/* ---- The end: by a head, after recording that no good reason is known (R-CLOCK-5). */

struct lapse_args {
	const char *reason;
};
static const struct rq_field lapse_fields[] = {
	{ "reason", RQ_STRING, offsetof(struct lapse_args, reason), .required = true, .min = 2,
	  .max = 1000 },
	{ 0 }
};

static int lapse_letter(struct act *x, const struct db_correction *k, struct cw_err *err)
{
	struct cw_letter_end end = { .outcome = CW_OUTCOME_NOT_CORRECTED,
				     .notice_on = k->sent_on,
				     .notice_received_on = k->received_on,
				     .period_ended_on = k->answer_by,
				     .due_on = CW_DAY_NONE };
	struct cw_letter_facts facts;
	struct db_letter letter, notice;

	if (db_letter_get(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, k->letter_id, &notice,
			  err) ||
	    act_letter_facts(x, &facts, err))
		return -1;
	end.notice_number = notice.document_number;
	facts.end = &end;
	facts.signed_by = x->rq->who.name;
	return act_letter(x, CW_LETTER_LAPSE_NOTICE, &facts, x->rq->who.user, true, &letter, err);
}

static int lapse_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct lapse_args *in = arg;
	struct json_object *detail;
	struct db_correction k;
	struct act x;

	if (case_open(&x, rq, CW_ACT_LAPSE, err))
		return -1;
	x.facts.has_reason = true;
	if (act_decide(&x, CW_ACT_LAPSE, err) || find_notice(&x, &k, err))
		return -1;
	x.clock_event.until = k.answer_by;
	x.d.main_outcome = cw_outcome_name(CW_OUTCOME_NOT_CORRECTED);
	x.d.report_row = cw_outcome(CW_OUTCOME_NOT_CORRECTED)->report_row;
	detail = rq_obj();
	rq_put_str(detail, "no_good_reason_known", in->reason);
	if (db_deadline_end(rq->db, x.d.id, x.d.handling, "correction", 0, "void", err)) {
		json_object_put(detail);
		return -1;
	}
	if (act_finish(&x, detail, err) || lapse_letter(&x, &k, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_case_lapse(struct rq *rq, struct cw_err *err)
{
	struct lapse_args in = { 0 };

	return rq_body(rq, lapse_fields, &in, err) || act_run(rq, lapse_tx, &in, err) ? -1 : 0;
}
