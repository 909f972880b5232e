/* Heads of mails (RFC 5322, RFC 2047), addresses, and when a digest goes out. */
#include <openssl/evp.h>
#include <string.h>

#include "casework/base/text.h"
#include "casework/mail.h"
#include "notify/mime.h"
#include "tests/lib/tap.h"

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

START_TEST(plain_words_stay)
{
	ck_assert_str_eq(nt_mime_words(arena, "Request 17"), "Request 17");
	ck_assert_str_eq(nt_mime_words(arena, ""), "");
	ck_assert_str_eq(nt_mime_words(arena, "one\r\nBcc: x@example.invalid"),
			 "one  Bcc: x@example.invalid");
	/* What looks like an encoded word is encoded, or a reader would decode it. */
	ck_assert_str_eq(nt_mime_words(arena, "=?UTF-8?B?"), "=?UTF-8?B?PT9VVEYtOD9CPw==?=");
}
END_TEST

START_TEST(other_words_are_encoded)
{
	ck_assert_str_eq(nt_mime_words(arena, "公开"), "=?UTF-8?B?5YWs5byA?=");
	/* 15 characters of 3 bytes fill a word; the 16th begins the next. */
	ck_assert_str_eq(
		nt_mime_words(arena, "一二三四五六七八九十一二三四五六"),
		"=?UTF-8?B?5LiA5LqM5LiJ5Zub5LqU5YWt5LiD5YWr5Lmd5Y2B5LiA5LqM5LiJ5Zub5LqU?=\r\n"
		" =?UTF-8?B?5YWt?=");
}
END_TEST

/* Puts what a word says at OUT; how many bytes. */
static size_t decode(const char *word, char *out)
{
	const size_t len = strlen(word) - strlen("=?UTF-8?B?"
						 "?=");
	const char *code = word + strlen("=?UTF-8?B?");
	unsigned char bytes[80];
	int n = EVP_DecodeBlock(bytes, (const unsigned char *)code, (int)len);

	ck_assert_int_gt(n, 0);
	n -= (code[len - 1] == '=') + (code[len - 2] == '=');
	memcpy(out, bytes, (size_t)n);
	return (size_t)n;
}

/* Each word at most 75 bytes, and no character is cut, also of four bytes: a reader may decode each
 * by itself (RFC 2047, 5). */
START_TEST(words_are_whole)
{
	static const char *const texts[] = { "\xf0\xa0\xae\xb7", "a", "公", "\xc3\xa9" };
	const char *what = texts[_i / 4];
	const size_t lead = (size_t)_i % 4;
	char text[400], back[400], *line, *rest;
	size_t n = lead, total = 0;

	memset(text, 'x', lead);
	for (; n + 5 < sizeof(text); n += strlen(what))
		memcpy(text + n, what, strlen(what) + 1);
	for (line = strtok_r(nt_mime_words(arena, text), "\r\n", &rest); line;
	     line = strtok_r(NULL, "\r\n", &rest)) {
		const char *word = line + (total > 0);
		size_t some;

		ck_assert(total == 0 || *line == ' ');
		ck_assert_uint_le(strlen(word), 75);
		some = decode(word, back + total);
		ck_assert(cw_utf8_valid(back + total, some));
		total += some;
	}
	ck_assert_uint_eq(total, strlen(text));
	ck_assert(memcmp(back, text, total) == 0);
}
END_TEST

START_TEST(dates)
{
	/* 2026-11-26 15:59:59 UTC and a second later: another day in Beijing. */
	ck_assert_str_eq(nt_mime_date(arena, INT64_C(1795708799000000)),
			 "Thu, 26 Nov 2026 23:59:59 +0800");
	ck_assert_str_eq(nt_mime_date(arena, INT64_C(1795708800000000)),
			 "Fri, 27 Nov 2026 00:00:00 +0800");
}
END_TEST

