#include "db/annual_report.h"

#include "db/rows.h"

int db_annual_report_add(struct db_conn *c, struct db_annual_report *r, bool *added,
			 struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO annual_report (agency_id, district_id, year, due_on, submits)"
		" VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE id = id";
	const struct db_in in[] = { DB_U64(r->agency_id), DB_U64(r->district_id), DB_I64(r->year),
				    DB_DAY(r->due_on), DB_BOOL(r->submits) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	*added = done.changed == 1;
	r->id = done.insert_id;
	return 0;
}

#define COLUMNS                                                                                    \
	"SELECT r.id, r.agency_id, r.district_id, r.year, r.due_on, r.submits, r.submitted_on,"    \
	" r.published_on, r.address, r.recorded_by, r.recorded_at, r.is_open, r.version, g.name"
#define JOINS " JOIN agency g ON g.id = r.agency_id"
#define COLUMNS_OUT(r)                                                                             \
	{                                                                                          \
		DB_OUT_U64((r).id), DB_OUT_U64((r).agency_id), DB_OUT_U64((r).district_id),        \
			DB_OUT_INT((r).year), DB_OUT_DAY((r).due_on), DB_OUT_BOOL((r).submits),    \
			DB_OUT_DAY((r).submitted_on), DB_OUT_DAY((r).published_on),                \
			DB_OUT_STR((r).address), DB_OUT_U64((r).recorded_by),                      \
			DB_OUT_TIME((r).recorded_at), DB_OUT_BOOL((r).is_open),                    \
			DB_OUT_U64((r).version), DB_OUT_STR((r).agency_name)                       \
	}

int db_annual_report_get(struct db_conn *c, struct cw_arena *a, uint64_t id,
			 struct db_annual_report *out, struct cw_err *err)
{
	static const char sql[] = COLUMNS " FROM annual_report r" JOINS " WHERE r.id = ?";
	const struct db_in in[] = { DB_U64(id) };
	const struct db_out cols[] = COLUMNS_OUT(*out);

	return db_get(c, a, sql, in, DB_N(in), cols, DB_N(cols), err);
}

int db_annual_report_save(struct db_conn *c, struct db_annual_report *r, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE annual_report SET submitted_on = ?, published_on = ?, address = ?,"
		" recorded_by = ?, recorded_at = ?, is_open = ?, version = version + 1"
		" WHERE id = ? AND version = ?";
	const struct db_in in[] = { DB_DAY(r->submitted_on), DB_DAY(r->published_on),
				    DB_STR(r->address),	     DB_U64(r->recorded_by),
				    DB_TIME(r->recorded_at), DB_BOOL(r->is_open),
				    DB_U64(r->id),	     DB_U64(r->version) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	if (done.changed != 1)
		return cw_fail(err, CW_STALE, CW_MSG_STALE, NULL);
	r->version++;
	return 0;
}

#define CURSOR                                                                                     \
	" AND r.is_open = ? AND r.due_on >= ? AND (r.due_on > ? OR r.id > ?)"                      \
	" ORDER BY r.due_on, r.id LIMIT ?"

int db_annual_report_list(struct db_conn *c, struct cw_arena *a,
			  const struct db_annual_report_query *q, struct db_annual_report **list,
			  size_t *n, struct cw_err *err)
{
	static const char of_district[] =
		COLUMNS " FROM annual_report r FORCE INDEX (k_annual_report_district)" JOINS
			" WHERE r.district_id = ?" CURSOR;
	static const char of_agency[] =
		COLUMNS " FROM annual_report r FORCE INDEX (k_annual_report_agency)" JOINS
			" WHERE r.agency_id = ?" CURSOR;
	const cw_day after = q->after_on == CW_DAY_NONE ? CW_DAY_MIN : q->after_on;
	const struct db_in in[] = { DB_U64(q->agency ? q->agency : q->district),
				    DB_BOOL(q->open),
				    DB_DAY(after),
				    DB_DAY(after),
				    DB_U64(q->after_id),
				    DB_U64(q->limit) };
	struct db_annual_report r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out cols[] = COLUMNS_OUT(r);

	if (db_list(c, a, q->agency ? of_agency : of_district, in, DB_N(in), cols, DB_N(cols),
		    db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_annual_report_missing_list(struct db_conn *c, struct cw_arena *a, int year, bool governments,
				  unsigned limit, struct db_annual_report_agency **list, size_t *n,
				  struct cw_err *err)
{
	static const char sql[] =
		"SELECT g.id, COALESCE(g.root_id, g.id), g.kind FROM agency g"
		" WHERE g.active AND (NOT ? OR g.kind = 'government') AND NOT EXISTS"
		" (SELECT 1 FROM annual_report r WHERE r.agency_id = g.id AND r.year = ?)"
		" ORDER BY g.id LIMIT ?";
	const struct db_in in[] = { DB_BOOL(governments), DB_I64(year), DB_U64(limit) };
	struct db_annual_report_agency r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out cols[] = { DB_OUT_U64(r.id), DB_OUT_U64(r.district_id),
				       DB_OUT_STR(r.kind) };

	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}
