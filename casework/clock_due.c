/* Counting the days of a reply period, and saying how (R-CLOCK-3, R-CLOCK-8, R-CLOCK-11). */
#include "casework/clock_int.h"

/* ---- Steps. */

const char *cw_clock_arg_day(struct clock_fold *f, cw_day day)
{
	char *text = cw_alloc(f->arena, CW_DAY_TEXT);

	if (!text) {
		f->no_memory = true;
		return "";
	}
	return cw_day_text(day, text);
}

const char *cw_clock_arg_number(struct clock_fold *f, int n)
{
	char *text = cw_alloc(f->arena, 12), *p;
	unsigned v = (unsigned)n;

	if (!text) {
		f->no_memory = true;
		return "";
	}
	p = text + 11;
	do {
		*--p = (char)('0' + v % 10);
		v /= 10;
	} while (v);
	return p;
}

struct cw_clock_step *cw_clock_step(struct clock_fold *f, enum cw_msg msg, cw_day day,
				    const char *rule, const char *article)
{
	struct cw_clock_step *s = &f->spare;

	if (f->n_steps == f->room && !f->no_memory) {
		size_t room = f->room ? 2 * f->room : f->n_items + 8;
		struct cw_clock_step *more = cw_alloc_n(f->arena, room, sizeof(*more));

		if (more) {
			for (size_t i = 0; i < f->n_steps; i++)
				more[i] = f->steps[i];
			f->steps = more;
			f->room = room;
		}
		f->no_memory = !more;
	}
	if (!f->no_memory)
		s = &f->steps[f->n_steps++];
	*s = (struct cw_clock_step){ .msg = msg,
				     .args = { cw_clock_arg_day(f, day) },
				     .on = day,
				     .from = CW_DAY_NONE,
				     .to = CW_DAY_NONE,
				     .rule = rule,
				     .article = article };
	return s;
}

/* ---- Pauses, in the order of their first days. */

void cw_clock_pause_add(struct clock_fold *f, struct clock_pause p)
{
	size_t i = f->n_pauses++;

	p.then_from = CW_DAY_MAX;
	p.then_to = CW_DAY_NONE;
	for (; i > 0 && f->pauses[i - 1].from > p.from; i--)
		f->pauses[i] = f->pauses[i - 1];
	f->pauses[i] = p;
}

void cw_clock_pause_moved(struct clock_fold *f, struct clock_pause *p)
{
	struct clock_pause moved = *p, *end = f->pauses + f->n_pauses;

	for (; p + 1 < end && p[1].from < moved.from; p++)
		*p = p[1];
	*p = moved;
}

/* ---- Counting. */

/* Excluded days in a row, of one or several pauses that meet: the union counts once. */
struct run {
	cw_day from, to;
	bool stop, consultation;
};

static void explain_run(struct clock_fold *f, const struct run *r)
{
	const enum cw_msg msg = !r->stop	   ? CW_MSG_CLOCK_EXCLUDED_CONSULTATION
				: !r->consultation ? CW_MSG_CLOCK_EXCLUDED_STOP
						   : CW_MSG_CLOCK_EXCLUDED_BOTH;
	struct cw_clock_step *s =
		cw_clock_step(f, msg, r->from, r->consultation ? "R-CLOCK-3" : "R-OUT-9",
			      r->consultation ? "条例33" : NULL);
	int n = cw_calendar_count(f->cal, r->from - 1, r->to);

	s->args[1] = cw_clock_arg_day(f, r->to);
	s->args[2] = cw_clock_arg_number(f, n);
	s->from = r->from;
	s->to = r->to;
	s->working_days = -n;
}

/* The days of P after START, with open consultations cut at CUT; false if there are none. */
static bool clip(const struct clock_pause *p, cw_day start, cw_day cut, struct run *out)
{
	const bool cuts = p->open && !p->stop && cut != CW_DAY_NONE && cut < p->to;

	*out = (struct run){ .from = p->from > start ? p->from : start + 1,
			     .to = cuts ? cut : p->to,
			     .stop = p->stop,
			     .consultation = !p->stop };
	return out->from <= out->to;
}

/* Counts up to the run and goes to its end; false if the period ends before it. */
static bool jump(const struct clock_fold *f, const struct run *r, cw_day *at, int *left,
		 struct clock_fold *explain)
{
	int before = cw_calendar_count(f->cal, *at, r->from - 1);

	if (before >= *left)
		return false;
	*left -= before;
	*at = r->to;
	if (explain && r->from <= r->to)
		explain_run(explain, r);
	return true;
}

