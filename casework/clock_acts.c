/* What each type of event does to the clock, and when the law refuses it. */
#include <stdio.h>

#include "casework/clock_int.h"

#define PERIOD		   20 /* working days (条例33) */
#define EXTENSION	   20 /* at most (条例33) */
#define CONSULTATION	   15 /* working days from the receipt (条例32) */
#define CORRECTION_NOTICE  7  /* working days from the receipt (条例30) */
#define PAYMENT		   20 /* working days from the day after the receipt of the notice (费6) */

/* ---- Saying no. */

static int fault(struct clock_fold *f, const char *member, enum cw_msg msg, const char *arg,
		 const char *arg2)
{
	char pointer[32];

	snprintf(pointer, sizeof(pointer), "/events/%zu%s", f->items[f->at].place, member);
	return cw_fail_item(f->err, pointer, msg, arg, arg2, NULL);
}

int cw_clock_refuse(struct clock_fold *f, enum cw_msg msg, const char *rule, const char *article,
		    const char *arg, const char *arg2)
{
	cw_fail_law(f->err, msg, rule, article, arg, arg2, NULL);
	return fault(f, "", msg, arg, arg2);
}

/* No, by the rule of the event's own type. */
static int refuse(struct clock_fold *f, enum cw_msg msg)
{
	const struct clock_law *law = &cw_clock_laws[f->items[f->at].e->type];

	return cw_clock_refuse(f, msg, law->rule, law->article, NULL, NULL);
}

/* What the event needs is not there: perhaps because the record of BASE was voided (R-KEEP-4). */
static int refuse_without(struct clock_fold *f, enum cw_clock_type base, enum cw_msg msg)
{
	char ref[CW_MSG_REF];

	if (f->voided_types & 1u << base)
		return cw_clock_refuse(f, CW_MSG_CLOCK_STANDS_ON_VOIDED, "R-KEEP-4", "条例45",
				       cw_msg_ref(cw_clock_laws[base].title, ref), NULL);
	return refuse(f, msg);
}

static int refuse_phase(struct clock_fold *f)
{
	switch (f->phase) {
	case CLOCK_BEFORE:
		return refuse_without(f, CW_CLOCK_RECEIVED, CW_MSG_CLOCK_NOT_RECEIVED);
	case CLOCK_CORRECTION:
		return refuse(f, CW_MSG_LAW_FROM_AWAITING_CORRECTION);
	case CLOCK_PAYMENT:
		return refuse(f, CW_MSG_LAW_FROM_AWAITING_PAYMENT);
	case CLOCK_REPLIED:
		return refuse(f, CW_MSG_LAW_FROM_REPLIED);
	case CLOCK_LAPSED:
	case CLOCK_WITHDRAWN:
		return refuse(f, CW_MSG_LAW_FROM_ENDED);
	default: /* only a receipt cannot come while the period runs */
		return refuse(f, CW_MSG_CLOCK_RECEIVED_TWICE);
	}
}

/* Days were checked by the calendar of their time before a change of it (R-DAY-4). */
static bool checks_days(const struct clock_fold *f)
{
	return f->at >= f->checked_from;
}

static int too_far(struct clock_fold *f)
{
	return fault(f, "/on", CW_MSG_CLOCK_TOO_FAR, NULL, NULL);
}

/* Nothing revives a period that has run out (R-CLOCK-12). */
static int in_period(struct clock_fold *f, const struct cw_clock_event *e)
{
	const cw_day due = cw_clock_due(f);

	if (due == CW_DAY_NONE)
		return too_far(f);
	if (!checks_days(f) || (e->on <= due && !f->period.ran_out))
		return 0;
	return cw_clock_refuse(f, CW_MSG_LAW_OUT_OF_TIME, "R-CLOCK-12", "条例33",
			       cw_clock_arg_day(f, due), NULL);
}

static struct cw_clock_step *step(struct clock_fold *f, enum cw_msg msg,
				  const struct cw_clock_event *e)
{
	const struct clock_law *law = &cw_clock_laws[e->type];

	return cw_clock_step(f, msg, e->on, law->rule, law->article);
}

static void step_day(struct clock_fold *f, enum cw_msg msg, const struct cw_clock_event *e,
		     cw_day day)
{
	step(f, msg, e)->args[1] = cw_clock_arg_day(f, day);
}

