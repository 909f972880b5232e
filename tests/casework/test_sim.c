/*
 * casework/ beside answers that share nothing with it: working days found by walking
 * (tests/sim/walk.h), the reply clock lived through again (tests/sim/sim.h), fees added up unit by
 * unit.
 *
 * SIM_N: how many random histories (200000); SIM_SEED: the first one's seed (1).  A history on
 * which the two clocks differ is printed with its seed: SIM_SEED=<seed> SIM_N=1 runs it alone.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "casework/clock.h"
#include "casework/fee.h"
#include "tests/lib/tap.h"
#include "tests/sim/gen.h"

static struct walk walks[GEN_CALENDARS];
static struct cw_calendar *calendars[GEN_CALENDARS];
static cw_day days[WALK_DAYS];

static cw_day day_of(int place)
{
	return place == WALK_NONE ? CW_DAY_NONE : days[place];
}

static cw_day parse(const char *text)
{
	cw_day day = CW_DAY_NONE;

	ck_assert(cw_day_parse(text, strlen(text), &day));
	return day;
}

static void setup(void)
{
	size_t n;
	const struct cw_notice *notices = cw_notices_builtin(&n);

	ck_assert_uint_eq(walk_n_issued, GEN_CALENDARS);
	for (size_t c = 0; c < GEN_CALENDARS; c++) {
		walk_build(&walks[c], walk_issued[c]);
		calendars[c] = cw_calendar_new(notices, n, parse(walk_issued[c]));
		ck_assert_ptr_nonnull(calendars[c]);
	}
	for (int i = 0; i < WALK_DAYS; i++) {
		const struct walk_day *d = &walks[0].days[i];

		days[i] = cw_day_of(d->year, d->month, d->day);
	}
}

static void teardown(void)
{
	for (size_t c = 0; c < GEN_CALENDARS; c++)
		cw_calendar_free(calendars[c]);
}

/* ---- R-DAY-1 to R-DAY-3. */

/* An assertion of Check writes to a file each time; these loops only look. */
#define EXPECT(what, ...)                                                                          \
	do {                                                                                       \
		if (!(what))                                                                       \
			ck_abort_msg(__VA_ARGS__);                                                 \
	} while (0)

START_TEST(dates)
{
	for (int i = 0; i < WALK_DAYS; i++) {
		const struct walk_day *d = &walks[0].days[i];
		struct cw_ymd ymd = cw_day_ymd(days[i]);
		char text[WALK_TEXT];

		EXPECT(days[i] == days[0] + i && cw_day_weekday(days[i]) == d->weekday &&
			       ymd.year == d->year && ymd.month == d->month && ymd.day == d->day,
		       "%s: %d-%d-%d, weekday %d", walk_text(&walks[0], i, text), ymd.year,
		       ymd.month, ymd.day, cw_day_weekday(days[i]));
	}
}
END_TEST

START_TEST(every_day)
{
	const struct walk *w = &walks[_i];
	char text[WALK_TEXT];

	/* Before the first notice nothing is known, and nobody asks (law.md's opening). */
	for (int i = walk_find(w, 2018, 12, 29); i < WALK_DAYS; i++) {
		EXPECT(cw_calendar_is_working(calendars[_i], days[i]) == w->days[i].worked,
		       "%s by the notices up to %s: the walk says %s", walk_text(w, i, text),
		       walk_issued[_i], w->days[i].worked ? "worked" : "off");
		EXPECT(cw_calendar_is_provisional(calendars[_i], days[i]) == !w->days[i].known,
		       "%s by the notices up to %s: the walk says %s", walk_text(w, i, text),
		       walk_issued[_i], w->days[i].known ? "known" : "provisional");
	}
}
END_TEST

/* N working days from FROM end on DUE, asked in every way. */
static bool due_agrees(size_t c, const struct walk *w, int from, int n, int due)
{
	const struct cw_calendar *cal = calendars[c];

	return cw_calendar_add(cal, days[from], n) == days[due] &&
	       cw_calendar_count(cal, days[from], days[due]) == n &&
	       cw_calendar_count(cal, days[due], days[from]) == -n &&
	       (!w->days[from].worked || cw_calendar_sub(cal, days[due], n) == days[from]) &&
	       (n > 1 || cw_calendar_on_or_after(cal, days[from] + 1) == days[due]);
}

