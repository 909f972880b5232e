/*
 * Acts that take a second person (law.md part 10, "X + approver"): one asks with the whole input,
 * another grants or refuses.  Asking stores the input, sealed, and changes nothing else of the case
 * but its queue; granting does the act in the same transaction, with what the case has become.
 *
 * A new such act is a row of two_person.c and an endpoint of one line:
 *
 *	int api_serve_again_ask(struct rq *rq, struct cw_err *err)
 *	{
 *		return proposal_ask(rq, CW_ACT_SERVE_AGAIN, err);
 *	}
 *
 * and beside it, in the file of its area, the spec table of the body and two functions, which run
 * between what the mechanism does:
 *
 *	asking    lock, parse, PREPARE, the machine's word, store, deadline, event "propose"
 *	granting  lock, parse what was stored, PREPARE, the machine's word, RUN, the case as answer
 *
 * In both X->facts has the asker as actor, an approver (0 while asking) and the day of today, and
 * X->roles the asker's; x->rq->who is who sits there: the asker, then the approver, who signs
 * letters.
 */
#ifndef SERVER_API_PROPOSAL_H
#define SERVER_API_PROPOSAL_H

#include "server/act/act.h"

struct two_person_act {
	enum cw_act act;
	const struct rq_field *fields; /* the body */
	size_t size;		       /* bytes of what FIELDS fills */
	const void *defaults; /* what it is before the parse, SIZE bytes (days: CW_DAY_NONE); NULL:
				 zeros */
	/* Checks IN against the case and puts what the act brings into X->facts and X->clock_event,
	 * nothing else; writes nothing.  NULL: nothing to prepare. */
	int (*prepare)(struct act *x, const void *in, struct cw_err *err);
	/* After act_decide: records, act_finish(detail) and letters.  Personal data never in the
	 * detail; the approver's id is put in by act_finish. */
	int (*run)(struct act *x, const void *in, struct cw_err *err);
};
/* two_person.c: the rows. */
const struct two_person_act *two_person_acts(size_t *n);

/* The endpoint that asks for ACT at the path's case: parses the body, stores the proposal, answers
 * 201 with the case.  Refused at once if the law would refuse the act now, whoever approves. */
int proposal_ask(struct rq *rq, enum cw_act act, struct cw_err *err) CW_MUST_CHECK;

#endif
