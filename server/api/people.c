/* Who files, for whom, and how it came in (R-REQ-3, R-REQ-10, part 2), as the case's JSON. */
#include <string.h>

#include "casework/identity.h"
#include "server/api/after.h"
#include "server/api/case_json.h"
#include "server/api/filing.h"
#include "server/app.h"

/* ---- What a filing lacks. */

/* The birth day that was told, or the one in the citizen number. */
static cw_day birth_of(const struct db_filing *f, const struct db_person *p)
{
	int year = 0, month = 0, day = 0;
	struct cw_id_check check;

	if (f->born_on != CW_DAY_NONE || !p->id_number || !p->id_kind ||
	    cw_id_kind_of(p->id_kind) != CW_ID_CITIZEN)
		return f->born_on;
	cw_id_check(CW_ID_CITIZEN, p->id_number, CW_DAY_NONE, &check);
	if (check.warning != CW_MSG_NONE || strlen(check.normal) != 18)
		return CW_DAY_NONE;
	for (int i = 6; i < 14; i++) {
		int *part = i < 10 ? &year : i < 12 ? &month : &day;

		*part = *part * 10 + (check.normal[i] - '0');
	}
	return cw_day_of(year, month, day);
}

struct lacks {
	struct db_filing filing;
	struct db_person applicant, *joint;
	struct db_representative *reps;
	size_t n_joint, n_reps;
	struct case_lack *list;
	size_t n, room;
};

static void lack(struct lacks *l, const char *item, enum cw_correction_kind kind,
		 enum cw_msg guidance, int representative)
{
	if (l->n < l->room)
		l->list[l->n++] = (struct case_lack){ item, kind, guidance, representative };
}

int people_applicant(struct act *x, const struct db_person **out, struct cw_err *err)
{
	struct rq *rq = x->rq;

	if (!x->applicant) {
		struct db_person *p = cw_alloc(rq->arena, sizeof(*p));

		if (!p)
			return cw_fail_memory(err);
		if (db_person_get(rq->db, rq->arena, rq->app->keys, x->d.applicant_id, p, err))
			return -1;
		x->applicant = p;
	}
	*out = x->applicant;
	return 0;
}

int people_filing(struct act *x, const struct db_filing **out, struct cw_err *err)
{
	static const struct db_filing none;
	struct rq *rq = x->rq;

	if (!x->filing) {
		struct db_filing *f = cw_alloc(rq->arena, sizeof(*f));
		bool found;

		if (!f)
			return cw_fail_memory(err);
		if (db_filing_find(rq->db, rq->arena, rq->app->keys, x->d.id, f, &found, err))
			return -1;
		x->filing = found ? f : &none;
	}
	*out = x->filing == &none ? NULL : x->filing;
	return 0;
}

static int load(struct act *x, struct lacks *l, struct cw_err *err)
{
	const struct db_person *applicant;
	const struct db_filing *filing;
	struct rq *rq = x->rq;

	l->joint = NULL;
	l->reps = NULL;
	l->n_joint = l->n_reps = 0;
	if (people_filing(x, &filing, err) || people_applicant(x, &applicant, err) ||
	    (act_has(x, DB_HAS_JOINT_APPLICANT) &&
	     db_joint_list(rq->db, rq->arena, rq->app->keys, x->d.id, &l->joint, &l->n_joint,
			   err)) ||
	    (act_has(x, DB_HAS_REPRESENTATIVE) &&
	     db_representative_list(rq->db, rq->arena, rq->app->keys, x->d.id, &l->reps,
				    &l->n_reps, err)))
		return -1;
	l->applicant = *applicant;
	l->filing = filing ? *filing : (struct db_filing){ .born_on = CW_DAY_NONE };
	return 0;
}

