/*
 * Copies of letters for joint applicants (R-REQ-10): one case, a copy for each.  The contact's is
 * the one that the clock goes by; that the others have theirs is a deadline "copies" of each
 * letter.
 */
#ifndef SERVER_ACT_COPIES_H
#define SERVER_ACT_COPIES_H

#include "server/act/act.h"

/* A service of LETTER on the contact that no rectification has voided (R-KEEP-4): the one that days of the
 * applicant run from. */
bool act_service_stands(const struct db_service *s, uint64_t letter);
/* Whether APPLICANT (from 1; 0: the contact) has a copy of LETTER that did not come back. */
bool act_copy_served(const struct db_service *rows, size_t n, uint64_t letter, int applicant);
/* A formal letter for the applicant that has gone out; a reply goes out when it is served on the
 * contact. */
bool act_copy_wanted(const struct act *x, const struct db_letter *l, const struct db_service *rows,
		     size_t n);
/* Opens what is due to somebody and ends what is not any more: on the day of the reply for its
 * copies, else today.  Part of act_reload, when the letters and services of the act are there. */
int act_copies_due(struct act *x, struct cw_err *err) CW_MUST_CHECK;

#endif
