/*
 * Log lines: one line an event on standard error, "key=value" (logfmt), with the time of the real
 * clock, the level, and the id of the request that the calling thread works on.  Never personal
 * data: callers log ids, codes and counts.  Thread-safe: a line is written with one write(2).
 */
#ifndef CASEWORK_BASE_LOG_H
#define CASEWORK_BASE_LOG_H

enum cw_log_level { CW_LOG_DEBUG, CW_LOG_INFO, CW_LOG_WARN, CW_LOG_ERROR };

/* Lines below LEVEL are not written; CW_LOG_INFO at start.  May be called at any time. */
void cw_log_set_level(enum cw_log_level level);
/* The request id of this thread's lines from now on (copied, at most 63 bytes); NULL = none. */
void cw_log_set_request(const char *id);
/* EVENT is a short static name ("db_reconnected"); FMT makes further key=value pairs, or "". */
void cw_log(enum cw_log_level level, const char *event, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

#endif
