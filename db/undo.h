/*
 * What a rectification (R-KEEP-4) takes back in rows of other aggregates: the record is as if the
 * event had never been, or has its right day.  The events themselves stay.
 */
#ifndef DB_UNDO_H
#define DB_UNDO_H

#include "db/docket.h"

/* The notice of the handling is gone; its letter and event stay. */
int db_undo_correction(struct db_conn *c, uint64_t case_id, int handling,
		       struct cw_err *err) CW_MUST_CHECK;
/* The payment never went to the case; without any other case it never was, and its voucher is free. */
int db_undo_payment_share(struct db_conn *c, uint64_t payment, uint64_t case_id,
			  struct cw_err *err) CW_MUST_CHECK;
/* It was made on RIGHT. */
int db_undo_payment_day(struct db_conn *c, uint64_t payment, cw_day right,
			struct cw_err *err) CW_MUST_CHECK;
/* STATUS "voided", or "asked" again without a decision. */
int db_undo_extension(struct db_conn *c, uint64_t id, const char *status,
		      struct cw_err *err) CW_MUST_CHECK;
/* The first service of the letter that counted on DAY did not take place: its result is "voided".
 */
int db_undo_service(struct db_conn *c, uint64_t case_id, uint64_t letter, cw_day day,
		    struct cw_err *err) CW_MUST_CHECK;
/* It took place on RIGHT. */
int db_undo_service_day(struct db_conn *c, uint64_t case_id, uint64_t letter, cw_day day,
			cw_day right, struct cw_err *err) CW_MUST_CHECK;
/* Periods above NO of the handling never began. */
int db_undo_periods(struct db_conn *c, uint64_t case_id, int handling, int no,
		    struct cw_err *err) CW_MUST_CHECK;
/* Its units count in the month's fee after all. */
int db_undo_uncounted(struct db_conn *c, uint64_t case_id, struct cw_err *err) CW_MUST_CHECK;
/* No order opened the handling, whose row stays; the order opened it on RIGHT, when it was received or,
 * a court's, came IN_FORCE. */
int db_undo_order(struct db_conn *c, uint64_t case_id, int handling, struct cw_err *err) CW_MUST_CHECK;
int db_undo_order_day(struct db_conn *c, uint64_t case_id, int handling, bool in_force, cw_day right,
		      struct cw_err *err) CW_MUST_CHECK;
/* Nobody asked for the remedy; no order names it. */
int db_undo_remedy(struct db_conn *c, uint64_t case_id, uint64_t id, struct cw_err *err) CW_MUST_CHECK;
/* Nothing was heard of the service; it was on RIGHT. */
int db_undo_result(struct db_conn *c, uint64_t service, struct cw_err *err) CW_MUST_CHECK;
int db_undo_result_day(struct db_conn *c, uint64_t service, cw_day right,
		       struct cw_err *err) CW_MUST_CHECK;
/* The service did not take place; it did on RIGHT, as event SEQ says now. */
int db_undo_served(struct db_conn *c, uint64_t service, struct cw_err *err) CW_MUST_CHECK;
int db_undo_served_day(struct db_conn *c, uint64_t service, cw_day right, int seq,
		       struct cw_err *err) CW_MUST_CHECK;
/* The disclosure was never held, never released; or on RIGHT. */
int db_undo_hold(struct db_conn *c, uint64_t id, struct cw_err *err) CW_MUST_CHECK;
int db_undo_hold_day(struct db_conn *c, uint64_t id, cw_day right, struct cw_err *err) CW_MUST_CHECK;
int db_undo_release(struct db_conn *c, uint64_t id, struct cw_err *err) CW_MUST_CHECK;
int db_undo_release_day(struct db_conn *c, uint64_t id, cw_day right, struct cw_err *err) CW_MUST_CHECK;

#endif
