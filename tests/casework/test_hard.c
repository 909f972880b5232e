/* Hard-case rules (R-ASK-5), the chain of approval (R-OUT-10), representatives (R-REQ-10). */
#include <string.h>

#include "casework/approval.h"
#include "casework/hard.h"
#include "casework/representative.h"
#include "tests/lib/tap.h"

static const struct cw_reply *reply_of(enum cw_outcome outcome, unsigned long refused,
				       bool only_identifiers)
{
	static struct cw_part part;
	static struct cw_reply reply;

	part = (struct cw_part){ .description = "某项信息",
				 .outcome = outcome,
				 .refused = refused,
				 .only_identifiers = only_identifiers };
	reply = (struct cw_reply){ .parts = &part, .n_parts = 1 };
	return &reply;
}

/* ---- Hard cases. */

START_TEST(rules_by_outcome)
{
	for (int o = 0; o < CW_OUTCOME_MAX; o++) {
		struct cw_hard_facts f = { .reply = reply_of((enum cw_outcome)o, 0, false) };
		unsigned want = 0;

		if (o >= CW_OUTCOME_STATE_SECRET && o <= CW_OUTCOME_ENFORCEMENT_FILE)
			want = CW_HARD_BIT(CW_HARD_REFUSAL_PLANNED);
		if (o == CW_OUTCOME_EXCESSIVE)
			want = CW_HARD_BIT(CW_HARD_EXCESSIVE_VOLUME);
		if (o == CW_OUTCOME_REPEAT)
			want = CW_HARD_BIT(CW_HARD_REPEAT_REFUSED);
		ck_assert_uint_eq(cw_hard_rules(&f, CW_HARD_ALL), want);
		/* The same refused inside a partial answer. */
		f.reply = reply_of(CW_OUTCOME_PARTIAL, CW_OUTCOME_BIT(o), false);
		ck_assert_uint_eq(cw_hard_rules(&f, CW_HARD_ALL), want);
		/* Only personal identifiers blacked out: for a third party's rights alone. */
		f.reply = reply_of(CW_OUTCOME_PARTIAL, CW_OUTCOME_BIT(o), true);
		ck_assert_uint_eq(cw_hard_rules(&f, CW_HARD_ALL),
				  o == CW_OUTCOME_THIRD_PARTY_RIGHTS ? 0 : want);
		/* ... and something disclosed. */
		f.reply = reply_of((enum cw_outcome)o, 0, true);
		ck_assert_uint_eq(cw_hard_rules(&f, CW_HARD_ALL), want);
	}
}
END_TEST

START_TEST(rules_by_record_and_settings)
{
	const struct {
		struct cw_hard_facts facts;
		enum cw_hard_rule rule;
	} rows[] = {
		{ { .third_party_objects = true }, CW_HARD_THIRD_PARTY_OBJECTS },
		{ { .public_interest_weighed = true }, CW_HARD_THIRD_PARTY_OBJECTS },
		{ { .delayed = true }, CW_HARD_EXCESSIVE_VOLUME },
		{ { .remedy_open = true }, CW_HARD_OPEN_OR_LOST_REMEDY },
		{ { .remedy_lost = true }, CW_HARD_OPEN_OR_LOST_REMEDY },
		{ { .ordered = true }, CW_HARD_ORDERED_RE_REPLY },
		{ { .flagged = true }, CW_HARD_FLAGGED },
	};
	const struct cw_hard_facts none = { .reply = NULL };
	struct cw_hard_facts all = { NULL, true, true, true, true, true, true, true };

	ck_assert_uint_eq(cw_hard_rules(&none, CW_HARD_ALL), 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const unsigned bit = CW_HARD_BIT(rows[i].rule);

		ck_assert_uint_eq(cw_hard_rules(&rows[i].facts, CW_HARD_ALL), bit);
		ck_assert_uint_eq(cw_hard_rules(&rows[i].facts, CW_HARD_ALL & ~bit), 0);
	}
	all.reply = reply_of(
		CW_OUTCOME_PARTIAL,
		CW_OUTCOME_BIT(CW_OUTCOME_STATE_SECRET) | CW_OUTCOME_BIT(CW_OUTCOME_REPEAT), false);
	ck_assert_uint_eq(cw_hard_rules(&all, CW_HARD_ALL), CW_HARD_ALL);
	ck_assert_uint_eq(cw_hard_rules(&all, 0), 0);
	for (int i = 0; i < CW_HARD_MAX; i++) {
		ck_assert_int_eq(cw_hard_of(cw_hard_name((enum cw_hard_rule)i)), i);
		ck_assert_int_ne(cw_hard_title((enum cw_hard_rule)i), CW_MSG_NONE);
	}
	ck_assert_int_eq(cw_hard_of("no_rule"), -1);
	/* Every rule is about articles, but what a person flags. */
	for (int i = 0; i < CW_HARD_MAX; i++)
		ck_assert_int_eq(cw_hard_article((enum cw_hard_rule)i) == NULL,
				 i == CW_HARD_FLAGGED);
}
END_TEST

