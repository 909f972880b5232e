/* The ladder of reminders: who, on which days around the holidays of 2026, in which hours.  Days by
 * hand from 国办发明电〔2025〕7号. */
#include <stdio.h>
#include <string.h>

#include "casework/deadline.h"
#include "casework/remind.h"
#include "tests/lib/tap.h"

#define DAY(m, d) cw_day_of(2026, m, d)

static struct cw_calendar *cal;

static void begin(void)
{
	size_t n;
	const struct cw_notice *all = cw_notices_builtin(&n);

	cal = cw_calendar_new(all, n, CW_DAY_NONE);
}

static void finish(void)
{
	cw_calendar_free(cal);
}

struct counted {
	int at;
	cw_day day;
};

static void check_days(cw_day due_on, const struct counted *days, size_t n)
{
	for (size_t i = 0; i < n; i++)
		ck_assert_int_eq(cw_remind_day(cal, due_on, days[i].at), days[i].day);
}

START_TEST(steps_are_counted_in_working_days_around_holidays)
{
	/* 02-14 is a Saturday worked, 02-15 to 02-23 off, 02-28 a Saturday worked. */
	const struct counted spring[] = {
		{ -10, DAY(2, 4) }, { -5, DAY(2, 11) }, { -2, DAY(2, 14) }, { -1, DAY(2, 24) },
		{ 0, DAY(2, 25) },  { 1, DAY(2, 26) },	{ 3, DAY(2, 28) },  { 5, DAY(3, 3) },
	};
	/* 04-04 (Saturday) to 04-06 (Monday) off. */
	const struct counted qingming[] = {
		{ -10, DAY(3, 16) }, { -5, DAY(3, 23) }, { -2, DAY(3, 26) }, { -1, DAY(3, 27) },
		{ 0, DAY(3, 30) },   { 1, DAY(3, 31) },	 { 3, DAY(4, 2) },   { 5, DAY(4, 7) },
	};
	/* A day off that is due all the same: 15 days of a suit end in the festival. */
	const struct counted off[] = { { -1, DAY(2, 14) }, { 0, DAY(2, 21) }, { 1, DAY(2, 24) } };

	check_days(DAY(2, 25), spring, 8);
	check_days(DAY(3, 30), qingming, 8);
	check_days(DAY(2, 21), off, 3);
}
END_TEST

/* "at:who," with a letter for each: c caseworker, h head, s supervisor, a advisor, k clerk,
 * r reviewer, o officer; d digest, ! to be acknowledged. */
static const char *written(const char *kind, char *buf, size_t size)
{
	static const char letters[] = "chsakro";
	const struct cw_remind_step *steps;
	size_t n, len = 0;

	buf[0] = '\0';
	steps = cw_remind_ladder(kind, &n);
	for (size_t i = 0; i < n; i++) {
		len += (size_t)snprintf(buf + len, size - len, "%s%d:", i ? " " : "", steps[i].at);
		for (unsigned bit = 0; letters[bit]; bit++)
			if (steps[i].who & (1u << bit))
				len += (size_t)snprintf(buf + len, size - len, "%c", letters[bit]);
		len += (size_t)snprintf(buf + len, size - len, "%s%s", steps[i].digest ? "d" : "",
					steps[i].ack ? "!" : "");
	}
	return buf;
}

