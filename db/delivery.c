/* Deliveries and their attempts (db/endpoint.h). */
#include "db/endpoint.h"
#include "db/rows.h"

int db_delivery_add(struct db_conn *c, const struct db_delivery *d, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO delivery (uid, outbox_id, endpoint_id, case_id, seq, type, body, status,"
		" next_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?)"
		" ON DUPLICATE KEY UPDATE id = id";
	const struct db_in in[] = {
		DB_BYTES(d->uid, DB_UID), DB_ID_OR_NULL(d->outbox_id), DB_U64(d->endpoint_id),
		DB_ID_OR_NULL(d->case_id), DB_I64(d->seq),	       DB_STR(d->type),
		DB_BYTES(d->body, d->body_len), DB_TIME(d->next_at),   DB_TIME(d->created_at),
	};

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_due_list(struct db_conn *c, struct cw_arena *a, struct db_due **list, size_t *n,
		struct cw_err *err)
{
	/* One step in the key for each endpoint, however much waits for it. */
	static const char sql[] = "SELECT endpoint_id, MIN(next_at) FROM delivery WHERE status = 'waiting'"
				  " GROUP BY endpoint_id ORDER BY endpoint_id LIMIT 10000";
	struct db_due d;
	struct db_rows rows = DB_ROWS(a, d);
	const struct db_out row[] = { DB_OUT_U64(d.endpoint_id), DB_OUT_TIME(d.next_at) };

	if (db_list(c, a, sql, NULL, 0, row, DB_N(row), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

static int take(struct db_conn *c, struct db_delivery *d, int64_t lease, struct cw_err *err)
{
	static const char sql[] = "UPDATE delivery SET next_at = ?, claim = claim + 1 WHERE id = ?";
	const struct db_in in[] = { DB_TIME(lease), DB_U64(d->id) };

	d->claim++;
	d->next_at = lease;
	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_delivery_claim_list(struct db_conn *c, struct cw_arena *a, uint64_t endpoint, bool ping_only,
			   int in_order, int64_t now, int64_t lease, unsigned limit,
			   struct db_delivery **list, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT d.id, d.uid, d.outbox_id, d.endpoint_id, d.case_id, d.seq, d.type, d.body,"
		" d.shortened, d.status, d.tried, d.next_at, d.claim, d.created_at FROM delivery d"
		" WHERE d.status = 'waiting' AND d.endpoint_id = ? AND d.next_at <= ?"
		" AND (? = 0 OR d.outbox_id IS NULL)"
		" AND NOT EXISTS (SELECT 1 FROM delivery b WHERE b.endpoint_id = d.endpoint_id"
		" AND b.case_id = d.case_id AND b.seq < d.seq AND b.status = 'waiting' AND b.tried < ?)"
		" ORDER BY d.next_at, d.id LIMIT ? FOR UPDATE SKIP LOCKED";
	const struct db_in in[] = { DB_U64(endpoint), DB_TIME(now), DB_BOOL(ping_only),
				    DB_I64(in_order), DB_U64(limit) };
	struct db_delivery d;
	struct db_rows rows = DB_ROWS(a, d);
	const struct db_out row[] = {
		DB_OUT_U64(d.id),	   DB_OUT_BYTES(d.uid, d.uid_len), DB_OUT_U64(d.outbox_id),
		DB_OUT_U64(d.endpoint_id), DB_OUT_U64(d.case_id),	   DB_OUT_INT(d.seq),
		DB_OUT_STR(d.type),	   DB_OUT_BYTES(d.body, d.body_len), DB_OUT_BOOL(d.shortened),
		DB_OUT_STR(d.status),	   DB_OUT_INT(d.tried),		   DB_OUT_TIME(d.next_at),
		DB_OUT_INT(d.claim),	   DB_OUT_TIME(d.created_at),
	};

	if (db_list(c, a, sql, in, DB_N(in), row, DB_N(row), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	for (size_t i = 0; i < rows.n; i++)
		if (take(c, &(*list)[i], lease, err))
			return -1;
	return 0;
}

int db_delivery_save(struct db_conn *c, const struct db_delivery *d, bool *late, struct cw_err *err)
{
	/* claim moves on, so that a row that is the same as before counts as changed too. */
	static const char sql[] =
		"UPDATE delivery SET status = ?, tried = ?, next_at = ?, body = ?, shortened = ?,"
		" claim = claim + 1 WHERE id = ? AND claim = ?";
	const struct db_in in[] = { DB_STR(d->status),	DB_I64(d->tried),
				    DB_TIME(d->next_at), DB_BYTES(d->body, d->body_len),
				    DB_BOOL(d->shortened), DB_U64(d->id),
				    DB_I64(d->claim) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	*late = done.changed == 0;
	return 0;
}

int db_delivery_list(struct db_conn *c, struct cw_arena *a, uint64_t endpoint, uint64_t before,
		     unsigned limit, struct db_delivery **list, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT id, uid, outbox_id, endpoint_id, case_id, seq, type, shortened, status, tried,"
		" next_at, created_at FROM delivery WHERE endpoint_id = ? AND id < ?"
		" ORDER BY id DESC LIMIT ?";
	const struct db_in in[] = { DB_U64(endpoint), DB_U64(before ? before : INT64_MAX),
				    DB_U64(limit) };
	struct db_delivery d = { 0 };
	struct db_rows rows = DB_ROWS(a, d);
	const struct db_out row[] = {
		DB_OUT_U64(d.id),	   DB_OUT_BYTES(d.uid, d.uid_len), DB_OUT_U64(d.outbox_id),
		DB_OUT_U64(d.endpoint_id), DB_OUT_U64(d.case_id),	   DB_OUT_INT(d.seq),
		DB_OUT_STR(d.type),	   DB_OUT_BOOL(d.shortened),	   DB_OUT_STR(d.status),
		DB_OUT_INT(d.tried),	   DB_OUT_TIME(d.next_at),	   DB_OUT_TIME(d.created_at),
	};

	if (db_list(c, a, sql, in, DB_N(in), row, DB_N(row), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

/* ---- Attempts. */

int db_attempt_add(struct db_conn *c, const struct db_attempt *t, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO delivery_attempt (delivery_id, no, at, verdict, status, code, took_ms, fault,"
		" answer) SELECT ?, COALESCE(MAX(no), 0) + 1, ?, ?, ?, IF(?, ?, NULL), ?, ?, ?"
		" FROM delivery_attempt WHERE delivery_id = ?";
	const struct db_in in[] = {
		DB_U64(t->delivery_id), DB_TIME(t->at),	 DB_STR(t->verdict), DB_I64(t->status),
		DB_BOOL(t->has_code),	DB_I64(t->code), DB_I64(t->took_ms), DB_STR(t->fault),
		DB_BYTES(t->answer ? t->answer : (const unsigned char *)"", t->answer_len),
		DB_U64(t->delivery_id),
	};

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_attempt_list(struct db_conn *c, struct cw_arena *a, uint64_t delivery, struct db_attempt **list,
		    size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT delivery_id, no, at, verdict, status, code IS NOT NULL, COALESCE(code, 0), took_ms,"
		" fault, answer FROM delivery_attempt WHERE delivery_id = ? ORDER BY no LIMIT 1000";
	const struct db_in in[] = { DB_U64(delivery) };
	struct db_attempt t;
	struct db_rows rows = DB_ROWS(a, t);
	const struct db_out row[] = {
		DB_OUT_U64(t.delivery_id), DB_OUT_INT(t.no),	 DB_OUT_TIME(t.at),
		DB_OUT_STR(t.verdict),	   DB_OUT_INT(t.status), DB_OUT_BOOL(t.has_code),
		DB_OUT_I64(t.code),	   DB_OUT_INT(t.took_ms), DB_OUT_STR(t.fault),
		DB_OUT_BYTES(t.answer, t.answer_len),
	};

	if (db_list(c, a, sql, in, DB_N(in), row, DB_N(row), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}
