/*
 * Loaders of what guards read, too large for load.c.  Each fills members of X->c, X->about and
 * X->hard from one kind of record; X->d, settings and reply are loaded before.
 */
#ifndef SERVER_ACT_FACTS_H
#define SERVER_ACT_FACTS_H

#include "server/act/act.h"

/* facts_work.c: who goes on in the applicant's place (R-OUT-9). */
int facts_work(struct act *x, struct cw_err *err) CW_MUST_CHECK;

#endif
