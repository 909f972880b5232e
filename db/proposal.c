#include "db/proposal.h"

#include <string.h>

#include "db/rows.h"

int db_proposal_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		    struct db_proposal *p, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO proposal (uid, case_id, agency_id, handling, act, status, input, "
		"asked_by,"
		" asked_role, asked_on) VALUES (?, ?, ?, ?, ?, 'asked', ?, ?, ?, ?)";
	unsigned char uid[DB_UID], *input;
	size_t n_input;
	struct db_done done;

	db_random(uid, sizeof(uid));
	if (db_seal(k, a, "proposal.input", uid, p->input, strlen(p->input), &input, &n_input, err))
		return -1;
	{
		const struct db_in in[] = {
			DB_BYTES(uid, DB_UID), DB_U64(p->case_id),    DB_U64(p->agency_id),
			DB_I64(p->handling),   DB_STR(p->act),	      DB_BYTES(input, n_input),
			DB_U64(p->asked_by),   DB_STR(p->asked_role), DB_DAY(p->asked_on),
		};

		if (db_run(c, sql, in, DB_N(in), &done, err))
			return -1;
	}
	p->id = done.insert_id;
	return 0;
}

struct row {
	struct db_proposal p;
	unsigned char *uid, *input;
	size_t n_uid, n_input;
};

#define COLUMNS                                                                                    \
	"id, case_id, agency_id, asked_by, decided_by, handling, act, status, asked_role, "        \
	"remarks,"                                                                                 \
	" asked_on, decided_on, uid, input"
#define COLUMNS_OUT(r)                                                                             \
	{                                                                                          \
		DB_OUT_U64((r).p.id), DB_OUT_U64((r).p.case_id), DB_OUT_U64((r).p.agency_id),      \
			DB_OUT_U64((r).p.asked_by), DB_OUT_U64((r).p.decided_by),                  \
			DB_OUT_INT((r).p.handling), DB_OUT_STR((r).p.act),                         \
			DB_OUT_STR((r).p.status), DB_OUT_STR((r).p.asked_role),                    \
			DB_OUT_STR((r).p.remarks), DB_OUT_DAY((r).p.asked_on),                     \
			DB_OUT_DAY((r).p.decided_on), DB_OUT_BYTES((r).uid, (r).n_uid),            \
			DB_OUT_BYTES((r).input, (r).n_input)                                       \
	}

static int open_row(const struct db_keyring *k, struct cw_arena *a, const struct row *r,
		    struct db_proposal *out, struct cw_err *err)
{
	*out = r->p;
	return db_unseal(k, a, "proposal.input", r->uid, r->input, r->n_input, (char **)&out->input,
			 NULL, err);
}

int db_proposal_get(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		    uint64_t case_id, uint64_t id, struct db_proposal *out, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " COLUMNS " FROM proposal WHERE case_id = ? AND id = ? FOR UPDATE";
	const struct db_in in[] = { DB_U64(case_id), DB_U64(id) };
	struct row r = { .uid = NULL };
	const struct db_out cols[] = COLUMNS_OUT(r);

	return db_get(c, a, sql, in, DB_N(in), cols, DB_N(cols), err) ||
			       open_row(k, a, &r, out, err)
		       ? -1
		       : 0;
}

int db_proposal_decide(struct db_conn *c, const struct db_proposal *p, struct cw_err *err)
{
	static const char sql[] = "UPDATE proposal SET status = ?, decided_by = ?, decided_on = ?,"
				  " remarks = ? WHERE id = ?";
	const struct db_in in[] = { DB_STR(p->status), DB_ID_OR_NULL(p->decided_by),
				    DB_DAY(p->decided_on), DB_STR(p->remarks), DB_U64(p->id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_proposal_list(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		     uint64_t case_id, struct db_proposal **list, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " COLUMNS " FROM proposal WHERE case_id = ? ORDER BY id LIMIT 200";
	const struct db_in in[] = { DB_U64(case_id) };
	struct row r = { .uid = NULL };
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out cols[] = COLUMNS_OUT(r);
	const struct row *all;

	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	all = rows.items;
	*n = rows.n;
	*list = cw_alloc_n(a, rows.n ? rows.n : 1, sizeof(**list));
	if (!*list)
		return cw_fail_memory(err);
	for (size_t i = 0; i < rows.n; i++)
		if (open_row(k, a, &all[i], &(*list)[i], err))
			return -1;
	return 0;
}

#define WAITING_COLUMNS                                                                            \
	"SELECT p.id, p.case_id, p.agency_id, p.asked_by, p.act, p.status, p.asked_role,"          \
	" p.asked_on, d.number, d.title, d.state FROM proposal p"                                  \
	" JOIN docket d ON d.id = p.case_id"

int db_proposal_waiting(struct db_conn *c, struct cw_arena *a, uint64_t user, bool own,
			uint64_t after, unsigned limit, struct db_proposal **list, size_t *n,
			struct cw_err *err)
{
	static const char mine[] = WAITING_COLUMNS
		" WHERE p.asked_by = ? AND p.waits = 1 AND p.id > ? ORDER BY p.id LIMIT ?";
	static const char others[] = WAITING_COLUMNS
		" WHERE p.agency_id IN (SELECT agency_id FROM user_role WHERE user_id = ?"
		" AND role IN ('business_head', 'head', 'leader'))"
		" AND p.waits = 1 AND p.asked_by <> ? AND p.id > ? ORDER BY p.id LIMIT ?";
	const struct db_in in[] = { DB_U64(user), DB_U64(user), DB_U64(after), DB_U64(limit) };
	struct db_proposal p = { .decided_on = CW_DAY_NONE };
	struct db_rows rows = DB_ROWS(a, p);
	const struct db_out cols[] = {
		DB_OUT_U64(p.id),	  DB_OUT_U64(p.case_id),  DB_OUT_U64(p.agency_id),
		DB_OUT_U64(p.asked_by),	  DB_OUT_STR(p.act),	  DB_OUT_STR(p.status),
		DB_OUT_STR(p.asked_role), DB_OUT_DAY(p.asked_on), DB_OUT_STR(p.number),
		DB_OUT_STR(p.title),	  DB_OUT_STR(p.state),
	};

	if (db_list(c, a, own ? mine : others, own ? in + 1 : in, own ? 3 : 4, cols, DB_N(cols),
		    db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}
