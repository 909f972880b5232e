#include "db/idempotency.h"

#include <string.h>

int db_answer_find(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		   const char *principal, const unsigned char key_hash[32], struct db_answer *out,
		   bool *found, struct cw_err *err)
{
	static const char sql[] = "SELECT uid, request_hash, status, headers, answer FROM idempotency"
				  " WHERE principal = ? AND key_hash = ?";
	const struct db_in in[] = { DB_STR(principal), DB_BYTES(key_hash, 32) };
	unsigned char *uid, *hash, *sealed;
	size_t n_uid, n_hash, n_sealed;
	const struct db_out cols[] = {
		DB_OUT_BYTES(uid, n_uid),  DB_OUT_BYTES(hash, n_hash),
		DB_OUT_INT(out->status),   DB_OUT_STR(out->headers),
		DB_OUT_BYTES(sealed, n_sealed),
	};

	memset(out, 0, sizeof(*out));
	if (db_find(c, a, sql, in, DB_N(in), cols, DB_N(cols), found, err))
		return -1;
	if (!*found)
		return 0;
	memcpy(out->request_hash, hash, 32);
	return db_unseal(k, a, "idempotency.answer", uid, sealed, n_sealed, (char **)&out->body,
			 &out->body_len, err);
}

int db_answer_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		  const char *principal, const unsigned char key_hash[32], const struct db_answer *ans,
		  int64_t now, struct cw_err *err)
{
	static const char sql[] =
		"SET STATEMENT innodb_lock_wait_timeout = 1 FOR INSERT INTO idempotency"
		" (principal, key_hash, uid, request_hash, status, headers, answer, created_at)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
	unsigned char uid[DB_UID], *sealed;
	size_t len;

	db_random(uid, sizeof(uid));
	if (db_seal(k, a, "idempotency.answer", uid, ans->body, ans->body_len, &sealed, &len, err))
		return -1;
	{
		const struct db_in in[] = {
			DB_STR(principal), DB_BYTES(key_hash, 32), DB_BYTES(uid, DB_UID),
			DB_BYTES(ans->request_hash, 32), DB_I64(ans->status), DB_STR(ans->headers),
			sealed ? DB_BYTES(sealed, len) : (struct db_in){ .type = DB_T_NULL },
			DB_TIME(now),
		};

		if (db_run(c, sql, in, DB_N(in), NULL, err) == 0)
			return 0;
	}
	/* The other request with this key is still at it: that is the answer, not a reason to wait on. */
	if (db_err_lock_wait(err))
		db_tx_give_up(c);
	return -1;
}

int db_answer_expire(struct db_conn *c, int64_t before, unsigned limit, uint64_t *gone,
		     struct cw_err *err)
{
	static const char sql[] =
		"DELETE FROM idempotency WHERE created_at < ? ORDER BY created_at LIMIT ?";
	const struct db_in in[] = { DB_TIME(before), DB_U64(limit) };
	struct db_done done;

	if (db_run(c, sql, in, DB_N(in), &done, err))
		return -1;
	*gone = done.changed;
	return 0;
}
