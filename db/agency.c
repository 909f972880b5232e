#include "db/agency.h"

#include "casework/base/text.h"
#include "db/rows.h"

#define AGENCY_COLUMNS                                                                             \
	"id, parent_id, COALESCE(root_id, id), region, code, name, short_name, kind, "             \
	"office, address, phone, email, duties, court, active, version"
#define AGENCY_OUT(r)                                                                              \
	{                                                                                          \
		DB_OUT_U64((r).id), DB_OUT_U64((r).parent), DB_OUT_U64((r).root),                  \
			DB_OUT_STR((r).region), DB_OUT_STR((r).code), DB_OUT_STR((r).name),        \
			DB_OUT_STR((r).short_name), DB_OUT_STR((r).kind), DB_OUT_STR((r).office),  \
			DB_OUT_STR((r).address), DB_OUT_STR((r).phone), DB_OUT_STR((r).email),     \
			DB_OUT_STR((r).duties), DB_OUT_STR((r).court), DB_OUT_BOOL((r).active),    \
			DB_OUT_U64((r).version)                                                    \
	}

int db_agency_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_agency *out,
		  struct cw_err *err)
{
	static const char sql[] = "SELECT " AGENCY_COLUMNS " FROM agency WHERE id = ?";
	const struct db_in in[] = { DB_U64(id) };
	const struct db_out row[] = AGENCY_OUT(*out);

	return db_get(c, a, sql, in, DB_N(in), row, DB_N(row), err);
}

int db_agency_lock(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_agency *out,
		   struct cw_err *err)
{
	static const char sql[] = "SELECT " AGENCY_COLUMNS " FROM agency WHERE id = ? FOR UPDATE";
	const struct db_in in[] = { DB_U64(id) };
	const struct db_out row[] = AGENCY_OUT(*out);

	return db_get(c, a, sql, in, DB_N(in), row, DB_N(row), err);
}

int db_agency_find(struct db_conn *c, struct cw_arena *a, const char *region, const char *code,
		   struct db_agency *out, bool *found, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " AGENCY_COLUMNS " FROM agency WHERE"
		" region = CONVERT(? USING ascii) AND code = CONVERT(? USING ascii)";
	const struct db_in in[] = { DB_STR(region), DB_STR(code) };
	const struct db_out row[] = AGENCY_OUT(*out);

	return db_find(c, a, sql, in, DB_N(in), row, DB_N(row), found, err);
}

/* "%word%" with LIKE's own characters escaped by a bar; "%" for no word. */
static const char *like_pattern(struct cw_arena *a, const char *word)
{
	struct cw_buf b;

	if (!word)
		return "%";
	cw_buf_init(&b, a);
	cw_buf_puts(&b, "%");
	for (; *word; word++) {
		if (*word == '%' || *word == '_' || *word == '|')
			cw_buf_puts(&b, "|");
		cw_buf_add(&b, word, 1);
	}
	cw_buf_puts(&b, "%");
	return cw_buf_done(&b, NULL);
}

int db_agency_list(struct db_conn *c, struct cw_arena *a, const struct db_agency_query *q,
		   struct db_agency **items, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " AGENCY_COLUMNS " FROM agency"
		" WHERE id > ? AND (active OR ?)"
		" AND CONCAT_WS(' ', name, short_name, office, duties) LIKE ? ESCAPE '|'"
		" AND CONCAT_WS(' ', name, short_name, office, duties) LIKE ? ESCAPE '|'"
		" AND CONCAT_WS(' ', name, short_name, office, duties) LIKE ? ESCAPE '|'"
		" AND CONCAT_WS(' ', name, short_name, office, duties) LIKE ? ESCAPE '|'"
		" ORDER BY id LIMIT ?";
	const char *like[DB_AGENCY_WORDS];
	struct db_agency row;
	struct db_rows rows = DB_ROWS(a, row);
	const struct db_out out[] = AGENCY_OUT(row);

	for (size_t i = 0; i < DB_AGENCY_WORDS; i++) {
		like[i] = like_pattern(a, q->words[i]);
		if (!like[i])
			return cw_fail_memory(err);
	}
	const struct db_in in[] = { DB_U64(q->after), DB_BOOL(q->inactive), DB_STR(like[0]),
				    DB_STR(like[1]),  DB_STR(like[2]),	    DB_STR(like[3]),
				    DB_U64(q->limit) };

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*items = rows.items;
	*n = rows.n;
	return 0;
}

