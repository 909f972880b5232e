/*
 * Loaders of what guards read, too large for load.c.  Each fills members of X->c, X->about and
 * X->hard from one kind of record; X->d, settings and reply are loaded before.
 */
#ifndef SERVER_ACT_FACTS_H
#define SERVER_ACT_FACTS_H

#include "server/act/act.h"

/* facts_intake.c: the day of arrival and whether somebody tried that day (R-RCPT-3). */
int facts_intake(struct act *x, struct cw_err *err) CW_MUST_CHECK;
/* facts_work.c: whether USER, who need not be the caller, may see the case of X (act_see). */
int act_sees(struct act *x, uint64_t user, bool *sees, struct cw_err *err) CW_MUST_CHECK;
/* facts_work.c: who goes on in the applicant's place (R-OUT-9). */
int facts_work(struct act *x, struct cw_err *err) CW_MUST_CHECK;
/* facts_review.c: flags, reviews, overrides (R-ASK-5). */
int facts_review(struct act *x, struct cw_err *err) CW_MUST_CHECK;
/* facts_review.c: what the draft's repeats point to (R-OUT-2). */
int facts_repeats(struct act *x, struct cw_err *err) CW_MUST_CHECK;
/* facts_review.c: after all loaders and the clock: the rules that hold, and whether the case is
 * hard. */
void facts_hard(struct act *x);

/* facts_after.c: remedies, orders, what is open when a case is filed away, one's own record. */
int facts_after(struct act *x, struct cw_err *err) CW_MUST_CHECK;
/* The letter that the running handling replaces, and the order, if there was one: what a new reply and
 * a revocation must say (R-OUT-7).  OUT's `number` is NULL if no letter went before. */
int act_earlier(struct act *x, struct cw_letter_earlier *out, struct cw_err *err) CW_MUST_CHECK;

/* facts_ask.c: X->consultations, X->reasons; who was heard, what is held, what was passed. */
int facts_consultations(struct act *x, struct cw_err *err) CW_MUST_CHECK;
int facts_holds(struct act *x, struct cw_err *err) CW_MUST_CHECK;
int facts_reasons(struct act *x, struct cw_err *err) CW_MUST_CHECK;
int facts_secrecy(struct act *x, struct cw_err *err) CW_MUST_CHECK;

/* facts_fee.c: the correction notice, the fee, the letters that end an unanswered case. */
int facts_correction(struct act *x, struct cw_err *err) CW_MUST_CHECK;
int facts_fee(struct act *x, struct cw_err *err) CW_MUST_CHECK;
int facts_lapse(struct act *x, struct cw_err *err) CW_MUST_CHECK;
/* Works the fee of the case out by METHOD: by item its units behind those before them (R-FEE-3; the
 * place and *BEFORE are filled), by page QUANTITY. */
int facts_fee_work(struct act *x, enum cw_fee_method method, int64_t quantity,
		   struct db_fee_place *place, int64_t *before, struct cw_fee *out,
		   struct cw_err *err) CW_MUST_CHECK;
/* The case leaves the open ones: a fee not paid in full falls away, what was paid of it is given
 * back, and a letter that was to end the case has been overtaken. */
int facts_fee_ends(struct act *x, struct cw_err *err) CW_MUST_CHECK;
/* What was waited for has come, or the head changed their mind: the same for the letter alone. */
int facts_lapse_overtaken(struct act *x, struct cw_err *err) CW_MUST_CHECK;

#endif
