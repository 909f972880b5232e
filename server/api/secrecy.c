/* Secrecy review (保密审查, R-ASK-4): asked by the caseworker, answered by the reviewer. */
#include <stdio.h>
#include <string.h>

#include "casework/base/text.h"
#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/api/page.h"

#define REVIEW_DAYS 5 /* working days, if the one who asks names no day */

struct ask_args {
	const char *question;
	cw_day answer_by;
};
static const struct rq_field ask_fields[] = {
	{ "question", RQ_STRING, offsetof(struct ask_args, question), .required = true, .min = 1,
	  .max = 2000 },
	{ "answer_by", RQ_DAY, offsetof(struct ask_args, answer_by) },
	{ 0 }
};

/* Without a day of the asker's: in time for the reply, if that is due earlier. */
static cw_day wanted_by(const struct act *x, cw_day given)
{
	cw_day day = cw_calendar_add(x->rq->calendar, x->facts.on, REVIEW_DAYS);
	const cw_day due = x->c.clock.due_on;

	if (given != CW_DAY_NONE)
		return given;
	if (due != CW_DAY_NONE && due < day)
		day = due;
	return day < x->facts.on ? x->facts.on : day;
}

static int ask_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct ask_args *in = arg;
	struct db_secrecy s = { .question = in->question, .asked_by = rq->who.user };
	struct json_object *detail;
	struct act x;

	if (case_open(&x, rq, CW_ACT_SECRECY_REVIEW, err) || act_decide(&x, CW_ACT_SECRECY_REVIEW, err))
		return -1;
	s.case_id = x.d.id;
	s.handling = x.d.handling;
	s.asked_on = x.facts.on;
	s.answer_by = wanted_by(&x, in->answer_by);
	if (s.answer_by < rq->today)
		return cw_fail_item(err, "/answer_by", CW_MSG_CLOCK_BEFORE_EVENT, NULL);
	if (db_secrecy_add(rq->db, &s, err) ||
	    db_deadline_put(rq->db, x.d.id, x.d.handling, "secrecy_review", s.id, s.answer_by, err))
		return -1;
	detail = rq_obj();
	rq_put_id(detail, "review", s.id);
	rq_put_str(detail, "question", in->question);
	rq_put_day(detail, "answer_by", s.answer_by);
	if (act_finish(&x, detail, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 201, err);
}

int api_secrecy_ask(struct rq *rq, struct cw_err *err)
{
	struct ask_args in = { .answer_by = CW_DAY_NONE };

	return rq_body(rq, ask_fields, &in, err) || act_run(rq, ask_tx, &in, err) ? -1 : 0;
}

enum { PASS, PASS_IN_PART, REFUSE, SEND_ON };
static const char *const results[] = { "pass", "pass_in_part", "refuse", "send_on", NULL };

struct answer_args {
	int result;
	const char *remarks;
	struct json_object *parts; /* pass_in_part: numbers of the draft's parts, from 1 */
};
static const struct rq_field answer_fields[] = {
	{ "result", RQ_CHOICE, offsetof(struct answer_args, result), .required = true,
	  .choices = results },
	{ "remarks", RQ_STRING, offsetof(struct answer_args, remarks), .min = 1, .max = 2000 },
	{ "parts", RQ_JSON, offsetof(struct answer_args, parts) },
	{ 0 }
};

/* Only parts that release content have anything to pass. */
static bool can_pass(const struct act *x, struct json_object *number)
{
	const int64_t n = json_object_is_type(number, json_type_int)
				  ? json_object_get_int64(number)
				  : 0;

	return n >= 1 && n <= (int64_t)x->reply.n_parts &&
	       cw_outcome(x->reply.parts[n - 1].outcome)->releases;
}

/* The parts that may go, as they are kept: "1,3". */
static int name_parts(struct act *x, struct json_object *parts, const char **out, struct cw_err *err)
{
	struct cw_buf b;

	if (!x->has_reply)
		return cw_fail_law(err, CW_MSG_ASK_NEEDS_DRAFT, "R-ASK-4", "条例17", NULL);
	cw_buf_init(&b, x->rq->arena);
	for (size_t i = 0; i < json_object_array_length(parts); i++) {
		struct json_object *number = json_object_array_get_idx(parts, i);
		char pointer[32];

		if (!can_pass(x, number)) {
			snprintf(pointer, sizeof(pointer), "/parts/%zu", i);
			cw_fail_item(err, pointer, CW_MSG_ASK_NO_SUCH_PART, NULL);
			continue;
		}
		cw_buf_printf(&b, "%s%d", b.len ? "," : "", json_object_get_int(number));
	}
	if (err->code != CW_OK)
		return -1;
	*out = cw_buf_done(&b, NULL);
	return *out ? 0 : cw_fail_memory(err);
}

/* What the reviewer cannot decide the competent or secrecy department determines: asking it is the
 * caseworker's next thing to do (kind `determination`). */
static int move_deadlines(struct act *x, const struct db_secrecy *s, int result, struct cw_err *err)
{
	if (db_deadline_end(x->rq->db, x->d.id, x->d.handling, "secrecy_review", s->id, "met", err))
		return -1;
	return result == SEND_ON ? db_deadline_put(x->rq->db, x->d.id, x->d.handling, "determination",
						   0, x->rq->today, err)
				 : 0;
}

