/*
 * What the endpoints of fees, payments, corrections and lapses share.
 */
#ifndef SERVER_API_FEE_H
#define SERVER_API_FEE_H

#include "server/act/act.h"
#include "server/act/calc.h"

/* Whether what was paid for the case, and is not given back, comes to its fee: also what came after
 * the end. */
int fee_complete(struct act *x, bool *complete, struct cw_err *err) CW_MUST_CHECK;
/* The case is reinstated: the notice stands again, and what was to be given back counts again; the
 * period to pay runs anew unless it is complete. */
int fee_taken_up(struct act *x, bool complete, struct cw_err *err) CW_MUST_CHECK;
/* The case's end is taken back: the notice stands again as it was. */
int fee_stands_again(struct act *x, struct cw_err *err) CW_MUST_CHECK;
/* What was paid for the case and is not given back, nor to be. */
int fee_kept(struct act *x, cw_fen *kept, struct cw_err *err) CW_MUST_CHECK;

/* Somebody looks after a notice whose receipt is not recorded: a deadline. */
int fee_receipt_awaited(struct act *x, struct cw_err *err) CW_MUST_CHECK;
/* The receipt is recorded: the last day KIND ("correction", "fee") is known. */
int fee_receipt_known(struct act *x, const char *kind, cw_day last,
		      struct cw_err *err) CW_MUST_CHECK;
/* Nothing is waited for any more; KIND's deadline is met or void. */
int fee_wait_over(struct act *x, const char *kind, bool met, struct cw_err *err) CW_MUST_CHECK;

/* RECEIVED_ON of a notice sent on SENT_ON: neither before it nor after today. */
int fee_check_receipt(struct act *x, cw_day received_on, cw_day sent_on,
		      struct cw_err *err) CW_MUST_CHECK;

/* undo_fee.c: what a rectification takes back (R-KEEP-4); a CHECK says whether it can. */
struct undo;
int fee_undo_receipt_check(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;
int fee_undo_receipt(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;
int fee_undo_supplement(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;
int fee_undo_payment_check(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;
int fee_undo_payment(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;
int fee_undo_end(struct act *x, struct cw_err *err) CW_MUST_CHECK;

/* A refund; OWN: as its applicant sees it. */
struct json_object *fee_refund_json(struct rq *rq, const struct db_refund *r, bool own);
/* Both "<name>_fen" and "<name>_yuan". */
void fee_put_money(struct cw_arena *a, struct json_object *o, const char *name, cw_fen amount);

#endif
