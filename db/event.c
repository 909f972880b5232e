#include "db/event.h"

#include <string.h>

#include "casework/deadline.h"
#include "db/chain.h"
#include "db/rows.h"

const unsigned char db_event_start[32];

int db_event_add(struct db_conn *c, struct db_docket *d, struct db_event *e, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO event (case_id, seq, handling, act, happened_on, recorded_at, actor_role,"
		" actor_id, request_id, clock, clock_ref, until_on, told_on, working_days, target_seq,"
		" body, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
	unsigned char hash[32];

	e->case_id = d->id;
	e->seq = d->seq + 1;
	db_chain_hash(d->head, d->id, (uint32_t)e->seq, e->body, e->body_len, hash);
	{
		const struct db_in in[] = {
			DB_U64(e->case_id), DB_I64(e->seq), DB_I64(e->handling), DB_STR(e->act),
			DB_DAY(e->happened_on), DB_TIME(e->recorded_at), DB_STR(e->actor_role),
			DB_ID_OR_NULL(e->actor_id), DB_STR(e->request_id), DB_STR(e->clock),
			DB_ID_OR_NULL(e->clock_ref), DB_DAY(e->until_on), DB_DAY(e->told_on),
			e->working_days ? DB_I64(e->working_days)
					: (struct db_in){ .type = DB_T_NULL },
			e->target_seq ? DB_I64(e->target_seq) : (struct db_in){ .type = DB_T_NULL },
			DB_BYTES(e->body, e->body_len), DB_BYTES(hash, 32),
		};

		if (db_run(c, sql, in, DB_N(in), NULL, err))
			return -1;
	}
	d->seq = e->seq;
	memcpy(d->head, hash, 32);
	return 0;
}

int db_event_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, int after, unsigned limit,
		  struct db_event **events, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT case_id, seq, handling, act, happened_on, recorded_at, actor_role, actor_id,"
		" request_id, clock, clock_ref, until_on, told_on, working_days, target_seq, body, hash"
		" FROM event WHERE case_id = ? AND seq > ? ORDER BY seq LIMIT ?";
	const struct db_in in[] = { DB_U64(case_id), DB_I64(after), DB_U64(limit) };
	struct db_event e;
	struct db_rows rows = DB_ROWS(a, e);
	const struct db_out out[] = {
		DB_OUT_U64(e.case_id),	   DB_OUT_INT(e.seq),	     DB_OUT_INT(e.handling),
		DB_OUT_STR(e.act),	   DB_OUT_DAY(e.happened_on), DB_OUT_TIME(e.recorded_at),
		DB_OUT_STR(e.actor_role),  DB_OUT_U64(e.actor_id),   DB_OUT_STR(e.request_id),
		DB_OUT_STR(e.clock),	   DB_OUT_U64(e.clock_ref),  DB_OUT_DAY(e.until_on),
		DB_OUT_DAY(e.told_on),	   DB_OUT_INT(e.working_days), DB_OUT_INT(e.target_seq),
		DB_OUT_BYTES(e.body, e.body_len), DB_OUT_BYTES(e.hash, e.hash_len),
	};

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*events = rows.items;
	*n = rows.n;
	return 0;
}

struct clock_row {
	struct cw_clock_event e;
	const char *type;
	int seq, target;
	bool counts; /* false: a rectification of something that the clock never read */
};

int db_event_last(struct db_conn *c, struct cw_arena *a, uint64_t case_id, const char *act, int *seq,
		  struct cw_err *err)
{
	static const char sql[] = "SELECT COALESCE(MAX(seq), 0) FROM event WHERE case_id = ? AND act = ?";
	const struct db_in in[] = { DB_U64(case_id), DB_STR(act) };
	const struct db_out out[] = { DB_OUT_INT(*seq) };

	return db_get(c, a, sql, in, DB_N(in), out, DB_N(out), err);
}

int db_clock_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
		  struct cw_clock_event **events, size_t *n, int **voided, size_t *n_voided,
		  struct cw_err *err)
{
	/* A history has a handful of these; the limit only bounds a broken one. */
	static const char sql[] =
		"SELECT e.seq, e.happened_on, e.clock, e.clock_ref, e.until_on, e.told_on,"
		" e.working_days, e.target_seq, e.clock <> 'voided' OR t.clock IS NOT NULL"
		" FROM event e LEFT JOIN event t ON t.case_id = e.case_id AND t.seq = e.target_seq"
		" WHERE e.case_id = ? AND e.clock IS NOT NULL ORDER BY e.seq LIMIT 10000";
	const struct db_in in[] = { DB_U64(case_id) };
	struct clock_row r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out out[] = {
		DB_OUT_INT(r.seq),	      DB_OUT_DAY(r.e.on),    DB_OUT_STR(r.type),
		DB_OUT_U64(r.e.id),	      DB_OUT_DAY(r.e.until), DB_OUT_DAY(r.e.told),
		DB_OUT_INT(r.e.working_days), DB_OUT_INT(r.target),  DB_OUT_BOOL(r.counts),
	};
	const struct clock_row *all;