static int answer_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct answer_args *in = arg;
	struct db_secrecy s = { .reviewer_id = rq->who.user,
				.result = results[in->result],
				.remarks = in->remarks ? in->remarks : "" };
	struct json_object *detail;
	struct act x;

	if (case_open(&x, rq, CW_ACT_SECRECY_ANSWER, err))
		return -1;
	x.facts.passes = in->result <= PASS_IN_PART;
	if (act_decide(&x, CW_ACT_SECRECY_ANSWER, err) || admin_id(rq, 1, &s.id, err) ||
	    (in->parts && name_parts(&x, in->parts, &s.parts, err)))
		return -1;
	s.case_id = x.d.id;
	s.answered_on = x.facts.on;
	s.answered_seq = x.d.seq + 1; /* the event that act_finish appends */
	if (db_secrecy_answer(rq->db, &s, err) || move_deadlines(&x, &s, in->result, err))
		return -1;
	detail = rq_obj();
	rq_put_id(detail, "review", s.id);
	rq_put_str(detail, "result", s.result);
	rq_put_str(detail, "parts", s.parts);
	rq_put_str(detail, "remarks", s.remarks);
	if (act_finish(&x, detail, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_secrecy_answer(struct rq *rq, struct cw_err *err)
{
	struct answer_args in = { 0 };

	if (rq_body(rq, answer_fields, &in, err))
		return -1;
	if (in.result != PASS && !in.remarks) /* all but a whole pass say why */
		cw_fail_item(err, "/remarks", CW_MSG_REQUIRED, NULL);
	if (in.result == PASS_IN_PART && !in.parts)
		cw_fail_item(err, "/parts", CW_MSG_REQUIRED, NULL);
	else if (in.result != PASS_IN_PART && in.parts)
		cw_fail_item(err, "/parts", CW_MSG_NOT_WITH_TYPE, results[in.result], NULL);
	else if (in.parts && (!json_object_is_type(in.parts, json_type_array) ||
			      json_object_array_length(in.parts) < 1 ||
			      json_object_array_length(in.parts) > 50))
		cw_fail_item(err, "/parts", CW_MSG_WRONG_TYPE, "array", NULL);
	return err->code == CW_OK ? act_run(rq, answer_tx, &in, err) : -1;
}

/* ---- What waits for the reviewer, oldest first. */

struct list_args {
	uint64_t agency;
	struct page page;
};
static const struct rq_field list_fields[] = {
	{ "agency", RQ_ID, offsetof(struct list_args, agency) },
	PAGE_FIELDS(struct list_args, page),
	{ 0 }
};

/* Without ?agency= the one where the caller reviews, if there is just one. */
static int pick_agency(const struct rq *rq, uint64_t asked, uint64_t *out, struct cw_err *err)
{
	*out = 0;
	for (size_t i = 0; i < rq->who.n_grants; i++) {
		const struct rq_grant *g = &rq->who.grants[i];

		if (g->role != CW_ROLE_SECRECY_REVIEWER || (asked && g->agency != asked))
			continue;
		if (*out && *out != g->agency)
			return cw_fail_item(err, "?agency", CW_MSG_REQUIRED, NULL);
		*out = g->agency;
	}
	return *out ? 0 : cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
}

static struct json_object *waiting_json(const struct db_secrecy_wait *w)
{
	struct json_object *o = rq_obj();

	rq_put_id(o, "id", w->id);
	rq_put_id(o, "case_id", w->case_id);
	rq_put_str(o, "number", w->number);
	rq_put_str(o, "title", w->title);
	rq_put_str(o, "question", w->question);
	rq_put_id(o, "asked_by", w->asked_by);
	rq_put_day(o, "asked_on", w->asked_on);
	rq_put_day(o, "answer_by", w->answer_by);
	rq_put_day(o, "reply_due_on", w->due_on);
	return o;
}

int api_secrecy_waiting(struct rq *rq, struct cw_err *err)
{
	struct list_args in = { 0 };
	struct db_secrecy_wait *rows;
	struct json_object *items;
	uint64_t agency;
	size_t n;

	page_init(&in.page);
	if (rq_params(rq, list_fields, &in, err) || page_start(&in.page, err) ||
	    pick_agency(rq, in.agency, &agency, err) ||
	    db_secrecy_waiting_list(rq->db, rq->arena, agency, in.page.key[0],
				    (unsigned)in.page.limit + 1, &rows, &n, err))
		return -1;
	page_cut(&in.page, &n);
	items = rq_array();
	for (size_t i = 0; i < n; i++)
		rq_push(items, waiting_json(&rows[i]));
	if (n)
		in.page.next[0] = rows[n - 1].id;
	return page_reply(rq, &in.page, items, err);
}

int case_secrecy_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct db_secrecy *rows;
	size_t n;

	if (db_secrecy_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct json_object *r = rq_obj();

		rq_put_id(r, "id", rows[i].id);
		rq_put_int(r, "handling", rows[i].handling);
		rq_put_id(r, "asked_by", rows[i].asked_by);
		rq_put_day(r, "asked_on", rows[i].asked_on);
		rq_put_str(r, "question", rows[i].question);
		rq_put_day(r, "answer_by", rows[i].answer_by);
		rq_put_id(r, "reviewer_id", rows[i].reviewer_id);
		rq_put_day(r, "answered_on", rows[i].answered_on);
		rq_put_str(r, "result", rows[i].result);
		rq_put_str(r, "parts", rows[i].parts);
		rq_put_str(r, "remarks", rows[i].remarks);
		rq_push(list, r);
	}
	return 0;
}
