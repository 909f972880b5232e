/*
 * Reconsideration and suits (行政复议, 行政诉讼; R-OUT-7, R-OUT-8): recorded, with the agency's own
 * deadline as respondent, its answer, and the result.
 */
#include <string.h>

#include "casework/report.h"
#include "casework/respondent.h"
#include "db/remedy.h"
#include "server/act/copies.h"
#include "server/api/admin.h"
#include "server/api/case_acts.h"

/* cw_remedy_kind_name, in its order */
static const char *const kinds[] = { "reconsideration", "suit_direct", "suit_after_reconsideration",
				     NULL };
static const char *const who[] = { "applicant", "third_party", NULL };
/* cw_remedy_result_name of those that decide, in its order */
static const char *const results[] = { "upheld", "corrected", "other", NULL };

/* ---- The agency's own deadline (R-OUT-8). */

static bool is_suit(const struct db_remedy *r)
{
	return cw_remedy_kind_of(r->kind) != CW_REMEDY_RECONSIDERATION;
}

static const char *deadline_kind(const struct db_remedy *r)
{
	return is_suit(r) ? "respondent_suit" : "respondent";
}

cw_day remedy_answer_by(const struct act *x, const struct db_remedy *r)
{
	return cw_respondent_due(is_suit(r)  ? CW_RESPONDENT_SUIT
				 : r->simple ? CW_RESPONDENT_SIMPLE
					     : CW_RESPONDENT_RECONSIDERATION,
				 r->copy_on, x->rq->calendar)
		.due_on;
}

int remedy_put_deadline(struct act *x, struct db_remedy *r, struct cw_err *err)
{
	if (r->copy_on == CW_DAY_NONE)
		return 0;
	r->answer_by = remedy_answer_by(x, r);
	return db_deadline_put(x->rq->db, x->d.id, r->handling, deadline_kind(r), r->id,
			       r->answer_by, err);
}

int remedy_end_deadline(struct act *x, const struct db_remedy *r, const char *status,
			struct cw_err *err)
{
	return db_deadline_end(x->rq->db, x->d.id, r->handling, deadline_kind(r), r->id, status,
			       err);
}

/* DAY lies between FIRST and today; what is recorded is known by now (R-KEEP-3). */
static int check_between(struct act *x, const char *pointer, cw_day first, cw_day day,
			 struct cw_err *err)
{
	char a[CW_DAY_TEXT], b[CW_DAY_TEXT];

	if (day >= first && day <= x->rq->today)
		return 0;
	return cw_fail_item(err, pointer, CW_MSG_DAY_NOT_BETWEEN, cw_day_text(first, a),
			    cw_day_text(x->rq->today, b), NULL);
}

/* The act's day lies too far back to be entered without one (R-KEEP-3). */
static int check_proof(struct act *x, const char *proof, struct cw_err *err)
{
	return act_check_proof(x->rq, &x->settings, x->facts.on, proof != NULL, "/proof", err);
}

/* ---- Recording one. */

struct remedy_args {
	int kind, by;
	const char *body, *number, *remarks, *proof;
	cw_day filed_on, copy_on;
	bool simple;
};
static const struct rq_field remedy_fields[] = {
	RQ_FIELD(struct remedy_args, kind, RQ_CHOICE, .required = true, .choices = kinds),
	RQ_FIELD(struct remedy_args, by, RQ_CHOICE, .choices = who),
	RQ_FIELD(struct remedy_args, body, RQ_STRING, .required = true, .min = 2, .max = 120),
	RQ_FIELD(struct remedy_args, number, RQ_STRING, .min = 1, .max = 80),
	RQ_FIELD(struct remedy_args, filed_on, RQ_DAY, .required = true),
	{ "copy_received_on", RQ_DAY, offsetof(struct remedy_args, copy_on) },
	RQ_FIELD(struct remedy_args, simple, RQ_BOOL),
	RQ_FIELD(struct remedy_args, remarks, RQ_STRING, .min = 1, .max = 1000),
	RQ_FIELD(struct remedy_args, proof, RQ_STRING, .min = 1, .max = 200),
	{ 0 }
};

/* What is challenged: an open case of the first handling only by its silence; in a later handling
 * what the one before left. */
static void challenge(const struct act *x, struct db_remedy *r)
{
	const struct cw_clock *k = &x->c.clock;
	const bool silent =
		x->d.is_open && k->due_on != CW_DAY_NONE && !k->paused && x->rq->today > k->due_on;

	r->handling = x->d.handling;
	if (silent) {
		r->against = "silence";
	} else if (!x->d.is_open) {
		r->against = x->c.served || x->c.state == CW_STATE_REPLIED ? "reply" : "ending";
	} else {
		r->against = "reply";
		r->handling -= x->d.handling > 1;
	}
}

