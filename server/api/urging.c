/*
 * Reminders of the district office with an answer due (督办单), on a case or in general, and the
 * agency's answers.  The case is not changed by one: it stands beside it, with a deadline in the
 * queue.
 */
#include <string.h>

#include "db/event.h"
#include "server/act/agency_deadline.h"
#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/api/district.h"
#include "server/api/page.h"
#include "server/app.h"

#define ANSWERERS                                                                                  \
	(CW_ROLE_BIT(CW_ROLE_CASEWORKER) | CW_ROLE_BIT(CW_ROLE_HEAD) | CW_ROLE_BIT(CW_ROLE_LEADER))

/* What falls due on the case has changed; nothing else of it, and nobody's If-Match grows stale. */
static int refresh_queue(struct rq *rq, struct db_docket *d, struct cw_err *err)
{
	return db_deadline_next(rq->db, rq->arena, d->id, &d->next_on, &d->next_kind, err) ||
			       db_docket_save_next(rq->db, d, err)
		       ? -1
		       : 0;
}

/* ---- Sending one. */

struct urging_args {
	uint64_t agency, case_id;
	const char *matter, *demand;
	cw_day answer_by;
	struct db_audit_entry entry;
};
static const struct rq_field urging_fields[] = {
	{ "agency_id", RQ_ID, offsetof(struct urging_args, agency) },
	{ "case_id", RQ_ID, offsetof(struct urging_args, case_id) },
	RQ_FIELD(struct urging_args, matter, RQ_STRING, .required = true, .min = 2, .max = 1000),
	RQ_FIELD(struct urging_args, demand, RQ_STRING, .required = true, .min = 2, .max = 1000),
	RQ_FIELD(struct urging_args, answer_by, RQ_DAY, .required = true),
	{ 0 }
};

/* The case, locked, or the agency alone; neither may be beyond the caller's district. */
static int find_subject(struct rq *rq, const struct urging_args *in, struct db_docket *d,
			struct db_agency *agency, struct cw_err *err)
{
	uint64_t id = in->agency;

	if (in->case_id) {
		if (db_docket_lock(rq->db, rq->arena, in->case_id, d, err))
			return -1;
		id = d->agency_id;
	}
	if (!rq_has_role(&rq->who, id, CW_ROLE_SUPERVISOR))
		return in->case_id ? cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL)
				   : cw_fail_item(err, "/agency_id", CW_MSG_AFTER_NOT_IN_DISTRICT,
						  NULL);
	return db_agency_get(rq->db, rq->arena, id, agency, err);
}

static int write_letter(struct rq *rq, const struct db_agency *from, const struct db_agency *to,
			enum cw_letter_kind kind, const char *mark, const char *case_number,
			const struct db_urging *u, struct db_office_letter *letter,
			struct cw_err *err)
{
	struct cw_letter_task task = { .to = to->name,
				       .matter = u->matter,
				       .demand = u->demand,
				       .answer = u->answer,
				       .answer_by = u->answer_by };
	struct cw_letter_facts facts;

	office_letter_facts(rq, from, &facts);
	facts.addressee = to->name;
	facts.number = case_number;
	facts.task = &task;
	return office_letter(rq, from, kind, mark, &facts, letter, err);
}

static int answer_urging(struct rq *rq, int status, uint64_t id, struct cw_err *err);

static int add_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct urging_args *in = arg;
	struct db_urging u = { .matter = in->matter,
			       .demand = in->demand,
			       .urged_by = rq->who.user,
			       .urged_on = rq->today,
			       .answer_by = in->answer_by };
	struct db_agency agency, district;
	struct db_office_letter letter;
	struct db_docket d = { 0 };

	if (find_subject(rq, in, &d, &agency, err) ||
	    db_agency_get(rq->db, rq->arena, agency.root, &district, err) ||
	    write_letter(rq, &district, &agency, CW_LETTER_URGING, "督", d.number, &u, &letter,
			 err))
		return -1;
	u.district_id = district.id;
	u.agency_id = agency.id;
	u.case_id = d.id;
	u.handling = d.handling;
	u.letter_id = letter.id;
	if (db_urging_add(rq->db, &u, err))
		return -1;
	in->entry.subject = admin_subject(rq, "urging", u.id);
	if (d.id ? db_deadline_put(rq->db, d.id, d.handling, "urging", u.id, u.answer_by, err) ||
			   refresh_queue(rq, &d, err)
		 : agency_deadline_add(rq, DB_DUE_URGING, u.id, u.agency_id, u.answer_by, err))
		return -1;
	if (district_tell(rq, d.id ? CW_HOOK_URGED : CW_HOOK_AGENCY_URGED, d.id ? &d : NULL,
			  u.agency_id, u.id, u.answer_by, err))
		return -1;
	return answer_urging(rq, 201, u.id, err);
}

