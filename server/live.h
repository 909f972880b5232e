/*
 * The live thread: reads what acts have written, of this instance and of others, and tells the open
 * streams (server/http/stream.h).  It has a connection of its own and reads only while somebody
 * listens.  What it may have missed, because the database was away or too much came at once, it
 * says by `reload`.
 */
#ifndef SERVER_LIVE_H
#define SERVER_LIVE_H

#include "server/http/front.h"

struct live;

int live_start(struct app *app, struct front *front, struct live **out,
	       struct cw_err *err) CW_MUST_CHECK;
/* Something was committed, or (SESSIONS) a session was ended.  Any thread; NULL is fine. */
void live_wake(struct live *l, bool sessions);
/* Ends and joins the thread; NULL is fine. */
void live_stop(struct live *l);

#endif
