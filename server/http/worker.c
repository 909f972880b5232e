#include "server/http/worker.h"

#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "casework/base/log.h"
#include "server/act/read_log.h"
#include "server/api/hooks.h"
#include "server/http/metrics.h"
#include "server/http/precondition.h"
#include "server/http/ratelimit.h"
#include "server/http/route.h"
#include "server/http/text.h"
#include "server/http/workq.h"

struct worker {
	struct workers *all;
	pthread_t thread;
	struct db_conn *db; /* NULL while the database was never there */
};

struct workers {
	struct app *app;
	job_done_fn *done;
	void *arg;
	unsigned n;
	struct worker worker[];
};

/* ---- Who may. */

static int check_scope(const struct rq *rq, struct cw_err *err)
{
	if (rq->who.kind == RQ_TOKEN && !(rq->route->scope & rq->who.scopes))
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_HTTP_SCOPE, NULL);
	return 0;
}

static bool is_staff(const struct rq *rq)
{
	return rq->who.kind == RQ_STAFF || rq->who.kind == RQ_TOKEN;
}

static int check_access(const struct rq *rq, struct cw_err *err)
{
	switch (rq->route->access) {
	case ROUTE_PUBLIC:
		return 0;
	case ROUTE_APPLICANT:
		if (rq->who.kind == RQ_APPLICANT)
			return 0;
		return cw_fail(err, rq->who.kind == RQ_ANYONE ? CW_UNAUTHENTICATED : CW_FORBIDDEN,
			       CW_MSG_HTTP_APPLICANT_ONLY, NULL);
	case ROUTE_SIGNED_IN:
	case ROUTE_ROLES:
		break;
	}
	if (!is_staff(rq))
		return cw_fail(err, rq->who.kind == RQ_ANYONE ? CW_UNAUTHENTICATED : CW_FORBIDDEN,
			       CW_MSG_HTTP_SIGN_IN, NULL);
	if (rq->route->access == ROUTE_ROLES && !rq_has_any_role(&rq->who, rq->route->roles))
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_HTTP_NO_ROLE, NULL);
	return check_scope(rq, err);
}

static int check_rate(const struct rq *rq, struct cw_err *err)
{
	static const struct {
		unsigned flag;
		enum rate_class class;
	} classes[] = {
		{ ROUTE_RATE_FILING, RATE_FILING },
		{ ROUTE_RATE_ACCESS, RATE_ACCESS },
		{ ROUTE_RATE_SIGN_IN, RATE_SIGN_IN },
	};
	char seconds[12];
	int wait;

	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		if (!(rq->route->flags & classes[i].flag) ||
		    ratelimit_take(rq->app->rates, classes[i].class, rq->client, job_now(), &wait))
			continue;
		snprintf(seconds, sizeof(seconds), "%d", wait);
		err->retry_after = wait;
		return cw_fail(err, CW_TOO_MANY, CW_MSG_HTTP_RATE, seconds, NULL);
	}
	return 0;
}

/* ---- The one path (ARCHITECTURE.md): route, session, permission, replay, If-Match, body,
 * endpoint. */

static int call_endpoint(struct rq *rq, struct cw_err *err)
{
	if (precondition_version(rq, err) || precondition_body(rq, err))
		return -1;
	return rq->route->fn(rq, err);
}

/* Reads of a case by staff stand in the log of acts, with or without If-None-Match.  A read that cannot
 * be noted is still a read: it is said in the service's own log. */
static void note_read(const struct rq *rq)
{
	struct cw_err err;

	if (!rq->seen_case || !rq->app->reads || !is_staff(rq) || rq->method > RQ_HEAD)
		return;
	cw_err_clear(&err);
	if (read_log_add(rq->app, rq->db, rq->now, rq->who.user, rq->seen_case,
			 rq->route->operation, rq->client, &err))
		cw_log(CW_LOG_ERROR, "read_not_logged", "user=%" PRIu64 " operation=%s",
		       rq->who.user, rq->route->operation);
}

