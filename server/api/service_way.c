/* The ways of service (R-CLOCK-9): which day counts for each, and the 送达回证. */
#include <string.h>

#include "server/api/service.h"
#include "server/app.h"

/* Which day counts, and what the applicant's choice has to do with it. */
enum counts { COUNTS_SIGNING, COUNTS_POSTING, COUNTS_AVAILABLE };
struct way_row {
	const char *name;
	enum cw_msg title, why;
	enum counts counts;
	bool at_the_door; /* somebody signs there: a 送达回证; the signature can be refused */
	const char *asked[3]; /* docket.ways that it serves; none: always fitting */
};
static const struct way_row ways[SERVICE_WAY_MAX] = {
	[SERVICE_HAND] = { "hand", CW_MSG_SERVICE_WAY_HAND, CW_MSG_SERVICE_COUNTS_SIGNING,
			   COUNTS_SIGNING, .at_the_door = true },
	[SERVICE_ENTRUSTED] = { "entrusted", CW_MSG_SERVICE_WAY_ENTRUSTED,
				CW_MSG_SERVICE_COUNTS_SIGNING, COUNTS_SIGNING,
				.at_the_door = true },
	[SERVICE_POST] = { "post", CW_MSG_SERVICE_WAY_POST, CW_MSG_SERVICE_COUNTS_POSTING,
			   COUNTS_POSTING, .asked = { "post" } },
	[SERVICE_COURIER] = { "courier", CW_MSG_SERVICE_WAY_COURIER, CW_MSG_SERVICE_COUNTS_SIGNING,
			      COUNTS_SIGNING, .asked = { "post" } },
	[SERVICE_ELECTRONIC] = { "electronic", CW_MSG_SERVICE_WAY_ELECTRONIC,
				 CW_MSG_SERVICE_COUNTS_AVAILABLE, COUNTS_AVAILABLE,
				 .asked = { "download", "email" } },
	[SERVICE_COLLECTION] = { "collection", CW_MSG_SERVICE_WAY_COLLECTION,
				 CW_MSG_SERVICE_COUNTS_READ, COUNTS_SIGNING,
				 .asked = { "collect" } },
	[SERVICE_ON_SITE] = { "on_site", CW_MSG_SERVICE_WAY_ON_SITE, CW_MSG_SERVICE_COUNTS_READ,
			      COUNTS_SIGNING, .asked = { "on_site" } },
	[SERVICE_FAX] = { "fax", CW_MSG_SERVICE_WAY_FAX, CW_MSG_SERVICE_COUNTS_FAX, COUNTS_SIGNING,
			  .asked = { "fax" } },
};

static const char *const way_names[] = { "hand",       "entrusted", "post", "courier", "electronic",
					 "collection", "on_site",   "fax",  NULL };
static const char *const relations[] = { "applicant", "agent", "household", NULL };
static const enum cw_msg relation_titles[] = { CW_MSG_SERVICE_RELATION_APPLICANT,
					       CW_MSG_SERVICE_RELATION_AGENT,
					       CW_MSG_SERVICE_RELATION_HOUSEHOLD };

const struct service_args service_default = { .relation = -1,
					      .sent_on = CW_DAY_NONE,
					      .received_on = CW_DAY_NONE };
const struct rq_field service_fields[] = {
	{ "way", RQ_CHOICE, offsetof(struct service_args, way), .required = true,
	  .choices = way_names },
	{ "proof", RQ_STRING, offsetof(struct service_args, proof), .min = 1, .max = 200 },
	{ "sent_on", RQ_DAY, offsetof(struct service_args, sent_on) },
	{ "received_on", RQ_DAY, offsetof(struct service_args, received_on) },
	{ "refused", RQ_BOOL, offsetof(struct service_args, refused) },
	{ "record", RQ_STRING, offsetof(struct service_args, record), .min = 2, .max = 1000 },
	{ "recipient", RQ_STRING, offsetof(struct service_args, recipient), .min = 1, .max = 80 },
	{ "relation", RQ_CHOICE, offsetof(struct service_args, relation), .choices = relations },
	{ "place", RQ_STRING, offsetof(struct service_args, place), .min = 1, .max = 200 },
	{ "served_by", RQ_STRING, offsetof(struct service_args, served_by), .min = 1, .max = 80 },
	{ "applicant_no", RQ_INT, offsetof(struct service_args, applicant), .min = 1, .max = 21 },
	{ "representative_no", RQ_INT, offsetof(struct service_args, representative), .min = 1,
	  .max = 50 },
	{ "other_form_reason", RQ_STRING, offsetof(struct service_args, other_form), .min = 2,
	  .max = 500 },
	{ 0 }
};

