/*
 * The correction notice (补正告知书, R-CLOCK-4): what to ask for, all items at once by the 7th
 * working day, and the same again when it did not arrive.
 */
#include <string.h>

#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/api/fee.h"
#include "server/api/filing.h"
#include "server/app.h"

static const char *const kinds[] = { "identity",    "contact", "authorisation",
				     "description", "form",    NULL };

struct item_args {
	int kind; /* enum cw_correction_kind */
	const char *what, *guidance;
};
static const struct item_args item_default = { .kind = CW_CORRECTION_DESCRIPTION };
struct notice_args {
	struct rq_list items; /* of struct item_args */
	int working_days;     /* 0: the agency's setting */
};
static const struct rq_field item_fields[] = {
	{ "kind", RQ_CHOICE, offsetof(struct item_args, kind), .choices = kinds },
	{ "what", RQ_STRING, offsetof(struct item_args, what), .min = 1, .max = 200 },
	{ "guidance", RQ_STRING, offsetof(struct item_args, guidance), .required = true, .min = 1,
	  .max = 1000 },
	{ 0 }
};
static const struct rq_field notice_fields[] = {
	{ "items", RQ_LIST, offsetof(struct notice_args, items), .required = true, .min = 1,
	  .max = 20, .sub = item_fields, .sub_size = sizeof(struct item_args),
	  .sub_default = &item_default },
	{ "working_days", RQ_INT, offsetof(struct notice_args, working_days), .min = 1, .max = 99 },
	{ 0 }
};

/* ---- The letter. */

