/*
 * Jobs: long work that is asked for now (202) and done by the scheduler of any instance, in slices.
 *
 * A job is claimed by a lease.  The lease's own end is its token: each claim sets a later one than
 * any before, and every write of the claimant names it, so that one who lost the job changes
 * nothing (CW_CONFLICT).
 */
#ifndef DB_JOB_H
#define DB_JOB_H

#include "db/db.h"

struct db_job {
	uint64_t id;
	const char *kind;   /* "calendar_load" */
	const char *status; /* waiting, running, done, failed */
	const char *args;   /* JSON text, read by the kind */
	uint64_t done, total;
	uint64_t position;  /* where the next slice goes on */
	const char *result; /* JSON text, or NULL while it is not finished */
	uint64_t created_by;
	int64_t created_at, lease_until, finished_at;
};

int db_job_add(struct db_conn *c, const char *kind, const char *args, uint64_t created_by,
	       int64_t now, uint64_t *id, struct cw_err *err) CW_MUST_CHECK;
int db_job_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_job *out,
	       struct cw_err *err) CW_MUST_CHECK;
/* The first that waits, or whose claimant let its lease run out. */
int db_job_due_find(struct db_conn *c, struct cw_arena *a, int64_t now, struct db_job *out,
		    bool *found, struct cw_err *err) CW_MUST_CHECK;
/* Whether a job of KIND that was asked for before ID has not ended yet. */
int db_job_before(struct db_conn *c, struct cw_arena *a, const char *kind, uint64_t id, bool *there,
		  struct cw_err *err) CW_MUST_CHECK;
/* Takes it until LEASE_UNTIL, if it still stands as JOB was read; *GOT says whether. */
int db_job_claim(struct db_conn *c, const struct db_job *job, int64_t lease_until, bool *got,
		 struct cw_err *err) CW_MUST_CHECK;
/* Progress (done, total, position) and a longer lease, for the holder of JOB's lease_until. */
int db_job_save(struct db_conn *c, const struct db_job *job, int64_t lease_until,
		struct cw_err *err) CW_MUST_CHECK;
/* STATUS is "done" or "failed". */
int db_job_finish(struct db_conn *c, const struct db_job *job, const char *status,
		  const char *result, int64_t now, struct cw_err *err) CW_MUST_CHECK;
/* Finished ones from before BEFORE. */
int db_job_expire(struct db_conn *c, int64_t before, unsigned limit, uint64_t *gone,
		  struct cw_err *err) CW_MUST_CHECK;

#endif
