/* Endpoints and the outbox as fan-out reads it. */
#include "db/endpoint.h"

#include "db/rows.h"

#define COLUMNS                                                                                    \
	"id, uid, agency_id, kind, name, url, masked, secret, old_secret, old_until, types, status," \
	" reason, failing_since, created_by, created_at"

#define ENDPOINT_OUT(e)                                                                            \
	DB_OUT_U64((e).id), DB_OUT_BYTES((e).uid, (e).uid_len), DB_OUT_U64((e).agency_id),         \
		DB_OUT_STR((e).kind), DB_OUT_STR((e).name), DB_OUT_BYTES((e).url, (e).url_len),    \
		DB_OUT_STR((e).masked), DB_OUT_BYTES((e).secret, (e).secret_len),                  \
		DB_OUT_BYTES((e).old_secret, (e).old_secret_len), DB_OUT_TIME((e).old_until),      \
		DB_OUT_STR((e).types), DB_OUT_STR((e).status), DB_OUT_STR((e).reason),             \
		DB_OUT_TIME((e).failing_since), DB_OUT_U64((e).created_by),                        \
		DB_OUT_TIME((e).created_at)

int db_endpoint_add(struct db_conn *c, const struct db_endpoint *e, uint64_t *id, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO endpoint (uid, agency_id, kind, name, url, masked, secret, old_secret,"
		" old_until, types, status, reason, failing_since, created_by, created_at)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
	const struct db_in in[] = {
		DB_BYTES(e->uid, DB_UID),
		DB_U64(e->agency_id),
		DB_STR(e->kind),
		DB_STR(e->name),
		DB_BYTES(e->url, e->url_len),
		DB_STR(e->masked),
		DB_BYTES(e->secret, e->secret_len),
		DB_BYTES(e->old_secret, e->old_secret_len),
		DB_TIME(e->old_until),
		DB_STR(e->types),
		DB_STR(e->status),
		DB_STR(e->reason),
		DB_TIME(e->failing_since),
		DB_ID_OR_NULL(e->created_by),
		DB_TIME(e->created_at),
	};
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	*id = done.insert_id;
	return 0;
}

int db_endpoint_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_endpoint *out,
		    struct cw_err *err)
{
	static const char sql[] = "SELECT " COLUMNS " FROM endpoint WHERE id = ?";
	const struct db_in in[] = { DB_U64(id) };
	const struct db_out row[] = { ENDPOINT_OUT(*out) };

	return db_get(c, a, sql, in, DB_N(in), row, DB_N(row), err);
}

static int list(struct db_conn *c, struct cw_arena *a, const char *sql, const struct db_in *in,
		size_t n_in, struct db_endpoint **out, size_t *n, struct cw_err *err)
{
	struct db_endpoint e;
	struct db_rows rows = DB_ROWS(a, e);
	const struct db_out row[] = { ENDPOINT_OUT(e) };

	if (db_list(c, a, sql, in, n_in, row, DB_N(row), db_rows_add, &rows, err))
		return -1;
	*out = rows.items;
	*n = rows.n;
	return 0;
}

int db_endpoint_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, uint64_t after,
		     unsigned limit, struct db_endpoint **rows, size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT " COLUMNS " FROM endpoint WHERE agency_id = ? AND id > ?"
				  " ORDER BY id LIMIT ?";
	const struct db_in in[] = { DB_U64(agency), DB_U64(after), DB_U64(limit) };

	return list(c, a, sql, in, DB_N(in), rows, n, err);
}

int db_endpoint_hearing_list(struct db_conn *c, struct cw_arena *a, uint64_t agency,
			     struct db_endpoint **rows, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " COLUMNS " FROM endpoint WHERE status = 'active' AND (agency_id = ?"
		" OR agency_id = (SELECT g.root_id FROM agency g WHERE g.id = ?)) ORDER BY id LIMIT 1000";
	const struct db_in in[] = { DB_U64(agency), DB_U64(agency) };

	return list(c, a, sql, in, DB_N(in), rows, n, err);
}

int db_endpoint_set_status(struct db_conn *c, uint64_t id, const char *status, const char *reason,
			   struct cw_err *err)
{
	static const char sql[] =
		"UPDATE endpoint SET status = ?, reason = ?, failing_since = NULL WHERE id = ?";
	const struct db_in in[] = { DB_STR(status), DB_STR(reason), DB_U64(id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_endpoint_failing(struct db_conn *c, uint64_t id, int64_t now, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE endpoint SET failing_since = ? WHERE id = ? AND failing_since IS NULL";
	const struct db_in in[] = { DB_TIME(now), DB_U64(id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_endpoint_well(struct db_conn *c, uint64_t id, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE endpoint SET failing_since = NULL WHERE id = ? AND failing_since IS NOT NULL";
	const struct db_in in[] = { DB_U64(id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

/* ---- The outbox. */

#define OUTBOX "id, case_id, agency_id, seq, type, created_at"
#define OUTBOX_OUT(o)                                                                              \
	DB_OUT_U64((o).id), DB_OUT_U64((o).case_id), DB_OUT_U64((o).agency_id),                    \
		DB_OUT_INT((o).seq), DB_OUT_STR((o).type), DB_OUT_TIME((o).created_at)

int db_outbox_claim_list(struct db_conn *c, struct cw_arena *a, unsigned limit,
			 struct db_outbox **rows, size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT " OUTBOX " FROM outbox WHERE fanned = FALSE ORDER BY id LIMIT ?"
				  " FOR UPDATE SKIP LOCKED";
	const struct db_in in[] = { DB_U64(limit) };
	struct db_outbox o;
	struct db_rows found = DB_ROWS(a, o);
	const struct db_out row[] = { OUTBOX_OUT(o) };

	if (db_list(c, a, sql, in, DB_N(in), row, DB_N(row), db_rows_add, &found, err))
		return -1;
	*rows = found.items;
	*n = found.n;
	return 0;
}

int db_outbox_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_outbox *out,
		  struct cw_err *err)
{
	static const char sql[] = "SELECT " OUTBOX " FROM outbox WHERE id = ?";
	const struct db_in in[] = { DB_U64(id) };
	const struct db_out row[] = { OUTBOX_OUT(*out) };

	return db_get(c, a, sql, in, DB_N(in), row, DB_N(row), err);
}

int db_outbox_fanned(struct db_conn *c, uint64_t id, struct cw_err *err)
{
	static const char sql[] = "UPDATE outbox SET fanned = TRUE WHERE id = ?";
	const struct db_in in[] = { DB_U64(id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}
