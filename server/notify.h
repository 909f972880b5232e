/*
 * The notify thread as a part of the process: what notify/ needs from it (database, keys, calendars,
 * the administrators' list of addresses), and the wake after each COMMIT.  Main thread only.
 */
#ifndef SERVER_NOTIFY_H
#define SERVER_NOTIFY_H

#include "server/app.h"

struct notify;

/* Starts the thread and sets app->committed; before the workers.  CW_INVALID if webhook_allow is
 * wrong. */
int notify_start(struct app *app, struct notify **out, struct cw_err *err) CW_MUST_CHECK;
/* Lets running attempts end, joins, frees; after the workers.  NULL is fine. */
void notify_stop(struct notify *n);

#endif
