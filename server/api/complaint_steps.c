/*
 * What becomes of a complaint (R-OUT-12): registered, the agency asked with a day, its answer, the
 * finding with an order to mend, the answer to the complainant.  Each step once, in this order.
 */
#include <string.h>

#include "server/act/agency_deadline.h"
#include "server/api/admin.h"
#include "server/api/case_json.h"
#include "server/api/complaints.h"
#include "server/app.h"

#define ANSWERERS                                                                                  \
	(CW_ROLE_BIT(CW_ROLE_CASEWORKER) | CW_ROLE_BIT(CW_ROLE_HEAD) | CW_ROLE_BIT(CW_ROLE_LEADER))

static const char *const statuses[] = { "received", "registered", "asked", "answered",
					"found",    "closed",	  NULL };
static const enum cw_msg status_titles[] = { CW_MSG_COMPLAINT_RECEIVED, CW_MSG_COMPLAINT_REGISTERED,
					     CW_MSG_COMPLAINT_ASKED,	CW_MSG_COMPLAINT_ANSWERED,
					     CW_MSG_COMPLAINT_FOUND,	CW_MSG_COMPLAINT_CLOSED };
static const char *const verdicts[] = { "upheld", "partly_upheld", "not_upheld", NULL };
static const enum cw_msg verdict_titles[] = { CW_MSG_COMPLAINT_UPHELD,
					      CW_MSG_COMPLAINT_PARTLY_UPHELD,
					      CW_MSG_COMPLAINT_NOT_UPHELD };

static int index_of(const char *const words[], const char *word)
{
	for (int i = 0; words[i]; i++)
		if (word && strcmp(words[i], word) == 0)
			return i;
	return -1;
}

/* ---- Reading. */

void complaint_put_status(struct rq *rq, struct json_object *o, const struct db_complaint *p)
{
	int i = index_of(statuses, p->status);

	rq_put_str(o, "status", p->status);
	if (i >= 0)
		rq_put_msg(rq->arena, o, "status_title", status_titles[i], NULL, rq->lang);
}

struct json_object *complaint_row_json(struct rq *rq, const struct db_complaint *p)
{
	struct json_object *o = rq_obj();

	rq_put_id(o, "id", p->id);
	rq_put_str(o, "number", p->number);
	rq_put_int(o, "version", (int64_t)p->version);
	rq_put_id(o, "agency_id", p->agency_id);
	rq_put_str(o, "agency", p->agency_name);
	rq_put_str(o, "request_number", p->case_number);
	rq_put_str(o, "channel", p->channel);
	complaint_put_status(rq, o, p);
	rq_put_day(o, "received_on", p->received_on);
	rq_put_day(o, "due_on", p->due_on);
	rq_put_bool(o, "provisional", p->due_provisional);
	rq_put_bool(o, "overdue", p->is_open && p->due_on < rq->today);
	rq_put_day(o, "answer_by", p->answer_by);
	rq_put_day(o, "mend_by", p->mend_by);
	rq_put_day(o, "mended_on", p->mended_on);
	rq_put_day(o, "closed_on", p->closed_on);
	return o;
}

static int put_complainant(struct rq *rq, struct json_object *o, const struct db_complaint *p,
			   struct cw_err *err)
{
	struct json_object *who = rq_obj();
	struct db_person person;

	rq_put(o, "complainant", who);
	if (db_person_get(rq->db, rq->arena, rq->app->keys, p->complainant_id, &person, err))
		return -1;
	rq_put_str(who, "category", person.category);
	rq_put_str(who, "name", case_mask_name(rq->arena, person.name));
	rq_put_str(who, "phone", case_mask_number(rq->arena, person.phone));
	rq_put_bool(who, "has_email", person.email != NULL);
	rq_put_bool(who, "has_address", person.address != NULL);
	return 0;
}

