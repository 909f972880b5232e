/* What all else stands on: text, money, dates, arenas, errors, messages, log lines. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "casework/constant.h"
#include "casework/base/date.h"
#include "casework/base/err.h"
#include "casework/base/log.h"
#include "casework/base/money.h"
#include "casework/base/text.h"
#include "tests/lib/tap.h"

#define N(rows) (sizeof(rows) / sizeof((rows)[0]))

static struct cw_arena *a;
static struct cw_err err;

static void set_up(void)
{
	a = cw_arena_new(0);
	cw_err_clear(&err);
}

static void tear_down(void)
{
	cw_arena_fail_after(0);
	cw_arena_free(a);
}

/* ---- UTF-8 (RFC 3629, Unicode table 3-7). */

static const struct {
	const char *bytes;
	size_t len;
	uint32_t cp; /* 0: not well-formed */
} points[] = {
#define P(literal, cp)                                                                             \
	{                                                                                          \
		literal, sizeof(literal) - 1, cp                                                   \
	}
	P("a", 'a'),
	P("\x7f", 0x7f),
	P("\x80", 0),
	P("\xbf", 0),
	P("\xc0\x80", 0), /* NUL, overlong */
	P("\xc1\xbf", 0),
	P("\xc2\x80", 0x80),
	P("\xc2", 0),
	P("\xc2\x41", 0),
	P("\xc2\xc0", 0),
	P("\xdf\xbf", 0x7ff),
	P("\xe0\x9f\xbf", 0), /* overlong */
	P("\xe0\xa0\x80", 0x800),
	P("\xe4\xb8\xad", 0x4e2d), /* 中 */
	P("\xe4\xb8", 0),
	P("\xe4\x41\x41", 0),
	P("\xed\x9f\xbf", 0xd7ff),
	P("\xed\xa0\x80", 0), /* surrogates */
	P("\xed\xbf\xbf", 0),
	P("\xee\x80\x80", 0xe000),
	P("\xef\xbf\xbf", 0xffff),
	P("\xf0\x8f\xbf\xbf", 0), /* overlong */
	P("\xf0\x90\x80\x80", 0x10000),
	P("\xf0\xa0\xae\xb7", 0x20bb7), /* 𠮷 */
	P("\xf0\xa0\xae", 0),
	P("\xf4\x8f\xbf\xbf", 0x10ffff),
	P("\xf4\x90\x80\x80", 0),
	P("\xf5\x80\x80\x80", 0),
	P("\xff", 0),
#undef P
};

START_TEST(utf8_is_strict)
{
	uint32_t cp = 0;
	const size_t n = cw_utf8_next(points[_i].bytes, points[_i].len, &cp);
	const bool good = points[_i].cp != 0;

	ck_assert_uint_eq(n, good ? points[_i].len : 0);
	ck_assert(!good || cp == points[_i].cp);
	ck_assert_int_eq(cw_utf8_valid(points[_i].bytes, points[_i].len), good);
	ck_assert(!good || cw_utf8_count(points[_i].bytes, points[_i].len) == 1);
}
END_TEST

START_TEST(texts_are_counted_in_characters)
{
	uint32_t cp;

	ck_assert_uint_eq(cw_utf8_next("", 0, &cp), 0);
	ck_assert(cw_utf8_valid("", 0));
	ck_assert(cw_utf8_valid("a\0b", 3)); /* a NUL is a character */
	ck_assert(!cw_utf8_valid("信息\xff", 7));
	ck_assert_uint_eq(cw_utf8_count("政府信息𠮷a", strlen("政府信息𠮷a")), 6);
}
END_TEST

START_TEST(controls_are_found)
{
	static const struct {
		const char *text;
		size_t len;
		bool found;
	} rows[] = { { "a\tb\r\nc", 6, false }, { "a\0b", 3, true }, { "\x01", 1, true },
		     { "a\x1f", 2, true },	{ "\x7f", 1, true }, { "中", 3, false },
		     { "", 0, false },		{ "\x0b", 1, true } };

	for (size_t i = 0; i < N(rows); i++)
		ck_assert_int_eq(cw_text_has_control(rows[i].text, rows[i].len), rows[i].found);
}
END_TEST

