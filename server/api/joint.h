/*
 * One letter for several cases of the same applicant (并案答复, R-OUT-11): signed together by
 * whoever has the last step of each, served together; each case keeps number, parts, row and
 * period, and the earliest due day governs.
 */
#ifndef SERVER_API_JOINT_H
#define SERVER_API_JOINT_H

#include "server/act/act.h"

#define JOINT_MAX 50 /* cases in one letter */

/* Opens the path's case for ACT and with it every case that its signed letter covers, locked in the
 * order of their ids; If-Match is the path's case's.  *OWN is its place in the *N of *XS. */
int joint_open(struct rq *rq, enum cw_act act, struct act **xs, size_t *n, size_t *own,
	       struct cw_err *err) CW_MUST_CHECK;
/* The earliest due day of them; CW_DAY_NONE: none has one. */
cw_day joint_due(const struct act *xs, size_t n);

#endif
