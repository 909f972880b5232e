#include "db/user.h"

#include <string.h>

#include "db/rows.h"

#define USER_COLUMNS "u.id, u.login, u.name, u.password, u.disabled, u.created_at, u.version"
#define USER_OUT(r)                                                                                \
	{                                                                                          \
		DB_OUT_U64((r).id), DB_OUT_STR((r).login), DB_OUT_STR((r).name),                   \
			DB_OUT_STR((r).password), DB_OUT_BOOL((r).disabled),                       \
			DB_OUT_TIME((r).created_at), DB_OUT_U64((r).version)                       \
	}

int db_user_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_user *out,
		struct cw_err *err)
{
	static const char sql[] = "SELECT " USER_COLUMNS " FROM user u WHERE u.id = ?";
	const struct db_in in[] = { DB_U64(id) };
	const struct db_out row[] = USER_OUT(*out);

	return db_get(c, a, sql, in, DB_N(in), row, DB_N(row), err);
}

int db_user_lock(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_user *out,
		 struct cw_err *err)
{
	static const char sql[] = "SELECT " USER_COLUMNS " FROM user u WHERE u.id = ? FOR UPDATE";
	const struct db_in in[] = { DB_U64(id) };
	const struct db_out row[] = USER_OUT(*out);

	return db_get(c, a, sql, in, DB_N(in), row, DB_N(row), err);
}

int db_user_find(struct db_conn *c, struct cw_arena *a, const char *login, struct db_user *out,
		 bool *found, struct cw_err *err)
{
	/* Anything may be tried at sign-in; other characters cannot be compared with ASCII. */
	static const char sql[] = "SELECT " USER_COLUMNS " FROM user u"
				  " WHERE u.login = CONVERT(? USING ascii)";
	const struct db_in in[] = { DB_STR(login) };
	const struct db_out row[] = USER_OUT(*out);

	return db_find(c, a, sql, in, DB_N(in), row, DB_N(row), found, err);
}

int db_user_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, uint64_t after,
		 unsigned limit, struct db_user **items, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " USER_COLUMNS " FROM user u WHERE u.id > ? AND (? = 0 OR EXISTS"
		" (SELECT 1 FROM user_role r WHERE r.user_id = u.id AND r.agency_id = ?))"
		" ORDER BY u.id LIMIT ?";
	const struct db_in in[] = { DB_U64(after), DB_U64(agency), DB_U64(agency), DB_U64(limit) };
	struct db_user row;
	struct db_rows rows = DB_ROWS(a, row);
	const struct db_out out[] = USER_OUT(row);

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*items = rows.items;
	*n = rows.n;
	return 0;
}

