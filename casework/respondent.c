#include "casework/respondent.h"

#include "casework/constant.h"

struct cw_respondent_day cw_respondent_due(enum cw_respondent kind, cw_day received_on,
					   const struct cw_calendar *cal)
{
	static const struct {
		int period;
		bool working_days;
		const char *article;
	} by[CW_RESPONDENT_MAX] = {
		[CW_RESPONDENT_RECONSIDERATION] = { CW_PERIOD_RESPONDENT_RECONSIDERATION, true,
						    "复议法48" },
		[CW_RESPONDENT_SIMPLE] = { CW_PERIOD_RESPONDENT_SIMPLE, true, "复议法54" },
		[CW_RESPONDENT_SUIT] = { CW_PERIOD_RESPONDENT_SUIT, false, "行诉法67" },
	};
	struct cw_respondent_day out = { .rule = "R-OUT-8", .article = by[kind].article };

	out.due_on = by[kind].working_days
			     ? cw_calendar_add(cal, received_on, by[kind].period)
			     : cw_calendar_on_or_after(cal, received_on + by[kind].period);
	out.provisional = cw_calendar_is_provisional(cal, out.due_on);
	return out;
}
