#include "server/act/json.h"

#include <stdio.h>

struct code_row {
	const char *name;
	int status;
	enum cw_msg title;
};

static const struct code_row codes[CW_CODE_MAX] = {
	[CW_OK] = { "ok", 200, CW_MSG_NONE },
	[CW_MALFORMED] = { "malformed", 400, CW_MSG_PROBLEM_MALFORMED },
	[CW_UNAUTHENTICATED] = { "unauthenticated", 401, CW_MSG_PROBLEM_UNAUTHENTICATED },
	[CW_FORBIDDEN] = { "forbidden", 403, CW_MSG_PROBLEM_FORBIDDEN },
	[CW_NOT_FOUND] = { "not_found", 404, CW_MSG_PROBLEM_NOT_FOUND },
	[CW_NO_METHOD] = { "no_method", 405, CW_MSG_PROBLEM_NO_METHOD },
	[CW_CONFLICT] = { "conflict", 409, CW_MSG_PROBLEM_CONFLICT },
	[CW_NOT_ALLOWED_NOW] = { "not_allowed_now", 409, CW_MSG_PROBLEM_NOT_ALLOWED_NOW },
	[CW_LAW_FORBIDS] = { "law_forbids", 409, CW_MSG_PROBLEM_LAW_FORBIDS },
	[CW_STALE] = { "stale", 412, CW_MSG_PROBLEM_STALE },
	[CW_TOO_LARGE] = { "too_large", 413, CW_MSG_PROBLEM_TOO_LARGE },
	[CW_UNSUPPORTED] = { "unsupported", 415, CW_MSG_PROBLEM_UNSUPPORTED },
	[CW_RANGE] = { "range", 416, CW_MSG_PROBLEM_RANGE },
	[CW_INVALID] = { "invalid", 422, CW_MSG_PROBLEM_INVALID },
	[CW_NEEDS_VERSION] = { "needs_version", 428, CW_MSG_PROBLEM_NEEDS_VERSION },
	[CW_CHECKSUM] = { "checksum", 460, CW_MSG_PROBLEM_CHECKSUM },
	[CW_TOO_MANY] = { "too_many", 429, CW_MSG_PROBLEM_TOO_MANY },
	[CW_INTERNAL] = { "internal", 500, CW_MSG_PROBLEM_INTERNAL },
	[CW_UNAVAILABLE] = { "unavailable", 503, CW_MSG_PROBLEM_UNAVAILABLE },
};

int rq_status_of(enum cw_code code)
{
	return codes[code].status;
}

const char *rq_code_name(enum cw_code code)
{
	return codes[code].name;
}

static void put_text(struct cw_arena *a, struct json_object *o, enum cw_msg msg,
		     const char texts[CW_MSG_ARGS][CW_ERR_ARG], enum cw_lang lang)
{
	const char *args[CW_MSG_ARGS];

	for (int i = 0; i < CW_MSG_ARGS; i++)
		args[i] = texts[i];
	rq_put_msg_name(o, "code", msg);
	rq_put_msg(a, o, "detail", msg, args, lang);
}

static struct json_object *errors_of(struct cw_arena *a, const struct cw_err *err,
				     enum cw_lang lang)
{
	struct json_object *list = rq_array();

	for (unsigned i = 0; i < err->n_items; i++) {
		const struct cw_err_item *item = &err->items[i];
		struct json_object *o = rq_obj();

		rq_put_str(o, "pointer", item->pointer); /* of a query parameter: "?name" */
		put_text(a, o, item->msg, item->args, lang);
		rq_push(list, o);
	}
	return list;
}

struct json_object *rq_problem_object(struct cw_arena *a, const struct cw_err *err,
				      enum cw_lang lang)
{
	const struct code_row *row = &codes[err->code];
	enum cw_msg msg = err->msg ? err->msg : row->title;
	struct json_object *o = rq_obj();
	char type[64];

	if (!o)
		return NULL;
	snprintf(type, sizeof(type), "/problems/%s", row->name);
	rq_put_str(o, "type", type);
	rq_put_msg(a, o, "title", row->title, NULL, lang);
	rq_put_int(o, "status", row->status);
	put_text(a, o, msg, err->args, lang);
	if (err->rule)
		rq_put_str(o, "rule", err->rule);
	if (err->article)
		rq_put_str(o, "article", err->article);
	if (err->n_items)
		rq_put(o, "errors", errors_of(a, err, lang));
	if (err->more_items)
		rq_put_bool(o, "more_errors", true);
	return o;
}
