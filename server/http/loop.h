/*
 * What the files of the loop share (front.c, conn.c, answer.c).  All of it belongs to the loop's
 * thread unless a line says otherwise.
 */
#ifndef SERVER_HTTP_LOOP_H
#define SERVER_HTTP_LOOP_H

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/listener.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/queue.h>

#include "server/http/frame.h"
#include "server/http/front.h"
#include "server/http/metrics.h"
#include "server/http/proxy.h"
#include "server/http/static.h"
#include "server/http/stream.h"
#include "server/http/workq.h"

#define LISTENERS 8

/* The answers that the loop gives by itself: problems, serialised before the thread starts. */
enum canned_answer {
	CANNED_FRAME,	 /* 400, 417, 501, 505 */
	CANNED_HEADER,	 /* 431 */
	CANNED_BODY,	 /* 413 */
	CANNED_SLOW,	 /* 408 */
	CANNED_BUSY,	 /* 503 */
	CANNED_STOPPING, /* 503 */
	CANNED_MAX
};
struct canned {
	char *text;
	size_t len;
};

struct front {
	struct app *app;
	struct event_base *base;
	struct evhttp *http;
	struct evconnlistener *listeners[LISTENERS];
	int n_listeners;
	unsigned port;
	struct frame_limits limits;
	struct canned canned[CANNED_MAX][CW_LANG_MAX];

	struct event *wake, *tick, *resume, *adopt;
	TAILQ_HEAD(conn_list, conn) conns, fresh;
	struct conn **by_fd;
	size_t n_fds;
	size_t n_conns, held; /* bytes in flight of all connections */
	size_t n_pieces;      /* answers in pieces under way */
	size_t busy;	      /* connections with a request that was taken and is not yet sent */
	bool paused;	      /* not accepting for now */
	bool draining;
	struct cw_arena *arena; /* of the trusted proxies below; under the lock */
	uint64_t id_prefix, id_count;

	pthread_t thread;
	bool running;
	int wake_fd;	      /* eventfd; any thread writes */
	pthread_mutex_t lock; /* the members below; any thread */
	pthread_cond_t idle;
	struct job *done_first, **done_end;
	struct nets trusted;
	bool want_drain, want_stop, is_idle;
	struct news *news, **news_end; /* for streams */
	bool news_lost;		       /* not told for lack of memory: all reload */
	uint64_t stream_sessions[STREAMS_MAX];
	size_t n_streams;
};

/* Where a connection stands; changed by conn_enter alone. */
enum conn_state {
	CONN_FRESH,   /* accepted, not yet known to evhttp's connection */
	CONN_READING, /* evhttp reads a request, or waits for one */
	CONN_WAITING, /* a worker has its request */
	CONN_SENDING,
	CONN_STREAM,  /* a live stream: neither waits for anything nor ends by itself */
	CONN_REFUSED, /* taken from evhttp: what comes is thrown away while the refusal is sent */
	CONN_LINGER   /* the refusal is sent; the other side may still be talking */
};

struct conn {
	TAILQ_ENTRY(conn) link;
	struct front *front;
	struct bufferevent *bev;
	struct evhttp_connection *evcon;
	int fd;
	enum conn_state state;
	int64_t since; /* of the state, of READING's first byte, of SENDING's window */
	size_t got;    /* bytes of the request being read */
	size_t held;   /* bytes that count in front->held */
	size_t thrown; /* bytes thrown away after a refusal */
	size_t to_send; /* when the window of SENDING began */
	struct frame frame;
	unsigned long taken;	    /* requests that evhttp has handed over */
	struct evhttp_request *req; /* WAITING, SENDING */
	struct job *job;	    /* WAITING: the queue's or a worker's, to be told if we go */
	struct job *pieces;	    /* SENDING a piece: ours */
	bool in_pieces;		    /* counts in front->n_pieces */
	struct job *stream;	    /* STREAM: ours, says who reads */
	bool cut;		    /* STREAM: to be closed at the next tick */
	char peer[PROXY_ADDRESS];
};

/* ---- conn.c: connections from accept to close. */

/* evhttp_set_bevcb: makes a connection's bufferevent and its struct conn. */
struct bufferevent *conn_bev(struct event_base *base, void *front);
/* Joins the fresh ones to evhttp's connections (event callback; ARG: the front). */
void conn_adopt(evutil_socket_t fd, short what, void *arg);
/* The connection of a request; NULL if it is unknown. */
struct conn *conn_of(struct front *f, struct evhttp_request *req);
void conn_enter(struct conn *c, enum conn_state state);
/* The request was answered: what it held is given back. */
void conn_next_request(struct conn *c);
/* Looks for those that are slow, idle or linger; every second (event callback; ARG: the front). */
void conn_tick(evutil_socket_t fd, short what, void *arg);
/* Draining: closes those that wait for a request. */
void conn_close_idle(struct front *f);

/* ---- answer.c: what is sent. */

int answer_make_canned(struct front *f, struct cw_err *err) CW_MUST_CHECK;
void answer_free_canned(struct front *f);
/* One of the front's own answers; STATUS is the canned one's unless it has several. */
void answer_canned(struct conn *c, struct evhttp_request *req, enum canned_answer which, int status,
		   enum cw_lang lang);
/* The bytes of a whole refusal, for a connection that evhttp no longer reads. */
void answer_raw(struct conn *c, enum canned_answer which, int status);
void answer_file(struct conn *c, struct evhttp_request *req, const struct static_file *file);
void answer_health(struct conn *c, struct evhttp_request *req);
/* Sends what a worker answered, or its next piece, and frees JOB when all is sent. */
void answer_job(struct conn *c, struct evhttp_request *req, struct job *job);

/* ---- stream.c */

/* Whether no more streams are taken. */
bool stream_full(const struct front *f);
/* Makes REQ, whose headers are set, a live stream; JOB becomes the connection's. */
void stream_start(struct conn *c, struct evhttp_request *req, struct job *job);
/* At each tick: heartbeats, and those that do not read. */
void stream_watch(struct conn *c, int64_t now);
/* The connection of a stream goes; JOB is freed by the caller. */
void stream_forget(struct front *f, const struct job *job);
/* Tells the streams what other threads have posted. */
void stream_news(struct front *f);
void stream_end_all(struct front *f);
void stream_free(struct front *f);

/* ---- listen.c */

int listen_open(struct front *f, struct cw_err *err) CW_MUST_CHECK;
/* The calling thread is F's loop. */
void listen_enter(struct front *f);
/* Accepting stops when there are too many connections or no descriptors, and goes on when there is
 * room and we do not drain. */
void listen_pause(struct front *f);
void listen_resume(struct front *f);
/* After a pause (event callback; ARG: the front). */
void listen_again(evutil_socket_t fd, short what, void *arg);

/* ---- front.c */

/* Lets the loop look at what other threads left for it; any thread. */
void front_wake(struct front *f);

/* Draining and nothing is busy: whoever waits for that is told. */
void front_check_idle(struct front *f);

#endif