static bool explained_due_agrees(struct cw_arena *a, size_t c, int from, int n, int due)
{
	struct cw_clock clock;
	struct cw_err err;

	cw_arena_reset(a);
	return cw_clock_due_day(a, days[from], n, calendars[c], &clock, &err) == 0 &&
	       clock.due_on == days[due] && clock.provisional == !walks[c].days[due].known;
}

START_TEST(every_due_day)
{
	const struct walk *w = &walks[_i];
	int last = walk_find(w, 2026, 12, 31);
	struct cw_arena *a = cw_arena_new(0);
	char text[WALK_TEXT];

	for (int from = walk_find(w, 2019, 1, 1); from <= last; from++) {
		for (int n = 1, due = from; n <= 40; n++) {
			due = walk_after(w, due, 1);
			EXPECT(due_agrees((size_t)_i, w, from, n, due) &&
				       explained_due_agrees(a, (size_t)_i, from, n, due),
			       "%d working days from %s by the notices up to %s", n,
			       walk_text(w, from, text), walk_issued[_i]);
		}
	}
	cw_arena_free(a);
}
END_TEST

/* ---- The clock. */

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

struct comparison {
	struct cw_arena *arena;
	uint64_t checked, differing, show, refused, paused, overlapping, extended, handlings,
		restarted, voided, moved, provisional;
};

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

/* Both clocks of a history. */
struct both {
	struct sim_result sim;
	struct cw_clock clock;
	int rc;
	struct cw_err err;
};

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

static unsigned run_both(const struct gen_history *h, struct cw_arena *a, struct both *b)
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
	b->rc = cw_clock_compute(a, events, h->n, calendars[h->calendar], &settings,
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
		sim_run(&walks[h->calendar], less.events, less.n, &less.settings, less.today,
			&b->sim);
		if (run_both(&less, a, b) == how) {
			*h = less;
			i = h->n;
		}
	}
	sim_run(&walks[h->calendar], h->events, h->n, &h->settings, h->today, &b->sim);
	run_both(h, a, b);
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

