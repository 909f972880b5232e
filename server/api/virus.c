#include "server/api/virus.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "casework/base/log.h"
#include "casework/base/text.h"

#define ANSWER_MAX 512

struct virus_talk {
	int fd;
};

static int away(const char *what, const char *why, struct cw_err *err)
{
	cw_log(CW_LOG_ERROR, "clamd_away", "while=%s why=\"%s\"", what, why);
	return cw_fail(err, CW_UNAVAILABLE, CW_MSG_DOCUMENT_UNCHECKED, NULL);
}

static int say(struct virus_talk *t, const void *bytes, size_t len, struct cw_err *err)
{
	const char *p = bytes;

	while (len) {
		const ssize_t n = send(t->fd, p, len, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return away("sending", strerror(errno), err);
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

int virus_begin(const char *path, struct virus_talk **out, struct cw_err *err)
{
	const struct timeval limit = { .tv_sec = VIRUS_TIMEOUT_S };
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	struct virus_talk *t;
	int rc;

	*out = NULL;
	if (strlen(path) >= sizeof(to.sun_path))
		return away("connecting", "the path is too long", err);
	memcpy(to.sun_path, path, strlen(path) + 1);
	t = calloc(1, sizeof(*t));
	if (!t)
		return cw_fail_memory(err);
	t->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	rc = t->fd < 0 || setsockopt(t->fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit)) ||
	     setsockopt(t->fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit)) ||
	     connect(t->fd, (const struct sockaddr *)&to, sizeof(to));
	if (rc)
		rc = away("connecting", strerror(errno), err);
	else
		rc = say(t, "zINSTREAM", sizeof("zINSTREAM"), err); /* with its NUL */
	if (rc)
		virus_free(t);
	else
		*out = t;
	return rc;
}

int virus_add(struct virus_talk *t, const void *bytes, size_t len, struct cw_err *err)
{
	const unsigned char head[4] = { (unsigned char)(len >> 24), (unsigned char)(len >> 16),
					(unsigned char)(len >> 8), (unsigned char)len };

	return say(t, head, sizeof(head), err) || say(t, bytes, len, err) ? -1 : 0;
}

/* "stream: OK", "stream: Name FOUND", "... ERROR", each with a NUL behind it. */
int virus_end(struct virus_talk *t, struct cw_arena *a, const char **found, struct cw_err *err)
{
	static const char begins[] = "stream: ", ends[] = " FOUND";
	char answer[ANSWER_MAX] = "";
	size_t n = 0;

	*found = NULL;
	if (say(t, "\0\0\0", 4, err))
		return -1;
	while (n < sizeof(answer) - 1 && !memchr(answer, 0, n)) {
		const ssize_t got = recv(t->fd, answer + n, sizeof(answer) - 1 - n, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return away("answering", got ? strerror(errno) : "it hung up", err);
		n += (size_t)got;
	}
	if (strcmp(answer, "stream: OK") == 0)
		return 0;
	n = strlen(answer);
	if (strncmp(answer, begins, sizeof(begins) - 1) != 0 ||
	    n < sizeof(begins) + sizeof(ends) - 1 ||
	    strcmp(answer + n - (sizeof(ends) - 1), ends) != 0)
		return away("answering", answer, err);
	*found = cw_strndup(a, answer + sizeof(begins) - 1,
			    n - (sizeof(begins) - 1) - (sizeof(ends) - 1));
	return *found ? 0 : cw_fail_memory(err);
}

void virus_free(struct virus_talk *t)
{
	if (!t)
		return;
	if (t->fd >= 0)
		close(t->fd);
	free(t);
}
