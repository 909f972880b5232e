/* Days, amounts and addresses as people type them: what is read and written is read as the same. */
#include "casework/base/date.h"
#include "casework/base/money.h"
#include "casework/base/text.h"
#include "casework/mail.h"
#include "notify/mime.h"
#include "tests/fuzz/fuzz.h"

static void check_day(const char *text, size_t len)
{
	char back[CW_DAY_TEXT];
	cw_day day;

	if (!cw_day_parse(text, len, &day))
		return;
	fuzz_taken();
	must(day >= CW_DAY_MIN && day <= CW_DAY_MAX);
	must(len == 10 && strncmp(cw_day_text(day, back), text, len) == 0);
	must(cw_day_of(cw_day_ymd(day).year, cw_day_ymd(day).month, cw_day_ymd(day).day) == day);
	must(cw_day_weekday(day) >= 0 && cw_day_weekday(day) < 8);
}

static void check_money(const char *text, size_t len)
{
	char back[CW_MONEY_TEXT];
	cw_fen fen, again;

	if (!cw_money_parse(text, len, &fen))
		return;
	fuzz_taken();
	must(fen >= 0 && fen <= CW_FEN_MAX);
	cw_money_text(fen, back);
	must(cw_money_parse(back, strlen(back), &again) && again == fen);
}

/* One line that can stand in a head, whatever the text. */
static void check_words(struct cw_arena *a, const char *text)
{
	const char *words = nt_mime_words(a, text), *line = words;

	must(words);
	while (*line) {
		const size_t n = strcspn(line, "\r\n");

		must(n <= 76);
		must(!line[n] || strncmp(line + n, "\r\n ", 3) == 0);
		for (size_t i = 0; i < n; i++)
			must(line[i] >= 0x20 && line[i] <= 0x7e);
		line += n + (line[n] ? 2 : 0);
	}
}

static void check_address(struct cw_arena *a, const char *text)
{
	char *out;

	if (!cw_mail_address_ok(text))
		return;
	fuzz_taken();
	must(strchr(text, '@') && !strpbrk(text, "\r\n <>") && cw_utf8_valid(text, strlen(text)));
	must(nt_mime_address(a, text, &out) == 0);
	if (!out)
		return;
	must(cw_mail_address_ok(out) && !strpbrk(out, "\r\n <>"));
	for (const char *p = strrchr(out, '@'); *p; p++)
		must(*p > 0x20 && *p < 0x7f);
}

FUZZ_TAKES("day", "leap", "min", "max", "money", "fen", "cents", "most", "zero", "address",
	   "address-idn", "address-utf8")
FUZZ(data, size, a)
{
	const char *text = (const char *)data;
	char *copy = cw_strndup(a, text, size), *folded;

	must(copy);
	check_day(text, size);
	check_money(text, size);
	check_address(a, copy);
	if (!cw_utf8_valid(copy, strlen(copy)))
		return;
	check_words(a, copy);
	folded = cw_text_fold(a, copy);
	must(folded && cw_utf8_valid(folded, strlen(folded)));
	must(strcmp(cw_text_fold(a, folded), folded) == 0);
	must(strlen(cw_text_trim(a, copy)) <= strlen(copy));
}
