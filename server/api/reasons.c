/*
 * An unreasonable number or frequency of requests (条例 35, R-CLOCK-6): reasons asked for by a
 * letter with a day, given by the applicant, found to hold or not by the head; where they hold, a
 * delayed day.
 */
#include <string.h>

#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/app.h"

/* ---- Asking. */

struct ask_args {
	const char *volume;
};
static const struct rq_field ask_fields[] = { { "volume", RQ_STRING,
						offsetof(struct ask_args, volume), .required = true,
						.min = 2, .max = 2000 },
					      { 0 } };

static int save(struct act *x, struct cw_err *err)
{
	return db_reasons_save(x->rq->db, x->rq->arena, x->rq->app->keys, &x->reasons, err);
}

static int send_request(struct act *x, struct cw_err *err)
{
	struct cw_letter_reasons text = { .finding = x->reasons.volume,
					  .answer_by = x->reasons.answer_by,
					  .provisional = act_is_provisional(
						  x, x->reasons.answer_by) };
	struct cw_letter_facts facts;
	struct db_letter letter;

	if (act_letter_facts(x, &facts, err))
		return -1;
	facts.reasons = &text;
	if (act_letter(x, CW_LETTER_REASONS_REQUEST, &facts, x->rq->who.user, true, &letter, err))
		return -1;
	x->reasons.letter_id = letter.id;
	return save(x, err);
}

static int add(struct act *x, const char *volume, struct cw_err *err)
{
	x->reasons = (struct db_reasons){
		.case_id = x->d.id,
		.handling = x->d.handling,
		.volume = volume,
		.asked_by = x->rq->who.user,
		.asked_on = x->facts.on,
		.answer_by =
			cw_calendar_add(x->rq->calendar, x->facts.on, x->settings.reasons_days),
		.answered_on = CW_DAY_NONE,
		.found_on = CW_DAY_NONE,
		.delayed_to = CW_DAY_NONE,
	};
	if (db_reasons_add(x->rq->db, x->rq->arena, &x->reasons, err)) {
		if (db_err_duplicate(err, "PRIMARY"))
			return cw_fail_law(err, CW_MSG_LAW_REASONS_ONCE, "R-CLOCK-6", "条例35",
					   NULL);
		return -1;
	}
	return db_deadline_put(x->rq->db, x->d.id, x->d.handling, "reasons", 0,
			       x->reasons.answer_by, err);
}

static int ask_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct ask_args *in = arg;
	struct json_object *detail;
	struct act x;

	if (case_open(&x, rq, CW_ACT_ASK_REASONS, err) || act_decide(&x, CW_ACT_ASK_REASONS, err) ||
	    add(&x, in->volume, err))
		return -1;
	detail = rq_obj();
	rq_put_str(detail, "volume", in->volume);
	rq_put_day(detail, "answer_by", x.reasons.answer_by);
	if (act_finish(&x, detail, err) || send_request(&x, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 201, err);
}

int api_reasons_ask(struct rq *rq, struct cw_err *err)
{
	struct ask_args in = { 0 };

	return rq_body(rq, ask_fields, &in, err) || act_run(rq, ask_tx, &in, err) ? -1 : 0;
}

/* ---- The reasons: from the applicant, or entered by a clerk. */

struct give_args {
	const char *text;
	cw_day on; /* staff: the day on which they came in */
	const char *proof;
	bool own; /* by the applicant */
};
static const struct rq_field own_fields[] = { { "text", RQ_STRING, offsetof(struct give_args, text),
						.required = true, .min = 1, .max = 10000 },
					      { 0 } };
static const struct rq_field staff_fields[] = {
	{ "text", RQ_STRING, offsetof(struct give_args, text), .required = true, .min = 1,
	  .max = 10000 },
	{ "on", RQ_DAY, offsetof(struct give_args, on), .required = true },
	{ "proof", RQ_STRING, offsetof(struct give_args, proof), .min = 1, .max = 200 },
	{ 0 }
};

