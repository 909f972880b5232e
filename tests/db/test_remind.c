/* Deadlines to look at: listed by day, put in their places many at a time, unless they have changed. */
#include "db/agency.h"
#include "db/agency_deadline.h"
#include "db/migrate.h"
#include "db/remind.h"
#include "tests/db/check_db.h"

#define TODAY ((cw_day)cw_day_of(2026, 3, 2))
#define MANY  150 /* more than one statement takes */

static uint64_t agency;

static void put(uint64_t ref, cw_day due_on)
{
	const struct db_agency_deadline l = { .ref = ref, .agency_id = agency, .kind = DB_DUE_URGING,
					      .due_on = due_on, .calendar = 1 };

	must(db_agency_deadline_put(c, &l, &err));
}

static void begin(void)
{
	const struct db_agency row = { .region = "360104", .code = "QZF", .name = "示例", .short_name = "示例",
				       .kind = "district", .office = "", .address = "", .phone = "", .email = "",
				       .duties = "", .court = "", .active = true };
	unsigned applied;

	set_up();
	must(db_migrate_run(c, test_db_migrations(), 10, NULL, NULL, &applied, &err));
	must(db_agency_add(c, &row, &agency, &err));
	for (uint64_t ref = 1; ref <= MANY; ref++)
		put(ref, TODAY + 30);
}

static size_t listed(struct db_remind_due **rows, cw_day today)
{
	size_t n;

	must(db_remind_due_list(c, a, today, 1000, rows, &n, &err));
	return n;
}

static void plan(const struct db_remind_due *rows, const cw_day *next, size_t n)
{
	must(db_remind_due_plan(c, a, rows, next, n, &err));
}

START_TEST(each_gets_its_day)
{
	struct db_remind_due *rows, *again;
	cw_day next[MANY];

	ck_assert_uint_eq(listed(&rows, TODAY), MANY);
	for (size_t i = 0; i < MANY; i++)
		next[i] = i % 3 == 0 ? TODAY + 10 : i % 3 == 1 ? TODAY + 20 : CW_DAY_NONE;
	plan(rows, next, MANY);
	ck_assert_uint_eq(listed(&again, TODAY + 9), 0);
	ck_assert_uint_eq(listed(&again, TODAY + 10), MANY / 3);
	for (size_t i = 0; i < MANY / 3; i++)
		ck_assert_uint_eq(again[i].id, rows[3 * i].id);
	ck_assert_uint_eq(listed(&again, TODAY + 400), 2 * MANY / 3);
}
END_TEST

START_TEST(what_nothing_is_said_of_stays)
{
	struct db_remind_due *rows, *again;
	cw_day next[MANY];

	ck_assert_uint_eq(listed(&rows, TODAY), MANY);
	for (size_t i = 0; i < MANY; i++)
		next[i] = i < 5 ? CW_DAY_MIN : TODAY + 10;
	plan(rows, next, MANY);
	ck_assert_uint_eq(listed(&again, TODAY), 5);
	plan(again, next, 0);
	ck_assert_uint_eq(listed(&again, TODAY), 5);
}
END_TEST

/* Moved, ended, or looked at by another instance between the list and the plan. */
START_TEST(what_has_changed_keeps_its_own)
{
	struct db_remind_due *rows, *again;
	const cw_day other = TODAY + 5;
	cw_day next[MANY];

	ck_assert_uint_eq(listed(&rows, TODAY), MANY);
	for (size_t i = 0; i < MANY; i++)
		next[i] = TODAY + 10;
	put(rows[0].ref, TODAY + 40);
	must(db_agency_deadline_end(c, DB_DUE_URGING, rows[1].ref, "met", &err));
	must(db_remind_due_save(c, rows[2].id, rows[2].version, other, &err));
	plan(rows, next, MANY);
	ck_assert_uint_eq(listed(&again, TODAY), 1);
	ck_assert_uint_eq(again[0].id, rows[0].id);
	ck_assert_uint_eq(listed(&again, other), 2);
	ck_assert_uint_eq(again[1].id, rows[2].id);
	ck_assert_uint_eq(listed(&again, TODAY + 10), MANY - 1);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("remind");
	TCase *t = tcase_create("remind");

	test_db_start();
	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, begin, tear_down);
	tcase_add_test(t, each_gets_its_day);
	tcase_add_test(t, what_nothing_is_said_of_stays);
	tcase_add_test(t, what_has_changed_keeps_its_own);
	suite_add_tcase(s, t);
	return tap_run(s);
}
