/* Information items and suggestions; disclosures are in db/disclosure.c. */
#include "db/publication.h"

#include <string.h>

#include "db/docket.h"
#include "db/rows.h"

#define REASON "suggestion.reason"

/* ---- Items. */

#define SELECT                                                                                     \
	"SELECT i.id, i.agency_id, i.title, i.review, i.opened_by, i.opened_on, i.due_on,"         \
	" i.decided_on, i.decided_by, i.reason,"                                                   \
	" (SELECT COUNT(*) FROM information_item_case k WHERE k.item_id = i.id)"                   \
	" FROM information_item i"
#define OUT(r)                                                                                     \
	{                                                                                          \
		DB_OUT_U64((r).id), DB_OUT_U64((r).agency_id), DB_OUT_STR((r).title),              \
			DB_OUT_STR((r).review), DB_OUT_STR((r).opened_by),                         \
			DB_OUT_DAY((r).opened_on), DB_OUT_DAY((r).due_on),                         \
			DB_OUT_DAY((r).decided_on), DB_OUT_U64((r).decided_by),                    \
			DB_OUT_STR((r).reason), DB_OUT_U64((r).cases)                              \
	}

int db_item_add(struct db_conn *c, struct db_item *i, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO information_item (agency_id, title, review) VALUES (?, ?, 'none')";
	const struct db_in in[] = { DB_U64(i->agency_id), DB_STR(i->title) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	i->id = done.insert_id;
	i->review = "none";
	i->opened_on = i->due_on = i->decided_on = CW_DAY_NONE;
	return 0;
}

static int get(struct db_conn *c, struct cw_arena *a, const char *sql, uint64_t id,
	       struct db_item *out, struct cw_err *err)
{
	const struct db_in in[] = { DB_U64(id) };
	const struct db_out cols[] = OUT(*out);

	return db_get(c, a, sql, in, DB_N(in), cols, DB_N(cols), err);
}

int db_item_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_item *out,
		struct cw_err *err)
{
	static const char sql[] = SELECT " WHERE i.id = ?";

	return get(c, a, sql, id, out, err);
}

int db_item_lock(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_item *out,
		 struct cw_err *err)
{
	static const char sql[] = SELECT " WHERE i.id = ? FOR UPDATE";

	return get(c, a, sql, id, out, err);
}

