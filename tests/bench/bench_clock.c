/*
 * How fast days and clocks are computed, each beside a loop that walks day by day, in one run:
 *
 *	make tests/bench/clock && tests/bench/clock [N]		(1,000,000 of each)
 *
 * The walk and the clock that is lived through are the tests' own (tests/sim).  Each loop's days
 * are added up: the two sums of a pair must agree, or the figures mean nothing and the program
 * fails.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "casework/clock.h"
#include "tests/sim/sim.h"

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static void line(const char *what, long n, double seconds)
{
	printf("%-48s %9ld in %7.3f s  %12.0f /s  %8.1f ns each\n", what, n, seconds,
	       (double)n / seconds, seconds * 1e9 / (double)n);
}

#define FIRST  cw_day_of(2019, 1, 1)
#define SPREAD 2800 /* start days from 2019 to the autumn of 2026 */

static int64_t walk_days(const struct walk *w, long n)
{
	const int first = walk_find(w, 2019, 1, 1);
	int64_t sum = 0;

	for (long i = 0; i < n; i++)
		sum += walk_after(w, first + (int)(i % SPREAD), 20 + (int)(i % 21)) - first;
	return sum;
}

static int64_t due_days(const struct cw_calendar *cal, long n)
{
	int64_t sum = 0;

	for (long i = 0; i < n; i++)
		sum += cw_calendar_add(cal, FIRST + (cw_day)(i % SPREAD), 20 + (int)(i % 21)) -
		       FIRST;
	return sum;
}

/* Receipt, a correction that restarts it, a consultation of 15 working days, an extension of 20. */
static int64_t clocks(const struct cw_calendar *cal, struct cw_arena *a, long n)
{
	static struct cw_err err;
	int64_t sum = 0;

	for (long i = 0; i < n; i++) {
		const cw_day in = FIRST + (cw_day)(i % SPREAD);
		const cw_day corrected = cw_calendar_add(cal, in, 9), sent = corrected + 5;
		const struct cw_clock_event events[] = {
			{ .type = CW_CLOCK_RECEIVED,
			  .on = in,
			  .seq = 1,
			  .until = CW_DAY_NONE,
			  .told = CW_DAY_NONE },
			{ .type = CW_CLOCK_CORRECTION_REQUESTED,
			  .on = in + 3,
			  .seq = 2,
			  .until = in + 30,
			  .told = CW_DAY_NONE },
			{ .type = CW_CLOCK_CORRECTED,
			  .on = corrected,
			  .seq = 3,
			  .until = CW_DAY_NONE,
			  .told = CW_DAY_NONE },
			{ .type = CW_CLOCK_CONSULTATION_SENT,
			  .on = sent,
			  .seq = 4,
			  .id = 1,
			  .until = cw_calendar_add(cal, sent, 15),
			  .told = CW_DAY_NONE },
			{ .type = CW_CLOCK_CONSULTATION_ENDED,
			  .on = sent + 10,
			  .seq = 5,
			  .id = 1,
			  .until = CW_DAY_NONE,
			  .told = CW_DAY_NONE },
			{ .type = CW_CLOCK_EXTENDED,
			  .on = sent + 11,
			  .seq = 6,
			  .working_days = 20,
			  .until = CW_DAY_NONE,
			  .told = CW_DAY_NONE },
		};
		struct cw_clock out;

		cw_arena_reset(a);
		cw_err_clear(&err);
		if (cw_clock_compute(a, events, sizeof(events) / sizeof(events[0]), cal,
				     &cw_clock_settings_default, CW_DAY_NONE, &out, &err)) {
			fprintf(stderr, "history %ld is refused: %s\n", i, cw_msg_name(err.msg));
			exit(1);
		}
		sum += out.due_on - FIRST;
	}
	return sum;
}

/* The same histories, day by day. */
static int64_t lived_clocks(const struct walk *w, long n)
{
	const int first = walk_find(w, 2019, 1, 1);
	const struct sim_settings settings = { false, false, false };
	int64_t sum = 0;

	for (long i = 0; i < n; i++) {
		const int in = first + (int)(i % SPREAD);
		const int corrected = walk_after(w, in, 9), sent = corrected + 5;
		const struct sim_event events[] = {
			{ .type = SIM_RECEIVED, .on = in, .seq = 1, .until = WALK_NONE },
			{ .type = SIM_CORRECTION_REQUESTED,
			  .on = in + 3,
			  .seq = 2,
			  .until = in + 30 },
			{ .type = SIM_CORRECTED, .on = corrected, .seq = 3, .until = WALK_NONE },
			{ .type = SIM_CONSULTATION_SENT,
			  .on = sent,
			  .seq = 4,
			  .id = 1,
			  .until = walk_after(w, sent, 15) },
			{ .type = SIM_CONSULTATION_ENDED,
			  .on = sent + 10,
			  .seq = 5,
			  .id = 1,
			  .until = WALK_NONE },
			{ .type = SIM_EXTENDED,
			  .on = sent + 11,
			  .seq = 6,
			  .working_days = 20,
			  .until = WALK_NONE },
		};
		struct sim_result out;

		sim_run(w, events, sizeof(events) / sizeof(events[0]), &settings, WALK_NONE, &out);
		sum += out.due - first;
	}
	return sum;
}

int main(int argc, char **argv)
{
	const long n = argc > 1 ? atol(argv[1]) : 1000000;
	static struct walk walk;
	size_t n_notices;
	const struct cw_notice *notices = cw_notices_builtin(&n_notices);
	struct cw_calendar *cal = cw_calendar_new(notices, n_notices, CW_DAY_NONE);
	struct cw_arena *a = cw_arena_new(0);
	int64_t walked, added, lived, due;
	double t[5];

	if (!cal || !a || n < 1)
		return 1;
	walk_build(&walk, NULL);
	t[0] = now();
	walked = walk_days(&walk, n);
	t[1] = now();
	added = due_days(cal, n);
	t[2] = now();
	lived = lived_clocks(&walk, n);
	t[3] = now();
	due = clocks(cal, a, n);
	t[4] = now();
	line("due days, walked day by day", n, t[1] - t[0]);
	line("due days, cw_calendar_add", n, t[2] - t[1]);
	line("clocks of 6 events, day by day", n, t[3] - t[2]);
	line("clocks of 6 events with steps, cw_clock_compute", n, t[4] - t[3]);
	printf("due days: %.1f times the walk; clocks: %.1f times; sums %" PRId64 " %" PRId64
	       ", %" PRId64 " %" PRId64 "\n",
	       (t[1] - t[0]) / (t[2] - t[1]), (t[3] - t[2]) / (t[4] - t[3]), walked, added, lived,
	       due);
	cw_arena_free(a);
	cw_calendar_free(cal);
	return walked == added && lived == due ? 0 : 1;
}
