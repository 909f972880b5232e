#include "tests/sim/sim.h"

#include <limits.h>
#include <string.h>

#define NEVER	 INT_MAX
#define NO_SENSE "*"

struct consultation {
	unsigned long id;
	int sent, received, end, ended; /* end: of its period, the last day excluded at most */
};
struct stop {
	int from, to; /* from the day it was learnt up to, not with, the day it goes on; or NEVER */
};

enum phase { BEFORE, RUNNING, WAIT_CORRECTION, WAIT_PAYMENT, ENDED };
enum ending { BY_REPLY, BY_WITHDRAWAL, BY_LAPSE_OF_CORRECTION, BY_LAPSE_OF_PAYMENT };

struct sim {
	const struct walk *w;
	struct sim_settings set;
	enum phase phase;
	enum ending ending;
	int ended_on, due_then, days_late;
	/* the case */
	int receipt, handling, handling_start;
	bool correction_sent, corrected; /* in this handling */
	bool may_correct, may_extend;
	int order_days, order_until; /* what the order gave; NEVER: no order by date */
	bool case_extended;
	int fee_notices;
	/* the reply period */
	int period, start, extension, delayed_to;
	int fewer;     /* working days that an earlier day, told before, takes off (R-DAY-4) */
	int passed_on; /* the last day had passed when it came into force on this day */
	bool period_extended;
	/* what the case waits for */
	int wait_until, notice_on;
	bool complete; /* what a lapsed case waited for has come since */
	bool stopped;
	struct stop stops[SIM_EVENTS];
	size_t n_stops;
	struct consultation asked[SIM_EVENTS];
	size_t n_asked;
	/* A new calendar is still to come: acts of these days were judged by the old one. */
	bool old_calendar;
};

/* ---- One day. */

static bool stopped_on(const struct sim *s, int day)
{
	for (size_t i = 0; i < s->n_stops; i++)
		if (s->stops[i].from <= day && day < s->stops[i].to)
			return true;
	return false;
}

/* The first and the last day that a consultation keeps out of the count (R-CLOCK-3). */
static int asked_from(const struct sim *s, const struct consultation *c)
{
	return (s->set.pause_from_received && c->received != NEVER ? c->received : c->sent) + 1;
}

static int asked_to(const struct consultation *c)
{
	return c->ended < c->end ? c->ended : c->end;
}

static bool asking_on(const struct sim *s, int day)
{
	for (size_t i = 0; i < s->n_asked; i++)
		if (asked_from(s, &s->asked[i]) <= day && day <= asked_to(&s->asked[i]))
			return true;
	return false;
}

static bool counts(const struct sim *s, int day)
{
	return s->w->days[day].worked && !stopped_on(s, day) && !asking_on(s, day);
}

/* ---- The reply period, day by day. */

static int nth_day(const struct sim *s, int start, int n)
{
	int counted = 0;

	for (int day = start + 1; day < s->w->n; day++)
		if (counts(s, day) && ++counted == n)
			return day;
	return NEVER;
}

/* R-DAY-5: a last day on a day off moves to the next working day. */
static int worked_from(const struct sim *s, int day)
{
	while (!s->w->days[day].worked)
		day++;
	return day;
}

/* The last day of the running period, whatever the case waits for: "as if never sent" (R-FEE-10)
 * needs it too. */
static int last_day(const struct sim *s)
{
	if (s->delayed_to != NEVER)
		return s->delayed_to;
	if (s->order_until != NEVER)
		return worked_from(s, s->order_until);
	return nth_day(s, s->start, s->order_days + s->extension - s->fewer);
}

/* The day on which the reply is due: not one that a cancelled notice or a new calendar has put into
 * the past (R-FEE-10, R-DAY-4). */
static int due_day(const struct sim *s)
{
	int last = last_day(s);

	return s->passed_on != NEVER && last < s->passed_on ? walk_after(s->w, s->passed_on, 1)
							    : last;
}

