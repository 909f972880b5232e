/* Letters of a case: composed by casework/letter.h, numbered, kept as sent (R-KEEP-2). */
#include <string.h>

#include "casework/base/text.h"
#include "casework/remedy_body.h"
#include "db/filing.h"
#include "server/act/act.h"
#include "server/act/facts.h"
#include "server/app.h"

/* All of several applicants; letters go to an agent while the authorisation holds, else to the
 * applicant (R-REQ-10). */
static int addressee(struct act *x, const struct db_person *first, struct cw_letter_facts *out,
		     struct cw_err *err)
{
	struct rq *rq = x->rq;
	struct db_representative *reps;
	struct db_person *joint;
	struct cw_buf names;
	size_t n_reps, n_joint;

	if (db_joint_list(rq->db, rq->arena, rq->app->keys, x->d.id, &joint, &n_joint, err) ||
	    db_representative_list(rq->db, rq->arena, rq->app->keys, x->d.id, &reps, &n_reps, err))
		return -1;
	out->applicant = first->name;
	if (n_joint && first->name) {
		cw_buf_init(&names, rq->arena);
		cw_buf_printf(&names, "%s", first->name);
		for (size_t i = 0; i < n_joint; i++)
			cw_buf_printf(&names, "、%s", joint[i].name);
		out->applicant = cw_buf_done(&names, NULL);
		if (!out->applicant)
			return cw_fail_memory(err);
	}
	out->addressee = x->successor ? x->successor : out->applicant;
	if (!out->addressee) /* a filing without a name is corrected by a letter like others (R-REQ-3) */
		out->addressee = cw_msg_raw(CW_MSG_ROLE_APPLICANT, out->lang);
	for (size_t i = 0; i < n_reps && !x->successor; i++) {
		const struct cw_representative r = db_representative_facts(&reps[i]);

		if (cw_representative_gets_letters(&r, out->date) && reps[i].person.name) {
			out->addressee = reps[i].person.name;
			break;
		}
	}
	return 0;
}

/* What the law makes of our kinds of agency (casework/remedy_body.h); -1: not told apart by them.
 */
static int body_agency(const char *kind)
{
	static const struct {
		const char *kind;
		enum cw_body_agency agency;
	} rows[] = {
		{ "government", CW_BODY_AGENCY_GOVERNMENT },
		{ "town", CW_BODY_AGENCY_GOVERNMENT },
		{ "department", CW_BODY_AGENCY_DEPARTMENT },
		{ "branch", CW_BODY_AGENCY_CITY_BRANCH },
		{ "subdistrict", CW_BODY_AGENCY_SUBDISTRICT },
		{ "zone", CW_BODY_AGENCY_SUBDISTRICT },
		{ "organisation", CW_BODY_AGENCY_ORGANISATION },
	};

	for (size_t i = 0; i < DB_N(rows); i++)
		if (strcmp(rows[i].kind, kind) == 0)
			return rows[i].agency;
	return -1;
}

/* Without a setting: the district's government where the law names it (R-OUT-4).  A government
 * discloses through its 办公室, which is no body of reconsideration itself; a body above the
 * district is not known here, and the letter then speaks of bodies in general. */
static int default_body(struct act *x, struct cw_remedy_body *out, size_t *n, struct cw_err *err)
{
	static const char office[] = "办公室";
	int agency = body_agency(x->agency.kind);
	struct cw_body_default standard;
	struct db_agency root;
	bool own = false;
	size_t len;

	*n = 0;
	if (agency < 0 || x->agency.root == x->agency.id)
		return 0;
	standard = cw_remedy_body_default((enum cw_body_agency)agency);
	for (size_t i = 0; i < standard.n; i++)
		own = own || standard.bodies[i] == CW_BODY_OWN_GOVERNMENT ||
		      standard.bodies[i] == CW_BODY_DISTRICT_GOVERNMENT ||
		      (standard.bodies[i] == CW_BODY_GOVERNMENT_ABOVE &&
		       strcmp(x->agency.kind, "town") == 0);
	if (!own)
		return 0;
	if (db_agency_get(x->rq->db, x->rq->arena, x->agency.root, &root, err))
		return -1;
	len = strlen(root.name);
	if (len > sizeof(office) && strcmp(root.name + len - (sizeof(office) - 1), office) == 0)
		root.name = cw_strndup(x->rq->arena, root.name, len - (sizeof(office) - 1));
	if (!root.name)
		return cw_fail_memory(err);
	*out = (struct cw_remedy_body){ root.name, root.address, NULL };
	*n = 1;
	return 0;
}