int api_urging_add(struct rq *rq, struct cw_err *err)
{
	struct urging_args in = { .answer_by = CW_DAY_NONE };

	if (rq_body(rq, urging_fields, &in, err))
		return -1;
	if ((in.agency != 0) == (in.case_id != 0))
		cw_fail_item(err, "/agency_id", CW_MSG_AFTER_AGENCY_OR_CASE, NULL);
	if (in.answer_by < rq->today)
		cw_fail_item(err, "/answer_by", CW_MSG_AFTER_DAY_PASSED, NULL);
	if (err->code != CW_OK)
		return -1;
	in.entry = admin_entry(rq, "urging_sent");
	return admin_run(rq, add_tx, &in, &in.entry, err);
}

/* ---- Reading. */

static struct json_object *urging_json(struct rq *rq, const struct db_urging *u)
{
	struct json_object *o = rq_obj();

	rq_put_id(o, "id", u->id);
	rq_put_id(o, "district_id", u->district_id);
	rq_put_id(o, "agency_id", u->agency_id);
	rq_put_str(o, "agency", u->agency_name);
	rq_put_id(o, "case_id", u->case_id);
	rq_put_str(o, "number", u->case_number);
	rq_put_str(o, "matter", u->matter);
	rq_put_str(o, "demand", u->demand);
	rq_put_id(o, "urged_by", u->urged_by);
	rq_put_day(o, "urged_on", u->urged_on);
	rq_put_day(o, "answer_by", u->answer_by);
	rq_put_bool(o, "overdue", u->is_open && u->answer_by < rq->today);
	rq_put_str(o, "answer", u->answer);
	rq_put_id(o, "answered_by", u->answered_by);
	rq_put_day(o, "answered_on", u->answered_on);
	rq_put_bool(o, "open", u->is_open);
	return o;
}

/* One with its letters. */
static int answer_urging(struct rq *rq, int status, uint64_t id, struct cw_err *err)
{
	struct json_object *letter, *answer, *o;
	struct db_urging u;

	if (db_urging_get(rq->db, rq->arena, id, &u, err) ||
	    office_letter_json(rq, u.letter_id, &letter, err))
		return -1;
	if (office_letter_json(rq, u.answer_letter_id, &answer, err)) {
		json_object_put(letter);
		return -1;
	}
	o = urging_json(rq, &u);
	rq_put(o, "letter", letter);
	rq_put(o, "answer_letter", answer);
	return rq_json(rq, status, o, err);
}

static int open_urging(struct rq *rq, struct db_urging *u, struct cw_err *err)
{
	uint64_t id;

	if (admin_id(rq, 0, &id, err) || db_urging_get(rq->db, rq->arena, id, u, err))
		return -1;
	return district_may(rq, u->agency_id, CASE_OFFICE)
		       ? 0
		       : cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
}

int api_urging_get(struct rq *rq, struct cw_err *err)
{
	struct db_urging u;

	return open_urging(rq, &u, err) || answer_urging(rq, 200, u.id, err) ? -1 : 0;
}

static const char *const states[] = { "open", "answered", NULL };
struct list_args {
	uint64_t agency, district;
	int state;
	struct page page;
};
static const struct rq_field list_fields[] = { RQ_FIELD(struct list_args, agency, RQ_ID),
					       RQ_FIELD(struct list_args, district, RQ_ID),
					       RQ_FIELD(struct list_args, state, RQ_CHOICE,
							.choices = states),
					       PAGE_FIELDS(struct list_args, page),
					       { 0 } };

/* The supervisor's over the whole district, unless an agency is asked for; else the agency's. */
static int pick(struct rq *rq, const struct list_args *in, struct db_urging_query *q,
		struct cw_err *err)
{
	if (!in->agency && rq_has_any_role(&rq->who, CW_ROLE_BIT(CW_ROLE_SUPERVISOR)))
		return district_of(rq, in->district, &q->district, err);
	return case_pick_agency(rq, in->agency, &q->agency, err);
}