/* The first answer is the answer; what follows stands below it (sealed, so in no event). */
static int keep(struct act *x, const char *text, struct cw_err *err)
{
	struct db_reasons *r = &x->reasons;
	struct rq *rq = x->rq;

	r->answer = r->answer ? cw_printf(rq->arena, "%s\n\n%s", r->answer, text) : text;
	if (!r->answer)
		return cw_fail_memory(err);
	if (r->answered_on == CW_DAY_NONE)
		r->answered_on = x->facts.on;
	if (save(x, err) ||
	    db_deadline_end(rq->db, x->d.id, x->d.handling, "reasons", 0, "met", err))
		return -1;
	/* Whether they hold is the head's to find: it stands in the queue until it is found. */
	return r->found ? 0
			: db_deadline_put(rq->db, x->d.id, x->d.handling, "reasons_finding", 0,
					  rq->today, err);
}

static int open_for(struct act *x, struct rq *rq, const struct give_args *in, struct cw_err *err)
{
	if (!in->own)
		return case_open(x, rq, CW_ACT_REASONS_IN, err);
	if (act_open(x, rq, rq->who.case_id, CW_ACT_REASONS_IN, err))
		return -1;
	return strcmp(rq->params[0], x->d.number) == 0
		       ? 0
		       : cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
}

static int give_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct give_args *in = arg;
	struct json_object *o, *detail;
	size_t begins;
	struct act x;

	if (open_for(&x, rq, in, err))
		return -1;
	if (in->on != CW_DAY_NONE)
		x.facts.on = in->on;
	if (act_decide(&x, CW_ACT_REASONS_IN, err))
		return -1;
	if (x.facts.on < x.reasons.asked_on || x.facts.on > rq->today)
		return cw_fail_item(err, "/on", CW_MSG_RECEIVED_BEFORE_SENT, NULL);
	begins = x.reasons.answer ? strlen(x.reasons.answer) : 0;
	if (act_check_proof(rq, &x.settings, x.facts.on, in->proof != NULL, "/proof", err) ||
	    keep(&x, in->text, err))
		return -1;
	detail = rq_obj();
	rq_put_str(detail, "proof", in->proof);
	rq_put_int(detail, "begins", (int64_t)begins); /* its words among the others, R-KEEP-4 */
	if (act_finish(&x, detail, err) || act_reload(&x, err))
		return -1;
	if (!in->own)
		return case_answer(&x, 200, err);
	if (case_applicant_json(&x, &o, err))
		return -1;
	return rq_json_versioned(rq, 200, x.d.version, o, err);
}

int api_reasons_enter(struct rq *rq, struct cw_err *err)
{
	struct give_args in = { .on = CW_DAY_NONE };

	return rq_body(rq, staff_fields, &in, err) || act_run(rq, give_tx, &in, err) ? -1 : 0;
}

int api_request_reasons(struct rq *rq, struct cw_err *err)
{
	struct give_args in = { .on = CW_DAY_NONE, .own = true };

	return rq_body(rq, own_fields, &in, err) || act_run(rq, give_tx, &in, err) ? -1 : 0;
}

/* ---- The head's finding. */

struct find_args {
	bool holds;
	const char *finding;
};
static const struct rq_field find_fields[] = {
	{ "holds", RQ_BOOL, offsetof(struct find_args, holds), .required = true },
	{ "finding", RQ_STRING, offsetof(struct find_args, finding), .required = true, .min = 2,
	  .max = 2000 },
	{ 0 }
};

static int find_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct find_args *in = arg;
	struct json_object *detail;
	struct act x;

	if (case_open(&x, rq, CW_ACT_REASONS_FINDING, err))
		return -1;
	x.facts.holds = in->holds;
	x.facts.has_reason = true;
	if (act_decide(&x, CW_ACT_REASONS_FINDING, err))
		return -1;
	x.reasons.found = true;
	x.reasons.holds = in->holds;
	x.reasons.finding = in->finding;
	x.reasons.found_by = rq->who.user;
	x.reasons.found_on = x.facts.on;
	if (save(&x, err) ||
	    db_deadline_end(rq->db, x.d.id, x.d.handling, "reasons", 0, "met", err) ||
	    db_deadline_end(rq->db, x.d.id, x.d.handling, "reasons_finding", 0, "met", err))
		return -1;
	detail = rq_obj();
	rq_put_bool(detail, "holds", in->holds);
	rq_put_bool(detail, "silence", !x.c.reasons_answered);
	if (act_finish(&x, detail, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 200, err);
}

int api_reasons_find(struct rq *rq, struct cw_err *err)
{
	struct find_args in = { 0 };

	return rq_body(rq, find_fields, &in, err) || act_run(rq, find_tx, &in, err) ? -1 : 0;
}

