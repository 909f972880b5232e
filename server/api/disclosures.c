/* What was made public, for anyone to search; entered and withdrawn by a head (条例 18, 44;
 * R-OUT-5). */
#include <stdio.h>
#include <string.h>

#include "casework/words.h"
#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/api/page.h"
#include "server/api/publication.h"
#include "server/app.h"

#define LIKE_MAX 5

static struct json_object *disclosure_json(const struct db_disclosure *d)
{
	struct json_object *o = rq_obj();

	rq_put_id(o, "id", d->id);
	rq_put_id(o, "agency_id", d->agency_id);
	rq_put_str(o, "agency_code", d->agency_code);
	rq_put_str(o, "agency_name", d->agency_name);
	rq_put_str(o, "title", d->title);
	rq_put_str(o, "address", d->address);
	rq_put_str(o, "document_number", d->document_number);
	rq_put_str(o, "summary", d->summary);
	rq_put_day(o, "published_on", d->published_on);
	rq_put_day(o, "withdrawn_on", d->withdrawn_on);
	rq_put_str(o, "withdrawn_reason", d->withdrawn_reason);
	return o;
}

/* ---- Making. */

int disclosure_check(const struct rq *rq, const struct disclosure_args *in, struct cw_err *err)
{
	if (!in->title)
		cw_fail_item(err, "/title", CW_MSG_REQUIRED, NULL);
	if (!in->address)
		cw_fail_item(err, "/address", CW_MSG_REQUIRED, NULL);
	if (in->published_on == CW_DAY_NONE)
		cw_fail_item(err, "/published_on", CW_MSG_REQUIRED, NULL);
	else if (in->published_on > rq->today)
		cw_fail_item(err, "/published_on", CW_MSG_DAY_AFTER_TODAY, NULL);
	return err->code == CW_OK ? 0 : -1;
}

int disclosure_make(struct rq *rq, uint64_t agency, uint64_t item, const struct disclosure_args *in,
		    struct db_disclosure *out, struct cw_err *err)
{
	*out = (struct db_disclosure){ .agency_id = agency,
				       .item_id = item,
				       .entered_by = rq->who.user,
				       .title = in->title,
				       .address = in->address,
				       .document_number = in->document_number,
				       .summary = in->summary,
				       .published_on = in->published_on,
				       .withdrawn_on = CW_DAY_NONE,
				       .entered_at = rq->now };
	return db_disclosure_add(rq->db, rq->arena, out, err);
}

struct add_args {
	uint64_t agency;
	struct disclosure_args d;
	struct db_audit_entry entry;
};
#define F(member) offsetof(struct add_args, member)
static const struct rq_field add_fields[] = {
	{ "agency_id", RQ_ID, F(agency), .required = true },
	{ "title", RQ_STRING, F(d.title), .min = 2, .max = 200 },
	{ "address", RQ_STRING, F(d.address), .min = 2, .max = 500 },
	{ "document_number", RQ_STRING, F(d.document_number), .min = 2, .max = 80 },
	{ "summary", RQ_STRING, F(d.summary), .min = 2, .max = 2000 },
	{ "published_on", RQ_DAY, F(d.published_on) },
	{ 0 }
};

static int add_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct add_args *in = arg;
	struct db_disclosure d;

	if (disclosure_make(rq, in->agency, 0, &in->d, &d, err) ||
	    db_disclosure_get(rq->db, rq->arena, d.id, &d, err))
		return -1;
	in->entry.subject = admin_subject(rq, "disclosure", d.id);
	return rq_json(rq, 201, disclosure_json(&d), err);
}

int api_disclosure_add(struct rq *rq, struct cw_err *err)
{
	struct add_args in = { .d.published_on = CW_DAY_NONE,
			       .entry = admin_entry(rq, "disclosure_added") };

	return rq_body(rq, add_fields, &in, err) || publication_office(rq, in.agency, true, err) ||
			       disclosure_check(rq, &in.d, err) ||
			       admin_run(rq, add_tx, &in, &in.entry, err)
		       ? -1
		       : 0;
}

/* ---- Withdrawing. */

struct withdraw_args {
	const char *reason;
	struct db_audit_entry entry;
};
static const struct rq_field withdraw_fields[] = { { "reason", RQ_STRING,
						     offsetof(struct withdraw_args, reason),
						     .required = true, .min = 2, .max = 500 },
						   { 0 } };

/* What it came from is reviewed anew. */
static int reopen(struct rq *rq, uint64_t id, const char *reason, struct cw_err *err)
{
	struct db_item item;

	if (!id)
		return 0;
	if (db_item_lock(rq->db, rq->arena, id, &item, err))
		return -1;
	item.review = "open";
	item.due_on = CW_DAY_NONE;
	return publication_save(rq, &item, err) ||
			       publication_record(rq, id, "withdrawn", 0, reason, err)
		       ? -1
		       : 0;
}

static int withdraw_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct withdraw_args *in = arg;
	struct db_disclosure d;
	uint64_t id;

	if (admin_id(rq, 0, &id, err) || db_disclosure_get(rq->db, rq->arena, id, &d, err) ||
	    publication_office(rq, d.agency_id, true, err))
		return -1;
	d.withdrawn_on = rq->today;
	d.withdrawn_by = rq->who.user;
	d.withdrawn_reason = in->reason;
	if (db_disclosure_withdraw(rq->db, &d, err) || reopen(rq, d.item_id, in->reason, err))
		return -1;
	in->entry.subject = admin_subject(rq, "disclosure", id);
	return rq_json(rq, 200, disclosure_json(&d), err);
}

