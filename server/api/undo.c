/*
 * What a rectification takes back of an act's record (R-KEEP-4), a row an act.  An act without a
 * row has its own way back (a reply is returned, a fee cancelled) or none.
 */
#include <stdlib.h>
#include <string.h>

#include "casework/constant.h"
#include "db/correction.h"
#include "db/extension.h"
#include "db/filing.h"
#include "db/undo.h"
#include "server/api/correct_people.h"
#include "server/api/consultations.h"
#include "server/api/fee.h"
#include "server/api/intake.h"
#include "server/app.h"

const char *undo_text(const struct undo *u, const char *key)
{
	struct json_object *v;

	if (!json_object_object_get_ex(u->detail, key, &v) || !v)
		return NULL;
	return json_object_get_string(v);
}

uint64_t undo_id(const struct undo *u, const char *key)
{
	const char *text = undo_text(u, key);

	return text ? strtoull(text, NULL, 10) : 0;
}

static bool moves(const struct undo *u)
{
	return u->right_on != CW_DAY_NONE;
}

/* Another act of the case stands on the event. */
int undo_stands(enum cw_act act, struct cw_err *err)
{
	char ref[CW_MSG_REF];

	return cw_fail_law(err, CW_MSG_RECTIFY_STANDS, "R-KEEP-4", "条例45",
			   cw_msg_ref(cw_act_title(act), ref), NULL);
}

int undo_not_between(cw_day first, cw_day last, struct cw_err *err)
{
	char low[CW_DAY_TEXT], high[CW_DAY_TEXT];

	return cw_fail_item(err, "/right_on", CW_MSG_DAY_NOT_BETWEEN, cw_day_text(first, low),
			    cw_day_text(last, high), NULL);
}

/* ---- Arrival and receipt (part 2). */

static int put_attempts(struct act *x, cw_day first, struct cw_err *err)
{
	struct db_conn *c = x->rq->db;
	const int h = x->d.handling;

	if (!x->c.attempt_on_arrival &&
	    db_deadline_put(c, x->d.id, h, DEADLINE_FIRST_ATTEMPT, 0, first, err))
		return -1;
	return db_deadline_put(c, x->d.id, h, DEADLINE_NEXT_ATTEMPT, 0,
			       cw_calendar_add(x->rq->calendar, first, x->settings.attempt_every),
			       err) ||
			       db_deadline_put(
				       c, x->d.id, h, DEADLINE_UNCONFIRMED, 0,
				       cw_day_add_months(x->d.submitted_on, CW_PERIOD_UNCONFIRMED),
				       err)
		       ? -1
		       : 0;
}

/* Confirmed post of another unit: the receipt moves, the arrival stays (R-RCPT-2). */
static bool arrival_stays(const struct undo *u)
{
	return u->event->clock && u->x->d.received_on != u->x->d.submitted_on;
}

static int check_take_in(const struct undo *u, struct cw_err *err)
{
	struct act *x = u->x;

	if (!u->event->clock && x->c.state != CW_STATE_PENDING_CONFIRMATION)
		return undo_stands(CW_ACT_CONFIRM_RECEIPT, err);
	return arrival_stays(u) && u->right_on < x->d.submitted_on
		       ? undo_not_between(x->d.submitted_on, x->rq->today, err)
		       : 0;
}

/* The day of arrival, and with it, where nothing else makes it, that of receipt. */
static int move_take_in(const struct undo *u, struct cw_err *err)
{
	struct act *x = u->x;

	if (!arrival_stays(u)) {
		if (db_filing_save_arrival(x->rq->db, x->d.id, u->right_on, err))
			return -1;
		x->d.submitted_on = u->right_on;
		rq_put_day(u->detail, "arrived_on", u->right_on);
	}
	if (u->event->clock) {
		x->d.received_on = u->right_on;
		return 0;
	}
	x->c.attempt_on_arrival = false;
	return put_attempts(x, u->right_on, err);
}

static int check_receipt(const struct undo *u, struct cw_err *err)
{
	return moves(u) && u->right_on < u->x->d.submitted_on
		       ? undo_not_between(u->x->d.submitted_on, u->x->rq->today, err)
		       : 0;
}

