/*
 * Ordinary post and fax (R-RCPT-3, R-RCPT-5): attempts to reach the writer, the confirmation that
 * is the receipt, and filing away what nobody confirms in six months.
 */
#include <stdio.h>
#include <string.h>

#include "casework/constant.h"
#include "db/audit.h"
#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/api/filing.h"
#include "server/api/intake.h"
#include "server/app.h"

static const char *const ways[] = { "telephone", "email", "message", "visit", "letter", NULL };
static const char *const results[] = { "no_answer", "wrong_contact", "left_message", "letter_sent",
				       NULL };
#define BY_LETTER   4
#define LETTER_SENT 3

const struct attempt_args attempt_default = { .on = CW_DAY_NONE };
const struct rq_field attempt_fields[] = {
	{ "on", RQ_DAY, offsetof(struct attempt_args, on), .required = true },
	{ "time", RQ_STRING, offsetof(struct attempt_args, time), .required = true, .min = 5,
	  .max = 5 },
	{ "way", RQ_CHOICE, offsetof(struct attempt_args, way), .required = true, .choices = ways },
	{ "result", RQ_CHOICE, offsetof(struct attempt_args, result), .required = true,
	  .choices = results },
	{ "note", RQ_STRING, offsetof(struct attempt_args, note), .min = 1, .max = 500 },
	{ "proof", RQ_STRING, offsetof(struct attempt_args, proof), .min = 1, .max = 200 },
	{ 0 }
};

/* ---- Attempts. */

static bool is_time(const char *t)
{
	return strlen(t) == 5 && t[2] == ':' && strspn(t, "0123456789:") == 5 && t[0] <= '2' &&
	       (t[0] < '2' || t[1] <= '3') && t[1] != ':' && t[3] >= '0' && t[3] <= '5' &&
	       t[4] != ':';
}

static int fault(const char *prefix, const char *member, enum cw_msg msg, struct cw_err *err)
{
	char pointer[CW_ERR_POINTER];

	snprintf(pointer, sizeof(pointer), "%s/%s", prefix, member);
	return cw_fail_item(err, pointer, msg, NULL);
}

static int check_attempt(struct act *x, const struct attempt_args *in, const char *prefix,
			 struct cw_err *err)
{
	char pointer[CW_ERR_POINTER], low[CW_DAY_TEXT], high[CW_DAY_TEXT];

	if (!is_time(in->time))
		return fault(prefix, "time", CW_MSG_NOT_A_TIME, err);
	/* A letter is what is sent, not an attempt that had no answer. */
	if ((in->way == BY_LETTER) != (in->result == LETTER_SENT))
		return fault(prefix, "result", CW_MSG_LETTER_IS_SENT, err);
	snprintf(pointer, sizeof(pointer), "%s/on", prefix);
	if (in->on < x->c.arrived_on || in->on > x->rq->today)
		return cw_fail_item(err, pointer, CW_MSG_DAY_NOT_BETWEEN,
				    cw_day_text(x->c.arrived_on, low),
				    cw_day_text(x->rq->today, high), NULL);
	snprintf(pointer, sizeof(pointer), "%s/proof", prefix);
	return act_check_proof(x->rq, &x->settings, in->on, in->proof != NULL, pointer, err);
}

/* 收到确认函: its delivery is the confirmation. */
static int send_letter(struct act *x, struct db_reach_attempt *t, struct cw_err *err)
{
	struct cw_letter_facts facts;
	struct db_letter letter;

	if (act_letter_facts(x, &facts, err) || act_letter(x, CW_LETTER_CONFIRMATION_LETTER, &facts,
							   x->rq->who.user, true, &letter, err))
		return -1;
	t->letter_id = letter.id;
	return 0;
}

/* The next one falls due so many working days after the last; the first is met on its day only. */
static int move_deadlines(struct act *x, const struct attempt_args *in, struct cw_err *err)
{
	struct db_conn *c = x->rq->db;

	if (in->on == x->c.arrived_on) {
		x->c.attempt_on_arrival = true;
		if (db_deadline_end(c, x->d.id, x->d.handling, DEADLINE_FIRST_ATTEMPT, 0, "met",
				    err))
			return -1;
	}
	return db_deadline_put(c, x->d.id, x->d.handling, DEADLINE_NEXT_ATTEMPT, 0,
			       cw_calendar_add(x->rq->calendar, in->on, x->settings.attempt_every),
			       err);
}

static int attempt(struct act *x, const struct attempt_args *in, const char *prefix,
		   struct cw_err *err)
{
	struct db_reach_attempt t = { .case_id = x->d.id,
				      .attempted_on = in->on,
				      .at_time = in->time,
				      .way = ways[in->way],
				      .result = results[in->result],
				      .note = in->note,
				      .made_by = x->rq->who.user };
	struct json_object *detail;

