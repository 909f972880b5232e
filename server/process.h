/*
 * The parts of the process, put together and taken apart in reverse order.  Main thread only.
 */
#ifndef SERVER_PROCESS_H
#define SERVER_PROCESS_H

#include "server/config.h"

struct process;

/* Checks the database (schema, settings, keys) and starts all threads; when it returns the port is
 * bound and requests are served.  CONFIG is borrowed.  All signals should be blocked before. */
int process_start(const struct config *config, struct process **out,
		  struct cw_err *err) CW_MUST_CHECK;
unsigned process_port(const struct process *p);
/* Applies what of NEW may change while running.  Keys that may not are named in the log, each time.
 */
void process_reload(struct process *p, const struct config *old, const struct config *new);
/* Stops accepting, drains, joins all threads, frees.  False: the deadline passed with requests
 * unanswered. */
bool process_stop(struct process *p);

#endif
