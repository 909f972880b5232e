/*
 * What a case's investigation and reply are made of: searches, secrecy reviews, the reply with its
 * parts and approvals, letters as sent, and their service.
 */
#ifndef DB_REPLY_H
#define DB_REPLY_H

#include "casework/outcome.h"
#include "db/docket.h"

struct db_search {
	uint64_t id, case_id, recorded_by, task_id; /* TASK_ID: the task that it answers, or 0 */
	int handling, seq;
	const char *place, *searcher, *method, *result;
	cw_day searched_on;
	bool found;
};
int db_search_record_add(struct db_conn *c, struct db_search *s, struct cw_err *err) CW_MUST_CHECK;
int db_search_record_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
			  struct db_search **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;

struct db_secrecy {
	uint64_t id, case_id, asked_by, reviewer_id;
	int handling;
	cw_day asked_on, answer_by, answered_on;
	int answered_seq; /* the event of the answer; a draft after it is not what was passed */
	const char *question, *result, *remarks;
	const char *parts; /* pass_in_part: "1,3", parts of the draft as the letter counts them */
};
int db_secrecy_add(struct db_conn *c, struct db_secrecy *s, struct cw_err *err) CW_MUST_CHECK;
int db_secrecy_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
		    struct db_secrecy **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* One that waits for a reviewer. */
struct db_secrecy_wait {
	uint64_t id, case_id, asked_by;
	const char *number, *title, *question;
	cw_day asked_on, answer_by, due_on; /* due_on: the reply */
};
/* Of an agency's open cases, in the order of asking, with ids above AFTER. */
int db_secrecy_waiting_list(struct db_conn *c, struct cw_arena *a, uint64_t agency, uint64_t after,
			    unsigned limit, struct db_secrecy_wait **rows, size_t *n,
			    struct cw_err *err) CW_MUST_CHECK;
/* Answers an open review of the case; CW_CONFLICT if it is answered already. */
int db_secrecy_answer(struct db_conn *c, const struct db_secrecy *s, struct cw_err *err) CW_MUST_CHECK;

struct db_reply {
	uint64_t id, case_id, drafter_id, letter_id;
	int handling, round;
	const char *status;
	unsigned char *uid;
	size_t uid_len;
	uint64_t *drafters; /* everybody who drafted it, DRAFTER_ID last or not */
	size_t n_drafters;
	struct cw_part *parts; /* from the arena */
	size_t n_parts;
	struct db_repeat *repeats; /* db/repeat.h, read beside it */
	size_t n_repeats;
};
/* The reply of a handling with its parts unsealed. */
int db_reply_find(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k, uint64_t case_id,
		  int handling, struct db_reply *out, bool *found, struct cw_err *err) CW_MUST_CHECK;
/* Writes the draft of a handling: new, or in the place of the old parts; DRAFTER_ID joins those who
 * drafted it. */
int db_reply_save(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		  struct db_reply *r, struct cw_err *err) CW_MUST_CHECK;
int db_reply_set_status(struct db_conn *c, uint64_t id, const char *status, int round,
			uint64_t letter_id, struct cw_err *err) CW_MUST_CHECK;
/* Notes whose step the submitted reply waits for, since ON. */
int db_reply_set_step(struct db_conn *c, uint64_t id, const char *role, cw_day on,
		      struct cw_err *err) CW_MUST_CHECK;

struct db_approval {
	int round, step;
	const char *role, *remarks;
	uint64_t user_id;
	uint64_t acts_for; /* whose deputy; 0: in their own right */
	bool approved;
	cw_day decided_on;
	int64_t decided_at;
};
/* CW_CONFLICT on u_approval_person: the person holds a step of this round already. */
int db_approval_add(struct db_conn *c, uint64_t reply_id, const struct db_approval *p,
		    struct cw_err *err) CW_MUST_CHECK;
int db_approval_list(struct db_conn *c, struct cw_arena *a, uint64_t reply_id,
		     struct db_approval **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;

struct db_letter {
	uint64_t id, case_id, agency_id, signed_by;
	int handling;
	const char *kind, *document_number, *body; /* the structured text as sent */
	size_t body_len;
	cw_day made_on;
	int64_t made_at;
	bool for_applicant;
	uint64_t lead_id; /* a copy of another case's letter (R-OUT-11); 0: its own */
	int copy_no;	  /* which copy; 0: the first */
	/* A signature that was taken back before service: the letter is kept, its number stays used. */
	cw_day voided_on; /* as read; NONE: it stands */
	const char *void_reason;
	bool withheld; /* as read: from the applicant, since void or a reply that is not served */
};
int db_letter_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		  struct db_letter *l, struct cw_err *err) CW_MUST_CHECK;
/* A letter of this case, unsealed and checked against its digest. */
int db_letter_get(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k, uint64_t case_id,
		  uint64_t id, struct db_letter *out, struct cw_err *err) CW_MUST_CHECK;
int db_letter_void(struct db_conn *c, uint64_t id, cw_day on, const char *reason,
		   struct cw_err *err) CW_MUST_CHECK;
/* The cases that letter L covers with the case of its own, each with its copy; itself too. */
struct db_letter_case {
	uint64_t case_id, letter_id;
};
int db_letter_case_list(struct db_conn *c, struct cw_arena *a, const struct db_letter *l,
			struct db_letter_case **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* Without bodies. */
int db_letter_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id, struct db_letter **rows,
		   size_t *n, struct cw_err *err) CW_MUST_CHECK;

struct db_service {
	uint64_t id, case_id, letter_id;
	uint64_t again_of; /* the service that came back; 0: the first */
	int seq;
	const char *way, *proof;
	const char *result; /* sent, delivered, refused, returned */
	cw_day sent_on, served_on, received_on;
	cw_day due_on; /* that ran then; NONE: none */
	/* Whose copy it is, from 1, and the representative who took it (R-REQ-10); copy_to 0: the
	 * contact's, by which the service is judged. */
	int copy_to, representative_no;
	/* Who signed, or refused and what happened: sealed.  relation: applicant, agent, household. */
	const char *recipient, *record;
	const char *relation, *place, *served_by;
	const char *other_form; /* why not as asked for (条例 40) */
	cw_day result_on;	/* what was heard later; NONE: nothing */
	const char *result_proof;
};
int db_service_add(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
		   struct db_service *s, struct cw_err *err) CW_MUST_CHECK;
/* Result, its day and proof, receipt; CW_CONFLICT if the result is known already. */
int db_service_save_result(struct db_conn *c, const struct db_service *s,
			   struct cw_err *err) CW_MUST_CHECK;
/* Without what is sealed. */
int db_service_list(struct db_conn *c, struct cw_arena *a, uint64_t case_id,
		    struct db_service **rows, size_t *n, struct cw_err *err) CW_MUST_CHECK;
/* With it; K NULL: without. */
int db_service_open_list(struct db_conn *c, struct cw_arena *a, const struct db_keyring *k,
			 uint64_t case_id, struct db_service **rows, size_t *n,
			 struct cw_err *err) CW_MUST_CHECK;

#endif
