#include "db/undo.h"

int db_undo_correction(struct db_conn *c, uint64_t case_id, int handling, struct cw_err *err)
{
	static const char items[] = "DELETE FROM correction_item WHERE case_id = ? AND handling = ?";
	static const char again[] =
		"DELETE FROM correction_resending WHERE case_id = ? AND handling = ?";
	static const char sql[] = "DELETE FROM correction WHERE case_id = ? AND handling = ?";
	const struct db_in in[] = { DB_U64(case_id), DB_I64(handling) };

	return db_run(c, items, in, DB_N(in), NULL, err) ||
			       db_run(c, again, in, DB_N(in), NULL, err) ||
			       db_run(c, sql, in, DB_N(in), NULL, err)
		       ? -1
		       : 0;
}

int db_undo_payment_share(struct db_conn *c, uint64_t payment, uint64_t case_id,
			  struct cw_err *err)
{
	static const char refunds[] = "UPDATE refund SET payment_id = NULL WHERE payment_id = ?"
				      " AND case_id = ?";
	static const char share[] = "DELETE FROM payment_share WHERE payment_id = ? AND case_id = ?";
	static const char sql[] = "DELETE FROM payment WHERE id = ? AND NOT EXISTS (SELECT 1 FROM"
				  " payment_share WHERE payment_id = ?)";
	const struct db_in in[] = { DB_U64(payment), DB_U64(case_id) };
	const struct db_in in_payment[] = { DB_U64(payment), DB_U64(payment) };

	return db_run(c, refunds, in, DB_N(in), NULL, err) ||
			       db_run(c, share, in, DB_N(in), NULL, err) ||
			       db_run(c, sql, in_payment, DB_N(in_payment), NULL, err)
		       ? -1
		       : 0;
}