static void put_steps(struct rq *rq, struct json_object *o, const struct db_complaint *p)
{
	int verdict = index_of(verdicts, p->verdict);

	rq_put_str(o, "matter", p->matter);
	rq_put_day(o, "registered_on", p->registered_on);
	rq_put_day(o, "asked_on", p->asked_on);
	rq_put_str(o, "question", p->question);
	rq_put_day(o, "answered_on", p->answered_on);
	rq_put_id(o, "answered_by", p->answered_by);
	rq_put_str(o, "agency_answer", p->agency_answer);
	rq_put_day(o, "found_on", p->found_on);
	rq_put_str(o, "verdict", p->verdict);
	if (verdict >= 0)
		rq_put_msg(rq->arena, o, "verdict_title", verdict_titles[verdict], NULL, rq->lang);
	rq_put_str(o, "finding", p->finding);
	rq_put_str(o, "measure", p->measure);
	rq_put_str(o, "mend_report", p->mend_report);
}

int complaint_answer(struct rq *rq, int status, const struct db_complaint *p, bool supervisor,
		     struct cw_err *err)
{
	struct json_object *o = complaint_row_json(rq, p), *letter = NULL;

	put_steps(rq, o, p);
	if (supervisor && (put_complainant(rq, o, p, err) ||
			   office_letter_json(rq, p->letter_id, &letter, err))) {
		json_object_put(o);
		return -1;
	}
	if (supervisor)
		rq_put(o, "letter", letter);
	return rq_json_versioned(rq, status, p->version, o, err);
}

int complaint_open(struct rq *rq, struct db_complaint *out, bool *supervisor, struct cw_err *err)
{
	uint64_t id;

	if (admin_id(rq, 0, &id, err) ||
	    db_complaint_get(rq->db, rq->arena, rq->app->keys, id, out, err))
		return -1;
	*supervisor = rq_has_role(&rq->who, out->district_id, CW_ROLE_SUPERVISOR);
	if (*supervisor ||
	    (out->asked_on != CW_DAY_NONE && district_may(rq, out->agency_id, CASE_OFFICE)))
		return 0;
	return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
}

/* ---- Steps. */

struct step {
	struct db_complaint p;
	bool supervisor;
	const void *in; /* the endpoint's own */
	struct db_audit_entry entry;
};

static int not_now(const struct db_complaint *p, struct cw_err *err)
{
	char ref[CW_MSG_REF];
	int i = index_of(statuses, p->status);

	return cw_fail(err, CW_NOT_ALLOWED_NOW, CW_MSG_COMPLAINT_NOT_NOW,
		       cw_msg_ref(i < 0 ? CW_MSG_COMPLAINT_RECEIVED : status_titles[i], ref), NULL);
}

/* Opens it for a step of the supervisor or of the agency: rights before the version. */
static int begin(struct rq *rq, struct step *s, bool agency, struct cw_err *err)
{
	if (complaint_open(rq, &s->p, &s->supervisor, err))
		return -1;
	if (agency ? !district_may(rq, s->p.agency_id, ANSWERERS) : !s->supervisor)
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_FORBIDDEN, NULL);
	s->entry.subject = admin_subject(rq, "complaint", s->p.id);
	return admin_version(rq, s->p.version, err);
}

/* Told as HOOK, with UNTIL when something is to be done: to the agency as well once it was asked,
 * as it may read the complaint then. */
static int save(struct rq *rq, struct step *s, enum cw_hook hook, cw_day until, struct cw_err *err)
{
	const struct db_complaint *p = &s->p;
	const uint64_t whose = p->asked_on == CW_DAY_NONE ? p->district_id : p->agency_id;

	return db_complaint_save(rq->db, rq->arena, rq->app->keys, &s->p, err) ||
			       district_tell(rq, hook, NULL, whose, p->id, until, err) ||
			       complaint_answer(rq, 200, p, s->supervisor, err)
		       ? -1
		       : 0;
}

static int run(struct rq *rq, act_fn *fn, const void *in, const char *what, struct cw_err *err)
{
	struct step s = { .in = in, .entry = admin_entry(rq, what) };

	return admin_run(rq, fn, &s, &s.entry, err);
}

static int register_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct step *s = arg;

	if (begin(rq, s, false, err))
		return -1;
	if (strcmp(s->p.status, "received") != 0)
		return not_now(&s->p, err);
	s->p.status = "registered";
	s->p.registered_on = rq->today;
	s->p.registered_by = rq->who.user;
	return save(rq, s, CW_HOOK_COMPLAINT_REGISTERED, s->p.due_on, err);
}

int api_complaint_register(struct rq *rq, struct cw_err *err)
{
	return admin_nothing(rq, err) || run(rq, register_tx, NULL, "complaint_registered", err)
		       ? -1
		       : 0;
}

