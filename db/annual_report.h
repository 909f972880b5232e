/* The annual report that an agency owes (条例 49; R-REP-6): until when, and what was done of it. */
#ifndef DB_ANNUAL_REPORT_H
#define DB_ANNUAL_REPORT_H

#include "db/db.h"

struct db_annual_report {
	uint64_t id, agency_id, district_id;
	int year; /* that it is about */
	cw_day due_on;
	bool submits; /* to the district office; a government only publishes */
	cw_day submitted_on, published_on;
	const char *address; /* where it was published */
	uint64_t recorded_by;
	int64_t recorded_at;
	bool is_open;
	uint64_t version;
	const char *agency_name; /* read only */
};

/* *ADDED false: that agency has one of that year. */
int db_annual_report_add(struct db_conn *c, struct db_annual_report *r, bool *added,
			 struct cw_err *err) CW_MUST_CHECK;
int db_annual_report_get(struct db_conn *c, struct cw_arena *a, uint64_t id,
			 struct db_annual_report *out, struct cw_err *err) CW_MUST_CHECK;
/* Writes what was done, where the version is still R's, and adds one to it. */
int db_annual_report_save(struct db_conn *c, struct db_annual_report *r,
			  struct cw_err *err) CW_MUST_CHECK;

struct db_annual_report_query {
	uint64_t district, agency; /* one of them, the other 0 */
	bool open;
	cw_day after_on; /* cursor by due_on; CW_DAY_NONE: the start */
	uint64_t after_id;
	unsigned limit;
};
int db_annual_report_list(struct db_conn *c, struct cw_arena *a,
			  const struct db_annual_report_query *q, struct db_annual_report **rows,
			  size_t *n, struct cw_err *err) CW_MUST_CHECK;

/* Agencies that take in requests and have none of YEAR yet; GOVERNMENTS: those alone. */
struct db_annual_report_agency {
	uint64_t id, district_id;
	const char *kind;
};
int db_annual_report_missing_list(struct db_conn *c, struct cw_arena *a, int year, bool governments,
				  unsigned limit, struct db_annual_report_agency **rows, size_t *n,
				  struct cw_err *err) CW_MUST_CHECK;

#endif