int db_undo_payment_day(struct db_conn *c, uint64_t payment, cw_day right, struct cw_err *err)
{
	static const char sql[] = "UPDATE payment SET paid_on = ? WHERE id = ?";
	const struct db_in in[] = { DB_DAY(right), DB_U64(payment) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_undo_extension(struct db_conn *c, uint64_t id, const char *status, struct cw_err *err)
{
	static const char sql[] = "UPDATE extension SET status = ?, decided_by = NULL, decided_on "
				  "= NULL, remarks = NULL"
				  " WHERE id = ?";
	const struct db_in in[] = { DB_STR(status), DB_U64(id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

#define THE_SERVICE                                                                                \
	" WHERE case_id = ? AND letter_id = ? AND served_on = ? AND result <> 'voided'"            \
	" AND copy_to = 0 ORDER BY id LIMIT 1"

int db_undo_service(struct db_conn *c, uint64_t case_id, uint64_t letter, cw_day day,
		    struct cw_err *err)
{
	static const char sql[] = "UPDATE service SET result = 'voided'" THE_SERVICE;
	const struct db_in in[] = { DB_U64(case_id), DB_U64(letter), DB_DAY(day) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_undo_service_day(struct db_conn *c, uint64_t case_id, uint64_t letter, cw_day day,
			cw_day right, struct cw_err *err)
{
	/* served_on last: the assignments run from left to right */
	static const char sql[] =
		"UPDATE service SET sent_on = IF(sent_on = served_on, ?, sent_on),"
		" received_on = IF(received_on = served_on, ?, received_on), served_on = "
		"?" THE_SERVICE;
	const struct db_in in[] = { DB_DAY(right),   DB_DAY(right),  DB_DAY(right),
				    DB_U64(case_id), DB_U64(letter), DB_DAY(day) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_undo_periods(struct db_conn *c, uint64_t case_id, int handling, int no, struct cw_err *err)
{
	static const char sql[] =
		"DELETE FROM period WHERE case_id = ? AND handling = ? AND no > ?";
	const struct db_in in[] = { DB_U64(case_id), DB_I64(handling), DB_I64(no) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_undo_uncounted(struct db_conn *c, uint64_t case_id, struct cw_err *err)
{
	static const char sql[] = "UPDATE docket SET fee_uncounted = FALSE WHERE id = ?";
	const struct db_in in[] = { DB_U64(case_id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_undo_order(struct db_conn *c, uint64_t case_id, int handling, struct cw_err *err)
{
	static const char sql[] = "DELETE FROM reply_order WHERE case_id = ? AND handling = ?";
	const struct db_in in[] = { DB_U64(case_id), DB_I64(handling) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_undo_order_day(struct db_conn *c, uint64_t case_id, int handling, bool in_force, cw_day right,
		      struct cw_err *err)
{
	static const char received[] =
		"UPDATE reply_order SET received_on = ? WHERE case_id = ? AND handling = ?";
	static const char force[] =
		"UPDATE reply_order SET in_force_on = ? WHERE case_id = ? AND handling = ?";
	static const char opened[] =
		"UPDATE handling SET opened_on = ? WHERE case_id = ? AND no = ?";
	const struct db_in in[] = { DB_DAY(right), DB_U64(case_id), DB_I64(handling) };

	return db_run(c, in_force ? force : received, in, DB_N(in), NULL, err) ||
			       db_run(c, opened, in, DB_N(in), NULL, err)
		       ? -1
		       : 0;
}

int db_undo_remedy(struct db_conn *c, uint64_t case_id, uint64_t id, struct cw_err *err)
{
	static const char sql[] = "DELETE FROM remedy WHERE id = ? AND case_id = ?";
	const struct db_in in[] = { DB_U64(id), DB_U64(case_id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_undo_result(struct db_conn *c, uint64_t service, struct cw_err *err)
{
	static const char sql[] = "UPDATE service SET result = 'sent', received_on = NULL,"
				  " result_on = NULL, result_proof = NULL WHERE id = ?";
	const struct db_in in[] = { DB_U64(service) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_undo_result_day(struct db_conn *c, uint64_t service, cw_day right, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE service SET received_on = IF(received_on IS NULL, NULL, ?),"
		" result_on = ? WHERE id = ?";
	const struct db_in in[] = { DB_DAY(right), DB_DAY(right), DB_U64(service) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_undo_served(struct db_conn *c, uint64_t service, struct cw_err *err)
{
	static const char sql[] = "UPDATE service SET result = 'voided' WHERE id = ?";
	const struct db_in in[] = { DB_U64(service) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_undo_served_day(struct db_conn *c, uint64_t service, cw_day right, int seq,
		       struct cw_err *err)
{
	static const char sql[] =
		"UPDATE service SET sent_on = IF(sent_on = served_on, ?, sent_on),"
		" received_on = IF(received_on = served_on, ?, received_on), served_on = ?,"
		" seq = ? WHERE id = ?";
	const struct db_in in[] = { DB_DAY(right), DB_DAY(right), DB_DAY(right), DB_I64(seq),
				    DB_U64(service) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_undo_hold(struct db_conn *c, uint64_t id, struct cw_err *err)
{
	static const char sql[] = "DELETE FROM disclosure_hold WHERE id = ?";
	const struct db_in in[] = { DB_U64(id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_undo_hold_day(struct db_conn *c, uint64_t id, cw_day right, struct cw_err *err)
{
	static const char sql[] = "UPDATE disclosure_hold SET held_on = ? WHERE id = ?";
	const struct db_in in[] = { DB_DAY(right), DB_U64(id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_undo_release(struct db_conn *c, uint64_t id, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE disclosure_hold SET release_body = NULL, release_number = NULL,"
		" release_ordered_on = NULL, released_on = NULL, released_by = NULL WHERE id = ?";
	const struct db_in in[] = { DB_U64(id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_undo_release_day(struct db_conn *c, uint64_t id, cw_day right, struct cw_err *err)
{
	static const char sql[] = "UPDATE disclosure_hold SET released_on = ? WHERE id = ?";
	const struct db_in in[] = { DB_DAY(right), DB_U64(id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}
