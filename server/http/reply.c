/* The answer of an endpoint (server/http/rq.h). */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "server/http/rq.h"
#include "server/http/text.h"

bool rq_has_role(const struct rq_principal *p, uint64_t agency, enum cw_role role)
{
	for (size_t i = 0; i < p->n_grants; i++)
		if (p->grants[i].agency == agency && p->grants[i].role == role)
			return true;
	return false;
}

bool rq_has_any_role(const struct rq_principal *p, unsigned roles)
{
	for (size_t i = 0; i < p->n_grants; i++)
		if (roles & CW_ROLE_BIT(p->grants[i].role))
			return true;
	return false;
}

static const char *find(const struct rq_pair *pairs, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(pairs[i].name, name) == 0)
			return pairs[i].value;
	return NULL;
}

const char *rq_header(const struct rq *rq, const char *lower_name)
{
	return find(rq->headers, rq->n_headers, lower_name);
}

const char *rq_query(const struct rq *rq, const char *name)
{
	return find(rq->query, rq->n_query, name);
}

int rq_set_header(struct rq *rq, const char *name, const char *value, struct cw_err *err)
{
	struct rq_pair *pair = &rq->out[rq->n_out];

	if (rq->n_out == sizeof(rq->out) / sizeof(rq->out[0]) || strpbrk(value, "\r\n")) {
		snprintf(err->detail, sizeof(err->detail), "header %s does not fit", name);
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	}
	pair->name = cw_strdup(rq->arena, name);
	pair->value = cw_strdup(rq->arena, value);
	if (!pair->name || !pair->value)
		return cw_fail_memory(err);
	rq->n_out++;
	return 0;
}

int rq_bytes(struct rq *rq, int status, const char *type, const char *data, size_t len)
{
	rq->status = status;
	rq->content_type = type;
	rq->answer = data;
	rq->answer_len = len;
	return 0;
}

int rq_pieces(struct rq *rq, int status, const char *type, uint64_t total, rq_piece_fn *next,
	      void *state)
{
	rq->piece = next;
	rq->piece_state = state;
	rq->piece_total = total;
	return rq_bytes(rq, status, type, NULL, 0);
}

int rq_stream(struct rq *rq)
{
	rq->stream = true;
	return rq_bytes(rq, 200, "text/event-stream", NULL, 0);
}

int rq_empty(struct rq *rq, int status)
{
	return rq_bytes(rq, status, NULL, NULL, 0);
}

/* OBJ's bytes in the arena; gives the reference back. */
static char *serialise(struct rq *rq, struct json_object *obj, size_t *len)
{
	char *text = obj ? rq_json_text(rq->arena, obj, len) : NULL;

	json_object_put(obj);
	return text;
}

int rq_json(struct rq *rq, int status, struct json_object *obj, struct cw_err *err)
{
	size_t len;
	char *text = serialise(rq, obj, &len);

	return text ? rq_bytes(rq, status, "application/json", text, len) : cw_fail_memory(err);
}

int rq_json_versioned(struct rq *rq, int status, uint64_t version, struct json_object *obj,
		      struct cw_err *err)
{
	const char *known = rq_header(rq, "if-none-match");
	unsigned char hash[32];
	char tag[40];

	if (rq_json(rq, status, obj, err))
		return -1;
	db_sha256(rq->answer, rq->answer_len, hash);
	snprintf(tag, sizeof(tag), "\"%" PRIu64 "-%02x%02x%02x%02x\"", version, hash[0], hash[1],
		 hash[2], hash[3]);
	if (rq_set_header(rq, "ETag", tag, err))
		return -1;
	if ((rq->method == RQ_GET || rq->method == RQ_HEAD) && known && text_has_tag(known, tag))
		return rq_empty(rq, 304);
	return 0;
}
