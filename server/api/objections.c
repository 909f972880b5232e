/*
 * What a third party's objection leads to (条例 32, R-ASK-1): it is weighed; where the agency
 * discloses all the same, the third party is told why, at the latest on the day of the reply.  And
 * what the endpoints about consultations share: finding one, its deadline, its JSON, unmasking.
 */
#include <string.h>

#include "db/audit.h"
#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/api/consultations.h"
#include "server/app.h"

/* ---- Shared. */

static int find(struct act *x, struct db_consultation **s, struct cw_err *err)
{
	uint64_t id;

	if (admin_id(x->rq, 1, &id, err))
		return -1;
	for (size_t i = 0; i < x->n_consultations; i++)
		if (x->consultations[i].id == id) {
			*s = &x->consultations[i];
			return 0;
		}
	return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
}

int consultation_open(struct act *x, struct rq *rq, enum cw_act act, struct db_consultation **s,
		      struct cw_err *err)
{
	struct cw_consultation k;

	if (case_open(x, rq, act, err) || find(x, s, err))
		return -1;
	k = act_consultation(*s);
	act_about_consultation(x, &k);
	x->facts.pauses_nothing = !(*s)->pauses;
	return 0;
}

int consultation_day(struct act *x, const char *pointer, cw_day first, struct cw_err *err)
{
	char from[CW_DAY_TEXT], to[CW_DAY_TEXT];

	if (x->facts.on >= first && x->facts.on <= x->rq->today)
		return 0;
	return cw_fail_item(err, pointer, CW_MSG_DAY_NOT_BETWEEN, cw_day_text(first, from),
			    cw_day_text(x->rq->today, to), NULL);
}

bool consultation_called_off(const struct db_consultation *s)
{
	return s->result && cw_consultation_end_of(s->result) == CW_END_CANCELLED && !s->opinion;
}

int consultation_deadline(struct act *x, const struct db_consultation *s, struct cw_err *err)
{
	const struct cw_consultation k = act_consultation(s);
	struct db_conn *db = x->rq->db;

	if (s->decision_id && s->told_on == CW_DAY_NONE) { /* its service is the next thing to do */
		if (db_deadline_put(db, s->case_id, s->handling, "disclosure_notice", s->id,
				    s->decided_on, err))
			return -1;
	} else if (db_deadline_end(db, s->case_id, s->handling, "disclosure_notice", s->id, "met",
				   err)) {
		return -1;
	}
	if (k.end == CW_END_OPEN)
		return db_deadline_put(db, s->case_id, s->handling, "consultation", s->id,
				       cw_consultation_ends_on(&k, x->rq->calendar), err);
	return db_deadline_end(db, s->case_id, s->handling, "consultation", s->id,
			       k.end == CW_END_CANCELLED ? "void" : "met", err);
}

int consultation_finish(struct act *x, const struct db_consultation *s, const char *record,
			struct cw_err *err)
{
	const struct cw_consultation k = act_consultation(s);
	const cw_day ends_on = cw_consultation_ends_on(&k, x->rq->calendar);
	struct json_object *detail;

	x->clock_event.id = s->id;
	x->clock_event.working_days = k.end == CW_END_OPEN ? s->working_days : 0;
	if (consultation_deadline(x, s, err))
		return -1;
	/* What the reviewer sent on is asked now (R-ASK-4). */
	if (k.kind == CW_CONSULTATION_DETERMINATION &&
	    db_deadline_end(x->rq->db, x->d.id, x->d.handling, "determination", 0, "met", err))
		return -1;
	detail = rq_obj();
	rq_put_id(detail, "consultation", s->id);
	rq_put_str(detail, "kind", s->kind);
	rq_put_str(detail, "record", record);
	rq_put_day(detail, "ends_on", ends_on);
	rq_put_day(detail, "received_on", s->received_on);
	return act_finish(x, detail, err);
}

/* ---- Weighing: whether the objection has good reason, and why. */

