/*
 * Contacts with the applicant, clarifications (R-CLOCK-4) and internal notes: records that stop
 * nothing and leave the version alone.
 */
#include <stdio.h>

#include "db/extension.h"
#include "db/watch.h"
#include "server/act/facts.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/app.h"

static const char *const kinds[] = { "contact", "clarification", "note", NULL };
static const enum cw_act acts[] = { CW_ACT_CONTACT, CW_ACT_CLARIFICATION, CW_ACT_NOTE };
static const char *const ways[] = { "telephone", "visit", "message", "letter", NULL };

struct contact_args {
	int kind, way;
	cw_day on;
	const char *said, *needs;
	struct rq_list mentions; /* of const char *: ids of users */
};
static const struct rq_field fields[] = {
	{ "kind", RQ_CHOICE, offsetof(struct contact_args, kind), .required = true, .choices = kinds },
	{ "way", RQ_CHOICE, offsetof(struct contact_args, way), .choices = ways },
	{ "on", RQ_DAY, offsetof(struct contact_args, on) },
	{ "said", RQ_STRING, offsetof(struct contact_args, said), .required = true, .min = 1,
	  .max = 2000 },
	{ "mentions", RQ_LIST, offsetof(struct contact_args, mentions), .max = 20 },
	{ "needs", RQ_STRING, offsetof(struct contact_args, needs), .min = 1, .max = 500 },
	{ 0 }
};

/* Only who may see the case can be mentioned; all who may not are named at once. */
static int check_mentions(struct act *x, const struct contact_args *in, struct cw_err *err)
{
	const char *const *ids = in->mentions.items;
	char pointer[CW_ERR_POINTER];
	int rc = 0;

	for (size_t i = 0; i < in->mentions.n; i++) {
		uint64_t id = rq_id_of(ids[i]);
		bool sees = false;

		if (id && act_sees(x, id, &sees, err))
			return -1;
		snprintf(pointer, sizeof(pointer), "/mentions/%zu", i);
		if (!sees)
			rc = cw_fail_item(err, pointer, CW_MSG_MENTION_CANNOT_SEE, NULL);
	}
	return rc;
}

/* A mention makes one a watcher, to whom this note is new. */
static int add_mentions(struct act *x, const struct contact_args *in, uint64_t contact,
			struct cw_err *err)
{
	const char *const *ids = in->mentions.items;
	struct db_conn *c = x->rq->db;

	for (size_t i = 0; i < in->mentions.n; i++) {
		const struct db_mention m = { .contact_id = contact,
					      .case_id = x->d.id,
					      .user_id = rq_id_of(ids[i]),
					      .made_at = x->rq->now };

		if (db_mention_add(c, &m, err) ||
		    db_watch_put(c, m.user_id, x->d.id, x->d.seq - 1, false, err))
			return -1;
	}
	return 0;
}

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
	if (act_check_day(&x, "/on", err) || act_decide(&x, acts[in->kind], err) ||
	    check_mentions(&x, in, err))
		return -1;
	detail = rq_obj(); /* what was said is personal data: only the row holds it, sealed */
	rq_put_str(detail, "way", r.way);
	if (act_finish(&x, detail, err))
		return -1;
	r.case_id = x.d.id;
	r.handling = x.d.handling;
	r.seq = x.d.seq;
	r.happened_on = x.facts.on;
	if (db_contact_add(rq->db, rq->arena, rq->app->keys, &r, err) ||
	    add_mentions(&x, in, r.id, err))
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
	if (in.kind != 2 && in.mentions.n)
		return cw_fail_item(err, "/mentions", CW_MSG_MENTION_NO_NOTE, NULL);
	return act_run(rq, contact_tx, &in, err);
}

static void put_mentions(struct json_object *r, uint64_t contact, const struct db_mentioned *all,
			 size_t n)
{
	struct json_object *list = rq_array();
	char id[24];

	rq_put(r, "mentions", list);
	for (size_t i = 0; i < n; i++) {
		if (all[i].contact_id != contact)
			continue;
		snprintf(id, sizeof(id), "%llu", (unsigned long long)all[i].user_id);
		rq_push(list, json_object_new_string(id));
	}
}

int case_contacts_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct db_mentioned *people;
	struct db_contact *rows;
	size_t n, n_people;

	if (db_contact_list(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, &rows, &n, err) ||
	    db_mentioned_list(x->rq->db, x->rq->arena, x->d.id, &people, &n_people, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct json_object *r;

		if (!case_shows(x, rows[i].author_id))
			continue;
		r = rq_obj();
		put_mentions(r, rows[i].id, people, n_people);
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
