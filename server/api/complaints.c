/*
 * Complaints to the district office about an agency (条例 47, 51; R-OUT-12): filed by anyone with a
 * number and a query code, or taken in by the supervisor on someone's behalf; followed, listed,
 * read.
 */
#include "server/api/complaints.h"

#include <string.h>

#include "server/act/agency_deadline.h"
#include "server/act/settings.h"
#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/api/filing.h"
#include "server/api/page.h"
#include "server/api/query_code.h"
#include "server/api/throttle.h"
#include "server/app.h"

/* ---- Filing. */

static const char *const langs[] = { "zh", "en", NULL };
static const char *const channels[] = {
	"in_person", "post", "telephone", "email", "handed_on", NULL
};

struct complaint_args {
	const char *agency, *number, *matter, *name, *phone, *email, *address;
	int category, lang, channel;
	cw_day received_on;
	bool taken_in;
	struct db_audit_entry entry;
};
#define CONTENT                                                                                    \
	RQ_FIELD(struct complaint_args, agency, RQ_STRING, .required = true, .min = 1, .max = 20), \
		{ "request_number", RQ_STRING, offsetof(struct complaint_args, number), .min = 1,  \
		  .max = 40 },                                                                     \
		RQ_FIELD(struct complaint_args, matter, RQ_STRING, .required = true, .min = 2,     \
			 .max = 10000),                                                            \
		RQ_FIELD(struct complaint_args, category, RQ_CHOICE,                               \
			 .choices = filing_categories),                                            \
		RQ_FIELD(struct complaint_args, name, RQ_STRING, .required = true, .min = 1,       \
			 .max = 100),                                                              \
		RQ_FIELD(struct complaint_args, phone, RQ_STRING, .min = 1, .max = 40),            \
		RQ_FIELD(struct complaint_args, email, RQ_STRING, .min = 3, .max = 120),           \
		RQ_FIELD(struct complaint_args, address, RQ_STRING, .min = 1, .max = 200),         \
	{                                                                                          \
		"language", RQ_CHOICE, offsetof(struct complaint_args, lang), .choices = langs     \
	}
static const struct rq_field online_fields[] = { CONTENT, { 0 } };
static const struct rq_field taken_in_fields[] = {
	CONTENT,
	RQ_FIELD(struct complaint_args, channel, RQ_CHOICE, .required = true, .choices = channels),
	RQ_FIELD(struct complaint_args, received_on, RQ_DAY, .required = true),
	{ 0 }
};

static int check(struct rq *rq, const struct complaint_args *in, struct cw_err *err)
{
	if (!in->phone && !in->email && !in->address)
		cw_fail_item(err, "/phone", CW_MSG_COMPLAINT_CONTACT, NULL);
	if (in->email && !strchr(in->email, '@'))
		cw_fail_item(err, "/email", CW_MSG_BAD_EMAIL, NULL);
	if (in->received_on > rq->today)
		cw_fail_item(err, "/received_on", CW_MSG_LAW_FUTURE_DAY, NULL);
	return err->code == CW_OK ? 0 : -1;
}

/* About the district office itself nobody here can decide (条例 51: the authority above). */
static int find_agency(struct rq *rq, const char *text, struct db_agency *out, struct cw_err *err)
{
	const char *dash = strchr(text, '-');
	bool found = false;

	if (dash &&
	    db_agency_find(rq->db, rq->arena, cw_strndup(rq->arena, text, (size_t)(dash - text)),
			   dash + 1, out, &found, err))
		return -1;
	if (!found)
		return cw_fail_item(err, "/agency", CW_MSG_NO_SUCH_AGENCY, NULL);
	if (out->root == out->id)
		return cw_fail_item(err, "/agency", CW_MSG_COMPLAINT_DISTRICT_SELF, NULL);
	return 0;
}

static int add_person(struct rq *rq, const struct complaint_args *in, uint64_t *id,
		      struct cw_err *err)
{
	struct db_person person = { .category = filing_categories[in->category],
				    .name = in->name,
				    .phone = in->phone,
				    .email = in->email,
				    .address = in->address };

	if (db_person_add(rq->db, rq->arena, rq->app->keys, &person, NULL, err))
		return -1;
	*id = person.id;
	return 0;
}

/* 20 working days, or what the district office has set (R-OUT-12). */
static int put_days(struct rq *rq, struct db_complaint *p, struct cw_err *err)
{
	struct settings settings;

	if (settings_load(rq->db, rq->arena, p->district_id, p->received_on, &settings, err))
		return -1;
	p->due_on = cw_calendar_add(rq->calendar, p->received_on, settings.complaint_days);
	p->due_provisional = cw_calendar_is_provisional(rq->calendar, p->due_on);
	return 0;
}

