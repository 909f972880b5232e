/*
 * Who decides on a reconsideration where an agency's settings name nobody (R-OUT-4; 复议法 24, 27,
 * 28). The answer is where to look from the agency; names, addresses and channels are the caller's.
 * Pure.
 */
#ifndef CASEWORK_REMEDY_BODY_H
#define CASEWORK_REMEDY_BODY_H

#include <stddef.h>

/* What an agency is, as the law tells them apart. */
/* clang-format off */
#define CW_BODY_AGENCIES(X) \
	X(GOVERNMENT, government) /* at whatever level, towns included */ \
	X(DEPARTMENT, department) /* 工作部门 */ \
	X(SUBDISTRICT, subdistrict) /* 街道办事处 and other 派出机关 of a government */ \
	X(ORGANISATION, organisation) /* 法律、法规、规章授权的组织 */ \
	X(CITY_BRANCH, city_branch) /* a city department's 派出机构 in a district */ \
	X(VERTICAL, vertical) /* taxes, customs, finance supervision, foreign exchange, state security */ \
	X(JUSTICE, justice) /* 司法行政部门 */
/* clang-format on */

enum cw_body_agency {
#define X(NAME, name) CW_BODY_AGENCY_##NAME,
	CW_BODY_AGENCIES(X)
#undef X
		CW_BODY_AGENCY_MAX
};

/* Where the body stands to the agency. */
enum cw_body {
	CW_BODY_OWN_GOVERNMENT,	     /* 本级人民政府: the one that it belongs to */
	CW_BODY_GOVERNMENT_ABOVE,    /* 上一级人民政府 */
	CW_BODY_CITY_GOVERNMENT,     /* of the department that set the branch up */
	CW_BODY_DISTRICT_GOVERNMENT, /* of the district in which the branch is */
	CW_BODY_DEPARTMENT_ABOVE     /* 上一级主管部门 */
};

#define CW_BODIES_MAX 2
struct cw_body_default {
	enum cw_body bodies[CW_BODIES_MAX]; /* in the order in which a letter names them, with 或 */
	size_t n;
	const char *article; /* "复议法24" */
};
struct cw_body_default cw_remedy_body_default(enum cw_body_agency agency);
const char *cw_remedy_body_agency_name(enum cw_body_agency agency); /* "city_branch" */
int cw_remedy_body_agency_of(const char *name);			    /* -1: none */

#endif
