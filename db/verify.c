#include "db/verify.h"

#include "db/rows.h"

int db_verify_case_list(struct db_conn *c, struct cw_arena *a, uint64_t after, unsigned limit,
			struct db_verify_case **items, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT d.id, d.agency_id, d.number, d.state, d.seq, d.handling, d.head,"
		" d.received_on, d.submitted_on, d.due_on, d.due_provisional, d.is_open,"
		" d.calendar_version, d.next_on, d.next_kind, l.due_on"
		" FROM docket d LEFT JOIN deadline l ON l.case_id = d.id AND l.handling = "
		"d.handling"
		" AND l.kind = 'reply' AND l.ref = 0 AND l.status = 'open'"
		" WHERE d.id > ? ORDER BY d.id LIMIT ?";
	const struct db_in in[] = { DB_U64(after), DB_U64(limit) };
	struct db_verify_case row;
	struct db_rows rows = DB_ROWS(a, row);
	const struct db_out out[] = {
		DB_OUT_U64(row.id),
		DB_OUT_U64(row.agency_id),
		DB_OUT_STR(row.number),
		DB_OUT_STR(row.state),
		DB_OUT_INT(row.seq),
		DB_OUT_INT(row.handling),
		DB_OUT_BYTES(row.head, row.head_len),
		DB_OUT_DAY(row.received_on),
		DB_OUT_DAY(row.submitted_on),
		DB_OUT_DAY(row.due_on),
		DB_OUT_BOOL(row.due_provisional),
		DB_OUT_BOOL(row.is_open),
		DB_OUT_INT(row.calendar),
		DB_OUT_DAY(row.next_on),
		DB_OUT_STR(row.next_kind),
		DB_OUT_DAY(row.deadline),
	};

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*items = rows.items;
	*n = rows.n;
	return 0;
}

int db_verify_mark_find(struct db_conn *c, struct cw_arena *a, uint64_t case_id, const char *act,
			const char *request_id, bool *found, struct cw_err *err)
{
	static const char sql[] = "SELECT seq FROM event WHERE case_id = ? AND act = ?"
				  " AND request_id = ? AND actor_role = 'scheduler' LIMIT 1";
	const struct db_in in[] = { DB_U64(case_id), DB_STR(act), DB_STR(request_id) };
	int seq;
	const struct db_out out[] = { DB_OUT_INT(seq) };

	return db_find(c, a, sql, in, DB_N(in), out, DB_N(out), found, err);
}

int db_verify_event_find(struct db_conn *c, struct cw_arena *a, uint64_t case_id, int seq,
			 const unsigned char **hash, size_t *len, bool *found, struct cw_err *err)
{
	static const char sql[] = "SELECT hash FROM event WHERE case_id = ? AND seq = ?";
	const struct db_in in[] = { DB_U64(case_id), DB_I64(seq) };
	const struct db_out out[] = { DB_OUT_BYTES(*hash, *len) };

	return db_find(c, a, sql, in, DB_N(in), out, DB_N(out), found, err);
}
