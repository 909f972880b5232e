/* RFC 5545 as bytes: CRLF, folding, escapes, days. */
#include <string.h>

#include "casework/base/text.h"
#include "casework/ical.h"
#include "tests/lib/tap.h"

static struct cw_arena *a;

static void begin(void)
{
	a = cw_arena_new(0);
}

static void finish(void)
{
	cw_arena_free(a);
}

static char *made(const char *summary, bool cancelled, cw_day on)
{
	const struct cw_ical_event e = { .uid = "deadline-7@example.invalid",
					 .sequence = 3,
					 .on = on,
					 .summary = summary,
					 .description = "一\n二",
					 .url = "https://example.invalid/a,b",
					 .cancelled = cancelled };
	/* 2026-03-30 00:00:01 UTC */
	const struct cw_ical cal = { .name = "测试; 日历",
				     .lang = "zh",
				     .now = (int64_t)cw_day_of(2026, 3, 30) * 86400000000 + 1000000,
				     .events = &e,
				     .n = 1 };
	size_t len;
	char *text = cw_ical_text(a, &cal, &len);

	ck_assert_ptr_nonnull(text);
	ck_assert_uint_eq(len, strlen(text));
	return text;
}

START_TEST(it_is_these_bytes)
{
	ck_assert_str_eq(made("答复期限, 甲\\乙", false, cw_day_of(2026, 12, 31)),
			 "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
			 "PRODID:-//disclosured//deadlines//ZH\r\nCALSCALE:GREGORIAN\r\n"
			 "METHOD:PUBLISH\r\nX-WR-CALNAME:测试\\; 日历\r\nX-PUBLISHED-TTL:PT1H\r\n"
			 "BEGIN:VEVENT\r\nUID:deadline-7@example.invalid\r\nSEQUENCE:3\r\n"
			 "DTSTAMP:20260330T000001Z\r\nDTSTART;VALUE=DATE:20261231\r\n"
			 "DTEND;VALUE=DATE:20270101\r\nSUMMARY:答复期限\\, 甲\\\\乙\r\n"
			 "DESCRIPTION:一\\n二\r\nURL:https://example.invalid/a,b\r\n"
			 "STATUS:CONFIRMED\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"
			 "END:VCALENDAR\r\n");
	ck_assert_ptr_nonnull(strstr(made("x", true, cw_day_of(2026, 3, 30)), "STATUS:CANCELLED"));
}
END_TEST

START_TEST(control_characters_go_and_english_is_said)
{
	const struct cw_ical_event e = { .uid = "u",
					 .on = cw_day_of(2026, 3, 30),
					 .summary = "a\tb\x7f\rc\x01",
					 .description = "" };
	const struct cw_ical cal = { .name = "n", .lang = "en", .events = &e, .n = 1 };
	size_t len;
	const char *text = cw_ical_text(a, &cal, &len);

	ck_assert_ptr_nonnull(strstr(text, "SUMMARY:abc\r\n"));
	ck_assert_ptr_nonnull(strstr(text, "//EN\r\n"));
	ck_assert_ptr_null(strstr(text, "URL:"));
}
END_TEST

START_TEST(without_memory_there_is_no_text)
{
	const struct cw_ical_event e = { .uid = "u",
					 .on = cw_day_of(2026, 3, 30),
					 .summary = "s",
					 .description = "d",
					 .url = "https://example.invalid/" };
	const struct cw_ical cal = { .name = "n", .lang = "zh", .events = &e, .n = 1 };
	uint64_t n = 0;
	size_t len;
	char *text;

	do {
		cw_arena_fail_after(++n);
		text = cw_ical_text(a, &cal, &len);
	} while (!text && n < 1000);
	cw_arena_fail_after(0);
	ck_assert_uint_gt(n, 5);
	ck_assert_ptr_nonnull(text);
}
END_TEST

/* Whatever stands at the fold: no line above 75 octets, each valid by itself, and the lines joined
 * give what was put in. */
START_TEST(lines_are_folded_between_characters)
{
	for (size_t ascii = 0; ascii < 80; ascii++) {
		struct cw_buf in, out;
		char *text, *end;

		cw_buf_init(&in, a);
		cw_buf_init(&out, a);
		for (size_t i = 0; i < ascii; i++)
			cw_buf_puts(&in, "x");
		for (size_t i = 0; i < 60; i++)
			cw_buf_puts(&in, i % 3 ? "期" : "𠮷");
		text = strstr(made(cw_buf_done(&in, NULL), false, cw_day_of(2026, 3, 30)),
			      "SUMMARY:");
		for (bool first = true;; first = false, text = end + 2) {
			end = strstr(text, "\r\n");
			if (!first && *text != ' ')
				break;
			ck_assert_uint_le((size_t)(end - text), 75);
			ck_assert(cw_utf8_valid(text, (size_t)(end - text)));
			cw_buf_add(&out, text + (first ? 8 : 1),
				   (size_t)(end - text) - (first ? 8 : 1));
		}
		ck_assert_str_eq(cw_buf_done(&out, NULL), cw_buf_done(&in, NULL));
	}
}
END_TEST

static Suite *ical_suite(void)
{
	Suite *s = suite_create("ical");
	TCase *t = tcase_create("ical");

	tcase_add_checked_fixture(t, begin, finish);
	tcase_add_test(t, it_is_these_bytes);
	tcase_add_test(t, control_characters_go_and_english_is_said);
	tcase_add_test(t, without_memory_there_is_no_text);
	tcase_add_test(t, lines_are_folded_between_characters);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	return tap_run(ical_suite());
}
