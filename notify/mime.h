/*
 * Parts of a mail's head that libcurl leaves to its caller (RFC 5322, RFC 2047).  Pure; results are
 * in the arena, NULL if there is no memory.
 */
#ifndef NOTIFY_MIME_H
#define NOTIFY_MIME_H

#include <stdint.h>

#include "casework/base/arena.h"
#include "casework/base/err.h"

/* TEXT (valid UTF-8) as the value of an unstructured header: as it is if it is short printable
 * ASCII, else encoded words of at most 75 bytes, each whole characters, folded.  Line ends become
 * spaces. */
char *nt_mime_words(struct cw_arena *a, const char *text);
/* ADDRESS, of which cw_mail_address_ok holds, with its domain in ASCII (IDNA2008); what stands before
 * the @ stays.  *OUT NULL: the domain is no name.  -1: no memory. */
int nt_mime_address(struct cw_arena *a, const char *address, char **out) CW_MUST_CHECK;
/* "Thu, 26 Nov 2026 09:00:00 +0800" of NOW (microseconds since 1970 UTC), in Beijing's time. */
char *nt_mime_date(struct cw_arena *a, int64_t now);

#endif
