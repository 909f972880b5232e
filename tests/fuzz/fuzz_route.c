/* What a request line asks for: the first byte chooses the method, the rest is path and query. */
#include "casework/base/text.h"
#include "server/http/route.h"
#include "server/http/text.h"
#include "tests/fuzz/fuzz.h"

static void check_query(struct cw_arena *a, const char *query)
{
	struct rq_pair *pairs;
	struct cw_err err;
	size_t n;

	cw_err_clear(&err);
	if (text_query(a, query, &pairs, &n, &err)) {
		must(err.code == CW_MALFORMED);
		return;
	}
	must(n <= 64);
	for (size_t i = 0; i < n; i++)
		must(cw_utf8_valid(pairs[i].name, strlen(pairs[i].name)) &&
		     cw_utf8_valid(pairs[i].value, strlen(pairs[i].value)));
}

static void check_route(struct cw_arena *a, enum rq_method method, const char *path)
{
	const char *params[8] = { NULL }, *allow = NULL;
	const struct route *r;
	struct cw_err err;

	cw_err_clear(&err);
	r = route_find(a, method, path, params, &allow, &err);
	if (!r) {
		must(err.code == CW_NOT_FOUND || err.code == CW_MALFORMED ||
		     (err.code == CW_NO_METHOD && allow && *allow));
		return;
	}
	fuzz_taken();
	must(r->method == method || (method == RQ_HEAD && r->method == RQ_GET));
	must(route_flags(method, path) == r->flags);
	for (int i = 0; i < 8; i++)
		must(!params[i] || (*params[i] && cw_utf8_valid(params[i], strlen(params[i])) &&
				    strcmp(params[i], "..") != 0 && strcmp(params[i], ".") != 0));
}

FUZZ_TAKES("case", "post", "queue", "ical", "utf8-escaped", "slash")
FUZZ(data, size, a)
{
	char *text, *query;

	/* The first byte may be 0, GET; none of the others is in a request line. */
	if (size < 2 || memchr(data + 1, '\0', size - 1))
		return;
	text = cw_strndup(a, (const char *)data + 1, size - 1);
	must(text);
	query = strchr(text, '?');
	if (query)
		*query++ = '\0';
	check_route(a, (enum rq_method)(data[0] % RQ_METHOD_MAX), text);
	if (query)
		check_query(a, query);
	text_language(text);
	text_accepts(text, "gzip");
	text_has_tag(text, "\"1-00000000\"");
}