static int undo_receipt(const struct undo *u, struct cw_err *err)
{
	struct act *x = u->x;

	x->d.received_on = u->right_on;
	/* The day is given to enter an attempt, or the confirmation. */
	return moves(u) ? 0 : put_attempts(x, x->rq->today, err);
}

static int check_attempt(const struct undo *u, struct cw_err *err)
{
	return u->x->c.state == CW_STATE_PENDING_CONFIRMATION ? 0
							      : undo_stands(CW_ACT_CONFIRM_RECEIPT, err);
}

static int undo_attempt(const struct undo *u, struct cw_err *err)
{
	struct act *x = u->x;
	struct db_reach_attempt *rows;
	bool other = false;
	size_t n;

	if (db_reach_attempt_list(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, &rows, &n,
				  err))
		return -1;
	for (size_t i = 0; i < n; i++)
		other |= rows[i].seq != u->event->seq && !act_is_voided(x, rows[i].seq) &&
			 rows[i].attempted_on == x->c.arrived_on;
	if (other || u->event->happened_on != x->c.arrived_on)
		return 0;
	return db_deadline_put(x->rq->db, x->d.id, x->d.handling, DEADLINE_FIRST_ATTEMPT, 0,
			       x->c.arrived_on, err);
}

/* ---- Registration and assignment. */

static int undo_register(const struct undo *u, struct cw_err *err)
{
	(void)err;
	u->x->d.registered_on = u->right_on;
	return 0;
}

static int undo_assign(const struct undo *u, struct cw_err *err)
{
	(void)err;
	u->x->d.assignee_id = undo_id(u, "from_user");
	return 0;
}

/* ---- Correction (R-CLOCK-4, R-CLOCK-5). */

static int find_correction(struct act *x, struct db_correction *k, bool *found, struct cw_err *err)
{
	return db_correction_find(x->rq->db, x->rq->arena, x->d.id, x->d.handling, k, found, err);
}

/* The answer is awaited again, to the day that the notice's receipt gave. */
static int reopen_correction(struct act *x, struct cw_err *err)
{
	struct db_correction k;
	bool found;

	if (find_correction(x, &k, &found, err))
		return -1;
	if (!found || k.answer_by == CW_DAY_NONE)
		return 0;
	return db_deadline_put(x->rq->db, x->d.id, x->d.handling, "correction", 0, k.answer_by,
			       err);
}

static int undo_correction_notice(const struct undo *u, struct cw_err *err)
{
	struct act *x = u->x;

	return db_undo_correction(x->rq->db, x->d.id, x->d.handling, err) ||
			       fee_wait_over(x, "correction", false, err)
		       ? -1
		       : 0;
}

/* What the answer added to the request is taken out again. */
static int cut_answer(const struct undo *u, struct cw_err *err)
{
	const char *text = undo_text(u, "text");
	struct act *x = u->x;
	size_t len = strlen(x->d.description), n = text ? strlen(text) + 2 : 0;

	if (!text || len <= n || strcmp(x->d.description + len - n + 2, text) != 0)
		return 0;
	x->d.description = cw_strndup(x->rq->arena, x->d.description, len - n);
	if (!x->d.description)
		return cw_fail_memory(err);
	return db_docket_save_text(x->rq->db, &x->d, err) ||
			       db_grams_save(x->rq->db, x->rq->arena, &x->d, err)
		       ? -1
		       : 0;
}

static int undo_correction_answer(const struct undo *u, struct cw_err *err)
{
	struct act *x = u->x;
	struct db_correction k;
	bool found;

	if (find_correction(x, &k, &found, err))
		return -1;
	if (!found)
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	k.answered_on = u->right_on;
	if (db_correction_save(x->rq->db, &k, err))
		return -1;
	if (moves(u))
		return 0;
	return cut_answer(u, err) || correct_people_undo(u, err) || reopen_correction(x, err) ? -1
											      : 0;
}

static int undo_supplement(const struct undo *u, struct cw_err *err)
{
	return cut_answer(u, err) || correct_people_undo(u, err) || fee_undo_supplement(u, err)
		       ? -1
		       : 0;
}

/* ---- Extension (R-CLOCK-2). */

/* The asking is gone only while nobody has decided; the decision asks anew. */
static int check_extension_ask(const struct undo *u, struct cw_err *err)
{
	return u->x->c.extension_asked ? 0 : undo_stands(CW_ACT_EXTENSION_GRANT, err);
}

