#include "server/http/loop.h"

#include <errno.h>
#include <event2/keyvalq_struct.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "casework/base/log.h"
#include "casework/base/text.h"
#include "db/crypt.h"
#include "server/http/route.h"
#include "server/http/text.h"

/* ---- Requests. */

static enum rq_method method_of(struct evhttp_request *req)
{
	switch (evhttp_request_get_command(req)) {
	case EVHTTP_REQ_GET:
		return RQ_GET;
	case EVHTTP_REQ_HEAD:
		return RQ_HEAD;
	case EVHTTP_REQ_POST:
		return RQ_POST;
	case EVHTTP_REQ_PUT:
		return RQ_PUT;
	case EVHTTP_REQ_PATCH:
		return RQ_PATCH;
	case EVHTTP_REQ_DELETE:
		return RQ_DELETE;
	case EVHTTP_REQ_OPTIONS:
		return RQ_OPTIONS;
	default:
		return RQ_METHOD_MAX;
	}
}

/* The path and query of a target in origin form, or in absolute form ("http://host/path"). */
static const char *path_of(const char *target)
{
	const char *authority = strstr(target, "://");

	if (*target == '/' || !authority)
		return target;
	return authority + 3 + strcspn(authority + 3, "/?");
}

static int copy_target(struct job *job, const char *target)
{
	const char *path = path_of(target);
	size_t len = strcspn(path, "?#");

	job->path = len ? cw_strndup(job->arena, path, len) : "/";
	job->query = NULL;
	if (path[len] == '?')
		job->query = cw_strndup(job->arena, path + len + 1, strcspn(path + len + 1, "#"));
	return job->path && (path[len] != '?' || job->query) ? 0 : -1;
}

/* Names in lower case.  A value that is no UTF-8 is left out: nobody downstream could use it. */
static int copy_headers(struct job *job, struct evkeyvalq *in)
{
	struct evkeyval *h;
	size_t n = 0;

	TAILQ_FOREACH(h, in, next)
	n++;
	job->headers = cw_alloc_n(job->arena, n + 1, sizeof(*job->headers));
	if (!job->headers)
		return -1;
	TAILQ_FOREACH(h, in, next)
	{
		struct rq_pair *pair = &job->headers[job->n_headers];
		char *name = cw_strdup(job->arena, h->key);

		if (!cw_utf8_valid(h->value, strlen(h->value)))
			continue;
		pair->name = name;
		pair->value = cw_strdup(job->arena, h->value);
		if (!name || !pair->value)
			return -1;
		for (; *name; name++)
			if (*name >= 'A' && *name <= 'Z')
				*name = (char)(*name - 'A' + 'a');
		job->n_headers++;
	}
	return 0;
}

static int copy_body(struct job *job, struct evbuffer *in)
{
	char *body;

	job->body_len = evbuffer_get_length(in);
	body = cw_alloc(job->arena, job->body_len + 1);
	if (!body)
		return -1;
	if (job->body_len && evbuffer_remove(in, body, job->body_len) != (int)job->body_len)
		return -1;
	job->body = body;
	return 0;
}

static int copy_client(struct front *f, struct conn *c, struct job *job)
{
	struct cw_buf forwarded;
	char client[PROXY_ADDRESS];
	const char *all;

	cw_buf_init(&forwarded, job->arena);
	for (size_t i = 0; i < job->n_headers; i++)
		if (strcmp(job->headers[i].name, "x-forwarded-for") == 0)
			cw_buf_printf(&forwarded, "%s%s", forwarded.len ? "," : "",
				      job->headers[i].value);
	all = cw_buf_done(&forwarded, NULL);
	if (!all)
		return -1;
	pthread_mutex_lock(&f->lock);
	proxy_client(&f->trusted, c->peer, *all ? all : NULL, client);
	pthread_mutex_unlock(&f->lock);
	job->client = cw_strdup(job->arena, client);
	return job->client ? 0 : -1;
}

static struct job *job_of(struct front *f, struct conn *c, struct evhttp_request *req)
{
	struct job *job = job_new();

