/* The annual report's arithmetic (law.md part 8). */
#include <string.h>

#include "casework/report.h"
#include "tests/lib/tap.h"

static struct cw_report_fault faults[64];

static cw_day d(int y, int m, int day)
{
	return cw_day_of(y, m, day);
}

static void add(struct cw_report_table3 *t, int year, cw_day in, cw_day out, int row, int column)
{
	const struct cw_report_case c = { (enum cw_report_column)column, in, out, row };

	ck_assert(cw_report_add(t, year, &c));
}

/* A case counts in each year that it touches, at the edges of the year. */
START_TEST(one_case_through_the_years)
{
	const cw_day in = d(2024, 12, 31), out = d(2026, 1, 1);
	struct cw_report_table3 t[4] = { 0 }; /* 2023 .. 2026 */

	for (int i = 0; i < 4; i++)
		add(&t[i], 2023 + i, in, out, 13, CW_COLUMN_RESEARCH);
	for (int r = 1; r < CW_ROW_MAX; r++)
		ck_assert_int_eq(t[0].cell[r][CW_COLUMN_RESEARCH], 0);
	ck_assert_int_eq(t[1].cell[1][CW_COLUMN_RESEARCH], 1);
	ck_assert_int_eq(t[1].cell[25][CW_COLUMN_RESEARCH], 1);
	ck_assert_int_eq(t[2].cell[1][CW_COLUMN_RESEARCH], 0);
	ck_assert_int_eq(t[2].cell[2][CW_COLUMN_RESEARCH], 1);
	ck_assert_int_eq(t[2].cell[25][CW_COLUMN_RESEARCH], 1);
	ck_assert_int_eq(t[3].cell[2][CW_COLUMN_RESEARCH], 1);
	ck_assert_int_eq(t[3].cell[13][CW_COLUMN_RESEARCH], 1);
	ck_assert_int_eq(t[3].cell[25][CW_COLUMN_RESEARCH], 0);
}
END_TEST

START_TEST(done_before_the_year)
{
	struct cw_report_table3 t = { 0 }, empty = { 0 };

	add(&t, 2026, d(2025, 3, 1), d(2025, 12, 31), 3, CW_COLUMN_PERSON);
	add(&t, 2026, d(2027, 1, 1), CW_DAY_NONE, 0, CW_COLUMN_PERSON);
	ck_assert_int_eq(memcmp(&t, &empty, sizeof(t)), 0);
}
END_TEST

START_TEST(impossible_cases_are_refused)
{
	static const struct cw_report_case bad[] = {
		{ CW_COLUMN_TOTAL, 20000, CW_DAY_NONE, 0 },
		{ (enum cw_report_column) - 1, 20000, CW_DAY_NONE, 0 },
		{ CW_COLUMN_PERSON, CW_DAY_NONE, CW_DAY_NONE, 0 },
		{ CW_COLUMN_PERSON, 20000, 19999, 3 },
		{ CW_COLUMN_PERSON, 20000, 20000, 2 },
		{ CW_COLUMN_PERSON, 20000, 20000, 24 },
	};
	struct cw_report_table3 t = { 0 }, empty = { 0 };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert(!cw_report_add(&t, 2024, &bad[i]));
	ck_assert_int_eq(memcmp(&t, &empty, sizeof(t)), 0);
}
END_TEST

/* Random years always balance, and each year carries in what the last carried out. */
START_TEST(years_always_add_up)
{
	struct cw_report_table3 t[5] = { 0 };
	uint32_t seed = 20260302;

	for (int n = 0; n < 5000; n++) {
		cw_day in, out;

		seed = seed * 1664525u + 1013904223u;
		in = d(2022, 1, 1) + (cw_day)(seed >> 8) % 1500;
		seed = seed * 1664525u + 1013904223u;
		out = seed >> 30 ? in + (cw_day)((seed >> 8) % 400) : CW_DAY_NONE;
		for (int i = 0; i < 5; i++)
			add(&t[i], 2022 + i, in, out, 3 + (int)(seed >> 4) % 21,
			    (int)(seed >> 12) % 6);
	}
	for (int i = 0; i < 5; i++) {
		cw_report_close(&t[i]);
		ck_assert_uint_eq(cw_report_check(&t[i], i ? &t[i - 1] : NULL, faults, 64), 0);
	}
	ck_assert_int_gt(t[2].cell[CW_ROW_CARRIED_IN][CW_COLUMN_TOTAL], 0);
	cw_report_sum(&t[0], &t[1]);
	ck_assert_uint_eq(cw_report_check(&t[0], NULL, faults, 64), 0); /* sums of sums hold */
}
END_TEST

