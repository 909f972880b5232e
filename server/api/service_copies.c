/*
 * Joint applicants (R-REQ-10): one case, a copy for each.  The contact's is the one that the clock
 * goes by; the others' are recorded beside it, and the case shows whose are still due.
 */
#include <stdlib.h>
#include <string.h>

#include "db/filing.h"
#include "server/act/copies.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/api/service.h"
#include "server/app.h"

struct applicants {
	struct db_person *others; /* from number 2 */
	size_t n;		  /* all of them */
	int contact;		  /* the first-named while none is named */
};

static int load(struct act *x, struct applicants *all, struct cw_err *err)
{
	struct rq *rq = x->rq;
	struct db_filing filing;
	size_t n_others;
	bool found;

	if (db_joint_list(rq->db, rq->arena, rq->app->keys, x->d.id, &all->others, &n_others,
			  err) ||
	    db_filing_find(rq->db, rq->arena, rq->app->keys, x->d.id, &filing, &found, err))
		return -1;
	all->n = n_others + 1;
	all->contact = found && filing.joint_contact ? filing.joint_contact : 1;
	return 0;
}

int service_to(struct act *x, const struct service_args *in, struct db_service *s,
	       struct cw_err *err)
{
	struct rq *rq = x->rq;
	struct db_representative *reps;
	struct applicants all;
	size_t n_reps;

	if (!in->applicant && !in->representative)
		return 0;
	if (load(x, &all, err) ||
	    db_representative_list(rq->db, rq->arena, rq->app->keys, x->d.id, &reps, &n_reps, err))
		return -1;
	if (in->applicant > (int)all.n)
		(void)cw_fail_item(err, "/applicant_no", CW_MSG_SERVICE_NO_APPLICANT, NULL);
	if (in->representative > (int)n_reps)
		(void)cw_fail_item(err, "/representative_no", CW_MSG_SERVICE_NO_REPRESENTATIVE,
				   NULL);
	s->copy_to = in->applicant == all.contact ? 0 : in->applicant;
	s->representative_no = in->representative;
	return err->code == CW_OK ? 0 : -1;
}

int service_check_contact(const struct db_service *s, struct cw_err *err)
{
	return s->copy_to ? cw_fail_law(err, CW_MSG_SERVICE_CONTACT_FIRST, "R-REQ-10", NULL, NULL)
			  : 0;
}

/* ---- Who has their copy. */

int service_check_copy(struct act *x, const struct db_letter *letter, const struct db_service *s,
		       struct cw_err *err)
{
	struct db_service *rows;
	size_t n;

	if (db_service_list(x->rq->db, x->rq->arena, x->d.id, &rows, &n, err))
		return -1;
	return act_copy_served(rows, n, letter->id, s->copy_to)
		       ? cw_fail(err, CW_CONFLICT, CW_MSG_SERVICE_COPY_SERVED, NULL)
		       : 0;
}

int case_copies_json(struct act *x, struct json_object *list, struct cw_err *err)
{
	struct rq *rq = x->rq;
	struct db_service *services;
	struct db_letter *letters;
	struct db_person first;
	struct applicants all;
	size_t n, n_services;

	if (load(x, &all, err))
		return -1;
	if (all.n < 2)
		return 0;
	if (db_letter_list(rq->db, rq->arena, x->d.id, &letters, &n, err) ||
	    db_service_list(rq->db, rq->arena, x->d.id, &services, &n_services, err) ||
	    db_person_get(rq->db, rq->arena, rq->app->keys, x->d.applicant_id, &first, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		for (int no = 1;
		     act_copy_wanted(x, &letters[i], services, n_services) && no <= (int)all.n;
		     no++) {
			struct json_object *o;

			if (no == all.contact ||
			    act_copy_served(services, n_services, letters[i].id, no))
				continue;
			o = rq_obj();
			rq_put_id(o, "letter_id", letters[i].id);
			rq_put_str(o, "kind", letters[i].kind);
			rq_put_str(o, "document_number", letters[i].document_number);
			rq_put_int(o, "applicant_no", no);
			rq_put_str(o, "name",
				   case_mask_name(rq->arena,
						  no == 1 ? first.name : all.others[no - 2].name));
			rq_push(list, o);
		}
	return 0;
}