static int undo_extension(const struct undo *u, struct cw_err *err)
{
	const bool refused = strcmp(u->event->act, cw_act_name(CW_ACT_EXTENSION_REFUSE)) == 0;
	struct act *x = u->x;

	x->c.extension_asked = refused; /* it waits again, or no longer */
	if (!refused &&
	    db_deadline_end(x->rq->db, x->d.id, x->d.handling, "extension", 0, "void", err))
		return -1;
	return db_undo_extension(x->rq->db, undo_id(u, "extension"), refused ? "asked" : "voided",
				 err);
}

/* ---- The reply and the ends. */

static void no_outcome(struct act *x)
{
	if (x->d.handling == 1) { /* later handlings have changed no row (R-REP-3) */
		x->d.main_outcome = NULL;
		x->d.report_row = 0;
	}
}

/* A reply is not served before it is signed. */
static int check_served(const struct undo *u, struct cw_err *err)
{
	struct act *x = u->x;
	struct db_letter letter;

	if (!moves(u))
		return 0;
	if (db_letter_get(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, x->reply.letter_id,
			  &letter, err))
		return -1;
	return u->right_on < letter.made_on ? undo_not_between(letter.made_on, x->rq->today, err) : 0;
}

static int undo_service(const struct undo *u, const char *status, struct cw_err *err)
{
	struct act *x = u->x;

	x->d.replied_on = u->right_on;
	if (moves(u)) {
		rq_put_day(u->detail, "served_on", u->right_on);
		x->d.closed_on = u->right_on;
		return db_undo_service_day(x->rq->db, x->d.id, x->reply.letter_id,
					   u->event->happened_on, u->right_on, err);
	}
	no_outcome(x);
	return db_undo_service(x->rq->db, x->d.id, x->reply.letter_id, u->event->happened_on,
			       err) ||
			       db_reply_set_status(x->rq->db, x->reply.id, status, x->reply.round,
						   x->reply.letter_id, err)
		       ? -1
		       : 0;
}

static int undo_serve(const struct undo *u, struct cw_err *err)
{
	struct act *x = u->x;

	if (undo_service(u, "signed", err))
		return -1;
	return moves(u) ? 0
			: db_deadline_put(x->rq->db, x->d.id, x->d.handling, "serve", x->reply.id,
					  x->rq->today, err);
}

static int undo_spot(const struct undo *u, struct cw_err *err)
{
	return undo_service(u, "draft", err);
}

/* What was called off with the case is waited for again. */
static int ask_again(const struct undo *u, struct cw_err *err)
{
	struct act *x = u->x;

	for (size_t i = 0; i < x->n_consultations; i++) {
		struct db_consultation *s = &x->consultations[i];

		if (!consultation_called_off(s) || s->ended_on != u->event->happened_on)
			continue;
		s->result = NULL;
		s->ended_on = CW_DAY_NONE;
		s->ended_by = 0;
		if (db_consultation_save_end(x->rq->db, x->rq->arena, x->rq->app->keys, s, err) ||
		    consultation_deadline(x, s, err))
			return -1;
	}
	return 0;
}

int undo_ended(const struct undo *u, struct cw_err *err)
{
	struct act *x = u->x;

	no_outcome(x);
	if (db_undo_uncounted(x->rq->db, x->d.id, err) || ask_again(u, err))
		return -1;
	if (x->d.received_on == CW_DAY_NONE)
		return put_attempts(x, x->rq->today, err);
	if (u->before == CW_STATE_AWAITING_PAYMENT)
		return fee_undo_end(x, err);
	return u->before == CW_STATE_AWAITING_CORRECTION ? reopen_correction(x, err) : 0;
}

/* ---- The rows. */

#define VOIDS true
#define STAYS false
#define MOVES true
#define FIXED false

