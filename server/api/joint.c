#include "server/api/joint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/same.h"
#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/api/legal.h"
#include "server/app.h"

/* ---- Opening several cases: in the order of ids, so that two who want the same ones never wait
 * for each other. */

struct which {
	uint64_t id;
	uint64_t version; /* 0: any */
	uint64_t letter;
};

static int by_id(const void *a, const void *b)
{
	const struct which *x = a, *y = b;

	return x->id < y->id ? -1 : x->id > y->id;
}

/* OWN: the path's case's id. */
static int open_all(struct rq *rq, struct which *cases, size_t n, enum cw_act act, uint64_t own,
		    struct joint *j, struct cw_err *err)
{
	const uint64_t asked = rq->if_match;
	int rc = 0;

	*j = (struct joint){ .xs = cw_alloc_n(rq->arena, n, sizeof(*j->xs)),
			     .letters = cw_alloc_n(rq->arena, n, sizeof(*j->letters)),
			     .n = n };
	if (!j->xs || !j->letters)
		return cw_fail_memory(err);
	qsort(cases, n, sizeof(*cases), by_id);
	for (size_t i = 0; i < n && !rc; i++) {
		rq->if_match = cases[i].version;
		rc = act_open(&j->xs[i], rq, cases[i].id, act, err);
		j->letters[i] = cases[i].letter;
		if (cases[i].id == own)
			j->own = i;
	}
	rq->if_match = asked;
	return rc;
}

struct act *joint_nth(const struct joint *j, size_t i)
{
	return &j->xs[i == 0 ? j->own : i <= j->own ? i - 1 : i];
}

int joint_open(struct rq *rq, enum cw_act act, joint_letter_fn *letter_of, struct joint *j,
	       struct cw_err *err)
{
	struct db_letter_case *rows;
	struct db_letter letter;
	struct which *cases;
	struct act seen;
	uint64_t id, of;
	size_t n = 1;

	if (admin_id(rq, 0, &id, err) || act_view(&seen, rq, id, err))
		return -1;
	of = letter_of(&seen);
	if (of && (db_letter_get(rq->db, rq->arena, rq->app->keys, id, of, &letter, err) ||
		   db_letter_case_list(rq->db, rq->arena, &letter, &rows, &n, err)))
		return -1;
	cases = cw_alloc_n(rq->arena, n, sizeof(*cases));
	if (!cases)
		return cw_fail_memory(err);
	cases[0] = (struct which){ .id = id, .version = rq->if_match };
	for (size_t i = 0; of && i < n; i++)
		cases[i] =
			(struct which){ rows[i].case_id, rows[i].case_id == id ? rq->if_match : 0,
					rows[i].letter_id };
	return open_all(rq, cases, n, act, id, j, err);
}

const struct rq_field joint_with_fields[] = {
	{ "id", RQ_ID, offsetof(struct joint_with, id), .required = true },
	{ "version", RQ_INT, offsetof(struct joint_with, version), .required = true, .min = 1,
	  .max = INT32_MAX },
	{ 0 }
};

int joint_open_with(struct rq *rq, const struct rq_list *list, enum cw_act act, struct joint *j,
		    struct cw_err *err)
{
	const struct joint_with *with = list->items;
	struct which *cases = cw_alloc_n(rq->arena, list->n + 1, sizeof(*cases));
	char pointer[32];
	uint64_t id;
	size_t n = 1;

	if (!cases)
		return cw_fail_memory(err);
	if (admin_id(rq, 0, &id, err))
		return -1;
	cases[0] = (struct which){ .id = id, .version = rq->if_match };
	for (size_t i = 0; i < list->n; i++) {
		for (size_t k = 0; k < n; k++)
			if (cases[k].id == with[i].id) {
				snprintf(pointer, sizeof(pointer), "/with/%zu/id", i);
				cw_fail_item(err, pointer, CW_MSG_JOINT_TWICE, NULL);
			}
		cases[n++] =
			(struct which){ .id = with[i].id, .version = (uint64_t)with[i].version };
	}
	return err->code != CW_OK ? -1 : open_all(rq, cases, n, act, id, j, err);
}

/* ---- What they share. */

cw_day joint_due(const struct joint *j)
{
	cw_day due = CW_DAY_NONE;

	for (size_t i = 0; i < j->n; i++) {
		const cw_day own = j->xs[i].d.due_on;

		if (own != CW_DAY_NONE && (due == CW_DAY_NONE || own < due))
			due = own;
	}
	return due;
}

static int check_one(const struct act *x, const struct act *lead, struct cw_err *err)
{
	bool same = x->d.agency_id == lead->d.agency_id;

	if (same && db_same_is(x->rq->db, x->rq->arena, x->d.applicant_id, lead->d.applicant_id,
			       &same, err))
		return -1;
	if (!same)
		return cw_fail_law(err, CW_MSG_JOINT_NOT_SAME, "R-OUT-11", NULL, x->d.number, NULL);
	if (strcmp(x->d.kind, "request") != 0 || x->d.handling > 1)
		return cw_fail_law(err, CW_MSG_JOINT_KIND, "R-OUT-11", NULL, x->d.number, NULL);
	return 0;
}

int joint_check_alike(const struct joint *j, struct cw_err *err)
{
	for (size_t i = 0; i < j->n && j->n > 1; i++)
		if (check_one(&j->xs[i], &j->xs[j->own], err))
			return -1;
	return 0;
}