static void begin_period(struct sim *s, int start)
{
	s->phase = RUNNING;
	s->period++;
	s->start = start;
	s->extension = 0;
	s->period_extended = false;
	s->delayed_to = s->passed_on = NEVER;
	s->fewer = 0;
	s->wait_until = WALK_NONE;
	s->complete = false;
}

static void begin_handling(struct sim *s, int start, int days, int until)
{
	if (s->phase != BEFORE)
		s->handling++;
	s->days_late = 0;
	s->may_correct = s->may_extend = s->phase == BEFORE;
	s->period = 0;
	s->correction_sent = s->corrected = false;
	s->handling_start = start;
	s->order_days = days;
	s->order_until = until;
	begin_period(s, start);
}

static void end(struct sim *s, int on, enum ending how)
{
	s->phase = ENDED;
	s->ending = how;
	s->ended_on = on;
	s->due_then = WALK_NONE;
	if (s->stopped) {
		s->stops[s->n_stops - 1].to = on;
		s->stopped = false;
	}
}

/* ---- The events.  Each returns NULL, or the rules that forbid it (NO_SENSE: whichever). */

static const char *received(struct sim *s, const struct sim_event *e)
{
	int start = e->on;

	if (s->phase != BEFORE)
		return NO_SENSE;
	s->receipt = e->on;
	if (s->set.receipt_next_working_day)
		start = worked_from(s, start);
	begin_handling(s, start, 20, NEVER);
	return NULL;
}

/* The 7th working day from the receipt, or from what opened a later handling; never paused. */
static int correction_last(const struct sim *s)
{
	return walk_after(s->w, s->handling == 1 ? s->receipt : s->handling_start, 7);
}

static const char *correction_requested(struct sim *s, const struct sim_event *e)
{
	if (!s->may_correct)
		return "R-OUT-7";
	if (s->phase != RUNNING || s->stopped || s->correction_sent)
		return "R-CLOCK-4 R-OUT-9";
	if (!s->old_calendar && e->on > correction_last(s))
		return "R-CLOCK-4";
	s->phase = WAIT_CORRECTION;
	s->correction_sent = true;
	s->wait_until = e->until;
	return NULL;
}

static const char *corrected(struct sim *s, const struct sim_event *e)
{
	if (s->phase == WAIT_CORRECTION) {
		s->corrected = true;
		begin_period(s, e->on);
		return NULL;
	}
	if (s->phase == ENDED && s->ending == BY_LAPSE_OF_CORRECTION) {
		s->complete = true;
		return NULL;
	}
	/* A supplement changes the text, not the day. */
	return s->corrected && s->phase != ENDED ? NULL : "R-CLOCK-4";
}

static struct consultation *find_asked(struct sim *s, unsigned long id)
{
	for (size_t i = s->n_asked; i-- > 0;)
		if (s->asked[i].id == id)
			return &s->asked[i];
	return NULL;
}

static const char *consultation_sent(struct sim *s, const struct sim_event *e)
{
	struct consultation *same = find_asked(s, e->id);

	/* The name can be used again once the first is over. */
	if (same && asked_to(same) >= e->on)
		return NO_SENSE;
	if (s->phase != RUNNING || s->stopped)
		return "R-CLOCK-3 R-ASK-1 R-OUT-9";
	s->asked[s->n_asked++] = (struct consultation){
		.id = e->id,
		.sent = e->on,
		.received = NEVER,
		.end = e->until != WALK_NONE ? e->until : walk_after(s->w, e->on, 15),
		.ended = NEVER,
	};
	return NULL;
}

static const char *consultation_received(struct sim *s, const struct sim_event *e)
{
	struct consultation *c = find_asked(s, e->id);

	if (!c || c->received != NEVER || c->ended != NEVER)
		return NO_SENSE;
	c->received = e->on;
	c->end = e->until != WALK_NONE ? e->until : walk_after(s->w, e->on, 15);
	return NULL;
}

