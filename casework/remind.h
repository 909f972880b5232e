/*
 * The ladder of reminders over every kind of deadline (standards.md part 7): on which working days
 * before and after its day, and who.  One const table by kind; pure.  Whoever adds a kind to
 * casework/deadline.c adds its ladder here, or it has the plain one: the whole of the reply's.
 */
#ifndef CASEWORK_REMIND_H
#define CASEWORK_REMIND_H

#include "casework/calendar.h"
#include "casework/hook.h"

/* Who is reminded.  Applicants never are: what they are told is a notice, not a reminder. */
enum {
	CW_REMIND_CASEWORKER = 1, /* whose case it is; without one the heads are */
	CW_REMIND_HEAD = 2,
	CW_REMIND_SUPERVISOR = 4,
	CW_REMIND_ADVISOR = 8, /* who has the review that it is about, or an open one of the case */
	CW_REMIND_CLERK = 16,
	CW_REMIND_REVIEWER = 32, /* of secrecy */
	CW_REMIND_OFFICER = 64	 /* whose task it is */
};

struct cw_remind_step {
	int at; /* working days: -2 two before, 0 on the day, 1 the first after it */
	unsigned who;
	bool digest; /* only in the day's digest and the inbox */
	bool ack;    /* has to be acknowledged */
};

/* The steps of KIND in the order of days; N 0: none (a warning that speaks for itself). */
const struct cw_remind_step *cw_remind_ladder(const char *kind, size_t *n);
/* The day of a step AT of a deadline due on DUE_ON; CW_DAY_NONE outside the calendar. */
cw_day cw_remind_day(const struct cw_calendar *cal, cw_day due_on, int at);

/* What is to be done about an open deadline on TODAY.  SINCE: the day for which this look was
 * planned, so that what was missed since then is made good (only the latest step: who is told that
 * it is due needs not be told that it was to be due); CW_DAY_NONE: the first look at this version
 * of it, and what lies behind is told only if the deadline is over. STEP NULL: nobody is reminded
 * now.  NEXT: when to look again; CW_DAY_NONE: never. */
struct cw_remind {
	const struct cw_remind_step *step;
	cw_day next;
};
struct cw_remind cw_remind_look(const char *kind, const struct cw_calendar *cal, cw_day due_on,
				cw_day since, cw_day today);

/* The event by which others are told of STEP on TODAY: due soon, due today, overdue; CW_HOOK_NONE:
 * by none (a digest; the mark of casework/deadline.h tells it already; found too late).  Only what
 * is OF_CASE is ever marked. */
enum cw_hook cw_remind_hook(const char *kind, bool of_case, const struct cw_remind_step *step,
			    cw_day due_on, cw_day today);

/* Quiet hours of chat and mail, 20:00 to 08:00 in Beijing: the instant from which may be sent what
 * is ready at NOW (microseconds since 1970 UTC): NOW itself, or the end of the quiet.  What is due
 * the same day does not wait. */
int64_t cw_remind_send_at(int64_t now, bool due_today);
/* The end of the quiet hours that comes next after NOW, be they begun or not. */
int64_t cw_remind_quiet_end(int64_t now);

#endif
