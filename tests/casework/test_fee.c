/* The information-processing fee (R-FEE-2 to R-FEE-4, R-FEE-9). */
#include "casework/fee.h"
#include "tests/lib/tap.h"

static struct cw_arena *arena;
static struct cw_err err;

static void setup(void)
{
	arena = cw_arena_new(0);
	cw_err_clear(&err);
}

static void teardown(void)
{
	cw_arena_free(arena);
}

static struct cw_fee fee(enum cw_fee_method method, int64_t before, int64_t units)
{
	struct cw_fee out;

	ck_assert_int_eq(cw_fee_compute(arena, method, before, units, &out, &err), 0);
	return out;
}

/* law.md part 6, "Worked", in yuan, and the days around every boundary. */
static const struct {
	enum cw_fee_method method;
	int64_t units, yuan;
} worked[] = {
	{ CW_FEE_BY_ITEM, 0, 0 },	{ CW_FEE_BY_ITEM, 1, 0 },
	{ CW_FEE_BY_ITEM, 10, 0 },	{ CW_FEE_BY_ITEM, 11, 100 },
	{ CW_FEE_BY_ITEM, 30, 2000 },	{ CW_FEE_BY_ITEM, 31, 2200 },
	{ CW_FEE_BY_ITEM, 35, 3000 },	{ CW_FEE_BY_ITEM, 40, 4000 },
	{ CW_FEE_BY_ITEM, 41, 4300 },	{ CW_FEE_BY_ITEM, 50, 7000 },
	{ CW_FEE_BY_ITEM, 51, 7400 },	{ CW_FEE_BY_ITEM, 60, 11000 },
	{ CW_FEE_BY_ITEM, 61, 11500 },	{ CW_FEE_BY_ITEM, 100, 37000 },
	{ CW_FEE_BY_PAGE, 0, 0 },	{ CW_FEE_BY_PAGE, 30, 0 },
	{ CW_FEE_BY_PAGE, 31, 10 },	{ CW_FEE_BY_PAGE, 100, 700 },
	{ CW_FEE_BY_PAGE, 101, 720 },	{ CW_FEE_BY_PAGE, 200, 2700 },
	{ CW_FEE_BY_PAGE, 201, 2740 },	{ CW_FEE_BY_PAGE, 250, 4700 },
	{ CW_FEE_BY_PAGE, 5000, 194700 },
};

START_TEST(worked_tiers)
{
	ck_assert_int_eq(fee(worked[_i].method, 0, worked[_i].units).amount, worked[_i].yuan * 100);
}
END_TEST

/* The price of one unit, said once more in another way: from the words of 费4 and 费5. */
static int64_t price_of_item(int64_t unit)
{
	if (unit <= 10)
		return 0;
	return unit <= 30 ? 100 : ((unit - 1) / 10 - 1) * 100;
}

static int64_t price_of_page(int64_t page)
{
	return page > 200 ? 40 : page > 100 ? 20 : page > 30 ? 10 : 0;
}

START_TEST(agrees_with_counting_unit_by_unit)
{
	int64_t items = 0, pages = 0;

	for (int64_t n = 1; n <= 5000; n++) {
		items += price_of_item(n);
		pages += price_of_page(n);
		ck_assert_int_eq(fee(CW_FEE_BY_ITEM, 0, n).amount, items * 100);
		ck_assert_int_eq(fee(CW_FEE_BY_PAGE, 0, n).amount, pages * 100);
		cw_arena_reset(arena);
	}
}
END_TEST

/* A request's fee is total(before + its units) - total(before) (R-FEE-3). */
START_TEST(units_before)
{
	for (int64_t before = 0; before <= 120; before++) {
		int64_t sum = 0;

		for (int64_t n = 1; n <= 120; n++) {
			sum += price_of_item(before + n);
			ck_assert_int_eq(fee(CW_FEE_BY_ITEM, before, n).amount, sum * 100);
		}
		cw_arena_reset(arena);
	}
}
END_TEST

