/*
 * Passwords: argon2id, m = 19456 KiB, t = 2, p = 1, as PHC strings.
 *
 * One hash is worked at a time in the process, in the order of arrival; with PASSWORD_QUEUE waiting
 * the next is refused at once (CW_UNAVAILABLE, retry_after).  The memory of a hash is mapped for it
 * and given back when it is done.  Any thread; callers on the slow lane.
 */
#ifndef SERVER_API_PASSWORD_H
#define SERVER_API_PASSWORD_H

#include <stdbool.h>

#include "casework/base/arena.h"
#include "casework/base/err.h"

#define PASSWORD_QUEUE 16
#define PASSWORD_MIN   8   /* code points */
#define PASSWORD_MAX   128 /* code points */

/* A new PHC string for PASSWORD, with a random salt. */
int password_hash(struct cw_arena *a, const char *password, char **phc,
		  struct cw_err *err) CW_MUST_CHECK;
/* Whether PASSWORD is the one of PHC.  With PHC NULL (no such user, no password) a dummy is worked
 * all the same, so that the time tells nothing, and *OK is false. */
int password_verify(const char *phc, const char *password, bool *ok,
		    struct cw_err *err) CW_MUST_CHECK;
/* Whether PHC was made with weaker settings than now and should be made anew at the next sign-in.
 */
bool password_outdated(const char *phc);

/* The rule for new ones: length, none of the common ones, not the login, not one or two characters
 * repeated.  No rule of composition.  Adds a fault at POINTER. */
int password_check(const char *password, const char *login, const char *pointer,
		   struct cw_err *err) CW_MUST_CHECK;
/* A random one to hand over: 20 characters of 32, 100 bits. */
char *password_random(struct cw_arena *a);

#endif
