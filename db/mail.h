/*
 * Mail: what is to be sent, each message a row from the transaction of what it tells, and how an
 * officer wants to be told.  A row names people, never addresses: these are looked up when it is
 * sent.
 */
#ifndef DB_MAIL_H
#define DB_MAIL_H

#include "db/crypt.h"
#include "db/event.h"

/* ---- How an officer is told. */

#define DB_MAIL_OFF    "off"
#define DB_MAIL_EACH   "each"
#define DB_MAIL_DIGEST "digest"

struct db_user_mail {
	uint64_t user_id, version; /* version 0: nothing was ever chosen */
	const char *address;	   /* NULL: none */
	const char *mode, *lang;
	bool quiet; /* nothing at night but what is due the same day */
};
/* Also for one who has never chosen: off, quiet, Chinese. */
int db_user_mail_get(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		     uint64_t user, struct db_user_mail *out, struct cw_err *err) CW_MUST_CHECK;
/* Writes all of it; what still waits goes by it. */
int db_user_mail_put(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		     const struct db_user_mail *m, struct cw_err *err) CW_MUST_CHECK;

/* ---- What is told, in the transaction of what happened. */

struct db_mail_times {
	int64_t now;
	int64_t awake;	/* NOW, or the end of the quiet hours */
	int64_t digest; /* of the next digest */
};
/* To the applicant of D and to who represents them on DAY, as far as they have an address. */
int db_mail_add_applicant(struct db_conn *c, const struct db_told *told, const struct db_docket *d,
			  cw_day day, int64_t now, struct cw_err *err) CW_MUST_CHECK;
/* To officer USER. */
int db_mail_add_user(struct db_conn *c, const struct db_told *told, const struct db_docket *d,
		     uint64_t user, const struct db_mail_times *times,
		     struct cw_err *err) CW_MUST_CHECK;
/* To each who holds ROLE at AGENCY, but for BUT, who know (0: nobody). */
int db_mail_add_role(struct db_conn *c, const struct db_told *told, const struct db_docket *d,
		     uint64_t agency, const char *role, const uint64_t but[2],
		     const struct db_mail_times *times, struct cw_err *err) CW_MUST_CHECK;
struct db_mail_of {
	uint64_t deadline_id, case_id, agency_id;
	int version, step;
	bool digest; /* only in the digest, whatever was chosen */
};
/* Of what the inbox reminds of by this deadline, version and step; once each. */
int db_mail_add_reminders(struct db_conn *c, const struct db_told *told,
			  const struct db_mail_of *of, const struct db_mail_times *times,
			  struct cw_err *err) CW_MUST_CHECK;
/* A message that says that mail arrives. */
int db_mail_add_test(struct db_conn *c, uint64_t user, int64_t now,
		     struct cw_err *err) CW_MUST_CHECK;

#define DB_MAIL_TYPE_DIGEST "mail.digest"
#define DB_MAIL_TYPE_TEST   "mail.test"

/* ---- Digests. */

/* Officers whose digest is due at NOW. */
int db_mail_digest_due_list(struct db_conn *c, struct cw_arena *a, int64_t now, unsigned limit,
			    uint64_t **users, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* In a transaction: makes USER's digest of what is kept for it; nothing if somebody else has. */
int db_mail_digest_make(struct db_conn *c, struct cw_arena *a, uint64_t user, int64_t now,
			struct cw_err *err) CW_MUST_CHECK;

/* ---- Sending. */

struct db_mail {
	uint64_t id, root_id, case_id, person_id, user_id, reminder_id;
	unsigned char *uid; /* DB_UID bytes */
	size_t uid_len;
	const char *type, *status, *fault;
	cw_day until_on;
	int tried, claim;
	int64_t next_at, created_at, ended_at;
};
/* In a transaction: takes what is due at NOW until LEASE. */
int db_mail_claim_list(struct db_conn *c, struct cw_arena *a, int64_t now, int64_t lease,
		       unsigned limit, struct db_mail **rows, size_t *n,
		       struct cw_err *err) CW_MUST_CHECK;
/* When the next is due; DB_TIME_NONE: none waits. */
int db_mail_next_get(struct db_conn *c, struct cw_arena *a, int64_t *next,
		     struct cw_err *err) CW_MUST_CHECK;
/* Writes status, tried, next_at, fault and ended_at unless it was claimed again since. */
int db_mail_save(struct db_conn *c, const struct db_mail *m, struct cw_err *err) CW_MUST_CHECK;
/* The lines of digest M. */
int db_mail_lines_list(struct db_conn *c, struct cw_arena *a, uint64_t digest, unsigned limit,
		       struct db_mail **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;

/* What a reminder says now. */
struct db_mail_reminder {
	const char *kind;
	const char *number; /* of a complaint; else NULL */
	uint64_t agency_id;
	cw_day due_on;
	bool stands; /* its deadline is open at that version, and it is not acknowledged */
};
int db_mail_reminder_get(struct db_conn *c, struct cw_arena *a, uint64_t reminder,
			 struct db_mail_reminder *out, struct cw_err *err) CW_MUST_CHECK;
/* Whether officer USER's account is open. */
int db_mail_user_is_open(struct db_conn *c, struct cw_arena *a, uint64_t user, bool *open,
			 struct cw_err *err) CW_MUST_CHECK;

/* ---- Administration. */

struct db_mail_query {
	uint64_t root;	    /* of this district */
	const char *status; /* NULL: any */
	uint64_t before;    /* id; 0: from the newest */
	unsigned limit;
};
int db_mail_list(struct db_conn *c, struct cw_arena *a, const struct db_mail_query *q,
		 struct db_mail **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;
int db_mail_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_mail *out,
		struct cw_err *err) CW_MUST_CHECK;
/* Sends a dead one again, from the start of the schedule; *AGAIN false: it is not dead. */
int db_mail_replay(struct db_conn *c, uint64_t id, int64_t now, bool *again,
		   struct cw_err *err) CW_MUST_CHECK;

#endif
