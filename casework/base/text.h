/*
 * Text: UTF-8 checks and a growing buffer in an arena.  Pure and thread-safe.
 */
#ifndef CASEWORK_BASE_TEXT_H
#define CASEWORK_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "casework/base/arena.h"

/* Decodes the code point at S (LEN bytes left) into *CP; returns its length in bytes, or 0 if the
 * bytes are not well-formed UTF-8 (overlong forms and surrogates are not). */
size_t cw_utf8_next(const char *s, size_t len, uint32_t *cp);
bool cw_utf8_valid(const char *s, size_t len);
/* How many code points; the text must be valid. */
size_t cw_utf8_count(const char *s, size_t len);
/* Whether text holds a control character other than tab, line feed and carriage return. */
bool cw_text_has_control(const char *s, size_t len);
/* A copy without white space (the ideographic space too) at both ends; NULL if no memory. */
char *cw_text_trim(struct cw_arena *a, const char *s);
/* A copy for comparing: full-width ASCII to ASCII, letters to lower case, no white space, no
 * hyphens.  NULL if no memory. */
char *cw_text_fold(struct cw_arena *a, const char *s);

/* A buffer that grows in its arena.  After a failed allocation it stays failed and cw_buf_done
 * returns NULL, so that only the end must be checked. */
struct cw_buf {
	struct cw_arena *arena;
	char *data;
	size_t len, room;
	bool failed;
};

void cw_buf_init(struct cw_buf *b, struct cw_arena *a);
/* N free bytes at the end, for the caller to fill and add to len; NULL if memory ran out. */
char *cw_buf_room(struct cw_buf *b, size_t n);
void cw_buf_add(struct cw_buf *b, const char *s, size_t len);
void cw_buf_puts(struct cw_buf *b, const char *s);
/* LEN bytes as text of an HTML page, between tags or in an attribute's quotes. */
void cw_buf_put_html(struct cw_buf *b, const char *s, size_t len);
void cw_buf_printf(struct cw_buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The text, NUL-terminated; its length in *LEN unless NULL.  NULL if memory ran out. */
char *cw_buf_done(struct cw_buf *b, size_t *len);

#endif
