/*
 * One request on its way from the loop to a worker and back: the only thing that crosses threads.
 * Whoever holds it owns it: the loop makes it, the queue keeps it, a worker fills in the answer,
 * the loop sends that and frees it.  All its memory is in its arena.
 */
#ifndef SERVER_HTTP_JOB_H
#define SERVER_HTTP_JOB_H

#include "server/http/rq.h"

#define JOB_ID 40

struct job {
	struct job *next;
	struct cw_arena *arena;
	bool slow;
	size_t bytes;	   /* that it keeps, about */
	int64_t queued_at; /* monotonic, microseconds */

	/* The request, copied on the loop. */
	char id[JOB_ID];
	enum rq_method method;	 /* RQ_METHOD_MAX: one that no route has */
	const char *path;	 /* as sent, undecoded, without the query */
	const char *query;	 /* as sent; NULL: none */
	struct rq_pair *headers; /* names in lower case */
	size_t n_headers;
	const char *body;
	size_t body_len;
	const char *client; /* who asks, behind trusted proxies too */

	/* The answer, filled by a worker. */
	int status;
	const char *content_type; /* NULL: no body */
	const char *answer;
	size_t answer_len;
	struct rq_pair out[12];
	size_t n_out;

	/* An answer in pieces (rq_pieces): the job goes to a worker again for each piece. */
	rq_piece_fn *piece; /* NULL: the answer is whole */
	void *piece_state;
	uint64_t piece_total, piece_sent; /* bytes of all, and of those handed to evhttp */
	struct cw_arena *piece_arena;	  /* of the piece below; NULL once the loop has taken it */
	const char *piece_data;
	size_t piece_len; /* 0: it could not be made */
	bool piece_next;  /* the header is sent: what comes back is a piece */

	bool stream; /* the answer is a live stream (rq_stream) for WHO */
	struct rq_principal who;

	void *waiting; /* the loop's: the connection that waits for it */
};

/* NULL if no memory. */
struct job *job_new(void);
void job_free(struct job *job);
/* The header of that name (in lower case), the first if there are several; or NULL. */
const char *job_header(const struct job *job, const char *name);
/* Hands an answered job back to the loop; any thread (server/http/front.c). */
typedef void job_done_fn(void *arg, struct job *job);

/* Microseconds of the clock that never jumps, and of the real one. */
int64_t job_now(void);
int64_t job_real_now(void);

#endif
