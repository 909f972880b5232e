#include "server/api/system.h"

#include <string.h>
#include <time.h>

#include "casework/base/text.h"
#include "server/app.h"
#include "server/http/metrics.h"
#include "server/http/proxy.h"

#define TEXT	    "text/plain; charset=utf-8"
#define VALID_DAYS  180 /* of security.txt: RFC 9116 wants less than a year */
#define DAY_SECONDS 86400

/* GET /readyz: whether a request that needs the database would get it. */
int api_ready(struct rq *rq, struct cw_err *err)
{
	static const char text[] = "ready\n";
	int one = 0;
	const struct db_out out[] = { DB_OUT_INT(one) };

	if (!rq->db)
		return cw_fail(err, CW_UNAVAILABLE, CW_MSG_DB_AWAY, NULL);
	if (db_get(rq->db, rq->arena, "SELECT 1", NULL, 0, out, DB_N(out), err))
		return -1;
	return rq_bytes(rq, 200, TEXT, text, sizeof(text) - 1);
}

/* Age of the oldest message that waits to be fanned out, if the database can be asked. */
static void print_outbox(struct rq *rq, struct cw_buf *out)
{
	static const char sql[] = "SELECT created_at FROM outbox ORDER BY id LIMIT 1";
	int64_t oldest = DB_TIME_NONE;
	const struct db_out columns[] = { DB_OUT_TIME(oldest) };
	struct cw_err err;
	bool found;

	cw_err_clear(&err);
	if (!rq->db ||
	    db_find(rq->db, rq->arena, sql, NULL, 0, columns, DB_N(columns), &found, &err))
		return;
	cw_buf_puts(
		out,
		"# HELP disclosured_outbox_age_seconds Age of the oldest event not fanned out.\n"
		"# TYPE disclosured_outbox_age_seconds gauge\n");
	cw_buf_printf(out, "disclosured_outbox_age_seconds %lld\n",
		      found && oldest < rq->now ? (long long)((rq->now - oldest) / 1000000) : 0);
}

/* Behind a proxy that the configuration does not name everybody would seem to be the proxy. */
static bool may_watch(const struct rq *rq)
{
	const struct config *conf = rq->app->config;
	struct nets from;

	if (!*conf->trusted_proxies && rq_header(rq, "x-forwarded-for"))
		return false;
	return nets_parse(rq->arena, conf->metrics_from, &from) && nets_have(&from, rq->client);
}

/* GET /metrics: for those who watch the service; to others there is nothing here. */
int api_metrics(struct rq *rq, struct cw_err *err)
{
	struct cw_buf out;
	char *text;
	size_t len;

	if (!may_watch(rq))
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_HTTP_NO_SUCH_PATH, NULL);
	cw_buf_init(&out, rq->arena);
	metrics_print(rq->app->metrics, rq->app->workq, &out);
	print_outbox(rq, &out);
	text = cw_buf_done(&out, &len);
	if (!text)
		return cw_fail_memory(err);
	return rq_bytes(rq, 200, "text/plain; version=0.0.4; charset=utf-8", text, len);
}

/* GET /docs, /openapi.yaml: the loop answers them from memory (server/http/static.h).  What comes
 * this far is not among this installation's files. */
int api_file(struct rq *rq, struct cw_err *err)
{
	(void)rq;
	return cw_fail(err, CW_NOT_FOUND, CW_MSG_HTTP_NO_SUCH_PATH, NULL);
}

/* GET /.well-known/security.txt (RFC 9116). */
int api_security_contact(struct rq *rq, struct cw_err *err)
{
	const struct config *conf = rq->app->config;
	time_t until = (time_t)(rq->now / 1000000 / DAY_SECONDS + VALID_DAYS) * DAY_SECONDS;
	struct tm tm;
	char expires[40];
	char *text;

	if (!*conf->security_contact)
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_HTTP_NO_SUCH_PATH, NULL);
	gmtime_r(&until, &tm);
	strftime(expires, sizeof(expires), "%Y-%m-%dT%H:%M:%SZ", &tm);
	text = cw_printf(rq->arena,
			 "Contact: %s\nExpires: %s\nPreferred-Languages: zh, en\n"
			 "Canonical: %s/.well-known/security.txt\n",
			 conf->security_contact, expires, conf->public_url);
	if (!text)
		return cw_fail_memory(err);
	return rq_bytes(rq, 200, TEXT, text, strlen(text));
}
