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
};

static int by_id(const void *a, const void *b)
{
	const struct which *x = a, *y = b;

	return x->id < y->id ? -1 : x->id > y->id;
}

static int open_all(struct rq *rq, struct which *cases, size_t n, enum cw_act act, struct act **xs,
		    struct cw_err *err)
{
	const uint64_t asked = rq->if_match;
	int rc = 0;

	*xs = cw_alloc_n(rq->arena, n, sizeof(**xs));
	if (!*xs)
		return cw_fail_memory(err);
	qsort(cases, n, sizeof(*cases), by_id);
	for (size_t i = 0; i < n && !rc; i++) {
		rq->if_match = cases[i].version;
		rc = act_open(&(*xs)[i], rq, cases[i].id, act, err);
	}
	rq->if_match = asked;
	return rc;
}

static size_t place_of(const struct act *xs, size_t n, uint64_t id)
{
	size_t i = 0;

	while (i + 1 < n && xs[i].d.id != id)
		i++;
	return i;
}

int joint_open(struct rq *rq, enum cw_act act, struct act **xs, size_t *n, size_t *own,
	       struct cw_err *err)
{
	struct db_letter_case *rows;
	struct db_letter letter;
	struct which *cases;
	struct act seen;
	uint64_t id;

	if (admin_id(rq, 0, &id, err) || act_view(&seen, rq, id, err))
		return -1;
	*n = 1;
	if (seen.reply.letter_id &&
	    (db_letter_get(rq->db, rq->arena, rq->app->keys, id, seen.reply.letter_id, &letter,
			   err) ||
	     db_letter_case_list(rq->db, rq->arena, &letter, &rows, n, err)))
		return -1;
	cases = cw_alloc_n(rq->arena, *n, sizeof(*cases));
	if (!cases)
		return cw_fail_memory(err);
	cases[0] = (struct which){ id, rq->if_match };
	for (size_t i = 0; i<*n && * n> 1; i++)
		cases[i] =
			(struct which){ rows[i].case_id, rows[i].case_id == id ? rq->if_match : 0 };
	if (open_all(rq, cases, *n, act, xs, err))
		return -1;
	*own = place_of(*xs, *n, id);
	return 0;
}

cw_day joint_due(const struct act *xs, size_t n)
{
	cw_day due = CW_DAY_NONE;

	for (size_t i = 0; i < n; i++)
		if (xs[i].d.due_on != CW_DAY_NONE && (due == CW_DAY_NONE || xs[i].d.due_on < due))
			due = xs[i].d.due_on;
	return due;
}

/* ---- Signing together. */

struct with {
	uint64_t id;
	int version;
};
struct sign_args {
	struct rq_list with; /* of struct with */
};
static const struct rq_field with_fields[] = { { "id", RQ_ID, offsetof(struct with, id),
						 .required = true },
					       { "version", RQ_INT, offsetof(struct with, version),
						 .required = true, .min = 1, .max = INT32_MAX },
					       { 0 } };
static const struct rq_field sign_fields[] = {
	{ "with", RQ_LIST, offsetof(struct sign_args, with), .required = true, .min = 1,
	  .max = JOINT_MAX - 1, .sub = with_fields, .sub_size = sizeof(struct with) },
	{ 0 }
};

static int open_for_signature(struct rq *rq, const struct sign_args *in, struct act **xs, size_t *n,
			      size_t *own, struct cw_err *err)
{
	const struct with *with = in->with.items;
	struct which *cases = cw_alloc_n(rq->arena, in->with.n + 1, sizeof(*cases));
	char pointer[32];
	uint64_t id;

	if (!cases)
		return cw_fail_memory(err);
	if (admin_id(rq, 0, &id, err))
		return -1;
	cases[0] = (struct which){ id, rq->if_match };
	*n = 1;
	for (size_t i = 0; i < in->with.n; i++) {
		for (size_t k = 0; k < *n; k++)
			if (cases[k].id == with[i].id) {
				snprintf(pointer, sizeof(pointer), "/with/%zu/id", i);
				cw_fail_item(err, pointer, CW_MSG_JOINT_TWICE, NULL);
			}
		cases[(*n)++] = (struct which){ with[i].id, (uint64_t)with[i].version };
	}
	if (err->code != CW_OK || open_all(rq, cases, *n, CW_ACT_REPLY_SIGN, xs, err))
		return -1;
	*own = place_of(*xs, *n, id);
	return 0;
}