/* The N-th working day after START that is not excluded (R-CLOCK-11), with open consultations cut
 * at CUT (CW_DAY_NONE: at their own limit).  With EXPLAIN, which is F or NULL, the runs that are
 * jumped over become steps. */
static cw_day count(const struct clock_fold *f, cw_day start, int n, cw_day cut,
		    struct clock_fold *explain)
{
	cw_day at = start;
	struct run r = { .from = at + 1, .to = at }, next; /* an empty one to begin with */

	for (size_t i = 0; i < f->n_pauses; i++) {
		if (!clip(&f->pauses[i], start, cut, &next))
			continue;
		if (next.from <= r.to + 1) {
			r.to = next.to > r.to ? next.to : r.to;
			r.stop |= next.stop;
			r.consultation |= next.consultation;
			continue;
		}
		if (!jump(f, &r, &at, &n, explain))
			return cw_calendar_add(f->cal, at, n);
		r = next;
	}
	jump(f, &r, &at, &n, explain);
	return cw_calendar_add(f->cal, at, n);
}

/* A period in days or months is longer by the calendar days of a stop, and its last day moves off a
 * day off (R-DAY-5); consultations do not touch it.  A delayed day is what it is. */
static cw_day fixed_day(const struct clock_fold *f)
{
	cw_day due = f->period.fixed, reached = f->period.start;

	if (f->out->delayed)
		return due;
	for (size_t i = 0; i < f->n_pauses; i++) {
		const struct clock_pause *p = &f->pauses[i];
		cw_day from = p->from > reached ? p->from : reached + 1;

		if (!p->stop || p->to < from || from > due)
			continue;
		if (p->open)
			return CW_DAY_NONE;
		due += p->to - from + 1;
		reached = p->to;
	}
	return cw_calendar_on_or_after(f->cal, due);
}

static cw_day counted(const struct clock_fold *f, int extension, cw_day cut)
{
	cw_day due;

	if (f->period.fixed == CW_DAY_NONE)
		return count(f, f->period.start, f->period.working_days + extension, cut, NULL);
	due = fixed_day(f);
	return due == CW_DAY_NONE ? due : count(f, due, extension, cut, NULL);
}

/* ---- A day told before the calendar changed (R-DAY-4). */

/* Whether DAY is excluded, by stops alone if STOPS: now, with open consultations cut at CUT, or as
 * it stood when the calendar changed. */
static bool is_excluded(const struct clock_fold *f, cw_day day, cw_day cut, bool stops)
{
	struct run r;

	for (size_t i = 0; i < f->n_pauses; i++)
		if ((f->pauses[i].stop || !stops) && clip(&f->pauses[i], day - 1, cut, &r) &&
		    r.from == day)
			return true;
	return false;
}

static bool was_excluded(const struct clock_fold *f, cw_day day)
{
	for (size_t i = 0; i < f->n_pauses; i++)
		if (f->pauses[i].then_from <= day && day <= f->pauses[i].then_to)
			return true;
	return false;
}

/* How many days after AFTER that the day told had counted are excluded since.  It is one of them
 * itself, though the new calendar may have made it a day off. */
static int lost_since(const struct clock_fold *f, cw_day after, cw_day cut)
{
	const cw_day told = f->period.told;
	int n = 0;

	for (cw_day day = after + 1; day <= told; day++)
		n += (day == told || cw_calendar_is_working(f->cal, day)) &&
		     !was_excluded(f, day) && is_excluded(f, day, cut, false);
	return n;
}

/* A period in days or months is longer by the days of a stop since. */
static cw_day told_of_fixed(const struct clock_fold *f)
{
	cw_day last = f->period.told;

	for (cw_day day = f->period.start + 1; day <= last && last < CW_DAY_MAX; day++)
		last += !was_excluded(f, day) && is_excluded(f, day, CW_DAY_NONE, true);
	return last > f->period.told ? cw_calendar_on_or_after(f->cal, last) : last;
}

/* The earlier of LAST, which the calendar gives, and the day told, moved on by what came after the
 * change: by the days that are excluded since, and by an extension. */
static cw_day as_told(const struct clock_fold *f, cw_day last, cw_day cut)
{
	const struct clock_period *p = &f->period;
	cw_day told = p->told;
	int n;

	if (told == CW_DAY_NONE || last == CW_DAY_NONE)
		return last;
	n = p->extension - p->told_extension;
	if (p->fixed == CW_DAY_NONE) {
		n += lost_since(f, p->start, cut);
	} else {
		n += lost_since(f, fixed_day(f), cut);
		told = told_of_fixed(f);
	}
	told = n > 0 ? count(f, told, n, cut, NULL) : told;
	return told != CW_DAY_NONE && told < last ? told : last;
}

