/* Endpoints and the outbox as fan-out reads it. */
#include "db/endpoint.h"

#include "db/many.h"
#include "db/rows.h"

#define COLUMNS                                                                                    \
	"e.id, e.uid, e.agency_id, e.user_id, e.kind, e.name, e.url, e.masked, e.secret, "         \
	"e.old_secret,"                                                                            \
	" e.old_until, e.types, e.agencies, e.hard_rules, e.status, e.reason, e.failing_since,"    \
	" e.created_by, e.created_at, e.version, e.quiet"

#define ENDPOINT_OUT(e)                                                                            \
	DB_OUT_U64((e).id), DB_OUT_BYTES((e).uid, (e).uid_len), DB_OUT_U64((e).agency_id),         \
		DB_OUT_U64((e).user_id), DB_OUT_STR((e).kind), DB_OUT_STR((e).name),               \
		DB_OUT_BYTES((e).url, (e).url_len), DB_OUT_STR((e).masked),                        \
		DB_OUT_BYTES((e).secret, (e).secret_len),                                          \
		DB_OUT_BYTES((e).old_secret, (e).old_secret_len), DB_OUT_TIME((e).old_until),      \
		DB_OUT_STR((e).types), DB_OUT_STR((e).agencies), DB_OUT_U64((e).hard_rules),       \
		DB_OUT_STR((e).status), DB_OUT_STR((e).reason), DB_OUT_TIME((e).failing_since),    \
		DB_OUT_U64((e).created_by), DB_OUT_TIME((e).created_at), DB_OUT_U64((e).version),   \
		DB_OUT_BOOL((e).quiet)

int db_endpoint_add(struct db_conn *c, const struct db_endpoint *e, uint64_t *id,
		    struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO endpoint (uid, agency_id, user_id, kind, name, url, masked, secret,"
		" old_secret, old_until, types, agencies, hard_rules, status, reason, "
		"failing_since,"
		" created_by, created_at, quiet) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
		" ?, ?, ?, ?, ?)";
	const struct db_in in[] = {
		DB_BYTES(e->uid, DB_UID),
		DB_U64(e->agency_id),
		DB_ID_OR_NULL(e->user_id),
		DB_STR(e->kind),
		DB_STR(e->name),
		DB_BYTES(e->url, e->url_len),
		DB_STR(e->masked),
		DB_BYTES(e->secret, e->secret_len),
		DB_BYTES(e->old_secret, e->old_secret_len),
		DB_TIME(e->old_until),
		DB_STR(e->types),
		DB_STR(e->agencies ? e->agencies : ""),
		DB_U64(e->hard_rules),
		DB_STR(e->status),
		DB_STR(e->reason),
		DB_TIME(e->failing_since),
		DB_ID_OR_NULL(e->created_by),
		DB_TIME(e->created_at),
		DB_BOOL(e->quiet),
	};
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	*id = done.insert_id;
	return 0;
}

static int get(struct db_conn *c, struct cw_arena *a, const char *sql, uint64_t id,
	       struct db_endpoint *out, struct cw_err *err)
{
	const struct db_in in[] = { DB_U64(id) };
	const struct db_out row[] = { ENDPOINT_OUT(*out) };

	return db_get(c, a, sql, in, DB_N(in), row, DB_N(row), err);
}

int db_endpoint_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_endpoint *out,
		    struct cw_err *err)
{
	static const char sql[] = "SELECT " COLUMNS " FROM endpoint e WHERE e.id = ?";

	return get(c, a, sql, id, out, err);
}

int db_endpoint_lock(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_endpoint *out,
		     struct cw_err *err)
{
	static const char sql[] = "SELECT " COLUMNS " FROM endpoint e WHERE e.id = ? FOR UPDATE";

	return get(c, a, sql, id, out, err);
}

int db_endpoint_save(struct db_conn *c, const struct db_endpoint *e, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE endpoint SET name = ?, url = ?, masked = ?, secret = ?, old_secret = ?,"
		" old_until = ?, types = ?, agencies = ?, hard_rules = ?, status = ?, reason = ?,"
		" failing_since = ?, quiet = ?, version = version + 1 WHERE id = ? AND version = ?";
	const struct db_in in[] = {
		DB_STR(e->name),
		DB_BYTES(e->url, e->url_len),
		DB_STR(e->masked),
		DB_BYTES(e->secret, e->secret_len),
		DB_BYTES(e->old_secret, e->old_secret_len),
		DB_TIME(e->old_until),
		DB_STR(e->types),
		DB_STR(e->agencies),
		DB_U64(e->hard_rules),
		DB_STR(e->status),
		DB_STR(e->reason),
		DB_TIME(e->failing_since),
		DB_BOOL(e->quiet),
		DB_U64(e->id),
		DB_U64(e->version),
	};
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	return done.changed ? 0 : cw_fail(err, CW_STALE, CW_MSG_STALE, NULL);
}

