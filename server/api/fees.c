/*
 * The fee of a case (信息处理费, R-FEE-1 to R-FEE-5): the estimate, the draft, what a case's JSON
 * shows. The notice: fee_notice.c; payments: payments.c.
 */
#include <string.h>

#include "server/act/facts.h"
#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/api/fee.h"
#include "server/app.h"

static struct calc calc_of(const struct act *x)
{
	return (struct calc){ x->rq->arena, x->rq->calendar, x->rq->lang };
}

/* ---- The estimate: both methods side by side, and the requests that the units are counted from.
 */

#define COUNTED 100

static int put_counted(struct act *x, const struct db_fee_place *place, struct json_object *o,
		       struct cw_err *err)
{
	struct json_object *list = rq_array();
	struct db_fee_counted *rows;
	size_t n;

	rq_put(o, "counted", list);
	if (db_fee_before_list(x->rq->db, x->rq->arena, place, COUNTED, &rows, &n, err))
		return -1;
	for (size_t i = n; i > 0; i--) {
		const struct db_fee_counted *r = &rows[i - 1];
		struct json_object *row = rq_obj();

		rq_put_str(row, "number", r->number);
		rq_put_day(row, "received_on", r->received_on);
		rq_put_time(row, "registered_at", r->registered_at);
		rq_put_int(row, "units", r->units);
		rq_push(list, row);
	}
	return 0;
}

static void put_month(struct act *x, struct json_object *o, cw_day month)
{
	char text[CW_DAY_TEXT];

	rq_put_str(o, "month",
		   month == CW_DAY_NONE
			   ? NULL
			   : cw_printf(x->rq->arena, "%.7s", cw_day_text(month, text)));
}

/* METHOD with its tiers worked out. */
static int put_work(struct act *x, struct json_object *o, const char *name,
		    const struct calc_fee *in, struct cw_err *err)
{
	const struct calc calc = calc_of(x);
	struct json_object *fee = calc_fee(&calc, in, err);

	if (!fee)
		return -1;
	rq_put(o, name, fee);
	return 0;
}

struct estimate_args {
	int pages;
};
static const struct rq_field estimate_fields[] = { { "pages", RQ_INT,
						     offsetof(struct estimate_args, pages),
						     .min = 0, .max = CW_FEE_UNITS_MAX },
						   { 0 } };

static int estimate(struct act *x, const struct estimate_args *in, struct json_object *o,
		    struct cw_err *err)
{
	struct calc_fee by_item = calc_fee_default, by_page = calc_fee_default;
	struct db_fee_place place;
	int64_t before, requests;

	if (db_fee_place_get(x->rq->db, x->rq->arena, &x->d, &place, err) ||
	    db_fee_before_get(x->rq->db, x->rq->arena, &place, &before, &requests, err))
		return -1;
	put_month(x, o, place.from);
	rq_put_int(o, "units", place.units);
	rq_put_int(o, "units_before", before);
	rq_put_int(o, "requests_before", requests);
	by_item.method = CW_FEE_BY_ITEM;
	by_item.units = (int)place.units;
	by_item.units_before = (int)before;
	by_page.method = CW_FEE_BY_PAGE;
	by_page.pages = in->pages;
	rq_put_bool(o, "by_page_possible", x->c.by_page_ok);
	rq_put_msg(x->rq->arena, o, "principle", CW_MSG_FEE_PRINCIPLE, NULL, x->rq->lang);
	if (put_counted(x, &place, o, err) || put_work(x, o, "by_item", &by_item, err))
		return -1;
	if (in->pages < 0) {
		rq_put(o, "by_page", NULL);
		return 0;
	}
	rq_put_int(o, "pages", in->pages);
	return put_work(x, o, "by_page", &by_page, err);
}

int api_case_fee_estimate(struct rq *rq, struct cw_err *err)
{
	struct estimate_args in = { .pages = -1 };
	struct json_object *o;
	struct act x;
	uint64_t id;

	if (rq_params(rq, estimate_fields, &in, err) || admin_id(rq, 0, &id, err) ||
	    act_view(&x, rq, id, err))
		return -1;
	o = rq_obj();
	if (estimate(&x, &in, o, err)) {
		json_object_put(o);
		return -1;
	}
	return rq_json(rq, 200, o, err);
}