struct weigh_args {
	bool holds;
	const char *reasons;
};
static const struct rq_field weigh_fields[] = {
	{ "holds", RQ_BOOL, offsetof(struct weigh_args, holds), .required = true },
	{ "reasons", RQ_STRING, offsetof(struct weigh_args, reasons), .required = true, .min = 2,
	  .max = 5000 },
	{ 0 }
};

static int weigh_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct weigh_args *in = arg;
	struct db_consultation *s;
	struct act x;

	if (consultation_open(&x, rq, CW_ACT_CONSULTATION_RECORD, &s, err))
		return -1;
	x.facts.record = CW_RECORD_WEIGHED;
	x.facts.has_reason = true;
	if (act_decide(&x, CW_ACT_CONSULTATION_RECORD, err))
		return -1;
	s->weighed = true;
	s->holds = in->holds;
	s->weighing = in->reasons;
	s->weighed_by = rq->who.user;
	s->weighed_on = x.facts.on;
	if (db_consultation_save_weighing(rq->db, rq->arena, rq->app->keys, s, err) ||
	    consultation_finish(&x, s, in->holds ? "reasonable" : "not_reasonable", err) ||
	    act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_consultation_weigh(struct rq *rq, struct cw_err *err)
{
	struct weigh_args in = { 0 };

	return rq_body(rq, weigh_fields, &in, err) || act_run(rq, weigh_tx, &in, err) ? -1 : 0;
}

/* ---- The notice of disclosure against it, signed by the head. */

static const char *const grounds[] = { "public_interest", "no_good_reason", NULL };

struct notice_args {
	int ground;
	const char *reason;
	cw_day disclosed_on;
};
static const struct rq_field notice_fields[] = {
	{ "ground", RQ_CHOICE, offsetof(struct notice_args, ground), .required = true,
	  .choices = grounds },
	{ "reason", RQ_STRING, offsetof(struct notice_args, reason), .required = true, .min = 2,
	  .max = 5000 },
	{ "disclosed_on", RQ_DAY, offsetof(struct notice_args, disclosed_on) },
	{ 0 }
};

static int write_notice(struct act *x, const struct notice_args *in, struct db_consultation *s,
			struct cw_err *err)
{
	struct cw_letter_consultation text = { .information = s->information,
					       .reason = in->reason,
					       .disclosed_on = in->disclosed_on };
	struct cw_letter_facts facts;
	struct db_letter letter;

	if (act_letter_facts(x, &facts, err))
		return -1;
	facts.lang = CW_ZH;
	facts.addressee = s->party;
	facts.consultation = &text;
	facts.signed_by = x->rq->who.name;
	if (act_letter(x, CW_LETTER_DISCLOSURE_DECISION, &facts, x->rq->who.user, false, &letter,
		       err))
		return -1;
	s->decision_id = letter.id;
	return db_consultation_save_decision(x->rq->db, s, err);
}

static int notice_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct notice_args *in = arg;
	struct db_consultation *s;
	struct act x;

	if (consultation_open(&x, rq, CW_ACT_DISCLOSURE_NOTICE, &s, err))
		return -1;
	x.facts.public_interest = in->ground == 0;
	if (act_decide(&x, CW_ACT_DISCLOSURE_NOTICE, err))
		return -1;
	if (in->disclosed_on != CW_DAY_NONE && in->disclosed_on < rq->today)
		return cw_fail_item(err, "/disclosed_on", CW_MSG_CLOCK_BEFORE_EVENT, NULL);
	s->ground = grounds[in->ground];
	s->decided_by = rq->who.user;
	s->decided_on = x.facts.on;
	if (write_notice(&x, in, s, err) || consultation_finish(&x, s, s->ground, err) ||
	    act_reload(&x, err))
		return -1;
	return case_answer(&x, 201, err);
}

int api_disclosure_notice(struct rq *rq, struct cw_err *err)
{
	struct notice_args in = { .disclosed_on = CW_DAY_NONE };

	return rq_body(rq, notice_fields, &in, err) || act_run(rq, notice_tx, &in, err) ? -1 : 0;
}

/* ---- Its service on the third party. */

static const char *const ways[] = { "hand", "post", "courier", "electronic", NULL };

