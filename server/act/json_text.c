/*
 * A json-c tree as text, byte for byte as json-c writes it plain and without escaped slashes: events are
 * hashed in this form.  json-c's own writer leaves out what it has no memory for and says nothing; here a
 * text is whole or is not.
 */
#include <inttypes.h>
#include <stdio.h>
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

static void put_string(struct cw_buf *b, const char *s, size_t len)
{
	size_t from = 0;

	cw_buf_add(b, "\"", 1);
	for (size_t i = 0; i < len; i++) {
		const unsigned char c = (unsigned char)s[i];

		if (c >= ' ' && c != '"' && c != '\\')
			continue;
		cw_buf_add(b, s + from, i - from);
		put_escaped(b, c);
		from = i + 1;
	}
	cw_buf_add(b, s + from, len - from);
	cw_buf_add(b, "\"", 1);
}

static void put_number(struct cw_buf *b, struct json_object *o)
{
	const int64_t i = json_object_get_int64(o);
	char text[24];

	snprintf(text, sizeof(text), i < 0 ? "%" PRId64 : "%" PRIu64,
		 i < 0 ? (uint64_t)i : json_object_get_uint64(o));
	cw_buf_puts(b, text);
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
