#include "db/link.h"

#include "db/rows.h"

int db_link_add(struct db_conn *c, struct db_link *l, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO case_link (case_id, other_id, kind, reason, made_by,"
				  " made_on) VALUES (?, ?, ?, ?, ?, ?)";
	const struct db_in in[] = { DB_U64(l->case_id), DB_U64(l->other_id), DB_STR(l->kind),
				    DB_STR(l->reason),	DB_U64(l->made_by),  DB_DAY(l->made_on) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	l->id = done.insert_id;
	return 0;
}

int db_link_get(struct db_conn *c, struct cw_arena *a, uint64_t case_id, uint64_t id,
		struct db_link *out, struct cw_err *err)
{
	static const char sql[] = "SELECT id, case_id, other_id, made_by, removed_by, kind, reason,"
				  " made_on, removed_on FROM case_link"
				  " WHERE id = ? AND (case_id = ? OR other_id = ?)";
	const struct db_in in[] = { DB_U64(id), DB_U64(case_id), DB_U64(case_id) };
	const struct db_out cols[] = {
		DB_OUT_U64(out->id),	  DB_OUT_U64(out->case_id),    DB_OUT_U64(out->other_id),
		DB_OUT_U64(out->made_by), DB_OUT_U64(out->removed_by), DB_OUT_STR(out->kind),
		DB_OUT_STR(out->reason),  DB_OUT_DAY(out->made_on),    DB_OUT_DAY(out->removed_on),
	};

	return db_get(c, a, sql, in, DB_N(in), cols, DB_N(cols), err);
}

int db_link_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, struct db_link **list,
		 size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT l.id, l.case_id, l.other_id, l.made_by, l.kind, l.reason, l.made_on, "
		"l.incoming,"
		" d.id, d.number, d.title, d.state FROM ("
		"SELECT id, case_id, other_id, made_by, kind, reason, made_on, 0 AS incoming,"
		" other_id AS far FROM case_link WHERE case_id = ? AND removed_on IS NULL"
		" UNION ALL "
		"SELECT id, case_id, other_id, made_by, kind, reason, made_on, 1, case_id"
		" FROM case_link WHERE other_id = ? AND removed_on IS NULL"
		") l JOIN docket d ON d.id = l.far ORDER BY l.id LIMIT 200";
	const struct db_in in[] = { DB_U64(case_id), DB_U64(case_id) };
	struct db_link r = { .removed_on = CW_DAY_NONE };
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out out[] = {
		DB_OUT_U64(r.id),	  DB_OUT_U64(r.case_id),   DB_OUT_U64(r.other_id),
		DB_OUT_U64(r.made_by),	  DB_OUT_STR(r.kind),	   DB_OUT_STR(r.reason),
		DB_OUT_DAY(r.made_on),	  DB_OUT_BOOL(r.incoming), DB_OUT_U64(r.far_id),
		DB_OUT_STR(r.far_number), DB_OUT_STR(r.far_title), DB_OUT_STR(r.far_state),
	};

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_link_remove(struct db_conn *c, uint64_t id, uint64_t user, cw_day on, struct cw_err *err)
{
	static const char sql[] = "UPDATE case_link SET removed_by = ?, removed_on = ?"
				  " WHERE id = ? AND removed_on IS NULL";
	const struct db_in in[] = { DB_U64(user), DB_DAY(on), DB_U64(id) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	return done.changed == 1 ? 0 : cw_fail(err, CW_CONFLICT, CW_MSG_LINK_REMOVED, NULL);
}

int db_link_remove_merger(struct db_conn *c, uint64_t case_id, uint64_t user, cw_day on,
			  struct cw_err *err)
{
	static const char sql[] = "UPDATE case_link SET removed_by = ?, removed_on = ?"
				  " WHERE case_id = ? AND kind = 'merged_into' AND removed_on IS NULL";
	const struct db_in in[] = { DB_U64(user), DB_DAY(on), DB_U64(case_id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}
