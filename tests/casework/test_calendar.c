/* The working-day calendar against calendars.md (R-DAY-1 to R-DAY-5). */
#include <stdlib.h>
#include <string.h>

#include "casework/calendar.h"
#include "tests/lib/tap.h"

static const struct cw_notice *notices;
static size_t n_notices;
static struct cw_calendar *cal;

static void setup(void)
{
	notices = cw_notices_builtin(&n_notices);
	cal = cw_calendar_new(notices, n_notices, CW_DAY_NONE);
	ck_assert_ptr_nonnull(cal);
}

static void teardown(void)
{
	cw_calendar_free(cal);
}

static cw_day day(const char *text)
{
	cw_day d = CW_DAY_NONE;

	ck_assert_msg(cw_day_parse(text, strlen(text), &d), "%s", text);
	return d;
}

#define ck_assert_day_eq(got, text)                                                                \
	do {                                                                                       \
		char buf_[CW_DAY_TEXT];                                                            \
		ck_assert_str_eq(cw_day_text(got, buf_), text);                                    \
	} while (0)

/* ---- calendars.md's totals and the notices themselves. */

START_TEST(year_totals)
{
	static const struct {
		int year, days;
	} totals[] = { { 2019, 250 }, { 2020, 249 }, { 2021, 250 }, { 2022, 249 },
		       { 2023, 249 }, { 2024, 251 }, { 2025, 248 }, { 2026, 248 } };

	for (size_t i = 0; i < sizeof(totals) / sizeof(totals[0]); i++) {
		cw_day from = cw_day_of(totals[i].year - 1, 12, 31);
		cw_day to = cw_day_of(totals[i].year, 12, 31);
		int n = 0;

		for (cw_day d = from + 1; d <= to; d++)
			n += cw_calendar_is_working(cal, d);
		ck_assert_msg(n == totals[i].days, "%d: %d", totals[i].year, n);
		ck_assert_int_eq(cw_calendar_count(cal, from, to), n);
	}
}
END_TEST

/* Every day off and every make-up day of the table, with the day before and after each span that
 * the table shows to be worked. */
static const struct {
	const char *day;
	bool works;
} days[] = {
	{ "2018-12-29", true },	 { "2018-12-30", false }, { "2018-12-31", false },
	{ "2019-01-01", false }, { "2019-01-02", true },  { "2019-02-02", true },
	{ "2019-02-03", true },	 { "2019-02-04", false }, { "2019-02-10", false },
	{ "2019-02-11", true },	 { "2019-04-05", false }, { "2019-04-08", true },
	{ "2019-04-28", true },	 { "2019-05-01", false }, { "2019-05-02", false },
	{ "2019-05-03", false }, { "2019-05-04", false }, { "2019-05-05", true },
	{ "2019-09-29", true },	 { "2019-10-07", false }, { "2019-10-12", true },
	{ "2020-01-01", false }, { "2020-01-19", true },  { "2020-01-23", true },
	{ "2020-01-24", false }, { "2020-01-31", false }, { "2020-02-01", false },
	{ "2020-02-02", false }, { "2020-02-03", true },  { "2020-04-06", false },
	{ "2020-04-26", true },	 { "2020-05-05", false }, { "2020-05-06", true },
	{ "2020-10-08", false }, { "2020-10-09", true },  { "2020-10-10", true },
	{ "2021-02-07", true },	 { "2021-02-20", true },  { "2021-09-21", false },
	{ "2021-09-26", true },	 { "2022-01-29", true },  { "2022-01-30", true },
	{ "2022-01-31", false }, { "2022-10-08", true },  { "2022-10-09", true },
	{ "2022-12-30", true },	 { "2022-12-31", false }, { "2023-01-02", false },
	{ "2023-01-03", true },	 { "2023-01-28", true },  { "2023-04-05", false },
	{ "2023-04-06", true },	 { "2023-10-06", false }, { "2023-10-07", true },
	{ "2023-10-08", true },	 { "2024-02-04", true },  { "2024-02-09", true },
	{ "2024-02-10", false }, { "2024-02-18", true },  { "2024-06-10", false },
	{ "2024-10-12", true },	 { "2025-01-26", true },  { "2025-02-04", false },
	{ "2025-02-05", true },	 { "2025-02-08", true },  { "2025-06-02", false },
	{ "2025-10-08", false }, { "2025-10-09", true },  { "2025-10-11", true },
	{ "2026-01-02", false }, { "2026-01-03", false }, { "2026-01-04", true },
	{ "2026-01-05", true },	 { "2026-02-13", true },  { "2026-02-14", true },
	{ "2026-02-15", false }, { "2026-02-23", false }, { "2026-02-24", true },
	{ "2026-02-28", true },	 { "2026-03-01", false }, { "2026-04-06", false },
	{ "2026-04-07", true },	 { "2026-09-20", true },  { "2026-09-25", false },
	{ "2026-10-07", false }, { "2026-10-08", true },  { "2026-10-10", true },
	{ "2026-10-11", false },
};

