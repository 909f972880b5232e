/*
 * The reply clock (R-CLOCK-1 to R-CLOCK-12): a pure fold over a case's events.  The same function
 * serves cases, calculators and verification.
 */
#ifndef CASEWORK_CLOCK_H
#define CASEWORK_CLOCK_H

#include "casework/calendar.h"

enum cw_clock_type {
	CW_CLOCK_RECEIVED,
	CW_CLOCK_CORRECTION_REQUESTED,	/* until: answer_by, if known */
	CW_CLOCK_CORRECTED,		/* the first answer; later ones are supplements */
	CW_CLOCK_CONSULTATION_SENT,	/* id; until: ends_by, or working_days (15 if neither) */
	CW_CLOCK_CONSULTATION_RECEIVED, /* id; the same, counted from the receipt */
	CW_CLOCK_CONSULTATION_ENDED,	/* id: opinion, silence, undeliverable or called off */
	CW_CLOCK_EXTENDED,		/* working_days */
	CW_CLOCK_FEE_NOTIFIED,		/* until: last day to pay, if known */
	CW_CLOCK_FEE_CANCELLED,
	CW_CLOCK_FEE_PAID, /* in full; without a notice before it: as if one had been sent in time.
			      Too late or not owed: refunded, without effect (R-FEE-8) */
	CW_CLOCK_DELAYED,  /* until */
	CW_CLOCK_LAPSED,   /* after the last day of what was waited for; until: that day, where the
			      receipt of the notice became known later, never before the notice's */
	CW_CLOCK_REINSTATED, /* id: CW_CLOCK_COMPLETE; until: the new day to answer or pay by */
	CW_CLOCK_STOPPED,    /* until: last day to ask to go on, if known (R-OUT-9) */
	CW_CLOCK_RESUMED,
	CW_CLOCK_ORDERED, /* working_days (20 if not given), or until: the last day of a period in
			     days or months (R-DAY-5); id: CW_CLOCK_ALLOWS_* */
	CW_CLOCK_VOIDED,  /* seq of the event that it voids in `target`.  Refused if, as the record stood
			     when this was entered, a later reply or a later beginning of a period
			     came after that event and is not voided too (R-KEEP-4) */
	CW_CLOCK_WITHDRAWN, /* any end without a reply: withdrawn, merged, terminated */
	CW_CLOCK_REPLIED,
	CW_CLOCK_CALENDAR_CHANGED, /* until: the new day, for the record; told: the old day, which
				      caps what the calendar gives (R-DAY-4), later by what is
				      extended or excluded after the change */
	CW_CLOCK_TYPE_MAX
};

/* Bits in the id of other events than a consultation's. */
#define CW_CLOCK_COMPLETE	   1u /* REINSTATED: the answer or the full payment is already in */
#define CW_CLOCK_ALLOWS_CORRECTION 1u /* ORDERED: the order lets a correction notice be sent */
#define CW_CLOCK_ALLOWS_EXTENSION  2u /* ORDERED: the order lets the period be extended */

struct cw_clock_event {
	enum cw_clock_type type;
	cw_day on;	  /* the legal day (happened_on) */
	uint32_t seq;	  /* order among events of one day; unique in the case */
	uint64_t id;	  /* pairs a consultation's events; bits for two other types; 0 else */
	cw_day until;	  /* see the types; CW_DAY_NONE if not given */
	cw_day told;	  /* see the types; CW_DAY_NONE if not given */
	int working_days; /* see the types; 0 if not given */
	uint32_t target;  /* VOIDED: the seq of the voided event */
};

/* The settings that the clock reads; cw_clock_settings_default gives law.md's defaults. */
struct cw_clock_settings {
	bool pause_from_received; /* R-CLOCK-3 pause_from: false = sent (default) */
	bool extension_per_case;  /* R-CLOCK-2 extension_per: false = period (default) */
	bool receipt_next_working_day; /* R-RCPT-6 rest_day_receipt */
};
extern const struct cw_clock_settings cw_clock_settings_default;

