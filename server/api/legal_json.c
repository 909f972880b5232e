/* Hard-case rules, flags, reviews and overrides in the case's JSON (R-ASK-5). */
#include <string.h>

#include "server/api/case_acts.h"
#include "server/api/legal.h"

char *legal_rule_names(struct cw_arena *a, unsigned rules)
{
	char *names = cw_strdup(a, "");

	for (int rule = 0; rule < CW_HARD_MAX && names; rule++)
		if (rules & CW_HARD_BIT(rule))
			names = cw_printf(a, "%s%s%s", names, names[0] ? "," : "",
					  cw_hard_name((enum cw_hard_rule)rule));
	return names;
}

struct json_object *legal_rule_list(const char *names)
{
	struct json_object *list = rq_array();

	while (*names) {
		size_t len = strcspn(names, ",");

		rq_push(list, json_object_new_string_len(names, (int)len));
		names += len + (names[len] == ',');
	}
	return list;
}

int case_hard_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	(void)err;
	for (int i = 0; i < CW_HARD_MAX; i++) {
		const enum cw_hard_rule rule = (enum cw_hard_rule)i;
		struct json_object *r;

		if (!(x->hard_rules & CW_HARD_BIT(rule)))
			continue;
		r = rq_obj();
		rq_put_str(r, "name", cw_hard_name(rule));
		rq_put_msg(x->rq->arena, r, "text", cw_hard_title(rule), NULL, x->rq->lang);
		rq_put_str(r, "rule", "R-ASK-5");
		rq_put_str(r, "article", cw_hard_article(rule));
		rq_push(list, r);
	}
	return 0;
}

int case_flags_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct db_hard_flag *rows;
	size_t n;

	if (db_hard_flag_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct json_object *r = rq_obj();

		rq_put_id(r, "id", rows[i].id);
		rq_put_int(r, "handling", rows[i].handling);
		rq_put_id(r, "flagged_by", rows[i].flagged_by);
		rq_put_day(r, "flagged_on", rows[i].flagged_on);
		rq_put_str(r, "reason", rows[i].reason);
		rq_put_id(r, "lifted_by", rows[i].lifted_by);
		rq_put_day(r, "lifted_on", rows[i].lifted_on);
		rq_put_str(r, "lifted_reason", rows[i].lifted_reason);
		rq_push(list, r);
	}
	return 0;
}

int case_overrides_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct db_override *rows;
	size_t n;

	if (db_legal_override_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct json_object *r = rq_obj();

		rq_put_int(r, "handling", rows[i].handling);
		rq_put_id(r, "decided_by", rows[i].decided_by);
		rq_put_day(r, "decided_on", rows[i].decided_on);
		if (rows[i].reason)
			rq_put_str(r, "reason", rows[i].reason);
		else
			rq_put_msg(x->rq->arena, r, "reason", CW_MSG_LEGAL_DUE_DAY_REASON, NULL,
				   x->rq->lang);
		rq_put(r, "rules", legal_rule_list(rows[i].rules));
		rq_push(list, r);
	}
	return 0;
}

static struct json_object *review_json(const struct act *x, const struct db_legal *l,
				       const struct db_legal_article *articles, size_t n_articles)
{
	const bool open = strcmp(l->status, "asked") == 0;
	struct json_object *r = rq_obj(), *cited = rq_array();

	rq_put_id(r, "id", l->id);
	rq_put_int(r, "handling", l->handling);
	rq_put_str(r, "status", l->status);
	rq_put_str(r, "question", l->question);
	rq_put(r, "rules", legal_rule_list(l->rules));
	rq_put_id(r, "asked_by", l->asked_by);
	rq_put_day(r, "asked_on", l->asked_on);
	rq_put_id(r, "advisor_id", l->advisor_id);
	rq_put_str(r, "advisor_name", l->advisor_name);
	rq_put_bool(r, "by_rota", l->by_rota);
	rq_put_id(r, "second_of", l->second_of);
	rq_put_day(r, "answer_by", l->answer_by);
	rq_put_bool(r, "overdue", open && l->answer_by < x->rq->today);
	rq_put_day(r, "ended_on", l->ended_on);
	rq_put_str(r, "opinion", l->opinion);
	rq_put_str(r, "reasons", l->reasons);
	for (size_t i = 0; i < n_articles; i++)
		if (articles[i].review_id == l->id)
			rq_push(cited, json_object_new_string(articles[i].article));
	rq_put(r, "articles", cited);
	/* The opinion was about an earlier draft: signers should know. */
	rq_put_bool(r, "draft_changed",
		    l->opinion && x->has_reply && l->reply_round && l->handling == x->d.handling &&
			    l->reply_round != x->reply.round);
	return r;
}

int case_legal_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct db_legal_article *articles;
	struct db_legal *rows;
	size_t n, n_articles;

	if (db_legal_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err) ||
	    db_legal_article_list(x->rq->db, x->rq->arena, x->d.id, &articles, &n_articles, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		rq_push(list, review_json(x, &rows[i], articles, n_articles));
	return 0;
}

int legal_opinions_json(struct act *x, struct json_object **out, struct cw_err *err)
{
	struct db_legal *rows;
	size_t n;

	if (db_legal_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	*out = rq_array();
	for (size_t i = 0; i < n; i++) {
		struct json_object *r;

		if (rows[i].handling != x->d.handling || !rows[i].opinion)
			continue;
		r = rq_obj();
		rq_put_id(r, "review", rows[i].id);
		rq_put_str(r, "opinion", rows[i].opinion);
		rq_push(*out, r);
	}
	return 0;
}
