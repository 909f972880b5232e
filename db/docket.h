/*
 * The case itself (docket), its number, and the queue over all cases.  A docket row is locked by
 * every act first; version, seq and head change together with it (design.md, Chain of events).
 */
#ifndef DB_DOCKET_H
#define DB_DOCKET_H

#include "db/crypt.h"

/* "No day falls due": sorts behind all. */
#define DB_DAY_FAR ((cw_day)2932896) /* 9999-12-31 */

struct db_docket {
	uint64_t id;
	unsigned char *uid; /* DB_UID bytes */
	size_t uid_len;
	uint64_t agency_id, version, applicant_id, assignee_id;
	int year, running, handling, seq, report_row;
	/* The versions of the calendar (db/calendar.h) by which the days of the reply clock and those of
	 * the other deadlines are computed. */
	int calendar, deadline_calendar;
	int units; /* 件, counted for fees (R-REQ-8); written by db_docket_save_units */
	const char *number, *kind, *channel, *state, *title, *description, *ways, *carriers,
		*help_needed, *lang, *next_kind, *main_outcome;
	bool other_way_ok, electronic_ok, due_provisional, is_open;
	int64_t submitted_at;
	cw_day submitted_on, received_on, registered_on, due_on, replied_on, closed_on, next_on;
	unsigned char *head, *code_mac; /* 32 bytes each */
	size_t head_len, code_mac_len;
};

/* Takes the next number of KIND ("case", "letter") of an agency's YEAR; the counter row stays
 * locked until the end of the transaction, so numbers have no gaps. */
int db_number_take(struct db_conn *c, uint64_t agency, const char *kind, int year, uint64_t *out,
		   struct cw_err *err) CW_MUST_CHECK;

/* Inserts D (number, state ... filled, version 1) and sets D->id.  SEQ is 0 and HEAD the 32 bytes
 * that the chain begins with until db_docket_save. */
int db_docket_add(struct db_conn *c, struct db_docket *d, struct cw_err *err) CW_MUST_CHECK;
int db_docket_get(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_docket *out,
		  struct cw_err *err) CW_MUST_CHECK;
/* By the public number; CW_NOT_FOUND. */
int db_docket_find_number(struct db_conn *c, struct cw_arena *a, const char *number,
			  struct db_docket *out, bool *found, struct cw_err *err) CW_MUST_CHECK;
/* As db_docket_get, FOR UPDATE. */
int db_docket_lock(struct db_conn *c, struct cw_arena *a, uint64_t id, struct db_docket *out,
		   struct cw_err *err) CW_MUST_CHECK;
/* Writes what acts change (state, days, assignee, next, outcome, chain), where version is still
 * D->version; then D->version is one higher if BUMP.  CW_STALE if it was not. */
int db_docket_save(struct db_conn *c, struct db_docket *d, bool bump, struct cw_err *err) CW_MUST_CHECK;
/* Writes D->units; in the same transaction as a save. */
int db_docket_save_units(struct db_conn *c, const struct db_docket *d, struct cw_err *err) CW_MUST_CHECK;
/* Only what falls due next, for what stands beside the case; the version stays. */
int db_docket_save_next(struct db_conn *c, const struct db_docket *d, struct cw_err *err) CW_MUST_CHECK;
/* Replaces title, description and ways (amendment); in the same transaction as a save. */
int db_docket_save_text(struct db_conn *c, const struct db_docket *d, struct cw_err *err) CW_MUST_CHECK;
/* Marks that its units are none of a fee's month (R-REQ-9, R-FEE-3): docket.fee_uncounted. */
int db_docket_save_uncounted(struct db_conn *c, uint64_t id, struct cw_err *err) CW_MUST_CHECK;
/* Another query code: MAC is its 32 bytes. */
int db_docket_save_code(struct db_conn *c, uint64_t id, const unsigned char mac[32],
			struct cw_err *err) CW_MUST_CHECK;

/* ---- The queue. */

struct db_queue_row {
	uint64_t id, agency_id, version, assignee_id;
	const char *number, *title, *state, *channel, *help_needed, *next_kind, *main_outcome;
	cw_day received_on, due_on, next_on, replied_on, closed_on;
	bool due_provisional;
	int unread; /* watched cases: events since one looked; else 0 */
	uint64_t covering_for; /* my queue: the absent caseworker whose case it is; else 0 */
};
struct db_queue {
	uint64_t agency;   /* 0: all (AGENCIES of a district are asked one by one) */
	uint64_t assignee; /* 0: anyone's */
	bool open;	   /* false: closed ones, newest last */
	const char *state; /* NULL: any */
	cw_day due_before; /* CW_DAY_NONE: any */
	const char *next_kind; /* what falls due next; NULL: any.  Open ones only, as the two below */
	bool unassigned, help;
	uint64_t within; /* with ASSIGNEE: only those of this agency; 0: any */
	cw_day after_on;   /* cursor: next_on (open) or closed_on of the last row; NONE: the start */
	uint64_t after_id;
	unsigned limit;
};
/* By what falls due first. */
int db_queue_list(struct db_conn *c, struct cw_arena *a, const struct db_queue *q,
		  struct db_queue_row **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* Open cases of an agency (0: all) or assignee (0: anyone's) that fall due before a day (NONE: all),
 * from the index, counted to at most CAP. */
int db_queue_count(struct db_conn *c, uint64_t agency, uint64_t assignee, cw_day before,
		   unsigned cap, uint64_t *out, struct cw_err *err) CW_MUST_CHECK;

/* Ids of the open cases of USER at AGENCY, by what falls due first. */
int db_docket_assigned_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, uint64_t user,
			    unsigned limit, uint64_t **ids, size_t *n,
			    struct cw_err *err) CW_MUST_CHECK;
/* Open cases of an agency that nobody works on, counted so too. */
int db_queue_count_unassigned(struct db_conn *c, uint64_t agency, unsigned cap, uint64_t *out,
			      struct cw_err *err) CW_MUST_CHECK;

/* ---- Search by words within an agency (design.md, Search). */

#define DB_GRAMS_MAX 4000
/* The distinct pairs of code points of TEXT (folded), at most ROOM; returns how many. */
size_t db_grams_of(struct cw_arena *a, const char *text, uint64_t *out, size_t room);
/* Adds the grams of the title and description of a case that has none yet.  What is not there is not to be
 * deleted first: at the end of the key that locks the place where all other new cases go. */
int db_grams_add(struct db_conn *c, struct cw_arena *a, const struct db_docket *d,
		 struct cw_err *err) CW_MUST_CHECK;
/* Replaces the grams of a case by those of its title and description. */
int db_grams_save(struct db_conn *c, struct cw_arena *a, const struct db_docket *d,
		  struct cw_err *err) CW_MUST_CHECK;
/* Cases of AGENCY that have WORDS (at least two code points) for their number, its beginning or that of
 * one of their letters; without any, those whose applicant has just that name; without any, those whose title
 * or description holds them.  Newest first, with id below BEFORE (0: from the newest). */
int db_search_list(struct db_conn *c, struct cw_arena *a, const struct db_keyring *keys,
		   uint64_t agency, const char *words, uint64_t before, unsigned limit,
		   struct db_queue_row **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;

#endif
