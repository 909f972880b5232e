/* Reassignment in bulk: cases by their ids, or all open ones of a caseworker at an agency. */
#include <stdio.h>

#include "db/user.h"
#include "server/act/reassign.h"
#include "server/api/case_acts.h"

struct case_args {
	uint64_t id;
	int version;
};
struct bulk_args {
	struct rq_list cases; /* of struct case_args */
	uint64_t agency, from, to;
	const char *reason;
};
static const struct rq_field case_fields[] = {
	{ "id", RQ_ID, offsetof(struct case_args, id), .required = true },
	{ "version", RQ_INT, offsetof(struct case_args, version), .min = 1, .max = INT32_MAX },
	{ 0 }
};
static const struct rq_field bulk_fields[] = {
	{ "cases", RQ_LIST, offsetof(struct bulk_args, cases), .min = 1, .max = ACT_REASSIGN_MAX,
	  .sub = case_fields, .sub_size = sizeof(struct case_args) },
	{ "agency_id", RQ_ID, offsetof(struct bulk_args, agency) },
	{ "from_user_id", RQ_ID, offsetof(struct bulk_args, from) },
	{ "to_user_id", RQ_ID, offsetof(struct bulk_args, to), .required = true },
	{ "reason", RQ_STRING, offsetof(struct bulk_args, reason), .required = true, .min = 2,
	  .max = 500 },
	{ 0 }
};

static int check_twice(const struct bulk_args *in, struct cw_err *err)
{
	const struct case_args *cases = in->cases.items;
	char pointer[CW_ERR_POINTER];
	int rc = 0;

	for (size_t i = 1; i < in->cases.n; i++)
		for (size_t k = 0; k < i; k++)
			if (cases[k].id == cases[i].id) {
				snprintf(pointer, sizeof(pointer), "/cases/%zu/id", i);
				rc = cw_fail_item(err, pointer, CW_MSG_REASSIGN_TWICE, NULL);
				break;
			}
	return rc;
}

static int check_body(const struct bulk_args *in, struct cw_err *err)
{
	if ((in->cases.n != 0) == (in->from != 0))
		return cw_fail_item(err, in->from ? "/from_user_id" : "/cases",
				    CW_MSG_REASSIGN_EITHER, NULL);
	if (in->from == in->to)
		return cw_fail_item(err, "/to_user_id", CW_MSG_REASSIGN_SAME, NULL);
	return check_twice(in, err);
}

/* All cases of a caseworker: their own, or by a head of the agency. */
static int check_right(struct rq *rq, const struct bulk_args *in, uint64_t *agency,
		       struct cw_err *err)
{
	if (!in->from)
		return 0;
	if (case_pick_agency(rq, in->agency, agency, err))
		return -1;
	if (rq_has_role(&rq->who, *agency, CW_ROLE_HEAD) ||
	    (in->from == rq->who.user && rq_has_role(&rq->who, *agency, CW_ROLE_CASEWORKER)))
		return 0;
	return cw_fail(err, CW_FORBIDDEN, CW_MSG_REASSIGN_NOT_YOURS, NULL);
}

static struct json_object *row_json(struct rq *rq, const struct act_reassign_row *row)
{
	static const char *const names[] = { [ACT_REASSIGNED] = "reassigned",
					     [ACT_UNCHANGED] = "unchanged",
					     [ACT_NOT_REASSIGNED] = "refused" };
	struct json_object *o = rq_obj();

	rq_put_id(o, "case_id", row->case_id);
	rq_put_str(o, "number", row->number);
	rq_put_str(o, "result", names[row->result]);
	if (row->number)
		rq_put_int(o, "version", (int64_t)row->version);
	if (row->why)
		rq_put(o, "problem", rq_problem_object(rq->arena, row->why, rq->lang));
	return o;
}

static int put_warning(struct rq *rq, struct json_object *o, const struct act_reassign *r,
		       struct cw_err *err)
{
	struct json_object *list = rq_array();
	struct db_absence a;
	bool away;

	rq_put(o, "warnings", list);
	if (act_away(rq, r->agency, r->to, &a, &away, err))
		return -1;
	if (away)
		rq_push(list, case_away_json(rq, &a));
	return 0;
}

static int answer(struct rq *rq, const struct act_reassign *r, struct cw_err *err)
{
	struct json_object *o = rq_obj(), *items = rq_array();
	int count[3] = { 0 };

	for (size_t i = 0; i < r->n; i++) {
		count[r->rows[i].result]++;
		rq_push(items, row_json(rq, &r->rows[i]));
	}
	rq_put_id(o, "to_user_id", r->to);
	rq_put_int(o, "reassigned", count[ACT_REASSIGNED]);
	rq_put_int(o, "unchanged", count[ACT_UNCHANGED]);
	rq_put_int(o, "refused", count[ACT_NOT_REASSIGNED]);
	rq_put_bool(o, "more", r->more);
	rq_put(o, "items", items);
	if (put_warning(rq, o, r, err)) {
		json_object_put(o);
		return -1;
	}
	return rq_json(rq, 200, o, err);
}

static int bulk_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct bulk_args *in = arg;
	const struct case_args *cases = in->cases.items;
	struct act_reassign r = {
		.from = in->from, .to = in->to, .reason = in->reason, .n = in->cases.n
	};

	if (check_right(rq, in, &r.agency, err))
		return -1;
	r.rows = cw_alloc_n(rq->arena, r.n ? r.n : 1, sizeof(*r.rows));
	if (!r.rows)
		return cw_fail_memory(err);
	for (size_t i = 0; i < r.n; i++)
		r.rows[i] = (struct act_reassign_row){ .case_id = cases[i].id,
						       .version = (uint64_t)cases[i].version };
	return act_reassign_all(rq, &r, err) || answer(rq, &r, err) ? -1 : 0;
}

int api_reassign(struct rq *rq, struct cw_err *err)
{
	struct bulk_args in = { 0 };

	return rq_body(rq, bulk_fields, &in, err) || check_body(&in, err) ||
			       act_run(rq, bulk_tx, &in, err)
		       ? -1
		       : 0;
}