static int list(struct db_conn *c, struct cw_arena *a, const char *sql, const struct db_in *in,
		size_t n_in, struct db_endpoint **out, size_t *n, struct cw_err *err)
{
	struct db_endpoint e;
	struct db_rows rows = DB_ROWS(a, e);
	const struct db_out row[] = { ENDPOINT_OUT(e) };

	if (db_list(c, a, sql, in, n_in, row, DB_N(row), db_rows_add, &rows, err))
		return -1;
	*out = rows.items;
	*n = rows.n;
	return 0;
}

int db_endpoint_list(struct db_conn *c, struct cw_arena *a, const struct db_endpoint_query *q,
		     struct db_endpoint **rows, size_t *n, struct cw_err *err)
{
	static const char of_district[] =
		"SELECT " COLUMNS " FROM endpoint e JOIN agency g ON g.id = e.agency_id"
		" WHERE COALESCE(g.root_id, g.id) = ? AND e.user_id IS NULL AND e.id > ?"
		" AND (e.status = ? OR (? IS NULL AND e.status <> 'ended')) ORDER BY e.id LIMIT ?";
	static const char of_person[] =
		"SELECT " COLUMNS " FROM endpoint e WHERE e.user_id = ? AND e.id > ?"
		" AND (e.status = ? OR (? IS NULL AND e.status <> 'ended')) ORDER BY e.id LIMIT ?";
	const struct db_in in[] = { DB_U64(q->user ? q->user : q->root), DB_U64(q->after),
				    DB_STR(q->status), DB_STR(q->status), DB_U64(q->limit) };

	return list(c, a, q->user ? of_person : of_district, in, DB_N(in), rows, n, err);
}

int db_endpoint_count(struct db_conn *c, uint64_t agency, uint64_t user, uint64_t *out,
		      struct cw_err *err)
{
	static const char of_agency[] = "SELECT COUNT(*) FROM endpoint WHERE agency_id = ?"
					" AND user_id IS NULL AND status <> 'ended'";
	static const char of_person[] =
		"SELECT COUNT(*) FROM endpoint WHERE user_id = ? AND status <> 'ended'";
	const struct db_in in[] = { DB_U64(user ? user : agency) };
	const struct db_out row[] = { DB_OUT_U64(*out) };

	return db_get(c, NULL, user ? of_person : of_agency, in, DB_N(in), row, DB_N(row), err);
}

int db_endpoint_backlog_get(struct db_conn *c, uint64_t id, unsigned cap,
			    struct db_endpoint_backlog *out, struct cw_err *err)
{
	static const char sql[] =
		"SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM delivery WHERE status = 'waiting'"
		" AND endpoint_id = ? LIMIT ?) w), (SELECT COUNT(*) FROM (SELECT 1 FROM delivery"
		" WHERE status = 'dead' AND endpoint_id = ? LIMIT ?) x)";
	const struct db_in in[] = { DB_U64(id), DB_U64(cap), DB_U64(id), DB_U64(cap) };
	const struct db_out row[] = { DB_OUT_U64(out->waiting), DB_OUT_U64(out->dead) };

	return db_get(c, NULL, sql, in, DB_N(in), row, DB_N(row), err);
}

int db_endpoint_hearing_list(struct db_conn *c, struct cw_arena *a, uint64_t agency,
			     struct db_endpoint **rows, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " COLUMNS " FROM endpoint e WHERE e.status = 'active' AND e.user_id IS NULL"
		" AND (? = 0 OR e.agency_id = ? OR e.agency_id = (SELECT g.root_id FROM agency g"
		" WHERE g.id = ?)) ORDER BY e.id LIMIT 1000";
	const struct db_in in[] = { DB_U64(agency), DB_U64(agency), DB_U64(agency) };

	return list(c, a, sql, in, DB_N(in), rows, n, err);
}

int db_endpoint_own_list(struct db_conn *c, struct cw_arena *a, uint64_t user,
			 struct db_endpoint **rows, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " COLUMNS
		" FROM endpoint e JOIN user u ON u.id = e.user_id AND NOT u.disabled"
		" WHERE e.user_id = ? AND e.status = 'active' ORDER BY e.id LIMIT 100";
	const struct db_in in[] = { DB_U64(user) };

	return list(c, a, sql, in, DB_N(in), rows, n, err);
}

