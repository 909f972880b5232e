/* Rectification (R-KEEP-4): what is voided, and what may not be. */
#include "casework/clock_int.h"
#include "casework/constant.h"

/* What the rectification at V voids: an event before it; NULL if there is none. */
static struct clock_item *target_of(struct clock_item *items, size_t v)
{
	for (size_t i = 0; i < v; i++)
		if (items[i].e->seq == items[v].e->target)
			return &items[i];
	return NULL;
}

/* The latest rectification first: one that is itself voided voids nothing. */
int cw_clock_mark_voided(struct clock_fold *f)
{
	for (size_t i = f->n_items; i-- > 0;) {
		struct clock_item *item = &f->items[i], *target;

		if (item->e->type != CW_CLOCK_VOIDED || item->voided)
			continue;
		f->at = i;
		target = target_of(f->items, i);
		if (!target)
			return cw_clock_fault(f, "/event", CW_MSG_CLOCK_NO_SUCH_EVENT);
		if (target->voided)
			return cw_clock_refuse(f, CW_MSG_CLOCK_VOIDED_TWICE);
		target->voided = true;
	}
	return 0;
}

const struct cw_clock_event *cw_clock_voided_below(const struct clock_fold *f)
{
	for (size_t i = f->at + 1; i < f->n_items; i++) {
		const struct clock_item *v = &f->items[i], *target;

		if (v->e->type != CW_CLOCK_VOIDED || v->voided ||
		    v->e->seq < f->items[f->at].e->seq)
			continue;
		target = target_of(f->items, i);
		if (target && target < &f->items[f->at])
			return target->e;
	}
	return NULL;
}

/* ---- What stands on the voided event. */

/* Takes into PAST what was recorded before V, with what was voided by then. */
static void take_until(const struct clock_fold *f, const struct cw_clock_event *v,
		       struct clock_fold *past)
{
	past->n_items = 0;
	for (size_t i = 0; i < f->n_items; i++)
		if (f->items[i].e->seq < v->seq)
			past->items[past->n_items++] =
				(struct clock_item){ .e = f->items[i].e, .place = i };
	for (size_t i = past->n_items; i-- > 0;) {
		struct clock_item *target = NULL;

		if (past->items[i].e->type == CW_CLOCK_VOIDED && !past->items[i].voided)
			target = target_of(past->items, i);
		if (target)
			target->voided = true;
	}
}

/* Lives through it: which of its items were replies or began a period then.  They were judged on
 * their day; what makes no sense without an entry that came later did nothing. */
static void live_until(const struct clock_fold *f, const struct cw_clock_event *v,
		       struct clock_fold *past)
{
	past->n_pauses = past->n_steps = 0;
	past->phase = CLOCK_BEFORE;
	past->stopped = past->complete = past->answered = past->fee_noticed = false;
	past->order_days = CW_PERIOD_REPLY;
	past->order_length = 0;
	past->allows = 0;
	*past->out = (struct cw_clock){ .handling = 1 };
	take_until(f, v, past);
	for (past->at = 0; past->at < past->n_items; past->at++) {
		const struct clock_item *item = &past->items[past->at];

		if (!item->voided && item->e->type != CW_CLOCK_VOIDED && cw_clock_apply(past))
			cw_err_clear(past->err);
	}
}

/* A later reply or period, not voided too, as it stood when the rectification at V was entered. */
static const struct cw_clock_event *stands_on(const struct clock_fold *f, size_t v,
					      struct clock_fold *past)
{
	const struct clock_item *target = target_of(f->items, v);

	live_until(f, f->items[v].e, past);
	for (size_t i = 0; i < past->n_items; i++) {
		const struct clock_item *item = &past->items[i];

		if (item->act && &f->items[item->place] > target && !f->items[item->place].voided)
			return item->e;
	}
	return NULL;
}

int cw_clock_check_voided(struct clock_fold *f)
{
	struct clock_fold past = *f;
	char ref[CW_MSG_REF];

	past.items = cw_alloc_n(f->arena, f->n_items, sizeof(*past.items));
	past.pauses = cw_alloc_n(f->arena, f->n_items, sizeof(*past.pauses));
	past.out = cw_alloc(f->arena, sizeof(*past.out));
	past.err = cw_alloc(f->arena, sizeof(*past.err));
	past.steps = NULL;
	past.room = 0;
	past.checked_from = SIZE_MAX;
	if (!past.items || !past.pauses || !past.out || !past.err)
		return cw_fail_memory(f->err);
	cw_err_clear(past.err);
	for (f->at = 0; f->at < f->n_items; f->at++) {
		const struct cw_clock_event *act;

		if (f->items[f->at].e->type != CW_CLOCK_VOIDED || f->items[f->at].voided)
			continue;
		act = stands_on(f, f->at, &past);
		if (past.no_memory)
			return cw_fail_memory(f->err);
		if (act)
			return cw_clock_refuse_by(f, CW_MSG_CLOCK_VOIDS_BASE, "R-KEEP-4", "条例45",
						  cw_msg_ref(cw_clock_laws[act->type].title, ref));
	}
	return 0;
}
