#include "db/correction.h"

int db_correction_add(struct db_conn *c, const struct db_correction *k, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO correction (case_id, handling, sent_on, working_days,"
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
		DB_OUT_U64(out->case_id),   DB_OUT_INT(out->handling),	DB_OUT_DAY(out->sent_on),
		DB_OUT_INT(out->working_days), DB_OUT_U64(out->letter_id), DB_OUT_DAY(out->received_on),
		DB_OUT_STR(out->proof),	    DB_OUT_DAY(out->answer_by), DB_OUT_DAY(out->answered_on),
	};

	return db_find(c, a, sql, in, DB_N(in), cols, DB_N(cols), found, err);
}

int db_correction_save(struct db_conn *c, const struct db_correction *k, struct cw_err *err)
{
	static const char sql[] = "UPDATE correction SET received_on = ?, proof = ?, answer_by = ?,"
				  " answered_on = ? WHERE case_id = ? AND handling = ?";
	const struct db_in in[] = { DB_DAY(k->received_on), DB_STR(k->proof), DB_DAY(k->answer_by),
				    DB_DAY(k->answered_on), DB_U64(k->case_id), DB_I64(k->handling) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}
