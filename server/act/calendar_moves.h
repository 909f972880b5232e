/*
 * What a new calendar does to all days of a case (R-DAY-4): its reply clock and its other open
 * deadlines.  Reads only; server/act/follow.c does what this says, a preview shows it.
 */
#ifndef SERVER_ACT_CALENDAR_MOVES_H
#define SERVER_ACT_CALENDAR_MOVES_H

#include "casework/calendar_change.h"
#include "db/calendar_move.h"
#include "server/act/settings.h"

/* Deadlines that the clock does not say, which NOW moves on TODAY.  They were put by THEN. */
int calendar_moves_deadlines(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
			     const struct cw_calendar *then, const struct cw_calendar *now,
			     cw_day today, struct db_calendar_move **moves, size_t *n,
			     struct cw_err *err) CW_MUST_CHECK;

/* The case's own calendars and the one that would replace them. */
struct calendar_pair {
	const struct cw_calendar *clock, *deadlines; /* in force for the case */
	const struct cw_calendar *now;
	cw_day today;
};
/* All that would move in CASE, the reply first; nothing is changed. */
int calendar_moves_preview(struct db_conn *c, struct cw_arena *a, const struct db_calendar_case *k,
			   const struct calendar_pair *pair, struct db_calendar_move **moves,
			   size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* The reply's line of the list; false: it does not move. */
bool calendar_moves_reply(const struct cw_calendar_change *change, int handling,
			  struct db_calendar_move *out);

#endif
