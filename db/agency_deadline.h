/*
 * Deadlines of what belongs to no case: the days of complaints, urgings of an agency in general
 * (R-OUT-12), reviews for proactive disclosure (R-OUT-5), annual reports (R-REP-6).  Rows of the table deadline with case_id
 * NULL and handling 0; REF is the record.  They are reminded of like all others (db/remind.h), and
 * follow the calendar by themselves: each knows the version by which its day was counted.
 */
#ifndef DB_AGENCY_DEADLINE_H
#define DB_AGENCY_DEADLINE_H

#include "db/db.h"

#define DB_DUE_COMPLAINT	"complaint"	   /* the answer to the complainant */
#define DB_DUE_COMPLAINT_ANSWER "complaint_answer" /* the agency's */
#define DB_DUE_COMPLAINT_MEND	"complaint_mend"   /* what was ordered */
#define DB_DUE_URGING		"urging"
#define DB_DUE_PUBLICATION	"publication"	/* of an information item */
#define DB_DUE_REPORT		"annual_report" /* R-REP-6 */
/* Those whose record is a complaint, as SQL lists them. */
#define DB_DUE_COMPLAINTS                                                                          \
	"'" DB_DUE_COMPLAINT "', '" DB_DUE_COMPLAINT_ANSWER "', '" DB_DUE_COMPLAINT_MEND "'"

struct db_agency_deadline {
	uint64_t id, ref, agency_id;
	const char *kind, *status;
	cw_day due_on;
	int calendar;	    /* version */
	const char *number; /* of its complaint, or NULL; db_agency_deadline_behind_list reads it */
};
/* Of a record that is new or has had none of this kind; the caller holds it. */
int db_agency_deadline_add(struct db_conn *c, const struct db_agency_deadline *l,
			   struct cw_err *err) CW_MUST_CHECK;
/* The same where there may be one already: it is moved, or opened again, as db_deadline_put does.
 */
int db_agency_deadline_put(struct db_conn *c, const struct db_agency_deadline *l,
			   struct cw_err *err) CW_MUST_CHECK;
/* Ends it with STATUS "met" or "void"; fine if there is none. */
int db_agency_deadline_end(struct db_conn *c, const char *kind, uint64_t ref, const char *status,
			   struct cw_err *err) CW_MUST_CHECK;

/* Open ones whose day was counted by a calendar below BELOW, in the order (version, id), behind
 * (AT_VERSION, AT_ID). */
int db_agency_deadline_behind_list(struct db_conn *c, struct cw_arena *a, int below, int at_version,
				   uint64_t at_id, unsigned limit, struct db_agency_deadline **list, size_t *n,
				   struct cw_err *err) CW_MUST_CHECK;
int db_agency_deadline_lock(struct db_conn *c, struct cw_arena *a, uint64_t id,
			    struct db_agency_deadline *out, struct cw_err *err) CW_MUST_CHECK;
/* L, locked, has followed L->calendar to L->due_on; its record says so too.  PROVISIONAL is of a
 * complaint's own day. */
int db_agency_deadline_follow(struct db_conn *c, const struct db_agency_deadline *l,
			      bool provisional, struct cw_err *err) CW_MUST_CHECK;

#endif
