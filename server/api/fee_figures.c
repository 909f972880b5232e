/* What an agency reads of its fees: refunds that wait, and the figures of a year (R-FEE-8). */
#include "server/api/case_acts.h"
#include "server/api/fee.h"
#include "server/api/page.h"

static const char *const statuses[] = { "due", "approved", "paid", "refused", "dropped", NULL };

struct list_args {
	uint64_t agency;
	int status;
	struct page page;
};
static const struct rq_field list_fields[] = {
	{ "agency", RQ_ID, offsetof(struct list_args, agency) },
	{ "status", RQ_CHOICE, offsetof(struct list_args, status), .choices = statuses },
	PAGE_FIELDS(struct list_args, page),
	{ 0 }
};

int api_refund_list(struct rq *rq, struct cw_err *err)
{
	struct list_args in = { .status = -1 };
	struct db_refund *rows;
	struct json_object *items;
	uint64_t agency;
	size_t n;

	page_init(&in.page);
	if (rq_params(rq, list_fields, &in, err) || page_start(&in.page, err) ||
	    case_pick_agency(rq, in.agency, &agency, err) ||
	    db_refund_list_agency(rq->db, rq->arena, agency,
				  in.status < 0 ? NULL : statuses[in.status], in.page.key[0],
				  (unsigned)in.page.limit + 1, &rows, &n, err))
		return -1;
	page_cut(&in.page, &n);
	items = rq_array();
	for (size_t i = 0; i < n; i++)
		rq_push(items, fee_refund_json(rq, &rows[i], false));
	if (n)
		in.page.next[0] = rows[n - 1].id;
	return page_reply(rq, &in.page, items, err);
}

struct figures_args {
	uint64_t agency;
	int year;
};
static const struct rq_field figures_fields[] = {
	{ "agency", RQ_ID, offsetof(struct figures_args, agency) },
	{ "year", RQ_INT, offsetof(struct figures_args, year), .required = true, .min = 2019,
	  .max = 2099 },
	{ 0 }
};

int api_fee_figures(struct rq *rq, struct cw_err *err)
{
	struct figures_args in = { 0 };
	struct db_fee_figures f;
	struct json_object *o;
	uint64_t agency;

	if (rq_params(rq, figures_fields, &in, err) ||
	    case_pick_agency(rq, in.agency, &agency, err) ||
	    db_fee_figures_get(rq->db, rq->arena, agency, cw_day_of(in.year, 1, 1),
			       cw_day_of(in.year, 12, 31), &f, err))
		return -1;
	o = rq_obj();
	rq_put_id(o, "agency_id", agency);
	rq_put_int(o, "year", in.year);
	rq_put_int(o, "notices", f.notices);
	rq_put_int(o, "not_charged", f.not_charged);
	fee_put_money(rq->arena, o, "billed", f.billed);
	rq_put_int(o, "payments", f.payments);
	fee_put_money(rq->arena, o, "received", f.received);
	fee_put_money(rq->arena, o, "waived", f.waived);
	fee_put_money(rq->arena, o, "cancelled", f.cancelled);
	rq_put_int(o, "refunds", f.refunds);
	fee_put_money(rq->arena, o, "refunded", f.refunded);
	return rq_json(rq, 200, o, err);
}
