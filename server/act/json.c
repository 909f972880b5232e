#include "server/act/json.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "casework/base/text.h"

/* json-c reads more than JSON even when it is strict: 'single quotes', raw control characters, lone
 * surrogates, NaN and Infinity, and of two equal keys it keeps the last.  This walk over the text
 * refuses those; everything else is left to json-c.  It counts the keys, so that a tree that holds
 * fewer tells of a duplicate, however the keys are escaped. */
struct scan {
	const char *text;
	size_t len, at, keys;
	struct cw_err *err;
};

static int broken(struct cw_err *err, size_t at)
{
	char where[24];

	snprintf(where, sizeof(where), "%zu", at + 1);
	return cw_fail(err, CW_MALFORMED, CW_MSG_JSON_BROKEN, where, NULL);
}

/* The four hex digits at S->at, or -1. */
static int hex4(const struct scan *s)
{
	int v = 0;

	if (s->len - s->at < 4)
		return -1;
	for (size_t i = 0; i < 4; i++) {
		const char *digits = "0123456789abcdef", *p;
		char c = s->text[s->at + i];

		if (c >= 'A' && c <= 'F')
			c = (char)(c - 'A' + 'a');
		p = c ? strchr(digits, c) : NULL;
		if (!p)
			return -1;
		v = v * 16 + (int)(p - digits);
	}
	return v;
}

/* After "\u".  A high surrogate must be followed by a low one, and no low one stands alone. */
static int scan_unicode(struct scan *s)
{
	int v = hex4(s);

	if (v < 0)
		return broken(s->err, s->at);
	if (v == 0)
		return cw_fail(s->err, CW_MALFORMED, CW_MSG_JSON_NUL, NULL);
	s->at += 4;
	if (v < 0xd800 || v > 0xdfff)
		return 0;
	if (v > 0xdbff || s->len - s->at < 6 || memcmp(s->text + s->at, "\\u", 2) != 0)
		return broken(s->err, s->at);
	s->at += 2;
	v = hex4(s);
	if (v < 0xdc00 || v > 0xdfff)
		return broken(s->err, s->at);
	s->at += 4;
	return 0;
}

/* After the opening quote, up to behind the closing one. */
static int scan_string(struct scan *s)
{
	while (s->at < s->len) {
		char c = s->text[s->at++];

		if (c == '"')
			return 0;
		if ((unsigned char)c < 0x20)
			return broken(s->err, s->at - 1);
		if (c != '\\')
			continue;
		if (s->at == s->len)
			break;
		if (s->text[s->at++] == 'u' && scan_unicode(s))
			return -1;
	}
	return broken(s->err, s->at);
}

static int scan(struct scan *s)
{
	bool after_string = false;

	while (s->at < s->len) {
		char c = s->text[s->at++];

		if (c == '"') {
			if (scan_string(s))
				return -1;
			after_string = true;
			continue;
		}
		if (c == '\'' || c == 'N' || c == 'I' || c == '\0' ||
		    (c == '.' && (s->at == s->len || s->text[s->at] < '0' || s->text[s->at] > '9')))
			return broken(s->err, s->at - 1);
		if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
			continue;
		s->keys += c == ':' && after_string;
		after_string = false;
	}
	return 0;
}

static size_t count_keys(struct json_object *o)
{
	size_t n = 0;

	if (json_object_is_type(o, json_type_object)) {
		json_object_object_foreach(o, key, value)
		{
			(void)key;
			n += 1 + count_keys(value);
		}
	} else if (json_object_is_type(o, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(o); i++)
			n += count_keys(json_object_array_get_idx(o, i));
	}
	return n;
}

static int parse_scanned(struct json_tokener *tok, const struct scan *s, struct json_object **out,
			 struct cw_err *err)
{
	struct json_object *o = json_tokener_parse_ex(tok, s->text, (int)s->len);
	enum json_tokener_error why = json_tokener_get_error(tok);
	size_t end = json_tokener_get_parse_end(tok);

	if (why == json_tokener_continue) { /* a number alone ends only with the text */
		o = json_tokener_parse_ex(tok, "", 1);
		why = json_tokener_get_error(tok);
	}
	if (why == json_tokener_error_depth) {
		char depth[12];

		snprintf(depth, sizeof(depth), "%d", RQ_JSON_DEPTH);
		return cw_fail(err, CW_MALFORMED, CW_MSG_JSON_TOO_DEEP, depth, NULL);
	}
	/* "null" alone is no object either. */
	if (why != json_tokener_success || !o || end < s->len) {
		json_object_put(o);
		return broken(err, end);
	}
	if (count_keys(o) != s->keys) {
		json_object_put(o);
		return cw_fail(err, CW_MALFORMED, CW_MSG_JSON_DUPLICATE_KEY, NULL);
	}
	*out = o;
	return 0;
}

