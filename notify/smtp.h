/*
 * One mail through libcurl: STARTTLS, TLS, or in the clear to a relay that was said to be near. One
 * connection is kept between mails.  One thread, but for nt_smtp_stop.
 */
#ifndef NOTIFY_SMTP_H
#define NOTIFY_SMTP_H

#include <stdatomic.h>

#include "casework/base/err.h"
#include "notify/mail_text.h"

struct nt_smtp_conf {
	const char *url;  /* smtp://host:port, smtps://host:port */
	bool tls;	  /* STARTTLS is a must */
	const char *ca;	  /* file; "": the system's */
	const char *user; /* "": no sign-in */
	const char *password;
	const char *from; /* the sender's address */
};

struct nt_smtp;

/* CONF's strings are borrowed until nt_smtp_free.  curl_global_init is the caller's. */
int nt_smtp_new(const struct nt_smtp_conf *conf, struct nt_smtp **out,
		struct cw_err *err) CW_MUST_CHECK;
void nt_smtp_free(struct nt_smtp *s); /* NULL is fine */
/* Ends a transfer that runs, within a second.  Any thread. */
void nt_smtp_stop(struct nt_smtp *s);

enum nt_smtp_end {
	NT_SMTP_SENT,
	NT_SMTP_LATER,	 /* this mail cannot be taken now */
	NT_SMTP_REFUSED, /* this mail will never be taken */
	NT_SMTP_RELAY	 /* the server is away, or takes nothing from us: no mail's fault */
};
/* Sends M.  WHY (SIZE bytes): how it ended, in ASCII, naming no address: "550 after RCPT". */
enum nt_smtp_end nt_smtp_send(struct nt_smtp *s, struct cw_arena *a, const struct nt_mail *m,
			      char *why, size_t size);

#endif
