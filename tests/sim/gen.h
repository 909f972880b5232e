/*
 * Random histories of a case for the comparison of two clocks: mostly such as the law lets happen,
 * with days close to every limit, and some that it forbids.  A seed makes the same history again.
 */
#ifndef TESTS_SIM_GEN_H
#define TESTS_SIM_GEN_H

#include <stdint.h>
#include <stdio.h>

#include "tests/sim/sim.h"

/* The calendars: the notices up to each of walk_issued, and last all of them. */
#define GEN_CALENDARS 10

struct gen_history {
	uint64_t seed;
	size_t calendar; /* which of the calendars holds */
	struct sim_settings settings;
	int today; /* or WALK_NONE */
	struct sim_event events[SIM_EVENTS];
	size_t n;
};

/* Called with each stage of a history while it grows, refused stages too. */
typedef void gen_stage(const struct gen_history *h, const struct sim_result *sim, void *arg);

/* The history of SEED; STAGE may be NULL. */
void gen_history(uint64_t seed, const struct walk calendars[GEN_CALENDARS], struct gen_history *h,
		 gen_stage *stage, void *arg);
void gen_print(FILE *out, const struct gen_history *h, const struct walk *w);

#endif
