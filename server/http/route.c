#include "server/http/route.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "casework/base/text.h"
#include "server/http/text.h"

#define PARAMS 8

static const char *const method_names[RQ_METHOD_MAX] = {
	[RQ_GET] = "GET", [RQ_HEAD] = "HEAD",	[RQ_POST] = "POST",
	[RQ_PUT] = "PUT", [RQ_PATCH] = "PATCH", [RQ_DELETE] = "DELETE",
	[RQ_OPTIONS] = "OPTIONS",
};

const char *route_method_name(enum rq_method method)
{
	return method < RQ_METHOD_MAX ? method_names[method] : "?";
}

/* ---- The index: the table as a tree of segments, made once and never freed.  A template's segment is a
 * literal or {name}, which stands for any but an empty one.  A literal is compared as it came, still
 * encoded: an escape in one is another path. */

struct node {
	const char *text; /* the segment; points into the table */
	size_t len;
	bool any;	   /* {name}: the last of its siblings, so that /cases/mine goes before /cases/{id} */
	struct node *below, *next;
	const struct route *by_method[RQ_METHOD_MAX]; /* of templates that end here */
	const struct route *one;		      /* any of these, or NULL: no template ends here */
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct node *root; /* NULL: there was no memory for it */

static size_t segment(const char *s)
{
	const char *p = s;

	while (*p && *p != '/')
		p++;
	return (size_t)(p - s);
}

static struct node *below(struct node *parent, struct node **fresh, const char *text, size_t len)
{
	const bool any = *text == '{';
	struct node **at = &parent->below, *n;

	for (; (n = *at); at = &n->next)
		if (n->any ? any : !any && n->len == len && memcmp(n->text, text, len) == 0)
			return n;
	if (!any)
		at = &parent->below;
	n = (*fresh)++;
	*n = (struct node){ .text = text, .len = len, .any = any, .next = *at };
	*at = n;
	return n;
}

static void make_index(void)
{
	size_t most = 1;
	struct node *fresh;

	for (size_t i = 0; i < n_routes; i++)
		for (const char *p = routes[i].path; *p; p++)
			most += *p == '/';
	fresh = root = calloc(most, sizeof(*root));
	if (!root)
		return;
	fresh++;
	for (size_t i = 0; i < n_routes; i++) {
		const struct route *r = &routes[i];
		const char *p = r->path;
		struct node *n = root;

		while (*p == '/') {
			const size_t len = segment(++p);

			n = below(n, &fresh, p, len);
			p += len;
		}
		n->one = r;
		n->by_method[r->method] = r;
	}
	/* What answers GET answers HEAD. */
	for (struct node *n = root; n < fresh; n++)
		if (!n->by_method[RQ_HEAD])
			n->by_method[RQ_HEAD] = n->by_method[RQ_GET];
}

/* The node of PATH below N whose first literals are the most. */
static const struct node *walk(const struct node *n, const char *path)
{
	size_t len;

	if (!*path)
		return n->one ? n : NULL;
	if (*path != '/')
		return NULL;
	len = segment(++path);
	for (n = n->below; n; n = n->next) {
		const struct node *found;

		if (n->any ? len == 0 : n->len != len || memcmp(n->text, path, len) != 0)
			continue;
		found = walk(n, path + len);
		if (found)
			return found;
	}
	return NULL;
}

static const struct node *node_of(const char *path)
{
	pthread_once(&once, make_index);
	return root ? walk(root, path) : NULL;
}

int route_open(struct cw_err *err)
{
	pthread_once(&once, make_index);
	return root ? 0 : cw_fail_memory(err);
}

unsigned route_flags(enum rq_method method, const char *path)
{
	const struct node *n = node_of(path);
	const struct route *r = n && method < RQ_METHOD_MAX ? n->by_method[method] : NULL;

	return r ? r->flags : 0;
}

/* ---- Finding. */

static const char *allowed(struct cw_arena *a, const struct node *n)
{
	struct cw_buf b;
	const char *text;

	cw_buf_init(&b, a);
	for (int m = 0; m < RQ_METHOD_MAX; m++)
		if (n->by_method[m])
			cw_buf_printf(&b, "%s%s", b.len ? ", " : "", method_names[m]);
	text = cw_buf_done(&b, NULL);
	return text ? text : "";
}

static bool is_dots(const char *s)
{
	return strcmp(s, ".") == 0 || strcmp(s, "..") == 0;
}

/* Decodes every segment, so that a bad escape anywhere is told, and hands out those in braces. */
static int read_params(struct cw_arena *a, const char *template, const char *path,
		       const char *params[PARAMS], struct cw_err *err)
{
	size_t n = 0;

	while (*path == '/') {
		size_t len = segment(++path);
		char *text = text_unescape(a, path, len, false);

		if (!text || is_dots(text))
			return cw_fail(err, CW_MALFORMED, CW_MSG_HTTP_BAD_PATH, NULL);
		path += len;
		if (!template)
			continue;
		if (*++template == '{' && n < PARAMS)
			params[n++] = text;
		template += segment(template);
	}
	return 0;
}

const struct route *route_find(struct cw_arena *a, enum rq_method method, const char *path,
			       const char *params[8], const char **allow, struct cw_err *err)
{
	const struct node *n = node_of(path);
	const struct route *r;

	memset(params, 0, PARAMS * sizeof(*params));
	*allow = NULL;
	if (route_open(err))
		return NULL;
	if (read_params(a, n ? n->one->path : NULL, path, params, err))
		return NULL;
	if (!n) {
		cw_fail(err, CW_NOT_FOUND, CW_MSG_HTTP_NO_SUCH_PATH, NULL);
		return NULL;
	}
	r = method < RQ_METHOD_MAX ? n->by_method[method] : NULL;
	if (!r) {
		*allow = allowed(a, n);
		cw_fail(err, CW_NO_METHOD, CW_MSG_HTTP_NO_METHOD, *allow, NULL);
	}
	return r;
}
