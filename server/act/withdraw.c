/* Withdrawal (R-REQ-9), the same from the applicant and through the office; days of late entries. */
#include <stdio.h>

#include "casework/constant.h"
#include "db/filing.h"
#include "server/act/act.h"
#include "server/app.h"

int act_check_day(struct act *x, const char *pointer, struct cw_err *err)
{
	char received[CW_DAY_TEXT], today[CW_DAY_TEXT];
	cw_day first = x->d.received_on != CW_DAY_NONE ? x->d.received_on : x->d.submitted_on;

	if (x->facts.on >= first && x->facts.on <= x->rq->today)
		return 0;
	return cw_fail_item(err, pointer, CW_MSG_DAY_NOT_BETWEEN, cw_day_text(first, received),
			    cw_day_text(x->rq->today, today), NULL);
}

bool act_is_provisional(const struct act *x, cw_day day)
{
	return day != CW_DAY_NONE && cw_calendar_is_provisional(x->rq->calendar, day);
}

int act_check_proof(const struct rq *rq, const struct settings *settings, cw_day on, bool proof,
		    const char *pointer, struct cw_err *err)
{
	char days[16];

	if (proof || on == CW_DAY_NONE ||
	    cw_calendar_count(rq->calendar, on, rq->today) <= settings->late_proof_days)
		return 0;
	snprintf(days, sizeof(days), "%d", settings->late_proof_days);
	return cw_fail_item(err, pointer, CW_MSG_LATE_NEEDS_PROOF, days, NULL);
}

/* Whether who withdraws for the applicant may (R-REQ-10). */
static int check_representative(struct act *x, uint64_t id, struct cw_err *err)
{
	struct db_representative *rows;
	size_t n;

	if (id == 0)
		return 0;
	if (db_representative_list(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, &rows, &n,
				   err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct cw_representative r = db_representative_facts(&rows[i]);

		if (rows[i].id != id)
			continue;
		if (cw_representative_withdraws(&r, x->facts.on))
			return 0;
		act_explain_refusal(x);
		return cw_fail_law(err, CW_MSG_NO_POWER_TO_WITHDRAW, "R-REQ-10", NULL, NULL);
	}
	return cw_fail_item(err, "/representative_id", CW_MSG_NO_SUCH_REPRESENTATIVE, NULL);
}

/* In the minutes in which a submission can still be replaced it takes no units of the month's. */
static int uncount_fee(struct act *x, struct cw_err *err)
{
	const int64_t window = INT64_C(60000000) * CW_PERIOD_AMENDMENT;

	if (x->c.channel != CW_CHANNEL_ONLINE || x->rq->now - x->d.submitted_at > window)
		return 0;
	return db_docket_save_uncounted(x->rq->db, x->d.id, err);
}

int act_call_off(struct act *x, struct cw_err *err)
{
	for (size_t i = 0; i < x->n_consultations; i++) {
		struct db_consultation *s = &x->consultations[i];

		if (s->result)
			continue;
		s->result = cw_consultation_end_name(CW_END_CANCELLED);
		s->ended_on = x->facts.on;
		s->ended_by = x->rq->who.user;
		if (db_consultation_save_end(x->rq->db, x->rq->arena, x->rq->app->keys, s, err))
			return -1;
	}
	return 0;
}

int act_withdraw(struct act *x, const char *reason, uint64_t representative, struct cw_err *err)
{
	struct cw_letter_facts facts;
	struct db_letter letter;
	struct json_object *detail;

	if (act_decide(x, CW_ACT_WITHDRAW, err) || check_representative(x, representative, err) ||
	    uncount_fee(x, err) || act_call_off(x, err))
		return -1;
	/* What was never confirmed counts in no row (R-RCPT-3). */
	act_ends_as(x, CW_OUTCOME_WITHDRAWN,
		    x->d.received_on == CW_DAY_NONE ?
			    x->d.report_row :
			    cw_outcome(CW_OUTCOME_WITHDRAWN)->report_row);
	detail = rq_obj();
	rq_put_str(detail, "reason", reason);
	if (representative)
		rq_put_id(detail, "representative", representative);
	if (act_finish(x, detail, err) || act_letter_facts(x, &facts, err))
		return -1;
	return act_letter(x, CW_LETTER_WITHDRAWAL_CONFIRMATION, &facts, x->rq->who.user, true, &letter,
			  err);
}
