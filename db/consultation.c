#include "db/consultation.h"

#include "db/rows.h"
#include "db/sealed.h"

int db_consultation_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
			struct db_consultation *s, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO consultation (uid, case_id, handling, kind, pauses, party, address,"
		" information, question, working_days, asked_by, asked_on)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
	struct db_in party, address, information, question;
	struct db_done done;

	s->uid = cw_alloc(a, DB_UID);
	if (!s->uid)
		return cw_fail_memory(err);
	db_random(s->uid, DB_UID);
	if (db_sealed_in(k, a, "consultation.party", s->uid, s->party, &party, err) ||
	    db_sealed_in(k, a, "consultation.address", s->uid, s->address, &address, err) ||
	    db_sealed_in(k, a, "consultation.information", s->uid, s->information, &information,
			 err) ||
	    db_sealed_in(k, a, "consultation.question", s->uid, s->question, &question, err))
		return -1;
	{
		const struct db_in in[] = {
			DB_BYTES(s->uid, DB_UID),
			DB_U64(s->case_id),
			DB_I64(s->handling),
			DB_STR(s->kind),
			DB_BOOL(s->pauses),
			party,
			address,
			information,
			question,
			DB_I64(s->working_days),
			DB_U64(s->asked_by),
			DB_DAY(s->asked_on),
		};

		if (db_run(c, sql, in, DB_N(in), &done, err))
			return -1;
	}
	s->id = done.insert_id;
	return 0;
}

struct row {
	struct db_consultation s;
	struct db_sealed party, address, information, question, opinion, late_opinion, weighing;
	size_t n_uid;
};

static int unseal(const struct db_keyring *k, struct cw_arena *a, const struct row *w,
		  struct db_consultation *s, struct cw_err *err)
{
	*s = w->s;
#define OPEN(name) db_sealed_text(k, a, "consultation." #name, w->s.uid, &w->name, &s->name, err)
	return OPEN(party) || OPEN(address) || OPEN(information) || OPEN(question) ||
			       OPEN(opinion) || OPEN(late_opinion) || OPEN(weighing)
		       ? -1
		       : 0;
#undef OPEN
}

int db_consultation_list(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
			 uint64_t case_id, struct db_consultation **list, size_t *n,
			 struct cw_err *err)
{
	static const char sql[] =
		"SELECT id, uid, case_id, handling, kind, pauses, party, address, information, "
		"question,"
		" working_days, asked_by, asked_on, letter_id, notice_id, received_on, "
		"receipt_proof,"
		" result, ended_on, ended_by, end_proof, opinion, late_on, late_result, "
		"late_opinion,"
		" holds IS NOT NULL, COALESCE(holds, 0), weighing, weighed_by, weighed_on, ground,"
		" decision_id, decided_by, decided_on, told_on, told_way, told_proof"
		" FROM consultation WHERE case_id = ? ORDER BY id LIMIT 200";
	const struct db_in in[] = { DB_U64(case_id) };
	struct row w = { .n_uid = 0 };
	struct db_rows rows = DB_ROWS(a, w);
	const struct db_out cols[] = {
		DB_OUT_U64(w.s.id),
		DB_OUT_BYTES(w.s.uid, w.n_uid),
		DB_OUT_U64(w.s.case_id),
		DB_OUT_INT(w.s.handling),
		DB_OUT_STR(w.s.kind),
		DB_OUT_BOOL(w.s.pauses),
		DB_OUT_SEALED(w.party),
		DB_OUT_SEALED(w.address),
		DB_OUT_SEALED(w.information),
		DB_OUT_SEALED(w.question),
		DB_OUT_INT(w.s.working_days),
		DB_OUT_U64(w.s.asked_by),
		DB_OUT_DAY(w.s.asked_on),
		DB_OUT_U64(w.s.letter_id),
		DB_OUT_U64(w.s.notice_id),
		DB_OUT_DAY(w.s.received_on),
		DB_OUT_STR(w.s.receipt_proof),
		DB_OUT_STR(w.s.result),
		DB_OUT_DAY(w.s.ended_on),
		DB_OUT_U64(w.s.ended_by),
		DB_OUT_STR(w.s.end_proof),
		DB_OUT_SEALED(w.opinion),
		DB_OUT_DAY(w.s.late_on),
		DB_OUT_STR(w.s.late_result),
		DB_OUT_SEALED(w.late_opinion),
		DB_OUT_BOOL(w.s.weighed),
		DB_OUT_BOOL(w.s.holds),
		DB_OUT_SEALED(w.weighing),
		DB_OUT_U64(w.s.weighed_by),
		DB_OUT_DAY(w.s.weighed_on),
		DB_OUT_STR(w.s.ground),
		DB_OUT_U64(w.s.decision_id),
		DB_OUT_U64(w.s.decided_by),
		DB_OUT_DAY(w.s.decided_on),
		DB_OUT_DAY(w.s.told_on),
		DB_OUT_STR(w.s.told_way),
		DB_OUT_STR(w.s.told_proof),
	};
	const struct row *all;

	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	all = rows.items;
	*n = rows.n;
	*list = cw_alloc_n(a, rows.n ? rows.n : 1, sizeof(**list));
	if (!*list)
		return cw_fail_memory(err);
	for (size_t i = 0; i < rows.n; i++)
		if (unseal(k, a, &all[i], &(*list)[i], err))
			return -1;
	return 0;
}

