#include "db/agency_deadline.h"

#include <string.h>

#include "db/rows.h"

#define THIS " case_id IS NULL AND handling = 0 AND kind = ? AND ref = ?"

int db_agency_deadline_add(struct db_conn *c, const struct db_agency_deadline *l,
			   struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO deadline (handling, kind, ref, due_on, status, agency_id,"
		" calendar_version) VALUES (0, ?, ?, ?, 'open', ?, ?)";
	const struct db_in in[] = { DB_STR(l->kind), DB_U64(l->ref), DB_DAY(l->due_on),
				    DB_U64(l->agency_id), DB_I64(l->calendar) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

/* A moved day, or one that is open again, has reminders of its own. */
static int move(struct db_conn *c, uint64_t id, const struct db_agency_deadline *l,
		struct cw_err *err)
{
	/* what depends on due_on before it: the assignments run from left to right */
	static const char sql[] =
		"UPDATE deadline SET version = version + (due_on <> ? OR status <> 'open'),"
		" remind_on = IF(due_on <> ? OR status <> 'open', '1990-01-01', remind_on),"
		" due_on = ?, status = 'open', calendar_version = ? WHERE id = ?";
	const struct db_in in[] = { DB_DAY(l->due_on), DB_DAY(l->due_on), DB_DAY(l->due_on),
				    DB_I64(l->calendar), DB_U64(id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_agency_deadline_put(struct db_conn *c, const struct db_agency_deadline *l,
			   struct cw_err *err)
{
	static const char sql[] = "SELECT id FROM deadline WHERE" THIS " FOR UPDATE";
	const struct db_in in[] = { DB_STR(l->kind), DB_U64(l->ref) };
	uint64_t id;
	const struct db_out row[] = { DB_OUT_U64(id) };
	bool found;

	if (db_find(c, NULL, sql, in, DB_N(in), row, DB_N(row), &found, err))
		return -1;
	return found ? move(c, id, l, err) : db_agency_deadline_add(c, l, err);
}

int db_agency_deadline_end(struct db_conn *c, const char *kind, uint64_t ref, const char *status,
			   struct cw_err *err)
{
	static const char sql[] = "UPDATE deadline SET status = ?, remind_on = NULL,"
				  " calendar_version = NULL WHERE" THIS " AND status = 'open'";
	const struct db_in in[] = { DB_STR(status), DB_STR(kind), DB_U64(ref) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

/* ---- Following the calendar. */

#define COLUMNS                                                                                    \
	"SELECT l.id, l.ref, l.agency_id, l.kind, l.status, l.due_on, l.calendar_version"
#define OUT(r)                                                                                     \
	DB_OUT_U64((r).id), DB_OUT_U64((r).ref), DB_OUT_U64((r).agency_id), DB_OUT_STR((r).kind),  \
		DB_OUT_STR((r).status), DB_OUT_DAY((r).due_on), DB_OUT_INT((r).calendar)

int db_agency_deadline_behind_list(struct db_conn *c, struct cw_arena *a, int below, int at_version,
				   uint64_t at_id, unsigned limit, struct db_agency_deadline **list, size_t *n,
				   struct cw_err *err)
{
	static const char sql[] =
		COLUMNS ", p.number FROM deadline l FORCE INDEX (k_deadline_calendar)"
			" LEFT JOIN complaint p ON l.kind IN (" DB_DUE_COMPLAINTS ") AND p.id = l.ref"
			" WHERE l.calendar_version >= ? AND l.calendar_version < ?"
			" AND (l.calendar_version > ? OR l.id > ?) AND l.status = 'open'"
			" ORDER BY l.calendar_version, l.id LIMIT ?";
	const struct db_in in[] = { DB_I64(at_version), DB_I64(below), DB_I64(at_version),
				    DB_U64(at_id), DB_U64(limit) };
	struct db_agency_deadline r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out out[] = { OUT(r), DB_OUT_STR(r.number) };

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_agency_deadline_lock(struct db_conn *c, struct cw_arena *a, uint64_t id,
			    struct db_agency_deadline *out, struct cw_err *err)
{
	static const char sql[] = COLUMNS " FROM deadline l WHERE l.id = ? FOR UPDATE";
	const struct db_in in[] = { DB_U64(id) };
	const struct db_out row[] = { OUT(*out) };

	return db_get(c, a, sql, in, DB_N(in), row, DB_N(row), err);
}

/* One statement a kind, all with the same bindings: the day, whether it is provisional, the record.
 */
static const struct {
	const char *kind, *sql;
} records[] = {
	{ DB_DUE_COMPLAINT, "UPDATE complaint SET version = version + (due_on <> ?), due_on = ?,"
			    " due_provisional = ? WHERE id = ?" },
	{ DB_DUE_COMPLAINT_ANSWER,
	  "UPDATE complaint SET version = version + (answer_by <> ?), answer_by = ?"
	  " WHERE ? IS NOT NULL AND id = ?" },
	{ DB_DUE_COMPLAINT_MEND,
	  "UPDATE complaint SET version = version + (mend_by <> ?), mend_by = ?"
	  " WHERE ? IS NOT NULL AND id = ?" },
	{ DB_DUE_URGING, "UPDATE urging SET answer_by = IF(answer_by <> ?, ?, answer_by)"
			 " WHERE ? IS NOT NULL AND id = ?" },
};

int db_agency_deadline_follow(struct db_conn *c, const struct db_agency_deadline *l,
			      bool provisional, struct cw_err *err)
{
	const struct db_in in[] = { DB_DAY(l->due_on), DB_DAY(l->due_on), DB_BOOL(provisional),
				    DB_U64(l->ref) };

	if (move(c, l->id, l, err))
		return -1;
	for (size_t i = 0; i < DB_N(records); i++)
		if (strcmp(records[i].kind, l->kind) == 0)
			return db_run(c, records[i].sql, in, DB_N(in), NULL, err);
	return 0;
}
