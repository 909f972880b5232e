/* Events that end a case or take it up again, stop it, or mend what was recorded. */
#include "casework/clock_int.h"
#include "casework/constant.h"

/* ---- Ends, and what undoes them. */

/* The days of a stop: from the one on which the office learns it up to, and without, the one on
 * which the case goes on (R-OUT-9). */
static void end_stop(struct clock_fold *f, cw_day on)
{
	f->stopped = false;
	for (size_t i = 0; i < f->n_pauses; i++) {
		struct clock_pause *p = &f->pauses[i];

		if (p->stop && p->open) {
			p->open = false;
			p->to = on - 1;
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

int cw_clock_on_lapsed(struct clock_fold *f, const struct cw_clock_event *e)
{
	const bool fee = f->phase == CLOCK_PAYMENT;
	const char *rule = fee ? "R-FEE-6" : "R-CLOCK-5", *article = fee ? "费6" : "条例30";
	const cw_day last = e->until > f->no_lapse_until ? e->until : f->no_lapse_until;
	struct cw_clock_step *s;

	if (f->phase == CLOCK_RUNNING)
		return cw_clock_refuse(f, CW_MSG_CLOCK_NOTHING_AWAITED);
	/* Without a recorded receipt of the notice its period has no end, and so no lapse
	 * (R-CLOCK-5).  The last day stands on the notice, or on the lapse where the receipt was
	 * recorded in between; that cannot shorten what the notice gave.  CW_DAY_NONE is before
	 * every day. */
	if (cw_clock_checks_days(f) && (last == CW_DAY_NONE || e->on <= last))
		return cw_clock_refuse_by(f, CW_MSG_LAW_NOT_LAPSED, rule, article, NULL);
	f->lapsed = f->phase;
	f->complete = false;
	end(f, e, CLOCK_LAPSED);
	s = cw_clock_tell(f, fee ? CW_MSG_CLOCK_LAPSED_PAYMENT : CW_MSG_CLOCK_LAPSED_CORRECTION, e);
	s->rule = rule;
	s->article = article;
	return 0;
}

int cw_clock_on_reinstated(struct clock_fold *f, const struct cw_clock_event *e)
{
	if (f->phase != CLOCK_LAPSED)
		return cw_clock_refuse(f, CW_MSG_LAW_NOT_REINSTATABLE);
	go_on(f);
	if (f->complete || (e->id & CW_CLOCK_COMPLETE)) {
		f->answered |= f->lapsed == CLOCK_CORRECTION;
		cw_clock_open(f, e->on, CW_MSG_CLOCK_REINSTATED, e);
	} else {
		cw_clock_wait(f, f->lapsed, e->until);
		cw_clock_tell(f,
			      f->lapsed == CLOCK_PAYMENT ? CW_MSG_CLOCK_REINSTATED_PAYMENT
							 : CW_MSG_CLOCK_REINSTATED_CORRECTION,
			      e);
	}
	/* What ended unpaid ended by the rules on fees, and is taken up again by them. */
	if (f->lapsed == CLOCK_PAYMENT && f->n_steps > 0)
		f->steps[f->n_steps - 1].article = "费6";
	return 0;
}

/* Nobody is asked any more: that day is the last that a consultation excludes (R-REQ-9, R-CLOCK-3), also
 * when an order opens the case again. */
static void call_off(struct clock_fold *f, cw_day on)
{
	for (size_t i = 0; i < f->n_pauses; i++) {
		struct clock_pause *p = &f->pauses[i];

		if (p->stop || !p->open)
			continue;
		p->open = false;
		p->called_off = true;
		p->to = on < p->to ? on : p->to;
	}
}

int cw_clock_on_withdrawn(struct clock_fold *f, const struct cw_clock_event *e)
{
	call_off(f, e->on);
	end(f, e, CLOCK_WITHDRAWN);
	cw_clock_tell(f, CW_MSG_CLOCK_WITHDRAWN, e);
	return 0;
}

/* Never refused for being late (R-CLOCK-12). */
int cw_clock_on_replied(struct clock_fold *f, const struct cw_clock_event *e)
{
	cw_day due;

	if (f->phase == CLOCK_CORRECTION)
		return cw_clock_refuse_by(f, CW_MSG_LAW_FROM_AWAITING_CORRECTION, "R-CLOCK-4",
					  "条例30", NULL);
	if (f->phase == CLOCK_PAYMENT)
		return cw_clock_refuse_by(f, CW_MSG_LAW_FROM_AWAITING_PAYMENT, "R-FEE-6", "费6",
					  NULL);
	due = cw_clock_due(f, CW_DAY_NONE);
	if (due == CW_DAY_NONE)
		return cw_clock_too_far(f);
	f->out->marked = cw_clock_is_late(f);
	cw_clock_explain(f, due);
	f->out->due_on = due;
	f->out->days_late = e->on > due ? e->on - due : 0;
	end(f, e, CLOCK_REPLIED);
	if (f->out->days_late) {
		struct cw_clock_step *s = cw_clock_tell(f, CW_MSG_CLOCK_REPLIED_LATE, e);

		s->args[1] = cw_clock_arg_day(f, due);
		s->args[2] = cw_clock_arg_number(f, f->out->days_late);
	} else {
		cw_clock_tell(f, CW_MSG_CLOCK_REPLIED, e);
	}
	return 0;
}

/* A new handling of the same case (R-OUT-7). */
int cw_clock_on_ordered(struct clock_fold *f, const struct cw_clock_event *e)
{
	if (!f->out->ended)
		return cw_clock_refuse(f, CW_MSG_CLOCK_ORDER_TOO_EARLY);
	go_on(f);
	f->out->due_on = CW_DAY_NONE;
	f->out->provisional = false;
	f->out->handling++;
	f->out->period = 0;
	f->out->corrected_used = f->answered = false;
	f->out->correction_last_day = cw_calendar_add(f->cal, e->on, CW_PERIOD_CORRECTION_NOTICE);
	f->allows = e->id;
	f->order_days = e->working_days ? e->working_days : CW_PERIOD_ORDERED_REPLY;
	f->order_length = e->until != CW_DAY_NONE ? e->until - e->on : 0;
	cw_clock_open(f, e->on, CW_MSG_CLOCK_ORDERED, e);
	return 0;
}

/* ---- Stops (R-OUT-9). */

int cw_clock_on_stopped(struct clock_fold *f, const struct cw_clock_event *e)
{
	if (f->stopped)
		return cw_clock_refuse(f, CW_MSG_LAW_STOPPED);
	f->stopped = true;
	cw_clock_pause_add(f,
			   (struct clock_pause){
				   .from = e->on, .to = CW_DAY_MAX, .stop = true, .open = true });
	f->stop_until = e->until;
	cw_clock_tell(f, CW_MSG_CLOCK_STOPPED, e);
	return 0;
}

int cw_clock_on_resumed(struct clock_fold *f, const struct cw_clock_event *e)
{
	if (!f->stopped)
		return cw_clock_refuse(f, CW_MSG_LAW_NOT_STOPPED);
	end_stop(f, e->on);
	cw_clock_tell(f, CW_MSG_CLOCK_RESUMED, e);
	return 0;
}

/* ---- Rectification (R-KEEP-4) and changes of the calendar (R-DAY-4). */

int cw_clock_on_voided(struct clock_fold *f, const struct cw_clock_event *e)
{
	const struct clock_item *target = f->items;
	char ref[CW_MSG_REF], *title;
	struct cw_clock_step *s;

	while (target->e->seq != e->target)
		target++;
	title = cw_strdup(f->arena, cw_msg_ref(cw_clock_laws[target->e->type].title, ref));
	f->no_memory |= !title;
	s = cw_clock_tell_day(f, CW_MSG_CLOCK_VOIDED, e, target->e->on);
	s->args[2] = title;
	return 0;
}

/* The earlier of the day told and the new one, which the calendar gives, is worked to; a day that
 * the change alone has put into the past becomes the next working day, or the day told if that is
 * earlier.  A delayed day is a day of the calendar and stays. */
int cw_clock_on_calendar_changed(struct clock_fold *f, const struct cw_clock_event *e)
{
	struct clock_period *p = &f->period;
	struct cw_clock_step *s;
	cw_day now;

	if (f->phase != CLOCK_RUNNING || f->stopped || f->out->delayed) {
		cw_clock_tell(f, CW_MSG_CLOCK_CALENDAR_CHANGED_IDLE, e);
		return 0;
	}
	now = cw_clock_counted(f);
	p->told = e->told;
	p->told_extension = p->extension;
	for (size_t i = 0; i < f->n_pauses; i++) {
		f->pauses[i].then_from = f->pauses[i].from;
		f->pauses[i].then_to = f->pauses[i].to;
	}
	if (now >= e->on || e->told < e->on) {
		s = cw_clock_tell_day(f, CW_MSG_CLOCK_CALENDAR_CHANGED, e, e->told);
		s->args[2] = cw_clock_arg_day(f, e->until);
		return 0;
	}
	p->back_on = e->on;
	p->floor = cw_calendar_add(f->cal, e->on, 1);
	p->floor = e->told < p->floor ? e->told : p->floor;
	p->by_fee = false;
	s = cw_clock_tell_day(f, CW_MSG_CLOCK_CALENDAR_CHANGED_PAST, e, e->told);
	s->args[2] = cw_clock_arg_day(f, p->floor);
	return 0;
}
