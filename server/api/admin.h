/*
 * Administration: what its endpoints share (the transaction with its log entry, rights over a
 * district, ids in paths), and the endpoints themselves (each fills the answer or ERR).
 */
#ifndef SERVER_API_ADMIN_H
#define SERVER_API_ADMIN_H

#include "db/agency.h"
#include "db/audit.h"
#include "server/act/act.h"
#include "server/http/rq.h"

/* Starts an entry of the log for this request: when, who, from where. */
struct db_audit_entry admin_entry(const struct rq *rq, const char *what);
/* act_run with ENTRY written in the same transaction after FN, which may still fill it.  An entry
 * whose `what` FN has set to NULL is not written. */
int admin_run(struct rq *rq, act_fn *fn, void *arg, const struct db_audit_entry *entry,
	      struct cw_err *err) CW_MUST_CHECK;

/* The id in path segment I; CW_NOT_FOUND if it is no id. */
int admin_id(const struct rq *rq, int i, uint64_t *id, struct cw_err *err) CW_MUST_CHECK;
/* CW_STALE unless If-Match names VERSION. */
int admin_version(const struct rq *rq, uint64_t version, struct cw_err *err) CW_MUST_CHECK;

/* An administrator's role counts where it is held at a district, for all of that district. */
bool admin_has(const struct rq *rq, uint64_t root, enum cw_role role);
int admin_of_agency(const struct rq *rq, const struct db_agency *agency, enum cw_role role,
		    struct cw_err *err) CW_MUST_CHECK;
/* Whether the caller holds one of ROLES (CW_ROLE_BITs) at every district where USER works; someone
 * who works nowhere yet is any such administrator's.  Else CW_NOT_FOUND. */
int admin_of_user(const struct rq *rq, uint64_t user, unsigned roles,
		  struct cw_err *err) CW_MUST_CHECK;

/* After sessions were ended: whoever holds something open for them looks again. */
void admin_sessions_ended(const struct rq *rq);
/* For an endpoint that takes nothing: a body with any key is CW_INVALID. */
int admin_nothing(struct rq *rq, struct cw_err *err) CW_MUST_CHECK;

/* A secret of a JSON body, taken as it is (RQ_JSON, not trimmed). */
int admin_secret(struct rq *rq, struct json_object *value, const char *pointer, const char **out,
		 struct cw_err *err) CW_MUST_CHECK;
/* "user 17" in the arena, or "" without memory: the subject of an entry. */
const char *admin_subject(struct rq *rq, const char *what, uint64_t id);

/* sessions.c */
int api_session_add(struct rq *rq, struct cw_err *err);
int api_session_list(struct rq *rq, struct cw_err *err);
int api_session_leave(struct rq *rq, struct cw_err *err);
int api_session_end(struct rq *rq, struct cw_err *err);
/* me.c */
int api_me_get(struct rq *rq, struct cw_err *err);
int api_me_password(struct rq *rq, struct cw_err *err);
/* tokens.c */
int api_token_add(struct rq *rq, struct cw_err *err);
int api_token_list(struct rq *rq, struct cw_err *err);
int api_token_revoke(struct rq *rq, struct cw_err *err);
/* agencies.c */
int api_agency_list(struct rq *rq, struct cw_err *err);
int api_agency_get(struct rq *rq, struct cw_err *err);
int api_agency_add(struct rq *rq, struct cw_err *err);
int api_agency_change(struct rq *rq, struct cw_err *err);
/* agency_settings.c */
int api_setting_list(struct rq *rq, struct cw_err *err);
int api_setting_change(struct rq *rq, struct cw_err *err);
/* users.c */
int api_user_list(struct rq *rq, struct cw_err *err);
int api_user_get(struct rq *rq, struct cw_err *err);
int api_user_add(struct rq *rq, struct cw_err *err);
int api_user_change(struct rq *rq, struct cw_err *err);
int api_user_reset(struct rq *rq, struct cw_err *err);
/* notices.c */
int api_calendar_list(struct rq *rq, struct cw_err *err);
int api_calendar_get(struct rq *rq, struct cw_err *err);
int api_calendar_load(struct rq *rq, struct cw_err *err);
int api_calendar_preview(struct rq *rq, struct cw_err *err);
/* calendar_moves.c */
int api_job_moves(struct rq *rq, struct cw_err *err);
/* job_status.c */
int api_job_get(struct rq *rq, struct cw_err *err);
/* test_clock.c */
int api_test_clock_get(struct rq *rq, struct cw_err *err);
int api_test_clock_set(struct rq *rq, struct cw_err *err);
/* audit_log.c */
int api_audit_list(struct rq *rq, struct cw_err *err);

#endif
