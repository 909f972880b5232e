#include "server/http/route.h"

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

/* ---- Comparing.  A template's segment is a literal or {name}, which stands for any but an empty
 * one. */

static size_t segment(const char *s)
{
	return strcspn(s, "/");
}

/* Whether PATH, still encoded, is one that TEMPLATE stands for.  Literals are compared as they are:
 * an escape in one is another path. */
static bool fits(const char *template, const char *path)
{
	while (*template == '/' && *path == '/') {
		size_t t = segment(++template), p = segment(++path);

		if (template[0] == '{' ? p == 0 : t != p || memcmp(template, path, t) != 0)
			return false;
		template += t;
		path += p;
	}
	return !*template && !*path;
}

/* Of two templates that fit the same path, whether A is the more literal one: /cases/mine goes
 * before /cases/{id}. */
static bool before(const char *a, const char *b)
{
	while (*a == '/' && *b == '/') {
		bool open_a = *++a == '{', open_b = *++b == '{';

		if (open_a != open_b)
			return open_b;
		a += segment(a);
		b += segment(b);
	}
	return false;
}

/* The same but for the names in braces. */
static bool same(const char *a, const char *b)
{
	return !before(a, b) && !before(b, a);
}

static const struct route *best_fit(const char *path)
{
	const struct route *best = NULL;

	for (size_t i = 0; i < n_routes; i++)
		if (fits(routes[i].path, path) && (!best || before(routes[i].path, best->path)))
			best = &routes[i];
	return best;
}

static bool serves(const struct route *r, enum rq_method method)
{
	return r->method == method || (r->method == RQ_GET && method == RQ_HEAD);
}

static const struct route *with_method(const struct route *best, const char *path,
				       enum rq_method method)
{
	for (size_t i = 0; i < n_routes; i++)
		if (serves(&routes[i], method) && fits(routes[i].path, path) &&
		    same(routes[i].path, best->path))
			return &routes[i];
	return NULL;
}

unsigned route_flags(enum rq_method method, const char *path)
{
	const struct route *best = best_fit(path);
	const struct route *r = best ? with_method(best, path, method) : NULL;

	return r ? r->flags : 0;
}

/* ---- Finding. */

static const char *allowed(struct cw_arena *a, const struct route *best, const char *path)
{
	struct cw_buf b;
	const char *text;

	cw_buf_init(&b, a);
	for (int m = 0; m < RQ_METHOD_MAX; m++)
		if (with_method(best, path, (enum rq_method)m))
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
	const struct route *best = best_fit(path), *r;

	memset(params, 0, PARAMS * sizeof(*params));
	*allow = NULL;
	if (read_params(a, best ? best->path : NULL, path, params, err))
		return NULL;
	if (!best) {
		cw_fail(err, CW_NOT_FOUND, CW_MSG_HTTP_NO_SUCH_PATH, NULL);
		return NULL;
	}
	r = with_method(best, path, method);
	if (!r) {
		*allow = allowed(a, best, path);
		cw_fail(err, CW_NO_METHOD, CW_MSG_HTTP_NO_METHOD, *allow, NULL);
	}
	return r;
}
