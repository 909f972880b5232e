#include "db/document.h"

#include <string.h>

#include "db/rows.h"

#define COLUMNS                                                                                    \
	"id, uid, case_id, handling, kind, status, name, type, size, received, digest, author_id," \
	" author_role, created_at, moved_at, attached_seq"

struct row {
	struct db_document d;
	const unsigned char *name;
	size_t n_name;
};
#define COLUMNS_OUT(r)                                                                             \
	{                                                                                          \
		DB_OUT_U64((r).d.id), DB_OUT_BYTES((r).d.uid, (r).d.uid_len),                      \
			DB_OUT_U64((r).d.case_id), DB_OUT_INT((r).d.handling),                     \
			DB_OUT_STR((r).d.kind), DB_OUT_STR((r).d.status),                          \
			DB_OUT_BYTES((r).name, (r).n_name), DB_OUT_STR((r).d.type),                \
			DB_OUT_U64((r).d.size), DB_OUT_U64((r).d.received),                        \
			DB_OUT_BYTES((r).d.digest, (r).d.digest_len), DB_OUT_U64((r).d.author_id), \
			DB_OUT_STR((r).d.author_role), DB_OUT_TIME((r).d.created_at),              \
			DB_OUT_TIME((r).d.moved_at), DB_OUT_INT((r).d.attached_seq)                \
	}

static int unseal(struct cw_arena *a, const struct db_keyring *k, const struct row *r,
		  struct db_document *out, struct cw_err *err)
{
	char *name;

	*out = r->d;
	if (r->d.uid_len != DB_UID)
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	if (db_unseal(k, a, "document.name", r->d.uid, r->name, r->n_name, &name, NULL, err))
		return -1;
	out->name = name;
	return 0;
}

int db_document_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		    struct db_document *d, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO document (uid, case_id, handling, kind, status, name, size, author_id,"
		" author_role, created_at, moved_at)"
		" VALUES (?, ?, ?, ?, 'uploading', ?, ?, NULLIF(?, 0), ?, ?, ?)";
	unsigned char *name;
	size_t n_name;
	struct db_done done;

	d->uid = cw_alloc(a, DB_UID);
	d->uid_len = DB_UID;
	d->status = "uploading";
	d->received = 0;
	if (!d->uid)
		return cw_fail_memory(err);
	db_random(d->uid, DB_UID);
	if (db_seal(k, a, "document.name", d->uid, d->name, strlen(d->name), &name, &n_name, err))
		return -1;
	{
		const struct db_in in[] = {
			DB_BYTES(d->uid, DB_UID), DB_U64(d->case_id),	  DB_I64(d->handling),
			DB_STR(d->kind),	  DB_BYTES(name, n_name), DB_U64(d->size),
			DB_U64(d->author_id),	  DB_STR(d->author_role), DB_TIME(d->created_at),
			DB_TIME(d->created_at),
		};

		if (db_run(c, sql, in, DB_N(in), &done, err))
			return -1;
	}
	d->id = done.insert_id;
	d->moved_at = d->created_at;
	return 0;
}

static int get(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k, const char *sql,
	       uint64_t case_id, uint64_t id, struct db_document *out, struct cw_err *err)
{
	const struct db_in in[] = { DB_U64(case_id), DB_U64(id) };
	struct row r;
	const struct db_out cols[] = COLUMNS_OUT(r);

	return db_get(c, a, sql, in, DB_N(in), cols, DB_N(cols), err) || unseal(a, k, &r, out, err)
		       ? -1
		       : 0;
}

int db_document_get(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		    uint64_t case_id, uint64_t id, struct db_document *out, struct cw_err *err)
{
	static const char sql[] = "SELECT " COLUMNS " FROM document WHERE case_id = ? AND id = ?";

	return get(c, a, k, sql, case_id, id, out, err);
}

int db_document_lock(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		     uint64_t case_id, uint64_t id, struct db_document *out, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " COLUMNS " FROM document WHERE case_id = ? AND id = ? FOR UPDATE";

	return get(c, a, k, sql, case_id, id, out, err);
}

