#include "casework/calendar_change.h"

struct history {
	struct cw_arena *a;
	struct cw_clock_event *events; /* room for one more behind them */
	size_t n;
	const struct cw_clock_settings *settings;
	cw_day today;
};

static int compute(const struct history *h, const struct cw_calendar *cal, size_t more,
		   struct cw_clock *out, struct cw_err *err)
{
	return cw_clock_compute(h->a, h->events, h->n + more, cal, h->settings, h->today, out, err);
}

static int copy(struct history *h, const struct cw_clock_event *events, size_t n,
		struct cw_err *err)
{
	uint32_t seq = 0;

	h->events = cw_alloc_n(h->a, n + 1, sizeof(*h->events));
	if (!h->events)
		return cw_fail_memory(err);
	for (size_t i = 0; i < n; i++) {
		h->events[i] = events[i];
		seq = events[i].seq > seq ? events[i].seq : seq;
	}
	h->events[n] = (struct cw_clock_event){ .type = CW_CLOCK_CALENDAR_CHANGED,
						.on = h->today,
						.seq = seq + 1,
						.until = h->today,
						.told = h->today };
	h->n = n;
	return 0;
}

/* The day that the new calendar gives where the history needs the event to be read at all: as if no
 * day had been told. */
static int day_untold(struct history *h, const struct cw_calendar *now, cw_day *out,
		      struct cw_err *err)
{
	struct cw_clock clock;

	h->events[h->n].told = CW_DAY_MAX;
	if (compute(h, now, 1, &clock, err))
		return -1;
	*out = clock.due_on;
	return 0;
}

/* Days of the event where no period runs are for the record only. */
static void name_days(struct cw_clock_event *e, const struct cw_clock *before, cw_day after)
{
	const cw_day waits = before->waits_until != CW_DAY_NONE ? before->waits_until : e->on;

	e->told = before->due_on != CW_DAY_NONE ? before->due_on : waits;
	e->until = after != CW_DAY_NONE ? after : e->told;
}

int cw_calendar_change(struct cw_arena *a, const struct cw_clock_event *events, size_t n,
		       const struct cw_calendar *then, const struct cw_calendar *now,
		       const struct cw_clock_settings *settings, cw_day today,
		       struct cw_calendar_change *out, struct cw_err *err)
{
	struct history h = { .a = a, .settings = settings, .today = today };
	struct cw_clock before;
	struct cw_err refused;

	*out = (struct cw_calendar_change){ .has_event = false };
	if (copy(&h, events, n, err) || compute(&h, then, 0, &before, err))
		return -1;
	out->before = before.due_on;
	cw_err_clear(&refused);
	if (compute(&h, now, 0, &out->clock, &refused) == 0) {
		out->after = out->worked_to = out->clock.due_on;
		if (out->after == out->before)
			return 0;
	} else if (refused.code != CW_LAW_FORBIDS) {
		*err = refused;
		return -1;
	} else if (day_untold(&h, now, &out->after, err)) {
		return -1;
	}
	name_days(&h.events[n], &before, out->after);
	out->has_event = true;
	out->event = h.events[n];
	if (compute(&h, now, 1, &out->clock, err))
		return -1;
	out->worked_to = out->clock.due_on;
	return 0;
}
