#include "db/same.h"

#include "db/rows.h"

int db_same_root_find(struct db_conn *c, struct cw_arena *a, uint64_t person, uint64_t *root,
		      struct cw_err *err)
{
	/* Records with one identity number never hang on two roots: joins bring them together. */
	static const char sql[] =
		"SELECT r.root_id FROM person_root r WHERE r.person_id = ?"
		" UNION SELECT r.root_id FROM person p JOIN person q ON q.id_index = p.id_index"
		" JOIN person_root r ON r.person_id = q.id WHERE p.id = ? LIMIT 1";
	const struct db_in in[] = { DB_U64(person), DB_U64(person) };
	const struct db_out out[] = { DB_OUT_U64(*root) };
	bool found;

	*root = 0;
	return db_find(c, a, sql, in, DB_N(in), out, DB_N(out), &found, err);
}

int db_same_first_get(struct db_conn *c, struct cw_arena *a, uint64_t person, uint64_t root,
		      uint64_t *first, struct cw_err *err)
{
	static const char sql[] = "SELECT MIN(s.id) FROM (" DB_SAME_PERSONS ") s";
	const struct db_in in[] = { DB_SAME_IN(person, root) };
	const struct db_out out[] = { DB_OUT_U64(*first) };

	return db_get(c, a, sql, in, DB_N(in), out, DB_N(out), err);
}

int db_same_is(struct db_conn *c, struct cw_arena *a, uint64_t person_a, uint64_t person_b,
	       bool *same, struct cw_err *err)
{
	static const char sql[] = "SELECT s.id FROM (" DB_SAME_PERSONS ") s WHERE s.id = ?";
	uint64_t root, id;

	if (db_same_root_find(c, a, person_a, &root, err))
		return -1;
	{
		const struct db_in in[] = { DB_SAME_IN(person_a, root), DB_U64(person_b) };
		const struct db_out out[] = { DB_OUT_U64(id) };

		return db_find(c, a, sql, in, DB_N(in), out, DB_N(out), same, err);
	}
}

/* ---- The cache of what hangs together. */

