/*
 * Endpoints that are told of events (webhooks, chat bots), and what was sent to each: what the
 * files share, and the endpoints of the API (each fills the answer or ERR).  An agency's belong to
 * the system administrators of its district; a legal advisor has their own.
 */
#ifndef SERVER_API_ENDPOINT_H
#define SERVER_API_ENDPOINT_H

#include "db/endpoint.h"
#include "notify/channel.h"
#include "server/api/admin.h"

/* ---- endpoint_input.c */

/* What a body says of an endpoint; absent lists have n == ABSENT. */
#define ENDPOINT_ABSENT SIZE_MAX
struct endpoint_in {
	uint64_t agency;
	bool mine;
	int kind;
	const char *name, *url;
	struct rq_list types, agencies, hard_rules;
	struct json_object *secret, *quiet;
};
extern const struct rq_field endpoint_add_fields[], endpoint_change_fields[];
extern const struct endpoint_in endpoint_in_none;

/* Checks IN for E, whose agency, owner and kind are set, and puts what it says into E; all faults
 * at once. The address and the secret are sealed under e->uid. */
int endpoint_apply(struct rq *rq, const struct endpoint_in *in, const struct db_agency *agency,
		   struct db_endpoint *e, struct cw_err *err) CW_MUST_CHECK;
/* A new signing key for a webhook, sealed into E; *SECRET is to be shown once. */
int endpoint_new_secret(struct rq *rq, struct db_endpoint *e, const char **secret,
			struct cw_err *err) CW_MUST_CHECK;
/* The secret that a bot's provider gave, sealed into E. */
int endpoint_given_secret(struct rq *rq, struct json_object *secret, struct db_endpoint *e,
			  struct cw_err *err) CW_MUST_CHECK;

/* ---- endpoints.c */

/* The endpoint of the path, which the caller may manage (else CW_NOT_FOUND); LOCK until the end. */
int endpoint_of_path(struct rq *rq, bool lock, struct db_endpoint *out,
		     struct cw_err *err) CW_MUST_CHECK;
/* Whether the caller may manage E: CW_NOT_FOUND. */
int endpoint_may(struct rq *rq, const struct db_endpoint *e, struct cw_err *err) CW_MUST_CHECK;
/* CW_CONFLICT, which names the state, unless E is in STATUS. */
int endpoint_demand(const struct db_endpoint *e, const char *status,
		    struct cw_err *err) CW_MUST_CHECK;
/* The endpoint as it stands now, as the answer with its ETag; SECRET is put in unless it is NULL.
 */
int endpoint_answer(struct rq *rq, int status, uint64_t id, const char *secret,
		    struct cw_err *err) CW_MUST_CHECK;
/* Whose endpoints the caller asks for: their own (MINE, or who administrates nothing), or those of
 * DISTRICT, 0: the one that they administrate; CW_NOT_FOUND. */
int endpoint_scope(const struct rq *rq, bool mine, uint64_t district, uint64_t *root, uint64_t *user,
		   struct cw_err *err) CW_MUST_CHECK;
int api_endpoint_list(struct rq *rq, struct cw_err *err);
int api_endpoint_get(struct rq *rq, struct cw_err *err);
int api_endpoint_add(struct rq *rq, struct cw_err *err);
int api_endpoint_change(struct rq *rq, struct cw_err *err);
int api_endpoint_end(struct rq *rq, struct cw_err *err);

/* ---- endpoint_acts.c */

/* Queues the ping that has to arrive before E is active. */
int endpoint_ping(struct rq *rq, const struct db_endpoint *e, struct cw_err *err) CW_MUST_CHECK;
int api_endpoint_ping(struct rq *rq, struct cw_err *err);
int api_endpoint_test(struct rq *rq, struct cw_err *err);
int api_endpoint_rotate(struct rq *rq, struct cw_err *err);
int api_endpoint_activate(struct rq *rq, struct cw_err *err);
int api_endpoint_disable(struct rq *rq, struct cw_err *err);

/* ---- deliveries.c */
int api_delivery_list(struct rq *rq, struct cw_err *err);
int api_delivery_search(struct rq *rq, struct cw_err *err);
int api_delivery_get(struct rq *rq, struct cw_err *err);
int api_delivery_replay(struct rq *rq, struct cw_err *err);
int api_deliveries_replay(struct rq *rq, struct cw_err *err);
int api_endpoint_replay(struct rq *rq, struct cw_err *err);
int api_hook_list(struct rq *rq, struct cw_err *err);

#endif