static int notice_letter(struct act *x, const struct db_correction *k,
			 const struct db_correction_item *rows, size_t n, cw_day first_sent_on,
			 uint64_t *id, struct cw_err *err)
{
	struct cw_letter_correction text = { .n_items = n,
					     .working_days = k->working_days,
					     .answer_by = CW_DAY_NONE,
					     .first_sent_on = first_sent_on };
	struct cw_letter_item *items = cw_alloc_n(x->rq->arena, n ? n : 1, sizeof(*items));
	struct cw_letter_facts facts;
	struct db_letter letter;

	if (!items)
		return cw_fail_memory(err);
	if (act_letter_facts(x, &facts, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		items[i] = (struct cw_letter_item){ rows[i].what, rows[i].guidance };
	text.items = items;
	facts.correction = &text;
	facts.signed_by = x->rq->who.name;
	if (act_letter(x, CW_LETTER_CORRECTION_NOTICE, &facts, x->rq->who.user, true, &letter, err))
		return -1;
	*id = letter.id;
	return 0;
}

/* ---- Sent, once. */

/* An item without a name of its own is called by its kind. */
static struct db_correction_item *items_of(struct act *x, const struct notice_args *in)
{
	const struct item_args *items = in->items.items;
	const enum cw_lang lang = strcmp(x->d.lang, "en") == 0 ? CW_EN : CW_ZH;
	struct db_correction_item *rows = cw_alloc_n(x->rq->arena, in->items.n, sizeof(*rows));

	for (size_t i = 0; rows && i < in->items.n; i++) {
		const enum cw_msg title =
			cw_correction_title((enum cw_correction_kind)items[i].kind);

		rows[i] = (struct db_correction_item){
			.kind = kinds[items[i].kind],
			.what = items[i].what ? items[i].what : cw_msg_raw(title, lang),
			.guidance = items[i].guidance,
		};
	}
	return rows;
}

static int send_notice(struct act *x, const struct notice_args *in, struct db_correction *k,
		       struct cw_err *err)
{
	const struct db_correction_item *rows = items_of(x, in);

	if (!rows)
		return cw_fail_memory(err);
	if (notice_letter(x, k, rows, in->items.n, CW_DAY_NONE, &k->letter_id, err) ||
	    db_correction_add(x->rq->db, k, err))
		return -1;
	for (size_t i = 0; i < in->items.n; i++)
		if (db_correction_item_add(x->rq->db, k, (int)i + 1, &rows[i], err))
			return -1;
	return 0;
}

static int notice_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct notice_args *in = arg;
	struct json_object *detail;
	struct db_correction k = { .received_on = CW_DAY_NONE,
				   .answer_by = CW_DAY_NONE,
				   .answered_on = CW_DAY_NONE };
	struct act x;

	if (case_open(&x, rq, CW_ACT_CORRECTION_NOTICE, err))
		return -1;
	k.working_days = in->working_days ? in->working_days : x.settings.correction_days;
	x.facts.working_days = k.working_days;
	if (act_decide(&x, CW_ACT_CORRECTION_NOTICE, err))
		return -1;
	k.case_id = x.d.id;
	k.handling = x.d.handling;
	k.sent_on = x.facts.on;
	detail = rq_obj();
	rq_put_int(detail, "items", (int64_t)in->items.n);
	rq_put_int(detail, "working_days", k.working_days);
	if (fee_receipt_awaited(&x, err)) {
		json_object_put(detail);
		return -1;
	}
	if (act_finish(&x, detail, err) || send_notice(&x, in, &k, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 201, err);
}

int api_correction_send(struct rq *rq, struct cw_err *err)
{
	struct notice_args in = { 0 };

	return rq_body(rq, notice_fields, &in, err) || act_run(rq, notice_tx, &in, err) ? -1 : 0;
}

/* ---- Sent again with the same items, because it did not arrive. */

struct resend_args {
	const char *reason;
};
static const struct rq_field resend_fields[] = { { "reason", RQ_STRING,
						   offsetof(struct resend_args, reason),
						   .required = true, .min = 2, .max = 500 },
						 { 0 } };

static int resend_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	const struct resend_args *in = arg;
	struct db_resending again = { .reason = in->reason }, *earlier;
	struct db_correction_item *items;
	struct json_object *detail;
	size_t n, n_items;
	struct act x;

	if (case_open(&x, rq, CW_ACT_CORRECTION_RESEND, err) ||
	    act_decide(&x, CW_ACT_CORRECTION_RESEND, err) ||
	    db_resending_list(rq->db, rq->arena, x.d.id, x.d.handling, &earlier, &n, err) ||
	    db_correction_item_list(rq->db, rq->arena, x.d.id, x.d.handling, &items, &n_items,
				    err) ||
	    notice_letter(&x, &x.correction, items, n_items, x.correction.sent_on, &again.letter_id,
			  err))
		return -1;
	again.no = (int)n + 1;
	again.sent_on = x.facts.on;
	if (db_resending_add(rq->db, &x.correction, &again, err) || fee_receipt_awaited(&x, err))
		return -1;
	detail = rq_obj();
	rq_put_int(detail, "sending", again.no + 1);
	rq_put_str(detail, "reason", in->reason);
	rq_put_id(detail, "letter", again.letter_id);
	if (act_finish(&x, detail, err) || act_reload(&x, err))
		return -1;
	return case_answer(&x, 201, err);
}

int api_correction_resend(struct rq *rq, struct cw_err *err)
{
	struct resend_args in = { 0 };

	return rq_body(rq, resend_fields, &in, err) || act_run(rq, resend_tx, &in, err) ? -1 : 0;
}

/* ---- What to ask for: proposed from what the filing lacks. */

static void push_item(struct act *x, struct json_object *list, enum cw_correction_kind kind,
		      enum cw_msg guidance, int representative)
{
	struct json_object *o = rq_obj();

	rq_put_str(o, "kind", cw_correction_name(kind));
	rq_put_msg(x->rq->arena, o, "what", cw_correction_title(kind), NULL, x->rq->lang);
	rq_put_msg(x->rq->arena, o, "guidance", guidance, NULL, x->rq->lang);
	if (representative >= 0) /* whose: its number in the list of representatives */
		rq_put_int(o, "representative", representative + 1);
	rq_push(list, o);
}

/* By the same rules by which intake says what is missing (R-REQ-3, R-REQ-10). */
static int propose(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct case_lack *lacks;
	size_t n;

	if (case_lacks(x, &lacks, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		push_item(x, list, lacks[i].kind, lacks[i].guidance, lacks[i].representative);
	return 0;
}

/* Every kind with a guidance to begin from: what is unclear only a person can see. */
static struct json_object *templates(struct act *x)
{
	static const enum cw_msg guidance[CW_CORRECTION_MAX] = {
		[CW_CORRECTION_IDENTITY] = CW_MSG_MISSING_IDENTITY,
		[CW_CORRECTION_CONTACT] = CW_MSG_MISSING_CONTACT,
		[CW_CORRECTION_AUTHORISATION] = CW_MSG_LACKS_AUTHORISATION,
		[CW_CORRECTION_DESCRIPTION] = CW_MSG_MISSING_DESCRIPTION,
		[CW_CORRECTION_FORM] = CW_MSG_MISSING_WAY,
	};
	struct json_object *list = rq_array();

	for (int k = 0; k < CW_CORRECTION_MAX; k++)
		push_item(x, list, (enum cw_correction_kind)k, guidance[k], -1);
	return list;
}

int api_correction_proposal(struct rq *rq, struct cw_err *err)
{
	struct json_object *o, *items;
	struct act x;
	uint64_t id;

	if (admin_id(rq, 0, &id, err) || act_view(&x, rq, id, err))
		return -1;
	items = rq_array();
	if (propose(&x, items, err)) {
		json_object_put(items);
		return -1;
	}
	o = rq_obj();
	rq_put_day(o, "last_day", x.c.clock.correction_last_day);
	rq_put_bool(o, "sent", x.c.clock.corrected_used);
	rq_put_int(o, "working_days", x.settings.correction_days);
	rq_put(o, "items", items);
	rq_put(o, "kinds", templates(&x));
	return rq_json(rq, 200, o, err);
}
