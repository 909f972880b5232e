#include "casework/base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static atomic_int least = CW_LOG_INFO;
static _Thread_local char request[64];
static cw_log_sink *sink;
static void *sink_arg;

void cw_log_set_level(enum cw_log_level level)
{
	atomic_store(&least, (int)level);
}

void cw_log_set_request(const char *id)
{
	snprintf(request, sizeof(request), "%s", id ? id : "");
}

void cw_log_set_sink(cw_log_sink *to, void *arg)
{
	sink = to;
	sink_arg = arg;
}

/* The end of what snprintf meant to write at N. */
static size_t end_of(size_t n, int more)
{
	n += more > 0 ? (size_t)more : 0;
	return n < CW_LOG_LINE - 2 ? n : CW_LOG_LINE - 2;
}

static size_t format(char line[CW_LOG_LINE], enum cw_log_level level, const char *event,
		     const char *fmt, va_list ap)
{
	static const char *const names[] = { "debug", "info", "warn", "error" };
	struct timespec ts;
	struct tm tm;
	size_t n;

	clock_gettime(CLOCK_REALTIME, &ts);
	gmtime_r(&ts.tv_sec, &tm);
	n = strftime(line, CW_LOG_LINE, "time=%Y-%m-%dT%H:%M:%S", &tm);
	n = end_of(n, snprintf(line + n, CW_LOG_LINE - n, ".%03ldZ level=%s event=%s%s%s%s",
			       ts.tv_nsec / 1000000, names[level], event,
			       request[0] ? " request=" : "", request, fmt[0] ? " " : ""));
	n = end_of(n, vsnprintf(line + n, CW_LOG_LINE - n, fmt, ap));
	for (size_t i = 0; i < n; i++) /* one event, one line */
		if ((unsigned char)line[i] < 0x20)
			line[i] = ' ';
	line[n++] = '\n';
	return n;
}

size_t cw_log_format(char line[CW_LOG_LINE], enum cw_log_level level, const char *event,
		     const char *fmt, ...)
{
	va_list ap;
	size_t n;

	va_start(ap, fmt);
	n = format(line, level, event, fmt, ap);
	va_end(ap);
	return n;
}

void cw_log(enum cw_log_level level, const char *event, const char *fmt, ...)
{
	char line[CW_LOG_LINE];
	va_list ap;
	size_t n;

	if ((int)level < atomic_load(&least))
		return;
	va_start(ap, fmt);
	n = format(line, level, event, fmt, ap);
	va_end(ap);
	if (sink)
		sink(sink_arg, level, line, n);
	else if (write(STDERR_FILENO, line, n) < 0) {
		/* nowhere to say it */
	}
}
