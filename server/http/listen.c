/*
 * Listening: every address of the configuration, IPv6 with V6ONLY, and pauses when there is no room
 * for another connection.
 */
#include "server/http/loop.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "casework/base/log.h"

#define BACKLOG	   1024
#define PAUSE_MS   200
#define PORT_TRIES 16

/* The front of this thread's loop.  evhttp puts itself where a listener's callbacks have their
 * argument, and leaves the error callback no way to us. */
static _Thread_local struct front *here;

void listen_enter(struct front *f)
{
	here = f;
}

void listen_pause(struct front *f)
{
	f->paused = true;
	for (int i = 0; i < f->n_listeners; i++)
		evconnlistener_disable(f->listeners[i]);
}

void listen_resume(struct front *f)
{
	if (!f->paused || f->draining || f->n_conns >= (size_t)f->app->config->connections_max)
		return;
	f->paused = false;
	for (int i = 0; i < f->n_listeners; i++)
		evconnlistener_enable(f->listeners[i]);
}

void listen_again(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	listen_resume(arg);
}

/* No descriptors or no memory: the listener would be ready again at once and burn a core. */
static void on_accept_error(struct evconnlistener *listener, void *arg)
{
	static const struct timeval pause = { 0, PAUSE_MS * 1000 };
	struct front *f = here;

	(void)listener;
	(void)arg;
	cw_log(CW_LOG_WARN, "accept_failed", "errno=%d", errno);
	listen_pause(f);
	event_add(f->resume, &pause);
}

static int bind_one(const char *address, unsigned port, struct cw_err *err)
{
	struct sockaddr_in6 six = { .sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port) };
	struct sockaddr_in four = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	bool is_six = inet_pton(AF_INET6, address, &six.sin6_addr) == 1;
	struct sockaddr *sa = is_six ? (struct sockaddr *)&six : (struct sockaddr *)&four;
	socklen_t len = is_six ? sizeof(six) : sizeof(four);
	int one = 1, fd, why;
	char text[12];

	if (!is_six)
		inet_pton(AF_INET, address, &four.sin_addr);
	fd = socket(sa->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) == 0 &&
	    (!is_six || setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof(one)) == 0) &&
	    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)) == 0 &&
	    bind(fd, sa, len) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	why = errno;
	if (fd >= 0)
		close(fd);
	if (is_six && (why == EAFNOSUPPORT || why == EADDRNOTAVAIL)) {
		cw_log(CW_LOG_WARN, "no_ipv6", "address=%s", address);
		return -2;
	}
	snprintf(text, sizeof(text), "%u", port);
	errno = why;
	return cw_fail(err, CW_INTERNAL, CW_MSG_HTTP_CANNOT_LISTEN, address, text, strerror(why),
		       NULL);
}

static unsigned port_of(int fd)
{
	struct sockaddr_storage sa = { .ss_family = AF_UNSPEC };
	socklen_t len = sizeof(sa);

	if (getsockname(fd, (struct sockaddr *)&sa, &len))
		return 0;
	/* All of it is set: NOLINTNEXTLINE(clang-analyzer-*) */
	return ntohs(sa.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&sa)->sin6_port
					      : ((struct sockaddr_in *)&sa)->sin_port);
}

/* Binds all addresses to one port.  FDS: how many are bound. */
static int bind_all(struct front *f, const char *list, unsigned port, int fds[LISTENERS], int *n,
		    struct cw_err *err)
{
	char word[PROXY_ADDRESS];

	*n = 0;
	for (const char *p = list + strspn(list, ", \t"); *p && *n < LISTENERS;
	     p += strspn(p, ", \t")) {
		size_t len = strcspn(p, ", \t");
		int fd;

		snprintf(word, sizeof(word), "%.*s", (int)len, p);
		p += len;
		fd = bind_one(word, port, err);
		if (fd == -1)
			return -1;
		if (fd == -2)
			continue;
		fds[(*n)++] = fd;
		if (port == 0)
			port = port_of(fd);
	}
	f->port = port;
	return 0;
}

int listen_open(struct front *f, struct cw_err *err)
{
	const struct config *conf = f->app->config;
	int fds[LISTENERS] = { 0 }, n, rc, tries = PORT_TRIES;

	/* The port that the kernel chose for one address can be taken on another. */
	do {
		cw_err_clear(err);
		rc = bind_all(f, conf->listen_address, (unsigned)conf->listen_port, fds, &n, err);
		for (int i = 0; rc && i < n; i++)
			close(fds[i]);
	} while (rc && conf->listen_port == 0 && errno == EADDRINUSE && --tries);
	if (rc)
		return -1;
	if (n == 0)
		return cw_fail(err, CW_INTERNAL, CW_MSG_HTTP_NO_ADDRESS, NULL);
	for (int i = 0; i < n; i++) {
		struct evconnlistener *l = evconnlistener_new(
			f->base, NULL, NULL, LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 0,
			fds[i]);

		if (!l || !evhttp_bind_listener(f->http, l))
			return cw_fail_memory(err);
		evconnlistener_set_error_cb(l, on_accept_error);
		f->listeners[f->n_listeners++] = l;
	}
	return 0;
}
