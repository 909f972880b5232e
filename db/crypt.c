/* Sealing of fields, blind indexes, and the checks that the keys are the right ones. */
#include "db/crypt.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/keyfile.h"

#define FORMAT	  1
#define CIPHER_ID 1 /* AES-256-GCM */
#define HEAD	  3 /* format, cipher, key id */
#define NONCE	  12
#define TAG	  16
#define OVERHEAD  (HEAD + NONCE + TAG)
#define PLACE_MAX 64

void db_random(void *buf, size_t n)
{
	unsigned char *p = buf;

	while (n) {
		int part = n > 65536 ? 65536 : (int)n;

		if (RAND_bytes(p, part) != 1)
			abort(); /* a guessable key or code is worse than none */
		p += part;
		n -= (size_t)part;
	}
}

/* ---- Sealed values. */

/* "table.column" | uid: what a value is bound to.  The uid's length is fixed, so no two places give
 * the same bytes. */
static size_t bound_to(unsigned char *aad, const char *place, const unsigned char uid[DB_UID])
{
	size_t n = strlen(place);

	if (n > PLACE_MAX)
		abort(); /* a literal of ours */
	memcpy(aad, place, n); /* bytes, not text: NOLINT(bugprone-not-null-terminated-result) */
	memcpy(aad + n, uid, DB_UID);
	return n + DB_UID;
}

static bool encrypt(EVP_CIPHER_CTX *x, const unsigned char *key, const unsigned char *aad,
		    size_t n_aad, const char *plain, size_t len, unsigned char *out)
{
	unsigned char *text = out + HEAD + NONCE;
	int n;

	return EVP_EncryptInit_ex(x, EVP_aes_256_gcm(), NULL, key, out + HEAD) == 1 &&
	       EVP_EncryptUpdate(x, NULL, &n, aad, (int)n_aad) == 1 &&
	       (len == 0 ||
		EVP_EncryptUpdate(x, text, &n, (const unsigned char *)plain, (int)len) == 1) &&
	       EVP_EncryptFinal_ex(x, text + len, &n) == 1 &&
	       EVP_CIPHER_CTX_ctrl(x, EVP_CTRL_GCM_GET_TAG, TAG, text + len) == 1;
}

int db_seal(const struct db_keyring *k, struct cw_arena *a, const char *place,
	    const unsigned char uid[DB_UID], const char *plain, size_t len, unsigned char **out,
	    size_t *out_len, struct cw_err *err)
{
	unsigned char aad[PLACE_MAX + DB_UID], *p;
	size_t n_aad = bound_to(aad, place, uid);
	unsigned id = db_keyring_newest(k, DB_KEY_FIELD);
	EVP_CIPHER_CTX *x;
	bool done;

	*out = NULL;
	*out_len = 0;
	if (!plain)
		return 0;
	p = len <= INT32_MAX - OVERHEAD ? cw_alloc(a, len + OVERHEAD) : NULL;
	x = p ? EVP_CIPHER_CTX_new() : NULL;
	if (!x)
		return cw_fail_memory(err);
	p[0] = FORMAT;
	p[1] = CIPHER_ID;
	p[2] = (unsigned char)id;
	/* Random: safe for 2^32 values a key, far more than an installation writes between
	 * rotations. */
	db_random(p + HEAD, NONCE);
	done = encrypt(x, db_keyring_key(k, DB_KEY_FIELD, id), aad, n_aad, plain, len, p);
	EVP_CIPHER_CTX_free(x);
	if (!done)
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	*out = p;
	*out_len = len + OVERHEAD;
	return 0;
}

/* TEXT is LEN bytes and the tag. */
static bool decrypt(EVP_CIPHER_CTX *x, const unsigned char *key, const unsigned char *aad,
		    size_t n_aad, const unsigned char *nonce, const unsigned char *text, size_t len,
		    unsigned char *plain)
{
	unsigned char tag[TAG];
	int n;

	memcpy(tag, text + len, TAG);
	return EVP_DecryptInit_ex(x, EVP_aes_256_gcm(), NULL, key, nonce) == 1 &&
	       EVP_DecryptUpdate(x, NULL, &n, aad, (int)n_aad) == 1 &&
	       (len == 0 || EVP_DecryptUpdate(x, plain, &n, text, (int)len) == 1) &&
	       EVP_CIPHER_CTX_ctrl(x, EVP_CTRL_GCM_SET_TAG, TAG, tag) == 1 &&
	       EVP_DecryptFinal_ex(x, plain + len, &n) == 1;
}

