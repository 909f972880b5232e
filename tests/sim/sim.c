#include "tests/sim/sim.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#define NEVER	 INT_MAX
#define NO_SENSE "*"

struct consultation {
	unsigned long id;
	int sent, received, end, ended; /* end: of its period, the last day excluded at most */
	bool called_off; /* with the request, and nothing has come of it since */
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
	bool marked_then;
	/* the case */
	int receipt, handling, handling_start;
	bool correction_sent, corrected; /* in this handling */
	bool may_correct, may_extend;
	int order_days, order_length; /* working days; or calendar days, 0 if none */
	bool case_extended;
	int fee_notices;
	/* the reply period */
	int period, start, extension, delayed_to;
	/* As it stood when a calendar changed: the day told (NEVER if none did), and what was in
	 * it. */
	int told, told_extension;
	struct consultation asked_then[SIM_EVENTS];
	size_t n_asked_then;
	struct stop stops_then[SIM_EVENTS];
	size_t n_stops_then;
	int passed_on; /* the last day had passed when it came into force on this day; due instead
			*/
	int instead;
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
	char rules[SIM_RULES]; /* that forbid the history */
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

	if (start == NEVER)
		return NEVER;
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

/* The last day of an order's period in days or months; a stop's days are not of it (R-OUT-9). */
static int order_last(const struct sim *s)
{
	int day = s->start;

	for (int n = s->order_length; n > 0 && day < s->w->n - 1; n--)
		while (stopped_on(s, ++day) && day < s->w->n - 1)
			;
	if (day >= s->w->n - 1)
		return NEVER;
	return worked_from(s, day);
}

/* The N-th day of the count on top of what the period has without an extension. */
static int with_more(const struct sim *s, int n)
{
	if (!s->order_length)
		return nth_day(s, s->start, s->order_days + n);
	return n > 0 ? nth_day(s, order_last(s), n) : order_last(s);
}

/* Beyond which a delayed day lies (R-CLOCK-6). */
static int longest_day(const struct sim *s)
{
	return with_more(s, 20);
}

/* The case with the stops and consultations that there were when the calendar changed. */
static void as_it_was(const struct sim *s, struct sim *then)
{
	*then = *s;
	memcpy(then->asked, s->asked_then, sizeof(then->asked));
	memcpy(then->stops, s->stops_then, sizeof(then->stops));
	then->n_asked = s->n_asked_then;
	then->n_stops = s->n_stops_then;
}

/* Whether DAY is kept out of the count now, and was not then. */
static bool kept_out_since(const struct sim *s, const struct sim *then, int day)
{
	return (stopped_on(s, day) || asking_on(s, day)) && !stopped_on(then, day) &&
	       !asking_on(then, day);
}

/* R-DAY-4: the day that was told, later by what came after the change: by as many days as had
 * counted up to it and are kept out now, itself one of them whatever the new calendar says, and by
 * an extension.  An order's period in days grows by the days of a stop. */
static int told_day(const struct sim *s)
{
	int more = s->extension - s->told_extension, day = s->told;
	struct sim then;

	as_it_was(s, &then);
	for (int d = (s->order_length ? order_last(s) : s->start) + 1; d <= s->told; d++)
		more += (d == s->told || s->w->days[d].worked) && kept_out_since(s, &then, d);
	for (int d = s->start + 1; s->order_length && d <= day && day < s->w->n - 1; d++)
		day += stopped_on(s, d) && kept_out_since(s, &then, d);
	if (day > s->told)
		day = worked_from(s, day);
	return more > 0 ? nth_day(s, day, more) : day;
}

/* The last day of the running period, whatever the case waits for: "as if never sent" (R-FEE-10)
 * needs it too.  After a change of the calendar the earlier of the two days (R-DAY-4). */
static int last_day(const struct sim *s)
{
	int day, told;

	if (s->delayed_to != NEVER)
		return s->delayed_to;
	day = with_more(s, s->extension);
	if (s->told == NEVER || day == NEVER)
		return day;
	told = told_day(s);
	return told < day ? told : day;
}

/* The day on which the reply is due: not one that a cancelled notice or a new calendar has put into
 * the past (R-FEE-10, R-DAY-4). */
static bool is_late(const struct sim *s)
{
	return s->passed_on != NEVER && last_day(s) < s->passed_on;
}

static int due_day(const struct sim *s)
{
	int day = s->instead;

	if (!is_late(s))
		return last_day(s);
	/* The days of a stop are not counted (R-OUT-9). */
	while (stopped_on(s, day))
		day = walk_after(s->w, day, 1);
	return day;
}

/* DAY is the day on which the period came into force again, or otherwise; LATEST: not later. */
static void look_whether_passed(struct sim *s, int day, int latest)
{
	if (last_day(s) >= day)
		return;
	s->passed_on = day;
	s->instead = walk_after(s->w, day, 1);
	if (latest < s->instead)
		s->instead = latest;
}

static void begin_period(struct sim *s, int start)
{
	s->phase = RUNNING;
	s->period++;
	s->start = start;
	s->extension = 0;
	s->period_extended = false;
	s->delayed_to = s->passed_on = s->told = NEVER;
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
	s->order_length = until != NEVER ? until - start : 0;
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

/* ---- The events.  Each names every rule that forbids it, and happens if none does. */

static void forbid(struct sim *s, bool when, const char *rule)
{
	size_t len = strlen(s->rules);

	if (when && !strstr(s->rules, rule))
		snprintf(s->rules + len, sizeof(s->rules) - len, "%s%s", len ? " " : "", rule);
}

/* What an open case that neither waits nor stands still lets happen. */
static bool runs(struct sim *s, const char *rule)
{
	forbid(s, s->phase != RUNNING, rule);
	forbid(s, s->stopped, "R-OUT-9");
	return s->phase == RUNNING;
}

/* After the last day nothing revives the period (R-CLOCK-12).  A day that was kept by the calendar
 * of its time is not judged by a later one. */
static void forbid_late(struct sim *s, int on, int last, const char *rule)
{
	bool late = !s->old_calendar && on > last;

	forbid(s, late, rule);
	forbid(s, late, "R-CLOCK-12");
}

static void received(struct sim *s, const struct sim_event *e)
{
	int start = e->on;

	forbid(s, s->phase != BEFORE, NO_SENSE);
	if (s->rules[0])
		return;
	s->receipt = e->on;
	if (s->set.receipt_next_working_day)
		start = worked_from(s, start);
	begin_handling(s, start, 20, NEVER);
}

/* The 7th working day from the receipt, or from what opened a later handling; never paused. */
static int correction_last(const struct sim *s)
{
	return walk_after(s->w, s->handling == 1 ? s->receipt : s->handling_start, 7);
}

static void correction_requested(struct sim *s, const struct sim_event *e)
{
	runs(s, "R-CLOCK-4");
	forbid(s, !s->may_correct, "R-OUT-7");
	forbid(s, s->correction_sent, "R-CLOCK-4");
	forbid(s, !s->old_calendar && e->on > correction_last(s), "R-CLOCK-4");
	if (s->rules[0])
		return;
	s->phase = WAIT_CORRECTION;
	s->correction_sent = true;
	s->wait_until = e->until;
}

static void corrected(struct sim *s, const struct sim_event *e)
{
	if (s->phase == WAIT_CORRECTION) {
		s->corrected = true;
		begin_period(s, e->on);
	} else if (s->phase == ENDED && s->ending == BY_LAPSE_OF_CORRECTION) {
		s->complete = true;
	} else {
		/* A supplement changes the text, not the day. */
		forbid(s, !s->corrected || s->phase == ENDED, "R-CLOCK-4");
	}
}

/* The last letter of that id: a new one may have it once the one before is over. */
static struct consultation *find_asked(struct sim *s, unsigned long id)
{
	for (size_t i = s->n_asked; i > 0; i--)
		if (s->asked[i - 1].id == id)
			return &s->asked[i - 1];
	return NULL;
}

static void consultation_sent(struct sim *s, const struct sim_event *e)
{
	const struct consultation *same = find_asked(s, e->id);

	runs(s, "R-CLOCK-3");
	forbid(s, same && same->ended == NEVER && same->end >= e->on, NO_SENSE);
	if (s->rules[0])
		return;
	s->asked[s->n_asked++] = (struct consultation){
		.id = e->id,
		.sent = e->on,
		.received = NEVER,
		.end = e->until != WALK_NONE ? e->until : walk_after(s->w, e->on, 15),
		.ended = NEVER,
	};
}

static void consultation_received(struct sim *s, const struct sim_event *e)
{
	struct consultation *c = find_asked(s, e->id);

	forbid(s, !c || c->received != NEVER || (c->ended != NEVER && !c->called_off), NO_SENSE);
	if (s->rules[0])
		return;
	c->received = e->on;
	if (c->called_off)
		return; /* it has ended, whatever period this would begin */
	c->end = e->until != WALK_NONE ? e->until : walk_after(s->w, e->on, 15);
}

static void consultation_ended(struct sim *s, const struct sim_event *e)
{
	struct consultation *c = find_asked(s, e->id);

	forbid(s, !c || (c->ended != NEVER && !c->called_off), NO_SENSE);
	if (s->rules[0])
		return;
	if (!c->called_off)
		c->ended = e->on;
	c->called_off = false; /* a later opinion is kept, and excludes nothing (R-CLOCK-3) */
}

static void extended(struct sim *s, const struct sim_event *e)
{
	forbid(s, e->working_days < 1 || e->working_days > 20, "R-CLOCK-2");
	if (runs(s, "R-CLOCK-2"))
		forbid_late(s, e->on, last_day(s), "R-CLOCK-2");
	forbid(s, !s->may_extend, "R-OUT-7");
	forbid(s, s->delayed_to != NEVER, "R-CLOCK-6");
	forbid(s, s->set.extension_per_case ? s->case_extended : s->period_extended, "R-CLOCK-2");
	if (s->rules[0])
		return;
	s->case_extended = s->period_extended = true;
	s->extension = e->working_days;
}

static void fee_notified(struct sim *s, const struct sim_event *e)
{
	if (runs(s, "R-FEE-5"))
		forbid_late(s, e->on, last_day(s), "R-FEE-5");
	if (s->rules[0])
		return;
	s->phase = WAIT_PAYMENT;
	s->notice_on = e->on;
	s->wait_until = e->until;
	s->fee_notices++;
}

static void fee_cancelled(struct sim *s, const struct sim_event *e)
{
	forbid(s, s->phase != WAIT_PAYMENT, "R-FEE-10");
	if (s->rules[0])
		return;
	s->phase = RUNNING;
	s->wait_until = WALK_NONE;
	look_whether_passed(s, e->on, NEVER);
}

static void fee_paid(struct sim *s, const struct sim_event *e)
{
	if (s->phase == WAIT_PAYMENT || (s->phase == RUNNING && s->fee_notices == 0))
		begin_period(s, e->on);
	else if (s->phase == ENDED && s->ending == BY_LAPSE_OF_PAYMENT)
		s->complete = true;
	/* Else too late or not owed: paid back, without effect (R-FEE-8). */
}

static void delayed(struct sim *s, const struct sim_event *e)
{
	forbid(s, e->until == WALK_NONE, NO_SENSE);
	if (runs(s, "R-CLOCK-6")) {
		/* Told before the due day, for a day outside the 20 + 20. */
		forbid_late(s, e->on + 1, last_day(s), "R-CLOCK-6");
		forbid(s, !s->old_calendar && e->until <= longest_day(s), "R-CLOCK-6");
	}
	forbid(s, s->delayed_to != NEVER, "R-CLOCK-6");
	if (!s->rules[0])
		s->delayed_to = e->until;
}

static void lapsed(struct sim *s, const struct sim_event *e)
{
	/* Without a recorded receipt the period for a correction cannot end (R-CLOCK-5); that for a
	 * payment is 20 working days from the receipt, which is not before the notice (R-FEE-6).
	 * What the notice gave stands. */
	int until = s->wait_until > e->until ? s->wait_until : e->until;
	bool early;

	if (s->phase == WAIT_PAYMENT && s->notice_on != NEVER &&
	    until < walk_after(s->w, s->notice_on, 20))
		until = walk_after(s->w, s->notice_on, 20);
	if (until == WALK_NONE)
		until = NEVER;
	forbid(s, s->stopped, "R-OUT-9");
	early = !s->old_calendar && e->on <= until;
	forbid(s, s->phase != WAIT_PAYMENT && (s->phase != WAIT_CORRECTION || early), "R-CLOCK-5");
	forbid(s, s->phase != WAIT_CORRECTION && (s->phase != WAIT_PAYMENT || early), "R-FEE-6");
	if (!s->rules[0])
		end(s, e->on,
		    s->phase == WAIT_PAYMENT ? BY_LAPSE_OF_PAYMENT : BY_LAPSE_OF_CORRECTION);
}

static void reinstated(struct sim *s, const struct sim_event *e)
{
	bool lapse = s->phase == ENDED &&
		     (s->ending == BY_LAPSE_OF_CORRECTION || s->ending == BY_LAPSE_OF_PAYMENT);

	forbid(s, !lapse, "R-CLOCK-5");
	forbid(s, s->stopped, "R-OUT-9");
	if (s->rules[0])
		return;
	if (s->complete || e->complete) {
		s->corrected |= s->ending == BY_LAPSE_OF_CORRECTION;
		begin_period(s, e->on);
	} else {
		s->phase = s->ending == BY_LAPSE_OF_CORRECTION ? WAIT_CORRECTION : WAIT_PAYMENT;
		s->wait_until = e->until;
		s->notice_on = NEVER; /* its period is over; a new one needs a new day */
	}
}

static void stopped(struct sim *s, const struct sim_event *e)
{
	forbid(s, s->phase == ENDED || s->stopped, "R-OUT-9");
	if (s->rules[0])
		return;
	s->stopped = true;
	s->stops[s->n_stops++] = (struct stop){ .from = e->on, .to = NEVER };
}

static void resumed(struct sim *s, const struct sim_event *e)
{
	forbid(s, !s->stopped, "R-OUT-9");
	if (s->rules[0])
		return;
	s->stopped = false;
	s->stops[s->n_stops - 1].to = e->on;
}

static void ordered(struct sim *s, const struct sim_event *e)
{
	forbid(s, s->phase != ENDED, "R-OUT-7");
	forbid(s, e->working_days < 0, NO_SENSE);
	if (s->rules[0])
		return;
	begin_handling(s, e->on, e->working_days ? e->working_days : 20,
		       e->until != WALK_NONE ? e->until : NEVER);
	s->may_correct = e->allows_correction;
	s->may_extend = e->allows_extension;
}

static void withdrawn(struct sim *s, const struct sim_event *e)
{
	forbid(s, s->phase == ENDED, "R-REQ-9");
	if (s->rules[0])
		return;
	end(s, e->on, BY_WITHDRAWAL);
	/* The consultations are called off (R-REQ-9): a cancellation of each that nobody had ended. */
	for (size_t i = 0; i < s->n_asked; i++)
		if (s->asked[i].ended == NEVER) {
			s->asked[i].ended = e->on;
			s->asked[i].called_off = true;
		}
}

static void replied(struct sim *s, const struct sim_event *e)
{
	int due;

	forbid(s, s->phase == WAIT_CORRECTION, "R-CLOCK-4");
	forbid(s, s->phase == WAIT_PAYMENT, "R-FEE-6");
	forbid(s, s->phase == ENDED, "R-CLOCK-9");
	forbid(s, s->stopped, "R-OUT-9");
	if (s->rules[0])
		return;
	due = due_day(s);
	s->days_late = e->on > due ? e->on - due : 0;
	s->marked_then = is_late(s);
	end(s, e->on, BY_REPLY);
	s->due_then = due;
}

static void calendar_changed(struct sim *s, const struct sim_event *e)
{
	forbid(s, e->told == WALK_NONE, NO_SENSE);
	if (s->rules[0] || s->phase != RUNNING || s->stopped || s->delayed_to != NEVER)
		return;
	s->told = e->told;
	s->told_extension = s->extension;
	memcpy(s->asked_then, s->asked, sizeof(s->asked_then));
	memcpy(s->stops_then, s->stops, sizeof(s->stops_then));
	s->n_asked_then = s->n_asked;
	s->n_stops_then = s->n_stops;
	if (e->told >= e->on)
		look_whether_passed(s, e->on, e->told);
}

static const struct {
	const char *name;
	void (*live)(struct sim *, const struct sim_event *);
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

/* Whether the rectifications make sense: each of an event before it, and only one of it. */
static bool void_events(const struct sim_event *events, size_t n, bool *gone)
{
	for (size_t i = 0; i < n; i++)
		gone[i] = is_gone(events, n, &events[i]);
	for (size_t i = 0; i < n; i++) {
		if (events[i].type != SIM_VOIDED || gone[i])
			continue;
		if (!target_of(events, n, &events[i]))
			return false;
		for (size_t k = 0; k < i; k++)
			if (events[k].type == SIM_VOIDED && !gone[k] &&
			    events[k].target == events[i].target)
				return false;
	}
	return true;
}

/* ---- The whole. */

static const struct sim_event *next_of_all(const struct sim_event *events, size_t n,
					   const bool *done)
{
	const struct sim_event *next = NULL;

	for (size_t i = 0; i < n; i++)
		if (!done[i] && (!next || before(&events[i], next)))
			next = &events[i];
	return next;
}

/* Whether the event, which the law lets be, served a reply or began a period other than that of
 * the receipt. */
static bool live(struct sim *s, const struct sim_event *e)
{
	int handling = s->handling, period = s->period;

	forbid(s,
	       s->phase == BEFORE && e->type != SIM_RECEIVED && e->type != SIM_WITHDRAWN &&
		       e->type != SIM_CALENDAR_CHANGED,
	       NO_SENSE);
	if (s->rules[0])
		return false;
	types[e->type].live(s, e);
	return !s->rules[0] && e->type != SIM_RECEIVED &&
	       (e->type == SIM_REPLIED || handling != s->handling || period != s->period);
}

/* R-KEEP-4: whether, when the rectification V was entered, a later reply or period stood on what it
 * voids, and is not voided too (GONE).  NEW is a case to which nothing has happened. */
static bool stands_on_voided(const struct sim *new, const struct sim_event *events, size_t n,
			     const bool *gone, const struct sim_event *v)
{
	const struct sim_event *target = target_of(events, n, v), *e;
	struct sim_event then[SIM_EVENTS];
	bool done[SIM_EVENTS];
	struct sim s = *new;
	size_t n_then = 0, from[SIM_EVENTS];

	for (size_t i = 0; i < n; i++)
		if (events[i].seq < v->seq) {
			from[n_then] = i;
			then[n_then++] = events[i];
		}
	for (size_t i = 0; i < n_then; i++)
		done[i] = then[i].type == SIM_VOIDED || is_gone(then, n_then, &then[i]);
	while ((e = next_of_all(then, n_then, done)) != NULL) {
		done[e - then] = true;
		/* Its day was judged on its day.  What lacks an entry that came later did nothing.
		 */
		s.old_calendar = true;
		s.rules[0] = '\0';
		if (live(&s, e) && before(target, e) && !gone[from[e - then]])
			return true;
	}
	return false;
}

/* Whether the due day is a day set by date, which no consultation moves. */
static bool by_date(const struct sim *s)
{
	return s->delayed_to != NEVER || (s->order_length && !s->extension);
}

/* Whether its days, or the last of them where it is set by date, run into a year without a notice (R-DAY-3):
 * years that are known follow each other, so that both ends say it. */
static bool is_provisional(const struct sim *s, int due)
{
	const int first = s->order_length || s->start + 1 > due ? due : s->start + 1;

	return s->delayed_to == NEVER && !(s->w->days[first].known && s->w->days[due].known);
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
	out->delayed = s->delayed_to != NEVER;
	out->waits_until = WALK_NONE;
	out->due = out->due_if_today = WALK_NONE;
	if (out->ended) {
		out->due = s->due_then;
		out->marked = out->due != WALK_NONE && s->marked_then;
		out->provisional = out->due != WALK_NONE && is_provisional(s, out->due);
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
	out->marked = is_late(s);
	out->provisional = is_provisional(s, out->due);
	/* A day set by date is held back by none. */
	for (size_t i = 0; i < s->n_asked && !by_date(s); i++) {
		struct consultation *c = &now.asked[i];

		/* Open, and holding the due day back: not over before the period began, not sent
		 * after its last day (R-CLOCK-12). */
		if (c->ended != NEVER || c->end < asof || c->end <= s->start ||
		    asked_from(s, c) > last_day(s))
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

static const struct sim_event *next_of_day(const struct sim_event *events, size_t n,
					   const bool *done, int day)
{
	const struct sim_event *next = next_of_all(events, n, done);

	return next && next->on == day ? next : NULL;
}

/* Day after day, and on each day a receipt, then all in the order of entry. */
static void live_through(struct sim *s, const struct sim_event *events, size_t n, const bool *gone,
			 int first, int last)
{
	bool done[SIM_EVENTS];
	size_t changes = 0;

	memcpy(done, gone, sizeof(done));
	for (size_t i = 0; i < n; i++)
		changes += events[i].type == SIM_CALENDAR_CHANGED && !gone[i];
	for (int day = first; day <= last; day++) {
		const struct sim_event *e;

		while (!s->rules[0] && (e = next_of_day(events, n, done, day)) != NULL) {
			done[e - events] = true;
			changes -= e->type == SIM_CALENDAR_CHANGED;
			s->old_calendar = changes > 0;
			if (e->type != SIM_VOIDED)
				live(s, e);
		}
	}
}

void sim_run(const struct walk *w, const struct sim_event *events, size_t n,
	     const struct sim_settings *settings, int today, struct sim_result *out)
{
	struct sim s = {
		.w = w,
		.set = *settings,
		.receipt = WALK_NONE,
		.start = WALK_NONE,
		.handling = 1,
		.may_correct = true,
		.may_extend = true,
		.delayed_to = NEVER,
		.passed_on = NEVER,
		.told = NEVER,
		.wait_until = WALK_NONE,
	};
	struct sim new;
	bool gone[SIM_EVENTS] = { false };
	int first = NEVER, last = 0;

	memset(out, 0, sizeof(*out));
	forbid(&s, !void_events(events, n, gone), NO_SENSE);
	for (size_t i = 0; i < n; i++) {
		first = events[i].on < first ? events[i].on : first;
		last = events[i].on > last ? events[i].on : last;
		out->rectified |= events[i].type == SIM_VOIDED;
		forbid(&s,
		       !gone[i] && events[i].type != SIM_CALENDAR_CHANGED &&
			       events[i].type != SIM_LAPSED && events[i].until != WALK_NONE &&
			       events[i].until < events[i].on,
		       NO_SENSE);
	}
	new = s;
	live_through(&s, events, n, gone, first, last);
	for (size_t i = 0; i < n && !s.rules[0]; i++)
		forbid(&s,
		       events[i].type == SIM_VOIDED && !gone[i] &&
			       stands_on_voided(&new, events, n, gone, &events[i]),
		       "R-KEEP-4");
	out->refused = s.rules[0] != '\0';
	memcpy(out->rules, s.rules, sizeof(out->rules));
	if (out->refused)
		return;
	if (s.phase == BEFORE)
		nothing_yet(out);
	else
		stand(&s, today != WALK_NONE ? today : last, today, out);
}
