#include "db/extension.h"

#include <string.h>

#include "db/rows.h"

int db_extension_add(struct db_conn *c, struct db_extension *e, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO extension (agency_id, case_id, handling, period, working_days, reason,"
		" asked_by, asked_on, status) VALUES ((SELECT agency_id FROM docket WHERE id = ?),"
		" ?, ?, ?, ?, ?, ?, ?, 'asked')";
	const struct db_in in[] = {
		DB_U64(e->case_id),  DB_U64(e->case_id),      DB_I64(e->handling),
		DB_I64(e->period),   DB_I64(e->working_days), DB_STR(e->reason),
		DB_U64(e->asked_by), DB_DAY(e->asked_on),
	};
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	e->id = done.insert_id;
	return 0;
}

#define COLUMNS                                                                                    \
	"id, case_id, handling, period, working_days, reason, asked_by, asked_on, status,"         \
	" decided_by, decided_on, remarks, letter_id"
#define COLUMNS_OUT(e)                                                                             \
	{                                                                                          \
		DB_OUT_U64((e).id), DB_OUT_U64((e).case_id), DB_OUT_INT((e).handling),             \
		DB_OUT_INT((e).period), DB_OUT_INT((e).working_days), DB_OUT_STR((e).reason),      \
		DB_OUT_U64((e).asked_by), DB_OUT_DAY((e).asked_on), DB_OUT_STR((e).status),        \
		DB_OUT_U64((e).decided_by), DB_OUT_DAY((e).decided_on), DB_OUT_STR((e).remarks),   \
		DB_OUT_U64((e).letter_id)                                                          \
	}

int db_extension_find_open(struct db_conn *c, struct cw_arena *a, uint64_t case_id, int handling,
			   int period, struct db_extension *out, bool *found, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " COLUMNS " FROM extension WHERE case_id = ? AND status = 'asked'"
		" AND (handling = 0 OR (handling = ? AND period = ?)) LIMIT 1";
	const struct db_in in[] = { DB_U64(case_id), DB_I64(handling), DB_I64(period) };
	const struct db_out cols[] = COLUMNS_OUT(*out);

	return db_find(c, a, sql, in, DB_N(in), cols, DB_N(cols), found, err);
}

int db_extension_decide(struct db_conn *c, const struct db_extension *e, struct cw_err *err)
{
	static const char sql[] = "UPDATE extension SET status = ?, decided_by = ?, decided_on = ?,"
				  " remarks = ?, letter_id = ? WHERE id = ?";
	const struct db_in in[] = { DB_STR(e->status),	 DB_U64(e->decided_by),
				    DB_DAY(e->decided_on), DB_STR(e->remarks),
				    DB_ID_OR_NULL(e->letter_id), DB_U64(e->id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_extension_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
		      struct db_extension **list, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " COLUMNS " FROM extension WHERE case_id = ? ORDER BY id LIMIT 200";
	const struct db_in in[] = { DB_U64(case_id) };
	struct db_extension e;
	struct db_rows rows = DB_ROWS(a, e);
	const struct db_out cols[] = COLUMNS_OUT(e);

	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_contact_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		   struct db_contact *r, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO contact_record (uid, case_id, handling, seq, kind,"
				  " happened_on, way, author_id, said, needs)"
				  " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
	unsigned char uid[DB_UID], *said, *needs;
	size_t n_said, n_needs;
	struct db_done done;

	db_random(uid, sizeof(uid));
	if (db_seal(k, a, "contact_record.said", uid, r->said, strlen(r->said), &said, &n_said, err) ||
	    db_seal(k, a, "contact_record.needs", uid, r->needs, r->needs ? strlen(r->needs) : 0, &needs,
		    &n_needs, err))
		return -1;
	{
		const struct db_in in[] = {
			DB_BYTES(uid, DB_UID), DB_U64(r->case_id), DB_I64(r->handling), DB_I64(r->seq),
			DB_STR(r->kind), DB_DAY(r->happened_on), DB_STR(r->way), DB_U64(r->author_id),
			DB_BYTES(said, n_said),
			needs ? DB_BYTES(needs, n_needs) : (struct db_in){ .type = DB_T_NULL },
		};

		if (db_run(c, sql, in, DB_N(in), &done, err))
			return -1;
	}
	r->id = done.insert_id;
	return 0;
}

struct contact_row {
	struct db_contact r;
	unsigned char *uid, *said, *needs;
	size_t n_uid, n_said, n_needs;
};

int db_contact_list(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		    uint64_t case_id, struct db_contact **list, size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT id, case_id, author_id, handling, seq, kind, way, happened_on,"
				  " uid, said, needs FROM contact_record WHERE case_id = ?"
				  " ORDER BY id LIMIT 500";
	const struct db_in in[] = { DB_U64(case_id) };
	struct contact_row w = { .uid = NULL };
	struct db_rows rows = DB_ROWS(a, w);
	const struct db_out cols[] = {
		DB_OUT_U64(w.r.id),	  DB_OUT_U64(w.r.case_id), DB_OUT_U64(w.r.author_id),
		DB_OUT_INT(w.r.handling), DB_OUT_INT(w.r.seq),	   DB_OUT_STR(w.r.kind),
		DB_OUT_STR(w.r.way),	  DB_OUT_DAY(w.r.happened_on), DB_OUT_BYTES(w.uid, w.n_uid),
		DB_OUT_BYTES(w.said, w.n_said), DB_OUT_BYTES(w.needs, w.n_needs),
	};
	const struct contact_row *all;

	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	all = rows.items;
	*n = rows.n;
	*list = cw_alloc_n(a, rows.n ? rows.n : 1, sizeof(**list));
	if (!*list)
		return cw_fail_memory(err);
	for (size_t i = 0; i < rows.n; i++) {
		(*list)[i] = all[i].r;
		if (db_unseal(k, a, "contact_record.said", all[i].uid, all[i].said, all[i].n_said,
			      (char **)&(*list)[i].said, NULL, err) ||
		    db_unseal(k, a, "contact_record.needs", all[i].uid, all[i].needs, all[i].n_needs,
			      (char **)&(*list)[i].needs, NULL, err))
			return -1;
	}
	return 0;
}
