#include "server/http/precondition.h"

#include <string.h>
#include <strings.h>

#include "server/http/route.h"
#include "server/http/text.h"

#define KEY_MAX		128
#define KEY_UNGUESSABLE 22 /* 128 bits in base64 */

/* "12-a1b2c3d4", with its quotes: the version is what counts. */
static int read_if_match(struct rq *rq, struct cw_err *err)
{
	const char *p = rq_header(rq, "if-match");
	uint64_t version = 0;
	size_t digits;

	if (!p)
		return 0;
	if (strcmp(p, "*") == 0) {
		rq->if_match_any = true;
		return 0;
	}
	if (*p++ != '"')
		return cw_fail(err, CW_MALFORMED, CW_MSG_HTTP_BAD_IF_MATCH, NULL);
	digits = strspn(p, "0123456789");
	for (size_t i = 0; i < digits && digits < 20; i++)
		version = version * 10 + (uint64_t)(p[i] - '0');
	p += digits;
	if (*p == '-')
		p += 1 + strspn(p + 1, "0123456789abcdef");
	if (digits == 0 || digits >= 20 || version == 0 || strcmp(p, "\"") != 0)
		return cw_fail(err, CW_MALFORMED, CW_MSG_HTTP_BAD_IF_MATCH, NULL);
	rq->if_match = version;
	return 0;
}

/* The draft writes it as a string with quotes, most clients without. */
static int read_key(struct rq *rq, struct cw_err *err)
{
	const char *key = rq_header(rq, "idempotency-key");
	size_t len = key ? strlen(key) : 0;

	if (!key)
		return 0;
	if (len >= 2 && key[0] == '"' && key[len - 1] == '"') {
		key = cw_strndup(rq->arena, key + 1, len -= 2);
		if (!key)
			return cw_fail_memory(err);
	}
	if (len == 0 || len > KEY_MAX)
		return cw_fail(err, CW_MALFORMED, CW_MSG_HTTP_BAD_KEY, NULL);
	for (size_t i = 0; i < len; i++)
		if (key[i] <= 0x20 || key[i] > 0x7e)
			return cw_fail(err, CW_MALFORMED, CW_MSG_HTTP_BAD_KEY, NULL);
	rq->idempotency_key = key;
	return 0;
}

static void read_language(struct rq *rq)
{
	const char *asked = rq_query(rq, "lang");

	if (asked && (strcmp(asked, "zh") == 0 || strcmp(asked, "en") == 0))
		rq->lang = *asked == 'z' ? CW_ZH : CW_EN;
	else
		rq->lang = text_language(rq_header(rq, "accept-language"));
}

int precondition_read(struct rq *rq, struct cw_err *err)
{
	read_language(rq);
	return read_if_match(rq, err) || read_key(rq, err) ? -1 : 0;
}

int precondition_key(const struct rq *rq, struct cw_err *err)
{
	if (rq->idempotency_key && rq->who.kind == RQ_ANYONE &&
	    strlen(rq->idempotency_key) < KEY_UNGUESSABLE)
		return cw_fail(err, CW_MALFORMED, CW_MSG_HTTP_SHORT_KEY, NULL);
	return 0;
}

int precondition_version(const struct rq *rq, struct cw_err *err)
{
	if ((rq->route->flags & ROUTE_IF_MATCH) && !rq->if_match && !rq->if_match_any)
		return cw_fail(err, CW_NEEDS_VERSION, CW_MSG_HTTP_NEEDS_IF_MATCH, NULL);
	return 0;
}

/* "application/json", perhaps with parameters; a charset must be UTF-8. */
static bool is_json(const char *type)
{
	static const char json[] = "application/json";
	const char *charset;

	if (!type || strncasecmp(type, json, sizeof(json) - 1) != 0)
		return false;
	type += sizeof(json) - 1;
	type += strspn(type, " \t");
	charset = strcasestr(type, "charset=");
	if (charset) {
		charset += 8 + (charset[8] == '"');
		if (strncasecmp(charset, "utf-8", 5) != 0)
			return false;
	}
	return *type == '\0' || *type == ';';
}

int precondition_body(struct rq *rq, struct cw_err *err)
{
	unsigned flags = rq->route->flags;

	if (flags & ROUTE_RAW)
		return 0;
	if (!(flags & ROUTE_BODY))
		return rq->body_len ? cw_fail(err, CW_MALFORMED, CW_MSG_HTTP_BODY_UNWANTED, NULL)
				    : 0;
	if (!rq->body_len)
		return flags & ROUTE_EMPTY_BODY
			       ? 0
			       : cw_fail(err, CW_MALFORMED, CW_MSG_HTTP_NO_BODY, NULL);
	if (!is_json(rq_header(rq, "content-type")))
		return cw_fail(err, CW_UNSUPPORTED, CW_MSG_HTTP_NOT_JSON, NULL);
	return rq_json_parse(rq->body, rq->body_len, &rq->json, err);
}
