#include "db/remind.h"

#include "db/agency_deadline.h"
#include "db/many.h"
#include "db/rows.h"

/* ---- Deadlines to look at. */

#define DUE "id, case_id, ref, agency_id, version, kind, status, due_on, remind_on"
#define DUE_OUT(r)                                                                                 \
	{                                                                                          \
		DB_OUT_U64((r).id), DB_OUT_U64((r).case_id), DB_OUT_U64((r).ref),                  \
			DB_OUT_U64((r).agency_id), DB_OUT_INT((r).version), DB_OUT_STR((r).kind),  \
			DB_OUT_STR((r).status), DB_OUT_DAY((r).due_on), DB_OUT_DAY((r).remind_on)  \
	}

int db_remind_due_list(struct db_conn *c, struct cw_arena *a, cw_day today, unsigned limit,
		       struct db_remind_due **list, size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT " DUE " FROM deadline FORCE INDEX (k_deadline_remind)"
				  " WHERE remind_on <= ?"
				  " ORDER BY remind_on, id LIMIT ?";
	const struct db_in in[] = { DB_DAY(today), DB_U64(limit) };
	struct db_remind_due r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out out[] = DUE_OUT(r);

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_remind_due_lock(struct db_conn *c, struct cw_arena *a, uint64_t id,
		       struct db_remind_due *out, struct cw_err *err)
{
	static const char sql[] = "SELECT " DUE " FROM deadline WHERE id = ? FOR UPDATE";
	const struct db_in in[] = { DB_U64(id) };
	const struct db_out row[] = DUE_OUT(*out);

	return db_get(c, a, sql, in, DB_N(in), row, DB_N(row), err);
}

int db_remind_due_save(struct db_conn *c, uint64_t id, int version, cw_day next, struct cw_err *err)
{
	static const char sql[] = "UPDATE deadline SET remind_on = ? WHERE id = ? AND version = ?";
	const struct db_in in[] = { DB_DAY(next), DB_U64(id), DB_I64(version) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

/* Whichever of them have changed since keep what they have. */
static int plan_some(struct db_conn *c, const struct db_remind_due *rows, const size_t *these, size_t n,
		     cw_day next, struct cw_err *err)
{
	/* By the rows themselves: through the index of days the gap would be locked where acts put theirs. */
	static const char *const sql[] =
		DB_MANY_IN("UPDATE deadline FORCE INDEX (PRIMARY) SET remind_on = ? WHERE version = ?"
			   " AND remind_on = ? AND status = 'open' AND id");
	struct db_in in[3 + DB_MANY] = { DB_DAY(next), DB_I64(rows[these[0]].version),
					 DB_DAY(rows[these[0]].remind_on) };
	size_t which;

	for (size_t i = 0; i < n; i++)
		in[3 + i] = DB_U64(rows[these[i]].id);
	which = db_many_fill(in + 3, &n);
	return db_run(c, sql[which], in, 3 + n, NULL, err);
}

int db_remind_due_plan(struct db_conn *c, struct cw_arena *a, const struct db_remind_due *rows,
		       const cw_day *next, size_t n, struct cw_err *err)
{
	bool *done = cw_alloc_n(a, n + 1, sizeof(*done));

	if (!done)
		return cw_fail_memory(err);
	for (size_t i = 0; i < n; i++)
		done[i] = next[i] == CW_DAY_MIN;
	for (size_t i = 0; i < n; i++) {
		size_t these[DB_MANY], k = 0;

		for (size_t j = i; !done[i] && j < n && k < DB_MANY; j++)
			if (!done[j] && next[j] == next[i] && rows[j].version == rows[i].version &&
			    rows[j].remind_on == rows[i].remind_on)
				these[k++] = j;
		for (size_t j = 0; j < k; j++)
			done[these[j]] = true;
		if (k && plan_some(c, rows, these, k, next[i], err))
			return -1;
	}
	return 0;
}

/* ---- Whom to remind. */

static int ids_list(struct db_conn *c, struct cw_arena *a, const char *sql, const struct db_in *in,
		    size_t n_in, uint64_t **ids, size_t *n, struct cw_err *err)
{
	uint64_t id;
	struct db_rows rows = DB_ROWS(a, id);
	const struct db_out out[] = { DB_OUT_U64(id) };

	if (db_list(c, a, sql, in, n_in, out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*ids = rows.items;
	*n = rows.n;
	return 0;
}

int db_remind_worker_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, cw_day day,
			  uint64_t **ids, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT u.id FROM docket d JOIN user u ON u.id = d.assignee_id"
		" WHERE d.id = ? AND NOT u.disabled"
		" UNION SELECT u.id FROM docket d JOIN absence b ON b.user_id = d.assignee_id"
		" AND b.agency_id = d.agency_id AND b.ended_at IS NULL JOIN user u ON u.id = "
		"b.cover_id"
		" WHERE d.id = ? AND b.from_on <= ? AND b.to_on >= ? AND NOT u.disabled LIMIT 50";
	const struct db_in in[] = { DB_U64(case_id), DB_U64(case_id), DB_DAY(day), DB_DAY(day) };

	return ids_list(c, a, sql, in, DB_N(in), ids, n, err);
}

int db_remind_role_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, const char *role,
			bool up, uint64_t **ids, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"WITH RECURSIVE up (id) AS (SELECT id FROM agency WHERE id = ?"
		" UNION SELECT g.parent_id FROM up JOIN agency g ON g.id = up.id"
		" WHERE g.parent_id IS NOT NULL AND ?)"
		" SELECT DISTINCT u.id FROM up JOIN user_role r ON r.agency_id = up.id AND r.role "
		"= ?"
		" JOIN user u ON u.id = r.user_id WHERE NOT u.disabled ORDER BY u.id LIMIT 50";
	const struct db_in in[] = { DB_U64(agency), DB_BOOL(up), DB_STR(role) };

	return ids_list(c, a, sql, in, DB_N(in), ids, n, err);
}

int db_remind_advisor_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, uint64_t review,
			   uint64_t **ids, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT DISTINCT u.id FROM legal_review v JOIN user u ON u.id = v.advisor_id"
		" WHERE v.case_id = ? AND v.status = 'asked' AND (? = 0 OR v.id = ?)"
		" AND NOT u.disabled ORDER BY u.id LIMIT 50";
	const struct db_in in[] = { DB_U64(case_id), DB_U64(review), DB_U64(review) };

	return ids_list(c, a, sql, in, DB_N(in), ids, n, err);
}

int db_remind_officer_list(struct db_conn *c, struct cw_arena *a, uint64_t task, uint64_t **ids,
			   size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT u.id FROM task t JOIN user u ON u.id = t.officer_id"
				  " WHERE t.id = ? AND NOT u.disabled";
	const struct db_in in[] = { DB_U64(task) };

	return ids_list(c, a, sql, in, DB_N(in), ids, n, err);
}

/* ---- Reminders. */

int db_reminder_add(struct db_conn *c, const struct db_reminder *r, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO reminder (deadline_id, version, step, channel, user_id, due_on, "
		"digest,"
		" ack, status, send_at, made_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
		" ON DUPLICATE KEY UPDATE id = id";
	const struct db_in in[] = { DB_U64(r->deadline_id), DB_I64(r->version), DB_I64(r->step),
				    DB_STR(r->channel),	    DB_U64(r->user_id), DB_DAY(r->due_on),
				    DB_BOOL(r->digest),	    DB_BOOL(r->ack),	DB_STR(r->status),
				    DB_TIME(r->send_at),    DB_DAY(r->made_on) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

#define COLUMNS                                                                                    \
	"r.id, r.deadline_id, r.user_id, r.version, r.step, r.channel, r.status, r.digest, r.ack," \
	" r.due_on, r.made_on, r.send_at, r.acknowledged_at, l.case_id, l.ref, l.kind,"           \
	" COALESCE(d.number, p.number),"  \
	" l.version = r.version AND l.status = 'open'"
#define COLUMNS_OUT(r)                                                                             \
	{                                                                                          \
		DB_OUT_U64((r).id), DB_OUT_U64((r).deadline_id), DB_OUT_U64((r).user_id),          \
			DB_OUT_INT((r).version), DB_OUT_INT((r).step), DB_OUT_STR((r).channel),    \
			DB_OUT_STR((r).status), DB_OUT_BOOL((r).digest), DB_OUT_BOOL((r).ack),     \
			DB_OUT_DAY((r).due_on), DB_OUT_DAY((r).made_on), DB_OUT_TIME((r).send_at), \
			DB_OUT_TIME((r).acknowledged_at), DB_OUT_U64((r).case_id),                 \
			DB_OUT_U64((r).ref), DB_OUT_STR((r).kind), DB_OUT_STR((r).number),         \
			DB_OUT_BOOL((r).stands)                                                    \
	}
#define FROM                                                                                       \
	" FROM reminder r JOIN deadline l ON l.id = r.deadline_id"                                 \
	" LEFT JOIN docket d ON d.id = l.case_id LEFT JOIN complaint p ON l.case_id IS NULL"       \
	" AND l.kind IN (" DB_DUE_COMPLAINTS ") AND p.id = l.ref"

int db_reminder_ready_list(struct db_conn *c, struct cw_arena *a, int64_t now, unsigned limit,
			   struct db_reminder **list, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " COLUMNS FROM " WHERE r.status = 'waiting' AND r.send_at <= ?"
		" ORDER BY r.send_at, r.id LIMIT ?";
	const struct db_in in[] = { DB_TIME(now), DB_U64(limit) };
	struct db_reminder r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out out[] = COLUMNS_OUT(r);

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_reminder_end(struct db_conn *c, uint64_t id, const char *status, bool *got,
		    struct cw_err *err)
{
	static const char sql[] = "UPDATE reminder SET status = ? WHERE id = ?"
				  " AND status = 'waiting'";
	const struct db_in in[] = { DB_STR(status), DB_U64(id) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	*got = done.changed == 1;
	return 0;
}

int db_inbox_list(struct db_conn *c, struct cw_arena *a, const struct db_inbox_query *q,
		  struct db_reminder **list, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " COLUMNS FROM
		" WHERE r.user_id = ? AND r.channel = 'inbox' AND (? = 0 OR r.id < ?)"
		" AND (? OR (l.version = r.version AND l.status = 'open' AND NOT EXISTS"
		" (SELECT 1 FROM reminder s WHERE s.deadline_id = r.deadline_id"
		" AND s.version = r.version AND s.step > r.step AND s.channel = 'inbox'"
		" AND s.user_id = r.user_id)))"
		" AND (NOT ? OR (r.ack AND r.acknowledged_at IS NULL)) ORDER BY r.id DESC LIMIT ?";
	const struct db_in in[] = { DB_U64(q->user), DB_U64(q->before),		 DB_U64(q->before),
				    DB_BOOL(q->all), DB_BOOL(q->unacknowledged), DB_U64(q->limit) };
	struct db_reminder r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out out[] = COLUMNS_OUT(r);

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_inbox_get(struct db_conn *c, struct cw_arena *a, uint64_t user, uint64_t id,
		 struct db_reminder *r, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " COLUMNS FROM " WHERE r.id = ? AND r.user_id = ? AND r.channel = 'inbox'";
	const struct db_in in[] = { DB_U64(id), DB_U64(user) };
	const struct db_out out[] = COLUMNS_OUT(*r);

	return db_get(c, a, sql, in, DB_N(in), out, DB_N(out), err);
}

int db_inbox_acknowledge(struct db_conn *c, uint64_t id, int64_t now, struct cw_err *err)
{
	static const char sql[] = "UPDATE reminder SET acknowledged_at = ? WHERE id = ?"
				  " AND acknowledged_at IS NULL";
	const struct db_in in[] = { DB_TIME(now), DB_U64(id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}