int db_agency_add(struct db_conn *c, const struct db_agency *agency, uint64_t *id,
		  struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO agency (parent_id, root_id, region, code, name, short_name, kind,"
		" office, address, phone, email, duties, court, active)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
	const struct db_in in[] = {
		DB_ID_OR_NULL(agency->parent), DB_ID_OR_NULL(agency->root),
		DB_STR(agency->region),	       DB_STR(agency->code),
		DB_STR(agency->name),	       DB_STR(agency->short_name),
		DB_STR(agency->kind),	       DB_STR(agency->office),
		DB_STR(agency->address),       DB_STR(agency->phone),
		DB_STR(agency->email),	       DB_STR(agency->duties),
		DB_STR(agency->court),	       DB_BOOL(agency->active),
	};
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	*id = done.insert_id;
	return 0;
}

int db_agency_save(struct db_conn *c, const struct db_agency *agency, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE agency SET name = ?, short_name = ?, kind = ?, office = ?, address = ?,"
		" phone = ?, email = ?, duties = ?, court = ?, active = ?, version = version + 1"
		" WHERE id = ? AND version = ?";
	const struct db_in in[] = {
		DB_STR(agency->name),	 DB_STR(agency->short_name), DB_STR(agency->kind),
		DB_STR(agency->office),	 DB_STR(agency->address),    DB_STR(agency->phone),
		DB_STR(agency->email),	 DB_STR(agency->duties),     DB_STR(agency->court),
		DB_BOOL(agency->active), DB_U64(agency->id),	     DB_U64(agency->version),
	};
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	if (done.changed == 0)
		return cw_fail(err, CW_STALE, CW_MSG_STALE, NULL);
	return 0;
}

int db_agency_body_list(struct db_conn *c, struct cw_arena *a, uint64_t agency,
			struct db_agency_body **items, size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT name, address, online FROM agency_body"
				  " WHERE agency_id = ? ORDER BY position LIMIT 8";
	const struct db_in in[] = { DB_U64(agency) };
	struct db_agency_body row;
	struct db_rows rows = DB_ROWS(a, row);
	const struct db_out out[] = { DB_OUT_STR(row.name), DB_OUT_STR(row.address),
				      DB_OUT_STR(row.online) };

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*items = rows.items;
	*n = rows.n;
	return 0;
}

int db_agency_body_range_list(struct db_conn *c, struct cw_arena *a, uint64_t first, uint64_t last,
			      struct db_agency_body_row **items, size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT agency_id, name, address, online FROM agency_body"
				  " WHERE agency_id BETWEEN ? AND ?"
				  " ORDER BY agency_id, position LIMIT 10000";
	const struct db_in in[] = { DB_U64(first), DB_U64(last) };
	struct db_agency_body_row row;
	struct db_rows rows = DB_ROWS(a, row);
	const struct db_out out[] = { DB_OUT_U64(row.agency), DB_OUT_STR(row.body.name),
				      DB_OUT_STR(row.body.address), DB_OUT_STR(row.body.online) };

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*items = rows.items;
	*n = rows.n;
	return 0;
}

int db_agency_body_clear(struct db_conn *c, uint64_t agency, struct cw_err *err)
{
	static const char sql[] = "DELETE FROM agency_body WHERE agency_id = ?";
	const struct db_in in[] = { DB_U64(agency) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_agency_body_add(struct db_conn *c, uint64_t agency, unsigned position,
		       const struct db_agency_body *body, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO agency_body (agency_id, position, name, address, online)"
		" VALUES (?, ?, ?, ?, ?)";
	const struct db_in in[] = { DB_U64(agency), DB_U64(position), DB_STR(body->name),
				    DB_STR(body->address), DB_STR(body->online) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

#define SETTING_OUT(r)                                                                             \
	{                                                                                          \
		DB_OUT_STR((r).name), DB_OUT_STR((r).value), DB_OUT_DAY((r).valid_from),           \
			DB_OUT_U64((r).author), DB_OUT_STR((r).author_name),                       \
			DB_OUT_TIME((r).recorded_at)                                               \
	}

int db_setting_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, cw_day day,
		    struct db_setting **items, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT s.name, s.value, s.valid_from, s.author_id, u.name, s.recorded_at"
		" FROM agency_setting s LEFT JOIN user u ON u.id = s.author_id"
		" WHERE s.agency_id = ? AND s.valid_from = (SELECT MAX(t.valid_from)"
		" FROM agency_setting t WHERE t.agency_id = s.agency_id AND t.name = s.name"
		" AND t.valid_from <= ?) ORDER BY s.name LIMIT 1000";
	const struct db_in in[] = { DB_U64(agency), DB_DAY(day) };
	struct db_setting row;
	struct db_rows rows = DB_ROWS(a, row);
	const struct db_out out[] = SETTING_OUT(row);

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*items = rows.items;
	*n = rows.n;
	return 0;
}

int db_setting_history_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, unsigned limit,
			    struct db_setting **items, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT s.name, s.value, s.valid_from, s.author_id, u.name, s.recorded_at"
		" FROM agency_setting s LEFT JOIN user u ON u.id = s.author_id"
		" WHERE s.agency_id = ? ORDER BY s.valid_from DESC, s.name LIMIT ?";
	const struct db_in in[] = { DB_U64(agency), DB_U64(limit) };
	struct db_setting row;
	struct db_rows rows = DB_ROWS(a, row);
	const struct db_out out[] = SETTING_OUT(row);

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*items = rows.items;
	*n = rows.n;
	return 0;
}

int db_setting_save(struct db_conn *c, uint64_t agency, const struct db_setting *setting,
		    struct cw_err *err)
{
	static const char sql[] = "INSERT INTO agency_setting (agency_id, name, valid_from, value, "
				  "author_id, recorded_at)"
				  " VALUES (?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE"
				  " value = VALUES(value), author_id = VALUES(author_id),"
				  " recorded_at = VALUES(recorded_at)";
	const struct db_in in[] = { DB_U64(agency),
				    DB_STR(setting->name),
				    DB_DAY(setting->valid_from),
				    DB_STR(setting->value),
				    DB_ID_OR_NULL(setting->author),
				    DB_TIME(setting->recorded_at) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}
