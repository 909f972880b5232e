#include "db/filing.h"

#include <string.h>

#include "db/rows.h"

/* ---- The filing. */

static int seal(const struct db_keyring *k, struct cw_arena *a, const char *place,
		const unsigned char *uid, const char *plain, struct db_in *in, struct cw_err *err)
{
	unsigned char *p = NULL;
	size_t len = 0;

	if (db_seal(k, a, place, uid, plain, plain ? strlen(plain) : 0, &p, &len, err))
		return -1;
	*in = p ? DB_BYTES(p, len) : (struct db_in){ .type = DB_T_NULL };
	return 0;
}

int db_filing_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		  const struct db_filing *f, const unsigned char digest[32], struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO filing (case_id, uid, agency_id, text_digest, taken_by, arrived_on,"
		" entered_on, confirmed_on, other_unit, handed_on_by, handed_on_name, cannot_write,"
		" born_on, beyond_age, joint_contact)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
	char born[CW_DAY_TEXT];
	unsigned char uid[DB_UID];
	struct db_in why, day;

	db_random(uid, sizeof(uid));
	if (seal(k, a, "filing.cannot_write", uid, f->cannot_write, &why, err) ||
	    seal(k, a, "filing.born_on", uid,
		 f->born_on == CW_DAY_NONE ? NULL : cw_day_text(f->born_on, born), &day, err))
		return -1;
	{
		const struct db_in in[] = {
			DB_U64(f->case_id),
			DB_BYTES(uid, DB_UID),
			DB_U64(f->agency_id),
			DB_BYTES(digest, 32),
			DB_ID_OR_NULL(f->taken_by),
			DB_DAY(f->arrived_on),
			DB_DAY(f->entered_on),
			DB_DAY(f->confirmed_on),
			DB_STR(f->other_unit),
			DB_STR(f->handed_on_by),
			DB_STR(f->handed_on_name),
			why,
			day,
			DB_BOOL(f->beyond_age),
			f->joint_contact ? DB_I64(f->joint_contact)
					 : (struct db_in){ .type = DB_T_NULL },
		};

		return db_run(c, sql, in, DB_N(in), NULL, err);
	}
}

int db_filing_find(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		   uint64_t case_id, struct db_filing *f, bool *found, struct cw_err *err)
{
	static const char sql[] = "SELECT case_id, agency_id, taken_by, arrived_on, entered_on, "
				  "confirmed_on, other_unit,"
				  " handed_on_by, handed_on_name, beyond_age, joint_contact, uid, "
				  "cannot_write, born_on"
				  " FROM filing WHERE case_id = ?";
	const struct db_in in[] = { DB_U64(case_id) };
	unsigned char *uid, *why, *born;
	size_t n_uid, n_why, n_born;
	char *day;
	const struct db_out out[] = {
		DB_OUT_U64(f->case_id),	       DB_OUT_U64(f->agency_id),
		DB_OUT_U64(f->taken_by),       DB_OUT_DAY(f->arrived_on),
		DB_OUT_DAY(f->entered_on),     DB_OUT_DAY(f->confirmed_on),
		DB_OUT_STR(f->other_unit),     DB_OUT_STR(f->handed_on_by),
		DB_OUT_STR(f->handed_on_name), DB_OUT_BOOL(f->beyond_age),
		DB_OUT_INT(f->joint_contact),  DB_OUT_BYTES(uid, n_uid),
		DB_OUT_BYTES(why, n_why),      DB_OUT_BYTES(born, n_born),
	};

	if (db_find(c, a, sql, in, DB_N(in), out, DB_N(out), found, err))
		return -1;
	f->born_on = CW_DAY_NONE;
	if (!*found)
		return 0;
	if (db_unseal(k, a, "filing.cannot_write", uid, why, n_why, (char **)&f->cannot_write, NULL,
		      err) ||
	    db_unseal(k, a, "filing.born_on", uid, born, n_born, &day, NULL, err))
		return -1;
	if (day && !cw_day_parse(day, strlen(day), &f->born_on))
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	return 0;
}

