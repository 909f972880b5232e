#include "casework/clock.h"

#include <stdio.h>
#include <string.h>

#include "casework/clock_int.h"
#include "casework/constant.h"

const struct cw_clock_settings cw_clock_settings_default = { .pause_from_received = false };

#define ORDER_MAX 1000 /* working days that an order can give */

const char *cw_clock_type_name(enum cw_clock_type type)
{
	return cw_clock_laws[type].name;
}

int cw_clock_type_of(const char *name, size_t len)
{
	for (int t = 0; t < CW_CLOCK_TYPE_MAX; t++)
		if (strlen(cw_clock_laws[t].name) == len &&
		    memcmp(cw_clock_laws[t].name, name, len) == 0)
			return t;
	return -1;
}

/* ---- Events that make no sense: all faults at once. */

static int fault(struct cw_err *err, size_t place, const char *member, enum cw_msg msg)
{
	char pointer[48];

	snprintf(pointer, sizeof(pointer), "/events/%zu/%s", place, member);
	if (msg == CW_MSG_OUT_OF_RANGE)
		return cw_fail_item(err, pointer, msg, "1990-01-01", "2099-12-31", NULL);
	return cw_fail_item(err, pointer, msg, NULL);
}

static const char *until_member(enum cw_clock_type type)
{
	switch (type) {
	case CW_CLOCK_CORRECTION_REQUESTED:
		return "answer_by";
	case CW_CLOCK_CONSULTATION_SENT:
	case CW_CLOCK_CONSULTATION_RECEIVED:
		return "ends_by";
	default:
		return "until";
	}
}

static bool is_day(cw_day day)
{
	return day >= CW_DAY_MIN && day <= CW_DAY_MAX;
}

static int check_until(const struct cw_clock_event *e, size_t place, struct cw_err *err)
{
	const bool changed = e->type == CW_CLOCK_CALENDAR_CHANGED;
	const char *member = until_member(e->type);

	if (e->until == CW_DAY_NONE)
		return e->type == CW_CLOCK_DELAYED || changed
			       ? fault(err, place, member, CW_MSG_REQUIRED)
			       : 0;
	if (!is_day(e->until))
		return fault(err, place, member, CW_MSG_OUT_OF_RANGE);
	if (e->until < e->on && !changed && e->type != CW_CLOCK_LAPSED)
		return fault(err, place, member, CW_MSG_CLOCK_BEFORE_EVENT);
	return 0;
}

static int check_event(const struct cw_clock_event *e, size_t place, struct cw_err *err)
{
	char pointer[48];
	int rc;

	if ((unsigned)e->type >= CW_CLOCK_TYPE_MAX)
		return fault(err, place, "type", CW_MSG_REQUIRED);
	rc = is_day(e->on) ? 0 : fault(err, place, "on", CW_MSG_OUT_OF_RANGE);
	rc |= check_until(e, place, err);
	if (e->type == CW_CLOCK_CALENDAR_CHANGED && !is_day(e->told))
		rc |= fault(err, place, "told", CW_MSG_REQUIRED);
	if (e->type == CW_CLOCK_ORDERED && (e->working_days < 0 || e->working_days > ORDER_MAX)) {
		snprintf(pointer, sizeof(pointer), "/events/%zu/working_days", place);
		rc |= cw_fail_item(err, pointer, CW_MSG_OUT_OF_RANGE, "1", "1000", NULL);
	}
	return rc;
}

/* ---- The history in order. */

/* By day, then as recorded; a receipt is the first thing of its day, also when recorded anew. */
static bool before(const struct cw_clock_event *a, const struct cw_clock_event *b)
{
	if (a->on != b->on)
		return a->on < b->on;
	if ((a->type == CW_CLOCK_RECEIVED) != (b->type == CW_CLOCK_RECEIVED))
		return a->type == CW_CLOCK_RECEIVED;
	return a->seq < b->seq;
}

/* By insertion: histories are short and nearly in order. */
static void sort(struct clock_fold *f, const struct cw_clock_event *events, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t at = i;

		for (; at > 0 && before(&events[i], f->items[at - 1].e); at--)
			f->items[at] = f->items[at - 1];
		f->items[at] = (struct clock_item){ .e = &events[i], .place = i };
	}
	f->n_items = n;
}

static int prepare(struct clock_fold *f, const struct cw_clock_event *events, size_t n)
{
	unsigned types = 0;
	int rc = 0;

	for (size_t i = 0; i < n; i++) {
		rc |= check_event(&events[i], i, f->err);
		types |= 1u << ((unsigned)events[i].type % 32);
	}
	if (rc)
		return -1;
	f->items = cw_alloc_n(f->arena, n, sizeof(*f->items));
	f->pauses = cw_alloc_n(f->arena, n, sizeof(*f->pauses));
	if (!f->items || !f->pauses)
		return cw_fail_memory(f->err);
	sort(f, events, n);
	f->last_on = n ? f->items[n - 1].e->on : CW_DAY_NONE;
	f->voids = types & 1u << CW_CLOCK_VOIDED;
	if (f->voids && cw_clock_mark_voided(f))
		return -1;
	if (types & 1u << CW_CLOCK_CALENDAR_CHANGED)
		for (size_t i = 0; i < n; i++)
			if (f->items[i].e->type == CW_CLOCK_CALENDAR_CHANGED && !f->items[i].voided)
				f->checked_from = i + 1;
	return 0;
}