/* One line of the explanation (R-CLOCK-8): what happened, on which day, and what it does.  The
 * text is cw_msg_text(msg, lang, args). */
struct cw_clock_step {
	enum cw_msg msg;
	const char *args[CW_MSG_ARGS];
	cw_day on;	     /* the day of the step's event or limit */
	cw_day from, to;     /* excluded or counted interval, both included; CW_DAY_NONE if none */
	int working_days;    /* counted (positive) or excluded (negative) by this step; 0 if none */
	const char *rule;    /* "R-CLOCK-11" */
	const char *article; /* "条例33"; NULL where the rule names none */
};

enum cw_clock_waiting {
	CW_WAITING_NONE,
	CW_WAITING_CORRECTION,
	CW_WAITING_PAYMENT,
	CW_WAITING_STOPPED,
	CW_WAITING_CONFIRMATION
};

struct cw_clock {
	/* CW_DAY_NONE while the case waits, and once it has ended with no reply owed.  After a reply
	 * the day by which it was due. */
	cw_day due_on;
	cw_day due_on_if_ended_today; /* with a consultation open and today given, else NONE */
	bool paused;	  /* an open consultation holds the due day back: not overdue (R-CLOCK-3),
			     as of today, or of the last event */
	bool provisional; /* due_on runs into a year with no notice (R-DAY-3) */
	bool marked;	  /* due_on was moved because it had passed when it came back into force
			     (R-FEE-10), or by a calendar alone (R-DAY-4) */
	bool delayed;	  /* due_on is a delayed day (R-CLOCK-6) */
	bool ended;	  /* replied, withdrawn, lapsed */
	cw_day ended_on;  /* CW_DAY_NONE unless ended */
	enum cw_clock_waiting waiting_for;
	cw_day waits_until;	 /* CW_DAY_NONE if not known */
	bool waits_provisional;	 /* that day lies in a year with no notice (R-DAY-3) */
	cw_day period_start;	 /* start day of the running reply period (not counted) */
	int handling, period;	 /* 1, 2, ... (R-CLOCK-11, R-OUT-7); period 0 before the receipt */
	bool corrected_used;	 /* a correction notice was sent in this handling */
	bool extension_used;	 /* in this period (or case, by setting) */
	cw_day correction_last_day; /* the 7th working day from receipt (R-CLOCK-4) */
	int days_late;		 /* replied after the due day: calendar days; else 0 */
	const struct cw_clock_step *steps; /* in the arena */
	size_t n_steps;
};

/* Computes the clock of EVENTS, in any order: they are taken by (on, seq), a receipt first on its
 * day.  No events: the case waits for its confirmation.  TODAY may be CW_DAY_NONE.  All memory is
 * the arena's; the steps borrow the calendar's notices.
 *
 * Refuses a history that the law forbids, with its rule and article and an item /events/N that
 * names the event (CW_LAW_FORBIDS), and one that makes no sense (CW_INVALID, /events/N/member); N is
 * the event's place in EVENTS.  Day limits are not checked anew for events before the last change of
 * the calendar: they were kept by the calendar of their day. */
int cw_clock_compute(struct cw_arena *a, const struct cw_clock_event *events, size_t n,
		     const struct cw_calendar *cal, const struct cw_clock_settings *settings,
		     cw_day today, struct cw_clock *out, struct cw_err *err) CW_MUST_CHECK;

/* N working days after FROM with the steps that explain it.  Faults: pointers /from and
 * /working_days. */
int cw_clock_due_day(struct cw_arena *a, cw_day from, int working_days,
		     const struct cw_calendar *cal, struct cw_clock *out,
		     struct cw_err *err) CW_MUST_CHECK;

/* The stable name ("correction_requested") of a type, and back (-1: none). */
const char *cw_clock_type_name(enum cw_clock_type type);
int cw_clock_type_of(const char *name, size_t len);

#endif