START_TEST(single_days)
{
	ck_assert_msg(cw_calendar_is_working(cal, day(days[_i].day)) == days[_i].works, "%s",
		      days[_i].day);
}
END_TEST

START_TEST(builtin_notices_are_sound)
{
	struct cw_err err;

	ck_assert_uint_eq(n_notices, 10);
	for (size_t i = 0; i < n_notices; i++) {
		cw_err_clear(&err);
		ck_assert_msg(cw_notice_check(&notices[i], &err) == 0, "%s", notices[i].number);
		if (i)
			ck_assert_int_gt(notices[i].issued_on, notices[i - 1].issued_on);
	}
	ck_assert_str_eq(notices[9].number, "国办发明电〔2025〕7号");
	ck_assert_day_eq(notices[9].issued_on, "2025-11-04");
}
END_TEST

/* ---- The two changed notices (calendars.md): before and after the day of issue. */

START_TEST(changed_2020)
{
	struct cw_calendar *before = cw_calendar_new(notices, n_notices, day("2020-01-26"));
	struct cw_calendar *after = cw_calendar_new(notices, n_notices, day("2020-01-27"));

	ck_assert(cw_calendar_is_working(before, day("2020-01-31")));
	ck_assert(cw_calendar_is_working(before, day("2020-02-01")));
	ck_assert(!cw_calendar_is_working(after, day("2020-01-31")));
	ck_assert(!cw_calendar_is_working(after, day("2020-02-01")));
	ck_assert_str_eq(cw_calendar_notice(before, day("2020-06-01"))->number,
			 "国办发明电〔2019〕16号");
	ck_assert_str_eq(cw_calendar_notice(after, day("2020-06-01"))->number,
			 "国办发明电〔2020〕1号");
	ck_assert_day_eq(cw_calendar_add(before, day("2020-01-02"), 20), "2020-02-04");
	ck_assert_day_eq(cw_calendar_add(after, day("2020-01-02"), 20), "2020-02-06");
	cw_calendar_free(before);
	cw_calendar_free(after);
}
END_TEST

START_TEST(changed_2019)
{
	struct cw_calendar *before = cw_calendar_new(notices, n_notices, day("2019-03-21"));

	ck_assert(!cw_calendar_is_working(before, day("2019-04-28")));
	ck_assert(cw_calendar_is_working(before, day("2019-05-02")));
	ck_assert(cw_calendar_is_working(before, day("2019-05-03")));
	ck_assert(!cw_calendar_is_working(before, day("2019-05-05")));
	ck_assert(cw_calendar_is_provisional(before, day("2020-01-02")));
	cw_calendar_free(before);
}
END_TEST

/* ---- Counting. */

/* R-CLOCK-11's example, and days around each festival counted by hand from the table. */
static const struct {
	const char *from;
	int n;
	const char *to;
} sums[] = {
	{ "2026-03-02", 0, "2026-03-02" },  { "2026-03-02", 1, "2026-03-03" },
	{ "2026-03-02", 20, "2026-03-30" }, { "2026-03-01", 20, "2026-03-27" },
	{ "2026-03-02", 40, "2026-04-28" }, { "2026-02-13", 1, "2026-02-14" },
	{ "2026-02-13", 2, "2026-02-24" },  { "2026-02-27", 1, "2026-02-28" },
	{ "2026-09-30", 1, "2026-10-08" },  { "2026-10-09", 1, "2026-10-10" },
	{ "2019-04-26", 1, "2019-04-28" },  { "2019-04-30", 1, "2019-05-05" },
	{ "2020-01-23", 1, "2020-02-03" },  { "2018-12-28", 1, "2018-12-29" },
	{ "2026-12-31", 1, "2027-01-04" },
};

