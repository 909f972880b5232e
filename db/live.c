#include "db/live.h"

#include "db/rows.h"
#include "db/share.h"

int db_live_newest_get(struct db_conn *c, uint64_t *id, struct cw_err *err)
{
	static const char sql[] = "SELECT COALESCE(MAX(id), 0) FROM outbox";
	const struct db_out out[] = { DB_OUT_U64(*id) };

	return db_get(c, NULL, sql, NULL, 0, out, DB_N(out), err);
}

int db_live_event_list(struct db_conn *c, struct cw_arena *a, uint64_t after, unsigned limit,
		       struct db_live_event **list, size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT id, case_id, created_at FROM outbox WHERE id > ?"
				  " AND case_id IS NOT NULL ORDER BY id LIMIT ?";
	const struct db_in in[] = { DB_U64(after), DB_U64(limit) };
	struct db_live_event row;
	struct db_rows rows = DB_ROWS(a, row);
	const struct db_out out[] = { DB_OUT_U64(row.id), DB_OUT_U64(row.case_id),
				      DB_OUT_TIME(row.created_at) };

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_live_case_get(struct db_conn *c, uint64_t id, struct db_live_case *out, struct cw_err *err)
{
	static const char sql[] =
		"SELECT version, agency_id, COALESCE(assignee_id, 0) FROM docket WHERE id = ?";
	const struct db_in in[] = { DB_U64(id) };
	const struct db_out cols[] = { DB_OUT_U64(out->version), DB_OUT_U64(out->agency),
				       DB_OUT_U64(out->assignee) };

	return db_get(c, NULL, sql, in, DB_N(in), cols, DB_N(cols), err);
}

int db_live_user_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, unsigned limit,
		      uint64_t **users, size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT DISTINCT s.user_id FROM" DB_SHARE_NOW " s.case_id = ?"
				  " ORDER BY s.user_id LIMIT ?";
	const struct db_in in[] = { DB_U64(case_id), DB_U64(limit) };
	uint64_t user;
	struct db_rows rows = DB_ROWS(a, user);
	const struct db_out out[] = { DB_OUT_U64(user) };

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*users = rows.items;
	*n = rows.n;
	return 0;
}

int db_live_session_holds(struct db_conn *c, uint64_t id, int64_t now, int64_t idle_since,
			  bool *holds, struct cw_err *err)
{
	static const char sql[] = "SELECT s.id FROM session s JOIN user u ON u.id = s.user_id"
				  " WHERE s.id = ? AND s.expires_at > ? AND s.seen_at > ?"
				  " AND u.disabled = 0";
	const struct db_in in[] = { DB_U64(id), DB_TIME(now), DB_TIME(idle_since) };
	uint64_t found;
	const struct db_out out[] = { DB_OUT_U64(found) };

	return db_find(c, NULL, sql, in, DB_N(in), out, DB_N(out), holds, err);
}
