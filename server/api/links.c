/*
 * Links between cases of an agency, and merging the same filing (R-OUT-2).  A link is a record of
 * the case at which it is made and shown at both; only that case is locked.
 */
#include <string.h>

#include "db/correction.h"
#include "db/link.h"
#include "db/same.h"
#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/api/page.h"

static const char *const kinds[] = { "repeat_of", "same_information", "related", NULL };

/* The case that a link or a merger names: of the same agency, and not the case itself. */
static int other_case(struct act *x, uint64_t id, const char *pointer, struct db_docket *out,
		      struct cw_err *err)
{
	struct cw_err none;

	if (id == x->d.id)
		return cw_fail_item(err, pointer, CW_MSG_LINK_SELF, NULL);
	cw_err_clear(&none);
	if (db_docket_get(x->rq->db, x->rq->arena, id, out, &none)) {
		if (none.code != CW_NOT_FOUND) {
			*err = none;
			return -1;
		}
		return cw_fail_item(err, pointer, CW_MSG_LINK_NO_CASE, NULL);
	}
	/* One of another agency is as good as none: its cases are not ours to know. */
	return out->agency_id == x->d.agency_id
		       ? 0
		       : cw_fail_item(err, pointer, CW_MSG_LINK_NO_CASE, NULL);
}

static cw_day came_in(const struct db_docket *d)
{
	return d->received_on != CW_DAY_NONE ? d->received_on : d->submitted_on;
}

/* Whether A came in before B; on one day by number. */
static bool earlier(const struct db_docket *a, const struct db_docket *b)
{
	return came_in(a) < came_in(b) || (came_in(a) == came_in(b) && a->id < b->id);
}

static int add_link(struct act *x, const struct db_docket *other, const char *kind,
		    const char *reason, struct cw_err *err)
{
	struct db_link l = { .case_id = x->d.id,
			     .other_id = other->id,
			     .kind = kind,
			     .reason = reason,
			     .made_by = x->rq->who.user,
			     .made_on = x->facts.on };

	if (db_link_add(x->rq->db, &l, err) == 0)
		return 0;
	if (db_err_duplicate(err, "u_case_link_once"))
		return cw_fail(err, CW_CONFLICT, CW_MSG_LINK_TWICE, NULL);
	return -1;
}

/* ---- Linking. */

struct link_args {
	int kind;
	uint64_t other;
	const char *reason;
};
static const struct rq_field link_fields[] = {
	{ "kind", RQ_CHOICE, offsetof(struct link_args, kind), .required = true, .choices = kinds },
	{ "case_id", RQ_ID, offsetof(struct link_args, other), .required = true },
	{ "reason", RQ_STRING, offsetof(struct link_args, reason), .required = true, .min = 2,
	  .max = 500 },
	{ 0 }
};

static int link_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct link_args *in = arg;
	struct json_object *detail;
	struct db_docket other;
	struct act x;

	if (case_open(&x, rq, CW_ACT_LINK, err) || act_decide(&x, CW_ACT_LINK, err) ||
	    other_case(&x, in->other, "/case_id", &other, err))
		return -1;
	if (in->kind == 0 && !earlier(&other, &x.d))
		return cw_fail_item(err, "/case_id", CW_MSG_LINK_NOT_EARLIER, NULL);
	if (add_link(&x, &other, kinds[in->kind], in->reason, err))
		return -1;
	detail = rq_obj();
	rq_put_str(detail, "link", kinds[in->kind]);
	rq_put_str(detail, "with", other.number);
	rq_put_str(detail, "reason", in->reason);
	if (act_finish(&x, detail, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 201, err);
}

int api_case_link(struct rq *rq, struct cw_err *err)
{
	struct link_args in = { 0 };

	return rq_body(rq, link_fields, &in, err) || act_run(rq, link_tx, &in, err) ? -1 : 0;
}

struct reason_args {
	const char *reason;
};
static const struct rq_field reason_fields[] = { { "reason", RQ_STRING,
						   offsetof(struct reason_args, reason),
						   .required = true, .min = 2, .max = 500 },
						 { 0 } };

