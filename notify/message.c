#include "notify/message.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "casework/base/text.h"
#include "notify/sign.h"

size_t nt_cut(const char *text, size_t len, size_t max)
{
	if (len <= max)
		return len;
	while (max > 0 && ((unsigned char)text[max] & 0xc0) == 0x80)
		max--;
	return max;
}

/* ---- The text. */

static const char *msg(struct cw_arena *a, enum cw_msg id, enum cw_lang lang, const char *first,
		       const char *second)
{
	const char *args[CW_MSG_ARGS] = { first, second, NULL };

	return cw_msg_text(a, id, lang, args);
}

/* A name may hold what the channels read as markup or as a call to everybody; its full-width twin
 * looks the same and does nothing. */
static const char *disarm(struct cw_arena *a, const char *text)
{
	struct cw_buf b;

	cw_buf_init(&b, a);
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c < 0x20 || c == 0x7f) {
			cw_buf_puts(&b, " ");
		} else if (strchr("*_`[]<>#~\\|@", c)) {
			unsigned twin = c - 0x20u; /* U+FF00 + twin */
			char wide[] = { (char)0xef, (char)(0xbc | twin >> 6), (char)(0x80 | (twin & 0x3f)) };

			cw_buf_add(&b, wide, sizeof(wide));
		} else {
			cw_buf_add(&b, text, 1);
		}
	}
	return cw_buf_done(&b, NULL);
}

static const char *named(struct cw_arena *a, enum cw_msg id, enum cw_lang lang, const char *name)
{
	const char *safe = disarm(a, name);

	return safe ? msg(a, id, lang, safe, NULL) : NULL;
}

/* A link must not end where markup ends. */
static void add_link(struct cw_buf *b, const char *label, const char *link)
{
	cw_buf_printf(b, "[%s](", label);
	for (; *link; link++) {
		unsigned char c = (unsigned char)*link;

		if (c <= 0x20 || c == 0x7f || strchr("()<>\"", c))
			cw_buf_printf(b, "%%%02X", c);
		else
			cw_buf_add(b, link, 1);
	}
	cw_buf_puts(b, ")");
}

static const char *due_line(struct cw_arena *a, const struct nt_message *m)
{
	char day[CW_DAY_TEXT], left[16];
	int n = m->days_left;
	enum cw_msg id = n > 0 ? CW_MSG_NOTIFY_DUE : n ? CW_MSG_NOTIFY_OVERDUE : CW_MSG_NOTIFY_DUE_TODAY;

	snprintf(left, sizeof(left), "%d", n < 0 ? -n : n);
	return msg(a, id, m->lang, cw_day_text(m->due_on, day), left);
}

/* 钉钉 joins lines that no empty line parts. */
static const char *line_end(enum nt_kind kind)
{
	return kind == NT_DINGTALK ? "\n\n" : "\n";
}

static void add_line(struct cw_buf *b, enum nt_kind kind, const char *text)
{
	if (!text)
		b->failed = true;
	else
		cw_buf_printf(b, "%s%s", b->len ? line_end(kind) : "", text);
}

/* The part that can be cut.  飞书 shows the title in the card's head, the others in the text. */
static char *text_of(struct cw_arena *a, enum nt_kind kind, const struct nt_message *m,
		     const char *title, size_t *len)
{
	struct cw_buf b;
	char until[CW_DAY_TEXT];

	cw_buf_init(&b, a);
	if (kind != NT_FEISHU)
		add_line(&b, kind, cw_printf(a, "### %s", title));
	if (m->what == CW_MSG_HOOK_PING)
		add_line(&b, kind, msg(a, CW_MSG_NOTIFY_PING_TEXT, m->lang, NULL, NULL));
	if (m->test)
		add_line(&b, kind, msg(a, CW_MSG_NOTIFY_TEST, m->lang, NULL, NULL));
	if (m->number)
		add_line(&b, kind, named(a, CW_MSG_NOTIFY_NUMBER, m->lang, m->number));
	if (m->agency)
		add_line(&b, kind, named(a, CW_MSG_NOTIFY_AGENCY, m->lang, m->agency));
	if (m->due_on != CW_DAY_NONE)
		add_line(&b, kind, due_line(a, m));
	if (m->until_on != CW_DAY_NONE && m->until_on != 0)
		add_line(&b, kind, msg(a, CW_MSG_NOTIFY_UNTIL, m->lang, cw_day_text(m->until_on, until), NULL));
	for (size_t i = 0; i < m->n_lines; i++)
		add_line(&b, kind, disarm(a, m->lines[i]));
	return cw_buf_done(&b, len);
}

