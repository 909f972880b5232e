#include "tests/sim/compare.h"

#include <inttypes.h>
#include <string.h>

struct walk compare_walks[GEN_CALENDARS];
struct cw_calendar *compare_calendars[GEN_CALENDARS];
cw_day compare_days[WALK_DAYS];

static cw_day day_of(int place)
{
	return place == WALK_NONE ? CW_DAY_NONE : compare_days[place];
}

bool compare_setup(void)
{
	size_t n;
	const struct cw_notice *notices = cw_notices_builtin(&n);

	if (walk_n_issued != GEN_CALENDARS)
		return false;
	for (size_t c = 0; c < GEN_CALENDARS; c++) {
		cw_day issued;

		walk_build(&compare_walks[c], walk_issued[c]);
		if (!cw_day_parse(walk_issued[c], strlen(walk_issued[c]), &issued))
			return false;
		compare_calendars[c] = cw_calendar_new(notices, n, issued);
		if (!compare_calendars[c])
			return false;
	}
	for (int i = 0; i < WALK_DAYS; i++) {
		const struct walk_day *d = &compare_walks[0].days[i];

		compare_days[i] = cw_day_of(d->year, d->month, d->day);
	}
	return true;
}

void compare_teardown(void)
{
	for (size_t c = 0; c < GEN_CALENDARS; c++)
		cw_calendar_free(compare_calendars[c]);
}

static const enum cw_clock_type clock_types[SIM_TYPES] = {
	[SIM_RECEIVED] = CW_CLOCK_RECEIVED,
	[SIM_CORRECTION_REQUESTED] = CW_CLOCK_CORRECTION_REQUESTED,
	[SIM_CORRECTED] = CW_CLOCK_CORRECTED,
	[SIM_CONSULTATION_SENT] = CW_CLOCK_CONSULTATION_SENT,
	[SIM_CONSULTATION_RECEIVED] = CW_CLOCK_CONSULTATION_RECEIVED,
	[SIM_CONSULTATION_ENDED] = CW_CLOCK_CONSULTATION_ENDED,
	[SIM_EXTENDED] = CW_CLOCK_EXTENDED,
	[SIM_FEE_NOTIFIED] = CW_CLOCK_FEE_NOTIFIED,
	[SIM_FEE_CANCELLED] = CW_CLOCK_FEE_CANCELLED,
	[SIM_FEE_PAID] = CW_CLOCK_FEE_PAID,
	[SIM_DELAYED] = CW_CLOCK_DELAYED,
	[SIM_LAPSED] = CW_CLOCK_LAPSED,
	[SIM_REINSTATED] = CW_CLOCK_REINSTATED,
	[SIM_STOPPED] = CW_CLOCK_STOPPED,
	[SIM_RESUMED] = CW_CLOCK_RESUMED,
	[SIM_ORDERED] = CW_CLOCK_ORDERED,
	[SIM_VOIDED] = CW_CLOCK_VOIDED,
	[SIM_WITHDRAWN] = CW_CLOCK_WITHDRAWN,
	[SIM_REPLIED] = CW_CLOCK_REPLIED,
	[SIM_CALENDAR_CHANGED] = CW_CLOCK_CALENDAR_CHANGED,
};
static const enum cw_clock_waiting waitings[] = {
	[SIM_NOT_WAITING] = CW_WAITING_NONE,
	[SIM_FOR_CONFIRMATION] = CW_WAITING_CONFIRMATION,
	[SIM_FOR_CORRECTION] = CW_WAITING_CORRECTION,
	[SIM_FOR_PAYMENT] = CW_WAITING_PAYMENT,
	[SIM_STOPPED_STILL] = CW_WAITING_STOPPED,
};

static struct cw_clock_event clock_event(const struct sim_event *e)
{
	return (struct cw_clock_event){
		.type = clock_types[e->type],
		.on = day_of(e->on),
		.seq = e->seq,
		.id = e->type == SIM_REINSTATED ? e->complete ? CW_CLOCK_COMPLETE : 0u
		      : e->type == SIM_ORDERED
			      ? (e->allows_correction ? CW_CLOCK_ALLOWS_CORRECTION : 0u) |
					(e->allows_extension ? CW_CLOCK_ALLOWS_EXTENSION : 0u)
			      : e->id,
		.until = day_of(e->until),
		.told = day_of(e->told),
		.working_days = e->working_days,
		.target = e->target,
	};
}

/* Whether RULE is one of the words of RULES. */
static bool among(const char *rules, const char *rule)
{
	size_t len = strlen(rule);

	for (const char *s = rules; (s = strstr(s, rule)) != NULL; s += len)
		if ((s == rules || s[-1] == ' ') && (s[len] == ' ' || !s[len]))
			return true;
	return false;
}

/* What both clocks say, member by member. */
struct member {
	const char *name;
	int64_t sim, clock;
	bool is_day;
};
#define MEMBERS 17

