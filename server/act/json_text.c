/*
 * JSON as text: of a json-c tree, byte for byte as json-c writes it plain and without escaped slashes, for
 * events are hashed in this form; or member by member, without a tree.  json-c's own writer leaves out
 * what it has no memory for and says nothing; here a text is whole or is not.
 */
#include <string.h>

#include "casework/base/text.h"
#include "server/act/json.h"

static void put_escaped(struct cw_buf *b, unsigned char c)
{
	static const char *const named[] = {
		['\b'] = "\\b", ['\t'] = "\\t", ['\n'] = "\\n",	 ['\f'] = "\\f",
		['\r'] = "\\r", ['"'] = "\\\"", ['\\'] = "\\\\",
	};

	if (named[c])
		cw_buf_puts(b, named[c]);
	else
		cw_buf_printf(b, "\\u%04x", c);
}

/* How many bytes from S on stand as they are. */
static size_t plain(const char *s, size_t len)
{
	size_t i = 0;

	while (i < len && (unsigned char)s[i] >= ' ' && s[i] != '"' && s[i] != '\\')
		i++;
	return i;
}

static void put_string(struct cw_buf *b, const char *s, size_t len)
{
	cw_buf_add(b, "\"", 1);
	for (size_t n; (n = plain(s, len)) < len; s += n + 1, len -= n + 1) {
		cw_buf_add(b, s, n);
		put_escaped(b, (unsigned char)s[n]);
	}
	cw_buf_add(b, s, len);
	cw_buf_add(b, "\"", 1);
}

static void put_decimal(struct cw_buf *b, bool negative, uint64_t n)
{
	char text[24], *s = text + sizeof(text);

	do
		*--s = (char)('0' + n % 10);
	while (n /= 10);
	if (negative)
		*--s = '-';
	cw_buf_add(b, s, (size_t)(text + sizeof(text) - s));
}

static void put_int(struct cw_buf *b, int64_t i)
{
	put_decimal(b, i < 0, i < 0 ? 0 - (uint64_t)i : (uint64_t)i);
}

static void put_number(struct cw_buf *b, struct json_object *o)
{
	const int64_t i = json_object_get_int64(o);

	if (i < 0)
		put_int(b, i);
	else /* it may be one that no int64 holds */
		put_decimal(b, false, json_object_get_uint64(o));
}

static bool put_value(struct cw_buf *b, struct json_object *o);

static bool put_object(struct cw_buf *b, struct json_object *o)
{
	bool whole = true, first = true;

	cw_buf_add(b, "{", 1);
	json_object_object_foreach(o, key, value)
	{
		if (!first)
			cw_buf_add(b, ",", 1);
		first = false;
		put_string(b, key, strlen(key));
		cw_buf_add(b, ":", 1);
		whole = put_value(b, value) && whole;
	}
	cw_buf_add(b, "}", 1);
	return whole;
}

static bool put_array(struct cw_buf *b, struct json_object *o)
{
	const size_t n = json_object_array_length(o);
	bool whole = true;

	cw_buf_add(b, "[", 1);
	for (size_t i = 0; i < n; i++) {
		if (i)
			cw_buf_add(b, ",", 1);
		whole = put_value(b, json_object_array_get_idx(o, i)) && whole;
	}
	cw_buf_add(b, "]", 1);
	return whole;
}

/* False: it has no such text. */
static bool put_value(struct cw_buf *b, struct json_object *o)
{
	const char *text;

	switch (json_object_get_type(o)) {
	case json_type_null:
		cw_buf_puts(b, "null");
		return true;
	case json_type_boolean:
		cw_buf_puts(b, json_object_get_boolean(o) ? "true" : "false");
		return true;
	case json_type_int:
		put_number(b, o);
		return true;
	case json_type_string:
		put_string(b, json_object_get_string(o), (size_t)json_object_get_string_len(o));
		return true;
	case json_type_object:
		return put_object(b, o);
	case json_type_array:
		return put_array(b, o);
	default: /* a fraction, as it was read: short enough for json-c's first buffer */
		text = json_object_to_json_string_ext(o, JSON_C_TO_STRING_PLAIN);
		if (text)
			cw_buf_puts(b, text);
		return text != NULL;
	}
}

char *rq_json_text(struct cw_arena *a, struct json_object *o, size_t *len)
{
	struct cw_buf b;
	bool whole;
	char *text;

	cw_buf_init(&b, a);
	whole = put_value(&b, o);
	text = cw_buf_done(&b, len);
	return rq_json_whole() && whole ? text : NULL;
}

/* ---- Member by member. */

/* What goes before a value: a comma unless it is the first, and its key unless it is an item. */
static void before(struct rq_text *t, const char *key)
{
	const size_t len = key ? strlen(key) : 0;
	char *s = cw_buf_room(&t->buf, len + 4), *from = s;

	if (!s)
		return;
	if (t->more)
		*s++ = ',';
	if (key) {
		*s++ = '"';
		s = stpcpy(s, key);
		*s++ = '"';
		*s++ = ':';
	}
	t->buf.len += (size_t)(s - from);
	t->more = true;
}

void rq_text_init(struct rq_text *t, struct cw_arena *a)
{
	cw_buf_init(&t->buf, a);
	t->more = false;
}

void rq_text_open(struct rq_text *t, const char *key, char bracket)
{
	before(t, key);
	cw_buf_add(&t->buf, &bracket, 1);
	t->more = false;
}

void rq_text_close(struct rq_text *t, char bracket)
{
	cw_buf_add(&t->buf, &bracket, 1);
	t->more = true;
}

void rq_text_str(struct rq_text *t, const char *key, const char *value)
{
	before(t, key);
	if (value)
		put_string(&t->buf, value, strlen(value));
	else
		cw_buf_add(&t->buf, "null", 4);
}

void rq_text_int(struct rq_text *t, const char *key, int64_t value)
{
	before(t, key);
	put_int(&t->buf, value);
}

void rq_text_bool(struct rq_text *t, const char *key, bool value)
{
	before(t, key);
	cw_buf_puts(&t->buf, value ? "true" : "false");
}

void rq_text_id(struct rq_text *t, const char *key, uint64_t id)
{
	if (!id) {
		rq_text_str(t, key, NULL);
		return;
	}
	before(t, key);
	cw_buf_add(&t->buf, "\"", 1);
	put_decimal(&t->buf, false, id);
	cw_buf_add(&t->buf, "\"", 1);
}

void rq_text_day(struct rq_text *t, const char *key, cw_day day)
{
	char text[CW_DAY_TEXT];

	rq_text_str(t, key, day == CW_DAY_NONE ? NULL : cw_day_text(day, text));
}

void rq_text_msg(struct rq_text *t, const char *key, enum cw_msg msg, enum cw_lang lang)
{
	const char *text = cw_msg_text(t->buf.arena, msg, lang, NULL);

	if (text)
		rq_text_str(t, key, text);
	else
		t->buf.failed = true;
}

char *rq_text_done(struct rq_text *t, size_t *len)
{
	return cw_buf_done(&t->buf, len);
}
