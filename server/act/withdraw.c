/* Withdrawal (R-REQ-9), the same from the applicant and through the office. */
#include "server/act/act.h"

int act_check_day(struct act *x, const char *pointer, struct cw_err *err)
{
	char received[CW_DAY_TEXT], today[CW_DAY_TEXT];
	cw_day first = x->d.received_on != CW_DAY_NONE ? x->d.received_on : x->d.submitted_on;

	if (x->facts.on >= first && x->facts.on <= x->rq->today)
		return 0;
	return cw_fail_item(err, pointer, CW_MSG_DAY_NOT_BETWEEN, cw_day_text(first, received),
			    cw_day_text(x->rq->today, today), NULL);
}

int act_withdraw(struct act *x, const char *reason, struct cw_err *err)
{
	struct cw_letter_facts facts;
	struct db_letter letter;
	struct json_object *detail;

	if (act_decide(x, CW_ACT_WITHDRAW, err))
		return -1;
	x->d.main_outcome = cw_outcome_name(CW_OUTCOME_WITHDRAWN);
	x->d.report_row = cw_outcome(CW_OUTCOME_WITHDRAWN)->report_row;
	detail = rq_obj();
	rq_put_str(detail, "reason", reason);
	if (act_finish(x, detail, err) || act_letter_facts(x, &facts, err))
		return -1;
	return act_letter(x, CW_LETTER_WITHDRAWAL_CONFIRMATION, &facts, x->rq->who.user, true, &letter,
			  err);
}
