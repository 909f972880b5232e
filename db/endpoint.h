/*
 * Endpoints that are told of events (webhooks, chat bots), their deliveries and each attempt; and the
 * outbox from the reader's side.  Sealed columns go in and out as they are: notify/ opens them.
 */
#ifndef DB_ENDPOINT_H
#define DB_ENDPOINT_H

#include "db/crypt.h"

struct db_endpoint {
	uint64_t id, agency_id, created_by;
	uint64_t user_id; /* whose own it is: hears only of what concerns them; 0: the agency's */
	uint64_t hard_rules; /* CW_HARD_BITs; 0: no filter */
	uint64_t version;
	unsigned char *uid, *url, *secret, *old_secret; /* url, secret, old_secret: sealed; NULL: none */
	size_t uid_len, url_len, secret_len, old_secret_len;
	const char *kind, *name, *masked;
	const char *types, *agencies; /* separated by spaces; empty: all */
	const char *status;	      /* pending, active, disabled, ended */
	const char *reason;	      /* of disabled: gone, failing, by_hand */
	bool quiet;		      /* nothing at night, but what is due the same day */
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
int db_endpoint_lock(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_endpoint *out,
		     struct cw_err *err) CW_MUST_CHECK;
/* Writes all but id, uid, owner and birth where the version is still E's, and adds one to it; CW_STALE. */
int db_endpoint_save(struct db_conn *c, const struct db_endpoint *e, struct cw_err *err) CW_MUST_CHECK;

struct db_endpoint_query {
	uint64_t root;	    /* of all agencies of this district ... */
	uint64_t user;	    /* ... or this person's own */
	const char *status; /* NULL: all but those that were ended */
	uint64_t after;	    /* id */
	unsigned limit;
};
int db_endpoint_list(struct db_conn *c, struct cw_arena *a, const struct db_endpoint_query *q,
		     struct db_endpoint **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* Those of AGENCY, or with USER of the person, that were not ended. */
int db_endpoint_count(struct db_conn *c, uint64_t agency, uint64_t user, uint64_t *out,
		      struct cw_err *err) CW_MUST_CHECK;
/* What waits for it and what is dead, each to at most CAP. */
struct db_endpoint_backlog {
	uint64_t waiting, dead;
};
int db_endpoint_backlog_get(struct db_conn *c, uint64_t id, unsigned cap,
			    struct db_endpoint_backlog *out, struct cw_err *err) CW_MUST_CHECK;
/* The active ones of agencies that hear of AGENCY: its own and its district's; 0: all. */
int db_endpoint_hearing_list(struct db_conn *c, struct cw_arena *a, uint64_t agency,
			     struct db_endpoint **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* The active ones of USER, unless that account is disabled. */
int db_endpoint_own_list(struct db_conn *c, struct cw_arena *a, uint64_t user,
			 struct db_endpoint **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* STATUS "active" or "disabled"; REASON NULL with the first.  Nothing happens to one that was ended. */
int db_endpoint_set_status(struct db_conn *c, uint64_t id, const char *status, const char *reason,
			   struct cw_err *err) CW_MUST_CHECK;
/* A delivery failed for good at NOW: keeps the first instant of a row of failures. */
int db_endpoint_failing(struct db_conn *c, uint64_t id, int64_t now, struct cw_err *err) CW_MUST_CHECK;
/* One arrived: the row of failures is over. */
int db_endpoint_well(struct db_conn *c, uint64_t id, struct cw_err *err) CW_MUST_CHECK;

/* ---- The outbox. */

struct db_outbox {
	uint64_t id, case_id, agency_id, ref, user, hard_rules;
	int seq;
	const char *type, *act, *deadline;
	cw_day until_on;
	int64_t created_at;
	/* Of its case, by db_outbox_case_fill; NULL: not read. */
	const char *number;
	cw_day due_on; /* CW_DAY_NONE: no clock runs */
};
/* Reads the cases of N events, many at a time; an event whose case is gone keeps number NULL. */
int db_outbox_case_fill(struct db_conn *c, struct cw_arena *a, struct db_outbox *events, size_t n,
			struct cw_err *err) CW_MUST_CHECK;
/* How far an event is: those who wait for nothing may have theirs while the others follow. */
enum db_fanned { DB_FANNED_NOT, DB_FANNED_ALL, DB_FANNED_BEGUN };
/* In a transaction: locks the oldest in STATE that nobody else works on, of ids after AFTER.  From 0 the key is
 * read over all that was fanned out a moment ago; but what is committed late may have a lower id. */
int db_outbox_claim_list(struct db_conn *c, struct cw_arena *a, enum db_fanned state, uint64_t after,
			 unsigned limit, struct db_outbox **rows, size_t *n,
			 struct cw_err *err) CW_MUST_CHECK;
/* The cases of those below the last of EVENTS, N that were claimed in this transaction, that are not
 * done and not among them: somebody else is at work on them. */
int db_outbox_others_list(struct db_conn *c, struct cw_arena *a, const struct db_outbox *events,
			  size_t n, uint64_t **cases, size_t *n_cases,
			  struct cw_err *err) CW_MUST_CHECK;
int db_outbox_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_outbox *out,
		  struct cw_err *err) CW_MUST_CHECK;
/* Notes that the N events, all claimed in this transaction, are so far. */
int db_outbox_fanned(struct db_conn *c, const struct db_outbox *events, size_t n, enum db_fanned state,
		     struct cw_err *err) CW_MUST_CHECK;
/* Those made in [FROM, TO) that were fanned out and have no delivery to ENDPOINT: what it missed while it
 * was not active; ids after AFTER. */
int db_outbox_missed_list(struct db_conn *c, struct cw_arena *a, uint64_t endpoint, int64_t from,
			  int64_t to, uint64_t after, unsigned limit, struct db_outbox **rows,
			  size_t *n, struct cw_err *err) CW_MUST_CHECK;

/* ---- Deliveries. */

struct db_delivery {
	uint64_t id, outbox_id, endpoint_id, case_id;
	unsigned char *uid; /* DB_UID bytes */
	unsigned char *body;
	size_t uid_len, body_len;
	int seq, tried;
	int claim; /* how often it was claimed; the number of the attempt */
	bool shortened;
	const char *type, *status;
	int64_t next_at, created_at;
};
/* Nothing happens if the event has its delivery to the endpoint (u_delivery_once). */
int db_delivery_add(struct db_conn *c, const struct db_delivery *d, struct cw_err *err) CW_MUST_CHECK;

/* The same for N of them. */
int db_delivery_add_many(struct db_conn *c, const struct db_delivery *rows, size_t n,
			 struct cw_err *err) CW_MUST_CHECK;

/* The same for N that the caller has claimed with them: each with its lease in next_at and claim 1.
 * Sets their ids; 0: the event had its delivery already. */
int db_delivery_add_claimed(struct db_conn *c, struct cw_arena *a, struct db_delivery *rows, size_t n,
			    struct cw_err *err) CW_MUST_CHECK;
/* Those of N_CASES CASES (not 0) in which something waits for ENDPOINT that was tried less than
 * IN_ORDER times. */
int db_delivery_busy_list(struct db_conn *c, struct cw_arena *a, uint64_t endpoint, int in_order,
			  const uint64_t *cases, size_t n_cases, uint64_t **list, size_t *n,
			  struct cw_err *err) CW_MUST_CHECK;

struct db_due {
	uint64_t endpoint_id;
	int64_t next_at;
};
/* The endpoints that something waits for, each with the earliest instant. */
int db_due_list(struct db_conn *c, struct cw_arena *a, struct db_due **rows, size_t *n,
		struct cw_err *err) CW_MUST_CHECK;
/* In a transaction: takes what is due for ENDPOINT (PING_ONLY: only pings) until LEASE.  Not while an
 * earlier event of the same case waits that was tried less than IN_ORDER times.  Unless DEEP, looks
 * only at what is due first: all of that may be held, while something behind it is not. */
int db_delivery_claim_list(struct db_conn *c, struct cw_arena *a, uint64_t endpoint, bool ping_only,
			   bool deep, int in_order, int64_t now, int64_t lease, unsigned limit,
			   struct db_delivery **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* Writes D's status, tried, next_at, body and shortened unless it was claimed again since (*LATE): then
 * nothing is changed. */
int db_delivery_save(struct db_conn *c, const struct db_delivery *d, bool *late,
		     struct cw_err *err) CW_MUST_CHECK;
/* The same for N that arrived; *SAVED counts those whose claim held. */
int db_delivery_arrived(struct db_conn *c, const struct db_delivery *const *rows, size_t n,
			uint64_t *saved, struct cw_err *err) CW_MUST_CHECK;
int db_delivery_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_delivery *out,
		    struct cw_err *err) CW_MUST_CHECK;
/* Those of an endpoint, newest first, ids below BEFORE (0: from the newest), of STATUS (NULL: any); without
 * bodies. */
int db_delivery_list(struct db_conn *c, struct cw_arena *a, uint64_t endpoint, const char *status,
		     uint64_t before, unsigned limit, struct db_delivery **rows, size_t *n,
		     struct cw_err *err) CW_MUST_CHECK;
struct db_delivery_query {
	uint64_t root, user; /* of endpoints of this district, or of this person's own; the other 0 */
	const char *status, *type; /* TYPE NULL: any */
	uint64_t before;	   /* id; 0: from the newest */
	unsigned limit;
};
/* The same over all endpoints but those that were ended: nobody waits for these. */
int db_delivery_search_list(struct db_conn *c, struct cw_arena *a, const struct db_delivery_query *q,
			    struct db_delivery **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* Sends one that has ended again, under its id, from the start of the schedule; *AGAIN false: it waits. */
int db_delivery_replay(struct db_conn *c, uint64_t id, int64_t now, bool *again,
		       struct cw_err *err) CW_MUST_CHECK;
/* The same for the dead ones of ENDPOINT made in [FROM, TO), at most LIMIT; *N says how many. */
int db_delivery_replay_range(struct db_conn *c, uint64_t endpoint, int64_t from, int64_t to,
			     int64_t now, unsigned limit, uint64_t *n, struct cw_err *err) CW_MUST_CHECK;
/* What waits for UNTIL, the end of the quiet hours, of the case (0: of all) for ENDPOINT, goes now:
 * something behind it cannot wait. */
int db_delivery_hasten(struct db_conn *c, uint64_t endpoint, uint64_t case_id, int64_t until,
		       int64_t now, struct cw_err *err) CW_MUST_CHECK;
/* What should have gone to ENDPOINT by day, was never tried and is not due TODAY, waits for UNTIL, unless
 * what is due today is behind it; *ALL false: there may be more. */
struct db_hold {
	uint64_t endpoint;
	int64_t now, until;
	cw_day today;
};
int db_delivery_hold(struct db_conn *c, struct cw_arena *a, const struct db_hold *h, bool *all,
		     struct cw_err *err) CW_MUST_CHECK;
/* Whether something of the same case waits behind D that is due on DUE_ON. */
int db_delivery_followed_find(struct db_conn *c, const struct db_delivery *d, cw_day due_on,
			      bool *found, struct cw_err *err) CW_MUST_CHECK;
/* The endpoint was ended: nothing goes to it any more. */
int db_delivery_end_rest(struct db_conn *c, uint64_t endpoint, struct cw_err *err) CW_MUST_CHECK;

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
/* t->no is the delivery's claim: each claim has at most one attempt, and one that is missing was cut off
 * by a crash. */
int db_attempt_add(struct db_conn *c, const struct db_attempt *t, struct cw_err *err) CW_MUST_CHECK;
/* Several at once. */
int db_attempt_add_many(struct db_conn *c, const struct db_attempt *rows, size_t n,
			struct cw_err *err) CW_MUST_CHECK;
int db_attempt_list(struct db_conn *c, struct cw_arena *a, uint64_t delivery, struct db_attempt **rows,
		    size_t *n, struct cw_err *err) CW_MUST_CHECK;

#endif