static void step_number(struct clock_fold *f, enum cw_msg msg, const struct cw_clock_event *e, int n)
{
	step(f, msg, e)->args[1] = cw_clock_arg_number(f, n);
}

/* ---- Periods (R-CLOCK-11). */

static void open_period(struct clock_fold *f, cw_day start, int working_days)
{
	f->period = (struct clock_period){ .start = start,
					   .working_days = working_days,
					   .fixed = CW_DAY_NONE,
					   .base = CW_DAY_NONE,
					   .moved = CW_DAY_NONE };
	f->phase = CLOCK_RUNNING;
	f->out->period++;
	f->out->period_start = start;
	f->out->waits_until = CW_DAY_NONE;
	f->out->delayed = f->out->marked = false;
	if (!f->settings->extension_per_case)
		f->out->extension_used = false;
}

static void wait_for(struct clock_fold *f, enum clock_phase phase, cw_day until)
{
	f->phase = phase;
	f->out->waits_until = until;
	f->no_lapse_until = until;
}

/* The counted day is worked to as DAY. */
static void move_due(struct clock_fold *f, cw_day day)
{
	f->period.base = cw_clock_counted(f);
	f->period.moved = day;
}

static int received(struct clock_fold *f, const struct cw_clock_event *e)
{
	cw_day start = e->on;

	if (f->settings->receipt_next_working_day)
		start = cw_calendar_on_or_after(f->cal, e->on);
	open_period(f, start, PERIOD);
	/* Only the start day moves (R-RCPT-6). */
	f->out->correction_last_day = cw_calendar_add(f->cal, e->on, CORRECTION_NOTICE);
	if (start == e->on) {
		step_number(f, CW_MSG_CLOCK_RECEIVED, e, PERIOD);
	} else {
		struct cw_clock_step *s = step(f, CW_MSG_CLOCK_RECEIVED_REST_DAY, e);

		s->args[1] = cw_clock_arg_day(f, start);
		s->args[2] = cw_clock_arg_number(f, PERIOD);
		s->rule = "R-RCPT-6";
	}
	return 0;
}

/* ---- Correction (R-CLOCK-4). */

static int correction_requested(struct clock_fold *f, const struct cw_clock_event *e)
{
	const cw_day last = f->out->correction_last_day;

	if (f->out->handling > 1 && !(f->allows & CW_CLOCK_ALLOWS_CORRECTION))
		return cw_clock_refuse(f, CW_MSG_LAW_ORDER_NO_CORRECTION, "R-OUT-7", "条例30", NULL,
				       NULL);
	if (f->out->corrected_used)
		return refuse(f, CW_MSG_LAW_CORRECTION_ONCE);
	if (checks_days(f) && e->on > last)
		return cw_clock_refuse(f, CW_MSG_LAW_CORRECTION_TOO_LATE, "R-CLOCK-4", "条例30",
				       cw_clock_arg_day(f, last), NULL);
	f->out->corrected_used = true;
	wait_for(f, CLOCK_CORRECTION, e->until);
	if (e->until == CW_DAY_NONE)
		step(f, CW_MSG_CLOCK_CORRECTION_REQUESTED, e);
	else
		step_day(f, CW_MSG_CLOCK_CORRECTION_REQUESTED_BY, e, e->until);
	return 0;
}

static int corrected(struct clock_fold *f, const struct cw_clock_event *e)
{
	if (f->phase == CLOCK_CORRECTION) {
		open_period(f, e->on, PERIOD);
		f->answered = true;
		step_number(f, CW_MSG_CLOCK_CORRECTED, e, PERIOD);
	} else if (f->phase == CLOCK_LAPSED && f->lapsed == CLOCK_CORRECTION) {
		f->complete = f->answered = true;
		step(f, CW_MSG_CLOCK_CORRECTED_AFTER_LAPSE, e);
	} else if (f->phase == CLOCK_RUNNING || f->phase == CLOCK_PAYMENT) {
		if (!f->answered)
			return refuse_without(f, CW_CLOCK_CORRECTION_REQUESTED, CW_MSG_CLOCK_NOT_ASKED);
		step(f, CW_MSG_CLOCK_SUPPLEMENT, e);
	} else {
		return refuse_phase(f);
	}
	return 0;
}

/* ---- Consultations (R-CLOCK-3). */