START_TEST(white_space_at_the_ends_goes)
{
	static const char *const rows[][2] = {
		{ "", "" },
		{ " \t\r\n\v\f", "" },
		{ "a", "a" },
		{ "  a b  ", "a b" },
		{ "\u3000政府 信息\u3000\u00a0", "政府 信息" },
		{ "\ufeff\u2003x\u200b\u2000", "x" },
		{ "\u1fffx\u200c", "\u1fffx\u200c" }, /* beside them */
		{ "\xff x \xff ", "\xff x \xff" },    /* not text, but kept */
	};

	for (size_t i = 0; i < N(rows); i++)
		ck_assert_str_eq(cw_text_trim(a, rows[i][0]), rows[i][1]);
}
END_TEST

START_TEST(what_reads_alike_folds_alike)
{
	static const char *const rows[][2] = {
		{ "", "" },
		{ " A-b\u3000C ", "abc" },
		{ "ＡＺａｚ０９－～", "azaz09~" },
		{ "青政办发〔2023〕18号", "青政办发〔2023〕18号" },
		{ "@[`{", "@[`{" }, /* beside the letters */
		{ "\uff00\uff5f", "\uff00\uff5f" },
		{ "x\xff", "x\xff" },
	};

	for (size_t i = 0; i < N(rows); i++)
		ck_assert_str_eq(cw_text_fold(a, rows[i][0]), rows[i][1]);
}
END_TEST

START_TEST(a_buffer_grows)
{
	static char big[1000];
	struct cw_buf b;
	size_t len;
	char *text;

	memset(big, 'x', sizeof(big));
	cw_buf_init(&b, a);
	cw_buf_puts(&b, "a");
	cw_buf_add(&b, big, sizeof(big));
	cw_buf_printf(&b, "%d-%s", 7, "z");
	cw_buf_add(&b, "", 0);
	text = cw_buf_done(&b, &len);
	ck_assert_uint_eq(len, 1 + sizeof(big) + 3);
	ck_assert_uint_eq(strlen(text), len);
	ck_assert_str_eq(text + 1001, "7-z");
	cw_buf_init(&b, a);
	cw_buf_put_html(&b, "<a b=\"c\">'&' 𠮷", strlen("<a b=\"c\">'&' 𠮷"));
	cw_buf_put_html(&b, "all of it, but not this", strlen("all of it"));
	ck_assert_str_eq(cw_buf_done(&b, NULL),
			 "&lt;a b=&quot;c&quot;&gt;&#39;&amp;&#39; 𠮷all of it");

	cw_buf_init(&b, a);
	ck_assert_str_eq(cw_buf_done(&b, NULL), "");
	/* exactly as much as there is room for, and a byte less */
	for (size_t n = 126; n <= 129; n++) {
		cw_buf_init(&b, a);
		cw_buf_add(&b, big, 1);
		cw_buf_add(&b, big, n - 1);
		ck_assert_uint_eq(strlen(cw_buf_done(&b, NULL)), n);
	}
}
END_TEST

START_TEST(a_buffer_that_failed_stays_failed)
{
	struct cw_buf b;

	cw_buf_init(&b, a);
	cw_arena_fail_after(1);
	cw_buf_puts(&b, "a");
	ck_assert(b.failed);
	cw_buf_puts(&b, "b");
	cw_buf_printf(&b, "%d", 1);
	ck_assert_ptr_null(cw_buf_done(&b, NULL));
	cw_buf_init(&b, a);
	cw_buf_puts(&b, "a");
	b.len = b.room = SIZE_MAX / 2; /* as if it were */
	cw_buf_add(&b, NULL, SIZE_MAX / 2);
	ck_assert(b.failed);
	cw_arena_fail_after(1);
	ck_assert_ptr_null(cw_text_trim(a, "x"));
	cw_arena_fail_after(1);
	ck_assert_ptr_null(cw_text_fold(a, "x"));
}
END_TEST

/* ---- Money (R-FEE-9). */

