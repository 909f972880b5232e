/*
 * Answers on the spot (当场答复, R-CLOCK-1): told orally, by a slip or a message, with an approver
 * present, by the head's standing approval for the outcome, or by a proposal that another person
 * grants.
 */
#include <string.h>

#include "casework/base/text.h"
#include "db/user.h"
#include "server/api/case_acts.h"
#include "server/api/intake.h"
#include "server/api/proposal.h"
#include "server/api/publication.h"
#include "server/api/reply_parts.h"
#include "server/app.h"

static const char *const told[] = { "oral", "slip", "message", NULL };

const struct spot_args spot_default = { .on = CW_DAY_NONE };
#define F(member) offsetof(struct spot_args, member)
const struct rq_field spot_fields[] = {
	REPLY_PARTS(struct spot_args, parts),
	{ "told_by", RQ_CHOICE, F(told_by), .required = true, .choices = told },
	{ "note", RQ_STRING, F(note), .required = true, .min = 1, .max = 200 },
	{ "on", RQ_DAY, F(on) },
	{ "approver_id", RQ_ID, F(approver) },
	{ "ask_approval", RQ_BOOL, F(ask_approval) },
	{ "cleared_case", RQ_STRING, F(cleared_case), .min = 1, .max = 40 },
	{ "cleared_reference", RQ_STRING, F(cleared_reference), .min = 1, .max = 200 },
	{ 0 }
};

/* ---- What it brings. */

static int to_reply(struct act *x, const struct spot_args *in, struct db_reply *r,
		    struct cw_reply **out, struct cw_err *err)
{
	*out = cw_alloc(x->rq->arena, sizeof(**out));
	if (!*out)
		return cw_fail_memory(err);
	if (reply_parts(x->rq, &in->parts, r, err) || reply_follows(x, r, err) ||
	    publication_access(x, in->parts.items, r, err))
		return -1;
	**out = x->about;
	(*out)->parts = r->parts;
	(*out)->n_parts = r->n_parts;
	return 0;
}

/* "Cleared before" is looked up where the system can know it: an earlier case of the agency whose
 * latest answered secrecy review passed. */
static int check_cleared(struct act *x, const struct spot_args *in, bool *cleared,
			 struct cw_err *err)
{
	struct db_secrecy *reviews;
	struct db_docket d;
	bool found;
	size_t n;

	*cleared = in->cleared_reference != NULL;
	if (!in->cleared_case)
		return 0;
	if (db_docket_find_number(x->rq->db, x->rq->arena, in->cleared_case, &d, &found, err))
		return -1;
	if (!found || d.agency_id != x->d.agency_id)
		return cw_fail_item(err, "/cleared_case", CW_MSG_NOT_CLEARED_THERE, NULL);
	if (db_secrecy_list(x->rq->db, x->rq->arena, d.id, &reviews, &n, err))
		return -1;
	*cleared = false;
	for (size_t i = 0; i < n; i++)
		if (reviews[i].result)
			*cleared = strncmp(reviews[i].result, "pass", 4) == 0;
	return *cleared ? 0 : cw_fail_item(err, "/cleared_case", CW_MSG_NOT_CLEARED_THERE, NULL);
}

static int set_day(struct act *x, const struct spot_args *in, struct cw_err *err)
{
	if (in->on == CW_DAY_NONE)
		return 0;
	x->facts.on = in->on;
	/* What waited for an approval is told after it. */
	if (in->ask_approval && in->on != x->rq->today)
		return cw_fail_item(err, "/on", CW_MSG_SPOT_TOLD_AFTER, NULL);
	return act_check_day(x, "/on", err) ? -1 : 0;
}

int spot_prepare(struct act *x, const void *arg, struct cw_err *err)
{
	const struct spot_args *in = arg;
	struct db_reply r = { 0 };
	struct cw_reply *reply;

	if (to_reply(x, in, &r, &reply, err) || set_day(x, in, err) ||
	    check_cleared(x, in, &x->facts.cleared_before, err))
		return -1;
	x->facts.reply = reply;
	return 0;
}

/* ---- Who approves. */

