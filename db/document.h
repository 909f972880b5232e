/*
 * Documents of a case: what came in, proofs, the information held, what is released.  Bytes stand
 * in sealed parts of 1 MiB (db/crypt.h); an upload appends to them in the transaction that moves
 * its offset.
 */
#ifndef DB_DOCUMENT_H
#define DB_DOCUMENT_H

#include "db/docket.h"

#define DB_DOCUMENT_PART ((size_t)1 << 20)     /* bytes of a part */
#define DB_DOCUMENT_MAX	 ((uint64_t)100 << 20) /* of a document */
#define DB_DOCUMENTS_MAX ((uint64_t)500 << 20) /* of all documents of a case */

#define DB_DOCUMENT_RELEASE "release" /* the kind that goes to the applicant with the reply */

struct db_document {
	uint64_t id, case_id, author_id; /* author 0: the applicant */
	int handling;
	const char *kind, *status, *name, *type, *author_role;
	uint64_t size, received;
	int attached_seq;	      /* the event that made it one of the case; 0: none yet */
	int64_t created_at, moved_at; /* real clock */
	unsigned char *uid;	      /* DB_UID bytes */
	size_t uid_len;
	unsigned char *digest; /* 32 bytes, or NULL */
	size_t digest_len;
};

/* Begins an upload: uid, id and status are set. */
int db_document_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		    struct db_document *d, struct cw_err *err) CW_MUST_CHECK;
/* Of this case only: another's is CW_NOT_FOUND. */
int db_document_get(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		    uint64_t case_id, uint64_t id, struct db_document *out,
		    struct cw_err *err) CW_MUST_CHECK;
/* The same FOR UPDATE. */
int db_document_lock(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		     uint64_t case_id, uint64_t id, struct db_document *out,
		     struct cw_err *err) CW_MUST_CHECK;
/* All complete ones, oldest first. */
int db_document_list(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		     uint64_t case_id, struct db_document **list, size_t *n,
		     struct cw_err *err) CW_MUST_CHECK;
/* Bytes that the case's documents have or are promised, removed ones too: they are kept. */
int db_document_sum(struct db_conn *c, uint64_t case_id, uint64_t *out,
		    struct cw_err *err) CW_MUST_CHECK;

/* The event with which the last document for release came to a handling; 0: there is none. */
int db_document_release_last(struct db_conn *c, uint64_t case_id, int handling, int *seq,
			     struct cw_err *err) CW_MUST_CHECK;

/* Appends LEN bytes to the locked D at D->received, which moves on. */
int db_document_append(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		       struct db_document *d, const char *bytes, size_t len, int64_t now,
		       struct cw_err *err) CW_MUST_CHECK;
/* Part NO of D in the clear. */
int db_document_part(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		     const struct db_document *d, unsigned no, char **bytes, size_t *len,
		     struct cw_err *err) CW_MUST_CHECK;
/* Part NO of D, which is not complete yet, gets other bytes of the same length. */
int db_document_rewrite(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
			const struct db_document *d, unsigned no, const char *bytes, size_t len,
			struct cw_err *err) CW_MUST_CHECK;
/* What D's parts are sealed with in place of a row's uid: its own with the part's number. */
void db_document_part_uid(const unsigned char uid[DB_UID], unsigned no, unsigned char out[DB_UID]);

/* D is whole: writes type, digest, attached_seq and status "complete". */
int db_document_complete(struct db_conn *c, struct db_document *d,
			 struct cw_err *err) CW_MUST_CHECK;
/* No longer shown; its bytes are kept (R-KEEP-1). */
int db_document_remove(struct db_conn *c, const struct db_document *d,
		       struct cw_err *err) CW_MUST_CHECK;
/* An upload that is not complete goes, with its parts. */
int db_document_forget(struct db_conn *c, const struct db_document *d,
		       struct cw_err *err) CW_MUST_CHECK;
/* At most LIMIT uploads that have not moved since BEFORE go; *GONE says how many. */
int db_document_expire(struct db_conn *c, struct cw_arena *a, int64_t before, unsigned limit,
		       uint64_t *gone, struct cw_err *err) CW_MUST_CHECK;

#endif
