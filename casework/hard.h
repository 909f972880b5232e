/*
 * Hard cases (R-ASK-5; seed document, item 八): named rules, each a setting per agency.  A case is
 * hard when any enabled rule holds; it is then not replied to before its legal review is answered,
 * or overridden.  Pure.
 */
#ifndef CASEWORK_HARD_H
#define CASEWORK_HARD_H

#include "casework/outcome.h"

/* clang-format off */
#define CW_HARD_RULES(X) \
	X(REFUSAL_PLANNED, refusal_planned) /* under 条例 14, 15 or 16 */ \
	X(THIRD_PARTY_OBJECTS, third_party_objects) /* or public interest is weighed */ \
	X(EXCESSIVE_VOLUME, excessive_volume) /* `excessive`, or a delayed day */ \
	X(OPEN_OR_LOST_REMEDY, open_or_lost_remedy) /* the applicant's, with the agency */ \
	X(REPEAT_REFUSED, repeat_refused) \
	X(ORDERED_RE_REPLY, ordered_re_reply) \
	X(FLAGGED, flagged) /* by a caseworker or approver, with a reason */
/* clang-format on */

enum cw_hard_rule {
#define X(NAME, name) CW_HARD_##NAME,
	CW_HARD_RULES(X)
#undef X
		CW_HARD_MAX
};
#define CW_HARD_BIT(rule) (1u << (rule))
/* The default of the settings: all rules are on. */
#define CW_HARD_ALL (CW_HARD_BIT(CW_HARD_MAX) - 1)

struct cw_hard_facts {
	const struct cw_reply *reply; /* as drafted; NULL none yet */
	bool third_party_objects, public_interest_weighed;
	bool delayed;		       /* a delayed day is set or proposed */
	bool remedy_open, remedy_lost; /* the applicant's reconsideration or suit with the agency */
	bool ordered;		       /* this handling was ordered (R-OUT-7) */
	bool flagged;
};

/* The rules of ENABLED that hold, as CW_HARD_BITs; 0: not a hard case. */
unsigned cw_hard_rules(const struct cw_hard_facts *facts, unsigned enabled);

const char *cw_hard_name(enum cw_hard_rule rule); /* "refusal_planned" */
int cw_hard_of(const char *name);		  /* -1: none */
enum cw_msg cw_hard_title(enum cw_hard_rule rule);
/* The article that the question is about; NULL where the rule rests on the seed document alone. */
const char *cw_hard_article(enum cw_hard_rule rule);

#endif
