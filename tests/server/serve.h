/*
 * The front and its workers with routes of the tests' own, no database, and a client of raw bytes.
 * For Check programs; one at a time.
 */
#ifndef TESTS_SERVER_SERVE_H
#define TESTS_SERVER_SERVE_H

#include <semaphore.h>
#include <stdatomic.h>

#include "server/app.h"
#include "server/http/front.h"
#include "server/http/route.h"

extern struct app serve_app;
extern struct front *serve_front;

/* Starts with the lines of a configuration; aborts the test if it cannot. */
void serve_start(const char *lines);
/* Drains for at most SECONDS and frees all; false: requests were left unanswered. */
bool serve_stop(int seconds);

/* Endpoints "/blocked" and "/slow" say serve_entered and wait for serve_gate. */
extern sem_t serve_entered, serve_gate;
/* Calls of any endpoint. */
extern atomic_uint serve_calls;

/* ---- The client.  Reading waits for at most 20 seconds and then counts as the end. */

int dial(void);	    /* over IPv4 */
int dial_six(void); /* over IPv6; -1 if there is none */
void say(int fd, const char *text);
void say_bytes(int fd, const void *bytes, size_t len);

struct heard {
	int status;	 /* 0: the connection ended instead */
	char head[8192]; /* with the status line, lines ended by CR LF */
	char body[65536];
	size_t len;
};
/* The next answer; one to HEAD has no body whatever its length says. */
void hear(int fd, struct heard *h);
void hear_head(int fd, struct heard *h);
/* Whether nothing more comes: the other side has closed. */
bool ended(int fd);
/* A header's value of H, or NULL; in a static buffer. */
const char *value(const struct heard *h, const char *name);
/* Says TEXT on a new connection and hears one answer. */
void ask(const char *text, struct heard *h);

#endif
