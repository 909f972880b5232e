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

#include "casework/fee.h"
#include "tests/lib/tap.h"
#include "tests/sim/compare.h"

static void setup(void)
{
	ck_assert(compare_setup());
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
		const struct walk_day *d = &compare_walks[0].days[i];
		struct cw_ymd ymd = cw_day_ymd(compare_days[i]);
		char text[WALK_TEXT];

		EXPECT(compare_days[i] == compare_days[0] + i && cw_day_weekday(compare_days[i]) == d->weekday &&
			       ymd.year == d->year && ymd.month == d->month && ymd.day == d->day,
		       "%s: %d-%d-%d, weekday %d", walk_text(&compare_walks[0], i, text), ymd.year,
		       ymd.month, ymd.day, cw_day_weekday(compare_days[i]));
	}
}
END_TEST

START_TEST(every_day)
{
	const struct walk *w = &compare_walks[_i];
	char text[WALK_TEXT];

	/* Before the first notice nothing is known, and nobody asks (law.md's opening). */
	for (int i = walk_find(w, 2018, 12, 29); i < WALK_DAYS; i++) {
		EXPECT(cw_calendar_is_working(compare_calendars[_i], compare_days[i]) == w->days[i].worked,
		       "%s by the notices up to %s: the walk says %s", walk_text(w, i, text),
		       walk_issued[_i], w->days[i].worked ? "worked" : "off");
		EXPECT(cw_calendar_is_provisional(compare_calendars[_i], compare_days[i]) == !w->days[i].known,
		       "%s by the notices up to %s: the walk says %s", walk_text(w, i, text),
		       walk_issued[_i], w->days[i].known ? "known" : "provisional");
	}
}
END_TEST

/* N working days from FROM end on DUE, asked in every way. */
static bool due_agrees(size_t c, const struct walk *w, int from, int n, int due)
{
	const struct cw_calendar *cal = compare_calendars[c];

	return cw_calendar_add(cal, compare_days[from], n) == compare_days[due] &&
	       cw_calendar_count(cal, compare_days[from], compare_days[due]) == n &&
	       cw_calendar_count(cal, compare_days[due], compare_days[from]) == -n &&
	       (!w->days[from].worked || cw_calendar_sub(cal, compare_days[due], n) == compare_days[from]) &&
	       (n > 1 || cw_calendar_on_or_after(cal, compare_days[from] + 1) == compare_days[due]);
}

static bool explained_due_agrees(struct cw_arena *a, size_t c, int from, int n, int due)
{
	struct cw_clock clock;
	struct cw_err err;

	cw_arena_reset(a);
	return cw_clock_due_day(a, compare_days[from], n, compare_calendars[c], &clock, &err) == 0 &&
	       clock.due_on == compare_days[due] && clock.provisional == !compare_walks[c].days[due].known;
}

START_TEST(every_due_day)
{
	const struct walk *w = &compare_walks[_i];
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

struct comparison {
	struct cw_arena *arena;
	uint64_t checked, differing, show, refused, paused, overlapping, extended, handlings,
		restarted, voided, moved, provisional;
};

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
	if (compare_run(h, cmp->arena, &b)) {
		cmp->differing++;
		if (cmp->differing <= cmp->show)
			compare_report(h, cmp->arena, &b);
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
		gen_history(seed + i, compare_walks, &h, compare, &cmp);
		sim_run(&compare_walks[h.calendar], h.events, h.n, &h.settings, h.today, &now);
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
	tcase_add_unchecked_fixture(t, setup, compare_teardown);
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
