#include "db/evaluation.h"

#include <string.h>

#include "db/rows.h"

#define PLACE "evaluation.remarks"

static int seal(struct cw_arena *a, const struct db_keyring *k, const unsigned char *uid,
		const char *remarks, unsigned char **out, size_t *len, struct cw_err *err)
{
	return db_seal(k, a, PLACE, uid, remarks, remarks ? strlen(remarks) : 0, out, len, err);
}

int db_evaluation_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		      const struct db_evaluation *e, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO evaluation (case_id, handling, agency_id, uid, grade,"
		" remarks, made_on) VALUES (?, ?, ?, ?, ?, ?, ?)";
	unsigned char uid[DB_UID], *remarks;
	size_t len;

	db_random(uid, sizeof(uid));
	if (seal(a, k, uid, e->remarks, &remarks, &len, err))
		return -1;
	{
		const struct db_in in[] = {
			DB_U64(e->case_id),
			DB_I64(e->handling),
			DB_U64(e->agency_id),
			DB_BYTES(uid, DB_UID),
			DB_I64(e->grade),
			remarks ? DB_BYTES(remarks, len) : (struct db_in){ .type = DB_T_NULL },
			DB_DAY(e->made_on),
		};

		return db_run(c, sql, in, DB_N(in), NULL, err);
	}
}

int db_evaluation_save(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		       const struct db_evaluation *e, struct cw_err *err)
{
	static const char sql[] = "UPDATE evaluation SET grade = ?, remarks = ?, changed_on = ?"
				  " WHERE case_id = ? AND handling = ?";
	unsigned char *remarks;
	size_t len;

	if (seal(a, k, e->uid, e->remarks, &remarks, &len, err))
		return -1;
	{
		const struct db_in in[] = {
			DB_I64(e->grade),
			remarks ? DB_BYTES(remarks, len) : (struct db_in){ .type = DB_T_NULL },
			DB_DAY(e->changed_on),
			DB_U64(e->case_id),
			DB_I64(e->handling),
		};

		return db_run(c, sql, in, DB_N(in), NULL, err);
	}
}

int db_evaluation_find(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		       uint64_t case_id, int handling, bool lock, struct db_evaluation *out,
		       bool *found, struct cw_err *err)
{
#define SELECT                                                                                     \
	"SELECT case_id, agency_id, handling, grade, made_on, changed_on, uid, remarks"            \
	" FROM evaluation WHERE case_id = ? AND handling = ?"
	static const char plain[] = SELECT;
	static const char locked[] = SELECT " FOR UPDATE";
	const struct db_in in[] = { DB_U64(case_id), DB_I64(handling) };
	unsigned char *remarks;
	size_t len;
	const struct db_out cols[] = {
		DB_OUT_U64(out->case_id),
		DB_OUT_U64(out->agency_id),
		DB_OUT_INT(out->handling),
		DB_OUT_INT(out->grade),
		DB_OUT_DAY(out->made_on),
		DB_OUT_DAY(out->changed_on),
		DB_OUT_BYTES(out->uid, out->uid_len),
		DB_OUT_BYTES(remarks, len),
	};

	memset(out, 0, sizeof(*out));
	if (db_find(c, a, lock ? locked : plain, in, DB_N(in), cols, DB_N(cols), found, err))
		return -1;
	return *found ? db_unseal(k, a, PLACE, out->uid, remarks, len, (char **)&out->remarks, NULL,
				  err)
		      : 0;
#undef SELECT
}

int db_evaluation_count_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, cw_day from,
			     cw_day to, struct db_grade_count **list, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT grade, COUNT(*) FROM evaluation WHERE agency_id = ? AND made_on >= ?"
		" AND made_on <= ? GROUP BY grade ORDER BY grade LIMIT 5";
	const struct db_in in[] = { DB_U64(agency), DB_DAY(from), DB_DAY(to) };
	struct db_grade_count r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out out[] = { DB_OUT_INT(r.grade), DB_OUT_U64(r.count) };

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}