/* 32 requests of one unit on one day: 2,400 yuan in all (R-FEE-3). */
START_TEST(thirty_two_on_one_day)
{
	cw_fen sum = 0;

	for (int64_t before = 0; before < 32; before++)
		sum += fee(CW_FEE_BY_ITEM, before, 1).amount;
	ck_assert_int_eq(sum, 2400 * 100);
}
END_TEST

START_TEST(steps_name_the_tiers)
{
	static const struct cw_fee_step want[] = {
		{ 1, 10, 3, 0, 0 },
		{ 11, 30, 20, 10000, 200000 },
		{ 31, 40, 10, 20000, 200000 },
		{ 41, 50, 10, 30000, 300000 },
		{ 51, 60, 2, 40000, 80000 },
	};
	struct cw_fee f = fee(CW_FEE_BY_ITEM, 7, 45);

	ck_assert_uint_eq(f.n_steps, 5);
	for (size_t i = 0; i < f.n_steps; i++) {
		ck_assert_int_eq(f.steps[i].first, want[i].first);
		ck_assert_int_eq(f.steps[i].last, want[i].last);
		ck_assert_int_eq(f.steps[i].count, want[i].count);
		ck_assert_int_eq(f.steps[i].each, want[i].each);
		ck_assert_int_eq(f.steps[i].amount, want[i].amount);
	}
	ck_assert_int_eq(f.amount, 780000);
	f = fee(CW_FEE_BY_PAGE, 0, 250);
	ck_assert_uint_eq(f.n_steps, 4);
	ck_assert_int_eq(f.steps[3].first, 201);
	ck_assert_int_eq(f.steps[3].last, 0);
	ck_assert_int_eq(f.steps[3].count, 50);
	ck_assert_uint_eq(fee(CW_FEE_BY_ITEM, 5, 0).n_steps, 0);
}
END_TEST

START_TEST(faults)
{
	struct cw_fee out;

	ck_assert_int_eq(cw_fee_compute(arena, CW_FEE_BY_ITEM, -1, CW_FEE_UNITS_MAX + 1, &out, &err),
			 -1);
	ck_assert_int_eq(err.code, CW_INVALID);
	ck_assert_uint_eq(err.n_items, 2);
	ck_assert_str_eq(err.items[0].pointer, "/units_before");
	ck_assert_str_eq(err.items[1].pointer, "/units");
	cw_err_clear(&err);
	ck_assert_int_eq(cw_fee_compute(arena, CW_FEE_BY_PAGE, 1, -1, &out, &err), -1);
	ck_assert_str_eq(err.items[0].pointer, "/pages");
	ck_assert_str_eq(err.items[1].pointer, "/units_before");
	cw_err_clear(&err);
	cw_arena_fail_after(1);
	ck_assert_int_eq(cw_fee_compute(arena, CW_FEE_BY_PAGE, 0, 31, &out, &err), -1);
	ck_assert_int_eq(err.code, CW_INTERNAL);
	cw_arena_fail_after(0);
	ck_assert_int_gt(fee(CW_FEE_BY_ITEM, CW_FEE_UNITS_MAX, CW_FEE_UNITS_MAX).amount, 0);
}
END_TEST

START_TEST(names)
{
	for (int m = 0; m < CW_FEE_METHOD_MAX; m++)
		ck_assert_int_eq(cw_fee_method_of(cw_fee_method_name((enum cw_fee_method)m)), m);
	ck_assert_int_eq(cw_fee_method_of("by_weight"), -1);
}
END_TEST

static Suite *fee_suite(void)
{
	Suite *s = suite_create("fee");
	TCase *t = tcase_create("fee");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, worked_tiers, 0, sizeof(worked) / sizeof(worked[0]));
	tcase_add_test(t, agrees_with_counting_unit_by_unit);
	tcase_add_test(t, units_before);
	tcase_add_test(t, thirty_two_on_one_day);
	tcase_add_test(t, steps_name_the_tiers);
	tcase_add_test(t, faults);
	tcase_add_test(t, names);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	return tap_run(fee_suite());
}