/* ---- The draft, by the caseworker; or that nothing is charged. */

enum { BY_ITEM, BY_PAGE, NO_CHARGE };
static const char *const choices[] = { "by_item", "by_page", "none", NULL };

struct draft_args {
	int method, pages;
	const char *reason, *how_to_pay;
};
static const struct rq_field draft_fields[] = {
	{ "method", RQ_CHOICE, offsetof(struct draft_args, method), .required = true,
	  .choices = choices },
	{ "pages", RQ_INT, offsetof(struct draft_args, pages), .min = 1, .max = CW_FEE_UNITS_MAX },
	{ "reason", RQ_STRING, offsetof(struct draft_args, reason), .required = true, .min = 2,
	  .max = 1000 },
	{ "how_to_pay", RQ_STRING, offsetof(struct draft_args, how_to_pay), .min = 2, .max = 500 },
	{ 0 }
};

static int check_draft(const struct draft_args *in, struct cw_err *err)
{
	if (in->method == BY_PAGE && !in->pages)
		cw_fail_item(err, "/pages", CW_MSG_REQUIRED, NULL);
	if (in->method != BY_PAGE && in->pages)
		cw_fail_item(err, "/pages", CW_MSG_NOT_WITH_METHOD, choices[in->method], NULL);
	if (in->method != NO_CHARGE && !in->how_to_pay)
		cw_fail_item(err, "/how_to_pay", CW_MSG_REQUIRED, NULL);
	return err->code == CW_OK ? 0 : -1;
}

static int save_draft(struct act *x, const struct draft_args *in, struct cw_err *err)
{
	struct db_fee f = { .case_id = x->d.id,
			    .agency_id = x->d.agency_id,
			    .handling = x->d.handling,
			    .status = "draft",
			    .method = in->method == NO_CHARGE ? NULL : choices[in->method],
			    .quantity = in->pages,
			    .month = CW_DAY_NONE,
			    .reason = in->reason,
			    .how_to_pay = in->how_to_pay,
			    .drafted_by = x->rq->who.user,
			    .drafted_on = x->facts.on,
			    .sent_on = CW_DAY_NONE,
			    .received_on = CW_DAY_NONE,
			    .pay_by = CW_DAY_NONE,
			    .decided_on = CW_DAY_NONE };

	if (db_fee_draft(x->rq->db, &f, err))
		return -1;
	if (in->method != NO_CHARGE)
		return 0;
	/* Decided: what was drafted before is set aside with it. */
	f.status = "not_charged";
	f.decided_by = x->rq->who.user;
	f.decided_on = x->facts.on;
	return db_fee_save(x->rq->db, &f, err);
}

static int draft_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct draft_args *in = arg;
	struct json_object *detail;
	struct act x;

	if (case_open(&x, rq, CW_ACT_FEE_DRAFT, err))
		return -1;
	x.c.fee_by_page = in->method == BY_PAGE;
	if (act_decide(&x, CW_ACT_FEE_DRAFT, err) || save_draft(&x, in, err))
		return -1;
	detail = rq_obj();
	rq_put_str(detail, "method", choices[in->method]);
	if (in->pages)
		rq_put_int(detail, "pages", in->pages);
	rq_put_str(detail, "reason", in->reason);
	if (act_finish(&x, detail, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 201, err);
}

int api_fee_draft(struct rq *rq, struct cw_err *err)
{
	struct draft_args in = { 0 };

	return rq_body(rq, draft_fields, &in, err) || check_draft(&in, err) ||
			       act_run(rq, draft_tx, &in, err)
		       ? -1
		       : 0;
}

/* ---- The draft goes back to who drafted it. */

struct return_args {
	const char *remarks;
};
static const struct rq_field return_fields[] = { { "remarks", RQ_STRING,
						   offsetof(struct return_args, remarks),
						   .required = true, .min = 2, .max = 1000 },
						 { 0 } };

