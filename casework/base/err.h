/*
 * The one error type.  An error carries a code (what kind of no), a message id with arguments (why),
 * the rule and article where the law says no, and up to 32 items that name single faults of the
 * input.  It never holds finished text, and never personal data.
 *
 * Functions that can fail return 0 or -1, take a struct cw_err * last, and fill it when they return
 * -1.  A parser adds all faults before it returns.  An error is logged once, at the top.
 */
#ifndef CASEWORK_BASE_ERR_H
#define CASEWORK_BASE_ERR_H

#include <stdbool.h>

#include "casework/base/msg.h"

#define CW_MUST_CHECK __attribute__((warn_unused_result))

enum cw_code {
	CW_OK,
	CW_MALFORMED,	     /* 400: the bytes cannot be read */
	CW_UNAUTHENTICATED,  /* 401 */
	CW_FORBIDDEN,	     /* 403: signed in, but not for this */
	CW_NOT_FOUND,	     /* 404: also for what one may not know of */
	CW_NO_METHOD,	     /* 405 */
	CW_CONFLICT,	     /* 409: clashes with what is there (key running, name taken) */
	CW_NOT_ALLOWED_NOW,  /* 409: no such move from this state; names state and allowed acts */
	CW_LAW_FORBIDS,	     /* 409: a guard of the law says no; rule and article set */
	CW_STALE,	     /* 412: somebody changed it in between */
	CW_TOO_LARGE,	     /* 413 */
	CW_UNSUPPORTED,	     /* 415 */
	CW_RANGE,	     /* 416: bytes asked for that are not there */
	CW_INVALID,	     /* 422: read, but wrong; items name the faults */
	CW_NEEDS_VERSION,    /* 428: If-Match missing */
	CW_CHECKSUM,	     /* 460 (tus): the bytes are not those that were sent */
	CW_TOO_MANY,	     /* 429 */
	CW_INTERNAL,	     /* 500 */
	CW_UNAVAILABLE,	     /* 503: database away, queue full */
	CW_CODE_MAX
};

#define CW_ERR_ITEMS   32
#define CW_ERR_ARG     96
#define CW_ERR_POINTER 96

struct cw_err_item {
	char pointer[CW_ERR_POINTER]; /* JSON pointer, or "?name" for a query parameter */
	enum cw_msg msg;
	char args[CW_MSG_ARGS][CW_ERR_ARG];
};

struct cw_err {
	enum cw_code code;
	enum cw_msg msg;
	char args[CW_MSG_ARGS][CW_ERR_ARG];
	const char *rule;    /* "R-CLOCK-2", static text, or NULL */
	const char *article; /* "条例33", static text, or NULL */
	int retry_after;     /* seconds, 0 = none */
	unsigned n_items;    /* filled items; more_items if there were over CW_ERR_ITEMS */
	bool more_items;
	struct cw_err_item items[CW_ERR_ITEMS];
	char detail[160]; /* for the log only: what the library or database said */
};

/* No error, cheaply (does not touch the items' bytes). */
void cw_err_clear(struct cw_err *err);

/* Each sets the error and returns -1, so that "return cw_fail(...)" reads well.  The variadic
 * arguments are up to CW_MSG_ARGS strings and a closing NULL; they are cut at a character. */
int cw_fail(struct cw_err *err, enum cw_code code, enum cw_msg msg, ...)
	__attribute__((sentinel));
/* The law says no: RULE and ARTICLE are static text. */
int cw_fail_law(struct cw_err *err, enum cw_msg msg, const char *rule, const char *article, ...)
	__attribute__((sentinel));
/* Adds a fault of the input; the code becomes CW_INVALID unless one is set already. */
int cw_fail_item(struct cw_err *err, const char *pointer, enum cw_msg msg, ...)
	__attribute__((sentinel));
/* Out of memory: CW_INTERNAL. */
int cw_fail_memory(struct cw_err *err);

/* Said where it is called, so that compilers and analysers know that nothing goes on after it. */
static inline int cw_failed(void)
{
	return -1;
}
#define cw_fail(...)	    (cw_fail(__VA_ARGS__), cw_failed())
#define cw_fail_law(...)    (cw_fail_law(__VA_ARGS__), cw_failed())
#define cw_fail_item(...)   (cw_fail_item(__VA_ARGS__), cw_failed())
#define cw_fail_memory(...) (cw_fail_memory(__VA_ARGS__), cw_failed())

#endif
