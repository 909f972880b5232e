/*
 * How a request came in (law.md part 2), beside the docket: the arrival, what is kept with it,
 * joint applicants, representatives (R-REQ-10), and attempts to reach the writer (R-RCPT-3).
 */
#ifndef DB_FILING_H
#define DB_FILING_H

#include "casework/representative.h"
#include "db/docket.h"
#include "db/person.h"

struct db_filing {
	uint64_t case_id, agency_id, taken_by; /* taken_by 0: online */
	cw_day arrived_on, entered_on, confirmed_on;
	const char *other_unit, *handed_on_by, *handed_on_name;
	const char *cannot_write; /* sealed */
	cw_day born_on;		  /* sealed */
	bool beyond_age;
	int joint_contact; /* from 1; 0: none named */
};
/* Digest of what is asked for, for recognising the same filing: TEXT folded by cw_text_fold. */
int db_filing_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		  const struct db_filing *f, const unsigned char digest[32],
		  struct cw_err *err) CW_MUST_CHECK;
int db_filing_find(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		   uint64_t case_id, struct db_filing *out, bool *found,
		   struct cw_err *err) CW_MUST_CHECK;
/* After an amendment. */
int db_filing_save_text(struct db_conn *c, uint64_t case_id, const unsigned char digest[32],
			struct cw_err *err) CW_MUST_CHECK;
/* The right day of arrival (R-KEEP-4), for the filing and the docket's day of submission. */
int db_filing_save_arrival(struct db_conn *c, uint64_t case_id, cw_day day,
			   struct cw_err *err) CW_MUST_CHECK;

struct db_evidence {
	const char *kind, *reference;
};
int db_evidence_add(struct db_conn *c, uint64_t case_id, int no, const struct db_evidence *e,
		    struct cw_err *err) CW_MUST_CHECK;
int db_evidence_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
		     struct db_evidence **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;

int db_joint_add(struct db_conn *c, uint64_t case_id, int no, uint64_t person,
		 struct cw_err *err) CW_MUST_CHECK;
/* How many applicants the case has, the first-named with them; which is the contact, from 1. */
int db_joint_count(struct db_conn *c, uint64_t case_id, int *applicants, int *contact,
		   struct cw_err *err) CW_MUST_CHECK;
/* Unsealed, in their order. */
int db_joint_list(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		  uint64_t case_id, struct db_person **rows, size_t *n,
		  struct cw_err *err) CW_MUST_CHECK;

struct db_representative {
	uint64_t id, case_id;
	int no;
	struct db_person person; /* unsealed; its category says nothing */
	enum cw_representative_kind kind;
	bool has_signed, has_authorisation, lawyer;
	const char *matters, *powers, *licence /* sealed */, *firm_letter;
	cw_day valid_from, valid_to;
};
/* R->person is stored already. */
int db_representative_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
			  struct db_representative *r, struct cw_err *err) CW_MUST_CHECK;
int db_representative_list(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
			   uint64_t case_id, struct db_representative **rows, size_t *n,
			   struct cw_err *err) CW_MUST_CHECK;
/* The same as casework/representative.h sees it. */
struct cw_representative db_representative_facts(const struct db_representative *r);

struct db_reach_attempt {
	uint64_t id, case_id, letter_id, made_by;
	int seq;
	cw_day attempted_on;
	const char *at_time, *way, *result;
	const char *note; /* sealed */
};
int db_reach_attempt_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
			 struct db_reach_attempt *t, struct cw_err *err) CW_MUST_CHECK;
int db_reach_attempt_list(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
			  uint64_t case_id, struct db_reach_attempt **rows, size_t *n,
			  struct cw_err *err) CW_MUST_CHECK;

/* Other cases of the agency with the same text by the same applicant: newest first, at most 20. */
struct db_same_filing {
	uint64_t case_id;
	const char *number, *state;
	cw_day submitted_on;
	bool same_identity; /* by its number; else by the whole name */
};
int db_same_filing_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
			struct db_same_filing **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;

#endif
