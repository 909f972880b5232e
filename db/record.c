/* Searches and secrecy reviews: db/reply.h. */
#include "db/reply.h"
#include "db/rows.h"

int db_search_record_add(struct db_conn *c, struct db_search *s, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO search_record (case_id, handling, seq, place, searched_on, searcher,"
		" method, found, result, recorded_by, task_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
	const struct db_in in[] = {
		DB_U64(s->case_id),	 DB_I64(s->handling),  DB_I64(s->seq),
		DB_STR(s->place),	 DB_DAY(s->searched_on), DB_STR(s->searcher),
		DB_STR(s->method),	 DB_BOOL(s->found),    DB_STR(s->result),
		DB_ID_OR_NULL(s->recorded_by), DB_ID_OR_NULL(s->task_id),
	};
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	s->id = done.insert_id;
	return 0;
}

int db_search_record_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
			  struct db_search **list, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT id, case_id, handling, seq, place, searched_on, searcher, method, found, result,"
		" recorded_by, task_id"
		" FROM search_record WHERE case_id = ? ORDER BY id LIMIT 500";
	const struct db_in in[] = { DB_U64(case_id) };
	struct db_search r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out out[] = {
		DB_OUT_U64(r.id),	  DB_OUT_U64(r.case_id), DB_OUT_INT(r.handling),
		DB_OUT_INT(r.seq),	  DB_OUT_STR(r.place),	 DB_OUT_DAY(r.searched_on),
		DB_OUT_STR(r.searcher),	  DB_OUT_STR(r.method),	 DB_OUT_BOOL(r.found),
		DB_OUT_STR(r.result),	  DB_OUT_U64(r.recorded_by), DB_OUT_U64(r.task_id),
	};

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_secrecy_add(struct db_conn *c, struct db_secrecy *s, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO secrecy_review (case_id, handling, asked_by, asked_on,"
				  " question, answer_by) VALUES (?, ?, ?, ?, ?, ?)";
	const struct db_in in[] = { DB_U64(s->case_id),	 DB_I64(s->handling),
				    DB_U64(s->asked_by), DB_DAY(s->asked_on),
				    DB_STR(s->question), DB_DAY(s->answer_by) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	s->id = done.insert_id;
	return 0;
}

int db_secrecy_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
		    struct db_secrecy **list, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT id, case_id, handling, asked_by, asked_on, question, reviewer_id, answered_on,"
		" result, remarks, answer_by, parts, COALESCE(answered_seq, 0)"
		" FROM secrecy_review WHERE case_id = ? ORDER BY id LIMIT 200";
	const struct db_in in[] = { DB_U64(case_id) };
	struct db_secrecy r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out out[] = {
		DB_OUT_U64(r.id),	   DB_OUT_U64(r.case_id),  DB_OUT_INT(r.handling),
		DB_OUT_U64(r.asked_by),	   DB_OUT_DAY(r.asked_on), DB_OUT_STR(r.question),
		DB_OUT_U64(r.reviewer_id), DB_OUT_DAY(r.answered_on), DB_OUT_STR(r.result),
		DB_OUT_STR(r.remarks),	   DB_OUT_DAY(r.answer_by), DB_OUT_STR(r.parts),
		DB_OUT_INT(r.answered_seq),
	};

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_secrecy_waiting_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, uint64_t after,
			    unsigned limit, struct db_secrecy_wait **list, size_t *n,
			    struct cw_err *err)
{
	static const char sql[] =
		"SELECT s.id, s.case_id, s.asked_by, d.number, d.title, s.question, s.asked_on,"
		" s.answer_by, d.due_on FROM secrecy_review s JOIN docket d ON d.id = s.case_id"
		" WHERE s.answered_on IS NULL AND s.id > ? AND d.agency_id = ? AND d.is_open"
		" AND s.handling = d.handling ORDER BY s.id LIMIT ?";
	const struct db_in in[] = { DB_U64(after), DB_U64(agency), DB_I64(limit) };
	struct db_secrecy_wait w;
	struct db_rows rows = DB_ROWS(a, w);
	const struct db_out out[] = {
		DB_OUT_U64(w.id),	DB_OUT_U64(w.case_id),	 DB_OUT_U64(w.asked_by),
		DB_OUT_STR(w.number),	DB_OUT_STR(w.title),	 DB_OUT_STR(w.question),
		DB_OUT_DAY(w.asked_on), DB_OUT_DAY(w.answer_by), DB_OUT_DAY(w.due_on),
	};

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_secrecy_answer(struct db_conn *c, const struct db_secrecy *s, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE secrecy_review SET reviewer_id = ?, answered_on = ?, result = ?, remarks = ?,"
		" parts = ?, answered_seq = ? WHERE id = ? AND case_id = ? AND answered_on IS NULL";
	const struct db_in in[] = { DB_U64(s->reviewer_id), DB_DAY(s->answered_on), DB_STR(s->result),
				    DB_STR(s->remarks),	    DB_STR(s->parts),	    DB_I64(s->answered_seq),
				    DB_U64(s->id),	    DB_U64(s->case_id) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	if (done.changed != 1)
		return cw_fail(err, CW_CONFLICT, CW_MSG_ALREADY_ANSWERED, NULL);
	return 0;
}
