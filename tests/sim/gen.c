#include "tests/sim/gen.h"

#include <string.h>

struct gen {
	const struct walk *calendars;
	struct gen_history *h;
	uint64_t state;
	struct sim_result now;
	int last_day;
	unsigned seq;
	unsigned long ids;
	gen_stage *stage;
	void *arg;
};

/* xorshift64*: small, and the same everywhere. */
static uint64_t next(struct gen *g)
{
	g->state ^= g->state >> 12;
	g->state ^= g->state << 25;
	g->state ^= g->state >> 27;
	return (g->state * UINT64_C(2685821657736338717)) >> 16;
}

static int below(struct gen *g, int n)
{
	return (int)(next(g) % (uint64_t)n);
}

static int between(struct gen *g, int first, int last)
{
	return first + below(g, last - first + 1);
}

static bool percent(struct gen *g, int p)
{
	return below(g, 100) < p;
}

static const struct walk *calendar(const struct gen *g)
{
	return &g->calendars[g->h->calendar];
}

/* A day not before the last one: often close to a day on which something ends. */
static int pick_day(struct gen *g)
{
	int limits[5] = { g->now.due, g->now.waits_until, g->now.correction_last, WALK_NONE,
			  WALK_NONE };
	int day;

	for (size_t i = 0; i < g->h->n; i++)
		if (g->h->events[i].type <= SIM_CONSULTATION_RECEIVED && percent(g, 50))
			limits[3] = g->h->events[i].until;
	if (g->now.waiting == SIM_FOR_PAYMENT)
		limits[4] = walk_after(calendar(g), g->last_day, 20);
	if (percent(g, 40)) {
		day = limits[below(g, 5)];
		if (day != WALK_NONE) {
			day += between(g, -1, 2);
			if (day >= g->last_day && day < g->last_day + 400)
				return day;
		}
	}
	if (percent(g, 15))
		return g->last_day;
	return g->last_day + (percent(g, 70) ? between(g, 1, 9) : between(g, 5, 60));
}

/* ---- What happens next. */

struct choice {
	enum sim_type type;
	int weight;
};

static enum sim_type choose(struct gen *g, const struct choice *choices, size_t n)
{
	int sum = 0, r;

	for (size_t i = 0; i < n; i++)
		sum += choices[i].weight;
	r = below(g, sum);
	for (size_t i = 0; i < n; i++)
		if ((r -= choices[i].weight) < 0)
			return choices[i].type;
	return choices[0].type;
}
#define CHOOSE(g, c) choose(g, c, sizeof(c) / sizeof((c)[0]))

static const struct choice running[] = {
	{ SIM_CORRECTION_REQUESTED, 10 },
	{ SIM_CONSULTATION_SENT, 14 },
	{ SIM_CONSULTATION_RECEIVED, 9 },
	{ SIM_CONSULTATION_ENDED, 9 },
	{ SIM_EXTENDED, 10 },
	{ SIM_FEE_NOTIFIED, 9 },
	{ SIM_DELAYED, 3 },
	{ SIM_STOPPED, 4 },
	{ SIM_VOIDED, 6 },
	{ SIM_REPLIED, 6 },
	{ SIM_WITHDRAWN, 1 },
	{ SIM_FEE_PAID, 2 },
	{ SIM_CORRECTED, 1 },
};
static const struct choice correcting[] = {
	{ SIM_CORRECTED, 12 }, { SIM_LAPSED, 5 },
	{ SIM_VOIDED, 3 },     { SIM_CONSULTATION_RECEIVED, 2 },
	{ SIM_STOPPED, 2 },    { SIM_CONSULTATION_ENDED, 2 },
	{ SIM_WITHDRAWN, 1 },
};
static const struct choice paying[] = {
	{ SIM_FEE_PAID, 10 },
	{ SIM_FEE_CANCELLED, 7 },
	{ SIM_LAPSED, 5 },
	{ SIM_CONSULTATION_RECEIVED, 3 },
	{ SIM_STOPPED, 2 },
	{ SIM_VOIDED, 3 },
	{ SIM_CONSULTATION_ENDED, 3 },
	{ SIM_WITHDRAWN, 1 },
};
static const struct choice stopped_still[] = {
	{ SIM_RESUMED, 12 },  { SIM_CONSULTATION_ENDED, 2 },
	{ SIM_CORRECTED, 2 }, { SIM_FEE_PAID, 2 },
	{ SIM_VOIDED, 2 },    { SIM_WITHDRAWN, 1 },
};
static const struct choice done[] = {
	{ SIM_ORDERED, 8 },  { SIM_REINSTATED, 8 }, { SIM_CORRECTED, 3 },
	{ SIM_FEE_PAID, 3 }, { SIM_VOIDED, 4 },	    { SIM_CONSULTATION_ENDED, 2 },
};

