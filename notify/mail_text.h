/*
 * A row of the table mail as a message: whom to, subject, plain text and HTML.  Made anew at each
 * attempt from what holds then, so that no address and no text is stored; the Message-ID stays.
 */
#ifndef NOTIFY_MAIL_TEXT_H
#define NOTIFY_MAIL_TEXT_H

#include "db/mail.h"
#include "notify/event.h"

struct nt_mail {
	const char *to;	     /* the address alone */
	const char *subject; /* UTF-8 */
	const char *text, *html;
	const char *id;	    /* without brackets: "uid@domain" */
	const char *thread; /* what all mails of a case refer to; NULL: no case */
	int64_t made_at;
};

struct nt_mail_from {
	const struct db_keyring *keys;
	const struct nt_scene *scene;
	const char *domain; /* of the sender's address */
};

/* Makes OUT in the arena.  *SEND false, with the reason in *WHY: there is nothing to be sent (any
 * more): what it reminds of is done, the person wants no mail, has no address, or none that can be
 * written to. */
int nt_mail_make(struct db_conn *c, struct cw_arena *a, const struct nt_mail_from *from,
		 const struct db_mail *m, struct nt_mail *out, bool *send, const char **why,
		 struct cw_err *err) CW_MUST_CHECK;

#endif
