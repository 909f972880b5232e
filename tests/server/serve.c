#include "tests/server/serve.h"

#include <arpa/inet.h>
#include <check.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "casework/base/log.h"
#include "server/api/hooks.h"
#include "server/http/metrics.h"
#include "server/http/ratelimit.h"
#include "server/http/static.h"
#include "server/http/worker.h"
#include "server/http/workq.h"

struct app serve_app;
struct front *serve_front;
sem_t serve_entered, serve_gate;
atomic_uint serve_calls;

static struct config *config;
static struct workers *workers;

/* ---- Routes. */

static int echo(struct rq *rq, struct cw_err *err)
{
	struct json_object *o = rq_obj();

	atomic_fetch_add(&serve_calls, 1);
	rq_put_str(o, "path", rq->path);
	rq_put_str(o, "param", rq->params[0]);
	rq_put_str(o, "client", rq->client);
	rq_put_str(o, "lang", rq->lang == CW_EN ? "en" : "zh");
	rq_put_str(o, "key", rq->idempotency_key);
	rq_put_str(o, "query", rq_query(rq, "q"));
	rq_put_str(o, "trailer", rq_header(rq, "x-trailer"));
	rq_put_int(o, "version", (int64_t)rq->if_match);
	rq_put_int(o, "bytes", (int64_t)rq->body_len);
	rq_put(o, "json", rq->json ? json_object_get(rq->json) : NULL);
	return rq_json(rq, 200, o, err);
}

static int wait_at_gate(struct rq *rq, struct cw_err *err)
{
	sem_post(&serve_entered);
	while (sem_wait(&serve_gate))
		;
	return echo(rq, err);
}

static int versioned(struct rq *rq, struct cw_err *err)
{
	struct json_object *o = rq_obj();

	atomic_fetch_add(&serve_calls, 1);
	rq_put_str(o, "a", "b");
	return rq_json_versioned(rq, 200, 12, o, err);
}

static int large(struct rq *rq, struct cw_err *err)
{
	size_t len = 8 * 1024 * 1024;
	char *text = cw_alloc(rq->arena, len);

	if (!text)
		return cw_fail_memory(err);
	memset(text, 'x', len);
	return rq_bytes(rq, 200, "text/plain", text, len);
}

/* "/pieces?q=7": seven pieces of 7,000 bytes, each of one letter; "/pieces/broken" fails at the third. */
struct pieces {
	int made, fails_at;
};

static int next_piece(struct app *app, struct db_conn *db, struct cw_arena *a, void *state,
		      const char **data, size_t *len, struct cw_err *err)
{
	struct pieces *p = state;
	char *text = cw_alloc(a, 7000);

	(void)app;
	(void)db;
	if (!text)
		return cw_fail_memory(err);
	if (p->made == p->fails_at)
		return cw_fail(err, CW_UNAVAILABLE, CW_MSG_HTTP_BUSY, NULL);
	memset(text, 'a' + p->made++ % 26, 7000);
	*data = text;
	*len = 7000;
	return 0;
}

static int in_pieces(struct rq *rq, struct cw_err *err)
{
	struct pieces *p = cw_alloc(rq->arena, sizeof(*p));
	const char *n = rq_query(rq, "q");

	if (!p)
		return cw_fail_memory(err);
	p->fails_at = rq->params[0] ? atoi(rq->params[0]) : -1;
	return rq_pieces(rq, 200, "text/plain", 7000 * (uint64_t)atoi(n ? n : "7"), next_piece, p);
}

/* A stream for the session that X-Session names; "head" and "clerk" work at agency 1. */
static int live(struct rq *rq, struct cw_err *err)
{
	const char *session = rq_header(rq, "x-session");

	(void)err;
	rq->who.session = session ? (uint64_t)atoi(session) : 0;
	rq->who.user = rq->who.session;
	return rq_stream(rq);
}

