/*
 * The open calculators (due day, reply clock, fee): JSON in, JSON out, the same for "disclosurectl
 * calc" and for the public endpoints.  They read no database; settings are the defaults of law.md.
 *
 * Each answers with a new object that the caller owns, or NULL and ERR (CW_INVALID,
 * CW_LAW_FORBIDS).
 */
#ifndef SERVER_ACT_CALC_H
#define SERVER_ACT_CALC_H

#include "casework/calendar.h"
#include "casework/fee.h"
#include "server/act/json.h"
#include "server/act/parse.h"

/* What an answer is made with. */
struct calc {
	struct cw_arena *arena;
	const struct cw_calendar *calendar;
	enum cw_lang lang;
};

/* {"from":"2026-03-02","working_days":20} -> due_on, provisional, steps */
struct calc_due {
	cw_day from;
	int working_days;
};
extern const struct rq_field calc_due_fields[];
struct json_object *calc_due(const struct calc *c, const struct calc_due *in, struct cw_err *err);

/* {"method":"by_item","units_before":0,"units":35} or {"method":"by_page","pages":250}
 * -> amount_fen, amount_yuan, steps */
struct calc_fee {
	int method;			/* enum cw_fee_method */
	int units, units_before, pages; /* -1: not given */
};
extern const struct rq_field calc_fee_fields[];
extern const struct calc_fee calc_fee_default;
struct json_object *calc_fee(const struct calc *c, const struct calc_fee *in, struct cw_err *err);
/* The tariff: both methods with their tiers (费4, 费5). */
struct json_object *calc_fee_schedule(const struct calc *c);

/* {"events":[{"type":"received","on":"2026-03-02"}, ...],"today":"2026-03-20"} -> the clock
 * (server/act/clock_json.h).  An event's place in the list counts from 1; a "voided" event names
 * the place of the one that it voids. */
#define CALC_EVENTS_MAX 1000
struct calc_clock {
	cw_day today;	       /* CW_DAY_NONE: not given */
	struct rq_list events; /* of struct calc_event */
};
struct calc_event {
	const char *type;
	cw_day on, answer_by, ends_by, until; /* CW_DAY_NONE: not given */
	int working_days, event;	      /* 0: not given */
	struct json_object *id;		      /* pairs a consultation's events: integer or string */
};
extern const struct rq_field calc_clock_fields[];
extern const struct calc_clock calc_clock_default;
struct json_object *calc_clock(const struct calc *c, const struct calc_clock *in,
			       struct cw_err *err);

/* Any of the three, by the member "calc" of OBJ: "due-day", "clock" or "fee".  Takes that member
 * out of OBJ. */
struct json_object *calc_answer(const struct calc *c, struct json_object *obj, struct cw_err *err);

#endif
