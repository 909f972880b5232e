/*
 * The front: one thread that owns every listening and client socket and nothing else.  It checks
 * framing and limits, copies each request into a struct job for the queue, and sends what the
 * workers answered.  It never touches the database, JSON or files.  Only server/http/ knows that it
 * is evhttp.
 */
#ifndef SERVER_HTTP_FRONT_H
#define SERVER_HTTP_FRONT_H

#include "server/app.h"
#include "server/http/job.h"

struct front;

/* Binds every address of the configuration, IPv6 with V6ONLY; IPv6 that the machine does not have
 * is left out with a warning.  With port 0 the kernel chooses one for all.  APP must have config,
 * workq and metrics; statics may be NULL.  Does not accept yet. */
int front_new(struct app *app, struct front **out, struct cw_err *err) CW_MUST_CHECK;
unsigned front_port(const struct front *f);

/* Starts the thread: from now on connections are accepted. */
int front_start(struct front *f, struct cw_err *err) CW_MUST_CHECK;
/* job_done_fn: hands an answered job back to be sent; any thread. */
void front_reply(void *front, struct job *job);
/* Changes the proxies whose X-Forwarded-For counts (CIDR list); any thread. */
int front_set_trusted(struct front *f, const char *trusted, struct cw_err *err) CW_MUST_CHECK;

/* Stops accepting, closes idle connections, answers new requests 503, and waits at most TIMEOUT_S
 * seconds until every request that was taken is answered and sent.  False: some are not.  Any
 * thread but the front's. */
bool front_drain(struct front *f, int timeout_s);
/* After the workers are joined: sends what is done, ends the thread, frees.  NULL is fine. */
void front_free(struct front *f);

#endif
