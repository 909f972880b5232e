/*
 * Legal review (法律审核, R-ASK-5): asked of an advisor by choice or by the rota, answered once,
 * withdrawn by the asker.  It never stops the clock.
 */
#include "server/api/legal.h"

#include <stdio.h>
#include <string.h>

#include "db/absence.h"
#include "db/share.h"
#include "server/api/admin.h"
#include "server/api/case_acts.h"

int legal_of_path(struct act *x, int i, struct db_legal *out, struct cw_err *err)
{
	struct db_legal *rows;
	uint64_t id;
	size_t n;

	if (admin_id(x->rq, i, &id, err) ||
	    db_legal_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t k = 0; k < n; k++)
		if (rows[k].id == id) {
			*out = rows[k];
			return 0;
		}
	return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
}

void legal_tell(struct act *x, const struct db_legal *r)
{
	x->told.ref = r->id;
	x->told.user = r->advisor_id;
	x->told.until = r->answer_by;
}

/* ---- Asking. */

struct ask_args {
	const char *question;
	uint64_t advisor, second_of;
	int working_days;
	struct rq_list rules; /* names; empty: those that hold */
};
static const struct rq_field ask_fields[] = {
	{ "question", RQ_STRING, offsetof(struct ask_args, question), .required = true, .min = 1,
	  .max = 4000 },
	{ "advisor_id", RQ_ID, offsetof(struct ask_args, advisor) },
	{ "second_of", RQ_ID, offsetof(struct ask_args, second_of) },
	{ "working_days", RQ_INT, offsetof(struct ask_args, working_days), .min = 1, .max = 40 },
	{ "rules", RQ_LIST, offsetof(struct ask_args, rules), .max = CW_HARD_MAX },
	{ 0 }
};

static unsigned asked_rules(const struct ask_args *in, struct cw_err *err)
{
	const char *const *names = in->rules.items;
	unsigned bits = 0;

	for (size_t i = 0; i < in->rules.n; i++) {
		int rule = cw_hard_of(names[i]);
		char pointer[32];

		snprintf(pointer, sizeof(pointer), "/rules/%zu", i);
		if (rule < 0)
			cw_fail_item(err, pointer, CW_MSG_LEGAL_NO_RULE, NULL);
		else
			bits |= CW_HARD_BIT(rule);
	}
	return bits;
}

/* The day by which the answer is wanted: at the latest the due day, because nothing pauses for it;
 * by default the agency's period, cut to the working day before the due day. */
static int answer_day(struct act *x, const struct ask_args *in, cw_day *out, struct cw_err *err)
{
	const struct cw_calendar *cal = x->rq->calendar;
	const cw_day today = x->rq->today, due = x->c.clock.due_on;
	const bool bound = due != CW_DAY_NONE && !x->c.clock.paused && due > today;
	char text[CW_DAY_TEXT];

	*out = cw_calendar_add(cal, today,
			       in->working_days ? in->working_days : x->settings.legal_review_days);
	if (!bound || *out <= due)
		return 0;
	if (in->working_days)
		return cw_fail_item(err, "/working_days", CW_MSG_LEGAL_TOO_LATE,
				    cw_day_text(due, text), NULL);
	*out = cw_calendar_sub(cal, due, 1);
	if (*out <= today)
		*out = due;
	return 0;
}

/* Whether a review of this handling speaks against asking ADVISOR: an open one, or, for a second
 * opinion, an answered one. */
static bool had(const struct act *x, const struct db_legal *rows, size_t n, uint64_t advisor,
		const char *status)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].handling == x->d.handling && rows[i].advisor_id == advisor &&
		    strcmp(rows[i].status, status) == 0)
			return true;
	return false;
}

/* The rota passes over who is away today; whoever is named is asked all the same. */
static int is_away(struct act *x, uint64_t advisor, bool *out, struct cw_err *err)
{
	const cw_day today = x->rq->today;
	struct db_absence absence;

	return db_absence_find(x->rq->db, x->rq->arena, 0, advisor, false, today, today, &absence,
			       out, err);
}

