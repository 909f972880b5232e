/* The desk of who approves: what waits for their decision at an agency, what falls due first before
 * the rest. */
#include "casework/base/text.h"
#include "db/approval.h"
#include "db/deputy.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/api/fee.h"
#include "server/api/page.h"

#define R(role) CW_ROLE_BIT(CW_ROLE_##role)
#define CHAIN	(R(BUSINESS_HEAD) | R(HEAD) | R(LEADER))

static const char *const kinds[] = { "reply", "extension", "fee_notice",  "proposal", "refund",
				     "lapse", "finding",   "unconfirmed", NULL };
/* Who decides each, as the state machine has it. */
static const unsigned deciders[DB_APPROVAL_KINDS] = {
	CHAIN, R(HEAD) | R(LEADER), R(HEAD), CHAIN, R(HEAD), R(HEAD), R(HEAD), R(HEAD)
};

struct list_args {
	uint64_t agency;
	int kind;
	struct page page;
};
static const struct rq_field list_fields[] = {
	{ "agency", RQ_ID, offsetof(struct list_args, agency) },
	{ "kind", RQ_CHOICE, offsetof(struct list_args, kind), .choices = kinds },
	PAGE_FIELDS(struct list_args, page),
	{ 0 }
};

struct desk {
	struct db_approver who;
	unsigned own, steps; /* CW_ROLE_BITs; steps: also those held today as a deputy (R-OUT-10) */
};

static int open_desk(struct rq *rq, uint64_t asked, struct desk *desk, struct cw_err *err)
{
	struct db_deputy *rows;
	struct cw_buf names;
	size_t n;

	*desk = (struct desk){ .who.user = rq->who.user, .who.today = rq->today };
	if (case_pick_agency(rq, asked, &desk->who.agency, err) ||
	    db_deputy_of_list(rq->db, rq->arena, rq->who.user, desk->who.agency, rq->today, &rows,
			      &n, err))
		return -1;
	desk->own = act_roles(&rq->who, desk->who.agency, 0);
	desk->steps = desk->own & CHAIN;
	for (size_t i = 0; i < n; i++) {
		int role = cw_role_of(rows[i].role);

		desk->steps |= role < 0 ? 0 : CW_ROLE_BIT(role);
	}
	cw_buf_init(&names, rq->arena);
	for (int role = 0, some = 0; role < CW_ROLE_MAX; role++)
		if (desk->steps & CW_ROLE_BIT(role))
			cw_buf_printf(&names, "%s%s", some++ ? "," : "",
				      cw_role_name((enum cw_role)role));
	desk->who.steps = cw_buf_done(&names, NULL);
	return desk->who.steps ? 0 : cw_fail_memory(err);
}

static bool decides(const struct desk *desk, int kind)
{
	return (kind == DB_APPROVAL_REPLY ? desk->steps : desk->own) & deciders[kind];
}

static struct json_object *wait_json(struct rq *rq, int kind, const struct db_approval_wait *w)
{
	struct json_object *o = rq_obj();
	const bool due = w->due_on != CW_DAY_NONE;

	rq_put_str(o, "kind", kinds[kind]);
	rq_put_id(o, "id", w->id);
	rq_put_id(o, "case_id", w->case_id);
	rq_put_str(o, "number", w->number);
	rq_put_str(o, "case_title", w->title);
	rq_put_str(o, "state", w->state);
	rq_put_id(o, "assignee_id", w->assignee_id);
	rq_put_id(o, "asked_by", w->asked_by);
	rq_put_day(o, "asked_on", w->asked_on);
	rq_put_day(o, "due_on", w->due_on);
	if (due)
		rq_put_int(o, "working_days_left",
			   cw_calendar_count(rq->calendar, rq->today, w->due_on));
	if (kind == DB_APPROVAL_REPLY) {
		rq_put_str(o, "next_approver", w->step);
		rq_put_int(o, "round", w->round);
	}
	if (kind == DB_APPROVAL_EXTENSION)
		rq_put_int(o, "working_days", w->working_days);
	if (kind == DB_APPROVAL_FEE_NOTICE)
		rq_put_str(o, "method", w->act);
	if (kind == DB_APPROVAL_LAPSE)
		rq_put_str(o, "period", w->act);
	if (kind == DB_APPROVAL_REFUND)
		fee_put_money(rq->arena, o, "amount", w->amount);
	if (kind == DB_APPROVAL_PROPOSAL) {
		int act = cw_act_of(w->act);

		rq_put_str(o, "act", w->act);
		if (act >= 0)
			rq_put_msg(rq->arena, o, "act_title", cw_act_title((enum cw_act)act), NULL,
				   rq->lang);
	}
	return o;
}