static const struct {
	const char *text;
	cw_fen fen; /* -1: refused */
} amounts[] = {
	{ "0", 0 },
	{ "0.01", 1 },
	{ "0.1", 10 },
	{ "00.10", 10 },
	{ "1", 100 },
	{ "12.3", 1230 },
	{ "12.34", 1234 },
	{ "37000.00", 3700000 },
	{ "10000000000", CW_FEN_MAX },
	{ "10000000000.00", CW_FEN_MAX },
	{ "10000000000.01", -1 },
	{ "10000000001", -1 },
	{ "99999999999999999999", -1 },
	{ "", -1 },
	{ ".", -1 },
	{ ".5", -1 },
	{ "1.", -1 },
	{ "1.234", -1 },
	{ "1..2", -1 },
	{ "1.2.3", -1 },
	{ "-1", -1 },
	{ "+1", -1 },
	{ " 1", -1 },
	{ "1 ", -1 },
	{ "1,000", -1 },
	{ "1e3", -1 },
	{ "1.:", -1 },
	{ "1./", -1 },
	{ "１", -1 },
	{ ":", -1 },
};

START_TEST(amounts_are_read_strictly)
{
	cw_fen fen = -7;
	const bool good = amounts[_i].fen >= 0;

	ck_assert_int_eq(cw_money_parse(amounts[_i].text, strlen(amounts[_i].text), &fen), good);
	ck_assert_int_eq(fen, good ? amounts[_i].fen : -7);
}
END_TEST

START_TEST(amounts_are_written_with_two_decimals)
{
	static const struct {
		cw_fen fen;
		const char *text;
	} rows[] = { { 0, "0.00" },
		     { 1, "0.01" },
		     { 100, "1.00" },
		     { 470000, "4700.00" },
		     { -1, "-0.01" },
		     { -12345, "-123.45" },
		     { CW_FEN_MAX, "10000000000.00" },
		     { INT64_MAX, "92233720368547758.07" },
		     { INT64_MIN, "-92233720368547758.08" } };
	char buf[CW_MONEY_TEXT];

	for (size_t i = 0; i < N(rows); i++)
		ck_assert_str_eq(cw_money_text(rows[i].fen, buf), rows[i].text);
}
END_TEST

/* ---- Dates. */

static const struct {
	const char *text;
	int y, m, d; /* y 0: refused */
} days[] = {
	{ "1990-01-01", 1990, 1, 1 },
	{ "2099-12-31", 2099, 12, 31 },
	{ "2024-02-29", 2024, 2, 29 },
	{ "2000-02-29", 2000, 2, 29 },
	{ "1989-12-31", 0, 0, 0 },
	{ "2100-01-01", 0, 0, 0 },
	{ "2023-02-29", 0, 0, 0 },
	{ "2026-00-01", 0, 0, 0 },
	{ "2026-13-01", 0, 0, 0 },
	{ "2026-01-00", 0, 0, 0 },
	{ "2026-01-32", 0, 0, 0 },
	{ "2026-04-31", 0, 0, 0 },
	{ "0000-01-01", 0, 0, 0 },
	{ "2026-1-01", 0, 0, 0 },
	{ "2026-01-01 ", 0, 0, 0 },
	{ "2026/01-01", 0, 0, 0 },
	{ "2026-01/01", 0, 0, 0 },
	{ "x026-01-01", 0, 0, 0 },
	{ "2026-x1-01", 0, 0, 0 },
	{ "2026-01-0x", 0, 0, 0 },
	{ "2026-01-0/", 0, 0, 0 },
	{ "2026-01-0:", 0, 0, 0 },
	{ "", 0, 0, 0 },
};

START_TEST(days_are_read_strictly)
{
	cw_day day = 7;
	const bool good = days[_i].y != 0;
	char buf[CW_DAY_TEXT];

	ck_assert_int_eq(cw_day_parse(days[_i].text, strlen(days[_i].text), &day), good);
	ck_assert_int_eq(day, good ? cw_day_of(days[_i].y, days[_i].m, days[_i].d) : 7);
	if (good)
		ck_assert_str_eq(cw_day_text(day, buf), days[_i].text);
}
END_TEST

START_TEST(there_is_no_such_date)
{
	char buf[CW_DAY_TEXT];

	ck_assert_int_eq(cw_day_of(0, 1, 1), CW_DAY_NONE);
	ck_assert_int_eq(cw_day_of(10000, 1, 1), CW_DAY_NONE);
	ck_assert_int_eq(cw_day_of(1900, 2, 29), CW_DAY_NONE);
	ck_assert_int_eq(cw_day_of(2026, 13, 1), CW_DAY_NONE);
	ck_assert_int_eq(cw_day_of(2026, 1, -1), CW_DAY_NONE);
	ck_assert_int_eq(cw_day_of(1970, 1, 1), 0);
	ck_assert_str_eq(cw_day_text(CW_DAY_NONE, buf), "");
}
END_TEST