int db_consultation_save_letters(struct db_conn *c, const struct db_consultation *s,
				 struct cw_err *err)
{
	static const char sql[] =
		"UPDATE consultation SET letter_id = ?, notice_id = ? WHERE id = ?";
	const struct db_in in[] = { DB_ID_OR_NULL(s->letter_id), DB_ID_OR_NULL(s->notice_id),
				    DB_U64(s->id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_consultation_save_receipt(struct db_conn *c, const struct db_consultation *s,
				 struct cw_err *err)
{
	static const char sql[] =
		"UPDATE consultation SET received_on = ?, receipt_proof = ? WHERE id = ?";
	const struct db_in in[] = { DB_DAY(s->received_on), DB_STR(s->receipt_proof),
				    DB_U64(s->id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_consultation_save_end(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
			     const struct db_consultation *s, struct cw_err *err)
{
	static const char sql[] = "UPDATE consultation SET result = ?, ended_on = ?, ended_by = ?,"
				  " end_proof = ?, opinion = ?, late_on = ?, late_result = ?,"
				  " late_opinion = ? WHERE id = ?";
	struct db_in opinion, late;

	if (db_sealed_in(k, a, "consultation.opinion", s->uid, s->opinion, &opinion, err) ||
	    db_sealed_in(k, a, "consultation.late_opinion", s->uid, s->late_opinion, &late, err))
		return -1;
	{
		const struct db_in in[] = {
			DB_STR(s->result),
			DB_DAY(s->ended_on),
			DB_ID_OR_NULL(s->ended_by),
			DB_STR(s->end_proof),
			opinion,
			DB_DAY(s->late_on),
			DB_STR(s->late_result),
			late,
			DB_U64(s->id),
		};

		return db_run(c, sql, in, DB_N(in), NULL, err);
	}
}

int db_consultation_save_weighing(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
				  const struct db_consultation *s, struct cw_err *err)
{
	static const char sql[] = "UPDATE consultation SET holds = ?, weighing = ?, weighed_by = ?,"
				  " weighed_on = ? WHERE id = ?";
	struct db_in weighing;

	if (db_sealed_in(k, a, "consultation.weighing", s->uid, s->weighing, &weighing, err))
		return -1;
	{
		const struct db_in in[] = { s->weighed ? DB_BOOL(s->holds)
						       : (struct db_in){ .type = DB_T_NULL },
					    weighing, DB_ID_OR_NULL(s->weighed_by),
					    DB_DAY(s->weighed_on), DB_U64(s->id) };

		return db_run(c, sql, in, DB_N(in), NULL, err);
	}
}

int db_consultation_save_decision(struct db_conn *c, const struct db_consultation *s,
				  struct cw_err *err)
{
	static const char sql[] =
		"UPDATE consultation SET ground = ?, decision_id = ?, decided_by = ?,"
		" decided_on = ?, told_on = ?, told_way = ?, told_proof = ?"
		" WHERE id = ?";
	const struct db_in in[] = {
		DB_STR(s->ground),
		DB_ID_OR_NULL(s->decision_id),
		DB_ID_OR_NULL(s->decided_by),
		DB_DAY(s->decided_on),
		DB_DAY(s->told_on),
		DB_STR(s->told_way),
		DB_STR(s->told_proof),
		DB_U64(s->id),
	};

	return db_run(c, sql, in, DB_N(in), NULL, err);
}
