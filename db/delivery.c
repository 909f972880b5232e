/* Deliveries and their attempts (db/endpoint.h). */
#include "db/endpoint.h"

#include <string.h>

#include "db/many.h"
#include "db/rows.h"

#define ADD                                                                                        \
	"INSERT INTO delivery (uid, outbox_id, endpoint_id, case_id, seq, type, body, claim,"      \
	" status, next_at, created_at) VALUES "
#define ADD1	 "(?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?)"
#define ONCE	 " ON DUPLICATE KEY UPDATE id = id"
#define ADD_COLS 10

static void bind_added(struct db_in in[ADD_COLS], const struct db_delivery *d)
{
	const struct db_in row[ADD_COLS] = {
		DB_BYTES(d->uid, DB_UID),
		DB_ID_OR_NULL(d->outbox_id),
		DB_U64(d->endpoint_id),
		DB_ID_OR_NULL(d->case_id),
		DB_I64(d->seq),
		DB_STR(d->type),
		DB_BYTES(d->body, d->body_len),
		DB_I64(d->claim),
		DB_TIME(d->next_at),
		DB_TIME(d->created_at),
	};

	for (size_t i = 0; i < ADD_COLS; i++)
		in[i] = row[i];
}

int db_delivery_add(struct db_conn *c, const struct db_delivery *d, struct cw_err *err)
{
	return db_delivery_add_many(c, d, 1, err);
}

int db_delivery_add_many(struct db_conn *c, const struct db_delivery *rows, size_t n,
			 struct cw_err *err)
{
	static const char *const sql[] = DB_MANY_ROWS(ADD, ADD1, ONCE);
	struct db_in in[ADD_COLS * DB_MANY];

	for (size_t i = 0, some; i < n; i += some) {
		const size_t size = db_many_cut(n - i);

		some = db_many_sizes[size];
		for (size_t k = 0; k < some; k++)
			bind_added(in + k * ADD_COLS, &rows[i + k]);
		if (db_run(c, sql[size], in, some * ADD_COLS, NULL, err))
			return -1;
	}
	return 0;
}

/* Its own uid came back: the row is new. */
struct added {
	uint64_t id;
	unsigned char *uid;
	size_t uid_len;
};

static void note_added(struct db_delivery *rows, size_t n, const struct added *added,
		       size_t n_added)
{
	for (size_t i = 0; i < n; i++) {
		rows[i].id = 0;
		for (size_t k = 0; k < n_added && !rows[i].id; k++) {
			/* Mostly at the same place. */
			const struct added *a = &added[(i + k) % n_added];

			if (a->uid_len == DB_UID && memcmp(a->uid, rows[i].uid, DB_UID) == 0)
				rows[i].id = a->id;
		}
	}
}

int db_delivery_add_claimed(struct db_conn *c, struct cw_arena *a, struct db_delivery *rows,
			    size_t n, struct cw_err *err)
{
	static const char *const sql[] = DB_MANY_ROWS(ADD, ADD1, ONCE " RETURNING id, uid");
	struct db_in in[ADD_COLS * DB_MANY];
	struct added one;
	const struct db_out row[] = { DB_OUT_U64(one.id), DB_OUT_BYTES(one.uid, one.uid_len) };

	for (size_t i = 0, some; i < n; i += some) {
		const size_t size = db_many_cut(n - i);
		struct db_rows back = DB_ROWS(a, one);

		some = db_many_sizes[size];
		for (size_t k = 0; k < some; k++)
			bind_added(in + k * ADD_COLS, &rows[i + k]);
		if (db_list(c, a, sql[size], in, some * ADD_COLS, row, DB_N(row), db_rows_add,
			    &back, err))
			return -1;
		note_added(rows + i, some, back.items, back.n);
	}
	return 0;
}

