#include "casework/base/text.h"

#include <stdio.h>
#include <string.h>

size_t cw_utf8_next(const char *s, size_t len, uint32_t *cp)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *p = (const unsigned char *)s;
	size_t n;
	uint32_t v;

	if (len == 0)
		return 0;
	if (p[0] < 0x80) {
		*cp = p[0];
		return 1;
	}
	if (p[0] >= 0xc2 && p[0] < 0xe0) {
		n = 2;
		v = p[0] & 0x1f;
	} else if (p[0] >= 0xe0 && p[0] < 0xf0) {
		n = 3;
		v = p[0] & 0x0f;
	} else if (p[0] >= 0xf0 && p[0] < 0xf5) {
		n = 4;
		v = p[0] & 0x07;
	} else {
		return 0;
	}
	if (n > len)
		return 0;
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		v = v << 6 | (p[i] & 0x3f);
	}
	if (v < least[n] || v > 0x10ffff || (v >= 0xd800 && v < 0xe000))
		return 0;
	*cp = v;
	return n;
}

bool cw_utf8_valid(const char *s, size_t len)
{
	uint32_t cp;

	while (len) {
		size_t n = cw_utf8_next(s, len, &cp);

		if (n == 0)
			return false;
		s += n;
		len -= n;
	}
	return true;
}

size_t cw_utf8_count(const char *s, size_t len)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		count += ((unsigned char)s[i] & 0xc0) != 0x80;
	return count;
}

bool cw_text_has_control(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f)
			return true;
	}
	return false;
}

static bool is_space(uint32_t cp)
{
	return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0xa0 || cp == 0x3000 ||
	       cp == 0xfeff || (cp >= 0x2000 && cp <= 0x200b);
}

char *cw_text_trim(struct cw_arena *a, const char *s)
{
	size_t len = strlen(s), start = 0, end = 0, i = 0;
	bool seen = false;

	while (i < len) {
		uint32_t cp = 0;
		size_t n = cw_utf8_next(s + i, len - i, &cp);

		if (n == 0)
			n = 1;
		if (!is_space(cp)) {
			if (!seen)
				start = i;
			seen = true;
			end = i + n;
		}
		i += n;
	}
	return cw_strndup(a, s + start, end - start);
}

char *cw_text_fold(struct cw_arena *a, const char *s)
{
	size_t len = strlen(s), i = 0;
	struct cw_buf b;

	cw_buf_init(&b, a);
	while (i < len) {
		uint32_t cp = 0;
		size_t n = cw_utf8_next(s + i, len - i, &cp);

		if (n == 0)
			n = 1;
		if (cp >= 0xff01 && cp <= 0xff5e)
			cp -= 0xfee0;
		if (cp >= 'A' && cp <= 'Z')
			cp += 'a' - 'A';
		if (cp == '-' || is_space(cp)) {
			/* left out */
		} else if (cp > 0 && cp < 0x80) {
			char c = (char)cp;

			cw_buf_add(&b, &c, 1);
		} else {
			cw_buf_add(&b, s + i, n);
		}
		i += n;
	}
	return cw_buf_done(&b, NULL);
}

void cw_buf_init(struct cw_buf *b, struct cw_arena *a)
{
	memset(b, 0, sizeof(*b));
	b->arena = a;
}

/* Moves to a larger place; apart, so that adding to one that has room stays short. */
static bool grow(struct cw_buf *b, size_t more)
{
	size_t room = b->room ? b->room : 128;
	char *data;

	if (b->failed)
		return false;
	while (room - b->len <= more) {
		if (room > SIZE_MAX / 4) {
			b->failed = true;
			return false;
		}
		room *= 2;
	}
	data = cw_alloc(b->arena, room);
	if (!data) {
		b->failed = true;
		return false;
	}
	if (b->data)
		memcpy(data, b->data, b->len);
	b->data = data;
	b->room = room;
	return true;
}

/* One byte more than asked for, for the NUL at the end. */
static inline bool make_room(struct cw_buf *b, size_t more)
{
	return (!b->failed && more < b->room - b->len) || grow(b, more);
}

char *cw_buf_room(struct cw_buf *b, size_t n)
{
	return make_room(b, n) ? b->data + b->len : NULL;
}

void cw_buf_add(struct cw_buf *b, const char *s, size_t len)
{
	if (!make_room(b, len))
		return;
	memcpy(b->data + b->len, s, len);
	b->len += len;
}

void cw_buf_puts(struct cw_buf *b, const char *s)
{
	cw_buf_add(b, s, strlen(s));
}

static const char *html_entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void cw_buf_put_html(struct cw_buf *b, const char *s, size_t len)
{
	size_t from = 0;

	for (size_t i = 0; i < len; i++) {
		const char *entity = html_entity(s[i]);

		if (!entity)
			continue;
		cw_buf_add(b, s + from, i - from);
		cw_buf_puts(b, entity);
		from = i + 1;
	}
	cw_buf_add(b, s + from, len - from);
}

void cw_buf_printf(struct cw_buf *b, const char *fmt, ...)
{
	va_list ap, again;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0) {
		b->failed = true;
	} else if (make_room(b, (size_t)n)) {
		vsnprintf(b->data + b->len, (size_t)n + 1, fmt, ap);
		b->len += (size_t)n;
	}
	va_end(ap);
}

char *cw_buf_done(struct cw_buf *b, size_t *len)
{
	if (!make_room(b, 0))
		return NULL;
	b->data[b->len] = '\0';
	if (len)
		*len = b->len;
	return b->data;
}
