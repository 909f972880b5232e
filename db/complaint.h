/*
 * Complaints to the district office about an agency (条例 47, 51; R-OUT-12).  Who complains is a
 * person of db/person.h; the matter, the agency's answer and the finding are sealed.  Each step is
 * written once.
 */
#ifndef DB_COMPLAINT_H
#define DB_COMPLAINT_H

#include "db/crypt.h"

struct db_complaint {
	uint64_t id, district_id, agency_id, complainant_id, version;
	uint64_t registered_by, answered_by, found_by, letter_id;
	unsigned char *uid, *code_mac;
	size_t uid_len, code_mac_len;
	const char *number, *case_number, *channel, *lang, *status, *matter;
	const char *agency_name; /* read only */
	const char *question, *agency_answer, *verdict, *finding, *measure, *mend_report;
	int64_t submitted_at;
	cw_day received_on, due_on, registered_on, asked_on, answer_by, answered_on, found_on,
		mend_by, mended_on, closed_on;
	bool due_provisional, is_open;
};
/* UID, number, code_mac, district, agency, complainant, what is known of the arrival. */
int db_complaint_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		     struct db_complaint *p, struct cw_err *err) CW_MUST_CHECK;
int db_complaint_get(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k, uint64_t id,
		     struct db_complaint *out, struct cw_err *err) CW_MUST_CHECK;
int db_complaint_find_number(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
			     const char *number, struct db_complaint *out, bool *found,
			     struct cw_err *err) CW_MUST_CHECK;
/* Writes what the steps change where the version is still P's, and adds one to it; CW_STALE. */
int db_complaint_save(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		      struct db_complaint *p, struct cw_err *err) CW_MUST_CHECK;

struct db_complaint_query {
	uint64_t district, agency; /* one of them, the other 0 */
	bool open;
	bool asked;	 /* only those on which the agency was asked */
	cw_day after_on; /* cursor by due_on; CW_DAY_NONE: the start */
	uint64_t after_id;
	unsigned limit;
};
/* Without what is sealed. */
int db_complaint_list(struct db_conn *c, struct cw_arena *a, const struct db_complaint_query *q,
		      struct db_complaint **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;

#endif