int api_disclosure_withdraw(struct rq *rq, struct cw_err *err)
{
	struct withdraw_args in = { .entry = admin_entry(rq, "disclosure_withdrawn") };

	return rq_body(rq, withdraw_fields, &in, err) ||
			       admin_run(rq, withdraw_tx, &in, &in.entry, err)
		       ? -1
		       : 0;
}

/* ---- For anyone. */

struct list_args {
	struct page page;
	uint64_t agency;
	const char *words, *like;
};
static const struct rq_field list_fields[] = {
	PAGE_FIELDS(struct list_args, page),
	{ "agency_id", RQ_ID, offsetof(struct list_args, agency) },
	{ "q", RQ_STRING, offsetof(struct list_args, words), .min = 2, .max = 100 },
	{ "like", RQ_STRING, offsetof(struct list_args, like), .min = 2, .max = 2000 },
	{ .name = NULL }
};

int api_disclosure_list(struct rq *rq, struct cw_err *err)
{
	struct list_args in = { 0 };
	struct db_disclosure *rows;
	struct json_object *items;
	size_t n;

	page_init(&in.page);
	if (rq_params(rq, list_fields, &in, err) || page_start(&in.page, err))
		return -1;
	if (in.like && (in.words || in.page.started))
		return cw_fail_item(err, "?like", CW_MSG_LIKE_ALONE, NULL);
	if (in.like ? db_disclosure_like_list(rq->db, rq->arena, in.agency, in.like, LIKE_MAX,
					      &rows, &n, err)
		    : db_disclosure_list(rq->db, rq->arena, in.agency, in.words, in.page.key[0],
					 (unsigned)in.page.limit + 1, &rows, &n, err))
		return -1;
	if (!in.like)
		page_cut(&in.page, &n);
	items = rq_array();
	for (size_t i = 0; i < n; i++) {
		rq_push(items, disclosure_json(&rows[i]));
		in.page.next[0] = rows[i].id;
	}
	return page_reply(rq, &in.page, items, err);
}

/* One that was withdrawn says so: who has its address learns why it is not there any more. */
int api_disclosure_get(struct rq *rq, struct cw_err *err)
{
	struct db_disclosure d;
	uint64_t id;

	if (admin_id(rq, 0, &id, err) || db_disclosure_get(rq->db, rq->arena, id, &d, err))
		return -1;
	return rq_json(rq, 200, disclosure_json(&d), err);
}

/* ---- In a reply. */

static char *access_text(struct act *x, const struct db_disclosure *d, struct cw_err *err)
{
	const enum cw_lang lang = strcmp(x->d.lang, "en") == 0 ? CW_EN : CW_ZH;
	struct cw_arena *a = x->rq->arena;
	const char *name = d->document_number ? cw_printf(a, lang == CW_ZH ? "%s（%s）" : "%s (%s)",
							  d->title, d->document_number)
					      : d->title;
	const char *day = cw_words_day(a, d->published_on, lang);
	const char *args[CW_MSG_ARGS] = { name, day, d->address };
	char *text = name && day ? cw_msg_text(a, CW_MSG_DISCLOSURE_ACCESS, lang, args) : NULL;

	if (!text)
		(void)cw_fail_memory(err);
	return text;
}

static int find_public(struct act *x, uint64_t id, const char *pointer, struct db_disclosure *out,
		       struct cw_err *err)
{
	struct db_agency agency;
	struct cw_err none;

	cw_err_clear(&none);
	if (db_disclosure_get(x->rq->db, x->rq->arena, id, out, &none)) {
		if (none.code == CW_NOT_FOUND)
			return cw_fail_item(err, pointer, CW_MSG_NO_SUCH_DISCLOSURE, NULL);
		*err = none;
		return -1;
	}
	if (db_agency_get(x->rq->db, x->rq->arena, out->agency_id, &agency, err))
		return -1;
	if (agency.root != x->agency.root || out->withdrawn_on != CW_DAY_NONE)
		return cw_fail_item(err, pointer, CW_MSG_NO_SUCH_DISCLOSURE, NULL);
	return 0;
}

int publication_access(struct act *x, const struct reply_part_args *in, struct db_reply *r,
		       struct cw_err *err)
{
	for (size_t i = 0; i < r->n_parts; i++) {
		const char **say = &r->parts[i].say[CW_SAY_ACCESS];
		struct db_disclosure d;
		char pointer[48];

		if (!in[i].disclosure)
			continue;
		snprintf(pointer, sizeof(pointer), "/parts/%zu/disclosure_id", i);
		if (r->parts[i].outcome != CW_OUTCOME_ALREADY_PUBLIC)
			return cw_fail_item(err, pointer, CW_MSG_DISCLOSURE_NOT_HERE, NULL);
		if (find_public(x, in[i].disclosure, pointer, &d, err) ||
		    (!*say && !(*say = access_text(x, &d, err))))
			return -1;
	}
	return 0;
}