const char *service_way_name(int way)
{
	return ways[way].name;
}

int service_way_of(const char *name)
{
	for (int i = 0; i < SERVICE_WAY_MAX; i++)
		if (strcmp(ways[i].name, name) == 0)
			return i;
	return -1;
}

enum cw_msg service_way_title(int way)
{
	return ways[way].title;
}

enum cw_msg service_way_why(int way)
{
	return ways[way].why;
}

/* ---- The day that counts. */

static int by_signing(const struct service_args *in, struct db_service *s, struct cw_err *err)
{
	const bool sent = in->way == SERVICE_COURIER || in->way == SERVICE_FAX;

	if (in->received_on == CW_DAY_NONE)
		return cw_fail_item(err, "/received_on", CW_MSG_REQUIRED, NULL);
	s->served_on = in->received_on;
	if (!sent) /* handed over: there is no day of sending before it */
		s->sent_on = s->served_on;
	else if (s->received_on < s->sent_on)
		return cw_fail_item(err, "/received_on", CW_MSG_RECEIVED_BEFORE_SENT, NULL);
	return 0;
}

static int by_posting(const struct service_args *in, struct db_service *s, struct cw_err *err)
{
	(void)in;
	s->served_on = s->sent_on;
	if (s->received_on != CW_DAY_NONE && s->received_on < s->sent_on)
		return cw_fail_item(err, "/received_on", CW_MSG_RECEIVED_BEFORE_SENT, NULL);
	return 0;
}

static bool asked_for(const char *asked, const char *way)
{
	const size_t len = strlen(way);

	for (const char *p = asked; (p = strstr(p, way)); p += len)
		if ((p == asked || p[-1] == ',') && (p[len] == ',' || !p[len]))
			return true;
	return false;
}

/* Whether one of the ways that the applicant asked for is served by ROW's. */
static bool chosen(const struct act *x, const struct way_row *row)
{
	for (size_t i = 0; i < DB_N(row->asked) && row->asked[i]; i++)
		if (asked_for(x->d.ways, row->asked[i]))
			return true;
	return false;
}

/* Made available under the query code now, neither earlier nor later; only where it was agreed to,
 * or, for the reply, chosen as the way of getting the information. */
static int by_availability(struct act *x, struct db_service *s, struct cw_err *err)
{
	if (!x->d.electronic_ok &&
	    !(x->act == CW_ACT_SERVE && chosen(x, &ways[SERVICE_ELECTRONIC])))
		return cw_fail_law(err, CW_MSG_NOT_AGREED_ELECTRONIC, "R-CLOCK-9", "条例40", NULL);
	s->sent_on = s->served_on = x->rq->today;
	s->received_on = CW_DAY_NONE;
	return 0;
}

/* Who refuses is left the letter, with a record of what happened. */
static void check_refusal(const struct service_args *in, struct cw_err *err)
{
	if (!in->refused)
		return;
	if (!ways[in->way].at_the_door)
		(void)cw_fail_item(err, "/refused", CW_MSG_SERVICE_NOT_REFUSABLE, NULL);
	if (!in->record)
		(void)cw_fail_item(err, "/record", CW_MSG_SERVICE_REFUSED_RECORD, NULL);
}

int service_fill(struct act *x, const struct service_args *in, struct db_service *s,
		 struct cw_err *err)
{
	const struct way_row *row = &ways[in->way];

	*s = (struct db_service){
		.case_id = x->d.id,
		.way = row->name,
		.proof = in->proof ? in->proof : "",
		.sent_on = in->sent_on != CW_DAY_NONE ? in->sent_on : x->rq->today,
		.received_on = in->received_on,
		.result = in->refused			   ? "refused"
			  : in->received_on != CW_DAY_NONE ? "delivered"
							   : "sent",
		.recipient = in->recipient,
		.relation = in->relation < 0 ? NULL : relations[in->relation],
		.place = in->place,
		.served_by = in->served_by,
		.record = in->record,
		.other_form = in->other_form,
		.due_on = x->d.due_on,
		.result_on = CW_DAY_NONE,
	};
	if (service_to(x, in, s, err) && err->code != CW_INVALID)
		return -1;
	check_refusal(in, err);
	if (in->way != SERVICE_ELECTRONIC && !in->proof)
		(void)cw_fail_item(err, "/proof", CW_MSG_REQUIRED, NULL);
	if (row->counts == COUNTS_SIGNING)
		(void)by_signing(in, s, err);
	else if (row->counts == COUNTS_POSTING)
		(void)by_posting(in, s, err);
	else if (by_availability(x, s, err))
		return -1;
	return err->code == CW_OK ? 0 : -1;
}

