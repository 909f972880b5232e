/*
 * The ring of keys and the file that it comes from; the format is in db/crypt.h.  For crypt.c.
 */
#ifndef DB_KEYFILE_H
#define DB_KEYFILE_H

#include "db/crypt.h"

enum db_key_kind { DB_KEY_FIELD, DB_KEY_INDEX, DB_KEY_KINDS };

#define DB_KEY_IDS 256 /* 1-255 */
#define DB_KEY_LEN 32

/* The key's bytes, in the ring; NULL if the ring has none of this id. */
const unsigned char *db_keyring_key(const struct db_keyring *k, enum db_key_kind kind, unsigned id);
/* The same after a look into the file, which another program may have added a key to; at most once a
 * second. */
const unsigned char *db_keyring_look_again(const struct db_keyring *k, enum db_key_kind kind,
					   unsigned id);
/* The highest and the lowest id of a kind; never 0 in a loaded ring. */
unsigned db_keyring_newest(const struct db_keyring *k, enum db_key_kind kind);
unsigned db_keyring_oldest(const struct db_keyring *k, enum db_key_kind kind);

#endif