static int check_approver(struct act *x, uint64_t user, struct cw_err *err)
{
	static const char *const roles[] = { "business_head", "head", "leader" };
	struct db_grant *grants;
	struct db_user u;
	size_t n;

	if (db_grant_list(x->rq->db, x->rq->arena, user, &grants, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		for (size_t r = 0; r < DB_N(roles); r++) {
			if (grants[i].agency != x->d.agency_id ||
			    strcmp(grants[i].role, roles[r]) != 0)
				continue;
			if (db_user_get(x->rq->db, x->rq->arena, user, &u, err))
				return -1;
			if (!u.disabled)
				return 0;
		}
	return cw_fail_item(err, "/approver_id", CW_MSG_NO_SUCH_APPROVER, NULL);
}

static bool standing_approval(const struct act *x)
{
	const struct cw_reply *reply = x->facts.reply;

	for (size_t i = 0; i < reply->n_parts; i++)
		if (!x->settings.standing_approval[reply->parts[i].outcome])
			return false;
	return true;
}

/* ---- Doing it. */

static int approver_name(struct act *x, const char **out, struct cw_err *err)
{
	static const char *const none[CW_MSG_ARGS];
	struct db_user user;

	if (!x->facts.approver) {
		*out = cw_msg_text(x->rq->arena, CW_MSG_SPOT_STANDING,
				   strcmp(x->d.lang, "en") == 0 ? CW_EN : CW_ZH, none);
		return *out ? 0 : cw_fail_memory(err);
	}
	if (db_user_get(x->rq->db, x->rq->arena, x->facts.approver, &user, err))
		return -1;
	*out = user.name;
	return 0;
}

/* 当场答复记录 with its remedy paragraph, the reply row, and the service that it is at the same
 * time. */
static int make_record(struct act *x, const struct spot_args *in, struct db_reply *r,
		       struct cw_err *err)
{
	static const enum cw_msg ways[] = { CW_MSG_SPOT_ORAL, CW_MSG_SPOT_SLIP,
					    CW_MSG_SPOT_MESSAGE };
	const char *const args[CW_MSG_ARGS] = { in->note };
	struct db_service s = { .case_id = x->d.id,
				.seq = x->d.seq,
				.way = told[in->told_by],
				.proof = in->note,
				.result = "delivered",
				.due_on = CW_DAY_NONE,
				.sent_on = x->facts.on,
				.served_on = x->facts.on,
				.received_on = x->facts.on };
	struct cw_letter_spot spot = { 0 };
	struct cw_letter_facts facts;
	struct db_letter letter;

	if (act_letter_facts(x, &facts, err) || approver_name(x, &spot.approver, err))
		return -1;
	spot.told_by = cw_msg_text(x->rq->arena, ways[in->told_by], facts.lang, args);
	if (!spot.told_by)
		return cw_fail_memory(err);
	facts.spot = &spot;
	facts.reply = x->facts.reply;
	facts.signed_by = x->rq->who.name;
	if (act_letter(x, CW_LETTER_ON_THE_SPOT_RECORD, &facts, x->facts.actor, true, &letter, err))
		return -1;
	s.letter_id = letter.id;
	return db_reply_set_status(x->rq->db, r->id, "served", 1, letter.id, err) ||
			       db_service_add(x->rq->db, x->rq->arena, x->rq->app->keys, &s, err)
		       ? -1
		       : 0;
}

int spot_run(struct act *x, const void *arg, struct cw_err *err)
{
	const struct spot_args *in = arg;
	struct db_reply r = { .case_id = x->d.id,
			      .handling = x->d.handling,
			      .status = "draft",
			      .drafter_id = x->facts.actor,
			      .round = 1 };
	struct json_object *detail;
	struct cw_reply *reply;

	if (to_reply(x, in, &r, &reply, err) ||
	    db_reply_save(x->rq->db, x->rq->arena, x->rq->app->keys, &r, err))
		return -1;
	x->facts.reply = reply;
	act_ends_as(x, cw_reply_main(reply), cw_reply_row(reply));
	detail = rq_obj();
	rq_put_str(detail, "told_by", told[in->told_by]);
	rq_put_str(detail, "note", in->note);
	rq_put_bool(detail, "standing_approval", !x->facts.approver);
	if (x->facts.cleared_before) {
		rq_put_str(detail, "cleared_case", in->cleared_case);
		rq_put_str(detail, "cleared_reference", in->cleared_reference);
	}
	return act_finish(x, detail, err) || make_record(x, in, &r, err) ? -1 : 0;
}

static int spot_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct spot_args *in = arg;
	struct act x;

	if (case_open(&x, rq, CW_ACT_ANSWER_ON_THE_SPOT, err) || spot_prepare(&x, in, err) ||
	    (in->approver && check_approver(&x, in->approver, err)))
		return -1;
	x.facts.approver = in->approver;
	x.facts.has_approver = in->approver || standing_approval(&x);
	if (act_decide(&x, CW_ACT_ANSWER_ON_THE_SPOT, err) || spot_run(&x, in, err) ||
	    act_reload(&x, err))
		return -1;
	return case_answer(&x, 201, err);
}

int api_answer_on_the_spot(struct rq *rq, struct cw_err *err)
{
	struct spot_args in = spot_default;

	if (rq_body(rq, spot_fields, &in, err))
		return -1;
	if (in.ask_approval && in.approver)
		return cw_fail_item(err, "/approver_id", CW_MSG_SPOT_ONE_APPROVAL, NULL);
	return in.ask_approval ? proposal_ask(rq, CW_ACT_ANSWER_ON_THE_SPOT, err)
			       : act_run(rq, spot_tx, &in, err);
}
