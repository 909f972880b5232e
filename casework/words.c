#include "casework/words.h"

#include "casework/base/text.h"

char *cw_words_day(struct cw_arena *a, cw_day day, enum cw_lang lang)
{
	struct cw_buf b;

	cw_buf_init(&b, a);
	if (day != CW_DAY_NONE)
		cw_msg_put_day(&b, day, lang);
	return cw_buf_done(&b, NULL);
}

char *cw_words_number(struct cw_arena *a, unsigned n, enum cw_lang lang)
{
	static const char *const digits[] = { "",   "一", "二", "三", "四",
					      "五", "六", "七", "八", "九" };

	if (lang != CW_ZH || n == 0 || n > 99)
		return cw_printf(a, "%u", n);
	return cw_printf(a, "%s%s%s", n >= 20 ? digits[n / 10] : "", n >= 10 ? "十" : "",
			 digits[n % 10]);
}

char *cw_words_numbers(struct cw_arena *a, uint64_t set, enum cw_lang lang)
{
	struct cw_buf b;

	cw_buf_init(&b, a);
	for (unsigned i = 0; i < 64; i++) {
		const char *number;

		if (!(set & UINT64_C(1) << i))
			continue;
		number = cw_words_number(a, i + 1, lang);
		if (!number)
			return NULL;
		if (b.len)
			cw_buf_puts(&b, lang == CW_ZH ? "、" : ", ");
		cw_buf_puts(&b, number);
	}
	return cw_buf_done(&b, NULL);
}