/* ---- The chain. */

START_TEST(default_chains)
{
	unsigned by[CW_OUTCOME_MAX];
	struct cw_approval_chain chain;

	for (int o = 0; o < CW_OUTCOME_MAX; o++)
		by[o] = cw_approval_default((enum cw_outcome)o);
	for (int o = 0; o < CW_OUTCOME_MAX; o++) {
		const bool leader =
			(o >= CW_OUTCOME_STATE_SECRET && o <= CW_OUTCOME_ENFORCEMENT_FILE) ||
			o == CW_OUTCOME_EXCESSIVE;

		cw_approval_chain(by, reply_of((enum cw_outcome)o, 0, false), false, &chain);
		ck_assert_uint_eq(chain.n, leader ? 2 : 1);
		ck_assert_int_eq(chain.steps[0], CW_ROLE_HEAD);
		if (leader)
			ck_assert_int_eq(chain.steps[1], CW_ROLE_LEADER);
		cw_approval_chain(by, reply_of(CW_OUTCOME_PARTIAL, CW_OUTCOME_BIT(o), false), false,
				  &chain);
		ck_assert_uint_eq(chain.n, leader ? 2 : 1);
		/* An ordered re-reply goes to the leader whatever it says. */
		cw_approval_chain(by, reply_of((enum cw_outcome)o, 0, false), true, &chain);
		ck_assert_uint_eq(chain.n, 2);
		ck_assert_int_eq(chain.steps[1], CW_ROLE_LEADER);
	}
}
END_TEST

START_TEST(chain_settings)
{
	unsigned by[CW_OUTCOME_MAX] = { 0 };
	struct cw_approval_chain chain;

	cw_approval_chain(by, reply_of(CW_OUTCOME_GRANTED, 0, false), false, &chain);
	ck_assert_uint_eq(chain.n, 1); /* nobody named: the head */
	ck_assert_int_eq(chain.steps[0], CW_ROLE_HEAD);
	by[CW_OUTCOME_GRANTED] = CW_ROLE_BIT(CW_ROLE_LEADER) | CW_ROLE_BIT(CW_ROLE_BUSINESS_HEAD) |
				 CW_ROLE_BIT(CW_ROLE_HEAD);
	cw_approval_chain(by, reply_of(CW_OUTCOME_GRANTED, 0, false), false, &chain);
	ck_assert_uint_eq(chain.n, 3);
	ck_assert_int_eq(chain.steps[0], CW_ROLE_BUSINESS_HEAD);
	ck_assert_int_eq(chain.steps[1], CW_ROLE_HEAD);
	ck_assert_int_eq(chain.steps[2], CW_ROLE_LEADER);
	by[CW_OUTCOME_GRANTED] = CW_ROLE_BIT(CW_ROLE_BUSINESS_HEAD); /* it alone cannot sign */
	cw_approval_chain(by, reply_of(CW_OUTCOME_GRANTED, 0, false), false, &chain);
	ck_assert_uint_eq(chain.n, 2);
	ck_assert_int_eq(chain.steps[1], CW_ROLE_HEAD);
}
END_TEST

/* ---- Representatives. */

static struct cw_representative rep;
static struct cw_correction_item items[8];