START_TEST(sums_by_hand)
{
	cw_day from = day(sums[_i].from);

	ck_assert_day_eq(cw_calendar_add(cal, from, sums[_i].n), sums[_i].to);
	ck_assert_int_eq(cw_calendar_count(cal, from, day(sums[_i].to)), sums[_i].n);
	ck_assert_int_eq(cw_calendar_count(cal, day(sums[_i].to), from), -sums[_i].n);
}
END_TEST

/* The tables answer what walking day by day answers. */
START_TEST(add_sub_count_agree_with_walking)
{
	for (cw_day from = cw_day_of(2018, 12, 1); from <= cw_day_of(2027, 3, 1); from += 3) {
		cw_day d = from;
		int n = 0;

		while (n < 45) {
			d++;
			if (!cw_calendar_is_working(cal, d)) {
				ck_assert_int_eq(cw_calendar_count(cal, from, d), n);
				continue;
			}
			n++;
			ck_assert_int_eq(cw_calendar_add(cal, from, n), d);
			ck_assert_int_eq(cw_calendar_count(cal, from, d), n);
		}
		for (n = 0, d = from; n < 45;) {
			d--;
			if (cw_calendar_is_working(cal, d))
				ck_assert_int_eq(cw_calendar_sub(cal, from, ++n), d);
		}
	}
}
END_TEST

START_TEST(on_or_after)
{
	ck_assert_day_eq(cw_calendar_on_or_after(cal, day("2026-10-01")), "2026-10-08");
	ck_assert_day_eq(cw_calendar_on_or_after(cal, day("2026-10-08")), "2026-10-08");
	ck_assert_day_eq(cw_calendar_on_or_after(cal, day("2026-10-10")), "2026-10-10");
	ck_assert_day_eq(cw_calendar_on_or_after(cal, day("2026-10-11")), "2026-10-12");
}
END_TEST

START_TEST(ends_of_the_range)
{
	ck_assert_day_eq(cw_calendar_add(cal, day("2099-12-30"), 1), "2099-12-31");
	ck_assert_int_eq(cw_calendar_add(cal, day("2099-12-31"), 1), CW_DAY_NONE);
	ck_assert_int_eq(cw_calendar_add(cal, day("2099-12-31"), 0), CW_DAY_MAX);
	ck_assert_int_eq(cw_calendar_add(cal, day("2026-03-02"), 1000000), CW_DAY_NONE);
	ck_assert_int_eq(cw_calendar_sub(cal, day("1990-01-02"), 1), CW_DAY_NONE);
	ck_assert_day_eq(cw_calendar_sub(cal, day("1990-01-03"), 1), "1990-01-02");
	ck_assert_int_eq(cw_calendar_on_or_after(cal, CW_DAY_MAX), CW_DAY_MAX);
	ck_assert(!cw_calendar_is_working(cal, cw_day_of(2100, 1, 2)));
	ck_assert(cw_calendar_is_working(cal, cw_day_of(2100, 1, 4)));
	ck_assert_ptr_null(cw_calendar_notice(cal, cw_day_of(2100, 1, 4)));
	ck_assert_int_eq(cw_calendar_add(cal, cw_day_of(1989, 12, 29), 1), CW_DAY_NONE);
	ck_assert_int_eq(cw_calendar_add(cal, cw_day_of(2100, 1, 4), 1), CW_DAY_NONE);
	ck_assert_int_eq(cw_calendar_sub(cal, cw_day_of(2100, 1, 4), 1), CW_DAY_NONE);
	ck_assert_int_eq(cw_calendar_sub(cal, cw_day_of(2026, 3, 2), 0), cw_day_of(2026, 3, 2));
	ck_assert_int_eq(cw_calendar_count(cal, cw_day_of(1980, 1, 1), day("1990-01-02")), 1);
	ck_assert(cw_calendar_is_provisional(cal, cw_day_of(1980, 1, 1)));
}
END_TEST

/* ---- Years without a notice (R-DAY-3) and overlays (R-DAY-2). */

