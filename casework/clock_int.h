/*
 * What the clock's files share; nobody else includes it.  clock.c reads and orders the history and
 * says what came out; clock_law.c says what may happen when; clock_acts.c and clock_ends.c hold
 * what each type of event does; clock_void.c is about rectifications; clock_due.c counts the days
 * and explains them.
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
	bool act; /* a reply, or it began a period other than the first: what stands (R-KEEP-4) */
};

/* Days that are not counted: FROM to TO, both included; empty if TO is before FROM. */
struct clock_pause {
	cw_day from, to;
	cw_day sent;  /* consultation: the letter's day */
	uint64_t id;  /* consultation: pairs its events */
	bool stop;    /* a stop, else a consultation */
	bool open;    /* no end recorded: TO is the consultation's limit, or CW_DAY_MAX */
	bool receipt; /* consultation: its receipt is recorded */
	/* consultation: ended with the case (R-REQ-9); what comes of it all the same is kept */
	bool called_off;
	/* The same as FROM and TO when the calendar last changed; empty if added since. */
	cw_day then_from, then_to;
};

/* A reply period (R-CLOCK-11). */
struct clock_period {
	cw_day start;	  /* not counted */
	int working_days; /* 20, or what an order says for its handling */
	int extension;	  /* 0 = none */
	cw_day fixed;	  /* a delayed day, or the last day of an order's period; else NONE */
	/* The day that was told before the calendar changed (R-DAY-4), and the extension in it;
	 * NONE: no change.  What has come since moves it on. */
	cw_day told;
	int told_extension;
	/* If the last day lies before BACK_ON, the day on which it came back into force, the reply
	 * is due on FLOOR instead (R-FEE-10, or R-DAY-4 without BY_FEE), or where a stop keeps that
	 * out, on the next working day after it; NONE: never so. */
	cw_day back_on, floor;
	bool by_fee;
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
	cw_day last_on;		  /* the day of the last item; CW_DAY_NONE: no items */
	bool voids;		  /* there are rectifications */
	size_t checked_from;	  /* items before it were checked by an older calendar */

	enum clock_phase phase;
	bool stopped;
	cw_day stop_until;	 /* to ask to go on by, if known */
	cw_day no_lapse_until;	 /* what is waited for can come in up to this day; NONE: unknown */
	enum clock_phase lapsed; /* what was waited for when the case lapsed */
	bool complete;		 /* ... and came in after that */
	bool answered;		 /* the correction notice of this handling has its first answer */
	int order_days;		 /* working days of each period of this handling */
	int order_length; /* ... or, if the order gives days or months, calendar days; else 0 */
	uint64_t allows;  /* CW_CLOCK_ALLOWS_* of the order */
	bool fee_noticed; /* a fee notice was sent in this case */
	struct clock_period period;
	struct clock_pause *pauses; /* by FROM */
	size_t n_pauses;

	struct cw_clock_step *steps, spare;
	size_t n_steps, room;
	bool no_memory; /* looked at once, at the end */
};

/* ---- clock_law.c */

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

/* All of these return -1.  The law says no to the item in hand: by the rule of its type, or by
 * another (ARG may be NULL); or MEMBER ("/id", "" = the event) makes no sense. */
int cw_clock_refuse(struct clock_fold *f, enum cw_msg msg);
int cw_clock_refuse_by(struct clock_fold *f, enum cw_msg msg, const char *rule, const char *article,
		       const char *arg);
int cw_clock_fault(struct clock_fold *f, const char *member, enum cw_msg msg);
/* Nothing of the kind in this phase. */
int cw_clock_refuse_phase(struct clock_fold *f);
/* The period runs past the calendar. */
int cw_clock_too_far(struct clock_fold *f);

/* Whether day limits hold for the item in hand: those before a change of the calendar were checked
 * by the calendar of their time (R-DAY-4). */
bool cw_clock_checks_days(const struct clock_fold *f);
/* Refuses what would revive a period that has run out (R-CLOCK-12). */
int cw_clock_in_period(struct clock_fold *f, const struct cw_clock_event *e);

/* A new reply period (R-CLOCK-11) of the handling's length, told by MSG; an extension and a pause
 * used before count for nothing. */
void cw_clock_open(struct clock_fold *f, cw_day start, enum cw_msg msg,
		   const struct cw_clock_event *e);
/* From now on in PHASE, which waits up to UNTIL (CW_DAY_NONE: not known). */
void cw_clock_wait(struct clock_fold *f, enum clock_phase phase, cw_day until);
/* A step of the event, by its type's rule: the day is the first argument, the second may follow. */
struct cw_clock_step *cw_clock_tell(struct clock_fold *f, enum cw_msg msg,
				    const struct cw_clock_event *e);
struct cw_clock_step *cw_clock_tell_day(struct clock_fold *f, enum cw_msg msg,
					const struct cw_clock_event *e, cw_day day);
void cw_clock_tell_number(struct clock_fold *f, enum cw_msg msg, const struct cw_clock_event *e,
			  int n);

/* ---- clock_void.c */

/* Marks what is voided: 0, or -1 (no such event, or voided twice). */
int cw_clock_mark_voided(struct clock_fold *f);
/* What a rectification, recorded after the item in hand, takes away below it; NULL if none does. */
const struct cw_clock_event *cw_clock_voided_below(const struct clock_fold *f);
/* Refuses a rectification of something on which a later act stood when it was entered. */
int cw_clock_check_voided(struct clock_fold *f);

/* ---- clock_acts.c and clock_ends.c: a function for each type of event */

#define CLOCK_ACTS(X)                                                                              \
	X(received)                                                                                \
	X(correction_requested)                                                                    \
	X(corrected)                                                                               \
	X(consultation_sent) X(consultation_received) X(consultation_ended) X(extended) X(delayed) \
		X(fee_notified) X(fee_cancelled) X(fee_paid) X(lapsed) X(reinstated) X(stopped)    \
			X(resumed) X(ordered) X(voided) X(withdrawn) X(replied)                    \
				X(calendar_changed)
#define X(name) int cw_clock_on_##name(struct clock_fold *f, const struct cw_clock_event *e);
CLOCK_ACTS(X)
#undef X

/* ---- clock_due.c */

/* The day on which the reply is due, with open consultations cut at CUT (CW_DAY_NONE: at their own
 * limit); CW_DAY_NONE while a stop is open or beyond the calendar's range. */
cw_day cw_clock_due(const struct clock_fold *f, cw_day cut);
/* The last day of the period: the same without its floor (struct clock_period). */
cw_day cw_clock_last(const struct clock_fold *f);
/* The same as counted, without the day told. */
cw_day cw_clock_counted(const struct clock_fold *f);
/* Whether the floor holds. */
bool cw_clock_is_late(const struct clock_fold *f);
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