int db_endpoint_set_status(struct db_conn *c, uint64_t id, const char *status, const char *reason,
			   struct cw_err *err)
{
	static const char sql[] = "UPDATE endpoint SET status = ?, reason = ?, failing_since = NULL"
				  " WHERE id = ? AND status <> 'ended'";
	const struct db_in in[] = { DB_STR(status), DB_STR(reason), DB_U64(id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_endpoint_failing(struct db_conn *c, uint64_t id, int64_t now, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE endpoint SET failing_since = ? WHERE id = ? AND failing_since IS NULL";
	const struct db_in in[] = { DB_TIME(now), DB_U64(id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_endpoint_well(struct db_conn *c, uint64_t id, struct cw_err *err)
{
	/* Mostly there is nothing to write, and a lock on the endpoint would hold up those who make
	 * deliveries for it. */
	static const char look[] = "SELECT failing_since FROM endpoint WHERE id = ?";
	static const char sql[] = "UPDATE endpoint SET failing_since = NULL WHERE id = ? AND "
				  "failing_since IS NOT NULL";
	const struct db_in in[] = { DB_U64(id) };
	int64_t since = DB_TIME_NONE;
	const struct db_out row[] = { DB_OUT_TIME(since) };

	if (db_get(c, NULL, look, in, DB_N(in), row, DB_N(row), err))
		return -1;
	return since == DB_TIME_NONE ? 0 : db_run(c, sql, in, DB_N(in), NULL, err);
}

/* ---- The outbox. */

#define OUTBOX                                                                                     \
	"o.id, o.case_id, o.agency_id, o.seq, o.type, o.act, o.deadline, o.ref, o.user_id,"        \
	" o.until_on, o.hard_rules, o.created_at"
#define OUTBOX_OUT(o)                                                                              \
	DB_OUT_U64((o).id), DB_OUT_U64((o).case_id), DB_OUT_U64((o).agency_id),                    \
		DB_OUT_INT((o).seq), DB_OUT_STR((o).type), DB_OUT_STR((o).act),                    \
		DB_OUT_STR((o).deadline), DB_OUT_U64((o).ref), DB_OUT_U64((o).user),               \
		DB_OUT_DAY((o).until_on), DB_OUT_U64((o).hard_rules), DB_OUT_TIME((o).created_at)

static int outbox_list(struct db_conn *c, struct cw_arena *a, const char *sql,
		       const struct db_in *in, size_t n_in, struct db_outbox **rows, size_t *n,
		       struct cw_err *err)
{
	struct db_outbox o = { .due_on = CW_DAY_NONE };
	struct db_rows found = DB_ROWS(a, o);
	const struct db_out row[] = { OUTBOX_OUT(o) };

	if (db_list(c, a, sql, in, n_in, row, DB_N(row), db_rows_add, &found, err))
		return -1;
	*rows = found.items;
	*n = found.n;
	return 0;
}

/* What db_outbox_case_fill reads of a case. */
struct told_case {
	uint64_t id;
	const char *number;
	bool is_open;
	cw_day due_on;
};

static void fill(struct db_outbox *e, const struct told_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (cases[i].id == e->case_id) {
			e->number = cases[i].number;
			e->due_on = cases[i].is_open ? cases[i].due_on : CW_DAY_NONE;
		}
}

int db_outbox_case_fill(struct db_conn *c, struct cw_arena *a, struct db_outbox *events, size_t n,
			struct cw_err *err)
{
	static const char *const sql[] =
		DB_MANY_IN("SELECT id, number, is_open, due_on FROM docket WHERE id");
	struct db_in in[DB_MANY];
	struct told_case k;
	const struct db_out row[] = { DB_OUT_U64(k.id), DB_OUT_STR(k.number),
				      DB_OUT_BOOL(k.is_open), DB_OUT_DAY(k.due_on) };

	for (size_t i = 0; i < n; i += DB_N(in)) {
		const size_t some = n - i < DB_N(in) ? n - i : DB_N(in);
		struct db_rows rows = DB_ROWS(a, k);
		size_t total = some, which;

		for (size_t j = 0; j < some; j++)
			in[j] = DB_U64(events[i + j].case_id);
		which = db_many_fill(in, &total);
		if (db_list(c, a, sql[which], in, total, row, DB_N(row), db_rows_add, &rows, err))
			return -1;
		for (size_t j = 0; j < some; j++)
			fill(&events[i + j], rows.items, rows.n);
	}
	return 0;
}

int db_outbox_claim_list(struct db_conn *c, struct cw_arena *a, enum db_fanned state,
			 uint64_t after, unsigned limit, struct db_outbox **rows, size_t *n,
			 struct cw_err *err)
{
	static const char all[] = "SELECT " OUTBOX " FROM outbox o FORCE INDEX (k_outbox_fanned)"
				  " WHERE o.fanned = ? AND o.id > ? ORDER BY o.id LIMIT ? FOR "
				  "UPDATE SKIP LOCKED";
	/* The key would be read from its start, over what was taken a moment ago. */
	static const char next[] = "SELECT " OUTBOX " FROM outbox o FORCE INDEX (PRIMARY)"
				   " WHERE o.fanned = ? AND o.id > ? ORDER BY o.id LIMIT ? FOR "
				   "UPDATE SKIP LOCKED";
	const struct db_in in[] = { DB_U64(state), DB_U64(after), DB_U64(limit) };

	return outbox_list(c, a, after ? next : all, in, DB_N(in), rows, n, err);
}

int db_outbox_others_list(struct db_conn *c, struct cw_arena *a, const struct db_outbox *events,
			  size_t n, uint64_t **cases, size_t *n_cases, struct cw_err *err)
{
	static const char sql[] = "SELECT id, case_id FROM outbox FORCE INDEX (k_outbox_fanned) "
				  "WHERE fanned IN (0, 2)"
				  " AND id < ? ORDER BY id LIMIT 10000";
	struct {
		uint64_t id, case_id;
	} o, *found;
	const struct db_in in[] = { DB_U64(n ? events[n - 1].id : 0) };
	struct db_rows rows = DB_ROWS(a, o);
	const struct db_out row[] = { DB_OUT_U64(o.id), DB_OUT_U64(o.case_id) };
	size_t k = 0;

	*n_cases = 0;
	if (db_list(c, a, sql, in, DB_N(in), row, DB_N(row), db_rows_add, &rows, err))
		return -1;
	*cases = cw_alloc_n(a, rows.n + 1, sizeof(**cases));
	if (!*cases)
		return cw_fail_memory(err);
	found = rows.items;
	for (size_t i = 0; i < rows.n; i++) { /* both in the order of ids */
		while (k < n && events[k].id < found[i].id)
			k++;
		if (found[i].case_id && (k == n || events[k].id != found[i].id))
			(*cases)[(*n_cases)++] = found[i].case_id;
	}
	return 0;
}

int db_outbox_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_outbox *out,
		  struct cw_err *err)
{
	static const char sql[] = "SELECT " OUTBOX " FROM outbox o WHERE o.id = ?";
	const struct db_in in[] = { DB_U64(id) };
	const struct db_out row[] = { OUTBOX_OUT(*out) };

	out->number = NULL;
	out->due_on = CW_DAY_NONE;
	return db_get(c, a, sql, in, DB_N(in), row, DB_N(row), err);
}

int db_outbox_fanned(struct db_conn *c, const struct db_outbox *events, size_t n,
		     enum db_fanned state, struct cw_err *err)
{
	static const char *const sql[] = DB_MANY_IN("UPDATE outbox SET fanned = ? WHERE id");
	struct db_in in[1 + DB_MANY] = { DB_U64(state) };

	for (size_t i = 0; i < n;) {
		size_t k = 0, which;

		for (; k < DB_MANY && i < n; k++, i++)
			in[1 + k] = DB_U64(events[i].id);
		which = db_many_fill(in + 1, &k);
		if (db_run(c, sql[which], in, 1 + k, NULL, err))
			return -1;
	}
	return 0;
}

int db_outbox_missed_list(struct db_conn *c, struct cw_arena *a, uint64_t endpoint, int64_t from,
			  int64_t to, uint64_t after, unsigned limit, struct db_outbox **rows,
			  size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " OUTBOX " FROM outbox o WHERE o.id > ? AND o.fanned AND o.created_at >= ?"
		" AND o.created_at < ? AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.outbox_id "
		"= o.id"
		" AND d.endpoint_id = ?) ORDER BY o.id LIMIT ?";
	const struct db_in in[] = { DB_U64(after), DB_TIME(from), DB_TIME(to), DB_U64(endpoint),
				    DB_U64(limit) };

	return outbox_list(c, a, sql, in, DB_N(in), rows, n, err);
}