static int hang(struct db_conn *c, uint64_t person, uint64_t root, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO person_root (person_id, root_id) VALUES (?, ?)"
				  " ON DUPLICATE KEY UPDATE root_id = VALUES(root_id)";
	const struct db_in in[] = { DB_U64(person), DB_U64(root) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

static int move(struct db_conn *c, uint64_t from, uint64_t to, struct cw_err *err)
{
	static const char sql[] = "UPDATE person_root SET root_id = ? WHERE root_id = ?";
	const struct db_in in[] = { DB_U64(to), DB_U64(from) };

	return from && from != to ? db_run(c, sql, in, DB_N(in), NULL, err) : 0;
}

static int tie(struct db_conn *c, struct cw_arena *a, uint64_t person_a, uint64_t person_b,
	       struct cw_err *err)
{
	uint64_t root_a, root_b, root = person_a < person_b ? person_a : person_b;

	if (db_same_root_find(c, a, person_a, &root_a, err) ||
	    db_same_root_find(c, a, person_b, &root_b, err))
		return -1;
	root = root_a ? root_a : root_b ? root_b : root;
	return move(c, root_a, root, err) || move(c, root_b, root, err) ||
			       hang(c, person_a, root, err) || hang(c, person_b, root, err)
		       ? -1
		       : 0;
}

/* Joins of a person follow each other. */
static int lock_persons(struct db_conn *c, struct cw_arena *a, const struct db_join *j,
			struct cw_err *err)
{
	static const char sql[] =
		"SELECT id FROM person WHERE id IN (?, ?) ORDER BY id LIMIT 2 FOR UPDATE";
	const struct db_in in[] = { DB_U64(j->person_a), DB_U64(j->person_b) };
	uint64_t id;
	struct db_rows rows = DB_ROWS(a, id);
	const struct db_out out[] = { DB_OUT_U64(id) };

	return db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err);
}

int db_join_add(struct db_conn *c, struct cw_arena *a, struct db_join *j, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO applicant_join (person_a, person_b, case_id, other_case_id, reason,"
		" joined_by, joined_on) VALUES (?, ?, ?, ?, ?, ?, ?)";
	const struct db_in in[] = {
		DB_U64(j->person_a),	  DB_U64(j->person_b), DB_U64(j->case_id),
		DB_U64(j->other_case_id), DB_STR(j->reason),   DB_U64(j->joined_by),
		DB_DAY(j->joined_on),
	};
	struct db_done done;

	if (lock_persons(c, a, j, err) || db_run(c, sql, in, DB_N(in), &done, err) ||
	    tie(c, a, j->person_a, j->person_b, err))
		return -1;
	j->id = done.insert_id;
	return 0;
}

/* What else hangs on ROOT is tied anew from the joins that are left. */
static int rebuild(struct db_conn *c, struct cw_arena *a, uint64_t root, struct cw_err *err)
{
	static const char left[] =
		"SELECT DISTINCT j.person_a, j.person_b FROM applicant_join j JOIN person_root r"
		" ON r.person_id = j.person_a WHERE r.root_id = ? AND j.ended_on IS NULL LIMIT "
		"1000";
	static const char cut[] = "DELETE FROM person_root WHERE root_id = ?";
	const struct db_in in[] = { DB_U64(root) };
	struct db_join j;
	struct db_rows rows = DB_ROWS(a, j);
	const struct db_out out[] = { DB_OUT_U64(j.person_a), DB_OUT_U64(j.person_b) };
	const struct db_join *pairs;

	if (db_list(c, a, left, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err) ||
	    db_run(c, cut, in, DB_N(in), NULL, err))
		return -1;
	pairs = rows.items;
	for (size_t i = 0; i < rows.n; i++)
		if (tie(c, a, pairs[i].person_a, pairs[i].person_b, err))
			return -1;
	return 0;
}

int db_join_end(struct db_conn *c, struct cw_arena *a, const struct db_join *j, struct cw_err *err)
{
	static const char sql[] = "UPDATE applicant_join SET ended_by = ?, ended_on = ?,"
				  " end_reason = ? WHERE id = ? AND ended_on IS NULL";
	const struct db_in in[] = { DB_U64(j->ended_by), DB_DAY(j->ended_on), DB_STR(j->end_reason),
				    DB_U64(j->id) };
	struct db_done done;
	uint64_t root;

	if (lock_persons(c, a, j, err) || db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	if (done.changed != 1)
		return cw_fail(err, CW_CONFLICT, CW_MSG_ALREADY_ANSWERED, NULL);
	return db_same_root_find(c, a, j->person_a, &root, err) || rebuild(c, a, root, err) ? -1
											    : 0;
}

int db_join_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, struct db_join **list,
		 size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT j.id, j.person_a, j.person_b, j.case_id, j.other_case_id, j.joined_by,"
		" j.ended_by, j.reason, j.end_reason, d.number, o.number, j.joined_on, j.ended_on"
		" FROM (SELECT id FROM applicant_join WHERE case_id = ?"
		" UNION SELECT id FROM applicant_join WHERE other_case_id = ?) x"
		" JOIN applicant_join j ON j.id = x.id JOIN docket d ON d.id = j.case_id"
		" JOIN docket o ON o.id = j.other_case_id ORDER BY j.id LIMIT 200";
	const struct db_in in[] = { DB_U64(case_id), DB_U64(case_id) };
	struct db_join j;
	struct db_rows rows = DB_ROWS(a, j);
	const struct db_out out[] = {
		DB_OUT_U64(j.id),	DB_OUT_U64(j.person_a),	     DB_OUT_U64(j.person_b),
		DB_OUT_U64(j.case_id),	DB_OUT_U64(j.other_case_id), DB_OUT_U64(j.joined_by),
		DB_OUT_U64(j.ended_by), DB_OUT_STR(j.reason),	     DB_OUT_STR(j.end_reason),
		DB_OUT_STR(j.number),	DB_OUT_STR(j.other_number),  DB_OUT_DAY(j.joined_on),
		DB_OUT_DAY(j.ended_on),
	};

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}