/* The latest open consultation of that id. */
static struct clock_pause *open_consultation(struct clock_fold *f, uint64_t id)
{
	for (size_t i = f->n_pauses; i > 0; i--) {
		struct clock_pause *p = &f->pauses[i - 1];

		if (!p->stop && p->open && p->id == id)
			return p;
	}
	return NULL;
}

static cw_day consultation_limit(const struct clock_fold *f, const struct cw_clock_event *e)
{
	return e->until != CW_DAY_NONE ? e->until : cw_calendar_add(f->cal, e->on, CONSULTATION);
}

static int consultation_sent(struct clock_fold *f, const struct cw_clock_event *e)
{
	const struct clock_pause *same = open_consultation(f, e->id);
	const cw_day due = cw_clock_due(f);
	struct clock_pause p = { .from = e->on + 1,
				 .to = consultation_limit(f, e),
				 .sent = e->on,
				 .id = e->id,
				 .open = true };

	/* One that nobody ended has ended with its period. */
	if (same && same->to >= e->on)
		return fault(f, "/id", CW_MSG_CLOCK_SAME_CONSULTATION, NULL, NULL);
	if (p.to == CW_DAY_NONE)
		return too_far(f);
	cw_clock_pause_add(f, p);
	if (due != CW_DAY_NONE && (e->on > due || f->period.ran_out)) {
		struct cw_clock_step *s = step(f, CW_MSG_CLOCK_CONSULTATION_SENT_LATE, e);

		s->args[1] = cw_clock_arg_day(f, due);
		s->rule = "R-CLOCK-12";
	} else {
		step_day(f, CW_MSG_CLOCK_CONSULTATION_SENT, e, p.to);
	}
	return 0;
}

/* Its period runs from the receipt; until that is recorded it is reckoned from the letter's day. */
static int consultation_received(struct clock_fold *f, const struct cw_clock_event *e)
{
	struct clock_pause *p = open_consultation(f, e->id);

	if (!p)
		return refuse_without(f, CW_CLOCK_CONSULTATION_SENT,
				      CW_MSG_LAW_NO_CONSULTATION_OPEN);
	if (p->receipt)
		return refuse(f, CW_MSG_CLOCK_RECEIPT_KNOWN);
	p->receipt = true;
	p->to = consultation_limit(f, e);
	if (p->to == CW_DAY_NONE)
		return too_far(f);
	step_day(f, CW_MSG_CLOCK_CONSULTATION_RECEIVED, e, p->to);
	if (f->settings->pause_from_received) {
		p->from = e->on + 1;
		cw_clock_pause_moved(f, p);
	}
	return 0;
}

static int consultation_ended(struct clock_fold *f, const struct cw_clock_event *e)
{
	struct clock_pause *p = open_consultation(f, e->id);

	if (!p)
		return refuse_without(f, CW_CLOCK_CONSULTATION_SENT,
				      CW_MSG_LAW_NO_CONSULTATION_OPEN);
	p->open = false;
	if (e->on > p->to) { /* a later opinion excludes nothing */
		step_day(f, CW_MSG_CLOCK_CONSULTATION_ENDED_LATE, e, p->to);
	} else {
		p->to = e->on;
		step(f, CW_MSG_CLOCK_CONSULTATION_ENDED, e);
	}
	return 0;
}

/* ---- Extension (R-CLOCK-2) and delayed day (R-CLOCK-6). */

static int extended(struct clock_fold *f, const struct cw_clock_event *e)
{
	if (f->out->handling > 1 && !(f->allows & CW_CLOCK_ALLOWS_EXTENSION))
		return cw_clock_refuse(f, CW_MSG_LAW_ORDER_NO_EXTENSION, "R-OUT-7", "条例33", NULL,
				       NULL);
	if (f->out->delayed)
		return cw_clock_refuse(f, CW_MSG_LAW_DELAYED_ONCE, "R-CLOCK-6", "条例35", NULL,
				       NULL);
	if (f->out->extension_used)
		return refuse(f, CW_MSG_LAW_EXTENSION_ONCE);
	if (e->working_days < 1 || e->working_days > EXTENSION)
		return refuse(f, CW_MSG_LAW_EXTENSION_DAYS);
	if (in_period(f, e))
		return -1;
	f->period.extension = e->working_days;
	f->out->extension_used = true;
	step_number(f, CW_MSG_CLOCK_EXTENDED, e, e->working_days);
	return 0;
}