static int number_it(struct rq *rq, struct db_complaint *p, const struct db_agency *district,
		     const char *code, struct cw_err *err)
{
	const int year = cw_day_year(p->received_on);
	uint64_t running;

	p->uid = cw_alloc(rq->arena, DB_UID);
	p->code_mac = cw_alloc(rq->arena, 32);
	if (!p->uid || !p->code_mac)
		return cw_fail_memory(err);
	db_random(p->uid, DB_UID);
	if (db_number_take(rq->db, district->id, "complaint", year, &running, err))
		return -1;
	p->number = cw_printf(rq->arena, "%s-%s-TS-%d-%05llu", district->region, district->code,
			      year, (unsigned long long)running);
	if (!p->number)
		return cw_fail_memory(err);
	return query_code_mac(rq, p->number, code, p->code_mac, err);
}

static int answer_filing(struct rq *rq, const struct db_complaint *p, const char *code,
			 struct cw_err *err)
{
	struct json_object *o = rq_obj();

	rq_put_id(o, "id", rq->who.kind == RQ_ANYONE ? 0 : p->id);
	rq_put_str(o, "number", p->number);
	rq_put_str(o, "query_code", code);
	rq_put_str(o, "status", p->status);
	rq_put_day(o, "received_on", p->received_on);
	rq_put_day(o, "due_on", p->due_on);
	rq_put_bool(o, "provisional", p->due_provisional);
	return rq_json(rq, 201, o, err);
}

static int file_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct complaint_args *in = arg;
	struct db_complaint p = { .case_number = in->number,
				  .channel = in->taken_in ? channels[in->channel] : "online",
				  .lang = langs[in->lang],
				  .matter = in->matter,
				  .submitted_at = rq->now,
				  .received_on = in->taken_in ? in->received_on : rq->today };
	struct db_agency agency, district;
	char code[QUERY_CODE];

	query_code_make(code);
	if (find_agency(rq, in->agency, &agency, err) ||
	    db_agency_get(rq->db, rq->arena, agency.root, &district, err))
		return -1;
	if (in->taken_in && !rq_has_role(&rq->who, district.id, CW_ROLE_SUPERVISOR))
		return cw_fail_item(err, "/agency", CW_MSG_AFTER_NOT_IN_DISTRICT, NULL);
	p.agency_id = agency.id;
	p.district_id = district.id;
	if (put_days(rq, &p, err) || add_person(rq, in, &p.complainant_id, err) ||
	    number_it(rq, &p, &district, code, err) ||
	    db_complaint_add(rq->db, rq->arena, rq->app->keys, &p, err) ||
	    agency_deadline_add(rq, DB_DUE_COMPLAINT, p.id, district.id, p.due_on, err) ||
	    district_tell(rq, CW_HOOK_COMPLAINT_RECEIVED, NULL, district.id, p.id, p.due_on, err))
		return -1;
	in->entry.subject = admin_subject(rq, "complaint", p.id);
	return answer_filing(rq, &p, code, err);
}

static int file(struct rq *rq, bool taken_in, struct cw_err *err)
{
	struct complaint_args in = { .received_on = CW_DAY_NONE, .taken_in = taken_in };

	if (rq_body(rq, taken_in ? taken_in_fields : online_fields, &in, err) ||
	    check(rq, &in, err))
		return -1;
	in.entry = admin_entry(rq, "complaint_received");
	return admin_run(rq, file_tx, &in, &in.entry, err);
}

int api_complaint_file(struct rq *rq, struct cw_err *err)
{
	return file(rq, false, err);
}

int api_complaint_take_in(struct rq *rq, struct cw_err *err)
{
	return file(rq, true, err);
}

/* ---- Following it: number and code, one answer for a wrong number and a wrong code. */

struct status_args {
	const char *code;
};
static const struct rq_field status_fields[] = {
	RQ_FIELD(struct status_args, code, RQ_STRING, .required = true, .min = 1, .max = 64), { 0 }
};

static int answer_status(struct rq *rq, const struct db_complaint *p, struct cw_err *err)
{
	struct json_object *letter, *o;

	if (office_letter_json(rq, p->letter_id, &letter, err))
		return -1;
	o = rq_obj();
	rq_put_str(o, "number", p->number);
	rq_put_str(o, "agency", p->agency_name);
	complaint_put_status(rq, o, p);
	rq_put_day(o, "received_on", p->received_on);
	rq_put_day(o, "due_on", p->due_on);
	rq_put_bool(o, "provisional", p->due_provisional);
	rq_put_day(o, "closed_on", p->closed_on);
	rq_put(o, "letter", letter);
	return rq_json(rq, 200, o, err);
}

