/*
 * What a chat bot says: what happened, in which case, until when, and a link; no personal data.
 * The text is fitted to the channel's size and cut at a character.
 */
#ifndef NOTIFY_MESSAGE_H
#define NOTIFY_MESSAGE_H

#include "casework/base/date.h"
#include "casework/base/err.h"
#include "notify/channel.h"

struct nt_message {
	enum cw_lang lang;
	enum cw_msg what;   /* cw_hook_title */
	const char *number; /* the case's; NULL: none */
	const char *agency; /* NULL: none */
	cw_day due_on;	    /* CW_DAY_NONE: no clock runs */
	int days_left;	    /* working days to due_on, 0 = today, negative = overdue */
	cw_day until_on;    /* until when something is to be done; CW_DAY_NONE or 0: nothing */
	bool test;	    /* says that it is one */
	const char *const *lines; /* more lines, as of a digest; shown as they are, markup disarmed */
	size_t n_lines;
	const char *link; /* https://...; NULL: none */
};

/* The body for a bot (KIND is not NT_WEBHOOK), within the limits of its channel.  SHORTER: after
 * NT_TOO_LONG, within half of them.  The bytes are in the arena and the same for the same input, so
 * that they can be stored and sent again. */
int nt_message_body(struct cw_arena *a, enum nt_kind kind, const struct nt_message *m, bool shorter,
		    char **body, size_t *len, struct cw_err *err) CW_MUST_CHECK;
/* The body of a 飞书 robot with its fields timestamp and sign (nt_sign_feishu); they are new with each
 * attempt, the rest is not.  NULL if no memory. */
char *nt_message_sign_feishu(struct cw_arena *a, const char *body, size_t len, const char *secret,
			     int64_t seconds, size_t *out_len);

/* How many bytes of a valid UTF-8 text fit into MAX without splitting a character. */
size_t nt_cut(const char *text, size_t len, size_t max);

#endif
