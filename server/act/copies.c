#include "server/act/copies.h"

#include <string.h>

#include "db/filing.h"

#define KIND "copies"

bool act_service_stands(const struct db_service *s, uint64_t letter)
{
	return letter && s->letter_id == letter && !s->copy_to && strcmp(s->result, "voided") != 0;
}

bool act_copy_served(const struct db_service *rows, size_t n, uint64_t letter, int applicant)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].letter_id == letter && rows[i].copy_to == applicant &&
		    strcmp(rows[i].result, "returned") != 0 &&
		    strcmp(rows[i].result, "voided") != 0)
			return true;
	return false;
}

/* What came back to the contact has gone out all the same. */
static const struct db_service *contacts(const struct db_service *rows, size_t n, uint64_t letter)
{
	for (size_t i = 0; i < n; i++)
		if (act_service_stands(&rows[i], letter))
			return &rows[i];
	return NULL;
}

bool act_copy_wanted(const struct act *x, const struct db_letter *l, const struct db_service *rows,
		     size_t n)
{
	const int kind = cw_letter_of(l->kind);

	return l->for_applicant && l->voided_on == CW_DAY_NONE && kind >= 0 &&
	       cw_letter((enum cw_letter_kind)kind)->numbered &&
	       (l->id != x->reply.letter_id || contacts(rows, n, l->id));
}

struct copies {
	struct db_service *services;
	struct db_deadline *deadlines;
	size_t n_services, n_deadlines;
	int applicants, contact;
};

static bool is_missing(const struct copies *k, uint64_t letter)
{
	for (int no = 1; no <= k->applicants; no++)
		if (no != k->contact && !act_copy_served(k->services, k->n_services, letter, no))
			return true;
	return false;
}

static bool is_due(const struct copies *k, uint64_t letter)
{
	for (size_t i = 0; i < k->n_deadlines; i++)
		if (k->deadlines[i].ref == letter && strcmp(k->deadlines[i].kind, KIND) == 0 &&
		    strcmp(k->deadlines[i].status, "open") == 0)
			return true;
	return false;
}

static int put_one(struct act *x, const struct copies *k, const struct db_letter *l, bool *changed,
		   struct cw_err *err)
{
	const bool out = act_copy_wanted(x, l, k->services, k->n_services);
	const bool missing = out && x->c.state != CW_STATE_CLOSED && is_missing(k, l->id);
	const struct db_service *first = contacts(k->services, k->n_services, l->id);
	cw_day due = x->rq->today;

	if (missing == is_due(k, l->id))
		return 0;
	*changed = true;
	if (!missing)
		return db_deadline_end(x->rq->db, x->d.id, l->handling, KIND, l->id,
				       out && !is_missing(k, l->id) ? "met" : "void", err);
	if (first && first->due_on != CW_DAY_NONE && first->due_on > due)
		due = first->due_on;
	return db_deadline_put(x->rq->db, x->d.id, l->handling, KIND, l->id, due, err);
}

int act_copies_due(struct act *x, struct cw_err *err)
{
	struct db_letter *letters;
	bool changed = false;
	struct copies k;
	size_t n;

	if (!act_has(x, DB_HAS_JOINT_APPLICANT))
		return 0;
	if (db_joint_count(x->rq->db, x->d.id, &k.applicants, &k.contact, err) ||
	    db_letter_list(x->rq->db, x->rq->arena, x->d.id, &letters, &n, err) ||
	    db_service_list(x->rq->db, x->rq->arena, x->d.id, &k.services, &k.n_services, err) ||
	    db_deadline_list(x->rq->db, x->rq->arena, x->d.id, &k.deadlines, &k.n_deadlines, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (put_one(x, &k, &letters[i], &changed, err))
			return -1;
	return changed ? act_save_queue(x, err) : 0;
}
