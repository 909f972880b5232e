/*
 * Payments of fees and what is given back (R-FEE-8, R-OUT-11), and the letters that end unanswered
 * cases (R-CLOCK-5, R-FEE-6).  Money is fen.
 */
#ifndef DB_PAYMENT_H
#define DB_PAYMENT_H

#include "casework/base/money.h"
#include "db/db.h"

struct db_payment {
	uint64_t id, agency_id, recorded_by;
	const char *voucher, *way;
	cw_day paid_on, recorded_on;
	cw_fen amount;
};
/* A duplicate of u_payment_voucher: the agency has the voucher already. */
int db_payment_add(struct db_conn *c, struct db_payment *p, struct cw_err *err) CW_MUST_CHECK;

/* What of a payment went to one case. */
struct db_payment_share {
	struct db_payment payment;
	uint64_t case_id, notice_id;
	cw_fen amount, applied;
};
int db_payment_share_add(struct db_conn *c, const struct db_payment_share *s,
			 struct cw_err *err) CW_MUST_CHECK;
/* Writes applied: a payment after the end counts once the case is reinstated. */
int db_payment_share_save(struct db_conn *c, const struct db_payment_share *s,
			  struct cw_err *err) CW_MUST_CHECK;
int db_payment_share_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
			  struct db_payment_share **rows, size_t *n,
			  struct cw_err *err) CW_MUST_CHECK;

struct db_refund {
	uint64_t id, case_id, agency_id, payment_id, notice_id, asked_by, decided_by, letter_id,
		paid_by;
	cw_fen amount;
	const char *cause;  /* over, late, not_owed, cancelled, ended, other */
	const char *status; /* due, approved, paid, refused, dropped */
	const char *reason, *how, *remarks, *voucher, *number;
	cw_day asked_on, decided_on, refunded_on;
};
int db_refund_add(struct db_conn *c, struct db_refund *r, struct cw_err *err) CW_MUST_CHECK;
/* Writes status, decision, letter and what was paid out. */
int db_refund_save(struct db_conn *c, const struct db_refund *r, struct cw_err *err) CW_MUST_CHECK;
int db_refund_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, struct db_refund **rows,
		   size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* Those of an agency in STATUS (NULL: all), after AFTER. */
int db_refund_list_agency(struct db_conn *c, struct cw_arena *a, uint64_t agency,
			  const char *status, uint64_t after, unsigned limit,
			  struct db_refund **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;

struct db_lapse {
	uint64_t id, case_id, made_by, letter_id, reinstated_by, reinstatement_letter_id;
	int handling;
	const char *outcome; /* not_corrected, not_paid */
	const char *status;  /* made, served, overtaken, reinstated */
	const char *reason, *good_reason;
	cw_day made_on, period_ended_on, served_on, reinstated_on;
};
/* A duplicate of u_lapse_waiting: one waits for its service already. */
int db_lapse_add(struct db_conn *c, struct db_lapse *l, struct cw_err *err) CW_MUST_CHECK;
/* Writes status, service and reinstatement. */
int db_lapse_save(struct db_conn *c, const struct db_lapse *l, struct cw_err *err) CW_MUST_CHECK;
int db_lapse_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, struct db_lapse **rows,
		  size_t *n, struct cw_err *err) CW_MUST_CHECK;

#endif
