/*
 * The workers: threads that take jobs from the queue and answer them in straight-line code, each
 * with one database connection for life.  They never touch evhttp.
 */
#ifndef SERVER_HTTP_WORKER_H
#define SERVER_HTTP_WORKER_H

#include "server/app.h"
#include "server/http/job.h"

struct workers;

/* Starts N threads that hand answered jobs to DONE (from their own thread).  Each opens
 * its connection, and tries again at each request that needs it while the database is away.  An app
 * without a database's name has none (tests of the front). */
int workers_start(struct app *app, unsigned n, job_done_fn *done, void *arg, struct workers **out,
		  struct cw_err *err) CW_MUST_CHECK;
/* After workq_close: waits until they have answered all that is left, and frees them.  NULL is
 * fine. */
void workers_join(struct workers *w);

#endif