static const struct undo_row rows[] = {
	/* intake, and the main line */
	{ CW_ACT_TAKE_IN, STAYS, MOVES, check_take_in, move_take_in },
	{ CW_ACT_CONFIRM_RECEIPT, VOIDS, MOVES, check_receipt, undo_receipt },
	{ CW_ACT_NO_ATTEMPT, VOIDS, FIXED, NULL, undo_receipt },
	{ CW_ACT_CONTACT_ATTEMPT, VOIDS, FIXED, check_attempt, undo_attempt },
	{ CW_ACT_REGISTER, VOIDS, MOVES, NULL, undo_register },
	{ CW_ACT_ASSIGN, VOIDS, FIXED, NULL, undo_assign },
	{ CW_ACT_REASSIGN, VOIDS, FIXED, NULL, undo_assign },
	{ CW_ACT_ANSWER_ON_THE_SPOT, VOIDS, FIXED, NULL, undo_spot },
	{ CW_ACT_SEARCH, VOIDS, FIXED, NULL, NULL },
	{ CW_ACT_CONTACT, VOIDS, FIXED, NULL, NULL },
	{ CW_ACT_CLARIFICATION, VOIDS, FIXED, NULL, NULL },
	{ CW_ACT_NOTE, VOIDS, FIXED, NULL, NULL },
	{ CW_ACT_CORRECTION_NOTICE, VOIDS, FIXED, NULL, undo_correction_notice },
	{ CW_ACT_CORRECTION_ANSWER, VOIDS, MOVES, NULL, undo_correction_answer },
	{ CW_ACT_EXTENSION_ASK, VOIDS, FIXED, check_extension_ask, undo_extension },
	{ CW_ACT_EXTENSION_GRANT, VOIDS, FIXED, NULL, undo_extension },
	{ CW_ACT_EXTENSION_REFUSE, VOIDS, FIXED, NULL, undo_extension },
	{ CW_ACT_SERVE, VOIDS, MOVES, check_served, undo_serve },
	{ CW_ACT_WITHDRAW, VOIDS, FIXED, NULL, undo_ended },
	/* undo_work.c */
	{ CW_ACT_SPLIT, VOIDS, FIXED, undo_split_check, undo_split },
	{ CW_ACT_STOP, VOIDS, FIXED, undo_stop_check, undo_stop },
	{ CW_ACT_RESUME, VOIDS, FIXED, undo_resume_check, undo_resume },
	{ CW_ACT_MERGE, VOIDS, FIXED, NULL, undo_merge },
	{ CW_ACT_TERMINATE, VOIDS, FIXED, NULL, undo_terminate },
	/* ask: undo_ask.c */
	{ CW_ACT_CONSULTATION_RECORD, VOIDS, MOVES, consultation_undo_check, consultation_undo },
	{ CW_ACT_REASONS_IN, VOIDS, MOVES, undo_reasons_check, undo_reasons },
	{ CW_ACT_HOLD_DISCLOSURE, VOIDS, MOVES, undo_hold_check, undo_hold },
	{ CW_ACT_RELEASE_DISCLOSURE, VOIDS, MOVES, undo_hold_check, undo_hold },
	/* review */
	/* fee: undo_fee.c */
	{ CW_ACT_NOTICE_RECEIPT, VOIDS, MOVES, fee_undo_receipt_check, fee_undo_receipt },
	{ CW_ACT_CORRECTION_SUPPLEMENT, VOIDS, FIXED, NULL, undo_supplement },
	{ CW_ACT_PAYMENT_PART, VOIDS, MOVES, fee_undo_payment_check, fee_undo_payment },
	{ CW_ACT_PAYMENT_FULL, VOIDS, MOVES, fee_undo_payment_check, fee_undo_payment },
	{ CW_ACT_PAYMENT_EXTRA, VOIDS, MOVES, fee_undo_payment_check, fee_undo_payment },
	/* after: undo_after.c */
	{ CW_ACT_ORDER_IN, VOIDS, MOVES, undo_order_check, undo_order },
	{ CW_ACT_REMEDY, VOIDS, MOVES, undo_remedy_check, undo_remedy },
	{ CW_ACT_REMEDY_RESULT, VOIDS, MOVES, undo_remedy_result_check, undo_remedy_result },
	{ CW_ACT_SERVICE_RESULT, VOIDS, MOVES, undo_service_check, undo_service_heard },
	{ CW_ACT_SERVE_AGAIN, VOIDS, MOVES, undo_service_check, undo_service_heard },
};

const struct undo_row *undo_find(int act)
{
	for (size_t i = 0; i < DB_N(rows); i++)
		if ((int)rows[i].act == act)
			return &rows[i];
	return NULL;
}
