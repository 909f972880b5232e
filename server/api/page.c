#include "server/api/page.h"

#include <string.h>

#include "casework/base/text.h"
#include "server/api/base64.h"

/* version byte | keys, big-endian | bytes */
#define RAW (1 + PAGE_KEYS * 8 + 16)

void page_init(struct page *page)
{
	memset(page, 0, sizeof(*page));
	page->limit = PAGE_LIMIT;
}

int page_start(struct page *page, struct cw_err *err)
{
	unsigned char raw[RAW];
	size_t len;

	if (!page->cursor)
		return 0;
	if (!base64_decode(page->cursor, strlen(page->cursor), true, raw, sizeof(raw), &len) ||
	    len != RAW || raw[0] != 1)
		return cw_fail_item(err, "?cursor", CW_MSG_API_BAD_CURSOR, NULL);
	for (int k = 0; k < PAGE_KEYS; k++) {
		for (int i = 0; i < 8; i++)
			page->key[k] = page->key[k] << 8 | raw[1 + k * 8 + i];
	}
	memcpy(page->bytes, raw + 1 + PAGE_KEYS * 8, sizeof(page->bytes));
	page->started = true;
	return 0;
}

int page_read(struct rq *rq, struct page *page, struct cw_err *err)
{
	static const struct rq_field fields[] = {
		{ "cursor", RQ_STRING, offsetof(struct page, cursor), .max = 100 },
		{ "limit", RQ_INT, offsetof(struct page, limit), .min = 1, .max = PAGE_LIMIT_MAX },
		{ .name = NULL },
	};

	page_init(page);
	if (rq_params(rq, fields, page, err))
		return -1;
	return page_start(page, err);
}

void page_cut(struct page *page, size_t *n)
{
	page->more = *n > (size_t)page->limit;
	if (page->more)
		*n = (size_t)page->limit;
}

static const char *cursor_text(struct cw_arena *a, const struct page *page)
{
	unsigned char raw[RAW] = { 1 };

	for (int k = 0; k < PAGE_KEYS; k++) {
		for (int i = 0; i < 8; i++)
			raw[1 + k * 8 + i] = (unsigned char)(page->next[k] >> (56 - 8 * i));
	}
	memcpy(raw + 1 + PAGE_KEYS * 8, page->next_bytes, sizeof(page->next_bytes));
	return base64_encode(a, raw, sizeof(raw), true);
}

static void put_encoded(struct cw_buf *b, const char *s)
{
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    strchr("-_.~", c))
			cw_buf_add(b, s, 1);
		else
			cw_buf_printf(b, "%%%02X", c);
	}
}

static const char *next_link(const struct rq *rq, const struct page *page)
{
	const char *cursor = cursor_text(rq->arena, page);
	struct cw_buf b;

	if (!cursor)
		return NULL;
	cw_buf_init(&b, rq->arena);
	cw_buf_puts(&b, rq->path);
	cw_buf_puts(&b, "?");
	for (size_t i = 0; i < rq->n_query; i++) {
		if (strcmp(rq->query[i].name, "cursor") == 0)
			continue;
		put_encoded(&b, rq->query[i].name);
		cw_buf_puts(&b, "=");
		put_encoded(&b, rq->query[i].value);
		cw_buf_puts(&b, "&");
	}
	cw_buf_puts(&b, "cursor=");
	cw_buf_puts(&b, cursor);
	return cw_buf_done(&b, NULL);
}

int page_reply(struct rq *rq, const struct page *page, struct json_object *items,
	       struct cw_err *err)
{
	const char *next = page->more ? next_link(rq, page) : NULL;
	struct json_object *o;

	if (page->more && !next) {
		json_object_put(items);
		return cw_fail_memory(err);
	}
	o = rq_obj();
	rq_put(o, "items", items);
	rq_put_str(o, "next", next);
	return rq_json(rq, 200, o, err);
}

void page_text(struct rq *rq, struct rq_text *t)
{
	rq_text_init(t, rq->arena);
	rq_text_open(t, NULL, '{');
	rq_text_open(t, "items", '[');
}

int page_text_reply(struct rq *rq, const struct page *page, struct rq_text *t, struct cw_err *err)
{
	const char *next = page->more ? next_link(rq, page) : NULL, *text;
	size_t len;

	if (page->more && !next)
		return cw_fail_memory(err);
	rq_text_close(t, ']');
	rq_text_str(t, "next", next);
	rq_text_close(t, '}');
	text = rq_text_done(t, &len);
	return text ? rq_bytes(rq, 200, "application/json", text, len) : cw_fail_memory(err);
}
