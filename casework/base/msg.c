#include "casework/base/msg.h"

#include <ctype.h>
#include <string.h>

#include "casework/base/text.h"

struct entry {
	const char *name, *text[CW_LANG_MAX];
};

static const struct entry catalogue[CW_MSG_MAX] = {
	[CW_MSG_NONE] = { "NONE", { "", "" } },
#define CW_MSG(id, zh, en) [CW_MSG_##id] = { #id, { zh, en } },
#include "casework/base/msg.def"
#include "casework/msg_clock.def"
#include "casework/msg_law.def"
#include "casework/msg_letter.def"
#include "casework/msg_server.def"
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

char *cw_msg_text(struct cw_arena *a, enum cw_msg id, enum cw_lang lang,
		  const char *const args[CW_MSG_ARGS])
{
	struct cw_buf b;

	cw_buf_init(&b, a);
	for (const char *s = cw_msg_raw(id, lang); *s; s++) {
		if (s[0] == '{' && s[1] == '{') {
			cw_buf_add(&b, "{", 1);
			s++;
		} else if (s[0] == '{' && s[1] >= '0' && s[1] < '0' + CW_MSG_ARGS && s[2] == '}') {
			const char *arg = args ? args[s[1] - '0'] : NULL;

			if (arg)
				cw_buf_puts(&b, arg);
			s += 2;
		} else {
			cw_buf_add(&b, s, 1);
		}
	}
	return cw_buf_done(&b, NULL);
}
