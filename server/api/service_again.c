/*
 * Service again (R-CLOCK-9): what came back is served another way, by the caseworker and an
 * approver; the first service stays in time.  And the services in the case's JSON, with why each
 * was in time.
 */
#include <string.h>

#include "server/act/copies.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/api/proposal.h"
#include "server/api/service.h"
#include "server/app.h"

int api_serve_again_ask(struct rq *rq, struct cw_err *err)
{
	return proposal_ask(rq, CW_ACT_SERVE_AGAIN, err);
}

/* The last service of the reply's letter, which came back. */
static int returned(struct act *x, struct db_service *out, struct cw_err *err)
{
	struct db_service *rows;
	bool found = false;
	size_t n;

	if (db_service_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (act_service_stands(&rows[i], x->reply.letter_id)) {
			*out = rows[i];
			found = true;
		}
	if (found && (strcmp(out->result, "returned") == 0 ||
		      (strcmp(out->result, "refused") == 0 && out->result_on != CW_DAY_NONE)))
		return 0;
	return cw_fail_law(err, CW_MSG_SERVICE_NOT_RETURNED, "R-CLOCK-9", NULL, NULL);
}

static int plan(struct act *x, const struct service_args *in, struct db_letter *letter,
		struct db_service *s, struct cw_err *err)
{
	struct db_service last = { 0 };

	if (returned(x, &last, err) || service_fill(x, in, s, err) ||
	    service_check_contact(s, err) || service_check_form(x, in, err) ||
	    db_letter_get(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, last.letter_id,
			  letter, err) ||
	    service_check_days(x, letter, s, err))
		return -1;
	s->letter_id = last.letter_id;
	s->again_of = last.id;
	s->due_on = last.due_on;
	return 0;
}

int serve_again_prepare(struct act *x, const void *in, struct cw_err *err)
{
	struct db_letter letter;
	struct db_service s;

	if (plan(x, in, &letter, &s, err))
		return -1;
	x->facts.on = s.served_on;
	return 0;
}

int serve_again_run(struct act *x, const void *in, struct cw_err *err)
{
	struct json_object *detail;
	struct db_letter letter;
	struct db_service s;

	if (plan(x, in, &letter, &s, err))
		return -1;
	detail = service_detail(&s);
	rq_put_id(detail, "again_of", s.again_of);
	if (db_deadline_end(x->rq->db, x->d.id, x->d.handling, "serve_again", s.letter_id, "met",
			    err)) {
		json_object_put(detail);
		return -1;
	}
	return act_finish(x, detail, err) || service_record(x, &letter, &s, err) ? -1 : 0;
}

/* ---- In the case's JSON. */

/* A reply is in time by the first service of its letter: what came back stays so. */
static void put_in_time(struct act *x, struct json_object *r, const struct db_service *s)
{
	const int way = service_way_of(s->way);
	char served[CW_DAY_TEXT], due[CW_DAY_TEXT], ref[CW_MSG_REF];
	const bool left = strcmp(s->result, "refused") == 0 && s->result_on == CW_DAY_NONE;
	const char *args[CW_MSG_ARGS] = {
		cw_day_text(s->served_on, served),
		cw_msg_ref(left	     ? CW_MSG_SERVICE_COUNTS_LEFT
			   : way < 0 ? CW_MSG_SERVICE_COUNTS_READ /* on the spot */
				     : service_way_why(way),
			   ref),
		s->due_on == CW_DAY_NONE ? NULL : cw_day_text(s->due_on, due),
	};
	const bool in_time = s->due_on == CW_DAY_NONE || s->served_on <= s->due_on;

	rq_put_bool(r, "in_time", in_time);
	rq_put_msg(x->rq->arena, r, "in_time_because",
		   s->due_on == CW_DAY_NONE ? CW_MSG_SERVICE_NO_DUE
		   : in_time		    ? CW_MSG_SERVICE_IN_TIME
					    : CW_MSG_SERVICE_LATE,
		   args, x->rq->lang);
	rq_put_str(r, "rule", "R-CLOCK-9");
}

static void put_office(struct act *x, struct json_object *r, const struct db_service *s)
{
	rq_put_str(r, "recipient", case_mask_name(x->rq->arena, s->recipient));
	rq_put_str(r, "relation", s->relation);
	rq_put_str(r, "place", s->place);
	rq_put_str(r, "served_by", s->served_by);
	rq_put_str(r, "record", s->record);
	rq_put_str(r, "result_proof", s->result_proof);
}

int case_services_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	const bool office = x->roles & CASE_OFFICE;
	struct db_service *rows;
	size_t n;

	if (db_service_open_list(x->rq->db, x->rq->arena, office ? x->rq->app->keys : NULL, x->d.id,
				 &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct db_service *s = &rows[i];
		const int way = service_way_of(s->way);
		struct json_object *r = rq_obj();

		rq_put_id(r, "id", s->id);
		rq_put_id(r, "letter_id", s->letter_id);
		rq_put_str(r, "way", s->way);
		if (way >= 0)
			rq_put_msg(x->rq->arena, r, "way_title", service_way_title(way), NULL,
				   x->rq->lang);
		rq_put_str(r, "proof", s->proof);
		rq_put_day(r, "sent_on", s->sent_on);
		rq_put_day(r, "served_on", s->served_on);
		rq_put_day(r, "received_on", s->received_on);
		rq_put_str(r, "result", s->result);
		rq_put_day(r, "result_on", s->result_on);
		rq_put_id(r, "again_of", s->again_of);
		if (s->copy_to)
			rq_put_int(r, "applicant_no", s->copy_to);
		if (s->representative_no)
			rq_put_int(r, "representative_no", s->representative_no);
		rq_put_str(r, "other_form_reason", s->other_form);
		if (way == SERVICE_COURIER)
			rq_put_msg(x->rq->arena, r, "warning", CW_MSG_SERVICE_COURIER_WARNING, NULL,
				   x->rq->lang);
		put_in_time(x, r, s);
		if (office)
			put_office(x, r, s);
		rq_push(list, r);
	}
	return 0;
}