/* Every day of eleven centuries against a count by hand. */
START_TEST(days_follow_one_another)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	cw_day next = cw_day_of(1600, 1, 1);
	int weekday = 6; /* 1600-01-01 was a Saturday */

	for (int y = 1600; y < 2700; y++) {
		const bool leap = y % 400 == 0 || (y % 4 == 0 && y % 100 != 0);

		for (int m = 1; m <= 12; m++) {
			const int last = lengths[m - 1] + (m == 2 && leap);

			for (int d = 1; d <= last; d++, next++, weekday = weekday % 7 + 1) {
				const struct cw_ymd back = cw_day_ymd(next);

				ck_assert_int_eq(cw_day_of(y, m, d), next);
				ck_assert(back.year == y && back.month == m && back.day == d);
				ck_assert_int_eq(cw_day_weekday(next), weekday);
			}
		}
	}
	ck_assert_int_eq(cw_day_year(cw_day_of(2026, 12, 31)), 2026);
}
END_TEST

START_TEST(months_on_is_the_same_day_or_the_last)
{
	static const struct {
		int y, m, d, months;
		const char *to;
	} rows[] = { { 2026, 1, 31, 1, "2026-02-28" },	{ 2024, 1, 31, 1, "2024-02-29" },
		     { 2026, 8, 31, 6, "2027-02-28" },	{ 2026, 3, 2, 6, "2026-09-02" },
		     { 2026, 12, 31, 1, "2027-01-31" }, { 2026, 3, 31, -1, "2026-02-28" },
		     { 2026, 5, 15, 0, "2026-05-15" },	{ 2025, 8, 29, 6, "2026-02-28" } };
	char buf[CW_DAY_TEXT];

	for (size_t i = 0; i < N(rows); i++)
		ck_assert_str_eq(
			cw_day_text(cw_day_add_months(cw_day_of(rows[i].y, rows[i].m, rows[i].d),
						      rows[i].months),
				    buf),
			rows[i].to);
}
END_TEST

/* Beijing's day begins at 16:00 UTC (R-RCPT-7). */
START_TEST(an_instant_belongs_to_its_beijing_day)
{
	const int64_t hour = INT64_C(3600000000);

	ck_assert_int_eq(cw_day_of_instant(0), 0);
	ck_assert_int_eq(cw_day_of_instant(16 * hour - 1), 0);
	ck_assert_int_eq(cw_day_of_instant(16 * hour), 1);
	ck_assert_int_eq(cw_day_of_instant(-8 * hour), 0);
	ck_assert_int_eq(cw_day_of_instant(-8 * hour - 1), -1);
	ck_assert_int_eq(cw_day_of_instant(-32 * hour), -1);
	ck_assert_int_eq(cw_day_of_instant(-32 * hour - 1), -2);
}
END_TEST

/* ---- Arenas. */

START_TEST(an_arena_hands_out_zeros_aligned)
{
	for (size_t n = 0; n < 40000; n = n * 3 + 1) {
		char *p = cw_alloc(a, n);

		ck_assert_uint_eq((uintptr_t)p % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < n; i++)
			ck_assert_int_eq(p[i], 0);
		if (n)
			memset(p, 'x', n);
	}
	cw_arena_reset(a); /* the last block was a large one */
	cw_arena_reset(a); /* there is none */
	memset(cw_alloc(a, 100), 'x', 100);
	ck_assert_ptr_nonnull(cw_alloc(a, 16384));
	cw_arena_reset(a);
	ck_assert_int_eq(*(char *)cw_alloc(a, 100), 0);
}
END_TEST

