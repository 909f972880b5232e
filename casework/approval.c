#include "casework/approval.h"

#define HEAD   CW_ROLE_BIT(CW_ROLE_HEAD)
#define LEADER CW_ROLE_BIT(CW_ROLE_LEADER)

unsigned cw_approval_default(enum cw_outcome outcome)
{
	return cw_outcome(outcome)->reconsideration_first || outcome == CW_OUTCOME_EXCESSIVE
		       ? HEAD | LEADER
		       : HEAD;
}

static unsigned roles_of(const unsigned by_outcome[CW_OUTCOME_MAX], const struct cw_part *p)
{
	unsigned roles = by_outcome[p->outcome];

	for (int o = 0; p->outcome == CW_OUTCOME_PARTIAL && o < CW_OUTCOME_MAX; o++)
		if (p->refused & CW_OUTCOME_BIT(o))
			roles |= by_outcome[o];
	return roles;
}

void cw_approval_chain(const unsigned by_outcome[CW_OUTCOME_MAX], const struct cw_reply *reply,
		       bool ordered, struct cw_approval_chain *out)
{
	static const enum cw_role order[CW_CHAIN_STEPS] = { CW_ROLE_BUSINESS_HEAD, CW_ROLE_HEAD,
							    CW_ROLE_LEADER };
	unsigned roles = ordered ? HEAD | LEADER : 0;

	for (size_t i = 0; i < reply->n_parts; i++)
		roles |= roles_of(by_outcome, &reply->parts[i]);
	if (!(roles & (HEAD | LEADER)))
		roles |= HEAD;
	out->n = 0;
	for (size_t i = 0; i < CW_CHAIN_STEPS; i++)
		if (roles & CW_ROLE_BIT(order[i]))
			out->steps[out->n++] = order[i];
}
