#include "tests/notify/receiver.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define REQUESTS 512
#define PATHS	 64

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct received kept[REQUESTS]; /* the first of them */
static unsigned n_kept;
static struct counted {
	char path[256];
	unsigned n;
} counted[PATHS];

static void header(const char *head, const char *name, char *out, size_t room)
{
	const char *line = strcasestr(head, name);

	out[0] = '\0';
	if (line)
		snprintf(out, room, "%.*s", (int)strcspn(line + strlen(name), "\r\n"), line + strlen(name));
}

/* One request into R; -1 at the end of the connection. */
static int read_request(int fd, struct received *r)
{
	char buf[16384], length[16], *end = NULL;
	size_t have = 0, need = 0;

	while (!end || have < need) {
		ssize_t got = read(fd, buf + have, sizeof(buf) - 1 - have);

		if (got <= 0)
			return -1;
		have += (size_t)got;
		buf[have] = '\0';
		if (!end && (end = strstr(buf, "\r\n\r\n"))) {
			header(buf, "\r\nContent-Length: ", length, sizeof(length));
			need = (size_t)(end + 4 - buf) + (size_t)atoi(length);
		}
	}
	snprintf(r->body, sizeof(r->body), "%s", end + 4);
	*end = '\0';
	if (sscanf(buf, "POST %255s", r->path) != 1)
		return -1;
	header(buf, "\r\nwebhook-id: ", r->id, sizeof(r->id));
	header(buf, "\r\nwebhook-signature: ", r->signature, sizeof(r->signature));
	header(buf, "\r\nwebhook-timestamp: ", r->timestamp, sizeof(r->timestamp));
	return 0;
}

static struct counted *counter(const char *path)
{
	struct counted *k = counted;

	while (k < counted + PATHS - 1 && k->path[0] && strcmp(k->path, path) != 0)
		k++;
	if (!k->path[0])
		snprintf(k->path, sizeof(k->path), "%s", path);
	return k;
}

static unsigned keep(const struct received *r)
{
	unsigned before;

	pthread_mutex_lock(&lock);
	before = counter(r->path)->n++;
	if (n_kept < REQUESTS)
		kept[n_kept++] = *r;
	pthread_mutex_unlock(&lock);
	return before;
}

static void answer(int fd, int status, const char *more, const char *body, size_t len)
{
	dprintf(fd, "HTTP/1.1 %d X\r\n%sContent-Length: %zu\r\n\r\n", status, more, len);
	while (len) {
		size_t part = strlen(body) < len ? strlen(body) : len;
		ssize_t put = part ? send(fd, body, part, MSG_NOSIGNAL) : -1;

		if (put <= 0)
			return;
		len -= (size_t)put;
	}
}

static void *serve(void *arg)
{
	static const char mega[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	int fd = (int)(intptr_t)arg;
	struct received r;

	while (read_request(fd, &r) == 0) {
		unsigned before = keep(&r);

		if (!strcmp(r.path, "/close"))
			break;
		if (!strcmp(r.path, "/hang"))
			pause();
		if (!strcmp(r.path, "/long"))
			answer(fd, 200, "", mega, 1 << 20);
		else if (!strcmp(r.path, "/flaky"))
			answer(fd, before ? 200 : 503, "", "", 0);
		else if (!strncmp(r.path, "/json/", 6))
			answer(fd, 200, "", r.path + 6, strlen(r.path + 6));
		else
			answer(fd, atoi(r.path + 1),
			       !strcmp(r.path, "/429")	 ? "Retry-After: 7\r\n"
			       : !strcmp(r.path, "/301") ? "Location: /200\r\n"
							 : "",
			       "", 0);
	}
	close(fd);
	return NULL;
}

static void *accept_all(void *arg)
{
	int listener = (int)(intptr_t)arg, fd;
	pthread_t thread;

	while ((fd = accept(listener, NULL, NULL)) >= 0)
		if (pthread_create(&thread, NULL, serve, (void *)(intptr_t)fd) == 0)
			pthread_detach(thread);
	return NULL;
}

unsigned receiver_start(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	pthread_t thread;

	pthread_mutex_lock(&lock); /* that of the test before may still be at work */
	n_kept = 0;
	memset(counted, 0, sizeof(counted));
	pthread_mutex_unlock(&lock);
	if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof(at)) || listen(fd, 128) ||
	    getsockname(fd, (struct sockaddr *)&at, &len) ||
	    pthread_create(&thread, NULL, accept_all, (void *)(intptr_t)fd))
		abort();
	pthread_detach(thread);
	return ntohs(at.sin_port);
}

unsigned receiver_count(const char *path)
{
	unsigned n = 0;

	pthread_mutex_lock(&lock);
	if (path)
		n = counter(path)->n;
	for (int i = 0; !path && i < PATHS; i++)
		n += counted[i].n;
	pthread_mutex_unlock(&lock);
	return n;
}

struct received receiver_get(const char *path, unsigned n)
{
	struct received r = { .path = "" };

	pthread_mutex_lock(&lock);
	for (unsigned i = 0; i < n_kept; i++)
		if (!strcmp(kept[i].path, path) && n-- == 0)
			r = kept[i];
	pthread_mutex_unlock(&lock);
	return r;
}