static int refuses(struct rq *rq, struct cw_err *err)
{
	rq->problem_extra = rq_obj();
	rq_put_str(rq->problem_extra, "state", "closed");
	if (rq_set_header(rq, "Set-Cookie", "a=b", err))
		return -1;
	return cw_fail_law(err, CW_MSG_ALREADY_ANSWERED, "R-CLOCK-2", "条例33", NULL);
}

static int breaks(struct rq *rq, struct cw_err *err)
{
	(void)rq;
	snprintf(err->detail, sizeof(err->detail), "secret detail");
	return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
}

static int leaves(struct rq *rq, struct cw_err *err)
{
	(void)err;
	return rq_empty(rq, 204);
}

const struct route routes[] = {
	{ RQ_GET, "/echo", echo, ROUTE_PUBLIC, 0, 0, 0, "echo" },
	{ RQ_GET, "/echo/{what}", echo, ROUTE_PUBLIC, 0, 0, 0, "echoWhat" },
	{ RQ_POST, "/echo", echo, ROUTE_PUBLIC, 0, ROUTE_BODY | ROUTE_IDEMPOTENT, 0, "postEcho" },
	{ RQ_PATCH, "/echo", echo, ROUTE_PUBLIC, 0, ROUTE_BODY | ROUTE_EMPTY_BODY, 0, "patchEcho" },
	{ RQ_DELETE, "/echo", echo, ROUTE_PUBLIC, 0, 0, 0, "deleteEcho" },
	{ RQ_PUT, "/act", echo, ROUTE_PUBLIC, 0, ROUTE_BODY | ROUTE_IF_MATCH, 0, "act" },
	{ RQ_POST, "/upload", echo, ROUTE_PUBLIC, 0, ROUTE_RAW, 0, "upload" },
	{ RQ_GET, "/versioned", versioned, ROUTE_PUBLIC, 0, 0, 0, "versioned" },
	{ RQ_GET, "/large", large, ROUTE_PUBLIC, 0, 0, 0, "large" },
	{ RQ_GET, "/pieces", in_pieces, ROUTE_PUBLIC, 0, 0, 0, "pieces" },
	{ RQ_GET, "/pieces/{fails_at}", in_pieces, ROUTE_PUBLIC, 0, 0, 0, "brokenPieces" },
	{ RQ_GET, "/live", live, ROUTE_SIGNED_IN, 0, 0, 0, "live" },
	{ RQ_GET, "/refuses", refuses, ROUTE_PUBLIC, 0, 0, 0, "refuses" },
	{ RQ_GET, "/breaks", breaks, ROUTE_PUBLIC, 0, 0, 0, "breaks" },
	{ RQ_GET, "/leaves", leaves, ROUTE_PUBLIC, 0, 0, 0, "leaves" },
	{ RQ_GET, "/blocked", wait_at_gate, ROUTE_PUBLIC, 0, 0, 0, "blocked" },
	{ RQ_GET, "/slow", wait_at_gate, ROUTE_PUBLIC, 0, ROUTE_SLOW, 0, "slow" },
	{ RQ_GET, "/limited", echo, ROUTE_PUBLIC, 0, ROUTE_RATE_FILING, 0, "limited" },
	{ RQ_GET, "/staff", echo, ROUTE_SIGNED_IN, 0, 0, 1, "staff" },
	{ RQ_GET, "/heads", echo, ROUTE_ROLES, CW_ROLE_BIT(CW_ROLE_HEAD), 0, 1, "heads" },
	{ RQ_GET, "/own", echo, ROUTE_APPLICANT, 0, 0, 0, "own" },
};
const size_t n_routes = sizeof(routes) / sizeof(routes[0]);

/* ---- Hooks: X-Access-Token says who asks. */

int auth_clocks(struct rq *rq, struct cw_err *err)
{
	(void)err;
	rq->today = 20000;
	return 0;
}

