#include "server/http/text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "casework/base/text.h"

#define PAIRS 64

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

char *text_unescape(struct cw_arena *a, const char *s, size_t len, bool plus)
{
	char *out = cw_alloc(a, len + 1);
	size_t n = 0;

	if (!out)
		return NULL;
	for (size_t i = 0; i < len; i++) {
		char c = s[i];

		if (c == '%') {
			int high = i + 1 < len ? hex(s[i + 1]) : -1;
			int low = i + 2 < len ? hex(s[i + 2]) : -1;

			if (high < 0 || low < 0)
				return NULL;
			c = (char)(high * 16 + low);
			i += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		}
		if (c == '\0')
			return NULL;
		out[n++] = c;
	}
	return cw_utf8_valid(out, n) ? out : NULL;
}

int text_query(struct cw_arena *a, const char *query, struct rq_pair **out, size_t *n,
	       struct cw_err *err)
{
	struct rq_pair *pairs = cw_alloc_n(a, PAIRS, sizeof(*pairs));

	*n = 0;
	*out = pairs;
	if (!pairs)
		return cw_fail_memory(err);
	while (query && *query) {
		size_t len = strcspn(query, "&"), name = strcspn(query, "=&");

		if (len && *n == PAIRS)
			return cw_fail(err, CW_MALFORMED, CW_MSG_HTTP_BAD_QUERY, NULL);
		if (len) {
			const char *value = name < len ? query + name + 1 : query + len;

			pairs[*n].name = text_unescape(a, query, name, true);
			pairs[*n].value =
				text_unescape(a, value, (size_t)(query + len - value), true);
			if (!pairs[*n].name || !pairs[*n].value)
				return cw_fail(err, CW_MALFORMED, CW_MSG_HTTP_BAD_QUERY, NULL);
			++*n;
		}
		query += len + (query[len] == '&');
	}
	return 0;
}

/* ---- Lists with weights: "zh-CN, en;q=0.8, *;q=0.1". */

/* One entry: its word's length, its weight in thousandths; moves *LIST behind it.  NULL at the end.
 */
static const char *next_entry(const char **list, size_t *len, int *weight)
{
	const char *word = *list + strspn(*list, ", \t"), *end = word + strcspn(word, ",");
	const char *p = word + strcspn(word, ";, \t");

	*len = (size_t)(p - word);
	*weight = 1000;
	for (; p < end; p++) {
		if ((*p == 'q' || *p == 'Q') && p[1] == '=') {
			double q = strtod(p + 2, NULL);

			*weight = q >= 0 && q <= 1 ? (int)(q * 1000) : 0;
		}
	}
	*list = end;
	return *word ? word : NULL;
}

enum cw_lang text_language(const char *accept)
{
	int zh = -1, en = -1, any = -1, weight;
	const char *word;
	size_t len;

	while (accept && (word = next_entry(&accept, &len, &weight))) {
		if (len >= 2 && strncasecmp(word, "zh", 2) == 0 && (len == 2 || word[2] == '-'))
			zh = weight > zh ? weight : zh;
		else if (len >= 2 && strncasecmp(word, "en", 2) == 0 &&
			 (len == 2 || word[2] == '-'))
			en = weight > en ? weight : en;
		else if (len == 1 && *word == '*')
			any = weight;
	}
	if (zh < 0)
		zh = any;
	if (en < 0)
		en = any;
	return en > 0 && en > zh ? CW_EN : CW_ZH;
}

bool text_accepts(const char *list, const char *word)
{
	const char *entry;
	size_t len;
	int weight;

	while (list && (entry = next_entry(&list, &len, &weight)))
		if (len == strlen(word) && strncasecmp(entry, word, len) == 0)
			return weight > 0;
	return false;
}

bool text_has_tag(const char *list, const char *tag)
{
	size_t len = strlen(tag);

	while (list && *list) {
		size_t n;

		list += strspn(list, ", \t");
		if (strncmp(list, "W/", 2) == 0)
			list += 2;
		n = strcspn(list, ", \t");
		if ((n == 1 && *list == '*') || (n == len && strncmp(list, tag, len) == 0))
			return true;
		list += n;
	}
	return false;
}
