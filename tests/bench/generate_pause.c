/* What makes the clock of a generated case stand still or longer: a correction notice, an
 * extension. */
#include "db/correction.h"
#include "db/extension.h"
#include "db/payment.h"
#include "server/api/fee.h"
#include "server/api/service.h"
#include "tests/bench/generate.h"

/* ---- A correction notice, its receipt and the answer. */

static bool notice(struct gen_life *l)
{
	static const struct db_correction_item item = {
		"description", "申请内容的描述", "请写明所需信息的名称、文号或者其他特征。"
	};
	static const struct cw_letter_item shown = { "申请内容的描述",
						     "请写明所需信息的名称、文号或者其他特征。" };
	struct cw_letter_correction text = { .items = &shown,
					     .n_items = 1,
					     .answer_by = CW_DAY_NONE,
					     .first_sent_on = CW_DAY_NONE };
	struct act *x = &l->x;
	struct db_correction *k = &x->correction;
	struct cw_letter_facts facts;
	struct json_object *detail;

	*k = (struct db_correction){ .received_on = CW_DAY_NONE,
				     .answer_by = CW_DAY_NONE,
				     .answered_on = CW_DAY_NONE,
				     .working_days = x->settings.correction_days };
	x->facts.working_days = text.working_days = k->working_days;
	if (!gen_decide(l, CW_ACT_CORRECTION_NOTICE))
		return false;
	k->case_id = x->d.id;
	k->handling = x->d.handling;
	k->sent_on = x->facts.on;
	detail = rq_obj();
	rq_put_int(detail, "items", 1);
	rq_put_int(detail, "working_days", k->working_days);
	if (fee_receipt_awaited(x, l->err) || !gen_finish(l, detail) ||
	    act_letter_facts(x, &facts, l->err))
		return false;
	facts.correction = &text;
	facts.signed_by = x->rq->who.name;
	if (act_letter(x, CW_LETTER_CORRECTION_NOTICE, &facts, x->rq->who.user, true, &l->letter,
		       l->err))
		return false;
	k->letter_id = l->letter.id;
	return !db_correction_add(x->rq->db, k, l->err) &&
	       !db_correction_item_add(x->rq->db, k, 1, &item, l->err);
}

static bool notice_receipt(struct gen_life *l)
{
	struct act *x = &l->x;
	struct db_correction *k = &x->correction;
	struct json_object *detail;

	x->c.correction_open = true;
	if (!gen_decide(l, CW_ACT_NOTICE_RECEIPT))
		return false;
	k->received_on = x->rq->today;
	k->proof = "送达回证";
	k->answer_by = cw_calendar_add(x->rq->calendar, k->received_on, k->working_days);
	detail = rq_obj();
	rq_put_str(detail, "notice", "correction");
	rq_put_day(detail, "received_on", k->received_on);
	rq_put_day(detail, "answer_by", k->answer_by);
	x->c.notice_received = true;
	return !db_correction_save(x->rq->db, k, l->err) &&
	       !fee_receipt_known(x, "correction", k->answer_by, l->err) && gen_finish(l, detail);
}

static bool notice_answer(struct gen_life *l)
{
	static const char text[] =
		"补充：所需信息为最近一次批准的正式文件，文号以贵单位登记的为准。";
	struct act *x = &l->x;
	struct json_object *detail;

	if (!gen_decide(l, CW_ACT_CORRECTION_ANSWER))
		return false;
	detail = rq_obj();
	rq_put_str(detail, "text", text);
	x->correction.answered_on = x->facts.on;
	x->d.description = cw_printf(x->rq->arena, "%s\n\n%s", x->d.description, text);
	x->c.correction_open = false;
	x->c.corrected = x->about.corrected_in_time = true;
	return x->d.description && !db_docket_save_text(x->rq->db, &x->d, l->err) &&
	       !db_grams_save(x->rq->db, x->rq->arena, &x->d, l->err) &&
	       !db_correction_save(x->rq->db, &x->correction, l->err) &&
	       !fee_wait_over(x, "correction", true, l->err) && gen_finish(l, detail);
}

/* ---- No answer: the head's letter, with whose service the case ends (R-CLOCK-5). */

static bool lapse_letter(struct gen_life *l, struct db_lapse *k, struct db_letter *letter)
{
	struct act *x = &l->x;
	const struct cw_letter_end end = { .outcome = CW_OUTCOME_NOT_CORRECTED,
					   .notice_number = l->letter.document_number,
					   .notice_on = x->correction.sent_on,
					   .notice_received_on = x->correction.received_on,
					   .period_ended_on = x->correction.answer_by,
					   .due_on = CW_DAY_NONE };
	struct cw_letter_facts facts;

	if (act_letter_facts(x, &facts, l->err))
		return false;
	facts.end = &end;
	facts.signed_by = x->rq->who.name;
	if (act_letter(x, CW_LETTER_LAPSE_NOTICE, &facts, x->rq->who.user, true, letter, l->err))
		return false;
	k->letter_id = letter->id;
	return !fee_wait_over(x, "correction", false, l->err) &&
	       !db_lapse_add(x->rq->db, k, l->err) &&
	       !db_deadline_put(x->rq->db, x->d.id, x->d.handling, "serve_lapse", k->id,
				x->facts.on, l->err);
}