int db_filing_save_text(struct db_conn *c, uint64_t case_id, const unsigned char digest[32],
			struct cw_err *err)
{
	static const char sql[] = "UPDATE filing SET text_digest = ? WHERE case_id = ?";
	const struct db_in in[] = { DB_BYTES(digest, 32), DB_U64(case_id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_filing_save_arrival(struct db_conn *c, uint64_t case_id, cw_day day, struct cw_err *err)
{
	static const char sql[] = "UPDATE filing f JOIN docket d ON d.id = f.case_id"
				  " SET f.arrived_on = ?, d.submitted_on = ? WHERE f.case_id = ?";
	const struct db_in in[] = { DB_DAY(day), DB_DAY(day), DB_U64(case_id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_evidence_add(struct db_conn *c, uint64_t case_id, int no, const struct db_evidence *e,
		    struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO filing_evidence (case_id, no, kind, reference) VALUES (?, ?, ?, ?)";
	const struct db_in in[] = { DB_U64(case_id), DB_I64(no), DB_STR(e->kind),
				    DB_STR(e->reference) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_evidence_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
		     struct db_evidence **list, size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT kind, reference FROM filing_evidence WHERE case_id = ?"
				  " ORDER BY no LIMIT 50";
	const struct db_in in[] = { DB_U64(case_id) };
	struct db_evidence e = { NULL, NULL };
	struct db_rows rows = DB_ROWS(a, e);
	const struct db_out out[] = { DB_OUT_STR(e.kind), DB_OUT_STR(e.reference) };

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

/* ---- Attempts to reach the writer. */

int db_reach_attempt_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
			 struct db_reach_attempt *t, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO contact_attempt (uid, case_id, seq, attempted_on, at_time, way, "
		"result,"
		" note, letter_id, made_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
	unsigned char uid[DB_UID];
	struct db_done done;
	struct db_in note;

	db_random(uid, sizeof(uid));
	if (seal(k, a, "contact_attempt.note", uid, t->note, &note, err))
		return -1;
	{
		const struct db_in in[] = {
			DB_BYTES(uid, DB_UID),
			DB_U64(t->case_id),
			DB_I64(t->seq),
			DB_DAY(t->attempted_on),
			DB_STR(t->at_time),
			DB_STR(t->way),
			DB_STR(t->result),
			note,
			DB_ID_OR_NULL(t->letter_id),
			DB_U64(t->made_by),
		};

		if (db_run(c, sql, in, DB_N(in), &done, err))
			return -1;
	}
	t->id = done.insert_id;
	return 0;
}

struct attempt_row {
	struct db_reach_attempt t;
	unsigned char *uid, *note;
	size_t n_uid, n_note;
};

int db_reach_attempt_list(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
			  uint64_t case_id, struct db_reach_attempt **list, size_t *n,
			  struct cw_err *err)
{
	static const char sql[] =
		"SELECT id, case_id, letter_id, made_by, seq, attempted_on, at_time, way, result, "
		"uid,"
		" note FROM contact_attempt WHERE case_id = ? ORDER BY id LIMIT 500";
	const struct db_in in[] = { DB_U64(case_id) };
	struct attempt_row r = { .uid = NULL };
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out out[] = {
		DB_OUT_U64(r.t.id),
		DB_OUT_U64(r.t.case_id),
		DB_OUT_U64(r.t.letter_id),
		DB_OUT_U64(r.t.made_by),
		DB_OUT_INT(r.t.seq),
		DB_OUT_DAY(r.t.attempted_on),
		DB_OUT_STR(r.t.at_time),
		DB_OUT_STR(r.t.way),
		DB_OUT_STR(r.t.result),
		DB_OUT_BYTES(r.uid, r.n_uid),
		DB_OUT_BYTES(r.note, r.n_note),
	};
	const struct attempt_row *all;

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	all = rows.items;
	*n = rows.n;
	*list = cw_alloc_n(a, rows.n ? rows.n : 1, sizeof(**list));
	if (!*list)
		return cw_fail_memory(err);
	for (size_t i = 0; i < rows.n; i++) {
		(*list)[i] = all[i].t;
		if (db_unseal(k, a, "contact_attempt.note", all[i].uid, all[i].note, all[i].n_note,
			      (char **)&(*list)[i].note, NULL, err))
			return -1;
	}
	return 0;
}

/* ---- The same filing twice. */

int db_same_filing_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
			struct db_same_filing **list, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT d.id, d.number, d.state, d.submitted_on, COALESCE(p.id_index = q.id_index, "
		"0)"
		" FROM filing f JOIN docket e ON e.id = f.case_id"
		" JOIN person q ON q.id = e.applicant_id"
		" JOIN filing g ON g.agency_id = f.agency_id AND g.text_digest = f.text_digest"
		" JOIN docket d ON d.id = g.case_id JOIN person p ON p.id = d.applicant_id"
		" WHERE f.case_id = ? AND g.case_id <> f.case_id"
		" AND (p.id_index = q.id_index OR p.name_index = q.name_index)"
		" ORDER BY d.id DESC LIMIT 20";
	const struct db_in in[] = { DB_U64(case_id) };
	struct db_same_filing r = { .case_id = 0 };
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out out[] = { DB_OUT_U64(r.case_id), DB_OUT_STR(r.number),
				      DB_OUT_STR(r.state), DB_OUT_DAY(r.submitted_on),
				      DB_OUT_BOOL(r.same_identity) };

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}