static const char *consultation_ended(struct sim *s, const struct sim_event *e)
{
	struct consultation *c = find_asked(s, e->id);

	if (!c || c->ended != NEVER)
		return NO_SENSE;
	c->ended = e->on;
	return NULL;
}

static const char *extended(struct sim *s, const struct sim_event *e)
{
	if (e->working_days < 1 || e->working_days > 20)
		return "R-CLOCK-2";
	if (s->phase != RUNNING || s->stopped)
		return "R-CLOCK-2 R-OUT-9";
	if (!s->may_extend)
		return "R-OUT-7";
	if (s->delayed_to != NEVER)
		return "R-CLOCK-6";
	if (s->set.extension_per_case ? s->case_extended : s->period_extended)
		return "R-CLOCK-2";
	if (!s->old_calendar && e->on > last_day(s))
		return "R-CLOCK-2 R-CLOCK-12";
	s->case_extended = s->period_extended = true;
	s->extension = e->working_days;
	return NULL;
}

static const char *fee_notified(struct sim *s, const struct sim_event *e)
{
	if (s->phase != RUNNING || s->stopped)
		return "R-FEE-5 R-OUT-9";
	if (!s->old_calendar && e->on > last_day(s))
		return "R-FEE-5 R-CLOCK-12";
	s->phase = WAIT_PAYMENT;
	s->notice_on = e->on;
	s->wait_until = e->until;
	s->fee_notices++;
	return NULL;
}

static const char *fee_cancelled(struct sim *s, const struct sim_event *e)
{
	if (s->phase != WAIT_PAYMENT)
		return "R-FEE-10";
	s->phase = RUNNING;
	s->wait_until = WALK_NONE;
	if (last_day(s) < e->on)
		s->passed_on = e->on;
	return NULL;
}

static const char *fee_paid(struct sim *s, const struct sim_event *e)
{
	if (s->phase == WAIT_PAYMENT || (s->phase == RUNNING && s->fee_notices == 0))
		begin_period(s, e->on);
	else if (s->phase == ENDED && s->ending == BY_LAPSE_OF_PAYMENT)
		s->complete = true;
	/* Else too late or not owed: paid back, without effect (R-FEE-8). */
	return NULL;
}

static const char *delayed(struct sim *s, const struct sim_event *e)
{
	if (e->until == WALK_NONE)
		return NO_SENSE;
	if (s->phase != RUNNING || s->stopped || s->delayed_to != NEVER)
		return "R-CLOCK-6 R-OUT-9";
	if (!s->old_calendar && e->on >= last_day(s))
		return "R-CLOCK-6 R-CLOCK-12";
	if (e->until <= nth_day(s, s->start, s->order_days + 20))
		return "R-CLOCK-6";
	s->delayed_to = e->until;
	return NULL;
}

static const char *lapsed(struct sim *s, const struct sim_event *e)
{
	if (s->stopped)
		return "R-OUT-9";
	if (s->phase == WAIT_CORRECTION) {
		/* Without a recorded receipt the period cannot end (R-CLOCK-5). */
		if (s->wait_until == WALK_NONE || e->on <= s->wait_until)
			return "R-CLOCK-5";
		end(s, e->on, BY_LAPSE_OF_CORRECTION);
		return NULL;
	}
	if (s->phase == WAIT_PAYMENT) {
		/* 20 working days from the receipt, which is not before the notice (R-FEE-6). */
		if (e->on <= (s->wait_until != WALK_NONE ? s->wait_until
							 : walk_after(s->w, s->notice_on, 20)))
			return "R-FEE-6";
		end(s, e->on, BY_LAPSE_OF_PAYMENT);
		return NULL;
	}
	return "R-CLOCK-5 R-FEE-6";
}