static int return_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct return_args *in = arg;
	struct json_object *detail;
	struct act x;

	if (case_open(&x, rq, CW_ACT_FEE_RETURN, err))
		return -1;
	x.facts.has_reason = true;
	if (act_decide(&x, CW_ACT_FEE_RETURN, err))
		return -1;
	x.fee_draft.status = "returned";
	x.fee_draft.decided_by = rq->who.user;
	x.fee_draft.decided_on = x.facts.on;
	x.fee_draft.decision_reason = in->remarks;
	if (db_fee_save(rq->db, &x.fee_draft, err))
		return -1;
	detail = rq_obj();
	rq_put_id(detail, "fee_notice", x.fee_draft.id);
	rq_put_str(detail, "remarks", in->remarks);
	if (act_finish(&x, detail, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_fee_return(struct rq *rq, struct cw_err *err)
{
	struct return_args in = { 0 };

	return rq_body(rq, return_fields, &in, err) || act_run(rq, return_tx, &in, err) ? -1 : 0;
}

/* ---- The notices of a case. */

static int put_tiers(struct act *x, const struct db_fee *f, struct json_object *o,
		     struct cw_err *err)
{
	const struct calc calc = calc_of(x);
	struct calc_fee in = calc_fee_default;
	struct json_object *fee, *steps;

	in.method = cw_fee_method_of(f->method);
	if (in.method == CW_FEE_BY_ITEM) {
		in.units = (int)f->quantity;
		in.units_before = (int)f->units_before;
	} else {
		in.pages = (int)f->quantity;
	}
	fee = calc_fee(&calc, &in, err);
	if (!fee)
		return -1;
	if (json_object_object_get_ex(fee, "steps", &steps))
		rq_put(o, "steps", json_object_get(steps));
	json_object_put(fee);
	return 0;
}

static void put_inside(struct act *x, const struct db_fee *f, struct json_object *o)
{
	if (x->roles & CW_ROLE_BIT(CW_ROLE_APPLICANT))
		return;
	rq_put_id(o, "drafted_by", f->drafted_by);
	rq_put_day(o, "drafted_on", f->drafted_on);
	rq_put_id(o, "sent_by", f->sent_by);
	rq_put_str(o, "proof", f->proof);
	rq_put_str(o, "receipt_proof", f->receipt_proof);
	rq_put_id(o, "decided_by", f->decided_by);
}

static int notice_json(struct act *x, const struct db_fee *f, struct json_object *o,
		       struct cw_err *err)
{
	rq_put_id(o, "id", f->id);
	rq_put_int(o, "handling", f->handling);
	rq_put_str(o, "status", f->status);
	rq_put_str(o, "method", f->method);
	rq_put_str(o, "reason", f->reason);
	if (f->method) {
		rq_put_int(o, "quantity", f->quantity);
		rq_put_int(o, "units_before", f->units_before);
		put_month(x, o, f->month);
		fee_put_money(x->rq->arena, o, "amount", f->amount);
		fee_put_money(x->rq->arena, o, "paid", f->paid);
		fee_put_money(x->rq->arena, o, "left",
			      strcmp(f->status, "sent") == 0 ? f->amount - f->paid : 0);
		rq_put_str(o, "how_to_pay", f->how_to_pay);
	}
	rq_put_str(o, "way", f->way);
	rq_put_day(o, "sent_on", f->sent_on);
	rq_put_day(o, "received_on", f->received_on);
	case_put_last_day(x, o, "pay_by", f->pay_by);
	rq_put_id(o, "letter_id", f->letter_id);
	rq_put_day(o, "decided_on", f->decided_on);
	rq_put_str(o, "decision_reason", f->decision_reason);
	rq_put_id(o, "decision_letter_id", f->decision_letter_id);
	put_inside(x, f, o);
	return f->method ? put_tiers(x, f, o, err) : 0;
}

int case_fees_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	const bool own = x->roles & CW_ROLE_BIT(CW_ROLE_APPLICANT);
	struct db_fee *rows;
	size_t n;

	if (db_fee_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		const bool draft = strcmp(rows[i].status, "draft") == 0;
		struct json_object *o;

		if (own && rows[i].sent_on == CW_DAY_NONE)
			continue;
		o = rq_obj();
		rq_push(list, o);
		if (notice_json(x, draft && x->has_fee_draft ? &x->fee_draft : &rows[i], o, err))
			return -1;
	}
	return 0;
}
