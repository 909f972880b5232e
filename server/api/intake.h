/*
 * Intake: what its files share.  The endpoints stand in case_acts.h.
 */
#ifndef SERVER_API_INTAKE_H
#define SERVER_API_INTAKE_H

#include "server/act/act.h"

/* ---- confirmation.c (R-RCPT-3): attempts to reach the writer, also within the taking in. */

struct attempt_args {
	cw_day on;
	const char *time; /* "09:30" */
	int way, result;
	const char *note, *proof;
};
extern const struct rq_field attempt_fields[];
extern const struct attempt_args attempt_default;
/* For a case that has just been taken in and awaits its confirmation: the deadlines, and the
 * attempts made already (faults at /attempts/N). */
int attempt_begin(struct act *x, const struct attempt_args *attempts, size_t n,
		  struct cw_err *err) CW_MUST_CHECK;

/* ---- on_the_spot.c (R-CLOCK-1): the row of two_person.c, for when no approver is present. */

struct spot_args {
	struct rq_list parts; /* of struct reply_part_args */
	int told_by;	      /* oral, slip, message */
	const char *note;     /* the signed note, the slip's copy, the message's number */
	cw_day on;	      /* CW_DAY_NONE: today */
	uint64_t approver;    /* present; 0: none */
	bool ask_approval;
	const char *cleared_case;      /* number of an earlier case whose secrecy review passed */
	const char *cleared_reference; /* or the review on paper */
};
extern const struct rq_field spot_fields[];
extern const struct spot_args spot_default;
int spot_prepare(struct act *x, const void *in, struct cw_err *err) CW_MUST_CHECK;
int spot_run(struct act *x, const void *in, struct cw_err *err) CW_MUST_CHECK;

/* ---- rectification.c (R-KEEP-4): the row of two_person.c. */

struct rectify_args {
	int seq;	    /* of the event that was recorded wrongly */
	const char *reason; /* what was wrong, and how it is known */
	const char *proof;  /* what shows it: a document, a tracking number */
	cw_day right_on;    /* the same event on its right day; CW_DAY_NONE: it never was */
};
extern const struct rq_field rectify_fields[];
extern const struct rectify_args rectify_default;
int rectify_prepare(struct act *x, const void *in, struct cw_err *err) CW_MUST_CHECK;
int rectify_run(struct act *x, const void *in, struct cw_err *err) CW_MUST_CHECK;

/* ---- undo.c: what taking an act back changes of its record. */

struct undo {
	struct act *x;
	const struct db_event *event; /* the one that is voided */
	enum cw_state before;	      /* the state before it */
	/* What it said, to be read; of an event that moves, also to be put right, for the one that
	 * takes its place.  Never NULL. */
	struct json_object *detail;
	cw_day right_on; /* the day on which it happened instead; CW_DAY_NONE: never */
};
/* One act that a rectification can take back (VOIDS), or only move to its right day (MOVES).  CHECK
 * says already at the asking whether it can be; NULL: always.  FN restores the record's row and
 * X->d as if the event had never been, or with the right day; state, clock, due day and periods are
 * the mechanism's.  It writes before act_finish, so that deadlines that it opens or ends reach the
 * queue.  NULL: there is nothing but the event. */
struct undo_row {
	enum cw_act act;
	bool voids, moves;
	int (*check)(const struct undo *u, struct cw_err *err);
	int (*fn)(const struct undo *u, struct cw_err *err);
};
/* What the event says under KEY: NULL, or 0, if nothing. */
const char *undo_text(const struct undo *u, const char *key);
uint64_t undo_id(const struct undo *u, const char *key);
/* The fault that RIGHT_ON does not lie between the two. */
int undo_not_between(cw_day first, cw_day last, struct cw_err *err);
/* The refusal that another act stands on the event; the end of a case that has ended. */
int undo_stands(enum cw_act act, struct cw_err *err);
int undo_ended(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;
/* undo_work.c: rows of the table. */
int undo_split_check(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;
int undo_split(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;
int undo_stop_check(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;
int undo_stop(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;
int undo_resume_check(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;
int undo_resume(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;
int undo_merge(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;
int undo_terminate(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;
/* undo_after.c: rows of the table; the last day that an order gives when it counts from RIGHT_ON. */
int undo_order_check(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;
int undo_order(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;
cw_day undo_order_until(const struct undo *u);
int undo_remedy_check(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;
int undo_remedy(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;
int undo_remedy_result_check(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;
int undo_remedy_result(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;
int undo_service_check(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;
int undo_service_heard(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;
int undo_reasons_check(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;
int undo_reasons(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;
int undo_hold_check(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;
int undo_hold(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;
/* NULL: this act is not taken back by a rectification. */
const struct undo_row *undo_find(int act);

#endif
