#include "db/district.h"

#include "db/rows.h"

int db_district_of(struct db_conn *c, struct cw_arena *a, uint64_t user, uint64_t *district,
		   size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT g.id FROM user_role r JOIN agency g ON g.id = r.agency_id"
				  " WHERE r.user_id = ? AND r.role = 'supervisor'"
				  " AND g.parent_id IS NULL ORDER BY g.id LIMIT 2";
	const struct db_in in[] = { DB_U64(user) };
	uint64_t id;
	struct db_rows rows = DB_ROWS(a, id);
	const struct db_out cols[] = { DB_OUT_U64(id) };

	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	*n = rows.n;
	*district = rows.n ? *(const uint64_t *)rows.items : 0;
	return 0;
}

int db_district_open(struct db_conn *c, uint64_t agency, cw_day today, cw_day soon, unsigned cap,
		     struct db_district_open *out, struct cw_err *err)
{
	static const char sql[] =
		"SELECT COUNT(*), COUNT(IF(due_on < ?, 1, NULL)),"
		" COUNT(IF(due_on >= ? AND due_on <= ?, 1, NULL)),"
		" COUNT(IF(state IN ('awaiting_correction', 'awaiting_payment',"
		" 'pending_confirmation'), 1, NULL)), COUNT(IF(assignee_id IS NULL, 1, NULL))"
		" FROM (SELECT due_on, state, assignee_id FROM docket"
		" FORCE INDEX (k_docket_agency_queue) WHERE agency_id = ? AND is_open = 1"
		" ORDER BY next_on, id LIMIT ?) t";
	const struct db_in in[] = { DB_DAY(today), DB_DAY(today), DB_DAY(soon), DB_U64(agency),
				    DB_U64(cap) };
	const struct db_out cols[] = { DB_OUT_U64(out->open), DB_OUT_U64(out->overdue),
				       DB_OUT_U64(out->soon), DB_OUT_U64(out->waiting),
				       DB_OUT_U64(out->unassigned) };

	return db_get(c, NULL, sql, in, DB_N(in), cols, DB_N(cols), err);
}

int db_district_in_time(struct db_conn *c, uint64_t agency, cw_day since, unsigned cap,
			uint64_t *replied, uint64_t *in_time, struct cw_err *err)
{
	static const char sql[] =
		"SELECT COUNT(replied_on), COUNT(IF(replied_on <= due_on, 1, NULL))"
		" FROM (SELECT replied_on, due_on FROM docket FORCE INDEX (k_docket_agency_closed)"
		" WHERE agency_id = ? AND is_open = 0 AND closed_on >= ?"
		" ORDER BY closed_on DESC, id DESC LIMIT ?) t";
	const struct db_in in[] = { DB_U64(agency), DB_DAY(since), DB_U64(cap) };
	const struct db_out cols[] = { DB_OUT_U64(*replied), DB_OUT_U64(*in_time) };

	return db_get(c, NULL, sql, in, DB_N(in), cols, DB_N(cols), err);
}

int db_district_asked(struct db_conn *c, uint64_t agency, cw_day today, unsigned cap,
		      struct db_district_asked *out, struct cw_err *err)
{
	static const char urgings[] =
		"SELECT COUNT(*), COUNT(IF(answer_by < ?, 1, NULL)) FROM (SELECT answer_by FROM "
		"urging"
		" WHERE agency_id = ? AND is_open = 1 ORDER BY answer_by, id LIMIT ?) t";
	static const char complaints[] =
		"SELECT COUNT(*), COUNT(IF(due_on < ?, 1, NULL)) FROM (SELECT due_on FROM complaint"
		" WHERE agency_id = ? AND is_open = 1 ORDER BY due_on, id LIMIT ?) t";
	const struct db_in in[] = { DB_DAY(today), DB_U64(agency), DB_U64(cap) };
	const struct db_out u[] = { DB_OUT_U64(out->urgings), DB_OUT_U64(out->urgings_overdue) };
	const struct db_out p[] = { DB_OUT_U64(out->complaints),
				    DB_OUT_U64(out->complaints_overdue) };

