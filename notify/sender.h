/*
 * The sender: fans the outbox out to endpoints, sends what is due through one curl multi handle,
 * records each attempt; a thread each (sender.c, wire.c, clerk.c).  Several instances share one
 * database: rows are claimed, with leases.  What a crash leaves is sent again under the same id.
 */
#ifndef NOTIFY_SENDER_H
#define NOTIFY_SENDER_H

#include "db/crypt.h"
#include "notify/address.h"
#include "notify/event.h"

struct nt_sender;

struct nt_conf {
	struct db_conf db;
	const struct db_keyring *keys;
	struct nt_allow allow; /* borrowed, as all strings here, until nt_sender_stop */
	const char *public_url;
	/* Fills the legal day and the calendar at NOW; called on the sender's threads. */
	int (*scene)(void *arg, struct db_conn *c, struct cw_arena *a, int64_t now,
		     struct nt_scene *scene, struct cw_err *err);
	void *arg;
};

/* Starts the threads; the database may be away, then it waits for it.  curl_global_init is the
 * caller's. */
int nt_sender_start(const struct nt_conf *conf, struct nt_sender **out, struct cw_err *err) CW_MUST_CHECK;
/* Something was committed that may have to be sent.  Any thread; NULL is fine. */
void nt_sender_wake(struct nt_sender *s);
/* Claims nothing more, sends what is claimed for a few seconds, lets running attempts end (at most their
 * total limit), joins, frees.  NULL is fine. */
void nt_sender_stop(struct nt_sender *s);

#endif
