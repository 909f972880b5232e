/*
 * What a new calendar does to a case's reply clock (R-DAY-4): pure, the same for the load of a
 * notice, for its preview and for disclosurectl.
 */
#ifndef CASEWORK_CALENDAR_CHANGE_H
#define CASEWORK_CALENDAR_CHANGE_H

#include "casework/clock.h"

struct cw_calendar_change {
	/* The due day as it was told, as the new calendar gives it, and as it is worked to: the
	 * earlier of the two, or the next working day if the change alone has put it into the past.
	 * CW_DAY_NONE where no period runs. */
	cw_day before, after, worked_to;
	/* The change is to be entered as EVENT (its seq is behind all others').  Without it nothing
	 * moves: the clock computes to the same by both calendars. */
	bool has_event;
	struct cw_clock_event event;
	struct cw_clock clock; /* by the new calendar, with the event */
};

/* The history EVENTS by calendar THEN, which NOW replaces on TODAY.  An event is needed where the
 * due day moves, and where the history would be refused by the new calendar alone: what was done in
 * time by the calendar of its day stays so. */
int cw_calendar_change(struct cw_arena *a, const struct cw_clock_event *events, size_t n,
		       const struct cw_calendar *then, const struct cw_calendar *now,
		       const struct cw_clock_settings *settings, cw_day today,
		       struct cw_calendar_change *out, struct cw_err *err) CW_MUST_CHECK;

#endif
