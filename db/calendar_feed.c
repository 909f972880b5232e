#include "db/calendar_feed.h"

#include "db/agency_deadline.h"
#include "db/rows.h"

int db_feed_add(struct db_conn *c, struct db_feed *f, const unsigned char hash[DB_HASH],
		struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO calendar_feed (user_id, agency_id, secret_hash, name,"
		" lang, created_at) VALUES (?, ?, ?, ?, ?, ?)";
	const struct db_in in[] = { DB_U64(f->user_id),	     DB_ID_OR_NULL(f->agency_id),
				    DB_BYTES(hash, DB_HASH), DB_STR(f->name),
				    DB_STR(f->lang),	     DB_TIME(f->created_at) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	f->id = done.insert_id;
	return 0;
}

#define COLUMNS "f.id, f.user_id, f.agency_id, f.name, f.lang, f.created_at, f.revoked_at"
#define COLUMNS_OUT(f)                                                                             \
	{                                                                                          \
		DB_OUT_U64((f).id), DB_OUT_U64((f).user_id), DB_OUT_U64((f).agency_id),            \
			DB_OUT_STR((f).name), DB_OUT_STR((f).lang), DB_OUT_TIME((f).created_at),   \
			DB_OUT_TIME((f).revoked_at)                                                \
	}

int db_feed_find(struct db_conn *c, struct cw_arena *a, const unsigned char hash[DB_HASH],
		 struct db_feed *out, bool *found, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " COLUMNS " FROM calendar_feed f JOIN user u ON u.id = f.user_id"
		" WHERE f.secret_hash = ? AND f.revoked_at IS NULL AND NOT u.disabled";
	const struct db_in in[] = { DB_BYTES(hash, DB_HASH) };
	const struct db_out row[] = COLUMNS_OUT(*out);

	return db_find(c, a, sql, in, DB_N(in), row, DB_N(row), found, err);
}

int db_feed_list(struct db_conn *c, struct cw_arena *a, uint64_t user, unsigned limit,
		 struct db_feed **list, size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT " COLUMNS " FROM calendar_feed f WHERE f.user_id = ?"
				  " AND f.revoked_at IS NULL ORDER BY f.id LIMIT ?";
	const struct db_in in[] = { DB_U64(user), DB_U64(limit) };
	struct db_feed f;
	struct db_rows rows = DB_ROWS(a, f);
	const struct db_out out[] = COLUMNS_OUT(f);

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_feed_revoke(struct db_conn *c, uint64_t user, uint64_t id, int64_t now, bool *got,
		   struct cw_err *err)
{
	static const char sql[] = "UPDATE calendar_feed SET revoked_at = ? WHERE id = ?"
				  " AND user_id = ? AND revoked_at IS NULL";
	const struct db_in in[] = { DB_TIME(now), DB_U64(id), DB_U64(user) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	*got = done.changed == 1;
	return 0;
}

/* ---- What they show. */

#define DUE "l.id, l.case_id, l.version, l.kind, l.status, l.due_on, "

static int due_list(struct db_conn *c, struct cw_arena *a, const char *sql, const struct db_in *in,
		    size_t n_in, struct db_feed_deadline **list, size_t *n, struct cw_err *err)
{
	struct db_feed_deadline r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out out[] = { DB_OUT_U64(r.id),	    DB_OUT_U64(r.case_id),
				      DB_OUT_INT(r.version),
				      DB_OUT_STR(r.kind),   DB_OUT_STR(r.status),
				      DB_OUT_DAY(r.due_on), DB_OUT_STR(r.number) };

	if (db_list(c, a, sql, in, n_in, out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

#define SHOWN "l.due_on >= ? AND (l.status = 'open' OR l.due_on >= ?)"

int db_feed_own_list(struct db_conn *c, struct cw_arena *a, uint64_t user, cw_day from,
		     cw_day ended_from, unsigned limit, struct db_feed_deadline **rows, size_t *n,
		     struct cw_err *err)
{
	static const char sql[] =
		"SELECT " DUE "d.number FROM docket d FORCE INDEX (k_docket_assignee_queue)"
		" JOIN deadline l ON l.case_id = d.id WHERE d.assignee_id = ?"
		" AND (d.is_open OR d.closed_on >= ?) AND " SHOWN
		" UNION SELECT " DUE "d.number FROM legal_review v JOIN deadline l ON l.case_id = v.case_id"
		" AND l.handling = v.handling AND l.kind = 'legal_review' AND l.ref = v.id"
		" JOIN docket d ON d.id = l.case_id WHERE v.advisor_id = ? AND " SHOWN
		" UNION SELECT " DUE "d.number FROM task t JOIN deadline l ON l.case_id = t.case_id"
		" AND l.handling = t.handling AND l.kind = 'task' AND l.ref = t.id"
		" JOIN docket d ON d.id = l.case_id WHERE t.officer_id = ? AND " SHOWN
		" ORDER BY due_on, id LIMIT ?";
	const struct db_in in[] = { DB_U64(user),	DB_DAY(ended_from), DB_DAY(from),
				    DB_DAY(ended_from), DB_U64(user),	    DB_DAY(from),
				    DB_DAY(ended_from), DB_U64(user),	    DB_DAY(from),
				    DB_DAY(ended_from), DB_U64(limit) };

	return due_list(c, a, sql, in, DB_N(in), rows, n, err);
}

int db_feed_agency_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, const char *status,
			cw_day from, unsigned limit, struct db_feed_deadline **rows, size_t *n,
			struct cw_err *err)
{
	static const char sql[] =
		"SELECT " DUE "COALESCE(d.number, p.number) FROM deadline l"
		" FORCE INDEX (k_deadline_agency) LEFT JOIN docket d ON d.id = l.case_id"
		" LEFT JOIN complaint p ON l.case_id IS NULL AND l.kind IN ("
		DB_DUE_COMPLAINTS ") AND p.id = l.ref WHERE l.agency_id = ? AND l.status = ?"
		" AND l.due_on >= ? ORDER BY l.due_on, l.id LIMIT ?";
	const struct db_in in[] = { DB_U64(agency), DB_STR(status), DB_DAY(from), DB_U64(limit) };

	return due_list(c, a, sql, in, DB_N(in), rows, n, err);
}
