/* Service of a signed reply (送达, R-CLOCK-9): the way, the proof, and the day that counts. */
#include <string.h>

#include "server/api/case_acts.h"
#include "server/api/service.h"
#include "server/app.h"

enum way { WAY_HAND, WAY_POST, WAY_COURIER, WAY_ELECTRONIC };
static const char *const ways[] = { "hand", "post", "courier", "electronic", NULL };

const struct rq_field service_fields[] = {
	{ "way", RQ_CHOICE, offsetof(struct service_args, way), .required = true, .choices = ways },
	{ "proof", RQ_STRING, offsetof(struct service_args, proof), .min = 1, .max = 200 },
	{ "sent_on", RQ_DAY, offsetof(struct service_args, sent_on) },
	{ "received_on", RQ_DAY, offsetof(struct service_args, received_on) },
	{ "refused", RQ_BOOL, offsetof(struct service_args, refused) },
	{ 0 }
};

/* By hand and by private courier the day of signing, by the post office the day of posting,
 * electronically the day it was made available. */
int service_day(struct act *x, const struct service_args *in, struct db_service *s,
		struct cw_err *err)
{
	cw_day today = x->rq->today;

	s->way = ways[in->way];
	s->sent_on = in->sent_on != CW_DAY_NONE ? in->sent_on : today;
	s->received_on = in->received_on;
	s->result = in->refused ? "refused" : in->received_on != CW_DAY_NONE ? "delivered" : "sent";
	switch (in->way) {
	case WAY_HAND:
	case WAY_COURIER:
		if (in->received_on == CW_DAY_NONE)
			return cw_fail_item(err, "/received_on", CW_MSG_REQUIRED, NULL);
		s->served_on = in->received_on;
		break;
	case WAY_POST:
		s->served_on = s->sent_on;
		break;
	default:
		if (!x->d.electronic_ok)
			return cw_fail_law(err, CW_MSG_NOT_AGREED_ELECTRONIC, "R-CLOCK-9", "条例40",
					   NULL);
		/* Made available under the query code now: neither earlier nor later. */
		s->sent_on = s->served_on = today;
		s->received_on = CW_DAY_NONE;
	}
	if (in->way != WAY_ELECTRONIC && !in->proof)
		return cw_fail_item(err, "/proof", CW_MSG_REQUIRED, NULL);
	s->proof = in->proof ? in->proof : "";
	if (s->received_on != CW_DAY_NONE && s->received_on < s->sent_on && in->way != WAY_HAND)
		return cw_fail_item(err, "/received_on", CW_MSG_RECEIVED_BEFORE_SENT, NULL);
	if (in->way == WAY_HAND)
		s->sent_on = s->served_on;
	return 0;
}

int service_check_days(struct act *x, const struct db_service *s, struct cw_err *err)
{
	struct db_letter letter;
	char first[CW_DAY_TEXT], today[CW_DAY_TEXT];

	if (db_letter_get(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, s->letter_id, &letter,
			  err))
		return -1;
	if (s->served_on >= letter.made_on && s->served_on <= x->rq->today &&
	    s->sent_on >= letter.made_on &&
	    (s->received_on == CW_DAY_NONE || s->received_on <= x->rq->today))
		return 0;
	return cw_fail_item(err, s->sent_on == s->served_on ? "/sent_on" : "/received_on",
			    CW_MSG_DAY_NOT_BETWEEN, cw_day_text(letter.made_on, first),
			    cw_day_text(x->rq->today, today), NULL);
}

struct json_object *service_detail(const struct db_service *s, const struct act *x)
{
	struct json_object *o = rq_obj();

	rq_put_id(o, "letter", s->letter_id);
	rq_put_str(o, "way", s->way);
	rq_put_str(o, "proof", s->proof);
	rq_put_day(o, "sent_on", s->sent_on);
	rq_put_day(o, "served_on", s->served_on);
	rq_put_day(o, "received_on", s->received_on);
	rq_put_str(o, "result", s->result);
	rq_put_bool(o, "in_time", x->d.due_on == CW_DAY_NONE || s->served_on <= x->d.due_on);
	return o;
}

static int serve_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct service_args *in = arg;
	struct db_service s = { 0 };
	struct cw_reply reply;
	struct act x;

	if (case_open(&x, rq, CW_ACT_SERVE, err))
		return -1;
	reply = act_reply(&x);
	x.facts.reply = x.has_reply ? &reply : NULL;
	s.case_id = x.d.id;
	s.letter_id = x.reply.letter_id;
	if (act_decide(&x, CW_ACT_SERVE, err) || service_day(&x, in, &s, err) ||
	    service_check_days(&x, &s, err))
		return -1;
	x.facts.on = s.served_on;
	/* On the day that counts, too: whoever objects was told by then (R-ASK-1). */
	if (act_decide(&x, CW_ACT_SERVE, err))
		return -1;
	if (x.d.handling == 1) { /* later handlings change no row of the report (R-REP-3) */
		x.d.report_row = cw_reply_row(&reply);
		x.d.main_outcome = cw_outcome_name(cw_reply_main(&reply));
	}
	if (act_finish(&x, service_detail(&s, &x), err))
		return -1;
	s.seq = x.d.seq;
	if (db_service_add(rq->db, &s, err) ||
	    db_reply_set_status(rq->db, x.reply.id, "served", x.reply.round, x.reply.letter_id,
				err) ||
	    act_reload(&x, err))
		return -1;
	return case_answer(&x, 201, err);
}

int api_case_serve(struct rq *rq, struct cw_err *err)
{
	struct service_args in = SERVICE_NONE;

	return rq_body(rq, service_fields, &in, err) || act_run(rq, serve_tx, &in, err) ? -1 : 0;
}

int case_services_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct db_service *rows;
	size_t n;

	if (db_service_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct json_object *r = rq_obj();

		rq_put_id(r, "id", rows[i].id);
		rq_put_id(r, "letter_id", rows[i].letter_id);
		rq_put_str(r, "way", rows[i].way);
		rq_put_str(r, "proof", rows[i].proof);
		rq_put_day(r, "sent_on", rows[i].sent_on);
		rq_put_day(r, "served_on", rows[i].served_on);
		rq_put_day(r, "received_on", rows[i].received_on);
		rq_put_str(r, "result", rows[i].result);
		rq_push(list, r);
	}
	return 0;
}
