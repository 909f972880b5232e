/*
 * A receiver of webhooks on the loopback, for Check programs: it answers by the path of each request
 * and keeps what came.  A thread for each connection; it lives as long as the test's process.
 *
 *	/200 ... /599	that status;  /429 with Retry-After: 7;  /301 to /200
 *	/json/BODY	200 with BODY
 *	/hang		reads and never answers;  /close	closes at once;  /long	200 and 1 MB
 *	/flaky		503 the first time, then 200
 */
#ifndef TESTS_NOTIFY_RECEIVER_H
#define TESTS_NOTIFY_RECEIVER_H

#include <stddef.h>

struct received {
	char path[256], id[64], signature[200], timestamp[24], body[8192];
};

/* Starts it; the port. */
unsigned receiver_start(void);
/* How many requests came to PATH so far; NULL: to any. */
unsigned receiver_count(const char *path);
/* The N-th request (from 0) to PATH, if it was among the first few hundred of all. */
struct received receiver_get(const char *path, unsigned n);

#endif
