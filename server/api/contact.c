/*
 * Contacts with the applicant, clarifications (R-CLOCK-4) and internal notes: records that stop
 * nothing and leave the version alone.
 */
#include "db/extension.h"
#include "server/api/case_acts.h"
#include "server/app.h"

static const char *const kinds[] = { "contact", "clarification", "note", NULL };
static const enum cw_act acts[] = { CW_ACT_CONTACT, CW_ACT_CLARIFICATION, CW_ACT_NOTE };
static const char *const ways[] = { "telephone", "visit", "message", "letter", NULL };

struct contact_args {
	int kind, way;
	cw_day on;
	const char *said, *needs;
};
static const struct rq_field fields[] = {
	{ "kind", RQ_CHOICE, offsetof(struct contact_args, kind), .required = true, .choices = kinds },
	{ "way", RQ_CHOICE, offsetof(struct contact_args, way), .choices = ways },
	{ "on", RQ_DAY, offsetof(struct contact_args, on) },
	{ "said", RQ_STRING, offsetof(struct contact_args, said), .required = true, .min = 1,
	  .max = 2000 },
	{ "needs", RQ_STRING, offsetof(struct contact_args, needs), .min = 1, .max = 500 },
	{ 0 }
};

static int contact_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct contact_args *in = arg;
	struct db_contact r = { .kind = kinds[in->kind],
				.way = in->way < 0 ? NULL : ways[in->way],
				.said = in->said,
				.needs = in->needs,
				.author_id = rq->who.user };
	struct json_object *detail;
	struct act x;

	if (case_open(&x, rq, acts[in->kind], err))
		return -1;
	if (in->on != CW_DAY_NONE)
		x.facts.on = in->on;
	if (act_check_day(&x, "/on", err) || act_decide(&x, acts[in->kind], err))
		return -1;
	detail = rq_obj(); /* what was said is personal data: only the row holds it, sealed */
	rq_put_str(detail, "way", r.way);
	if (act_finish(&x, detail, err))
		return -1;
	r.case_id = x.d.id;
	r.handling = x.d.handling;
	r.seq = x.d.seq;
	r.happened_on = x.facts.on;
	if (db_contact_add(rq->db, rq->arena, rq->app->keys, &r, err))
		return -1;
	return case_answer(&x, 201, err);
}

int api_contact_add(struct rq *rq, struct cw_err *err)
{
	struct contact_args in = { .way = -1, .on = CW_DAY_NONE };

	if (rq_body(rq, fields, &in, err))
		return -1;
	if (in.kind != 2 && in.way < 0) /* only an internal note reaches nobody */
		return cw_fail_item(err, "/way", CW_MSG_REQUIRED, NULL);
	return act_run(rq, contact_tx, &in, err);
}

int case_contacts_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct db_contact *rows;
	size_t n;

	if (db_contact_list(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct json_object *r = rq_obj();

		rq_put_id(r, "id", rows[i].id);
		rq_put_str(r, "kind", rows[i].kind);
		rq_put_day(r, "on", rows[i].happened_on);
		rq_put_str(r, "way", rows[i].way);
		rq_put_id(r, "author_id", rows[i].author_id);
		rq_put_str(r, "said", rows[i].said);
		rq_put_str(r, "needs", rows[i].needs);
		rq_push(list, r);
	}
	return 0;
}