int db_document_list(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		     uint64_t case_id, struct db_document **list, size_t *n, struct cw_err *err)
{
	/* 500 MiB in documents of a byte would be many; nobody reads more than this. */
	static const char sql[] =
		"SELECT " COLUMNS " FROM document"
		" WHERE case_id = ? AND status = 'complete' ORDER BY id LIMIT 1000";
	const struct db_in in[] = { DB_U64(case_id) };
	struct row r;
	const struct db_out cols[] = COLUMNS_OUT(r);
	struct db_rows rows = DB_ROWS(a, r);

	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	*list = cw_alloc_n(a, rows.n ? rows.n : 1, sizeof(**list));
	if (!*list)
		return cw_fail_memory(err);
	for (size_t i = 0; i < rows.n; i++)
		if (unseal(a, k, &((struct row *)rows.items)[i], &(*list)[i], err))
			return -1;
	*n = rows.n;
	return 0;
}

int db_document_sum(struct db_conn *c, uint64_t case_id, uint64_t *out, struct cw_err *err)
{
	static const char sql[] =
		"SELECT CAST(COALESCE(SUM(size), 0) AS UNSIGNED) FROM document WHERE case_id = ?";
	const struct db_in in[] = { DB_U64(case_id) };
	const struct db_out cols[] = { DB_OUT_U64(*out) };

	return db_get(c, NULL, sql, in, DB_N(in), cols, DB_N(cols), err);
}

/* ---- Parts. */

void db_document_part_uid(const unsigned char uid[DB_UID], unsigned no, unsigned char out[DB_UID])
{
	unsigned char text[DB_UID + 2], hash[32];

	memcpy(text, uid, DB_UID);
	text[DB_UID] = (unsigned char)(no >> 8);
	text[DB_UID + 1] = (unsigned char)no;
	db_sha256(text, sizeof(text), hash);
	memcpy(out, hash, DB_UID);
}

int db_document_part(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		     const struct db_document *d, unsigned no, char **bytes, size_t *len,
		     struct cw_err *err)
{
	static const char sql[] =
		"SELECT bytes FROM document_part WHERE document_id = ? AND no = ?";
	const struct db_in in[] = { DB_U64(d->id), DB_U64(no) };
	unsigned char *sealed, uid[DB_UID];
	size_t n_sealed;
	const struct db_out cols[] = { DB_OUT_BYTES(sealed, n_sealed) };

	db_document_part_uid(d->uid, no, uid);
	return db_get(c, a, sql, in, DB_N(in), cols, DB_N(cols), err) ||
			       db_unseal(k, a, "document_part.bytes", uid, sealed, n_sealed, bytes,
					 len, err)
		       ? -1
		       : 0;
}

static int put_part(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		    const struct db_document *d, unsigned no, const char *bytes, size_t len,
		    struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO document_part (document_id, no, bytes) VALUES (?, ?, ?)"
		" ON DUPLICATE KEY UPDATE bytes = VALUES(bytes)";
	unsigned char *sealed, uid[DB_UID];
	size_t n_sealed;

	db_document_part_uid(d->uid, no, uid);
	if (db_seal(k, a, "document_part.bytes", uid, bytes, len, &sealed, &n_sealed, err))
		return -1;
	{
		const struct db_in in[] = { DB_U64(d->id), DB_U64(no), DB_BYTES(sealed, n_sealed) };

		return db_run(c, sql, in, DB_N(in), NULL, err);
	}
}

int db_document_rewrite(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
			const struct db_document *d, unsigned no, const char *bytes, size_t len,
			struct cw_err *err)
{
	return put_part(c, a, k, d, no, bytes, len, err);
}

/* The first bytes of a part that is begun, with LEN more behind them. */
static int extend(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		  const struct db_document *d, unsigned no, const char *bytes, size_t len,
		  struct cw_err *err)
{
	char *old, *both;
	size_t n_old;

	if (db_document_part(c, a, k, d, no, &old, &n_old, err))
		return -1;
	both = cw_alloc(a, n_old + len);
	if (!both)
		return cw_fail_memory(err);
	memcpy(both, old, n_old);
	memcpy(both + n_old, bytes, len);
	return put_part(c, a, k, d, no, both, n_old + len, err);
}