/* A day outside the period and a whole extension, set and told before the due day. */
static int delayed(struct clock_fold *f, const struct cw_clock_event *e)
{
	const cw_day due = cw_clock_due(f), outside = cw_clock_due_extended(f, EXTENSION);

	if (f->out->delayed)
		return refuse(f, CW_MSG_LAW_DELAYED_ONCE);
	if (in_period(f, e))
		return -1;
	if (checks_days(f) && e->on >= due)
		return cw_clock_refuse(f, CW_MSG_LAW_DELAYED_TOO_LATE, "R-CLOCK-6", "条例35",
				       cw_clock_arg_day(f, due), NULL);
	if (checks_days(f) && e->until <= outside)
		return cw_clock_refuse(f, CW_MSG_CLOCK_DELAYED_TOO_EARLY, "R-CLOCK-6", "条例35",
				       cw_clock_arg_day(f, outside), NULL);
	f->out->delayed = true;
	f->out->marked = false;
	f->period.fixed = e->until;
	f->period.fixed_from = e->on;
	f->period.extension = 0;
	f->period.base = f->period.moved = CW_DAY_NONE;
	step_day(f, CW_MSG_CLOCK_DELAYED, e, e->until);
	return 0;
}

/* ---- Fees (R-FEE-5 to R-FEE-10, R-CLOCK-7). */

static int fee_notified(struct clock_fold *f, const struct cw_clock_event *e)
{
	if (in_period(f, e))
		return -1;
	f->period.fee_cancelled = false;
	wait_for(f, CLOCK_PAYMENT, e->until);
	/* Its receipt comes no earlier than the notice, and the period runs from the receipt. */
	if (e->until == CW_DAY_NONE)
		f->no_lapse_until = cw_calendar_add(f->cal, e->on, PAYMENT);
	if (e->until == CW_DAY_NONE)
		step(f, CW_MSG_CLOCK_FEE_NOTIFIED, e);
	else
		step_day(f, CW_MSG_CLOCK_FEE_NOTIFIED_BY, e, e->until);
	return 0;
}

/* As if the notice had never been sent.  If that day has passed, the next working day after the
 * cancellation; the period itself has run out all the same. */
static int fee_cancelled(struct clock_fold *f, const struct cw_clock_event *e)
{
	const cw_day due = cw_clock_due(f);
	struct cw_clock_step *s;

	if (f->phase != CLOCK_PAYMENT)
		return refuse_without(f, CW_CLOCK_FEE_NOTIFIED, CW_MSG_LAW_NO_FEE_OPEN);
	f->period.fee_cancelled = true;
	wait_for(f, CLOCK_RUNNING, CW_DAY_NONE);
	if (due == CW_DAY_NONE || due >= e->on) {
		step(f, CW_MSG_CLOCK_FEE_CANCELLED, e);
		return 0;
	}
	move_due(f, cw_calendar_add(f->cal, e->on, 1));
	f->period.ran_out = true;
	f->out->marked = true;
	s = step(f, CW_MSG_CLOCK_FEE_CANCELLED_LATE, e);
	s->args[1] = cw_clock_arg_day(f, due);
	s->args[2] = cw_clock_arg_day(f, f->period.moved);
	return 0;
}

static int fee_paid(struct clock_fold *f, const struct cw_clock_event *e)
{
	const bool noticed = f->phase == CLOCK_PAYMENT;

	if (f->phase == CLOCK_LAPSED) {
		if (f->lapsed != CLOCK_PAYMENT)
			return refuse_phase(f);
		f->complete = true;
		step(f, CW_MSG_CLOCK_FEE_PAID_AFTER_LAPSE, e);
		return 0;
	}
	if (!noticed && f->period.fee_cancelled)
		return cw_clock_refuse(f, CW_MSG_CLOCK_FEE_NOT_OWED, "R-FEE-8", "费8", NULL, NULL);
	open_period(f, e->on, PERIOD);
	step_number(f, noticed ? CW_MSG_CLOCK_FEE_PAID : CW_MSG_CLOCK_FEE_PAID_UNNOTICED, e, PERIOD);
	return 0;
}

/* ---- Ends, and what undoes them. */

/* The days of a stop: from the one on which the office learns it to the one on which the case goes
 * on, like the start day not counted (R-OUT-9). */
