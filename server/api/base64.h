/*
 * Base 64 without padding (RFC 4648): the URL alphabet for tokens and cursors, the plain one for
 * PHC strings.  Pure.
 */
#ifndef SERVER_API_BASE64_H
#define SERVER_API_BASE64_H

#include <stdbool.h>
#include <stddef.h>

#include "casework/base/arena.h"

/* Characters that N bytes become, without a NUL. */
#define BASE64_LEN(n) (((n)*4 + 2) / 3)

/* NUL-terminated, in the arena; NULL if no memory. */
char *base64_encode(struct cw_arena *a, const void *data, size_t n, bool url);
/* Strict: no padding, no white space, no stray bits.  At most ROOM bytes; false if it is not such.
 */
bool base64_decode(const char *text, size_t len, bool url, void *out, size_t room, size_t *out_len);

#endif
