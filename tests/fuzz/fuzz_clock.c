/*
 * The reply clock beside the simulation: eight bytes are the seed of a history, each three that
 * follow change it (drop an event, move its day, its end, its target).
 */
#include "tests/fuzz/fuzz.h"
#include "tests/sim/compare.h"

static void change(struct gen_history *h, const uint8_t *what)
{
	struct sim_event *e = &h->events[what[0] % h->n];
	const int by = (int)(int8_t)what[2];

	switch (what[1] % 4) {
	case 0:
		/* There is no case without its receipt. */
		if (e->type != SIM_RECEIVED) {
			h->n--;
			memmove(e, e + 1, (size_t)(&h->events[h->n] - e) * sizeof(*e));
		}
		break;
	case 1:
		if (e->on + by > 0 && e->on + by < WALK_DAYS - 800 &&
		    (e->until == WALK_NONE || e->on + by <= e->until))
			e->on += by;
		break;
	case 2:
		if (e->until != WALK_NONE && e->until + by >= e->on &&
		    e->until + by < WALK_DAYS - 800)
			e->until += by;
		break;
	default:
		e->target = what[2];
		break;
	}
}

/* Nothing is entered before its day (R-KEEP-3). */
static void follow_days(struct gen_history *h)
{
	for (size_t i = 0; i < h->n && h->today != WALK_NONE; i++)
		if (h->events[i].on > h->today)
			h->today = h->events[i].on;
}

FUZZ_TAKES("s2", "s7", "s14")
FUZZ(data, size, a)
{
	static struct gen_history h;
	static bool ready;
	static struct both b;
	uint64_t seed;

	if (!ready)
		must(compare_setup());
	ready = true;
	if (size < sizeof(seed))
		return;
	memcpy(&seed, data, sizeof(seed));
	gen_history(seed, compare_walks, &h, NULL, NULL);
	for (size_t i = sizeof(seed); h.n && i + 3 <= size; i += 3)
		change(&h, data + i);
	follow_days(&h);
	sim_run(&compare_walks[h.calendar], h.events, h.n, &h.settings, h.today, &b.sim);
	if (compare_run(&h, a, &b)) {
		compare_report(&h, a, &b);
		abort();
	}
	if (b.sim.due != WALK_NONE)
		fuzz_taken();
}