static struct cw_applicant_facts person(int y, int m, int d)
{
	return (struct cw_applicant_facts){
		.filed_on = cw_day_of(2026, 3, 2),
		.has_identity = true,
		.born_on = cw_day_of(y, m, d),
		.representatives = &rep,
		.n_applicants = 1,
	};
}

static size_t lacks(const struct cw_applicant_facts *f)
{
	memset(items, 0, sizeof(items));
	return cw_representative_items(f, items, 8);
}

START_TEST(minors)
{
	struct cw_applicant_facts f = person(2018, 3, 3); /* seven, eight tomorrow */

	ck_assert_uint_eq(lacks(&f), 1);
	ck_assert_int_eq(items[0].kind, CW_CORRECTION_AUTHORISATION);
	ck_assert_int_eq(items[0].guidance, CW_MSG_LACKS_GUARDIAN);
	rep = (struct cw_representative){ .kind = CW_REPRESENTATIVE_GUARDIAN,
					  .has_identity = true };
	f.n_representatives = 1;
	ck_assert_uint_eq(lacks(&f), 1);
	rep.has_signed = true;
	ck_assert_uint_eq(lacks(&f), 0);
	f = person(2018, 3, 2); /* eight today */
	ck_assert_uint_eq(lacks(&f), 0);
	f.beyond_age = true;
	ck_assert_uint_eq(lacks(&f), 1);
	f = person(2008, 3, 3);
	f.beyond_age = true;
	ck_assert_uint_eq(lacks(&f), 1);
	f = person(2008, 3, 2); /* eighteen today */
	f.beyond_age = true;
	ck_assert_uint_eq(lacks(&f), 0);
	f.born_on = CW_DAY_NONE;
	ck_assert_uint_eq(lacks(&f), 0);
	f = person(2020, 1, 1);
	f.organisation = true;
	ck_assert_uint_eq(lacks(&f), 0);
}
END_TEST

START_TEST(ages)
{
	ck_assert_int_eq(cw_age_on(cw_day_of(2000, 2, 29), cw_day_of(2026, 2, 28)), 25);
	ck_assert_int_eq(cw_age_on(cw_day_of(2000, 2, 29), cw_day_of(2026, 3, 1)), 26);
	ck_assert_int_eq(cw_age_on(cw_day_of(2000, 2, 29), cw_day_of(2024, 2, 29)), 24);
	ck_assert_int_eq(cw_age_on(cw_day_of(2026, 3, 2), cw_day_of(2026, 3, 2)), 0);
}
END_TEST

