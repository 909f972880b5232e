/* Consultations (R-ASK-1 to R-ASK-4): their ends, and what opinions mean for the reply.  Days are
 * counted by hand on the calendar of 2026. */
#include "casework/consultation.h"
#include "tests/lib/tap.h"

static struct cw_calendar *cal;
static struct cw_err err;

static void setup(void)
{
	size_t n;
	const struct cw_notice *notices = cw_notices_builtin(&n);

	cal = cw_calendar_new(notices, n, CW_DAY_NONE);
	ck_assert_ptr_nonnull(cal);
}

static void teardown(void)
{
	cw_calendar_free(cal);
}

static cw_day day(int month, int d)
{
	return cw_day_of(2026, month, d);
}

static struct cw_consultation asked(enum cw_consultation_kind kind)
{
	return (struct cw_consultation){ .kind = kind,
					 .end = CW_END_OPEN,
					 .working_days = 15,
					 .sent_on = day(3, 2),
					 .received_on = CW_DAY_NONE,
					 .told_on = CW_DAY_NONE };
}

/* 15 working days after 03-02: 3-6 = 4, 9-13 = 9, 16-20 = 14, 23 = 15. */
START_TEST(last_day)
{
	struct cw_consultation c = asked(CW_CONSULTATION_THIRD_PARTY);

	ck_assert_int_eq(cw_consultation_ends_on(&c, cal), day(3, 23));
	c.received_on = day(3, 5); /* 6 = 1, 9-13 = 6, 16-20 = 11, 23-26 = 15 */
	ck_assert_int_eq(cw_consultation_ends_on(&c, cal), day(3, 26));
	c.received_on = day(3, 20); /* 23-27 = 5, 30-3 = 10, 4-6 is Qingming, 7-10 = 14, 13 = 15 */
	ck_assert_int_eq(cw_consultation_ends_on(&c, cal), day(4, 13));
}
END_TEST

static int end(const struct cw_consultation *c, enum cw_consultation_end how, cw_day on,
	       cw_day today, bool *late)
{
	cw_err_clear(&err);
	return cw_consultation_check_end(c, how, on, today, cal, late, &err);
}

START_TEST(silence)
{
	struct cw_consultation c = asked(CW_CONSULTATION_THIRD_PARTY);
	bool late;

	ck_assert_int_eq(end(&c, CW_END_SILENCE, day(4, 30), day(4, 30), &late), -1);
	ck_assert_int_eq(err.msg, CW_MSG_LAW_SILENCE_NEEDS_RECEIPT);
	c.received_on = day(3, 2);
	ck_assert_int_eq(end(&c, CW_END_SILENCE, day(3, 23), day(3, 23), &late), -1);
	ck_assert_int_eq(err.msg, CW_MSG_LAW_OPINION_PERIOD_RUNS);
	ck_assert_str_eq(err.args[0], "2026-03-23");
	ck_assert_int_eq(end(&c, CW_END_SILENCE, day(3, 24), day(3, 24), &late), 0);
	ck_assert(!late);
}
END_TEST

START_TEST(opinions)
{
	struct cw_consultation c = asked(CW_CONSULTATION_THIRD_PARTY);
	bool late;

	ck_assert_int_eq(end(&c, CW_END_OBJECTION, day(3, 23), day(3, 30), &late), 0);
	ck_assert(!late);
	/* After the provisional day nobody can say whether it is late. */
	ck_assert_int_eq(end(&c, CW_END_OBJECTION, day(3, 24), day(3, 30), &late), -1);
	ck_assert_int_eq(err.msg, CW_MSG_LAW_RECEIPT_FIRST);
	c.received_on = day(3, 5);
	ck_assert_int_eq(end(&c, CW_END_OBJECTION, day(3, 26), day(3, 30), &late), 0);
	ck_assert(!late);
	ck_assert_int_eq(end(&c, CW_END_OBJECTION, day(3, 27), day(3, 30), &late), 0);
	ck_assert(late);
	ck_assert_int_eq(end(&c, CW_END_UNDELIVERABLE, day(3, 6), day(3, 6), &late), -1);
	ck_assert_int_eq(err.msg, CW_MSG_LAW_LETTER_ARRIVED);
	c.received_on = CW_DAY_NONE;
	ck_assert_int_eq(end(&c, CW_END_UNDELIVERABLE, day(3, 6), day(3, 6), &late), 0);
	/* Mere remarks are another agency's; a cancellation is an act of its own. */
	ck_assert_int_eq(end(&c, CW_END_OPINION, day(3, 6), day(3, 6), &late), -1);
	ck_assert_int_eq(err.code, CW_INVALID);
	ck_assert_int_eq(end(&c, CW_END_CANCELLED, day(3, 6), day(3, 6), &late), -1);
	c.kind = CW_CONSULTATION_OTHER_AGENCY;
	ck_assert_int_eq(end(&c, CW_END_OPINION, day(3, 6), day(3, 6), &late), 0);
}
END_TEST

