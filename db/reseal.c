#include "db/reseal.h"

#include <string.h>

#include "db/document.h"
#include "db/rows.h"

/* How a table's rows are named, in the order of its key. */
enum shape {
	BY_ID,	 /* id */
	BY_PART, /* id of the reply, no of the part */
	BY_SAY,	 /* id of the reply, no of the part, text: the say */
	BY_KEY	 /* text: the principal, bytes: the key's hash */
};

/* SELECT gives id, no, text, bytes, uid and the sealed value of the rows behind a key; UPDATE takes
 * the new value, the key and the old value. */
struct column {
	const char *place;
	enum shape shape;
	const char *select, *update;
	bool numbered; /* bound to the uid and the part's number (db/document.h) */
	const char *bound; /* the place that the values are bound to, where it is another */
};

#define OF_ROW(table, name)                                                                        \
	{                                                                                          \
		table "." name, BY_ID,                                                             \
			"SELECT id, 0, NULL, NULL, uid, " name " FROM " table                      \
			" WHERE id > ? AND " name " IS NOT NULL ORDER BY id LIMIT ?",              \
			"UPDATE " table " SET " name " = ? WHERE id = ? AND " name " = ?"          \
	}

/* The same column kept as it was, sealed for the row that it was of. */
#define OF_BEFORE(table, name)                                                                     \
	{                                                                                          \
		table "_before." name, BY_ID,                                                      \
			"SELECT id, 0, NULL, NULL, uid, " name " FROM " table "_before"            \
			" WHERE id > ? AND " name " IS NOT NULL ORDER BY id LIMIT ?",              \
			"UPDATE " table "_before SET " name " = ? WHERE id = ? AND " name " = ?",  \
			.bound = table "." name                                                    \
	}

/* The same for a table with a row for each KEY: a case, a person. */
#define OF_EACH(table, key, name)                                                                  \
	{                                                                                          \
		table "." name, BY_ID,                                                             \
			"SELECT " key ", 0, NULL, NULL, uid, " name " FROM " table " WHERE " key   \
			" > ? AND " name " IS NOT NULL ORDER BY " key " LIMIT ?",                  \
			"UPDATE " table " SET " name " = ? WHERE " key " = ? AND " name " = ?"     \
	}
#define OF_CASE(table, name) OF_EACH(table, "case_id", name)