static int missing_key(const char *kind, unsigned id, struct cw_err *err)
{
	char number[12];

	snprintf(number, sizeof(number), "%u", id);
	return cw_fail(err, CW_INTERNAL, CW_MSG_DB_KEY_MISSING, kind, number, NULL);
}

int db_unseal(const struct db_keyring *k, struct cw_arena *a, const char *place,
	      const unsigned char uid[DB_UID], const unsigned char *sealed, size_t len,
	      char **plain, size_t *plain_len, struct cw_err *err)
{
	unsigned char aad[PLACE_MAX + DB_UID];
	const unsigned char *key;
	EVP_CIPHER_CTX *x;
	char *p;
	bool done;

	*plain = NULL;
	if (plain_len)
		*plain_len = 0;
	if (!sealed)
		return 0;
	if (len < OVERHEAD || len > INT32_MAX || sealed[0] != FORMAT || sealed[1] != CIPHER_ID)
		return cw_fail(err, CW_INTERNAL, CW_MSG_DB_SEAL_BROKEN, place, NULL);
	key = db_keyring_key(k, DB_KEY_FIELD, sealed[2]);
	if (!key)
		key = db_keyring_look_again(k, DB_KEY_FIELD, sealed[2]);
	if (!key)
		return missing_key("field", sealed[2], err);
	len -= OVERHEAD;
	p = cw_alloc(a, len + 1);
	x = p ? EVP_CIPHER_CTX_new() : NULL;
	if (!x)
		return cw_fail_memory(err);
	done = decrypt(x, key, aad, bound_to(aad, place, uid), sealed + HEAD, sealed + HEAD + NONCE,
		       len, (unsigned char *)p);
	EVP_CIPHER_CTX_free(x);
	if (!done) {
		OPENSSL_cleanse(
			p, len); /* what GCM gives before the tag is checked is not to be used */
		return cw_fail(err, CW_INTERNAL, CW_MSG_DB_SEAL_BROKEN, place, NULL);
	}
	*plain = p;
	if (plain_len)
		*plain_len = len;
	return 0;
}

unsigned db_sealed_key(const unsigned char *sealed, size_t len)
{
	if (!sealed || len < OVERHEAD || sealed[0] != FORMAT || sealed[1] != CIPHER_ID)
		return 0;
	return sealed[2];
}

unsigned db_keyring_field_id(const struct db_keyring *k)
{
	return db_keyring_newest(k, DB_KEY_FIELD);
}

/* ---- Hashes. */

void db_sha256(const void *data, size_t len, unsigned char out[32])
{
	if (!SHA256(data, len, out))
		abort();
}

void db_sha1(const void *data, size_t len, unsigned char out[20])
{
	if (!EVP_Digest(data, len, out, NULL, EVP_sha1(), NULL))
		abort();
}

struct db_hash *db_hash_new(void)
{
	EVP_MD_CTX *x = EVP_MD_CTX_new();

	if (!x || EVP_DigestInit_ex(x, EVP_sha256(), NULL) != 1)
		abort();
	return (struct db_hash *)x;
}

void db_hash_add(struct db_hash *h, const void *data, size_t len)
{
	if (EVP_DigestUpdate((EVP_MD_CTX *)h, data, len) != 1)
		abort();
}

void db_hash_end(struct db_hash *h, unsigned char out[32])
{
	if (EVP_DigestFinal_ex((EVP_MD_CTX *)h, out, NULL) != 1)
		abort();
	EVP_MD_CTX_free((EVP_MD_CTX *)h);
}

/* HMAC-SHA256(key, LEAD | name | NUL | data).  LEAD keeps the two uses of a key apart: a name is
 * never empty, so a message that begins with NUL is no blind index. */
static void mac(const unsigned char *key, bool lead, const char *name, const void *data, size_t len,
		unsigned char out[32])
{
	static const unsigned char nul;
	EVP_MAC *hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
	EVP_MAC_CTX *x = hmac ? EVP_MAC_CTX_new(hmac) : NULL;
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string("digest", (char[]){ "SHA256" }, 0),
		OSSL_PARAM_construct_end(),
	};
	size_t n = 0;

	if (!x || EVP_MAC_init(x, key, 32, params) != 1 ||
	    (lead && EVP_MAC_update(x, &nul, 1) != 1) ||
	    EVP_MAC_update(x, (const unsigned char *)name, strlen(name) + 1) != 1 ||
	    (len && EVP_MAC_update(x, data, len) != 1) || EVP_MAC_final(x, out, &n, 32) != 1 ||
	    n != 32)
		abort(); /* only without memory, and there is no wrong answer to give instead */
	EVP_MAC_CTX_free(x);
	EVP_MAC_free(hmac);
}

