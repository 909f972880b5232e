/*
 * After the reply: what its files share with the mechanisms that they use.  The endpoints stand in
 * case_acts.h.
 */
#ifndef SERVER_API_AFTER_H
#define SERVER_API_AFTER_H

#include "server/act/act.h"

/* ---- clerical.c (R-OUT-7): the row of two_person.c. */

struct clerical_args {
	uint64_t letter;
	const char *wrong, *right;
};
extern const struct rq_field clerical_fields[];
int clerical_prepare(struct act *x, const void *in, struct cw_err *err) CW_MUST_CHECK;
int clerical_run(struct act *x, const void *in, struct cw_err *err) CW_MUST_CHECK;

#endif
