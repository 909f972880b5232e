/*
 * One attempt: a POST through libcurl, guarded and bounded.  It is made, handed to a curl multi
 * handle, and when that has ended, read.  One thread.
 */
#ifndef NOTIFY_POST_H
#define NOTIFY_POST_H

#include <curl/curl.h>

#include "db/endpoint.h"
#include "notify/address.h"
#include "notify/classify.h"

#define NT_POST_TIMEOUT_MS 15000

struct nt_lane;

struct nt_post {
	struct nt_lane *lane; /* whose it is, and the next one there (notify/lane.h) */
	struct nt_post *next;
	CURL *easy;
	struct cw_arena *arena; /* the post's own */
	struct db_delivery d;	/* as it was claimed; its bytes are in the arena */
	enum nt_kind kind;
	int64_t started_at; /* real clock, microseconds */
	bool probe;	    /* its endpoint has not proved itself, */
	bool quiet;	    /* or wants quiet nights */

	struct curl_slist *headers;
	struct nt_target target;
	bool refused; /* the guard closed the door */
	char *answer; /* NT_ANSWER_MAX bytes in the arena, made with the first of them */
	size_t answer_len;
	bool cut;
};

/* An attempt to be begun: D, which is copied. */
int nt_post_new(const struct db_delivery *d, struct nt_post **out,
		struct cw_err *err) CW_MUST_CHECK;
/* Makes it ready at NOW, with the handle that is in p->easy or one of its own: opens the endpoint's address and keys with KEYS, signs, sets curl up.
 * CW_INVALID if the address may not be written to (any more). */
int nt_post_begin(struct nt_post *p, const struct db_keyring *keys, const struct nt_allow *allow,
		  const struct db_endpoint *endpoint, int64_t now,
		  struct cw_err *err) CW_MUST_CHECK;
/* NULL is fine.  Not while it is in a multi handle. */
void nt_post_free(struct nt_post *p);
/* What came back; RESULT is curl's.  The answer's bytes stay the post's. */
void nt_post_answer(const struct nt_post *p, CURLcode result, struct nt_answer *out);
/* Why there was no answer: "" if there was one; a short ASCII text that names no address. */
const char *nt_post_fault(const struct nt_post *p, CURLcode result);

#endif