int db_item_save(struct db_conn *c, const struct db_item *i, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE information_item SET review = ?, opened_on = ?, opened_by = ?, due_on = ?,"
		" decided_on = ?, decided_by = ?, reason = ? WHERE id = ?";
	const struct db_in in[] = {
		DB_STR(i->review), DB_DAY(i->opened_on),  DB_STR(i->opened_by),
		DB_DAY(i->due_on), DB_DAY(i->decided_on), DB_ID_OR_NULL(i->decided_by),
		DB_STR(i->reason), DB_U64(i->id),
	};

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_item_list(struct db_conn *c, struct cw_arena *a, const struct db_item_query *q,
		 struct db_item **list, size_t *n, struct cw_err *err)
{
#define REST                                                                                       \
	" AND (? IS NULL OR i.review = ?) AND (? IS NULL OR INSTR(i.title, ?) > 0)"                \
	" ORDER BY i.id DESC LIMIT ?"
	static const char any[] =
		SELECT " WHERE i.agency_id = ? AND i.id < ? AND (? IS NULL OR ? IS NULL)" REST;
	static const char due[] = SELECT " FORCE INDEX (k_information_item_due)"
					 " WHERE i.agency_id = ? AND i.id < ? AND i.due_on <= ?"
					 " AND i.due_on <= ? AND i.review <> 'published'" REST;
	const struct db_in in[] = {
		DB_U64(q->agency), DB_U64(q->before ? q->before : INT64_MAX),
		DB_DAY(q->due),	   DB_DAY(q->due),
		DB_STR(q->review), DB_STR(q->review),
		DB_STR(q->words),  DB_STR(q->words),
		DB_U64(q->limit),
	};
	struct db_item r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out cols[] = OUT(r);

	if (db_list(c, a, q->due == CW_DAY_NONE ? any : due, in, DB_N(in), cols, DB_N(cols),
		    db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
#undef REST
}

/* ---- Cases. */

int db_item_tie(struct db_conn *c, uint64_t case_id, uint64_t item, cw_day on, cw_day refused_on,
		struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO information_item_case (case_id, item_id, tied_on, refused_on)"
		" VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE item_id = VALUES(item_id),"
		" tied_on = VALUES(tied_on), refused_on = COALESCE(VALUES(refused_on), refused_on)";
	const struct db_in in[] = { DB_U64(case_id), DB_U64(item), DB_DAY(on), DB_DAY(refused_on) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_item_of_case_find(struct db_conn *c, uint64_t case_id, uint64_t *item, struct cw_err *err)
{
	static const char sql[] = "SELECT item_id FROM information_item_case WHERE case_id = ?";
	const struct db_in in[] = { DB_U64(case_id) };
	const struct db_out cols[] = { DB_OUT_U64(*item) };
	bool found;

	*item = 0;
	if (db_find(c, NULL, sql, in, DB_N(in), cols, DB_N(cols), &found, err))
		return -1;
	if (!found)
		*item = 0;
	return 0;
}

int db_item_case_list(struct db_conn *c, struct cw_arena *a, uint64_t item, unsigned limit,
		      struct db_item_case **list, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT k.case_id, d.applicant_id, d.number, COALESCE(d.received_on, "
		"d.submitted_on),"
		" k.refused_on FROM information_item_case k JOIN docket d ON d.id = k.case_id"
		" WHERE k.item_id = ? ORDER BY k.case_id LIMIT ?";
	const struct db_in in[] = { DB_U64(item), DB_U64(limit) };
	struct db_item_case r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out cols[] = { DB_OUT_U64(r.case_id), DB_OUT_U64(r.applicant_id),
				       DB_OUT_STR(r.number), DB_OUT_DAY(r.received_on),
				       DB_OUT_DAY(r.refused_on) };

	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

/* ---- Events. */

int db_item_event_add(struct db_conn *c, const struct db_item_event *e, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO information_item_event (item_id, happened_on, recorded_at, actor_id,"
		" act, case_id, remark) VALUES (?, ?, ?, ?, ?, ?, ?)";
	const struct db_in in[] = {
		DB_U64(e->item_id),	    DB_DAY(e->happened_on), DB_TIME(e->recorded_at),
		DB_ID_OR_NULL(e->actor_id), DB_STR(e->act),	    DB_ID_OR_NULL(e->case_id),
		DB_STR(e->remark),
	};

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_item_event_list(struct db_conn *c, struct cw_arena *a, uint64_t item, unsigned limit,
		       struct db_item_event **list, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT id, item_id, happened_on, recorded_at, actor_id, act, case_id, remark"
		" FROM information_item_event WHERE item_id = ? ORDER BY id LIMIT ?";
	const struct db_in in[] = { DB_U64(item), DB_U64(limit) };
	struct db_item_event r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out cols[] = { DB_OUT_U64(r.id),	  DB_OUT_U64(r.item_id),
				       DB_OUT_DAY(r.happened_on), DB_OUT_TIME(r.recorded_at),
				       DB_OUT_U64(r.actor_id),	  DB_OUT_STR(r.act),
				       DB_OUT_U64(r.case_id),	  DB_OUT_STR(r.remark) };

	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

/* ---- Suggestions. */

int db_suggestion_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		      const struct db_suggestion *s, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO suggestion (case_id, item_id, uid, reason, made_on)"
				  " VALUES (?, ?, ?, ?, ?)";
	unsigned char uid[DB_UID], *reason;
	size_t len;

	db_random(uid, sizeof(uid));
	if (db_seal(k, a, REASON, uid, s->reason, strlen(s->reason), &reason, &len, err))
		return -1;
	{
		const struct db_in in[] = { DB_U64(s->case_id), DB_U64(s->item_id),
					    DB_BYTES(uid, DB_UID), DB_BYTES(reason, len),
					    DB_DAY(s->made_on) };

		return db_run(c, sql, in, DB_N(in), NULL, err);
	}
}

struct suggestion_row {
	struct db_suggestion s;
	unsigned char *uid, *reason;
	size_t n_uid, n_reason;
};

int db_suggestion_list(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		       uint64_t item, unsigned limit, struct db_suggestion **list, size_t *n,
		       struct cw_err *err)
{
	static const char sql[] = "SELECT case_id, item_id, made_on, uid, reason FROM suggestion"
				  " WHERE item_id = ? ORDER BY case_id LIMIT ?";
	const struct db_in in[] = { DB_U64(item), DB_U64(limit) };
	struct suggestion_row r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out cols[] = { DB_OUT_U64(r.s.case_id), DB_OUT_U64(r.s.item_id),
				       DB_OUT_DAY(r.s.made_on), DB_OUT_BYTES(r.uid, r.n_uid),
				       DB_OUT_BYTES(r.reason, r.n_reason) };
	const struct suggestion_row *all;

	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	all = rows.items;
	*n = rows.n;
	*list = cw_alloc_n(a, rows.n ? rows.n : 1, sizeof(**list));
	if (!*list)
		return cw_fail_memory(err);
	for (size_t i = 0; i < rows.n; i++) {
		(*list)[i] = all[i].s;
		if (db_unseal(k, a, REASON, all[i].uid, all[i].reason, all[i].n_reason,
			      (char **)&(*list)[i].reason, NULL, err))
			return -1;
	}
	return 0;
}

int db_suggestion_of_case_find(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
			       cw_day *made_on, bool *found, struct cw_err *err)
{
	static const char sql[] = "SELECT made_on FROM suggestion WHERE case_id = ?";
	const struct db_in in[] = { DB_U64(case_id) };
	const struct db_out cols[] = { DB_OUT_DAY(*made_on) };

	return db_find(c, a, sql, in, DB_N(in), cols, DB_N(cols), found, err);
}
