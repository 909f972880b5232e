/* Token buckets; time is an argument. */
#include <stdio.h>

#include "server/http/ratelimit.h"
#include "tests/lib/tap.h"

#define SECOND INT64_C(1000000)
#define START  (1000 * SECOND)

static struct ratelimit *r;
static int wait_s;

static void setup(void)
{
	r = ratelimit_new();
	ck_assert_ptr_nonnull(r);
}

static void teardown(void)
{
	ratelimit_free(r);
}

static bool take(const char *client, int64_t at)
{
	return ratelimit_take(r, RATE_FILING, client, START + at, &wait_s);
}

START_TEST(without_a_rate_nothing_is_limited)
{
	for (int i = 0; i < 10000; i++)
		ck_assert(take("192.0.2.1", 0));
}
END_TEST

START_TEST(gives_a_minutes_worth_and_then_one_at_a_time)
{
	ratelimit_set(r, RATE_FILING, 6);
	for (int i = 0; i < 6; i++)
		ck_assert(take("192.0.2.1", 0));
	ck_assert(!take("192.0.2.1", 0));
	ck_assert_int_eq(wait_s, 10);
	ck_assert(!take("192.0.2.1", 4 * SECOND));
	ck_assert_int_eq(wait_s, 6);
	ck_assert(take("192.0.2.1", 10 * SECOND));
	ck_assert(!take("192.0.2.1", 10 * SECOND));
	/* A long pause gives a minute's worth again and no more. */
	for (int i = 0; i < 6; i++)
		ck_assert(take("192.0.2.1", 3600 * SECOND));
	ck_assert(!take("192.0.2.1", 3600 * SECOND));
}
END_TEST

START_TEST(waiting_as_told_is_enough)
{
	int64_t at = 0;

	ratelimit_set(r, RATE_FILING, 7);
	for (int i = 0; i < 7; i++)
		ck_assert(take("192.0.2.1", at));
	for (int i = 0; i < 50; i++) {
		ck_assert(!take("192.0.2.1", at));
		at += wait_s * SECOND;
		ck_assert(take("192.0.2.1", at));
		while (take("192.0.2.1", at))
			;
	}
}
END_TEST

START_TEST(addresses_and_classes_are_apart)
{
	ratelimit_set(r, RATE_FILING, 1);
	ratelimit_set(r, RATE_SIGN_IN, 1);
	ck_assert(take("192.0.2.1", 0));
	ck_assert(!take("192.0.2.1", 0));
	ck_assert(take("192.0.2.2", 0));
	ck_assert(ratelimit_take(r, RATE_SIGN_IN, "192.0.2.1", START, &wait_s));
	ck_assert(ratelimit_take(r, RATE_ACCESS, "192.0.2.1", START, &wait_s));
}
END_TEST

START_TEST(an_ipv6_network_is_one_sender)
{
	ratelimit_set(r, RATE_FILING, 1);
	ck_assert(take("2001:db8:1:2::1", 0));
	ck_assert(!take("2001:db8:1:2:ffff:ffff:ffff:ffff", 0));
	ck_assert(take("2001:db8:1:3::1", 0));
	ck_assert(take("192.0.2.1", 0));
	ck_assert(!take("::ffff:192.0.2.1", 0));
}
END_TEST

START_TEST(a_new_rate_holds_at_once)
{
	ratelimit_set(r, RATE_FILING, 1);
	ck_assert(take("192.0.2.1", 0));
	ck_assert(!take("192.0.2.1", SECOND));
	ratelimit_set(r, RATE_FILING, 60);
	ck_assert(take("192.0.2.1", SECOND));
	ratelimit_set(r, RATE_FILING, 0);
	for (int i = 0; i < 100; i++)
		ck_assert(take("192.0.2.1", SECOND));
}
END_TEST

/* More senders than there are buckets: nobody is refused who has not sent. */
START_TEST(many_addresses_never_limit_another)
{
	char client[40];

	ratelimit_set(r, RATE_FILING, 1);
	for (unsigned i = 0; i < 50000; i++) {
		snprintf(client, sizeof(client), "10.%u.%u.%u", i >> 16, (i >> 8) & 255, i & 255);
		ck_assert(take(client, 0));
	}
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("ratelimit");
	TCase *tc = tcase_create("ratelimit");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, without_a_rate_nothing_is_limited);
	tcase_add_test(tc, gives_a_minutes_worth_and_then_one_at_a_time);
	tcase_add_test(tc, waiting_as_told_is_enough);
	tcase_add_test(tc, addresses_and_classes_are_apart);
	tcase_add_test(tc, an_ipv6_network_is_one_sender);
	tcase_add_test(tc, a_new_rate_holds_at_once);
	tcase_add_test(tc, many_addresses_never_limit_another);
	suite_add_tcase(s, tc);
	return s;
}

int main(void)
{
	return tap_run(suite());
}
