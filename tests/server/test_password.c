/* Passwords, their PHC strings, the rule for new ones; base 64; delays after failures. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "casework/base/text.h"
#include "server/api/base64.h"
#include "server/api/password.h"
#include "server/api/throttle.h"
#include "tests/lib/tap.h"

static struct cw_arena *a;
static struct cw_err err;

static void set_up(void)
{
	a = cw_arena_new(0);
	cw_err_clear(&err);
}

static void tear_down(void)
{
	cw_arena_free(a);
}

START_TEST(a_password_is_verified_by_its_own_string_only)
{
	char *first, *second;
	bool ok;

	ck_assert_int_eq(password_hash(a, "correct horse 电池", &first, &err), 0);
	ck_assert_int_eq(password_hash(a, "correct horse 电池", &second, &err), 0);
	ck_assert_str_ne(first, second); /* the salt */
	ck_assert_int_eq(strncmp(first, "$argon2id$v=19$m=19456,t=2,p=1$", 31), 0);
	ck_assert_int_eq(password_verify(first, "correct horse 电池", &ok, &err), 0);
	ck_assert(ok);
	ck_assert_int_eq(password_verify(first, "correct horse 电", &ok, &err), 0);
	ck_assert(!ok);
	ck_assert(!password_outdated(first));
}
END_TEST

/* Made by the library's own argon2id_hash_encoded (salt "somesalt"), the second with 4 MiB. */
START_TEST(strings_of_others_are_read)
{
	static const char same[] = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$PL01amPyeUuxG7H0v"
				   "Ir5X+qHkZvWnHmGBGXFYvh8z2E";
	static const char weak[] = "$argon2id$v=19$m=4096,t=3,p=1$c29tZXNhbHQ$qLml5cbqFAO6YxVHhr"
				   "SBHP0UWdxrIxkNcM8aMX3blzU";
	bool ok;

	ck_assert_int_eq(password_verify(same, "password", &ok, &err), 0);
	ck_assert(ok);
	ck_assert(!password_outdated(same));
	ck_assert_int_eq(password_verify(weak, "password", &ok, &err), 0);
	ck_assert(ok);
	ck_assert(password_outdated(weak));
	ck_assert_int_eq(password_verify(weak, "Password", &ok, &err), 0);
	ck_assert(!ok);
}
END_TEST

START_TEST(nobody_has_no_password)
{
	bool ok = true;

	ck_assert_int_eq(password_verify(NULL, "anything at all", &ok, &err), 0);
	ck_assert(!ok);
}
END_TEST

static const char *const broken[] = {
	"",
	"plain text",
	"$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$0000000000000000000000",
	"$argon2id$v=16$m=19456,t=2,p=1$c29tZXNhbHQ$0000000000000000000000",
	"$argon2id$v=19$m=4,t=2,p=1$c29tZXNhbHQ$0000000000000000000000",
	"$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$0000000000000000000000",
	"$argon2id$v=19$m=19456,t=0,p=1$c29tZXNhbHQ$0000000000000000000000",
	"$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ",
	"$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$",
	"$argon2id$v=19$m=19456,t=2,p=1$c29t$0000000000000000000000",
	"$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$not base 64 at all!!!!",
};

START_TEST(a_broken_string_is_an_error_and_opens_nothing)
{
	bool ok = true;

	ck_assert_int_eq(password_verify(broken[_i], "anything", &ok, &err), -1);
	ck_assert_int_eq(err.code, CW_INTERNAL);
	ck_assert(!ok);
}
END_TEST

