/* The beginning of a case: number, docket, persons, arrival, first event. */
#include <string.h>

#include "casework/base/text.h"
#include "casework/identity.h"
#include "server/api/after.h"
#include "server/api/filing.h"
#include "server/app.h"

static int digest_of(struct rq *rq, const struct db_docket *d, unsigned char out[32],
		     struct cw_err *err)
{
	char *text = cw_printf(rq->arena, "%s\n%s", d->title, d->description);
	char *folded = text ? cw_text_fold(rq->arena, text) : NULL;

	if (!folded)
		return cw_fail_memory(err);
	db_sha256(folded, strlen(folded), out);
	return 0;
}

int filing_save_text(struct act *x, struct cw_err *err)
{
	unsigned char digest[32];

	return digest_of(x->rq, &x->d, digest, err) ||
			       db_filing_save_text(x->rq->db, x->d.id, digest, err)
		       ? -1
		       : 0;
}

/* ---- Persons. */

static int add_person(struct rq *rq, const struct filing_person *p, struct db_person *out,
		      struct cw_err *err)
{
	*out = (struct db_person){
		.category = filing_categories[p->category < 0 ? 0 : p->category],
		.name = p->name,
		.id_kind = p->id_kind < 0 ? NULL : cw_id_kind_name((enum cw_id_kind)p->id_kind),
		.id_number = p->id_number,
		.id_kept = p->id_kept,
		.phone = p->phone,
		.email = p->email,
		.address = p->address,
	};
	return db_person_add(rq->db, rq->arena, rq->app->keys, out,
			     p->id_normal[0] ? p->id_normal : NULL, err);
}

int filing_add_representative(struct rq *rq, uint64_t case_id,
			      const struct filing_representative *f, int no, uint64_t *id,
			      struct cw_err *err)
{
	struct db_representative r = {
		.case_id = case_id,
		.no = no,
		.kind = (enum cw_representative_kind)f->kind,
		.has_signed = f->has_signed,
		/* The 委托书 is there as soon as anything of it is. */
		.has_authorisation = f->matters || f->powers.n || f->valid_from != CW_DAY_NONE ||
				     f->valid_to != CW_DAY_NONE,
		.matters = f->matters,
		.valid_from = f->valid_from,
		.valid_to = f->valid_to,
		.lawyer = f->lawyer,
		.licence = f->licence,
		.firm_letter = f->firm_letter,
	};

	r.powers = filing_join(rq->arena, &f->powers);
	if (!r.powers)
		return cw_fail_memory(err);
	if (add_person(rq, &f->person, &r.person, err) ||
	    db_representative_add(rq->db, rq->arena, rq->app->keys, &r, err))
		return -1;
	*id = r.id;
	return 0;
}

static int add_people(struct rq *rq, const struct filing *f, uint64_t case_id, struct cw_err *err)
{
	const struct filing_person *joint = f->joint.items;
	const struct filing_representative *reps = f->representatives.items;
	struct db_person person;
	uint64_t id;

	for (size_t i = 0; i < f->joint.n; i++)
		if (add_person(rq, &joint[i], &person, err) ||
		    db_joint_add(rq->db, case_id, (int)i + 2, person.id, err))
			return -1;
	for (size_t i = 0; i < f->representatives.n; i++)
		if (filing_add_representative(rq, case_id, &reps[i], (int)i + 1, &id, err))
			return -1;
	return 0;
}

/* ---- The docket. */

/* The number is taken directly before the case is inserted: its counter row is locked from here on
 * (design.md, Ids). */
static int add_docket(struct rq *rq, const struct filing *f, const struct db_agency *agency,
		      struct filing_start *s, struct db_docket *d, struct cw_err *err)
{
	struct db_person applicant;
	uint64_t running;

	d->uid = cw_alloc(rq->arena, DB_UID);
	d->head = cw_alloc(rq->arena, 32);
	d->code_mac = cw_alloc(rq->arena, 32);
	if (!d->uid || !d->head || !d->code_mac)
		return cw_fail_memory(err);
	db_random(d->uid, DB_UID);
	query_code_make(s->code);
	d->agency_id = agency->id;
	d->year = cw_day_year(s->row.arrived_on);
	d->kind = "request";
	d->channel = cw_channel_name(s->channel);
	d->state = cw_state_name(CW_STATE_RECEIVED);
	d->lang = f->lang == 1 ? "en" : "zh";
	d->submitted_at = rq->now;
	d->submitted_on = s->row.arrived_on;
	d->received_on = d->registered_on = d->due_on = d->replied_on = d->closed_on = CW_DAY_NONE;
	d->is_open = true;
	d->next_on = DB_DAY_FAR;
	if (filing_put(rq, f, d, err) || add_person(rq, &f->applicant, &applicant, err) ||
	    db_number_take(rq->db, agency->id, "case", d->year, &running, err))
		return -1;
	d->applicant_id = applicant.id;
	d->running = (int)running;
	d->number = cw_printf(rq->arena, "%s-%s-%d-%05d", agency->region, agency->code, d->year,
			      d->running);
	if (!d->number)
		return cw_fail_memory(err);
	if (query_code_mac(rq, d->number, s->code, d->code_mac, err))
		return -1;
	return db_docket_add(rq->db, d, err) || db_grams_add(rq->db, rq->arena, d, err) ? -1 : 0;
}

static int add_arrival(struct rq *rq, const struct filing *f, const struct db_docket *d,
		       struct filing_start *s, struct cw_err *err)
{
	unsigned char digest[32];

	s->row.case_id = d->id;
	s->row.agency_id = d->agency_id;
	s->row.taken_by = rq->who.user;
	s->row.entered_on = rq->today;
	s->row.born_on = f->applicant.born_on;
	s->row.beyond_age = f->beyond_age;
	s->row.joint_contact = f->contact;
	if (digest_of(rq, d, digest, err) ||
	    db_filing_add(rq->db, rq->arena, rq->app->keys, &s->row, digest, err))
		return -1;
	for (size_t i = 0; i < s->n_evidence; i++)
		if (db_evidence_add(rq->db, d->id, (int)i + 1, &s->evidence[i], err))
			return -1;
	return 0;
}

/* What belongs to the arrival is put behind what the request says. */
static struct json_object *detail_of(struct filing_start *s, const struct db_docket *d)
{
	struct json_object *o = filing_detail(d);

	if (s->detail) {
		json_object_object_foreach(s->detail, key, value)
			rq_put_as(o, key, json_object_get(value));
		json_object_put(s->detail);
		s->detail = NULL;
	}
	return o;
}

int filing_begin(struct rq *rq, struct filing *f, const struct db_agency *agency,
		 struct filing_start *s, struct act *x, struct cw_err *err)
{
	struct db_docket d = { 0 };

	if (add_docket(rq, f, agency, s, &d, err) || add_people(rq, f, d.id, err) ||
	    own_record_add(rq, &f->own_record, d.id, err) ||
	    add_arrival(rq, f, &d, s, err)) {
		json_object_put(s->detail);
		s->detail = NULL;
		return -1;
	}
	return act_begin(x, rq, &d, s->act, s->on, detail_of(s, &d), err);
}
