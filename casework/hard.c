#include "casework/hard.h"

#include <string.h>

/* What a part refuses under 14-16; blacking out personal identifiers alone is no hard question. */
static bool plans_refusal(const struct cw_part *p)
{
	if (cw_part_blacks_out(p))
		return false;
	return (CW_OUTCOME_BIT(p->outcome) & CW_OUTCOMES_14_TO_16) ||
	       (p->outcome == CW_OUTCOME_PARTIAL && p->refused & CW_OUTCOMES_14_TO_16);
}

static bool has_outcome(const struct cw_part *p, enum cw_outcome outcome)
{
	return p->outcome == outcome ||
	       (p->outcome == CW_OUTCOME_PARTIAL && p->refused & CW_OUTCOME_BIT(outcome));
}

static unsigned by_reply(const struct cw_reply *reply)
{
	unsigned rules = 0;

	for (size_t i = 0; reply && i < reply->n_parts; i++) {
		const struct cw_part *p = &reply->parts[i];

		if (plans_refusal(p))
			rules |= CW_HARD_BIT(CW_HARD_REFUSAL_PLANNED);
		if (has_outcome(p, CW_OUTCOME_EXCESSIVE))
			rules |= CW_HARD_BIT(CW_HARD_EXCESSIVE_VOLUME);
		if (has_outcome(p, CW_OUTCOME_REPEAT))
			rules |= CW_HARD_BIT(CW_HARD_REPEAT_REFUSED);
	}
	return rules;
}

unsigned cw_hard_rules(const struct cw_hard_facts *f, unsigned enabled)
{
	unsigned rules = by_reply(f->reply);

	if (f->third_party_objects || f->public_interest_weighed)
		rules |= CW_HARD_BIT(CW_HARD_THIRD_PARTY_OBJECTS);
	if (f->delayed)
		rules |= CW_HARD_BIT(CW_HARD_EXCESSIVE_VOLUME);
	if (f->remedy_open || f->remedy_lost)
		rules |= CW_HARD_BIT(CW_HARD_OPEN_OR_LOST_REMEDY);
	if (f->ordered)
		rules |= CW_HARD_BIT(CW_HARD_ORDERED_RE_REPLY);
	if (f->flagged)
		rules |= CW_HARD_BIT(CW_HARD_FLAGGED);
	return rules & enabled;
}

static const char *const rule_names[CW_HARD_MAX] = {
#define X(NAME, name) [CW_HARD_##NAME] = #name,
	CW_HARD_RULES(X)
#undef X
};

static const enum cw_msg titles[CW_HARD_MAX] = {
#define X(NAME, name) [CW_HARD_##NAME] = CW_MSG_HARD_##NAME,
	CW_HARD_RULES(X)
#undef X
};

const char *cw_hard_name(enum cw_hard_rule rule)
{
	return rule_names[rule];
}

int cw_hard_of(const char *name)
{
	for (int i = 0; name && i < CW_HARD_MAX; i++)
		if (strcmp(rule_names[i], name) == 0)
			return i;
	return -1;
}

const char *cw_hard_article(enum cw_hard_rule rule)
{
	static const char *const articles[CW_HARD_MAX] = {
		[CW_HARD_REFUSAL_PLANNED] = "条例14、15、16",
		[CW_HARD_THIRD_PARTY_OBJECTS] = "条例15、32",
		[CW_HARD_EXCESSIVE_VOLUME] = "条例35",
		[CW_HARD_OPEN_OR_LOST_REMEDY] = "条例51",
		[CW_HARD_REPEAT_REFUSED] = "条例36(6)",
		[CW_HARD_ORDERED_RE_REPLY] = "复议法64、行诉法71",
	};

	return articles[rule];
}

enum cw_msg cw_hard_title(enum cw_hard_rule rule)
{
	return titles[rule];
}
