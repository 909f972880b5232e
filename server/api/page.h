/*
 * Cursor pages: {"items": [...], "next": "/api/v1/...?cursor=..."}.  The cursor is opaque: it holds
 * the sort key of the last item, so pages stay right while rows come and go.
 *
 *	struct page page;
 *	if (page_read(rq, &page, err))			limit, cursor
 *		return -1;
 *	page.key[0] ...					0 on the first page
 *	db_..._list(..., page.limit + 1, &items, &n, err)
 *	page_cut(&page, &n)				whether there is more
 *	... items into an array; page_key(&page, 0, last.id)
 *	return page_reply(rq, &page, array, err);
 */
#ifndef SERVER_API_PAGE_H
#define SERVER_API_PAGE_H

#include "server/http/rq.h"

#define PAGE_KEYS      3
#define PAGE_LIMIT     50
#define PAGE_LIMIT_MAX 200

struct page {
	const char *cursor; /* RQ_STRING of the endpoint's own table, see PAGE_FIELDS */
	int limit;
	uint64_t key[PAGE_KEYS]; /* where to go on; what they mean is the endpoint's */
	unsigned char bytes[16]; /* beside them, for keys that are no numbers; zeros if unused */
	bool started;		 /* a cursor was given */
	bool more;
	uint64_t next[PAGE_KEYS];
	unsigned char next_bytes[16];
};

/* Rows for a table of query parameters whose struct has a struct page as MEMBER. */
#define PAGE_FIELDS(type, member)                                                                  \
	{ "cursor", RQ_STRING, offsetof(type, member.cursor), .max = 100 },                        \
	{                                                                                          \
		"limit", RQ_INT, offsetof(type, member.limit), .min = 1, .max = PAGE_LIMIT_MAX     \
	}

/* Before the parameters are read: the defaults. */
void page_init(struct page *page);
/* After they were read: decodes the cursor; a bad one is CW_INVALID at "?cursor". */
int page_start(struct page *page, struct cw_err *err) CW_MUST_CHECK;
/* Both, for an endpoint whose only parameters are these. */
int page_read(struct rq *rq, struct page *page, struct cw_err *err) CW_MUST_CHECK;

/* *N was read with limit + 1: cuts it to the limit and notes that there is more. */
void page_cut(struct page *page, size_t *n);
/* Answers 200 with ITEMS (the reference is taken) and "next": null, or the path with this request's
 * parameters and the new cursor. */
int page_reply(struct rq *rq, const struct page *page, struct json_object *items,
	       struct cw_err *err) CW_MUST_CHECK;
/* The same for items that are written as text: begins it, and after the items ends and answers. */
void page_text(struct rq *rq, struct rq_text *t);
int page_text_reply(struct rq *rq, const struct page *page, struct rq_text *t,
		    struct cw_err *err) CW_MUST_CHECK;

#endif
