/*
 * The one judge of what a receiver answered (standards.md parts 1 and 2): webhooks by their status,
 * bots by the code in the body of a 200.  Pure; thread-safe.
 */
#ifndef NOTIFY_CLASSIFY_H
#define NOTIFY_CLASSIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "notify/channel.h"

enum nt_verdict {
	NT_DELIVERED,
	NT_RETRY,     /* nobody's fault that lasts: again on schedule */
	NT_THROTTLED, /* too fast: wait, and slow the endpoint's bucket (nt_bucket_slow) */
	NT_TOO_LONG,  /* shorten the message and send it once more, now */
	NT_GONE,      /* the address or its credential is dead: disable the endpoint and tell */
	NT_FAILED,    /* refused: again on schedule, shown to the administrators */
	NT_VERDICT_MAX
};

#define NT_ANSWER_MAX 65536 /* bytes that are read of an answer */

struct nt_answer {
	bool transport_error;  /* no whole answer: refused, reset, timed out, TLS */
	long status;	       /* HTTP; 0 with a transport error */
	const char *body;      /* not NUL-terminated; may be NULL if LEN is 0 */
	size_t len;
	bool cut;	       /* the answer was longer than NT_ANSWER_MAX */
	int64_t retry_after_s; /* of the header; 0 = none */
	bool shortened;	       /* this was already the shortened message */
};

struct nt_judgement {
	enum nt_verdict verdict;
	int64_t wait_s; /* throttled: 60 to 600, or what Retry-After says; retry: Retry-After or 0 */
	bool has_code;
	int64_t code; /* the bot's, if has_code */
};

struct nt_judgement nt_classify(enum nt_kind kind, const struct nt_answer *answer);
/* "delivered", "retry", "throttled", "too_long", "gone", "failed". */
const char *nt_verdict_name(enum nt_verdict verdict);

#endif
