/*
 * Endpoints that are told of events (webhooks, chat bots), their deliveries and each attempt; and the
 * outbox from the reader's side.  Sealed columns go in and out as they are: notify/ opens them.
 */
#ifndef DB_ENDPOINT_H
#define DB_ENDPOINT_H

#include "db/crypt.h"

struct db_endpoint {
	uint64_t id, agency_id, created_by;
	unsigned char *uid, *url, *secret, *old_secret; /* url, secret, old_secret: sealed; NULL: none */
	size_t uid_len, url_len, secret_len, old_secret_len;
	const char *kind, *name, *masked, *types, *status, *reason;
	int64_t old_until, failing_since, created_at; /* DB_TIME_NONE */
};
#define DB_ENDPOINT_URL	   "endpoint.url" /* places of the sealed columns */
#define DB_ENDPOINT_SECRET "endpoint.secret"
#define DB_ENDPOINT_OLD	   "endpoint.old_secret"

/* Sets *ID; its uid is the caller's, because the seals are bound to it. */
int db_endpoint_add(struct db_conn *c, const struct db_endpoint *e, uint64_t *id,
		    struct cw_err *err) CW_MUST_CHECK;
int db_endpoint_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_endpoint *out,
		    struct cw_err *err) CW_MUST_CHECK;
/* Of exactly AGENCY, ids after AFTER. */
int db_endpoint_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, uint64_t after,
		     unsigned limit, struct db_endpoint **rows, size_t *n,
		     struct cw_err *err) CW_MUST_CHECK;
/* The active ones that hear of AGENCY: its own and its district's. */
int db_endpoint_hearing_list(struct db_conn *c, struct cw_arena *a, uint64_t agency,
			     struct db_endpoint **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* STATUS "active" or "disabled"; REASON NULL with the first. */
int db_endpoint_set_status(struct db_conn *c, uint64_t id, const char *status, const char *reason,
			   struct cw_err *err) CW_MUST_CHECK;
/* A delivery failed for good at NOW: keeps the first instant of a row of failures. */
int db_endpoint_failing(struct db_conn *c, uint64_t id, int64_t now, struct cw_err *err) CW_MUST_CHECK;
/* One arrived: the row of failures is over. */
int db_endpoint_well(struct db_conn *c, uint64_t id, struct cw_err *err) CW_MUST_CHECK;

/* ---- The outbox. */

struct db_outbox {
	uint64_t id, case_id, agency_id;
	int seq;
	const char *type;
	int64_t created_at;
};
/* In a transaction: locks the oldest that nobody else works on. */
int db_outbox_claim_list(struct db_conn *c, struct cw_arena *a, unsigned limit,
			 struct db_outbox **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;
int db_outbox_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_outbox *out,
		  struct cw_err *err) CW_MUST_CHECK;
int db_outbox_fanned(struct db_conn *c, uint64_t id, struct cw_err *err) CW_MUST_CHECK;

/* ---- Deliveries. */

struct db_delivery {
	uint64_t id, outbox_id, endpoint_id, case_id;
	unsigned char *uid; /* DB_UID bytes */
	unsigned char *body;
	size_t uid_len, body_len;
	int seq, tried, claim;
	bool shortened;
	const char *type, *status;
	int64_t next_at, created_at;
};
/* Nothing happens if the event has its delivery to the endpoint (u_delivery_once). */
int db_delivery_add(struct db_conn *c, const struct db_delivery *d, struct cw_err *err) CW_MUST_CHECK;

struct db_due {
	uint64_t endpoint_id;
	int64_t next_at;
};
/* The endpoints that something waits for, each with the earliest instant. */
int db_due_list(struct db_conn *c, struct cw_arena *a, struct db_due **rows, size_t *n,
		struct cw_err *err) CW_MUST_CHECK;
/* In a transaction: takes what is due for ENDPOINT (PING_ONLY: only pings) until LEASE.  Not while an
 * earlier event of the same case waits that was tried less than IN_ORDER times. */
int db_delivery_claim_list(struct db_conn *c, struct cw_arena *a, uint64_t endpoint, bool ping_only,
			   int in_order, int64_t now, int64_t lease, unsigned limit,
			   struct db_delivery **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* Writes D's status, tried, next_at, body and shortened unless it was claimed again since (*LATE): then
 * nothing is changed. */
int db_delivery_save(struct db_conn *c, const struct db_delivery *d, bool *late,
		     struct cw_err *err) CW_MUST_CHECK;
/* Those of an endpoint, newest first, ids below BEFORE (0: from the newest); without bodies. */
int db_delivery_list(struct db_conn *c, struct cw_arena *a, uint64_t endpoint, uint64_t before,
		     unsigned limit, struct db_delivery **rows, size_t *n,
		     struct cw_err *err) CW_MUST_CHECK;

struct db_attempt {
	uint64_t delivery_id;
	int no, status, took_ms;
	int64_t at, code;
	bool has_code;
	const char *verdict, *fault;
	unsigned char *answer; /* at most DB_ANSWER_KEPT bytes */
	size_t answer_len;
};
#define DB_ANSWER_KEPT 1024
int db_attempt_add(struct db_conn *c, const struct db_attempt *t, struct cw_err *err) CW_MUST_CHECK;
int db_attempt_list(struct db_conn *c, struct cw_arena *a, uint64_t delivery, struct db_attempt **rows,
		    size_t *n, struct cw_err *err) CW_MUST_CHECK;

#endif
