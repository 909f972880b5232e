/*
 * A clerical error is mended by a letter (笔误更正通知, R-OUT-7): asked for by a caseworker,
 * granted by another person.  The letter with the error stays as it was sent; wrong and right stand
 * in the new one only, since they may be personal data.
 */
#include <string.h>

#include "server/api/after.h"
#include "server/api/case_acts.h"
#include "server/api/proposal.h"
#include "server/app.h"

const struct rq_field clerical_fields[] = {
	{ "letter_id", RQ_ID, offsetof(struct clerical_args, letter), .required = true },
	RQ_FIELD(struct clerical_args, wrong, RQ_STRING, .required = true, .min = 1, .max = 1000),
	RQ_FIELD(struct clerical_args, right, RQ_STRING, .required = true, .min = 1, .max = 1000),
	{ 0 }
};

int api_clerical_ask(struct rq *rq, struct cw_err *err)
{
	return proposal_ask(rq, CW_ACT_CORRECTION_LETTER, err);
}

/* A letter of the case that the applicant has, with a number to name it by. */
static int find_letter(struct act *x, uint64_t id, struct db_letter *out, struct cw_err *err)
{
	if (db_letter_get(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, id, out, err)) {
		if (err->code != CW_NOT_FOUND)
			return -1;
		cw_err_clear(err);
		return cw_fail_item(err, "/letter_id", CW_MSG_NOT_FOUND, NULL);
	}
	if (!out->for_applicant || !out->document_number || out->withheld)
		return cw_fail_item(err, "/letter_id", CW_MSG_AFTER_LETTER_NOT_CORRECTABLE, NULL);
	return 0;
}

int clerical_prepare(struct act *x, const void *arg, struct cw_err *err)
{
	const struct clerical_args *in = arg;
	struct db_letter letter;

	return find_letter(x, in->letter, &letter, err);
}

int clerical_run(struct act *x, const void *arg, struct cw_err *err)
{
	const struct clerical_args *in = arg;
	struct cw_letter_earlier earlier = { .order_on = CW_DAY_NONE,
					     .wrong = in->wrong,
					     .right = in->right };
	struct json_object *detail = rq_obj();
	struct cw_letter_facts facts;
	struct db_letter wrong, letter;

	rq_put_id(detail, "letter", in->letter);
	if (act_finish(x, detail, err) || find_letter(x, in->letter, &wrong, err) ||
	    act_letter_facts(x, &facts, err))
		return -1;
	earlier.number = wrong.document_number;
	earlier.date = wrong.made_on;
	facts.earlier = &earlier;
	facts.signed_by = x->rq->who.name;
	return act_letter(x, CW_LETTER_CLERICAL_CORRECTION, &facts, x->rq->who.user, true, &letter,
			  err);
}