/* ---- What they mean for the reply. */

static const struct cw_part granted = { .description = "名单", .outcome = CW_OUTCOME_GRANTED };
static const struct cw_part kept = { .description = "名单",
				     .outcome = CW_OUTCOME_THIRD_PARTY_RIGHTS };
static const struct cw_part partial = { .description = "名单",
					.outcome = CW_OUTCOME_PARTIAL,
					.refused = CW_OUTCOME_BIT(CW_OUTCOME_THIRD_PARTY_RIGHTS) };

static const uint64_t first[] = { 7 };
static const struct cw_part following = { .description = "名单",
					  .outcome = CW_OUTCOME_PARTIAL,
					  .refused = CW_OUTCOME_BIT(CW_OUTCOME_THIRD_PARTY_RIGHTS),
					  .follows = first,
					  .n_follows = 1 };

static struct cw_reply facts(const struct cw_consultation *list, size_t n,
			     const struct cw_part *part, cw_day today)
{
	struct cw_reply r = { .parts = part,
			      .n_parts = 1,
			      .earlier_outcome = -1,
			      .told_to_third_party = CW_DAY_NONE };

	cw_consultation_facts(list, n, cal, today, &r);
	return r;
}

START_TEST(consent_takes_the_ground_away)
{
	struct cw_consultation c[2] = { asked(CW_CONSULTATION_THIRD_PARTY),
					asked(CW_CONSULTATION_THIRD_PARTY) };
	struct cw_reply r;

	r = facts(c, 1, &granted, day(3, 10));
	ck_assert(r.opinion_awaited && !r.consulted && !r.consents);
	c[0].end = CW_END_CONSENT;
	r = facts(c, 1, &kept, day(3, 10));
	ck_assert(r.consulted && r.consents && !r.objected);
	r = facts(c, 2, &kept, day(3, 10)); /* the other is still asked */
	ck_assert(r.opinion_awaited && !r.consents);
	c[1].end = CW_END_SILENCE; /* then the agency decides: the ground is there */
	r = facts(c, 2, &kept, day(3, 30));
	ck_assert(r.consulted && !r.consents && !r.opinion_awaited);
	c[1].end = CW_END_CANCELLED;
	r = facts(c, 2, &kept, day(3, 10));
	ck_assert(r.consents);
	c[1].end = CW_END_UNDELIVERABLE; /* who was not reached has not consented */
	r = facts(c, 2, &kept, day(3, 10));
	ck_assert(r.consulted && !r.consents);
	c[1].end = CW_END_CANCELLED;
	c[0].end = CW_END_UNDELIVERABLE; /* nobody was heard */
	r = facts(c, 2, &kept, day(3, 10));
	ck_assert(!r.consulted && !r.consents);
	c[0] = asked(CW_CONSULTATION_OTHER_AGENCY); /* an agency is no third party */
	c[0].end = CW_END_CONSENT;
	r = facts(c, 1, &kept, day(3, 10));
	ck_assert(!r.consulted && !r.consents);
}
END_TEST

