/* Identity numbers as people type them: what is kept is valid text and stays the same when checked
 * again. */
#include "casework/base/text.h"
#include "casework/identity.h"
#include "tests/fuzz/fuzz.h"

FUZZ_TAKES("good", "child", "small-x", "wide", "blanks", "credit")
FUZZ(data, size, a)
{
	char *text = cw_strndup(a, (const char *)data, size);
	const cw_day today = cw_day_of(2026, 3, 2);

	must(text);
	if (!cw_utf8_valid(text, strlen(text)))
		return;
	for (int kind = 0; kind < CW_ID_KIND_MAX; kind++) {
		struct cw_id_check one, again;

		cw_id_check((enum cw_id_kind)kind, text, today, &one);
		must(memchr(one.normal, '\0', sizeof(one.normal)));
		must(cw_utf8_valid(one.normal, strlen(one.normal)));
		must(!one.under_8 || one.minor);
		if (one.warning)
			continue;
		cw_id_check((enum cw_id_kind)kind, one.normal, today, &again);
		must(!again.warning && strcmp(one.normal, again.normal) == 0);
		must(one.minor == again.minor && one.under_8 == again.under_8);
		if (kind == CW_ID_CITIZEN || kind == CW_ID_CREDIT_CODE)
			must(strlen(one.normal) == 18);
		if (kind == CW_ID_CITIZEN || kind == CW_ID_CREDIT_CODE)
			fuzz_taken();
	}
}