static void members(const struct sim_result *s, const struct cw_clock *c, struct member m[MEMBERS])
{
	const struct member all[MEMBERS] = {
		{ "due_on", day_of(s->due), c->due_on, true },
		{ "due_on_if_ended_today", day_of(s->due_if_today), c->due_on_if_ended_today,
		  true },
		{ "provisional", s->provisional, c->provisional, false },
		{ "paused", s->paused, c->paused, false },
		{ "delayed", s->delayed, c->delayed, false },
		{ "marked", s->marked, c->marked, false },
		{ "ended", s->ended, c->ended, false },
		{ "ended_on", day_of(s->ended_on), c->ended_on, true },
		{ "waiting_for", waitings[s->waiting], c->waiting_for, false },
		{ "waits_until", day_of(s->waits_until), c->waits_until, true },
		{ "period_start", day_of(s->start), c->period_start, true },
		{ "handling", s->handling, c->handling, false },
		{ "period", s->period, c->period, false },
		{ "corrected_used", s->correction_used, c->corrected_used, false },
		{ "extension_used", s->extension_used, c->extension_used, false },
		{ "correction_last_day", day_of(s->correction_last), c->correction_last_day, true },
		{ "days_late", s->days_late, c->days_late, false },
	};

	memcpy(m, all, sizeof(all));
}

/* How the two differ, as bits; 0 if they agree. */
#define DIFFERS_LAWFUL (1u << MEMBERS) /* one refuses what the other lets be */
#define DIFFERS_RULE   (1u << (MEMBERS + 1))

static unsigned differ(const struct both *b)
{
	struct member m[MEMBERS];
	unsigned bits = 0;

	if (b->sim.refused != (b->rc != 0))
		return DIFFERS_LAWFUL;
	if (!b->rc) {
		members(&b->sim, &b->clock, m);
		for (size_t i = 0; i < MEMBERS; i++)
			if (m[i].sim != m[i].clock)
				bits |= 1u << i;
		return bits;
	}
	/* What makes no sense can be called so, or forbidden by any rule. */
	if (strchr(b->sim.rules, '*'))
		return b->err.code == CW_INVALID || b->err.code == CW_LAW_FORBIDS ? 0
										  : DIFFERS_RULE;
	if (b->err.code != CW_LAW_FORBIDS || !b->err.rule)
		return DIFFERS_RULE;
	/* What went wrong by a rectification can be laid to it, and the reverse. */
	if (b->sim.rectified &&
	    (strcmp(b->err.rule, "R-KEEP-4") == 0 || strcmp(b->sim.rules, "R-KEEP-4") == 0))
		return 0;
	return among(b->sim.rules, b->err.rule) ? 0 : DIFFERS_RULE;
}

unsigned compare_run(const struct gen_history *h, struct cw_arena *a, struct both *b)
{
	struct cw_clock_event events[SIM_EVENTS];
	struct cw_clock_settings settings = {
		.pause_from_received = h->settings.pause_from_received,
		.extension_per_case = h->settings.extension_per_case,
		.receipt_next_working_day = h->settings.receipt_next_working_day,
	};

	for (size_t i = 0; i < h->n; i++)
		events[i] = clock_event(&h->events[i]);
	cw_arena_reset(a);
	b->rc = cw_clock_compute(a, events, h->n, compare_calendars[h->calendar], &settings,
				 day_of(h->today), &b->clock, &b->err);
	return differ(b);
}

/* Leaves out of a history all that the difference does not need. */
static void shrink(struct gen_history *h, struct cw_arena *a, struct both *b)
{
	unsigned how = differ(b);
	struct gen_history less;

	for (size_t i = h->n; i-- > 0;) {
		less = *h;
		less.n--;
		memmove(&less.events[i], &less.events[i + 1],
			(less.n - i) * sizeof(less.events[0]));
		sim_run(&compare_walks[h->calendar], less.events, less.n, &less.settings,
			less.today, &b->sim);
		if (compare_run(&less, a, b) == how) {
			*h = less;
			i = h->n;
		}
	}
	sim_run(&compare_walks[h->calendar], h->events, h->n, &h->settings, h->today, &b->sim);
	compare_run(h, a, b);
}

static void print_members(const struct both *b)
{
	struct member m[MEMBERS];
	char sim[CW_DAY_TEXT], clock[CW_DAY_TEXT];

	members(&b->sim, &b->clock, m);
	for (size_t i = 0; i < MEMBERS; i++)
		if (m[i].sim != m[i].clock && m[i].is_day)
			fprintf(stderr, "  %s: the simulation %s, the clock %s\n", m[i].name,
				cw_day_text((cw_day)m[i].sim, sim),
				cw_day_text((cw_day)m[i].clock, clock));
		else if (m[i].sim != m[i].clock)
			fprintf(stderr, "  %s: the simulation %" PRId64 ", the clock %" PRId64 "\n",
				m[i].name, m[i].sim, m[i].clock);
}

void compare_report(const struct gen_history *h, struct cw_arena *a, struct both *b)
{
	struct gen_history least = *h;

	shrink(&least, a, b);
	fprintf(stderr,
		"The two clocks differ; SIM_SEED=%" PRIu64 " SIM_N=1 t-sim runs this again.  ",
		h->seed);
	gen_print(stderr, &least, &compare_walks[h->calendar]);
	if (!b->rc && !b->sim.refused)
		print_members(b);
	else
		fprintf(stderr, "  the simulation: %s %s; the clock: %s %s\n",
			b->sim.refused ? "refused" : "lawful", b->sim.refused ? b->sim.rules : "",
			!b->rc				? "lawful"
			: b->err.code == CW_LAW_FORBIDS ? "refused"
							: "makes no sense",
			b->rc && b->err.rule ? b->err.rule : "");
}