	if (check_attempt(x, in, prefix, err))
		return -1;
	x->facts.on = in->on;
	if (act_decide(x, CW_ACT_CONTACT_ATTEMPT, err) || move_deadlines(x, in, err))
		return -1;
	detail = rq_obj();
	rq_put_str(detail, "time", t.at_time);
	rq_put_str(detail, "way", t.way);
	rq_put_str(detail, "result", t.result);
	rq_put_str(detail, "proof", in->proof);
	if (act_finish(x, detail, err))
		return -1;
	x->facts.on = x->rq->today;
	if (in->way == BY_LETTER && send_letter(x, &t, err))
		return -1;
	t.seq = x->d.seq;
	return db_reach_attempt_add(x->rq->db, x->rq->arena, x->rq->app->keys, &t, err);
}

int attempt_begin(struct act *x, const struct attempt_args *attempts, size_t n, struct cw_err *err)
{
	struct db_conn *c = x->rq->db;
	cw_day arrived = x->d.submitted_on;
	char prefix[32];

	x->c.arrived_on = arrived;
	if (db_deadline_put(c, x->d.id, x->d.handling, DEADLINE_FIRST_ATTEMPT, 0, arrived, err) ||
	    db_deadline_put(c, x->d.id, x->d.handling, DEADLINE_UNCONFIRMED, 0,
			    cw_day_add_months(arrived, CW_PERIOD_UNCONFIRMED), err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		snprintf(prefix, sizeof(prefix), "/attempts/%zu", i);
		if (attempt(x, &attempts[i], prefix, err))
			return -1;
	}
	return act_save_queue(x, err);
}

static int attempt_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct act x;

	if (case_open(&x, rq, CW_ACT_CONTACT_ATTEMPT, err))
		return -1;
	/* The state first: a fault of the input would hide that the case has moved on. */
	if (act_decide(&x, CW_ACT_CONTACT_ATTEMPT, err) || attempt(&x, arg, "", err) ||
	    act_reload(&x, err))
		return -1;
	return case_answer(&x, 201, err);
}

int api_contact_attempt(struct rq *rq, struct cw_err *err)
{
	struct attempt_args in = attempt_default;

	return rq_body(rq, attempt_fields, &in, err) || act_run(rq, attempt_tx, &in, err) ? -1 : 0;
}

int case_attempts_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct db_reach_attempt *rows;
	size_t n;

	if (db_reach_attempt_list(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, &rows, &n,
				  err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct json_object *o = rq_obj();

		rq_put_id(o, "id", rows[i].id);
		rq_put_day(o, "on", rows[i].attempted_on);
		rq_put_str(o, "time", rows[i].at_time);
		rq_put_str(o, "way", rows[i].way);
		rq_put_str(o, "result", rows[i].result);
		rq_put_str(o, "note", rows[i].note);
		rq_put_id(o, "letter_id", rows[i].letter_id);
		rq_put_id(o, "made_by", rows[i].made_by);
		rq_put_bool(o, "voided", act_is_voided(x, rows[i].seq));
		rq_push(list, o);
	}
	return 0;
}

/* ---- The confirmation: received that day. */

struct confirm_args {
	cw_day on;
	int way;
	const char *person, *proof, *remarks;
};
static const struct rq_field confirm_fields[] = {
	{ "on", RQ_DAY, offsetof(struct confirm_args, on), .required = true },
	{ "way", RQ_CHOICE, offsetof(struct confirm_args, way), .required = true, .choices = ways },
	{ "person", RQ_STRING, offsetof(struct confirm_args, person), .min = 1, .max = 100 },
	{ "proof", RQ_STRING, offsetof(struct confirm_args, proof), .min = 1, .max = 200 },
	{ "remarks", RQ_STRING, offsetof(struct confirm_args, remarks), .min = 1, .max = 500 },
	{ 0 }
};

/* 收到确认记录: how and when the writer was reached; then the receipt. */
static int make_letters(struct act *x, const struct confirm_args *in, struct db_letter *receipt,
			struct cw_err *err)
{
	static const enum cw_msg titles[] = { CW_MSG_WAY_TELEPHONE, CW_MSG_WAY_EMAIL,
					      CW_MSG_WAY_MESSAGE, CW_MSG_WAY_VISIT,
					      CW_MSG_WAY_LETTER };
	static const char *const none[CW_MSG_ARGS];
	struct cw_letter_service s = { .recipient = in->person,
				       .remarks = in->remarks,
				       .proof = in->proof,
				       .server_name = x->rq->who.name,
				       .sent_on = in->on,
				       .received_on = in->on };
	struct cw_letter_facts facts;
	struct db_letter record;

