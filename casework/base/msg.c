#include "casework/base/msg.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "casework/base/text.h"

struct entry {
	const char *name, *text[CW_LANG_MAX];
};

static const struct entry catalogue[CW_MSG_MAX] = {
	[CW_MSG_NONE] = { "NONE", { "", "" } },
#define CW_MSG(id, zh, en) [CW_MSG_##id] = { #id, { zh, en } },
#include "casework/msg_all.def"
#undef CW_MSG
};

const char *cw_msg_raw(enum cw_msg id, enum cw_lang lang)
{
	return catalogue[id].text[lang];
}

const char *cw_msg_name(enum cw_msg id)
{
	return catalogue[id].name;
}

/* No text that comes from outside begins with this: control characters are refused there. */
#define REF_MARK '\x01'

const char *cw_msg_ref(enum cw_msg id, char buf[CW_MSG_REF])
{
	snprintf(buf, CW_MSG_REF, "%c%s", REF_MARK, catalogue[id].name);
	return buf;
}

void cw_msg_put_day(struct cw_buf *b, cw_day day, enum cw_lang lang)
{
	static const char *const months[] = { "January",   "February", "March",	   "April",
					      "May",	   "June",     "July",	   "August",
					      "September", "October",  "November", "December" };
	const struct cw_ymd d = cw_day_ymd(day);

	if (lang == CW_ZH)
		cw_buf_printf(b, "%d年%d月%d日", d.year, d.month, d.day);
	else
		cw_buf_printf(b, "%d %s %d", d.day, months[d.month - 1], d.year);
}

static const char *argument_text(const char *arg, enum cw_lang lang)
{
	if (arg[0] != REF_MARK)
		return arg;
	for (int id = 0; id < CW_MSG_MAX; id++)
		if (strcmp(catalogue[id].name, arg + 1) == 0)
			return catalogue[id].text[lang];
	return arg + 1;
}

static void put_argument(struct cw_buf *b, const char *arg, enum cw_lang lang)
{
	cw_day day;

	if (cw_day_parse(arg, strlen(arg), &day))
		cw_msg_put_day(b, day, lang);
	else
		cw_buf_puts(b, argument_text(arg, lang));
}

/* After an argument that is 1 an English text says "1 working day": the length of what REST has of
 * it, where one more letter is to be left out; else 0. */
static size_t before_plural(const char *arg, const char *rest, enum cw_lang lang)
{
	static const char *const nouns[] = { " working day", " day" };

	if (lang != CW_EN || strcmp(arg, "1") != 0)
		return 0;
	for (size_t i = 0; i < sizeof(nouns) / sizeof(*nouns); i++) {
		const size_t n = strlen(nouns[i]);

		if (strncmp(rest, nouns[i], n) == 0 && rest[n] == 's')
			return n;
	}
	return 0;
}

char *cw_msg_text(struct cw_arena *a, enum cw_msg id, enum cw_lang lang,
		  const char *const args[CW_MSG_ARGS])
{
	struct cw_buf b;

	cw_buf_init(&b, a);
	for (const char *s = cw_msg_raw(id, lang); *s;) {
		const size_t plain = strcspn(s, "{");

		if (plain) {
			cw_buf_add(&b, s, plain);
			s += plain;
		} else if (s[1] >= '0' && s[1] < '0' + CW_MSG_ARGS && s[2] == '}') {
			const char *arg = args ? args[s[1] - '0'] : NULL;

			s += 3;
			if (arg) {
				const size_t noun = before_plural(arg, s, lang);

				put_argument(&b, arg, lang);
				cw_buf_add(&b, s, noun);
				s += noun ? noun + 1 : 0;
			}
		} else { /* a brace; two stand for one */
			cw_buf_add(&b, s, 1);
			s += s[1] == '{' ? 2 : 1;
		}
	}
	return cw_buf_done(&b, NULL);
}
