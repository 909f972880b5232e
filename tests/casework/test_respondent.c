/* The agency's own deadlines as respondent (R-OUT-8), days by hand from the 2026 notice. */
#include "casework/respondent.h"
#include "tests/lib/tap.h"

static struct cw_calendar *cal;

static void set_up(void)
{
	size_t n;
	const struct cw_notice *notices = cw_notices_builtin(&n);

	cal = cw_calendar_new(notices, n, CW_DAY_NONE);
	ck_assert_ptr_nonnull(cal);
}

static void tear_down(void)
{
	cw_calendar_free(cal);
}

static void is(enum cw_respondent kind, cw_day from, cw_day due, bool provisional)
{
	struct cw_respondent_day d = cw_respondent_due(kind, from, cal);
	char is_text[CW_DAY_TEXT], due_text[CW_DAY_TEXT];

	ck_assert_str_eq(cw_day_text(d.due_on, is_text), cw_day_text(due, due_text));
	ck_assert_int_eq(d.provisional, provisional);
	ck_assert_str_eq(d.rule, "R-OUT-8");
}

/* 09-18 Friday: Sun 20 (make-up), 21-24 = 5; off 25-27; 28-30 = 8; off 10-01 to 07; 8, 9 = 10. */
START_TEST(reconsideration_counts_working_days)
{
	is(CW_RESPONDENT_RECONSIDERATION, cw_day_of(2026, 9, 18), cw_day_of(2026, 10, 9), false);
	is(CW_RESPONDENT_SIMPLE, cw_day_of(2026, 9, 18), cw_day_of(2026, 9, 24), false);
}
END_TEST

/* 09-15 + 15 = 09-30, worked; 09-16 + 15 = 10-01, off until 10-07, so 10-08 (R-DAY-5). */
START_TEST(a_suit_counts_days_and_moves_a_last_day_off)
{
	is(CW_RESPONDENT_SUIT, cw_day_of(2026, 9, 15), cw_day_of(2026, 9, 30), false);
	is(CW_RESPONDENT_SUIT, cw_day_of(2026, 9, 16), cw_day_of(2026, 10, 8), false);
}
END_TEST

START_TEST(a_year_without_a_notice_is_provisional)
{
	is(CW_RESPONDENT_SUIT, cw_day_of(2026, 12, 16), cw_day_of(2026, 12, 31), false);
	is(CW_RESPONDENT_SUIT, cw_day_of(2026, 12, 17), cw_day_of(2027, 1, 4), true);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("respondent");
	TCase *t = tcase_create("days");

	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_add_test(t, reconsideration_counts_working_days);
	tcase_add_test(t, a_suit_counts_days_and_moves_a_last_day_off);
	tcase_add_test(t, a_year_without_a_notice_is_provisional);
	suite_add_tcase(s, t);
	return tap_run(s);
}
