/* Signatures against the vectors of their specifications (standards.md parts 1 and 2). */
#include <stdlib.h>
#include <string.h>

#include "notify/sign.h"
#include "tests/lib/tap.h"

#define SECRET	  "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define ID	  "msg_p5jXN8AQM9LWM0D4loKWxJek"
#define TIMESTAMP 1614265330
#define PAYLOAD	  "{\"test\": 2432232314}"
#define SIGNATURE "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

static struct cw_arena *arena;

static void setup(void)
{
	arena = cw_arena_new(0);
	ck_assert_ptr_nonnull(arena);
}

static void teardown(void)
{
	cw_arena_free(arena);
}

static char *sign(const struct nt_key *keys, size_t n, const char *id, int64_t at, const char *body)
{
	char *s = nt_sign_webhook(arena, keys, n, id, at, body, strlen(body));

	ck_assert_ptr_nonnull(s);
	return s;
}

START_TEST(standard_webhooks)
{
	struct nt_key key;

	ck_assert(nt_key_parse(SECRET, &key));
	ck_assert_uint_eq(key.len, 24);
	ck_assert_str_eq(sign(&key, 1, ID, TIMESTAMP, PAYLOAD), SIGNATURE);
	ck_assert_str_eq(nt_key_text(arena, &key), SECRET);
}
END_TEST

START_TEST(each_part_is_signed)
{
	struct nt_key key;

	ck_assert(nt_key_parse(SECRET, &key));
	ck_assert_str_ne(sign(&key, 1, "msg_p5jXN8AQM9LWM0D4loKWxJel", TIMESTAMP, PAYLOAD), SIGNATURE);
	ck_assert_str_ne(sign(&key, 1, ID, TIMESTAMP + 1, PAYLOAD), SIGNATURE);
	ck_assert_str_ne(sign(&key, 1, ID, TIMESTAMP, "{\"test\": 2432232315}"), SIGNATURE);
	key.bytes[23] ^= 1;
	ck_assert_str_ne(sign(&key, 1, ID, TIMESTAMP, PAYLOAD), SIGNATURE);
}
END_TEST

/* After a rotation both sign, in one header. */
START_TEST(two_keys)
{
	struct nt_key keys[NT_KEYS_MAX];
	char *fresh, *both;

	nt_key_make(&keys[0]);
	ck_assert(nt_key_parse(SECRET, &keys[1]));
	fresh = sign(keys, 1, ID, TIMESTAMP, PAYLOAD);
	both = sign(keys, 2, ID, TIMESTAMP, PAYLOAD);
	ck_assert_uint_eq(strlen(both), 2 * strlen(SIGNATURE) + 1);
	ck_assert(!strncmp(both, fresh, strlen(fresh)));
	ck_assert_str_eq(both + strlen(fresh), " " SIGNATURE);
}
END_TEST

START_TEST(new_keys_differ_and_come_back)
{
	struct nt_key one, two, again;

	nt_key_make(&one);
	nt_key_make(&two);
	ck_assert_uint_eq(one.len, NT_KEY_NEW);
	ck_assert(memcmp(one.bytes, two.bytes, NT_KEY_NEW));
	ck_assert(nt_key_parse(nt_key_text(arena, &one), &again));
	ck_assert_uint_eq(again.len, one.len);
	ck_assert(!memcmp(again.bytes, one.bytes, one.len));
}
END_TEST

/* 24 to 64 bytes, every length in between, and nothing outside. */
START_TEST(key_lengths)
{
	for (size_t len = 1; len <= NT_KEY_MAX; len++) {
		struct nt_key key = { .len = len }, back;

		memset(key.bytes, 0xa5, len);
		ck_assert_msg(nt_key_parse(nt_key_text(arena, &key), &back) == (len >= NT_KEY_MIN),
			      "%zu bytes", len);
	}
	/* 65 and 66 bytes: 88 characters of base64 too. */
	ck_assert(!nt_key_parse("whsec_QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB"
				"QUFBQUFBQUFBQUFBQUE=",
				&(struct nt_key){ 0 }));
	ck_assert(!nt_key_parse("whsec_QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB"
				"QUFBQUFBQUFBQUFBQUFB",
				&(struct nt_key){ 0 }));
}
END_TEST

static const char *const bad_secrets[] = {
	"",
	"whsec_",
	"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
	"WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
	"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS",
	"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa-_",
	"whsec_ MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
	"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n",
	"whsec_MfKQ9r8GKYqrTwjU=D8ILPZIo2LaLaSw",
	"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwA===",
	"whsec_====",
	"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwAB==", /* spare bits set */
};

START_TEST(bad_secret)
{
	struct nt_key key = { .len = 7 };

	ck_assert_msg(!nt_key_parse(bad_secrets[_i], &key), "%s", bad_secrets[_i]);
	ck_assert_uint_eq(key.len, 7);
}
END_TEST

START_TEST(dingtalk)
{
	ck_assert_str_eq(nt_sign_dingtalk(arena, "this is secret", 1577262236757),
			 "hmPWwU%2B7lVdm3ZZz0r9tSfx0L4Q26jWOZr9%2BGs6EZQM%3D");
	ck_assert_str_ne(nt_sign_dingtalk(arena, "this is secret", 1577262236758),
			 "hmPWwU%2B7lVdm3ZZz0r9tSfx0L4Q26jWOZr9%2BGs6EZQM%3D");
}
END_TEST

START_TEST(feishu)
{
	ck_assert_str_eq(nt_sign_feishu(arena, "demo", 1599360473),
			 "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=");
	ck_assert_str_ne(nt_sign_feishu(arena, "demo", 1599360474),
			 "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=");
}
END_TEST

START_TEST(without_memory)
{
	struct nt_key key;

	ck_assert(nt_key_parse(SECRET, &key));
	for (uint64_t n = 1; n <= 2; n++) {
		cw_arena_fail_after(n);
		ck_assert_ptr_null(nt_sign_webhook(arena, &key, 1, ID, TIMESTAMP, PAYLOAD, 20));
		cw_arena_fail_after(n);
		ck_assert_ptr_null(nt_sign_dingtalk(arena, "this is secret", 1));
		cw_arena_fail_after(n);
		ck_assert_ptr_null(nt_sign_feishu(arena, "demo", 1));
	}
	cw_arena_fail_after(1);
	ck_assert_ptr_null(nt_key_text(arena, &key));
	cw_arena_fail_after(0);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("sign");
	TCase *t = tcase_create("sign");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, standard_webhooks);
	tcase_add_test(t, each_part_is_signed);
	tcase_add_test(t, two_keys);
	tcase_add_test(t, new_keys_differ_and_come_back);
	tcase_add_test(t, key_lengths);
	tcase_add_loop_test(t, bad_secret, 0, sizeof(bad_secrets) / sizeof(bad_secrets[0]));
	tcase_add_test(t, dingtalk);
	tcase_add_test(t, feishu);
	tcase_add_test(t, without_memory);
	suite_add_tcase(s, t);
	return tap_run(s);
}
