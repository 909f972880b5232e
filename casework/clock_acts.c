/* Events that open a period, pause it, make it longer or let it stand still. */
#include "casework/clock_int.h"
#include "casework/constant.h"

int cw_clock_on_received(struct clock_fold *f, const struct cw_clock_event *e)
{
	cw_day start = e->on;

	if (f->settings->receipt_next_working_day)
		start = cw_calendar_on_or_after(f->cal, e->on);
	cw_clock_open(f, start, CW_MSG_CLOCK_RECEIVED, e);
	/* The setting moves the start day only (R-RCPT-6). */
	f->out->correction_last_day = cw_calendar_add(f->cal, e->on, CW_PERIOD_CORRECTION_NOTICE);
	if (start != e->on)
		cw_clock_tell_day(f, CW_MSG_CLOCK_RECEIVED_REST_DAY, e, start)->rule = "R-RCPT-6";
	return 0;
}

/* ---- Correction (R-CLOCK-4). */

int cw_clock_on_correction_requested(struct clock_fold *f, const struct cw_clock_event *e)
{
	const cw_day last = f->out->correction_last_day;

	if (f->out->handling > 1 && !(f->allows & CW_CLOCK_ALLOWS_CORRECTION))
		return cw_clock_refuse_by(f, CW_MSG_LAW_ORDER_NO_CORRECTION, "R-OUT-7", "条例30",
					  NULL);
	if (f->out->corrected_used)
		return cw_clock_refuse(f, CW_MSG_LAW_CORRECTION_ONCE);
	if (cw_clock_checks_days(f) && e->on > last)
		return cw_clock_refuse_by(f, CW_MSG_LAW_CORRECTION_TOO_LATE, "R-CLOCK-4", "条例30",
					  cw_clock_arg_day(f, last));
	f->out->corrected_used = true;
	cw_clock_wait(f, CLOCK_CORRECTION, e->until);
	if (e->until == CW_DAY_NONE)
		cw_clock_tell(f, CW_MSG_CLOCK_CORRECTION_REQUESTED, e);
	else
		cw_clock_tell_day(f, CW_MSG_CLOCK_CORRECTION_REQUESTED_BY, e, e->until);
	return 0;
}

