/*
 * What a rectification takes back of what was recorded of a consultation (R-KEEP-4): a receipt, an
 * end, a weighing, the service of a notice.  A receipt and an opinion can also have happened on
 * another day.
 */
#include <stdlib.h>
#include <string.h>

#include "server/api/consultations.h"
#include "server/api/intake.h"
#include "server/app.h"

static const char *text_of(const struct undo *u, const char *key)
{
	struct json_object *v;

	return u->detail && json_object_object_get_ex(u->detail, key, &v)
		       ? json_object_get_string(v)
		       : NULL;
}

static struct db_consultation *find(const struct undo *u)
{
	const char *id = text_of(u, "consultation");

	for (size_t i = 0; id && i < u->x->n_consultations; i++)
		if (u->x->consultations[i].id == strtoull(id, NULL, 10))
			return &u->x->consultations[i];
	return NULL;
}

static int stands(enum cw_act act, struct cw_err *err)
{
	char ref[CW_MSG_REF];

	return cw_fail_law(err, CW_MSG_RECTIFY_STANDS, "R-KEEP-4", "条例45",
			   cw_msg_ref(cw_act_title(act), ref), NULL);
}

static int no_day(struct cw_err *err)
{
	return cw_fail_law(err, CW_MSG_RECTIFY_NO_DAY, "R-KEEP-4", "条例45", NULL);
}

/* Each changes S as if the record had never been, or had been made on its right day; what the law
 * or a later record has against it is an error.  Nothing is written. */

/* The period follows the receipt; a silence and an opinion stand on it. */
static int undo_receipt(const struct undo *u, struct db_consultation *s, struct cw_err *err)
{
	if (s->result && (u->right_on == CW_DAY_NONE || u->right_on > s->ended_on ||
			  cw_consultation_end_of(s->result) == CW_END_SILENCE))
		return stands(CW_ACT_CONSULTATION_RECORD, err);
	if (u->right_on != CW_DAY_NONE && u->right_on < s->asked_on)
		return cw_fail_item(err, "/right_on", CW_MSG_RECEIVED_BEFORE_SENT, NULL);
	s->received_on = u->right_on;
	if (u->right_on == CW_DAY_NONE)
		s->receipt_proof = NULL;
	return 0;
}

/* Moved beyond the last day it would be late: then it is voided and recorded anew. */
static int undo_end(const struct undo *u, struct db_consultation *s, bool late_only,
		    struct cw_err *err)
{
	const struct cw_consultation k = act_consultation(s);

	if (s->decision_id)
		return stands(CW_ACT_DISCLOSURE_NOTICE, err);
	if (u->right_on != CW_DAY_NONE) {
		if (late_only || s->late_on != CW_DAY_NONE || k.end == CW_END_SILENCE ||
		    u->right_on < s->asked_on ||
		    u->right_on > cw_consultation_ends_on(&k, u->x->rq->calendar))
			return no_day(err);
		s->ended_on = u->right_on;
		return 0;
	}
	if (!late_only) {
		s->result = s->end_proof = s->opinion = NULL;
		s->ended_on = CW_DAY_NONE;
		s->ended_by = 0;
	}
	s->late_on = CW_DAY_NONE;
	s->late_result = s->late_opinion = NULL;
	return 0;
}

static int undo_weighing(const struct undo *u, struct db_consultation *s, struct cw_err *err)
{
	if (s->decision_id)
		return stands(CW_ACT_DISCLOSURE_NOTICE, err);
	if (u->right_on != CW_DAY_NONE)
		return no_day(err);
	s->weighed = s->holds = false;
	s->weighing = NULL;
	s->weighed_by = 0;
	s->weighed_on = CW_DAY_NONE;
	return 0;
}

static int undo_telling(const struct undo *u, struct db_consultation *s, struct cw_err *err)
{
	if (u->right_on != CW_DAY_NONE && u->right_on < s->decided_on)
		return cw_fail_item(err, "/right_on", CW_MSG_RECEIVED_BEFORE_SENT, NULL);
	s->told_on = u->right_on;
	if (u->right_on == CW_DAY_NONE)
		s->told_way = s->told_proof = NULL;
	return 0;
}

static int undo(const struct undo *u, struct db_consultation *s, struct cw_err *err)
{
	const char *record = text_of(u, "record");

	if (!s || !record)
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	if (strcmp(record, "received") == 0)
		return undo_receipt(u, s, err);
	if (strcmp(record, "told") == 0)
		return undo_telling(u, s, err);
	if (strcmp(record, "reasonable") == 0 || strcmp(record, "not_reasonable") == 0)
		return undo_weighing(u, s, err);
	return undo_end(u, s, strcmp(record, "late") == 0, err);
}

int consultation_undo_check(const struct undo *u, struct cw_err *err)
{
	struct db_consultation *s = find(u), copy;

	if (s)
		copy = *s;
	return undo(u, s ? &copy : NULL, err);
}

/* What the event that takes its place says of the days. */
static void put_right(const struct undo *u, const struct db_consultation *s)
{
	const struct cw_consultation k = act_consultation(s);

	rq_put_day(u->detail, "received_on", s->received_on);
	rq_put_day(u->detail, "ends_on", cw_consultation_ends_on(&k, u->x->rq->calendar));
}

int consultation_undo(const struct undo *u, struct cw_err *err)
{
	struct db_consultation *s = find(u);
	struct rq *rq = u->x->rq;

	if (undo(u, s, err))
		return -1;
	if (u->right_on != CW_DAY_NONE)
		put_right(u, s);
	return db_consultation_save_receipt(rq->db, s, err) ||
			       db_consultation_save_end(rq->db, rq->arena, rq->app->keys, s, err) ||
			       db_consultation_save_weighing(rq->db, rq->arena, rq->app->keys, s,
							     err) ||
			       db_consultation_save_decision(rq->db, s, err) ||
			       consultation_deadline(u->x, s, err)
		       ? -1
		       : 0;
}
