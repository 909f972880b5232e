/* The reply of a generated case: what is looked for, drafted, reviewed, signed and served; and the
 * end of it. */
#include "casework/publication.h"
#include "db/legal.h"
#include "server/act/facts.h"
#include "server/api/case_acts.h"
#include "server/api/legal.h"
#include "server/api/publication.h"
#include "server/api/service.h"
#include "tests/bench/generate.h"

/* In a thousand; the refusals under 条例 16 are hard cases and go up to the leader. */
static const struct {
	enum cw_outcome outcome;
	unsigned share;
	struct {
		enum cw_say say;
		const char *text; /* NULL: no more */
	} says[4];
} replies[] = {
	{ CW_OUTCOME_GRANTED, 350, { { CW_SAY_CONTENT, "所申请的信息见附件。" } } },
	{ CW_OUTCOME_ALREADY_PUBLIC,
	  210,
	  { { CW_SAY_ACCESS, "https://www.example.invalid/zwgk/" } } },
	{ CW_OUTCOME_NOT_OUR_DUTY, 130, { { CW_SAY_REASONS, "该事项不属于本机关职责范围。" } } },
	{ CW_OUTCOME_NOT_HELD,
	  140,
	  { { CW_SAY_SEARCH_STATEMENT, "经检索，本机关未制作或者保存该信息。" } } },
	{ CW_OUTCOME_NEEDS_MAKING, 45, { { CW_SAY_REASONS, "需要对现有信息进行加工、分析。" } } },
	{ CW_OUTCOME_PETITION,
	  45,
	  { { CW_SAY_REASONS, "所提事项为信访诉求，请通过相应渠道提出。" } } },
	{ CW_OUTCOME_INTERNAL_AFFAIRS,
	  40,
	  { { CW_SAY_REASONS, "属于人事管理方面的内部事务信息。" },
	    { CW_SAY_NOT_ORDERED, "法律、法规、规章未规定应当公开。" } } },
	{ CW_OUTCOME_PROCESS_INFORMATION,
	  25,
	  { { CW_SAY_REASONS, "属于讨论记录等过程性信息。" },
	    { CW_SAY_NOT_ORDERED, "法律、法规、规章未规定应当公开。" },
	    { CW_SAY_MATTER_FINISHED, "相关事项正在办理。" } } },
	{ CW_OUTCOME_ENFORCEMENT_FILE,
	  15,
	  { { CW_SAY_REASONS, "属于行政执法案卷信息。" },
	    { CW_SAY_NOT_ORDERED, "法律、法规、规章未规定应当公开。" } } },
};

static bool search(struct gen_life *l)
{
	struct db_search s = { .place = "档案室、业务系统",
			       .searcher = l->agency->roles[CW_ROLE_CASEWORKER].name,
			       .method = "按标题、文号和关键词检索",
			       .result = "未检索到相应信息" };
	struct act *x = &l->x;

	if (!gen_step(l, gen_between(1, 4), CW_ROLE_CASEWORKER))
		return false;
	s.searched_on = x->facts.on;
	if (!gen_decide(l, CW_ACT_SEARCH) || case_search_save(x, &s, l->err))
		return false;
	x->about.n_searches = 1;
	return true;
}

static bool draft(struct gen_life *l, size_t which)
{
	struct act *x = &l->x;
	struct db_reply *r = &x->reply;
	struct cw_part *part = cw_alloc(x->rq->arena, sizeof(*part));
	struct json_object *detail;

	if (!part || !gen_decide(l, CW_ACT_REPLY_DRAFT))
		return false;
	*part = (struct cw_part){ .description = x->d.title, .outcome = replies[which].outcome };
	for (size_t i = 0; i < DB_N(replies[0].says) && replies[which].says[i].text; i++)
		part->say[replies[which].says[i].say] = replies[which].says[i].text;
	*r = (struct db_reply){ .case_id = x->d.id,
				.handling = x->d.handling,
				.status = "draft",
				.drafter_id = x->rq->who.user,
				.round = 1,
				.parts = part,
				.n_parts = 1 };
	if (db_reply_save(x->rq->db, x->rq->arena, x->rq->app->keys, r, l->err))
		return false;
	detail = rq_obj();
	rq_put_int(detail, "parts", 1);
	rq_put(detail, "repeat_of", rq_array());
	x->has_reply = x->c.has_draft = true;
	x->c.drafters = &r->drafter_id;
	x->c.n_drafters = 1;
	facts_hard(x);
	return gen_finish(l, detail);
}

