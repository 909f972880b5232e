/*
 * Live streams of signed-in pages (GET /api/v1/stream, server-sent events): hints that something of
 * a case has changed, so that a queue can look again by itself.  A stream holds no worker: the loop
 * keeps the connection and writes to it what server/live.c learns from the database.
 *
 * An event is `hint` with {"case","version","queue"}, or `reload`: something may have been missed,
 * read anew.  There are no ids to go on from, because events do not commit in the order of their
 * ids; every stream begins with `reload`.  Any thread may call these.
 */
#ifndef SERVER_HTTP_STREAM_H
#define SERVER_HTTP_STREAM_H

#include <stddef.h>
#include <stdint.h>

#include "server/http/front.h"

#define STREAM_USERS 16
#define STREAMS_MAX  2000

/* A case that has changed, and who beyond its office is shown it (db/share.h). */
struct stream_hint {
	uint64_t case_id, version, agency, assignee;
	uint64_t users[STREAM_USERS];
	unsigned n_users;
};

/* Tells those who may see the case.  HINTS are copied; without memory everybody is told to reload.
 */
void stream_hint(struct front *f, const struct stream_hint *hints, size_t n);
/* Tells everybody to read anew. */
void stream_reload(struct front *f);
/* The session of each open stream, at most ROOM; returns how many there are. */
size_t stream_sessions(struct front *f, uint64_t *out, size_t room);
/* Ends the streams of these sessions. */
void stream_end(struct front *f, const uint64_t *sessions, size_t n);

#endif
