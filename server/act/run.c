/* Transactions of requests and the replay of their answers: act_run, idem_begin. */
#include <stdio.h>
#include <string.h>

#include "casework/base/text.h"
#include "db/idempotency.h"
#include "server/act/act.h"
#include "server/act/idem.h"
#include "server/app.h"

static void principal_text(const struct rq_principal *p, char out[32])
{
	switch (p->kind) {
	case RQ_STAFF:
		snprintf(out, 32, "u%llu", (unsigned long long)p->user);
		break;
	case RQ_TOKEN:
		snprintf(out, 32, "t%llu", (unsigned long long)p->token);
		break;
	case RQ_APPLICANT:
		snprintf(out, 32, "c%llu", (unsigned long long)p->case_id);
		break;
	default:
		snprintf(out, 32, "0");
	}
}

/* What a key is bound to: the same key with another request is refused. */
static int request_hash(struct rq *rq, unsigned char out[32], struct cw_err *err)
{
	size_t path = strlen(rq->path);
	char *text = cw_alloc(rq->arena, path + rq->body_len + 3);

	if (!text)
		return cw_fail_memory(err);
	text[0] = (char)('0' + rq->method);
	memcpy(text + 1, rq->path, path);
	if (rq->body_len)
		memcpy(text + path + 2, rq->body, rq->body_len);
	db_sha256(text, path + 2 + rq->body_len, out);
	return 0;
}

static void reset_answer(struct rq *rq)
{
	rq->status = 0;
	rq->content_type = NULL;
	rq->answer = NULL;
	rq->answer_len = 0;
	rq->n_out = 0;
}

static int replay(struct rq *rq, const struct db_answer *ans, struct cw_err *err)
{
	char *copy = cw_strdup(rq->arena, ans->headers), *save = NULL;

	if (!copy)
		return cw_fail_memory(err);
	reset_answer(rq);
	rq->status = ans->status;
	rq->answer = ans->body;
	rq->answer_len = ans->body_len;
	for (char *line = strtok_r(copy, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		char *value = strstr(line, ": ");

		if (!value)
			continue;
		*value = '\0';
		if (strcmp(line, "Content-Type") == 0)
			rq->content_type = value + 2;
		else if (rq_set_header(rq, line, value + 2, err))
			return -1;
	}
	return rq_set_header(rq, "Idempotency-Replayed", "true", err);
}

/* Finds a stored answer for the request's key and replays it. */
static int find_and_replay(struct rq *rq, bool *replayed, struct cw_err *err)
{
	unsigned char key[32], hash[32];
	struct db_answer ans;
	char who[32];

	principal_text(&rq->who, who);
	db_sha256(rq->idempotency_key, strlen(rq->idempotency_key), key);
	if (request_hash(rq, hash, err) ||
	    db_answer_find(rq->db, rq->arena, rq->app->keys, who, key, &ans, replayed, err))
		return -1;
	if (!*replayed)
		return 0;
	if (memcmp(hash, ans.request_hash, sizeof(hash)) != 0) {
		*replayed = false;
		return cw_fail(err, CW_INVALID, CW_MSG_KEY_REUSED, NULL);
	}
	return replay(rq, &ans, err);
}

int idem_begin(struct rq *rq, bool *replayed, struct cw_err *err)
{
	*replayed = false;
	return rq->idempotency_key ? find_and_replay(rq, replayed, err) : 0;
}

void idem_abort(struct rq *rq)
{
	(void)rq; /* nothing is held between requests: the row is written with the act or not at all */
}

static int store_answer(struct rq *rq, struct cw_err *err)
{
	struct db_answer ans = { .status = rq->status, .body = rq->answer, .body_len = rq->answer_len };
	unsigned char key[32];
	struct cw_buf headers;
	char who[32];

	cw_buf_init(&headers, rq->arena);
	if (rq->content_type)
		cw_buf_printf(&headers, "Content-Type: %s\n", rq->content_type);
	for (size_t i = 0; i < rq->n_out; i++)
		cw_buf_printf(&headers, "%s: %s\n", rq->out[i].name, rq->out[i].value);
	ans.headers = cw_buf_done(&headers, NULL);
	if (!ans.headers)
		return cw_fail_memory(err);
	principal_text(&rq->who, who);
	db_sha256(rq->idempotency_key, strlen(rq->idempotency_key), key);
	if (request_hash(rq, ans.request_hash, err))
		return -1;
	return db_answer_add(rq->db, rq->arena, rq->app->keys, who, key, &ans, rq->now, err);
}

struct run {
	struct rq *rq;
	act_fn *fn;
	void *arg;
	bool storing; /* a conflict or a wait now is over the row of the same key */
};

static int body(struct db_conn *c, void *arg, struct cw_err *err)
{
	struct run *run = arg;

	(void)c;
	reset_answer(run->rq);
	(void)rq_json_whole(); /* what another attempt lacked is none of this one's */
	run->storing = false;
	if (run->fn(run->rq, run->arg, err))
		return -1;
	if (!run->rq->idempotency_key)
		return 0;
	run->storing = true;
	if (store_answer(run->rq, err))
		return -1;
	run->storing = false;
	return 0;
}

int act_run(struct rq *rq, act_fn *fn, void *arg, struct cw_err *err)
{
	struct run run = { .rq = rq, .fn = fn, .arg = arg };
	bool unknown = false, found;
	struct cw_err again;

	if (db_tx_run(rq->db, body, &run, &unknown, err) == 0) {
		if (rq->app->committed)
			rq->app->committed(rq->app->listener);
		return 0;
	}
	if (!rq->idempotency_key || !(unknown || run.storing))
		return -1;
	/* Somebody else stored an answer first, or COMMIT's outcome is not known: the row decides. */
	cw_err_clear(&again);
	if (db_conn_ready(rq->db, &again) || find_and_replay(rq, &found, &again)) {
		if (!unknown && again.code == CW_INVALID)
			*err = again; /* the key came with another request */
		return -1;
	}
	if (found) {
		cw_err_clear(err);
		return 0;
	}
	if (run.storing && (err->code == CW_CONFLICT || db_err_lock_wait(err)))
		return cw_fail(err, CW_CONFLICT, CW_MSG_KEY_RUNNING, NULL);
	return -1;
}