/* The text cut to MAX bytes with the link, which is never cut. */
static char *fitted(struct cw_arena *a, enum nt_kind kind, const struct nt_message *m,
		    const char *text, size_t len, size_t max)
{
	const char *more = msg(a, CW_MSG_NOTIFY_SHORTENED, m->lang, NULL, NULL);
	struct cw_buf link, b;
	size_t link_len, more_len;
	const char *tail;

	cw_buf_init(&link, a);
	if (m->link) {
		cw_buf_puts(&link, line_end(kind));
		add_link(&link, cw_msg_raw(CW_MSG_NOTIFY_OPEN, m->lang), m->link);
	}
	tail = cw_buf_done(&link, &link_len);
	if (!tail || !more)
		return NULL;
	cw_buf_init(&b, a);
	if (len + link_len <= max) {
		cw_buf_add(&b, text, len);
	} else {
		more_len = strlen(more) + link_len + strlen(line_end(kind));
		cw_buf_add(&b, text, nt_cut(text, len, max > more_len ? max - more_len : 0));
		cw_buf_printf(&b, "%s%s", line_end(kind), more);
	}
	cw_buf_puts(&b, tail);
	return cw_buf_done(&b, NULL);
}

/* ---- The body. */

/* Adds V, which may be NULL for want of memory, and owns it in any case. */
static bool put(struct json_object *o, const char *key, struct json_object *v)
{
	if (o && v && json_object_object_add(o, key, v) == 0)
		return true;
	json_object_put(v);
	return false;
}

static bool put_str(struct json_object *o, const char *key, const char *text)
{
	return put(o, key, json_object_new_string(text));
}

static bool fill_markdown(struct json_object *o, enum nt_kind kind, const char *title,
			  const char *text)
{
	struct json_object *inner = json_object_new_object();

	return put(o, "markdown", inner) && put_str(o, "msgtype", "markdown") &&
	       (kind == NT_WECOM || put_str(inner, "title", title)) &&
	       put_str(inner, kind == NT_WECOM ? "content" : "text", text);
}

static bool fill_card(struct json_object *o, const char *title, const char *text)
{
	struct json_object *card = json_object_new_object(), *header, *head, *list, *part;

	if (!put(o, "card", card) || !put_str(o, "msg_type", "interactive") ||
	    !put(card, "header", header = json_object_new_object()) ||
	    !put(header, "title", head = json_object_new_object()) ||
	    !put_str(head, "tag", "plain_text") || !put_str(head, "content", title) ||
	    !put(card, "elements", list = json_object_new_array()))
		return false;
	part = json_object_new_object();
	if (!part || json_object_array_add(list, part)) {
		json_object_put(part);
		return false;
	}
	return put_str(part, "tag", "markdown") && put_str(part, "content", text);
}

static char *body_of(struct cw_arena *a, enum nt_kind kind, const char *title, const char *text,
		     size_t *len)
{
	struct json_object *o = json_object_new_object();
	const char *bytes = NULL;
	char *copy;

	if (o && (kind == NT_FEISHU ? fill_card(o, title, text) : fill_markdown(o, kind, title, text)))
		bytes = json_object_to_json_string_length(
			o, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, len);
	copy = bytes ? cw_strndup(a, bytes, *len) : NULL;
	json_object_put(o);
	return copy;
}

int nt_message_body(struct cw_arena *a, enum nt_kind kind, const struct nt_message *m, bool shorter,
		    char **body, size_t *len, struct cw_err *err)
{
	const struct nt_channel *channel = nt_channel(kind);
	const size_t part = shorter ? 2 : 1, body_max = channel->body_max / part;
	size_t max = (channel->content_max ? channel->content_max : channel->body_max) / part;
	const char *title = msg(a, CW_MSG_NOTIFY_TITLE, m->lang, cw_msg_raw(m->what, m->lang), NULL);
	size_t text_len;
	char *text = title ? text_of(a, kind, m, title, &text_len) : NULL, *fit;

	if (!text)
		return cw_fail_memory(err);
	/* Escapes lengthen the body by an amount that only the body shows: less text until it fits. */
	do {
		fit = fitted(a, kind, m, text, text_len, max);
		*body = fit ? body_of(a, kind, title, fit, len) : NULL;
		if (!*body)
			return cw_fail_memory(err);
		if (*len > body_max && max <= *len - body_max)
			return cw_fail(err, CW_TOO_LARGE, CW_MSG_INTERNAL, NULL); /* the link alone */
		if (*len > body_max)
			max -= *len - body_max;
	} while (*len > body_max);
	return 0;
}

char *nt_message_sign_feishu(struct cw_arena *a, const char *body, size_t len, const char *secret,
			     int64_t seconds, size_t *out_len)
{
	char *sign = nt_sign_feishu(a, secret, seconds);
	struct cw_buf b;

	if (!sign)
		return NULL;
	cw_buf_init(&b, a);
	/* A body of nt_message_body is an object that is not empty. */
	cw_buf_printf(&b, "{\"timestamp\":\"%" PRId64 "\",\"sign\":\"%s\",", seconds, sign);
	cw_buf_add(&b, body + 1, len - 1);
	return cw_buf_done(&b, out_len);
}
