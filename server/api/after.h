/*
 * After the reply: what its files share with the mechanisms that they use.  The endpoints stand in
 * case_acts.h.
 */
#ifndef SERVER_API_AFTER_H
#define SERVER_API_AFTER_H

#include "server/act/act.h"
#include "server/api/filing.h"

/* ---- clerical.c (R-OUT-7): the row of two_person.c. */

struct clerical_args {
	uint64_t letter;
	const char *wrong, *right;
};
extern const struct rq_field clerical_fields[];
int clerical_prepare(struct act *x, const void *in, struct cw_err *err) CW_MUST_CHECK;
int clerical_run(struct act *x, const void *in, struct cw_err *err) CW_MUST_CHECK;

/* ---- own_records.c (条例 41, R-OUT-6). */

/* Keeps what the filing of case CASE_ID says of the record; nothing if it is none. */
int own_record_add(struct rq *rq, const struct filing_record *r, uint64_t case_id,
		   struct cw_err *err) CW_MUST_CHECK;
int own_record_lacks_evidence(struct act *x, bool *lacks, struct cw_err *err) CW_MUST_CHECK;
/* The letter that a reply of one part is made as: 更正决定书, 转送告知; else KIND stays.  Fills
 * FACTS. */
int own_record_letter(struct act *x, const struct cw_reply *reply, enum cw_letter_kind *kind,
		      struct cw_letter_facts *facts, struct cw_err *err) CW_MUST_CHECK;
int case_own_record_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;

/* ---- prefill.c: a new filing at the right agency (R-OUT-3 not_our_duty). */

/* Puts the address of the prefilled filing into FACTS, where a part of REPLY names an agency of the
 * district as the right one. */
int prefill_put(struct act *x, const struct cw_reply *reply, struct cw_letter_facts *facts,
		struct cw_err *err) CW_MUST_CHECK;
int api_prefill(struct rq *rq, struct cw_err *err);

#endif
