/*
 * Consultations (征求意见, R-ASK-1 to R-ASK-4; R-CLOCK-3): who is asked, how one ends, and what the
 * opinions of third parties mean for the reply.  Pure.
 */
#ifndef CASEWORK_CONSULTATION_H
#define CASEWORK_CONSULTATION_H

#include "casework/letter.h"

/* clang-format off */
#define CW_CONSULTATIONS(X) \
	X(THIRD_PARTY, third_party) /* 条例 32: 15 working days from its receipt */ \
	X(CO_PRODUCER, co_producer) /* 条例 34: the same; silence agrees, an objection does not bind */ \
	X(OTHER_AGENCY, other_agency) /* 条例 10, 11: the period of the letter */ \
	X(DETERMINATION, determination) /* 条例 17: the competent or secrecy department */

/* How it ended.  To a determination, "consent" says that the information may be disclosed,
 * "objection" that it may not. */
#define CW_CONSULTATION_ENDS(X) \
	X(CONSENT, consent) X(OBJECTION, objection) \
	X(OPINION, opinion) /* neither: another agency's remarks */ \
	X(SILENCE, silence) /* to the end of the period */ \
	X(UNDELIVERABLE, undeliverable) /* the letter came back */ \
	X(CANCELLED, cancelled)
/* clang-format on */

enum cw_consultation_kind {
#define X(NAME, name) CW_CONSULTATION_##NAME,
	CW_CONSULTATIONS(X)
#undef X
		CW_CONSULTATION_KIND_MAX
};

enum cw_consultation_end {
	CW_END_OPEN = -1, /* not ended */
#define X(NAME, name) CW_END_##NAME,
	CW_CONSULTATION_ENDS(X)
#undef X
		CW_CONSULTATION_END_MAX
};

struct cw_consultation {
	uint64_t id;
	enum cw_consultation_kind kind;
	enum cw_consultation_end end;
	int working_days;    /* its period */
	cw_day sent_on;	     /* the letter's day */
	cw_day received_on;  /* by the one asked; CW_DAY_NONE: not recorded */
	bool weighed, holds; /* an objection: whether it has good reason (条例 32) */
	bool noticed;	     /* the notice of disclosure against it is made */
	cw_day told_on;	     /* and reached the third party; CW_DAY_NONE: not yet */
};

const char *cw_consultation_kind_name(enum cw_consultation_kind kind);
int cw_consultation_kind_of(const char *name);			    /* -1: none */
const char *cw_consultation_end_name(enum cw_consultation_end end); /* NULL while open */
int cw_consultation_end_of(const char *name);			    /* -1: none, or NULL */
enum cw_letter_kind cw_consultation_letter(enum cw_consultation_kind kind);
/* Whether the letter may set the period; else it is the law's 15 working days. */
bool cw_consultation_sets_period(enum cw_consultation_kind kind);
/* Whether the applicant is told that others are asked (R-ASK-2). */
bool cw_consultation_told(enum cw_consultation_kind kind);

/* The last day for the opinion: counted from the receipt, until that is recorded provisionally from
 * the letter's day (R-CLOCK-3). */
cw_day cw_consultation_ends_on(const struct cw_consultation *c, const struct cw_calendar *cal);

/* Whether C, open, can end so with what came in ON (R-CLOCK-3, R-ASK-1).  *LATE: an opinion that
 * came after the last day: the consultation has ended by silence, the opinion is kept.  Faults of
 * the input: /result; else CW_LAW_FORBIDS. */
int cw_consultation_check_end(const struct cw_consultation *c, enum cw_consultation_end end,
			      cw_day on, cw_day today, const struct cw_calendar *cal, bool *late,
			      struct cw_err *err) CW_MUST_CHECK;

/* Fills what a reply is checked against (struct cw_reply: consulted, consents, opinion_awaited,
 * objected, objection_unweighed, against_objection, told_to_third_party) from the consultations of
 * the case and the parts that REPLY has.  One that releases something discloses against every objection
 * that no part of it follows by name: without parts, one that is not drafted, against all. */
void cw_consultation_facts(const struct cw_consultation *list, size_t n,
			   const struct cw_calendar *cal, cw_day today, struct cw_reply *reply);

#endif
