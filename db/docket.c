#include "db/docket.h"

#include <string.h>

int db_number_take(struct db_conn *c, uint64_t agency, const char *kind, int year, uint64_t *out,
		   struct cw_err *err)
{
	/* LAST_INSERT_ID(expr) hands the new value back without a read of a row that may be missing. */
	static const char sql[] =
		"INSERT INTO number_counter (agency_id, kind, year, last)"
		" VALUES (?, ?, ?, LAST_INSERT_ID(1))"
		" ON DUPLICATE KEY UPDATE last = LAST_INSERT_ID(last + 1)";
	const struct db_in in[] = { DB_U64(agency), DB_STR(kind), DB_I64(year) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	*out = done.insert_id;
	return 0;
}

int db_docket_add(struct db_conn *c, struct db_docket *d, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO docket (uid, agency_id, year, running, number, kind, channel, state,"
		" applicant_id, title, description, ways, carriers, other_way_ok, electronic_ok,"
		" help_needed, lang, submitted_at, submitted_on, is_open, code_mac, calendar_version,"
		" deadline_version, seq, head)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)";
	const struct db_in in[] = {
		DB_BYTES(d->uid, DB_UID), DB_U64(d->agency_id), DB_I64(d->year),
		DB_I64(d->running), DB_STR(d->number), DB_STR(d->kind), DB_STR(d->channel),
		DB_STR(d->state), DB_U64(d->applicant_id), DB_STR(d->title),
		DB_STR(d->description), DB_STR(d->ways), DB_STR(d->carriers),
		DB_BOOL(d->other_way_ok), DB_BOOL(d->electronic_ok), DB_STR(d->help_needed),
		DB_STR(d->lang), DB_TIME(d->submitted_at), DB_DAY(d->submitted_on),
		DB_BOOL(d->is_open), DB_BYTES(d->code_mac, 32), DB_I64(d->calendar),
		DB_I64(d->deadline_calendar), DB_BYTES(d->head, 32),
	};
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	d->id = done.insert_id;
	d->version = 1;
	d->handling = 1;
	d->units = 1;
	d->seq = 0;
	return 0;
}

#define COLUMNS                                                                                    \
	"id, uid, agency_id, version, applicant_id, assignee_id, year, running, handling, seq,"    \
	" report_row, units, number, kind, channel, state, title, description, ways, carriers,"           \
	" help_needed, lang, next_kind, main_outcome, other_way_ok, electronic_ok,"                \
	" due_provisional, is_open, submitted_at, submitted_on, received_on, registered_on,"       \
	" due_on, replied_on, closed_on, next_on, head, code_mac, calendar_version, deadline_version"
#define COLUMNS_OUT(d)                                                                             \
	{                                                                                          \
		DB_OUT_U64((d)->id), DB_OUT_BYTES((d)->uid, (d)->uid_len),                         \
		DB_OUT_U64((d)->agency_id), DB_OUT_U64((d)->version),                              \
		DB_OUT_U64((d)->applicant_id), DB_OUT_U64((d)->assignee_id),                       \
		DB_OUT_INT((d)->year), DB_OUT_INT((d)->running), DB_OUT_INT((d)->handling),        \
		DB_OUT_INT((d)->seq), DB_OUT_INT((d)->report_row), DB_OUT_INT((d)->units),         \
		DB_OUT_STR((d)->number),                                                           \
		DB_OUT_STR((d)->kind), DB_OUT_STR((d)->channel), DB_OUT_STR((d)->state),           \
		DB_OUT_STR((d)->title), DB_OUT_STR((d)->description), DB_OUT_STR((d)->ways),       \
		DB_OUT_STR((d)->carriers), DB_OUT_STR((d)->help_needed), DB_OUT_STR((d)->lang),    \
		DB_OUT_STR((d)->next_kind), DB_OUT_STR((d)->main_outcome),                         \
		DB_OUT_BOOL((d)->other_way_ok), DB_OUT_BOOL((d)->electronic_ok),                   \
		DB_OUT_BOOL((d)->due_provisional), DB_OUT_BOOL((d)->is_open),                      \
		DB_OUT_TIME((d)->submitted_at), DB_OUT_DAY((d)->submitted_on),                     \
		DB_OUT_DAY((d)->received_on), DB_OUT_DAY((d)->registered_on),                      \
		DB_OUT_DAY((d)->due_on), DB_OUT_DAY((d)->replied_on), DB_OUT_DAY((d)->closed_on),  \
		DB_OUT_DAY((d)->next_on), DB_OUT_BYTES((d)->head, (d)->head_len),                  \
		DB_OUT_BYTES((d)->code_mac, (d)->code_mac_len), DB_OUT_INT((d)->calendar),         \
		DB_OUT_INT((d)->deadline_calendar)                                                 \
	}

int db_docket_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_docket *out,
		  struct cw_err *err)
{
	static const char sql[] = "SELECT " COLUMNS " FROM docket WHERE id = ?";
	const struct db_in in[] = { DB_U64(id) };
	const struct db_out cols[] = COLUMNS_OUT(out);

