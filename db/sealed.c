#include "db/sealed.h"

#include <string.h>

int db_sealed_in(const struct db_keyring *k, struct cw_arena *a, const char *place,
		 const unsigned char *uid, const char *text, struct db_in *out, struct cw_err *err)
{
	unsigned char *p = NULL;
	size_t n = 0;

	*out = (struct db_in){ .type = DB_T_NULL };
	if (!text)
		return 0;
	if (db_seal(k, a, place, uid, text, strlen(text), &p, &n, err))
		return -1;
	*out = DB_BYTES(p, n);
	return 0;
}

int db_sealed_text(const struct db_keyring *k, struct cw_arena *a, const char *place,
		   const unsigned char *uid, const struct db_sealed *s, const char **out,
		   struct cw_err *err)
{
	char *text = NULL;

	if (db_unseal(k, a, place, uid, s->p, s->n, &text, NULL, err))
		return -1;
	*out = text;
	return 0;
}
