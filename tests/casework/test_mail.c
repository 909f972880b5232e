/* Who is told of what by mail, when, and which addresses can be written to (standards.md part 3). */
#include <string.h>

#include "casework/mail.h"
#include "tests/lib/tap.h"

#define HOUR (INT64_C(3600) * 1000000)

static const struct {
	const char *address;
	bool ok, plain;
} addresses[] = {
	{ "demo@example.org", true, true },
	{ "a.b+c_d%e@sub.example-one.org", true, true },
	{ "x@localhost", true, true },
	{ "demo@例子.测试", true, false },
	{ "演示@example.org", true, false },
	{ "演示申请人@例子.测试", true, false },
	{ "o'demo@example.org", true, true },
	{ "1234567890123456789012345678901234567890123456789012345678901234@example.org", true, true },
	{ "12345678901234567890123456789012345678901234567890123456789012345@example.org", false, false },
	{ "", false, false },
	{ "demo", false, false },
	{ "@example.org", false, false },
	{ "demo@", false, false },
	{ "demo@host", false, false },
	{ "demo@local", false, false },
	{ "demo@@example.org", false, false },
	{ ".demo@example.org", false, false },
	{ "demo.@example.org", false, false },
	{ "de..mo@example.org", false, false },
	{ "demo@example..org", false, false },
	{ "demo@.example.org", false, false },
	{ "demo@-example.org", false, false },
	{ "demo@example.org.", false, false },
	{ "demo@exam_ple.org", false, false },
	{ "demo@exam/ple.org", false, false },
	{ "de mo@example.org", false, false },
	{ "demo@example.org\r\nBcc: other@example.org", false, false },
	{ "\"demo\"@example.org", false, false },
	{ "demo,other@example.org", false, false },
	{ "<demo@example.org>", false, false },
	{ "de\x7fmo@example.org", false, false },
	{ "de\xe2\x80\xaemo@example.org", false, false }, /* turns the line around */
	{ "demo\xef\xbc\xa0x@example.org", false, false }, /* a wide @ */
	{ "demo@example\xe3\x80\x82org", false, false },    /* an ideographic full stop */
	{ "de\xc2\xa0mo@example.org", false, false },
	{ "demo\xf0\x9f\x98\x80@example.org", false, false },
	{ "demo\xff@example.org", false, false }, /* no UTF-8 */
};
#define ADDRESSES ((int)(sizeof(addresses) / sizeof(addresses[0])))

START_TEST(an_address_is_taken_or_not)
{
	ck_assert_msg(cw_mail_address_ok(addresses[_i].address) == addresses[_i].ok, "%s",
		      addresses[_i].address);
	ck_assert_msg(cw_mail_address_plain(addresses[_i].address) == addresses[_i].plain, "%s",
		      addresses[_i].address);
}
END_TEST

/* 254 bytes, as a path of SMTP is at most 256 with its brackets. */
START_TEST(an_address_is_no_longer_than_smtp_takes)
{
	char longest[300] = "demo@";

	while (strlen(longest) < 250)
		strcat(longest, "a.");
	strcat(longest, "orgg");
	longest[254] = '\0';
	ck_assert_uint_eq(strlen(longest), 254);
	ck_assert(cw_mail_address_ok(longest));
	strcat(longest, "g");
	ck_assert(!cw_mail_address_ok(longest));
}
END_TEST

/* 2026-11-27 is day 20784 since 1970; 08:00 in Beijing is 00:00 UTC. */
START_TEST(a_digest_goes_out_in_the_morning)
{
	const int64_t midnight = INT64_C(20784) * 24 * HOUR;

	ck_assert_int_eq(cw_mail_digest_at(midnight - 1), midnight);
	ck_assert_int_eq(cw_mail_digest_at(midnight), midnight + 24 * HOUR);
	ck_assert_int_eq(cw_mail_digest_at(midnight + 1), midnight + 24 * HOUR);
	ck_assert_int_eq(cw_mail_digest_at(midnight - 8 * HOUR), midnight); /* 00:00 in Beijing */
	ck_assert_int_eq(cw_mail_digest_at(midnight + 23 * HOUR), midnight + 24 * HOUR);
	ck_assert_int_eq(cw_mail_digest_at(-1), 0); /* before 1970, too */
}
END_TEST

static bool applicant_hears(enum cw_hook hook)
{
	return cw_mail_to_applicant(hook) != NULL;
}

/* What the applicant must know or do is told; what the office does among itself is not. */
START_TEST(the_applicant_hears_of_their_own)
{
	static const enum cw_hook told[] = { CW_HOOK_RECEIVED, CW_HOOK_CORRECTION_REQUESTED,
					     CW_HOOK_EXTENSION_GRANTED, CW_HOOK_FEE_REQUESTED,
					     CW_HOOK_REPLY_SERVED };
	static const enum cw_hook untold[] = { CW_HOOK_NONE, CW_HOOK_REPLY_SUBMITTED,
					       CW_HOOK_REPLY_RETURNED, CW_HOOK_APPROVAL_REQUESTED,
					       CW_HOOK_URGED };

	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		ck_assert_msg(applicant_hears(told[i]), "%zu", i);
	for (size_t i = 0; i < sizeof(untold) / sizeof(untold[0]); i++)
		ck_assert_msg(!applicant_hears(untold[i]), "%zu", i);
	for (int hook = 0; hook < CW_HOOK_MAX; hook++)
		if (applicant_hears((enum cw_hook)hook)) {
			const struct cw_mail_notice *n = cw_mail_to_applicant((enum cw_hook)hook);

			ck_assert(n->text != CW_MSG_NONE && n->text != n->subject);
		}
}
END_TEST

START_TEST(officers_hear_of_what_waits_for_them)
{
	ck_assert_uint_eq(cw_mail_to_officers(CW_HOOK_REPLY_SUBMITTED), CW_MAIL_HEAD);
	ck_assert_uint_eq(cw_mail_to_officers(CW_HOOK_REPLY_SIGNED),
			  CW_MAIL_ASSIGNEE | CW_MAIL_CLERK);
	ck_assert_uint_eq(cw_mail_to_officers(CW_HOOK_URGED), CW_MAIL_ASSIGNEE | CW_MAIL_HEAD);
	ck_assert_uint_eq(cw_mail_to_officers(CW_HOOK_URGING_ANSWERED), CW_MAIL_SUPERVISOR);
	ck_assert_uint_eq(cw_mail_to_officers(CW_HOOK_NONE), 0);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("mail");
	TCase *t = tcase_create("mail");

	tcase_add_loop_test(t, an_address_is_taken_or_not, 0, ADDRESSES);
	tcase_add_test(t, an_address_is_no_longer_than_smtp_takes);
	tcase_add_test(t, a_digest_goes_out_in_the_morning);
	tcase_add_test(t, the_applicant_hears_of_their_own);
	tcase_add_test(t, officers_hear_of_what_waits_for_them);
	suite_add_tcase(s, t);
	return tap_run(s);
}