	return db_get(c, a, sql, in, DB_N(in), cols, DB_N(cols), err);
}

int db_docket_find_number(struct db_conn *c, struct cw_arena *a, const char *number,
			  struct db_docket *out, bool *found, struct cw_err *err)
{
	/* A number out of a URL may hold anything. */
	static const char sql[] = "SELECT " COLUMNS " FROM docket"
				  " WHERE number = CONVERT(? USING ascii)";
	const struct db_in in[] = { DB_STR(number) };
	const struct db_out cols[] = COLUMNS_OUT(out);

	return db_find(c, a, sql, in, DB_N(in), cols, DB_N(cols), found, err);
}

int db_docket_lock(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_docket *out,
		   struct cw_err *err)
{
	static const char sql[] = "SELECT " COLUMNS " FROM docket WHERE id = ? FOR UPDATE";
	const struct db_in in[] = { DB_U64(id) };
	const struct db_out cols[] = COLUMNS_OUT(out);

	return db_get(c, a, sql, in, DB_N(in), cols, DB_N(cols), err);
}

int db_docket_save(struct db_conn *c, struct db_docket *d, bool bump, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE docket SET state = ?, handling = ?, version = version + ?, received_on = ?,"
		" registered_on = ?, due_on = ?, due_provisional = ?, replied_on = ?, closed_on = ?,"
		" is_open = ?, next_on = ?, next_kind = ?, assignee_id = ?, main_outcome = ?,"
		" report_row = ?, calendar_version = ?, deadline_version = ?, seq = ?, head = ?"
		" WHERE id = ? AND version = ?";
	const struct db_in in[] = {
		DB_STR(d->state), DB_I64(d->handling), DB_I64(bump ? 1 : 0), DB_DAY(d->received_on),
		DB_DAY(d->registered_on), DB_DAY(d->due_on), DB_BOOL(d->due_provisional),
		DB_DAY(d->replied_on), DB_DAY(d->closed_on), DB_BOOL(d->is_open),
		DB_DAY(d->next_on), DB_STR(d->next_kind), DB_ID_OR_NULL(d->assignee_id),
		DB_STR(d->main_outcome),
		d->report_row ? DB_I64(d->report_row) : (struct db_in){ .type = DB_T_NULL },
		DB_I64(d->calendar), DB_I64(d->deadline_calendar),
		DB_I64(d->seq), DB_BYTES(d->head, 32), DB_U64(d->id), DB_U64(d->version),
	};
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	if (done.changed != 1)
		return cw_fail(err, CW_STALE, CW_MSG_STALE, NULL);
	if (bump)
		d->version++;
	return 0;
}

int db_docket_save_next(struct db_conn *c, const struct db_docket *d, struct cw_err *err)
{
	static const char sql[] = "UPDATE docket SET next_on = ?, next_kind = ? WHERE id = ?";
	const struct db_in in[] = { DB_DAY(d->next_on), DB_STR(d->next_kind), DB_U64(d->id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_docket_save_text(struct db_conn *c, const struct db_docket *d, struct cw_err *err)
{
	static const char sql[] = "UPDATE docket SET title = ?, description = ?, ways = ?,"
				  " carriers = ?, other_way_ok = ?, electronic_ok = ?,"
				  " help_needed = ? WHERE id = ?";
	const struct db_in in[] = {
		DB_STR(d->title),	   DB_STR(d->description),   DB_STR(d->ways),
		DB_STR(d->carriers),	   DB_BOOL(d->other_way_ok), DB_BOOL(d->electronic_ok),
		DB_STR(d->help_needed), DB_U64(d->id),
	};

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_docket_save_units(struct db_conn *c, const struct db_docket *d, struct cw_err *err)
{
	static const char sql[] = "UPDATE docket SET units = ? WHERE id = ?";
	const struct db_in in[] = { DB_I64(d->units), DB_U64(d->id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_docket_save_uncounted(struct db_conn *c, uint64_t id, struct cw_err *err)
{
	static const char sql[] = "UPDATE docket SET fee_uncounted = TRUE WHERE id = ?";
	const struct db_in in[] = { DB_U64(id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_docket_save_code(struct db_conn *c, uint64_t id, const unsigned char mac[32],
			struct cw_err *err)
{
	static const char sql[] = "UPDATE docket SET code_mac = ? WHERE id = ?";
	const struct db_in in[] = { DB_BYTES(mac, 32), DB_U64(id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}