struct ask_args {
	const char *question;
	cw_day answer_by;
};
static const struct rq_field ask_fields[] = {
	RQ_FIELD(struct ask_args, question, RQ_STRING, .required = true, .min = 2, .max = 2000),
	RQ_FIELD(struct ask_args, answer_by, RQ_DAY, .required = true),
	{ 0 }
};

static int ask_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct step *s = arg;
	const struct ask_args *in = s->in;

	if (begin(rq, s, false, err))
		return -1;
	if (strcmp(s->p.status, "registered") != 0)
		return not_now(&s->p, err);
	s->p.status = "asked";
	s->p.asked_on = rq->today;
	s->p.question = in->question;
	s->p.answer_by = in->answer_by;
	if (agency_deadline_add(rq, DB_DUE_COMPLAINT_ANSWER, s->p.id, s->p.agency_id, in->answer_by, err))
		return -1;
	return save(rq, s, CW_HOOK_COMPLAINT_ASKED, s->p.answer_by, err);
}

int api_complaint_ask(struct rq *rq, struct cw_err *err)
{
	struct ask_args in = { .answer_by = CW_DAY_NONE };

	if (rq_body(rq, ask_fields, &in, err))
		return -1;
	if (in.answer_by < rq->today)
		return cw_fail_item(err, "/answer_by", CW_MSG_AFTER_DAY_PASSED, NULL);
	return run(rq, ask_tx, &in, "complaint_asked", err);
}

struct text_args {
	const char *text;
};
static const struct rq_field answer_fields[] = { { "answer", RQ_STRING,
						   offsetof(struct text_args, text),
						   .required = true, .min = 2, .max = 5000 },
						 { 0 } };

static int agency_answer_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct step *s = arg;
	const struct text_args *in = s->in;

	if (begin(rq, s, true, err))
		return -1;
	if (strcmp(s->p.status, "asked") != 0)
		return not_now(&s->p, err);
	s->p.status = "answered";
	s->p.answered_on = rq->today;
	s->p.answered_by = rq->who.user;
	s->p.agency_answer = in->text;
	if (db_agency_deadline_end(rq->db, DB_DUE_COMPLAINT_ANSWER, s->p.id, "met", err))
		return -1;
	return save(rq, s, CW_HOOK_COMPLAINT_ANSWERED, s->p.due_on, err);
}

int api_complaint_agency_answer(struct rq *rq, struct cw_err *err)
{
	struct text_args in = { 0 };

	return rq_body(rq, answer_fields, &in, err) ||
			       run(rq, agency_answer_tx, &in, "complaint_agency_answered", err)
		       ? -1
		       : 0;
}

struct find_args {
	int verdict;
	const char *finding, *measure;
	cw_day mend_by;
};
static const struct rq_field find_fields[] = {
	RQ_FIELD(struct find_args, verdict, RQ_CHOICE, .required = true, .choices = verdicts),
	RQ_FIELD(struct find_args, finding, RQ_STRING, .required = true, .min = 2, .max = 5000),
	RQ_FIELD(struct find_args, measure, RQ_STRING, .min = 2, .max = 1000),
	RQ_FIELD(struct find_args, mend_by, RQ_DAY),
	{ 0 }
};

static int find_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct step *s = arg;
	const struct find_args *in = s->in;
	char day[CW_DAY_TEXT];

	if (begin(rq, s, false, err))
		return -1;
	if (strcmp(s->p.status, "asked") == 0 && rq->today <= s->p.answer_by)
		return cw_fail(err, CW_NOT_ALLOWED_NOW, CW_MSG_COMPLAINT_WAIT_AGENCY,
			       cw_day_text(s->p.answer_by, day), NULL);
	if (strcmp(s->p.status, "asked") != 0 && strcmp(s->p.status, "answered") != 0)
		return not_now(&s->p, err);
	s->p.status = "found";
	s->p.found_on = rq->today;
	s->p.found_by = rq->who.user;
	s->p.verdict = verdicts[in->verdict];
	s->p.finding = in->finding;
	s->p.measure = in->measure;
	s->p.mend_by = in->mend_by;
	/* What the agency did not answer in time is decided without it. */
	if (db_agency_deadline_end(rq->db, DB_DUE_COMPLAINT_ANSWER, s->p.id, "void", err) ||
	    (in->measure &&
	     agency_deadline_add(rq, DB_DUE_COMPLAINT_MEND, s->p.id, s->p.agency_id, in->mend_by, err)))
		return -1;
	return save(rq, s, CW_HOOK_COMPLAINT_FOUND, s->p.mend_by, err);
}

