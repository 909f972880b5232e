/* The district office's view over all its agencies (product.md): figures, load, what one officer
 * did alone. */
#include "server/api/district.h"

#include "db/district.h"
#include "server/api/page.h"

#define CAP 10000 /* of each count (design.md, Queue) */

int district_tell(struct rq *rq, enum cw_hook hook, const struct db_docket *d, uint64_t agency,
		  uint64_t ref, cw_day until, struct cw_err *err)
{
	const struct db_told told = {
		.type = cw_hook_name(hook), .ref = ref, .until_on = until, .agency = agency
	};

	return db_outbox_add(rq->db, &told, d, rq->now, err);
}

bool district_may(const struct rq *rq, uint64_t agency, unsigned roles)
{
	return (act_roles(&rq->who, agency, 0) & roles) != 0;
}

int district_of(struct rq *rq, uint64_t asked, uint64_t *out, struct cw_err *err)
{
	size_t n;

	if (db_district_of(rq->db, rq->arena, rq->who.user, out, &n, err))
		return -1;
	if (asked) {
		struct db_agency agency;

		if (db_agency_get(rq->db, rq->arena, asked, &agency, err))
			return -1;
		if (agency.root != asked || !rq_has_role(&rq->who, asked, CW_ROLE_SUPERVISOR))
			return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
		*out = asked;
		return 0;
	}
	if (n == 0)
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_FORBIDDEN, NULL);
	if (n > 1)
		return cw_fail_item(err, "?district", CW_MSG_AFTER_NO_SUPERVISOR, NULL);
	return 0;
}

/* ---- Overview. */

static int put_open(struct rq *rq, struct json_object *o, uint64_t agency, struct cw_err *err)
{
	struct db_district_open k;

	if (db_district_open(rq->db, agency, rq->today, cw_calendar_add(rq->calendar, rq->today, 5),
			     CAP, &k, err))
		return -1;
	rq_put_int(o, "open", (int64_t)k.open);
	rq_put_int(o, "overdue", (int64_t)k.overdue);
	rq_put_int(o, "due_in_5_working_days", (int64_t)k.soon);
	rq_put_int(o, "awaiting_applicant", (int64_t)k.waiting);
	rq_put_int(o, "unassigned", (int64_t)k.unassigned);
	return 0;
}

/* Of this year; a rate in whole per cent, null while nothing was replied to. */
static int put_in_time(struct rq *rq, struct json_object *o, uint64_t agency, struct cw_err *err)
{
	uint64_t replied, in_time;

	if (db_district_in_time(rq->db, agency, cw_day_of(cw_day_year(rq->today), 1, 1), CAP,
				&replied, &in_time, err))
		return -1;
	rq_put_int(o, "replied_this_year", (int64_t)replied);
	rq_put_int(o, "in_time_this_year", (int64_t)in_time);
	if (replied)
		rq_put_int(o, "in_time_percent", (int64_t)(in_time * 100 / replied));
	else
		rq_put(o, "in_time_percent", NULL);
	return 0;
}

static int put_asked(struct rq *rq, struct json_object *o, uint64_t agency, struct cw_err *err)
{
	struct db_district_asked k;

	if (db_district_asked(rq->db, agency, rq->today, CAP, &k, err))
		return -1;
	rq_put_int(o, "urgings_open", (int64_t)k.urgings);
	rq_put_int(o, "urgings_overdue", (int64_t)k.urgings_overdue);
	rq_put_int(o, "complaints_open", (int64_t)k.complaints);
	rq_put_int(o, "complaints_overdue", (int64_t)k.complaints_overdue);
	return 0;
}

