/*
 * The catalogue of messages: every text that a person can be shown stands here once, in Chinese
 * and in English, under an id.  Errors, clock steps and letters carry ids and arguments; text is
 * made at the edge, in the reader's language.
 *
 * A text may hold {0}, {1}, {2}: the arguments.  {{ is a brace.  An argument that is a day as
 * programs write it (2026-03-02) is put in as people read it.
 */
#ifndef CASEWORK_BASE_MSG_H
#define CASEWORK_BASE_MSG_H

#include <stddef.h>

#include "casework/base/arena.h"
#include "casework/base/date.h"
#include "casework/base/text.h"

enum cw_lang { CW_ZH, CW_EN, CW_LANG_MAX };

enum cw_msg {
	CW_MSG_NONE,
#define CW_MSG(id, zh, en) CW_MSG_##id,
#include "casework/msg_all.def"
#undef CW_MSG
	CW_MSG_MAX
};

#define CW_MSG_ARGS 3

/* An argument can be a message itself ("the outcome {0}"): cw_msg_ref writes such an argument into
 * BUF and returns it; cw_msg_text puts in that message's text, in the reader's language. */
#define CW_MSG_REF 64
const char *cw_msg_ref(enum cw_msg id, char buf[CW_MSG_REF]);

/* The raw text of a message; never NULL. */
const char *cw_msg_raw(enum cw_msg id, enum cw_lang lang);
/* The stable lower-case name of a message ("bad_date"), for programs; never NULL. */
const char *cw_msg_name(enum cw_msg id);
/* 2026年3月2日; 2 March 2026.  DAY must not be CW_DAY_NONE. */
void cw_msg_put_day(struct cw_buf *b, cw_day day, enum cw_lang lang);
/* The text with its arguments put in; NULL arguments read as empty.  NULL if no memory. */
char *cw_msg_text(struct cw_arena *a, enum cw_msg id, enum cw_lang lang,
		  const char *const args[CW_MSG_ARGS]);

#endif
