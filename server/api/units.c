/* Units (件) that a request is split into (R-REQ-8): they are counted for fees (费 4). */
#include "db/stop.h"
#include "server/api/case_acts.h"

struct unit_args {
	const char *description;
};
struct split_args {
	struct rq_list units; /* of struct unit_args */
	const char *reason;
};
static const struct rq_field unit_fields[] = { { "description", RQ_STRING,
						 offsetof(struct unit_args, description),
						 .required = true, .min = 1, .max = 1000 },
					       { 0 } };
static const struct rq_field split_fields[] = {
	{ "units", RQ_LIST, offsetof(struct split_args, units), .required = true, .min = 1,
	  .max = 200, .sub = unit_fields, .sub_size = sizeof(struct unit_args) },
	{ "reason", RQ_STRING, offsetof(struct split_args, reason), .required = true, .min = 2,
	  .max = 500 },
	{ 0 }
};

static int add_units(struct act *x, const struct split_args *in, struct cw_err *err)
{
	const struct unit_args *units = in->units.items;

	for (size_t i = 0; i < in->units.n; i++) {
		struct db_unit u = { .seq = x->d.seq,
				     .no = (int)i + 1,
				     .description = units[i].description };

		if (db_unit_add(x->rq->db, x->d.id, &u, err))
			return -1;
	}
	return 0;
}

static int split_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct split_args *in = arg;
	struct json_object *detail;
	struct act x;

	if (case_open(&x, rq, CW_ACT_SPLIT, err))
		return -1;
	x.facts.has_reason = true;
	if (act_decide(&x, CW_ACT_SPLIT, err))
		return -1;
	detail = rq_obj();
	rq_put_int(detail, "units_before", x.d.units);
	rq_put_int(detail, "units", (int64_t)in->units.n);
	rq_put_str(detail, "reason", in->reason);
	x.d.units = (int)in->units.n;
	if (act_finish(&x, detail, err) || db_docket_save_units(rq->db, &x.d, err) ||
	    add_units(&x, in, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 201, err);
}

int api_case_split(struct rq *rq, struct cw_err *err)
{
	struct split_args in = { 0 };

	return rq_body(rq, split_fields, &in, err) || act_run(rq, split_tx, &in, err) ? -1 : 0;
}

int case_units_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct db_unit *rows;
	size_t n;

	if (db_unit_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct json_object *r = rq_obj();

		rq_put_int(r, "no", rows[i].no);
		rq_put_str(r, "description", rows[i].description);
		rq_push(list, r);
	}
	return 0;
}
