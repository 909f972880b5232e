#include "db/watch.h"

#include "db/rows.h"

int db_mention_add(struct db_conn *c, const struct db_mention *m, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO mention (contact_id, case_id, user_id, made_at)"
				  " VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE id = id";
	const struct db_in in[] = { DB_U64(m->contact_id), DB_U64(m->case_id), DB_U64(m->user_id),
				    DB_TIME(m->made_at) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

struct mention_row {
	struct db_mention m;
	unsigned char *uid, *said;
	size_t n_uid, n_said;
};

#define MENTIONS                                                                                   \
	"SELECT m.id, m.case_id, m.contact_id, m.user_id, r.author_id, d.agency_id, d.number,"     \
	" d.title, m.made_at, m.is_read, r.uid, r.said FROM mention m"                             \
	" JOIN contact_record r ON r.id = m.contact_id JOIN docket d ON d.id = m.case_id"          \
	" WHERE m.user_id = ? AND m.id < ?"
#define NEWEST " ORDER BY m.id DESC LIMIT ?"

int db_mention_list(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		    uint64_t user, bool unread, uint64_t before, unsigned limit,
		    struct db_mention **list, size_t *n, struct cw_err *err)
{
	static const char all[] = MENTIONS NEWEST, open[] = MENTIONS " AND m.is_read = 0" NEWEST;
	const struct db_in in[] = { DB_U64(user), DB_U64(before ? before : INT64_MAX),
				    DB_U64(limit) };
	struct mention_row w = { .uid = NULL };
	struct db_rows rows = DB_ROWS(a, w);
	const struct db_out cols[] = {
		DB_OUT_U64(w.m.id),	      DB_OUT_U64(w.m.case_id),
		DB_OUT_U64(w.m.contact_id),   DB_OUT_U64(w.m.user_id),
		DB_OUT_U64(w.m.author_id),    DB_OUT_U64(w.m.agency_id),
		DB_OUT_STR(w.m.number),	      DB_OUT_STR(w.m.title),
		DB_OUT_TIME(w.m.made_at),     DB_OUT_BOOL(w.m.is_read),
		DB_OUT_BYTES(w.uid, w.n_uid), DB_OUT_BYTES(w.said, w.n_said),
	};
	const struct mention_row *found;

	if (db_list(c, a, unread ? open : all, in, DB_N(in), cols, DB_N(cols), db_rows_add, &rows,
		    err))
		return -1;
	found = rows.items;
	*n = rows.n;
	*list = cw_alloc_n(a, rows.n ? rows.n : 1, sizeof(**list));
	if (!*list)
		return cw_fail_memory(err);
	for (size_t i = 0; i < rows.n; i++) {
		(*list)[i] = found[i].m;
		if (db_unseal(k, a, "contact_record.said", found[i].uid, found[i].said,
			      found[i].n_said, (char **)&(*list)[i].said, NULL, err))
			return -1;
	}
	return 0;
}

int db_mention_read(struct db_conn *c, struct cw_arena *a, uint64_t user, uint64_t id, bool *hit,
		    struct cw_err *err)
{
	static const char one[] = "SELECT id FROM mention WHERE id = ? AND user_id = ?";
	static const char mark[] = "UPDATE mention SET is_read = 1 WHERE id = ? AND user_id = ?";
	static const char all[] =
		"UPDATE mention SET is_read = 1 WHERE user_id = ? AND is_read = 0";
	const struct db_in in[] = { DB_U64(id), DB_U64(user) };
	uint64_t found;
	const struct db_out cols[] = { DB_OUT_U64(found) };

	*hit = true;
	if (!id)
		return db_run(c, all, in + 1, 1, NULL, err);
	if (db_find(c, a, one, in, DB_N(in), cols, DB_N(cols), hit, err))
		return -1;
	return *hit ? db_run(c, mark, in, DB_N(in), NULL, err) : 0;
}

int db_mention_count(struct db_conn *c, uint64_t user, unsigned cap, uint64_t *out,
		     struct cw_err *err)
{
	static const char sql[] = "SELECT COUNT(*) FROM (SELECT 1 FROM mention"
				  " WHERE user_id = ? AND is_read = 0 LIMIT ?) t";
	const struct db_in in[] = { DB_U64(user), DB_U64(cap) };
	const struct db_out cols[] = { DB_OUT_U64(*out) };

	return db_get(c, NULL, sql, in, DB_N(in), cols, DB_N(cols), err);
}

int db_mentioned_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
		      struct db_mentioned **list, size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT contact_id, user_id FROM mention WHERE case_id = ?"
				  " ORDER BY id LIMIT 2000";
	const struct db_in in[] = { DB_U64(case_id) };
	struct db_mentioned r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out out[] = { DB_OUT_U64(r.contact_id), DB_OUT_U64(r.user_id) };

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

/* ---- Watched cases. */

int db_watch_put(struct db_conn *c, uint64_t user, uint64_t case_id, int seen_seq, bool anew,
		 struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO case_watch (user_id, case_id, seen_seq) VALUES (?, ?, ?)"
		" ON DUPLICATE KEY UPDATE seen_seq = IF(?, VALUES(seen_seq), seen_seq)";
	const struct db_in in[] = { DB_U64(user), DB_U64(case_id), DB_I64(seen_seq),
				    DB_BOOL(anew) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_watch_remove(struct db_conn *c, uint64_t user, uint64_t case_id, struct cw_err *err)
{
	static const char sql[] = "DELETE FROM case_watch WHERE user_id = ? AND case_id = ?";
	const struct db_in in[] = { DB_U64(user), DB_U64(case_id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_watch_find(struct db_conn *c, struct cw_arena *a, uint64_t user, uint64_t case_id,
		  int *seen_seq, bool *found, struct cw_err *err)
{
	static const char sql[] =
		"SELECT seen_seq FROM case_watch WHERE user_id = ? AND case_id = ?";
	const struct db_in in[] = { DB_U64(user), DB_U64(case_id) };
	const struct db_out cols[] = { DB_OUT_INT(*seen_seq) };

	return db_find(c, a, sql, in, DB_N(in), cols, DB_N(cols), found, err);
}

int db_watch_count(struct db_conn *c, uint64_t user, unsigned cap, uint64_t *out,
		   struct cw_err *err)
{
	static const char sql[] = "SELECT COUNT(*) FROM (SELECT 1 FROM case_watch w"
				  " JOIN docket d ON d.id = w.case_id"
				  " WHERE w.user_id = ? AND d.seq > w.seen_seq LIMIT ?) t";
	const struct db_in in[] = { DB_U64(user), DB_U64(cap) };
	const struct db_out cols[] = { DB_OUT_U64(*out) };

	return db_get(c, NULL, sql, in, DB_N(in), cols, DB_N(cols), err);
}
