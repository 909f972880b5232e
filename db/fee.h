/*
 * Fee notices of cases, and the units of an applicant's month that they stand on (R-FEE-1 to
 * R-FEE-10).  Money is fen.
 */
#ifndef DB_FEE_H
#define DB_FEE_H

#include "casework/base/money.h"
#include "db/docket.h"

struct db_fee {
	uint64_t id, case_id, agency_id, drafted_by, sent_by, letter_id, decided_by,
		decision_letter_id;
	int handling;
	const char *status; /* draft, returned, not_charged, sent, paid, ended, cancelled, waived */
	const char *method; /* by_item, by_page; NULL: not charged */
	int64_t quantity;   /* units, or pages */
	int64_t units_before;
	cw_day month; /* by item: its first day */
	cw_fen amount, paid;
	const char *reason, *how_to_pay, *way, *proof, *receipt_proof, *decision_reason;
	cw_day drafted_on, sent_on, received_on, pay_by, decided_on;
};
/* Writes the draft of a case (or the decision not to charge) in the place of an earlier draft; sets
 * F->id. */
int db_fee_draft(struct db_conn *c, struct db_fee *f, struct cw_err *err) CW_MUST_CHECK;
/* Writes what sending, receipt, payment and cancellation change.  A duplicate of u_fee_notice_once:
 * a notice stands for the case already. */
int db_fee_save(struct db_conn *c, const struct db_fee *f, struct cw_err *err) CW_MUST_CHECK;
/* The notices of a case, oldest first. */
int db_fee_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, struct db_fee **rows,
		size_t *n, struct cw_err *err) CW_MUST_CHECK;

/* ---- The units before a request's own (R-FEE-3). */

struct db_fee_place {
	uint64_t case_id, agency_id;
	cw_day from, to; /* the calendar month of its submission */
	cw_day received_on;
	int64_t registered_at; /* of requests not yet registered: far off */
	int year, running;     /* the number */
	int64_t units;
	uint64_t applicant, root; /* db/same.h */
};
int db_fee_place_get(struct db_conn *c, struct cw_arena *a, const struct db_docket *d,
		     struct db_fee_place *out, struct cw_err *err) CW_MUST_CHECK;
/* Units and requests of the same applicant, agency and month that come before PLACE by day of
 * receipt, time of registration and number; not what was merged as the same filing or withdrawn
 * within the ten minutes. */
int db_fee_before_get(struct db_conn *c, struct cw_arena *a, const struct db_fee_place *place,
		      int64_t *units, int64_t *requests, struct cw_err *err) CW_MUST_CHECK;
struct db_fee_counted {
	const char *number;
	cw_day received_on;
	int64_t registered_at;
	int64_t units;
};
/* The same requests one by one, the last LIMIT of them. */
int db_fee_before_list(struct db_conn *c, struct cw_arena *a, const struct db_fee_place *place,
		       unsigned limit, struct db_fee_counted **rows, size_t *n,
		       struct cw_err *err) CW_MUST_CHECK;
/* Counts one notice more for the applicant's month; the row stays locked until the end of the
 * transaction, so that notices of one month follow each other. */
int db_fee_month_take(struct db_conn *c, struct cw_arena *a, const struct db_fee_place *place,
		      struct cw_err *err) CW_MUST_CHECK;

/* ---- The figures of a year (R-FEE-8). */

struct db_fee_figures {
	int64_t notices, not_charged, payments, refunds;
	cw_fen billed, received, cancelled, waived, refunded;
};
int db_fee_figures_get(struct db_conn *c, struct cw_arena *a, uint64_t agency, cw_day from,
		       cw_day to, struct db_fee_figures *out, struct cw_err *err) CW_MUST_CHECK;

#endif