static const char *reinstated(struct sim *s, const struct sim_event *e)
{
	if (s->phase != ENDED ||
	    (s->ending != BY_LAPSE_OF_CORRECTION && s->ending != BY_LAPSE_OF_PAYMENT))
		return "R-CLOCK-5 R-FEE-6 R-OUT-9";
	if (s->complete || e->complete) {
		s->corrected |= s->ending == BY_LAPSE_OF_CORRECTION;
		begin_period(s, e->on);
	} else {
		s->phase = s->ending == BY_LAPSE_OF_CORRECTION ? WAIT_CORRECTION : WAIT_PAYMENT;
		s->wait_until = e->until;
	}
	return NULL;
}

static const char *stopped(struct sim *s, const struct sim_event *e)
{
	if (s->phase == ENDED || s->stopped)
		return "R-OUT-9";
	s->stopped = true;
	s->stops[s->n_stops++] = (struct stop){ .from = e->on, .to = NEVER };
	return NULL;
}

static const char *resumed(struct sim *s, const struct sim_event *e)
{
	if (!s->stopped)
		return "R-OUT-9";
	s->stopped = false;
	s->stops[s->n_stops - 1].to = e->on;
	return NULL;
}

static const char *ordered(struct sim *s, const struct sim_event *e)
{
	if (s->phase != ENDED)
		return "R-OUT-7";
	if (e->working_days < 0)
		return NO_SENSE;
	begin_handling(s, e->on, e->working_days ? e->working_days : 20,
		       e->until != WALK_NONE ? e->until : NEVER);
	s->may_correct = e->allows_correction;
	s->may_extend = e->allows_extension;
	return NULL;
}

static const char *withdrawn(struct sim *s, const struct sim_event *e)
{
	if (s->phase == ENDED)
		return "R-REQ-9";
	end(s, e->on, BY_WITHDRAWAL);
	return NULL;
}

static const char *replied(struct sim *s, const struct sim_event *e)
{
	int due;

	if (s->phase != RUNNING || s->stopped)
		return "R-CLOCK-9 R-CLOCK-4 R-FEE-6 R-OUT-9";
	due = due_day(s);
	s->days_late = e->on > due ? e->on - due : 0;
	end(s, e->on, BY_REPLY);
	s->due_then = due;
	return NULL;
}

static const char *calendar_changed(struct sim *s, const struct sim_event *e)
{
	int last = last_day(s), fewer = 0;

	if (e->told == WALK_NONE)
		return NO_SENSE;
	if (s->phase != RUNNING || s->stopped)
		return NULL;
	/* The earlier of the two days. */
	for (int day = e->told + 1; day <= last; day++)
		fewer += counts(s, day);
	s->fewer += fewer;
	if (e->told >= e->on && last_day(s) < e->on)
		s->passed_on = e->on;
	return NULL;
}

static const struct {
	const char *name;
	const char *(*live)(struct sim *, const struct sim_event *);
} types[SIM_TYPES] = {
	[SIM_RECEIVED] = { "received", received },
	[SIM_CORRECTION_REQUESTED] = { "correction_requested", correction_requested },
	[SIM_CORRECTED] = { "corrected", corrected },
	[SIM_CONSULTATION_SENT] = { "consultation_sent", consultation_sent },
	[SIM_CONSULTATION_RECEIVED] = { "consultation_received", consultation_received },
	[SIM_CONSULTATION_ENDED] = { "consultation_ended", consultation_ended },
	[SIM_EXTENDED] = { "extended", extended },
	[SIM_FEE_NOTIFIED] = { "fee_notified", fee_notified },
	[SIM_FEE_CANCELLED] = { "fee_cancelled", fee_cancelled },
	[SIM_FEE_PAID] = { "fee_paid", fee_paid },
	[SIM_DELAYED] = { "delayed", delayed },
	[SIM_LAPSED] = { "lapsed", lapsed },
	[SIM_REINSTATED] = { "reinstated", reinstated },
	[SIM_STOPPED] = { "stopped", stopped },
	[SIM_RESUMED] = { "resumed", resumed },
	[SIM_ORDERED] = { "ordered", ordered },
	[SIM_VOIDED] = { "voided", NULL },
	[SIM_WITHDRAWN] = { "withdrawn", withdrawn },
	[SIM_REPLIED] = { "replied", replied },
	[SIM_CALENDAR_CHANGED] = { "calendar_changed", calendar_changed },
};

