/*
 * What the clock's three files share; nobody else includes it.  clock.c reads and orders the history
 * and says what came out; clock_acts.c holds what each type of event does; clock_due.c counts the
 * days and explains them.
 */
#ifndef CASEWORK_CLOCK_INT_H
#define CASEWORK_CLOCK_INT_H

#include "casework/clock.h"

/* Where a case stands as the clock sees it.  Being stopped (R-OUT-9) comes on top of any. */
enum clock_phase {
	CLOCK_BEFORE, /* not received */
	CLOCK_RUNNING,
	CLOCK_CORRECTION, /* stands still, waiting for the corrected request */
	CLOCK_PAYMENT,	  /* stands still, waiting for full payment */
	CLOCK_LAPSED,
	CLOCK_WITHDRAWN,
	CLOCK_REPLIED,
	CLOCK_PHASE_MAX
};

struct clock_item {
	const struct cw_clock_event *e;
	size_t place; /* in the caller's array */
	bool voided;
	bool is_base; /* opened a period or replied: what came before is not voided any more */
};

/* Days that are not counted: FROM to TO, both included; empty if TO is before FROM. */
struct clock_pause {
	cw_day from, to;
	cw_day sent;	 /* consultation: the letter's day */
	uint64_t id;	 /* consultation: pairs its events */
	bool stop;	 /* a stop, else a consultation */
	bool open;	 /* no end recorded: TO is the consultation's limit, or CW_DAY_MAX */
	bool receipt;	 /* consultation: its receipt is recorded */
};

/* A reply period (R-CLOCK-11). */
struct clock_period {
	cw_day start;	   /* not counted */
	int working_days;  /* 20, or what an order says */
	int extension;	   /* 0 = none */
	cw_day fixed;	   /* a delayed day, or the last day of an order's period; else NONE */
	cw_day fixed_from; /* days of a stop after this day put the fixed day off */
	bool ran_out;	   /* nothing revives it (R-CLOCK-12) */
	bool fee_cancelled;
	/* The counted day BASE is worked to as MOVED (R-FEE-10, R-DAY-4); NONE: no such move. */
	cw_day base, moved;
};

struct clock_fold {
	struct cw_arena *arena;
	const struct cw_calendar *cal;
	const struct cw_clock_settings *settings;
	cw_day today;
	struct cw_clock *out;
	struct cw_err *err;

	struct clock_item *items; /* by (on, seq) */
	size_t n_items, at;	  /* at: the item in hand */
	size_t checked_from;	  /* items before it were checked by an older calendar */
	unsigned voided_types;	  /* 1u << type of every voided event */

	enum clock_phase phase;
	bool stopped;
	cw_day stop_until;	 /* to ask to go on by, if known */
	cw_day no_lapse_until;	 /* what is waited for can come in up to this day; NONE: unknown */
	enum clock_phase lapsed; /* what was waited for when the case lapsed */
	bool complete;		 /* ... and came in after that */
	bool answered;		 /* the correction notice of this handling has its first answer */
	uint64_t allows;	 /* CW_CLOCK_ALLOWS_* of the order of this handling */
	struct clock_period period;
	struct clock_pause *pauses; /* by FROM */
	size_t n_pauses;

	struct cw_clock_step *steps, spare;
	size_t n_steps, room;
	bool no_memory; /* looked at once, at the end */
};

/* ---- clock_acts.c */

/* What may happen to a case in which phase, and by which rule. */
struct clock_law {
	const char *name, *rule, *article;
	enum cw_msg title;
	unsigned phases;    /* 1u << enum clock_phase */
	bool while_stopped; /* a fact, or what ends the stop */
	int (*apply)(struct clock_fold *f, const struct cw_clock_event *e);
};
extern const struct clock_law cw_clock_laws[CW_CLOCK_TYPE_MAX];

/* Applies the item in hand: 0, or -1 with the fold's error filled. */
int cw_clock_apply(struct clock_fold *f);
/* The law says no to the item in hand.  ARG, ARG2 may be NULL. */
int cw_clock_refuse(struct clock_fold *f, enum cw_msg msg, const char *rule, const char *article,
		    const char *arg, const char *arg2);

/* ---- clock_due.c */

/* The day that is worked to; CW_DAY_NONE while a stop is open or beyond the calendar's range. */
cw_day cw_clock_due(const struct clock_fold *f);
/* The same if every open consultation ended on DAY. */
cw_day cw_clock_due_if_ended(const struct clock_fold *f, cw_day day);
/* The day as counted, before it was moved (struct clock_period). */
cw_day cw_clock_counted(const struct clock_fold *f);
/* The last day of the period with EXTENSION instead of its own. */
cw_day cw_clock_due_extended(const struct clock_fold *f, int extension);
/* Whether an open consultation holds the due day back: it began in time and still runs today. */
bool cw_clock_is_paused(const struct clock_fold *f);
/* Puts P in its place. */
void cw_clock_pause_add(struct clock_fold *f, struct clock_pause p);
/* Restores the order after *P's FROM has moved to a later day. */
void cw_clock_pause_moved(struct clock_fold *f, struct clock_pause *p);

/* Adds the steps from the start day to DUE: what is excluded, the count, by which calendars; sets
 * provisional. */
void cw_clock_explain(struct clock_fold *f, cw_day due);
/* A new step of DAY, its first argument; never NULL (memory is looked at once, at the end). */
struct cw_clock_step *cw_clock_step(struct clock_fold *f, enum cw_msg msg, cw_day day,
				    const char *rule, const char *article);
/* Arguments, in the arena; "" without memory. */
const char *cw_clock_arg_day(struct clock_fold *f, cw_day day);
const char *cw_clock_arg_number(struct clock_fold *f, int n);

#endif
