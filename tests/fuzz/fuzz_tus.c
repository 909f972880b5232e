/* The headers of an upload. */
#include "casework/base/text.h"
#include "server/api/tus.h"
#include "tests/fuzz/fuzz.h"

FUZZ_TAKES("length", "fifteen", "metadata", "sha1", "sha256")
FUZZ(data, size, a)
{
	char *text = cw_strndup(a, (const char *)data, size);
	const char *name;
	struct tus_sum sum;
	uint64_t n = UINT64_MAX;

	must(text);
	if (tus_count(text, &n)) {
		fuzz_taken();
		must(n < UINT64_C(1000000000000000) && strspn(text, "0123456789") == strlen(text));
	} else {
		must(n == UINT64_MAX);
	}
	name = tus_metadata(a, text, "filename");
	if (name) {
		fuzz_taken();
		must(strstr(text, "filename ") && cw_utf8_valid(name, strlen(name)) &&
		     strlen(name) <= strlen(text));
	}
	if (tus_sum_read(text, &sum) == TUS_SUM_OK) {
		fuzz_taken();
		must(sum.n == (sum.sha1 ? 20U : 32U) && strncmp(text, "sha", 3) == 0);
	}
}
