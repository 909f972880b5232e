#include "db/audit.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "casework/base/text.h"
#include "db/crypt.h"
#include "db/rows.h"

struct db_audit {
	pthread_mutex_t lock; /* guards all below */
	struct cw_arena *arena;
	unsigned char instance[DB_AUDIT_INSTANCE];
	uint64_t last_no;
	unsigned char head[32];
	uint64_t written;	     /* rows by the holder, not known to be committed */
	unsigned char next_head[32]; /* of what was written */
	bool unsure;		     /* the table may be ahead */
};

struct db_audit *db_audit_start(void)
{
	struct db_audit *audit = calloc(1, sizeof(*audit));

	if (!audit)
		return NULL;
	audit->arena = cw_arena_new(0);
	if (!audit->arena) {
		free(audit);
		return NULL;
	}
	pthread_mutex_init(&audit->lock, NULL);
	db_random(audit->instance, sizeof(audit->instance));
	return audit;
}

void db_audit_free(struct db_audit *audit)
{
	if (!audit)
		return;
	pthread_mutex_destroy(&audit->lock);
	cw_arena_free(audit->arena);
	free(audit);
}

/* "<length>:<bytes>" of each field: no two rows have the same bytes. */
static void put_field(struct cw_buf *b, const char *s)
{
	cw_buf_printf(b, "%zu:%s", strlen(s), s);
}

int db_audit_hash(struct cw_arena *a, const unsigned char previous[32],
		  const struct db_audit_row *row, unsigned char out[32], struct cw_err *err)
{
	const struct db_audit_entry *e = &row->entry;
	struct cw_buf b;
	size_t len;
	char *bytes;

	cw_buf_init(&b, a);
	cw_buf_add(&b, (const char *)previous, 32);
	cw_buf_add(&b, (const char *)row->instance, DB_AUDIT_INSTANCE);
	cw_buf_printf(&b, "%" PRIu64 ",%" PRId64 ",%" PRIu64 ",", row->no, e->at, e->user);
	put_field(&b, e->what);
	put_field(&b, e->subject);
	put_field(&b, e->detail);
	put_field(&b, e->client);
	bytes = cw_buf_done(&b, &len);
	if (!bytes)
		return cw_fail_memory(err);
	db_sha256(bytes, len, out);
	return 0;
}