START_TEST(what_cannot_be_had_is_null)
{
	struct cw_arena *small = cw_arena_new(100);
	char *const none = NULL;

	ck_assert_ptr_null(cw_alloc(a, SIZE_MAX));
	ck_assert_ptr_null(cw_alloc_n(a, SIZE_MAX / 2, 3));
	ck_assert_ptr_nonnull(cw_alloc_n(a, 3, 5));
	ck_assert_ptr_nonnull(cw_alloc(small, 80));
	ck_assert_ptr_null(cw_alloc(small, 40));
	ck_assert_ptr_nonnull(cw_alloc(small, 16));
	cw_arena_free(small);
	cw_arena_free(NULL);
	ck_assert_ptr_null(cw_strdup(a, none));
	ck_assert_str_eq(cw_strdup(a, "ab"), "ab");
	ck_assert_str_eq(cw_strndup(a, "ab", 1), "a");
	ck_assert_str_eq(cw_strndup(a, none, 0), "");
	ck_assert_str_eq(cw_printf(a, "%s %d", "a", 1), "a 1");
	cw_arena_fail_after(2);
	ck_assert_ptr_nonnull(cw_strdup(a, "ab"));
	ck_assert_ptr_null(cw_strdup(a, "ab"));
	ck_assert_ptr_nonnull(cw_strdup(a, "ab")); /* once */
	cw_arena_fail_after(1);
	ck_assert_ptr_null(cw_printf(a, "%s", "a"));
}
END_TEST

/* ---- Errors. */

START_TEST(an_error_carries_why)
{
	char longest[2 * CW_ERR_ARG] = "x";

	ck_assert_int_eq(cw_fail(&err, CW_CONFLICT, CW_MSG_INTERNAL, "a", NULL), -1);
	ck_assert_int_eq(err.code, CW_CONFLICT);
	ck_assert_str_eq(err.args[0], "a");
	ck_assert_str_eq(err.args[1], "");
	ck_assert_int_eq(
		cw_fail_law(&err, CW_MSG_INTERNAL, "R-CLOCK-2", "条例33", "a", "b", "c", NULL), -1);
	ck_assert_int_eq(err.code, CW_LAW_FORBIDS);
	ck_assert_str_eq(err.rule, "R-CLOCK-2");
	ck_assert_str_eq(err.article, "条例33");
	ck_assert_str_eq(err.args[2], "c");
	/* cut at a character: 1 byte and 32 of three each would be 97 */
	for (int i = 0; i < 32; i++)
		strcat(longest, "中");
	(void)cw_fail(&err, CW_CONFLICT, CW_MSG_INTERNAL, longest, NULL);
	ck_assert_uint_eq(strlen(err.args[0]), 1 + 31 * 3);
	ck_assert_int_eq(cw_fail_memory(&err), -1);
	ck_assert_int_eq(err.code, CW_INTERNAL);
	cw_err_clear(&err);
	ck_assert_int_eq(err.code, CW_OK);
	ck_assert_ptr_null(err.rule);
}
END_TEST

START_TEST(faults_are_added_until_there_are_too_many)
{
	for (int i = 0; i < CW_ERR_ITEMS; i++)
		(void)cw_fail_item(&err, "/x", CW_MSG_REQUIRED, NULL);
	ck_assert_int_eq(err.code, CW_INVALID);
	ck_assert_uint_eq(err.n_items, CW_ERR_ITEMS);
	ck_assert(!err.more_items);
	(void)cw_fail_item(&err, "/y", CW_MSG_REQUIRED, NULL);
	ck_assert_uint_eq(err.n_items, CW_ERR_ITEMS);
	ck_assert(err.more_items);
	cw_err_clear(&err);
	(void)cw_fail(&err, CW_LAW_FORBIDS, CW_MSG_INTERNAL, NULL);
	(void)cw_fail_item(&err, "/x", CW_MSG_REQUIRED, NULL);
	ck_assert_int_eq(err.code, CW_LAW_FORBIDS); /* was set already */
}
END_TEST

/* ---- Messages. */

START_TEST(every_message_is_there_in_both_languages_with_the_same_arguments)
{
	for (int id = CW_MSG_NONE + 1; id < CW_MSG_MAX; id++) {
		const char *zh = cw_msg_raw((enum cw_msg)id, CW_ZH),
			   *en = cw_msg_raw((enum cw_msg)id, CW_EN);
		const char *name = cw_msg_name((enum cw_msg)id);

		ck_assert_msg(zh[0] && en[0], "%s", name);
		ck_assert_msg(cw_utf8_valid(zh, strlen(zh)) && cw_utf8_valid(en, strlen(en)), "%s",
			      name);
		for (int k = 0; k < CW_MSG_ARGS; k++) {
			const char place[] = { '{', (char)('0' + k), '}', 0 };

			ck_assert_msg(!strstr(zh, place) == !strstr(en, place), "%s %s", name,
				      place);
		}
	}
}
END_TEST