static int connect_db(struct worker *w, struct cw_err *err)
{
	const struct db_conf *conf = &w->all->app->db;

	return w->db || !conf->database ? 0 : db_conn_open(conf, &w->db, err);
}

static int with_session(struct worker *w, struct rq *rq, struct cw_err *err)
{
	bool replayed = false;

	if (connect_db(w, err))
		return -1;
	rq->db = w->db;
	if (auth_clocks(rq, err) || auth_session(rq, err) || check_access(rq, err) ||
	    precondition_key(rq, err))
		return -1;
	if (!(rq->route->flags & ROUTE_IDEMPOTENT))
		rq->idempotency_key = NULL; /* some clients send one with everything */
	if (!rq->idempotency_key)
		return call_endpoint(rq, err);
	if (idem_begin(rq, &replayed, err))
		return -1;
	if (replayed)
		return 0;
	if (call_endpoint(rq, err)) {
		idem_abort(rq);
		return -1;
	}
	return 0;
}

static int answer(struct worker *w, const struct job *job, struct rq *rq, const char **allow,
		  struct cw_err *err)
{
	struct rq_pair *query;

	if (workq_too_old(rq->app->workq, job, job_now())) {
		metrics_event(rq->app->metrics, METRICS_REFUSED_AGE);
		return cw_fail(err, CW_UNAVAILABLE, CW_MSG_HTTP_BUSY, NULL);
	}
	if (text_query(rq->arena, job->query, &query, &rq->n_query, err))
		return -1;
	rq->query = query;
	if (precondition_read(rq, err))
		return -1;
	rq->route = route_find(rq->arena, rq->method, rq->path, rq->params, allow, err);
	if (!rq->route || check_rate(rq, err))
		return -1;
	rq->db = w->db;
	if (rq->route->flags & ROUTE_SYSTEM)
		return call_endpoint(rq, err);
	return with_session(w, rq, err);
}

/* ---- Jobs in and out. */

static void rq_of_job(struct app *app, const struct job *job, struct rq *rq)
{
	*rq = (struct rq){
		.app = app,
		.arena = job->arena,
		.method = job->method,
		.path = job->path,
		.headers = job->headers,
		.n_headers = job->n_headers,
		.body = job->body,
		.body_len = job->body_len,
		.client = job->client,
		.id = job->id,
		.lang = text_language(job_header(job, "accept-language")),
		.now = job_real_now(),
		.today = CW_DAY_NONE,
	};
}

/* The next piece of an answer; its length is 0 if it cannot be made. */
static int make_piece(struct worker *w, struct job *job, struct cw_err *err)
{
	job->piece_len = 0;
	job->piece_arena = cw_arena_new(0);
	if (!job->piece_arena)
		return cw_fail_memory(err);
	if (connect_db(w, err) || (w->db && db_conn_ready(w->db, err)))
		return -1;
	return job->piece(w->all->app, w->db, job->piece_arena, job->piece_state, &job->piece_data,
			  &job->piece_len, err);
}

static void go_on(struct worker *w, struct job *job)
{
	struct cw_err err;

	cw_log_set_request(job->id);
	cw_err_clear(&err);
	if (make_piece(w, job, &err)) {
		job->piece_len = 0;
		cw_log(CW_LOG_WARN, "answer_broken_off", "message=%s sent=%" PRIu64,
		       cw_msg_name(err.msg), job->piece_sent);
	}
	cw_log_set_request(NULL);
}

/* The first piece is made before anything is sent, so that a failure can still be told. */
static void begin_pieces(struct worker *w, struct rq *rq, struct job *job)
{
	struct cw_err err;

	cw_err_clear(&err);
	job->piece = rq->piece;
	job->piece_state = rq->piece_state;
	job->piece_total = rq->piece_total;
	if (rq->method == RQ_HEAD || make_piece(w, job, &err) == 0)
		return;
	job->piece = NULL;
	rq_problem(rq, &err);
}

