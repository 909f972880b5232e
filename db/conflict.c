#include "db/conflict.h"

#include <string.h>

#include "db/rows.h"

#define PLACE "legal_conflict.party"

int db_conflict_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		    struct db_conflict *r, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO legal_conflict (uid, user_id, agency_id, case_id, party,"
		" reason, declared_on) VALUES (?, ?, ?, ?, ?, ?, ?)";
	unsigned char uid[DB_UID], *party;
	struct db_done done;
	size_t len;

	db_random(uid, sizeof(uid));
	if (db_seal(k, a, PLACE, uid, r->party, r->party ? strlen(r->party) : 0, &party, &len, err))
		return -1;
	{
		const struct db_in in[] = {
			DB_BYTES(uid, DB_UID),
			DB_U64(r->user_id),
			DB_ID_OR_NULL(r->agency_id),
			DB_ID_OR_NULL(r->case_id),
			party ? DB_BYTES(party, len) : (struct db_in){ .type = DB_T_NULL },
			DB_STR(r->reason),
			DB_DAY(r->declared_on),
		};

		if (db_run(c, sql, in, DB_N(in), &done, err))
			return -1;
	}
	r->id = done.insert_id;
	return 0;
}

struct conflict_row {
	struct db_conflict r;
	unsigned char *uid, *party;
	size_t n_uid, n_party;
};

int db_conflict_list(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		     uint64_t user, bool standing, uint64_t before, unsigned limit,
		     struct db_conflict **list, size_t *n, struct cw_err *err)
{
#define COLUMNS "id, user_id, agency_id, case_id, reason, declared_on, ended_on, uid, party"
	static const char all_of[] = "SELECT " COLUMNS " FROM legal_conflict WHERE user_id = ?"
				     " AND id < ? ORDER BY id DESC LIMIT ?";
	static const char standing_of[] =
		"SELECT " COLUMNS " FROM legal_conflict WHERE user_id = ? AND id < ?"
		" AND ended_on IS NULL ORDER BY id DESC LIMIT ? LOCK IN SHARE MODE";
	const struct db_in in[] = { DB_U64(user), DB_U64(before ? before : INT64_MAX),
				    DB_U64(limit) };
	struct conflict_row w = { .uid = NULL };
	struct db_rows rows = DB_ROWS(a, w);
	const struct db_out cols[] = {
		DB_OUT_U64(w.r.id),
		DB_OUT_U64(w.r.user_id),
		DB_OUT_U64(w.r.agency_id),
		DB_OUT_U64(w.r.case_id),
		DB_OUT_STR(w.r.reason),
		DB_OUT_DAY(w.r.declared_on),
		DB_OUT_DAY(w.r.ended_on),
		DB_OUT_BYTES(w.uid, w.n_uid),
		DB_OUT_BYTES(w.party, w.n_party),
	};
	const struct conflict_row *all;

	if (db_list(c, a, standing ? standing_of : all_of, in, DB_N(in), cols, DB_N(cols),
		    db_rows_add, &rows, err))
		return -1;
	all = rows.items;
	*n = rows.n;
	*list = cw_alloc_n(a, rows.n ? rows.n : 1, sizeof(**list));
	if (!*list)
		return cw_fail_memory(err);
	for (size_t i = 0; i < rows.n; i++) {
		(*list)[i] = all[i].r;
		if (db_unseal(k, a, PLACE, all[i].uid, all[i].party, all[i].n_party,
			      (char **)&(*list)[i].party, NULL, err))
			return -1;
	}
	return 0;
#undef COLUMNS
}

int db_conflict_end(struct db_conn *c, uint64_t id, uint64_t user, cw_day on, struct cw_err *err)
{
	static const char sql[] = "UPDATE legal_conflict SET ended_on = ?"
				  " WHERE id = ? AND user_id = ? AND ended_on IS NULL";
	static const char there[] = "SELECT id FROM legal_conflict WHERE id = ? AND user_id = ?";
	const struct db_in in[] = { DB_DAY(on), DB_U64(id), DB_U64(user) };
	const struct db_out out[] = { DB_OUT_U64(id) };
	struct db_done done;

	if (db_get(c, NULL, there, in + 1, 2, out, 1, err) ||
	    db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	return done.changed ? 0 : cw_fail(err, CW_CONFLICT, CW_MSG_CONFLICT_ENDED, NULL);
}