int api_urging_list(struct rq *rq, struct cw_err *err)
{
	struct list_args in = { 0 };
	struct db_urging_query q = { 0 };
	struct json_object *items;
	struct db_urging *rows;
	size_t n;

	page_init(&in.page);
	if (rq_params(rq, list_fields, &in, err) || page_start(&in.page, err) ||
	    pick(rq, &in, &q, err))
		return -1;
	q.open = in.state == 0;
	q.after_on = in.page.started ? (cw_day)in.page.key[0] : CW_DAY_NONE;
	q.after_id = in.page.key[1];
	q.limit = (unsigned)in.page.limit + 1;
	if (db_urging_list(rq->db, rq->arena, &q, &rows, &n, err))
		return -1;
	page_cut(&in.page, &n);
	items = rq_array();
	for (size_t i = 0; i < n; i++)
		rq_push(items, urging_json(rq, &rows[i]));
	if (n) {
		in.page.next[0] = (uint64_t)rows[n - 1].answer_by;
		in.page.next[1] = rows[n - 1].id;
	}
	return page_reply(rq, &in.page, items, err);
}

int case_urgings_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct db_urging *rows;
	size_t n;

	if (db_urging_case_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		rq_push(list, urging_json(x->rq, &rows[i]));
	return 0;
}

/* ---- The agency's answer. */

struct answer_args {
	const char *answer;
	struct db_audit_entry entry;
};
static const struct rq_field answer_fields[] = { RQ_FIELD(struct answer_args, answer, RQ_STRING,
							  .required = true, .min = 2, .max = 2000),
						 { 0 } };

/* Told, too.  The case's row first: the order of locks is that of every act. */
static int end_deadline(struct rq *rq, const struct db_urging *u, struct cw_err *err)
{
	struct db_docket d;

	if (!u->case_id)
		return db_agency_deadline_end(rq->db, DB_DUE_URGING, u->id, "met", err) ||
				       district_tell(rq, CW_HOOK_AGENCY_URGING_ANSWERED, NULL,
						     u->agency_id, u->id, CW_DAY_NONE, err)
			       ? -1
			       : 0;
	return db_docket_lock(rq->db, rq->arena, u->case_id, &d, err) ||
			       db_deadline_end(rq->db, u->case_id, u->handling, "urging", u->id,
					       "met", err) ||
			       refresh_queue(rq, &d, err) ||
			       district_tell(rq, CW_HOOK_URGING_ANSWERED, &d, 0, u->id, CW_DAY_NONE,
					     err)
		       ? -1
		       : 0;
}

static int answer_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct answer_args *in = arg;
	struct db_agency agency, district;
	struct db_office_letter letter;
	struct db_urging u;

	if (open_urging(rq, &u, err))
		return -1;
	if (!district_may(rq, u.agency_id, ANSWERERS))
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_FORBIDDEN, NULL);
	if (!u.is_open)
		return cw_fail(err, CW_CONFLICT, CW_MSG_AFTER_URGING_ANSWERED, NULL);
	if (end_deadline(rq, &u, err) ||
	    db_agency_get(rq->db, rq->arena, u.agency_id, &agency, err) ||
	    db_agency_get(rq->db, rq->arena, u.district_id, &district, err))
		return -1;
	u.answer = in->answer;
	u.answered_by = rq->who.user;
	u.answered_on = rq->today;
	if (write_letter(rq, &agency, &district, CW_LETTER_URGING_ANSWER, "督复", u.case_number, &u,
			 &letter, err))
		return -1;
	u.answer_letter_id = letter.id;
	in->entry.subject = admin_subject(rq, "urging", u.id);
	if (db_urging_answer(rq->db, &u, err))
		return -1;
	return answer_urging(rq, 200, u.id, err);
}

int api_urging_answer(struct rq *rq, struct cw_err *err)
{
	struct answer_args in = { 0 };

	if (rq_body(rq, answer_fields, &in, err))
		return -1;
	in.entry = admin_entry(rq, "urging_answered");
	return admin_run(rq, answer_tx, &in, &in.entry, err);
}
