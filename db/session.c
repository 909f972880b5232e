#include "db/session.h"

#include "db/rows.h"

#define SESSION_COLUMNS                                                                            \
	"s.id, s.user_id, s.csrf_hash, u.login, u.name, s.created_at, s.seen_at, s.expires_at, "   \
	"s.client"
#define SESSION_FIELDS(r, csrf_len)                                                                \
	DB_OUT_U64((r).id), DB_OUT_U64((r).user), DB_OUT_BYTES((r).csrf_hash, csrf_len),           \
		DB_OUT_STR((r).user_login), DB_OUT_STR((r).user_name),                             \
		DB_OUT_TIME((r).created_at), DB_OUT_TIME((r).seen_at),                             \
		DB_OUT_TIME((r).expires_at), DB_OUT_STR((r).client)
#define SESSION_OUT(r, csrf_len)                                                                   \
	{                                                                                          \
		SESSION_FIELDS(r, csrf_len)                                                        \
	}

/* ---- With each role of the user, a row each; one without any has one row that names none. */

#define GRANT_COLUMNS "r.agency_id, r.role"
#define GRANT_JOIN    " LEFT JOIN user_role r ON r.user_id = u.id"

struct roles {
	const struct db_grant *row; /* where db_list puts each row */
	struct db_rows list;
	bool found;
};

static int add_role(void *arg, struct cw_err *err)
{
	struct roles *roles = arg;

	roles->found = true;
	return roles->row->role ? db_rows_add(&roles->list, err) : 0;
}

static void take_roles(const struct roles *roles, struct db_grants *grants, bool *found)
{
	*grants = (struct db_grants){ roles->list.items, roles->list.n };
	*found = roles->found;
}

int db_session_find(struct db_conn *c, struct cw_arena *a, const unsigned char token_hash[DB_HASH],
		    int64_t now, int64_t idle_since, struct db_session *out,
		    struct db_grants *grants, bool *found, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " SESSION_COLUMNS ", " GRANT_COLUMNS
		" FROM session s JOIN user u ON u.id = s.user_id" GRANT_JOIN
		" WHERE s.token_hash = ? AND s.expires_at > ? AND s.seen_at > ?"
		" AND NOT u.disabled LIMIT 5000";
	const struct db_in in[] = { DB_BYTES(token_hash, DB_HASH), DB_TIME(now),
				    DB_TIME(idle_since) };
	struct db_grant grant = { .agency_name = NULL, .root = 0 };
	struct roles roles = { .row = &grant, .list = DB_ROWS(a, grant) };
	size_t csrf_len;
	const struct db_out row[] = { SESSION_FIELDS(*out, csrf_len), DB_OUT_U64(grant.agency),
				      DB_OUT_STR(grant.role) };

	if (db_list(c, a, sql, in, DB_N(in), row, DB_N(row), add_role, &roles, err))
		return -1;
	take_roles(&roles, grants, found);
	return 0;
}

int db_session_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_session *out,
		   struct cw_err *err)
{
	static const char sql[] = "SELECT " SESSION_COLUMNS
				  " FROM session s JOIN user u ON u.id = s.user_id WHERE s.id = ?";
	const struct db_in in[] = { DB_U64(id) };
	size_t csrf_len;
	const struct db_out row[] = SESSION_OUT(*out, csrf_len);

	return db_get(c, a, sql, in, DB_N(in), row, DB_N(row), err);
}

int db_session_list(struct db_conn *c, struct cw_arena *a, uint64_t user, int64_t now,
		    int64_t idle_since, unsigned limit, struct db_session **items, size_t *n,
		    struct cw_err *err)
{
	static const char sql[] =
		"SELECT " SESSION_COLUMNS " FROM session s JOIN user u ON u.id = s.user_id"
		" WHERE s.user_id = ? AND s.expires_at > ? AND s.seen_at > ?"
		" ORDER BY s.id DESC LIMIT ?";
	const struct db_in in[] = { DB_U64(user), DB_TIME(now), DB_TIME(idle_since),
				    DB_U64(limit) };
	struct db_session row;
	size_t csrf_len;
	struct db_rows rows = DB_ROWS(a, row);
	const struct db_out out[] = SESSION_OUT(row, csrf_len);

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*items = rows.items;
	*n = rows.n;
	return 0;
}