int api_complaint_find(struct rq *rq, struct cw_err *err)
{
	struct find_args in = { .mend_by = CW_DAY_NONE };

	if (rq_body(rq, find_fields, &in, err))
		return -1;
	if ((in.measure != NULL) != (in.mend_by != CW_DAY_NONE))
		return cw_fail_item(err, in.measure ? "/mend_by" : "/measure",
				    CW_MSG_COMPLAINT_MEND_DAY, NULL);
	if (in.measure && in.mend_by < rq->today)
		return cw_fail_item(err, "/mend_by", CW_MSG_AFTER_DAY_PASSED, NULL);
	return run(rq, find_tx, &in, "complaint_found", err);
}

/* ---- The answer to the complainant: 投诉处理告知书. */

static int write_letter(struct rq *rq, struct db_complaint *p, struct cw_err *err)
{
	struct cw_letter_complaint about = { .against = p->agency_name,
					     .matter = p->matter,
					     .finding = p->finding,
					     .measure = p->measure,
					     .received_on = p->received_on };
	struct db_office_letter letter;
	struct cw_letter_facts facts;
	struct db_agency district;
	struct db_person person;

	if (db_agency_get(rq->db, rq->arena, p->district_id, &district, err) ||
	    db_person_get(rq->db, rq->arena, rq->app->keys, p->complainant_id, &person, err))
		return -1;
	office_letter_facts(rq, &district, &facts);
	facts.lang = strcmp(p->lang, "en") == 0 ? CW_EN : CW_ZH;
	facts.addressee = person.name;
	facts.complaint = &about;
	if (office_letter(rq, &district, CW_LETTER_COMPLAINT_ANSWER, "诉", &facts, &letter, err))
		return -1;
	p->letter_id = letter.id;
	return 0;
}

static int close_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct step *s = arg;

	if (begin(rq, s, false, err))
		return -1;
	if (strcmp(s->p.status, "found") != 0)
		return not_now(&s->p, err);
	if (write_letter(rq, &s->p, err))
		return -1;
	s->p.status = "closed";
	s->p.is_open = false;
	s->p.closed_on = rq->today;
	if (db_agency_deadline_end(rq->db, DB_DUE_COMPLAINT, s->p.id, "met", err))
		return -1;
	return save(rq, s, CW_HOOK_COMPLAINT_CLOSED, CW_DAY_NONE, err);
}

int api_complaint_close(struct rq *rq, struct cw_err *err)
{
	return admin_nothing(rq, err) || run(rq, close_tx, NULL, "complaint_closed", err) ? -1 : 0;
}

/* ---- What was ordered is mended: the agency reports it, also after the complainant was answered.
 */

static const struct rq_field mended_fields[] = { { "report", RQ_STRING,
						   offsetof(struct text_args, text),
						   .required = true, .min = 2, .max = 2000 },
						 { 0 } };

static int mended_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct step *s = arg;
	const struct text_args *in = s->in;

	if (begin(rq, s, true, err))
		return -1;
	if (!s->p.measure || s->p.mended_on != CW_DAY_NONE)
		return cw_fail(err, CW_NOT_ALLOWED_NOW, CW_MSG_COMPLAINT_NO_ORDER, NULL);
	s->p.mended_on = rq->today;
	s->p.mend_report = in->text;
	if (db_agency_deadline_end(rq->db, DB_DUE_COMPLAINT_MEND, s->p.id, "met", err))
		return -1;
	return save(rq, s, CW_HOOK_COMPLAINT_MENDED, CW_DAY_NONE, err);
}

int api_complaint_mended(struct rq *rq, struct cw_err *err)
{
	struct text_args in = { 0 };

	return rq_body(rq, mended_fields, &in, err) ||
			       run(rq, mended_tx, &in, "complaint_mended", err)
		       ? -1
		       : 0;
}
