#include "server/api/letter_html.h"

#include <string.h>

#include "casework/base/date.h"
#include "casework/base/text.h"
#include "server/act/json.h"

/* Lines of the text are lines of the page. */
static void escape(struct cw_buf *b, const char *s)
{
	while (s && *s) {
		const size_t line = strcspn(s, "\n");

		cw_buf_put_html(b, s, line);
		s += line;
		if (*s) {
			cw_buf_puts(b, "<br>\n");
			s++;
		}
	}
}

static const char *text_of(struct json_object *o, const char *key)
{
	struct json_object *v;

	return json_object_object_get_ex(o, key, &v) && json_object_is_type(v, json_type_string)
		       ? json_object_get_string(v)
		       : NULL;
}

static void element(struct cw_buf *b, const char *tag, const char *class, const char *text)
{
	if (!text)
		return;
	cw_buf_printf(b, class ? "<%s class=\"%s\">" : "<%s>", tag, class);
	escape(b, text);
	cw_buf_printf(b, "</%s>\n", tag);
}

/* A day as the letter's language writes it under a signature. */
static void signed_day(struct cw_buf *b, const char *text, bool english)
{
	struct cw_ymd d;
	cw_day day;

	if (!text || !cw_day_parse(text, strlen(text), &day))
		return;
	d = cw_day_ymd(day);
	if (english)
		cw_buf_printf(b, "<p>%s</p>\n", text);
	else
		cw_buf_printf(b, "<p>%d年%d月%d日</p>\n", d.year, d.month, d.day);
}

static void block(struct cw_buf *b, struct json_object *o)
{
	const char *kind = text_of(o, "kind"), *label = text_of(o, "label"), *text = text_of(o, "text");

	if (!kind)
		return;
	if (strcmp(kind, "heading") == 0) {
		element(b, "h2", NULL, text);
	} else if (strcmp(kind, "item") == 0) {
		cw_buf_puts(b, "<p class=\"item\">");
		if (label) {
			cw_buf_puts(b, "<b>");
			escape(b, label);
			cw_buf_puts(b, "</b> ");
		}
		escape(b, text ? text : "");
		cw_buf_puts(b, "</p>\n");
	} else if (strcmp(kind, "fact") == 0) {
		cw_buf_puts(b, "<dl><dt>");
		escape(b, label ? label : "");
		cw_buf_puts(b, "</dt><dd>");
		escape(b, text ? text : "");
		cw_buf_puts(b, "</dd></dl>\n");
	} else {
		element(b, "p", NULL, text);
	}
}

char *letter_html(struct cw_arena *a, const struct db_letter *l, const char *statics, size_t *len,
		  struct cw_err *err)
{
	struct json_object *o = NULL, *blocks;
	struct cw_buf b;
	const char *lang;
	char *html;

	if (rq_json_parse(l->body, l->body_len, &o, err))
		return NULL;
	lang = text_of(o, "lang");
	cw_buf_init(&b, a);
	cw_buf_printf(&b, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
			  "<meta name=\"viewport\" content=\"width=device-width\">\n<title>",
		      lang && strcmp(lang, "en") == 0 ? "en" : "zh-CN");
	escape(&b, text_of(o, "title") ? text_of(o, "title") : "");
	cw_buf_printf(&b, "</title>\n<link rel=\"stylesheet\" href=\"%s/letter.css\">\n</head>\n"
			  "<body>\n<article>\n",
		      statics);
	element(&b, "p", "agency", text_of(o, "agency"));
	element(&b, "h1", NULL, text_of(o, "title"));
	element(&b, "p", "number", text_of(o, "document_number"));
	element(&b, "p", "addressee", text_of(o, "addressee"));
	if (json_object_object_get_ex(o, "blocks", &blocks) &&
	    json_object_is_type(blocks, json_type_array))
		for (size_t i = 0; i < json_object_array_length(blocks); i++)
			block(&b, json_object_array_get_idx(blocks, i));
	cw_buf_puts(&b, "<footer>\n");
	element(&b, "p", NULL, text_of(o, "agency"));
	signed_day(&b, text_of(o, "date"), lang && strcmp(lang, "en") == 0);
	cw_buf_puts(&b, "</footer>\n</article>\n</body>\n</html>\n");
	html = cw_buf_done(&b, len);
	json_object_put(o);
	if (!html)
		(void)cw_fail_memory(err);
	return html;
}