static const struct {
	const char *password;
	enum cw_msg fault; /* CW_MSG_NONE: good */
} rules[] = {
	{ "1234567", CW_MSG_TOO_SHORT },
	{ "政府信息公开科", CW_MSG_TOO_SHORT }, /* seven characters, 21 bytes */
	{ "政府信息公开科长", CW_MSG_NONE },	/* eight; no rule of composition */
	{ "nine lives", CW_MSG_NONE },
	{ "password", CW_MSG_API_PASSWORD_COMMON },
	{ "PassWord123", CW_MSG_API_PASSWORD_COMMON }, /* in any case of letters */
	{ "5201314520", CW_MSG_API_PASSWORD_COMMON },
	{ "1qaz2wsx", CW_MSG_API_PASSWORD_COMMON },
	{ "zzzzzzzzz", CW_MSG_API_PASSWORD_COMMON },
	{ "9090909090", CW_MSG_API_PASSWORD_COMMON },
	{ "45678901", CW_MSG_NONE },
	{ "456789:;", CW_MSG_API_PASSWORD_COMMON },
	{ "zyxwvuts", CW_MSG_API_PASSWORD_COMMON },
	{ "Fgw.Clerk", CW_MSG_API_PASSWORD_COMMON }, /* the login */
	{ "fgw.clerk7", CW_MSG_NONE },
};

START_TEST(new_passwords_follow_the_rule)
{
	int rc = password_check(rules[_i].password, "fgw.clerk", "/new", &err);

	if (rules[_i].fault == CW_MSG_NONE) {
		ck_assert_int_eq(rc, 0);
		return;
	}
	ck_assert_int_eq(rc, -1);
	ck_assert_int_eq(err.code, CW_INVALID);
	ck_assert_uint_eq(err.n_items, 1);
	ck_assert_str_eq(err.items[0].pointer, "/new");
	ck_assert_int_eq(err.items[0].msg, rules[_i].fault);
}
END_TEST

START_TEST(length_is_counted_in_characters)
{
	struct cw_buf b;
	char *text;

	cw_buf_init(&b, a);
	for (int i = 0; i < PASSWORD_MAX; i++)
		cw_buf_puts(&b, i % 3 ? "公" : i % 2 ? "开" : "a");
	text = cw_buf_done(&b, NULL);
	ck_assert_int_eq(password_check(text, "x", "/new", &err), 0);
	ck_assert_int_eq(password_check(cw_printf(a, "%sa", text), "x", "/new", &err), -1);
	ck_assert_int_eq(err.items[0].msg, CW_MSG_TOO_LONG);
}
END_TEST

START_TEST(random_ones_are_good_and_differ)
{
	char *one = password_random(a), *two = password_random(a);

	ck_assert_uint_eq(strlen(one), 20);
	ck_assert_str_ne(one, two);
	ck_assert_int_eq(password_check(one, "x", "/new", &err), 0);
}
END_TEST

/* More threads than the queue holds: each either hashes or is told to come again, and the gate is
 * whole afterwards. */
#define CROWD 40
static void *hash_one(void *arg)
{
	struct cw_arena *mine = cw_arena_new(0);
	struct cw_err e;
	char *phc;
	int *result = arg;

	cw_err_clear(&e);
	if (password_hash(mine, "a password", &phc, &e) == 0)
		*result = 1;
	else if (e.code == CW_UNAVAILABLE && e.retry_after > 0)
		*result = 2;
	cw_arena_free(mine);
	return NULL;
}

START_TEST(a_crowd_is_served_in_turn_or_sent_away)
{
	pthread_t threads[CROWD];
	int results[CROWD] = { 0 }, served = 0;
	bool ok;

	for (int i = 0; i < CROWD; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, hash_one, &results[i]), 0);
	for (int i = 0; i < CROWD; i++) {
		pthread_join(threads[i], NULL);
		ck_assert_int_ne(results[i], 0);
		served += results[i] == 1;
	}
	/* One at work and a full queue at the least. */
	ck_assert_int_ge(served, PASSWORD_QUEUE + 1);
	ck_assert_int_eq(password_verify(NULL, "still open", &ok, &err), 0);
}
END_TEST