int api_complaint_status(struct rq *rq, struct cw_err *err)
{
	struct status_args in = { 0 };
	const char *number = rq->params[0];
	unsigned char mac[32], diff = 1;
	struct db_complaint p;
	bool found;

	if (rq_body(rq, status_fields, &in, err) ||
	    throttle_check(rq, THROTTLE_CASE, number, err) ||
	    throttle_check(rq, THROTTLE_ADDRESS, NULL, err) ||
	    query_code_mac(rq, number, in.code, mac, err) ||
	    db_complaint_find_number(rq->db, rq->arena, rq->app->keys, number, &p, &found, err))
		return -1;
	if (found) {
		diff = 0;
		for (int i = 0; i < 32; i++)
			diff |= (unsigned char)(mac[i] ^ p.code_mac[i]);
	}
	if (diff) {
		if (throttle_failed(rq, THROTTLE_CASE, number, err) ||
		    throttle_failed(rq, THROTTLE_ADDRESS, NULL, err))
			return -1;
		return cw_fail(err, CW_UNAUTHENTICATED, CW_MSG_WRONG_NUMBER_OR_CODE, NULL);
	}
	if (throttle_passed(rq, THROTTLE_CASE, number, err))
		return -1;
	return answer_status(rq, &p, err);
}

/* ---- Lists: the district's, or those on which an agency was asked. */

static const char *const states[] = { "open", "closed", NULL };
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

static int pick(struct rq *rq, const struct list_args *in, struct db_complaint_query *q,
		struct cw_err *err)
{
	if (rq_has_any_role(&rq->who, CW_ROLE_BIT(CW_ROLE_SUPERVISOR)) && !in->agency)
		return district_of(rq, in->district, &q->district, err);
	if (case_pick_agency(rq, in->agency, &q->agency, err))
		return -1;
	q->asked = !rq_has_role(&rq->who, q->agency, CW_ROLE_SUPERVISOR);
	return 0;
}

int api_complaint_list(struct rq *rq, struct cw_err *err)
{
	struct list_args in = { 0 };
	struct db_complaint_query q = { 0 };
	struct db_complaint *rows;
	struct json_object *items;
	size_t n;

	page_init(&in.page);
	if (rq_params(rq, list_fields, &in, err) || page_start(&in.page, err) ||
	    pick(rq, &in, &q, err))
		return -1;
	q.open = in.state == 0;
	q.after_on = in.page.started ? (cw_day)in.page.key[0] : CW_DAY_NONE;
	q.after_id = in.page.key[1];
	q.limit = (unsigned)in.page.limit + 1;
	if (db_complaint_list(rq->db, rq->arena, &q, &rows, &n, err))
		return -1;
	page_cut(&in.page, &n);
	items = rq_array();
	for (size_t i = 0; i < n; i++)
		rq_push(items, complaint_row_json(rq, &rows[i]));
	if (n) {
		in.page.next[0] = (uint64_t)rows[n - 1].due_on;
		in.page.next[1] = rows[n - 1].id;
	}
	return page_reply(rq, &in.page, items, err);
}

int api_complaint_get(struct rq *rq, struct cw_err *err)
{
	struct db_complaint p;
	bool supervisor;

	return complaint_open(rq, &p, &supervisor, err) ||
			       complaint_answer(rq, 200, &p, supervisor, err)
		       ? -1
		       : 0;
}

/* ---- Unmasking who complains, to reach them: with a reason, logged before the answer. */

struct unmask_args {
	const char *reason;
};
static const struct rq_field unmask_fields[] = { RQ_FIELD(struct unmask_args, reason, RQ_STRING,
							  .required = true, .min = 2, .max = 300),
						 { 0 } };

int api_complaint_unmask(struct rq *rq, struct cw_err *err)
{
	struct db_audit_entry entry = admin_entry(rq, "unmask");
	struct unmask_args in = { 0 };
	struct db_complaint p;
	struct db_person who;
	struct json_object *o;
	bool supervisor;

	if (rq_body(rq, unmask_fields, &in, err) || complaint_open(rq, &p, &supervisor, err))
		return -1;
	if (!supervisor)
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_FORBIDDEN, NULL);
	entry.subject = admin_subject(rq, "complaint", p.id);
	entry.detail = in.reason;
	/* Noted last: what could not be read was not seen. */
	if (db_person_get(rq->db, rq->arena, rq->app->keys, p.complainant_id, &who, err) ||
	    db_audit_add(rq->app->audit, rq->db, &entry, err))
		return -1;
	o = rq_obj();
	rq_put_str(o, "category", who.category);
	rq_put_str(o, "name", who.name);
	rq_put_str(o, "phone", who.phone);
	rq_put_str(o, "email", who.email);
	rq_put_str(o, "address", who.address);
	return rq_json(rq, 200, o, err);
}