static enum sim_type pick_type(struct gen *g)
{
	if (percent(g, 8))
		return (enum sim_type)below(g, SIM_CALENDAR_CHANGED);
	if (g->now.ended)
		return CHOOSE(g, done);
	switch (g->now.waiting) {
	case SIM_FOR_CORRECTION:
		return CHOOSE(g, correcting);
	case SIM_FOR_PAYMENT:
		return CHOOSE(g, paying);
	case SIM_STOPPED_STILL:
		return CHOOSE(g, stopped_still);
	default:
		return CHOOSE(g, running);
	}
}

/* ---- Its particulars. */

static unsigned long pick_id(struct gen *g)
{
	return g->ids ? (unsigned long)between(g, 1, (int)g->ids) : 1;
}

static void fill(struct gen *g, struct sim_event *e)
{
	switch (e->type) {
	case SIM_CORRECTION_REQUESTED:
		if (percent(g, 90))
			e->until = e->on + between(g, percent(g, 5) ? -1 : 5, 40);
		break;
	case SIM_CONSULTATION_SENT:
		e->id = ++g->ids;
		if (percent(g, 50))
			e->until = e->on + between(g, percent(g, 5) ? -1 : 3, 40);
		break;
	case SIM_CONSULTATION_RECEIVED:
		e->id = pick_id(g);
		if (percent(g, 50))
			e->until = e->on + between(g, percent(g, 5) ? -1 : 3, 40);
		break;
	case SIM_CONSULTATION_ENDED:
		e->id = pick_id(g);
		break;
	case SIM_EXTENDED:
		e->working_days = percent(g, 5) ? below(g, 23) : between(g, 1, 20);
		break;
	case SIM_FEE_NOTIFIED:
		if (percent(g, 50))
			e->until = walk_after(calendar(g), e->on, 20) +
				   between(g, percent(g, 10) ? -15 : 0, 9);
		break;
	case SIM_DELAYED:
		e->until = (g->now.due != WALK_NONE ? g->now.due : e->on) + between(g, 0, 90);
		break;
	case SIM_LAPSED:
		if (percent(g, 30))
			e->until = e->on - between(g, 0, 10);
		break;
	case SIM_REINSTATED:
		e->complete = percent(g, 30);
		if (percent(g, 40))
			e->until = e->on + between(g, 3, 30);
		break;
	case SIM_ORDERED:
		if (percent(g, 50))
			e->working_days = between(g, 1, 60);
		else if (percent(g, 50))
			e->until = e->on + between(g, 1, 90);
		e->allows_correction = percent(g, 30);
		e->allows_extension = percent(g, 30);
		break;
	default:
		break;
	}
}

/* ---- Growing. */

static void look(struct gen *g)
{
	sim_run(calendar(g), g->h->events, g->h->n, &g->h->settings, g->h->today, &g->now);
}

/* Adds the event if the law lets it be; with a small chance also if not. */
static bool grow(struct gen *g, const struct sim_event *e, bool *forbidden)
{
	struct sim_result was = g->now;

	g->h->events[g->h->n] = *e;
	g->h->events[g->h->n++].seq = ++g->seq;
	look(g);
	if (g->stage)
		g->stage(g->h, &g->now, g->arg);
	if (g->now.refused && !percent(g, 4)) {
		g->h->n--;
		g->now = was;
		return false;
	}
	*forbidden = g->now.refused;
	if (e->on > g->last_day)
		g->last_day = e->on;
	return true;
}

/* A rectification (R-KEEP-4): voids an event and mostly puts a righted one in its place. */
static void rectify(struct gen *g, struct sim_event *e, bool *forbidden)
{
	struct sim_event right = g->h->events[below(g, (int)g->h->n)];
	size_t n = g->h->n;
	unsigned seq = g->seq;
	struct sim_result was = g->now;

	e->target = percent(g, 97) ? right.seq : g->seq + 100;
	if (right.type == SIM_VOIDED || percent(g, 35)) {
		grow(g, e, forbidden);
		return;
	}
	/* Both at once: between them the history may make no sense. */
	g->h->events[n] = *e;
	g->h->events[n].seq = ++g->seq;
	right.seq = ++g->seq;
	right.on += between(g, -6, 6);
	if (right.on > e->on)
		right.on = e->on;
	/* Before 2019 there is no calendar. */
	if (calendar(g)->days[right.on].year < 2019)
		right.on = e->on;
	g->h->events[n + 1] = right;
	g->h->n = n + 2;
	look(g);
	if (g->stage)
		g->stage(g->h, &g->now, g->arg);
	if (!g->now.refused || percent(g, 4)) {
		*forbidden = g->now.refused;
		g->last_day = e->on;
		return;
	}
	g->h->n = n;
	g->seq = seq;
	g->now = was;
}

