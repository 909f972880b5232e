#include "db/absence.h"

#include "db/rows.h"

int db_absence_add(struct db_conn *c, struct db_absence *a, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO absence (agency_id, user_id, cover_id, from_on, to_on,"
		" set_by, set_at) VALUES (?, ?, ?, ?, ?, ?, ?)";
	const struct db_in in[] = { DB_U64(a->agency_id), DB_U64(a->user_id), DB_U64(a->cover_id),
				    DB_DAY(a->from_on),	  DB_DAY(a->to_on),   DB_U64(a->set_by),
				    DB_TIME(a->set_at) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	a->id = done.insert_id;
	return 0;
}

#define COLUMNS                                                                                    \
	"id, agency_id, user_id, cover_id, set_by, ended_by, from_on, to_on, set_at, ended_at"
#define COLUMNS_OUT(r)                                                                             \
	{                                                                                          \
		DB_OUT_U64((r).id), DB_OUT_U64((r).agency_id), DB_OUT_U64((r).user_id),            \
			DB_OUT_U64((r).cover_id), DB_OUT_U64((r).set_by),                          \
			DB_OUT_U64((r).ended_by), DB_OUT_DAY((r).from_on), DB_OUT_DAY((r).to_on),  \
			DB_OUT_TIME((r).set_at), DB_OUT_TIME((r).ended_at)                         \
	}

int db_absence_lock(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_absence *out,
		    struct cw_err *err)
{
	static const char sql[] = "SELECT " COLUMNS " FROM absence WHERE id = ? FOR UPDATE";
	const struct db_in in[] = { DB_U64(id) };
	const struct db_out cols[] = COLUMNS_OUT(*out);

	return db_get(c, a, sql, in, DB_N(in), cols, DB_N(cols), err);
}

int db_absence_end(struct db_conn *c, uint64_t id, uint64_t user, int64_t at, struct cw_err *err)
{
	static const char sql[] = "UPDATE absence SET ended_by = ?, ended_at = ? WHERE id = ?";
	const struct db_in in[] = { DB_U64(user), DB_TIME(at), DB_U64(id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_absence_find(struct db_conn *c, struct cw_arena *a, uint64_t agency, uint64_t user,
		    bool as_cover, cw_day from, cw_day to, struct db_absence *out, bool *found,
		    struct cw_err *err)
{
	static const char of_user[] =
		"SELECT " COLUMNS " FROM absence WHERE user_id = ? AND to_on >= ? AND from_on <= ?"
		" AND ended_at IS NULL AND (? = 0 OR agency_id = ?) ORDER BY to_on LIMIT 1";
	static const char of_cover[] =
		"SELECT " COLUMNS " FROM absence WHERE cover_id = ? AND to_on >= ? AND from_on <= ?"
		" AND ended_at IS NULL AND (? = 0 OR agency_id = ?) ORDER BY to_on LIMIT 1";
	const struct db_in in[] = { DB_U64(user), DB_DAY(from), DB_DAY(to), DB_U64(agency),
				    DB_U64(agency) };
	const struct db_out cols[] = COLUMNS_OUT(*out);

	return db_find(c, a, as_cover ? of_cover : of_user, in, DB_N(in), cols, DB_N(cols), found,
		       err);
}

int db_absence_covered_list(struct db_conn *c, struct cw_arena *a, uint64_t user, cw_day day,
			    struct db_absence **list, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " COLUMNS " FROM absence WHERE cover_id = ? AND to_on >= ?"
		" AND from_on <= ? AND ended_at IS NULL ORDER BY id LIMIT 50";
	const struct db_in in[] = { DB_U64(user), DB_DAY(day), DB_DAY(day) };
	struct db_absence r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out cols[] = COLUMNS_OUT(r);

	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_absence_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, cw_day from,
		    cw_day after_on, uint64_t after_id, unsigned limit, struct db_absence **list,
		    size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " COLUMNS " FROM absence WHERE agency_id = ? AND to_on >= ?"
		" AND (to_on > ? OR id > ?) AND ended_at IS NULL"
		" ORDER BY to_on, id LIMIT ?";
	cw_day after = after_on == CW_DAY_NONE ? CW_DAY_MIN : after_on;
	const struct db_in in[] = { DB_U64(agency), DB_DAY(after > from ? after : from),
				    DB_DAY(after), DB_U64(after_id), DB_U64(limit) };
	struct db_absence r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out cols[] = COLUMNS_OUT(r);

	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_absence_past_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, cw_day today,
			 cw_day after_on, uint64_t after_id, unsigned limit,
			 struct db_absence **list, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " COLUMNS " FROM absence WHERE agency_id = ? AND to_on <= ?"
		" AND (to_on < ? OR id < ?) AND (to_on < ? OR ended_at IS NOT NULL)"
		" ORDER BY to_on DESC, id DESC LIMIT ?";
	const cw_day after = after_on == CW_DAY_NONE ? CW_DAY_MAX : after_on;
	const struct db_in in[] = { DB_U64(agency),   DB_DAY(after), DB_DAY(after),
				    DB_U64(after_id), DB_DAY(today), DB_U64(limit) };
	struct db_absence r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out cols[] = COLUMNS_OUT(r);

	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}
