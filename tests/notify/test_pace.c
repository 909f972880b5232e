/* When something is sent again, and how fast: schedule, token buckets, rush hours. */
#include <stdlib.h>

#include "notify/channel.h"
#include "notify/lane.h"
#include "notify/schedule.h"
#include "tests/lib/tap.h"

#define SECOND INT64_C(1000000)
#define START  (INT64_C(1790000000) * SECOND)

/* standards.md part 1. */
static const int64_t waits_s[NT_ATTEMPTS] = { 0, 5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400 };

START_TEST(the_schedule)
{
	for (unsigned tried = 0; tried < NT_ATTEMPTS; tried++) {
		int64_t least = nt_schedule_wait(tried, 0, 0), most = nt_schedule_wait(tried, UINT32_MAX, 0);

		ck_assert_int_eq(least, waits_s[tried] * SECOND);
		ck_assert_int_eq(most, least + least / 10);
		ck_assert_int_ge(nt_schedule_wait(tried, UINT32_MAX / 2, 0), least);
		ck_assert_int_le(nt_schedule_wait(tried, UINT32_MAX / 2, 0), least + least / 20);
	}
	ck_assert_int_eq(nt_schedule_wait(NT_ATTEMPTS, 0, 0), -1);
	ck_assert_int_eq(nt_schedule_wait(UINT32_MAX, UINT32_MAX, 60), -1);
}
END_TEST

START_TEST(retry_after)
{
	ck_assert_int_eq(nt_schedule_wait(1, 0, 120), 120 * SECOND);
	ck_assert_int_eq(nt_schedule_wait(2, 0, 120), 300 * SECOND); /* the later of both */
	ck_assert_int_eq(nt_schedule_wait(1, 0, INT64_MAX), NT_WAIT_MAX_S * SECOND);
	ck_assert_int_eq(nt_schedule_wait(1, 0, -7), 5 * SECOND);
}
END_TEST

/* A sender that asks all the time never sends more than LIMIT in any WINDOW. */
static void check_limit(struct nt_rate rate, unsigned limit, int64_t window)
{
	enum { SENT = 2000 };
	static int64_t sent[SENT];
	struct nt_bucket b;
	int64_t now = START;

	nt_bucket_init(&b, rate, now);
	for (unsigned n = 0; n < SENT; n++) {
		int64_t wait;

		while ((wait = nt_bucket_take(&b, now)) > 0)
			now += wait;
		sent[n] = now;
		if (n >= limit)
			ck_assert_msg(sent[n] - sent[n - limit] >= window, "message %u", n);
		if (n == 700) /* a pause fills the bucket, and no more than that */
			now += 3600 * SECOND;
	}
}

START_TEST(limits_hold_in_any_window)
{
	check_limit(nt_channel(NT_WECOM)->rate, 20, 60 * SECOND);
	check_limit(nt_channel(NT_DINGTALK)->rate, 20, 60 * SECOND);
	check_limit(nt_channel(NT_FEISHU)->rate, 5, SECOND);
	check_limit(nt_channel(NT_FEISHU)->rate, 100, 60 * SECOND);
}
END_TEST

START_TEST(says_when_to_ask_again)
{
	struct nt_bucket b;

	nt_bucket_init(&b, (struct nt_rate){ .burst = 2, .period = SECOND }, START);
	ck_assert_int_eq(nt_bucket_take(&b, START), 0);
	ck_assert_int_eq(nt_bucket_take(&b, START), 0);
	ck_assert_int_eq(nt_bucket_take(&b, START), SECOND);
	ck_assert_int_eq(nt_bucket_take(&b, START + SECOND - 1), 1);
	ck_assert_int_eq(nt_bucket_take(&b, START + SECOND), 0);
	ck_assert_int_eq(nt_bucket_take(&b, START + SECOND), SECOND);
}
END_TEST

START_TEST(webhooks_have_no_limit_until_throttled)
{
	struct nt_bucket b;

	nt_bucket_init(&b, nt_channel(NT_WEBHOOK)->rate, START);
	for (int i = 0; i < 10000; i++)
		ck_assert_int_eq(nt_bucket_take(&b, START), 0);
	nt_bucket_slow(&b, START, 60 * SECOND);
	ck_assert_int_eq(nt_bucket_take(&b, START), 60 * SECOND);
	ck_assert_int_eq(nt_bucket_take(&b, START + 60 * SECOND), 0);
	ck_assert_int_eq(nt_bucket_take(&b, START + 60 * SECOND), SECOND);
	for (int i = 0; i < 20; i++)
		nt_bucket_good(&b);
	ck_assert_int_eq(nt_bucket_take(&b, START + 61 * SECOND), 0);
	ck_assert_int_eq(nt_bucket_take(&b, START + 61 * SECOND), 0);
}
END_TEST