/* ---- The delayed day. */

struct delay_args {
	cw_day day;
};
static const struct rq_field delay_fields[] = {
	{ "day", RQ_DAY, offsetof(struct delay_args, day), .required = true }, { 0 }
};

/* Whether the clock takes the day: outside the period and a whole extension (R-CLOCK-6). */
static int try_day(struct act *x, cw_day day, struct cw_err *err)
{
	const size_t n = x->n_clock_events;
	struct cw_clock_event *events = cw_alloc_n(x->rq->arena, n + 1, sizeof(*events));
	struct cw_clock clock;

	if (!events)
		return cw_fail_memory(err);
	memcpy(events, x->clock_events, n * sizeof(*events));
	events[n] = x->clock_event;
	events[n].type = CW_CLOCK_DELAYED;
	events[n].on = x->facts.on;
	events[n].seq = (uint32_t)x->d.seq + 1;
	events[n].until = day;
	if (cw_clock_compute(x->rq->arena, events, n + 1, x->rq->calendar, &x->settings.clock,
			     x->rq->today, &clock, err) == 0)
		return 0;
	err->n_items = 0; /* the place of an event means nothing to the caller */
	act_explain_refusal(x);
	return -1;
}

static int send_delay(struct act *x, cw_day before, struct cw_err *err)
{
	struct cw_letter_due due = { .before = before,
				     .after = x->c.clock.due_on,
				     .provisional = x->c.clock.provisional,
				     .reason = x->reasons.finding };
	struct cw_letter_facts facts;
	struct db_letter letter;

	if (act_letter_facts(x, &facts, err))
		return -1;
	facts.due = &due;
	facts.signed_by = x->rq->who.name;
	if (act_letter(x, CW_LETTER_DELAY_NOTICE, &facts, x->rq->who.user, true, &letter, err))
		return -1;
	x->reasons.delay_letter_id = letter.id;
	return save(x, err);
}

static int delay_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct delay_args *in = arg;
	struct json_object *detail;
	struct act x;
	cw_day before;

	if (case_open(&x, rq, CW_ACT_DELAYED_DAY, err))
		return -1;
	before = x.c.clock.due_on;
	x.facts.until = in->day;
	if (act_decide(&x, CW_ACT_DELAYED_DAY, err) || try_day(&x, in->day, err))
		return -1;
	x.clock_event.until = in->day;
	x.reasons.delayed_to = in->day;
	detail = rq_obj();
	rq_put_day(detail, "before", before);
	rq_put_day(detail, "delayed_to", in->day);
	if (act_finish(&x, detail, err) || send_delay(&x, before, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 201, err);
}

int api_delayed_day(struct rq *rq, struct cw_err *err)
{
	struct delay_args in = { .day = CW_DAY_NONE };

	return rq_body(rq, delay_fields, &in, err) || act_run(rq, delay_tx, &in, err) ? -1 : 0;
}

/* ---- JSON: the applicant sees the letter's day and their own words, not the finding before it is
 * told. */

int case_reasons_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	const bool own = x->roles & CW_ROLE_BIT(CW_ROLE_APPLICANT);
	const struct db_reasons *r = &x->reasons;
	struct json_object *o;

	(void)err;
	if (!x->has_reasons)
		return 0;
	o = rq_obj();
	rq_push(list, o);
	rq_put_int(o, "handling", r->handling);
	rq_put_str(o, "volume", r->volume);
	rq_put_day(o, "asked_on", r->asked_on);
	case_put_last_day(x, o, "answer_by", r->answer_by);
	rq_put_id(o, "letter_id", r->letter_id);
	rq_put_day(o, "answered_on", r->answered_on);
	rq_put_str(o, "answer", r->answer);
	rq_put_day(o, "delayed_to", r->delayed_to);
	rq_put_id(o, "delay_letter_id", r->delay_letter_id);
	if (own)
		return 0;
	rq_put_id(o, "asked_by", r->asked_by);
	if (r->found)
		rq_put_bool(o, "holds", r->holds);
	else
		rq_put(o, "holds", NULL);
	rq_put_str(o, "finding", r->finding);
	rq_put_id(o, "found_by", r->found_by);
	rq_put_day(o, "found_on", r->found_on);
	rq_put_bool(o, "excessive_open", x->about.reasons_failed);
	return 0;
}
