#include "db/stop.h"

#include <string.h>

#include "db/rows.h"

int db_stop_add(struct db_conn *c, struct db_stop *s, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO case_stop (uid, case_id, handling, cause, proof, stopped_on, ask_by,"
		" stopped_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
	unsigned char uid[DB_UID];
	const struct db_in in[] = {
		DB_BYTES(uid, DB_UID), DB_U64(s->case_id),    DB_I64(s->handling),
		DB_STR(s->cause),      DB_STR(s->proof),      DB_DAY(s->stopped_on),
		DB_DAY(s->ask_by),     DB_U64(s->stopped_by),
	};
	struct db_done done;

	db_random(uid, sizeof(uid));
	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	s->id = done.insert_id;
	return 0;
}

int db_stop_find(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		 uint64_t case_id, struct db_stop *out, bool *found, struct cw_err *err)
{
	static const char sql[] =
		"SELECT id, case_id, stopped_by, handling, cause, proof, stopped_on, ask_by, "
		"resumed_on,"
		" relation, request_proof, uid, successor, contact FROM case_stop WHERE case_id = ?"
		" ORDER BY id DESC LIMIT 1";
	const struct db_in in[] = { DB_U64(case_id) };
	unsigned char *uid, *successor, *contact;
	size_t n_uid, n_successor, n_contact;
	const struct db_out cols[] = {
		DB_OUT_U64(out->id),
		DB_OUT_U64(out->case_id),
		DB_OUT_U64(out->stopped_by),
		DB_OUT_INT(out->handling),
		DB_OUT_STR(out->cause),
		DB_OUT_STR(out->proof),
		DB_OUT_DAY(out->stopped_on),
		DB_OUT_DAY(out->ask_by),
		DB_OUT_DAY(out->resumed_on),
		DB_OUT_STR(out->relation),
		DB_OUT_STR(out->request_proof),
		DB_OUT_BYTES(uid, n_uid),
		DB_OUT_BYTES(successor, n_successor),
		DB_OUT_BYTES(contact, n_contact),
	};

	if (db_find(c, a, sql, in, DB_N(in), cols, DB_N(cols), found, err))
		return -1;
	if (!*found)
		return 0;
	return db_unseal(k, a, "case_stop.successor", uid, successor, n_successor,
			 (char **)&out->successor, NULL, err) ||
			       db_unseal(k, a, "case_stop.contact", uid, contact, n_contact,
					 (char **)&out->contact, NULL, err)
		       ? -1
		       : 0;
}

static int uid_of(struct db_conn *c, struct cw_arena *a, uint64_t id, unsigned char **uid,
		  struct cw_err *err)
{
	static const char sql[] = "SELECT uid FROM case_stop WHERE id = ?";
	const struct db_in in[] = { DB_U64(id) };
	size_t len;
	const struct db_out cols[] = { DB_OUT_BYTES(*uid, len) };

	return db_get(c, a, sql, in, DB_N(in), cols, DB_N(cols), err);
}

int db_stop_resume(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		   const struct db_stop *s, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE case_stop SET resumed_on = ?, successor = ?, relation = ?,"
		" contact = ?, request_proof = ? WHERE id = ?";
	unsigned char *uid, *successor, *contact;
	size_t n_successor, n_contact;

	if (uid_of(c, a, s->id, &uid, err) ||
	    db_seal(k, a, "case_stop.successor", uid, s->successor, strlen(s->successor),
		    &successor, &n_successor, err) ||
	    db_seal(k, a, "case_stop.contact", uid, s->contact, strlen(s->contact), &contact,
		    &n_contact, err))
		return -1;
	{
		const struct db_in in[] = {
			DB_DAY(s->resumed_on),	  DB_BYTES(successor, n_successor),
			DB_STR(s->relation),	  DB_BYTES(contact, n_contact),
			DB_STR(s->request_proof), DB_U64(s->id),
		};

		return db_run(c, sql, in, DB_N(in), NULL, err);
	}
}

int db_stop_remove(struct db_conn *c, uint64_t case_id, struct cw_err *err)
{
	static const char sql[] = "DELETE FROM case_stop WHERE case_id = ? AND resumed_on IS NULL";
	const struct db_in in[] = { DB_U64(case_id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_stop_reopen(struct db_conn *c, uint64_t id, struct cw_err *err)
{
	static const char sql[] = "UPDATE case_stop SET resumed_on = NULL, successor = NULL,"
				  " relation = NULL, contact = NULL, request_proof = NULL"
				  " WHERE id = ?";
	const struct db_in in[] = { DB_U64(id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_unit_remove(struct db_conn *c, uint64_t case_id, int seq, struct cw_err *err)
{
	static const char sql[] = "DELETE FROM unit_split WHERE case_id = ? AND seq = ?";
	const struct db_in in[] = { DB_U64(case_id), DB_I64(seq) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_unit_add(struct db_conn *c, uint64_t case_id, const struct db_unit *u, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO unit_split (case_id, seq, no, description) VALUES (?, ?, ?, ?)";
	const struct db_in in[] = { DB_U64(case_id), DB_I64(u->seq), DB_I64(u->no),
				    DB_STR(u->description) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_unit_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, struct db_unit **list,
		 size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT seq, no, description FROM unit_split WHERE case_id = ?"
				  " AND seq = (SELECT MAX(seq) FROM unit_split WHERE case_id = ?) "
				  "ORDER BY no LIMIT 500";
	const struct db_in in[] = { DB_U64(case_id), DB_U64(case_id) };
	struct db_unit r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out out[] = { DB_OUT_INT(r.seq), DB_OUT_INT(r.no),
				      DB_OUT_STR(r.description) };

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}
