/*
 * The district office's view over its agencies: figures from indexes, each counted to a cap.
 */
#ifndef DB_DISTRICT_H
#define DB_DISTRICT_H

#include "db/db.h"

/* The districts whose supervisor USER is: *DISTRICT gets the first, *N how many (at most 2). */
int db_district_of(struct db_conn *c, struct cw_arena *a, uint64_t user, uint64_t *district,
		   size_t *n, struct cw_err *err) CW_MUST_CHECK;

/* Open cases of an agency, counted to at most CAP. */
struct db_district_open {
	uint64_t open, overdue, soon; /* soon: due from TODAY to SOON */
	uint64_t waiting;	      /* for the applicant: correction, payment, confirmation */
	uint64_t unassigned;
};
int db_district_open(struct db_conn *c, uint64_t agency, cw_day today, cw_day soon, unsigned cap,
		     struct db_district_open *out, struct cw_err *err) CW_MUST_CHECK;

/* Replies served from SINCE on, at most the newest CAP: how many, and how many of them in time. */
int db_district_in_time(struct db_conn *c, uint64_t agency, cw_day since, unsigned cap,
			uint64_t *replied, uint64_t *in_time, struct cw_err *err) CW_MUST_CHECK;

/* Reminders and complaints that the agency has not settled. */
struct db_district_asked {
	uint64_t urgings, urgings_overdue, complaints, complaints_overdue;
};
int db_district_asked(struct db_conn *c, uint64_t agency, cw_day today, unsigned cap,
		      struct db_district_asked *out, struct cw_err *err) CW_MUST_CHECK;

/* Open deadlines by kind ("legal_review": hard cases under review; "respondent" ...). */
struct db_district_kind {
	const char *kind;
	uint64_t open, overdue;
};
int db_district_kind_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, cw_day today,
			  unsigned cap, struct db_district_kind **rows, size_t *n,
			  struct cw_err *err) CW_MUST_CHECK;

struct db_district_load {
	uint64_t user_id;
	const char *name;
	uint64_t open, overdue;
};
/* Open cases by who works on them, the most first; at most 100 persons of CAP cases. */
int db_district_load_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, cw_day today,
			  unsigned cap, struct db_district_load **rows, size_t *n,
			  struct cw_err *err) CW_MUST_CHECK;

struct db_agency_name {
	uint64_t id;
	const char *code, *name;
};
/* The district itself and its agencies, at most 1000. */
int db_district_agency_list(struct db_conn *c, struct cw_arena *a, uint64_t district,
			    struct db_agency_name **rows, size_t *n,
			    struct cw_err *err) CW_MUST_CHECK;

/* Extensions that one officer asked for and granted alone (R-CLOCK-2), the newest first. */
struct db_alone {
	uint64_t id, case_id, agency_id, user_id;
	const char *number, *agency_name, *user_name, *reason, *remarks;
	int working_days;
	cw_day decided_on;
};
int db_alone_list(struct db_conn *c, struct cw_arena *a, uint64_t district, uint64_t before,
		  unsigned limit, struct db_alone **rows, size_t *n,
		  struct cw_err *err) CW_MUST_CHECK;

#endif