	if (!job)
		return NULL;
	job->method = method_of(req);
	snprintf(job->id, sizeof(job->id), "%016llx-%llu", (unsigned long long)f->id_prefix,
		 (unsigned long long)++f->id_count);
	if (copy_target(job, evhttp_request_get_uri(req)) ||
	    copy_headers(job, evhttp_request_get_input_headers(req)) ||
	    copy_body(job, evhttp_request_get_input_buffer(req)) || copy_client(f, c, job)) {
		job_free(job);
		return NULL;
	}
	job->bytes = job->body_len + f->limits.header_max / 8;
	job->slow = route_flags(job->method, job->path) & ROUTE_SLOW;
	return job;
}

static void queue_request(struct front *f, struct conn *c, struct evhttp_request *req,
			  enum cw_lang lang)
{
	struct job *job = job_of(f, c, req);

	if (!job) {
		answer_canned(c, req, CANNED_BUSY, 503, lang);
		return;
	}
	c->req = req;
	c->job = job;
	job->waiting = c;
	conn_enter(c, CONN_WAITING);
	if (workq_put(f->app->workq, job, job_now()))
		return;
	metrics_event(f->app->metrics, METRICS_REFUSED_QUEUE);
	job_free(job);
	answer_canned(c, req, CANNED_BUSY, 503, lang);
}

/* What the loop answers by itself; false: a worker's. */
static bool from_memory(struct front *f, struct conn *c, struct evhttp_request *req)
{
	enum rq_method method = method_of(req);
	const char *path = path_of(evhttp_request_get_uri(req));
	const struct static_file *file;
	char plain[512];
	size_t len = strcspn(path, "?#");

	if ((method != RQ_GET && method != RQ_HEAD) || len >= sizeof(plain))
		return false;
	memcpy(plain, path, len);
	plain[len] = '\0';
	file = statics_find(f->app->statics, plain);
	if (file)
		answer_file(c, req, file);
	else if (strcmp(plain, "/healthz") == 0)
		answer_health(c, req);
	else
		return false;
	metrics_event(f->app->metrics, METRICS_MEMORY);
	return true;
}

static void on_request(struct evhttp_request *req, void *arg)
{
	struct front *f = arg;
	struct conn *c = conn_of(f, req);
	enum cw_lang lang = text_language(
		evhttp_find_header(evhttp_request_get_input_headers(req), "Accept-Language"));

	if (!c) {
		evhttp_add_header(evhttp_request_get_output_headers(req), "Connection", "close");
		evhttp_send_reply(req, 503, "Service Unavailable", NULL);
		return;
	}
	c->taken++;
	if (c->taken > c->frame.no) {
		/* evhttp sees a request where the frame sees none: the two must never differ. */
		cw_log(CW_LOG_ERROR, "framing_differs", "frame=%lu evhttp=%lu", c->frame.no,
		       c->taken);
		c->frame.fault = 400;
		c->taken = c->frame.no;
		answer_canned(c, req, CANNED_FRAME, 400, lang);
		return;
	}
	if (f->draining)
		answer_canned(c, req, CANNED_STOPPING, 503, lang);
	else if (!from_memory(f, c, req))
		queue_request(f, c, req, lang);
}

/* Bytes that a body may have (frame_limits): a file on a raw route, JSON elsewhere. */
static size_t body_max(void *arg, const char *method, const char *target)
{
	struct front *f = arg;
	const struct config *conf = f->app->config;
	char path[FRAME_TARGET];
	enum rq_method m = strcmp(method, "PUT") == 0	 ? RQ_PUT
			   : strcmp(method, "POST") == 0 ? RQ_POST
							 : RQ_PATCH;

	if (!target)
		return (size_t)conf->body_max;
	snprintf(path, sizeof(path), "%.*s", (int)strcspn(path_of(target), "?#"), path_of(target));
	return (size_t)(route_flags(m, path) & ROUTE_RAW ? conf->upload_max : conf->body_max);
}

/* ---- Answers come back. */

