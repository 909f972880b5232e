/*
 * Connections from accept to close.  evhttp reads and writes them; here they are counted, their
 * bytes are looked at before evhttp does (frame.h), and the slow, idle and malformed ones are
 * ended.
 *
 * A refusal takes the connection from evhttp: the bufferevent's callbacks become ours, the answer
 * is written, the sending side closed, and what still comes is thrown away for a while, since a
 * close with unread bytes would make the kernel reset the connection and the answer would be lost.
 */
#include "server/http/loop.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "casework/base/log.h"

#define SECOND	     INT64_C(1000000)
#define LINGER	     (2 * SECOND)
#define LINGER_BYTES ((size_t)4 * 1024 * 1024)
/* Slower than this, after the time of grace, is an attack or a dead line (ARCHITECTURE.md). */
#define SLOW_GRACE (10 * SECOND)
#define SLOW_RATE  1000 /* bytes a second */

static bool is_busy(enum conn_state state)
{
	return state == CONN_WAITING || state == CONN_SENDING;
}

void conn_enter(struct conn *c, enum conn_state state)
{
	struct front *f = c->front;

	f->busy -= is_busy(c->state);
	f->busy += is_busy(state);
	c->state = state;
	c->since = job_now();
	if (f->draining)
		front_check_idle(f);
}

static void hold(struct conn *c, size_t bytes)
{
	c->front->held += bytes - c->held;
	c->held = bytes;
	metrics_gauge(c->front->app->metrics, METRICS_IN_FLIGHT, c->front->held);
}

void conn_next_request(struct conn *c)
{
	size_t left = evbuffer_get_length(bufferevent_get_input(c->bev));

	hold(c, left);
	c->got = left;
	c->req = NULL;
	c->front->n_pieces -= c->in_pieces;
	c->in_pieces = false;
	conn_enter(c, CONN_READING);
}

/* ---- The end. */

static void forget(struct conn *c)
{
	struct front *f = c->front;

	hold(c, 0);
	conn_enter(c, CONN_FRESH);
	if (c->job)
		c->job->waiting = NULL;
	job_free(c->pieces);
	if (c->stream)
		stream_forget(f, c->stream);
	job_free(c->stream);
	f->n_pieces -= c->in_pieces;
	if (c->fd >= 0 && f->by_fd[c->fd] == c)
		f->by_fd[c->fd] = NULL;
	f->n_conns--;
	metrics_gauge(f->app->metrics, METRICS_CONNECTIONS, f->n_conns);
	free(c);
	listen_resume(f);
}

/* evhttp lets the connection go.  A request that was cut off from it is ours to free. */
static void on_close(struct evhttp_connection *evcon, void *arg)
{
	struct conn *c = arg;

	evhttp_connection_set_closecb(evcon, NULL, NULL);
	if (c->req && !evhttp_request_get_connection(c->req))
		evhttp_request_free(c->req);
	TAILQ_REMOVE(&c->front->conns, c, link);
	forget(c);
}

/* ---- Refusing. */

static void on_refused_input(struct bufferevent *bev, void *arg)
{
	struct conn *c = arg;
	struct evbuffer *input = bufferevent_get_input(bev);

	c->thrown += evbuffer_get_length(input);
	evbuffer_drain(input, evbuffer_get_length(input));
	if (c->thrown > LINGER_BYTES)
		evhttp_connection_free(c->evcon);
}

static void on_refusal_sent(struct bufferevent *bev, void *arg)
{
	struct conn *c = arg;

	(void)bev;
	if (c->state != CONN_REFUSED)
		return;
	shutdown(c->fd, SHUT_WR);
	conn_enter(c, CONN_LINGER);
}

static void on_refused_event(struct bufferevent *bev, short what, void *arg)
{
	struct conn *c = arg;

	(void)bev;
	(void)what;
	evhttp_connection_free(c->evcon);
}

/* Only while evhttp reads: when a worker or the socket has the answer, evhttp is in the middle of
 * it. */
static void refuse(struct conn *c, enum canned_answer which, int status, const char *why)
{
	static const enum metrics_event events[CANNED_MAX] = {
		[CANNED_FRAME] = METRICS_REFUSED_FRAME, [CANNED_HEADER] = METRICS_REFUSED_FRAME,
		[CANNED_BODY] = METRICS_REFUSED_FRAME,	[CANNED_SLOW] = METRICS_REFUSED_SLOW,
		[CANNED_BUSY] = METRICS_REFUSED_BUDGET,
	};

	metrics_event(c->front->app->metrics, events[which]);
	cw_log(CW_LOG_INFO, "connection_refused", "status=%d reason=\"%s\"", status, why);
	conn_enter(c, CONN_REFUSED);
	hold(c, 0);
	bufferevent_setcb(c->bev, on_refused_input, on_refusal_sent, on_refused_event, c);
	answer_raw(c, which, status);
	bufferevent_enable(c->bev, EV_READ | EV_WRITE);
}

