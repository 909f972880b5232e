#include "casework/remedy_body.h"

#include <string.h>

#define ONE(first)	    .bodies = { CW_BODY_##first }, .n = 1
#define EITHER(first, then) .bodies = { CW_BODY_##first, CW_BODY_##then }, .n = 2
#define LAW(text)	    .article = text

static const struct cw_body_default defaults[CW_BODY_AGENCY_MAX] = {
	[CW_BODY_AGENCY_GOVERNMENT] = { ONE(GOVERNMENT_ABOVE), LAW("复议法24") },
	[CW_BODY_AGENCY_DEPARTMENT] = { ONE(OWN_GOVERNMENT), LAW("复议法24") },
	[CW_BODY_AGENCY_SUBDISTRICT] = { ONE(OWN_GOVERNMENT), LAW("复议法24") },
	[CW_BODY_AGENCY_ORGANISATION] = { ONE(OWN_GOVERNMENT), LAW("复议法24") },
	[CW_BODY_AGENCY_CITY_BRANCH] = { EITHER(CITY_GOVERNMENT, DISTRICT_GOVERNMENT),
					 LAW("复议法24") },
	[CW_BODY_AGENCY_VERTICAL] = { ONE(DEPARTMENT_ABOVE), LAW("复议法27") },
	[CW_BODY_AGENCY_JUSTICE] = { EITHER(OWN_GOVERNMENT, DEPARTMENT_ABOVE), LAW("复议法28") },
};

struct cw_body_default cw_remedy_body_default(enum cw_body_agency agency)
{
	return defaults[agency];
}

static const char *const names[CW_BODY_AGENCY_MAX] = {
#define X(NAME, name) [CW_BODY_AGENCY_##NAME] = #name,
	CW_BODY_AGENCIES(X)
#undef X
};

const char *cw_remedy_body_agency_name(enum cw_body_agency agency)
{
	return names[agency];
}

int cw_remedy_body_agency_of(const char *name)
{
	for (int i = 0; name && i < CW_BODY_AGENCY_MAX; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	return -1;
}