/* A hard case without its legal review (R-ASK-5). */
static bool override(struct gen_life *l)
{
	struct act *x = &l->x;
	struct db_override o = { .reason = "已向法律顾问口头征求意见" };
	struct json_object *detail;

	if (!gen_step(l, gen_between(0, 2), CW_ROLE_HEAD))
		return false;
	x->facts.has_reason = true;
	if (!gen_decide(l, CW_ACT_LEGAL_OVERRIDE))
		return false;
	o.case_id = x->d.id;
	o.handling = x->d.handling;
	o.decided_by = x->rq->who.user;
	o.decided_on = x->facts.on;
	o.rules = legal_rule_names(x->rq->arena, x->hard_rules);
	if (!o.rules || db_legal_override_add(x->rq->db, &o, l->err))
		return false;
	detail = rq_obj();
	rq_put_str(detail, "reason", o.reason);
	rq_put(detail, "rules", legal_rule_list(o.rules));
	x->c.legal_overridden = true;
	return gen_finish(l, detail);
}

static bool secrecy(struct gen_life *l)
{
	struct act *x = &l->x;
	struct db_secrecy s = { .question = "拟公开内容是否涉及国家秘密",
				.result = "pass",
				.remarks = "" };
	struct json_object *detail;

	if (!gen_step(l, 0, CW_ROLE_CASEWORKER) || !gen_decide(l, CW_ACT_SECRECY_REVIEW))
		return false;
	s.case_id = x->d.id;
	s.handling = x->d.handling;
	s.asked_by = x->rq->who.user;
	s.asked_on = x->facts.on;
	s.answer_by = cw_calendar_add(x->rq->calendar, x->facts.on, 5);
	if (x->c.clock.due_on < s.answer_by && x->c.clock.due_on >= x->facts.on)
		s.answer_by = x->c.clock.due_on;
	if (db_secrecy_add(x->rq->db, &s, l->err) ||
	    db_deadline_put(x->rq->db, x->d.id, x->d.handling, "secrecy_review", s.id, s.answer_by,
			    l->err))
		return false;
	detail = rq_obj();
	rq_put_id(detail, "review", s.id);
	rq_put_str(detail, "question", s.question);
	rq_put_day(detail, "answer_by", s.answer_by);
	if (!gen_finish(l, detail) || !gen_step(l, gen_between(0, 2), CW_ROLE_SECRECY_REVIEWER))
		return false;
	x->facts.passes = true;
	if (!gen_decide(l, CW_ACT_SECRECY_ANSWER))
		return false;
	s.reviewer_id = x->rq->who.user;
	s.answered_on = x->facts.on;
	s.answered_seq = x->d.seq + 1;
	if (db_secrecy_answer(x->rq->db, &s, l->err) ||
	    db_deadline_end(x->rq->db, x->d.id, x->d.handling, "secrecy_review", s.id, "met",
			    l->err))
		return false;
	detail = rq_obj();
	rq_put_id(detail, "review", s.id);
	rq_put_str(detail, "result", s.result);
	rq_put_str(detail, "parts", NULL);
	rq_put_str(detail, "remarks", s.remarks);
	x->c.secrecy_passed = true;
	return gen_finish(l, detail);
}

/* ---- The chain of approval (R-OUT-10). */

/* Whose step is next, as server/act/load.c counts; noted where it is not done. */
static bool note_step(struct gen_life *l)
{
	static const enum cw_role order[] = { CW_ROLE_BUSINESS_HEAD, CW_ROLE_HEAD, CW_ROLE_LEADER };
	struct act *x = &l->x;

	x->c.approvals_needed = 0;
	for (size_t i = 0; i < DB_N(order); i++) {
		if (!(x->chain & CW_ROLE_BIT(order[i])))
			continue;
		if (x->c.approvals_needed++ == x->c.approvals_done)
			x->c.next_approver = order[i];
	}
	return !db_reply_set_step(x->rq->db, x->reply.id, cw_role_name(x->c.next_approver),
				  x->rq->today, l->err);
}

static bool submit(struct gen_life *l)
{
	struct act *x = &l->x;
	const struct cw_reply reply = act_reply(x);

	x->facts.reply = &reply;
	if (!gen_decide(l, CW_ACT_REPLY_SUBMIT) ||
	    db_reply_set_status(x->rq->db, x->reply.id, "submitted", 1, 0, l->err))
		return false;
	x->facts.reply = NULL;
	x->chain = settings_chain(&x->settings, &reply, false);
	x->c.submitted = true;
	return gen_finish(l, NULL) && note_step(l);
}

static bool approve(struct gen_life *l)
{
	struct act *x = &l->x;
	struct db_approval p = { .round = 1, .remarks = "", .approved = true };
	struct json_object *detail;

	if (!gen_decide(l, CW_ACT_REPLY_APPROVE))
		return false;
	p.step = (int)x->c.approvals_done + 1;
	p.role = cw_role_name(x->facts.role);
	p.user_id = x->rq->who.user;
	p.decided_on = x->facts.on;
	p.decided_at = x->rq->now;
	if (db_approval_add(x->rq->db, x->reply.id, &p, l->err))
		return false;
	detail = rq_obj();
	rq_put_int(detail, "round", p.round);
	rq_put_int(detail, "step", p.step);
	rq_put_str(detail, "remarks", NULL);
	x->c.approvers[x->c.approvals_done++] = p.user_id;
	return gen_finish(l, detail) && note_step(l);
}

