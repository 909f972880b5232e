#include "db/urging.h"

#include <string.h>

#include "db/docket.h"
#include "db/rows.h"

int db_office_letter_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
			 struct db_office_letter *l, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO office_letter (uid, agency_id, kind, "
				  "document_number, made_on, made_at,"
				  " signed_by, body, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
	unsigned char uid[DB_UID], digest[32], *sealed;
	struct db_done done;
	size_t len;

	db_random(uid, sizeof(uid));
	db_sha256(l->body, l->body_len, digest);
	if (db_seal(k, a, "office_letter.body", uid, l->body, l->body_len, &sealed, &len, err))
		return -1;
	{
		const struct db_in in[] = {
			DB_BYTES(uid, DB_UID),	    DB_U64(l->agency_id),  DB_STR(l->kind),
			DB_STR(l->document_number), DB_DAY(l->made_on),	   DB_TIME(l->made_at),
			DB_U64(l->signed_by),	    DB_BYTES(sealed, len), DB_BYTES(digest, 32),
		};

		if (db_run(c, sql, in, DB_N(in), &done, err))
			return -1;
	}
	l->id = done.insert_id;
	return 0;
}

int db_office_letter_get(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
			 uint64_t id, struct db_office_letter *out, struct cw_err *err)
{
	static const char sql[] = "SELECT id, agency_id, signed_by, kind, document_number, made_on,"
				  " made_at, uid, body, digest FROM office_letter WHERE id = ?";
	const struct db_in in[] = { DB_U64(id) };
	unsigned char *uid, *sealed, *digest, now[32];
	size_t n_uid, n_sealed, n_digest;
	const struct db_out cols[] = {
		DB_OUT_U64(out->id),
		DB_OUT_U64(out->agency_id),
		DB_OUT_U64(out->signed_by),
		DB_OUT_STR(out->kind),
		DB_OUT_STR(out->document_number),
		DB_OUT_DAY(out->made_on),
		DB_OUT_TIME(out->made_at),
		DB_OUT_BYTES(uid, n_uid),
		DB_OUT_BYTES(sealed, n_sealed),
		DB_OUT_BYTES(digest, n_digest),
	};

	if (db_get(c, a, sql, in, DB_N(in), cols, DB_N(cols), err) ||
	    db_unseal(k, a, "office_letter.body", uid, sealed, n_sealed, (char **)&out->body,
		      &out->body_len, err))
		return -1;
	db_sha256(out->body, out->body_len, now);
	if (n_digest != 32 || memcmp(now, digest, 32) != 0)
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	return 0;
}

/* ---- Reminders. */

int db_urging_add(struct db_conn *c, struct db_urging *u, struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO urging (district_id, agency_id, case_id, handling, matter, demand,"
		" urged_by, urged_on, answer_by, letter_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
	const struct db_in in[] = {
		DB_U64(u->district_id),	   DB_U64(u->agency_id),
		DB_ID_OR_NULL(u->case_id), DB_ID_OR_NULL((uint64_t)u->handling),
		DB_STR(u->matter),	   DB_STR(u->demand),
		DB_U64(u->urged_by),	   DB_DAY(u->urged_on),
		DB_DAY(u->answer_by),	   DB_U64(u->letter_id),
	};
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	u->id = done.insert_id;
	return 0;
}

#define COLUMNS                                                                                    \
	"SELECT u.id, u.district_id, u.agency_id, u.case_id, u.handling, u.matter, u.demand,"      \
	" u.answer, d.number, g.name, u.urged_by, u.answered_by, u.letter_id,"                     \
	" u.answer_letter_id, u.urged_on, u.answer_by, u.answered_on, u.is_open"
#define JOINS " JOIN agency g ON g.id = u.agency_id LEFT JOIN docket d ON d.id = u.case_id"
#define COLUMNS_OUT(u)                                                                             \
	{                                                                                          \
		DB_OUT_U64((u).id), DB_OUT_U64((u).district_id), DB_OUT_U64((u).agency_id),        \
			DB_OUT_U64((u).case_id), DB_OUT_INT((u).handling), DB_OUT_STR((u).matter), \
			DB_OUT_STR((u).demand), DB_OUT_STR((u).answer),                            \
			DB_OUT_STR((u).case_number), DB_OUT_STR((u).agency_name),                  \
			DB_OUT_U64((u).urged_by), DB_OUT_U64((u).answered_by),                     \
			DB_OUT_U64((u).letter_id), DB_OUT_U64((u).answer_letter_id),               \
			DB_OUT_DAY((u).urged_on), DB_OUT_DAY((u).answer_by),                       \
			DB_OUT_DAY((u).answered_on), DB_OUT_BOOL((u).is_open)                      \
	}

int db_urging_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_urging *out,
		  struct cw_err *err)
{
	static const char sql[] = COLUMNS " FROM urging u" JOINS " WHERE u.id = ?";
	const struct db_in in[] = { DB_U64(id) };
	const struct db_out cols[] = COLUMNS_OUT(*out);

