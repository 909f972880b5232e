/* Letters as sent: db/reply.h. */
#include <string.h>

#include "db/reply.h"
#include "db/rows.h"

int db_letter_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		  struct db_letter *l, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO letter (uid, case_id, handling, kind, agency_id, document_number, made_on,"
		" made_at, signed_by, for_applicant, body, digest, lead_id, copy_no)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
	unsigned char uid[DB_UID], digest[32], *sealed;
	size_t len;
	struct db_done done;

	db_random(uid, sizeof(uid));
	db_sha256(l->body, l->body_len, digest);
	if (db_seal(k, a, "letter.body", uid, l->body, l->body_len, &sealed, &len, err))
		return -1;
	{
		const struct db_in in[] = {
			DB_BYTES(uid, DB_UID), DB_U64(l->case_id), DB_I64(l->handling),
			DB_STR(l->kind), DB_U64(l->agency_id), DB_STR(l->document_number),
			DB_DAY(l->made_on), DB_TIME(l->made_at), DB_ID_OR_NULL(l->signed_by),
			DB_BOOL(l->for_applicant), DB_BYTES(sealed, len), DB_BYTES(digest, 32),
			DB_ID_OR_NULL(l->lead_id), DB_I64(l->copy_no),
		};

		if (db_run(c, sql, in, DB_N(in), &done, err))
			return -1;
	}
	l->id = done.insert_id;
	return 0;
}

/* Kept from the applicant: void, or a reply that is not served. */
#define WITHHELD                                                                                   \
	"(voided_on IS NOT NULL OR EXISTS (SELECT 1 FROM reply r WHERE r.letter_id = letter.id"    \
	" AND r.status <> 'served'))"

int db_letter_get(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k, uint64_t case_id,
		  uint64_t id, struct db_letter *out, struct cw_err *err)
{
	static const char sql[] =
		"SELECT id, case_id, agency_id, signed_by, handling, kind, document_number, made_on,"
		" made_at, for_applicant, COALESCE(lead_id, 0), copy_no, voided_on,"
		" void_reason, " WITHHELD ", uid, body, digest"
		" FROM letter WHERE id = ? AND case_id = ?";
	const struct db_in in[] = { DB_U64(id), DB_U64(case_id) };
	unsigned char *uid, *sealed, *digest, now[32];
	size_t n_uid, n_sealed, n_digest;
	const struct db_out cols[] = {
		DB_OUT_U64(out->id),	    DB_OUT_U64(out->case_id),
		DB_OUT_U64(out->agency_id), DB_OUT_U64(out->signed_by),
		DB_OUT_INT(out->handling),  DB_OUT_STR(out->kind),
		DB_OUT_STR(out->document_number), DB_OUT_DAY(out->made_on),
		DB_OUT_TIME(out->made_at),  DB_OUT_BOOL(out->for_applicant),
		DB_OUT_U64(out->lead_id),   DB_OUT_INT(out->copy_no),
		DB_OUT_DAY(out->voided_on), DB_OUT_STR(out->void_reason),
		DB_OUT_BOOL(out->withheld),
		DB_OUT_BYTES(uid, n_uid),   DB_OUT_BYTES(sealed, n_sealed),
		DB_OUT_BYTES(digest, n_digest),
	};

	if (db_get(c, a, sql, in, DB_N(in), cols, DB_N(cols), err) ||
	    db_unseal(k, a, "letter.body", uid, sealed, n_sealed, (char **)&out->body, &out->body_len,
		      err))
		return -1;
	db_sha256(out->body, out->body_len, now);
	if (n_digest != 32 || memcmp(now, digest, 32) != 0)
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	return 0;
}

int db_letter_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, struct db_letter **list,
		   size_t *n, struct cw_err *err)
{
	static const char sql[] =
		"SELECT id, case_id, agency_id, signed_by, handling, kind, document_number, made_on,"
		" made_at, for_applicant, COALESCE(lead_id, 0), copy_no, voided_on,"
		" void_reason, " WITHHELD
		" FROM letter WHERE case_id = ? ORDER BY id LIMIT 500";
	const struct db_in in[] = { DB_U64(case_id) };
	struct db_letter r = { 0 };
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out out[] = {
		DB_OUT_U64(r.id),	 DB_OUT_U64(r.case_id), DB_OUT_U64(r.agency_id),
		DB_OUT_U64(r.signed_by), DB_OUT_INT(r.handling), DB_OUT_STR(r.kind),
		DB_OUT_STR(r.document_number), DB_OUT_DAY(r.made_on), DB_OUT_TIME(r.made_at),
		DB_OUT_BOOL(r.for_applicant), DB_OUT_U64(r.lead_id), DB_OUT_INT(r.copy_no),
		DB_OUT_DAY(r.voided_on), DB_OUT_STR(r.void_reason), DB_OUT_BOOL(r.withheld),
	};

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_letter_void(struct db_conn *c, uint64_t id, cw_day on, const char *reason, struct cw_err *err)
{
	static const char sql[] = "UPDATE letter SET voided_on = ?, void_reason = ? WHERE id = ?";
	const struct db_in in[] = { DB_DAY(on), DB_STR(reason), DB_U64(id) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_letter_case_list(struct db_conn *c, struct cw_arena *a, const struct db_letter *l,
			struct db_letter_case **list, size_t *n, struct cw_err *err)
{
	static const char sql[] = "SELECT case_id, id FROM letter WHERE id = ?"
				  " UNION SELECT case_id, id FROM letter WHERE lead_id = ?"
				  " ORDER BY case_id LIMIT 100";
	const uint64_t lead = l->lead_id ? l->lead_id : l->id;
	const struct db_in in[] = { DB_U64(lead), DB_U64(lead) };
	struct db_letter_case r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out out[] = { DB_OUT_U64(r.case_id), DB_OUT_U64(r.letter_id) };

	if (db_list(c, a, sql, in, DB_N(in), out, DB_N(out), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}
