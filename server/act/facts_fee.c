/* What guards read of correction notices, fees and lapses (R-CLOCK-4, R-CLOCK-5, part 6). */
#include <string.h>

#include "server/act/facts.h"

/* A period that runs from a recorded receipt; without one it cannot end. */
static void await(struct act *x, cw_day received_on, cw_day last)
{
	x->c.notice_received = received_on != CW_DAY_NONE;
	x->waits_until = last;
	x->c.lapse_due = x->c.notice_received && last < x->rq->today;
}

int facts_correction(struct act *x, struct cw_err *err)
{
	struct db_correction *k = &x->correction;

	if (!act_has(x, DB_HAS_CORRECTION))
		return 0;
	if (db_correction_find(x->rq->db, x->rq->arena, x->d.id, x->d.handling, k,
			       &x->has_correction, err))
		return -1;
	x->c.corrected = x->has_correction && k->answered_on != CW_DAY_NONE;
	x->about.corrected_in_time = x->c.corrected;
	if (x->c.state == CW_STATE_AWAITING_CORRECTION && x->has_correction) {
		x->c.correction_open = true;
		await(x, k->received_on, k->answer_by);
	}
	return 0;
}

int facts_fee_work(struct act *x, enum cw_fee_method method, int64_t quantity,
		   struct db_fee_place *place, int64_t *before, struct cw_fee *out,
		   struct cw_err *err)
{
	struct rq *rq = x->rq;
	int64_t requests;

	*before = 0;
	if (method == CW_FEE_BY_ITEM) {
		if (db_fee_place_get(rq->db, rq->arena, &x->d, place, err) ||
		    db_fee_before_get(rq->db, rq->arena, place, before, &requests, err))
			return -1;
		quantity = place->units;
	}
	return cw_fee_compute(rq->arena, method, *before, quantity, out, err);
}

/* By item the draft can come to nothing, which the head should see before sending it. */
static int work_draft(struct act *x, struct cw_err *err)
{
	struct db_fee *f = &x->fee_draft;
	struct db_fee_place place;
	struct cw_fee fee;
	int method = cw_fee_method_of(f->method);

	if (method < 0)
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	if (facts_fee_work(x, (enum cw_fee_method)method, f->quantity, &place, &f->units_before,
			   &fee, err))
		return -1;
	if (method == CW_FEE_BY_ITEM) {
		f->quantity = place.units;
		f->month = place.from;
	}
	f->amount = fee.amount;
	x->c.fee_free = fee.amount == 0;
	return 0;
}

/* A draft, and a notice with which an earlier handling ended unpaid, are nothing to this one: what is
 * owed is asked for anew (R-OUT-7).  A paid one stands for the request (R-FEE-2). */
static void take(struct act *x, const struct db_fee *f)
{
	const bool now = f->handling == x->d.handling;

	if (strcmp(f->status, "draft") == 0 && now) {
		x->fee_draft = *f;
		x->has_fee_draft = true;
	} else if (strcmp(f->status, "sent") == 0 || strcmp(f->status, "paid") == 0 ||
		   (strcmp(f->status, "ended") == 0 && now)) {
		x->fee = *f;
		x->has_fee = true;
	}
}

/* Money that is owed back and not paid out yet (R-FEE-8). */
static int load_refunds(struct act *x, struct cw_err *err)
{
	struct db_refund *rows;
	size_t n;

	if (!act_has(x, DB_HAS_REFUND))
		return 0;
	if (db_refund_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		x->c.refund_open |= strcmp(rows[i].status, "due") == 0 ||
				    strcmp(rows[i].status, "approved") == 0;
	return 0;
}

int facts_fee(struct act *x, struct cw_err *err)
{
	struct cw_reply reply = act_reply(x);
	struct db_fee *rows = NULL;
	size_t n = 0;

	if (act_has(x, DB_HAS_FEE_NOTICE) &&
	    db_fee_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	if (load_refunds(x, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		take(x, &rows[i]);
	x->c.fee_noticed = x->has_fee;
	x->c.fee_drafted = x->has_fee_draft;
	x->c.fee_by_page = x->has_fee_draft && strcmp(x->fee_draft.method, "by_page") == 0;
	/* Copies, not on-site reading alone (费5). */
	x->c.by_page_ok = cw_reply_releases(&reply) && strcmp(x->d.ways, "on_site") != 0;
	if (x->c.state == CW_STATE_AWAITING_PAYMENT && x->has_fee) {
		x->c.fee_open = true;
		await(x, x->fee.received_on, x->fee.pay_by);
	}
	return x->has_fee_draft && x->c.state == CW_STATE_INVESTIGATING ? work_draft(x, err) : 0;
}

int facts_lapse(struct act *x, struct cw_err *err)
{
	if (!act_has(x, DB_HAS_LAPSE))
		return 0;
	if (db_lapse_list(x->rq->db, x->rq->arena, x->d.id, &x->lapses, &x->n_lapses, err))
		return -1;
	for (size_t i = 0; i < x->n_lapses; i++) {
		const struct db_lapse *l = &x->lapses[i];

		x->c.lapse_letter |= strcmp(l->status, "made") == 0;
		/* Later handlings change no outcome of the case, but can lapse too. */
		if (x->c.state == CW_STATE_ENDED && strcmp(l->status, "served") == 0 &&
		    l->handling == x->d.handling)
			x->c.ended_as = (enum cw_outcome)cw_outcome_of(l->outcome);
	}
	return 0;
}

/* ---- Ends. */

int facts_lapse_overtaken(struct act *x, struct cw_err *err)
{
	for (size_t i = 0; i < x->n_lapses; i++) {
		struct db_lapse *l = &x->lapses[i];

		if (strcmp(l->status, "made") != 0)
			continue;
		l->status = "overtaken";
		if (db_lapse_save(x->rq->db, l, err) ||
		    db_deadline_end(x->rq->db, x->d.id, l->handling, "serve_lapse", l->id, "void",
				    err))
			return -1;
	}
	x->c.lapse_letter = false;
	return 0;
}

int facts_fee_ends(struct act *x, struct cw_err *err)
{
	struct db_refund back = { .case_id = x->d.id,
				  .agency_id = x->d.agency_id,
				  .notice_id = x->fee.id,
				  .amount = x->fee.paid,
				  .cause = "ended",
				  .status = "due", /* by itself: nobody asks for it */
				  .asked_on = x->facts.on };

	if (x->act != CW_ACT_LAPSE_SERVE && facts_lapse_overtaken(x, err))
		return -1;
	if (!x->has_fee || strcmp(x->fee.status, "sent") != 0)
		return 0;
	x->fee.status = "ended";
	if (db_fee_save(x->rq->db, &x->fee, err))
		return -1;
	return back.amount ? db_refund_add(x->rq->db, &back, err) : 0;
}
