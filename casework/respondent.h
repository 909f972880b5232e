/*
 * The agency as respondent (R-OUT-8): the day by which it must answer a reconsideration body or a court.
 */
#ifndef CASEWORK_RESPONDENT_H
#define CASEWORK_RESPONDENT_H

#include "casework/calendar.h"

enum cw_respondent {
	CW_RESPONDENT_RECONSIDERATION, /* 复议法48: 10 working days from receipt of the copy */
	CW_RESPONDENT_SIMPLE,	       /* 复议法54, simple procedure: 5 working days */
	CW_RESPONDENT_SUIT,	       /* 行诉法67: 15 days; a last day off moves on (R-DAY-5) */
	CW_RESPONDENT_MAX
};

struct cw_respondent_day {
	cw_day due_on;
	bool provisional; /* runs into a year with no notice (R-DAY-3) */
	const char *rule, *article;
};
/* RECEIVED_ON: the day on which the agency received the copy; not counted itself.  Pure. */
struct cw_respondent_day cw_respondent_due(enum cw_respondent kind, cw_day received_on,
					   const struct cw_calendar *cal);

#endif
