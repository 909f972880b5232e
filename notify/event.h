/*
 * An event of the outbox as bytes: the thin payload of a webhook or a bot's message.  Case number, act,
 * due day, working days left, link; never personal data (standards.md part 1).
 */
#ifndef NOTIFY_EVENT_H
#define NOTIFY_EVENT_H

#include "casework/calendar.h"
#include "db/endpoint.h"
#include "notify/channel.h"

/* What a rendering needs beside the event. */
struct nt_scene {
	cw_day today;			    /* legal clock */
	const struct cw_calendar *calendar; /* borrowed */
	const char *public_url;		    /* without a slash at its end */
};

#define NT_PING "webhook.ping"

/* The body for KIND in the arena.  Reads the case by C. */
int nt_event_body(struct db_conn *c, struct cw_arena *a, const struct nt_scene *scene,
		  const struct db_outbox *event, enum nt_kind kind, bool shorter, char **body,
		  size_t *len, struct cw_err *err) CW_MUST_CHECK;
/* The first message to an endpoint; NOW is its instant. */
int nt_ping_body(struct cw_arena *a, enum nt_kind kind, int64_t now, char **body, size_t *len,
		 struct cw_err *err) CW_MUST_CHECK;
/* Whether TYPES ("case.file case.serve", "case.reply*", empty: all) names TYPE. */
bool nt_event_wanted(const char *types, const char *type);

#endif
