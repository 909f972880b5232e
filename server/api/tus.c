#include "server/api/tus.h"

#include <stdlib.h>
#include <string.h>

#include "casework/base/text.h"
#include "server/api/base64.h"

bool tus_count(const char *text, uint64_t *out)
{
	const size_t digits = text ? strspn(text, "0123456789") : 0;

	if (!digits || digits > 15 || text[digits])
		return false;
	*out = strtoull(text, NULL, 10);
	return true;
}

/* tus writes base 64 with its padding. */
static bool decode(const char *text, size_t len, void *out, size_t room, size_t *out_len)
{
	while (len && text[len - 1] == '=')
		len--;
	return base64_decode(text, len, false, out, room, out_len);
}

const char *tus_metadata(struct cw_arena *a, const char *header, const char *key)
{
	const size_t n_key = strlen(key);
	const char *at = header;

	while (at && *at) {
		size_t pair = strcspn(at, ","), lead = strspn(at, " ");
		const char *p = at + lead;

		if (pair > lead + n_key && strncmp(p, key, n_key) == 0 && p[n_key] == ' ') {
			size_t len = pair - lead - n_key - 1, n;
			char *value = cw_alloc(a, len + 1);

			if (!value || !decode(p + n_key + 1, len, value, len, &n) ||
			    strlen(value) != n || !cw_utf8_valid(value, n))
				return NULL;
			return value;
		}
		at += pair + (at[pair] == ',');
	}
	return NULL;
}

enum tus_sum_fault tus_sum_read(const char *text, struct tus_sum *out)
{
	const char *space = strchr(text, ' ');

	out->sha1 = strncmp(text, "sha1 ", 5) == 0;
	if (!out->sha1 && strncmp(text, "sha256 ", 7) != 0)
		return TUS_SUM_ALGORITHM;
	if (!decode(space + 1, strlen(space + 1), out->bytes, sizeof(out->bytes), &out->n) ||
	    out->n != (out->sha1 ? 20U : 32U))
		return TUS_SUM_MALFORMED;
	return TUS_SUM_OK;
}
