/*
 * What an answer to a correction notice brings as data (R-CLOCK-4, R-REQ-10): the applicant's papers and
 * contacts, the joint applicants' contact, representatives and their authorisations.
 */
#ifndef SERVER_API_CORRECT_PEOPLE_H
#define SERVER_API_CORRECT_PEOPLE_H

#include "server/api/filing.h"
#include "server/api/intake.h"

/* Rows of a body's table: members "applicant", "contact", "representatives" beside its text. */
#define CORRECT_PEOPLE(type, member, persons)                                                      \
	{ "applicant", RQ_OBJECT, offsetof(type, member.applicant),                                \
	  .sub = filing_mended_##persons },                                                        \
		{ "contact", RQ_INT, offsetof(type, member.contact), .min = 1, .max = 21 },        \
	{                                                                                          \
		"representatives", RQ_LIST, offsetof(type, member.representatives), .max = 10,     \
			.sub = filing_mended_representative_##persons,                             \
			.sub_size = sizeof(struct filing_representative),                          \
			.sub_default = &filing_representative_default                              \
	}

/* Checks what can be said without the case: numbers, addresses, powers; fills id_normal. */
int correct_people_check(struct rq *rq, struct filing_mended *in, struct cw_err *err) CW_MUST_CHECK;
/* Whether the opened case has whom IN names; what changes goes into the event's DETAIL by name only,
 * never by value. */
int correct_people_plan(struct act *x, const struct filing_mended *in, struct json_object *detail,
			struct cw_err *err) CW_MUST_CHECK;
/* After act_finish: writes it, each record kept as it was under the event. */
int correct_people_save(struct act *x, const struct filing_mended *in,
			struct cw_err *err) CW_MUST_CHECK;
/* The event is voided: people are again as they were before it (R-KEEP-4). */
int correct_people_undo(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;

#endif