static bool lapse(struct gen_life *l, struct db_lapse *k, struct db_letter *letter)
{
	struct act *x = &l->x;
	struct json_object *detail;

	x->facts.has_reason = true;
	if (!gen_decide(l, CW_ACT_LAPSE))
		return false;
	*k = (struct db_lapse){ .case_id = x->d.id,
				.handling = x->d.handling,
				.outcome = cw_outcome_name(CW_OUTCOME_NOT_CORRECTED),
				.status = "made",
				.reason = "未发现正当理由",
				.made_by = x->rq->who.user,
				.made_on = x->facts.on,
				.period_ended_on = x->correction.answer_by,
				.served_on = CW_DAY_NONE,
				.reinstated_on = CW_DAY_NONE };
	if (!lapse_letter(l, k, letter))
		return false;
	detail = rq_obj();
	rq_put_str(detail, "outcome", k->outcome);
	rq_put_str(detail, "no_good_reason_known", k->reason);
	x->c.lapse_letter = true;
	return gen_finish(l, detail);
}

static bool serve_lapse(struct gen_life *l, struct db_lapse *k, const struct db_letter *letter)
{
	struct service_args in = service_default;
	struct act *x = &l->x;
	struct db_service s;

	in.way = l->online ? SERVICE_ELECTRONIC : SERVICE_POST;
	in.proof = l->online ? NULL : "测试挂号";
	if (!gen_decide(l, CW_ACT_LAPSE_SERVE) || service_fill(x, &in, &s, l->err))
		return false;
	s.letter_id = k->letter_id;
	x->facts.on = s.served_on;
	x->clock_event.until = k->period_ended_on;
	x->d.main_outcome = k->outcome;
	x->d.report_row = cw_outcome(CW_OUTCOME_NOT_CORRECTED)->report_row;
	k->status = "served";
	k->served_on = s.served_on;
	return !db_lapse_save(x->rq->db, k, l->err) && gen_finish(l, service_detail(&s)) &&
	       !service_record(x, letter, &s, l->err);
}

static bool unanswered(struct gen_life *l)
{
	struct db_letter letter;
	struct db_lapse k;

	return gen_step(l, l->x.correction.working_days + gen_between(1, 4), CW_ROLE_HEAD) &&
	       lapse(l, &k, &letter) && gen_step(l, gen_between(0, 1), CW_ROLE_CLERK) &&
	       serve_lapse(l, &k, &letter);
}

bool gen_correct(struct gen_life *l)
{
	if (!gen_step(l, gen_between(1, 3), CW_ROLE_CASEWORKER) || !notice(l) ||
	    !gen_step(l, gen_between(1, 4), CW_ROLE_CLERK) || !notice_receipt(l))
		return false;
	if (gen_random(4) == 0)
		return unanswered(l);
	return gen_step(l, gen_between(1, 12), CW_ROLE_CLERK) && notice_answer(l);
}

/* ---- An extension, asked for and granted. */

static bool ask_extension(struct gen_life *l, struct db_extension *e)
{
	struct act *x = &l->x;
	struct json_object *detail;

	x->facts.working_days = e->working_days;
	x->facts.has_reason = true;
	if (!gen_decide(l, CW_ACT_EXTENSION_ASK))
		return false;
	e->case_id = x->d.id;
	e->asked_by = x->rq->who.user;
	e->asked_on = x->facts.on;
	e->handling = x->d.handling;
	e->period = x->c.clock.period;
	if (db_extension_add(x->rq->db, e, l->err))
		return false;
	detail = rq_obj();
	rq_put_id(detail, "extension", e->id);
	rq_put_int(detail, "working_days", e->working_days);
	rq_put_str(detail, "reason", e->reason);
	x->c.extension_asked = true;
	x->c.extension_asked_by = e->asked_by;
	return gen_finish(l, detail);
}

static bool grant_extension(struct gen_life *l, struct db_extension *e)
{
	struct act *x = &l->x;
	struct cw_letter_due due = { .before = x->c.clock.due_on,
				     .working_days = e->working_days,
				     .reason = e->reason };
	struct cw_letter_facts facts;
	struct json_object *detail;
	struct db_letter letter;

	x->facts.working_days = e->working_days;
	if (!gen_decide(l, CW_ACT_EXTENSION_GRANT))
		return false;
	x->clock_event.working_days = e->working_days;
	e->status = "granted";
	e->decided_by = x->rq->who.user;
	e->decided_on = x->facts.on;
	x->c.extension_asked = false;
	detail = rq_obj();
	rq_put_id(detail, "extension", e->id);
	rq_put_str(detail, "remarks", NULL);
	rq_put_bool(detail, "single_officer", false);
	if (db_deadline_end(x->rq->db, x->d.id, x->d.handling, "extension", 0, "met", l->err) ||
	    !gen_finish(l, detail) || act_letter_facts(x, &facts, l->err))
		return false;
	due.after = x->c.clock.due_on;
	due.provisional = x->c.clock.provisional;
	facts.due = &due;
	facts.signed_by = x->rq->who.name;
	if (act_letter(x, CW_LETTER_EXTENSION_NOTICE, &facts, x->rq->who.user, true, &letter,
		       l->err))
		return false;
	e->letter_id = letter.id;
	return !db_extension_decide(x->rq->db, e, l->err);
}

bool gen_extend(struct gen_life *l)
{
	struct db_extension e = { .working_days = gen_between(5, 20),
				  .reason = "涉及的材料较多，需要逐件核对" };

	return gen_step(l, gen_between(3, 8), CW_ROLE_CASEWORKER) && ask_extension(l, &e) &&
	       gen_step(l, gen_between(0, 1), CW_ROLE_HEAD) && grant_extension(l, &e);
}
