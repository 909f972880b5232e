/* Errors as answers: problem+json (RFC 9457). */
#include <stdio.h>
#include <string.h>

#include "casework/base/log.h"
#include "server/http/rq.h"

static void add_members(struct json_object *problem, struct json_object *extra)
{
	if (!extra)
		return;
	json_object_object_foreach(extra, key, value)
	{
		rq_put_as(problem, key, json_object_get(value));
	}
}

static int write_problem(struct rq *rq, const struct cw_err *err, struct cw_err *own)
{
	struct json_object *problem;
	int status = rq_status_of(err->code);

	(void)rq_json_whole(); /* what the answer lacked, the problem need not */
	problem = rq_problem_object(rq->arena, err, rq->lang);
	if (!problem)
		return cw_fail_memory(own);
	rq_put_str(problem, "instance", rq->id);
	add_members(problem, rq->problem_extra);
	if (rq_json(rq, status, problem, own))
		return -1;
	rq->content_type = "application/problem+json";
	return 0;
}

/* What the receiver's software needs beside the text. */
static int add_headers(struct rq *rq, const struct cw_err *err, struct cw_err *own)
{
	int wait = err->retry_after;
	char seconds[12];

	/* tus wants these on refusals too. */
	if (rq_header(rq, "tus-resumable") && (rq_set_header(rq, "Tus-Resumable", "1.0.0", own) ||
					       rq_set_header(rq, "Tus-Version", "1.0.0", own)))
		return -1;
	if (err->code == CW_UNAUTHENTICATED)
		return rq_set_header(rq, "WWW-Authenticate", "Bearer realm=\"disclosured\"", own);
	if (err->code == CW_TOO_MANY || err->code == CW_UNAVAILABLE)
		wait = wait > 0 ? wait : 1;
	if (wait <= 0)
		return 0;
	snprintf(seconds, sizeof(seconds), "%d", wait);
	return rq_set_header(rq, "Retry-After", seconds, own);
}

void rq_problem(struct rq *rq, const struct cw_err *err)
{
	static const char fallback[] =
		"{\"type\":\"/problems/internal\",\"status\":500,\"code\":\"no_memory\"}";
	struct cw_err own;

	cw_err_clear(&own);
	if (err->code == CW_INTERNAL || err->detail[0])
		cw_log(err->code == CW_INTERNAL ? CW_LOG_ERROR : CW_LOG_WARN, "request_failed",
		       "code=%s message=%s detail=\"%s\"", rq_code_name(err->code),
		       cw_msg_name(err->msg), err->detail);
	rq->n_out = 0; /* what the endpoint had begun to say */
	if (add_headers(rq, err, &own) || write_problem(rq, err, &own))
		rq_bytes(rq, 500, "application/problem+json", fallback, sizeof(fallback) - 1);
}