static struct json_object *remedy_detail(const struct db_remedy *r, const char *proof)
{
	struct json_object *o = rq_obj();

	rq_put_id(o, "remedy", r->id);
	rq_put_str(o, "kind", r->kind);
	rq_put_str(o, "against", r->against);
	rq_put_str(o, "by", r->by_whom);
	rq_put_str(o, "body", r->body);
	rq_put_str(o, "number", r->number);
	rq_put_day(o, "filed_on", r->filed_on);
	rq_put_day(o, "copy_received_on", r->copy_on);
	rq_put_day(o, "answer_by", r->answer_by);
	rq_put_str(o, "proof", proof);
	return o;
}

static int check_remedy(struct act *x, const struct remedy_args *in, struct cw_err *err)
{
	int bad = check_between(x, "/filed_on", x->d.submitted_on, in->filed_on, err);

	if (in->copy_on != CW_DAY_NONE)
		bad |= check_between(x, "/copy_received_on", in->filed_on, in->copy_on, err);
	return bad;
}

static int remedy_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct remedy_args *in = arg;
	struct db_remedy r = { .kind = kinds[in->kind],
			       .by_whom = who[in->by],
			       .body = in->body,
			       .number = in->number,
			       .filed_on = in->filed_on,
			       .recorded_by = rq->who.user,
			       .copy_on = in->copy_on,
			       .simple = in->simple,
			       .answer_by = CW_DAY_NONE,
			       .answered_on = CW_DAY_NONE,
			       .decided_on = CW_DAY_NONE,
			       .remarks = in->remarks };
	struct act x;

	if (case_open(&x, rq, CW_ACT_REMEDY, err) || check_remedy(&x, in, err))
		return -1;
	x.facts.on = in->copy_on != CW_DAY_NONE ? in->copy_on : in->filed_on;
	if (act_decide(&x, CW_ACT_REMEDY, err) || check_proof(&x, in->proof, err))
		return -1;
	r.case_id = x.d.id;
	r.agency_id = x.d.agency_id;
	challenge(&x, &r);
	if (db_remedy_add(rq->db, &r, err) || remedy_put_deadline(&x, &r, err) ||
	    db_remedy_save(rq->db, &r, err) || act_finish(&x, remedy_detail(&r, in->proof), err) ||
	    act_reload(&x, err))
		return -1;
	return case_answer(&x, 201, err);
}

int api_remedy_add(struct rq *rq, struct cw_err *err)
{
	struct remedy_args in = { .filed_on = CW_DAY_NONE, .copy_on = CW_DAY_NONE };

	if (rq_body(rq, remedy_fields, &in, err))
		return -1;
	if (in.simple && in.kind != CW_REMEDY_RECONSIDERATION)
		return cw_fail_item(err, "/simple", CW_MSG_AFTER_SIMPLE_ONLY_RECONSIDERATION, NULL);
	return act_run(rq, remedy_tx, &in, err);
}

/* ---- What comes later: the copy, the agency's answer, the result. */

static int open_remedy(struct act *x, struct rq *rq, enum cw_act act, struct db_remedy *r,
		       struct cw_err *err)
{
	uint64_t id;

	return case_open(x, rq, act, err) || admin_id(rq, 1, &id, err) ||
			       db_remedy_get(rq->db, rq->arena, x->d.id, id, r, err)
		       ? -1
		       : 0;
}

static int save_remedy(struct act *x, const struct db_remedy *r, struct json_object *detail,
		       struct cw_err *err)
{
	rq_put_id(detail, "remedy", r->id);
	if (db_remedy_save(x->rq->db, r, err)) {
		json_object_put(detail);
		return -1;
	}
	if (act_finish(x, detail, err) || act_reload(x, err))
		return -1;
	return case_answer(x, 200, err);
}

struct copy_args {
	cw_day received_on;
	const char *number, *proof;
	bool simple;
};
static const struct rq_field copy_fields[] = {
	RQ_FIELD(struct copy_args, received_on, RQ_DAY, .required = true),
	RQ_FIELD(struct copy_args, number, RQ_STRING, .min = 1, .max = 80),
	RQ_FIELD(struct copy_args, simple, RQ_BOOL),
	RQ_FIELD(struct copy_args, proof, RQ_STRING, .min = 1, .max = 200),
	{ 0 }
};