START_TEST(addresses)
{
	static const char *const good[] = { "a@example.invalid", "first.last+tag@mail.example.org",
					    "o'brien@example.org", "x@localhost", "1@2.cn" };
	static const char *const bad[] = { "",
					   "a",
					   "@example.org",
					   "a@",
					   "a@example",
					   "a b@x.org",
					   "a@x.org\r\nTo: b@x.org",
					   "<a@x.org>",
					   "a@x@x.org",
					   "a,b@x.org",
					   "a;b@x.org",
					   "\"a\"@x.org",
					   "a..b@x.org",
					   ".a@x.org",
					   "a.@x.org",
					   "a@.x.org",
					   "a@x.org.",
					   "a@x..org",
					   "a@-x.org",
					   "a@x_y.org",
					   "a@测试。cn",
					   "a@ｘ.cn",
					   "a@x．cn",
					   "测　试@x.org",
					   "a\u200b@x.org",
					   "a\u202eb@x.org",
					   "a＠b@x.org",
					   "a\x80@x.org",
					   "a@\xe6\xb5.cn",
					   "a\xc2\x85@x.org",
					   "a@[127.0.0.1]",
					   "a:b@x.org" };
	char local[80];

	ck_assert(cw_mail_address_ok("测试@x.org") && cw_mail_address_ok("a@测试.cn"));
	ck_assert(cw_mail_address_ok("测试@例子.公司") && cw_mail_address_ok("二〇@x.org"));
	ck_assert(!cw_mail_address_plain("测试@x.org") && !cw_mail_address_plain("a@测试.cn"));
	ck_assert(cw_mail_address_plain("a@x.org") && !cw_mail_address_plain("a@"));
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		ck_assert_msg(cw_mail_address_ok(good[i]), "%s", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!cw_mail_address_ok(bad[i]), "%s", bad[i]);
	/* The local part holds 64 bytes (RFC 5321, 4.5.3.1.1). */
	memset(local, 'a', 64);
	strcpy(local + 64, "@x.org");
	ck_assert(cw_mail_address_ok(local));
	memset(local, 'a', 65);
	strcpy(local + 65, "@x.org");
	ck_assert(!cw_mail_address_ok(local));
}
END_TEST

START_TEST(domains_are_sent_in_ascii)
{
	static const char *const rows[][2] = {
		{ "a@x.org", "a@x.org" },
		{ "a@localhost", "a@localhost" },
		{ "a@例子.公司", "a@xn--fsqu00a.xn--55qx5d" },
		{ "测试@例子.公司", "测试@xn--fsqu00a.xn--55qx5d" },
		{ "a@Bücher.example", "a@xn--bcher-kva.example" },
		{ "a@℀.cn", NULL }, /* would be a/c */
		{ "a@xn--zzzz-.cn", NULL },
	};
	struct cw_arena *a = cw_arena_new(0);
	char *out;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ck_assert_int_eq(nt_mime_address(a, rows[i][0], &out), 0);
		if (rows[i][1])
			ck_assert_str_eq(out, rows[i][1]);
		else
			ck_assert_msg(!out, "%s: %s", rows[i][0], out);
	}
	cw_arena_free(a);
}
END_TEST

START_TEST(digests_go_at_eight)
{
	const int64_t second = 1000000,
		      eight = INT64_C(1795651200000000); /* 2026-11-26 08:00 in Beijing */

	ck_assert_int_eq(cw_mail_digest_at(eight - second), eight);
	ck_assert_int_eq(cw_mail_digest_at(eight), eight + 86400 * second);
	ck_assert_int_eq(cw_mail_digest_at(eight - 8 * 3600 * second), eight);
	ck_assert_int_eq(cw_mail_digest_at(eight - 8 * 3600 * second - 1), eight);
	ck_assert_int_eq(cw_mail_digest_at(eight + 16 * 3600 * second - 1), eight + 86400 * second);
}
END_TEST

/* Whoever must act is told: of each event that asks somebody for something, and nobody of what is
 * no event of a case. */
START_TEST(who_is_told)
{
	ck_assert_uint_eq(cw_mail_to_officers(CW_HOOK_LEGAL_REQUESTED), CW_MAIL_CONCERNED);
	ck_assert_uint_eq(cw_mail_to_officers(CW_HOOK_REPLY_SUBMITTED), CW_MAIL_HEAD);
	ck_assert_uint_eq(cw_mail_to_officers(CW_HOOK_NOTE_ADDED), 0);
	ck_assert_ptr_nonnull(cw_mail_to_applicant(CW_HOOK_FEE_REQUESTED));
	ck_assert_ptr_null(cw_mail_to_applicant(CW_HOOK_NONE));
	ck_assert_ptr_null(cw_mail_to_applicant(CW_HOOK_LEGAL_REQUESTED));
	for (int hook = CW_HOOK_NONE; hook < CW_HOOK_MAX; hook++)
		if (!cw_hook_has_case((enum cw_hook)hook)) {
			ck_assert_uint_eq(cw_mail_to_officers((enum cw_hook)hook), 0);
			ck_assert_ptr_null(cw_mail_to_applicant((enum cw_hook)hook));
		}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("mime");
	TCase *tc = tcase_create("mime");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, plain_words_stay);
	tcase_add_test(tc, other_words_are_encoded);
	tcase_add_loop_test(tc, words_are_whole, 0, 16);
	tcase_add_test(tc, dates);
	tcase_add_test(tc, addresses);
	tcase_add_test(tc, domains_are_sent_in_ascii);
	tcase_add_test(tc, digests_go_at_eight);
	tcase_add_test(tc, who_is_told);
	suite_add_tcase(s, tc);
	return tap_run(s);
}