static void end_stop(struct clock_fold *f, cw_day on)
{
	f->stopped = false;
	for (size_t i = 0; i < f->n_pauses; i++) {
		struct clock_pause *p = &f->pauses[i];

		if (p->stop && p->open) {
			p->open = false;
			p->to = on;
		}
	}
}

static void end(struct clock_fold *f, const struct cw_clock_event *e, enum clock_phase phase)
{
	f->phase = phase;
	f->out->ended = true;
	f->out->ended_on = e->on;
	f->out->waits_until = CW_DAY_NONE;
	end_stop(f, e->on);
}

static void go_on(struct clock_fold *f)
{
	f->out->ended = false;
	f->out->ended_on = CW_DAY_NONE;
	f->out->days_late = 0;
}

static int lapsed(struct clock_fold *f, const struct cw_clock_event *e)
{
	const bool fee = f->phase == CLOCK_PAYMENT;
	const char *rule = fee ? "R-FEE-6" : "R-CLOCK-5", *article = fee ? "费6" : "条例30";
	struct cw_clock_step *s;

	if (f->phase == CLOCK_RUNNING)
		return refuse_without(f,
				      f->voided_types & 1u << CW_CLOCK_FEE_NOTIFIED
					      ? CW_CLOCK_FEE_NOTIFIED
					      : CW_CLOCK_CORRECTION_REQUESTED,
				      CW_MSG_CLOCK_NOTHING_AWAITED);
	if (checks_days(f) && f->no_lapse_until != CW_DAY_NONE && e->on <= f->no_lapse_until)
		return cw_clock_refuse(f, CW_MSG_LAW_NOT_LAPSED, rule, article, NULL, NULL);
	f->lapsed = f->phase;
	f->complete = false;
	end(f, e, CLOCK_LAPSED);
	s = step(f, fee ? CW_MSG_CLOCK_LAPSED_PAYMENT : CW_MSG_CLOCK_LAPSED_CORRECTION, e);
	s->rule = rule;
	s->article = article;
	return 0;
}

static int reinstated(struct clock_fold *f, const struct cw_clock_event *e)
{
	if (f->phase != CLOCK_LAPSED)
		return refuse_without(f, CW_CLOCK_LAPSED, CW_MSG_LAW_NOT_REINSTATABLE);
	go_on(f);
	if (f->complete || (e->id & CW_CLOCK_COMPLETE)) {
		open_period(f, e->on, PERIOD);
		step_number(f, CW_MSG_CLOCK_REINSTATED, e, PERIOD);
		return 0;
	}
	wait_for(f, f->lapsed, e->until);
	step(f,
	     f->lapsed == CLOCK_PAYMENT ? CW_MSG_CLOCK_REINSTATED_PAYMENT
					: CW_MSG_CLOCK_REINSTATED_CORRECTION,
	     e);
	return 0;
}

static int withdrawn(struct clock_fold *f, const struct cw_clock_event *e)
{
	end(f, e, CLOCK_WITHDRAWN);
	step(f, CW_MSG_CLOCK_WITHDRAWN, e);
	return 0;
}

/* Never refused for being late (R-CLOCK-12). */
static int replied(struct clock_fold *f, const struct cw_clock_event *e)
{
	const cw_day due = cw_clock_due(f);

	if (due == CW_DAY_NONE)
		return too_far(f);
	cw_clock_explain(f, due);
	f->out->due_on = due;
	f->out->days_late = e->on > due ? e->on - due : 0;
	end(f, e, CLOCK_REPLIED);
	if (f->out->days_late) {
		struct cw_clock_step *s = step(f, CW_MSG_CLOCK_REPLIED_LATE, e);

		s->args[1] = cw_clock_arg_day(f, due);
		s->args[2] = cw_clock_arg_number(f, f->out->days_late);
	} else {
		step(f, CW_MSG_CLOCK_REPLIED, e);
	}
	return 0;
}

