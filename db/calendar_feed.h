/* Calendar feeds: secret addresses, each of one person, and the deadlines that they show. */
#ifndef DB_CALENDAR_FEED_H
#define DB_CALENDAR_FEED_H

#include "db/session.h"

struct db_feed {
	uint64_t id, user_id;
	uint64_t agency_id; /* 0: what is the person's own */
	const char *name, *lang;
	int64_t created_at, revoked_at; /* DB_TIME_NONE */
};
int db_feed_add(struct db_conn *c, struct db_feed *f, const unsigned char hash[DB_HASH],
		struct cw_err *err) CW_MUST_CHECK;
/* The one with that secret, not revoked, of a person whose account is not disabled. */
int db_feed_find(struct db_conn *c, struct cw_arena *a, const unsigned char hash[DB_HASH],
		 struct db_feed *out, bool *found, struct cw_err *err) CW_MUST_CHECK;
/* Those of USER that were not revoked, the oldest first. */
int db_feed_list(struct db_conn *c, struct cw_arena *a, uint64_t user, unsigned limit,
		 struct db_feed **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* *GOT false: USER has no such feed, or it was revoked before. */
int db_feed_revoke(struct db_conn *c, uint64_t user, uint64_t id, int64_t now, bool *got,
		   struct cw_err *err) CW_MUST_CHECK;

/* ---- What they show. */

struct db_feed_deadline {
	uint64_t id, case_id; /* 0: of no case */
	int version;
	const char *kind, *status, *number; /* number NULL: none */
	cw_day due_on;
};
/* Of the cases that USER works on, the legal reviews and tasks put to them: open ones due from FROM
 * on, ended ones from ENDED_FROM on; by day. */
int db_feed_own_list(struct db_conn *c, struct cw_arena *a, uint64_t user, cw_day from,
		     cw_day ended_from, unsigned limit, struct db_feed_deadline **rows, size_t *n,
		     struct cw_err *err) CW_MUST_CHECK;
/* Of AGENCY, with STATUS, due from FROM on; by day. */
int db_feed_agency_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, const char *status,
			cw_day from, unsigned limit, struct db_feed_deadline **rows, size_t *n,
			struct cw_err *err) CW_MUST_CHECK;

#endif
