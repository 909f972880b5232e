/*
 * What live streams are told (server/live.c): which cases have events that were not there a moment
 * ago, and whom each concerns.  Reads only.
 */
#ifndef DB_LIVE_H
#define DB_LIVE_H

#include "db/db.h"

struct db_live_event {
	uint64_t id, case_id;
	int64_t created_at;
};
/* The newest id of the outbox; 0: none. */
int db_live_newest_get(struct db_conn *c, uint64_t *id, struct cw_err *err) CW_MUST_CHECK;
/* Events after AFTER in the order of ids, which is not that of their commits. */
int db_live_event_list(struct db_conn *c, struct cw_arena *a, uint64_t after, unsigned limit,
		       struct db_live_event **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;

struct db_live_case {
	uint64_t version, agency, assignee;
};
int db_live_case_get(struct db_conn *c, uint64_t id, struct db_live_case *out,
		     struct cw_err *err) CW_MUST_CHECK;
/* Who beyond the office the case is put to (db/share.h). */
int db_live_user_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, unsigned limit,
		      uint64_t **users, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* Whether the session holds: neither run out nor idle since IDLE_SINCE, its user not disabled. */
int db_live_session_holds(struct db_conn *c, uint64_t id, int64_t now, int64_t idle_since,
			  bool *holds, struct cw_err *err) CW_MUST_CHECK;

#endif