/* A new handling of the same case (R-OUT-7). */
static int ordered(struct clock_fold *f, const struct cw_clock_event *e)
{
	const int n = e->working_days ? e->working_days : PERIOD;

	if (!f->out->ended)
		return refuse_without(f, CW_CLOCK_REPLIED, CW_MSG_CLOCK_ORDER_TOO_EARLY);
	go_on(f);
	f->out->due_on = CW_DAY_NONE;
	f->out->provisional = false;
	f->out->handling++;
	f->out->period = 0;
	f->out->corrected_used = f->answered = false;
	f->out->correction_last_day = cw_calendar_add(f->cal, e->on, CORRECTION_NOTICE);
	f->allows = e->id;
	open_period(f, e->on, n);
	if (e->until == CW_DAY_NONE) {
		step_number(f, CW_MSG_CLOCK_ORDERED, e, n);
	} else {
		f->period.fixed = e->until;
		f->period.fixed_from = e->on;
		step_day(f, CW_MSG_CLOCK_ORDERED_UNTIL, e, e->until);
	}
	return 0;
}

/* ---- Stops (R-OUT-9). */

static int stopped(struct clock_fold *f, const struct cw_clock_event *e)
{
	if (f->stopped)
		return refuse(f, CW_MSG_LAW_STOPPED);
	f->stopped = true;
	cw_clock_pause_add(f, (struct clock_pause){
				      .from = e->on, .to = CW_DAY_MAX, .stop = true, .open = true });
	f->stop_until = e->until;
	step(f, CW_MSG_CLOCK_STOPPED, e);
	return 0;
}

static int resumed(struct clock_fold *f, const struct cw_clock_event *e)
{
	if (!f->stopped)
		return refuse_without(f, CW_CLOCK_STOPPED, CW_MSG_LAW_NOT_STOPPED);
	end_stop(f, e->on);
	step(f, CW_MSG_CLOCK_RESUMED, e);
	return 0;
}

/* ---- Rectification (R-KEEP-4) and changes of the calendar (R-DAY-4). */

/* What opens a period or ends the case stands on all that was there when it was recorded; a record
 * of the same kind only takes the other's place. */
static const struct cw_clock_event *stands_on(const struct clock_fold *f, size_t target,
					      uint32_t recorded_before)
{
	for (size_t i = target + 1; i < f->at; i++) {
		const struct clock_item *item = &f->items[i];

		if (item->is_base && item->e->seq < recorded_before &&
		    item->e->type != f->items[target].e->type)
			return item->e;
	}
	return NULL;
}

static int voided(struct clock_fold *f, const struct cw_clock_event *e)
{
	const struct cw_clock_event *later;
	struct cw_clock_step *s;
	char ref[CW_MSG_REF];
	const char *title;
	size_t i = 0;

	while (f->items[i].e->seq != e->target)
		i++;
	later = stands_on(f, i, e->seq);
	if (later)
		return cw_clock_refuse(f, CW_MSG_CLOCK_VOIDS_BASE, "R-KEEP-4", "条例45",
				       cw_msg_ref(cw_clock_laws[later->type].title, ref), NULL);
	title = cw_strdup(f->arena, cw_msg_ref(cw_clock_laws[f->items[i].e->type].title, ref));
	f->no_memory |= !title;
	s = step(f, CW_MSG_CLOCK_VOIDED, e);
	s->args[1] = cw_clock_arg_day(f, f->items[i].e->on);
	s->args[2] = title;
	return 0;
}

/* The earlier of the day told and the new one is worked to; a day that the change alone has put
 * into the past becomes the next working day. */
static int calendar_changed(struct clock_fold *f, const struct cw_clock_event *e)
{
	const bool past = e->until < e->on && e->told >= e->on;
	const cw_day then = past ? cw_calendar_add(f->cal, e->on, 1) : e->until;
	struct cw_clock_step *s;

	if (f->phase != CLOCK_RUNNING || f->stopped || f->period.fixed != CW_DAY_NONE) {
		step(f, CW_MSG_CLOCK_CALENDAR_CHANGED_IDLE, e);
		return 0;
	}
	move_due(f, e->told < then ? e->told : then);
	f->out->marked |= past;
	s = step(f, past ? CW_MSG_CLOCK_CALENDAR_CHANGED_PAST : CW_MSG_CLOCK_CALENDAR_CHANGED, e);
	s->args[1] = cw_clock_arg_day(f, e->told);
	s->args[2] = cw_clock_arg_day(f, then);
	return 0;
}

/* ---- The table. */

#define P(phase) (1u << CLOCK_##phase)
#define WAITING	 (P(CORRECTION) | P(PAYMENT))
#define OPEN	 (P(RUNNING) | WAITING)
#define ENDED	 (P(LAPSED) | P(WITHDRAWN) | P(REPLIED))
#define ANY	 (P(BEFORE) | OPEN | ENDED)
#define ROW(type, fn, ...)                                                                         \
	[CW_CLOCK_##type] = { .name = #fn, .title = CW_MSG_CLOCK_TYPE_##type, .apply = fn,         \
			      __VA_ARGS__ }