static void send_done(struct front *f)
{
	struct job *job;

	pthread_mutex_lock(&f->lock);
	job = f->done_first;
	f->done_first = NULL;
	f->done_end = &f->done_first;
	pthread_mutex_unlock(&f->lock);
	while (job) {
		struct job *next = job->next;
		struct conn *c = job->waiting;

		if (c)
			answer_job(c, c->req, job);
		else
			job_free(job);
		job = next;
	}
}

static void on_wake(evutil_socket_t fd, short what, void *arg)
{
	struct front *f = arg;
	uint64_t n;
	bool drain, stop;

	(void)what;
	if (read(fd, &n, sizeof(n)) < 0 && errno != EAGAIN)
		cw_log(CW_LOG_ERROR, "eventfd", "errno=%d", errno);
	send_done(f);
	stream_news(f);
	pthread_mutex_lock(&f->lock);
	drain = f->want_drain;
	stop = f->want_stop;
	pthread_mutex_unlock(&f->lock);
	if (drain && !f->draining) {
		f->draining = true;
		listen_pause(f);
		stream_end_all(f);
		conn_close_idle(f);
		front_check_idle(f);
	}
	if (stop)
		event_base_loopbreak(f->base);
}

void front_wake(struct front *f)
{
	uint64_t one = 1;

	if (write(f->wake_fd, &one, sizeof(one)) < 0 && errno != EAGAIN)
		cw_log(CW_LOG_ERROR, "eventfd", "errno=%d", errno);
}

void front_reply(void *front, struct job *job)
{
	struct front *f = front;
	bool first;

	job->next = NULL;
	pthread_mutex_lock(&f->lock);
	first = !f->done_first;
	*f->done_end = job;
	f->done_end = &job->next;
	pthread_mutex_unlock(&f->lock);
	if (first) /* else the loop has been woken and has not looked yet */
		front_wake(f);
}

void front_check_idle(struct front *f)
{
	pthread_mutex_lock(&f->lock);
	f->is_idle = f->busy == 0;
	pthread_cond_broadcast(&f->idle);
	pthread_mutex_unlock(&f->lock);
}

/* ---- Making and ending it. */

static void set_limits(struct front *f)
{
	const struct config *conf = f->app->config;
	int timeout = conf->idle_timeout_s > conf->request_read_timeout_s
			      ? conf->idle_timeout_s
			      : conf->request_read_timeout_s;

	f->limits = (struct frame_limits){ (size_t)conf->header_max, body_max, f };
	/* The frame refuses first; these stand behind it. */
	evhttp_set_max_headers_size(f->http, conf->header_max + 1024);
	evhttp_set_max_body_size(f->http, conf->upload_max > conf->body_max ? conf->upload_max
									    : conf->body_max);
	evhttp_set_timeout(f->http, timeout + 10);
	evhttp_set_allowed_methods(f->http, EVHTTP_REQ_GET | EVHTTP_REQ_HEAD | EVHTTP_REQ_POST |
						    EVHTTP_REQ_PUT | EVHTTP_REQ_PATCH |
						    EVHTTP_REQ_DELETE | EVHTTP_REQ_OPTIONS |
						    EVHTTP_REQ_TRACE | EVHTTP_REQ_CONNECT);
	evhttp_set_default_content_type(f->http, NULL);
	evhttp_set_flags(f->http, EVHTTP_SERVER_LINGERING_CLOSE);
	evhttp_set_bevcb(f->http, conn_bev, f);
	evhttp_set_gencb(f->http, on_request, f);
}

static int make_events(struct front *f, struct cw_err *err)
{
	static const struct timeval second = { 1, 0 };

	f->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	f->base = event_base_new();
	f->http = f->base ? evhttp_new(f->base) : NULL;
	if (f->wake_fd < 0 || !f->http)
		return cw_fail_memory(err);
	f->wake = event_new(f->base, f->wake_fd, EV_READ | EV_PERSIST, on_wake, f);
	f->tick = event_new(f->base, -1, EV_PERSIST, conn_tick, f);
	f->resume = event_new(f->base, -1, 0, listen_again, f);
	f->adopt = event_new(f->base, -1, 0, conn_adopt, f);
	if (!f->wake || !f->tick || !f->resume || !f->adopt || event_add(f->wake, NULL) ||
	    event_add(f->tick, &second))
		return cw_fail_memory(err);
	return 0;
}