const char *sim_type_name(enum sim_type type)
{
	return types[type].name;
}

/* ---- Rectification (R-KEEP-4): which events were never there. */

static bool before(const struct sim_event *a, const struct sim_event *b)
{
	if (a->on != b->on)
		return a->on < b->on;
	if ((a->type == SIM_RECEIVED) != (b->type == SIM_RECEIVED))
		return a->type == SIM_RECEIVED;
	return a->seq < b->seq;
}

static const struct sim_event *target_of(const struct sim_event *events, size_t n,
					 const struct sim_event *e)
{
	for (size_t i = 0; i < n; i++)
		if (events[i].seq == e->target && before(&events[i], e))
			return &events[i];
	return NULL;
}

/* Gone if voided by an event that is not gone itself. */
static bool is_gone(const struct sim_event *events, size_t n, const struct sim_event *e)
{
	for (size_t i = 0; i < n; i++)
		if (events[i].type == SIM_VOIDED && target_of(events, n, &events[i]) == e &&
		    !is_gone(events, n, &events[i]))
			return true;
	return false;
}

static const char *void_events(const struct sim_event *events, size_t n, bool *gone)
{
	for (size_t i = 0; i < n; i++)
		gone[i] = is_gone(events, n, &events[i]);
	for (size_t i = 0; i < n; i++) {
		if (events[i].type != SIM_VOIDED || gone[i])
			continue;
		if (!target_of(events, n, &events[i]))
			return NO_SENSE;
		for (size_t k = 0; k < i; k++)
			if (events[k].type == SIM_VOIDED && !gone[k] &&
			    events[k].target == events[i].target)
				return NO_SENSE;
	}
	return NULL;
}

/* A reply served or a period begun since stands on what was voided. */
static bool stands_on_voided(const struct sim_event *events, size_t n, const struct sim_event *act)
{
	for (size_t i = 0; i < n; i++) {
		const struct sim_event *target;

		if (events[i].type != SIM_VOIDED || is_gone(events, n, &events[i]))
			continue;
		target = target_of(events, n, &events[i]);
		if (before(target, act) && act->seq < events[i].seq)
			return true;
	}
	return false;
}

/* ---- The whole. */

static const char *live(struct sim *s, const struct sim_event *events, size_t n,
			const struct sim_event *e)
{
	int handling = s->handling, period = s->period;
	const char *rule = types[e->type].live(s, e);
	bool begun = handling != s->handling || period != s->period;

	if (rule)
		return rule;
	if (((begun && e->type != SIM_RECEIVED) || e->type == SIM_REPLIED) &&
	    stands_on_voided(events, n, e))
		return "R-KEEP-4";
	return NULL;
}

