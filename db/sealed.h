/* Sealed text as a value to bind and as a column to read, for the files of db/. */
#ifndef DB_SEALED_H
#define DB_SEALED_H

#include "db/crypt.h"

/* TEXT sealed for the column PLACE ("table.column") of the row UID; NULL binds SQL NULL. */
int db_sealed_in(const struct db_keyring *k, struct cw_arena *a, const char *place,
		 const unsigned char *uid, const char *text, struct db_in *out,
		 struct cw_err *err) CW_MUST_CHECK;

struct db_sealed {
	unsigned char *p;
	size_t n;
};
#define DB_OUT_SEALED(s) DB_OUT_BYTES((s).p, (s).n)
/* The text of what was read; SQL NULL gives NULL. */
int db_sealed_text(const struct db_keyring *k, struct cw_arena *a, const char *place,
		   const unsigned char *uid, const struct db_sealed *s, const char **out,
		   struct cw_err *err) CW_MUST_CHECK;

#endif
