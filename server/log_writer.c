#include "server/log_writer.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "casework/base/log.h"

#define STOP_MS 1000

struct log_writer {
	pthread_t thread;
	int fd;

	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t wake;
	char *in, *out; /* LOG_WRITER_ROOM each; the thread writes OUT, without the lock */
	size_t len;	/* of IN */
	uint64_t lost;
	bool urgent, stop;
};

/* ---- Whoever logs. */

static void add(void *arg, enum cw_log_level level, const char *line, size_t len)
{
	struct log_writer *w = arg;

	pthread_mutex_lock(&w->lock);
	if (len > LOG_WRITER_ROOM - w->len) {
		w->lost++;
	} else {
		const bool first = w->len == 0, urgent = level >= CW_LOG_WARN && !w->urgent;

		memcpy(w->in + w->len, line, len);
		w->len += len;
		w->urgent = w->urgent || urgent;
		if (first || urgent)
			pthread_cond_signal(&w->wake);
	}
	pthread_mutex_unlock(&w->lock);
}

/* ---- The thread. */

static struct timespec in_ms(long ms)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	ts.tv_nsec += ms % 1000 * 1000000;
	ts.tv_sec += ms / 1000 + ts.tv_nsec / 1000000000;
	ts.tv_nsec %= 1000000000;
	return ts;
}

static bool is_past(const struct timespec *end)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec > end->tv_sec ||
	       (now.tv_sec == end->tv_sec && now.tv_nsec >= end->tv_nsec);
}

static bool is_stopped(struct log_writer *w)
{
	bool stop;

	pthread_mutex_lock(&w->lock);
	stop = w->stop;
	pthread_mutex_unlock(&w->lock);
	return stop;
}

/* Until the descriptor takes bytes: false if it never will, or not before the end of the patience that is
 * left once the writer has to stop. */
static bool wait_for_reader(struct log_writer *w, struct timespec *end)
{
	struct pollfd p = { .fd = w->fd, .events = POLLOUT };

	for (;;) {
		const int n = poll(&p, 1, 100);

		if (n > 0)
			return p.revents & POLLOUT;
		if (n < 0 && errno != EINTR)
			return false;
		if (!is_stopped(w))
			continue;
		if (end->tv_sec == 0)
			*end = in_ms(STOP_MS);
		if (is_past(end))
			return false;
	}
}

/* Whole lines of at most PIPE_BUF bytes, or one that is longer. */
static size_t piece(const char *text, size_t len)
{
	size_t n = len < PIPE_BUF ? len : PIPE_BUF;

	while (n > 0 && text[n - 1] != '\n')
		n--;
	return n > 0 ? n : (size_t)((const char *)memchr(text, '\n', len) + 1 - text);
}

/* A pipe that takes bytes takes PIPE_BUF of them without waiting. */
static void put(struct log_writer *w, const char *text, size_t len, struct timespec *end)
{
	while (len > 0 && wait_for_reader(w, end)) {
		const ssize_t n = write(w->fd, text, piece(text, len));

		if (n < 0 && errno != EINTR && errno != EAGAIN)
			return; /* nowhere to say it */
		if (n > 0) {
			text += n;
			len -= (size_t)n;
		}
	}
}

static void put_lost(struct log_writer *w, uint64_t lost, struct timespec *end)
{
	char line[CW_LOG_LINE];
	const size_t len = cw_log_format(line, CW_LOG_WARN, "log_lines_lost", "lines=%" PRIu64, lost);

	put(w, line, len, end);
}

/* With the lock: waits for lines, and a little for more of them. */
static void wait_for_lines(struct log_writer *w)
{
	struct timespec late;

	while (w->len == 0 && !w->stop)
		pthread_cond_wait(&w->wake, &w->lock);
	late = in_ms(LOG_WRITER_LATE_MS);
	while (!w->urgent && !w->stop && !is_past(&late))
		pthread_cond_timedwait(&w->wake, &w->lock, &late);
}

static void *run(void *arg)
{
	struct log_writer *w = arg;
	struct timespec end = { 0 };
	bool stop = false;

	pthread_setname_np(pthread_self(), "log");
	while (!stop) {
		size_t len;
		uint64_t lost;
		char *text;

		pthread_mutex_lock(&w->lock);
		wait_for_lines(w);
		text = w->in;
		len = w->len;
		lost = w->lost;
		stop = w->stop;
		w->in = w->out;
		w->out = text;
		w->len = 0;
		w->lost = 0;
		w->urgent = false;
		pthread_mutex_unlock(&w->lock);
		put(w, text, len, &end);
		if (lost)
			put_lost(w, lost, &end);
	}
	return NULL;
}

/* ---- Beginning and end. */

static void free_writer(struct log_writer *w)
{
	pthread_cond_destroy(&w->wake);
	pthread_mutex_destroy(&w->lock);
	free(w->in);
	free(w->out);
	free(w);
}

int log_writer_start(int fd, struct log_writer **out, struct cw_err *err)
{
	struct log_writer *w = calloc(1, sizeof(*w));
	pthread_condattr_t monotonic;

	*out = NULL;
	if (!w)
		return cw_fail_memory(err);
	w->fd = fd;
	w->in = malloc(LOG_WRITER_ROOM);
	w->out = malloc(LOG_WRITER_ROOM);
	pthread_mutex_init(&w->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&w->wake, &monotonic);
	pthread_condattr_destroy(&monotonic);
	if (!w->in || !w->out) {
		free_writer(w);
		return cw_fail_memory(err);
	}
	if (pthread_create(&w->thread, NULL, run, w)) {
		free_writer(w);
		return cw_fail(err, CW_INTERNAL, CW_MSG_HTTP_NO_THREAD, NULL);
	}
	cw_log_set_sink(add, w);
	*out = w;
	return 0;
}

void log_writer_stop(struct log_writer *w)
{
	if (!w)
		return;
	cw_log_set_sink(NULL, NULL);
	pthread_mutex_lock(&w->lock);
	w->stop = true;
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	free_writer(w);
}
