/* Identity numbers (R-REQ-7; standards.md part 6).  All numbers are published examples or invented. */
#include <string.h>

#include "casework/identity.h"
#include "tests/lib/tap.h"

static const struct {
	enum cw_id_kind kind;
	const char *typed, *normal;
	enum cw_msg warning;
} rows[] = {
	/* standards.md part 6. */
	{ CW_ID_CITIZEN, "11010519491231002X", "11010519491231002X", CW_MSG_NONE },
	{ CW_ID_CITIZEN, "110105194912310021", "110105194912310021", CW_MSG_ID_CHECK },
	{ CW_ID_CITIZEN, "310101200102290012", "310101200102290012", CW_MSG_ID_BIRTH_DATE },
	{ CW_ID_CREDIT_CODE, "91350100M000100Y43", "91350100M000100Y43", CW_MSG_NONE },
	/* A remainder of 0 gives 0, of 1 gives Y. */
	{ CW_ID_CREDIT_CODE, "000000000000000000", "000000000000000000", CW_MSG_NONE },
	{ CW_ID_CREDIT_CODE, "10000000000000000Y", "10000000000000000Y", CW_MSG_NONE },
	{ CW_ID_CREDIT_CODE, "100000000000000000", "100000000000000000", CW_MSG_ID_CHECK },
	/* Mapped before they are checked. */
	{ CW_ID_CITIZEN, "１１０１０５１９４９１２３１００２ｘ", "11010519491231002X", CW_MSG_NONE },
	{ CW_ID_CITIZEN, " 110105 19491231\t002x　", "11010519491231002X", CW_MSG_NONE },
	{ CW_ID_CREDIT_CODE, "91350100m000100y43", "91350100M000100Y43", CW_MSG_NONE },
	/* 15 digits become 18. */
	{ CW_ID_CITIZEN, "110105491231002", "11010519491231002X", CW_MSG_NONE },
	{ CW_ID_CITIZEN, "110105490231002", "110105490231002", CW_MSG_ID_BIRTH_DATE },
	{ CW_ID_CITIZEN, "11010549123100X", "11010549123100X", CW_MSG_ID_CHARACTER },
	/* Single faults. */
	{ CW_ID_CITIZEN, "1101051949123100", "1101051949123100", CW_MSG_ID_CITIZEN_LENGTH },
	{ CW_ID_CITIZEN, "11010519491231002X0", "11010519491231002X0", CW_MSG_ID_CITIZEN_LENGTH },
	{ CW_ID_CITIZEN, "1101051949123100XX", "1101051949123100XX", CW_MSG_ID_CHARACTER },
	{ CW_ID_CITIZEN, "110105194912310O2X", "110105194912310O2X", CW_MSG_ID_CHARACTER },
	{ CW_ID_CITIZEN, "110105194913310021", "110105194913310021", CW_MSG_ID_BIRTH_DATE },
	{ CW_ID_CITIZEN, "110105203012310027", "110105203012310027", CW_MSG_ID_BIRTH_DATE },
	{ CW_ID_CITIZEN, "", "", CW_MSG_ID_EMPTY },
	{ CW_ID_CITIZEN, "　 ", "", CW_MSG_ID_EMPTY },
	{ CW_ID_CREDIT_CODE, "91350100M000100Y4", "91350100M000100Y4",
	  CW_MSG_ID_CREDIT_CODE_LENGTH },
	{ CW_ID_CREDIT_CODE, "91350100M000100Y4I", "91350100M000100Y4I", CW_MSG_ID_CHARACTER },
	{ CW_ID_CREDIT_CODE, "91350100M000100Y44", "91350100M000100Y44", CW_MSG_ID_CHECK },
	/* Other papers have no checksum. */
	{ CW_ID_PASSPORT, "e 0000 0000", "E00000000", CW_MSG_NONE },
	{ CW_ID_OTHER, "军字第０００号", "军字第000号", CW_MSG_NONE },
};

START_TEST(number)
{
	struct cw_id_check c;

	cw_id_check(rows[_i].kind, rows[_i].typed, cw_day_of(2026, 3, 2), &c);
	ck_assert_str_eq(c.normal, rows[_i].normal);
	ck_assert_msg(c.warning == rows[_i].warning, "%s: %s", rows[_i].typed,
		      cw_msg_name(c.warning));
}
END_TEST