START_TEST(slower_and_back)
{
	const struct nt_rate rate = { .burst = 5, .period = 4 * SECOND };
	struct nt_bucket b;
	int64_t now = START;

	nt_bucket_init(&b, rate, now);
	nt_bucket_slow(&b, now, 600 * SECOND);
	ck_assert_int_eq(nt_bucket_take(&b, now), 600 * SECOND);
	ck_assert_int_eq(nt_bucket_take(&b, now + 600 * SECOND - 1), 1);
	now += 600 * SECOND;
	ck_assert_int_eq(nt_bucket_take(&b, now), 0); /* one, no burst */
	ck_assert_int_eq(nt_bucket_take(&b, now), 8 * SECOND);
	for (int i = 0; i < 9; i++)
		nt_bucket_slow(&b, now, SECOND);
	ck_assert_int_eq(b.period, 32 * SECOND); /* an eighth of the rate is the least */
	for (int i = 0; i < 59; i++)
		nt_bucket_good(&b);
	ck_assert_int_eq(b.period, 8 * SECOND);
	nt_bucket_good(&b);
	ck_assert_int_eq(b.period, rate.period);
	for (int i = 0; i < 100; i++)
		nt_bucket_good(&b);
	ck_assert_int_eq(b.period, rate.period);
}
END_TEST

/* A shorter wait does not shorten one that was asked for before. */
START_TEST(a_block_is_only_lengthened)
{
	struct nt_bucket b;

	nt_bucket_init(&b, (struct nt_rate){ .burst = 1, .period = SECOND }, START);
	nt_bucket_slow(&b, START, 600 * SECOND);
	nt_bucket_slow(&b, START, 60 * SECOND);
	ck_assert_int_eq(nt_bucket_take(&b, START), 600 * SECOND);
}
END_TEST

/* 飞书 asks to avoid full and half hours; START is 20 minutes past an hour. */
START_TEST(rush_hours)
{
	const int64_t hour = START - START % (3600 * SECOND);

	ck_assert_int_eq(nt_rush_wait(NT_FEISHU, hour), 5 * SECOND);
	ck_assert_int_eq(nt_rush_wait(NT_FEISHU, hour + 5 * SECOND - 1), 1);
	ck_assert_int_eq(nt_rush_wait(NT_FEISHU, hour + 5 * SECOND), 0);
	ck_assert_int_eq(nt_rush_wait(NT_FEISHU, hour - 1), 0);
	ck_assert_int_eq(nt_rush_wait(NT_FEISHU, hour + 1800 * SECOND), 5 * SECOND);
	ck_assert_int_eq(nt_rush_wait(NT_WECOM, hour), 0);
	ck_assert_int_eq(nt_rush_wait(NT_WEBHOOK, hour), 0);
}
END_TEST

START_TEST(kinds)
{
	for (int kind = 0; kind < NT_KIND_MAX; kind++)
		ck_assert_int_eq(nt_kind_of(nt_channel((enum nt_kind)kind)->name), kind);
	ck_assert_int_eq(nt_kind_of("email"), -1);
}
END_TEST

/* A receiver proves itself one arrival at a time; how much is claimed ahead for it follows its pace, and one
 * failure takes all of it back. */
START_TEST(a_receiver_proves_itself)
{
	const struct nt_judgement good = { .verdict = NT_DELIVERED }, bad = { .verdict = NT_RETRY };
	const struct db_endpoint e = { .kind = "webhook" };
	struct nt_lanes lanes = { .n = 0 };
	struct nt_lane *l = nt_lane_of(&lanes, 7);
	struct cw_err err;

	cw_err_clear(&err);
	ck_assert_ptr_eq(nt_lane_of(&lanes, 7), l);
	ck_assert_int_eq(nt_lane_know(l, &e, START, &err), 0);
	for (unsigned window = 1; window < NT_WINDOW_MAX; window *= 2) {
		ck_assert_uint_eq(nt_lane_room(l, 100, START, START), window);
		ck_assert_uint_eq(nt_lane_room(l, 0, START, START), 0); /* no place among all */
		nt_lane_judged(l, &good, 1000, START, START);
	}
	ck_assert_uint_eq(nt_lane_room(l, 100, START, START), NT_CLAIM_MAX);
	ck_assert(!nt_lane_full(l));
	for (int i = 0; i < 50; i++)
		nt_lane_judged(l, &good, SECOND, START, START); /* slow: four of each place */
	ck_assert_uint_le(nt_lane_room(l, 100, START, START), 4 * NT_WINDOW_MAX + NT_WINDOW_MAX);
	for (int i = 0; i < 50; i++)
		nt_lane_judged(l, &good, 10 * SECOND, START, START);
	ck_assert_uint_eq(nt_lane_room(l, 100, START, START), NT_WINDOW_MAX);
	l->in_flight = NT_WINDOW_MAX;
	ck_assert(nt_lane_full(l));
	nt_lane_judged(l, &bad, 1000, START, START);
	l->in_flight = 0;
	ck_assert_uint_eq(nt_lane_room(l, 100, START, START), 1);
	nt_lane_judged(l, &bad, 1000, START, START);
	ck_assert_int_gt(l->idle_to, START); /* and rests after the second */
	nt_lanes_free(&lanes);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("pace");
	TCase *t = tcase_create("pace");

	tcase_add_test(t, the_schedule);
	tcase_add_test(t, retry_after);
	tcase_add_test(t, limits_hold_in_any_window);
	tcase_add_test(t, says_when_to_ask_again);
	tcase_add_test(t, webhooks_have_no_limit_until_throttled);
	tcase_add_test(t, slower_and_back);
	tcase_add_test(t, a_block_is_only_lengthened);
	tcase_add_test(t, rush_hours);
	tcase_add_test(t, kinds);
	tcase_add_test(t, a_receiver_proves_itself);
	suite_add_tcase(s, t);
	return tap_run(s);
}
