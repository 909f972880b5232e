/* A letter as a page to print, made from its bytes as sent (R-KEEP-2). */
#ifndef SERVER_API_LETTER_HTML_H
#define SERVER_API_LETTER_HTML_H

#include "db/reply.h"

/* Complete HTML with every text escaped; its style is STATICS/letter.css.  NULL and ERR if no memory or
 * the bytes are broken. */
char *letter_html(struct cw_arena *a, const struct db_letter *l, const char *statics, size_t *len,
		  struct cw_err *err);

#endif
