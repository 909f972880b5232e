/*
 * iCalendar (RFC 5545) of days on which something falls due: what a calendar program subscribes to.
 * Pure: all-day events, no alarms, no personal data.
 */
#ifndef CASEWORK_ICAL_H
#define CASEWORK_ICAL_H

#include <stdbool.h>

#include "casework/base/arena.h"
#include "casework/base/date.h"

struct cw_ical_event {
	const char *uid;   /* stable; the same day moved is the same event */
	unsigned sequence; /* rises when it moves */
	cw_day on;
	const char *summary; /* any text; valid UTF-8 */
	const char *description;
	const char *url; /* ASCII */
	bool cancelled;
};

struct cw_ical {
	const char *name; /* shown for the whole */
	const char *lang; /* "zh", "en" */
	int64_t now;	  /* microseconds since 1970 UTC: when this is made */
	const struct cw_ical_event *events;
	size_t n;
};

/* The bytes, lines ended by CRLF and folded at 75 octets, never inside a character; NULL if no
 * memory. */
char *cw_ical_text(struct cw_arena *a, const struct cw_ical *cal, size_t *len);

#endif
