/*
 * Field encryption and blind indexes (design.md, Personal data).
 *
 * Key file (text, mode 0600, owner the service): one line a key, "field <id> <base64 of 32 bytes>"
 * or "index <id> <base64>"; ids 1-255; the highest id of a kind is the one that writes.
 * A sealed value is: format byte 1 | cipher id 1 (AES-256-GCM) | key id | nonce 12 | text | tag 16.
 * AAD = "table.column" | the row's random uid, so that a value cannot be moved.
 */
#ifndef DB_CRYPT_H
#define DB_CRYPT_H

#include "db/db.h"

#define DB_UID 16 /* bytes of a row's random uid */

/* Any number of threads may use a ring.  Its keys never change, but it learns of those that a rotation
 * adds to its file: a value under a key that it lacks makes it look there again. */
struct db_keyring;

/* Errors name the file and the line's number, never a key. */
int db_keyring_load(const char *path, struct db_keyring **out, struct cw_err *err) CW_MUST_CHECK;
void db_keyring_free(struct db_keyring *k);
/* Makes a new key file with one key of each kind; refuses to overwrite. */
int db_keyring_create(const char *path, struct cw_err *err) CW_MUST_CHECK;
/* Adds a new field key to the file (written beside and renamed, fsynced). */
int db_keyring_rotate(const char *path, struct cw_err *err) CW_MUST_CHECK;

/* Compares the ring with the key-check rows: a wrong or missing key is CW_INTERNAL with a message
 * that says which id.  On an empty table, writes them. */
int db_keyring_check(const struct db_keyring *k, struct db_conn *c, struct cw_err *err) CW_MUST_CHECK;

void db_random(void *buf, size_t n); /* from OpenSSL; aborts if the system has no randomness */

/* PLACE is "person.name".  NULL plain gives *OUT NULL. */
int db_seal(const struct db_keyring *k, struct cw_arena *a, const char *place,
	    const unsigned char uid[DB_UID], const char *plain, size_t len, unsigned char **out,
	    size_t *out_len, struct cw_err *err) CW_MUST_CHECK;
/* NULL sealed gives NULL.  PLAIN_LEN may be NULL.  A forged or moved value is CW_INTERNAL. */
int db_unseal(const struct db_keyring *k, struct cw_arena *a, const char *place,
	      const unsigned char uid[DB_UID], const unsigned char *sealed, size_t len, char **plain,
	      size_t *plain_len, struct cw_err *err) CW_MUST_CHECK;
/* The key id that sealed it; 0 if unreadable (rotation looks for old ones). */
unsigned db_sealed_key(const unsigned char *sealed, size_t len);
unsigned db_keyring_field_id(const struct db_keyring *k); /* the writing key's id */

#define DB_BLIND 33 /* key id | HMAC-SHA256(index key, kind | NUL | normalised value) */
void db_blind(const struct db_keyring *k, const char *kind, const char *normal,
	      unsigned char out[DB_BLIND]);

/* Hashes and HMAC, so that others need no OpenSSL. */
void db_sha256(const void *data, size_t len, unsigned char out[32]);
/* For checksums that others' protocols name; nothing of ours trusts it. */
void db_sha1(const void *data, size_t len, unsigned char out[20]);
/* SHA-256 of what comes in parts. */
struct db_hash;
struct db_hash *db_hash_new(void); /* aborts without memory, as db_sha256 does */
void db_hash_add(struct db_hash *h, const void *data, size_t len);
void db_hash_end(struct db_hash *h, unsigned char out[32]); /* frees H */
void db_hmac(const struct db_keyring *k, const char *purpose, const void *data, size_t len,
	     unsigned char out[32]);

#endif
