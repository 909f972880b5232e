/* What falls due and when it is marked; what a new calendar does to it (R-DAY-4).  Days by hand. */
#include <string.h>

#include "casework/calendar_change.h"
#include "casework/deadline.h"
#include "tests/lib/tap.h"

#define DAY(y, m, d) cw_day_of(y, m, d)

static struct cw_arena *a;
static struct cw_calendar *then, *now;
static struct cw_err err;

/* The made-up notice of 2027 of the scenarios: 01-04 and 01-05 off, two weekends worked. */
static void begin(void)
{
	static struct cw_span off;
	static cw_day on[4];
	static struct cw_notice all[32];
	size_t n;
	const struct cw_notice *have = cw_notices_builtin(&n);

	ck_assert_uint_lt(n, 32);
	memcpy(all, have, n * sizeof(all[0]));
	off = (struct cw_span){ DAY(2027, 1, 1), DAY(2027, 1, 5) };
	on[0] = DAY(2027, 1, 9);
	on[1] = DAY(2027, 1, 10);
	on[2] = DAY(2027, 1, 16);
	on[3] = DAY(2027, 1, 17);
	all[n] = (struct cw_notice){ .year = 2027,
				     .number = "测试〔2026〕9号",
				     .issued_on = DAY(2026, 12, 20),
				     .off = &off,
				     .n_off = 1,
				     .on = on,
				     .n_on = 4 };
	a = cw_arena_new(0);
	then = cw_calendar_new(all, n, CW_DAY_NONE);
	now = cw_calendar_new(all, n + 1, CW_DAY_NONE);
	cw_err_clear(&err);
}

static void finish(void)
{
	cw_calendar_free(now);
	cw_calendar_free(then);
	cw_arena_free(a);
}

START_TEST(each_kind_has_one_row)
{
	size_t n;
	const struct cw_deadline_row *rows = cw_deadlines(&n);

	for (size_t i = 0; i + 1 < n; i++) {
		ck_assert_ptr_eq(cw_deadline(rows[i].kind), &rows[i]);
		ck_assert_ptr_nonnull(rows[i].rule);
		ck_assert_uint_le(strlen(rows[i].kind), 24); /* the column */
	}
	ck_assert_ptr_null(rows[n - 1].kind);
	ck_assert_ptr_eq(cw_deadline("of a later version"), &rows[n - 1]);
}
END_TEST

START_TEST(a_mark_is_due_the_day_after_or_on_the_day)
{
	const cw_day due = DAY(2026, 3, 30);

	ck_assert_int_eq(cw_deadline_mark_on("reply", due), DAY(2026, 3, 31));
	ck_assert_int_eq(cw_deadline_mark_on("correction", due), DAY(2026, 3, 31));
	ck_assert_int_eq(cw_deadline_mark_on("collection", due), due);
	ck_assert_int_eq(cw_deadline_mark_on("moved", due), DAY(2026, 3, 31)); /* then it ends */
	ck_assert_int_eq(cw_deadline_mark_on("serve", due), CW_DAY_NONE);
	ck_assert_int_eq(cw_deadline_mark_on("reply", CW_DAY_NONE), CW_DAY_NONE);
}
END_TEST

START_TEST(working_days_that_are_left_are_kept)
{
	const cw_day today = DAY(2026, 12, 21);

	/* 22 to 25, 28 to 31, 01-04 to 01-08: 13 working days; by the notice 01-06 to 01-10. */
	ck_assert_int_eq(cw_deadline_moved("task", then, now, today, DAY(2027, 1, 8)),
			 DAY(2027, 1, 10));
	/* 01-18 is the 19th; by the notice 01-16 is, and the office works to it ... */
	ck_assert_int_eq(cw_deadline_moved("task", then, now, today, DAY(2027, 1, 18)),
			 DAY(2027, 1, 16));
	/* ... but the applicant keeps what was told. */
	ck_assert_int_eq(cw_deadline_moved("fee", then, now, today, DAY(2027, 1, 18)),
			 DAY(2027, 1, 18));
	ck_assert_int_eq(cw_deadline_moved("fee", then, now, today, DAY(2027, 1, 8)),
			 DAY(2027, 1, 10));
}
END_TEST