/* Identity, guardians, authorisations and the one contact, by casework/representative.h. */
static int people_lack(struct act *x, struct lacks *l, struct cw_err *err)
{
	struct cw_representative *reps =
		cw_alloc_n(x->rq->arena, l->n_reps ? l->n_reps : 1, sizeof(*reps));
	struct cw_correction_item items[64];
	struct cw_applicant_facts facts = {
		.filed_on = x->d.submitted_on,
		.organisation = strcmp(l->applicant.category, "natural_person") != 0,
		.has_identity = l->applicant.id_number != NULL,
		.born_on = birth_of(&l->filing, &l->applicant),
		.beyond_age = l->filing.beyond_age,
		.representatives = reps,
		.n_representatives = l->n_reps,
		.n_applicants = l->n_joint + 1,
		.has_joint_contact = l->filing.joint_contact > 0,
	};
	size_t n;

	if (!reps)
		return cw_fail_memory(err);
	for (size_t i = 0; i < l->n_reps; i++)
		reps[i] = db_representative_facts(&l->reps[i]);
	n = cw_representative_items(&facts, items, DB_N(items));
	for (size_t i = 0; i < n && i < DB_N(items); i++)
		lack(l,
		     items[i].kind == CW_CORRECTION_IDENTITY ? "identity_proof"
							     : cw_correction_name(items[i].kind),
		     items[i].kind, items[i].guidance, items[i].representative);
	return 0;
}

int case_lacks(struct act *x, struct case_lack **list, size_t *n, struct cw_err *err)
{
	struct lacks l = { .room = 72 };
	bool evidence;

	l.list = cw_alloc_n(x->rq->arena, l.room, sizeof(*l.list));
	if (!l.list)
		return cw_fail_memory(err);
	if (load(x, &l, err))
		return -1;
	if (!l.applicant.name)
		lack(&l, "name", CW_CORRECTION_IDENTITY, CW_MSG_MISSING_NAME, -1);
	if (people_lack(x, &l, err))
		return -1;
	if (!l.applicant.phone && !l.applicant.email && !l.applicant.address)
		lack(&l, "contact", CW_CORRECTION_CONTACT, CW_MSG_MISSING_CONTACT, -1);
	if (!*x->d.description)
		lack(&l, "description", CW_CORRECTION_DESCRIPTION, CW_MSG_MISSING_DESCRIPTION, -1);
	if (own_record_lacks_evidence(x, &evidence, err))
		return -1;
	if (evidence)
		lack(&l, "evidence", CW_CORRECTION_DESCRIPTION, CW_MSG_AFTER_MISSING_EVIDENCE, -1);
	if (!*x->d.ways && strcmp(x->d.kind, "request") == 0)
		lack(&l, "form_or_way", CW_CORRECTION_FORM, CW_MSG_MISSING_WAY, -1);
	*list = l.list;
	*n = l.n;
	return 0;
}

int case_missing_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct case_lack *lacks;
	size_t n;

	if (!x->d.is_open || x->c.clock.corrected_used)
		return 0;
	if (case_lacks(x, &lacks, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct json_object *o = rq_obj();

		rq_put_str(o, "item", lacks[i].item);
		rq_put_msg(x->rq->arena, o, "guidance", lacks[i].guidance, NULL, x->rq->lang);
		if (lacks[i].representative >= 0)
			rq_put_int(o, "representative", lacks[i].representative + 1);
		rq_push(list, o);
	}
	return 0;
}

/* ---- Representatives and joint applicants, masked. */

static void put_person(struct act *x, struct json_object *o, const struct db_person *p)
{
	struct cw_arena *a = x->rq->arena;

	rq_put_str(o, "name", case_mask_name(a, p->name));
	rq_put_str(o, "id_kind", p->id_kind);
	rq_put_str(o, "id_number", case_mask_number(a, p->id_number));
	rq_put_bool(o, "id_kept_as_written", p->id_kept);
	rq_put_str(o, "phone", case_mask_number(a, p->phone));
}

int case_representatives_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct db_representative *rows;
	size_t n;

	if (db_representative_list(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, &rows, &n,
				   err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct cw_representative r = db_representative_facts(&rows[i]);
		struct json_object *o = rq_obj();

		rq_put_id(o, "id", rows[i].id);
		rq_put_str(o, "kind", cw_representative_name(r.kind));
		rq_put_msg(x->rq->arena, o, "title", cw_representative_title(r.kind), NULL,
			   x->rq->lang);
		put_person(x, o, &rows[i].person);
		rq_put_bool(o, "has_signed", r.has_signed);
		rq_put_str(o, "matters", rows[i].matters);
		rq_put_str(o, "powers", rows[i].powers);
		rq_put_day(o, "valid_from", r.valid_from);
		rq_put_day(o, "valid_to", r.valid_to);
		rq_put_bool(o, "lawyer", r.lawyer);
		rq_put_bool(o, "authorised", cw_representative_holds(&r, x->rq->today));
		rq_put_bool(o, "gets_letters", cw_representative_gets_letters(&r, x->rq->today));
		rq_put_bool(o, "may_withdraw", cw_representative_withdraws(&r, x->rq->today));
		rq_push(list, o);
	}
	return 0;
}

