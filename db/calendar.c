#include "db/calendar.h"

#include "db/rows.h"

int db_calendar_version_get(struct db_conn *c, struct cw_arena *a, int *out, struct cw_err *err)
{
	static const char sql[] = "SELECT COALESCE(MAX(version), 0) FROM calendar_notice";
	const struct db_out row[] = { DB_OUT_INT(*out) };

	return db_get(c, a, sql, NULL, 0, row, DB_N(row), err);
}

#define COLUMNS "id, number, year, issued_on, loaded_at, loaded_by, version, job_id"
#define COLUMNS_OUT(r)                                                                             \
	{                                                                                          \
		DB_OUT_U64((r).id), DB_OUT_STR((r).number), DB_OUT_INT((r).year),                  \
			DB_OUT_DAY((r).issued_on), DB_OUT_TIME((r).loaded_at),                     \
			DB_OUT_U64((r).loaded_by), DB_OUT_INT((r).version), DB_OUT_U64((r).job)    \
	}

int db_notice_list(struct db_conn *c, struct cw_arena *a, struct db_notice **items, size_t *n,
		   struct cw_err *err)
{
	static const char sql[] =
		"SELECT " COLUMNS " FROM calendar_notice ORDER BY issued_on, id LIMIT 1000";
	struct db_notice row;
	struct db_rows rows = DB_ROWS(a, row);
	const struct db_out out[] = COLUMNS_OUT(row);

