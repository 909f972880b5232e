#include "db/own_record.h"

#include <string.h>

static const char *const places[] = { "own_record.record", "own_record.wrong", "own_record.correct",
				      "own_record.evidence" };

int db_own_record_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		      const struct db_own_record *r, struct cw_err *err)
{
	static const char sql[] = "INSERT INTO own_record (case_id, uid, record, wrong, correct,"
				  " evidence) VALUES (?, ?, ?, ?, ?, ?)";
	const char *const texts[] = { r->record, r->wrong, r->correct, r->evidence };
	unsigned char uid[DB_UID], *sealed;
	struct db_in in[6];
	size_t len;

	db_random(uid, sizeof(uid));
	in[0] = DB_U64(r->case_id);
	in[1] = DB_BYTES(uid, DB_UID);
	for (size_t i = 0; i < DB_N(texts); i++) {
		in[2 + i] = (struct db_in){ .type = DB_T_NULL };
		if (!texts[i])
			continue;
		if (db_seal(k, a, places[i], uid, texts[i], strlen(texts[i]), &sealed, &len, err))
			return -1;
		in[2 + i] = DB_BYTES(sealed, len);
	}
	return db_run(c, sql, in, DB_N(in), NULL, err);
}

int db_own_record_find(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		       uint64_t case_id, struct db_own_record *out, bool *found, struct cw_err *err)
{
	static const char sql[] = "SELECT case_id, uid, record, wrong, correct, evidence"
				  " FROM own_record WHERE case_id = ?";
	const struct db_in in[] = { DB_U64(case_id) };
	const char **texts[] = { &out->record, &out->wrong, &out->correct, &out->evidence };
	unsigned char *uid, *sealed[4];
	size_t n_uid, n[4];
	const struct db_out cols[] = {
		DB_OUT_U64(out->case_id),      DB_OUT_BYTES(uid, n_uid),
		DB_OUT_BYTES(sealed[0], n[0]), DB_OUT_BYTES(sealed[1], n[1]),
		DB_OUT_BYTES(sealed[2], n[2]), DB_OUT_BYTES(sealed[3], n[3]),
	};

	memset(out, 0, sizeof(*out));
	if (db_find(c, a, sql, in, DB_N(in), cols, DB_N(cols), found, err))
		return -1;
	for (size_t i = 0; *found && i < DB_N(texts); i++)
		if (db_unseal(k, a, places[i], uid, sealed[i], n[i], (char **)texts[i], NULL, err))
			return -1;
	return 0;
}
