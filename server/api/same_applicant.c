/*
 * Records of one applicant that no identity number ties (R-FEE-3): joined by staff with a reason,
 * through a case of each, and taken back in the same way.
 */
#include <string.h>

#include "db/same.h"
#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/app.h"

struct join_args {
	const char *number, *reason;
};
static const struct rq_field join_fields[] = {
	{ "number", RQ_STRING, offsetof(struct join_args, number), .required = true, .min = 5,
	  .max = 40 },
	{ "reason", RQ_STRING, offsetof(struct join_args, reason), .required = true, .min = 2,
	  .max = 1000 },
	{ 0 }
};

/* Another case of the same agency: a case that one may not see is as good as none. */
static int find_other(struct act *x, const char *number, struct db_docket *other,
		      struct cw_err *err)
{
	bool found;

	if (db_docket_find_number(x->rq->db, x->rq->arena, number, other, &found, err))
		return -1;
	if (!found || other->agency_id != x->d.agency_id || other->id == x->d.id)
		return cw_fail_item(err, "/number", CW_MSG_API_SAME_CASE, NULL);
	return 0;
}

static int join_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct join_args *in = arg;
	struct db_join j = { .reason = in->reason, .joined_by = rq->who.user };
	struct json_object *detail;
	struct db_docket other;
	struct act x;
	bool same;

	if (case_open(&x, rq, CW_ACT_LINK, err) || act_decide(&x, CW_ACT_LINK, err) ||
	    find_other(&x, in->number, &other, err) ||
	    db_same_is(rq->db, rq->arena, x.d.applicant_id, other.applicant_id, &same, err))
		return -1;
	if (same)
		return cw_fail(err, CW_CONFLICT, CW_MSG_API_SAME_ALREADY, NULL);
	j.person_a = x.d.applicant_id;
	j.person_b = other.applicant_id;
	j.case_id = x.d.id;
	j.other_case_id = other.id;
	j.joined_on = x.facts.on;
	if (db_join_add(rq->db, rq->arena, &j, err))
		return -1;
	detail = rq_obj();
	rq_put_str(detail, "link", "same_applicant");
	rq_put_str(detail, "number", other.number);
	rq_put_str(detail, "reason", in->reason);
	return act_finish(&x, detail, err) || act_reload(&x, err) ? -1 : case_answer(&x, 201, err);
}

int api_applicant_join(struct rq *rq, struct cw_err *err)
{
	struct join_args in = { 0 };

	return rq_body(rq, join_fields, &in, err) || act_run(rq, join_tx, &in, err) ? -1 : 0;
}

struct part_args {
	const char *reason;
};
static const struct rq_field part_fields[] = { { "reason", RQ_STRING,
						 offsetof(struct part_args, reason),
						 .required = true, .min = 2, .max = 1000 },
					       { 0 } };

static int find_join(struct act *x, struct db_join *out, struct cw_err *err)
{
	struct db_join *rows;
	uint64_t id;
	size_t n;

	if (admin_id(x->rq, 1, &id, err) ||
	    db_join_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (rows[i].id == id) {
			*out = rows[i];
			return 0;
		}
	return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
}

static int part_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct part_args *in = arg;
	struct json_object *detail;
	struct db_join j;
	struct act x;

	if (case_open(&x, rq, CW_ACT_LINK, err) || find_join(&x, &j, err) ||
	    act_decide(&x, CW_ACT_LINK, err))
		return -1;
	j.ended_by = rq->who.user;
	j.ended_on = x.facts.on;
	j.end_reason = in->reason;
	if (db_join_end(rq->db, rq->arena, &j, err))
		return -1;
	detail = rq_obj();
	rq_put_str(detail, "link", "same_applicant_ended");
	rq_put_str(detail, "number", j.case_id == x.d.id ? j.other_number : j.number);
	rq_put_str(detail, "reason", in->reason);
	return act_finish(&x, detail, err) || act_reload(&x, err) ? -1 : case_answer(&x, 200, err);
}

int api_applicant_part(struct rq *rq, struct cw_err *err)
{
	struct part_args in = { 0 };

	return rq_body(rq, part_fields, &in, err) || act_run(rq, part_tx, &in, err) ? -1 : 0;
}

int case_joins_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct db_join *rows;
	size_t n;

	if (db_join_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		const bool here = rows[i].case_id == x->d.id;
		struct json_object *o = rq_obj();

		rq_put_id(o, "id", rows[i].id);
		rq_put_id(o, "case_id", here ? rows[i].other_case_id : rows[i].case_id);
		rq_put_str(o, "number", here ? rows[i].other_number : rows[i].number);
		rq_put_str(o, "reason", rows[i].reason);
		rq_put_id(o, "joined_by", rows[i].joined_by);
		rq_put_day(o, "joined_on", rows[i].joined_on);
		rq_put_id(o, "ended_by", rows[i].ended_by);
		rq_put_day(o, "ended_on", rows[i].ended_on);
		rq_put_str(o, "end_reason", rows[i].end_reason);
		rq_push(list, o);
	}
	return 0;
}
