/*
 * Taking a request in (接收, law.md part 2): by a clerk or caseworker on each channel, with the day
 * of receipt by its rule, and the day of entry apart from it (R-KEEP-3).
 */
#include <string.h>

#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/api/filing.h"
#include "server/api/intake.h"
#include "server/app.h"

static const char *const channels[] = { "in_person", "post_signed", "post_ordinary", "fax",
					"email",     "oral",	    "handed_on",     NULL };
static const char *const handers[] = { "hotline", "petitions", "higher_agency", NULL };
static const char *const evidence_kinds[] = { "envelope", "tracking", "screenshot",
					      "scan",	  "other",    NULL };

struct evidence_args {
	int kind;
	const char *reference;
};
struct intake_args {
	struct filing f;
	int channel, handed_on_by;
	cw_day arrived_on, confirmed_on;
	const char *other_unit, *handed_on_name, *cannot_write;
	bool read_back, asks_for_information;
	struct rq_list evidence; /* of struct evidence_args */
	struct rq_list attempts; /* of struct attempt_args */
};
#define F(member) offsetof(struct intake_args, member)

static const struct rq_field evidence_fields[] = {
	{ "kind", RQ_CHOICE, offsetof(struct evidence_args, kind), .required = true,
	  .choices = evidence_kinds },
	{ "reference", RQ_STRING, offsetof(struct evidence_args, reference), .required = true,
	  .min = 1, .max = 200 },
	{ 0 }
};
static const struct rq_field fields[] = {
	{ "agency", RQ_STRING, F(f.agency), .required = true, .min = 1, .max = 20 },
	{ "channel", RQ_CHOICE, F(channel), .required = true, .choices = channels },
	{ "arrived_on", RQ_DAY, F(arrived_on), .required = true },
	{ "other_unit", RQ_STRING, F(other_unit), .min = 1, .max = 120 },
	{ "confirmed_on", RQ_DAY, F(confirmed_on) },
	{ "handed_on_by", RQ_CHOICE, F(handed_on_by), .choices = handers },
	{ "handed_on_name", RQ_STRING, F(handed_on_name), .min = 1, .max = 120 },
	{ "asks_for_information", RQ_BOOL, F(asks_for_information) },
	{ "cannot_write", RQ_STRING, F(cannot_write), .min = 1, .max = 500 },
	{ "read_back", RQ_BOOL, F(read_back) },
	{ "evidence", RQ_LIST, F(evidence), .max = 20, .sub = evidence_fields,
	  .sub_size = sizeof(struct evidence_args) },
	{ "attempts", RQ_LIST, F(attempts), .max = 20, .sub = attempt_fields,
	  .sub_size = sizeof(struct attempt_args), .sub_default = &attempt_default },
	{ "beyond_age", RQ_BOOL, F(f.beyond_age) },
	FILING_PEOPLE(struct intake_args, f, staff),
	FILING_REQUEST(struct intake_args, f),
	{ 0 }
};

/* ---- What each channel asks for, and the day of receipt. */

static bool awaits_confirmation(enum cw_channel channel)
{
	return channel == CW_CHANNEL_POST_ORDINARY || channel == CW_CHANNEL_FAX;
}

static void only_for(bool given, bool belongs, const char *pointer, struct cw_err *err)
{
	if (given && !belongs)
		cw_fail_item(err, pointer, CW_MSG_NOT_ON_THIS_CHANNEL, NULL);
}

static void need(bool given, const char *pointer, enum cw_msg msg, struct cw_err *err)
{
	if (!given)
		cw_fail_item(err, pointer, msg, NULL);
}