struct told_args {
	int way;
	cw_day on;
	const char *proof;
};
static const struct rq_field told_fields[] = {
	{ "way", RQ_CHOICE, offsetof(struct told_args, way), .required = true, .choices = ways },
	{ "on", RQ_DAY, offsetof(struct told_args, on), .required = true },
	{ "proof", RQ_STRING, offsetof(struct told_args, proof), .required = true, .min = 1,
	  .max = 200 },
	{ 0 }
};

static int told_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct told_args *in = arg;
	struct db_consultation *s;
	struct act x;

	if (consultation_open(&x, rq, CW_ACT_CONSULTATION_RECORD, &s, err))
		return -1;
	x.facts.record = CW_RECORD_TOLD;
	x.facts.on = in->on;
	if (s->decided_on != CW_DAY_NONE && consultation_day(&x, "/on", s->decided_on, err))
		return -1;
	if (act_decide(&x, CW_ACT_CONSULTATION_RECORD, err))
		return -1;
	if (s->told_on != CW_DAY_NONE)
		return cw_fail(err, CW_CONFLICT, CW_MSG_ALREADY_ANSWERED, NULL);
	s->told_on = in->on;
	s->told_way = ways[in->way];
	s->told_proof = in->proof;
	if (db_consultation_save_decision(rq->db, s, err) ||
	    consultation_finish(&x, s, "told", err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_disclosure_told(struct rq *rq, struct cw_err *err)
{
	struct told_args in = { .on = CW_DAY_NONE };

	return rq_body(rq, told_fields, &in, err) || act_run(rq, told_tx, &in, err) ? -1 : 0;
}

/* ---- Unmasking the one asked: with a reason, logged before the answer (standards.md part 6). */

struct unmask_args {
	const char *reason;
};
static const struct rq_field unmask_fields[] = { { "reason", RQ_STRING,
						   offsetof(struct unmask_args, reason),
						   .required = true, .min = 2, .max = 300 },
						 { 0 } };

int api_consultation_unmask(struct rq *rq, struct cw_err *err)
{
	struct db_audit_entry entry = admin_entry(rq, "unmask");
	struct unmask_args in = { 0 };
	struct db_consultation *s;
	struct json_object *o;
	struct act x;
	uint64_t id;

	if (rq_body(rq, unmask_fields, &in, err) || admin_id(rq, 0, &id, err) ||
	    act_view(&x, rq, id, err))
		return -1;
	if (!(x.roles & (CW_ROLE_BIT(CW_ROLE_CLERK) | CW_ROLE_BIT(CW_ROLE_CASEWORKER) |
			 CW_ROLE_BIT(CW_ROLE_HEAD))))
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_FORBIDDEN, NULL);
	if (find(&x, &s, err))
		return -1;
	entry.subject = cw_printf(rq->arena, "case %s consultation %llu", x.d.number,
				  (unsigned long long)s->id);
	entry.detail = in.reason;
	if (!entry.subject)
		return cw_fail_memory(err);
	if (db_audit_add(rq->app->audit, rq->db, &entry, err))
		return -1;
	o = rq_obj();
	rq_put_str(o, "party", s->party);
	rq_put_str(o, "address", s->address);
	return rq_json(rq, 200, o, err);
}

/* ---- JSON. */

static struct json_object *opinion_json(const char *result, cw_day on, const char *text)
{
	struct json_object *o = rq_obj();

	rq_put_str(o, "result", result);
	rq_put_day(o, "on", on);
	rq_put_str(o, "opinion", text);
	return o;
}

static struct json_object *weighing_json(const struct db_consultation *s)
{
	struct json_object *o = rq_obj();

	rq_put_bool(o, "holds", s->holds);
	rq_put_str(o, "reasons", s->weighing);
	rq_put_id(o, "by", s->weighed_by);
	rq_put_day(o, "on", s->weighed_on);
	return o;
}

static struct json_object *decision_json(const struct db_consultation *s)
{
	struct json_object *o = rq_obj();

	rq_put_str(o, "ground", s->ground);
	rq_put_id(o, "letter_id", s->decision_id);
	rq_put_id(o, "decided_by", s->decided_by);
	rq_put_day(o, "decided_on", s->decided_on);
	rq_put_day(o, "told_on", s->told_on);
	rq_put_str(o, "told_way", s->told_way);
	rq_put_str(o, "told_proof", s->told_proof);
	return o;
}

/* The silence of a co-producer agrees (条例 34); other silence says nothing. */
static void put_agrees(struct json_object *o, const struct cw_consultation *k)
{
	if (k->end == CW_END_CONSENT || k->end == CW_END_OBJECTION)
		rq_put_bool(o, "agrees", k->end == CW_END_CONSENT);
	else if (k->end == CW_END_SILENCE && k->kind == CW_CONSULTATION_CO_PRODUCER)
		rq_put_bool(o, "agrees", true);
	else
		rq_put(o, "agrees", NULL);
}

/* What an applicant may know as well: that and until when somebody is asked, not who and what. */
static struct json_object *outline_json(struct act *x, const struct db_consultation *s,
					const struct cw_consultation *k)
{
	struct json_object *o = rq_obj();
	const bool open = k->end == CW_END_OPEN && x->d.is_open;
	const cw_day ends_on = cw_consultation_ends_on(k, x->rq->calendar);

	rq_put_id(o, "id", s->id);
	rq_put_int(o, "handling", s->handling);
	rq_put_str(o, "kind", s->kind);
	rq_put_msg(x->rq->arena, o, "title", cw_letter(cw_consultation_letter(k->kind))->title,
		   NULL, x->rq->lang);
	rq_put_bool(o, "pauses", s->pauses);
	rq_put_day(o, "asked_on", s->asked_on);
	rq_put_day(o, "ends_on", ends_on);
	rq_put_bool(o, "provisional",
		    open && (s->received_on == CW_DAY_NONE || act_is_provisional(x, ends_on)));
	rq_put_bool(o, "open", open);
	rq_put_day(o, "ended_on", s->ended_on);
	return o;
}

static void put_whole(struct act *x, struct json_object *o, const struct db_consultation *s,
		      const struct cw_consultation *k)
{
	const bool person = k->kind == CW_CONSULTATION_THIRD_PARTY;

	rq_put_str(o, "party", person ? case_mask_name(x->rq->arena, s->party) : s->party);
	rq_put_bool(o, "has_address", s->address != NULL);
	rq_put_str(o, "information", s->information);
	rq_put_str(o, "question", s->question);
	rq_put_int(o, "working_days", s->working_days);
	rq_put_id(o, "asked_by", s->asked_by);
	rq_put_id(o, "letter_id", s->letter_id);
	rq_put_id(o, "notice_letter_id", s->notice_id);
	rq_put_day(o, "received_on", s->received_on);
	rq_put_str(o, "receipt_proof", s->receipt_proof);
	/* When no reply is owed any more, nobody waits for it. */
	rq_put_str(o, "result",
		   consultation_called_off(s) || (!s->result && !x->d.is_open) ? "called_off"
									       : s->result);
	rq_put_id(o, "ended_by", s->ended_by);
	rq_put_str(o, "end_proof", s->end_proof);
	rq_put_str(o, "opinion", s->opinion);
	put_agrees(o, k);
	rq_put(o, "late",
	       s->late_on == CW_DAY_NONE
		       ? NULL
		       : opinion_json(s->late_result, s->late_on, s->late_opinion));
	rq_put(o, "weighing", s->weighed ? weighing_json(s) : NULL);
	rq_put(o, "disclosure_notice", s->decision_id ? decision_json(s) : NULL);
}

int case_consultations_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	const bool own = x->roles & CW_ROLE_BIT(CW_ROLE_APPLICANT);

	(void)err;
	for (size_t i = 0; i < x->n_consultations; i++) {
		const struct db_consultation *s = &x->consultations[i];
		const struct cw_consultation k = act_consultation(s);
		struct json_object *o;

		if (own && !cw_consultation_told(k.kind))
			continue;
		o = outline_json(x, s, &k);
		if (!own)
			put_whole(x, o, s, &k);
		rq_push(list, o);
	}
	return 0;
}
