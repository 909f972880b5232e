/*
 * Reminders of deadlines: what the scheduler is to look at, what it has made, one person's inbox
 * (standards.md part 7; the ladder is casework/remind.h).
 */
#ifndef DB_REMIND_H
#define DB_REMIND_H

#include "db/db.h"

/* ---- Deadlines to look at. */

struct db_remind_due {
	uint64_t id, case_id, ref, agency_id;
	int version;
	const char *kind, *status;
	cw_day due_on;
	cw_day remind_on; /* CW_DAY_MIN: never looked at in this version; CW_DAY_NONE: done */
};
/* Those to look at by TODAY, earliest first. */
int db_remind_due_list(struct db_conn *c, struct cw_arena *a, cw_day today, unsigned limit,
		       struct db_remind_due **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* Deadline ID as it is now, locked. */
int db_remind_due_lock(struct db_conn *c, struct cw_arena *a, uint64_t id,
		       struct db_remind_due *out, struct cw_err *err) CW_MUST_CHECK;
/* When to look at it next, if it is still at VERSION. */
int db_remind_due_save(struct db_conn *c, uint64_t id, int version, cw_day next,
		       struct cw_err *err) CW_MUST_CHECK;

/* NEXT says when to look at each of N open deadlines again that stand as they were listed (CW_DAY_MIN: nothing is
 * said of this one); one that has changed since keeps what it has.  A few statements for all. */
int db_remind_due_plan(struct db_conn *c, struct cw_arena *a, const struct db_remind_due *rows,
		       const cw_day *next, size_t n, struct cw_err *err) CW_MUST_CHECK;

/* ---- Whom to remind: ids of people whose accounts are not disabled. */

/* Whose case it is, and who covers for them on DAY. */
int db_remind_worker_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, cw_day day,
			  uint64_t **ids, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* Who holds ROLE at AGENCY; UP: or above it. */
int db_remind_role_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, const char *role,
			bool up, uint64_t **ids, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* Who has an open legal review of the case; REVIEW: that one. */
int db_remind_advisor_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, uint64_t review,
			   uint64_t **ids, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* Whose task it is. */
int db_remind_officer_list(struct db_conn *c, struct cw_arena *a, uint64_t task, uint64_t **ids,
			   size_t *n, struct cw_err *err) CW_MUST_CHECK;

/* ---- Reminders. */

#define DB_REMIND_INBOX	 "inbox"
#define DB_REMIND_OUTBOX "outbox"

struct db_reminder {
	uint64_t id, deadline_id, user_id;
	int version, step;
	const char *channel;
	const char *status; /* waiting, sent, cancelled */
	bool digest, ack;
	cw_day due_on, made_on;
	int64_t send_at, acknowledged_at;
	/* Read only: of its deadline and case. */
	uint64_t case_id, ref;
	const char *kind, *number;
	bool stands; /* the deadline is open, and at that version */
};
/* Nothing happens if it is there (u_reminder_once). */
int db_reminder_add(struct db_conn *c, const struct db_reminder *r, struct cw_err *err) CW_MUST_CHECK;
/* What waits and may be sent at NOW, in that order. */
int db_reminder_ready_list(struct db_conn *c, struct cw_arena *a, int64_t now, unsigned limit,
			   struct db_reminder **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* Takes one out of waiting; *GOT false: somebody else has. */
int db_reminder_end(struct db_conn *c, uint64_t id, const char *status, bool *got,
		    struct cw_err *err) CW_MUST_CHECK;

struct db_inbox_query {
	uint64_t user;
	bool all;	     /* also what no longer stands, or a later step has taken the place of */
	bool unacknowledged; /* only what has to be acknowledged and is not */
	uint64_t before;     /* id; 0: from the newest */
	unsigned limit;
};
/* A person's own, newest first. */
int db_inbox_list(struct db_conn *c, struct cw_arena *a, const struct db_inbox_query *q,
		  struct db_reminder **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* One of USER's own; CW_NOT_FOUND. */
int db_inbox_get(struct db_conn *c, struct cw_arena *a, uint64_t user, uint64_t id,
		 struct db_reminder *out, struct cw_err *err) CW_MUST_CHECK;
/* Keeps the first instant. */
int db_inbox_acknowledge(struct db_conn *c, uint64_t id, int64_t now, struct cw_err *err) CW_MUST_CHECK;

#endif
