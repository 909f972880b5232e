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

static const char *argument_text(const char *arg, enum cw_lang lang)
{
	if (arg[0] != REF_MARK)
		return arg;
	for (int id = 0; id < CW_MSG_MAX; id++)
		if (strcmp(catalogue[id].name, arg + 1) == 0)
			return catalogue[id].text[lang];
	return arg + 1;
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

			if (arg)
				cw_buf_puts(&b, argument_text(arg, lang));
			s += 3;
		} else { /* a brace; two stand for one */
			cw_buf_add(&b, s, 1);
			s += s[1] == '{' ? 2 : 1;
		}
	}
	return cw_buf_done(&b, NULL);
}