static const struct column columns[] = {
	OF_ROW("person", "name"),
	OF_ROW("person", "id_number"),
	OF_ROW("person", "phone"),
	OF_ROW("person", "email"),
	OF_ROW("person", "address"),
	OF_BEFORE("person", "name"),
	OF_BEFORE("person", "id_number"),
	OF_BEFORE("person", "phone"),
	OF_BEFORE("person", "email"),
	OF_BEFORE("person", "address"),
	OF_BEFORE("representative", "licence"),
	OF_ROW("letter", "body"),
	OF_ROW("contact_record", "said"),
	OF_ROW("contact_record", "needs"),
	OF_ROW("proposal", "input"),
	OF_ROW("own_record", "record"),
	OF_ROW("own_record", "wrong"),
	OF_ROW("own_record", "correct"),
	OF_ROW("own_record", "evidence"),
	OF_ROW("office_letter", "body"),
	OF_ROW("complaint", "matter"),
	OF_ROW("complaint", "agency_answer"),
	OF_ROW("complaint", "finding"),
	OF_ROW("case_stop", "successor"),
	OF_ROW("case_stop", "contact"),
	OF_ROW("legal_conflict", "party"),
	OF_ROW("service", "recipient"),
	OF_ROW("service", "record"),
	OF_ROW("representative", "licence"),
	OF_ROW("contact_attempt", "note"),
	OF_CASE("filing", "cannot_write"),
	OF_CASE("filing", "born_on"),
	OF_CASE("suggestion", "reason"),
	OF_ROW("consultation", "party"),
	OF_ROW("consultation", "address"),
	OF_ROW("consultation", "information"),
	OF_ROW("consultation", "question"),
	OF_ROW("consultation", "opinion"),
	OF_ROW("consultation", "late_opinion"),
	OF_ROW("consultation", "weighing"),
	OF_ROW("reasons_request", "answer"),
	OF_ROW("endpoint", "url"),
	OF_ROW("endpoint", "secret"),
	OF_ROW("endpoint", "old_secret"),
	OF_EACH("user_mail", "user_id", "address"),
	{ "evaluation.remarks", BY_PART,
	  "SELECT case_id, handling, NULL, NULL, uid, remarks FROM evaluation"
	  " WHERE (case_id > ? OR (case_id = ? AND handling > ?)) AND remarks IS NOT NULL"
	  " ORDER BY case_id, handling LIMIT ?",
	  "UPDATE evaluation SET remarks = ? WHERE case_id = ? AND handling = ? AND remarks = ?" },
	{ "reply_part.description", BY_PART,
	  "SELECT p.reply_id, p.no, NULL, NULL, r.uid, p.description"
	  " FROM reply_part p JOIN reply r ON r.id = p.reply_id"
	  " WHERE p.reply_id > ? OR (p.reply_id = ? AND p.no > ?)"
	  " ORDER BY p.reply_id, p.no LIMIT ?",
	  "UPDATE reply_part SET description = ? WHERE reply_id = ? AND no = ? AND description = "
	  "?" },
	{ "reply_say.text", BY_SAY,
	  "SELECT s.reply_id, s.part_no, s.say, NULL, r.uid, s.text"
	  " FROM reply_say s JOIN reply r ON r.id = s.reply_id"
	  " WHERE s.reply_id > ? OR (s.reply_id = ? AND (s.part_no > ?"
	  " OR (s.part_no = ? AND s.say > ?)))"
	  " ORDER BY s.reply_id, s.part_no, s.say LIMIT ?",
	  "UPDATE reply_say SET text = ? WHERE reply_id = ? AND part_no = ? AND say = ? AND text = "
	  "?" },
	OF_ROW("document", "name"),
	{ "document_part.bytes", BY_PART,
	  "SELECT p.document_id, p.no, NULL, NULL, d.uid, p.bytes"
	  " FROM document_part p JOIN document d ON d.id = p.document_id"
	  " WHERE p.document_id > ? OR (p.document_id = ? AND p.no > ?)"
	  " ORDER BY p.document_id, p.no LIMIT ?",
	  "UPDATE document_part SET bytes = ? WHERE document_id = ? AND no = ? AND bytes = ?",
	  true },
	{ "idempotency.answer", BY_KEY,
	  "SELECT 0, 0, principal, key_hash, uid, answer FROM idempotency"
	  " WHERE (principal > ? OR (principal = ? AND key_hash > ?)) AND answer IS NOT NULL"
	  " ORDER BY principal, key_hash LIMIT ?",
	  "UPDATE idempotency SET answer = ? WHERE principal = ? AND key_hash = ? AND answer = ?" },
};
const unsigned db_reseal_columns = DB_N(columns);

const char *db_reseal_place(unsigned column)
{
	return columns[column].place;
}

struct row {
	struct db_reseal_at at;
	const unsigned char *uid, *sealed;
	size_t n_uid, n_sealed;
};

static int list(struct db_conn *c, struct cw_arena *a, const struct column *col,
		const struct db_reseal_at *at, unsigned limit, struct row **items, size_t *n,
		struct cw_err *err)
{
	const char *text = at->text ? at->text : "";
	const struct db_in id = DB_U64(at->id), no = DB_U64(at->no), say = DB_STR(text),
			   key = DB_BYTES(at->bytes ? (const void *)at->bytes : "", at->n_bytes),
			   max = DB_U64(limit);
	const struct db_in by_id[] = { id, max }, by_part[] = { id, id, no, max },
			   by_say[] = { id, id, no, no, say, max },
			   by_key[] = { say, say, key, max };
	const struct {
		const struct db_in *in;
		size_t n;
	} in[] = { [BY_ID] = { by_id, DB_N(by_id) },
		   [BY_PART] = { by_part, DB_N(by_part) },
		   [BY_SAY] = { by_say, DB_N(by_say) },
		   [BY_KEY] = { by_key, DB_N(by_key) } };
	struct row row;
	struct db_rows rows = DB_ROWS(a, row);
	const struct db_out out[] = {
		DB_OUT_U64(row.at.id),
		DB_OUT_U64(row.at.no),
		DB_OUT_STR(row.at.text),
		DB_OUT_BYTES(row.at.bytes, row.at.n_bytes),
		DB_OUT_BYTES(row.uid, row.n_uid),
		DB_OUT_BYTES(row.sealed, row.n_sealed),
	};