/* One applicant, one agency, and replies that one letter can hold. */
static int check_alike(struct act *x, const struct act *lead, struct cw_err *err)
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
static int gather(struct act *xs, size_t n, size_t own, struct cw_letter_facts *facts,
		  struct cw_reply *all, struct cw_err *err)
{
	struct cw_arena *a = xs[own].rq->arena;
	struct cw_letter_case *cases = cw_alloc_n(a, n, sizeof(*cases));
	struct cw_part *parts;
	size_t n_parts = 0, at = 0;

	for (size_t i = 0; i < n; i++)
		n_parts += xs[i].reply.n_parts;
	parts = cw_alloc_n(a, n_parts, sizeof(*parts));
	if (!cases || !parts)
		return cw_fail_memory(err);
	for (size_t k = 0; k < n; k++) {
		struct act *x = &xs[k == 0 ? own : k <= own ? k - 1 : k];
		const char *number = cw_printf(a, "依申请〔%d〕%d号", x->d.year, x->d.running);
		const char *args[CW_MSG_ARGS] = { number };

		if (!number)
			return cw_fail_memory(err);
		cases[k] = (struct cw_letter_case){ number, x->d.title, x->d.received_on };
		for (size_t p = 0; p < x->reply.n_parts; p++) {
			parts[at] = x->reply.parts[p];
			args[1] = parts[at].description;
			parts[at].description =
				cw_msg_text(a, CW_MSG_JOINT_PART, facts->lang, args);
			if (!parts[at++].description)
				return cw_fail_memory(err);
		}
	}
	*all = act_reply(&xs[own]);
	all->parts = parts;
	all->n_parts = n_parts;
	facts->reply = all;
	facts->joint = cases;
	facts->n_joint = n;
	return 0;
}

/* The numbers of the others, for the event. */
static struct json_object *others_json(const struct act *xs, size_t n, size_t but)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < n; i++)
		if (i != but)
			rq_push(list, json_object_new_string(xs[i].d.number));
	return list;
}

static int sign_one(struct act *xs, size_t n, size_t i, const struct db_letter *letter,
		    struct cw_err *err)
{
	struct act *x = &xs[i];
	struct json_object *opinions, *detail;

	if (db_reply_set_status(x->rq->db, x->reply.id, "signed", x->reply.round, letter->id,
				err) ||
	    legal_opinions_json(x, &opinions, err))
		return -1;
	detail = reply_signed_detail(letter, opinions);
	rq_put(detail, "joint_with", others_json(xs, n, i));
	return act_finish(x, detail, err);
}

static int sign_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct cw_letter_facts facts;
	struct db_letter letter, copy;
	struct cw_reply all;
	struct act *xs;
	size_t n, own;
	int no = 0;

	if (open_for_signature(rq, arg, &xs, &n, &own, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (check_alike(&xs[i], &xs[own], err) || decide_one(&xs[i], err))
			return -1;
	if (act_letter_facts(&xs[own], &facts, err) || gather(xs, n, own, &facts, &all, err) ||
	    reply_name_signer(&xs[own], &facts, err) ||
	    act_letter(&xs[own], CW_LETTER_REPLY, &facts, rq->who.user, true, &letter, err) ||
	    sign_one(xs, n, own, &letter, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (i != own && (act_letter_copy(&xs[i], &letter, ++no, &copy, err) ||
				 sign_one(xs, n, i, &copy, err)))
			return -1;
	return act_reload(&xs[own], err) || case_answer(&xs[own], 200, err) ? -1 : 0;
}

int api_joint_sign(struct rq *rq, struct cw_err *err)
{
	struct sign_args in = { .with = { 0 } };

	return rq_body(rq, sign_fields, &in, err) || act_run(rq, sign_tx, &in, err) ? -1 : 0;
}