static void report(const struct gen_history *h, struct cw_arena *a, struct both *b)
{
	struct gen_history least = *h;

	shrink(&least, a, b);
	fprintf(stderr,
		"The two clocks differ; SIM_SEED=%" PRIu64 " SIM_N=1 t-sim runs this again.  ",
		h->seed);
	gen_print(stderr, &least, &walks[h->calendar]);
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

static size_t n_of(const struct gen_history *h, enum sim_type type)
{
	size_t n = 0;

	for (size_t i = 0; i < h->n; i++)
		n += h->events[i].type == type;
	return n;
}

/* What the lawful histories are about, so that nobody compares nothing. */
static void tally(struct comparison *cmp, const struct gen_history *h, const struct cw_clock *c)
{
	cmp->paused += c->paused;
	cmp->overlapping += c->paused && n_of(h, SIM_CONSULTATION_SENT) > 1;
	cmp->extended += c->extension_used;
	cmp->handlings += c->handling > 1;
	cmp->restarted += c->period > 1;
	cmp->voided += n_of(h, SIM_VOIDED) > 0;
	cmp->moved += n_of(h, SIM_CALENDAR_CHANGED) > 0;
	cmp->provisional += c->provisional;
}

static void compare(const struct gen_history *h, const struct sim_result *sim, void *arg)
{
	struct comparison *cmp = arg;
	static struct both b;

	b.sim = *sim;
	cmp->checked++;
	if (run_both(h, cmp->arena, &b)) {
		cmp->differing++;
		if (cmp->differing <= cmp->show)
			report(h, cmp->arena, &b);
		return;
	}
	if (b.rc)
		cmp->refused++;
	else
		tally(cmp, h, &b.clock);
}

static uint64_t from_env(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

START_TEST(histories)
{
	uint64_t n = from_env("SIM_N", 200000), seed = from_env("SIM_SEED", 1);
	struct comparison cmp = { .arena = cw_arena_new(0), .show = from_env("SIM_SHOW", 3) };
	static struct gen_history h;
	struct sim_result now;

	ck_assert_ptr_nonnull(cmp.arena);
	for (uint64_t i = 0; i < n; i++) {
		gen_history(seed + i, walks, &h, compare, &cmp);
		sim_run(&walks[h.calendar], h.events, h.n, &h.settings, h.today, &now);
		compare(&h, &now, &cmp);
	}
	cw_arena_free(cmp.arena);
	printf("# %" PRIu64 " histories, %" PRIu64 " comparisons: %" PRIu64
	       " refused; of the rest %" PRIu64 " paused (%" PRIu64
	       " with several letters), %" PRIu64 " extended, %" PRIu64 " ordered, %" PRIu64
	       " restarted, %" PRIu64 " rectified, %" PRIu64 " with a changed calendar, %" PRIu64
	       " provisional\n",
	       n, cmp.checked, cmp.refused, cmp.paused, cmp.overlapping, cmp.extended,
	       cmp.handlings, cmp.restarted, cmp.voided, cmp.moved, cmp.provisional);
	ck_assert_uint_eq(cmp.differing, 0);
	/* A generator gone wrong would make the comparison empty. */
	if (n >= 10000) {
		ck_assert_uint_gt(cmp.checked, 4 * n);
		ck_assert_uint_gt(cmp.refused, n / 10);
		ck_assert_uint_gt(cmp.paused, n / 10);
		ck_assert_uint_gt(cmp.overlapping, n / 20);
		ck_assert_uint_gt(cmp.extended, n / 20);
		ck_assert_uint_gt(cmp.handlings, n / 20);
		ck_assert_uint_gt(cmp.restarted, n / 20);
		ck_assert_uint_gt(cmp.voided, n / 20);
		ck_assert_uint_gt(cmp.moved, n / 20);
		ck_assert_uint_gt(cmp.provisional, n / 20);
	}
}
END_TEST

/* ---- Fees (R-FEE-3, R-FEE-4), one unit after the other. */

#define UNITS 5000

/* What the K-th unit of the month costs, in yuan. */
static int64_t item_price(int k)
{
	int64_t price = 100;

	if (k <= 10)
		return 0;
	for (int last = 30; k > last; last += 10)
		price += 100;
	return price;
}

static int64_t page_price(int k)
{
	return k <= 30 ? 0 : k <= 100 ? 10 : k <= 200 ? 20 : 40;
}

static void check_fee(struct cw_arena *a, enum cw_fee_method method, int before, int units,
		      int64_t yuan)
{
	struct cw_fee fee;
	struct cw_err err;
	cw_fen sum = 0;
	int64_t counted = 0;

	cw_arena_reset(a);
	EXPECT(cw_fee_compute(a, method, before, units, &fee, &err) == 0 &&
		       fee.amount == yuan * 100,
	       "%s, %d before, %d: not %" PRId64 " yuan", cw_fee_method_name(method), before, units,
	       yuan);
	for (size_t i = 0; i < fee.n_steps; i++) {
		EXPECT(fee.steps[i].amount == fee.steps[i].each * fee.steps[i].count,
		       "%s, %d before, %d: step %zu", cw_fee_method_name(method), before, units, i);
		sum += fee.steps[i].amount;
		counted += fee.steps[i].count;
	}
	EXPECT(sum == fee.amount && counted == units, "%s, %d before, %d: the steps do not add up",
	       cw_fee_method_name(method), before, units);
}

START_TEST(fees)
{
	static int64_t items[UNITS + 1], pages[UNITS + 1];
	struct cw_arena *a = cw_arena_new(0);

	for (int k = 1; k <= UNITS; k++) {
		items[k] = items[k - 1] + item_price(k);
		pages[k] = pages[k - 1] + page_price(k);
	}
	for (int units = 0; units <= UNITS; units++) {
		check_fee(a, CW_FEE_BY_PAGE, 0, units, pages[units]);
		check_fee(a, CW_FEE_BY_ITEM, 0, units, items[units]);
		/* Every number of units before, in strides that meet all places within the tens. */
		for (int before = units % 7; before + units <= UNITS; before += 37)
			check_fee(a, CW_FEE_BY_ITEM, before, units,
				  items[before + units] - items[before]);
	}
	for (int before = 0; before <= 130; before++)
		for (int units = 0; units <= 130; units++)
			check_fee(a, CW_FEE_BY_ITEM, before, units,
				  items[before + units] - items[before]);
	cw_arena_free(a);
}
END_TEST

static Suite *sim_suite(void)
{
	Suite *s = suite_create("sim");
	TCase *t = tcase_create("sim");

	tcase_set_timeout(t, 0);
	tcase_add_unchecked_fixture(t, setup, teardown);
	tcase_add_test(t, dates);
	tcase_add_loop_test(t, every_day, 0, GEN_CALENDARS);
	tcase_add_loop_test(t, every_due_day, 0, GEN_CALENDARS);
	tcase_add_test(t, fees);
	tcase_add_test(t, histories);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	return tap_run(sim_suite());
}