START_TEST(faults_are_found)
{
	struct cw_report_table3 t = { 0 }, before = { 0 }, now;
	size_t n;

	add(&t, 2026, d(2026, 1, 5), d(2026, 2, 5), 5, CW_COLUMN_ENTERPRISE);
	add(&t, 2026, d(2026, 12, 31), CW_DAY_NONE, 0, CW_COLUMN_OTHER);
	cw_report_close(&t);
	ck_assert_uint_eq(cw_report_check(&t, &before, faults, 64), 0);
	ck_assert_int_eq(t.cell[24][CW_COLUMN_TOTAL], 1);
	ck_assert_int_eq(t.cell[1][CW_COLUMN_TOTAL], 2);
	now = t;

	t.cell[CW_ROW_CARRIED_OUT][CW_COLUMN_OTHER] = 0;
	n = cw_report_check(&t, NULL, faults, 64);
	ck_assert_uint_eq(n, 2); /* the column's balance, and the row's total */
	ck_assert_int_eq(faults[0].rule, CW_REPORT_BALANCE);
	ck_assert_int_eq(faults[0].column, CW_COLUMN_OTHER);
	ck_assert_int_eq(faults[0].should, 1);
	ck_assert_int_eq(faults[1].rule, CW_REPORT_TOTAL);
	ck_assert_int_eq(faults[1].row, 25);

	ck_assert_uint_eq(cw_report_changes(&t, &now, faults, 64), 1);
	ck_assert_int_eq(faults[0].rule, CW_REPORT_CHANGED);
	ck_assert_int_eq(faults[0].is, 0);
	ck_assert_int_eq(faults[0].should, 1);

	before.cell[CW_ROW_CARRIED_OUT][CW_COLUMN_PERSON] = 3;
	n = cw_report_check(&now, &before, faults, 1); /* more than the room is counted too */
	ck_assert_uint_eq(n, 1);
	ck_assert_int_eq(faults[0].rule, CW_REPORT_CARRIED);
	before.cell[CW_ROW_CARRIED_OUT][CW_COLUMN_TOTAL] = 3;
	ck_assert_uint_eq(cw_report_check(&now, &before, faults, 1), 2);

	now.cell[CW_ROW_DONE][CW_COLUMN_ENTERPRISE]++;
	n = cw_report_check(&now, NULL, faults, 64);
	ck_assert_uint_eq(n, 3); /* balance, sum of rows 3 to 23, total of the row */
	ck_assert_int_eq(faults[1].rule, CW_REPORT_DONE);
}
END_TEST

START_TEST(table_four)
{
	struct cw_report_table4 t = { 0 };

	/* Filed 2025, decided 2026: pending in 2025, its result in 2026, nothing in 2027. */
	for (int y = 2024; y <= 2027; y++) {
		memset(&t, 0, sizeof(t));
		cw_report_add_remedy(&t, y, CW_REMEDY_SUIT_AFTER, CW_RESULT_CORRECTED,
				     d(2025, 6, 1), d(2026, 1, 1));
		ck_assert_int_eq(t.cell[CW_REMEDY_SUIT_AFTER][CW_RESULT_PENDING], y == 2025);
		ck_assert_int_eq(t.cell[CW_REMEDY_SUIT_AFTER][CW_RESULT_CORRECTED], y == 2026);
		ck_assert_int_eq(t.cell[CW_REMEDY_SUIT_AFTER][CW_RESULT_TOTAL],
				 y == 2025 || y == 2026);
	}
	memset(&t, 0, sizeof(t));
	cw_report_add_remedy(&t, 2026, CW_REMEDY_RECONSIDERATION, CW_RESULT_UPHELD, d(2026, 2, 1),
			     CW_DAY_NONE);
	ck_assert_int_eq(t.cell[CW_REMEDY_RECONSIDERATION][CW_RESULT_PENDING], 1);
	ck_assert_int_eq(t.cell[CW_REMEDY_RECONSIDERATION][CW_RESULT_UPHELD], 0);
}
END_TEST

START_TEST(table_two_days_and_names)
{
	ck_assert_int_eq(cw_report_valid_difference(10, 3, 2, 11), 0);
	ck_assert_int_eq(cw_report_valid_difference(10, 3, 2, 12), 1);
	ck_assert_int_eq(cw_report_valid_difference(10, 0, 12, 0), 2);
	ck_assert_int_eq(cw_report_due(2025, false), d(2026, 1, 31));
	ck_assert_int_eq(cw_report_due(2025, true), d(2026, 3, 31));
	for (int i = 0; i < CW_REMEDY_KIND_MAX; i++)
		ck_assert_int_eq(cw_remedy_kind_of(cw_remedy_kind_name((enum cw_remedy_kind)i)), i);
	for (int i = 0; i < CW_RESULT_TOTAL; i++)
		ck_assert_int_eq(
			cw_remedy_result_of(cw_remedy_result_name((enum cw_remedy_result)i)), i);
	ck_assert_int_eq(cw_remedy_result_of("total"), -1);
	ck_assert_ptr_nonnull(strstr(cw_msg_raw(cw_report_row_title(3), CW_ZH), "予以公开"));
	ck_assert_ptr_nonnull(strstr(cw_msg_raw(cw_report_row_title(13), CW_ZH), "不掌握"));
	ck_assert_ptr_nonnull(strstr(cw_msg_raw(cw_report_row_title(25), CW_ZH), "结转下年度"));
	for (int i = 0; i < CW_COLUMN_MAX; i++)
		ck_assert_int_ne(cw_report_column_title((enum cw_report_column)i), CW_MSG_NONE);
	for (int i = 0; i < CW_RESULT_MAX; i++)
		ck_assert_int_ne(cw_remedy_result_title((enum cw_remedy_result)i), CW_MSG_NONE);
	for (int i = 0; i < CW_REMEDY_KIND_MAX; i++)
		ck_assert_int_ne(cw_remedy_kind_title((enum cw_remedy_kind)i), CW_MSG_NONE);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("report");
	TCase *t = tcase_create("report");

	tcase_add_test(t, one_case_through_the_years);
	tcase_add_test(t, done_before_the_year);
	tcase_add_test(t, impossible_cases_are_refused);
	tcase_add_test(t, years_always_add_up);
	tcase_add_test(t, faults_are_found);
	tcase_add_test(t, table_four);
	tcase_add_test(t, table_two_days_and_names);
	suite_add_tcase(s, t);
	return tap_run(s);
}
