/*
 * Small things of HTTP's text: escapes, queries, languages, entity tags.  Pure; any thread.
 */
#ifndef SERVER_HTTP_TEXT_H
#define SERVER_HTTP_TEXT_H

#include "server/http/rq.h"

/* LEN bytes with %XX decoded; PLUS: a plus is a space.  NULL: a bad escape, a NUL, no valid UTF-8,
 * or no memory. */
char *text_unescape(struct cw_arena *a, const char *s, size_t len, bool plus);

/* The pairs of a query ("a=1&b&c=%20"), at most 64.  CW_MALFORMED. */
int text_query(struct cw_arena *a, const char *query, struct rq_pair **out, size_t *n,
	       struct cw_err *err) CW_MUST_CHECK;

/* The language for an Accept-Language header (RFC 9110; NULL: none): Chinese unless English is
 * preferred to it. */
enum cw_lang text_language(const char *accept);

/* Whether a list such as Accept-Encoding names WORD with a weight that is not 0. */
bool text_accepts(const char *list, const char *word);

/* Whether an If-None-Match or If-Match list holds TAG (with its quotes) or is "*"; weak tags count
 * as theirs. */
bool text_has_tag(const char *list, const char *tag);

#endif