/* The next notice comes out: the due day by the old calendar was told, the new one holds. */
static void change_calendar(struct gen *g, bool *forbidden)
{
	struct sim_event e = { .type = SIM_CALENDAR_CHANGED, .until = WALK_NONE };
	int told = g->now.due, y, m, d, issued;
	size_t old = g->h->calendar++;
	struct sim_result was = g->now;

	if (sscanf(walk_issued[g->h->calendar], "%d-%d-%d", &y, &m, &d) != 3)
		return;
	issued = walk_find(calendar(g), y, m, d);
	e.on = (issued > g->last_day ? issued : g->last_day) + between(g, 0, 5);
	e.told = told;
	/* As it stands after the new calendar, with the event itself still away. */
	look(g);
	e.until = g->now.due;
	if (told == WALK_NONE || was.ended || g->now.refused || e.until == WALK_NONE ||
	    e.until == told || !grow(g, &e, forbidden)) {
		g->h->calendar = old;
		look(g);
	}
}

static void begin(struct gen *g)
{
	struct gen_history *h = g->h;
	struct sim_event e = { .type = SIM_RECEIVED, .until = WALK_NONE, .told = WALK_NONE };
	int y, m, d;

	h->settings.pause_from_received = percent(g, 25);
	h->settings.extension_per_case = percent(g, 25);
	h->settings.receipt_next_working_day = percent(g, 25);
	h->calendar = percent(g, 50) ? GEN_CALENDARS - 1 : (size_t)below(g, GEN_CALENDARS);
	if (h->calendar < GEN_CALENDARS - 1 && percent(g, 60) &&
	    sscanf(walk_issued[h->calendar + 1], "%d-%d-%d", &y, &m, &d) == 3)
		e.on = walk_find(calendar(g), y, m, d) - between(g, 5, 60);
	else
		e.on = between(g, walk_find(calendar(g), 2019, 1, 1),
			       walk_find(calendar(g), 2027, 12, 31));
	e.seq = ++g->seq;
	h->events[h->n++] = e;
	g->last_day = e.on;
	look(g);
}

/* A today that changes what is shown: on or after the last day. */
static void pick_today(struct gen *g)
{
	if (percent(g, 30))
		return;
	g->h->today = g->last_day + below(g, percent(g, 50) ? 8 : 60);
	look(g);
}

void gen_history(uint64_t seed, const struct walk calendars[GEN_CALENDARS], struct gen_history *h,
		 gen_stage *stage, void *arg)
{
	struct gen g = { .calendars = calendars, .h = h, .stage = stage, .arg = arg };
	bool forbidden = false;
	int steps;

	/* Mixed, so that neighbouring seeds have nothing in common; never zero. */
	g.state = (seed + 1) * UINT64_C(0x9e3779b97f4a7c15) | 1;
	memset(h, 0, sizeof(*h));
	h->seed = seed;
	h->today = WALK_NONE;
	begin(&g);
	steps = between(&g, 1, 14);
	for (int i = 0; i < steps && !forbidden && h->n + 2 < SIM_EVENTS; i++) {
		struct sim_event e = { .until = WALK_NONE, .told = WALK_NONE };

		if (h->calendar < GEN_CALENDARS - 1 && percent(&g, 12)) {
			change_calendar(&g, &forbidden);
			continue;
		}
		e.type = pick_type(&g);
		e.on = pick_day(&g);
		fill(&g, &e);
		if (e.type == SIM_VOIDED)
			rectify(&g, &e, &forbidden);
		else
			grow(&g, &e, &forbidden);
	}
	pick_today(&g);
}

/* ---- For people. */

void gen_print(FILE *out, const struct gen_history *h, const struct walk *w)
{
	char a[WALK_TEXT], b[WALK_TEXT], c[WALK_TEXT];

	fprintf(out,
		"seed %llu; notices up to %s; pause_from %s; extension_per %s; receipt %s; today "
		"%s\n",
		(unsigned long long)h->seed, walk_issued[h->calendar],
		h->settings.pause_from_received ? "received" : "sent",
		h->settings.extension_per_case ? "case" : "period",
		h->settings.receipt_next_working_day ? "next_working_day" : "same_day",
		walk_text(w, h->today, a));
	for (size_t i = 0; i < h->n; i++) {
		const struct sim_event *e = &h->events[i];

		fprintf(out,
			"  %2u %s %-22s id %lu until %s told %s working_days %d target %u%s%s%s\n",
			e->seq, walk_text(w, e->on, a), sim_type_name(e->type), e->id,
			walk_text(w, e->until, b), walk_text(w, e->told, c), e->working_days,
			e->target, e->complete ? " complete" : "",
			e->allows_correction ? " allows_correction" : "",
			e->allows_extension ? " allows_extension" : "");
	}
}
