#include "server/api/query_code.h"

#include <string.h>

#include "casework/base/text.h"
#include "db/docket.h"
#include "server/app.h"

/* Crockford's alphabet: no I, L, O, U. */
void query_code_make(char out[QUERY_CODE])
{
	static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	unsigned char random[QUERY_CODE - 1];

	db_random(random, sizeof(random));
	for (size_t i = 0; i < sizeof(random); i++)
		out[i] = alphabet[random[i] % 32];
	out[QUERY_CODE - 1] = '\0';
}

static char *normal(struct cw_arena *a, const char *typed)
{
	char *code = cw_text_fold(a, typed);

	for (char *s = code; s && *s; s++) {
		if (*s >= 'a' && *s <= 'z')
			*s = (char)(*s - 'a' + 'A');
		if (*s == 'O')
			*s = '0';
		if (*s == 'I' || *s == 'L')
			*s = '1';
	}
	return code;
}

int query_code_mac(struct rq *rq, const char *number, const char *code, unsigned char out[32],
		   struct cw_err *err)
{
	char *plain = normal(rq->arena, code);
	char *text = plain ? cw_printf(rq->arena, "%s|%s", number, plain) : NULL;

	if (!text)
		return cw_fail_memory(err);
	db_hmac(rq->app->keys, "query code", text, strlen(text), out);
	return 0;
}

int query_code_renew(struct rq *rq, uint64_t case_id, const char *number, char out[QUERY_CODE],
		     struct cw_err *err)
{
	unsigned char mac[32];

	query_code_make(out);
	return query_code_mac(rq, number, out, mac, err) ||
			       db_docket_save_code(rq->db, case_id, mac, err)
		       ? -1
		       : 0;
}