/* Any single wrong digit is found (MOD 11-2), and any two neighbours that changed places. */
START_TEST(typing_errors_are_found)
{
	const char good[] = "11010519491231002X";
	struct cw_id_check c;
	char bad[19];

	for (size_t i = 0; i < 17; i++) {
		for (char d = '0'; d <= '9'; d++) {
			memcpy(bad, good, sizeof(bad));
			bad[i] = d;
			cw_id_check(CW_ID_CITIZEN, bad, CW_DAY_NONE, &c);
			ck_assert_int_eq(c.warning == CW_MSG_NONE, d == good[i]);
		}
		memcpy(bad, good, sizeof(bad));
		bad[i] = good[i + 1];
		bad[i + 1] = good[i];
		cw_id_check(CW_ID_CITIZEN, bad, CW_DAY_NONE, &c);
		ck_assert_int_eq(c.warning == CW_MSG_NONE, good[i] == good[i + 1]);
	}
}
END_TEST

/* Under 18 and under 8 by the day (R-REQ-10; 民法典 17 and 20). */
START_TEST(ages)
{
	const char born[] = "110105201803020024"; /* 2018-03-02, invented */
	const char leap[] = "11010520080229002X"; /* 2008-02-29, invented */
	struct cw_id_check c;

	cw_id_check(CW_ID_CITIZEN, born, cw_day_of(2026, 3, 1), &c);
	ck_assert(c.minor && c.under_8);
	cw_id_check(CW_ID_CITIZEN, born, cw_day_of(2026, 3, 2), &c);
	ck_assert(c.minor && !c.under_8);
	cw_id_check(CW_ID_CITIZEN, born, cw_day_of(2036, 3, 1), &c);
	ck_assert(c.minor);
	cw_id_check(CW_ID_CITIZEN, born, cw_day_of(2036, 3, 2), &c);
	ck_assert(!c.minor && !c.under_8);
	cw_id_check(CW_ID_CITIZEN, born, CW_DAY_NONE, &c);
	ck_assert(!c.minor && !c.under_8);
	/* The year of one born on 29 February is full with 1 March of a common year, everywhere. */
	cw_id_check(CW_ID_CITIZEN, leap, cw_day_of(2026, 2, 28), &c);
	ck_assert(c.minor && c.warning == CW_MSG_NONE);
	cw_id_check(CW_ID_CITIZEN, leap, cw_day_of(2026, 3, 1), &c);
	ck_assert(!c.minor);
	cw_id_check(CW_ID_PASSPORT, born, cw_day_of(2026, 3, 1), &c);
	ck_assert(!c.minor);
}
END_TEST

START_TEST(too_long_is_cut_at_a_character)
{
	struct cw_id_check c;
	char text[200] = "";

	while (strlen(text) < 150)
		strcat(text, "证");
	cw_id_check(CW_ID_OTHER, text, CW_DAY_NONE, &c);
	ck_assert_int_eq(c.warning, CW_MSG_ID_TOO_LONG);
	ck_assert_uint_eq(strlen(c.normal), 63);
	memset(text, '7', 63);
	text[63] = '\0';
	cw_id_check(CW_ID_OTHER, text, CW_DAY_NONE, &c);
	ck_assert_int_eq(c.warning, CW_MSG_NONE);
	ck_assert_str_eq(c.normal, text);
	strcat(text, "7");
	cw_id_check(CW_ID_OTHER, text, CW_DAY_NONE, &c);
	ck_assert_int_eq(c.warning, CW_MSG_ID_TOO_LONG);
	ck_assert_uint_eq(strlen(c.normal), 63);
}
END_TEST

START_TEST(broken_bytes)
{
	struct cw_id_check c;

	cw_id_check(CW_ID_OTHER, "12\xff\xfe" "34\xe8", CW_DAY_NONE, &c);
	ck_assert_str_eq(c.normal, "1234");
	ck_assert_int_eq(c.warning, CW_MSG_ID_CHARACTER);
}
END_TEST

START_TEST(names)
{
	for (int k = 0; k < CW_ID_KIND_MAX; k++)
		ck_assert_int_eq(cw_id_kind_of(cw_id_kind_name((enum cw_id_kind)k)), k);
	ck_assert_int_eq(cw_id_kind_of("licence"), -1);
}
END_TEST

static Suite *identity_suite(void)
{
	Suite *s = suite_create("identity");
	TCase *t = tcase_create("identity");

	tcase_add_loop_test(t, number, 0, sizeof(rows) / sizeof(rows[0]));
	tcase_add_test(t, typing_errors_are_found);
	tcase_add_test(t, ages);
	tcase_add_test(t, too_long_is_cut_at_a_character);
	tcase_add_test(t, broken_bytes);
	tcase_add_test(t, names);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	return tap_run(identity_suite());
}
