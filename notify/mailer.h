/*
 * The mailer: claims what waits in the table mail, sends it, records how that ended; a thread with
 * a connection of its own.  Several instances share the work.  What a crash leaves is sent again
 * under its Message-ID.  While the mail server is away, or takes nothing from us, no attempt is
 * counted: the mailer waits, longer each time, up to five minutes.
 */
#ifndef NOTIFY_MAILER_H
#define NOTIFY_MAILER_H

#include "notify/sender.h"
#include "notify/smtp.h"

struct nt_mailer;

/* Starts the thread; database and mail server may be away.  CONF and SMTP are copied, what they
 * point to is borrowed until nt_mailer_stop. */
int nt_mailer_start(const struct nt_conf *conf, const struct nt_smtp_conf *smtp,
		    struct nt_mailer **out, struct cw_err *err) CW_MUST_CHECK;
/* Something was committed that may have to be sent.  Any thread; NULL is fine. */
void nt_mailer_wake(struct nt_mailer *m);
/* Lets the mail that is being sent end within a few seconds, joins, frees.  NULL is fine. */
void nt_mailer_stop(struct nt_mailer *m);

#endif