static void answer_of_rq(const struct rq *rq, struct job *job)
{
	job->status = rq->status;
	job->content_type = rq->content_type;
	job->answer = rq->answer;
	job->answer_len = rq->answer_len;
	memcpy(job->out, rq->out, rq->n_out * sizeof(rq->out[0]));
	job->n_out = rq->n_out;
}

/* Never the path or the query: they can name a case. */
static void log_answer(const struct rq *rq, const struct job *job, int64_t began)
{
	int64_t now = job_now();
	size_t route = rq->route ? (size_t)(rq->route - routes) : n_routes;

	metrics_request(rq->app->metrics, route, rq->status, now - job->queued_at);
	cw_log(CW_LOG_INFO, "request",
	       "method=%s operation=%s status=%d user=%" PRIu64 " in=%zu out=%zu waited_us=%" PRId64
	       " took_us=%" PRId64,
	       route_method_name(rq->method), rq->route ? rq->route->operation : "none", rq->status,
	       rq->who.user, rq->body_len, rq->answer_len, began - job->queued_at, now - began);
}

static void work(struct worker *w, struct job *job)
{
	static const char *const languages[CW_LANG_MAX] = { [CW_ZH] = "zh-CN", [CW_EN] = "en" };
	int64_t began = job_now();
	const char *allow = NULL;
	struct cw_err err, own;
	struct rq rq;

	cw_log_set_request(job->id);
	cw_err_clear(&err);
	(void)rq_json_whole();
	rq_of_job(w->all->app, job, &rq);
	if (answer(w, job, &rq, &allow, &err)) {
		rq_problem(&rq, &err);
	} else {
		note_read(&rq);
		if (rq.piece)
			begin_pieces(w, &rq, job);
	}
	job->stream = rq.stream && rq.status == 200;
	job->who = rq.who;
	/* These two may be left out for lack of memory. */
	cw_err_clear(&own);
	if ((allow && rq_set_header(&rq, "Allow", allow, &own)) ||
	    (rq.content_type && rq_set_header(&rq, "Content-Language", languages[rq.lang], &own)))
		cw_err_clear(&own);
	json_object_put(rq.json);
	json_object_put(rq.problem_extra);
	answer_of_rq(&rq, job);
	log_answer(&rq, job, began);
	cw_log_set_request(NULL);
}

static void *run(void *arg)
{
	struct worker *w = arg;
	struct workers *all = w->all;
	struct cw_err err;
	struct job *job;

	pthread_setname_np(pthread_self(), "worker");
	cw_err_clear(&err);
	if (connect_db(w, &err))
		cw_log(CW_LOG_WARN, "worker_without_database", "message=%s", cw_msg_name(err.msg));
	while ((job = workq_take(all->app->workq))) {
		bool slow = job->slow;

		if (job->piece_next)
			go_on(w, job);
		else
			work(w, job);
		workq_done(all->app->workq, slow);
		all->done(all->arg, job);
	}
	db_conn_close(w->db);
	return NULL;
}

/* Signals are the main thread's. */
static int start_thread(struct worker *w)
{
	sigset_t all, old;
	int rc;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	rc = pthread_create(&w->thread, NULL, run, w);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return rc;
}

int workers_start(struct app *app, unsigned n, job_done_fn *done, void *arg, struct workers **out,
		  struct cw_err *err)
{
	struct workers *all = calloc(1, sizeof(*all) + n * sizeof(all->worker[0]));

	*out = NULL;
	if (!all)
		return cw_fail_memory(err);
	all->app = app;
	all->done = done;
	all->arg = arg;
	for (all->n = 0; all->n < n; all->n++) {
		all->worker[all->n].all = all;
		if (start_thread(&all->worker[all->n])) {
			workq_close(app->workq);
			workers_join(all);
			return cw_fail(err, CW_INTERNAL, CW_MSG_HTTP_NO_THREAD, NULL);
		}
	}
	*out = all;
	return 0;
}

void workers_join(struct workers *all)
{
	if (!all)
		return;
	for (unsigned i = 0; i < all->n; i++)
		pthread_join(all->worker[i].thread, NULL);
	free(all);
}