START_TEST(unknown_years)
{
	ck_assert(!cw_calendar_is_provisional(cal, day("2026-12-31")));
	ck_assert(cw_calendar_is_provisional(cal, day("2027-01-01")));
	ck_assert(cw_calendar_is_provisional(cal, day("2018-12-31")));
	ck_assert(!cw_calendar_is_working(cal, day("2027-01-01")));
	ck_assert(cw_calendar_is_working(cal, day("2027-02-08"))); /* the festival is not known */
	ck_assert(!cw_calendar_is_working(cal, day("2028-05-01")));
	ck_assert(!cw_calendar_is_working(cal, day("2028-05-02"))); /* from 2025 on */
	ck_assert(cw_calendar_is_working(cal, day("2028-05-03")));
	ck_assert(cw_calendar_is_working(cal, day("2018-05-02")));
	ck_assert(cw_calendar_is_working(cal, day("2027-09-30")));
	ck_assert(!cw_calendar_is_working(cal, day("2027-10-01")));
	ck_assert(!cw_calendar_is_working(cal, day("2029-10-03")));
	ck_assert(cw_calendar_is_working(cal, day("2027-10-04")));
	ck_assert(!cw_calendar_is_working(cal, day("2027-10-09")));
}
END_TEST

START_TEST(no_notice_at_all)
{
	struct cw_calendar *none = cw_calendar_new(NULL, 0, CW_DAY_NONE);

	ck_assert_day_eq(cw_calendar_add(none, day("2026-09-30"), 1), "2026-10-05");
	ck_assert(cw_calendar_is_provisional(none, day("2026-09-30")));
	cw_calendar_free(none);
	cw_calendar_free(NULL);
}
END_TEST

START_TEST(overlay_fixes_days_and_no_year)
{
	const struct cw_span off = { day("2027-03-31"), day("2027-03-31") };
	const struct cw_notice all[] = { { .year = 2027,
					   .number = "测试节日",
					   .issued_on = day("2026-12-01"),
					   .off = &off,
					   .n_off = 1,
					   .overlay = true } };
	struct cw_calendar *with = cw_calendar_new(all, 1, CW_DAY_NONE);

	ck_assert(!cw_calendar_is_working(with, day("2027-03-31")));
	ck_assert(cw_calendar_is_provisional(with, day("2027-03-31")));
	ck_assert(!cw_calendar_is_working(with, day("2027-05-01")));
	cw_calendar_free(with);
}
END_TEST

/* A later notice holds over an earlier one whatever order they are given in. */
START_TEST(issue_day_decides)
{
	struct cw_notice *turned = calloc(n_notices, sizeof(*turned));
	struct cw_calendar *other;

	ck_assert_ptr_nonnull(turned);
	for (size_t i = 0; i < n_notices; i++)
		turned[i] = notices[n_notices - 1 - i];
	other = cw_calendar_new(turned, n_notices, CW_DAY_NONE);
	for (cw_day d = cw_day_of(2018, 12, 1); d < cw_day_of(2027, 2, 1); d++)
		ck_assert_int_eq(cw_calendar_is_working(other, d), cw_calendar_is_working(cal, d));
	cw_calendar_free(other);
	free(turned);
}
END_TEST

/* ---- Notices that cannot be right. */

START_TEST(faults_of_a_notice)
{
	const struct cw_span off[] = {
		{ day("2027-02-08"), day("2027-02-05") }, /* backwards */
		{ day("2027-10-01"), day("2027-10-07") },
		{ day("2027-10-07"), day("2027-10-09") }, /* overlaps */
		{ day("2026-11-30"), day("2026-12-02") }, /* too early */
		{ day("2026-12-31"), day("2027-01-03") },
		{ day("2028-01-30"), day("2028-02-01") }, /* too late */
	};
	const cw_day on[] = {
		day("2027-02-06"), day("2027-02-04"), /* a Thursday */
		day("2027-10-02"),		      /* off as well */
		day("2027-02-06"),		      /* twice */
	};
	const struct cw_notice bad = {
		.year = 2027, .issued_on = CW_DAY_NONE, .off = off, .n_off = 6, .on = on, .n_on = 4
	};
	static const struct {
		const char *pointer;
		enum cw_msg msg;
	} faults[] = {
		{ "/number", CW_MSG_REQUIRED },		{ "/issued_on", CW_MSG_BAD_DATE },
		{ "/off/0", CW_MSG_NOTICE_BACKWARDS },	{ "/off/2", CW_MSG_NOTICE_TWICE },
		{ "/off/3", CW_MSG_NOTICE_OTHER_YEAR }, { "/off/5", CW_MSG_NOTICE_OTHER_YEAR },
		{ "/on/1", CW_MSG_NOTICE_NO_WEEKEND },	{ "/on/2", CW_MSG_NOTICE_ON_AND_OFF },
		{ "/on/3", CW_MSG_NOTICE_TWICE },
	};
	struct cw_err err;

	cw_err_clear(&err);
	ck_assert_int_eq(cw_notice_check(&bad, &err), -1);
	ck_assert_int_eq(err.code, CW_INVALID);
	ck_assert_uint_eq(err.n_items, sizeof(faults) / sizeof(faults[0]));
	for (size_t i = 0; i < err.n_items; i++) {
		ck_assert_str_eq(err.items[i].pointer, faults[i].pointer);
		ck_assert_int_eq(err.items[i].msg, faults[i].msg);
	}
}
END_TEST