struct cw_letter_case *joint_letter_cases(const struct joint *j, struct cw_err *err)
{
	struct cw_arena *a = j->xs[0].rq->arena;
	struct cw_letter_case *cases = cw_alloc_n(a, j->n, sizeof(*cases));
	bool whole = cases != NULL;

	for (size_t i = 0; whole && i < j->n; i++) {
		const struct db_docket *d = &joint_nth(j, i)->d;
		const char *number = cw_printf(a, "依申请〔%d〕%d号", d->year, d->running);

		cases[i] = (struct cw_letter_case){ .shown_number = number,
						    .title = d->title,
						    .received_on = d->received_on };
		whole = number != NULL;
	}
	if (whole)
		return cases;
	(void)cw_fail_memory(err);
	return NULL;
}

struct json_object *joint_others_json(const struct joint *j, const struct act *but)
{
	struct json_object *list = rq_array();

	for (size_t i = 0; i < j->n; i++)
		if (&j->xs[i] != but)
			rq_push(list, json_object_new_string(j->xs[i].d.number));
	return list;
}

/* ---- Signing replies together. */

struct sign_args {
	struct rq_list with; /* of struct joint_with */
};
static const struct rq_field sign_fields[] = {
	{ "with", RQ_LIST, offsetof(struct sign_args, with), .required = true, .min = 1,
	  .max = JOINT_MAX - 1, .sub = joint_with_fields, .sub_size = sizeof(struct joint_with) },
	{ 0 }
};

static int decide_one(struct act *x, struct cw_err *err)
{
	struct cw_reply *reply = cw_alloc(x->rq->arena, sizeof(*reply));

	if (!reply)
		return cw_fail_memory(err);
	*reply = act_reply(x);
	x->facts.reply = x->has_reply ? reply : NULL;
	return act_decide(x, CW_ACT_REPLY_SIGN, err);
}

/* The parts of all cases, each named with its number, the letter's own case first. */
static int gather(const struct joint *j, struct cw_letter_facts *facts, struct cw_reply *all,
		  struct cw_err *err)
{
	struct cw_arena *a = j->xs[j->own].rq->arena;
	const struct cw_letter_case *cases = joint_letter_cases(j, err);
	struct cw_part *parts;
	size_t n_parts = 0, at = 0;

	if (!cases)
		return -1;
	for (size_t i = 0; i < j->n; i++)
		n_parts += j->xs[i].reply.n_parts;
	parts = cw_alloc_n(a, n_parts, sizeof(*parts));
	if (!parts)
		return cw_fail_memory(err);
	for (size_t i = 0; i < j->n; i++) {
		const struct db_reply *reply = &joint_nth(j, i)->reply;
		const char *args[CW_MSG_ARGS] = { cases[i].shown_number };

		for (size_t p = 0; p < reply->n_parts; p++) {
			parts[at] = reply->parts[p];
			args[1] = parts[at].description;
			parts[at].description =
				cw_msg_text(a, CW_MSG_JOINT_PART, facts->lang, args);
			if (!parts[at++].description)
				return cw_fail_memory(err);
		}
	}
	*all = act_reply(&j->xs[j->own]);
	all->parts = parts;
	all->n_parts = n_parts;
	facts->reply = all;
	facts->joint = cases;
	facts->n_joint = j->n;
	return 0;
}

static int sign_one(const struct joint *j, struct act *x, const struct db_letter *letter,
		    struct cw_err *err)
{
	struct json_object *opinions, *detail;

	if (db_reply_set_status(x->rq->db, x->reply.id, "signed", x->reply.round, letter->id,
				err) ||
	    legal_opinions_json(x, &opinions, err))
		return -1;
	detail = reply_signed_detail(letter, opinions);
	rq_put(detail, "joint_with", joint_others_json(j, x));
	return act_finish(x, detail, err);
}

static int sign_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct sign_args *in = arg;
	struct cw_letter_facts facts;
	struct db_letter letter, copy;
	struct cw_reply all;
	struct act *lead;
	struct joint j;

	if (joint_open_with(rq, &in->with, CW_ACT_REPLY_SIGN, &j, err) ||
	    joint_check_alike(&j, err))
		return -1;
	for (size_t i = 0; i < j.n; i++)
		if (decide_one(&j.xs[i], err))
			return -1;
	lead = &j.xs[j.own];
	if (act_letter_facts(lead, &facts, err) || gather(&j, &facts, &all, err) ||
	    reply_name_signer(lead, &facts, err) ||
	    act_letter(lead, CW_LETTER_REPLY, &facts, rq->who.user, true, &letter, err) ||
	    sign_one(&j, lead, &letter, err))
		return -1;
	for (size_t i = 1; i < j.n; i++)
		if (act_letter_copy(joint_nth(&j, i), &letter, (int)i, &copy, err) ||
		    sign_one(&j, joint_nth(&j, i), &copy, err))
			return -1;
	return act_reload(lead, err) || case_answer(lead, 200, err) ? -1 : 0;
}

int api_joint_sign(struct rq *rq, struct cw_err *err)
{
	struct sign_args in = { .with = { 0 } };

	return rq_body(rq, sign_fields, &in, err) || act_run(rq, sign_tx, &in, err) ? -1 : 0;
}