	if (act_letter_facts(x, &facts, err))
		return -1;
	s.way = cw_msg_text(x->rq->arena, titles[in->way], facts.lang, none);
	s.result = cw_msg_text(x->rq->arena, CW_MSG_CONFIRMED, facts.lang, none);
	if (!s.way || !s.result)
		return cw_fail_memory(err);
	facts.service = &s;
	facts.signed_by = x->rq->who.name;
	if (act_letter(x, CW_LETTER_CONFIRMATION_RECORD, &facts, x->rq->who.user, false, &record,
		       err))
		return -1;
	return act_received(x, receipt, err);
}

static int confirm_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct confirm_args *in = arg;
	struct json_object *detail, *o;
	char code[QUERY_CODE];
	struct db_letter receipt;
	struct act x;

	if (case_open(&x, rq, CW_ACT_CONFIRM_RECEIPT, err))
		return -1;
	x.facts.on = in->on;
	if (act_check_day(&x, "/on", err) ||
	    act_check_proof(rq, &x.settings, in->on, in->proof != NULL, "/proof", err) ||
	    act_decide(&x, CW_ACT_CONFIRM_RECEIPT, err))
		return -1;
	x.d.received_on = in->on;
	if (act_end_attempts(&x, err))
		return -1;
	detail = rq_obj(); /* who was reached stands in the record, sealed */
	rq_put_str(detail, "way", ways[in->way]);
	rq_put_str(detail, "proof", in->proof);
	if (act_finish(&x, detail, err) || make_letters(&x, in, &receipt, err) ||
	    query_code_renew(rq, x.d.id, x.d.number, code, err) || act_reload(&x, err) ||
	    case_json(&x, &o, err))
		return -1;
	rq_put_str(o, "query_code", code);
	rq_put(o, "receipt", rq_kept(receipt.body));
	return rq_json_versioned(rq, 200, x.d.version, o, err);
}

int api_receipt_confirm(struct rq *rq, struct cw_err *err)
{
	struct confirm_args in = { .on = CW_DAY_NONE };

	return rq_body(rq, confirm_fields, &in, err) || act_run(rq, confirm_tx, &in, err) ? -1 : 0;
}

/* ---- Nobody confirmed it in six months. */

struct file_args {
	const char *remarks;
};
static const struct rq_field file_fields[] = {
	{ "remarks", RQ_STRING, offsetof(struct file_args, remarks), .min = 1, .max = 500 }, { 0 }
};

static int file_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct file_args *in = arg;
	struct json_object *detail;
	struct act x;

	if (case_open(&x, rq, CW_ACT_FILE_UNCONFIRMED, err) ||
	    act_decide(&x, CW_ACT_FILE_UNCONFIRMED, err))
		return -1;
	detail = rq_obj();
	rq_put_str(detail, "remarks", in->remarks);
	if (act_finish(&x, detail, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_file_unconfirmed(struct rq *rq, struct cw_err *err)
{
	struct file_args in = { 0 };

	if (rq->json && rq_body(rq, file_fields, &in, err))
		return -1;
	return act_run(rq, file_tx, &in, err);
}

/* ---- Another query code, for an applicant who has none or has lost it. */

struct code_args {
	const char *reason;
};
static const struct rq_field code_fields[] = { { "reason", RQ_STRING,
						 offsetof(struct code_args, reason),
						 .required = true, .min = 2, .max = 300 },
					       { 0 } };

struct renewal {
	struct db_audit_entry entry;
	const char *reason;
};

static int code_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct renewal *r = arg;
	char code[QUERY_CODE];
	struct json_object *o;
	struct act x;
	uint64_t id;

	/* Sees the case as for taking in: who hands the receipt over. */
	if (admin_id(rq, 0, &id, err) || act_open(&x, rq, id, CW_ACT_PROPOSE, err))
		return -1;
	r->entry.subject = cw_printf(rq->arena, "case %s", x.d.number);
	r->entry.detail = r->reason;
	if (!r->entry.subject)
		return cw_fail_memory(err);
	if (query_code_renew(rq, x.d.id, x.d.number, code, err))
		return -1;
	o = rq_obj();
	rq_put_str(o, "number", x.d.number);
	rq_put_str(o, "query_code", code);
	return rq_json(rq, 201, o, err);
}

int api_query_code(struct rq *rq, struct cw_err *err)
{
	struct renewal r = { .entry = admin_entry(rq, "query_code") };
	struct code_args in = { 0 };

	if (rq_body(rq, code_fields, &in, err))
		return -1;
	r.reason = in.reason;
	return admin_run(rq, code_tx, &r, &r.entry, err);
}
