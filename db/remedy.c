#include "db/remedy.h"

#include "db/agency_deadline.h"
#include "db/rows.h"

int db_remedy_add(struct db_conn *c, struct db_remedy *r, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO remedy (case_id, handling, agency_id, kind, against, by_whom, body,"
		" number, filed_on, recorded_by, copy_on, simple, answer_by, remarks)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
	const struct db_in in[] = {
		DB_U64(r->case_id),	DB_I64(r->handling), DB_U64(r->agency_id),
		DB_STR(r->kind),	DB_STR(r->against),  DB_STR(r->by_whom),
		DB_STR(r->body),	DB_STR(r->number),   DB_DAY(r->filed_on),
		DB_U64(r->recorded_by), DB_DAY(r->copy_on),  DB_BOOL(r->simple),
		DB_DAY(r->answer_by),	DB_STR(r->remarks),
	};
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	r->id = done.insert_id;
	return 0;
}

#define COLUMNS                                                                                    \
	"id, case_id, handling, agency_id, kind, against, by_whom, body, number, filed_on,"        \
	" recorded_by, copy_on, simple, answer_by, answered_on, answer_number, result,"            \
	" decided_on, decision_number, remarks"
#define COLUMNS_OUT(r)                                                                             \
	{                                                                                          \
		DB_OUT_U64((r).id), DB_OUT_U64((r).case_id), DB_OUT_INT((r).handling),             \
			DB_OUT_U64((r).agency_id), DB_OUT_STR((r).kind), DB_OUT_STR((r).against),  \
			DB_OUT_STR((r).by_whom), DB_OUT_STR((r).body), DB_OUT_STR((r).number),     \
			DB_OUT_DAY((r).filed_on), DB_OUT_U64((r).recorded_by),                     \
			DB_OUT_DAY((r).copy_on), DB_OUT_BOOL((r).simple),                          \
			DB_OUT_DAY((r).answer_by), DB_OUT_DAY((r).answered_on),                    \
			DB_OUT_STR((r).answer_number), DB_OUT_STR((r).result),                     \
			DB_OUT_DAY((r).decided_on), DB_OUT_STR((r).decision_number),               \
			DB_OUT_STR((r).remarks)                                                    \
	}

int db_remedy_get(struct db_conn *c, struct cw_arena *a, uint64_t case_id, uint64_t id,
		  struct db_remedy *out, struct cw_err *err)
{
	static const char sql[] = "SELECT " COLUMNS " FROM remedy WHERE id = ? AND case_id = ?";
	const struct db_in in[] = { DB_U64(id), DB_U64(case_id) };
	const struct db_out cols[] = COLUMNS_OUT(*out);

	return db_get(c, a, sql, in, DB_N(in), cols, DB_N(cols), err);
}

int db_remedy_save(struct db_conn *c, const struct db_remedy *r, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE remedy SET filed_on = ?, number = ?, copy_on = ?, simple = ?, answer_by = ?,"
		" answered_on = ?, answer_number = ?, result = ?, decided_on = ?,"
		" decision_number = ?, remarks = ? WHERE id = ? AND case_id = ?";
	const struct db_in in[] = {
		DB_DAY(r->filed_on),  DB_STR(r->number),      DB_DAY(r->copy_on),
		DB_BOOL(r->simple),
		DB_DAY(r->answer_by), DB_DAY(r->answered_on), DB_STR(r->answer_number),
		DB_STR(r->result),    DB_DAY(r->decided_on),  DB_STR(r->decision_number),
		DB_STR(r->remarks),   DB_U64(r->id),	      DB_U64(r->case_id),
	};

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_remedy_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, struct db_remedy **list,
		   size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " COLUMNS " FROM remedy WHERE case_id = ? ORDER BY id LIMIT 200";
	const struct db_in in[] = { DB_U64(case_id) };
	struct db_remedy r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out cols[] = COLUMNS_OUT(r);

	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_remedy_open_or_lost(struct db_conn *c, uint64_t applicant, uint64_t agency, bool *open,
			   bool *lost, struct cw_err *err)
{
	/* A person without a number is only itself; the two halves each have their key. */
	static const char sql[] = "SELECT COALESCE(MAX(r.result IS NULL), 0), "
				  "COALESCE(MAX(r.result = 'corrected'), 0)"
				  " FROM (SELECT ? AS id UNION SELECT q.id FROM person p"
				  " JOIN person q ON q.id_index = p.id_index WHERE p.id = ?) same"
				  " JOIN docket d ON d.applicant_id = same.id AND d.agency_id = ?"
				  " JOIN remedy r ON r.case_id = d.id AND r.by_whom = 'applicant'";
	const struct db_in in[] = { DB_U64(applicant), DB_U64(applicant), DB_U64(agency) };
	int is_open, is_lost;
	const struct db_out cols[] = { DB_OUT_INT(is_open), DB_OUT_INT(is_lost) };

	if (db_get(c, NULL, sql, in, DB_N(in), cols, DB_N(cols), err))
		return -1;
	*open = is_open != 0;
	*lost = is_lost != 0;
	return 0;
}

/* ---- Orders. */

int db_order_add(struct db_conn *c, const struct db_order *o, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO reply_order (case_id, handling, kind, body, number, ordered_on,"
		" received_on, in_force_on, period_unit, period, allows_correction,"
		" allows_extension, remedy_id, reason, letter_id, author_id)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
	const struct db_in in[] = {
		DB_U64(o->case_id),
		DB_I64(o->handling),
		DB_STR(o->kind),
		DB_STR(o->body),
		DB_STR(o->number),
		DB_DAY(o->ordered_on),
		DB_DAY(o->received_on),
		DB_DAY(o->in_force_on),
		DB_STR(o->period_unit),
		o->period ? DB_I64(o->period) : (struct db_in){ .type = DB_T_NULL },
		DB_BOOL(o->allows_correction),
		DB_BOOL(o->allows_extension),
		DB_ID_OR_NULL(o->remedy_id),
		DB_STR(o->reason),
		DB_ID_OR_NULL(o->letter_id),
		DB_U64(o->author_id),
	};

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

#define ORDER_COLUMNS                                                                              \
	"case_id, handling, kind, body, number, ordered_on, received_on, in_force_on,"             \
	" period_unit, period, allows_correction, allows_extension, remedy_id, reason,"            \
	" letter_id, author_id"
#define ORDER_OUT(o)                                                                               \
	{                                                                                          \
		DB_OUT_U64((o).case_id), DB_OUT_INT((o).handling), DB_OUT_STR((o).kind),           \
			DB_OUT_STR((o).body), DB_OUT_STR((o).number), DB_OUT_DAY((o).ordered_on),  \
			DB_OUT_DAY((o).received_on), DB_OUT_DAY((o).in_force_on),                  \
			DB_OUT_STR((o).period_unit), DB_OUT_INT((o).period),                       \
			DB_OUT_BOOL((o).allows_correction), DB_OUT_BOOL((o).allows_extension),     \
			DB_OUT_U64((o).remedy_id), DB_OUT_STR((o).reason),                         \
			DB_OUT_U64((o).letter_id), DB_OUT_U64((o).author_id)                       \
	}

int db_order_find(struct db_conn *c, struct cw_arena *a, uint64_t case_id, int handling,
		  struct db_order *out, bool *found, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " ORDER_COLUMNS " FROM reply_order WHERE case_id = ? AND handling = ?";
	const struct db_in in[] = { DB_U64(case_id), DB_I64(handling) };
	const struct db_out cols[] = ORDER_OUT(*out);

	return db_find(c, a, sql, in, DB_N(in), cols, DB_N(cols), found, err);
}

int db_order_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, struct db_order **list,
		  size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT " ORDER_COLUMNS
				  " FROM reply_order WHERE case_id = ? ORDER BY handling LIMIT 255";
	const struct db_in in[] = { DB_U64(case_id) };
	struct db_order r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out cols[] = ORDER_OUT(r);

	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

/* ---- What falls due. */

int db_falls_due_list(struct db_conn *c, struct cw_arena *a, const struct db_due_query *q,
		      struct db_due **list, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT l.id, l.case_id, l.ref, d.assignee_id, l.handling,"
		" COALESCE(d.number, p.number), d.title, d.state, l.kind, l.due_on"
		" FROM deadline l FORCE INDEX (k_deadline_agency) LEFT JOIN docket d"
		" ON d.id = l.case_id LEFT JOIN complaint p ON l.case_id IS NULL AND l.kind IN"
		" (" DB_DUE_COMPLAINTS ") AND p.id = l.ref WHERE l.agency_id = ? AND l.status = 'open'"
		" AND l.due_on >= ? AND (l.due_on > ? OR l.id > ?) AND (? IS NULL OR l.due_on < ?)"
		" AND (? IS NULL OR l.kind = ?) AND (? = 0 OR d.assignee_id = ?)"
		" ORDER BY l.due_on, l.id LIMIT ?";
	const cw_day after = q->after_on == CW_DAY_NONE ? CW_DAY_MIN : q->after_on;
	const struct db_in in[] = {
		DB_U64(q->agency),   DB_DAY(after),	  DB_DAY(after),    DB_U64(q->after_id),
		DB_DAY(q->before),   DB_DAY(q->before),	  DB_STR(q->kind),  DB_STR(q->kind),
		DB_U64(q->assignee), DB_U64(q->assignee), DB_U64(q->limit),
	};
	struct db_due r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out cols[] = {
		DB_OUT_U64(r.id),	   DB_OUT_U64(r.case_id),  DB_OUT_U64(r.ref),
		DB_OUT_U64(r.assignee_id), DB_OUT_INT(r.handling), DB_OUT_STR(r.number),
		DB_OUT_STR(r.title),	   DB_OUT_STR(r.state),	   DB_OUT_STR(r.kind),
		DB_OUT_DAY(r.due_on),
	};

	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}