int db_session_add(struct db_conn *c, const struct db_session *session,
		   const unsigned char token_hash[DB_HASH], uint64_t *id, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO session (token_hash, csrf_hash, user_id, "
				  "created_at, seen_at, expires_at,"
				  " client) VALUES (?, ?, ?, ?, ?, ?, ?)";
	const struct db_in in[] = {
		DB_BYTES(token_hash, DB_HASH), DB_BYTES(session->csrf_hash, DB_HASH),
		DB_U64(session->user),	       DB_TIME(session->created_at),
		DB_TIME(session->seen_at),     DB_TIME(session->expires_at),
		DB_STR(session->client),
	};
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	*id = done.insert_id;
	return 0;
}

int db_session_touch(struct db_conn *c, uint64_t id, int64_t now, struct cw_err *err)
{
	static const char sql[] = "UPDATE session SET seen_at = ? WHERE id = ?";
	const struct db_in in[] = { DB_TIME(now), DB_U64(id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_session_remove(struct db_conn *c, uint64_t id, struct cw_err *err)
{
	static const char sql[] = "DELETE FROM session WHERE id = ?";
	const struct db_in in[] = { DB_U64(id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_session_user_clear(struct db_conn *c, uint64_t user, uint64_t keep, struct cw_err *err)
{
	static const char sql[] = "DELETE FROM session WHERE user_id = ? AND id <> ?";
	const struct db_in in[] = { DB_U64(user), DB_U64(keep) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

static int expire(struct db_conn *c, const char *sql, const struct db_in *in, size_t n,
		  uint64_t *gone, struct cw_err *err)
{
	struct db_done done;

	if (db_run(c, sql, in, n, &done, err))
		return -1;
	*gone = done.changed;
	return 0;
}

int db_session_expire(struct db_conn *c, int64_t now, int64_t idle_since, unsigned limit,
		      uint64_t *gone, struct cw_err *err)
{
	static const char sql[] =
		"DELETE FROM session WHERE expires_at <= ? OR seen_at <= ? LIMIT ?";
	const struct db_in in[] = { DB_TIME(now), DB_TIME(idle_since), DB_U64(limit) };

	return expire(c, sql, in, DB_N(in), gone, err);
}

#define TOKEN_COLUMNS                                                                              \
	"t.id, t.user_id, t.name, t.scopes, t.created_at, t.expires_at, t.revoked_at, u.name"
#define TOKEN_FIELDS(r)                                                                            \
	DB_OUT_U64((r).id), DB_OUT_U64((r).user), DB_OUT_STR((r).name), DB_OUT_U64((r).scopes),    \
		DB_OUT_TIME((r).created_at), DB_OUT_TIME((r).expires_at),                          \
		DB_OUT_TIME((r).revoked_at), DB_OUT_STR((r).user_name)
#define TOKEN_OUT(r)                                                                               \
	{                                                                                          \
		TOKEN_FIELDS(r)                                                                    \
	}

int db_api_token_find(struct db_conn *c, struct cw_arena *a,
		      const unsigned char token_hash[DB_HASH], int64_t now,
		      struct db_api_token *out, struct db_grants *grants, bool *found,
		      struct cw_err *err)
{
	static const char sql[] =
		"SELECT " TOKEN_COLUMNS ", " GRANT_COLUMNS
		" FROM api_token t JOIN user u ON u.id = t.user_id" GRANT_JOIN
		" WHERE t.token_hash = ? AND t.expires_at > ?"
		" AND t.revoked_at IS NULL AND NOT u.disabled LIMIT 5000";
	const struct db_in in[] = { DB_BYTES(token_hash, DB_HASH), DB_TIME(now) };
	struct db_grant grant = { .agency_name = NULL, .root = 0 };
	struct roles roles = { .row = &grant, .list = DB_ROWS(a, grant) };
	const struct db_out row[] = { TOKEN_FIELDS(*out), DB_OUT_U64(grant.agency),
				      DB_OUT_STR(grant.role) };

	if (db_list(c, a, sql, in, DB_N(in), row, DB_N(row), add_role, &roles, err))
		return -1;
	take_roles(&roles, grants, found);
	return 0;
}

int db_api_token_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_api_token *out,
		     struct cw_err *err)
{
	static const char sql[] =
		"SELECT " TOKEN_COLUMNS
		" FROM api_token t JOIN user u ON u.id = t.user_id WHERE t.id = ?";
	const struct db_in in[] = { DB_U64(id) };
	const struct db_out row[] = TOKEN_OUT(*out);

	return db_get(c, a, sql, in, DB_N(in), row, DB_N(row), err);
}

int db_api_token_list(struct db_conn *c, struct cw_arena *a, uint64_t user, uint64_t after,
		      unsigned limit, struct db_api_token **items, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " TOKEN_COLUMNS " FROM api_token t JOIN user u ON u.id = t.user_id"
		" WHERE t.user_id = ? AND t.id > ? ORDER BY t.id LIMIT ?";
	const struct db_in in[] = { DB_U64(user), DB_U64(after), DB_U64(limit) };
	struct db_api_token row;
	struct db_rows rows = DB_ROWS(a, row);
	const struct db_out out[] = TOKEN_OUT(row);

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*items = rows.items;
	*n = rows.n;
	return 0;
}

int db_api_token_add(struct db_conn *c, const struct db_api_token *token,
		     const unsigned char token_hash[DB_HASH], uint64_t *id, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO api_token (token_hash, user_id, name, scopes, created_at, expires_at)"
		" VALUES (?, ?, ?, ?, ?, ?)";
	const struct db_in in[] = { DB_BYTES(token_hash, DB_HASH), DB_U64(token->user),
				    DB_STR(token->name),	   DB_U64(token->scopes),
				    DB_TIME(token->created_at),	   DB_TIME(token->expires_at) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	*id = done.insert_id;
	return 0;
}

int db_api_token_revoke(struct db_conn *c, uint64_t id, int64_t now, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE api_token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL";
	const struct db_in in[] = { DB_TIME(now), DB_U64(id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_api_token_user_revoke(struct db_conn *c, uint64_t user, int64_t now, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE api_token SET revoked_at = ? WHERE user_id = ? AND revoked_at IS NULL";
	const struct db_in in[] = { DB_TIME(now), DB_U64(user) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_access_find(struct db_conn *c, struct cw_arena *a, const unsigned char token_hash[DB_HASH],
		   int64_t now, uint64_t *case_id, bool *found, struct cw_err *err)
{
	static const char sql[] =
		"SELECT case_id FROM access_session WHERE token_hash = ? AND expires_at > ?";
	const struct db_in in[] = { DB_BYTES(token_hash, DB_HASH), DB_TIME(now) };
	const struct db_out row[] = { DB_OUT_U64(*case_id) };

	return db_find(c, a, sql, in, DB_N(in), row, DB_N(row), found, err);
}

int db_access_add(struct db_conn *c, const unsigned char token_hash[DB_HASH], uint64_t case_id,
		  int64_t expires_at, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO access_session (token_hash, case_id, expires_at) VALUES (?, ?, ?)";
	const struct db_in in[] = { DB_BYTES(token_hash, DB_HASH), DB_U64(case_id),
				    DB_TIME(expires_at) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_access_remove(struct db_conn *c, const unsigned char token_hash[DB_HASH], struct cw_err *err)
{
	static const char sql[] = "DELETE FROM access_session WHERE token_hash = ?";
	const struct db_in in[] = { DB_BYTES(token_hash, DB_HASH) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_access_expire(struct db_conn *c, int64_t now, unsigned limit, uint64_t *gone,
		     struct cw_err *err)
{
	static const char sql[] = "DELETE FROM access_session WHERE expires_at <= ? LIMIT ?";
	const struct db_in in[] = { DB_TIME(now), DB_U64(limit) };

	return expire(c, sql, in, DB_N(in), gone, err);
}

int db_failure_find(struct db_conn *c, struct cw_arena *a, const unsigned char subject[DB_HASH],
		    unsigned *count, int64_t *last_at, struct cw_err *err)
{
	static const char sql[] = "SELECT count, last_at FROM failure WHERE subject = ?";
	const struct db_in in[] = { DB_BYTES(subject, DB_HASH) };
	int n = 0;
	const struct db_out row[] = { DB_OUT_INT(n), DB_OUT_TIME(*last_at) };
	bool found;

	*last_at = DB_TIME_NONE;
	if (db_find(c, a, sql, in, DB_N(in), row, DB_N(row), &found, err))
		return -1;
	*count = found ? (unsigned)n : 0;
	return 0;
}

int db_failure_add(struct db_conn *c, const unsigned char subject[DB_HASH], int64_t now,
		   int64_t forget, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO failure (subject, count, last_at) VALUES (?, 1, ?)"
				  " ON DUPLICATE KEY UPDATE"
				  " count = IF(last_at < ?, 1, LEAST(count + 1, 1000000)),"
				  " last_at = VALUES(last_at)";
	const struct db_in in[] = { DB_BYTES(subject, DB_HASH), DB_TIME(now), DB_TIME(forget) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_failure_remove(struct db_conn *c, const unsigned char subject[DB_HASH], struct cw_err *err)
{
	static const char sql[] = "DELETE FROM failure WHERE subject = ?";
	const struct db_in in[] = { DB_BYTES(subject, DB_HASH) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_failure_expire(struct db_conn *c, int64_t before, unsigned limit, uint64_t *gone,
		      struct cw_err *err)
{
	static const char sql[] = "DELETE FROM failure WHERE last_at < ? LIMIT ?";
	const struct db_in in[] = { DB_TIME(before), DB_U64(limit) };

	return expire(c, sql, in, DB_N(in), gone, err);
}
