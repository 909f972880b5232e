#include "db/calendar_move.h"

#include <string.h>

#include "db/agency_deadline.h"
#include "db/rows.h"

int db_calendar_move_add(struct db_conn *c, const struct db_calendar_move *m, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO calendar_move (job_id, case_id, handling, kind, ref, day_before, "
		"day_after,"
		" worked_to) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE ref = ref";
	const struct db_in in[] = { DB_U64(m->job),   DB_U64(m->case_id),  DB_I64(m->handling),
				    DB_STR(m->kind),  DB_U64(m->ref),	   DB_DAY(m->before),
				    DB_DAY(m->after), DB_DAY(m->worked_to) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

/* One statement a kind, all with the same bindings; REF is 0 where a handling has one record. */
static const struct {
	const char *kind, *sql;
} records[] = {
	{ "correction", "UPDATE correction SET answer_by = ?"
			" WHERE case_id = ? AND handling = ? AND ? = 0" },
	{ "fee", "UPDATE fee_notice SET pay_by = ?"
		 " WHERE case_id = ? AND handling = ? AND ? = 0 AND status = 'sent'" },
	{ "task", "UPDATE task SET answer_by = ? WHERE case_id = ? AND handling = ? AND id = ?" },
	{ "legal_review", "UPDATE legal_review SET answer_by = ?"
			  " WHERE case_id = ? AND handling = ? AND id = ?" },
	{ "respondent", "UPDATE remedy SET answer_by = ?"
			" WHERE case_id = ? AND handling = ? AND id = ?" },
	{ "respondent_suit", "UPDATE remedy SET answer_by = ?"
			     " WHERE case_id = ? AND handling = ? AND id = ?" },
	{ "urging", "UPDATE urging SET answer_by = ?"
		    " WHERE case_id = ? AND (handling = ? OR handling IS NULL) AND id = ?" },
};

int db_calendar_move_record(struct db_conn *c, uint64_t case_id, const struct db_calendar_move *m,
			    struct cw_err *err)
{
	const struct db_in in[] = { DB_DAY(m->worked_to), DB_U64(case_id), DB_I64(m->handling),
				    DB_U64(m->ref) };

	for (size_t i = 0; i < DB_N(records); i++)
		if (strcmp(records[i].kind, m->kind) == 0)
			return db_run(c, records[i].sql, in, DB_N(in), NULL, err);
	return 0;
}

int db_calendar_move_list(struct db_conn *c, struct cw_arena *a, uint64_t job,
			  const struct db_calendar_move *after, unsigned limit,
			  struct db_calendar_move **items, size_t *n, struct cw_err *err)
{
	/* The first column of the cursor alone bounds what is read. */
	static const char sql[] =
		"SELECT m.job_id, m.case_id, m.ref, COALESCE(d.number, p.number), g.name,"
		" m.handling, m.kind, m.day_before, m.day_after, m.worked_to FROM calendar_move m"
		" LEFT JOIN docket d ON d.id = m.case_id LEFT JOIN deadline l ON m.case_id = 0"
		" AND l.case_id IS NULL AND l.handling = 0 AND l.kind = m.kind AND l.ref = m.ref"
		" LEFT JOIN complaint p ON m.case_id = 0 AND m.kind IN (" DB_DUE_COMPLAINTS ")"
		" AND p.id = m.ref LEFT JOIN agency g ON g.id = COALESCE(d.agency_id, l.agency_id)"
		" WHERE m.job_id = ? AND m.case_id >= ? AND (m.case_id > ? OR m.handling > ?"
		" OR (m.handling = ? AND (m.kind > ? OR (m.kind = ? AND m.ref > ?))))"
		" ORDER BY m.case_id, m.handling, m.kind, m.ref LIMIT ?";
	static const struct db_calendar_move first = { .kind = "" };
	const struct db_calendar_move *at = after ? after : &first;
	const struct db_in in[] = { DB_U64(job),	  DB_U64(at->case_id),	DB_U64(at->case_id),
				    DB_I64(at->handling), DB_I64(at->handling), DB_STR(at->kind),
				    DB_STR(at->kind),	  DB_U64(at->ref),	DB_U64(limit) };
	struct db_calendar_move row;
	struct db_rows rows = DB_ROWS(a, row);
	const struct db_out out[] = {
		DB_OUT_U64(row.job),	DB_OUT_U64(row.case_id),  DB_OUT_U64(row.ref),
		DB_OUT_STR(row.number), DB_OUT_STR(row.agency),	  DB_OUT_INT(row.handling),
		DB_OUT_STR(row.kind),	DB_OUT_DAY(row.before), DB_OUT_DAY(row.after),	  DB_OUT_DAY(row.worked_to),
	};

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*items = rows.items;
	*n = rows.n;
	return 0;
}

int db_calendar_move_count(struct db_conn *c, struct cw_arena *a, uint64_t job,
			   struct db_calendar_count *out, struct cw_err *err)
{
	static const char sql[] = "SELECT COUNT(*), COUNT(DISTINCT NULLIF(case_id, 0)),"
				  " CAST(COALESCE(SUM(case_id = 0), 0) AS UNSIGNED),"
				  " COALESCE(CAST(SUM(worked_to < day_before) AS UNSIGNED), 0)"
				  " FROM calendar_move WHERE job_id = ?";
	const struct db_in in[] = { DB_U64(job) };
	const struct db_out row[] = { DB_OUT_U64(out->moves), DB_OUT_U64(out->cases),
				      DB_OUT_U64(out->others), DB_OUT_U64(out->earlier) };

	return db_get(c, a, sql, in, DB_N(in), row, DB_N(row), err);
}

int db_calendar_move_expire(struct db_conn *c, unsigned limit, uint64_t *gone, struct cw_err *err)
{
	/* Jobs go in about the order in which they came; the rest of a list goes with the next. */
	static const char sql[] =
		"DELETE FROM calendar_move WHERE job_id < (SELECT MIN(id) FROM job) LIMIT ?";
	const struct db_in in[] = { DB_U64(limit) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	*gone = done.changed;
	return 0;
}

/* ---- Which cases a calendar is for. */

#define COLUMNS                                                                                    \
	"d.id, d.agency_id, d.number, d.is_open, d.received_on, d.submitted_on,"                   \
	" d.calendar_version, d.deadline_version"

static int case_list(struct db_conn *c, struct cw_arena *a, const char *sql, const struct db_in *in,
		     size_t n_in, struct db_calendar_case **items, size_t *n, struct cw_err *err)
{
	struct db_calendar_case row;
	struct db_rows rows = DB_ROWS(a, row);
	const struct db_out out[] = {
		DB_OUT_U64(row.id),	     DB_OUT_U64(row.agency),
		DB_OUT_STR(row.number),	     DB_OUT_BOOL(row.open),
		DB_OUT_DAY(row.received_on), DB_OUT_DAY(row.submitted_on),
		DB_OUT_INT(row.calendar),    DB_OUT_INT(row.deadline_calendar),
	};

	if (db_list(c, a, sql, in, n_in, out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*items = rows.items;
	*n = rows.n;
	return 0;
}

int db_calendar_open_list(struct db_conn *c, struct cw_arena *a, int below, int at_version,
			  uint64_t at_id, unsigned limit, struct db_calendar_case **items,
			  size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT " COLUMNS " FROM docket d WHERE d.is_open = 1"
				  " AND d.calendar_version >= ? AND d.calendar_version < ?"
				  " AND (d.calendar_version > ? OR d.id > ?)"
				  " ORDER BY d.calendar_version, d.id LIMIT ?";
	const struct db_in in[] = { DB_I64(at_version), DB_I64(below), DB_I64(at_version),
				    DB_U64(at_id), DB_U64(limit) };

	return case_list(c, a, sql, in, DB_N(in), items, n, err);
}

int db_calendar_rest_list(struct db_conn *c, struct cw_arena *a, int below, uint64_t after,
			  unsigned limit, struct db_calendar_case **items, size_t *n,
			  struct cw_err *err)
{
	static const char sql[] =
		"SELECT DISTINCT " COLUMNS " FROM deadline l JOIN docket d ON d.id = l.case_id"
		" WHERE l.status = 'open' AND d.is_open = 0 AND d.deadline_version < ? AND d.id > ?"
		" ORDER BY d.id LIMIT ?";
	const struct db_in in[] = { DB_I64(below), DB_U64(after), DB_U64(limit) };

	return case_list(c, a, sql, in, DB_N(in), items, n, err);
}
