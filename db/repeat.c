#include "db/repeat.h"

#include "db/rows.h"
#include "db/same.h"

int db_repeat_add(struct db_conn *c, const struct db_repeat *r, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO reply_repeat (reply_id, part_no, earlier_id, number,"
				  " replied_on, outcome, scan_id, unchanged)"
				  " VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
	const struct db_in in[] = {
		DB_U64(r->reply_id),	   DB_I64(r->part_no),	  DB_ID_OR_NULL(r->earlier_id),
		DB_STR(r->number),	   DB_DAY(r->replied_on), DB_STR(r->outcome),
		DB_ID_OR_NULL(r->scan_id), DB_STR(r->unchanged),
	};

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_repeat_list(struct db_conn *c, struct cw_arena *a, uint64_t reply, struct db_repeat **list,
		   size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT reply_id, part_no, earlier_id, number, replied_on, outcome, scan_id, "
		"unchanged"
		" FROM reply_repeat WHERE reply_id = ? ORDER BY part_no LIMIT 100";
	const struct db_in in[] = { DB_U64(reply) };
	struct db_repeat r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out out[] = {
		DB_OUT_U64(r.reply_id), DB_OUT_INT(r.part_no),	  DB_OUT_U64(r.earlier_id),
		DB_OUT_STR(r.number),	DB_OUT_DAY(r.replied_on), DB_OUT_STR(r.outcome),
		DB_OUT_U64(r.scan_id),	DB_OUT_STR(r.unchanged),
	};

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_candidate_list(struct db_conn *c, struct cw_arena *a, const struct db_docket *d,
		      uint64_t only, uint64_t before, unsigned limit, struct db_candidate **list,
		      size_t *n, struct cw_err *err)
{
	/* The parts' outcomes stand in clear.  What an order or a revocation has set aside is no
	 * reply any more: only that of the last handling counts. */
	static const char sql[] =
		"SELECT r.id, k.id, r.handling, k.number, k.title, l.document_number, l.made_on,"
		" (SELECT GROUP_CONCAT(p.outcome ORDER BY p.no) FROM reply_part p"
		" WHERE p.reply_id = r.id)"
		" FROM (" DB_SAME_PERSONS ") same"
		" JOIN docket k ON k.applicant_id = same.id AND k.agency_id = ? AND k.id <> ?"
		" JOIN reply r ON r.case_id = k.id AND r.handling = k.handling"
		" AND r.status = 'served'"
		" JOIN letter l ON l.id = r.letter_id"
		" WHERE r.id < ? AND (? = 0 OR r.id = ?) ORDER BY r.id DESC LIMIT ?";
	uint64_t root;

	if (db_same_root_find(c, a, d->applicant_id, &root, err))
		return -1;
	const struct db_in in[] = {
		DB_SAME_IN(d->applicant_id, root), DB_U64(d->agency_id), DB_U64(d->id),
		DB_U64(before ? before : INT64_MAX), DB_U64(only), DB_U64(only), DB_U64(limit),
	};
	struct db_candidate r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out out[] = {
		DB_OUT_U64(r.reply_id),	   DB_OUT_U64(r.case_id),  DB_OUT_INT(r.handling),
		DB_OUT_STR(r.case_number), DB_OUT_STR(r.title),	   DB_OUT_STR(r.number),
		DB_OUT_DAY(r.replied_on),  DB_OUT_STR(r.outcomes),
	};

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}
