#include "db/deputy.h"

#include "db/rows.h"

int db_deputy_add(struct db_conn *c, struct db_deputy *d, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO deputy (agency_id, role, principal_id, deputy_id, from_on, to_on,"
		" document, authorised_by, authorised_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
	const struct db_in in[] = {
		DB_U64(d->agency_id), DB_STR(d->role),		DB_U64(d->principal_id),
		DB_U64(d->deputy_id), DB_DAY(d->from_on),	DB_DAY(d->to_on),
		DB_STR(d->document),  DB_U64(d->authorised_by), DB_TIME(d->authorised_at),
	};
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	d->id = done.insert_id;
	return 0;
}

#define SELECT                                                                                     \
	"SELECT d.id, d.agency_id, d.principal_id, d.deputy_id, d.authorised_by, d.ended_by,"      \
	" d.role, d.document, p.name, u.name, d.from_on, d.to_on, d.authorised_at, d.ended_at"     \
	" FROM deputy d JOIN user p ON p.id = d.principal_id JOIN user u ON u.id = d.deputy_id"
#define OUT(r)                                                                                     \
	{                                                                                          \
		DB_OUT_U64((r).id), DB_OUT_U64((r).agency_id), DB_OUT_U64((r).principal_id),       \
			DB_OUT_U64((r).deputy_id), DB_OUT_U64((r).authorised_by),                  \
			DB_OUT_U64((r).ended_by), DB_OUT_STR((r).role), DB_OUT_STR((r).document),  \
			DB_OUT_STR((r).principal_name), DB_OUT_STR((r).deputy_name),               \
			DB_OUT_DAY((r).from_on), DB_OUT_DAY((r).to_on),                            \
			DB_OUT_TIME((r).authorised_at), DB_OUT_TIME((r).ended_at)                  \
	}

int db_deputy_get(struct db_conn *c, struct cw_arena *a, uint64_t agency, uint64_t id,
		  struct db_deputy *out, struct cw_err *err)
{
	static const char sql[] = SELECT " WHERE d.id = ? AND d.agency_id = ?";
	const struct db_in in[] = { DB_U64(id), DB_U64(agency) };
	const struct db_out cols[] = OUT(*out);

	return db_get(c, a, sql, in, DB_N(in), cols, DB_N(cols), err);
}

int db_deputy_end(struct db_conn *c, uint64_t id, uint64_t by, int64_t at, struct cw_err *err)
{
	static const char sql[] = "UPDATE deputy SET ended_by = ?, ended_at = ?"
				  " WHERE id = ? AND ended_at IS NULL";
	const struct db_in in[] = { DB_U64(by), DB_TIME(at), DB_U64(id) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	return done.changed ? 0 : cw_fail(err, CW_CONFLICT, CW_MSG_DEPUTY_ENDED, NULL);
}

static int list(struct db_conn *c, struct cw_arena *a, const char *sql, const struct db_in *in,
		size_t n_in, struct db_deputy **out, size_t *n, struct cw_err *err)
{
	struct db_deputy r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out cols[] = OUT(r);

	if (db_list(c, a, sql, in, n_in, cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	*out = rows.items;
	*n = rows.n;
	return 0;
}

int db_deputy_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, uint64_t before,
		   unsigned limit, struct db_deputy **rows, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		SELECT " WHERE d.agency_id = ? AND d.id < ? ORDER BY d.id DESC LIMIT ?";
	const struct db_in in[] = { DB_U64(agency), DB_U64(before ? before : INT64_MAX),
				    DB_U64(limit) };

	return list(c, a, sql, in, DB_N(in), rows, n, err);
}

int db_deputy_of_list(struct db_conn *c, struct cw_arena *a, uint64_t user, uint64_t agency,
		      cw_day day, struct db_deputy **rows, size_t *n, struct cw_err *err)
{
	static const char sql[] = SELECT
		" JOIN user_role r ON r.user_id = d.principal_id AND r.agency_id = d.agency_id"
		" AND r.role = d.role WHERE d.deputy_id = ? AND d.agency_id = ?"
		" AND d.from_on <= ? AND d.to_on >= ? AND d.ended_at IS NULL"
		" AND NOT p.disabled ORDER BY d.id LIMIT 20";
	const struct db_in in[] = { DB_U64(user), DB_U64(agency), DB_DAY(day), DB_DAY(day) };

	return list(c, a, sql, in, DB_N(in), rows, n, err);
}