static int parse_once(const struct scan *s, struct json_object **out, struct cw_err *err)
{
	struct json_tokener *tok = json_tokener_new_ex(RQ_JSON_DEPTH);
	int rc;

	if (!tok)
		return cw_fail_memory(err);
	json_tokener_set_flags(tok, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	rc = parse_scanned(tok, s, out, err);
	json_tokener_free(tok);
	return rc;
}

/* json-c takes a lack of memory for a broken text: what is broken is so the second time, too, while
 * there is memory. */
static int parse(const struct scan *s, struct json_object **out, struct cw_err *err)
{
	struct json_object *probe;

	if (parse_once(s, out, err) == 0)
		return 0;
	cw_err_clear(err);
	if (parse_once(s, out, err) == 0)
		return 0;
	probe = json_object_new_object();
	if (!probe) {
		cw_err_clear(err);
		return cw_fail_memory(err);
	}
	json_object_put(probe);
	return -1;
}

int rq_json_parse(const char *text, size_t len, struct json_object **out, struct cw_err *err)
{
	struct scan s = { .text = text, .len = len, .err = err };

	*out = NULL;
	if (len >= INT_MAX)
		return cw_fail(err, CW_TOO_LARGE, CW_MSG_MALFORMED, NULL);
	if (!cw_utf8_valid(text, len))
		return cw_fail(err, CW_MALFORMED, CW_MSG_BAD_UTF8, NULL);
	return scan(&s) ? -1 : parse(&s, out, err);
}

/* ---- Builders. */

/* A value that could not be made would be a null where something stands: nothing of the kind is
 * ever sent (rq_json_whole). */
static _Thread_local bool lacking;
/* What found no place, through its userdata; whoever made it may still be filling it. */
static _Thread_local struct json_object *homeless;

bool rq_json_whole(void)
{
	const bool whole = !lacking;

	while (homeless) {
		struct json_object *o = homeless;

		homeless = json_object_get_userdata(o);
		json_object_set_userdata(o, NULL, NULL);
		json_object_put(o);
	}
	lacking = false;
	return whole;
}

static void lose(struct json_object *value)
{
	lacking = true;
	if (!value)
		return;
	json_object_set_userdata(value, homeless, NULL);
	homeless = value;
}

static struct json_object *made(struct json_object *value)
{
	lacking |= !value;
	return value;
}

struct json_object *rq_kept(const char *text)
{
	return made(json_tokener_parse(text));
}

struct json_object *rq_obj(void)
{
	return made(json_object_new_object());
}

struct json_object *rq_array(void)
{
	return made(json_object_new_array());
}

static void put(struct json_object *o, const char *key, struct json_object *value, unsigned how)
{
	if (!o || json_object_object_add_ex(o, key, value, how))
		lose(value);
}

void rq_put(struct json_object *o, const char *key, struct json_object *value)
{
	put(o, key, value, JSON_C_OBJECT_ADD_CONSTANT_KEY);
}

void rq_put_as(struct json_object *o, const char *key, struct json_object *value)
{
	put(o, key, value, 0);
}

void rq_push(struct json_object *array, struct json_object *value)
{
	if (!array || !value || json_object_array_add(array, value))
		lose(value);
}

void rq_put_str(struct json_object *o, const char *key, const char *value)
{
	rq_put(o, key, value ? made(json_object_new_string(value)) : NULL);
}

void rq_put_int(struct json_object *o, const char *key, int64_t value)
{
	rq_put(o, key, made(json_object_new_int64(value)));
}

void rq_put_bool(struct json_object *o, const char *key, bool value)
{
	rq_put(o, key, made(json_object_new_boolean(value)));
}

void rq_put_id(struct json_object *o, const char *key, uint64_t id)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, id);
	rq_put_str(o, key, id ? text : NULL);
}

void rq_put_day(struct json_object *o, const char *key, cw_day day)
{
	char text[CW_DAY_TEXT];

	rq_put_str(o, key, day == CW_DAY_NONE ? NULL : cw_day_text(day, text));
}

void rq_put_time(struct json_object *o, const char *key, int64_t micros)
{
	int64_t rest = micros % 1000000, seconds = micros / 1000000 - (rest < 0);
	time_t t = (time_t)seconds;
	struct tm tm;
	char text[80];

	if (micros == INT64_MIN || !gmtime_r(&t, &tm)) {
		rq_put(o, key, NULL);
		return;
	}
	snprintf(text, sizeof(text), "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ", tm.tm_year + 1900,
		 tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
		 (int)(rest < 0 ? rest + 1000000 : rest));
	rq_put_str(o, key, text);
}

void rq_put_yuan(struct json_object *o, const char *key, cw_fen amount)
{
	char text[CW_MONEY_TEXT];

	rq_put_str(o, key, cw_money_text(amount, text));
}

void rq_put_msg(struct cw_arena *a, struct json_object *o, const char *key, enum cw_msg msg,
		const char *const args[CW_MSG_ARGS], enum cw_lang lang)
{
	const char *text = cw_msg_text(a, msg, lang, args);

	lacking |= !text;
	rq_put_str(o, key, text);
}

void rq_put_msg_name(struct json_object *o, const char *key, enum cw_msg msg)
{
	const char *name = cw_msg_name(msg);
	char text[64];
	size_t i;

	for (i = 0; name[i] && i < sizeof(text) - 1; i++)
		text[i] = (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] - 'A' + 'a' : name[i]);
	text[i] = '\0';
	rq_put_str(o, key, text);
}