START_TEST(agents)
{
	struct cw_applicant_facts f = person(1980, 1, 1);

	rep = (struct cw_representative){ .kind = CW_REPRESENTATIVE_AGENT,
					  .valid_from = CW_DAY_NONE,
					  .valid_to = CW_DAY_NONE };
	f.n_representatives = 1;
	ck_assert_uint_eq(lacks(&f), 2);
	ck_assert_int_eq(items[0].guidance, CW_MSG_LACKS_IDENTITY);
	ck_assert_int_eq(items[0].representative, 0);
	ck_assert_int_eq(items[1].guidance, CW_MSG_LACKS_AUTHORISATION);
	ck_assert(!cw_representative_gets_letters(&rep, f.filed_on));
	rep.has_identity = rep.has_authorisation = true;
	ck_assert_uint_eq(lacks(&f), 1);
	ck_assert_int_eq(items[0].guidance, CW_MSG_LACKS_POWERS);
	rep.valid_from = rep.valid_to = f.filed_on;
	rep.names_matters = true;
	ck_assert_uint_eq(lacks(&f), 1); /* no powers */
	rep.names_powers = true;
	rep.valid_from = CW_DAY_NONE;
	ck_assert_uint_eq(lacks(&f), 1); /* from no day */
	ck_assert(!cw_representative_holds(&rep, f.filed_on));
	rep.valid_from = f.filed_on;
	rep.valid_to = CW_DAY_NONE;
	ck_assert_uint_eq(lacks(&f), 1); /* to no day */
	ck_assert(!cw_representative_holds(&rep, f.filed_on));
	ck_assert_int_eq(items[0].guidance, CW_MSG_LACKS_POWERS);
	rep.valid_to = f.filed_on;
	ck_assert_uint_eq(lacks(&f), 0);
	ck_assert(!cw_representative_gets_letters(&rep, f.filed_on)); /* has other powers */
	rep.may_receive = true;
	ck_assert(cw_representative_gets_letters(&rep, f.filed_on));
	ck_assert(!cw_representative_gets_letters(&rep, f.filed_on + 1));
	ck_assert(!cw_representative_withdraws(&rep, f.filed_on));
	rep.may_withdraw = true;
	ck_assert(cw_representative_withdraws(&rep, f.filed_on));
	ck_assert(!cw_representative_withdraws(&rep, f.filed_on + 1));
	rep.valid_from++;
	rep.valid_to++;
	ck_assert_uint_eq(lacks(&f), 1);
	ck_assert_int_eq(items[0].guidance, CW_MSG_LACKS_VALID_DAYS);
	rep.valid_from--;
	rep.lawyer = rep.has_licence = true;
	ck_assert_uint_eq(lacks(&f), 1);
	ck_assert_int_eq(items[0].guidance, CW_MSG_LACKS_LAWYER_PAPERS);
	rep.has_firm_letter = true;
	rep.has_licence = false;
	ck_assert_uint_eq(lacks(&f), 1);
	rep.has_licence = true;
	ck_assert_uint_eq(lacks(&f), 0);
	rep.kind = CW_REPRESENTATIVE_HANDLER;
	rep.has_authorisation = false; /* of an agent only */
	ck_assert(cw_representative_holds(&rep, f.filed_on));
	ck_assert(!cw_representative_gets_letters(&rep, f.filed_on));
	ck_assert(!cw_representative_withdraws(&rep, f.filed_on));
	rep.kind = CW_REPRESENTATIVE_GUARDIAN;
	ck_assert(cw_representative_withdraws(&rep, f.filed_on));
}
END_TEST

START_TEST(joint_applicants_and_room)
{
	struct cw_applicant_facts f = person(2020, 1, 1);

	f.n_applicants = 2;
	f.has_identity = false;
	ck_assert_uint_eq(lacks(&f), 3);
	ck_assert_int_eq(items[0].kind, CW_CORRECTION_IDENTITY);
	ck_assert_int_eq(items[2].kind, CW_CORRECTION_CONTACT);
	f.has_joint_contact = true;
	ck_assert_uint_eq(lacks(&f), 2);
	items[1].guidance = CW_MSG_NONE;
	ck_assert_uint_eq(cw_representative_items(&f, items, 1), 2); /* says how many there are */
	ck_assert_int_eq(items[1].guidance, CW_MSG_NONE);
	ck_assert_int_eq(cw_representative_of("cousin"), -1);
	ck_assert_int_eq(cw_correction_of(NULL), -1);
	for (int i = 0; i < CW_REPRESENTATIVE_MAX; i++) {
		const enum cw_representative_kind k = (enum cw_representative_kind)i;

		ck_assert_int_eq(cw_representative_of(cw_representative_name(k)), i);
		ck_assert_int_ne(cw_representative_title(k), CW_MSG_NONE);
	}
	for (int i = 0; i < CW_CORRECTION_MAX; i++) {
		const enum cw_correction_kind k = (enum cw_correction_kind)i;

		ck_assert_int_eq(cw_correction_of(cw_correction_name(k)), i);
		ck_assert_int_ne(cw_correction_title(k), CW_MSG_NONE);
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("hard");
	TCase *t = tcase_create("hard"), *c = tcase_create("chain"), *r = tcase_create("people");

	tcase_add_test(t, rules_by_outcome);
	tcase_add_test(t, rules_by_record_and_settings);
	suite_add_tcase(s, t);
	tcase_add_test(c, default_chains);
	tcase_add_test(c, chain_settings);
	suite_add_tcase(s, c);
	tcase_add_test(r, minors);
	tcase_add_test(r, ages);
	tcase_add_test(r, agents);
	tcase_add_test(r, joint_applicants_and_room);
	suite_add_tcase(s, r);
	return tap_run(s);
}