static void check_channel(const struct intake_args *in, enum cw_channel channel, struct cw_err *err)
{
	const bool oral = channel == CW_CHANNEL_ORAL, handed = channel == CW_CHANNEL_HANDED_ON;

	only_for(in->other_unit != NULL, channel == CW_CHANNEL_POST_SIGNED, "/other_unit", err);
	only_for(in->handed_on_by >= 0, handed, "/handed_on_by", err);
	only_for(in->handed_on_name != NULL, handed, "/handed_on_name", err);
	only_for(in->asks_for_information, handed, "/asks_for_information", err);
	only_for(in->cannot_write != NULL, oral, "/cannot_write", err);
	only_for(in->read_back, oral, "/read_back", err);
	only_for(in->attempts.n > 0, awaits_confirmation(channel), "/attempts", err);
	if (oral) { /* R-REQ-2, R-RCPT-5 */
		need(in->cannot_write != NULL, "/cannot_write", CW_MSG_REQUIRED, err);
		need(in->read_back, "/read_back", CW_MSG_MUST_BE_READ_BACK, err);
	}
	if (handed) { /* R-RCPT-8 */
		need(in->handed_on_by >= 0, "/handed_on_by", CW_MSG_REQUIRED, err);
		need(in->handed_on_name != NULL, "/handed_on_name", CW_MSG_REQUIRED, err);
		need(in->asks_for_information, "/asks_for_information",
		     CW_MSG_MUST_ASK_FOR_INFORMATION, err);
		need(in->evidence.n > 0, "/evidence", CW_MSG_HANDED_ON_EVIDENCE, err);
	}
}

static void check_days(struct rq *rq, const struct intake_args *in, struct cw_err *err)
{
	const cw_day first = cw_day_of(2019, 5, 15);
	char low[CW_DAY_TEXT], high[CW_DAY_TEXT];

	if (in->arrived_on < first || in->arrived_on > rq->today)
		cw_fail_item(err, "/arrived_on", CW_MSG_DAY_NOT_BETWEEN, cw_day_text(first, low),
			     cw_day_text(rq->today, high), NULL);
	else if (in->confirmed_on != CW_DAY_NONE &&
		 (in->confirmed_on < in->arrived_on || in->confirmed_on > rq->today))
		cw_fail_item(err, "/confirmed_on", CW_MSG_DAY_NOT_BETWEEN,
			     cw_day_text(in->arrived_on, low), cw_day_text(rq->today, high), NULL);
}

/* The day of receipt (R-RCPT-1 to R-RCPT-8): that of the arrival, but for post addressed to another
 * unit where the setting takes the day on which the office confirmed it (R-RCPT-2). */
static int day_of_receipt(const struct intake_args *in, const struct settings *settings, cw_day *on,
			  struct cw_err *err)
{
	const bool confirmed = in->other_unit && settings->misaddressed_confirmed;

	*on = confirmed ? in->confirmed_on : in->arrived_on;
	if (confirmed && in->confirmed_on == CW_DAY_NONE)
		return cw_fail_item(err, "/confirmed_on", CW_MSG_REQUIRED, NULL);
	if (!confirmed && in->confirmed_on != CW_DAY_NONE)
		return cw_fail_item(err, "/confirmed_on", CW_MSG_NOT_CONFIRMED_HERE, NULL);
	return 0;
}

/* ---- Taking in. */

static struct json_object *arrival_detail(const struct intake_args *in)
{
	struct json_object *o = rq_obj(), *kinds = rq_array();
	const struct evidence_args *e = in->evidence.items;

	rq_put_day(o, "arrived_on", in->arrived_on);
	if (in->other_unit)
		rq_put_str(o, "other_unit", in->other_unit);
	if (in->handed_on_by >= 0)
		rq_put_str(o, "handed_on_by", handers[in->handed_on_by]);
	for (size_t i = 0; i < in->evidence.n; i++)
		rq_push(kinds, json_object_new_string(evidence_kinds[e[i].kind]));
	rq_put(o, "evidence", kinds);
	return o;
}