static bool climb(struct gen_life *l)
{
	while (l->x.c.approvals_done + 1 < l->x.c.approvals_needed)
		if (!gen_step(l, gen_between(0, 1), l->x.c.next_approver) || !approve(l))
			return false;
	return true;
}

static bool sign(struct gen_life *l)
{
	struct act *x = &l->x;
	const struct cw_reply reply = act_reply(x);
	struct cw_letter_facts facts;

	x->facts.reply = &reply;
	if (!gen_decide(l, CW_ACT_REPLY_SIGN) || act_letter_facts(x, &facts, l->err))
		return false;
	facts.reply = &reply;
	facts.signed_by = x->rq->who.name;
	if (act_letter(x, CW_LETTER_REPLY, &facts, x->rq->who.user, true, &l->letter, l->err) ||
	    db_reply_set_status(x->rq->db, x->reply.id, "signed", 1, l->letter.id, l->err))
		return false;
	x->facts.reply = NULL;
	x->reply.letter_id = l->letter.id;
	x->c.submitted = false;
	x->c.signed_reply = true;
	return gen_finish(l, reply_signed_detail(&l->letter, rq_array()));
}

static bool serve(struct gen_life *l)
{
	struct service_args in = service_default;
	struct act *x = &l->x;
	const struct cw_reply reply = act_reply(x);
	struct json_object *detail;
	struct db_service s;

	in.way = l->online ? SERVICE_ELECTRONIC : SERVICE_POST;
	in.proof = l->online
			   ? NULL
			   : cw_printf(x->rq->arena, "测试挂号%08llu", (unsigned long long)x->d.id);
	x->facts.reply = &reply;
	if (service_fill(x, &in, &s, l->err) || !gen_decide(l, CW_ACT_SERVE))
		return false;
	x->facts.on = s.served_on;
	x->d.report_row = cw_reply_row(&reply);
	x->d.main_outcome = cw_outcome_name(cw_reply_main(&reply));
	s.letter_id = l->letter.id;
	s.due_on = x->d.due_on;
	detail = service_detail(&s);
	rq_put_bool(detail, "in_time", s.due_on == CW_DAY_NONE || s.served_on <= s.due_on);
	x->facts.reply = NULL;
	return gen_finish(l, detail) && !service_record(x, &l->letter, &s, l->err) &&
	       !db_reply_set_status(x->rq->db, x->reply.id, "served", 1, l->letter.id, l->err) &&
	       !publication_refused(x, &reply, s.served_on, l->err);
}

bool gen_reply(struct gen_life *l)
{
	uint64_t at = gen_random(1000);
	size_t which = 0;

	while (at >= replies[which].share)
		at -= replies[which++].share;
	if (replies[which].outcome == CW_OUTCOME_NOT_HELD && !search(l))
		return false;
	/* Few are late. */
	return gen_step(l, gen_random(50) ? gen_between(2, 12) : gen_between(16, 24),
			CW_ROLE_CASEWORKER) &&
	       draft(l, which) && (!cw_outcome(replies[which].outcome)->releases || secrecy(l)) &&
	       (!l->x.c.hard || override(l)) && gen_step(l, 0, CW_ROLE_CASEWORKER) && submit(l) &&
	       climb(l) && gen_step(l, gen_between(0, 1), l->x.c.next_approver) && sign(l) &&
	       gen_step(l, gen_between(0, 1), CW_ROLE_CLERK) && serve(l);
}

bool gen_close(struct gen_life *l)
{
	static const char reason[] = "答复已送达，材料齐全";
	struct json_object *detail;

	if (!gen_step(l, gen_between(5, 60), CW_ROLE_CASEWORKER))
		return false;
	l->x.facts.has_reason = true;
	if (!gen_decide(l, CW_ACT_CLOSE))
		return false;
	detail = rq_obj();
	rq_put_str(detail, "reason", reason);
	return gen_finish(l, detail);
}

/* ---- What was refused is looked at again each year (R-OUT-5). */

static bool look_again(struct gen_life *l, struct db_item *item)
{
	static const char reason[] = "情况没有变化";
	struct rq *rq = l->x.rq;

	item->review = "declined";
	item->decided_on = rq->today;
	item->decided_by = rq->who.user;
	item->reason = reason;
	item->due_on = cw_publication_reassess(rq->today, l->x.settings.reassess_months);
	return !publication_save(rq, item, l->err) &&
	       !publication_record(rq, item->id, "declined", 0, reason, l->err);
}

bool gen_reassess(struct gen_life *l)
{
	struct db_item *item = gen_item();

	while (item && item->due_on > l->day &&
	       gen_step(l, cw_calendar_count(l->g->rq.calendar, l->day, item->due_on),
			CW_ROLE_HEAD))
		if (!look_again(l, item))
			return false;
	return l->err->code == CW_OK;
}
