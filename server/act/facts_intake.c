/* What guards read of a case's arrival (R-RCPT-3), and the receipt by no attempt. */
#include <string.h>

#include "casework/constant.h"
#include "db/filing.h"
#include "server/act/act.h"
#include "server/act/facts.h"
#include "server/app.h"

int facts_intake(struct act *x, struct cw_err *err)
{
	struct db_reach_attempt *rows;
	struct db_filing filing;
	bool found;
	size_t n;

	x->c.arrived_on = x->d.submitted_on;
	if (x->c.state != CW_STATE_PENDING_CONFIRMATION)
		return 0;
	if (db_filing_find(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, &filing, &found,
			   err) ||
	    db_reach_attempt_list(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, &rows, &n,
				  err))
		return -1;
	if (found)
		x->c.arrived_on = filing.arrived_on;
	for (size_t i = 0; i < n; i++)
		if (rows[i].attempted_on == x->c.arrived_on && !act_is_voided(x, rows[i].seq))
			x->c.attempt_on_arrival = true;
	return 0;
}

/* ---- Paper acts of an outage (R-KEEP-3). */

static bool is_scan(const char *text)
{
	size_t n = text ? strlen(text) : 0;

	for (size_t i = 0; i < n; i++)
		if (text[i] < ' ' || text[i] > '~')
			return false;
	return n >= 1 && n <= 200;
}

int act_outage(struct act *x, cw_day *on, struct cw_err *err)
{
	const unsigned office = CW_ROLE_BIT(CW_ROLE_CLERK) | CW_ROLE_BIT(CW_ROLE_CASEWORKER) |
				CW_ROLE_BIT(CW_ROLE_HEAD) | CW_ROLE_BIT(CW_ROLE_FINANCE);
	const char *day = rq_header(x->rq, ACT_OUTAGE_DAY),
		   *scan = rq_header(x->rq, ACT_OUTAGE_SCAN);
	char low[CW_DAY_TEXT], high[CW_DAY_TEXT];

	*on = CW_DAY_NONE;
	if (!day && !scan)
		return 0;
	if (!(x->roles & CW_ROLE_BIT(CW_ROLE_HEAD)))
		return cw_fail_law(err, CW_MSG_OUTAGE_BY_HEAD, "R-KEEP-3", "条例45", NULL);
	if (!is_scan(scan))
		return cw_fail_item(err, "Outage-Scan", CW_MSG_REQUIRED, NULL);
	if (!day || !cw_day_parse(day, strlen(day), on))
		return cw_fail_item(err, "Outage-Day", CW_MSG_BAD_DATE, NULL);
	if (*on < x->d.submitted_on || *on > x->rq->today)
		return cw_fail_item(err, "Outage-Day", CW_MSG_DAY_NOT_BETWEEN,
				    cw_day_text(x->d.submitted_on, low),
				    cw_day_text(x->rq->today, high), NULL);
	x->roles |= office;
	return 0;
}

int act_received(struct act *x, struct db_letter *receipt, struct cw_err *err)
{
	struct cw_letter_facts facts;

	return act_letter_facts(x, &facts, err) ||
			       act_letter(x, CW_LETTER_RECEIPT, &facts, 0, true, receipt, err)
		       ? -1
		       : 0;
}

int act_end_attempts(struct act *x, struct cw_err *err)
{
	struct db_conn *c = x->rq->db;

	return db_deadline_end(c, x->d.id, x->d.handling, DEADLINE_FIRST_ATTEMPT, 0, "met", err) ||
			       db_deadline_end(c, x->d.id, x->d.handling, DEADLINE_NEXT_ATTEMPT, 0,
					       "void", err) ||
			       db_deadline_end(c, x->d.id, x->d.handling, DEADLINE_UNCONFIRMED, 0,
					       "void", err)
		       ? -1
		       : 0;
}

int act_no_attempt(struct rq *rq, uint64_t case_id, struct cw_err *err)
{
	struct db_letter receipt;
	struct act x;

	if (act_open(&x, rq, case_id, CW_ACT_NO_ATTEMPT, err))
		return -1;
	x.facts.on = x.c.arrived_on;
	if (act_decide(&x, CW_ACT_NO_ATTEMPT, err))
		return -1;
	x.d.received_on = x.c.arrived_on;
	return act_end_attempts(&x, err) || act_finish(&x, NULL, err) ||
			       act_received(&x, &receipt, err)
		       ? -1
		       : 0;
}