	if (db_list(c, a, sql, NULL, 0, out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*items = rows.items;
	*n = rows.n;
	return 0;
}

int db_notice_find(struct db_conn *c, struct cw_arena *a, const char *number, struct db_notice *out,
		   bool *found, struct cw_err *err)
{
	static const char sql[] = "SELECT " COLUMNS " FROM calendar_notice WHERE number = ?";
	const struct db_in in[] = { DB_STR(number) };
	const struct db_out row[] = COLUMNS_OUT(*out);

	return db_find(c, a, sql, in, DB_N(in), row, DB_N(row), found, err);
}

int db_notice_find_version(struct db_conn *c, struct cw_arena *a, int version, struct db_notice *out,
			   bool *found, struct cw_err *err)
{
	static const char sql[] = "SELECT " COLUMNS " FROM calendar_notice WHERE version = ?";
	const struct db_in in[] = { DB_I64(version) };
	const struct db_out row[] = COLUMNS_OUT(*out);

	return db_find(c, a, sql, in, DB_N(in), row, DB_N(row), found, err);
}

int db_notice_add(struct db_conn *c, const struct db_notice *notice, uint64_t *id,
		  struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO calendar_notice (number, year, issued_on, loaded_at, loaded_by, job_id,"
		" version) SELECT ?, ?, ?, ?, ?, ?, COALESCE(MAX(version), 0) + 1 FROM calendar_notice";
	const struct db_in in[] = { DB_STR(notice->number),	       DB_I64(notice->year),
				    DB_DAY(notice->issued_on),	       DB_TIME(notice->loaded_at),
				    DB_ID_OR_NULL(notice->loaded_by), DB_ID_OR_NULL(notice->job) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	*id = done.insert_id;
	return 0;
}

int db_notice_day_list(struct db_conn *c, struct cw_arena *a, struct db_notice_day **items,
		       size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT notice_id, day, worked FROM calendar_day"
				  " ORDER BY notice_id, day LIMIT 100000";
	struct db_notice_day row;
	struct db_rows rows = DB_ROWS(a, row);
	const struct db_out out[] = { DB_OUT_U64(row.notice), DB_OUT_DAY(row.day),
				      DB_OUT_BOOL(row.worked) };

	if (db_list(c, a, sql, NULL, 0, out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*items = rows.items;
	*n = rows.n;
	return 0;
}

int db_notice_day_add(struct db_conn *c, const struct db_notice_day *day, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO calendar_day (notice_id, day, worked) VALUES (?, ?, ?)";
	const struct db_in in[] = { DB_U64(day->notice), DB_DAY(day->day), DB_BOOL(day->worked) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

/* Fills OUT from its notice's N days, which are in order: days off in a row become one span. */
static int fill_notice(struct cw_arena *a, const struct db_notice_day *days, size_t n,
		       struct cw_notice *out, struct cw_err *err)
{
	struct cw_span *off = cw_alloc_n(a, n, sizeof(*off));
	cw_day *on = cw_alloc_n(a, n, sizeof(*on));

	if (!off || !on)
		return cw_fail_memory(err);
	out->off = off;
	out->on = on;
	for (size_t i = 0; i < n; i++) {
		if (days[i].worked)
			on[out->n_on++] = days[i].day;
		else if (out->n_off && off[out->n_off - 1].last == days[i].day - 1)
			off[out->n_off - 1].last = days[i].day;
		else
			off[out->n_off++] = (struct cw_span){ days[i].day, days[i].day };
	}
	return 0;
}

int db_calendar_load(struct db_conn *c, struct cw_arena *a, int version, struct cw_notice **notices,
		     size_t *n, struct cw_err *err)
{
	struct db_notice *rows;
	struct db_notice_day *days;
	size_t n_rows, n_days;

	*n = 0;
	if (db_notice_list(c, a, &rows, &n_rows, err) ||
	    db_notice_day_list(c, a, &days, &n_days, err))
		return -1;
	*notices = cw_alloc_n(a, n_rows, sizeof(**notices));
	if (!*notices)
		return cw_fail_memory(err);
	for (size_t i = 0; i < n_rows; i++) {
		struct cw_notice *notice = &(*notices)[*n];
		size_t first = 0, end;

		if (rows[i].version > version)
			continue;
		while (first < n_days && days[first].notice != rows[i].id)
			first++;
		for (end = first; end < n_days && days[end].notice == rows[i].id; end++)
			;
		notice->year = rows[i].year;
		notice->number = rows[i].number;
		notice->issued_on = rows[i].issued_on;
		if (fill_notice(a, days + first, end - first, notice, err))
			return -1;
		++*n;
	}
	return 0;
}

int db_calendar_add(struct db_conn *c, const struct cw_notice *notice, uint64_t loaded_by,
		    uint64_t job, int64_t now, uint64_t *id, struct cw_err *err)
{
	const struct db_notice row = { .number = notice->number,
				       .year = notice->year,
				       .issued_on = notice->issued_on,
				       .loaded_at = now,
				       .loaded_by = loaded_by,
				       .job = job };

	if (db_notice_add(c, &row, id, err))
		return -1;
	for (size_t i = 0; i < notice->n_off; i++) {
		for (cw_day day = notice->off[i].first; day <= notice->off[i].last; day++) {
			const struct db_notice_day off = { *id, day, false };

			if (db_notice_day_add(c, &off, err))
				return -1;
		}
	}
	for (size_t i = 0; i < notice->n_on; i++) {
		const struct db_notice_day on = { *id, notice->on[i], true };

		if (db_notice_day_add(c, &on, err))
			return -1;
	}
	return 0;
}

int db_test_clock_find(struct db_conn *c, struct cw_arena *a, cw_day *day, struct cw_err *err)
{
	static const char sql[] = "SELECT day FROM test_clock WHERE id = 1";
	const struct db_out row[] = { DB_OUT_DAY(*day) };
	bool found;

	if (db_find(c, a, sql, NULL, 0, row, DB_N(row), &found, err))
		return -1;
	if (!found)
		*day = CW_DAY_NONE;
	return 0;
}

int db_test_clock_save(struct db_conn *c, cw_day day, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO test_clock (id, day) VALUES (1, ?)"
				  " ON DUPLICATE KEY UPDATE day = VALUES(day)";
	const struct db_in in[] = { DB_DAY(day) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}
