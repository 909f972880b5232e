/*
 * Events of a case (append-only, chained), its handlings, reply periods and deadlines, and the
 * outbox row that each act writes.
 */
#ifndef DB_EVENT_H
#define DB_EVENT_H

#include "casework/clock.h"
#include "db/docket.h"

struct db_event {
	uint64_t case_id;
	int seq, handling;
	const char *act, *actor_role, *request_id;
	uint64_t actor_id; /* 0: applicant or the system */
	cw_day happened_on;
	int64_t recorded_at;
	const char *clock; /* cw_clock_type_name, or NULL: the clock does not read it */
	uint64_t clock_ref;
	cw_day until_on, told_on;
	int working_days, target_seq;
	unsigned char *body; /* canonical bytes, as hashed */
	size_t body_len;
	unsigned char *hash; /* 32 bytes */
	size_t hash_len;
};

/* Appends E as the next event of the locked D: sets seq and hash, moves D's seq and head (saved by
 * db_docket_save), writes the row. */
int db_event_add(struct db_conn *c, struct db_docket *d, struct db_event *e,
		 struct cw_err *err) CW_MUST_CHECK;
/* From the first, seq above AFTER. */
int db_event_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, int after, unsigned limit,
		  struct db_event **events, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* The seq of the latest event of ACT; 0: there is none. */
int db_event_last(struct db_conn *c, struct cw_arena *a, uint64_t case_id, const char *act, int *seq,
		  struct cw_err *err) CW_MUST_CHECK;
/* The 32 bytes with which the chain of a case begins: zeros. */
extern const unsigned char db_event_start[32];

/* What the clock reads of a case, in the form of casework/clock.h; and the seqs of all its events
 * that a rectification has voided (R-KEEP-4), also of those that the clock never read. */
int db_clock_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
		  struct cw_clock_event **events, size_t *n, int **voided, size_t *n_voided,
		  struct cw_err *err) CW_MUST_CHECK;

int db_handling_add(struct db_conn *c, uint64_t case_id, int no, int opened_seq, cw_day opened_on,
		    struct cw_err *err) CW_MUST_CHECK;
struct db_handling {
	int no, opened_seq;
	cw_day opened_on, due_on, done_on; /* done_on NONE: it runs */
};
/* Keeps when a handling was done and by when that was due; DONE_ON CW_DAY_NONE: it runs (again). */
int db_handling_done(struct db_conn *c, uint64_t case_id, int no, cw_day due_on, cw_day done_on,
		     struct cw_err *err) CW_MUST_CHECK;
int db_handling_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
		     struct db_handling **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* Nothing happens if it is there. */
int db_period_put(struct db_conn *c, uint64_t case_id, int handling, int no, cw_day start_on,
		  int opened_seq, struct cw_err *err) CW_MUST_CHECK;

struct db_deadline {
	uint64_t id;
	const char *kind, *status;
	uint64_t ref;
	int handling, version;
	cw_day due_on;
	cw_day mark_on;	  /* the scheduler looks at it from then on; CW_DAY_NONE: it need not */
	cw_day marked_on; /* the legal day of its mark; CW_DAY_NONE: not marked */
};
/* Makes the deadline (case, handling, kind, ref) open and due on DUE_ON; a moved day raises its
 * version and lets it be marked anew (casework/deadline.h). */
int db_deadline_put(struct db_conn *c, uint64_t case_id, int handling, const char *kind, uint64_t ref,
		    cw_day due_on, struct cw_err *err) CW_MUST_CHECK;
/* Ends it with STATUS "met" or "void"; fine if there is none. */
int db_deadline_end(struct db_conn *c, uint64_t case_id, int handling, const char *kind, uint64_t ref,
		    const char *status, struct cw_err *err) CW_MUST_CHECK;
/* Ends as "void" every deadline of the handling that is still open: nothing is owed any more; but a
 * reconsideration body, a court, the supervisor and joint applicants wait all the same (R-OUT-8,
 * R-REQ-10). */
int db_deadline_end_rest(struct db_conn *c, uint64_t case_id, int handling,
			 struct cw_err *err) CW_MUST_CHECK;
int db_deadline_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
		     struct db_deadline **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* The open deadline of the case that falls due first, of those that the queue goes by. */
int db_deadline_next(struct db_conn *c, struct cw_arena *a, uint64_t case_id, cw_day *due_on,
		     const char **kind, struct cw_err *err) CW_MUST_CHECK;

/* What the outbox says of an event; no personal data. */
struct db_told {
	const char *type;     /* cw_hook_name */
	const char *act;      /* cw_act_name; NULL: no act of a case */
	const char *deadline; /* the kind of deadline that it is about, or NULL */
	uint64_t ref;	      /* the record that it is about; 0: none */
	uint64_t user;	      /* whom it concerns (the advisor of a legal review); 0: nobody alone */
	cw_day until_on;      /* until when something is to be done; CW_DAY_NONE: nothing */
	unsigned hard_rules;  /* CW_HARD_BITs */
	uint64_t agency;      /* whom it is about if it is about no case; 0: all */
};
/* Told to those who subscribe (notify/), in the same transaction as what happened.  D NULL: it is about
 * no case. */
int db_outbox_add(struct db_conn *c, const struct db_told *told, const struct db_docket *d,
		  int64_t now, struct cw_err *err) CW_MUST_CHECK;

#endif
