/* Repeats (重复申请, R-OUT-2): candidates, and which earlier reply a part points to. */
#include "server/api/repeats.h"

#include <stdio.h>
#include <string.h>

#include "casework/base/text.h"
#include "casework/words.h"
#include "db/document.h"
#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/api/page.h"
#include "server/app.h"

const struct rq_field repeat_fields[] = {
	{ "reply_id", RQ_ID, offsetof(struct repeat_args, earlier) },
	{ "number", RQ_STRING, offsetof(struct repeat_args, number), .min = 1, .max = 80 },
	{ "replied_on", RQ_DAY, offsetof(struct repeat_args, replied_on) },
	{ "scan_id", RQ_ID, offsetof(struct repeat_args, scan) },
	{ "outcome", RQ_STRING, offsetof(struct repeat_args, outcome), .min = 1, .max = 40 },
	{ "unchanged", RQ_STRING, offsetof(struct repeat_args, unchanged), .min = 2, .max = 1000 },
	{ 0 }
};

static bool found_nothing(int outcome)
{
	return outcome == CW_OUTCOME_NOT_HELD || outcome == CW_OUTCOME_NEEDS_MAKING ||
	       outcome == CW_OUTCOME_NOT_OUR_DUTY;
}

/* Of several parts the one that asks for most care: where nothing was found something may have
 * changed since; else what was said on the substance. */
static const char *weightiest(struct cw_arena *a, const char *outcomes)
{
	char *copy = cw_strdup(a, outcomes), *save = NULL;
	const char *best = NULL;
	bool substance = false;

	for (char *s = copy ? strtok_r(copy, ",", &save) : NULL; s;
	     s = strtok_r(NULL, ",", &save)) {
		int outcome = cw_outcome_of(s);

		if (found_nothing(outcome))
			return s;
		if (!best || (!substance && outcome >= 0 &&
			      cw_outcome_on_substance((enum cw_outcome)outcome))) {
			best = s;
			substance =
				outcome >= 0 && cw_outcome_on_substance((enum cw_outcome)outcome);
		}
	}
	return best;
}

static bool on_substance(const char *outcome)
{
	int o = outcome ? cw_outcome_of(outcome) : -1;

	return o >= 0 && cw_outcome_on_substance((enum cw_outcome)o);
}

static void fault(struct cw_err *err, size_t part, const char *field, enum cw_msg msg)
{
	char pointer[CW_ERR_POINTER];

	snprintf(pointer, sizeof(pointer), "/parts/%zu/repeat_of%s", part, field);
	(void)cw_fail_item(err, pointer, msg, NULL);
}

static int of_this_system(struct act *x, const struct repeat_args *in, size_t part,
			  struct db_repeat *out, struct cw_err *err)
{
	struct db_candidate *rows;
	size_t n;

	if (db_candidate_list(x->rq->db, x->rq->arena, &x->d, in->earlier, 0, 1, &rows, &n, err))
		return -1;
	if (n)
		out->outcome = weightiest(x->rq->arena, rows[0].outcomes ? rows[0].outcomes : "");
	if (!n || !on_substance(out->outcome)) {
		fault(err, part, "/reply_id", CW_MSG_REPEAT_NOT_CANDIDATE);
		return -1;
	}
	out->earlier_id = in->earlier;
	out->number = rows[0].number ? rows[0].number : rows[0].case_number;
	out->replied_on = rows[0].replied_on;
	return 0;
}

/* From before this system: number, day and the scan, a document of this case. */
static int from_before(struct act *x, const struct repeat_args *in, size_t part,
		       struct db_repeat *out, struct cw_err *err)
{
	struct db_document scan;

	if (!in->number)
		fault(err, part, "/number", CW_MSG_REQUIRED);
	if (in->replied_on == CW_DAY_NONE || in->replied_on > x->rq->today)
		fault(err, part, "/replied_on", CW_MSG_REQUIRED);
	if (!in->scan)
		fault(err, part, "/scan_id", CW_MSG_REQUIRED);
	if (in->outcome && !on_substance(in->outcome))
		fault(err, part, "/outcome", CW_MSG_NO_SUCH_OUTCOME);
	if (err->code != CW_OK)
		return -1;
	if (db_document_get(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, in->scan, &scan,
			    err)) {
		if (err->code != CW_NOT_FOUND)
			return -1;
		cw_err_clear(err);
		scan.status = "none";
	}
	if (strcmp(scan.status, "complete") != 0) {
		fault(err, part, "/scan_id", CW_MSG_NOT_FOUND);
		return -1;
	}
	out->number = in->number;
	out->replied_on = in->replied_on;
	out->outcome = in->outcome;
	out->scan_id = in->scan;
	return 0;
}

