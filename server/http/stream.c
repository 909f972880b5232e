/* Live streams on the loop: stream.h.  What other threads say waits in a list under the front's
 * lock. */
#include "server/http/stream.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/http/loop.h"

#define HEARTBEAT  INT64_C(15000000) /* microseconds */
#define UNSENT_MAX ((size_t)256 * 1024)
#define INPUT_MAX  ((size_t)4096) /* nobody has anything to say on a stream */

enum news_kind { NEWS_HINTS, NEWS_RELOAD, NEWS_END };
struct news {
	struct news *next;
	enum news_kind kind;
	size_t n;
	union {
		struct stream_hint *hints;
		uint64_t *sessions;
	};
};

/* ---- Any thread. */

static void post(struct front *f, struct news *news)
{
	pthread_mutex_lock(&f->lock);
	if (news) {
		*f->news_end = news;
		f->news_end = &news->next;
	} else {
		f->news_lost = true;
	}
	pthread_mutex_unlock(&f->lock);
	front_wake(f);
}

/* NULL without memory: then everybody reloads, which is never wrong. */
static struct news *news_new(enum news_kind kind, const void *items, size_t n, size_t size)
{
	struct news *news = calloc(1, sizeof(*news));
	void *copy = news && n ? malloc(n * size) : NULL;

	if (!news || (n && !copy)) {
		free(news);
		return NULL;
	}
	if (n)
		memcpy(copy, items, n * size);
	news->kind = kind;
	news->n = n;
	news->hints = copy;
	return news;
}

static void news_free(struct news *news)
{
	free(news->hints);
	free(news);
}

void stream_hint(struct front *f, const struct stream_hint *hints, size_t n)
{
	post(f, news_new(NEWS_HINTS, hints, n, sizeof(*hints)));
}

void stream_reload(struct front *f)
{
	post(f, NULL);
}

void stream_end(struct front *f, const uint64_t *sessions, size_t n)
{
	post(f, news_new(NEWS_END, sessions, n, sizeof(*sessions)));
}

size_t stream_sessions(struct front *f, uint64_t *out, size_t room)
{
	size_t n;

	pthread_mutex_lock(&f->lock);
	n = f->n_streams;
	memcpy(out, f->stream_sessions, (n < room ? n : room) * sizeof(*out));
	pthread_mutex_unlock(&f->lock);
	return n;
}

/* ---- The loop. */

static void remember(struct front *f, uint64_t session)
{
	pthread_mutex_lock(&f->lock);
	f->stream_sessions[f->n_streams++] = session;
	pthread_mutex_unlock(&f->lock);
}

void stream_forget(struct front *f, const struct job *job)
{
	pthread_mutex_lock(&f->lock);
	for (size_t i = 0; i < f->n_streams; i++)
		if (f->stream_sessions[i] == job->who.session) {
			f->stream_sessions[i] = f->stream_sessions[--f->n_streams];
			break;
		}
	pthread_mutex_unlock(&f->lock);
}

/* One that does not read is cut off: what it missed it reads when it comes again. */
static void say(struct conn *c, const char *text, size_t len)
{
	struct evbuffer *out = bufferevent_get_output(c->bev), *body;

	if (evbuffer_get_length(out) + len > UNSENT_MAX) {
		metrics_event(c->front->app->metrics, METRICS_REFUSED_SLOW);
		c->cut = true; /* freed by the watch: we may be inside its callback */
		return;
	}
	body = evbuffer_new();
	if (!body || evbuffer_add(body, text, len)) {
		c->cut = true;
	} else {
		evhttp_send_reply_chunk(c->req, body);
		c->since = job_now();
	}
	if (body)
		evbuffer_free(body);
}

bool stream_full(const struct front *f)
{
	return f->n_streams >= STREAMS_MAX; /* only the loop changes it */
}

void stream_start(struct conn *c, struct evhttp_request *req, struct job *job)
{
	static const char hello[] = "event: reload\ndata: {}\n\n";

	c->req = req;
	c->stream = job;
	remember(c->front, job->who.session);
	bufferevent_setwatermark(c->bev, EV_READ, 0, INPUT_MAX);
	evhttp_send_reply_start(req, 200, "OK");
	conn_enter(c, CONN_STREAM);
	say(c, hello, sizeof(hello) - 1);
}