int db_delivery_busy_list(struct db_conn *c, struct cw_arena *a, uint64_t endpoint, int in_order,
			  const uint64_t *cases, size_t n_cases, uint64_t **list, size_t *n,
			  struct cw_err *err)
{
	static const char *const sql[] =
		DB_MANY_IN("SELECT DISTINCT case_id FROM delivery FORCE INDEX (k_delivery_case)"
			   " WHERE endpoint_id = ? AND status = 'waiting' AND tried < ? AND case_id");
	struct db_in in[2 + DB_MANY] = { DB_U64(endpoint), DB_I64(in_order) };
	uint64_t id;
	struct db_rows rows = DB_ROWS(a, id);
	const struct db_out row[] = { DB_OUT_U64(id) };

	for (size_t i = 0; i < n_cases;) {
		size_t k = 0, which;

		for (; k < DB_MANY && i < n_cases; k++, i++)
			in[2 + k] = DB_U64(cases[i]);
		which = db_many_fill(in + 2, &k);
		if (db_list(c, a, sql[which], in, 2 + k, row, DB_N(row), db_rows_add, &rows, err))
			return -1;
	}
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_due_list(struct db_conn *c, struct cw_arena *a, struct db_due **list, size_t *n,
		struct cw_err *err)
{
	/* One step into the key for each endpoint, however much waits for it. */
	static const char sql[] =
		"SELECT e.id, (SELECT d.next_at FROM delivery d FORCE INDEX (k_delivery_due)"
		" WHERE d.status = 'waiting' AND d.endpoint_id = e.id ORDER BY d.next_at LIMIT 1) "
		"due"
		" FROM endpoint e WHERE e.status <> 'ended' HAVING due IS NOT NULL ORDER BY e.id "
		"LIMIT 10000";
	struct db_due d;
	struct db_rows rows = DB_ROWS(a, d);
	const struct db_out row[] = { DB_OUT_U64(d.endpoint_id), DB_OUT_TIME(d.next_at) };

