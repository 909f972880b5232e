/*
 * The clerk: a thread that records what the wire's attempts came to, with a connection of its own,
 * so that the desk goes on fanning out and claiming meanwhile.
 */
#ifndef NOTIFY_CLERK_H
#define NOTIFY_CLERK_H

#include "notify/sender.h"
#include "notify/wire.h"

struct nt_clerk;

/* Starts the thread; CONF and WIRE are borrowed until nt_clerk_join. */
int nt_clerk_start(const struct nt_conf *conf, struct nt_wire *wire, struct nt_clerk **out,
		   struct cw_err *err) CW_MUST_CHECK;
/* After nt_wire_join: records what is left, ends the thread, frees.  NULL is fine. */
void nt_clerk_join(struct nt_clerk *k);

#endif