int cw_clock_on_corrected(struct clock_fold *f, const struct cw_clock_event *e)
{
	if (f->phase == CLOCK_CORRECTION) {
		cw_clock_open(f, e->on, CW_MSG_CLOCK_CORRECTED, e);
		f->answered = true;
	} else if (f->phase == CLOCK_LAPSED && f->lapsed == CLOCK_CORRECTION) {
		f->complete = f->answered = true;
		cw_clock_tell(f, CW_MSG_CLOCK_CORRECTED_AFTER_LAPSE, e);
	} else if (f->phase == CLOCK_RUNNING || f->phase == CLOCK_PAYMENT) {
		if (!f->answered)
			return cw_clock_refuse(f, CW_MSG_CLOCK_NOT_ASKED);
		cw_clock_tell(f, CW_MSG_CLOCK_SUPPLEMENT, e);
	} else {
		return cw_clock_refuse_phase(f);
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

/* The same, or the latest of that id if the case has called it off. */
static struct clock_pause *awaited_consultation(struct clock_fold *f, uint64_t id)
{
	struct clock_pause *p = open_consultation(f, id);

	for (size_t i = f->n_pauses; !p && i > 0; i--)
		if (!f->pauses[i - 1].stop && f->pauses[i - 1].id == id)
			return f->pauses[i - 1].called_off ? &f->pauses[i - 1] : NULL;
	return p;
}

static cw_day consultation_limit(const struct clock_fold *f, const struct cw_clock_event *e)
{
	const int days = e->working_days > 0 ? e->working_days : CW_PERIOD_CONSULTATION;

	return e->until != CW_DAY_NONE ? e->until : cw_calendar_add(f->cal, e->on, days);
}

int cw_clock_on_consultation_sent(struct clock_fold *f, const struct cw_clock_event *e)
{
	const struct clock_pause *same = open_consultation(f, e->id);
	const cw_day last = cw_clock_last(f);
	struct clock_pause p = { .from = e->on + 1,
				 .to = consultation_limit(f, e),
				 .sent = e->on,
				 .id = e->id,
				 .open = true };

	/* One that nobody ended has ended with its period. */
	if (same && same->to >= e->on)
		return cw_clock_fault(f, "/id", CW_MSG_CLOCK_SAME_CONSULTATION);
	if (p.to == CW_DAY_NONE)
		return cw_clock_too_far(f);
	cw_clock_pause_add(f, p);
	if (last != CW_DAY_NONE && e->on > last) {
		cw_clock_tell_day(f, CW_MSG_CLOCK_CONSULTATION_SENT_LATE, e, last)->rule =
			"R-CLOCK-12";
	} else {
		cw_clock_tell_day(f, CW_MSG_CLOCK_CONSULTATION_SENT, e, p.to);
	}
	return 0;
}

/* Its period runs from the receipt; until that is recorded it is reckoned from the letter's day. */
int cw_clock_on_consultation_received(struct clock_fold *f, const struct cw_clock_event *e)
{
	struct clock_pause *p = awaited_consultation(f, e->id);

	if (!p)
		return cw_clock_refuse(f, CW_MSG_LAW_NO_CONSULTATION_OPEN);
	if (p->receipt)
		return cw_clock_refuse(f, CW_MSG_CLOCK_RECEIPT_KNOWN);
	p->receipt = true;
	if (p->open)
		p->to = consultation_limit(f, e);
	if (p->to == CW_DAY_NONE)
		return cw_clock_too_far(f);
	cw_clock_tell_day(f, CW_MSG_CLOCK_CONSULTATION_RECEIVED, e, p->to);
	if (f->settings->pause_from_received) {
		p->from = e->on + 1;
		cw_clock_pause_moved(f, p);
	}
	return 0;
}

int cw_clock_on_consultation_ended(struct clock_fold *f, const struct cw_clock_event *e)
{
	struct clock_pause *p = awaited_consultation(f, e->id);

	if (!p)
		return cw_clock_refuse(f, CW_MSG_LAW_NO_CONSULTATION_OPEN);
	p->open = p->called_off = false;
	if (e->on > p->to) { /* a later opinion excludes nothing */
		cw_clock_tell_day(f, CW_MSG_CLOCK_CONSULTATION_ENDED_LATE, e, p->to);
	} else {
		p->to = e->on;
		cw_clock_tell(f, CW_MSG_CLOCK_CONSULTATION_ENDED, e);
	}
	return 0;
}

/* ---- Extension (R-CLOCK-2) and delayed day (R-CLOCK-6). */

int cw_clock_on_extended(struct clock_fold *f, const struct cw_clock_event *e)
{
	if (e->working_days < 1 || e->working_days > CW_PERIOD_EXTENSION_MAX)
		return cw_clock_refuse(f, CW_MSG_LAW_EXTENSION_DAYS);
	if (f->out->handling > 1 && !(f->allows & CW_CLOCK_ALLOWS_EXTENSION))
		return cw_clock_refuse_by(f, CW_MSG_LAW_ORDER_NO_EXTENSION, "R-OUT-7", "条例33",
					  NULL);
	if (f->out->delayed)
		return cw_clock_refuse_by(f, CW_MSG_LAW_DELAYED_ONCE, "R-CLOCK-6", "条例35", NULL);
	if (f->out->extension_used)
		return cw_clock_refuse(f, CW_MSG_LAW_EXTENSION_ONCE);
	if (cw_clock_in_period(f, e))
		return -1;
	f->period.extension = e->working_days;
	f->out->extension_used = true;
	cw_clock_tell_number(f, CW_MSG_CLOCK_EXTENDED, e, e->working_days);
	return 0;
}

/* A day outside the period and a whole extension, set and told before the due day. */
int cw_clock_on_delayed(struct clock_fold *f, const struct cw_clock_event *e)
{
	const cw_day last = cw_clock_last(f),
		     outside = cw_clock_due_extended(f, CW_PERIOD_EXTENSION_MAX);

	if (f->out->delayed)
		return cw_clock_refuse(f, CW_MSG_LAW_DELAYED_ONCE);
	if (cw_clock_in_period(f, e))
		return -1;
	if (cw_clock_checks_days(f) && e->on >= last)
		return cw_clock_refuse_by(f, CW_MSG_LAW_DELAYED_TOO_LATE, "R-CLOCK-6", "条例35",
					  cw_clock_arg_day(f, last));
	if (cw_clock_checks_days(f) && e->until <= outside)
		return cw_clock_refuse_by(f, CW_MSG_CLOCK_DELAYED_TOO_EARLY, "R-CLOCK-6", "条例35",
					  cw_clock_arg_day(f, outside));
	f->out->delayed = true;
	f->period.fixed = e->until;
	f->period.extension = 0;
	f->period.told = f->period.back_on = CW_DAY_NONE;
	cw_clock_tell_day(f, CW_MSG_CLOCK_DELAYED, e, e->until);
	return 0;
}

/* ---- Fees (R-FEE-5 to R-FEE-10, R-CLOCK-7). */

int cw_clock_on_fee_notified(struct clock_fold *f, const struct cw_clock_event *e)
{
	cw_day last;

	if (cw_clock_in_period(f, e))
		return -1;
	f->fee_noticed = true;
	cw_clock_wait(f, CLOCK_PAYMENT, e->until);
	/* The period of 费6 runs from the receipt, which comes no earlier than the notice: no
	 * notice can give less. */
	last = cw_calendar_add(f->cal, e->on, CW_PERIOD_PAYMENT);
	f->no_lapse_until = e->until > last ? e->until : last;
	if (e->until == CW_DAY_NONE)
		cw_clock_tell(f, CW_MSG_CLOCK_FEE_NOTIFIED, e);
	else
		cw_clock_tell_day(f, CW_MSG_CLOCK_FEE_NOTIFIED_BY, e, e->until);
	return 0;
}

/* As if the notice had never been sent; but a day that has passed becomes the next working day. */
int cw_clock_on_fee_cancelled(struct clock_fold *f, const struct cw_clock_event *e)
{
	const cw_day last = cw_clock_last(f);
	struct clock_period *p = &f->period;
	struct cw_clock_step *s;

	if (f->phase != CLOCK_PAYMENT)
		return cw_clock_refuse(f, CW_MSG_LAW_NO_FEE_OPEN);
	cw_clock_wait(f, CLOCK_RUNNING, CW_DAY_NONE);
	if (last == CW_DAY_NONE || last >= e->on) {
		cw_clock_tell(f, CW_MSG_CLOCK_FEE_CANCELLED, e);
		return 0;
	}
	p->back_on = e->on;
	p->floor = cw_calendar_add(f->cal, e->on, 1);
	p->by_fee = true;
	s = cw_clock_tell_day(f, CW_MSG_CLOCK_FEE_CANCELLED_LATE, e, last);
	s->args[2] = cw_clock_arg_day(f, p->floor);
	return 0;
}

/* Without a notice ever: as if one had been sent in time.  What is paid too late or is not owed is
 * paid back and starts nothing (R-FEE-8). */
int cw_clock_on_fee_paid(struct clock_fold *f, const struct cw_clock_event *e)
{
	if (f->phase == CLOCK_PAYMENT) {
		cw_clock_open(f, e->on, CW_MSG_CLOCK_FEE_PAID, e);
	} else if (f->phase == CLOCK_RUNNING && !f->fee_noticed) {
		cw_clock_open(f, e->on, CW_MSG_CLOCK_FEE_PAID_UNNOTICED, e);
	} else if (f->phase == CLOCK_LAPSED && f->lapsed == CLOCK_PAYMENT) {
		f->complete = true;
		cw_clock_tell(f, CW_MSG_CLOCK_FEE_PAID_AFTER_LAPSE, e);
	} else {
		struct cw_clock_step *s = cw_clock_tell(f, CW_MSG_CLOCK_FEE_NOT_OWED, e);

		s->rule = "R-FEE-8";
		s->article = "费8";
	}
	return 0;
}