/* What is beyond the days that are known touches nothing and breaks nothing. */
START_TEST(a_notice_beyond_the_range)
{
	const struct cw_span off[] = { { cw_day_of(1989, 12, 1), cw_day_of(1990, 1, 2) },
				       { cw_day_of(2099, 12, 31), cw_day_of(2100, 1, 3) },
				       { day("2099-12-30"), cw_day_of(2100, 1, 3) },
				       { cw_day_of(2100, 1, 1), cw_day_of(2100, 1, 3) } };
	const cw_day on[] = { cw_day_of(1989, 12, 2), cw_day_of(2100, 1, 2) };
	struct cw_notice n = { .number = "",
			       .year = 1990,
			       .issued_on = day("1990-01-02"),
			       .off = off,
			       .n_off = 4,
			       .on = on,
			       .n_on = 2 };
	struct cw_calendar *odd = cw_calendar_new(&n, 1, CW_DAY_NONE);
	struct cw_err err;

	ck_assert(!cw_calendar_is_working(odd, day("1990-01-02")));
	ck_assert(cw_calendar_is_working(odd, day("1990-01-03")));
	ck_assert(!cw_calendar_is_working(odd, day("2099-12-31")));
	cw_calendar_free(odd);
	cw_err_clear(&err);
	ck_assert_int_eq(cw_notice_check(&n, &err), -1);
	ck_assert_uint_eq(err.n_items, 8); /* number, year, each span, each day */
	ck_assert_int_eq(err.items[2].msg, CW_MSG_BAD_DATE);
	ck_assert_int_eq(err.items[6].msg, CW_MSG_BAD_DATE);
	n.year = 2099;
	cw_err_clear(&err);
	ck_assert_int_eq(cw_notice_check(&n, &err), -1);
	ck_assert_str_eq(err.items[1].pointer, "/year");
	for (int year = 1989; year < 2102; year += 112) { /* of no year that is known */
		n.year = year;
		odd = cw_calendar_new(&n, 1, CW_DAY_NONE);
		ck_assert(cw_calendar_is_provisional(odd, day("1990-06-01")));
		cw_calendar_free(odd);
	}
	/* A day of the span before, a day worked of the years beside. */
	n = (struct cw_notice){ .number = "x",
				.year = 2027,
				.issued_on = day("2026-11-01"),
				.on = (const cw_day[]){ day("2026-11-28"), day("2028-02-05") },
				.n_on = 2 };
	cw_err_clear(&err);
	ck_assert_int_eq(cw_notice_check(&n, &err), -1);
	ck_assert_uint_eq(err.n_items, 2);
	ck_assert_int_eq(err.items[1].msg, CW_MSG_NOTICE_OTHER_YEAR);
}
END_TEST

static Suite *calendar_suite(void)
{
	Suite *s = suite_create("calendar");
	TCase *t = tcase_create("calendar");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, year_totals);
	tcase_add_loop_test(t, single_days, 0, sizeof(days) / sizeof(days[0]));
	tcase_add_test(t, builtin_notices_are_sound);
	tcase_add_test(t, changed_2020);
	tcase_add_test(t, changed_2019);
	tcase_add_loop_test(t, sums_by_hand, 0, sizeof(sums) / sizeof(sums[0]));
	tcase_add_test(t, add_sub_count_agree_with_walking);
	tcase_add_test(t, on_or_after);
	tcase_add_test(t, ends_of_the_range);
	tcase_add_test(t, unknown_years);
	tcase_add_test(t, no_notice_at_all);
	tcase_add_test(t, overlay_fixes_days_and_no_year);
	tcase_add_test(t, issue_day_decides);
	tcase_add_test(t, faults_of_a_notice);
	tcase_add_test(t, a_notice_beyond_the_range);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	return tap_run(calendar_suite());
}