/* ---- The kinds side by side: by due day, then kind, then id. */

struct waiting {
	struct db_approval_wait *rows;
	size_t n, at;
};

static cw_day due_of(const struct db_approval_wait *w)
{
	return w->due_on == CW_DAY_NONE ? DB_DAY_FAR : w->due_on;
}

/* The cursor is day, kind and id of the last one. */
static void mark(struct page *page, int kind, const struct db_approval_wait *w)
{
	page->next[0] = (uint64_t)due_of(w);
	page->next[1] = (uint64_t)kind;
	page->next[2] = w->id;
}

static struct db_approval_after after_of(const struct page *page, int kind)
{
	const uint64_t last = page->key[1];

	if (!page->started || page->key[0] > (uint64_t)DB_DAY_FAR)
		return (struct db_approval_after){ .due_on = CW_DAY_MIN };
	return (struct db_approval_after){ .due_on = (cw_day)page->key[0],
					   .id = (uint64_t)kind < last	  ? INT64_MAX
						 : (uint64_t)kind == last ? page->key[2]
									  : 0 };
}

/* The kind whose next one is due first; -1: none is left. */
static int first_due(const struct waiting all[DB_APPROVAL_KINDS])
{
	int first = -1;

	for (int kind = 0; kind < DB_APPROVAL_KINDS; kind++)
		if (all[kind].at < all[kind].n &&
		    (first < 0 || due_of(&all[kind].rows[all[kind].at]) <
					  due_of(&all[first].rows[all[first].at])))
			first = kind;
	return first;
}

int api_approval_list(struct rq *rq, struct cw_err *err)
{
	struct waiting all[DB_APPROVAL_KINDS] = { { .n = 0 } };
	struct list_args in = { .kind = -1 };
	struct json_object *items;
	struct desk desk;
	size_t n = 0;

	page_init(&in.page);
	if (rq_params(rq, list_fields, &in, err) || page_start(&in.page, err) ||
	    open_desk(rq, in.agency, &desk, err))
		return -1;
	for (int kind = 0; kind < DB_APPROVAL_KINDS; kind++) {
		const struct db_approval_after after = after_of(&in.page, kind);

		if ((in.kind >= 0 && in.kind != kind) || !decides(&desk, kind))
			continue;
		if (db_approval_wait_list(rq->db, rq->arena, (enum db_approval_kind)kind, &desk.who,
					  &after, (unsigned)in.page.limit + 1, &all[kind].rows,
					  &all[kind].n, err))
			return -1;
		n += all[kind].n;
	}
	page_cut(&in.page, &n);
	items = rq_array();
	for (size_t i = 0; i < n; i++) {
		const int kind = first_due(all);
		const struct db_approval_wait *w = &all[kind].rows[all[kind].at++];

		rq_push(items, wait_json(rq, kind, w));
		mark(&in.page, kind, w);
	}
	return page_reply(rq, &in.page, items, err);
}

#define COUNT_CAP 1000

struct counts_args {
	uint64_t agency;
};
static const struct rq_field counts_fields[] = {
	{ "agency", RQ_ID, offsetof(struct counts_args, agency) }, { 0 }
};

int api_approval_counts(struct rq *rq, struct cw_err *err)
{
	struct counts_args in = { 0 };
	struct json_object *o;
	struct desk desk;
	uint64_t all = 0;

	if (rq_params(rq, counts_fields, &in, err) || open_desk(rq, in.agency, &desk, err))
		return -1;
	o = rq_obj();
	rq_put_id(o, "agency_id", desk.who.agency);
	rq_put_int(o, "capped_at", COUNT_CAP);
	for (int kind = 0; kind < DB_APPROVAL_KINDS; kind++) {
		uint64_t count = 0;

		if (decides(&desk, kind) &&
		    db_approval_wait_count(rq->db, (enum db_approval_kind)kind, &desk.who,
					   COUNT_CAP, &count, err)) {
			json_object_put(o);
			return -1;
		}
		rq_put_int(o, kinds[kind], (int64_t)count);
		all += count;
	}
	rq_put_int(o, "all", (int64_t)all);
	return rq_json(rq, 200, o, err);
}
