/* What may happen to the clock when and by which rule, and what all types of event share. */
#include <stdio.h>

#include "casework/clock_int.h"

/* ---- Saying no. */

static int fault(struct clock_fold *f, const char *member, enum cw_msg msg, const char *arg)
{
	char pointer[32];

	snprintf(pointer, sizeof(pointer), "/events/%zu%s", f->items[f->at].place, member);
	return cw_fail_item(f->err, pointer, msg, arg, NULL);
}

int cw_clock_fault(struct clock_fold *f, const char *member, enum cw_msg msg)
{
	return fault(f, member, msg, NULL);
}

int cw_clock_refuse_by(struct clock_fold *f, enum cw_msg msg, const char *rule, const char *article,
		       const char *arg)
{
	const struct cw_clock_event *base = NULL;
	char ref[CW_MSG_REF];

	if (f->voids && f->items[f->at].e->type != CW_CLOCK_VOIDED)
		base = cw_clock_voided_below(f);
	/* Then it is the voiding that the law refuses, whatever the item lacks after it. */
	if (base) {
		msg = CW_MSG_CLOCK_STANDS_ON_VOIDED;
		rule = "R-KEEP-4";
		article = "条例45";
		arg = cw_msg_ref(cw_clock_laws[base->type].title, ref);
	}
	cw_fail_law(f->err, msg, rule, article, arg, NULL);
	return fault(f, "", msg, arg);
}

int cw_clock_refuse(struct clock_fold *f, enum cw_msg msg)
{
	const struct clock_law *law = &cw_clock_laws[f->items[f->at].e->type];

	return cw_clock_refuse_by(f, msg, law->rule, law->article, NULL);
}

int cw_clock_refuse_phase(struct clock_fold *f)
{
	switch (f->phase) {
	case CLOCK_BEFORE:
		return cw_clock_refuse(f, CW_MSG_CLOCK_NOT_RECEIVED);
	case CLOCK_CORRECTION:
		return cw_clock_refuse(f, CW_MSG_LAW_FROM_AWAITING_CORRECTION);
	case CLOCK_PAYMENT:
		return cw_clock_refuse(f, CW_MSG_LAW_FROM_AWAITING_PAYMENT);
	case CLOCK_REPLIED:
		return cw_clock_refuse(f, CW_MSG_LAW_FROM_REPLIED);
	case CLOCK_LAPSED:
	case CLOCK_WITHDRAWN:
		return cw_clock_refuse(f, CW_MSG_LAW_FROM_ENDED);
	default: /* only a receipt cannot come while the period runs */
		return cw_clock_refuse(f, CW_MSG_CLOCK_RECEIVED_TWICE);
	}
}

bool cw_clock_checks_days(const struct clock_fold *f)
{
	return f->at >= f->checked_from;
}

int cw_clock_too_far(struct clock_fold *f)
{
	return cw_clock_fault(f, "/on", CW_MSG_CLOCK_TOO_FAR);
}

int cw_clock_in_period(struct clock_fold *f, const struct cw_clock_event *e)
{
	const cw_day last = cw_clock_last(f);

	if (last == CW_DAY_NONE)
		return cw_clock_too_far(f);
	if (!cw_clock_checks_days(f) || e->on <= last)
		return 0;
	return cw_clock_refuse_by(f, CW_MSG_LAW_OUT_OF_TIME, "R-CLOCK-12", "条例33",
				  cw_clock_arg_day(f, last));
}

struct cw_clock_step *cw_clock_tell(struct clock_fold *f, enum cw_msg msg,
				    const struct cw_clock_event *e)
{
	const struct clock_law *law = &cw_clock_laws[e->type];

	return cw_clock_step(f, msg, e->on, law->rule, law->article);
}

struct cw_clock_step *cw_clock_tell_day(struct clock_fold *f, enum cw_msg msg,
					const struct cw_clock_event *e, cw_day day)
{
	struct cw_clock_step *s = cw_clock_tell(f, msg, e);

	s->args[1] = cw_clock_arg_day(f, day);
	return s;
}

void cw_clock_tell_number(struct clock_fold *f, enum cw_msg msg, const struct cw_clock_event *e,
			  int n)
{
	cw_clock_tell(f, msg, e)->args[1] = cw_clock_arg_number(f, n);
}

