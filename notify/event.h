/*
 * An event of the outbox as bytes: the thin payload of a webhook or a bot's message.  Case number, act,
 * due day, working days left, link; never personal data (standards.md part 1).
 */
#ifndef NOTIFY_EVENT_H
#define NOTIFY_EVENT_H

#include "casework/calendar.h"
#include "casework/hook.h"
#include "db/endpoint.h"
#include "notify/channel.h"

/* What a rendering needs beside the event. */
struct nt_scene {
	cw_day today;			    /* legal clock */
	const struct cw_calendar *calendar; /* borrowed */
	const char *public_url;		    /* without a slash at its end */
	/* When what is ready at NOW may be sent to who wants quiet nights; NULL: at once. */
	int64_t (*awake)(int64_t now, bool due_today);
};

#define NT_PING "webhook.ping"

/* The body for KIND in the arena.  Reads the case by C.  CW_INTERNAL for a type that is not in the
 * catalogue (casework/hook.h), CW_NOT_FOUND if the case is not there. */
int nt_event_body(struct db_conn *c, struct cw_arena *a, const struct nt_scene *scene,
		  const struct db_outbox *event, enum nt_kind kind, bool shorter, char **body,
		  size_t *len, struct cw_err *err) CW_MUST_CHECK;
/* The first message to an endpoint; NOW is its instant. */
int nt_ping_body(struct cw_arena *a, enum nt_kind kind, int64_t now, char **body, size_t *len,
		 struct cw_err *err) CW_MUST_CHECK;
/* A message that looks like one of HOOK, about a case that does not exist, and says that it is a test. */
int nt_test_body(struct cw_arena *a, const struct nt_scene *scene, enum cw_hook hook,
		 enum nt_kind kind, int64_t now, char **body, size_t *len,
		 struct cw_err *err) CW_MUST_CHECK;
/* Where the officers find a case; NULL if no memory. */
char *nt_event_link(struct cw_arena *a, const char *public_url, uint64_t case_id);
/* Whether E hears of EVENT, its agency being within reach: by type, agencies, hard-case rules; a person's
 * own only of the legal reviews that are theirs. */
bool nt_event_heard(const struct db_endpoint *e, const struct db_outbox *event);
/* When EVENT may be sent to an endpoint that is QUIET at night, from NOW on. */
int64_t nt_event_send_at(const struct nt_scene *scene, const struct db_outbox *event, bool quiet,
			 int64_t now);
/* Whether TYPES ("case.received case.closed", "case.reply.*", empty: all) names TYPE. */
bool nt_event_wanted(const char *types, const char *type);

#endif