static bool is_back_late(const struct clock_fold *f, cw_day last)
{
	return f->period.back_on != CW_DAY_NONE && last != CW_DAY_NONE && last < f->period.back_on;
}

cw_day cw_clock_counted(const struct clock_fold *f)
{
	return counted(f, f->period.extension, CW_DAY_NONE);
}

cw_day cw_clock_last(const struct clock_fold *f)
{
	return as_told(f, cw_clock_counted(f), CW_DAY_NONE);
}

bool cw_clock_is_late(const struct clock_fold *f)
{
	return is_back_late(f, cw_clock_last(f));
}

cw_day cw_clock_due(const struct clock_fold *f, cw_day cut)
{
	cw_day last = as_told(f, counted(f, f->period.extension, cut), cut);
	cw_day floor = f->period.floor;

	if (!is_back_late(f, last))
		return last;
	while (floor != CW_DAY_NONE && is_excluded(f, floor, CW_DAY_NONE, true))
		floor = cw_calendar_add(f->cal, floor, 1);
	return floor;
}

cw_day cw_clock_due_extended(const struct clock_fold *f, int extension)
{
	return counted(f, extension, CW_DAY_NONE);
}

bool cw_clock_is_paused(const struct clock_fold *f)
{
	const cw_day as_of = f->today != CW_DAY_NONE ? f->today : f->last_on;
	cw_day due;

	/* A day that is fixed is held back by none, but an extension of it is. */
	if (f->n_pauses == 0 || (f->period.fixed != CW_DAY_NONE && !f->period.extension))
		return false;
	due = cw_clock_last(f);
	for (size_t i = 0; i < f->n_pauses; i++) {
		const struct clock_pause *p = &f->pauses[i];

		if (p->stop || !p->open || p->from > due || p->to <= f->period.start)
			continue;
		if (p->sent <= as_of && as_of <= p->to)
			return true;
	}
	return false;
}

/* ---- Explaining. */

/* By which notices the days FROM to TO are known (R-DAY-2), and which years are not (R-DAY-3). */
static void explain_years(struct clock_fold *f, cw_day from, cw_day to)
{
	for (int year = cw_day_year(from), last = cw_day_year(to); year <= last; year++) {
		const cw_day first = cw_day_of(year, 1, 1);
		const struct cw_notice *notice = cw_calendar_notice(f->cal, first);
		struct cw_clock_step *s;

		if (notice) {
			s = cw_clock_step(f, CW_MSG_CLOCK_NOTICE, first, "R-DAY-2", NULL);
			s->args[1] = notice->number;
		} else {
			s = cw_clock_step(f, CW_MSG_CLOCK_PROVISIONAL, first, "R-DAY-3", NULL);
			f->out->provisional = true;
		}
		s->args[0] = cw_clock_arg_number(f, year);
	}
}

static cw_day explain_count(struct clock_fold *f, int n)
{
	const cw_day due = count(f, f->period.start, n, CW_DAY_NONE, f);
	struct cw_clock_step *s =
		cw_clock_step(f, CW_MSG_CLOCK_DUE, f->period.start, "R-CLOCK-11", "条例33");

	s->args[1] = cw_clock_arg_number(f, n);
	s->args[2] = cw_clock_arg_day(f, due);
	s->on = due;
	s->from = f->period.start + 1;
	s->to = due;
	s->working_days = n;
	return due;
}

void cw_clock_explain(struct clock_fold *f, cw_day due)
{
	const struct clock_period *p = &f->period;

	if (p->fixed != CW_DAY_NONE) {
		cw_clock_step(f, CW_MSG_CLOCK_DUE_FIXED, due,
			      f->out->delayed ? "R-CLOCK-6" : "R-OUT-7",
			      f->out->delayed ? "条例35" : NULL);
		if (!f->out->delayed) /* whether its last day is a day off */
			explain_years(f, p->fixed, due);
		return;
	}
	if (explain_count(f, p->working_days + p->extension) != due)
		cw_clock_step(f, CW_MSG_CLOCK_DUE_ADJUSTED, due, p->by_fee ? "R-FEE-10" : "R-DAY-4",
			      p->by_fee ? "费6" : NULL);
	explain_years(f, p->start + 1, due);
}
