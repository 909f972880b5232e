#include "casework/constant.h"

#include <stddef.h>

static const struct {
	const char *name;
	int value;
	enum cw_unit unit;
	const char *rule, *article;
	struct cw_ymd since;
	enum cw_msg title;
} rows[] = {
#define X(NAME, name, value, unit, rule, article, y, m, d)                                         \
	{ #name, value, CW_UNIT_##unit, rule, article, { y, m, d }, CW_MSG_CONSTANT_##NAME },
	CW_CONSTANTS(X)
#undef X
};

bool cw_constant(unsigned i, struct cw_constant *out)
{
	if (i >= sizeof(rows) / sizeof(rows[0]))
		return false;
	*out = (struct cw_constant){
		.name = rows[i].name,
		.value = rows[i].value,
		.unit = rows[i].unit,
		.rule = rows[i].rule,
		.article = rows[i].article,
		.since = cw_day_of(rows[i].since.year, rows[i].since.month, rows[i].since.day),
		.title = rows[i].title,
	};
	return true;
}

const char *cw_unit_name(enum cw_unit unit)
{
	static const char *const names[] = {
		[CW_UNIT_WORKING_DAYS] = "working_days",
		[CW_UNIT_DAYS] = "days",
		[CW_UNIT_MONTHS] = "months",
		[CW_UNIT_MINUTES] = "minutes",
	};

	return names[unit];
}
