/*
 * Log lines: one line an event on standard error, "key=value" (logfmt), with the time of the real
 * clock, the level, and the id of the request that the calling thread works on.  Never personal
 * data: callers log ids, codes and counts.  Thread-safe: a line is written with one write(2), or handed to
 * a sink.
 */
#ifndef CASEWORK_BASE_LOG_H
#define CASEWORK_BASE_LOG_H

#include <stddef.h>

enum cw_log_level { CW_LOG_DEBUG, CW_LOG_INFO, CW_LOG_WARN, CW_LOG_ERROR };

/* Lines below LEVEL are not written; CW_LOG_INFO at start.  May be called at any time. */
void cw_log_set_level(enum cw_log_level level);
/* The request id of this thread's lines from now on (copied, at most 63 bytes); NULL = none. */
void cw_log_set_request(const char *id);
/* EVENT is a short static name ("db_reconnected"); FMT makes further key=value pairs, or "". */
void cw_log(enum cw_log_level level, const char *event, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* ---- For whoever writes the lines. */

#define CW_LOG_LINE 1024

/* Gets each line, with its line feed; called by any thread. */
typedef void cw_log_sink(void *arg, enum cw_log_level level, const char *line, size_t len);
/* Lines go to SINK; NULL: to standard error.  While no other thread logs. */
void cw_log_set_sink(cw_log_sink *sink, void *arg);
/* A line as cw_log would make it, whatever the level; its length.  A line that is too long is cut. */
size_t cw_log_format(char line[CW_LOG_LINE], enum cw_log_level level, const char *event,
		     const char *fmt, ...) __attribute__((format(printf, 4, 5)));

#endif