START_TEST(silence_ends_the_wait_by_itself)
{
	struct cw_consultation c = asked(CW_CONSULTATION_THIRD_PARTY);

	c.received_on = day(3, 2);
	ck_assert(facts(&c, 1, &granted, day(3, 23)).opinion_awaited);
	ck_assert(!facts(&c, 1, &granted, day(3, 24)).opinion_awaited);
	ck_assert(facts(&c, 1, &kept, day(3, 24)).consulted);
	c.received_on = CW_DAY_NONE; /* nobody knows when it began */
	ck_assert(facts(&c, 1, &granted, day(5, 29)).opinion_awaited);
}
END_TEST

START_TEST(disclosure_against_an_objection)
{
	struct cw_consultation c[2] = { asked(CW_CONSULTATION_THIRD_PARTY),
					asked(CW_CONSULTATION_THIRD_PARTY) };
	struct cw_reply r;

	c[0].id = 7;
	c[0].end = CW_END_OBJECTION;
	r = facts(c, 1, &granted, day(3, 10));
	ck_assert(r.objected && r.objection_unweighed && r.against_objection);
	c[0].weighed = true;
	r = facts(c, 1, &kept, day(3, 10)); /* releases nothing */
	ck_assert(!r.objection_unweighed && !r.against_objection);
	r = facts(c, 1, &partial, day(3, 10)); /* refuses something, who knows whose */
	ck_assert(r.against_objection);
	r = facts(c, 1, &following, day(3, 10));
	ck_assert(!r.against_objection);
	r = facts(c, 1, &granted, day(3, 10)); /* ignored: no notice was made */
	ck_assert(r.against_objection);
	ck_assert_int_eq(r.told_to_third_party, CW_DAY_NONE);
	c[0].noticed = true;
	r = facts(c, 1, &granted, day(3, 10));
	ck_assert(r.against_objection);
	ck_assert_int_eq(r.told_to_third_party, CW_DAY_NONE);
	c[0].told_on = day(3, 12);
	r = facts(c, 1, &granted, day(3, 13));
	ck_assert_int_eq(r.told_to_third_party, day(3, 12));
	/* Of two, the one told last counts, and both must be. */
	c[1] = c[0];
	c[1].told_on = day(3, 16);
	r = facts(c, 2, &granted, day(3, 17));
	ck_assert_int_eq(r.told_to_third_party, day(3, 16));
	c[1].noticed = false; /* the second is followed by nothing */
	r = facts(c, 2, &granted, day(3, 17));
	ck_assert_int_eq(r.told_to_third_party, CW_DAY_NONE);
	c[1].id = 8;
	r = facts(c, 2, &following, day(3, 17)); /* the part follows the first, not this one */
	ck_assert(r.against_objection);
	ck_assert_int_eq(r.told_to_third_party, CW_DAY_NONE);
	c[1].id = 7;
	r = facts(c, 2, &following, day(3, 17)); /* ... or by the part that stays closed */
	ck_assert(r.against_objection);
	ck_assert_int_eq(r.told_to_third_party, day(3, 12));
}
END_TEST

/* R-ASK-1: numbers blacked out follow nobody; what one part refuses is not another's. */
START_TEST(an_objection_is_followed_by_name)
{
	static const uint64_t second[] = { 8 };
	struct cw_consultation c[2] = { asked(CW_CONSULTATION_THIRD_PARTY),
					asked(CW_CONSULTATION_THIRD_PARTY) };
	struct cw_part parts[2] = { granted, kept };
	struct cw_part blacked = following;
	struct cw_reply r = { .parts = parts,
			      .n_parts = 2,
			      .earlier_outcome = -1,
			      .told_to_third_party = CW_DAY_NONE };

	for (int i = 0; i < 2; i++) {
		c[i].id = 7 + (uint64_t)i;
		c[i].end = CW_END_OBJECTION;
		c[i].weighed = c[i].holds = true;
	}
	blacked.only_identifiers = true;
	ck_assert(facts(c, 1, &blacked, day(3, 10)).against_objection);
	/* The first one's information is given, the second's is not. */
	parts[1].follows = second;
	parts[1].n_follows = 1;
	cw_consultation_facts(c, 2, cal, day(3, 10), &r);
	ck_assert(r.against_objection);
	ck_assert_int_eq(r.told_to_third_party, CW_DAY_NONE);
	c[0].noticed = true;
	c[0].told_on = day(3, 9);
	cw_consultation_facts(c, 2, cal, day(3, 10), &r);
	ck_assert(r.against_objection);
	ck_assert_int_eq(r.told_to_third_party, day(3, 9));
	/* A part that gives all follows nothing. */
	parts[0].follows = second;
	parts[0].n_follows = 1;
	parts[1].n_follows = 0;
	cw_consultation_facts(c, 2, cal, day(3, 10), &r);
	ck_assert_int_eq(r.told_to_third_party, CW_DAY_NONE);
}
END_TEST

