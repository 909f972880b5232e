/*
 * The wire: a thread that sends what the desk (notify/sender.c) has claimed, through one curl multi
 * handle, and never waits for the database.  What it shares with the desk and the clerk
 * (notify/clerk.h), lanes and results, stands under one lock that nobody holds across a statement
 * or a transfer.
 */
#ifndef NOTIFY_WIRE_H
#define NOTIFY_WIRE_H

#include <pthread.h>

#include "notify/lane.h"
#include "notify/result.h"

#define NT_IN_FLIGHT   512
#define NT_PROBES      (NT_IN_FLIGHT / 2) /* of these to receivers that have not proved themselves */
#define NT_RECORDED    128		  /* that many results are worth a transaction */
#define NT_RECORD_WAIT 200000		  /* microseconds; at most, while there is more to send */
#define NT_SPARE       64
#define NT_DONE_MAX    1024 /* ended and not recorded: nothing more is begun then */

struct nt_wire {
	const struct db_keyring *keys;
	const struct nt_allow *allow;
	CURLM *multi;
	pthread_t thread;
	uint64_t random;
	CURL *spare[NT_SPARE]; /* handles without a post: to make one is dear */
	size_t n_spare;

	pthread_mutex_t lock;
	pthread_cond_t news, ended; /* for the desk, for the clerk */
	/* Under the lock. */
	struct nt_lanes lanes;
	unsigned in_flight, probes, queued;
	struct nt_result done[NT_DONE_MAX];
	size_t n_done;
	int64_t done_since; /* real clock: when the first of them ended */
	bool woken;	    /* an event was committed */
	bool hungry;	    /* a lane can take more */
	bool more;	    /* the outbox holds more */
	bool stopping;	    /* nothing more is claimed */
	bool stopped;	    /* nothing more ends */
};

/* Starts the thread; KEYS and ALLOW are borrowed until nt_wire_free. */
int nt_wire_start(const struct db_keyring *keys, const struct nt_allow *allow, struct nt_wire **out,
		  struct cw_err *err) CW_MUST_CHECK;
/* Ends the thread once what runs has ended; what is queued goes too, but for a few seconds at most.
 * The results are still to be taken. */
void nt_wire_join(struct nt_wire *w);
/* After nt_wire_join.  NULL is fine. */
void nt_wire_free(struct nt_wire *w);

/* Queues POST, which it takes, to LANE, which knows its endpoint.  Under the lock; nt_wire_go after
 * it. */
void nt_wire_put(struct nt_wire *w, struct nt_lane *lane, struct nt_post *post);
void nt_wire_go(struct nt_wire *w);
/* Takes up to NT_RESULTS results; their posts are then the caller's. */
size_t nt_wire_take(struct nt_wire *w, struct nt_result *results);
/* Attempts that may be begun to LANE's receiver, seen from all of them.  Under the lock. */
unsigned nt_wire_free_for(const struct nt_wire *w, const struct nt_lane *lane);

/* Under the lock: waits on COND for at most MICROS. */
void nt_wire_wait(struct nt_wire *w, pthread_cond_t *cond, int64_t micros);

int64_t nt_clock_us(clockid_t clock);

#endif
