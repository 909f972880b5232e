#include "casework/publication.h"

static bool within(const struct cw_asked *a, cw_day first, cw_day last)
{
	return a->on >= first && a->on <= last;
}

/* Different applicants from FIRST to LAST: a request counts unless its applicant asked before it in
 * the list. */
static int count(const struct cw_asked *asked, size_t n, cw_day first, cw_day last)
{
	int found = 0;

	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		if (!within(&asked[i], first, last))
			continue;
		while (asked[k].applicant != asked[i].applicant || !within(&asked[k], first, last))
			k++;
		found += k == i;
	}
	return found;
}

bool cw_publication_due(const struct cw_asked *asked, size_t n, int applicants, int months)
{
	for (size_t i = 0; i < n; i++) {
		const cw_day first = asked[i].on;

		if (count(asked, n, first, cw_day_add_months(first, months)) >= applicants)
			return true;
	}
	return false;
}

cw_day cw_publication_reassess(cw_day on, int months)
{
	return cw_day_add_months(on, months);
}
