/*
 * What falls due in a case: the kinds of its deadline rows, and what becomes of one whose day is
 * there.  One const table; whoever puts a deadline of a new kind adds its row here, and a kind that
 * has none is treated as the plain row does: the office owes something, and is told when it is
 * over.
 */
#ifndef CASEWORK_DEADLINE_H
#define CASEWORK_DEADLINE_H

#include "casework/calendar.h"
#include "casework/machine.h"

struct cw_deadline_row {
	const char *kind; /* on the wire and in the database; NULL: the plain row */
	enum cw_msg title;
	/* What the scheduler enters when it is over, or, ON_THE_DAY, when its day is there;
	 * CW_ACT_MAX: nothing. */
	enum cw_act mark;
	bool on_the_day;
	/* Ends by itself once its day is over (a warning). */
	bool ends;
	/* Shown beside the case and marked, but never what the queue goes by. */
	bool aside;
	/* The clock of the case says its day: nobody but server/act puts it. */
	bool by_clock;
	/* Somebody else's time: what they were told is never cut short by a calendar (R-DAY-4). */
	bool theirs;
	/* Counted in days or months: only a last day on a day off moves (R-DAY-5).  FIXED: not even
	 * that, a day that something begins or that somebody set. */
	bool by_days, fixed;
	/* Told to who waits for it: the earlier of that day and the new one is worked to (R-DAY-4). */
	bool told;
	const char *rule, *article;
	/* Of no case: the staff's page on which it is dealt with; NULL: "urgings". */
	const char *page;
};

/* Never NULL. */
const struct cw_deadline_row *cw_deadline(const char *kind);
/* All rows, the plain one last. */
const struct cw_deadline_row *cw_deadlines(size_t *n);

/* Where a deadline of KIND that belongs to no case is dealt with, behind "/staff#/". */
const char *cw_deadline_page(const char *kind);

/* The first day on which the scheduler has something to do about a deadline of KIND that is due on
 * DUE_ON; CW_DAY_NONE: never. */
cw_day cw_deadline_mark_on(const char *kind, cw_day due_on);

/* The day of an open deadline of KIND, known on TODAY as DUE_ON, when calendar NOW replaces THEN
 * (R-DAY-4).  A period of working days keeps the working days that are left of it after TODAY, so
 * that nothing falls into the past by the change alone; what is over stays as it is. */
cw_day cw_deadline_moved(const char *kind, const struct cw_calendar *then,
			 const struct cw_calendar *now, cw_day today, cw_day due_on);

#endif
