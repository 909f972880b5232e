/* What the endpoints about one consultation share: consultations.c, objections.c. */
#ifndef SERVER_API_CONSULTATIONS_H
#define SERVER_API_CONSULTATIONS_H

#include "server/act/act.h"

struct undo;

/* Opens the path's case for ACT and finds its consultation, of which the guards now read; *S is one
 * of X's and may be written to.  CW_NOT_FOUND if the case has none of that id. */
int consultation_open(struct act *x, struct rq *rq, enum cw_act act, struct db_consultation **s,
		      struct cw_err *err) CW_MUST_CHECK;
/* Whether facts.on lies between FIRST and today; else a fault at POINTER. */
int consultation_day(struct act *x, const char *pointer, cw_day first,
		     struct cw_err *err) CW_MUST_CHECK;
/* Whether it was called off with the case, not by an act of its own, which says why. */
bool consultation_called_off(const struct db_consultation *s);
/* Puts, moves or ends its deadline, as it stands now. */
int consultation_deadline(struct act *x, const struct db_consultation *s,
			  struct cw_err *err) CW_MUST_CHECK;
/* undo_ask.c: takes a record back, or puts it on its right day (server/api/intake.h); and whether
 * that can be. */
int consultation_undo_check(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;
int consultation_undo(const struct undo *u, struct cw_err *err) CW_MUST_CHECK;
/* Moves or ends the consultation's deadline and saves the decided act; RECORD says what it records.
 * The event names the consultation and its days, never who was asked. */
int consultation_finish(struct act *x, const struct db_consultation *s, const char *record,
			struct cw_err *err) CW_MUST_CHECK;

#endif