	return db_get(c, NULL, urgings, in, DB_N(in), u, DB_N(u), err) ||
			       db_get(c, NULL, complaints, in, DB_N(in), p, DB_N(p), err)
		       ? -1
		       : 0;
}

int db_district_kind_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, cw_day today,
			  unsigned cap, struct db_district_kind **list, size_t *n,
			  struct cw_err *err)
{
	static const char sql[] =
		"SELECT kind, COUNT(*), COUNT(IF(due_on < ?, 1, NULL)) FROM (SELECT kind, due_on"
		" FROM deadline FORCE INDEX (k_deadline_agency) WHERE agency_id = ? AND status = "
		"'open'"
		" ORDER BY due_on, id LIMIT ?) t GROUP BY kind ORDER BY kind LIMIT 100";
	const struct db_in in[] = { DB_DAY(today), DB_U64(agency), DB_U64(cap) };
	struct db_district_kind r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out cols[] = { DB_OUT_STR(r.kind), DB_OUT_U64(r.open),
				       DB_OUT_U64(r.overdue) };

	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_district_load_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, cw_day today,
			  unsigned cap, struct db_district_load **list, size_t *n,
			  struct cw_err *err)
{
	static const char sql[] =
		"SELECT t.assignee_id, u.name, COUNT(*) AS k, COUNT(IF(t.due_on < ?, 1, NULL))"
		" FROM (SELECT assignee_id, due_on FROM docket FORCE INDEX (k_docket_agency_queue)"
		" WHERE agency_id = ? AND is_open = 1 ORDER BY next_on, id LIMIT ?) t"
		" JOIN user u ON u.id = t.assignee_id GROUP BY t.assignee_id, u.name"
		" ORDER BY k DESC, t.assignee_id LIMIT 100";
	const struct db_in in[] = { DB_DAY(today), DB_U64(agency), DB_U64(cap) };
	struct db_district_load r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out cols[] = { DB_OUT_U64(r.user_id), DB_OUT_STR(r.name),
				       DB_OUT_U64(r.open), DB_OUT_U64(r.overdue) };

	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_district_agency_list(struct db_conn *c, struct cw_arena *a, uint64_t district,
			    struct db_agency_name **list, size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT id, code, name FROM agency WHERE id = ? UNION ALL"
				  " SELECT id, code, name FROM agency WHERE root_id = ?"
				  " ORDER BY id LIMIT 1000";
	const struct db_in in[] = { DB_U64(district), DB_U64(district) };
	struct db_agency_name r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out cols[] = { DB_OUT_U64(r.id), DB_OUT_STR(r.code), DB_OUT_STR(r.name) };

	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_alone_list(struct db_conn *c, struct cw_arena *a, uint64_t district, uint64_t before,
		  unsigned limit, struct db_alone **list, size_t *n, struct cw_err *err)
{
	/* They are rare by nature: one key over all, and the district filters. */
	static const char sql[] =
		"SELECT e.id, e.case_id, d.agency_id, e.decided_by, d.number, g.name, u.name, "
		"e.reason,"
		" e.remarks, e.working_days, e.decided_on FROM extension e"
		" FORCE INDEX (k_extension_alone) JOIN docket d ON d.id = e.case_id"
		" JOIN agency g ON g.id = d.agency_id JOIN user u ON u.id = e.decided_by"
		" WHERE e.alone = 1 AND e.id < ? AND (g.id = ? OR g.root_id = ?)"
		" ORDER BY e.id DESC LIMIT ?";
	const struct db_in in[] = { DB_U64(before ? before : INT64_MAX), DB_U64(district),
				    DB_U64(district), DB_U64(limit) };
	struct db_alone r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out cols[] = {
		DB_OUT_U64(r.id),	    DB_OUT_U64(r.case_id),    DB_OUT_U64(r.agency_id),
		DB_OUT_U64(r.user_id),	    DB_OUT_STR(r.number),     DB_OUT_STR(r.agency_name),
		DB_OUT_STR(r.user_name),    DB_OUT_STR(r.reason),     DB_OUT_STR(r.remarks),
		DB_OUT_INT(r.working_days), DB_OUT_DAY(r.decided_on),
	};

	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}