static int copy_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct copy_args *in = arg;
	struct json_object *detail;
	struct db_remedy r;
	struct act x;

	if (open_remedy(&x, rq, CW_ACT_REMEDY, &r, err))
		return -1;
	if (in->simple && is_suit(&r))
		return cw_fail_item(err, "/simple", CW_MSG_AFTER_SIMPLE_ONLY_RECONSIDERATION, NULL);
	if (check_between(&x, "/received_on", r.filed_on, in->received_on, err))
		return -1;
	x.facts.on = in->received_on;
	if (act_decide(&x, CW_ACT_REMEDY, err))
		return -1;
	if (r.copy_on != CW_DAY_NONE || r.result)
		return cw_fail(err, CW_CONFLICT,
			       r.result ? CW_MSG_AFTER_DECIDED : CW_MSG_AFTER_COPY_KNOWN, NULL);
	r.copy_on = in->received_on;
	r.simple = in->simple;
	if (in->number)
		r.number = in->number;
	if (check_proof(&x, in->proof, err) || remedy_put_deadline(&x, &r, err))
		return -1;
	detail = rq_obj();
	rq_put_str(detail, "proof", in->proof);
	rq_put_day(detail, "copy_received_on", r.copy_on);
	rq_put_day(detail, "answer_by", r.answer_by);
	return save_remedy(&x, &r, detail, err);
}

int api_remedy_copy(struct rq *rq, struct cw_err *err)
{
	struct copy_args in = { .received_on = CW_DAY_NONE };

	return rq_body(rq, copy_fields, &in, err) || act_run(rq, copy_tx, &in, err) ? -1 : 0;
}

struct answer_args {
	cw_day on;
	const char *number, *proof;
};
static const struct rq_field answer_fields[] = {
	{ "answered_on", RQ_DAY, offsetof(struct answer_args, on), .required = true },
	RQ_FIELD(struct answer_args, number, RQ_STRING, .min = 1, .max = 80),
	RQ_FIELD(struct answer_args, proof, RQ_STRING, .min = 1, .max = 200),
	{ 0 }
};

static int answer_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct answer_args *in = arg;
	struct json_object *detail;
	struct db_remedy r;
	struct act x;

	if (open_remedy(&x, rq, CW_ACT_REMEDY, &r, err))
		return -1;
	if (r.copy_on == CW_DAY_NONE)
		return cw_fail(err, CW_CONFLICT, CW_MSG_AFTER_NO_COPY, NULL);
	if (check_between(&x, "/answered_on", r.copy_on, in->on, err))
		return -1;
	x.facts.on = in->on;
	if (act_decide(&x, CW_ACT_REMEDY, err))
		return -1;
	if (r.answered_on != CW_DAY_NONE)
		return cw_fail(err, CW_CONFLICT, CW_MSG_AFTER_ANSWER_KNOWN, NULL);
	r.answered_on = in->on;
	r.answer_number = in->number;
	if (check_proof(&x, in->proof, err) || remedy_end_deadline(&x, &r, "met", err))
		return -1;
	detail = rq_obj();
	rq_put_str(detail, "proof", in->proof);
	rq_put_day(detail, "answered_on", r.answered_on);
	rq_put_bool(detail, "in_time", r.answered_on <= r.answer_by);
	return save_remedy(&x, &r, detail, err);
}

int api_remedy_answer(struct rq *rq, struct cw_err *err)
{
	struct answer_args in = { .on = CW_DAY_NONE };

	return rq_body(rq, answer_fields, &in, err) || act_run(rq, answer_tx, &in, err) ? -1 : 0;
}

struct result_args {
	int result;
	cw_day decided_on;
	const char *number, *remarks, *proof;
};
static const struct rq_field result_fields[] = {
	RQ_FIELD(struct result_args, result, RQ_CHOICE, .required = true, .choices = results),
	RQ_FIELD(struct result_args, decided_on, RQ_DAY, .required = true),
	RQ_FIELD(struct result_args, number, RQ_STRING, .min = 1, .max = 80),
	RQ_FIELD(struct result_args, remarks, RQ_STRING, .min = 1, .max = 1000),
	RQ_FIELD(struct result_args, proof, RQ_STRING, .min = 1, .max = 200),
	{ 0 }
};

static int result_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct result_args *in = arg;
	struct json_object *detail;
	struct db_remedy r;
	struct act x;

	if (open_remedy(&x, rq, CW_ACT_REMEDY_RESULT, &r, err) ||
	    check_between(&x, "/decided_on", r.filed_on, in->decided_on, err))
		return -1;
	x.facts.on = in->decided_on;
	if (act_decide(&x, CW_ACT_REMEDY_RESULT, err))
		return -1;
	if (r.result)
		return cw_fail(err, CW_CONFLICT, CW_MSG_AFTER_DECIDED, NULL);
	r.result = results[in->result];
	r.decided_on = in->decided_on;
	r.decision_number = in->number;
	if (in->remarks)
		r.remarks = in->remarks;
	/* A decision named by its number shows its day. */
	if (check_proof(&x, in->proof ? in->proof : in->number, err) ||
	    remedy_end_deadline(&x, &r, "void", err))
		return -1;
	detail = rq_obj();
	rq_put_str(detail, "proof", in->proof);
	rq_put_str(detail, "result", r.result);
	rq_put_day(detail, "decided_on", r.decided_on);
	return save_remedy(&x, &r, detail, err);
}

