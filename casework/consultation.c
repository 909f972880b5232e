#include "casework/consultation.h"

#include <string.h>

#define END(name) (1u << CW_END_##name)

static const struct kind {
	const char *name;
	enum cw_letter_kind letter;
	unsigned ends; /* bits: how an opinion or its absence can end it; a cancellation always can
			*/
	bool sets_period, told;
} kinds[CW_CONSULTATION_KIND_MAX] = {
	[CW_CONSULTATION_THIRD_PARTY] = { "third_party", CW_LETTER_THIRD_PARTY_CONSULTATION,
					  END(CONSENT) | END(OBJECTION) | END(SILENCE) |
						  END(UNDELIVERABLE),
					  false, true },
	[CW_CONSULTATION_CO_PRODUCER] = { "co_producer", CW_LETTER_CO_PRODUCER_CONSULTATION,
					  END(CONSENT) | END(OBJECTION) | END(SILENCE) |
						  END(UNDELIVERABLE),
					  false, true },
	[CW_CONSULTATION_OTHER_AGENCY] = { "other_agency", CW_LETTER_OTHER_AGENCY_CONSULTATION,
					   END(CONSENT) | END(OBJECTION) | END(OPINION) |
						   END(SILENCE) | END(UNDELIVERABLE),
					   true, true },
	[CW_CONSULTATION_DETERMINATION] = { "determination", CW_LETTER_DETERMINATION_REQUEST,
					    END(CONSENT) | END(OBJECTION) | END(SILENCE) |
						    END(UNDELIVERABLE),
					    true, false },
};

static const char *const end_names[CW_CONSULTATION_END_MAX] = {
#define X(NAME, name) [CW_END_##NAME] = #name,
	CW_CONSULTATION_ENDS(X)
#undef X
};

const char *cw_consultation_kind_name(enum cw_consultation_kind kind)
{
	return kinds[kind].name;
}

int cw_consultation_kind_of(const char *name)
{
	for (int i = 0; name && i < CW_CONSULTATION_KIND_MAX; i++)
		if (strcmp(kinds[i].name, name) == 0)
			return i;
	return -1;
}

const char *cw_consultation_end_name(enum cw_consultation_end end)
{
	return end == CW_END_OPEN ? NULL : end_names[end];
}

int cw_consultation_end_of(const char *name)
{
	for (int i = 0; name && i < CW_CONSULTATION_END_MAX; i++)
		if (strcmp(end_names[i], name) == 0)
			return i;
	return -1;
}

enum cw_letter_kind cw_consultation_letter(enum cw_consultation_kind kind)
{
	return kinds[kind].letter;
}

bool cw_consultation_sets_period(enum cw_consultation_kind kind)
{
	return kinds[kind].sets_period;
}

bool cw_consultation_told(enum cw_consultation_kind kind)
{
	return kinds[kind].told;
}

cw_day cw_consultation_ends_on(const struct cw_consultation *c, const struct cw_calendar *cal)
{
	return cw_calendar_add(cal, c->received_on != CW_DAY_NONE ? c->received_on : c->sent_on,
			       c->working_days);
}

/* ---- How one ends. */

static bool is_opinion(enum cw_consultation_end end)
{
	return end == CW_END_CONSENT || end == CW_END_OBJECTION || end == CW_END_OPINION;
}

/* Its period runs from its receipt: while that is not recorded, nobody can say that it is over. */
static int check_silence(const struct cw_consultation *c, cw_day ends_on, cw_day today,
			 struct cw_err *err)
{
	char text[CW_DAY_TEXT];

	if (c->received_on == CW_DAY_NONE)
		return cw_fail_law(err, CW_MSG_LAW_SILENCE_NEEDS_RECEIPT, "R-CLOCK-3", "条例32",
				   NULL);
	if (today <= ends_on)
		return cw_fail_law(err, CW_MSG_LAW_OPINION_PERIOD_RUNS, "R-CLOCK-3", "条例32",
				   cw_day_text(ends_on, text), NULL);
	return 0;
}

