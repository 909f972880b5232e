/*
 * Correction of one's own record (更正本人信息记录, 条例 41, R-OUT-6): a kind of case of its own,
 * filed and taken in like any other.  It is answered as corrected, transferred or referred, and
 * counts in no row of table 三.
 */
#include <string.h>

#include "db/own_record.h"
#include "server/api/after.h"
#include "server/app.h"

int own_record_add(struct rq *rq, const struct filing_record *r, uint64_t case_id,
		   struct cw_err *err)
{
	const struct db_own_record row = { .case_id = case_id,
					   .record = r->record,
					   .wrong = r->wrong,
					   .correct = r->correct,
					   .evidence = r->evidence };

	return r->record ? db_own_record_add(rq->db, rq->arena, rq->app->keys, &row, err) : 0;
}

static int find(struct act *x, struct db_own_record *out, bool *found, struct cw_err *err)
{
	*found = false;
	if (strcmp(x->d.kind, "record_correction") != 0)
		return 0;
	return db_own_record_find(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, out, found,
				  err);
}

int own_record_lacks_evidence(struct act *x, bool *lacks, struct cw_err *err)
{
	struct db_own_record r;
	bool found;

	if (find(x, &r, &found, err))
		return -1;
	*lacks = found && !r.evidence;
	return 0;
}

int own_record_letter(struct act *x, const struct cw_reply *reply, enum cw_letter_kind *kind,
		      struct cw_letter_facts *facts, struct cw_err *err)
{
	struct cw_letter_record *about;
	struct db_own_record r;
	const struct cw_part *p;
	bool found;

	if (find(x, &r, &found, err))
		return -1;
	if (!found || reply->n_parts != 1 || x->d.handling > 1)
		return 0;
	p = &reply->parts[0];
	about = cw_alloc(x->rq->arena, sizeof(*about));
	if (!about)
		return cw_fail_memory(err);
	*about = (struct cw_letter_record){ .record = r.record,
					    .correction = p->say[CW_SAY_HAPPENED],
					    .agency = p->say[CW_SAY_AGENCY],
					    .contact = p->say[CW_SAY_TURN_TO],
					    .reason = p->say[CW_SAY_REASONS] };
	facts->record = about;
	if (p->outcome == CW_OUTCOME_RECORD_CORRECTED)
		*kind = CW_LETTER_RECORD_CORRECTION;
	if (p->outcome == CW_OUTCOME_RECORD_TRANSFERRED)
		*kind = CW_LETTER_TRANSFER_NOTICE;
	return 0;
}

int case_own_record_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct db_own_record r;
	struct json_object *o;
	bool found;

	if (find(x, &r, &found, err))
		return -1;
	if (!found)
		return 0;
	o = rq_obj();
	rq_put_str(o, "record", r.record);
	rq_put_str(o, "wrong", r.wrong);
	rq_put_str(o, "correct", r.correct);
	rq_put_str(o, "evidence", r.evidence);
	rq_push(list, o);
	return 0;
}