static int begin(struct rq *rq, struct intake_args *in, const struct db_agency *agency, cw_day on,
		 struct filing_start *s, struct act *x, struct cw_err *err)
{
	const struct evidence_args *given = in->evidence.items;
	struct db_evidence *rows = cw_alloc_n(rq->arena, in->evidence.n + 1, sizeof(*rows));

	if (!rows)
		return cw_fail_memory(err);
	for (size_t i = 0; i < in->evidence.n; i++)
		rows[i] = (struct db_evidence){ evidence_kinds[given[i].kind], given[i].reference };
	*s = (struct filing_start){
		.act = CW_ACT_TAKE_IN,
		.channel = (enum cw_channel)cw_channel_of(channels[in->channel]),
		.on = on,
		.row = { .arrived_on = in->arrived_on,
			 .confirmed_on = in->confirmed_on,
			 .other_unit = in->other_unit,
			 .handed_on_by = in->handed_on_by < 0 ? NULL : handers[in->handed_on_by],
			 .handed_on_name = in->handed_on_name,
			 .cannot_write = in->cannot_write },
		.evidence = rows,
		.n_evidence = in->evidence.n,
		.detail = arrival_detail(in),
	};
	return filing_begin(rq, &in->f, agency, s, x, err);
}

/* The case with what is given to the applicant: the receipt and, once, the query code. */
static int answer(struct act *x, const char *code, const struct db_letter *receipt,
		  struct cw_err *err)
{
	char *location = cw_printf(x->rq->arena, "/api/v1/cases/%llu", (unsigned long long)x->d.id);
	struct json_object *o;

	if (!location)
		return cw_fail_memory(err);
	if (rq_set_header(x->rq, "Location", location, err) || case_json(x, &o, err))
		return -1;
	rq_put_str(o, "query_code", receipt ? code : NULL);
	rq_put(o, "receipt", receipt ? rq_kept(receipt->body) : NULL);
	return rq_json_versioned(x->rq, 201, x->d.version, o, err);
}

static int intake_tx(struct rq *rq, void *arg, struct cw_err *err)
{
	struct intake_args *in = arg;
	const struct attempt_args *attempts = in->attempts.items;
	struct filing_start start;
	struct db_agency agency;
	struct db_letter receipt;
	struct settings settings;
	bool pending;
	struct act x;
	cw_day on;

	if (filing_agency(rq, in->f.agency, &agency, err))
		return -1;
	if (!(act_roles(&rq->who, agency.id, 0) &
	      (CW_ROLE_BIT(CW_ROLE_CLERK) | CW_ROLE_BIT(CW_ROLE_CASEWORKER))))
		return cw_fail(err, CW_FORBIDDEN, CW_MSG_FORBIDDEN, NULL);
	if (settings_load(rq->db, rq->arena, agency.id, in->arrived_on, &settings, err) ||
	    day_of_receipt(in, &settings, &on, err) ||
	    act_check_proof(rq, &settings, on, in->evidence.n > 0, "/evidence", err) ||
	    begin(rq, in, &agency, on, &start, &x, err))
		return -1;
	pending = x.c.state == CW_STATE_PENDING_CONFIRMATION;
	if (pending ? attempt_begin(&x, attempts, in->attempts.n, err)
		    : act_received(&x, &receipt, err))
		return -1;
	return act_reload(&x, err) || answer(&x, start.code, pending ? NULL : &receipt, err) ? -1
											     : 0;
}

int api_case_take_in(struct rq *rq, struct cw_err *err)
{
	struct intake_args in = { .f = filing_new(),
				  .handed_on_by = -1,
				  .arrived_on = CW_DAY_NONE,
				  .confirmed_on = CW_DAY_NONE };
	enum cw_channel channel;

	if (rq_body(rq, fields, &in, err))
		return -1;
	channel = (enum cw_channel)cw_channel_of(channels[in.channel]);
	check_channel(&in, channel, err);
	check_days(rq, &in, err);
	if (filing_check(rq, &in.f, err))
		return -1;
	return act_run(rq, intake_tx, &in, err);
}