START_TEST(arguments_are_put_in)
{
	char ref[CW_MSG_REF];
	const char *args[CW_MSG_ARGS] = { "一", NULL, NULL };
	const char *text;

	text = cw_msg_text(a, CW_MSG_REPEAT_EARLIER_TEXT, CW_ZH, args);
	ck_assert_str_eq(text, "一，");
	args[1] = cw_msg_ref(CW_MSG_OUTCOME_REPEAT, ref);
	ck_assert_str_eq(cw_msg_text(a, CW_MSG_REPEAT_EARLIER_TEXT, CW_EN, args),
			 "一 of Repeated request");
	ck_assert_str_eq(cw_msg_text(a, CW_MSG_REPEAT_EARLIER_TEXT, CW_ZH, args),
			 "一，不予处理：重复申请");
	args[1] = "\x01NO_SUCH_MESSAGE";
	ck_assert_str_eq(cw_msg_text(a, CW_MSG_REPEAT_EARLIER_TEXT, CW_ZH, args),
			 "一，NO_SUCH_MESSAGE");
	ck_assert_str_eq(cw_msg_text(a, CW_MSG_REPEAT_EARLIER_TEXT, CW_ZH, NULL), "，");
	ck_assert_str_eq(cw_msg_text(a, CW_MSG_NONE, CW_ZH, NULL), "");
	args[0] = "2026-03-02"; /* a day is read, whoever wrote it down for programs */
	args[1] = "1";
	ck_assert_str_eq(cw_msg_text(a, CW_MSG_CLOCK_RECEIVED, CW_ZH, args),
			 "2026年3月2日收到申请，当日不计入，答复期限为1个工作日");
	ck_assert_str_eq(cw_msg_text(a, CW_MSG_CLOCK_RECEIVED, CW_EN, args),
			 "2 March 2026: request received; the day itself is not counted, the reply "
			 "period is 1 working day");
	args[0] = "2026-02-30";
	args[1] = "21";
	ck_assert_str_eq(cw_msg_text(a, CW_MSG_CLOCK_RECEIVED, CW_EN, args),
			 "2026-02-30: request received; the day itself is not counted, the reply "
			 "period is 21 working days");
	cw_arena_fail_after(1);
	ck_assert_ptr_null(cw_msg_text(a, CW_MSG_REPEAT_EARLIER_TEXT, CW_ZH, args));
}
END_TEST

/* ---- The law's periods, written down once more from law.md. */

START_TEST(periods_are_the_laws)
{
	static const struct {
		const char *name;
		int value;
		const char *unit, *rule;
		cw_day since;
	} want[] = {
		{ "reply", 20, "working_days", "R-CLOCK-1", 18031 }, /* 2019-05-15 */
		{ "extension_max", 20, "working_days", "R-CLOCK-2", 18031 },
		{ "correction_notice", 7, "working_days", "R-CLOCK-4", 18031 },
		{ "consultation", 15, "working_days", "R-ASK-1", 18031 },
		{ "co_producer", 15, "working_days", "R-ASK-3", 18031 },
		{ "payment", 20, "working_days", "R-FEE-5", 18628 }, /* 2021-01-01 */
		{ "ordered_reply", 20, "working_days", "R-OUT-7", 18031 },
		{ "unconfirmed", 6, "months", "R-RCPT-3", 18031 },
		{ "amendment", 10, "minutes", "R-REQ-9", 18031 },
		{ "reconsideration", 60, "days", "R-OUT-4", 19723 }, /* 2024-01-01 */
		{ "suit", 6, "months", "R-OUT-4", 16556 },	      /* 2015-05-01 */
		{ "suit_after_reconsideration", 15, "days", "R-OUT-4", 16556 },
		{ "respondent_reconsideration", 10, "working_days", "R-OUT-8", 19723 },
		{ "respondent_simple", 5, "working_days", "R-OUT-8", 19723 },
		{ "respondent_suit", 15, "days", "R-OUT-8", 16556 },
	};
	const unsigned n = sizeof(want) / sizeof(want[0]);
	struct cw_constant got;

	for (unsigned i = 0; i < n; i++) {
		ck_assert(cw_constant(i, &got));
		ck_assert_str_eq(got.name, want[i].name);
		ck_assert_msg(got.value == want[i].value && got.since == want[i].since, "%s", got.name);
		ck_assert_str_eq(cw_unit_name(got.unit), want[i].unit);
		ck_assert_str_eq(got.rule, want[i].rule);
	}
	ck_assert(!cw_constant(n, &got));
}
END_TEST