int api_remedy_result(struct rq *rq, struct cw_err *err)
{
	struct result_args in = { .decided_on = CW_DAY_NONE };

	return rq_body(rq, result_fields, &in, err) || act_run(rq, result_tx, &in, err) ? -1 : 0;
}

/* ---- In the case's JSON. */

static struct json_object *remedy_json(struct act *x, const struct db_remedy *r)
{
	const int kind = cw_remedy_kind_of(r->kind);
	const char *result = r->result ? r->result : "pending";
	struct json_object *o = rq_obj();

	rq_put_id(o, "id", r->id);
	rq_put_int(o, "handling", r->handling);
	rq_put_str(o, "kind", r->kind);
	if (kind >= 0)
		rq_put_msg(x->rq->arena, o, "kind_title",
			   cw_remedy_kind_title((enum cw_remedy_kind)kind), NULL, x->rq->lang);
	rq_put_str(o, "against", r->against);
	rq_put_str(o, "by", r->by_whom);
	rq_put_str(o, "body", r->body);
	rq_put_str(o, "number", r->number);
	rq_put_day(o, "filed_on", r->filed_on);
	rq_put_day(o, "copy_received_on", r->copy_on);
	rq_put_bool(o, "simple", r->simple);
	rq_put_day(o, "answer_by", r->answer_by);
	rq_put_day(o, "answered_on", r->answered_on);
	rq_put_str(o, "answer_number", r->answer_number);
	rq_put_str(o, "result", result);
	rq_put_msg(x->rq->arena, o, "result_title",
		   cw_remedy_result_title((enum cw_remedy_result)cw_remedy_result_of(result)), NULL,
		   x->rq->lang);
	rq_put_day(o, "decided_on", r->decided_on);
	rq_put_str(o, "decision_number", r->decision_number);
	rq_put_str(o, "remarks", r->remarks);
	return o;
}

int case_remedies_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct db_remedy *rows;
	size_t n;

	if (db_remedy_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		rq_push(list, remedy_json(x, &rows[i]));
	return 0;
}

/* ---- Until when the applicant can challenge what is there (R-OUT-4). */

static void push_last_day(struct act *x, struct json_object *list, enum cw_remedy_kind kind,
			  const char *against, cw_day day, bool provisional)
{
	struct json_object *o;

	if (day == CW_DAY_NONE)
		return;
	o = rq_obj();
	rq_put_str(o, "kind", cw_remedy_kind_name(kind));
	rq_put_msg(x->rq->arena, o, "kind_title", cw_remedy_kind_title(kind), NULL, x->rq->lang);
	rq_put_str(o, "against", against);
	rq_put_day(o, "last_day", day);
	rq_put_bool(o, "provisional", provisional);
	rq_put_str(o, "rule", "R-OUT-4");
	rq_push(list, o);
}

/* The reply's receipt by the applicant, or while that is not recorded the day of service: then the
 * last days are provisional. */
static int receipt_of(struct act *x, cw_day *on, bool *sure, struct cw_err *err)
{
	struct db_service *rows;
	size_t n;

	*on = CW_DAY_NONE;
	*sure = false;
	if (db_service_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n && !*sure; i++) {
		if (!act_service_stands(&rows[i], x->reply.letter_id))
			continue;
		*sure = rows[i].received_on != CW_DAY_NONE;
		*on = *sure ? rows[i].received_on : rows[i].served_on;
	}
	return 0;
}

int case_remedy_days_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	const struct cw_reply reply = act_reply(x);
	struct cw_remedy_days days;
	cw_day on = CW_DAY_NONE;
	bool sure = true;
	const char *against = "reply";

	if (x->c.served) {
		if (receipt_of(x, &on, &sure, err))
			return -1;
		cw_remedy_days(&reply, on, x->d.replied_on, x->rq->calendar, &days);
	} else if (x->d.is_open && x->c.clock.due_on != CW_DAY_NONE && !x->c.clock.paused &&
		   x->rq->today > x->c.clock.due_on) {
		against = "silence";
		cw_remedy_days_unanswered(x->c.clock.due_on, x->rq->calendar, &days);
	} else {
		return 0;
	}
	push_last_day(x, list, CW_REMEDY_RECONSIDERATION, against, days.reconsideration,
		      days.provisional || !sure);
	push_last_day(x, list, CW_REMEDY_SUIT_DIRECT, against, days.suit,
		      days.provisional || !sure);
	return 0;
}