void db_blind(const struct db_keyring *k, const char *kind, const char *normal,
	      unsigned char out[DB_BLIND])
{
	unsigned id = db_keyring_newest(k, DB_KEY_INDEX);

	out[0] = (unsigned char)id;
	mac(db_keyring_key(k, DB_KEY_INDEX, id), false, kind, normal, strlen(normal), out + 1);
}

void db_hmac(const struct db_keyring *k, const char *purpose, const void *data, size_t len,
	     unsigned char out[32])
{
	/* The oldest: what is stored under it carries no key id. */
	mac(db_keyring_key(k, DB_KEY_INDEX, db_keyring_oldest(k, DB_KEY_INDEX)), true, purpose,
	    data, len, out);
}

/* ---- Are these the keys that the database was written with? */

#define CHECK 32

static const char *const kind_names[] = { [DB_KEY_FIELD] = "field", [DB_KEY_INDEX] = "index" };

/* Tells nothing of the key, and is the same each time. */
static void check_value(const struct db_keyring *k, enum db_key_kind kind, unsigned id,
			unsigned char out[CHECK])
{
	unsigned char n = (unsigned char)id;

	mac(db_keyring_key(k, kind, id), true, "key check", &n, 1, out);
}

struct checked {
	const struct db_keyring *k;
	char *kind;
	uint64_t id;
	unsigned char *value;
	size_t len;
	bool there[DB_KEY_KINDS][DB_KEY_IDS];
};

static int check_row(void *arg, struct cw_err *err)
{
	struct checked *r = arg;
	enum db_key_kind kind = strcmp(r->kind, "index") == 0 ? DB_KEY_INDEX : DB_KEY_FIELD;
	unsigned char want[CHECK];
	char number[12];

	if (r->id >= DB_KEY_IDS || !db_keyring_key(r->k, kind, (unsigned)r->id))
		return missing_key(r->kind, (unsigned)r->id, err);
	check_value(r->k, kind, (unsigned)r->id, want);
	if (r->len != CHECK || CRYPTO_memcmp(r->value, want, CHECK) != 0) {
		snprintf(number, sizeof(number), "%u", (unsigned)r->id);
		return cw_fail(err, CW_INTERNAL, CW_MSG_DB_KEY_WRONG, r->kind, number, NULL);
	}
	r->there[kind][r->id] = true;
	return 0;
}

static int check_add(struct db_conn *c, enum db_key_kind kind, unsigned id,
		     const unsigned char value[CHECK], struct cw_err *err)
{
	static const char sql[] =
		"INSERT INTO key_check (kind, key_id, check_value) VALUES (?, ?, ?)";
	const struct db_in in[] = { DB_STR(kind_names[kind]), DB_U64(id), DB_BYTES(value, CHECK) };

	return db_run(c, sql, in, DB_N(in), NULL, err);
}

struct check_run {
	const struct db_keyring *k;
	struct cw_arena *a;
};

/* All rows must fit the ring; keys of the ring that have no row get one. */
static int check_tx(struct db_conn *c, void *arg, struct cw_err *err)
{
	static const char sql[] = "SELECT kind, key_id, check_value FROM key_check"
				  " ORDER BY kind, key_id LIMIT 600 FOR UPDATE";
	struct check_run *run = arg;
	struct checked r = { .k = run->k };
	const struct db_out out[] = { DB_OUT_STR(r.kind), DB_OUT_U64(r.id),
				      DB_OUT_BYTES(r.value, r.len) };
	unsigned char value[CHECK];

	if (db_list(c, run->a, sql, NULL, 0, out, DB_N(out), check_row, &r, err))
		return -1;
	for (enum db_key_kind kind = 0; kind < DB_KEY_KINDS; kind++)
		for (unsigned id = 1; id < DB_KEY_IDS; id++) {
			if (r.there[kind][id] || !db_keyring_key(run->k, kind, id))
				continue;
			check_value(run->k, kind, id, value);
			if (check_add(c, kind, id, value, err))
				return -1;
		}
	return 0;
}

int db_keyring_check(const struct db_keyring *k, struct db_conn *c, struct cw_err *err)
{
	struct check_run run = { .k = k, .a = cw_arena_new(0) };
	int rc;

	if (!run.a)
		return cw_fail_memory(err);
	rc = db_tx_run(c, check_tx, &run, NULL, err);
	if (rc && db_err_duplicate(err, "PRIMARY")) {
		/* Another instance started at the same moment: its rows are there now. */
		cw_err_clear(err);
		rc = db_tx_run(c, check_tx, &run, NULL, err);
	}
	cw_arena_free(run.a);
	return rc;
}
