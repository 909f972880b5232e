/* The reply: drafted in parts, approved along the chain, signed (R-OUT-1, R-OUT-3, R-OUT-10). */
#include <stdio.h>
#include <string.h>

#include "server/api/admin.h"
#include "server/api/after.h"
#include "server/api/case_acts.h"
#include "server/api/joint.h"
#include "server/api/reply_parts.h"
#include "server/api/legal.h"
#include "server/api/publication.h"
#include "server/api/repeats.h"
#include "server/app.h"

/* ---- Draft. */

const struct reply_part_args reply_part_default = { .repeat_of.replied_on = CW_DAY_NONE };
struct draft_args {
	struct rq_list parts;
};
struct draft {
	const struct reply_part_args *in; /* one for each part */
	struct db_reply reply;
};

#define FOLLOWS_MAX 20 /* as many as the column holds */

/* One field for each thing that an outcome can have to say; the names are cw_say_name's. */
#define SAY(id, text)                                                                              \
	{ text, RQ_STRING, offsetof(struct reply_part_args, say[CW_SAY_##id]), .min = 1, .max = 20000 }
const struct rq_field reply_part_fields[] = {
	{ "description", RQ_STRING, offsetof(struct reply_part_args, description), .required = true, .min = 1,
	  .max = 1000 },
	{ "outcome", RQ_STRING, offsetof(struct reply_part_args, outcome), .required = true, .min = 1,
	  .max = 40 },
	{ "main", RQ_BOOL, offsetof(struct reply_part_args, main) },
	{ "only_identifiers", RQ_BOOL, offsetof(struct reply_part_args, only_identifiers) },
	{ "refused", RQ_LIST, offsetof(struct reply_part_args, refused), .max = 10 },
	{ "follows", RQ_LIST, offsetof(struct reply_part_args, follows), .max = FOLLOWS_MAX },
	{ "repeat_of", RQ_OBJECT, offsetof(struct reply_part_args, repeat_of), .sub = repeat_fields },
	{ "disclosure_id", RQ_ID, offsetof(struct reply_part_args, disclosure) },
	SAY(CONTENT, "content"),
	SAY(ACCESS, "access"),
	SAY(REASONS, "reasons"),
	SAY(LAW, "law"),
	SAY(AGENCY, "agency"),
	SAY(SEARCH_STATEMENT, "search_statement"),
	SAY(UNCLEAR, "unclear"),
	SAY(EARLIER_REPLY, "earlier_reply"),
	SAY(NOTICE, "notice"),
	SAY(TURN_TO, "turn_to"),
	SAY(CLASSIFICATION, "classification"),
	SAY(NOT_ORDERED, "not_ordered"),
	SAY(MATTER_FINISHED, "matter_finished"),
	SAY(NEVER_MADE, "never_made"),
	SAY(NO_CONSULTATION, "no_consultation"),
	SAY(HAPPENED, "happened"),
	{ 0 }
};
static const struct rq_field draft_fields[] = {
	REPLY_PARTS(struct draft_args, parts),
	{ 0 }
};

static unsigned long refused_bits(const struct rq_list *names, size_t part, struct cw_err *err)
{
	const char *const *name = names->items;
	unsigned long bits = 0;

	for (size_t i = 0; i < names->n; i++) {
		int outcome = cw_outcome_of(name[i]);
		char pointer[64];

		if (outcome >= 0 && cw_outcome((enum cw_outcome)outcome)->reconsideration_first) {
			bits |= 1ul << outcome;
			continue;
		}
		snprintf(pointer, sizeof(pointer), "/parts/%zu/refused/%zu", part, i);
		cw_fail_item(err, pointer, CW_MSG_NO_SUCH_OUTCOME, NULL);
	}
	return bits;
}

/* What is no id becomes 0, which no consultation has. */
static int follows_ids(struct cw_arena *a, const struct rq_list *texts, struct cw_part *p,
		       struct cw_err *err)
{
	uint64_t *ids = cw_alloc_n(a, texts->n ? texts->n : 1, sizeof(*ids));
	const char *const *text = texts->items;

	if (!ids)
		return cw_fail_memory(err);
	for (size_t i = 0; i < texts->n; i++)
		ids[i] = rq_id_of(text[i]);
	p->follows = ids;
	p->n_follows = texts->n;
	return 0;
}

static bool asked_third_party(const struct act *x, uint64_t id)
{
	for (size_t i = 0; i < x->n_consultations; i++)
		if (x->consultations[i].id == id)
			return cw_consultation_kind_of(x->consultations[i].kind) ==
			       CW_CONSULTATION_THIRD_PARTY;
	return false;
}

int reply_follows(struct act *x, const struct db_reply *r, struct cw_err *err)
{
	char pointer[64];
	int rc = 0;

	for (size_t i = 0; i < r->n_parts; i++)
		for (size_t k = 0; k < r->parts[i].n_follows; k++) {
			if (asked_third_party(x, r->parts[i].follows[k]))
				continue;
			snprintf(pointer, sizeof(pointer), "/parts/%zu/follows/%zu", i, k);
			rc = cw_fail_item(err, pointer, CW_MSG_REPLY_NO_SUCH_THIRD_PARTY, NULL);
		}
	return rc;
}

int reply_parts(struct rq *rq, const struct rq_list *list, struct db_reply *r, struct cw_err *err)
{
	const struct reply_part_args *parts = list->items;

	r->n_parts = list->n;
	r->parts = cw_alloc_n(rq->arena, r->n_parts, sizeof(*r->parts));
	if (!r->parts)
		return cw_fail_memory(err);
	for (size_t i = 0; i < r->n_parts; i++) {
		int outcome = cw_outcome_of(parts[i].outcome);
		char pointer[48];

		snprintf(pointer, sizeof(pointer), "/parts/%zu/outcome", i);
		if (outcome < 0 || !cw_outcome((enum cw_outcome)outcome)->is_reply) {
			cw_fail_item(err, pointer, CW_MSG_NO_SUCH_OUTCOME, NULL);
			continue;
		}
		r->parts[i].outcome = (enum cw_outcome)outcome;
		r->parts[i].description = parts[i].description;
		r->parts[i].main = parts[i].main;
		r->parts[i].only_identifiers = parts[i].only_identifiers;
		r->parts[i].refused = refused_bits(&parts[i].refused, i, err);
		memcpy(r->parts[i].say, parts[i].say, sizeof(parts[i].say));
		if (follows_ids(rq->arena, &parts[i].follows, &r->parts[i], err))
			return -1;
	}
	return err->code == CW_OK ? 0 : -1;
}

/* What each repeat points to (R-OUT-2); a part that does not name it in words gets number and day. */
static int resolve_repeats(struct act *x, struct draft *d, struct cw_err *err)
{
	struct db_reply *r = &d->reply;

	r->n_repeats = 0;
	r->repeats = cw_alloc_n(x->rq->arena, r->n_parts, sizeof(*r->repeats));
	if (!r->repeats)
		return cw_fail_memory(err);
	for (size_t i = 0; i < r->n_parts; i++) {
		struct db_repeat *to = &r->repeats[r->n_repeats];
		const char **say = &r->parts[i].say[CW_SAY_EARLIER_REPLY];
		char pointer[48];
		bool given;

		snprintf(pointer, sizeof(pointer), "/parts/%zu/repeat_of", i);
		if (repeat_resolve(x, &d->in[i].repeat_of, i, to, &given, err))
			return -1;
		if (given && r->parts[i].outcome != CW_OUTCOME_REPEAT)
			return cw_fail_item(err, pointer, CW_MSG_REPEAT_NOT_HERE, NULL);
		if (given && !*say && !(*say = repeat_text(x, to, err)))
			return -1;
		r->n_repeats += given;
	}
	return 0;
}

static int save_repeats(struct act *x, const struct db_reply *r, struct json_object *detail,
			struct cw_err *err)
{
	struct json_object *list = rq_array();

	rq_put(detail, "repeat_of", list);
	for (size_t i = 0; i < r->n_repeats; i++) {
		r->repeats[i].reply_id = r->id;
		if (db_repeat_add(x->rq->db, &r->repeats[i], err))
			return -1;
		rq_push(list, json_object_new_string(r->repeats[i].number));
	}
	return 0;
}

static int draft_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct draft *d = arg;
	struct db_reply *r = &d->reply;
	struct json_object *detail;
	struct act x;

	if (case_open(&x, rq, CW_ACT_REPLY_DRAFT, err) ||
	    act_decide(&x, CW_ACT_REPLY_DRAFT, err) || resolve_repeats(&x, d, err) ||
	    reply_follows(&x, r, err) || publication_access(&x, d->in, r, err))
		return -1;
	r->case_id = x.d.id;
	r->handling = x.d.handling;
	r->status = "draft";
	r->drafter_id = rq->who.user;
	r->round = x.has_reply ? x.reply.round : 1;
	r->uid = x.has_reply ? x.reply.uid : NULL;
	if (db_reply_save(rq->db, rq->arena, rq->app->keys, r, err))
		return -1;
	detail = rq_obj();
	rq_put_int(detail, "parts", (int64_t)r->n_parts);
	if (save_repeats(&x, r, detail, err)) {
		json_object_put(detail);
		return -1;
	}
	if (act_finish(&x, detail, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_reply_draft(struct rq *rq, struct cw_err *err)
{
	struct draft_args in = { 0 };
	struct draft d = { 0 };

	if (rq_body(rq, draft_fields, &in, err) || reply_parts(rq, &in.parts, &d.reply, err))
		return -1;
	d.in = in.parts.items;
	return act_run(rq, draft_tx, &d, err);
}

/* ---- Submission: complete, or refused with all that is missing (R-OUT-1). */

/* The reloaded case's next step, so that the desk of who decides it finds the reply. */
static int note_step(struct act *x, struct cw_err *err)
{
	if (!x->c.submitted || x->c.approvals_done >= x->c.approvals_needed)
		return 0;
	return db_reply_set_step(x->rq->db, x->reply.id, cw_role_name(x->c.next_approver),
				 x->rq->today, err);
}

static int submit_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct act x;

	(void)arg;
	if (case_open(&x, rq, CW_ACT_REPLY_SUBMIT, err))
		return -1;
	{
		struct cw_reply reply = act_reply(&x);

		x.facts.reply = x.has_reply ? &reply : NULL;
		if (act_decide(&x, CW_ACT_REPLY_SUBMIT, err))
			return -1;
	}
	if (db_reply_set_status(rq->db, x.reply.id, "submitted", x.reply.round, 0, err) ||
	    act_finish(&x, NULL, err) || act_reload(&x, err) || note_step(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_reply_submit(struct rq *rq, struct cw_err *err)
{
	return admin_nothing(rq, err) || act_run(rq, submit_tx, NULL, err) ? -1 : 0;
}

/* ---- Approval or return, one step; or the return of what is signed and not served. */

static const char *const decisions[] = { "approve", "return", NULL };

struct decide_args {
	int decision;
	const char *remarks;
};
static const struct rq_field decide_fields[] = {
	{ "decision", RQ_CHOICE, offsetof(struct decide_args, decision), .required = true,
	  .choices = decisions },
	{ "remarks", RQ_STRING, offsetof(struct decide_args, remarks), .min = 1, .max = 2000 },
	{ 0 }
};

static int save_decision(struct act *x, const struct decide_args *in, struct cw_err *err)
{
	struct rq *rq = x->rq;
	bool approved = in->decision == 0;
	struct db_approval p = {
		.round = x->reply.round,
		.step = (int)x->c.approvals_done + 1,
		.role = cw_role_name(x->facts.role),
		.remarks = in->remarks ? in->remarks : "",
		.user_id = rq->who.user,
		.acts_for = x->facts.acts_for,
		.approved = approved,
		.decided_on = x->facts.on,
		.decided_at = rq->now,
	};

	if (db_approval_add(rq->db, x->reply.id, &p, err)) {
		if (db_err_duplicate(err, "u_approval_person"))
			return cw_fail_law(err, CW_MSG_ONE_STEP_EACH, "R-OUT-10", NULL, NULL);
		return -1;
	}
	/* A returned draft goes back to its drafter and starts the next round. */
	return approved ? 0
			: db_reply_set_status(rq->db, x->reply.id, "draft", x->reply.round + 1, 0, err);
}

static int decide_one(struct act *x, const struct decide_args *in, struct cw_err *err)
{
	struct json_object *detail;

	x->facts.has_reason = in->remarks != NULL;
	if (act_decide(x, in->decision == 0 ? CW_ACT_REPLY_APPROVE : CW_ACT_REPLY_RETURN, err) ||
	    save_decision(x, in, err))
		return -1;
	detail = rq_obj();
	rq_put_int(detail, "round", x->reply.round);
	rq_put_int(detail, "step", (int64_t)x->c.approvals_done + 1);
	rq_put_str(detail, "remarks", in->remarks);
	return act_finish(x, detail, err) || act_reload(x, err) || note_step(x, err) ? -1 : 0;
}

/* The signature of one of J's cases is void: its letter says so, its draft is the drafter's again.
 * That is no step of the chain, in which who takes the signature back may hold one. */
static int void_one(const struct joint *j, struct act *x, const struct decide_args *in,
		    struct cw_err *err)
{
	struct rq *rq = x->rq;
	struct json_object *detail;
	struct db_letter letter;

	x->facts.has_reason = in->remarks != NULL;
	if (act_decide(x, CW_ACT_REPLY_RETURN, err) ||
	    db_letter_get(rq->db, rq->arena, rq->app->keys, x->d.id, x->reply.letter_id, &letter,
			  err) ||
	    db_letter_void(rq->db, letter.id, x->facts.on, in->remarks, err) ||
	    db_reply_set_status(rq->db, x->reply.id, "draft", x->reply.round + 1, 0, err))
		return -1;
	detail = rq_obj();
	rq_put_int(detail, "round", x->reply.round);
	rq_put_id(detail, "voided_letter", letter.id);
	rq_put_str(detail, "document_number", letter.document_number);
	rq_put_str(detail, "remarks", in->remarks);
	if (j->n > 1)
		rq_put(detail, "joint_with", joint_others_json(j, x));
	return act_finish(x, detail, err) || act_reload(x, err) ? -1 : 0;
}

static uint64_t signed_letter(const struct act *x)
{
	return x->c.signed_reply ? x->reply.letter_id : 0;
}

/* A joint letter is void for each of its cases that still wait for service (R-OUT-11). */
static int decide_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct decide_args *in = arg;
	struct joint j;
	struct act *x;

	if (joint_open(rq, CW_ACT_REPLY_APPROVE, signed_letter, &j, err))
		return -1;
	x = &j.xs[j.own];
	if (in->decision == 0 || !x->c.signed_reply)
		return decide_one(x, in, err) || case_answer(x, 200, err) ? -1 : 0;
	for (size_t i = 0; i < j.n; i++)
		if ((i == j.own || (j.xs[i].c.signed_reply && j.xs[i].d.is_open)) &&
		    void_one(&j, &j.xs[i], in, err))
			return -1;
	return case_answer(x, 200, err);
}

int api_reply_decide(struct rq *rq, struct cw_err *err)
{
	struct decide_args in = { 0 };

	if (rq_body(rq, decide_fields, &in, err))
		return -1;
	if (in.decision == 1 && !in.remarks) /* a return says what is to be mended */
		return cw_fail_item(err, "/remarks", CW_MSG_REQUIRED, NULL);
	return act_run(rq, decide_tx, &in, err);
}

/* ---- Signing: the letter is made here and never changes after (R-KEEP-2). */

/* A deputy signs in their own name and says for whom (R-OUT-10). */
int reply_name_signer(struct act *x, struct cw_letter_facts *facts, struct cw_err *err)
{
	const char *args[CW_MSG_ARGS] = { x->rq->who.name, x->acts_for_name[x->facts.role] };

	facts->signed_by = x->facts.acts_for
				   ? cw_msg_text(x->rq->arena, CW_MSG_DEPUTY_SIGNED, facts->lang, args)
				   : x->rq->who.name;
	return facts->signed_by ? 0 : cw_fail_memory(err);
}

struct json_object *reply_signed_detail(const struct db_letter *letter, struct json_object *opinions)
{
	struct json_object *detail = rq_obj();

	rq_put_id(detail, "letter", letter->id);
	rq_put_str(detail, "document_number", letter->document_number);
	rq_put(detail, "legal_opinions", opinions);
	return detail;
}

static int sign_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct cw_letter_facts facts;
	struct json_object *detail, *opinions;
	enum cw_letter_kind kind;
	struct cw_reply reply;
	struct db_letter letter;
	struct act x;

	(void)arg;
	if (case_open(&x, rq, CW_ACT_REPLY_SIGN, err))
		return -1;
	reply = act_reply(&x);
	x.facts.reply = x.has_reply ? &reply : NULL;
	if (act_decide(&x, CW_ACT_REPLY_SIGN, err) || act_letter_facts(&x, &facts, err))
		return -1;
	facts.reply = &reply;
	kind = x.d.handling > 1 ? CW_LETTER_NEW_REPLY : CW_LETTER_REPLY;
	if (reply_name_signer(&x, &facts, err) || own_record_letter(&x, &reply, &kind, &facts, err) ||
	    prefill_put(&x, &reply, &facts, err) ||
	    act_letter(&x, kind, &facts, rq->who.user, true, &letter, err) ||
	    db_reply_set_status(rq->db, x.reply.id, "signed", x.reply.round, letter.id, err) ||
	    legal_opinions_json(&x, &opinions, err))
		return -1;
	detail = reply_signed_detail(&letter, opinions);
	if (act_finish(&x, detail, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_reply_sign(struct rq *rq, struct cw_err *err)
{
	return admin_nothing(rq, err) || act_run(rq, sign_tx, NULL, err) ? -1 : 0;
}