int db_user_district_list(struct db_conn *c, struct cw_arena *a, uint64_t root, uint64_t after,
			  unsigned limit, struct db_user **items, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " USER_COLUMNS " FROM user u WHERE u.id > ? AND (EXISTS"
		" (SELECT 1 FROM user_role r JOIN agency g ON g.id = r.agency_id"
		" WHERE r.user_id = u.id AND COALESCE(g.root_id, g.id) = ?)"
		" OR NOT EXISTS (SELECT 1 FROM user_role r WHERE r.user_id = u.id))"
		" ORDER BY u.id LIMIT ?";
	const struct db_in in[] = { DB_U64(after), DB_U64(root), DB_U64(limit) };
	struct db_user row;
	struct db_rows rows = DB_ROWS(a, row);
	const struct db_out out[] = USER_OUT(row);

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*items = rows.items;
	*n = rows.n;
	return 0;
}

int db_user_add(struct db_conn *c, const struct db_user *user, uint64_t *id, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO user (login, name, password, disabled, created_at) "
				  "VALUES (?, ?, ?, ?, ?)";
	const struct db_in in[] = { DB_STR(user->login), DB_STR(user->name), DB_STR(user->password),
				    DB_BOOL(user->disabled), DB_TIME(user->created_at) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	*id = done.insert_id;
	return 0;
}

int db_user_save(struct db_conn *c, const struct db_user *user, struct cw_err *err)
{
	static const char sql[] = "UPDATE user SET name = ?, disabled = ?, version = version + 1"
				  " WHERE id = ? AND version = ?";
	const struct db_in in[] = { DB_STR(user->name), DB_BOOL(user->disabled), DB_U64(user->id),
				    DB_U64(user->version) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	if (done.changed == 0)
		return cw_fail(err, CW_STALE, CW_MSG_STALE, NULL);
	return 0;
}

int db_user_password_save(struct db_conn *c, uint64_t id, const char *phc, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE user SET password = ?, version = version + 1 WHERE id = ?";
	const struct db_in in[] = { DB_STR(phc), DB_U64(id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_grant_list(struct db_conn *c, struct cw_arena *a, uint64_t user, struct db_grant **items,
		  size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT r.agency_id, r.role, g.name, COALESCE(g.root_id, g.id)"
		" FROM user_role r JOIN agency g ON g.id = r.agency_id WHERE r.user_id = ?"
		" ORDER BY r.agency_id, r.role LIMIT 1000";
	const struct db_in in[] = { DB_U64(user) };
	struct db_grant row;
	struct db_rows rows = DB_ROWS(a, row);
	const struct db_out out[] = { DB_OUT_U64(row.agency), DB_OUT_STR(row.role),
				      DB_OUT_STR(row.agency_name), DB_OUT_U64(row.root) };

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*items = rows.items;
	*n = rows.n;
	return 0;
}

bool db_grants_reach_down(const struct db_grants *grants)
{
	for (size_t i = 0; i < grants->n; i++)
		if (strcmp(grants->items[i].role, "supervisor") == 0 ||
		    strcmp(grants->items[i].role, "advisor") == 0)
			return true;
	return false;
}

int db_grant_reach_list(struct db_conn *c, struct cw_arena *a, uint64_t user,
			struct db_grant **items, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"WITH RECURSIVE reach (agency_id, role) AS ("
		" SELECT agency_id, role FROM user_role WHERE user_id = ?"
		" UNION SELECT g.id, r.role FROM reach r JOIN agency g ON g.parent_id = r.agency_id"
		" WHERE r.role IN ('supervisor', 'advisor'))"
		" SELECT agency_id, role FROM reach LIMIT 5000";
	const struct db_in in[] = { DB_U64(user) };
	struct db_grant row = { .agency_name = NULL, .root = 0 };
	struct db_rows rows = DB_ROWS(a, row);
	const struct db_out out[] = { DB_OUT_U64(row.agency), DB_OUT_STR(row.role) };

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*items = rows.items;
	*n = rows.n;
	return 0;
}

int db_grant_add(struct db_conn *c, uint64_t user, uint64_t agency, const char *role,
		 struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO user_role (user_id, agency_id, role) VALUES (?, ?, ?)"
		" ON DUPLICATE KEY UPDATE role = VALUES(role)";
	const struct db_in in[] = { DB_U64(user), DB_U64(agency), DB_STR(role) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_grant_remove(struct db_conn *c, uint64_t user, uint64_t agency, const char *role,
		    struct cw_err *err)
{
	static const char sql[] =
		"DELETE FROM user_role WHERE user_id = ? AND agency_id = ? AND role = ?";
	const struct db_in in[] = { DB_U64(user), DB_U64(agency), DB_STR(role) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_grant_user_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, const char *role,
		       unsigned limit, struct db_user **items, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " USER_COLUMNS " FROM user_role r JOIN user u ON u.id = r.user_id"
		" WHERE r.agency_id = ? AND r.role = ? AND NOT u.disabled ORDER BY u.id LIMIT ?";
	const struct db_in in[] = { DB_U64(agency), DB_STR(role), DB_U64(limit) };
	struct db_user row;
	struct db_rows rows = DB_ROWS(a, row);
	const struct db_out out[] = USER_OUT(row);

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*items = rows.items;
	*n = rows.n;
	return 0;
}

int db_colleague_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, unsigned limit,
		      struct db_colleague **items, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT u.id, u.name, r.role FROM user_role r JOIN user u ON u.id = r.user_id"
		" WHERE r.agency_id = ? AND NOT u.disabled ORDER BY u.id, r.role LIMIT ?";
	const struct db_in in[] = { DB_U64(agency), DB_U64(limit) };
	struct db_colleague row;
	struct db_rows rows = DB_ROWS(a, row);
	const struct db_out out[] = { DB_OUT_U64(row.id), DB_OUT_STR(row.name), DB_OUT_STR(row.role) };

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*items = rows.items;
	*n = rows.n;
	return 0;
}
