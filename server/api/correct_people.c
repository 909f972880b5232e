#include "server/api/correct_people.h"

#include <stdio.h>
#include <string.h>

#include "casework/identity.h"
#include "db/people_change.h"
#include "server/app.h"

int correct_people_check(struct rq *rq, struct filing_mended *in, struct cw_err *err)
{
	return filing_check_mended(rq, in, err);
}

/* ---- What changes, by name. */

static void push(struct act *x, struct json_object *list, const char *who, const char *what,
		 bool given)
{
	const char *name = given ? cw_printf(x->rq->arena, "%s/%s", who, what) : NULL;

	if (name)
		rq_push(list, json_object_new_string(name));
}

static void push_person(struct act *x, struct json_object *list, const char *who,
			const struct filing_person *p)
{
	push(x, list, who, "name", p->name);
	push(x, list, who, "id_number", p->id_number);
	push(x, list, who, "phone", p->phone);
	push(x, list, who, "email", p->email);
	push(x, list, who, "address", p->address);
}

static void push_representative(struct act *x, struct json_object *list,
				const struct filing_representative *r)
{
	char who[40];

	snprintf(who, sizeof(who), "representatives/%d", r->no);
	if (!r->no)
		snprintf(who, sizeof(who), "representatives/new");
	push_person(x, list, who, &r->person);
	push(x, list, who, "has_signed", r->has_signed);
	push(x, list, who, "matters", r->matters);
	push(x, list, who, "powers", r->powers.n);
	push(x, list, who, "valid_from", r->valid_from != CW_DAY_NONE);
	push(x, list, who, "valid_to", r->valid_to != CW_DAY_NONE);
	push(x, list, who, "licence", r->licence);
	push(x, list, who, "firm_letter", r->firm_letter);
}

static int plan_contact(struct act *x, int contact, struct json_object *detail, struct cw_err *err)
{
	struct rq *rq = x->rq;
	struct db_person *joint;
	struct db_filing filing;
	bool found;
	size_t n;

	if (db_joint_list(rq->db, rq->arena, rq->app->keys, x->d.id, &joint, &n, err) ||
	    db_filing_find(rq->db, rq->arena, rq->app->keys, x->d.id, &filing, &found, err))
		return -1;
	if (!found || contact > (int)n + 1)
		return cw_fail_item(err, "/contact", CW_MSG_CONTACT_IS_NONE, NULL);
	rq_put_int(detail, "contact", contact);
	rq_put_int(detail, "contact_before", filing.joint_contact);
	return 0;
}

int correct_people_plan(struct act *x, const struct filing_mended *in, struct json_object *detail,
			struct cw_err *err)
{
	const struct filing_representative *reps = in->representatives.items;
	struct json_object *list = rq_array();
	struct db_representative *rows;
	char at[CW_ERR_POINTER];
	size_t n;

	push_person(x, list, "applicant", &in->applicant);
	for (size_t i = 0; i < in->representatives.n; i++)
		push_representative(x, list, &reps[i]);
	if (json_object_array_length(list))
		rq_put(detail, "people", list);
	else
		json_object_put(list);
	if (in->contact && plan_contact(x, in->contact, detail, err) && err->code != CW_INVALID)
		return -1;
	if (db_representative_list(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, &rows, &n,
				   err))
		return -1;
	for (size_t i = 0; i < in->representatives.n; i++)
		if (reps[i].no > (int)n) {
			snprintf(at, sizeof(at), "/representatives/%zu/no", i);
			(void)cw_fail_item(err, at, CW_MSG_SERVICE_NO_REPRESENTATIVE, NULL);
		}
	return err->code == CW_OK ? 0 : -1;
}

/* ---- Written. */

static int save_person(struct act *x, uint64_t id, const struct filing_person *p,
		       struct cw_err *err)
{
	const struct db_person row = {
		.id = id,
		.name = p->name,
		.id_kind = p->id_kind < 0 ? NULL : cw_id_kind_name((enum cw_id_kind)p->id_kind),
		.id_number = p->id_number,
		.id_kept = p->id_kept,
		.phone = p->phone,
		.email = p->email,
		.address = p->address,
	};

	if (!p->name && !p->id_number && !p->phone && !p->email && !p->address)
		return 0;
	return db_person_change(x->rq->db, x->rq->arena, x->rq->app->keys, &row,
				p->id_normal[0] ? p->id_normal : NULL, x->d.id, x->d.seq, err);
}

/* What is named replaces; a signature and a lawyer's calling are only ever added. */
static int save_representative(struct act *x, struct db_representative *row,
			       const struct filing_representative *r, struct cw_err *err)
{
	row->kind = (enum cw_representative_kind)r->kind;
	row->has_signed |= r->has_signed;
	row->lawyer |= r->lawyer;
	row->matters = r->matters ? r->matters : row->matters;
	row->licence = r->licence ? r->licence : row->licence;
	row->firm_letter = r->firm_letter ? r->firm_letter : row->firm_letter;
	if (r->valid_from != CW_DAY_NONE)
		row->valid_from = r->valid_from;
	if (r->valid_to != CW_DAY_NONE)
		row->valid_to = r->valid_to;
	if (r->powers.n)
		row->powers = filing_join(x->rq->arena, &r->powers);
	if (!row->powers)
		return cw_fail_memory(err);
	row->has_authorisation |= r->matters || r->powers.n || r->valid_from != CW_DAY_NONE ||
				  r->valid_to != CW_DAY_NONE;
	return save_person(x, row->person.id, &r->person, err) ||
			       db_representative_change(x->rq->db, x->rq->arena, x->rq->app->keys,
							row, x->d.seq, err)
		       ? -1
		       : 0;
}

int correct_people_save(struct act *x, const struct filing_mended *in, struct cw_err *err)
{
	const struct filing_representative *reps = in->representatives.items;
	struct rq *rq = x->rq;
	struct db_representative *rows;
	uint64_t id;
	size_t n;
	int no;

	if (save_person(x, x->d.applicant_id, &in->applicant, err) ||
	    (in->contact && db_filing_save_contact(rq->db, x->d.id, in->contact, err)) ||
	    db_representative_list(rq->db, rq->arena, rq->app->keys, x->d.id, &rows, &n, err))
		return -1;
	no = (int)n;
	for (size_t i = 0; i < in->representatives.n; i++) {
		if (reps[i].no) {
			if (save_representative(x, &rows[reps[i].no - 1], &reps[i], err))
				return -1;
		} else if (filing_add_representative(rq, x->d.id, &reps[i], ++no, &id, err) ||
			   db_representative_came(rq->db, id, x->d.seq, err)) {
			return -1;
		}
	}
	return 0;
}

int correct_people_undo(const struct undo *u, struct cw_err *err)
{
	struct act *x = u->x;
	struct json_object *before;

	if (json_object_object_get_ex(u->detail, "contact_before", &before) &&
	    db_filing_save_contact(x->rq->db, x->d.id, json_object_get_int(before), err))
		return -1;
	return db_people_put_back(x->rq->db, x->d.id, u->event->seq, err);
}
