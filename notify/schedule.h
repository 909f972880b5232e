/*
 * When a delivery is tried again (standards.md part 1).  Pure; the jitter and all times are
 * arguments.
 */
#ifndef NOTIFY_SCHEDULE_H
#define NOTIFY_SCHEDULE_H

#include <stdint.h>

/* Attempts of one delivery: at once, then after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h. */
#define NT_ATTEMPTS 10
/* Order per case and endpoint holds during these (design.md, Outbox). */
#define NT_ATTEMPTS_IN_ORDER 3
#define NT_WAIT_MAX_S	     86400 /* what a receiver can ask for at most: one day */

/* Microseconds to wait after TRIED attempts, or -1 once the schedule is used up (the delivery is
 * dead).  JITTER, 0 to UINT32_MAX at random, adds up to a tenth, so that what failed together is not
 * tried again together.  ASKED_S: what the receiver asked for (Retry-After), 0 = nothing; never less
 * than that is waited, up to NT_WAIT_MAX_S. */
int64_t nt_schedule_wait(unsigned tried, uint32_t jitter, int64_t asked_s);

#endif
