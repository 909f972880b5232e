#include "notify/schedule.h"

#define SECOND INT64_C(1000000)

static const int32_t waits_s[NT_ATTEMPTS] = {
	0,	  5,	    5 * 60,    30 * 60,	  2 * 3600,
	5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600,
};

int64_t nt_schedule_wait(unsigned tried, uint32_t jitter, int64_t asked_s)
{
	int64_t wait, asked;

	if (tried >= NT_ATTEMPTS)
		return -1;
	wait = waits_s[tried] * SECOND;
	asked = (asked_s > NT_WAIT_MAX_S ? NT_WAIT_MAX_S : asked_s) * SECOND;
	if (asked > wait)
		wait = asked;
	/* At most 86,400 s: a tenth of it in microseconds times 2^32 would overflow, milliseconds do not. */
	return wait + (wait / 10000) * (int64_t)jitter / UINT32_MAX * 1000;
}