START_TEST(the_complainant_waits_no_longer_than_was_told)
{
	const cw_day today = DAY(2026, 12, 21);

	ck_assert_int_eq(cw_deadline_moved("complaint", then, now, today, DAY(2027, 1, 8)),
			 DAY(2027, 1, 8)); /* 01-10 by the notice */
	ck_assert_int_eq(cw_deadline_moved("complaint", then, now, today, DAY(2027, 1, 18)),
			 DAY(2027, 1, 16));
	ck_assert_int_eq(cw_deadline_moved("complaint_answer", then, now, today, DAY(2027, 1, 8)),
			 DAY(2027, 1, 10));
	ck_assert_int_eq(cw_deadline_moved("publication", then, now, today, DAY(2027, 1, 8)),
			 DAY(2027, 1, 8));
	ck_assert_int_eq(cw_deadline_moved("annual_report", then, now, today, DAY(2027, 1, 8)),
			 DAY(2027, 1, 8));
}
END_TEST

START_TEST(what_belongs_to_no_case_has_a_page)
{
	ck_assert_str_eq(cw_deadline_page("complaint"), "urgings");
	ck_assert_str_eq(cw_deadline_page("urging"), "urgings");
	ck_assert_str_eq(cw_deadline_page("publication"), "publications");
	ck_assert_str_eq(cw_deadline_page("annual_report"), "publications/reports");
}
END_TEST

START_TEST(days_and_what_is_over_do_not_move)
{
	const cw_day today = DAY(2026, 12, 21);

	/* A period in days: only off a day off (R-DAY-5). */
	ck_assert_int_eq(cw_deadline_moved("respondent_suit", then, now, today, DAY(2027, 1, 4)),
			 DAY(2027, 1, 6));
	ck_assert_int_eq(cw_deadline_moved("respondent_suit", then, now, today, DAY(2027, 1, 8)),
			 DAY(2027, 1, 8));
	ck_assert_int_eq(cw_deadline_moved("unconfirmed", then, now, today, DAY(2027, 1, 4)),
			 DAY(2027, 1, 4));
	ck_assert_int_eq(cw_deadline_moved("task", then, now, today, today), today);
	ck_assert_int_eq(cw_deadline_moved("reply", then, now, today, DAY(2027, 1, 8)),
			 DAY(2027, 1, 8)); /* the clock's */
}
END_TEST

static struct cw_calendar_change change(const struct cw_clock_event *events, size_t n, cw_day today)
{
	struct cw_calendar_change out;

	ck_assert_int_eq(cw_calendar_change(a, events, n, then, now, &cw_clock_settings_default,
					    today, &out, &err),
			 0);
	return out;
}

static struct cw_clock_event event(enum cw_clock_type type, cw_day on, uint32_t seq)
{
	return (struct cw_clock_event){
		.type = type, .on = on, .seq = seq, .until = CW_DAY_NONE, .told = CW_DAY_NONE
	};
}

START_TEST(the_earlier_of_told_and_new_is_worked_to)
{
	const struct cw_clock_event late = event(CW_CLOCK_RECEIVED, DAY(2026, 12, 10), 1);
	const struct cw_clock_event early = event(CW_CLOCK_RECEIVED, DAY(2026, 12, 18), 1);
	const struct cw_clock_event same = event(CW_CLOCK_RECEIVED, DAY(2026, 12, 14), 1);
	struct cw_calendar_change k = change(&late, 1, DAY(2026, 12, 21));

	ck_assert(k.has_event);
	ck_assert_int_eq(k.before, DAY(2027, 1, 8));
	ck_assert_int_eq(k.after, DAY(2027, 1, 10));
	ck_assert_int_eq(k.worked_to, DAY(2027, 1, 8));
	ck_assert_int_eq(k.event.told, DAY(2027, 1, 8));
	ck_assert_int_eq(k.event.until, DAY(2027, 1, 10));
	ck_assert(!k.clock.provisional);
	k = change(&early, 1, DAY(2026, 12, 21));
	ck_assert_int_eq(k.before, DAY(2027, 1, 18));
	ck_assert_int_eq(k.worked_to, DAY(2027, 1, 16));
	k = change(&same, 1, DAY(2026, 12, 21));
	ck_assert(!k.has_event);
	ck_assert_int_eq(k.worked_to, DAY(2027, 1, 12));
	ck_assert(!k.clock.provisional);
}
END_TEST