/* Fills r->advisor_id: the one named, else whose turn it is.  The rota of the agency is locked. */
static int pick(struct act *x, const struct ask_args *in, const struct db_legal *had_rows,
		size_t n_had, struct db_legal *r, struct cw_err *err)
{
	struct db_advisor *list;
	uint64_t turn;
	size_t n;

	r->by_rota = !in->advisor;
	if (db_legal_rota_take(x->rq->db, x->d.agency_id, &turn, err) ||
	    db_advisor_list(x->rq->db, x->rq->arena, x->d.agency_id, true, &list, &n, err))
		return -1;
	for (size_t i = 0; i < n && !r->advisor_id; i++) {
		const bool open = had(x, had_rows, n_had, list[i].id, "asked");
		const bool spoke = in->second_of && had(x, had_rows, n_had, list[i].id, "answered");
		bool conflict, away;

		if (in->advisor && list[i].id != in->advisor)
			continue;
		if (legal_conflicted(x, list[i].id, &conflict, err) ||
		    is_away(x, list[i].id, &away, err))
			return -1;
		if (in->advisor && conflict)
			return cw_fail_law(err, CW_MSG_LEGAL_CONFLICT, "R-ASK-5", NULL, NULL);
		if (in->advisor && open)
			return cw_fail_law(err, CW_MSG_LEGAL_ASKED_ALREADY, "R-ASK-5", NULL, NULL);
		if (in->advisor && spoke)
			return cw_fail_law(err, CW_MSG_LEGAL_SAME_ADVISOR, "R-ASK-5", NULL, NULL);
		if (!conflict && !open && !spoke && (in->advisor || !away))
			r->advisor_id = list[i].id;
	}
	if (!r->advisor_id && in->advisor)
		return cw_fail_item(err, "/advisor_id", CW_MSG_LEGAL_NOT_ADVISOR, NULL);
	if (!r->advisor_id)
		return cw_fail_law(err, CW_MSG_LEGAL_NO_ADVISOR, "R-ASK-5", NULL, NULL);
	return db_legal_turn_put(x->rq->db, x->d.agency_id, r->advisor_id, turn, err);
}

static int choose(struct act *x, const struct ask_args *in, struct db_legal *r, struct cw_err *err)
{
	struct db_legal *rows;
	bool found = !in->second_of;
	size_t n;

	if (db_legal_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n && !found; i++)
		found = rows[i].id == in->second_of && rows[i].handling == x->d.handling &&
			strcmp(rows[i].status, "answered") == 0;
	if (!found)
		return cw_fail_item(err, "/second_of", CW_MSG_LEGAL_SECOND_OF, NULL);
	return pick(x, in, rows, n, r, err);
}

/* Puts the case to the advisor, who sees it by this record and no other. */
static int put(struct act *x, struct db_legal *r, struct cw_err *err)
{
	struct db_share share = { .case_id = x->d.id,
				  .user_id = r->advisor_id,
				  .role = cw_role_name(CW_ROLE_ADVISOR),
				  .kind = LEGAL_SHARE,
				  .is_open = true };
	struct rq *rq = x->rq;

	if (db_legal_add(rq->db, r, err)) {
		if (db_err_duplicate(err, "u_legal_review_open"))
			return cw_fail_law(err, CW_MSG_LEGAL_ASKED_ALREADY, "R-ASK-5", NULL, NULL);
		return -1;
	}
	share.ref = r->id;
	return db_share_put(rq->db, &share, err) ||
			       db_deadline_put(rq->db, x->d.id, x->d.handling, LEGAL_SHARE, r->id,
					       r->answer_by, err) ||
			       db_deadline_end(rq->db, x->d.id, x->d.handling, LEGAL_AGAIN, 0,
					       "met", err)
		       ? -1
		       : 0;
}

static int ask_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct ask_args *in = arg;
	struct db_legal r = { .question = in->question,
			      .asked_by = rq->who.user,
			      .second_of = in->second_of };
	struct json_object *detail;
	struct act x;
	unsigned rules;

	if (case_open(&x, rq, CW_ACT_LEGAL_REVIEW, err) ||
	    act_decide(&x, CW_ACT_LEGAL_REVIEW, err) || answer_day(&x, in, &r.answer_by, err) ||
	    choose(&x, in, &r, err))
		return -1;
	r.case_id = x.d.id;
	r.handling = x.d.handling;
	r.asked_on = x.facts.on;
	rules = asked_rules(in, err);
	r.rules = legal_rule_names(rq->arena, in->rules.n ? rules : x.hard_rules);
	if (!r.rules)
		return cw_fail_memory(err);
	if (put(&x, &r, err))
		return -1;
	legal_tell(&x, &r);
	x.told.hard_rules = in->rules.n ? rules : x.hard_rules;
	detail = rq_obj();
	rq_put_id(detail, "review", r.id);
	rq_put_id(detail, "advisor", r.advisor_id);
	rq_put_bool(detail, "by_rota", r.by_rota);
	rq_put_id(detail, "second_of", r.second_of);
	rq_put(detail, "rules", legal_rule_list(r.rules));
	rq_put_str(detail, "question", r.question);
	rq_put_day(detail, "answer_by", r.answer_by);
	if (act_finish(&x, detail, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 201, err);
}

int api_legal_ask(struct rq *rq, struct cw_err *err)
{
	struct ask_args in = { 0 };

	if (rq_body(rq, ask_fields, &in, err))
		return -1;
	(void)asked_rules(&in, err); /* names the unknown ones, all at once */
	return err->code != CW_OK || act_run(rq, ask_tx, &in, err) ? -1 : 0;
}

/* ---- Answering: once. */

static const char *const opinions[] = { "agree", "agree_with_changes", "disagree", NULL };

struct answer_args {
	int opinion;
	const char *reasons;
	struct rq_list articles;
};
static const struct rq_field answer_fields[] = {
	{ "opinion", RQ_CHOICE, offsetof(struct answer_args, opinion), .required = true,
	  .choices = opinions },
	{ "reasons", RQ_STRING, offsetof(struct answer_args, reasons), .required = true, .min = 1,
	  .max = 10000 },
	{ "articles", RQ_LIST, offsetof(struct answer_args, articles), .required = true, .min = 1,
	  .max = DB_LEGAL_ARTICLES },
	{ 0 }
};