/* ---- Names, as they stand in the API. */

START_TEST(kinds_and_ends_have_names)
{
	for (int i = 0; i < CW_CONSULTATION_KIND_MAX; i++) {
		const char *name = cw_consultation_kind_name((enum cw_consultation_kind)i);

		ck_assert_int_eq(cw_consultation_kind_of(name), i);
		ck_assert_int_lt(cw_consultation_letter((enum cw_consultation_kind)i),
				 CW_LETTER_MAX);
	}
	for (int i = 0; i < CW_CONSULTATION_END_MAX; i++)
		ck_assert_int_eq(cw_consultation_end_of(
					 cw_consultation_end_name((enum cw_consultation_end)i)),
				 i);
	ck_assert_str_eq(cw_consultation_kind_name(CW_CONSULTATION_THIRD_PARTY), "third_party");
	ck_assert_str_eq(cw_consultation_end_name(CW_END_SILENCE), "silence");
	ck_assert_ptr_null(cw_consultation_end_name(CW_END_OPEN));
	ck_assert_int_eq(cw_consultation_kind_of("no"), -1);
	ck_assert_int_eq(cw_consultation_kind_of(NULL), -1);
	ck_assert_int_eq(cw_consultation_end_of("no"), -1);
	ck_assert_int_eq(cw_consultation_end_of(NULL), -1);
	/* The period of another agency's and of a determination stands in the letter (R-ASK-3). */
	ck_assert(!cw_consultation_sets_period(CW_CONSULTATION_THIRD_PARTY));
	ck_assert(!cw_consultation_sets_period(CW_CONSULTATION_CO_PRODUCER));
	ck_assert(cw_consultation_sets_period(CW_CONSULTATION_OTHER_AGENCY));
	/* The applicant is told of a third party (R-ASK-2). */
	ck_assert(cw_consultation_told(CW_CONSULTATION_THIRD_PARTY));
}
END_TEST

START_TEST(an_end_that_is_none_is_refused)
{
	struct cw_consultation c = asked(CW_CONSULTATION_THIRD_PARTY);
	bool late;

	ck_assert_int_eq(end(&c, CW_END_OPEN, day(3, 6), day(3, 6), &late), -1);
	ck_assert_int_eq(end(&c, CW_CONSULTATION_END_MAX, day(3, 6), day(3, 6), &late), -1);
	ck_assert_int_eq(err.items[0].msg, CW_MSG_NOT_WITH_TYPE);
}
END_TEST

static Suite *consultation_suite(void)
{
	Suite *s = suite_create("consultation");
	TCase *t = tcase_create("consultation");

	tcase_add_unchecked_fixture(t, setup, teardown);
	tcase_add_test(t, last_day);
	tcase_add_test(t, kinds_and_ends_have_names);
	tcase_add_test(t, an_end_that_is_none_is_refused);
	tcase_add_test(t, silence);
	tcase_add_test(t, opinions);
	tcase_add_test(t, consent_takes_the_ground_away);
	tcase_add_test(t, silence_ends_the_wait_by_itself);
	tcase_add_test(t, disclosure_against_an_objection);
	tcase_add_test(t, an_objection_is_followed_by_name);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	return tap_run(consultation_suite());
}
