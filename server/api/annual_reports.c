/*
 * The annual report that each agency owes (条例 49; R-REP-6): until when, and that it was submitted
 * to the district office and published.  The scheduler opens one for each year
 * (server/jobs/annual_reports.h); what is recorded here ends its deadline.
 */
#include <stdio.h>

#include "db/annual_report.h"
#include "server/act/agency_deadline.h"
#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/api/district.h"
#include "server/api/page.h"

/* An agency that was closed has nobody left: the supervisor records it then. */
#define RECORDERS                                                                                  \
	(CW_ROLE_BIT(CW_ROLE_CASEWORKER) | CW_ROLE_BIT(CW_ROLE_HEAD) |                             \
	 CW_ROLE_BIT(CW_ROLE_LEADER) | CW_ROLE_BIT(CW_ROLE_SUPERVISOR))

/* ---- Reading. */

static struct json_object *report_json(struct rq *rq, const struct db_annual_report *r)
{
	struct json_object *o = rq_obj();

	rq_put_id(o, "id", r->id);
	rq_put_id(o, "agency_id", r->agency_id);
	rq_put_str(o, "agency", r->agency_name);
	rq_put_int(o, "year", r->year);
	rq_put_day(o, "due_on", r->due_on);
	rq_put_bool(o, "overdue", r->is_open && r->due_on < rq->today);
	rq_put_bool(o, "submits", r->submits);
	rq_put_day(o, "submitted_on", r->submitted_on);
	rq_put_day(o, "published_on", r->published_on);
	rq_put_str(o, "address", r->address);
	rq_put_id(o, "recorded_by", r->recorded_by);
	rq_put_time(o, "recorded_at", r->recorded_at);
	rq_put_bool(o, "open", r->is_open);
	rq_put_int(o, "version", (int64_t)r->version);
	return o;
}

static const char *const states[] = { "open", "done", NULL };
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
static int pick(struct rq *rq, const struct list_args *in, struct db_annual_report_query *q,
		struct cw_err *err)
{
	if (!in->agency && rq_has_any_role(&rq->who, CW_ROLE_BIT(CW_ROLE_SUPERVISOR)))
		return district_of(rq, in->district, &q->district, err);
	return case_pick_agency(rq, in->agency, &q->agency, err);
}

int api_annual_report_list(struct rq *rq, struct cw_err *err)
{
	struct list_args in = { 0 };
	struct db_annual_report_query q = { 0 };
	struct db_annual_report *rows;
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
	if (db_annual_report_list(rq->db, rq->arena, &q, &rows, &n, err))
		return -1;
	page_cut(&in.page, &n);
	items = rq_array();
	for (size_t i = 0; i < n; i++)
		rq_push(items, report_json(rq, &rows[i]));
	if (n) {
		in.page.next[0] = (uint64_t)rows[n - 1].due_on;
		in.page.next[1] = rows[n - 1].id;
	}
	return page_reply(rq, &in.page, items, err);
}

static int open_report(struct rq *rq, struct db_annual_report *r, struct cw_err *err)
{
	uint64_t id;

	if (admin_id(rq, 0, &id, err) || db_annual_report_get(rq->db, rq->arena, id, r, err))
		return -1;
	return district_may(rq, r->agency_id, CASE_OFFICE)
		       ? 0
		       : cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
}

int api_annual_report_get(struct rq *rq, struct cw_err *err)
{
	struct db_annual_report r;

	return open_report(rq, &r, err) ||
			       rq_json_versioned(rq, 200, r.version, report_json(rq, &r), err)
		       ? -1
		       : 0;
}

/* ---- Recording what was done. */

struct record_args {
	cw_day submitted_on, published_on;
	const char *address;
	struct db_audit_entry entry;
};
static const struct rq_field record_fields[] = { RQ_FIELD(struct record_args, submitted_on, RQ_DAY),
						 RQ_FIELD(struct record_args, published_on, RQ_DAY),
						 RQ_FIELD(struct record_args, address, RQ_STRING,
							  .min = 2, .max = 500),
						 { 0 } };

/* A report is made when its year is over. */
static void check_day(const struct rq *rq, int year, const char *pointer, cw_day day,
		      struct cw_err *err)
{
	char years[16];

	if (day == CW_DAY_NONE)
		return;
	if (day > rq->today)
		cw_fail_item(err, pointer, CW_MSG_DAY_AFTER_TODAY, NULL);
	else if (cw_day_year(day) <= year) {
		snprintf(years, sizeof(years), "%d", year);
		cw_fail_item(err, pointer, CW_MSG_REPORT_YEAR_NOT_OVER, years, NULL);
	}
}

/* What is said anew takes the place of what stood there; the log of acts keeps both. */
static int apply(struct rq *rq, const struct record_args *in, struct db_annual_report *r,
		 struct cw_err *err)
{
	check_day(rq, r->year, "/submitted_on", in->submitted_on, err);
	check_day(rq, r->year, "/published_on", in->published_on, err);
	if (in->published_on != CW_DAY_NONE && !in->address && !r->address)
		cw_fail_item(err, "/address", CW_MSG_REQUIRED, NULL);
	if (in->address && in->published_on == CW_DAY_NONE && r->published_on == CW_DAY_NONE)
		cw_fail_item(err, "/published_on", CW_MSG_REQUIRED, NULL);
	if (err->code != CW_OK)
		return -1;
	if (in->submitted_on != CW_DAY_NONE)
		r->submitted_on = in->submitted_on;
	if (in->published_on != CW_DAY_NONE)
		r->published_on = in->published_on;
	if (in->address)
		r->address = in->address;
	r->recorded_by = rq->who.user;
	r->recorded_at = rq->now;
	r->is_open =
		r->published_on == CW_DAY_NONE || (r->submits && r->submitted_on == CW_DAY_NONE);
	return 0;
}

static const char *logged(struct rq *rq, const struct db_annual_report *r)
{
	char submitted[CW_DAY_TEXT], published[CW_DAY_TEXT];
	const char *s = cw_printf(rq->arena, "%d: submitted %s, published %s", r->year,
				  cw_day_text(r->submitted_on, submitted),
				  cw_day_text(r->published_on, published));

	return s ? s : "";
}

static int record_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct record_args *in = arg;
	struct db_annual_report r;

	if (open_report(rq, &r, err))
		return -1;
	if (!district_may(rq, r.agency_id, RECORDERS))
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_FORBIDDEN, NULL);
	if (admin_version(rq, r.version, err) || apply(rq, in, &r, err))
		return -1;
	in->entry.subject = admin_subject(rq, "annual_report", r.id);
	in->entry.detail = logged(rq, &r);
	if (db_annual_report_save(rq->db, &r, err) ||
	    (!r.is_open && db_agency_deadline_end(rq->db, DB_DUE_REPORT, r.id, "met", err)))
		return -1;
	return rq_json_versioned(rq, 200, r.version, report_json(rq, &r), err);
}

int api_annual_report_record(struct rq *rq, struct cw_err *err)
{
	struct record_args in = { .submitted_on = CW_DAY_NONE, .published_on = CW_DAY_NONE };

	if (rq_body(rq, record_fields, &in, err))
		return -1;
	if (in.submitted_on == CW_DAY_NONE && in.published_on == CW_DAY_NONE && !in.address)
		return cw_fail_item(err, "/published_on", CW_MSG_REQUIRED, NULL);
	in.entry = admin_entry(rq, "annual_report_recorded");
	return admin_run(rq, record_tx, &in, &in.entry, err);
}
