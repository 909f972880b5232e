/*
 * Who is told of what by mail (standards.md part 3): the applicant of what they must know or do,
 * the officers of what waits for them.  Pure.  Whoever adds an event that somebody must act on adds
 * its row here.  A mail to an applicant names a case and a place to look, never what a letter says:
 * it is no service.
 */
#ifndef CASEWORK_MAIL_H
#define CASEWORK_MAIL_H

#include "casework/hook.h"

struct cw_mail_notice {
	enum cw_msg subject, text;
};
/* What the applicant is told of HOOK; NULL: nothing. */
const struct cw_mail_notice *cw_mail_to_applicant(enum cw_hook hook);

enum {
	CW_MAIL_ASSIGNEE = 1,
	CW_MAIL_CONCERNED = 2, /* whom the event names: the advisor of a review */
	CW_MAIL_CLERK = 4,
	CW_MAIL_HEAD = 8,
	CW_MAIL_REVIEWER = 16, /* of secrecy */
	CW_MAIL_SUPERVISOR = 32
};
/* The officers who have something to do because of HOOK, but for who did it. */
unsigned cw_mail_to_officers(enum cw_hook hook);

/* When the digest goes out that holds what was kept at NOW (microseconds since 1970 UTC): the next
 * 08:00 in Beijing. */
int64_t cw_mail_digest_at(int64_t now);

/* Whether ADDRESS can be written to: "local@domain" in printable ASCII and in letters of other scripts
 * (RFC 6531), without what a command line, a header or a reader could take for something else.  A
 * domain in other letters has an ASCII form that every relay takes; a local part needs SMTPUTF8. */
bool cw_mail_address_ok(const char *address);
/* The same, in ASCII alone. */
bool cw_mail_address_plain(const char *address);

#endif