/* ---- Log lines. */

/* What one call writes on standard error. */
static char *written(void (*say)(void))
{
	static char line[4096];
	FILE *file = tmpfile();
	const int keep = dup(STDERR_FILENO);
	size_t n;

	ck_assert(file && keep >= 0);
	ck_assert_int_ge(dup2(fileno(file), STDERR_FILENO), 0);
	say();
	dup2(keep, STDERR_FILENO);
	close(keep);
	rewind(file);
	n = fread(line, 1, sizeof(line) - 1, file);
	line[n] = '\0';
	fclose(file);
	return line;
}

static void say_plain(void)
{
	cw_log(CW_LOG_WARN, "test_event", "%s", "");
	cw_log(CW_LOG_DEBUG, "below", "%s", "");
}

static void say_request(void)
{
	cw_log(CW_LOG_ERROR, "test_event", "case=%d text=\"%s\"", 7, "a\nb\tc");
}

static void say_much(void)
{
	static char much[3000];

	memset(much, 'x', sizeof(much) - 1);
	cw_log(CW_LOG_INFO, "test_event", "text=%s", much);
}

START_TEST(a_line_is_one_event)
{
	const char *line = written(say_plain);

	ck_assert_int_eq(strncmp(line, "time=20", 7), 0);
	ck_assert_ptr_nonnull(strstr(line, "Z level=warn event=test_event"));
	ck_assert_ptr_null(strstr(line, "below"));
	ck_assert_ptr_null(strstr(line, "request="));
	cw_log_set_request("r-1");
	line = written(say_request);
	ck_assert_ptr_nonnull(
		strstr(line, "level=error event=test_event request=r-1 case=7 text=\"a b c\"\n"));
	cw_log_set_request(NULL);
	line = written(say_much);
	ck_assert_uint_eq(strlen(line), 1023);
	ck_assert_int_eq(line[1022], '\n');
	ck_assert_ptr_null(strstr(line, "request="));
	cw_log_set_level(CW_LOG_ERROR);
	ck_assert_str_eq(written(say_plain), "");
	cw_log_set_level(CW_LOG_INFO);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("base");
	TCase *t = tcase_create("base");

	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_add_loop_test(t, utf8_is_strict, 0, N(points));
	tcase_add_test(t, texts_are_counted_in_characters);
	tcase_add_test(t, controls_are_found);
	tcase_add_test(t, white_space_at_the_ends_goes);
	tcase_add_test(t, what_reads_alike_folds_alike);
	tcase_add_test(t, a_buffer_grows);
	tcase_add_test(t, a_buffer_that_failed_stays_failed);
	tcase_add_loop_test(t, amounts_are_read_strictly, 0, N(amounts));
	tcase_add_test(t, amounts_are_written_with_two_decimals);
	tcase_add_loop_test(t, days_are_read_strictly, 0, N(days));
	tcase_add_test(t, there_is_no_such_date);
	tcase_add_test(t, days_follow_one_another);
	tcase_add_test(t, months_on_is_the_same_day_or_the_last);
	tcase_add_test(t, an_instant_belongs_to_its_beijing_day);
	tcase_add_test(t, an_arena_hands_out_zeros_aligned);
	tcase_add_test(t, what_cannot_be_had_is_null);
	tcase_add_test(t, an_error_carries_why);
	tcase_add_test(t, faults_are_added_until_there_are_too_many);
	tcase_add_test(t, every_message_is_there_in_both_languages_with_the_same_arguments);
	tcase_add_test(t, arguments_are_put_in);
	tcase_add_test(t, periods_are_the_laws);
	tcase_add_test(t, a_line_is_one_event);
	suite_add_tcase(s, t);
	return tap_run(s);
}