/* RFC 4648, 10. */
static const struct {
	const char *plain, *text;
} vectors[] = {
	{ "", "" },	      { "f", "Zg" },	      { "fo", "Zm8" },	       { "foo", "Zm9v" },
	{ "foob", "Zm9vYg" }, { "fooba", "Zm9vYmE" }, { "foobar", "Zm9vYmFy" }
};

START_TEST(base64_vectors)
{
	size_t n = strlen(vectors[_i].plain), len;
	char back[8];

	ck_assert_str_eq(base64_encode(a, vectors[_i].plain, n, true), vectors[_i].text);
	ck_assert(base64_decode(vectors[_i].text, strlen(vectors[_i].text), true, back,
				sizeof(back), &len));
	ck_assert_uint_eq(len, n);
	ck_assert_int_eq(memcmp(back, vectors[_i].plain, n), 0);
}
END_TEST

START_TEST(base64_is_strict)
{
	static const unsigned char high[] = { 0xfb, 0xff };
	char back[4];
	size_t len;

	ck_assert_str_eq(base64_encode(a, high, 2, true), "-_8");
	ck_assert_str_eq(base64_encode(a, high, 2, false), "+/8");
	ck_assert(!base64_decode("-_8", 3, false, back, sizeof(back), &len));
	ck_assert(!base64_decode("Zg==", 4, true, back, sizeof(back), &len));
	ck_assert(!base64_decode("Zh", 2, true, back, sizeof(back), &len)); /* a stray bit */
	ck_assert(!base64_decode("Z", 1, true, back, sizeof(back), &len));
	ck_assert(!base64_decode("Zm9vYmE", 7, true, back, sizeof(back), &len)); /* no room */
}
END_TEST

START_TEST(delays_grow_to_a_minute_and_no_further)
{
	static const int delays[] = { 0, 0, 0, 0, 2, 4, 8, 16, 32, 60, 60 };

	for (unsigned n = 0; n < sizeof(delays) / sizeof(delays[0]); n++)
		ck_assert_int_eq(throttle_delay(THROTTLE_ACCOUNT, n), delays[n]);
	ck_assert_int_eq(throttle_delay(THROTTLE_ACCOUNT, 4000000000u), 60);
	ck_assert_int_eq(throttle_delay(THROTTLE_ADDRESS, 20), 0);
	ck_assert_int_eq(throttle_delay(THROTTLE_ADDRESS, 21), 2);
}
END_TEST

static const struct {
	const char *client, *counted;
} addresses[] = {
	{ "192.0.2.17", "192.0.2.17" },
	{ "::ffff:192.0.2.17", "192.0.2.17" },
	{ "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::" },
	{ "2001:db8:1:2:ffff::1", "2001:db8:1:2::" },
	{ "::1", "::" },
};

START_TEST(ipv6_is_counted_by_64)
{
	char out[46];

	throttle_address(addresses[_i].client, out);
	ck_assert_str_eq(out, addresses[_i].counted);
}
END_TEST

#define N(array) (int)(sizeof(array) / sizeof((array)[0]))

static Suite *password_suite(void)
{
	Suite *s = suite_create("password");
	TCase *t = tcase_create("password");

	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, a_password_is_verified_by_its_own_string_only);
	tcase_add_test(t, strings_of_others_are_read);
	tcase_add_test(t, nobody_has_no_password);
	tcase_add_loop_test(t, a_broken_string_is_an_error_and_opens_nothing, 0, N(broken));
	tcase_add_loop_test(t, new_passwords_follow_the_rule, 0, N(rules));
	tcase_add_test(t, length_is_counted_in_characters);
	tcase_add_test(t, random_ones_are_good_and_differ);
	tcase_add_test(t, a_crowd_is_served_in_turn_or_sent_away);
	tcase_add_loop_test(t, base64_vectors, 0, N(vectors));
	tcase_add_test(t, base64_is_strict);
	tcase_add_test(t, delays_grow_to_a_minute_and_no_further);
	tcase_add_loop_test(t, ipv6_is_counted_by_64, 0, N(addresses));
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	return tap_run(password_suite());
}