#define LAW(r, a)    .rule = (r), .article = (a)
#define WHEN(set)    .phases = (set)
#define EVEN_STOPPED .while_stopped = true

const struct clock_law cw_clock_laws[CW_CLOCK_TYPE_MAX] = {
	ROW(RECEIVED, received, LAW("R-CLOCK-11", "条例31"), WHEN(P(BEFORE))),
	ROW(CORRECTION_REQUESTED, correction_requested, LAW("R-CLOCK-4", "条例30"),
	    WHEN(P(RUNNING) | P(CORRECTION))),
	ROW(CORRECTED, corrected, LAW("R-CLOCK-4", "条例30"), WHEN(OPEN | P(LAPSED)), EVEN_STOPPED),
	ROW(CONSULTATION_SENT, consultation_sent, LAW("R-CLOCK-3", "条例33"), WHEN(P(RUNNING))),
	/* Facts about a letter may come in when the case has moved on. */
	ROW(CONSULTATION_RECEIVED, consultation_received, LAW("R-CLOCK-3", "条例33"),
	    WHEN(OPEN | ENDED), EVEN_STOPPED),
	ROW(CONSULTATION_ENDED, consultation_ended, LAW("R-CLOCK-3", "条例33"), WHEN(OPEN | ENDED),
	    EVEN_STOPPED),
	ROW(EXTENDED, extended, LAW("R-CLOCK-2", "条例33"), WHEN(P(RUNNING))),
	ROW(FEE_NOTIFIED, fee_notified, LAW("R-FEE-5", "费6"), WHEN(P(RUNNING))),
	ROW(FEE_CANCELLED, fee_cancelled, LAW("R-FEE-10", "费6"), WHEN(OPEN), EVEN_STOPPED),
	ROW(FEE_PAID, fee_paid, LAW("R-CLOCK-7", "费6"), WHEN(P(RUNNING) | P(PAYMENT) | P(LAPSED)),
	    EVEN_STOPPED),
	ROW(DELAYED, delayed, LAW("R-CLOCK-6", "条例35"), WHEN(P(RUNNING))),
	ROW(LAPSED, lapsed, LAW("R-CLOCK-5", "条例30"), WHEN(OPEN)),
	ROW(REINSTATED, reinstated, LAW("R-CLOCK-5", "条例30"), WHEN(OPEN | ENDED)),
	ROW(STOPPED, stopped, LAW("R-OUT-9", NULL), WHEN(OPEN), EVEN_STOPPED),
	ROW(RESUMED, resumed, LAW("R-OUT-9", NULL), WHEN(OPEN), EVEN_STOPPED),
	ROW(ORDERED, ordered, LAW("R-OUT-7", NULL), WHEN(OPEN | ENDED), EVEN_STOPPED),
	ROW(VOIDED, voided, LAW("R-KEEP-4", "条例45"), WHEN(ANY), EVEN_STOPPED),
	ROW(WITHDRAWN, withdrawn, LAW("R-REQ-9", NULL), WHEN(P(BEFORE) | OPEN), EVEN_STOPPED),
	ROW(REPLIED, replied, LAW("R-CLOCK-9", "条例33"), WHEN(P(RUNNING))),
	ROW(CALENDAR_CHANGED, calendar_changed, LAW("R-DAY-4", NULL), WHEN(ANY), EVEN_STOPPED),
};

int cw_clock_apply(struct clock_fold *f)
{
	struct clock_item *item = &f->items[f->at];
	const struct clock_law *law = &cw_clock_laws[item->e->type];
	const int period = f->out->period, handling = f->out->handling;

	if (!(law->phases & 1u << f->phase))
		return refuse_phase(f);
	if (f->stopped && !law->while_stopped)
		return cw_clock_refuse(f, CW_MSG_LAW_STOPPED, "R-OUT-9", NULL, NULL, NULL);
	if (law->apply(f, item->e))
		return -1;
	item->is_base = item->e->type != CW_CLOCK_RECEIVED &&
			(f->out->period != period || f->out->handling != handling ||
			 item->e->type == CW_CLOCK_REPLIED);
	return 0;
}