int auth_session(struct rq *rq, struct cw_err *err)
{
	static const struct rq_grant head = { 1, CW_ROLE_HEAD }, clerk = { 1, CW_ROLE_CLERK };
	const char *who = rq_header(rq, "x-access-token");

	rq->who.n_grants = 1;
	if (!who)
		rq->who = (struct rq_principal){ .kind = RQ_ANYONE };
	else if (strcmp(who, "applicant") == 0)
		rq->who = (struct rq_principal){ .kind = RQ_APPLICANT, .case_id = 1 };
	else if (strcmp(who, "head") == 0)
		rq->who = (struct rq_principal){ .kind = RQ_STAFF, .grants = &head, .n_grants = 1 };
	else if (strcmp(who, "clerk") == 0)
		rq->who =
			(struct rq_principal){ .kind = RQ_STAFF, .grants = &clerk, .n_grants = 1 };
	else if (strcmp(who, "token") == 0)
		rq->who = (struct rq_principal){
			.kind = RQ_TOKEN, .scopes = 2, .grants = &head, .n_grants = 1
		};
	else
		return cw_fail(err, CW_UNAUTHENTICATED, CW_MSG_API_BAD_TOKEN, NULL);
	return 0;
}

/* The key "replay..." has been used before. */
int idem_begin(struct rq *rq, bool *replayed, struct cw_err *err)
{
	*replayed = strncmp(rq->idempotency_key, "replay", 6) == 0;
	if (*replayed && rq_set_header(rq, "Idempotency-Replayed", "true", err))
		return -1;
	return *replayed ? rq_bytes(rq, 201, "application/json", "{}", 2) : 0;
}

void idem_abort(struct rq *rq)
{
	(void)rq;
}

/* ---- Starting and stopping. */

static void must(int rc, const struct cw_err *err, const char *what)
{
	if (rc)
		ck_abort_msg("%s: %s", what,
			     cw_msg_name(err->n_items ? err->items[0].msg : err->msg));
}

static void load(const char *lines)
{
	char path[] = "/tmp/disclosured-t-serve-XXXXXX";
	FILE *f = fdopen(mkstemp(path), "w");
	struct cw_err err;

	fprintf(f, "listen_port = 0\n%s", lines);
	fclose(f);
	cw_err_clear(&err);
	must(config_load(path, &config, &err), &err, "configuration");
	unlink(path);
}

void serve_start(const char *lines)
{
	struct workq_conf queue;
	struct cw_err err;

	cw_err_clear(&err);
	signal(SIGPIPE, SIG_IGN);
	cw_log_set_level(CW_LOG_ERROR);
	load(lines);
	sem_init(&serve_entered, 0, 0);
	sem_init(&serve_gate, 0, 0);
	serve_calls = 0;
	queue = (struct workq_conf){ (size_t)config->queue_count, (size_t)config->queue_bytes,
				     (int64_t)config->queue_age_ms * 1000,
				     config->workers > 1 ? (unsigned)config->workers / 2 : 1 };
	memset(&serve_app, 0, sizeof(serve_app));
	serve_app.config = config;
	serve_app.workq = workq_new(&queue);
	serve_app.rates = ratelimit_new();
	serve_app.metrics = metrics_new();
	ratelimit_set(serve_app.rates, RATE_FILING, (unsigned)config->rate_filing);
	must(statics_new(config->web_dir, NULL, 0, &serve_app.statics, &err), &err, "files");
	must(front_new(&serve_app, &serve_front, &err), &err, "front");
	must(workers_start(&serve_app, (unsigned)config->workers, front_reply, serve_front,
			   &workers, &err),
	     &err, "workers");
	must(front_start(serve_front, &err), &err, "loop");
}

