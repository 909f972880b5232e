/*
 * The log of what is done beside cases: sign-ins, failures, exports, unmasking, administration.
 *
 * Each start of an instance has a chain of its own: hash = SHA-256(previous hash, 32 zero bytes
 * before the first | canonical bytes of the row), so that nothing can be taken out of the middle.
 * Rows are only ever inserted (a trigger refuses the rest).  Never personal data of applicants:
 * SUBJECT and DETAIL hold ids, codes and counts.
 *
 * A struct db_audit is shared by all threads of the process.  One thread at a time writes: it holds
 * the chain from before its transaction begins until its outcome is known.  Lock order: the chain,
 * then rows; so never hold it twice, and never take it inside a transaction.
 */
#ifndef DB_AUDIT_H
#define DB_AUDIT_H

#include "db/db.h"

struct db_audit;

#define DB_AUDIT_INSTANCE 16
/* A chain for this start of the program, under a random name.  NULL if no memory. */
struct db_audit *db_audit_start(void);
void db_audit_free(struct db_audit *audit);

struct db_audit_entry {
	int64_t at;	     /* real clock */
	uint64_t user;	     /* who did it; 0: nobody signed in, or the system */
	const char *what;    /* "sign_in", "user_disabled": at most 40 ASCII characters */
	const char *subject; /* "user 17", at most 80 ASCII characters; longer ones are cut */
	const char *detail;  /* at most 500 characters; longer ones are cut at a character */
	const char *client;  /* address, or "" */
};
/* Returns when the entry is committed. */
int db_audit_add(struct db_audit *audit, struct db_conn *c, const struct db_audit_entry *entry,
		 struct cw_err *err) CW_MUST_CHECK;

/* An entry in a transaction of the caller's, so that the act and its entry are both there or
 * neither:
 *
 *	db_audit_hold(audit);
 *	rc = db_tx_run(c, fn, ...);	// FN ends with db_audit_write, once; it may be run again
 *	db_audit_release(audit, rc == 0);
 */
void db_audit_hold(struct db_audit *audit);
int db_audit_write(struct db_audit *audit, struct db_conn *c, const struct db_audit_entry *entry,
		   struct cw_err *err) CW_MUST_CHECK;
/* The same for N entries, in place of db_audit_write. */
int db_audit_write_all(struct db_audit *audit, struct db_conn *c, const struct db_audit_entry *entries,
		       size_t n, struct cw_err *err) CW_MUST_CHECK;
/* COMMITTED false: the entry may or may not be there; the next writer finds out. */
void db_audit_release(struct db_audit *audit, bool committed);

/* ---- Reading. */

struct db_audit_row {
	const unsigned char *instance; /* DB_AUDIT_INSTANCE bytes */
	uint64_t no;		       /* 1, 2, ... within the instance */
	struct db_audit_entry entry;
	const unsigned char *hash; /* 32 bytes */
	const char *user_name;	   /* by db_audit_list: the user's today, or NULL */
};
struct db_audit_query {
	int64_t from, to; /* at >= from, at < to; DB_TIME_NONE: open */
	const char *what; /* or NULL */
	uint64_t user;	  /* or 0 */
	/* Go on after this row; before_at DB_TIME_NONE: from the latest. */
	int64_t before_at;
	unsigned char before_instance[DB_AUDIT_INSTANCE];
	uint64_t before_no;
	unsigned limit;
};
/* The latest first. */
int db_audit_list(struct db_conn *c, struct cw_arena *a, const struct db_audit_query *q,
		  struct db_audit_row **items, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* For verification: one instance's rows after AFTER_NO in order, and the instances after INSTANCE.
 */
int db_audit_chain_list(struct db_conn *c, struct cw_arena *a,
			const unsigned char instance[DB_AUDIT_INSTANCE], uint64_t after_no,
			unsigned limit, struct db_audit_row **items, size_t *n,
			struct cw_err *err) CW_MUST_CHECK;
int db_audit_instance_find(struct db_conn *c, struct cw_arena *a,
			   const unsigned char after[DB_AUDIT_INSTANCE],
			   unsigned char next[DB_AUDIT_INSTANCE], bool *found,
			   struct cw_err *err) CW_MUST_CHECK;
/* The hash that ROW must have after PREVIOUS.  Needs memory of A for the canonical bytes. */
int db_audit_hash(struct cw_arena *a, const unsigned char previous[32],
		  const struct db_audit_row *row, unsigned char out[32],
		  struct cw_err *err) CW_MUST_CHECK;

#endif
