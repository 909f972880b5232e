/* Hard cases (疑难案件, R-ASK-5): flagged by a person, and the head's override of the legal review.
 */
#include <string.h>

#include "server/api/case_acts.h"
#include "server/api/legal.h"

struct reason_args {
	const char *reason;
};
static const struct rq_field reason_fields[] = { { "reason", RQ_STRING,
						   offsetof(struct reason_args, reason),
						   .required = true, .min = 2, .max = 1000 },
						 { 0 } };
/* The due day is reason enough from one working day before it on: the guard says when. */
static const struct rq_field override_fields[] = {
	{ "reason", RQ_STRING, offsetof(struct reason_args, reason), .min = 2, .max = 1000 }, { 0 }
};

/* ---- Flags. */

static int flag_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct reason_args *in = arg;
	struct db_hard_flag f = { .flagged_by = rq->who.user, .reason = in->reason };
	struct json_object *detail;
	struct act x;

	if (case_open(&x, rq, CW_ACT_FLAG_HARD, err))
		return -1;
	x.facts.has_reason = true;
	if (act_decide(&x, CW_ACT_FLAG_HARD, err))
		return -1;
	f.case_id = x.d.id;
	f.handling = x.d.handling;
	f.flagged_on = x.facts.on;
	if (db_hard_flag_add(rq->db, &f, err)) {
		if (db_err_duplicate(err, "u_hard_flag_once"))
			return cw_fail(err, CW_CONFLICT, CW_MSG_HARD_FLAGGED_ALREADY, NULL);
		return -1;
	}
	x.told.hard_rules = CW_HARD_BIT(CW_HARD_FLAGGED);
	detail = rq_obj();
	rq_put_str(detail, "reason", in->reason);
	if (act_finish(&x, detail, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 201, err);
}

int api_hard_flag(struct rq *rq, struct cw_err *err)
{
	struct reason_args in = { 0 };

	return rq_body(rq, reason_fields, &in, err) || act_run(rq, flag_tx, &in, err) ? -1 : 0;
}

/* The flag that stands in this handling. */
static int standing_flag(struct act *x, struct db_hard_flag *out, struct cw_err *err)
{
	struct db_hard_flag *rows;
	size_t n;

	if (db_hard_flag_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (rows[i].handling == x->d.handling && rows[i].lifted_on == CW_DAY_NONE) {
			*out = rows[i];
			return 0;
		}
	return cw_fail(err, CW_CONFLICT, CW_MSG_HARD_NOT_FLAGGED, NULL);
}

/* Lifted by who set it, or by a head: what an approver flagged is not the caseworker's to lift. */
static int unflag_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct reason_args *in = arg;
	struct db_hard_flag f;
	struct json_object *detail;
	struct act x;

	if (case_open(&x, rq, CW_ACT_FLAG_HARD, err) || standing_flag(&x, &f, err))
		return -1;
	if (f.flagged_by != rq->who.user && !(x.roles & CW_ROLE_BIT(CW_ROLE_HEAD)))
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_HARD_NOT_YOUR_FLAG, NULL);
	x.facts.has_reason = true;
	if (act_decide(&x, CW_ACT_FLAG_HARD, err))
		return -1;
	f.lifted_by = rq->who.user;
	f.lifted_on = x.facts.on;
	f.lifted_reason = in->reason;
	if (db_hard_flag_lift(rq->db, &f, err))
		return -1;
	detail = rq_obj();
	rq_put_bool(detail, "lifted", true);
	rq_put_str(detail, "reason", in->reason);
	if (act_finish(&x, detail, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_hard_unflag(struct rq *rq, struct cw_err *err)
{
	struct reason_args in = { 0 };

	return rq_body(rq, reason_fields, &in, err) || act_run(rq, unflag_tx, &in, err) ? -1 : 0;
}

/* ---- Override. */

static int override_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct reason_args *in = arg;
	struct db_override o = { .decided_by = rq->who.user, .reason = in->reason };
	struct json_object *detail;
	struct act x;

	if (case_open(&x, rq, CW_ACT_LEGAL_OVERRIDE, err))
		return -1;
	x.facts.has_reason = in->reason != NULL;
	if (act_decide(&x, CW_ACT_LEGAL_OVERRIDE, err))
		return -1;
	o.case_id = x.d.id;
	o.handling = x.d.handling;
	o.decided_on = x.facts.on;
	o.rules = legal_rule_names(rq->arena, x.hard_rules);
	if (!o.rules)
		return cw_fail_memory(err);
	if (db_legal_override_add(rq->db, &o, err)) {
		if (db_err_duplicate(err, "PRIMARY"))
			return cw_fail(err, CW_CONFLICT, CW_MSG_LEGAL_OVERRIDDEN, NULL);
		return -1;
	}
	detail = rq_obj();
	rq_put_str(detail, "reason", in->reason ? in->reason : "due_day");
	rq_put(detail, "rules", legal_rule_list(o.rules));
	if (db_deadline_end(rq->db, x.d.id, x.d.handling, LEGAL_AGAIN, 0, "void", err)) {
		json_object_put(detail);
		return -1;
	}
	if (act_finish(&x, detail, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 201, err);
}

int api_legal_override(struct rq *rq, struct cw_err *err)
{
	struct reason_args in = { 0 };

	return rq_body(rq, override_fields, &in, err) || act_run(rq, override_tx, &in, err) ? -1
											    : 0;
}