	return db_get(c, a, sql, in, DB_N(in), cols, DB_N(cols), err);
}

int db_urging_answer(struct db_conn *c, const struct db_urging *u, struct cw_err *err)
{
	static const char sql[] = "UPDATE urging SET answer = ?, answered_by = ?, answered_on = ?,"
				  " answer_letter_id = ?, is_open = 0 WHERE id = ? AND is_open = 1";
	const struct db_in in[] = { DB_STR(u->answer), DB_U64(u->answered_by),
				    DB_DAY(u->answered_on), DB_U64(u->answer_letter_id),
				    DB_U64(u->id) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	return done.changed == 1 ? 0
				 : cw_fail(err, CW_CONFLICT, CW_MSG_AFTER_URGING_ANSWERED, NULL);
}

#define CURSOR                                                                                     \
	" AND u.is_open = ? AND u.answer_by >= ? AND (u.answer_by > ? OR u.id > ?)"                \
	" ORDER BY u.answer_by, u.id LIMIT ?"

int db_urging_list(struct db_conn *c, struct cw_arena *a, const struct db_urging_query *q,
		   struct db_urging **list, size_t *n, struct cw_err *err)
{
	static const char of_district[] =
		COLUMNS " FROM urging u FORCE INDEX (k_urging_district)" JOINS
			" WHERE u.district_id = ?" CURSOR;
	static const char of_agency[] = COLUMNS " FROM urging u FORCE INDEX (k_urging_agency)" JOINS
						" WHERE u.agency_id = ?" CURSOR;
	const cw_day after = q->after_on == CW_DAY_NONE ? CW_DAY_MIN : q->after_on;
	const struct db_in in[] = { DB_U64(q->agency ? q->agency : q->district),
				    DB_BOOL(q->open),
				    DB_DAY(after),
				    DB_DAY(after),
				    DB_U64(q->after_id),
				    DB_U64(q->limit) };
	struct db_urging r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out cols[] = COLUMNS_OUT(r);

	if (db_list(c, a, q->agency ? of_agency : of_district, in, DB_N(in), cols, DB_N(cols),
		    db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}

int db_urging_case_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
			struct db_urging **list, size_t *n, struct cw_err *err)
{
	static const char sql[] =
		COLUMNS " FROM urging u" JOINS " WHERE u.case_id = ? ORDER BY u.id LIMIT 200";
	const struct db_in in[] = { DB_U64(case_id) };
	struct db_urging r;
	struct db_rows rows = DB_ROWS(a, r);
	const struct db_out cols[] = COLUMNS_OUT(r);

	if (db_list(c, a, sql, in, DB_N(in), cols, DB_N(cols), db_rows_add, &rows, err))
		return -1;
	*list = rows.items;
	*n = rows.n;
	return 0;
}