int service_check_days(struct act *x, const struct db_letter *letter, const struct db_service *s,
		       struct cw_err *err)
{
	const cw_day today = x->rq->today;
	char first[CW_DAY_TEXT], last[CW_DAY_TEXT];

	if (s->served_on >= letter->made_on && s->served_on <= today &&
	    s->sent_on >= letter->made_on &&
	    (s->received_on == CW_DAY_NONE || s->received_on <= today))
		return 0;
	return cw_fail_item(err, s->sent_on == s->served_on ? "/sent_on" : "/received_on",
			    CW_MSG_DAY_NOT_BETWEEN, cw_day_text(letter->made_on, first),
			    cw_day_text(today, last), NULL);
}

int service_check_form(struct act *x, const struct service_args *in, struct cw_err *err)
{
	const struct way_row *row = &ways[in->way];

	if (!x->d.ways[0] || x->d.other_way_ok || in->other_form || !row->asked[0])
		return 0;
	if (chosen(x, row))
		return 0;
	return cw_fail_law(err, CW_MSG_SERVICE_OTHER_FORM, "R-CLOCK-9", "条例40", NULL);
}

struct json_object *service_detail(const struct db_service *s)
{
	struct json_object *o = rq_obj();

	rq_put_id(o, "letter", s->letter_id);
	rq_put_str(o, "way", s->way);
	rq_put_str(o, "proof", s->proof);
	rq_put_day(o, "sent_on", s->sent_on);
	rq_put_day(o, "served_on", s->served_on);
	rq_put_day(o, "received_on", s->received_on);
	rq_put_str(o, "result", s->result);
	rq_put_str(o, "relation", s->relation);
	if (s->copy_to)
		rq_put_int(o, "applicant_no", s->copy_to);
	if (s->representative_no)
		rq_put_int(o, "representative_no", s->representative_no);
	rq_put_str(o, "other_form_reason", s->other_form);
	return o;
}

/* ---- 送达回证: for what is signed for, or refused, before the one who serves. */

static int return_letter(struct act *x, const struct db_letter *letter, const struct db_service *s,
			 struct cw_err *err)
{
	const int kind = cw_letter_of(letter->kind), way = service_way_of(s->way);
	struct cw_letter_service facts = { .letter_number = letter->document_number,
					   .place = s->place,
					   .recipient = s->recipient,
					   .proof = s->proof,
					   .remarks = s->record,
					   .server_name =
						   s->served_by ? s->served_by : x->rq->who.name,
					   .sent_on = s->sent_on,
					   .received_on = s->received_on };
	struct cw_letter_facts all;
	struct db_letter made;

	if (act_letter_facts(x, &all, err))
		return -1;
	facts.letter = kind < 0 ? letter->kind
				: cw_msg_raw(cw_letter((enum cw_letter_kind)kind)->title, all.lang);
	facts.way = cw_msg_raw(ways[way].title, all.lang);
	facts.result =
		cw_msg_raw(strcmp(s->result, "refused") == 0 ? CW_MSG_SERVICE_RESULT_REFUSED
							     : CW_MSG_SERVICE_RESULT_DELIVERED,
			   all.lang);
	for (size_t i = 0; s->relation && relations[i]; i++)
		if (strcmp(relations[i], s->relation) == 0)
			facts.relation = cw_msg_raw(relation_titles[i], all.lang);
	all.service = &facts;
	all.signed_by = x->rq->who.name;
	return act_letter(x, CW_LETTER_SERVICE_RETURN, &all, x->rq->who.user, false, &made, err);
}

int service_record(struct act *x, const struct db_letter *letter, struct db_service *s,
		   struct cw_err *err)
{
	const int way = service_way_of(s->way);
	const bool signs =
		ways[way].at_the_door || way == SERVICE_COLLECTION || way == SERVICE_ON_SITE;

	s->seq = x->d.seq;
	if (db_service_add(x->rq->db, x->rq->arena, x->rq->app->keys, s, err))
		return -1;
	return signs ? return_letter(x, letter, s, err) : 0;
}
