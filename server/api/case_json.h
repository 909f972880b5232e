/*
 * A case as JSON: for staff (masked personal data), for its applicant, and as a row of a list.
 */
#ifndef SERVER_API_CASE_JSON_H
#define SERVER_API_CASE_JSON_H

#include "server/act/act.h"

/* The roles that read all of a case of their agency. */
#define CASE_OFFICE                                                                                \
	(CW_ROLE_BIT(CW_ROLE_CLERK) | CW_ROLE_BIT(CW_ROLE_CASEWORKER) |                            \
	 CW_ROLE_BIT(CW_ROLE_BUSINESS_HEAD) | CW_ROLE_BIT(CW_ROLE_HEAD) |                          \
	 CW_ROLE_BIT(CW_ROLE_LEADER) | CW_ROLE_BIT(CW_ROLE_FINANCE) |                              \
	 CW_ROLE_BIT(CW_ROLE_SECRECY_REVIEWER) | CW_ROLE_BIT(CW_ROLE_SUPERVISOR))

/* Whether a record that AUTHOR made is shown: to a unit officer only their own. */
bool case_shows(const struct act *x, uint64_t author);

/* One kind of record as a list in the case's JSON (case_sections.c).  FN adds its rows to LIST; it
 * may look at x->roles to leave out what only some may see. */
struct case_section {
	const char *name;
	int (*fn)(struct act *x, struct json_object *list, struct cw_err *err);
	unsigned readers; /* CW_ROLE_BITs; the applicant's too where they see it */
	uint64_t needs;	  /* DB_HAS_BITs: FN is asked only if the case has one of these */
};
const struct case_section *case_sections(size_t *n);

/* The whole case for staff: facts, applicant (masked), clock with steps, allowed acts, records. */
int case_json(struct act *x, struct json_object **out, struct cw_err *err) CW_MUST_CHECK;
/* For the applicant: where it stands, until when and why, letters, what can be done. */
int case_applicant_json(struct act *x, struct json_object **out, struct cw_err *err) CW_MUST_CHECK;
/* A case in a list. */
void case_row_text(struct rq_text *t, const struct db_queue_row *row, cw_day today,
		   enum cw_lang lang);
/* A letter's row, without its text. */
struct json_object *case_letter_json(struct cw_arena *a, const struct db_letter *l, enum cw_lang lang);
/* What keeps the served reply of the running handling from the applicant's eyes online; NULL: nothing,
 * or it is not served.  One that releases content is shown when the content is in the applicant's
 * hands, which is served online or received (x->c.released): until then an order can hold it, and what
 * is held is not shown (R-ASK-1).  "hold" or "receipt". */
const char *case_reply_waits_for(const struct act *x);
/* Whether the applicant may read a letter: theirs, and the reply once it is served and shown. */
bool case_letter_visible(const struct act *x, const struct db_letter *l);
/* The parts of a reply; WHOLE: with what stays in the file. */
struct json_object *case_parts_json(struct cw_arena *a, const struct db_reply *r, bool whole,
				    enum cw_lang lang);
/* "张*" and "1****************2" (standards.md part 6); NULL gives NULL. */
char *case_mask_name(struct cw_arena *a, const char *name);
char *case_mask_number(struct cw_arena *a, const char *number);

/* KEY and "KEY_provisional": whether DAY lies in a year with no notice (R-DAY-3). */
#define case_put_last_day(x, o, key, day)                                                          \
	do {                                                                                       \
		rq_put_day(o, key, day);                                                           \
		rq_put_bool(o, key "_provisional", act_is_provisional(x, day));                    \
	} while (0)

#endif
