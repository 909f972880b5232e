#include "db/hold.h"

#include "db/rows.h"

int db_hold_add(struct db_conn *c, struct db_hold *h, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO disclosure_hold (case_id, handling, body, number,"
				  " ordered_on, held_on, held_by) VALUES (?, ?, ?, ?, ?, ?, ?)";
	const struct db_in in[] = { DB_U64(h->case_id), DB_I64(h->handling),   DB_STR(h->body),
				    DB_STR(h->number),	DB_DAY(h->ordered_on), DB_DAY(h->held_on),
				    DB_U64(h->held_by) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	h->id = done.insert_id;
	return 0;
}

int db_hold_release(struct db_conn *c, const struct db_hold *h, struct cw_err *err)
{
	static const char sql[] = "UPDATE disclosure_hold SET release_body = ?, release_number = ?,"
				  " release_ordered_on = ?, released_on = ?, released_by = ?"
				  " WHERE case_id = ? AND released_on IS NULL";
	const struct db_in in[] = { DB_STR(h->release_body),	   DB_STR(h->release_number),
				    DB_DAY(h->release_ordered_on), DB_DAY(h->released_on),
				    DB_U64(h->released_by),	   DB_U64(h->case_id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_hold_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, struct db_hold **list,
		 size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT id, case_id, handling, body, number, ordered_on, "
				  "held_on, held_by, release_body,"
				  " release_number, release_ordered_on, released_on, released_by"
				  " FROM disclosure_hold WHERE case_id = ? ORDER BY id LIMIT 100";
	const struct db_in in[] = { DB_U64(case_id) };
	struct db_hold h;
	struct db_rows rows = DB_ROWS(a, h);
	const struct db_out cols[] = {
		DB_OUT_U64(h.id),
		DB_OUT_U64(h.case_id),
		DB_OUT_INT(h.handling),
		DB_OUT_STR(h.body),
		DB_OUT_STR(h.number),
		DB_OUT_DAY(h.ordered_on),
		DB_OUT_DAY(h.held_on),
		DB_OUT_U64(h.held_by),
		DB_OUT_STR(h.release_body),
		DB_OUT_STR(h.release_number),
		DB_OUT_DAY(h.release_ordered_on),
		DB_OUT_DAY(h.released_on),
		DB_OUT_U64(h.released_by),
	};

	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}
