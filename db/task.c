#include "db/task.h"

#include "db/rows.h"

int db_task_add(struct db_conn *c, struct db_task *t, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO task (case_id, handling, officer_id, asked_by, "
				  "asked_on, matter, demand,"
				  " search_wanted, answer_by, status, letter_id)"
				  " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'asked', ?)";
	const struct db_in in[] = {
		DB_U64(t->case_id),   DB_I64(t->handling),	 DB_U64(t->officer_id),
		DB_U64(t->asked_by),  DB_DAY(t->asked_on),	 DB_STR(t->matter),
		DB_STR(t->demand),    DB_BOOL(t->search_wanted), DB_DAY(t->answer_by),
		DB_U64(t->letter_id),
	};
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	t->id = done.insert_id;
	return 0;
}

#define COLUMNS                                                                                    \
	"id, case_id, officer_id, asked_by, letter_id, handling, matter, demand, answer, status,"  \
	" search_wanted, asked_on, answer_by, accepted_on, ended_on"
#define COLUMNS_OUT(t)                                                                             \
	{                                                                                          \
		DB_OUT_U64((t).id), DB_OUT_U64((t).case_id), DB_OUT_U64((t).officer_id),           \
			DB_OUT_U64((t).asked_by), DB_OUT_U64((t).letter_id),                       \
			DB_OUT_INT((t).handling), DB_OUT_STR((t).matter), DB_OUT_STR((t).demand),  \
			DB_OUT_STR((t).answer), DB_OUT_STR((t).status),                            \
			DB_OUT_BOOL((t).search_wanted), DB_OUT_DAY((t).asked_on),                  \
			DB_OUT_DAY((t).answer_by), DB_OUT_DAY((t).accepted_on),                    \
			DB_OUT_DAY((t).ended_on)                                                   \
	}

int db_task_get(struct db_conn *c, struct cw_arena *a, uint64_t case_id, uint64_t id,
		struct db_task *out, struct cw_err *err)
{
	static const char sql[] = "SELECT " COLUMNS " FROM task WHERE id = ? AND case_id = ?";
	const struct db_in in[] = { DB_U64(id), DB_U64(case_id) };
	const struct db_out cols[] = COLUMNS_OUT(*out);

	return db_get(c, a, sql, in, DB_N(in), cols, DB_N(cols), err);
}

int db_task_save(struct db_conn *c, const struct db_task *t, struct cw_err *err)
{
	static const char sql[] = "UPDATE task SET status = ?, accepted_on = ?, ended_on = ?,"
				  " answer = ? WHERE id = ?";
	const struct db_in in[] = { DB_STR(t->status), DB_DAY(t->accepted_on), DB_DAY(t->ended_on),
				    DB_STR(t->answer), DB_U64(t->id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_task_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, uint64_t officer,
		 struct db_task **list, size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT " COLUMNS " FROM task WHERE case_id = ?"
				  " AND (? = 0 OR officer_id = ?) ORDER BY id LIMIT 500";
	const struct db_in in[] = { DB_U64(case_id), DB_U64(officer), DB_U64(officer) };
	struct db_task t;
	struct db_rows rows = DB_ROWS(a, t);
	const struct db_out cols[] = COLUMNS_OUT(t);

	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_task_end_rest(struct db_conn *c, uint64_t case_id, cw_day on, struct cw_err *err)
{
	static const char tasks[] = "UPDATE task SET status = 'void', ended_on = ?"
				    " WHERE case_id = ? AND status IN ('asked', 'accepted')";
	const struct db_in in[] = { DB_DAY(on), DB_U64(case_id) };

	return db_run(c, tasks, in, DB_N(in), NULL, err);
}

int db_chase_add(struct db_conn *c, const struct db_chase *h, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO task_chase (task_id, seq, chased_by, chased_on,"
				  " remarks) VALUES (?, ?, ?, ?, ?)";
	const struct db_in in[] = { DB_U64(h->task_id), DB_I64(h->seq), DB_U64(h->chased_by),
				    DB_DAY(h->chased_on), DB_STR(h->remarks) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_chase_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, struct db_chase **list,
		  size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT h.task_id, h.chased_by, h.seq, h.chased_on, h.remarks"
				  " FROM task t JOIN task_chase h ON h.task_id = t.id"
				  " WHERE t.case_id = ? ORDER BY h.seq LIMIT 1000";
	const struct db_in in[] = { DB_U64(case_id) };
	struct db_chase h;
	struct db_rows rows = DB_ROWS(a, h);
	const struct db_out out[] = { DB_OUT_U64(h.task_id), DB_OUT_U64(h.chased_by),
				      DB_OUT_INT(h.seq), DB_OUT_DAY(h.chased_on),
				      DB_OUT_STR(h.remarks) };

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}