int db_document_release_last(struct db_conn *c, uint64_t case_id, int handling, int *seq,
			     struct cw_err *err)
{
	static const char sql[] = "SELECT COALESCE(MAX(attached_seq), 0) FROM document"
				  " WHERE case_id = ? AND handling = ? AND kind = 'release'"
				  " AND status = 'complete'";
	const struct db_in in[] = { DB_U64(case_id), DB_I64(handling) };
	const struct db_out out[] = { DB_OUT_INT(*seq) };

	return db_get(c, NULL, sql, in, DB_N(in), out, DB_N(out), err);
}

int db_document_append(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		       struct db_document *d, const char *bytes, size_t len, int64_t now,
		       struct cw_err *err)
{
	static const char sql[] = "UPDATE document SET received = ?, moved_at = ? WHERE id = ? AND "
				  "status = 'uploading'";

	while (len) {
		unsigned no = (unsigned)(d->received / DB_DOCUMENT_PART);
		size_t begun = (size_t)(d->received % DB_DOCUMENT_PART);
		size_t n = len < DB_DOCUMENT_PART - begun ? len : DB_DOCUMENT_PART - begun;

		if (begun ? extend(c, a, k, d, no, bytes, n, err)
			  : put_part(c, a, k, d, no, bytes, n, err))
			return -1;
		d->received += n;
		bytes += n;
		len -= n;
	}
	{
		const struct db_in in[] = { DB_U64(d->received), DB_TIME(now), DB_U64(d->id) };

		return db_run(c, sql, in, DB_N(in), NULL, err);
	}
}

/* ---- The end. */

int db_document_complete(struct db_conn *c, struct db_document *d, struct cw_err *err)
{
	static const char sql[] = "UPDATE document SET status = 'complete', type = ?, digest = ?,"
				  " attached_seq = ? WHERE id = ? AND status = 'uploading'";
	const struct db_in in[] = { DB_STR(d->type), DB_BYTES(d->digest, 32),
				    DB_I64(d->attached_seq), DB_U64(d->id) };

	d->status = "complete";
	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_document_remove(struct db_conn *c, const struct db_document *d, struct cw_err *err)
{
	static const char sql[] =
		"UPDATE document SET status = 'removed' WHERE id = ? AND status = 'complete'";
	const struct db_in in[] = { DB_U64(d->id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_document_forget(struct db_conn *c, const struct db_document *d, struct cw_err *err)
{
	static const char parts[] = "DELETE FROM document_part WHERE document_id = ?";
	static const char sql[] = "DELETE FROM document WHERE id = ? AND status = 'uploading'";
	const struct db_in in[] = { DB_U64(d->id) };

	return db_run(c, parts, in, DB_N(in), NULL, err) || db_run(c, sql, in, DB_N(in), NULL, err)
		       ? -1
		       : 0;
}

struct expire {
	struct cw_arena *arena;
	int64_t before;
	unsigned limit;
	uint64_t gone;
};

static int expire_fn(struct db_conn *c, void *arg, struct cw_err *err)
{
	static const char sql[] =
		"SELECT id FROM document WHERE status = 'uploading' AND moved_at < ?"
		" ORDER BY moved_at, id LIMIT ? FOR UPDATE";
	struct expire *e = arg;
	const struct db_in in[] = { DB_TIME(e->before), DB_U64(e->limit) };
	struct db_document d = { 0 };
	const struct db_out cols[] = { DB_OUT_U64(d.id) };
	struct db_rows rows = DB_ROWS(e->arena, d);
	const struct db_document *list;

	e->gone = 0;
	if (db_list(c, e->arena, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	list = rows.items;
	for (size_t i = 0; i < rows.n; i++)
		if (db_document_forget(c, &list[i], err))
			return -1;
	e->gone = rows.n;
	return 0;
}

int db_document_expire(struct db_conn *c, struct cw_arena *a, int64_t before, unsigned limit,
		       uint64_t *gone, struct cw_err *err)
{
	struct expire e = { a, before, limit, 0 };

	if (db_tx_run(c, expire_fn, &e, NULL, err))
		return -1;
	*gone = e.gone;
	return 0;
}