	if (db_list(c, a, col->select, in[col->shape].in, in[col->shape].n, out, DB_N(out),
		    db_rows_add, &rows, err))
		return -1;
	*items = rows.items;
	*n = rows.n;
	return 0;
}

/* *HIT: the value was still there. */
static const char *bound_to(const struct column *col)
{
	return col->bound ? col->bound : col->place;
}

static int replace(struct db_conn *c, const struct column *col, const struct row *r,
		   const unsigned char *sealed, size_t len, bool *hit, struct cw_err *err)
{
	const struct db_in now = DB_BYTES(sealed, len), id = DB_U64(r->at.id),
			   no = DB_U64(r->at.no), say = DB_STR(r->at.text),
			   key = DB_BYTES(r->at.bytes, r->at.n_bytes),
			   old = DB_BYTES(r->sealed, r->n_sealed);
	const struct db_in by_id[] = { now, id, old }, by_part[] = { now, id, no, old },
			   by_say[] = { now, id, no, say, old }, by_key[] = { now, say, key, old };
	struct db_done done;
	int rc;

	switch (col->shape) {
	case BY_ID:
		rc = db_run(c, col->update, by_id, DB_N(by_id), &done, err);
		break;
	case BY_PART:
		rc = db_run(c, col->update, by_part, DB_N(by_part), &done, err);
		break;
	case BY_SAY:
		rc = db_run(c, col->update, by_say, DB_N(by_say), &done, err);
		break;
	default:
		rc = db_run(c, col->update, by_key, DB_N(by_key), &done, err);
	}
	if (rc)
		return -1;
	*hit = done.changed > 0;
	return 0;
}

struct slice {
	struct cw_arena *arena;
	const struct db_keyring *keys;
	const struct column *column;
	struct db_reseal_at from, to;
	unsigned limit;
	struct db_reseal_done done;
};

static int reseal_row(struct db_conn *c, struct slice *s, const struct row *r, struct cw_err *err)
{
	unsigned char *sealed, uid[DB_UID];
	char *plain;
	size_t n_plain, n_sealed;
	bool hit;

	s->done.seen++;
	s->to = r->at;
	if (db_sealed_key(r->sealed, r->n_sealed) == db_keyring_field_id(s->keys))
		return 0;
	if (r->n_uid != DB_UID)
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	memcpy(uid, r->uid, DB_UID);
	if (s->column->numbered)
		db_document_part_uid(r->uid, (unsigned)r->at.no, uid);
	if (db_unseal(s->keys, s->arena, bound_to(s->column), uid, r->sealed, r->n_sealed, &plain,
		      &n_plain, err) ||
	    db_seal(s->keys, s->arena, bound_to(s->column), uid, plain, n_plain, &sealed, &n_sealed,
		    err) ||
	    replace(c, s->column, r, sealed, n_sealed, &hit, err))
		return -1;
	s->done.sealed += hit;
	s->done.moved += !hit;
	return 0;
}

static int slice_fn(struct db_conn *c, void *arg, struct cw_err *err)
{
	struct slice *s = arg;
	struct row *rows;
	size_t n;

	s->done = (struct db_reseal_done){ .end = false };
	s->to = s->from;
	if (list(c, s->arena, s->column, &s->from, s->limit, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (reseal_row(c, s, &rows[i], err))
			return -1;
	s->done.end = n < s->limit;
	return 0;
}

int db_reseal_slice(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		    unsigned column, struct db_reseal_at *at, unsigned limit,
		    struct db_reseal_done *out, struct cw_err *err)
{
	struct slice s = {
		.arena = a, .keys = k, .column = &columns[column], .from = *at, .limit = limit
	};

	if (db_tx_run(c, slice_fn, &s, NULL, err))
		return -1;
	*at = s.to;
	*out = s.done;
	return 0;
}
