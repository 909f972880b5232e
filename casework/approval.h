/*
 * The chain of approval of a reply (R-OUT-10): a setting per agency and outcome, always in the
 * order head of the business unit (optional), head of the disclosure office, leader in charge.  The
 * last step is the signature.  Pure.
 */
#ifndef CASEWORK_APPROVAL_H
#define CASEWORK_APPROVAL_H

#include "casework/machine.h"

struct cw_approval_chain {
	enum cw_role steps[CW_CHAIN_STEPS];
	unsigned n;
};

/* The default for a reply with this outcome, as CW_ROLE_BITs: the head; and the leader for refusals
 * under 条例 14-16 and for `excessive`. */
unsigned cw_approval_default(enum cw_outcome outcome);

/* The steps of REPLY under the settings BY_OUTCOME (CW_ROLE_BITs): whatever any part demands,
 * inside `partial` what it refuses too; an ordered re-reply takes head and leader.  Never empty:
 * where the settings name nobody, the head signs. */
void cw_approval_chain(const unsigned by_outcome[CW_OUTCOME_MAX], const struct cw_reply *reply,
		       bool ordered, struct cw_approval_chain *out);

#endif