static int save_answer(struct act *x, const struct answer_args *in, struct db_legal *r,
		       struct cw_err *err)
{
	const char *const *articles = in->articles.items;
	struct rq *rq = x->rq;

	r->status = "answered";
	r->ended_on = x->facts.on;
	r->opinion = opinions[in->opinion];
	r->reasons = in->reasons;
	r->reply_round = x->has_reply ? x->reply.round : 0;
	if (db_legal_end(rq->db, r, err))
		return -1;
	for (size_t i = 0; i < in->articles.n; i++)
		if (db_legal_article_add(rq->db, r->id, (int)i + 1, articles[i], err))
			return -1;
	return db_share_end(rq->db, x->d.id, LEGAL_SHARE, r->id, err) ||
			       db_deadline_end(rq->db, x->d.id, r->handling, LEGAL_SHARE, r->id,
					       "met", err)
		       ? -1
		       : 0;
}

/* The review is open and put to the caller, who has declared no conflict since. */
static int check_mine(struct act *x, const struct db_legal *r, struct cw_err *err)
{
	bool conflict;

	if (r->advisor_id != x->rq->who.user)
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	if (strcmp(r->status, "asked") != 0)
		return cw_fail(err, CW_CONFLICT, CW_MSG_LEGAL_NOT_OPEN, NULL);
	if (legal_conflicted(x, r->advisor_id, &conflict, err))
		return -1;
	return conflict ? cw_fail_law(err, CW_MSG_LEGAL_OWN_CONFLICT, "R-ASK-5", NULL, NULL) : 0;
}

static int answer_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct answer_args *in = arg;
	struct json_object *detail;
	struct db_legal r;
	struct act x;

	if (case_open(&x, rq, CW_ACT_LEGAL_ANSWER, err) || legal_of_path(&x, 1, &r, err) ||
	    check_mine(&x, &r, err) || act_decide(&x, CW_ACT_LEGAL_ANSWER, err) ||
	    save_answer(&x, in, &r, err))
		return -1;
	legal_tell(&x, &r);
	detail = rq_obj();
	rq_put_id(detail, "review", r.id);
	rq_put_str(detail, "opinion", r.opinion);
	rq_put_int(detail, "articles", (int64_t)in->articles.n);
	if (act_finish(&x, detail, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

static int check_articles(const struct answer_args *in, struct cw_err *err)
{
	const char *const *articles = in->articles.items;

	for (size_t i = 0; i < in->articles.n; i++) {
		char pointer[32];

		snprintf(pointer, sizeof(pointer), "/articles/%zu", i);
		if (strlen(articles[i]) > 600 || strchr(articles[i], '\n'))
			cw_fail_item(err, pointer, CW_MSG_LEGAL_ONE_LINE, NULL);
	}
	return err->code == CW_OK ? 0 : -1;
}

int api_legal_answer(struct rq *rq, struct cw_err *err)
{
	struct answer_args in = { 0 };

	if (rq_body(rq, answer_fields, &in, err) || check_articles(&in, err))
		return -1;
	return act_run(rq, answer_tx, &in, err);
}

/* ---- Withdrawing: by who asked, or whose case it is now. */

struct withdraw_args {
	const char *reason;
};
static const struct rq_field withdraw_fields[] = { { "reason", RQ_STRING,
						     offsetof(struct withdraw_args, reason),
						     .required = true, .min = 2, .max = 1000 },
						   { 0 } };

static int withdraw_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct withdraw_args *in = arg;
	struct json_object *detail;
	struct db_legal r;
	struct act x;

	if (case_open(&x, rq, CW_ACT_LEGAL_RETURN, err) || legal_of_path(&x, 1, &r, err))
		return -1;
	if (rq->who.user != r.asked_by && rq->who.user != x.d.assignee_id)
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_LEGAL_NOT_YOURS, NULL);
	if (act_decide(&x, CW_ACT_LEGAL_RETURN, err))
		return -1;
	r.status = "withdrawn";
	r.ended_on = x.facts.on;
	r.reasons = in->reason;
	if (db_legal_end(rq->db, &r, err) ||
	    db_share_remove(rq->db, x.d.id, r.advisor_id, LEGAL_SHARE, r.id, err) ||
	    db_deadline_end(rq->db, x.d.id, r.handling, LEGAL_SHARE, r.id, "void", err))
		return -1;
	legal_tell(&x, &r);
	detail = rq_obj();
	rq_put_id(detail, "review", r.id);
	rq_put_bool(detail, "withdrawn", true);
	rq_put_str(detail, "reason", in->reason);
	if (act_finish(&x, detail, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_legal_withdraw(struct rq *rq, struct cw_err *err)
{
	struct withdraw_args in = { 0 };

	return rq_body(rq, withdraw_fields, &in, err) || act_run(rq, withdraw_tx, &in, err) ? -1
											    : 0;
}