static int row_add(struct db_conn *c, const struct db_audit_row *row, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO audit (instance, no, at, user_id, what, subject, detail, client, hash)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
	const struct db_in in[] = {
		DB_BYTES(row->instance, DB_AUDIT_INSTANCE),
		DB_U64(row->no),
		DB_TIME(row->entry.at),
		DB_ID_OR_NULL(row->entry.user),
		DB_STR(row->entry.what),
		DB_STR(row->entry.subject),
		DB_STR(row->entry.detail),
		DB_STR(row->entry.client),
		DB_BYTES(row->hash, 32),
	};

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

/* Finds the last row that made it, after a transaction whose outcome stayed unknown. */
static int head_reload(struct db_audit *audit, struct db_conn *c, struct cw_err *err)
{
	static const char sql[] =
		"SELECT no, hash FROM audit WHERE instance = ? ORDER BY no DESC LIMIT 1";
	const struct db_in in[] = { DB_BYTES(audit->instance, DB_AUDIT_INSTANCE) };
	unsigned char *hash = NULL;
	uint64_t no = 0;
	size_t len = 0;
	const struct db_out out[] = { DB_OUT_U64(no), DB_OUT_BYTES(hash, len) };
	bool found;

	if (db_find(c, audit->arena, sql, in, DB_N(in), out, DB_N(out), &found, err))
		return -1;
	if (found && len != sizeof(audit->head))
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	if (found) {
		audit->last_no = no;
		memcpy(audit->head, hash, len);
	}
	audit->unsure = false;
	return 0;
}

/* A copy of at most MAX code points. */
static const char *cut(struct cw_arena *a, const char *s, size_t max)
{
	size_t len = strlen(s), end = 0;
	uint32_t cp;

	for (size_t i = 0; i < max && end < len; i++) {
		size_t n = cw_utf8_next(s + end, len - end, &cp);

		if (n == 0)
			break;
		end += n;
	}
	return cw_strndup(a, s, end);
}

void db_audit_hold(struct db_audit *audit)
{
	pthread_mutex_lock(&audit->lock);
	audit->written = 0;
}

/* Behind the row whose hash next_head is. */
static int write_next(struct db_audit *audit, struct db_conn *c, const struct db_audit_entry *entry,
		      struct cw_err *err)
{
	unsigned char previous[sizeof(audit->head)];
	struct db_audit_row row = { .instance = audit->instance,
				    .no = audit->last_no + audit->written + 1,
				    .entry = *entry,
				    .hash = audit->next_head };

	memcpy(previous, audit->next_head, sizeof(previous));
	row.entry.subject = cut(audit->arena, entry->subject, 80);
	row.entry.detail = cut(audit->arena, entry->detail, 500);
	if (!row.entry.subject || !row.entry.detail)
		return cw_fail_memory(err);
	if (db_audit_hash(audit->arena, previous, &row, audit->next_head, err))
		return -1;
	audit->written++;
	return row_add(c, &row, err);
}

int db_audit_write_all(struct db_audit *audit, struct db_conn *c, const struct db_audit_entry *entries,
		       size_t n, struct cw_err *err)
{
	if (audit->unsure && head_reload(audit, c, err))
		return -1;
	audit->written = 0; /* of a run that was rolled back */
	memcpy(audit->next_head, audit->head, sizeof(audit->head));
	for (size_t i = 0; i < n; i++)
		if (write_next(audit, c, &entries[i], err))
			return -1;
	return 0;
}

int db_audit_write(struct db_audit *audit, struct db_conn *c, const struct db_audit_entry *entry,
		   struct cw_err *err)
{
	return db_audit_write_all(audit, c, entry, 1, err);
}

void db_audit_release(struct db_audit *audit, bool committed)
{
	if (audit->written && committed) {
		audit->last_no += audit->written;
		memcpy(audit->head, audit->next_head, sizeof(audit->head));
	} else if (audit->written) {
		audit->unsure = true;
	}
	cw_arena_reset(audit->arena);
	pthread_mutex_unlock(&audit->lock);
}

struct one_entry {
	struct db_audit *audit;
	const struct db_audit_entry *entry;
};

static int one_entry_fn(struct db_conn *c, void *arg, struct cw_err *err)
{
	const struct one_entry *one = arg;

	return db_audit_write(one->audit, c, one->entry, err);
}

int db_audit_add(struct db_audit *audit, struct db_conn *c, const struct db_audit_entry *entry,
		 struct cw_err *err)
{
	struct one_entry one = { audit, entry };
	int rc;

	db_audit_hold(audit);
	rc = db_tx_run(c, one_entry_fn, &one, NULL, err);
	db_audit_release(audit, rc == 0);
	return rc;
}

#define AUDIT_COLUMNS "instance, no, at, user_id, what, subject, detail, client, hash"
#define AUDIT_OUT(r, len)                                                                          \
	DB_OUT_BYTES((r).instance, len), DB_OUT_U64((r).no), DB_OUT_TIME((r).entry.at),            \
		DB_OUT_U64((r).entry.user), DB_OUT_STR((r).entry.what),                            \
		DB_OUT_STR((r).entry.subject), DB_OUT_STR((r).entry.detail),                       \
		DB_OUT_STR((r).entry.client), DB_OUT_BYTES((r).hash, len)

int db_audit_list(struct db_conn *c, struct cw_arena *a, const struct db_audit_query *q,
		  struct db_audit_row **items, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " AUDIT_COLUMNS ", (SELECT name FROM user WHERE id = audit.user_id)"
		" FROM audit WHERE (? IS NULL OR at >= ?) AND (? IS NULL OR at < ?)"
		" AND (? IS NULL OR what = CONVERT(? USING ascii)) AND (? IS NULL OR user_id = ?)"
		" AND (? IS NULL OR (at <= ? AND (at < ? OR instance < ? OR (instance = ? AND no < "
		"?))))"
		" ORDER BY at DESC, instance DESC, no DESC LIMIT ?";
	const struct db_in in[] = {
		DB_TIME(q->from),
		DB_TIME(q->from),
		DB_TIME(q->to),
		DB_TIME(q->to),
		DB_STR(q->what),
		DB_STR(q->what),
		DB_ID_OR_NULL(q->user),
		DB_ID_OR_NULL(q->user),
		DB_TIME(q->before_at),
		DB_TIME(q->before_at),
		DB_TIME(q->before_at),
		DB_BYTES(q->before_instance, DB_AUDIT_INSTANCE),
		DB_BYTES(q->before_instance, DB_AUDIT_INSTANCE),
		DB_U64(q->before_no),
		DB_U64(q->limit),
	};
	struct db_audit_row row = { 0 };
	struct db_rows rows = DB_ROWS(a, row);
	size_t len;
	const struct db_out out[] = { AUDIT_OUT(row, len), DB_OUT_STR(row.user_name) };

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*items = rows.items;
	*n = rows.n;
	return 0;
}

int db_audit_chain_list(struct db_conn *c, struct cw_arena *a,
			const unsigned char instance[DB_AUDIT_INSTANCE], uint64_t after_no,
			unsigned limit, struct db_audit_row **items, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT " AUDIT_COLUMNS " FROM audit WHERE instance = ? AND no > ?"
		" ORDER BY no LIMIT ?";
	const struct db_in in[] = { DB_BYTES(instance, DB_AUDIT_INSTANCE), DB_U64(after_no),
				    DB_U64(limit) };
	struct db_audit_row row = { 0 };
	struct db_rows rows = DB_ROWS(a, row);
	size_t len;
	const struct db_out out[] = { AUDIT_OUT(row, len) };

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*items = rows.items;
	*n = rows.n;
	return 0;
}

int db_audit_instance_find(struct db_conn *c, struct cw_arena *a,
			   const unsigned char after[DB_AUDIT_INSTANCE],
			   unsigned char next[DB_AUDIT_INSTANCE], bool *found, struct cw_err *err)
{
	static const char sql[] =
		"SELECT instance FROM audit WHERE instance > ? ORDER BY instance LIMIT 1";
	const struct db_in in[] = { DB_BYTES(after, DB_AUDIT_INSTANCE) };
	unsigned char *instance = NULL;
	size_t len = 0;
	const struct db_out out[] = { DB_OUT_BYTES(instance, len) };

	if (db_find(c, a, sql, in, DB_N(in), out, DB_N(out), found, err))
		return -1;
	if (*found && len != DB_AUDIT_INSTANCE)
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	if (*found)
		memcpy(next, instance, DB_AUDIT_INSTANCE);
	return 0;
}
