/* Input by spec tables, from the request at hand (server/http/rq.h). */
#include <string.h>

#include "server/http/route.h"
#include "server/http/rq.h"

int rq_body(struct rq *rq, const struct rq_field *fields, void *target, struct cw_err *err)
{
	struct json_object *empty;
	int rc;

	if (rq->json)
		return rq_parse(rq->arena, rq->json, fields, target, err);
	if (!rq->route || !(rq->route->flags & ROUTE_EMPTY_BODY))
		return cw_fail(err, CW_MALFORMED, CW_MSG_HTTP_NO_BODY, NULL);
	empty = rq_obj();
	if (!empty)
		return cw_fail_memory(err);
	rc = rq_parse(rq->arena, empty, fields, target, err);
	json_object_put(empty);
	return rc;
}

int rq_params(struct rq *rq, const struct rq_field *fields, void *target, struct cw_err *err)
{
	struct rq_pair *pairs = cw_alloc_n(rq->arena, rq->n_query + 1, sizeof(*pairs));
	size_t n = 0;

	if (!pairs)
		return cw_fail_memory(err);
	for (size_t i = 0; i < rq->n_query; i++)
		if (strcmp(rq->query[i].name, "lang") != 0) /* the worker's */
			pairs[n++] = rq->query[i];
	return rq_parse_pairs(rq->arena, pairs, n, fields, target, err);
}