START_TEST(each_kind_has_the_steps_of_the_standard)
{
	const struct {
		const char *kind, *steps;
	} rows[] = {
		{ "reply", "-10:cd -5:c -2:ch -1:ca 0:ch! 1:hs 3:hs 5:hs" },
		{ "respondent", "-10:cd -5:c -2:ch -1:ca 0:ch! 1:hs 3:hs 5:hs" },
		{ "respondent_suit", "-10:cd -5:c -2:ch -1:ca 0:ch! 1:hs 3:hs 5:hs" },
		{ "serve", "-1:ck 0:chk! 1:hsk 3:hs 5:hs" },
		{ "serve_lapse", "-1:ck 0:chk! 1:hsk 3:hs 5:hs" },
		{ "correction_day", "-1:c 0:c!" },
		{ "correction", "0:c 1:ch 3:h 5:h" },
		{ "fee", "0:c 1:ch 3:h 5:h" },
		{ "reasons", "0:c 1:ch 3:h 5:h" },
		{ "succession", "0:c 1:ch 3:h 5:h" },
		{ "consultation", "-1:c 0:c 1:ch 3:h" },
		{ "determination", "-1:c 0:c 1:ch 3:h" },
		{ "reasons_finding", "-1:c 0:c! 1:ch 3:h" },
		{ "disclosure_notice", "-1:c 0:c! 1:ch 3:h" },
		{ "notice_receipt", "-1:c 0:c! 1:ch 3:h" },
		{ "legal_reassign", "-1:c 0:c! 1:ch 3:h" },
		{ "extension", "-2:h -1:h 0:h! 1:ch" },
		{ "proposal", "-1:h 0:h! 1:h 3:h" },
		{ "legal_review", "-2:a -1:a 0:ca! 1:cha 3:h" },
		{ "secrecy_review", "-1:r 0:cr! 1:chr 3:h" },
		{ "task", "-2:o -1:o 0:co! 1:cho 3:h" },
		{ "first_attempt", "0:k!" },
		{ "next_attempt", "0:k! 1:hk" },
		{ "unconfirmed", "0:h" },
		{ "collection", "0:ck! 1:hk 3:h" },
		{ "serve_again", "0:ck! 1:hk 3:h" },
		{ "copies", "-1:ck 0:ck! 1:chk 3:h" },
		{ "urging", "-2:ch -1:ch 0:h! 1:hs 3:hs 5:hs" },
		{ "complaint", "-5:s -2:s -1:s 0:s! 1:s 3:s 5:s" },
		{ "complaint_answer", "-2:ch -1:ch 0:h! 1:hs 3:hs 5:hs" },
		{ "complaint_mend", "-2:ch -1:ch 0:h! 1:hs 3:hs 5:hs" },
		{ "publication", "-1:h 0:h! 1:h 3:h" },
		{ "annual_report", "-10:cd -5:c -2:ch -1:ca 0:ch! 1:hs 3:hs 5:hs" },
		{ "moved", "" },
		{ "none_such", "-10:cd -5:c -2:ch -1:ca 0:ch! 1:hs 3:hs 5:hs" },
	};
	const size_t n = sizeof(rows) / sizeof(rows[0]);
	size_t kinds;
	char buf[200];

	for (size_t i = 0; i < n; i++)
		ck_assert_str_eq(written(rows[i].kind, buf, sizeof(buf)), rows[i].steps);
	for (const struct cw_deadline_row *k = cw_deadlines(&kinds); kinds > 1; k++, kinds--) {
		size_t i = 0;

		while (i < n && strcmp(rows[i].kind, k->kind) != 0)
			i++;
		ck_assert_msg(i < n, "%s has no row here", k->kind);
	}
}
END_TEST

START_TEST(each_step_is_taken_on_its_day_and_the_next_is_named)
{
	const struct {
		cw_day since, today;
		int at; /* 99: none */
		cw_day next;
	} looks[] = {
		{ CW_DAY_NONE, DAY(3, 2), 99, DAY(3, 16) },
		{ DAY(3, 16), DAY(3, 16), -10, DAY(3, 23) },
		{ DAY(3, 23), DAY(3, 23), -5, DAY(3, 26) },
		{ DAY(3, 26), DAY(3, 26), -2, DAY(3, 27) },
		{ DAY(3, 27), DAY(3, 27), -1, DAY(3, 30) },
		{ DAY(3, 30), DAY(3, 30), 0, DAY(3, 31) },
		{ DAY(3, 31), DAY(3, 31), 1, DAY(4, 2) },
		{ DAY(4, 2), DAY(4, 2), 3, DAY(4, 7) },
		{ DAY(4, 7), DAY(4, 7), 5, CW_DAY_NONE },
		/* The service was away: only the latest is made good. */
		{ DAY(3, 23), DAY(3, 29), -1, DAY(3, 30) },
		{ DAY(3, 27), DAY(4, 3), 3, DAY(4, 7) },
		/* First seen, or moved to it, in the middle: what lies behind is left out ... */
		{ CW_DAY_NONE, DAY(3, 24), 99, DAY(3, 26) },
		{ CW_DAY_NONE, DAY(3, 26), -2, DAY(3, 27) },
		{ CW_DAY_NONE, DAY(3, 28), 99, DAY(3, 30) },
		{ CW_DAY_NONE, DAY(3, 30), 0, DAY(3, 31) },
		/* ... but not that it is over. */
		{ CW_DAY_NONE, DAY(4, 1), 1, DAY(4, 2) },
		{ CW_DAY_NONE, DAY(4, 20), 5, CW_DAY_NONE },
	};

	for (size_t i = 0; i < sizeof(looks) / sizeof(looks[0]); i++) {
		const struct cw_remind r =
			cw_remind_look("reply", cal, DAY(3, 30), looks[i].since, looks[i].today);

		ck_assert_msg((r.step ? r.step->at : 99) == looks[i].at, "look %zu: %d", i,
			      r.step ? r.step->at : 99);
		ck_assert_int_eq(r.next, looks[i].next);
	}
	ck_assert_ptr_null(cw_remind_look("moved", cal, DAY(3, 30), CW_DAY_NONE, DAY(3, 30)).step);
}
END_TEST

