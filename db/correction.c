#include "db/correction.h"

#include "db/rows.h"

int db_correction_add(struct db_conn *c, const struct db_correction *k, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO correction (case_id, handling, sent_on, working_days,"
		" letter_id) VALUES (?, ?, ?, ?, ?)";
	const struct db_in in[] = { DB_U64(k->case_id), DB_I64(k->handling), DB_DAY(k->sent_on),
				    DB_I64(k->working_days), DB_U64(k->letter_id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_correction_find(struct db_conn *c, struct cw_arena *a, uint64_t case_id, int handling,
		       struct db_correction *out, bool *found, struct cw_err *err)
{
	static const char sql[] = "SELECT case_id, handling, sent_on, working_days, letter_id,"
				  " received_on, proof, answer_by, answered_on FROM correction"
				  " WHERE case_id = ? AND handling = ?";
	const struct db_in in[] = { DB_U64(case_id), DB_I64(handling) };
	const struct db_out cols[] = {
		DB_OUT_U64(out->case_id),     DB_OUT_INT(out->handling),
		DB_OUT_DAY(out->sent_on),     DB_OUT_INT(out->working_days),
		DB_OUT_U64(out->letter_id),   DB_OUT_DAY(out->received_on),
		DB_OUT_STR(out->proof),	      DB_OUT_DAY(out->answer_by),
		DB_OUT_DAY(out->answered_on),
	};

	return db_find(c, a, sql, in, DB_N(in), cols, DB_N(cols), found, err);
}

int db_correction_save(struct db_conn *c, const struct db_correction *k, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE correction SET working_days = ?, received_on = ?, proof = ?, answer_by = ?,"
		" answered_on = ? WHERE case_id = ? AND handling = ?";
	const struct db_in in[] = { DB_I64(k->working_days), DB_DAY(k->received_on),
				    DB_STR(k->proof),	     DB_DAY(k->answer_by),
				    DB_DAY(k->answered_on),  DB_U64(k->case_id),
				    DB_I64(k->handling) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_correction_item_add(struct db_conn *c, const struct db_correction *k, int no,
			   const struct db_correction_item *item, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO correction_item (case_id, handling, no, kind, what,"
				  " guidance) VALUES (?, ?, ?, ?, ?, ?)";
	const struct db_in in[] = {
		DB_U64(k->case_id), DB_I64(k->handling), DB_I64(no),
		DB_STR(item->kind), DB_STR(item->what),	 DB_STR(item->guidance)
	};

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_correction_item_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, int handling,
			    struct db_correction_item **list, size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT kind, what, guidance FROM correction_item"
				  " WHERE case_id = ? AND handling = ? ORDER BY no LIMIT 100";
	const struct db_in in[] = { DB_U64(case_id), DB_I64(handling) };
	struct db_correction_item r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out out[] = { DB_OUT_STR(r.kind), DB_OUT_STR(r.what),
				      DB_OUT_STR(r.guidance) };

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_resending_add(struct db_conn *c, const struct db_correction *k, const struct db_resending *r,
		     struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO correction_resending (case_id, handling, no, sent_on,"
		" reason, letter_id) VALUES (?, ?, ?, ?, ?, ?)";
	const struct db_in in[] = { DB_U64(k->case_id), DB_I64(k->handling), DB_I64(r->no),
				    DB_DAY(r->sent_on), DB_STR(r->reason),   DB_U64(r->letter_id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_resending_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, int handling,
		      struct db_resending **list, size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT no, sent_on, reason, letter_id FROM correction_resending"
				  " WHERE case_id = ? AND handling = ? ORDER BY no LIMIT 100";
	const struct db_in in[] = { DB_U64(case_id), DB_I64(handling) };
	struct db_resending r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out out[] = { DB_OUT_INT(r.no), DB_OUT_DAY(r.sent_on), DB_OUT_STR(r.reason),
				      DB_OUT_U64(r.letter_id) };

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}
