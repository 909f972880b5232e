#include "db/legal.h"

#include "db/rows.h"

/* ---- Flags. */

int db_hard_flag_add(struct db_conn *c, struct db_hard_flag *f, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO hard_flag (case_id, handling, flagged_by, flagged_on,"
		" reason) VALUES (?, ?, ?, ?, ?)";
	const struct db_in in[] = { DB_U64(f->case_id), DB_I64(f->handling), DB_U64(f->flagged_by),
				    DB_DAY(f->flagged_on), DB_STR(f->reason) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	f->id = done.insert_id;
	return 0;
}

int db_hard_flag_lift(struct db_conn *c, const struct db_hard_flag *f, struct cw_err *err)
{
	static const char sql[] = "UPDATE hard_flag SET lifted_by = ?, lifted_on = ?,"
				  " lifted_reason = ? WHERE id = ? AND lifted_on IS NULL";
	const struct db_in in[] = { DB_U64(f->lifted_by), DB_DAY(f->lifted_on),
				    DB_STR(f->lifted_reason), DB_U64(f->id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_hard_flag_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
		      struct db_hard_flag **list, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT id, case_id, handling, flagged_by, flagged_on, reason, lifted_by, "
		"lifted_on,"
		" lifted_reason FROM hard_flag WHERE case_id = ? ORDER BY id LIMIT 200";
	const struct db_in in[] = { DB_U64(case_id) };
	struct db_hard_flag f;
	struct db_rows rows = DB_ROWS(a, f);
	const struct db_out out[] = {
		DB_OUT_U64(f.id),	  DB_OUT_U64(f.case_id),    DB_OUT_INT(f.handling),
		DB_OUT_U64(f.flagged_by), DB_OUT_DAY(f.flagged_on), DB_OUT_STR(f.reason),
		DB_OUT_U64(f.lifted_by),  DB_OUT_DAY(f.lifted_on),  DB_OUT_STR(f.lifted_reason),
	};

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

/* ---- Reviews. */

int db_legal_add(struct db_conn *c, struct db_legal *r, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO legal_review (case_id, handling, status, question, rules, asked_by,"
		" asked_on, advisor_id, by_rota, second_of, answer_by)"
		" VALUES (?, ?, 'asked', ?, ?, ?, ?, ?, ?, ?, ?)";
	const struct db_in in[] = {
		DB_U64(r->case_id),    DB_I64(r->handling), DB_STR(r->question),
		DB_STR(r->rules),      DB_U64(r->asked_by), DB_DAY(r->asked_on),
		DB_U64(r->advisor_id), DB_BOOL(r->by_rota), DB_ID_OR_NULL(r->second_of),
		DB_DAY(r->answer_by),
	};
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	r->id = done.insert_id;
	return 0;
}

int db_legal_end(struct db_conn *c, const struct db_legal *r, struct cw_err *err)
{
	static const char sql[] = "UPDATE legal_review SET status = ?, ended_on = ?, opinion = ?,"
				  " reasons = ?, reply_round = ?"
				  " WHERE id = ? AND case_id = ? AND status = 'asked'";
	const struct db_in in[] = {
		DB_STR(r->status),
		DB_DAY(r->ended_on),
		DB_STR(r->opinion),
		DB_STR(r->reasons),
		DB_ID_OR_NULL((uint64_t)r->reply_round),
		DB_U64(r->id),
		DB_U64(r->case_id),
	};
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	if (done.changed != 1)
		return cw_fail(err, CW_CONFLICT, CW_MSG_LEGAL_NOT_OPEN, NULL);
	return 0;
}

int db_legal_void_rest(struct db_conn *c, uint64_t case_id, int handling, cw_day on,
		       struct cw_err *err)
{
	static const char sql[] = "UPDATE legal_review SET status = 'void', ended_on = ?"
				  " WHERE case_id = ? AND handling = ? AND status = 'asked'";
	const struct db_in in[] = { DB_DAY(on), DB_U64(case_id), DB_I64(handling) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_legal_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, struct db_legal **list,
		  size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT r.id, r.case_id, r.asked_by, r.advisor_id, r.second_of, r.handling,"
		" r.reply_round, r.status, r.question, r.rules, r.opinion, r.reasons, u.name,"
		" r.by_rota, r.asked_on, r.answer_by, r.ended_on"
		" FROM legal_review r JOIN user u ON u.id = r.advisor_id"
		" WHERE r.case_id = ? ORDER BY r.id LIMIT 200";
	const struct db_in in[] = { DB_U64(case_id) };
	struct db_legal r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out out[] = {
		DB_OUT_U64(r.id),	    DB_OUT_U64(r.case_id),   DB_OUT_U64(r.asked_by),
		DB_OUT_U64(r.advisor_id),   DB_OUT_U64(r.second_of), DB_OUT_INT(r.handling),
		DB_OUT_INT(r.reply_round),  DB_OUT_STR(r.status),    DB_OUT_STR(r.question),
		DB_OUT_STR(r.rules),	    DB_OUT_STR(r.opinion),   DB_OUT_STR(r.reasons),
		DB_OUT_STR(r.advisor_name), DB_OUT_BOOL(r.by_rota),  DB_OUT_DAY(r.asked_on),
		DB_OUT_DAY(r.answer_by),    DB_OUT_DAY(r.ended_on),
	};

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_legal_advisor_find(struct db_conn *c, uint64_t id, uint64_t *advisor, struct cw_err *err)
{
	static const char sql[] = "SELECT advisor_id FROM legal_review WHERE id = ?";
	const struct db_in in[] = { DB_U64(id) };
	const struct db_out out[] = { DB_OUT_U64(*advisor) };
	bool found;

	*advisor = 0;
	return db_find(c, NULL, sql, in, DB_N(in), out, DB_N(out), &found, err);
}

int db_legal_case_list(struct db_conn *c, struct cw_arena *a, uint64_t advisor, uint64_t **list,
		       size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT DISTINCT case_id FROM legal_review WHERE advisor_id = ?"
				  " ORDER BY case_id LIMIT 5000 FOR UPDATE";
	const struct db_in in[] = { DB_U64(advisor) };
	uint64_t id;
	struct db_rows rows = DB_ROWS(a, id);
	const struct db_out out[] = { DB_OUT_U64(id) };

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_legal_article_add(struct db_conn *c, uint64_t review, int no, const char *article,
			 struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO legal_article (review_id, no, article) VALUES (?, ?, ?)";
	const struct db_in in[] = { DB_U64(review), DB_I64(no), DB_STR(article) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_legal_article_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
			  struct db_legal_article **list, size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT k.review_id, k.article FROM legal_article k"
				  " JOIN legal_review r ON r.id = k.review_id WHERE r.case_id = ?"
				  " ORDER BY k.review_id, k.no LIMIT 4000";
	const struct db_in in[] = { DB_U64(case_id) };
	struct db_legal_article k;
	struct db_rows rows = DB_ROWS(a, k);
	const struct db_out out[] = { DB_OUT_U64(k.review_id), DB_OUT_STR(k.article) };

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

/* ---- Advisors. */

int db_legal_rota_take(struct db_conn *c, uint64_t agency, uint64_t *turn, struct cw_err *err)
{
	/* LAST_INSERT_ID hands the value over without a read. */
	static const char sql[] = "INSERT INTO legal_rota (agency_id, turn)"
				  " VALUES (?, LAST_INSERT_ID(1))"
				  " ON DUPLICATE KEY UPDATE turn = LAST_INSERT_ID(turn + 1)";
	const struct db_in in[] = { DB_U64(agency) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	*turn = done.insert_id;
	return 0;
}

int db_legal_turn_put(struct db_conn *c, uint64_t agency, uint64_t user, uint64_t turn,
		      struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO legal_turn (agency_id, user_id, turn) VALUES (?, ?, ?)"
		" ON DUPLICATE KEY UPDATE turn = VALUES(turn)";
	const struct db_in in[] = { DB_U64(agency), DB_U64(user), DB_U64(turn) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

/* An advisor's role reaches down: who holds it at the agency or at one above it. */
#define ADVISORS                                                                                   \
	"WITH RECURSIVE up (id) AS (SELECT id FROM agency WHERE id = ?"                            \
	" UNION SELECT g.parent_id FROM up JOIN agency g ON g.id = up.id"                          \
	" WHERE g.parent_id IS NOT NULL)"                                                          \
	" SELECT u.id, u.name, COALESCE(t.turn, 0) FROM user u"                                    \
	" LEFT JOIN legal_turn t ON t.agency_id = ? AND t.user_id = u.id"                          \
	" WHERE NOT u.disabled AND u.id IN (SELECT r.user_id FROM user_role r"                     \
	" JOIN up ON up.id = r.agency_id WHERE r.role = 'advisor')"                                \
	" ORDER BY COALESCE(t.turn, 0), u.id LIMIT 200"

int db_advisor_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, bool lock,
		    struct db_advisor **list, size_t *n, struct cw_err *err)
{
	static const char plain[] = ADVISORS;
	static const char locked[] = ADVISORS " LOCK IN SHARE MODE";
	const struct db_in in[] = { DB_U64(agency), DB_U64(agency) };
	struct db_advisor r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out out[] = { DB_OUT_U64(r.id), DB_OUT_STR(r.name), DB_OUT_U64(r.turn) };

	if (db_list(c, a, lock ? locked : plain, in, DB_N(in), out, DB_N(out), db_rows_add, &rows,
		    err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

/* ---- Overrides. */

int db_legal_override_add(struct db_conn *c, const struct db_override *o, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO legal_override (case_id, handling, decided_by,"
				  " decided_on, reason, rules) VALUES (?, ?, ?, ?, ?, ?)";
	const struct db_in in[] = { DB_U64(o->case_id),	   DB_I64(o->handling),
				    DB_U64(o->decided_by), DB_DAY(o->decided_on),
				    DB_STR(o->reason),	   DB_STR(o->rules) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_legal_override_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
			   struct db_override **list, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT case_id, handling, decided_by, decided_on, reason, rules"
		" FROM legal_override WHERE case_id = ? ORDER BY handling LIMIT 200";
	const struct db_in in[] = { DB_U64(case_id) };
	struct db_override o;
	struct db_rows rows = DB_ROWS(a, o);
	const struct db_out out[] = {
		DB_OUT_U64(o.case_id),	  DB_OUT_INT(o.handling), DB_OUT_U64(o.decided_by),
		DB_OUT_DAY(o.decided_on), DB_OUT_STR(o.reason),	  DB_OUT_STR(o.rules),
	};

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}