bool serve_stop(int seconds)
{
	bool drained;

	if (!serve_front)
		return true;
	drained = front_drain(serve_front, seconds);
	for (int i = 0; i < 64; i++) /* whoever still waits may go */
		sem_post(&serve_gate);
	workq_close(serve_app.workq);
	workers_join(workers);
	front_drain(serve_front, 2);
	front_free(serve_front);
	serve_front = NULL;
	statics_free(serve_app.statics);
	workq_free(serve_app.workq);
	metrics_free(serve_app.metrics);
	ratelimit_free(serve_app.rates);
	config_free(config);
	sem_destroy(&serve_entered);
	sem_destroy(&serve_gate);
	return drained;
}

/* ---- The client. */

static int dial_to(struct sockaddr *sa, socklen_t len)
{
	struct timeval limit = { 20, 0 };
	int fd = socket(sa->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
	if (connect(fd, sa, len)) {
		close(fd);
		return -1;
	}
	return fd;
}

int dial(void)
{
	struct sockaddr_in sa = { .sin_family = AF_INET,
				  .sin_port = htons((uint16_t)front_port(serve_front)),
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = dial_to((struct sockaddr *)&sa, sizeof(sa));

	ck_assert_int_ge(fd, 0);
	return fd;
}

int dial_six(void)
{
	struct sockaddr_in6 sa = { .sin6_family = AF_INET6,
				   .sin6_port = htons((uint16_t)front_port(serve_front)),
				   .sin6_addr = IN6ADDR_LOOPBACK_INIT };

	return dial_to((struct sockaddr *)&sa, sizeof(sa));
}

void say_bytes(int fd, const void *bytes, size_t len)
{
	const char *at = bytes;

	/* The other side may have closed: what it said before is what a test looks at. */
	while (len) {
		ssize_t n = send(fd, at, len, MSG_NOSIGNAL);

		if (n <= 0)
			return;
		at += n;
		len -= (size_t)n;
	}
}

void say(int fd, const char *text)
{
	say_bytes(fd, text, strlen(text));
}

static bool hear_header(int fd, struct heard *h)
{
	size_t n = 0;

	while (n < sizeof(h->head) - 1 && recv(fd, h->head + n, 1, 0) == 1) {
		n++;
		if (n >= 4 && memcmp(h->head + n - 4, "\r\n\r\n", 4) == 0)
			return true;
	}
	return false;
}

static void hear_one(int fd, struct heard *h, bool body)
{
	const char *length;
	size_t want = 0;

	memset(h, 0, sizeof(*h));
	if (!hear_header(fd, h) || sscanf(h->head, "HTTP/1.%*1[01] %d ", &h->status) != 1) {
		h->status = 0;
		return;
	}
	length = value(h, "Content-Length");
	if (length)
		want = (size_t)strtoul(length, NULL, 10);
	while (body && h->len < want) {
		char rest[4096];
		bool fits = h->len < sizeof(h->body) - 1;
		size_t room = fits ? sizeof(h->body) - 1 - h->len : sizeof(rest);
		size_t left = want - h->len;
		ssize_t n = recv(fd, fits ? h->body + h->len : rest, room < left ? room : left, 0);

		if (n <= 0) {
			h->status = 0;
			return;
		}
		h->len += (size_t)n;
	}
}

void hear(int fd, struct heard *h)
{
	hear_one(fd, h, true);
}

void hear_head(int fd, struct heard *h)
{
	hear_one(fd, h, false);
}

bool ended(int fd)
{
	char c;

	return recv(fd, &c, 1, 0) <= 0;
}

const char *value(const struct heard *h, const char *name)
{
	static _Thread_local char text[1024];
	size_t len = strlen(name);

	for (const char *line = h->head; line && *line;
	     line = strstr(line, "\r\n"), line += line ? 2 : 0) {
		if (strncasecmp(line, name, len) == 0 && line[len] == ':') {
			snprintf(text, sizeof(text), "%.*s", (int)strcspn(line + len + 2, "\r"),
				 line + len + 2);
			return text;
		}
	}
	return NULL;
}

void ask(const char *text, struct heard *h)
{
	int fd = dial();

	say(fd, text);
	hear(fd, h);
	close(fd);
}