int repeat_resolve(struct act *x, const struct repeat_args *in, size_t part, struct db_repeat *out,
		   bool *given, struct cw_err *err)
{
	const bool paper = in->number || in->scan || in->outcome || in->replied_on != CW_DAY_NONE;

	*out = (struct db_repeat){ .part_no = (int)part + 1,
				   .replied_on = CW_DAY_NONE,
				   .unchanged = in->unchanged };
	*given = in->earlier || paper;
	if (!*given)
		return 0;
	if (in->earlier && paper) {
		fault(err, part, "", CW_MSG_REPEAT_ONE_OF);
		return -1;
	}
	return in->earlier ? of_this_system(x, in, part, out, err)
			   : from_before(x, in, part, out, err);
}

char *repeat_text(struct act *x, const struct db_repeat *r, struct cw_err *err)
{
	const enum cw_lang lang = strcmp(x->d.lang, "en") == 0 ? CW_EN : CW_ZH;
	const char *day = cw_words_day(x->rq->arena, r->replied_on, lang);
	const char *args[CW_MSG_ARGS] = { r->number, day };
	char *text = day ? cw_msg_text(x->rq->arena, CW_MSG_REPEAT_EARLIER_TEXT, lang, args) : NULL;

	if (!text)
		(void)cw_fail_memory(err);
	return text;
}

struct json_object *repeat_json(const struct db_repeat *r)
{
	struct json_object *o = rq_obj();

	rq_put_id(o, "reply_id", r->earlier_id);
	rq_put_str(o, "number", r->number);
	rq_put_day(o, "replied_on", r->replied_on);
	rq_put_str(o, "outcome", r->outcome);
	rq_put_id(o, "scan_id", r->scan_id);
	rq_put_str(o, "unchanged", r->unchanged);
	return o;
}

/* ---- Candidates. */

static struct json_object *candidate_json(struct rq *rq, const struct db_candidate *c)
{
	struct json_object *o = rq_obj();
	const char *outcome = weightiest(rq->arena, c->outcomes ? c->outcomes : "");
	int row = outcome ? cw_outcome_of(outcome) : -1;

	rq_put_id(o, "reply_id", c->reply_id);
	rq_put_id(o, "case_id", c->case_id);
	rq_put_str(o, "case_number", c->case_number);
	rq_put_int(o, "handling", c->handling);
	rq_put_str(o, "title", c->title);
	rq_put_str(o, "number", c->number);
	rq_put_day(o, "replied_on", c->replied_on);
	rq_put_str(o, "outcome", outcome);
	if (row >= 0)
		rq_put_msg(rq->arena, o, "outcome_title", cw_outcome((enum cw_outcome)row)->title,
			   NULL, rq->lang);
	rq_put_bool(o, "on_substance", on_substance(outcome));
	rq_put_bool(o, "needs_unchanged", found_nothing(row));
	return o;
}

int api_repeat_list(struct rq *rq, struct cw_err *err)
{
	struct json_object *items;
	struct db_candidate *rows;
	struct page page;
	struct act x;
	uint64_t id;
	size_t n;

	if (page_read(rq, &page, err) || admin_id(rq, 0, &id, err) || act_view(&x, rq, id, err))
		return -1;
	if (!(x.roles &
	      CASE_OFFICE)) /* other cases of the applicant are not an advisor's to know */
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_FORBIDDEN, NULL);
	if (db_candidate_list(rq->db, rq->arena, &x.d, 0, page.key[0], (unsigned)page.limit + 1,
			      &rows, &n, err))
		return -1;
	page_cut(&page, &n);
	items = rq_array();
	for (size_t i = 0; i < n; i++) {
		rq_push(items, candidate_json(rq, &rows[i]));
		page.next[0] = rows[i].reply_id;
	}
	return page_reply(rq, &page, items, err);
}
