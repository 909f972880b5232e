/*
 * The two clocks side by side, casework/clock.h and the simulation, on one history: what
 * tests/casework/test_sim.c asks of many and tests/fuzz of what a fuzzer makes of them.
 */
#ifndef TESTS_SIM_COMPARE_H
#define TESTS_SIM_COMPARE_H

#include "casework/clock.h"
#include "tests/sim/gen.h"

/* By the notices up to each of walk_issued; made by compare_setup, false without memory. */
extern struct walk compare_walks[GEN_CALENDARS];
extern struct cw_calendar *compare_calendars[GEN_CALENDARS];
extern cw_day compare_days[WALK_DAYS]; /* of the strip's places */
bool compare_setup(void);
void compare_teardown(void);

/* Both clocks of a history. */
struct both {
	struct sim_result sim; /* the caller's, by sim_run */
	struct cw_clock clock;
	int rc;
	struct cw_err err;
};
/* Runs the other clock; 0 if they agree, else bits that say how they differ. */
unsigned compare_run(const struct gen_history *h, struct cw_arena *a, struct both *b);
/* Prints the least part of the history on which they differ in the same way. */
void compare_report(const struct gen_history *h, struct cw_arena *a, struct both *b);

#endif