int cw_consultation_check_end(const struct cw_consultation *c, enum cw_consultation_end end,
			      cw_day on, cw_day today, const struct cw_calendar *cal, bool *late,
			      struct cw_err *err)
{
	const cw_day ends_on = cw_consultation_ends_on(c, cal);

	*late = false;
	if (end < 0 || end >= CW_CONSULTATION_END_MAX || !(kinds[c->kind].ends & 1u << end))
		return cw_fail_item(err, "/result", CW_MSG_NOT_WITH_TYPE, kinds[c->kind].name,
				    NULL);
	if (end == CW_END_SILENCE)
		return check_silence(c, ends_on, today, err);
	if (end == CW_END_UNDELIVERABLE)
		return c->received_on == CW_DAY_NONE ? 0
						     : cw_fail_law(err, CW_MSG_LAW_LETTER_ARRIVED,
								   "R-CLOCK-3", "条例33", NULL);
	if (on <= ends_on)
		return 0;
	/* It came after the provisional day: whether it is late, its receipt says. */
	if (c->received_on == CW_DAY_NONE)
		return cw_fail_law(err, CW_MSG_LAW_RECEIPT_FIRST, "R-CLOCK-3", "条例33", NULL);
	*late = true;
	return 0;
}

/* ---- What the opinions of third parties mean. */

static bool follows(const struct cw_part *p, uint64_t id)
{
	for (size_t i = 0; i < p->n_follows; i++)
		if (p->follows[i] == id)
			return cw_part_keeps_back(p);
	return false;
}

/* What one part refuses says nothing of the information that another third party objects about: only
 * the drafter knows, and names it. */
static bool ignores(const struct cw_reply *r, const struct cw_consultation *c)
{
	for (size_t i = 0; i < r->n_parts; i++)
		if (follows(&r->parts[i], c->id))
			return false;
	return !r->n_parts || cw_reply_releases(r);
}

struct tally {
	unsigned consents, others; /* others: objection, silence, a letter that came back */
	bool ignored; /* an objection neither followed nor told why it is disclosed all the same */
	bool noticed, untold;
	cw_day told_on; /* the latest */
};

static void count_objection(const struct cw_consultation *c, struct tally *t, struct cw_reply *r)
{
	r->objected = true;
	r->objection_unweighed |= !c->weighed;
	t->others++;
	if (!c->noticed) {
		t->ignored |= ignores(r, c);
		return;
	}
	t->noticed = true;
	t->untold |= c->told_on == CW_DAY_NONE;
	if (c->told_on != CW_DAY_NONE && (t->told_on == CW_DAY_NONE || c->told_on > t->told_on))
		t->told_on = c->told_on;
}

void cw_consultation_facts(const struct cw_consultation *list, size_t n,
			   const struct cw_calendar *cal, cw_day today, struct cw_reply *r)
{
	struct tally t = { .told_on = CW_DAY_NONE };

	for (size_t i = 0; i < n; i++) {
		const struct cw_consultation *c = &list[i];

		if (c->kind != CW_CONSULTATION_THIRD_PARTY)
			continue;
		if (c->end == CW_END_OPEN) {
			/* Over once its period from the recorded receipt is. */
			bool over = c->received_on != CW_DAY_NONE &&
				    today > cw_consultation_ends_on(c, cal);

			r->opinion_awaited |= !over;
			t.others++;
			r->consulted |= over;
		} else if (c->end == CW_END_CONSENT) {
			t.consents++;
		} else if (c->end == CW_END_OBJECTION) {
			count_objection(c, &t, r);
		} else if (c->end == CW_END_SILENCE || c->end == CW_END_UNDELIVERABLE) {
			t.others++; /* who was not reached has not consented */
		}
		r->consulted |= is_opinion(c->end) || c->end == CW_END_SILENCE;
	}
	r->consents = t.consents && !t.others;
	r->against_objection = t.noticed || t.ignored;
	r->told_to_third_party = t.ignored || t.untold ? CW_DAY_NONE : t.told_on;
}