/* ---- Periods. */

void cw_clock_open(struct clock_fold *f, cw_day start, enum cw_msg msg,
		   const struct cw_clock_event *e)
{
	f->period = (struct clock_period){ .start = start,
					   .working_days = f->order_days,
					   .fixed = f->order_length ? start + f->order_length
								    : CW_DAY_NONE,
					   .told = CW_DAY_NONE,
					   .back_on = CW_DAY_NONE };
	f->phase = CLOCK_RUNNING;
	f->out->period++;
	f->out->period_start = start;
	f->out->waits_until = CW_DAY_NONE;
	f->out->delayed = f->out->marked = false;
	if (!f->settings->extension_per_case)
		f->out->extension_used = false;
	if (f->order_length)
		cw_clock_tell_day(f, CW_MSG_CLOCK_ORDERED_UNTIL, e, f->period.fixed);
	else
		cw_clock_tell_number(f, msg, e, f->order_days);
}

void cw_clock_wait(struct clock_fold *f, enum clock_phase phase, cw_day until)
{
	f->phase = phase;
	f->out->waits_until = until;
	f->no_lapse_until = until;
}

/* ---- The table. */

#define P(phase) (1u << CLOCK_##phase)
#define WAITING	 (P(CORRECTION) | P(PAYMENT))
#define OPEN	 (P(RUNNING) | WAITING)
#define ENDED	 (P(LAPSED) | P(WITHDRAWN) | P(REPLIED))
#define ANY	 (P(BEFORE) | OPEN | ENDED)
#define ROW(type, fn, ...)                                                                         \
	[CW_CLOCK_##type] = { .name = #fn,                                                         \
			      .title = CW_MSG_CLOCK_TYPE_##type,                                   \
			      .apply = cw_clock_on_##fn,                                           \
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
	ROW(FEE_PAID, fee_paid, LAW("R-CLOCK-7", "费6"), WHEN(OPEN | ENDED), EVEN_STOPPED),
	ROW(DELAYED, delayed, LAW("R-CLOCK-6", "条例35"), WHEN(P(RUNNING))),
	ROW(LAPSED, lapsed, LAW("R-CLOCK-5", "条例30"), WHEN(OPEN)),
	ROW(REINSTATED, reinstated, LAW("R-CLOCK-5", "条例30"), WHEN(OPEN | ENDED)),
	ROW(STOPPED, stopped, LAW("R-OUT-9", NULL), WHEN(OPEN), EVEN_STOPPED),
	ROW(RESUMED, resumed, LAW("R-OUT-9", NULL), WHEN(OPEN), EVEN_STOPPED),
	ROW(ORDERED, ordered, LAW("R-OUT-7", NULL), WHEN(OPEN | ENDED), EVEN_STOPPED),
	ROW(VOIDED, voided, LAW("R-KEEP-4", "条例45"), WHEN(ANY), EVEN_STOPPED),
	ROW(WITHDRAWN, withdrawn, LAW("R-REQ-9", NULL), WHEN(P(BEFORE) | OPEN), EVEN_STOPPED),
	ROW(REPLIED, replied, LAW("R-CLOCK-9", "条例33"), WHEN(OPEN)),
	ROW(CALENDAR_CHANGED, calendar_changed, LAW("R-DAY-4", NULL), WHEN(ANY), EVEN_STOPPED),
};

int cw_clock_apply(struct clock_fold *f)
{
	const struct cw_clock_event *e = f->items[f->at].e;
	const struct clock_law *law = &cw_clock_laws[e->type];
	const int period = f->out->period, handling = f->out->handling;

	if (!(law->phases & 1u << f->phase))
		return cw_clock_refuse_phase(f);
	if (f->stopped && !law->while_stopped)
		return cw_clock_refuse_by(f, CW_MSG_LAW_STOPPED, "R-OUT-9", NULL, NULL);
	if (law->apply(f, e))
		return -1;
	f->items[f->at].act = e->type == CW_CLOCK_REPLIED ||
			      (e->type != CW_CLOCK_RECEIVED &&
			       (f->out->period != period || f->out->handling != handling));
	return 0;
}