static enum cw_hook hook(const char *kind, size_t i, cw_day today)
{
	size_t n;

	return cw_remind_hook(kind, true, &cw_remind_ladder(kind, &n)[i], DAY(3, 30), today);
}

static enum cw_hook desk_hook(const char *kind, size_t i, cw_day today)
{
	size_t n;

	return cw_remind_hook(kind, false, &cw_remind_ladder(kind, &n)[i], DAY(3, 30), today);
}

START_TEST(others_are_told_once_what_no_mark_tells)
{
	ck_assert_int_eq(hook("reply", 0, DAY(3, 16)), CW_HOOK_NONE); /* the digest's */
	ck_assert_int_eq(hook("reply", 1, DAY(3, 23)), CW_HOOK_DEADLINE_DUE_SOON);
	ck_assert_int_eq(hook("reply", 4, DAY(3, 30)), CW_HOOK_DEADLINE_DUE_TODAY);
	ck_assert_int_eq(hook("reply", 4, DAY(3, 31)), CW_HOOK_NONE); /* found too late */
	ck_assert_int_eq(hook("reply", 5, DAY(3, 31)), CW_HOOK_NONE); /* its mark says it */
	ck_assert_int_eq(hook("serve", 2, DAY(3, 31)), CW_HOOK_DEADLINE_OVERDUE);
	/* Marked on its day: that is told by the mark, what is over is not. */
	ck_assert_int_eq(hook("collection", 0, DAY(3, 30)), CW_HOOK_NONE);
	ck_assert_int_eq(hook("collection", 1, DAY(3, 31)), CW_HOOK_DEADLINE_OVERDUE);
	ck_assert_int_eq(hook("correction_day", 1, DAY(3, 30)), CW_HOOK_DEADLINE_DUE_TODAY);
	/* Nothing marks what belongs to no case. */
	ck_assert_int_eq(hook("urging", 3, DAY(3, 31)), CW_HOOK_NONE);
	ck_assert_int_eq(desk_hook("urging", 3, DAY(3, 31)), CW_HOOK_DEADLINE_OVERDUE);
	ck_assert_int_eq(desk_hook("urging", 2, DAY(3, 30)), CW_HOOK_DEADLINE_DUE_TODAY);
	ck_assert_int_eq(desk_hook("complaint", 0, DAY(3, 23)), CW_HOOK_DEADLINE_DUE_SOON);
}
END_TEST

/* Microseconds of a Beijing time of 2026-03-30. */
static int64_t at(int day, int hour, int minute, int second)
{
	return (((int64_t)DAY(3, day) * 24 + hour - 8) * 3600 + minute * 60 + second) * 1000000;
}

START_TEST(chat_and_mail_are_quiet_from_eight_to_eight)
{
	ck_assert_int_eq(cw_remind_send_at(at(30, 8, 0, 0), false), at(30, 8, 0, 0));
	ck_assert_int_eq(cw_remind_send_at(at(30, 19, 59, 59), false), at(30, 19, 59, 59));
	ck_assert_int_eq(cw_remind_send_at(at(29, 20, 0, 0), false), at(30, 8, 0, 0));
	ck_assert_int_eq(cw_remind_send_at(at(29, 23, 59, 59), false), at(30, 8, 0, 0));
	ck_assert_int_eq(cw_remind_send_at(at(30, 0, 0, 0), false), at(30, 8, 0, 0));
	ck_assert_int_eq(cw_remind_send_at(at(30, 7, 59, 59), false), at(30, 8, 0, 0));
	ck_assert_int_eq(cw_remind_send_at(at(30, 0, 0, 0), true), at(30, 0, 0, 0));
	ck_assert_int_eq(cw_remind_send_at(at(30, 21, 0, 0), true), at(30, 21, 0, 0));
	ck_assert_int_eq(cw_remind_quiet_end(at(29, 20, 0, 0)), at(30, 8, 0, 0));
	ck_assert_int_eq(cw_remind_quiet_end(at(30, 7, 59, 59)), at(30, 8, 0, 0));
	ck_assert_int_eq(cw_remind_quiet_end(at(29, 8, 0, 0)), at(30, 8, 0, 0));
}
END_TEST

static Suite *remind_suite(void)
{
	Suite *s = suite_create("remind");
	TCase *t = tcase_create("remind");

	tcase_add_checked_fixture(t, begin, finish);
	tcase_add_test(t, steps_are_counted_in_working_days_around_holidays);
	tcase_add_test(t, each_kind_has_the_steps_of_the_standard);
	tcase_add_test(t, each_step_is_taken_on_its_day_and_the_next_is_named);
	tcase_add_test(t, others_are_told_once_what_no_mark_tells);
	tcase_add_test(t, chat_and_mail_are_quiet_from_eight_to_eight);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	return tap_run(remind_suite());
}