int act_letter_facts(struct act *x, struct cw_letter_facts *out, struct cw_err *err)
{
	struct rq *rq = x->rq;
	struct db_person person;
	struct db_agency_body *bodies;
	struct cw_remedy_body *list;
	struct cw_remedy_bodies *all = cw_alloc(rq->arena, sizeof(*all));
	struct settings now;
	size_t n;

	if (!all)
		return cw_fail_memory(err);
	if (db_person_get(rq->db, rq->arena, rq->app->keys, x->d.applicant_id, &person, err) ||
	    db_agency_body_list(rq->db, rq->arena, x->d.agency_id, &bodies, &n, err))
		return -1;
	list = cw_alloc_n(rq->arena, n ? n : 1, sizeof(*list));
	if (!list)
		return cw_fail_memory(err);
	for (size_t i = 0; i < n; i++)
		list[i] = (struct cw_remedy_body){ bodies[i].name, bodies[i].address,
						   bodies[i].online };
	if (!n && default_body(x, list, &n, err))
		return -1;
	all->bodies = list;
	all->n_bodies = n;
	all->court = x->agency.court;
	all->online_service = x->d.electronic_ok; /* then it is delivered online (复议法 22) */
	/* Remedies are those in force on the day of the act, not of the receipt (law.md, opening). */
	if (settings_load(rq->db, rq->arena, x->d.agency_id, x->facts.on, &now, err))
		return -1;
	for (int o = 0; o < CW_OUTCOME_MAX; o++)
		if (now.reconsideration_only[o])
			all->reconsideration_only |= CW_OUTCOME_BIT(o);
	memset(out, 0, sizeof(*out));
	out->lang = strcmp(x->d.lang, "en") == 0 ? CW_EN : CW_ZH;
	out->date = x->facts.on;
	out->number = x->d.number;
	if (addressee(x, &person, out, err))
		return -1;
	out->shown_number = cw_printf(rq->arena, "依申请〔%d〕%d号", x->d.year, x->d.running);
	out->agency = x->agency.name;
	out->agency_office = x->agency.office;
	out->agency_address = x->agency.address;
	out->agency_phone = x->agency.phone;
	out->title = x->d.title;
	out->description = x->d.description;
	out->submitted_on = x->d.submitted_on;
	out->received_on = x->d.received_on;
	out->channel = x->c.channel;
	out->clock = &x->c.clock;
	out->bodies = all;
	if (x->d.handling > 1) {
		struct cw_letter_earlier *earlier = cw_alloc(rq->arena, sizeof(*earlier));

		if (!earlier)
			return cw_fail_memory(err);
		if (act_earlier(x, earlier, err))
			return -1;
		out->earlier = earlier;
	}
	return out->shown_number ? 0 : cw_fail_memory(err);
}

char *act_letter_bytes(struct cw_arena *a, const struct cw_letter_text *t, size_t *len)
{
	static const char *const kinds[] = { [CW_BLOCK_HEADING] = "heading",
					     [CW_BLOCK_PARAGRAPH] = "paragraph",
					     [CW_BLOCK_FACT] = "fact",
					     [CW_BLOCK_ITEM] = "item" };
	struct json_object *o = rq_obj(), *blocks = rq_array();
	char *text;

	rq_put_str(o, "kind", cw_letter(t->kind)->name);
	rq_put_str(o, "lang", t->lang == CW_EN ? "en" : "zh");
	rq_put_str(o, "title", t->title);
	rq_put_str(o, "document_number", t->document_number);
	rq_put_str(o, "addressee", t->addressee);
	rq_put_str(o, "agency", t->agency);
	rq_put_str(o, "signed_by", t->signed_by);
	rq_put_day(o, "date", t->date);
	for (size_t i = 0; i < t->n_blocks; i++) {
		struct json_object *b = rq_obj();

		rq_put_str(b, "kind", kinds[t->blocks[i].kind]);
		if (t->blocks[i].label)
			rq_put_str(b, "label", t->blocks[i].label);
		rq_put_str(b, "text", t->blocks[i].text);
		rq_push(blocks, b);
	}
	rq_put(o, "blocks", blocks);
	text = rq_json_text(a, o, len);
	json_object_put(o);
	return text;
}

int act_letter(struct act *x, enum cw_letter_kind kind, struct cw_letter_facts *facts,
	       uint64_t signed_by, bool for_applicant, struct db_letter *out, struct cw_err *err)
{
	const struct cw_letter_row *row = cw_letter(kind);
	struct rq *rq = x->rq;
	struct cw_letter_text text;
	uint64_t number;
	size_t len;

	if (row->numbered) {
		if (db_number_take(rq->db, x->d.agency_id, "letter", cw_day_year(x->facts.on),
				   &number, err))
			return -1;
		facts->document_number =
			cw_printf(rq->arena, "%s依复〔%d〕%llu号", x->agency.short_name,
				  cw_day_year(x->facts.on), (unsigned long long)number);
		if (!facts->document_number)
			return cw_fail_memory(err);
	}
	if (cw_letter_compose(rq->arena, kind, facts, &text, err))
		return -1;
	*out = (struct db_letter){
		.case_id = x->d.id,
		.agency_id = x->d.agency_id,
		.signed_by = signed_by,
		.handling = x->d.handling,
		.kind = row->name,
		.document_number = facts->document_number,
		.made_on = x->facts.on,
		.made_at = rq->now,
		.for_applicant = for_applicant,
	};
	out->body = act_letter_bytes(rq->arena, &text, &len);
	out->body_len = len;
	if (!out->body)
		return cw_fail_memory(err);
	return db_letter_add(rq->db, rq->arena, rq->app->keys, out, err);
}

int act_ending_letter(struct act *x, enum cw_outcome outcome, const char *into, const char *reason,
		      struct cw_err *err)
{
	struct cw_letter_end end = { .outcome = outcome,
				     .notice_number = into,
				     .notice_on = CW_DAY_NONE,
				     .notice_received_on = CW_DAY_NONE,
				     .period_ended_on = CW_DAY_NONE,
				     .reason = reason,
				     .due_on = CW_DAY_NONE };
	struct cw_letter_facts facts;
	struct db_letter letter;

	if (act_letter_facts(x, &facts, err))
		return -1;
	facts.end = &end;
	facts.signed_by = x->rq->who.name;
	return act_letter(x, CW_LETTER_TERMINATION_NOTICE, &facts, x->rq->who.user, true, &letter,
			  err);
}

int act_letter_copy(struct act *x, const struct db_letter *letter, int no, struct db_letter *out,
		    struct cw_err *err)
{
	*out = *letter;
	out->case_id = x->d.id;
	out->handling = x->d.handling;
	out->lead_id = letter->id;
	out->copy_no = no;
	return db_letter_add(x->rq->db, x->rq->arena, x->rq->app->keys, out, err);
}