static void refuse_frame(struct conn *c)
{
	int status = c->frame.fault;
	enum canned_answer which = status == 413   ? CANNED_BODY
				   : status == 431 ? CANNED_HEADER
						   : CANNED_FRAME;

	refuse(c, which, status, c->frame.why);
}

/* ---- What comes in. */

/* Shows the frame the last N bytes of BUFFER. */
static void feed(struct conn *c, struct evbuffer *buffer, size_t n)
{
	struct evbuffer_iovec parts[16];
	struct evbuffer_ptr at;
	size_t len = evbuffer_get_length(buffer);
	int count;

	while (n && !c->frame.fault &&
	       evbuffer_ptr_set(buffer, &at, len - n, EVBUFFER_PTR_SET) == 0) {
		count = evbuffer_peek(buffer, (ev_ssize_t)n, &at, parts, 16);
		for (int i = 0; i < count && i < 16 && n; i++) {
			size_t part = parts[i].iov_len < n ? parts[i].iov_len : n;

			frame_feed(&c->frame, parts[i].iov_base, part);
			n -= part;
		}
		if (count <= 0)
			break;
	}
}

/* Bytes have arrived, and evhttp has not seen them yet. */
static void on_input(struct evbuffer *buffer, const struct evbuffer_cb_info *info, void *arg)
{
	struct conn *c = arg;
	struct front *f = c->front;
	bool inside = frame_inside(&c->frame);

	if (!info->n_added || c->state == CONN_REFUSED || c->state == CONN_LINGER)
		return;
	if (!inside && c->state == CONN_READING)
		c->since = job_now();
	feed(c, buffer, info->n_added);
	c->got += info->n_added;
	hold(c, c->held + info->n_added);
	/* A fault in a request behind the one that evhttp reads is met when that one is answered.
	 */
	if (c->state != CONN_READING)
		return;
	if (c->frame.fault && c->frame.no == c->taken)
		refuse_frame(c);
	else if (f->held > (size_t)f->app->config->in_flight_bytes && c->frame.no == c->taken)
		refuse(c, CANNED_BUSY, 503, "bytes in flight");
}

/* ---- The beginning. */

struct bufferevent *conn_bev(struct event_base *base, void *arg)
{
	struct front *f = arg;
	struct conn *c = calloc(1, sizeof(*c));

	if (!c)
		return NULL;
	c->front = f;
	c->fd = -1;
	c->bev = bufferevent_socket_new(base, -1, 0);
	if (!c->bev || !evbuffer_add_cb(bufferevent_get_input(c->bev), on_input, c)) {
		if (c->bev)
			bufferevent_free(c->bev);
		free(c);
		return NULL;
	}
	frame_init(&c->frame, &f->limits);
	/* evhttp could fail on it before conn_adopt has seen it. */
	bufferevent_incref(c->bev);
	TAILQ_INSERT_TAIL(&f->fresh, c, link);
	f->n_conns++;
	metrics_event(f->app->metrics, METRICS_ACCEPTED);
	metrics_gauge(f->app->metrics, METRICS_CONNECTIONS, f->n_conns);
	if (f->n_conns >= (size_t)f->app->config->connections_max)
		listen_pause(f);
	event_active(f->adopt, EV_TIMEOUT, 0);
	return c->bev;
}

static int remember_fd(struct front *f, struct conn *c)
{
	size_t n = f->n_fds ? f->n_fds : 64;
	struct conn **grown;

	while (n <= (size_t)c->fd)
		n *= 2;
	if (n > f->n_fds) {
		grown = realloc(f->by_fd, n * sizeof(struct conn *));
		if (!grown)
			return -1;
		memset(grown + f->n_fds, 0, (n - f->n_fds) * sizeof(struct conn *));
		f->by_fd = grown;
		f->n_fds = n;
	}
	f->by_fd[c->fd] = c;
	return 0;
}