static int unlink_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct reason_args *in = arg;
	struct json_object *detail;
	struct db_link l;
	struct act x;
	uint64_t id;

	if (case_open(&x, rq, CW_ACT_LINK, err) || act_decide(&x, CW_ACT_LINK, err) ||
	    admin_id(rq, 1, &id, err) || db_link_get(rq->db, rq->arena, x.d.id, id, &l, err))
		return -1;
	if (strcmp(l.kind, "merged_into") == 0)
		return cw_fail(err, CW_CONFLICT, CW_MSG_LINK_FIXED, NULL);
	if (db_link_remove(rq->db, id, rq->who.user, x.facts.on, err))
		return -1;
	detail = rq_obj();
	rq_put_str(detail, "removed", l.kind);
	rq_put_id(detail, "link", l.id);
	rq_put_str(detail, "reason", in->reason);
	if (act_finish(&x, detail, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_case_unlink(struct rq *rq, struct cw_err *err)
{
	struct reason_args in = { 0 };

	return rq_body(rq, reason_fields, &in, err) || act_run(rq, unlink_tx, &in, err) ? -1 : 0;
}

int case_links_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct db_link *rows;
	size_t n;

	if (db_link_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct json_object *r = rq_obj();

		rq_put_id(r, "id", rows[i].id);
		rq_put_str(r, "kind", rows[i].kind);
		rq_put_str(r, "direction", rows[i].incoming ? "from" : "to");
		rq_put_id(r, "case_id", rows[i].far_id);
		rq_put_str(r, "number", rows[i].far_number);
		rq_put_str(r, "title", rows[i].far_title);
		rq_put_str(r, "state", rows[i].far_state);
		rq_put_str(r, "reason", rows[i].reason);
		rq_put_id(r, "made_by", rows[i].made_by);
		rq_put_day(r, "made_on", rows[i].made_on);
		rq_push(list, r);
	}
	return 0;
}

/* ---- The applicant's other cases at the agency, by blind index. */

int api_case_same_applicant(struct rq *rq, struct cw_err *err)
{
	struct db_queue_row *rows;
	struct rq_text t;
	struct page page;
	struct act x;
	uint64_t id;
	size_t n;

	if (page_read(rq, &page, err) || admin_id(rq, 0, &id, err) || act_view(&x, rq, id, err))
		return -1;
	if (!(x.roles & CASE_OFFICE)) /* what is put to one person shows one case */
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_FORBIDDEN, NULL);
	if (db_same_applicant_list(rq->db, rq->arena, &x.d, page.key[0], (unsigned)page.limit + 1,
				   &rows, &n, err))
		return -1;
	page_cut(&page, &n);
	page_text(rq, &t);
	for (size_t i = 0; i < n; i++)
		case_row_text(&t, &rows[i], rq->today, rq->lang);
	if (n)
		page.next[0] = rows[n - 1].id;
	return page_text_reply(rq, &page, &t, err);
}

/* ---- Merging the same filing into the one that came first. */

struct merge_args {
	uint64_t into;
	const char *reason;
};
static const struct rq_field merge_fields[] = {
	{ "into_id", RQ_ID, offsetof(struct merge_args, into), .required = true },
	{ "reason", RQ_STRING, offsetof(struct merge_args, reason), .required = true, .min = 2,
	  .max = 500 },
	{ 0 }
};

/* Whether both say the same but for how it is typed: a letter may have been typed in by the office. */
static int same_words(struct act *x, const char *a, const char *b, bool *same, struct cw_err *err)
{
	const char *one = cw_text_fold(x->rq->arena, a), *other = cw_text_fold(x->rq->arena, b);

	if (!one || !other)
		return cw_fail_memory(err);
	*same = strcmp(one, other) == 0;
	return 0;
}

/* The same of what was filed as ONE: what answers to a correction notice added stands behind it, after an
 * empty line. */
static int filed_as(struct act *x, const struct db_docket *one, const char *text, bool *same,
		    struct cw_err *err)
{
	const char *end = one->description;
	struct db_correction k;
	bool corrected;

	if (same_words(x, one->description, text, same, err))
		return -1;
	if (*same)
		return 0;
	if (db_correction_find(x->rq->db, x->rq->arena, one->id, one->handling, &k, &corrected,
			       err))
		return -1;
	corrected = corrected && k.answered_on != CW_DAY_NONE;
	while (corrected && !*same && (end = strstr(end, "\n\n"))) {
		const char *filed = cw_strndup(x->rq->arena, one->description,
					       (size_t)(end - one->description));

		if (!filed)
			return cw_fail_memory(err);
		if (same_words(x, filed, text, same, err))
			return -1;
		end += 2;
	}
	return 0;
}

static int twin_of(struct act *x, const struct db_docket *other, struct cw_twin *twin,
		   struct cw_err *err)
{
	bool title, text = false;

	*twin = (struct cw_twin){ .same_agency = other->agency_id == x->d.agency_id,
				  .open = other->is_open && other->received_on != CW_DAY_NONE,
				  .earlier = earlier(other, &x->d) };
	if (same_words(x, other->title, x->d.title, &title, err) ||
	    (title && filed_as(x, other, x->d.description, &text, err)) ||
	    (title && !text && filed_as(x, &x->d, other->description, &text, err)))
		return -1;
	twin->same_text = title && text;
	return db_same_is(x->rq->db, x->rq->arena, x->d.applicant_id, other->applicant_id,
			      &twin->same_applicant, err);
}

static int merge_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct merge_args *in = arg;
	struct json_object *detail;
	struct db_docket into;
	struct cw_twin twin;
	struct act x;

	if (case_open(&x, rq, CW_ACT_MERGE, err) ||
	    other_case(&x, in->into, "/into_id", &into, err) || twin_of(&x, &into, &twin, err))
		return -1;
	x.facts.has_reason = true;
	x.facts.twin = &twin;
	if (act_decide(&x, CW_ACT_MERGE, err) || act_call_off(&x, err) ||
	    add_link(&x, &into, "merged_into", in->reason, err))
		return -1;
	act_ends_as(&x, CW_OUTCOME_MERGED, cw_outcome(CW_OUTCOME_MERGED)->report_row);
	detail = rq_obj();
	rq_put_str(detail, "into", into.number);
	rq_put_str(detail, "reason", in->reason);
	if (act_finish(&x, detail, err) ||
	    act_ending_letter(&x, CW_OUTCOME_MERGED, into.number, in->reason, err) ||
	    act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_case_merge(struct rq *rq, struct cw_err *err)
{
	struct merge_args in = { 0 };

	return rq_body(rq, merge_fields, &in, err) || act_run(rq, merge_tx, &in, err) ? -1 : 0;
}