static int put_kinds(struct rq *rq, struct json_object *o, uint64_t agency, struct cw_err *err)
{
	struct json_object *list = rq_array();
	struct db_district_kind *rows;
	size_t n;

	rq_put(o, "falls_due", list);
	if (db_district_kind_list(rq->db, rq->arena, agency, rq->today, CAP, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct json_object *k = rq_obj();

		rq_put_str(k, "kind", rows[i].kind);
		rq_put_int(k, "open", (int64_t)rows[i].open);
		rq_put_int(k, "overdue", (int64_t)rows[i].overdue);
		rq_push(list, k);
	}
	return 0;
}

static int put_load(struct rq *rq, struct json_object *o, uint64_t agency, struct cw_err *err)
{
	struct json_object *list = rq_array();
	struct db_district_load *rows;
	size_t n;

	rq_put(o, "load", list);
	if (db_district_load_list(rq->db, rq->arena, agency, rq->today, CAP, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct json_object *k = rq_obj();

		rq_put_id(k, "user_id", rows[i].user_id);
		rq_put_str(k, "name", rows[i].name);
		rq_put_int(k, "open", (int64_t)rows[i].open);
		rq_put_int(k, "overdue", (int64_t)rows[i].overdue);
		rq_push(list, k);
	}
	return 0;
}

static int push_agency(struct rq *rq, struct json_object *list, const struct db_agency_name *g,
		       struct cw_err *err)
{
	struct json_object *o = rq_obj();

	rq_push(list, o);
	rq_put_id(o, "agency_id", g->id);
	rq_put_str(o, "code", g->code);
	rq_put_str(o, "name", g->name);
	return put_open(rq, o, g->id, err) || put_in_time(rq, o, g->id, err) ||
			       put_asked(rq, o, g->id, err) || put_kinds(rq, o, g->id, err) ||
			       put_load(rq, o, g->id, err)
		       ? -1
		       : 0;
}

struct overview_args {
	uint64_t district;
};
static const struct rq_field overview_fields[] = { RQ_FIELD(struct overview_args, district, RQ_ID),
						   { 0 } };

int api_district_overview(struct rq *rq, struct cw_err *err)
{
	struct overview_args in = { 0 };
	struct json_object *o, *list;
	struct db_agency_name *rows;
	uint64_t district;
	size_t n;

	if (rq_params(rq, overview_fields, &in, err) ||
	    district_of(rq, in.district, &district, err) ||
	    db_district_agency_list(rq->db, rq->arena, district, &rows, &n, err))
		return -1;
	o = rq_obj();
	list = rq_array();
	rq_put_id(o, "district_id", district);
	rq_put_day(o, "on", rq->today);
	rq_put_int(o, "capped_at", CAP);
	rq_put(o, "agencies", list);
	for (size_t i = 0; i < n; i++) {
		if (push_agency(rq, list, &rows[i], err)) {
			json_object_put(o);
			return -1;
		}
	}
	return rq_json(rq, 200, o, err);
}

/* ---- Extensions granted by the one who asked (single_officer, R-CLOCK-2). */

struct alone_args {
	uint64_t district;
	struct page page;
};
static const struct rq_field alone_fields[] = { RQ_FIELD(struct alone_args, district, RQ_ID),
						PAGE_FIELDS(struct alone_args, page),
						{ 0 } };

static struct json_object *alone_json(const struct db_alone *r)
{
	struct json_object *o = rq_obj();

	rq_put_id(o, "id", r->id);
	rq_put_id(o, "case_id", r->case_id);
	rq_put_str(o, "number", r->number);
	rq_put_id(o, "agency_id", r->agency_id);
	rq_put_str(o, "agency", r->agency_name);
	rq_put_id(o, "user_id", r->user_id);
	rq_put_str(o, "user", r->user_name);
	rq_put_int(o, "working_days", r->working_days);
	rq_put_day(o, "granted_on", r->decided_on);
	rq_put_str(o, "reason", r->reason);
	rq_put_str(o, "remarks", r->remarks);
	return o;
}

int api_alone_list(struct rq *rq, struct cw_err *err)
{
	struct alone_args in = { 0 };
	struct json_object *items;
	struct db_alone *rows;
	uint64_t district;
	size_t n;

	page_init(&in.page);
	if (rq_params(rq, alone_fields, &in, err) || page_start(&in.page, err) ||
	    district_of(rq, in.district, &district, err) ||
	    db_alone_list(rq->db, rq->arena, district, in.page.key[0], (unsigned)in.page.limit + 1,
			  &rows, &n, err))
		return -1;
	page_cut(&in.page, &n);
	items = rq_array();
	for (size_t i = 0; i < n; i++)
		rq_push(items, alone_json(&rows[i]));
	if (n)
		in.page.next[0] = rows[n - 1].id;
	return page_reply(rq, &in.page, items, err);
}
