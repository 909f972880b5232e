/*
 * The notify threads as a part of the process: what notify/ needs from it (database, keys, calendars, the
 * administrators' list of addresses, the mail server).  Main thread only, but for notify_wake.
 */
#ifndef SERVER_NOTIFY_H
#define SERVER_NOTIFY_H

#include "server/app.h"

struct notify;

/* Starts the threads.  CW_INVALID if webhook_allow is wrong. */
int notify_start(struct app *app, struct notify **out, struct cw_err *err) CW_MUST_CHECK;
/* Something was committed.  Any thread; NULL is fine. */
void notify_wake(struct notify *n);
/* Lets running attempts end, joins, frees; after the workers.  NULL is fine. */
void notify_stop(struct notify *n);

#endif
