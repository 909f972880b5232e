#include "db/deadline.h"

#include "db/rows.h"

#define COLUMNS "id, case_id, ref, handling, version, kind, status, due_on, mark_on"
#define COLUMNS_OUT(m)                                                                             \
	{                                                                                          \
		DB_OUT_U64((m).id), DB_OUT_U64((m).case_id), DB_OUT_U64((m).ref),                  \
			DB_OUT_INT((m).handling), DB_OUT_INT((m).version), DB_OUT_STR((m).kind),   \
			DB_OUT_STR((m).status), DB_OUT_DAY((m).due_on), DB_OUT_DAY((m).mark_on)    \
	}

int db_mark_list(struct db_conn *c, struct cw_arena *a, cw_day today, const struct db_mark *after,
		 unsigned limit, struct db_mark **list, size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT " COLUMNS " FROM deadline FORCE INDEX (k_deadline_mark) WHERE mark_on >= ?"
				  " AND mark_on <= ? AND (mark_on > ? OR id > ?)"
				  " ORDER BY mark_on, id LIMIT ?";
	const cw_day from = after->id ? after->mark_on : CW_DAY_MIN;
	const struct db_in in[] = { DB_DAY(from), DB_DAY(today), DB_DAY(from), DB_U64(after->id),
				    DB_U64(limit) };
	struct db_mark row;
	struct db_rows rows = DB_ROWS(a, row);
	const struct db_out out[] = COLUMNS_OUT(row);

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_mark_lock(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_mark *out,
		 bool *found, struct cw_err *err)
{
	static const char sql[] = "SELECT " COLUMNS " FROM deadline WHERE id = ? FOR UPDATE";
	const struct db_in in[] = { DB_U64(id) };
	const struct db_out row[] = COLUMNS_OUT(*out);

	return db_find(c, a, sql, in, DB_N(in), row, DB_N(row), found, err);
}

int db_mark_save(struct db_conn *c, const struct db_mark *m, cw_day on, bool *got,
		 struct cw_err *err)
{
	static const char sql[] =
		"UPDATE deadline SET mark_on = NULL, marked_on = ?"
		" WHERE id = ? AND version = ? AND status = 'open' AND mark_on = ?";
	const struct db_in in[] = { DB_DAY(on), DB_U64(m->id), DB_I64(m->version),
				    DB_DAY(m->mark_on) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	*got = done.changed == 1;
	return 0;
}

int db_mark_put_off(struct db_conn *c, const struct db_mark *m, cw_day day, struct cw_err *err)
{
	static const char sql[] = "UPDATE deadline SET mark_on = ?"
				  " WHERE id = ? AND version = ? AND mark_on = ?";
	const struct db_in in[] = { DB_DAY(day), DB_U64(m->id), DB_I64(m->version),
				    DB_DAY(m->mark_on) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}
