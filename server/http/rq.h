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

enum rq_method { RQ_GET, RQ_HEAD, RQ_POST, RQ_PUT, RQ_PATCH, RQ_DELETE, RQ_METHOD_MAX };

/* Who asks.  Rights are rows (user, agency, role); a supervisor's reach down the tree. */
enum rq_who { RQ_ANYONE, RQ_APPLICANT, RQ_STAFF, RQ_TOKEN };
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

struct rq_pair {
	const char *name, *value; /* decoded, valid UTF-8, no NUL */
};

struct app; /* server/app.h: what all of a process share (config, keyring, calendars ...) */

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

	/* The answer. */
	int status;
	const char *content_type;
	const char *answer;	/* arena memory or longer-lived */
	size_t answer_len;
	struct rq_pair out[12];	/* headers */
	size_t n_out;
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

/* ---- Input by spec tables: one row a field, all faults at once. */

enum rq_field_type {
	RQ_STRING,  /* UTF-8, min..max code points, no control characters but \t \n \r, trimmed */
	RQ_INT,	    /* min..max */
	RQ_BOOL,
	RQ_DAY,	    /* YYYY-MM-DD -> cw_day */
	RQ_MONEY,   /* "12.34" -> cw_fen */
	RQ_ID,	    /* decimal string -> uint64_t */
	RQ_CHOICE,  /* one of CHOICES (NULL-ended) -> int index */
	RQ_OBJECT,  /* SUB, written into the struct at OFFSET */
	RQ_LIST,    /* of objects by SUB or strings: struct rq_list at OFFSET; min..max entries */
	RQ_JSON	    /* any value, borrowed: struct json_object * */
};
struct rq_field {
	const char *name;
	enum rq_field_type type;
	size_t offset;		/* where in the target struct */
	bool required;		/* else absent or null leaves the target as it was set before */
	int64_t min, max;	/* see the type; max 0 for strings: 2000 */
	const char *const *choices;
	const struct rq_field *sub; /* ended by a row without a name; NULL for a list of strings */
	size_t sub_size;	/* LIST: bytes of one entry */
};
struct rq_list {
	void *items; /* array of sub_size structs, or of const char * */
	size_t n;
};
/* Sets target fields from OBJ by FIELDS (ended by a row without a name); unknown keys are faults.
 * Initialise TARGET with defaults before (days: CW_DAY_NONE).  Strings are made in the arena. */
int rq_parse(struct cw_arena *a, struct json_object *obj, const struct rq_field *fields, void *target,
	     struct cw_err *err) CW_MUST_CHECK;
/* The request's JSON body by FIELDS; a missing body is CW_MALFORMED. */
int rq_body(struct rq *rq, const struct rq_field *fields, void *target, struct cw_err *err) CW_MUST_CHECK;
/* The query parameters by FIELDS (flat types only; faults' pointers are "?name"). */
int rq_params(struct rq *rq, const struct rq_field *fields, void *target, struct cw_err *err) CW_MUST_CHECK;
/* Parses strictly: depth 16, valid UTF-8, no duplicate keys, no trailing bytes, no NUL in strings. */
int rq_json_parse(struct cw_arena *a, const char *text, size_t len, struct json_object **out,
		  struct cw_err *err) CW_MUST_CHECK;

/* ---- JSON out: small builders.  Each returns its object or NULL and keeps OBJ usable; a failed
 * allocation marks nothing, it leaves the key out and json_ok() later says so. */
struct json_object *rq_obj(void);
void rq_put_str(struct json_object *o, const char *key, const char *value);   /* NULL -> null */
void rq_put_int(struct json_object *o, const char *key, int64_t value);
void rq_put_bool(struct json_object *o, const char *key, bool value);
void rq_put_id(struct json_object *o, const char *key, uint64_t id);	      /* string; 0 -> null */
void rq_put_day(struct json_object *o, const char *key, cw_day day);	      /* NONE -> null */
void rq_put_time(struct json_object *o, const char *key, int64_t micros);     /* NONE -> null */
void rq_put_msg(struct cw_arena *a, struct json_object *o, const char *key, enum cw_msg msg,
		const char *const args[CW_MSG_ARGS], enum cw_lang lang);
/* Takes the reference to VALUE. */
void rq_put(struct json_object *o, const char *key, struct json_object *value);
void rq_push(struct json_object *array, struct json_object *value);

/* problem+json (RFC 9457) of ERR into RQ's answer; never fails. */
void rq_problem(struct rq *rq, const struct cw_err *err);
/* The same as an object, for calc and batch answers; NULL if no memory. */
struct json_object *rq_problem_object(struct cw_arena *a, const struct cw_err *err, enum cw_lang lang);

#endif