int front_new(struct app *app, struct front **out, struct cw_err *err)
{
	struct front *f = calloc(1, sizeof(*f));

	*out = NULL;
	if (!f)
		return cw_fail_memory(err);
	f->app = app;
	f->done_end = &f->done_first;
	f->news_end = &f->news;
	f->wake_fd = -1;
	TAILQ_INIT(&f->conns);
	TAILQ_INIT(&f->fresh);
	pthread_mutex_init(&f->lock, NULL);
	pthread_cond_init(&f->idle, NULL);
	db_random(&f->id_prefix, sizeof(f->id_prefix));
	if (route_open(err) || make_events(f, err) || answer_make_canned(f, err) ||
	    front_set_trusted(f, app->config->trusted_proxies, err)) {
		front_free(f);
		return -1;
	}
	set_limits(f);
	if (listen_open(f, err)) {
		front_free(f);
		return -1;
	}
	*out = f;
	return 0;
}

unsigned front_port(const struct front *f)
{
	return f->port;
}

int front_set_trusted(struct front *f, const char *trusted, struct cw_err *err)
{
	struct cw_arena *a = cw_arena_new(0), *old;
	struct nets nets;

	if (!a || !nets_parse(a, trusted, &nets)) {
		cw_arena_free(a);
		return cw_fail(err, CW_INVALID, CW_MSG_CONFIG_BAD_NETS, "trusted_proxies", NULL);
	}
	pthread_mutex_lock(&f->lock);
	old = f->arena;
	f->arena = a;
	f->trusted = nets;
	pthread_mutex_unlock(&f->lock);
	cw_arena_free(old);
	return 0;
}

static void *run(void *arg)
{
	struct front *f = arg;

	pthread_setname_np(pthread_self(), "front");
	listen_enter(f);
	event_base_dispatch(f->base);
	return NULL;
}

int front_start(struct front *f, struct cw_err *err)
{
	sigset_t all, old;
	int rc;

	/* Signals are the main thread's. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	rc = pthread_create(&f->thread, NULL, run, f);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (rc)
		return cw_fail(err, CW_INTERNAL, CW_MSG_HTTP_NO_THREAD, NULL);
	f->running = true;
	return 0;
}

bool front_drain(struct front *f, int timeout_s)
{
	struct timespec until;
	bool idle;
	int rc = 0;

	if (!f->running)
		return true;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += timeout_s;
	pthread_mutex_lock(&f->lock);
	f->want_drain = true;
	pthread_mutex_unlock(&f->lock);
	front_wake(f);
	pthread_mutex_lock(&f->lock);
	while (!f->is_idle && rc == 0)
		rc = pthread_cond_timedwait(&f->idle, &f->lock, &until);
	idle = f->is_idle;
	pthread_mutex_unlock(&f->lock);
	return idle;
}

static void stop(struct front *f)
{
	if (!f->running)
		return;
	pthread_mutex_lock(&f->lock);
	f->want_stop = true;
	pthread_mutex_unlock(&f->lock);
	front_wake(f);
	pthread_join(f->thread, NULL);
}

static void free_event(struct event *ev)
{
	if (ev)
		event_free(ev);
}

void front_free(struct front *f)
{
	if (!f)
		return;
	stop(f);
	f->draining = true; /* so that no closed connection opens a listener again */
	if (f->http)
		conn_adopt(-1, 0, f);
	send_done(f);
	if (f->http)
		evhttp_free(f->http); /* its listeners and connections with it */
	free_event(f->wake);
	free_event(f->tick);
	free_event(f->resume);
	free_event(f->adopt);
	if (f->base)
		event_base_free(f->base);
	if (f->wake_fd >= 0)
		close(f->wake_fd);
	answer_free_canned(f);
	stream_free(f);
	cw_arena_free(f->arena);
	free(f->by_fd);
	pthread_cond_destroy(&f->idle);
	pthread_mutex_destroy(&f->lock);
	free(f);
}
