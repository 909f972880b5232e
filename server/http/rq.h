/*
 * One request as a worker and an endpoint see it, and the answer they fill in.  Nothing here knows
 * evhttp: http/front.c copies the request in on the loop and sends the answer from there.
 * A struct rq belongs to one worker until the answer is handed back.
 */
#ifndef SERVER_HTTP_RQ_H
#define SERVER_HTTP_RQ_H

#include <json-c/json.h>

#include "casework/calendar.h"
#include "casework/machine.h"
#include "db/crypt.h"
#include "db/db.h"
#include "server/act/json.h"
#include "server/act/parse.h"

enum rq_method { RQ_GET, RQ_HEAD, RQ_POST, RQ_PUT, RQ_PATCH, RQ_DELETE, RQ_OPTIONS, RQ_METHOD_MAX };

/* Who asks.  Rights are rows (user, agency, role); a supervisor's reach down the tree. */
enum rq_who { RQ_ANYONE, RQ_APPLICANT, RQ_STAFF, RQ_TOKEN, RQ_SYSTEM };
struct rq_grant {
	uint64_t agency;
	enum cw_role role;
};
struct rq_principal {
	enum rq_who kind;
	uint64_t user;	   /* STAFF, TOKEN: the user; else 0 */
	uint64_t session;  /* session row; 0 for tokens and anyone */
	uint64_t token;	   /* TOKEN: its row */
	uint64_t case_id;  /* APPLICANT: the one case that the access session opens */
	const char *name;  /* STAFF: display name */
	unsigned scopes;   /* TOKEN: bits */
	const struct rq_grant *grants;
	size_t n_grants;
};
/* Whether the principal holds ROLE at exactly AGENCY. */
bool rq_has_role(const struct rq_principal *p, uint64_t agency, enum cw_role role);
/* Whether the principal holds any of ROLES (CW_ROLE_BITs) at any agency. */
bool rq_has_any_role(const struct rq_principal *p, unsigned roles);

struct app; /* server/app.h: what all of a process share (config, keyring, calendars ...) */

/* Makes the next piece of an answer that is too large to be held whole (a download): *DATA and *LEN,
 * which live in A until they are sent.  Called by any worker with its own connection; STATE is in the
 * request's arena.  -1, or no bytes before the promised total: the connection is broken off, since a
 * status was given already. */
typedef int rq_piece_fn(struct app *app, struct db_conn *db, struct cw_arena *a, void *state,
			const char **data, size_t *len, struct cw_err *err);

struct rq {
	struct app *app;
	struct cw_arena *arena;	/* dies with the request */
	struct db_conn *db;	/* the worker's */
	enum rq_method method;
	const char *path;	/* as sent, without the query */
	const char *params[8];	/* the {…} segments of the route in order, decoded */
	const struct rq_pair *query;
	size_t n_query;
	const struct rq_pair *headers; /* names in lower case */
	size_t n_headers;
	const char *body;
	size_t body_len;
	struct json_object *json; /* the parsed body of a route with a body, borrowed; or NULL */
	const char *client;	/* address of the client, behind trusted proxies too */
	const char *id;		/* request id */
	enum cw_lang lang;
	struct rq_principal who;
	int64_t now;		/* real clock, microseconds UTC */
	cw_day today;		/* legal clock */
	const struct cw_calendar *calendar; /* the national one, borrowed for the request */
	const char *idempotency_key;	/* validated, or NULL */
	uint64_t if_match;	/* version of If-Match; 0 = none given */
	bool if_match_any;	/* If-Match: * */
	const struct route *route;

	const char *seen_case; /* number of the case that was shown, for the log of reads; or NULL */

	/* More members for a problem (state, allowed_acts, changes); owned, NULL if none. */
	struct json_object *problem_extra;

	/* The answer. */
	int status;
	const char *content_type;
	const char *answer;	/* arena memory or longer-lived */
	size_t answer_len;
	struct rq_pair out[12];	/* headers */
	size_t n_out;
	rq_piece_fn *piece; /* rq_pieces; NULL: the answer is whole */
	void *piece_state;
	uint64_t piece_total;
	bool stream; /* rq_stream */
};

/* NULL if there is none; the first if there are several. */
const char *rq_header(const struct rq *rq, const char *lower_name);
const char *rq_query(const struct rq *rq, const char *name);
/* Adds a header to the answer; VALUE is copied. */
int rq_set_header(struct rq *rq, const char *name, const char *value, struct cw_err *err) CW_MUST_CHECK;
/* Answers with JSON; takes the reference to OBJ, also on failure. */
int rq_json(struct rq *rq, int status, struct json_object *obj, struct cw_err *err) CW_MUST_CHECK;
/* The same with ETag "<version>-<8 hex of the body>"; 304 if If-None-Match has it. */
int rq_json_versioned(struct rq *rq, int status, uint64_t version, struct json_object *obj,
		      struct cw_err *err) CW_MUST_CHECK;
/* Answers with bytes of another type; DATA must live as long as the arena. */
int rq_bytes(struct rq *rq, int status, const char *type, const char *data, size_t len);
int rq_empty(struct rq *rq, int status);
/* Answers with a live stream of what the caller may see (server/http/stream.h). */
int rq_stream(struct rq *rq);
/* Answers with TOTAL bytes that NEXT makes piece by piece, at least one; between two pieces no worker
 * is held and no more than one piece is in memory. */
int rq_pieces(struct rq *rq, int status, const char *type, uint64_t total, rq_piece_fn *next,
	      void *state);

/* ---- Input by spec tables (server/act/parse.h). */

/* The request's JSON body by FIELDS; a missing body is CW_MALFORMED. */
int rq_body(struct rq *rq, const struct rq_field *fields, void *target, struct cw_err *err) CW_MUST_CHECK;
/* The query parameters by FIELDS (flat types only; faults' pointers are "?name"). */
int rq_params(struct rq *rq, const struct rq_field *fields, void *target, struct cw_err *err) CW_MUST_CHECK;

/* problem+json (RFC 9457) of ERR into RQ's answer; never fails. */
void rq_problem(struct rq *rq, const struct cw_err *err);

#endif
