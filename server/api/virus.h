/*
 * Asking clamd whether a file is malicious (standards.md part 6), by its command INSTREAM over a
 * socket of this machine; clamd(8).
 */
#ifndef SERVER_API_VIRUS_H
#define SERVER_API_VIRUS_H

#include "casework/base/arena.h"
#include "casework/base/err.h"

#define VIRUS_TIMEOUT_S 60 /* for each step: a large archive takes its time */

struct virus_talk;

/* Connects to clamd at the path SOCKET.  CW_UNAVAILABLE if it is not there. */
int virus_begin(const char *socket, struct virus_talk **out, struct cw_err *err) CW_MUST_CHECK;
/* The next LEN bytes of the file, more than 0. */
int virus_add(struct virus_talk *t, const void *bytes, size_t len,
	      struct cw_err *err) CW_MUST_CHECK;
/* Its verdict: *FOUND is NULL, or clamd's name for what it has found, in A.  CW_UNAVAILABLE if it
 * gives none; a file that clamd refuses as too long is such. */
int virus_end(struct virus_talk *t, struct cw_arena *a, const char **found,
	      struct cw_err *err) CW_MUST_CHECK;
/* Hangs up, at any point; NULL is fine. */
void virus_free(struct virus_talk *t);

#endif