static void join(struct front *f, struct conn *c)
{
	bufferevent_data_cb on_read = NULL;
	char *peer = NULL;
	ev_uint16_t port;
	void *arg = NULL;

	/* evhttp gives its connection as its callbacks' argument, which is the only way to it
	 * before the first request; evhttp_connection_get_bufferevent says that it is right. */
	bufferevent_getcb(c->bev, &on_read, NULL, NULL, &arg);
	c->evcon = on_read ? arg : NULL;
	c->fd = bufferevent_getfd(c->bev);
	if (!c->evcon || c->fd < 0 || evhttp_connection_get_bufferevent(c->evcon) != c->bev ||
	    remember_fd(f, c)) {
		struct evhttp_connection *evcon = c->evcon;

		c->fd = -1;
		evbuffer_remove_cb(bufferevent_get_input(c->bev), on_input, c);
		bufferevent_decref(c->bev);
		forget(c);
		if (evcon)
			evhttp_connection_free(evcon);
		return;
	}
	evhttp_connection_set_closecb(c->evcon, on_close, c);
	evhttp_connection_get_peer(c->evcon, &peer, &port);
	strncpy(c->peer, peer ? peer : "", sizeof(c->peer) - 1);
	TAILQ_INSERT_TAIL(&f->conns, c, link);
	conn_enter(c, CONN_READING);
	bufferevent_decref(c->bev);
}

void conn_adopt(evutil_socket_t fd, short what, void *arg)
{
	struct front *f = arg;
	struct conn *c;

	(void)fd;
	(void)what;
	while ((c = TAILQ_FIRST(&f->fresh))) {
		TAILQ_REMOVE(&f->fresh, c, link);
		join(f, c);
	}
}

struct conn *conn_of(struct front *f, struct evhttp_request *req)
{
	struct evhttp_connection *evcon = evhttp_request_get_connection(req);
	int fd = evcon ? bufferevent_getfd(evhttp_connection_get_bufferevent(evcon)) : -1;
	struct conn *c = fd >= 0 && (size_t)fd < f->n_fds ? f->by_fd[fd] : NULL;

	return c && c->evcon == evcon ? c : NULL;
}

/* ---- The watch. */

static void watch_reader(struct conn *c, int64_t now)
{
	const struct config *conf = c->front->app->config;
	int64_t time = now - c->since;

	if (!frame_inside(&c->frame)) {
		if (time > conf->idle_timeout_s * SECOND)
			evhttp_connection_free(c->evcon);
	} else if (c->frame.no != c->taken) {
		return; /* evhttp has a complete request before this one still to hand over */
	} else if (time > SLOW_GRACE && (int64_t)c->got < time / SECOND * SLOW_RATE) {
		refuse(c, CANNED_SLOW, 408, "sends too slowly");
	} else if (time > conf->request_read_timeout_s * SECOND) {
		refuse(c, CANNED_SLOW, 408, "takes too long to send");
	}
}

/* By windows, since the kernel takes the first megabytes at once whoever reads them. */
static void watch_writer(struct conn *c, int64_t now)
{
	size_t left = evbuffer_get_length(bufferevent_get_output(c->bev));
	int64_t time = now - c->since;

	if (time <= SLOW_GRACE)
		return;
	if (c->to_send < left || (int64_t)(c->to_send - left) < time / SECOND * SLOW_RATE) {
		metrics_event(c->front->app->metrics, METRICS_REFUSED_SLOW);
		cw_log(CW_LOG_INFO, "connection_closed", "reason=\"reads too slowly\" left=%zu",
		       left);
		evhttp_connection_free(c->evcon);
		return;
	}
	c->since = now;
	c->to_send = left;
}

void conn_tick(evutil_socket_t fd, short what, void *arg)
{
	struct front *f = arg;
	struct conn *c, *next;
	int64_t now = job_now();

	(void)fd;
	(void)what;
	for (c = TAILQ_FIRST(&f->conns); c; c = next) {
		next = TAILQ_NEXT(c, link);
		if (c->state == CONN_READING)
			watch_reader(c, now);
		else if (c->state == CONN_SENDING)
			watch_writer(c, now);
		else if (c->state == CONN_STREAM)
			stream_watch(c, now);
		else if ((c->state == CONN_REFUSED && now - c->since > SLOW_GRACE) ||
			 (c->state == CONN_LINGER && now - c->since > LINGER))
			evhttp_connection_free(c->evcon);
	}
}

void conn_close_idle(struct front *f)
{
	struct conn *c, *next;

	for (c = TAILQ_FIRST(&f->conns); c; c = next) {
		next = TAILQ_NEXT(c, link);
		if (c->state == CONN_READING && !frame_inside(&c->frame) && c->frame.no == c->taken)
			evhttp_connection_free(c->evcon);
	}
}
