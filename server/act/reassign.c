#include "server/act/reassign.h"

#include <stdlib.h>
#include <string.h>

#include "db/user.h"

/* A caseworker of the agency who is not disabled. */
static int check_caseworker(struct rq *rq, uint64_t agency, uint64_t user, const char *pointer,
			    struct cw_err *err)
{
	struct db_grant *grants;
	struct db_user u;
	size_t n;
	struct cw_err none;

	cw_err_clear(&none);
	if (db_user_get(rq->db, rq->arena, user, &u, &none)) {
		if (none.code != CW_NOT_FOUND) {
			*err = none;
			return -1;
		}
		return cw_fail_item(err, pointer, CW_MSG_NO_SUCH_CASEWORKER, NULL);
	}
	if (db_grant_list(rq->db, rq->arena, user, &grants, &n, err))
		return -1;
	for (size_t i = 0; i < n && !u.disabled; i++)
		if (grants[i].agency == agency && strcmp(grants[i].role, "caseworker") == 0)
			return 0;
	return cw_fail_item(err, pointer, CW_MSG_NO_SUCH_CASEWORKER, NULL);
}

int act_assign(struct act *x, uint64_t to, const char *pointer, const char *remarks,
	       struct cw_err *err)
{
	struct json_object *detail;

	if (act_decide(x, x->d.assignee_id ? CW_ACT_REASSIGN : CW_ACT_ASSIGN, err) ||
	    check_caseworker(x->rq, x->d.agency_id, to, pointer, err))
		return -1;
	detail = rq_obj();
	rq_put_id(detail, "from_user", x->d.assignee_id);
	rq_put_id(detail, "to_user", to);
	rq_put_str(detail, "remarks", remarks);
	x->d.assignee_id = to;
	return act_finish(x, detail, err);
}

int act_away(struct rq *rq, uint64_t agency, uint64_t user, struct db_absence *out, bool *away,
	     struct cw_err *err)
{
	*away = false;
	return user ? db_absence_find(rq->db, rq->arena, agency, user, false, rq->today, rq->today,
				      out, away, err)
		    : 0;
}

/* ---- In bulk. */

static int by_id(const void *a, const void *b)
{
	const struct act_reassign_row *x = a, *y = b;

	return x->case_id < y->case_id ? -1 : x->case_id > y->case_id;
}

static int list_of_user(struct rq *rq, struct act_reassign *r, struct cw_err *err)
{
	uint64_t *ids;
	size_t n;

	if (db_docket_assigned_list(rq->db, rq->arena, r->agency, r->from, ACT_REASSIGN_MAX + 1,
				    &ids, &n, err))
		return -1;
	r->more = n > ACT_REASSIGN_MAX;
	r->n = r->more ? ACT_REASSIGN_MAX : n;
	r->rows = cw_alloc_n(rq->arena, r->n ? r->n : 1, sizeof(*r->rows));
	if (!r->rows)
		return cw_fail_memory(err);
	for (size_t i = 0; i < r->n; i++)
		r->rows[i] = (struct act_reassign_row){ .case_id = ids[i] };
	return 0;
}

/* One's own case, or one that one covers, may be passed on; those of others a head reassigns. */
static int check_whose(struct act *x, struct cw_err *err)
{
	struct db_absence a;
	bool away;

	if (!x->d.assignee_id || x->d.assignee_id == x->rq->who.user ||
	    (x->roles & CW_ROLE_BIT(CW_ROLE_HEAD)))
		return 0;
	if (act_away(x->rq, x->d.agency_id, x->d.assignee_id, &a, &away, err))
		return -1;
	if (away && a.cover_id == x->rq->who.user)
		return 0;
	return cw_fail(err, CW_FORBIDDEN, CW_MSG_REASSIGN_NOT_YOURS, NULL);
}

static int reassign_row(struct rq *rq, const struct act_reassign *r, struct act_reassign_row *row,
			struct cw_err *err)
{
	struct act x;
	int rc;

	rq->if_match = row->version;
	rc = act_open(&x, rq, row->case_id, CW_ACT_REASSIGN, err);
	rq->if_match = 0;
	if (x.roles)
		row->number = x.d.number;
	if (rc)
		return -1;
	row->version = x.d.version;
	/* Somebody else was quicker, or it is there already: nothing is left to do. */
	row->result = ACT_UNCHANGED;
	if (x.d.assignee_id == r->to || (r->from && x.d.assignee_id != r->from))
		return 0;
	if (check_whose(&x, err) || act_assign(&x, r->to, "/to_user_id", r->reason, err))
		return -1;
	row->version = x.d.version;
	row->result = ACT_REASSIGNED;
	return 0;
}

/* Whether a refusal is about this case only: nothing was written for it, and the rest goes on. */
static bool about_the_case(const struct cw_err *err)
{
	return err->code == CW_NOT_FOUND || err->code == CW_FORBIDDEN || err->code == CW_STALE ||
	       err->code == CW_NOT_ALLOWED_NOW || err->code == CW_LAW_FORBIDS ||
	       err->code == CW_INVALID;
}

static int note_refusal(struct rq *rq, struct act_reassign_row *row, const struct cw_err *why,
			struct cw_err *err)
{
	struct cw_err *copy = cw_alloc(rq->arena, sizeof(*copy));

	if (!copy)
		return cw_fail_memory(err);
	*copy = *why;
	row->result = ACT_NOT_REASSIGNED;
	row->why = copy;
	json_object_put(rq->problem_extra); /* of that case, not of this request */
	rq->problem_extra = NULL;
	return 0;
}

int act_reassign_all(struct rq *rq, struct act_reassign *r, struct cw_err *err)
{
	struct act_reassign_row *rows;

	if (r->from && (check_caseworker(rq, r->agency, r->to, "/to_user_id", err) ||
			list_of_user(rq, r, err)))
		return -1;
	/* The transaction may run again: what was asked stays as it is. */
	rows = cw_alloc_n(rq->arena, r->n ? r->n : 1, sizeof(*rows));
	if (!rows)
		return cw_fail_memory(err);
	memcpy(rows, r->rows, r->n * sizeof(*rows));
	r->rows = rows;
	qsort(rows, r->n, sizeof(*rows), by_id);
	for (size_t i = 0; i < r->n; i++) {
		struct cw_err why;

		cw_err_clear(&why);
		if (reassign_row(rq, r, &rows[i], &why) == 0)
			continue;
		if (!about_the_case(&why)) {
			*err = why;
			return -1;
		}
		if (note_refusal(rq, &rows[i], &why, err))
			return -1;
	}
	return 0;
}
