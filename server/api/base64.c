#include "server/api/base64.h"

#include <stdint.h>

static const char plain_digits[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char url_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

char *base64_encode(struct cw_arena *a, const void *data, size_t n, bool url)
{
	const char *digits = url ? url_digits : plain_digits;
	const unsigned char *p = data;
	char *text = cw_alloc(a, BASE64_LEN(n) + 1), *to = text;
	uint32_t bits = 0;
	int have = 0;

	if (!text)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		bits = bits << 8 | p[i];
		for (have += 8; have >= 6; have -= 6)
			*to++ = digits[bits >> (have - 6) & 63];
	}
	if (have)
		*to++ = digits[bits << (6 - have) & 63];
	*to = '\0';
	return text;
}

static int digit_value(char c, bool url)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == (url ? '-' : '+'))
		return 62;
	if (c == (url ? '_' : '/'))
		return 63;
	return -1;
}

bool base64_decode(const char *text, size_t len, bool url, void *out, size_t room, size_t *out_len)
{
	unsigned char *p = out;
	size_t n = 0;
	uint32_t bits = 0;
	int have = 0;

	if (len % 4 == 1 || len / 4 * 3 + len % 4 * 3 / 4 > room)
		return false;
	for (size_t i = 0; i < len; i++) {
		int v = digit_value(text[i], url);

		if (v < 0)
			return false;
		bits = bits << 6 | (uint32_t)v;
		have += 6;
		if (have >= 8) {
			have -= 8;
			p[n++] = (unsigned char)(bits >> have);
		}
	}
	*out_len = n;
	return (bits & ((1u << have) - 1)) == 0;
}