static void stand(const struct sim *s, int asof, int today, struct sim_result *out)
{
	struct sim now = *s;

	out->ended = s->phase == ENDED;
	out->ended_on = out->ended ? s->ended_on : WALK_NONE;
	out->start = s->start;
	out->handling = s->handling;
	out->period = s->period;
	out->correction_used = s->correction_sent;
	out->extension_used = s->set.extension_per_case ? s->case_extended : s->period_extended;
	out->correction_last =
		s->handling > 1 || s->receipt != WALK_NONE ? correction_last(s) : WALK_NONE;
	out->days_late = s->days_late;
	out->waits_until = WALK_NONE;
	out->due = out->due_if_today = WALK_NONE;
	if (out->ended) {
		out->due = s->due_then;
		out->provisional = out->due != WALK_NONE && s->delayed_to == NEVER &&
				   !s->w->days[out->due].known;
		return;
	}
	if (s->stopped) {
		out->waiting = SIM_STOPPED_STILL;
		return;
	}
	if (s->phase != RUNNING) {
		out->waiting = s->phase == WAIT_CORRECTION ? SIM_FOR_CORRECTION : SIM_FOR_PAYMENT;
		out->waits_until = s->wait_until;
		return;
	}
	out->due = due_day(s);
	out->provisional = s->delayed_to == NEVER && !s->w->days[out->due].known;
	for (size_t i = 0; i < s->n_asked; i++) {
		struct consultation *c = &now.asked[i];

		/* Open, and holding the due day back: not over before the period began, not sent
		 * after its last day (R-CLOCK-12). */
		if (c->ended != NEVER || c->end < asof || c->end <= s->start || c->sent >= out->due)
			continue;
		out->paused = true;
		c->ended = asof;
	}
	if (out->paused && today != WALK_NONE)
		out->due_if_today = due_day(&now);
}

/* Not even received: ordinary post that waits to be confirmed (R-RCPT-3). */
static void nothing_yet(struct sim_result *out)
{
	out->waiting = SIM_FOR_CONFIRMATION;
	out->handling = 1;
	out->due = out->due_if_today = out->waits_until = out->start = WALK_NONE;
	out->ended_on = out->correction_last = WALK_NONE;
}

void sim_run(const struct walk *w, const struct sim_event *events, size_t n,
	     const struct sim_settings *settings, int today, struct sim_result *out)
{
	struct sim s = { .w = w,
			 .set = *settings,
			 .receipt = WALK_NONE,
			 .start = WALK_NONE,
			 .handling = 1,
			 .may_correct = true,
			 .may_extend = true,
			 .wait_until = WALK_NONE };
	bool gone[SIM_EVENTS] = { false };
	int first = NEVER, last = 0;
	unsigned changed = 0;

	memset(out, 0, sizeof(*out));
	if (n == 0) {
		nothing_yet(out);
		return;
	}
	out->refused = true;
	out->rule = void_events(events, n, gone);
	if (out->rule)
		return;
	for (size_t i = 0; i < n; i++) {
		first = events[i].on < first ? events[i].on : first;
		last = events[i].on > last ? events[i].on : last;
		if (events[i].type == SIM_CALENDAR_CHANGED && !gone[i])
			changed++;
		out->rectified |= events[i].type == SIM_VOIDED;
		if (!gone[i] && events[i].until != WALK_NONE && events[i].until < events[i].on)
			out->rule = NO_SENSE;
	}
	if (out->rule)
		return;
	/* Day after day, and on each day a receipt, then all in the order of entry. */
	for (int day = first; day <= last; day++) {
		bool done[SIM_EVENTS] = { false };

		for (;;) {
			const struct sim_event *next = NULL;

			for (size_t i = 0; i < n; i++)
				if (events[i].on == day && !gone[i] && !done[i] &&
				    events[i].type != SIM_VOIDED &&
				    (!next || before(&events[i], next)))
					next = &events[i];
			if (!next)
				break;
			done[next - events] = true;
			changed -= next->type == SIM_CALENDAR_CHANGED;
			s.old_calendar = changed > 0;
			if (s.phase == BEFORE && next->type != SIM_RECEIVED &&
			    next->type != SIM_WITHDRAWN && next->type != SIM_CALENDAR_CHANGED)
				out->rule = NO_SENSE;
			else
				out->rule = live(&s, events, n, next);
			if (out->rule)
				return;
		}
	}
	out->refused = false;
	if (s.phase == BEFORE)
		nothing_yet(out);
	else
		stand(&s, today != WALK_NONE ? today : last, today, out);
}
