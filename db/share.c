#include "db/share.h"

#include "casework/machine.h"

int db_share_put(struct db_conn *c, const struct db_share *s, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO case_share (case_id, user_id, role, kind, ref, is_open)"
		" VALUES (?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE is_open = VALUES(is_open)";
	const struct db_in in[] = { DB_U64(s->case_id), DB_U64(s->user_id), DB_STR(s->role),
				    DB_STR(s->kind),	DB_U64(s->ref),	    DB_BOOL(s->is_open) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_share_end(struct db_conn *c, uint64_t case_id, const char *kind, uint64_t ref,
		 struct cw_err *err)
{
	static const char sql[] = "UPDATE case_share SET is_open = 0"
				  " WHERE case_id = ? AND kind = ? AND ref = ?";
	const struct db_in in[] = { DB_U64(case_id), DB_STR(kind), DB_U64(ref) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_share_end_kind(struct db_conn *c, uint64_t case_id, const char *kind, struct cw_err *err)
{
	static const char sql[] = "UPDATE case_share SET is_open = 0"
				  " WHERE case_id = ? AND kind = ? AND is_open = 1";
	const struct db_in in[] = { DB_U64(case_id), DB_STR(kind) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_share_remove(struct db_conn *c, uint64_t case_id, uint64_t user, const char *kind,
		    uint64_t ref, struct cw_err *err)
{
	static const char sql[] = "DELETE FROM case_share"
				  " WHERE case_id = ? AND user_id = ? AND kind = ? AND ref = ?";
	const struct db_in in[] = { DB_U64(case_id), DB_U64(user), DB_STR(kind), DB_U64(ref) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

struct roles_row {
	const char *name;
	unsigned *roles;
};

static int add_role(void *arg, struct cw_err *err)
{
	const struct roles_row *row = arg;
	int role = cw_role_of(row->name);

	(void)err;
	if (role >= 0)
		*row->roles |= CW_ROLE_BIT(role);
	return 0;
}

int db_share_roles(struct db_conn *c, struct cw_arena *a, uint64_t case_id, uint64_t user,
		   unsigned *roles, struct cw_err *err)
{
	static const char sql[] = "SELECT DISTINCT s.role FROM" DB_SHARE_NOW
				  " s.case_id = ? AND s.user_id = ? LIMIT 20";
	const struct db_in in[] = { DB_U64(case_id), DB_U64(user) };
	struct roles_row row = { NULL, roles };
	const struct db_out out[] = { DB_OUT_STR(row.name) };

	*roles = 0;
	return db_list(c, a, sql, in, DB_N(in), out, DB_N(out), add_role, &row, err);
}