START_TEST(a_history_that_the_new_calendar_alone_refuses_is_kept_by_the_event)
{
	/* 12-31, 01-04 to 01-08, 01-11: by plain days 01-11 is the 7th.  With one more day worked
	 * before it, on a Saturday, it would be the 8th. */
	static const cw_day on[] = { 20827 };			  /* 2027-01-09 */
	static const struct cw_span off[] = { { 20820, 20820 } }; /* 2027-01-02, a Saturday */
	const struct cw_notice more = { .year = 2027,
					.number = "测试〔2027〕2号",
					.issued_on = DAY(2027, 1, 11),
					.off = off,
					.n_off = 1,
					.on = on,
					.n_on = 1 };
	const struct cw_clock_event events[] = {
		event(CW_CLOCK_RECEIVED, DAY(2026, 12, 30), 1),
		event(CW_CLOCK_CORRECTION_REQUESTED, DAY(2027, 1, 11), 2),
	};
	struct cw_notice all[32];
	struct cw_calendar *saved = now;
	struct cw_calendar_change k;
	size_t n;
	const struct cw_notice *have = cw_notices_builtin(&n);

	ck_assert_int_eq(on[0], DAY(2027, 1, 9));
	memcpy(all, have, n * sizeof(all[0]));
	all[n] = more;
	now = cw_calendar_new(all, n + 1, CW_DAY_NONE);
	k = change(events, 2, DAY(2027, 1, 12));
	ck_assert(k.has_event);
	ck_assert_int_eq(k.before, CW_DAY_NONE); /* it waits */
	ck_assert_int_eq(k.clock.waiting_for, CW_WAITING_CORRECTION);
	cw_calendar_free(now);
	now = saved;
}
END_TEST

/* Without memory at any place there is no half an answer. */
START_TEST(a_change_is_whole_or_fails)
{
	const struct cw_clock_event events[] = {
		event(CW_CLOCK_RECEIVED, DAY(2026, 12, 10), 1),
	};
	struct cw_calendar_change out;
	int done = -1;

	for (uint64_t n = 1; done; n++) {
		ck_assert_uint_lt(n, 2000);
		cw_err_clear(&err);
		cw_arena_fail_after(n);
		done = cw_calendar_change(a, events, 1, then, now, &cw_clock_settings_default,
					  DAY(2026, 12, 21), &out, &err);
		ck_assert_int_eq(err.code, done ? CW_INTERNAL : CW_OK);
	}
	cw_arena_fail_after(0);
	ck_assert_int_eq(out.worked_to, DAY(2027, 1, 8));
}
END_TEST

/* A history that no calendar makes lawful is refused as it is. */
START_TEST(a_history_that_was_never_lawful_is_refused)
{
	const struct cw_clock_event events[] = {
		event(CW_CLOCK_CORRECTION_REQUESTED, DAY(2026, 12, 10), 1),
	};
	struct cw_calendar_change out;

	ck_assert_int_eq(cw_calendar_change(a, events, 1, then, now, &cw_clock_settings_default,
					    DAY(2026, 12, 21), &out, &err),
			 -1);
	ck_assert(err.code != CW_OK && err.code != CW_INTERNAL);
}
END_TEST

static Suite *deadline_suite(void)
{
	Suite *s = suite_create("deadline");
	TCase *t = tcase_create("deadline");

	tcase_add_checked_fixture(t, begin, finish);
	tcase_add_test(t, each_kind_has_one_row);
	tcase_add_test(t, a_mark_is_due_the_day_after_or_on_the_day);
	tcase_add_test(t, working_days_that_are_left_are_kept);
	tcase_add_test(t, the_complainant_waits_no_longer_than_was_told);
	tcase_add_test(t, what_belongs_to_no_case_has_a_page);
	tcase_add_test(t, days_and_what_is_over_do_not_move);
	tcase_add_test(t, the_earlier_of_told_and_new_is_worked_to);
	tcase_add_test(t, a_change_is_whole_or_fails);
	tcase_add_test(t, a_history_that_was_never_lawful_is_refused);
	tcase_add_test(t, a_history_that_the_new_calendar_alone_refuses_is_kept_by_the_event);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	return tap_run(deadline_suite());
}