	memset(&r, 0, sizeof(r));
	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	all = rows.items;
	*n = *n_voided = 0;
	*events = cw_alloc_n(a, rows.n ? rows.n : 1, sizeof(**events));
	*voided = cw_alloc_n(a, rows.n ? rows.n : 1, sizeof(**voided));
	if (!*events || !*voided)
		return cw_fail_memory(err);
	for (size_t i = 0; i < rows.n; i++) {
		int type = cw_clock_type_of(all[i].type, strlen(all[i].type));
		struct cw_clock_event *e = &(*events)[*n];

		if (type < 0)
			return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
		if (type == CW_CLOCK_VOIDED)
			(*voided)[(*n_voided)++] = all[i].target;
		if (!all[i].counts)
			continue;
		*e = all[i].e;
		e->type = (enum cw_clock_type)type;
		e->seq = (uint32_t)all[i].seq;
		e->target = (uint32_t)all[i].target;
		++*n;
	}
	return 0;
}

int db_handling_add(struct db_conn *c, uint64_t case_id, int no, int opened_seq, cw_day opened_on,
		    struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO handling (case_id, no, opened_seq, opened_on) VALUES (?, ?, ?, ?)"
		/* One whose order was voided leaves its row (R-KEEP-4). */
		" ON DUPLICATE KEY UPDATE opened_seq = VALUES(opened_seq),"
		" opened_on = VALUES(opened_on), due_on = NULL, done_on = NULL";
	const struct db_in in[] = { DB_U64(case_id), DB_I64(no), DB_I64(opened_seq),
				    DB_DAY(opened_on) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_handling_done(struct db_conn *c, uint64_t case_id, int no, cw_day due_on, cw_day done_on,
		     struct cw_err *err)
{
	static const char sql[] =
		"UPDATE handling SET due_on = ?, done_on = ? WHERE case_id = ? AND no = ?";
	const struct db_in in[] = { DB_DAY(due_on), DB_DAY(done_on), DB_U64(case_id), DB_I64(no) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_handling_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
		     struct db_handling **list, size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT no, opened_seq, opened_on, due_on, done_on FROM handling"
				  " WHERE case_id = ? ORDER BY no LIMIT 255";
	const struct db_in in[] = { DB_U64(case_id) };
	struct db_handling r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out out[] = { DB_OUT_INT(r.no), DB_OUT_INT(r.opened_seq),
				      DB_OUT_DAY(r.opened_on), DB_OUT_DAY(r.due_on),
				      DB_OUT_DAY(r.done_on) };

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_period_put(struct db_conn *c, uint64_t case_id, int handling, int no, cw_day start_on,
		  int opened_seq, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO period (case_id, handling, no, start_on, opened_seq)"
				  " VALUES (?, ?, ?, ?, ?)"
				  " ON DUPLICATE KEY UPDATE start_on = VALUES(start_on)";
	const struct db_in in[] = { DB_U64(case_id), DB_I64(handling), DB_I64(no), DB_DAY(start_on),
				    DB_I64(opened_seq) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_deadline_put(struct db_conn *c, uint64_t case_id, int handling, const char *kind, uint64_t ref,
		    cw_day due_on, struct cw_err *err)
{
	/* what depends on due_on before it: the assignments run from left to right */
	static const char sql[] =
		/* No INSERT ... SELECT: that would lock the counter of ids for all. */
		"INSERT INTO deadline (case_id, handling, kind, ref, due_on, mark_on, status, agency_id)"
		" VALUES (?, ?, ?, ?, ?, ?, 'open', (SELECT agency_id FROM docket WHERE id = ?))"
		" ON DUPLICATE KEY UPDATE deadline.version = deadline.version +"
		" (deadline.due_on <> VALUES(due_on) OR deadline.status <> 'open'), deadline.mark_on ="
		" IF(deadline.due_on <> VALUES(due_on) OR deadline.status <> 'open', VALUES(mark_on),"
		" deadline.mark_on), deadline.marked_on = IF(deadline.due_on <> VALUES(due_on)"
		" OR deadline.status <> 'open', NULL, deadline.marked_on), deadline.remind_on ="
		" IF(deadline.due_on <> VALUES(due_on) OR deadline.status <> 'open', '1990-01-01',"
		" deadline.remind_on),"
		" deadline.due_on = VALUES(due_on), deadline.status = 'open'";
	const struct db_in in[] = { DB_U64(case_id), DB_I64(handling), DB_STR(kind), DB_U64(ref),
				    DB_DAY(due_on), DB_DAY(cw_deadline_mark_on(kind, due_on)),
				    DB_U64(case_id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

/* An UPDATE that finds nothing locks the gap where it looked, which for a new case is where all other
 * new cases go.  Whoever ends a deadline holds its case, so looking first is enough. */
int db_deadline_end(struct db_conn *c, uint64_t case_id, int handling, const char *kind, uint64_t ref,
		    const char *status, struct cw_err *err)
{
	static const char look[] = "SELECT id FROM deadline WHERE case_id = ? AND handling = ?"
				   " AND kind = ? AND ref = ? AND status = 'open'";
	static const char sql[] = "UPDATE deadline SET status = ?, mark_on = NULL, remind_on = NULL"
				  " WHERE id = ? AND status = 'open'";
	const struct db_in which[] = { DB_U64(case_id), DB_I64(handling), DB_STR(kind),
				       DB_U64(ref) };
	uint64_t id;
	const struct db_out row[] = { DB_OUT_U64(id) };
	bool found;

	if (db_find(c, NULL, look, which, DB_N(which), row, DB_N(row), &found, err))
		return -1;
	if (!found)
		return 0;
	{
		const struct db_in in[] = { DB_STR(status), DB_U64(id) };

		return db_run(c, sql, in, DB_N(in), NULL, err);
	}
}

int db_deadline_end_rest(struct db_conn *c, uint64_t case_id, int handling, struct cw_err *err)
{
	static const char sql[] = "UPDATE deadline SET status = 'void', mark_on = NULL, remind_on = NULL"
				  " WHERE case_id = ? AND handling = ? AND status = 'open'"
				  " AND kind NOT IN ('respondent', 'respondent_suit', 'urging', 'copies')";
	const struct db_in in[] = { DB_U64(case_id), DB_I64(handling) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_deadline_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
		     struct db_deadline **list, size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT id, kind, status, ref, handling, version, due_on, mark_on, marked_on"
				  " FROM deadline WHERE case_id = ? ORDER BY handling, kind, ref LIMIT 1000";
	const struct db_in in[] = { DB_U64(case_id) };
	struct db_deadline r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out out[] = {
		DB_OUT_U64(r.id),	DB_OUT_STR(r.kind),    DB_OUT_STR(r.status),
		DB_OUT_U64(r.ref),	DB_OUT_INT(r.handling), DB_OUT_INT(r.version),
		DB_OUT_DAY(r.due_on),	DB_OUT_DAY(r.mark_on), DB_OUT_DAY(r.marked_on),
	};

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_deadline_next(struct db_conn *c, struct cw_arena *a, uint64_t case_id, cw_day *due_on,
		     const char **kind, struct cw_err *err)
{
	static const char sql[] = "SELECT due_on, kind FROM deadline WHERE case_id = ?"
				  " AND status = 'open' AND kind <> 'correction_day'"
				  /* Of one day: what has to come before the reply. */
				  " ORDER BY due_on, kind = 'reply', id LIMIT 1";
	const struct db_in in[] = { DB_U64(case_id) };
	const struct db_out out[] = { DB_OUT_DAY(*due_on), DB_OUT_STR(*kind) };
	bool found;

	if (db_find(c, a, sql, in, DB_N(in), out, DB_N(out), &found, err))
		return -1;
	if (!found) {
		*due_on = DB_DAY_FAR;
		*kind = "";
	}
	return 0;
}

int db_outbox_add(struct db_conn *c, const struct db_told *told, const struct db_docket *d,
		  int64_t now, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO outbox (case_id, seq, agency_id, type, act, deadline, ref, user_id, until_on,"
		" hard_rules, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
	const struct db_in in[] = {
		DB_ID_OR_NULL(d ? d->id : 0),
		DB_ID_OR_NULL(d ? (uint64_t)d->seq : 0),
		DB_ID_OR_NULL(d ? d->agency_id : told->agency),
		DB_STR(told->type),
		DB_STR(told->act),
		DB_STR(told->deadline),
		DB_ID_OR_NULL(told->ref),
		DB_ID_OR_NULL(told->user),
		DB_DAY(told->until_on),
		DB_U64(told->hard_rules),
		DB_TIME(now),
	};

	return db_run(c, sql, in, DB_N(in), NULL, err);
}
