/*
 * Making public what is often asked for (条例 18, 44; R-OUT-5): when a review for proactive
 * disclosure is opened, and when refused information is looked at again.
 */
#ifndef CASEWORK_PUBLICATION_H
#define CASEWORK_PUBLICATION_H

#include <stdbool.h>
#include <stddef.h>

#include "casework/base/date.h"

/* One request for the same disclosable information. */
struct cw_asked {
	uint64_t applicant; /* the same number for the same applicant (R-FEE-3) */
	cw_day on;	    /* its day of receipt */
};

/* Whether within any MONTHS months at least APPLICANTS different applicants have asked (both
 * settings, default 2 within 12): the period begins with a request's day, and its last day is the
 * same day of the month MONTHS later. */
bool cw_publication_due(const struct cw_asked *asked, size_t n, int applicants, int months);

/* The day on which information refused ON is to be re-assessed (setting, default 12 months). */
cw_day cw_publication_reassess(cw_day on, int months);

#endif
