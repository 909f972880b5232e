#include "db/undo.h"

int db_undo_correction(struct db_conn *c, uint64_t case_id, int handling, struct cw_err *err)
{
	static const char sql[] = "DELETE FROM correction WHERE case_id = ? AND handling = ?";
	const struct db_in in[] = { DB_U64(case_id), DB_I64(handling) };

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
	" ORDER BY id LIMIT 1"

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
