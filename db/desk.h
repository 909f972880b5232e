/*
 * Deadlines of what belongs to no case: the days of complaints, urgings of an agency in general
 * (R-OUT-12), reviews for proactive disclosure (R-OUT-5).  Rows of the table deadline with case_id
 * NULL and handling 0; REF is the record.  They are reminded of like all others (db/remind.h), and
 * follow the calendar by themselves: each knows the version by which its day was counted.
 */
#ifndef DB_DESK_H
#define DB_DESK_H

#include "db/db.h"

#define DB_DESK_COMPLAINT   "complaint"	       /* the answer to the complainant */
#define DB_DESK_ANSWER	    "complaint_answer" /* the agency's */
#define DB_DESK_MEND	    "complaint_mend"   /* what was ordered */
#define DB_DESK_URGING	    "urging"
#define DB_DESK_PUBLICATION "publication" /* of an information item */
/* Those whose record is a complaint, as SQL lists them. */
#define DB_DESK_COMPLAINTS                                                                         \
	"'" DB_DESK_COMPLAINT "', '" DB_DESK_ANSWER "', '" DB_DESK_MEND "'"

struct db_desk_deadline {
	uint64_t id, ref, agency_id;
	const char *kind, *status;
	cw_day due_on;
	int calendar; /* version */
};
/* Of a record that is new or has had none of this kind; the caller holds it. */
int db_desk_deadline_add(struct db_conn *c, const struct db_desk_deadline *l,
			 struct cw_err *err) CW_MUST_CHECK;
/* The same where there may be one already: it is moved, or opened again, as db_deadline_put does. */
int db_desk_deadline_put(struct db_conn *c, const struct db_desk_deadline *l,
			 struct cw_err *err) CW_MUST_CHECK;
/* Ends it with STATUS "met" or "void"; fine if there is none. */
int db_desk_deadline_end(struct db_conn *c, const char *kind, uint64_t ref, const char *status,
			 struct cw_err *err) CW_MUST_CHECK;

/* Open ones whose day was counted by a calendar below BELOW, those after the id AFTER. */
int db_desk_behind_list(struct db_conn *c, struct cw_arena *a, int below, uint64_t after,
			unsigned limit, struct db_desk_deadline **list, size_t *n,
			struct cw_err *err) CW_MUST_CHECK;
int db_desk_deadline_lock(struct db_conn *c, struct cw_arena *a, uint64_t id,
			  struct db_desk_deadline *out, struct cw_err *err) CW_MUST_CHECK;
/* L, locked, has followed L->calendar to L->due_on; its record says so too.  PROVISIONAL is of a
 * complaint's own day. */
int db_desk_deadline_follow(struct db_conn *c, const struct db_desk_deadline *l, bool provisional,
			    struct cw_err *err) CW_MUST_CHECK;

#endif
