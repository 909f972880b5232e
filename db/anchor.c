#include "db/anchor.h"

#include <string.h>

#include "db/chain.h"
#include "db/event.h"
#include "db/rows.h"

struct run {
	struct cw_arena *a;
	int64_t now;
	unsigned limit;
	size_t n;
};

static int last_hash(struct db_conn *c, struct cw_arena *a, unsigned char out[32], struct cw_err *err)
{
	static const char sql[] = "SELECT hash FROM anchor ORDER BY id DESC LIMIT 1";
	unsigned char *hash = NULL;
	size_t len;
	const struct db_out cols[] = { DB_OUT_BYTES(hash, len) };
	bool found;

	if (db_find(c, a, sql, NULL, 0, cols, DB_N(cols), &found, err))
		return -1;
	memcpy(out, found ? hash : db_event_start, 32);
	return 0;
}

static int changed_lock(struct db_conn *c, struct run *r, struct db_anchor_case **rows,
			struct cw_err *err)
{
	static const char sql[] = "SELECT id, seq, head FROM docket WHERE unanchored = 1"
				  " ORDER BY id LIMIT ? FOR UPDATE";
	const struct db_in in[] = { DB_U64(r->limit) };
	struct db_anchor_case row;
	struct db_rows list = DB_ROWS(r->a, row);
	const struct db_out cols[] = { DB_OUT_U64(row.case_id), DB_OUT_INT(row.seq),
				       DB_OUT_BYTES(row.head, row.head_len) };

	if (db_list(c, r->a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &list, err))
		return -1;
	*rows = list.items;
	r->n = list.n;
	return 0;
}

static int anchor_add(struct db_conn *c, const unsigned char previous[32], const unsigned char hash[32],
		      int64_t now, uint64_t *id, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO anchor (previous, hash, made_at) VALUES (?, ?, ?)";
	const struct db_in in[] = { DB_BYTES(previous, 32), DB_BYTES(hash, 32), DB_TIME(now) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	*id = done.insert_id;
	return 0;
}

static int case_add(struct db_conn *c, uint64_t anchor, const struct db_anchor_case *k,
		    struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO anchor_case (anchor_id, case_id, seq, head) VALUES (?, ?, ?, ?)";
	static const char mark[] = "UPDATE docket SET anchored_seq = ? WHERE id = ?";
	const struct db_in in[] = { DB_U64(anchor), DB_U64(k->case_id), DB_I64(k->seq),
				    DB_BYTES(k->head, 32) };
	const struct db_in in_mark[] = { DB_I64(k->seq), DB_U64(k->case_id) };

	return db_run(c, sql, in, DB_N(in), NULL, err) ||
			       db_run(c, mark, in_mark, DB_N(in_mark), NULL, err)
		       ? -1
		       : 0;
}

static int body(struct db_conn *c, void *arg, struct cw_err *err)
{
	struct run *r = arg;
	struct db_anchor_case *rows;
	unsigned char previous[32], hash[32];
	struct db_anchor_hash *h;
	uint64_t id;

	cw_arena_reset(r->a);
	if (changed_lock(c, r, &rows, err))
		return -1;
	if (r->n == 0)
		return 0;
	if (last_hash(c, r->a, previous, err))
		return -1;
	h = db_anchor_hash_new(previous);
	if (!h)
		return cw_fail_memory(err);
	for (size_t i = 0; i < r->n; i++)
		db_anchor_hash_add(h, rows[i].case_id, (uint32_t)rows[i].seq, rows[i].head);
	db_anchor_hash_done(h, hash);
	if (anchor_add(c, previous, hash, r->now, &id, err))
		return -1;
	for (size_t i = 0; i < r->n; i++)
		if (case_add(c, id, &rows[i], err))
			return -1;
	return 0;
}

int db_anchor_run(struct db_conn *c, struct cw_arena *a, int64_t now, unsigned limit, size_t *n,
		  struct cw_err *err)
{
	struct run r = { .a = a, .now = now, .limit = limit };

	if (db_tx_run(c, body, &r, NULL, err))
		return -1;
	*n = r.n;
	return 0;
}

int db_anchor_list(struct db_conn *c, struct cw_arena *a, uint64_t after, unsigned limit,
		   struct db_anchor **list, size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT id, previous, hash, made_at FROM anchor WHERE id > ?"
				  " ORDER BY id LIMIT ?";
	const struct db_in in[] = { DB_U64(after), DB_U64(limit) };
	struct db_anchor row;
	struct db_rows rows = DB_ROWS(a, row);
	const struct db_out cols[] = { DB_OUT_U64(row.id), DB_OUT_BYTES(row.previous, row.previous_len),
				       DB_OUT_BYTES(row.hash, row.hash_len), DB_OUT_TIME(row.made_at) };

	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_anchor_case_list(struct db_conn *c, struct cw_arena *a, uint64_t anchor, uint64_t after,
			unsigned limit, struct db_anchor_case **list, size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT case_id, seq, head FROM anchor_case WHERE anchor_id = ?"
				  " AND case_id > ? ORDER BY case_id LIMIT ?";
	const struct db_in in[] = { DB_U64(anchor), DB_U64(after), DB_U64(limit) };
	struct db_anchor_case row;
	struct db_rows rows = DB_ROWS(a, row);
	const struct db_out cols[] = { DB_OUT_U64(row.case_id), DB_OUT_INT(row.seq),
				       DB_OUT_BYTES(row.head, row.head_len) };

	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}
