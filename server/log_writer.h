/*
 * The log of the running service: lines of cw_log are gathered and written by a thread of their own, so that
 * neither the cost of a write nor a reader that is slow or gone holds up whoever logs.  A line reaches the
 * descriptor after LOG_WRITER_LATE_MS at the latest, a warning or an error at once, as long as somebody reads.
 * While nobody does, LOG_WRITER_ROOM bytes are kept; lines beyond are left out, counted, and their number is
 * told ("log_lines_lost") as soon as there is room.  A crash loses what was not written yet.
 */
#ifndef SERVER_LOG_WRITER_H
#define SERVER_LOG_WRITER_H

#include <stddef.h>

#include "casework/base/err.h"

#define LOG_WRITER_LATE_MS 20
#define LOG_WRITER_ROOM	   ((size_t)256 * 1024)

struct log_writer;

/* From now on lines go to FD, which stays the caller's, in place of standard error.  One at a time, started
 * before other threads and stopped after them.  All signals should be blocked before. */
int log_writer_start(int fd, struct log_writer **out, struct cw_err *err) CW_MUST_CHECK;
/* Writes what there is, for a second at most if nobody reads; lines go to standard error directly again. */
void log_writer_stop(struct log_writer *w);

#endif
