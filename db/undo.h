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

#endif