	if (db_list(c, a, sql, NULL, 0, row, DB_N(row), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

static int take(struct db_conn *c, struct db_delivery *rows, size_t n, int64_t lease,
		struct cw_err *err)
{
	static const char *const sql[] =
		DB_MANY_IN("UPDATE delivery SET next_at = ?, claim = claim + 1 WHERE id");
	struct db_in in[1 + DB_MANY] = { DB_TIME(lease) };

	for (size_t i = 0; i < n;) {
		size_t k = 0, which;

		for (; k < DB_MANY && i < n; k++, i++)
			in[1 + k] = DB_U64(rows[i].id);
		which = db_many_fill(in + 1, &k);
		if (db_run(c, sql[which], in, 1 + k, NULL, err))
			return -1;
	}
	for (size_t i = 0; i < n; i++) {
		rows[i].claim++;
		rows[i].next_at = lease;
	}
	return 0;
}

static int claim_among(struct db_conn *c, struct cw_arena *a, uint64_t endpoint, bool ping_only,
		       int in_order, int64_t now, unsigned limit, uint64_t look_at,
		       struct db_delivery **list, size_t *n, struct cw_err *err)
{
	/* The inner subquery looks into the key of one case; turned into IN it would read all that
	 * waits, for each claim.  Only so many are looked at: behind a long row of those that are
	 * held, the rest would be read again and again. */
	static const char sql[] =
		"SET STATEMENT optimizer_switch = 'exists_to_in=off' FOR"
		" SELECT d.id, d.uid, d.outbox_id, d.endpoint_id, d.case_id, d.seq, d.type, d.body,"
		" d.shortened, d.status, d.tried, d.next_at, d.claim, d.created_at"
		" FROM (SELECT x.id FROM (SELECT w.id, w.endpoint_id, w.case_id, w.seq, w.next_at,"
		" w.type FROM delivery w FORCE INDEX (k_delivery_due) WHERE w.status = 'waiting'"
		" AND w.endpoint_id = ? AND w.next_at <= ? ORDER BY w.next_at, w.id LIMIT ?) x"
		" WHERE (? = 0 OR x.type = 'webhook.ping')"
		" AND NOT EXISTS (SELECT 1 FROM delivery b FORCE INDEX (k_delivery_case)"
		" WHERE b.endpoint_id = x.endpoint_id AND b.case_id = x.case_id AND b.seq < x.seq"
		" AND b.status = 'waiting' AND b.tried < ?) ORDER BY x.next_at, x.id LIMIT ?) y"
		" STRAIGHT_JOIN delivery d ON d.id = y.id WHERE d.status = 'waiting' AND d.next_at "
		"<= ?"
		" FOR UPDATE SKIP LOCKED";
	const struct db_in in[] = {
		DB_U64(endpoint), DB_TIME(now),	 DB_U64(look_at), DB_BOOL(ping_only),
		DB_I64(in_order), DB_U64(limit), DB_TIME(now),
	};
	struct db_delivery d;
	struct db_rows rows = DB_ROWS(a, d);
	const struct db_out row[] = {
		DB_OUT_U64(d.id),	  DB_OUT_BYTES(d.uid, d.uid_len),
		DB_OUT_U64(d.outbox_id),  DB_OUT_U64(d.endpoint_id),
		DB_OUT_U64(d.case_id),	  DB_OUT_INT(d.seq),
		DB_OUT_STR(d.type),	  DB_OUT_BYTES(d.body, d.body_len),
		DB_OUT_BOOL(d.shortened), DB_OUT_STR(d.status),
		DB_OUT_INT(d.tried),	  DB_OUT_TIME(d.next_at),
		DB_OUT_INT(d.claim),	  DB_OUT_TIME(d.created_at),
	};

	if (db_list(c, a, sql, in, DB_N(in), row, DB_N(row), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_delivery_claim_list(struct db_conn *c, struct cw_arena *a, uint64_t endpoint, bool ping_only,
			   bool deep, int in_order, int64_t now, int64_t lease, unsigned limit,
			   struct db_delivery **list, size_t *n, struct cw_err *err)
{
	const uint64_t look_at = deep ? 1000000 : 2 * limit + 64;

	if (claim_among(c, a, endpoint, ping_only, in_order, now, limit, look_at, list, n, err))
		return -1;
	return take(c, *list, *n, lease, err);
}

int db_delivery_save(struct db_conn *c, const struct db_delivery *d, bool *late, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE delivery SET status = ?, tried = ?, next_at = ?, body = ?, shortened = ?"
		" WHERE id = ? AND claim = ? AND status = 'waiting'";
	const struct db_in in[] = { DB_STR(d->status),	   DB_I64(d->tried),
				    DB_TIME(d->next_at),   DB_BYTES(d->body, d->body_len),
				    DB_BOOL(d->shortened), DB_U64(d->id),
				    DB_I64(d->claim) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	*late = done.changed == 0;
	return 0;
}

int db_delivery_arrived(struct db_conn *c, const struct db_delivery *const *rows, size_t n,
			uint64_t *saved, struct cw_err *err)
{
	static const char *const sql[] =
		DB_MANY_IN("UPDATE delivery SET status = 'delivered', tried = tried + 1"
			   " WHERE status = 'waiting' AND claim = ? AND id");
	struct db_in in[1 + DB_MANY];
	struct db_done done;
	size_t i = 0;

	*saved = 0;
	while (i < n) { /* each run of rows with the same claim */
		size_t k = 0, which;

		in[0] = DB_I64(rows[i]->claim);
		for (; k < DB_MANY && i < n && DB_I64(rows[i]->claim).i == in[0].i; k++, i++)
			in[1 + k] = DB_U64(rows[i]->id);
		which = db_many_fill(in + 1, &k);
		if (db_run(c, sql[which], in, 1 + k, &done, err))
			return -1;
		*saved += done.changed;
	}
	return 0;
}

#define SHOWN                                                                                      \
	"id, uid, outbox_id, endpoint_id, case_id, seq, type, shortened, status, tried, next_at,"  \
	" created_at, claim"
#define SHOWN_OUT(d)                                                                               \
	DB_OUT_U64((d).id), DB_OUT_BYTES((d).uid, (d).uid_len), DB_OUT_U64((d).outbox_id),         \
		DB_OUT_U64((d).endpoint_id), DB_OUT_U64((d).case_id), DB_OUT_INT((d).seq),         \
		DB_OUT_STR((d).type), DB_OUT_BOOL((d).shortened), DB_OUT_STR((d).status),          \
		DB_OUT_INT((d).tried), DB_OUT_TIME((d).next_at), DB_OUT_TIME((d).created_at),      \
		DB_OUT_INT((d).claim)

int db_delivery_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_delivery *out,
		    struct cw_err *err)
{
	static const char sql[] = "SELECT " SHOWN ", body FROM delivery WHERE id = ?";
	const struct db_in in[] = { DB_U64(id) };
	const struct db_out row[] = { SHOWN_OUT(*out), DB_OUT_BYTES(out->body, out->body_len) };

	return db_get(c, a, sql, in, DB_N(in), row, DB_N(row), err);
}

int db_delivery_list(struct db_conn *c, struct cw_arena *a, uint64_t endpoint, const char *status,
		     uint64_t before, unsigned limit, struct db_delivery **list, size_t *n,
		     struct cw_err *err)
{
	static const char any[] = "SELECT " SHOWN " FROM delivery WHERE endpoint_id = ? AND id < ?"
				  " ORDER BY id DESC LIMIT ?";
	static const char some[] = "SELECT " SHOWN " FROM delivery WHERE endpoint_id = ? AND id < ?"
				   " AND status = ? ORDER BY id DESC LIMIT ?";
	const uint64_t last = before ? before : INT64_MAX;
	const struct db_in in_any[] = { DB_U64(endpoint), DB_U64(last), DB_U64(limit) };
	const struct db_in in_some[] = { DB_U64(endpoint), DB_U64(last), DB_STR(status),
					 DB_U64(limit) };
	struct db_delivery d = { 0 };
	struct db_rows rows = DB_ROWS(a, d);
	const struct db_out row[] = { SHOWN_OUT(d) };

	if (db_list(c, a, status ? some : any, status ? in_some : in_any,
		    status ? DB_N(in_some) : DB_N(in_any), row, DB_N(row), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_delivery_search_list(struct db_conn *c, struct cw_arena *a,
			    const struct db_delivery_query *q, struct db_delivery **list, size_t *n,
			    struct cw_err *err)
{
#define SEARCHED                                                                                   \
	" STRAIGHT_JOIN delivery d FORCE INDEX (k_delivery_due) ON d.endpoint_id = e.id"           \
	" WHERE d.status = ? AND d.id < ? AND (? IS NULL OR d.type = ?) AND e.status <> 'ended'"
#define SHOWN_D                                                                                    \
	"SELECT d.id, d.uid, d.outbox_id, d.endpoint_id, d.case_id, d.seq, d.type, d.shortened,"   \
	" d.status, d.tried, d.next_at, d.created_at, d.claim FROM "
#define LATEST " ORDER BY d.id DESC LIMIT ?"
	static const char of_district[] =
		SHOWN_D "endpoint e JOIN agency g ON g.id = e.agency_id" SEARCHED
			" AND COALESCE(g.root_id, g.id) = ? AND e.user_id IS NULL" LATEST;
	static const char of_person[] = SHOWN_D "endpoint e" SEARCHED " AND e.user_id = ?" LATEST;
	const struct db_in in[] = {
		DB_STR(q->status), DB_U64(q->before ? q->before : INT64_MAX), DB_STR(q->type),
		DB_STR(q->type),   DB_U64(q->user ? q->user : q->root),	      DB_U64(q->limit)
	};
	struct db_delivery d = { 0 };
	struct db_rows rows = DB_ROWS(a, d);
	const struct db_out row[] = { SHOWN_OUT(d) };

	if (db_list(c, a, q->user ? of_person : of_district, in, DB_N(in), row, DB_N(row),
		    db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_delivery_replay(struct db_conn *c, uint64_t id, int64_t now, bool *again, struct cw_err *err)
{
	static const char sql[] = "UPDATE delivery SET status = 'waiting', tried = 0, next_at = ?,"
				  " replays = replays + 1 WHERE id = ? AND status <> 'waiting'";
	const struct db_in in[] = { DB_TIME(now), DB_U64(id) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	*again = done.changed != 0;
	return 0;
}

int db_delivery_replay_range(struct db_conn *c, uint64_t endpoint, int64_t from, int64_t to,
			     int64_t now, unsigned limit, uint64_t *n, struct cw_err *err)
{
	static const char sql[] = "UPDATE delivery SET status = 'waiting', tried = 0, next_at = ?,"
				  " replays = replays + 1 WHERE endpoint_id = ? AND status = 'dead'"
				  " AND created_at >= ? AND created_at < ? ORDER BY id LIMIT ?";
	const struct db_in in[] = { DB_TIME(now), DB_U64(endpoint), DB_TIME(from), DB_TIME(to),
				    DB_U64(limit) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	*n = done.changed;
	return 0;
}

int db_delivery_hasten(struct db_conn *c, uint64_t endpoint, uint64_t case_id, int64_t until,
		       int64_t now, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE delivery SET next_at = ? WHERE endpoint_id = ? AND status = 'waiting'"
		" AND next_at = ? AND (? = 0 OR case_id = ?)";
	const struct db_in in[] = { DB_TIME(now), DB_U64(endpoint), DB_TIME(until), DB_U64(case_id),
				    DB_U64(case_id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

/* Those that were to go by day, a few; what an administrator sends again is not held. */
static int overslept_list(struct db_conn *c, struct cw_arena *a, const struct db_hold *h,
			  struct db_rows *rows, uint64_t *id, struct cw_err *err)
{
	static const char sql[] =
		"SET STATEMENT optimizer_switch = 'exists_to_in=off' FOR SELECT d.id FROM delivery d"
		" FORCE INDEX (k_delivery_due) JOIN outbox o ON o.id = d.outbox_id"
		" WHERE d.status = 'waiting' AND d.endpoint_id = ? AND d.next_at <= ? AND d.tried = 0"
		" AND d.replays = 0 AND NOT (o.until_on <=> ?) AND NOT EXISTS (SELECT 1 FROM delivery x"
		" FORCE INDEX (k_delivery_case) JOIN outbox p ON p.id = x.outbox_id"
		" WHERE x.endpoint_id = d.endpoint_id AND x.case_id = d.case_id AND x.seq > d.seq"
		" AND x.status = 'waiting' AND p.until_on = ?) ORDER BY d.next_at, d.id LIMIT ?";
	const struct db_in in[] = { DB_U64(h->endpoint), DB_TIME(h->now), DB_DAY(h->today),
				    DB_DAY(h->today), DB_U64(DB_MANY) };
	const struct db_out row[] = { DB_OUT_U64(*id) };

	return db_list(c, a, sql, in, DB_N(in), row, DB_N(row), db_rows_add, rows, err);
}

int db_delivery_hold(struct db_conn *c, struct cw_arena *a, const struct db_hold *h, bool *all,
		     struct cw_err *err)
{
	static const char *const sql[] =
		DB_MANY_IN("UPDATE delivery SET next_at = ? WHERE status = 'waiting'"
			   " AND tried = 0 AND next_at <= ? AND id");
	struct db_in in[2 + DB_MANY] = { DB_TIME(h->until), DB_TIME(h->now) };
	uint64_t id;
	struct db_rows rows = DB_ROWS(a, id);
	const uint64_t *ids;
	size_t k, which;

	if (overslept_list(c, a, h, &rows, &id, err))
		return -1;
	*all = rows.n < DB_MANY;
	if (rows.n == 0)
		return 0;
	ids = rows.items;
	for (k = 0; k < rows.n; k++)
		in[2 + k] = DB_U64(ids[k]);
	which = db_many_fill(in + 2, &k);
	return db_run(c, sql[which], in, 2 + k, NULL, err);
}

int db_delivery_followed_find(struct db_conn *c, const struct db_delivery *d, cw_day due_on,
			      bool *found, struct cw_err *err)
{
	static const char sql[] =
		"SELECT x.id FROM delivery x FORCE INDEX (k_delivery_case)"
		" JOIN outbox o ON o.id = x.outbox_id WHERE x.endpoint_id = ? AND x.case_id = ?"
		" AND x.seq > ? AND x.status = 'waiting' AND o.until_on = ? LIMIT 1";
	const struct db_in in[] = { DB_U64(d->endpoint_id), DB_U64(d->case_id), DB_I64(d->seq),
				    DB_DAY(due_on) };
	uint64_t id;
	const struct db_out row[] = { DB_OUT_U64(id) };

	*found = false;
	return d->case_id ? db_find(c, NULL, sql, in, DB_N(in), row, DB_N(row), found, err) : 0;
}

int db_delivery_end_rest(struct db_conn *c, uint64_t endpoint, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE delivery SET status = 'dead' WHERE endpoint_id = ? AND status = 'waiting'";
	const struct db_in in[] = { DB_U64(endpoint) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

/* ---- Attempts. */

#define ATTEMPT                                                                                    \
	"INSERT INTO delivery_attempt (delivery_id, no, at, verdict, status, code, took_ms, "      \
	"fault,"                                                                                   \
	" answer) VALUES "
#define ROW1 "(?, ?, ?, ?, ?, IF(?, ?, NULL), ?, ?, ?)"
#define COLS 10

static void bind_attempt(struct db_in in[COLS], const struct db_attempt *t)
{
	const struct db_in row[COLS] = {
		DB_U64(t->delivery_id),
		DB_I64(t->no),
		DB_TIME(t->at),
		DB_STR(t->verdict),
		DB_I64(t->status),
		DB_BOOL(t->has_code),
		DB_I64(t->code),
		DB_I64(t->took_ms),
		DB_STR(t->fault),
		DB_BYTES(t->answer ? t->answer : (const unsigned char *)"", t->answer_len),
	};

	for (size_t i = 0; i < COLS; i++)
		in[i] = row[i];
}

int db_attempt_add(struct db_conn *c, const struct db_attempt *t, struct cw_err *err)
{
	return db_attempt_add_many(c, t, 1, err);
}

int db_attempt_add_many(struct db_conn *c, const struct db_attempt *rows, size_t n,
			struct cw_err *err)
{
	static const char *const sql[] = DB_MANY_ROWS(ATTEMPT, ROW1, "");
	struct db_in in[COLS * DB_MANY];

	for (size_t i = 0, some; i < n; i += some) {
		const size_t size = db_many_cut(n - i);

		some = db_many_sizes[size];
		for (size_t k = 0; k < some; k++)
			bind_attempt(in + k * COLS, &rows[i + k]);
		if (db_run(c, sql[size], in, some * COLS, NULL, err))
			return -1;
	}
	return 0;
}

int db_attempt_list(struct db_conn *c, struct cw_arena *a, uint64_t delivery,
		    struct db_attempt **list, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT delivery_id, no, at, verdict, status, code IS NOT NULL, COALESCE(code, 0), "
		"took_ms,"
		" fault, answer FROM delivery_attempt WHERE delivery_id = ? ORDER BY no LIMIT 1000";
	const struct db_in in[] = { DB_U64(delivery) };
	struct db_attempt t;
	struct db_rows rows = DB_ROWS(a, t);
	const struct db_out row[] = {
		DB_OUT_U64(t.delivery_id), DB_OUT_INT(t.no),
		DB_OUT_TIME(t.at),	   DB_OUT_STR(t.verdict),
		DB_OUT_INT(t.status),	   DB_OUT_BOOL(t.has_code),
		DB_OUT_I64(t.code),	   DB_OUT_INT(t.took_ms),
		DB_OUT_STR(t.fault),	   DB_OUT_BYTES(t.answer, t.answer_len),
	};

	if (db_list(c, a, sql, in, DB_N(in), row, DB_N(row), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}