int case_joint_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	const struct db_filing *filing;
	struct db_person *rows;
	size_t n;

	if (people_filing(x, &filing, err) ||
	    db_joint_list(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct json_object *o = rq_obj();

		rq_put_int(o, "no", (int64_t)i + 2);
		put_person(x, o, &rows[i]);
		rq_put_bool(o, "is_contact", filing && filing->joint_contact == (int)i + 2);
		rq_push(list, o);
	}
	return 0;
}

void people_put_person(struct json_object *o, const struct db_person *p)
{
	rq_put_str(o, "category", p->category);
	rq_put_str(o, "name", p->name);
	rq_put_str(o, "id_kind", p->id_kind);
	rq_put_str(o, "id_number", p->id_number);
	rq_put_str(o, "phone", p->phone);
	rq_put_str(o, "email", p->email);
	rq_put_str(o, "address", p->address);
}

int people_put_others(struct act *x, struct json_object *o, struct cw_err *err)
{
	struct json_object *joint = rq_array(), *reps = rq_array();
	struct lacks l;

	rq_put(o, "joint_applicants", joint);
	rq_put(o, "representatives", reps);
	if (load(x, &l, err))
		return -1;
	for (size_t i = 0; i < l.n_joint; i++) {
		struct json_object *p = rq_obj();

		people_put_person(p, &l.joint[i]);
		rq_push(joint, p);
	}
	for (size_t i = 0; i < l.n_reps; i++) {
		struct json_object *p = rq_obj();

		rq_put_str(p, "kind", cw_representative_name(l.reps[i].kind));
		people_put_person(p, &l.reps[i].person);
		rq_put_str(p, "licence", l.reps[i].licence);
		rq_push(reps, p);
	}
	return 0;
}

/* ---- The same filing twice. */

int case_same_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct db_same_filing *rows;
	size_t n;

	if (db_same_filing_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct json_object *o = rq_obj();

		rq_put_id(o, "case_id", rows[i].case_id);
		rq_put_str(o, "number", rows[i].number);
		rq_put_str(o, "state", rows[i].state);
		rq_put_day(o, "submitted_on", rows[i].submitted_on);
		rq_put_str(o, "same", rows[i].same_identity ? "identity" : "name");
		rq_push(list, o);
	}
	return 0;
}

/* ---- The arrival. */

static int put_evidence(struct act *x, struct json_object *o, struct cw_err *err)
{
	struct json_object *list = rq_array();
	struct db_evidence *rows = NULL;
	size_t n = 0;

	rq_put(o, "evidence", list);
	if (act_has(x, DB_HAS_FILING_EVIDENCE) &&
	    db_evidence_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct json_object *e = rq_obj();

		rq_put_str(e, "kind", rows[i].kind);
		rq_put_str(e, "reference", rows[i].reference);
		rq_push(list, e);
	}
	return 0;
}

int case_arrival_json(struct act *x, struct json_object **out, struct cw_err *err)
{
	const struct db_filing *f;
	struct json_object *o;

	*out = NULL;
	if (people_filing(x, &f, err))
		return -1;
	if (!f)
		return 0;
	o = rq_obj();
	rq_put_day(o, "arrived_on", f->arrived_on);
	rq_put_day(o, "entered_on", f->entered_on);
	rq_put_bool(o, "entered_late", f->entered_on > f->arrived_on);
	rq_put_id(o, "taken_by", f->taken_by);
	rq_put_str(o, "other_unit", f->other_unit);
	rq_put_day(o, "confirmed_on", f->confirmed_on);
	rq_put_str(o, "handed_on_by", f->handed_on_by);
	rq_put_str(o, "handed_on_name", f->handed_on_name);
	rq_put_str(o, "cannot_write", f->cannot_write);
	if (put_evidence(x, o, err)) {
		json_object_put(o);
		return -1;
	}
	*out = o;
	return 0;
}