/* ---- What came out. */

/* The running period: the day, what it would be today, and why. */
static int conclude_running(struct clock_fold *f)
{
	struct cw_clock *out = f->out;
	struct cw_clock_step *s;

	out->due_on = cw_clock_due(f, CW_DAY_NONE);
	if (out->due_on == CW_DAY_NONE)
		return cw_fail_item(f->err, "/events", CW_MSG_CLOCK_TOO_FAR, NULL);
	out->marked = cw_clock_is_late(f);
	out->paused = cw_clock_is_paused(f);
	cw_clock_explain(f, out->due_on);
	if (!out->paused || f->today == CW_DAY_NONE)
		return 0;
	out->due_on_if_ended_today = cw_clock_due(f, f->today);
	s = cw_clock_step(f, CW_MSG_CLOCK_IF_ENDED_TODAY, f->today, "R-CLOCK-3", "条例33");
	s->args[1] = cw_clock_arg_day(f, out->due_on_if_ended_today);
	return 0;
}

static int conclude(struct clock_fold *f)
{
	static const enum cw_clock_waiting waiting[CLOCK_PHASE_MAX] = {
		[CLOCK_BEFORE] = CW_WAITING_CONFIRMATION,
		[CLOCK_CORRECTION] = CW_WAITING_CORRECTION,
		[CLOCK_PAYMENT] = CW_WAITING_PAYMENT,
	};

	f->out->waiting_for = waiting[f->phase];
	if (f->stopped) {
		f->out->waiting_for = CW_WAITING_STOPPED;
		f->out->waits_until = f->stop_until;
	} else if (f->phase == CLOCK_RUNNING && conclude_running(f)) {
		return -1;
	}
	f->out->waits_provisional = f->out->waits_until != CW_DAY_NONE &&
				    cw_calendar_is_provisional(f->cal, f->out->waits_until);
	if (f->no_memory)
		return cw_fail_memory(f->err);
	f->out->steps = f->steps;
	f->out->n_steps = f->n_steps;
	return 0;
}

static const struct cw_clock nothing = { .due_on = CW_DAY_NONE,
					 .due_on_if_ended_today = CW_DAY_NONE,
					 .ended_on = CW_DAY_NONE,
					 .waits_until = CW_DAY_NONE,
					 .period_start = CW_DAY_NONE,
					 .correction_last_day = CW_DAY_NONE,
					 .handling = 1 };

static int fold(struct clock_fold *f, const struct cw_clock_event *events, size_t n)
{
	if (prepare(f, events, n))
		return -1;
	for (f->at = 0; f->at < n; f->at++)
		if (!f->items[f->at].voided && cw_clock_apply(f))
			return -1;
	if (f->voids && cw_clock_check_voided(f))
		return -1;
	return conclude(f);
}

int cw_clock_compute(struct cw_arena *a, const struct cw_clock_event *events, size_t n,
		     const struct cw_calendar *cal, const struct cw_clock_settings *settings,
		     cw_day today, struct cw_clock *out, struct cw_err *err)
{
	struct clock_fold f = { .arena = a,
				.cal = cal,
				.settings = settings,
				.today = today,
				.out = out,
				.err = err,
				.order_days = CW_PERIOD_REPLY };

	*out = nothing;
	if (fold(&f, events, n) == 0)
		return 0;
	if (!f.no_memory)
		return -1;
	/* The refusal would be told with holes. */
	cw_err_clear(err);
	return cw_fail_memory(err);
}

int cw_clock_due_day(struct cw_arena *a, cw_day from, int working_days,
		     const struct cw_calendar *cal, struct cw_clock *out, struct cw_err *err)
{
	struct clock_fold f = {
		.arena = a,
		.cal = cal,
		.settings = &cw_clock_settings_default,
		.today = CW_DAY_NONE,
		.out = out,
		.err = err,
		.phase = CLOCK_RUNNING,
		.period = { .start = from,
			    .working_days = working_days,
			    .fixed = CW_DAY_NONE,
			    .told = CW_DAY_NONE,
			    .back_on = CW_DAY_NONE },
	};

	*out = nothing;
	if (!is_day(from))
		return cw_fail_item(err, "/from", CW_MSG_OUT_OF_RANGE, "1990-01-01", "2099-12-31",
				    NULL);
	if (working_days < 0 || cw_calendar_add(cal, from, working_days) == CW_DAY_NONE)
		return cw_fail_item(err, "/working_days", CW_MSG_CLOCK_TOO_FAR, NULL);
	out->period = 1;
	out->period_start = from;
	cw_clock_step(&f, CW_MSG_CLOCK_START, from, "R-DAY-1", "民法典201");
	return conclude(&f);
}
