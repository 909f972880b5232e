/* Extension of the reply period (延期, R-CLOCK-2): asked by one, granted or refused by another. */
#include <string.h>

#include "db/extension.h"
#include "server/api/case_acts.h"

struct ask_args {
	int working_days;
	const char *reason;
};
static const struct rq_field ask_fields[] = {
	{ "working_days", RQ_INT, offsetof(struct ask_args, working_days), .required = true, .min = 1,
	  .max = 99 }, /* the law's own bound is the guard's, with its article */
	{ "reason", RQ_STRING, offsetof(struct ask_args, reason), .required = true, .min = 2,
	  .max = 1000 },
	{ 0 }
};

static int ask_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct ask_args *in = arg;
	struct db_extension e = { .working_days = in->working_days, .reason = in->reason,
				  .asked_by = rq->who.user };
	struct json_object *detail;
	struct act x;

	if (case_open(&x, rq, CW_ACT_EXTENSION_ASK, err))
		return -1;
	x.facts.working_days = in->working_days;
	x.facts.has_reason = true;
	if (act_decide(&x, CW_ACT_EXTENSION_ASK, err))
		return -1;
	e.case_id = x.d.id;
	e.asked_on = x.facts.on;
	if (!x.settings.clock.extension_per_case) {
		e.handling = x.d.handling;
		e.period = x.c.clock.period;
	}
	if (db_extension_add(rq->db, &e, err)) {
		if (db_err_duplicate(err, "u_extension_once"))
			return cw_fail_law(err, CW_MSG_LAW_EXTENSION_ONCE, "R-CLOCK-2", "条例33", NULL);
		return -1;
	}
	detail = rq_obj();
	rq_put_id(detail, "extension", e.id);
	rq_put_int(detail, "working_days", in->working_days);
	rq_put_str(detail, "reason", in->reason);
	x.c.extension_asked = true; /* act_clock_deadlines gives it its day */
	if (act_finish(&x, detail, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 201, err);
}

int api_extension_ask(struct rq *rq, struct cw_err *err)
{
	struct ask_args in = { 0 };

	return rq_body(rq, ask_fields, &in, err) || act_run(rq, ask_tx, &in, err) ? -1 : 0;
}

static const char *const decisions[] = { "grant", "refuse", NULL };

struct decide_args {
	int decision;
	const char *remarks;
};
static const struct rq_field decide_fields[] = {
	{ "decision", RQ_CHOICE, offsetof(struct decide_args, decision), .required = true,
	  .choices = decisions },
	{ "remarks", RQ_STRING, offsetof(struct decide_args, remarks), .min = 1, .max = 1000 },
	{ 0 }
};

/* The extension takes effect when its notice is sent: the notice is made in the same act, and the
 * clock counts from the day of the act (R-CLOCK-2). */
static int send_notice(struct act *x, struct db_extension *e, cw_day before, struct cw_err *err)
{
	struct cw_letter_due due = { .before = before,
				     .after = x->c.clock.due_on,
				     .working_days = e->working_days,
				     .provisional = x->c.clock.provisional,
				     .reason = e->reason };
	struct cw_letter_facts facts;
	struct db_letter letter;

	if (act_letter_facts(x, &facts, err))
		return -1;
	facts.due = &due;
	facts.signed_by = x->rq->who.name;
	if (act_letter(x, CW_LETTER_EXTENSION_NOTICE, &facts, x->rq->who.user, true, &letter, err))
		return -1;
	e->letter_id = letter.id;
	return 0;
}

static int decide_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct decide_args *in = arg;
	const bool grant = in->decision == 0;
	struct db_extension e = { 0 };
	struct json_object *detail;
	struct act x;
	cw_day before;
	bool found;

	if (case_open(&x, rq, CW_ACT_EXTENSION_GRANT, err) ||
	    db_extension_find_open(rq->db, rq->arena, x.d.id, x.d.handling, x.c.clock.period, &e,
				   &found, err))
		return -1;
	before = x.c.clock.due_on;
	x.facts.working_days = found ? e.working_days : 0;
	x.facts.has_reason = in->remarks != NULL;
	if (act_decide(&x, grant ? CW_ACT_EXTENSION_GRANT : CW_ACT_EXTENSION_REFUSE, err))
		return -1;
	x.clock_event.working_days = grant ? e.working_days : 0;
	e.status = grant ? "granted" : "refused";
	e.decided_by = rq->who.user;
	e.decided_on = x.facts.on;
	e.remarks = in->remarks;
	x.c.extension_asked = false;
	if (db_deadline_end(rq->db, x.d.id, x.d.handling, "extension", 0, "met", err))
		return -1;
	detail = rq_obj();
	rq_put_id(detail, "extension", e.id);
	rq_put_str(detail, "remarks", in->remarks);
	rq_put_bool(detail, "single_officer", e.asked_by == rq->who.user);
	if (act_finish(&x, detail, err) || (grant && send_notice(&x, &e, before, err)) ||
	    db_extension_decide(rq->db, &e, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_extension_decide(struct rq *rq, struct cw_err *err)
{
	struct decide_args in = { 0 };

	if (rq_body(rq, decide_fields, &in, err))
		return -1;
	if (in.decision == 1 && !in.remarks) /* a refusal says why */
		return cw_fail_item(err, "/remarks", CW_MSG_REQUIRED, NULL);
	return act_run(rq, decide_tx, &in, err);
}

int case_extensions_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct db_extension *rows;
	size_t n;

	if (db_extension_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct json_object *r = rq_obj();
		/* Asked in a period that is over, and never decided: moot (R-CLOCK-11). */
		const bool moot = strcmp(rows[i].status, "asked") == 0 &&
				  (!x->d.is_open || (rows[i].handling &&
						     (rows[i].handling != x->d.handling ||
						      rows[i].period != x->c.clock.period)));

		rq_put_id(r, "id", rows[i].id);
		rq_put_int(r, "working_days", rows[i].working_days);
		rq_put_str(r, "reason", rows[i].reason);
		rq_put_str(r, "status", moot ? "moot" : rows[i].status);
		rq_put_id(r, "asked_by", rows[i].asked_by);
		rq_put_day(r, "asked_on", rows[i].asked_on);
		rq_put_id(r, "decided_by", rows[i].decided_by);
		/* The head alone, with a recorded reason, which the district office sees. */
		rq_put_bool(r, "single_officer",
			    rows[i].decided_by && rows[i].decided_by == rows[i].asked_by);
		rq_put_day(r, "decided_on", rows[i].decided_on);
		rq_put_str(r, "remarks", rows[i].remarks);
		rq_put_id(r, "letter_id", rows[i].letter_id);
		rq_push(list, r);
	}
	return 0;
}
