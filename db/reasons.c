#include "db/reasons.h"

#include "db/sealed.h"

int db_reasons_add(struct db_conn *c, struct cw_arena *a, struct db_reasons *r, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO reasons_request (uid, case_id, handling, volume,"
				  " asked_by, asked_on, answer_by) VALUES (?, ?, ?, ?, ?, ?, ?)";

	r->uid = cw_alloc(a, DB_UID);
	if (!r->uid)
		return cw_fail_memory(err);
	db_random(r->uid, DB_UID);
	{
		const struct db_in in[] = { DB_BYTES(r->uid, DB_UID), DB_U64(r->case_id),
					    DB_I64(r->handling),      DB_STR(r->volume),
					    DB_U64(r->asked_by),      DB_DAY(r->asked_on),
					    DB_DAY(r->answer_by) };

		return db_run(c, sql, in, DB_N(in), NULL, err);
	}
}

int db_reasons_find(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		    uint64_t case_id, int handling, struct db_reasons *out, bool *found,
		    struct cw_err *err)
{
	static const char sql[] =
		"SELECT uid, case_id, handling, volume, asked_by, asked_on, answer_by, letter_id,"
		" answered_on, answer, holds IS NOT NULL, COALESCE(holds, 0), finding, found_by, "
		"found_on,"
		" delayed_to, delay_letter_id"
		" FROM reasons_request WHERE case_id = ? AND handling = ?";
	const struct db_in in[] = { DB_U64(case_id), DB_I64(handling) };
	struct db_sealed answer = { NULL, 0 };
	size_t n_uid;
	const struct db_out cols[] = {
		DB_OUT_BYTES(out->uid, n_uid),	  DB_OUT_U64(out->case_id),
		DB_OUT_INT(out->handling),	  DB_OUT_STR(out->volume),
		DB_OUT_U64(out->asked_by),	  DB_OUT_DAY(out->asked_on),
		DB_OUT_DAY(out->answer_by),	  DB_OUT_U64(out->letter_id),
		DB_OUT_DAY(out->answered_on),	  DB_OUT_SEALED(answer),
		DB_OUT_BOOL(out->found),	  DB_OUT_BOOL(out->holds),
		DB_OUT_STR(out->finding),	  DB_OUT_U64(out->found_by),
		DB_OUT_DAY(out->found_on),	  DB_OUT_DAY(out->delayed_to),
		DB_OUT_U64(out->delay_letter_id),
	};

	if (db_find(c, a, sql, in, DB_N(in), cols, DB_N(cols), found, err))
		return -1;
	return *found ? db_sealed_text(k, a, "reasons_request.answer", out->uid, &answer,
				       &out->answer, err)
		      : 0;
}

int db_reasons_save(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		    const struct db_reasons *r, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE reasons_request SET letter_id = ?, answered_on = ?, answer = ?,"
		" holds = ?, finding = ?, found_by = ?, found_on = ?, delayed_to = ?,"
		" delay_letter_id = ? WHERE case_id = ? AND handling = ?";
	struct db_in answer;

	if (db_sealed_in(k, a, "reasons_request.answer", r->uid, r->answer, &answer, err))
		return -1;
	{
		const struct db_in in[] = {
			DB_ID_OR_NULL(r->letter_id),
			DB_DAY(r->answered_on),
			answer,
			r->found ? DB_BOOL(r->holds) : (struct db_in){ .type = DB_T_NULL },
			DB_STR(r->finding),
			DB_ID_OR_NULL(r->found_by),
			DB_DAY(r->found_on),
			DB_DAY(r->delayed_to),
			DB_ID_OR_NULL(r->delay_letter_id),
			DB_U64(r->case_id),
			DB_I64(r->handling),
		};

		return db_run(c, sql, in, DB_N(in), NULL, err);
	}
}
