/*
 * The reply clock once more, written from law.md alone: no code, table or type of casework/ is
 * shared.  The history is lived through event by event; wherever a due day is asked for, the reply
 * period is walked through one calendar day at a time, asking of each day whether the case stood
 * still on it.  Slow and plain on purpose.
 */
#ifndef TESTS_SIM_SIM_H
#define TESTS_SIM_SIM_H

#include "tests/sim/walk.h"

enum sim_type {
	SIM_RECEIVED,
	SIM_CORRECTION_REQUESTED, /* until: the last day for the answer */
	SIM_CORRECTED,
	SIM_CONSULTATION_SENT,	   /* id; until: its end */
	SIM_CONSULTATION_RECEIVED, /* id; until: its end */
	SIM_CONSULTATION_ENDED,	   /* id */
	SIM_EXTENDED,		   /* working_days */
	SIM_FEE_NOTIFIED,	   /* until: the last day to pay, if known */
	SIM_FEE_CANCELLED,
	SIM_FEE_PAID,
	SIM_DELAYED,	/* until */
	SIM_LAPSED,	/* until: the last day for the answer, if nothing before says it */
	SIM_REINSTATED, /* complete: what was waited for is in; until: its new last day */
	SIM_STOPPED,
	SIM_RESUMED,
	SIM_ORDERED, /* working_days or until; neither: 20; what it allows */
	SIM_VOIDED,  /* target */
	SIM_WITHDRAWN,
	SIM_REPLIED,
	SIM_CALENDAR_CHANGED, /* told: the day as it was */
	SIM_TYPES
};

/* Days are places in the walk's strip, WALK_NONE if not given. */
struct sim_event {
	enum sim_type type;
	int on;
	unsigned seq;
	unsigned long id;
	int until, told, working_days;
	unsigned target;
	bool complete, allows_correction, allows_extension;
};

struct sim_settings {
	bool pause_from_received, extension_per_case, receipt_next_working_day;
};

enum sim_waiting {
	SIM_NOT_WAITING,
	SIM_FOR_CONFIRMATION,
	SIM_FOR_CORRECTION,
	SIM_FOR_PAYMENT,
	SIM_STOPPED_STILL
};

#define SIM_RULES 200

struct sim_result {
	bool refused;
	bool rectified;	       /* events were voided: R-KEEP-4 can be the reason as well */
	char rules[SIM_RULES]; /* all that forbid it, separated by blanks; "*": whichever */
	int due;	       /* WALK_NONE while it waits or has ended without a reply */
	int due_if_today;      /* WALK_NONE unless a consultation is open and today was given */
	bool provisional, ended, paused, delayed, marked;
	enum sim_waiting waiting;
	int waits_until, start, ended_on, handling, period, correction_last, days_late;
	bool correction_used, extension_used;
};

#define SIM_EVENTS 40

/* The clock of the N events (any order, at most SIM_EVENTS; a receipt is the first of its day) as
 * it stands on TODAY (or WALK_NONE). */
void sim_run(const struct walk *w, const struct sim_event *events, size_t n,
	     const struct sim_settings *settings, int today, struct sim_result *out);

const char *sim_type_name(enum sim_type type);

#endif