void stream_watch(struct conn *c, int64_t now)
{
	static const char beat[] = ": \n\n";

	if (c->cut)
		evhttp_connection_free(c->evcon);
	else if (now - c->since >= HEARTBEAT)
		say(c, beat, sizeof(beat) - 1);
}

static bool reads_agency(const struct rq_principal *who, uint64_t agency)
{
	const unsigned readers = CW_ROLE_BIT(CW_ROLE_CLERK) | CW_ROLE_BIT(CW_ROLE_CASEWORKER) |
				 CW_ROLE_BIT(CW_ROLE_BUSINESS_HEAD) | CW_ROLE_BIT(CW_ROLE_HEAD) |
				 CW_ROLE_BIT(CW_ROLE_LEADER) | CW_ROLE_BIT(CW_ROLE_FINANCE) |
				 CW_ROLE_BIT(CW_ROLE_SECRECY_REVIEWER) |
				 CW_ROLE_BIT(CW_ROLE_SUPERVISOR);

	for (size_t i = 0; i < who->n_grants; i++)
		if (who->grants[i].agency == agency && (readers & CW_ROLE_BIT(who->grants[i].role)))
			return true;
	return false;
}

/* In which of the reader's queues the case is; NULL: in none. */
static const char *queue_of(const struct rq_principal *who, const struct stream_hint *h)
{
	if (reads_agency(who, h->agency))
		return h->assignee == who->user ? "mine" : "agency";
	for (unsigned i = 0; i < h->n_users; i++)
		if (h->users[i] == who->user)
			return "put_to_me";
	return NULL;
}

static void tell_hints(struct conn *c, const struct news *news)
{
	char text[128];

	for (size_t i = 0; i < news->n && !c->cut; i++) {
		const struct stream_hint *h = &news->hints[i];
		const char *queue = queue_of(&c->stream->who, h);
		int len;

		if (!queue)
			continue;
		len = snprintf(text, sizeof(text),
			       "event: hint\ndata: {\"case\":\"%" PRIu64 "\",\"version\":%" PRIu64
			       ",\"queue\":\"%s\"}\n\n",
			       h->case_id, h->version, queue);
		say(c, text, (size_t)len);
	}
}

static bool is_ended(const struct conn *c, const struct news *news)
{
	for (size_t i = 0; i < news->n; i++)
		if (news->sessions[i] == c->stream->who.session)
			return true;
	return false;
}

/* An end that the page sees as one: it asks who it is when it comes again. */
static void end(struct conn *c)
{
	struct job *job = c->stream;

	c->stream = NULL;
	stream_forget(c->front, job);
	job_free(job);
	bufferevent_setwatermark(c->bev, EV_READ, 0, 0);
	c->to_send = 0;
	conn_enter(c, CONN_SENDING);
	evhttp_send_reply_end(c->req);
}

static void tell(struct front *f, const struct news *news)
{
	static const char again[] = "event: reload\ndata: {}\n\n";
	struct conn *c, *next;

	for (c = TAILQ_FIRST(&f->conns); c; c = next) {
		next = TAILQ_NEXT(c, link);
		if (c->state != CONN_STREAM || c->cut)
			continue;
		if (news->kind == NEWS_END && is_ended(c, news))
			end(c);
		else if (news->kind == NEWS_HINTS)
			tell_hints(c, news);
		else if (news->kind == NEWS_RELOAD)
			say(c, again, sizeof(again) - 1);
	}
}

void stream_news(struct front *f)
{
	struct news *news, lost = { .kind = NEWS_RELOAD };
	bool reload;

	pthread_mutex_lock(&f->lock);
	news = f->news;
	reload = f->news_lost;
	f->news = NULL;
	f->news_end = &f->news;
	f->news_lost = false;
	pthread_mutex_unlock(&f->lock);
	while (news) {
		struct news *next = news->next;

		tell(f, news);
		news_free(news);
		news = next;
	}
	if (reload)
		tell(f, &lost);
}

void stream_end_all(struct front *f)
{
	struct conn *c, *next;

	for (c = TAILQ_FIRST(&f->conns); c; c = next) {
		next = TAILQ_NEXT(c, link);
		if (c->state == CONN_STREAM)
			end(c);
	}
}

void stream_free(struct front *f)
{
	struct news *next;

	for (struct news *news = f->news; news; news = next) {
		next = news->next;
		news_free(news);
	}
	f->news = NULL;
	f->news_end = &f->news;
}
