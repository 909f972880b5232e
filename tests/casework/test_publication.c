/* When a review for proactive disclosure is opened, and refused information looked at again
 * (R-OUT-5). */
#include "casework/publication.h"
#include "tests/lib/tap.h"

#define DAY(y, m, d) cw_day_of(y, m, d)
#define N(rows)	     (sizeof(rows) / sizeof((rows)[0]))

START_TEST(two_within_twelve_months)
{
	struct cw_asked asked[] = { { 1, DAY(2025, 3, 2) }, { 2, DAY(2026, 3, 2) } };

	ck_assert(cw_publication_due(asked, 2, 2, 12)); /* the last day counts */
	asked[1].on++;
	ck_assert(!cw_publication_due(asked, 2, 2, 12));
	asked[1].on = asked[0].on;
	ck_assert(cw_publication_due(asked, 2, 2, 12)); /* on one day */
	ck_assert(!cw_publication_due(asked, 1, 2, 12));
	ck_assert(!cw_publication_due(asked, 0, 2, 12));
	ck_assert(cw_publication_due(asked, 1, 1, 12));
}
END_TEST

START_TEST(one_applicant_counts_once)
{
	const struct cw_asked asked[] = { { 7, DAY(2026, 3, 2) },
					  { 7, DAY(2026, 3, 3) },
					  { 7, DAY(2026, 4, 3) } };

	ck_assert(!cw_publication_due(asked, N(asked), 2, 12));
}
END_TEST

/* The order of the list says nothing; who asked too early counts by what they asked later. */
START_TEST(any_period_will_do)
{
	const struct cw_asked asked[] = { { 3, DAY(2026, 3, 31) },
					  { 1, DAY(2024, 1, 1) },
					  { 2, DAY(2026, 1, 31) },
					  { 1, DAY(2026, 2, 28) } };

	ck_assert(cw_publication_due(asked, N(asked), 3, 2)); /* 01-31 to 03-31 */
	ck_assert(!cw_publication_due(asked, N(asked), 3, 1));
	ck_assert(cw_publication_due(asked, N(asked), 2,
				     1)); /* 01-31 to 02-28: the month is shorter */
	ck_assert(!cw_publication_due(asked, N(asked), 4, 12));
	ck_assert(!cw_publication_due(asked, 3, 3, 12));
}
END_TEST

START_TEST(refused_information_is_looked_at_again)
{
	ck_assert_int_eq(cw_publication_reassess(DAY(2026, 3, 2), 12), DAY(2027, 3, 2));
	ck_assert_int_eq(cw_publication_reassess(DAY(2024, 2, 29), 12), DAY(2025, 2, 28));
	ck_assert_int_eq(cw_publication_reassess(DAY(2026, 8, 31), 6), DAY(2027, 2, 28));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("publication");
	TCase *t = tcase_create("publication");

	tcase_add_test(t, two_within_twelve_months);
	tcase_add_test(t, one_applicant_counts_once);
	tcase_add_test(t, any_period_will_do);
	tcase_add_test(t, refused_information_is_looked_at_again);
	suite_add_tcase(s, t);
	return tap_run(s);
}
