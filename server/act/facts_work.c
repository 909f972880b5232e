#include "db/stop.h"
#include "db/user.h"
#include "server/act/facts.h"
#include "server/app.h"

int facts_work(struct act *x, struct cw_err *err)
{
	struct db_stop stop;
	bool found;

	if (!act_has(x, DB_HAS_CASE_STOP))
		return 0;
	if (db_stop_find(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, &stop, &found, err))
		return -1;
	if (found)
		x->successor = stop.successor;
	return 0;
}

/* The rights of USER as the session of theirs would have them. */
static int principal_of(struct act *x, uint64_t user, struct rq_principal *out, struct cw_err *err)
{
	struct db_grant *rows;
	struct rq_grant *grants;
	size_t n, kept = 0;

	if (db_grant_reach_list(x->rq->db, x->rq->arena, user, &rows, &n, err))
		return -1;
	grants = cw_alloc_n(x->rq->arena, n ? n : 1, sizeof(*grants));
	if (!grants)
		return cw_fail_memory(err);
	for (size_t i = 0; i < n; i++) {
		int role = cw_role_of(rows[i].role);

		if (role >= 0)
			grants[kept++] = (struct rq_grant){ rows[i].agency, (enum cw_role)role };
	}
	*out = (struct rq_principal){
		.kind = RQ_STAFF, .user = user, .grants = grants, .n_grants = kept
	};
	return 0;
}

int act_sees(struct act *x, uint64_t user, bool *sees, struct cw_err *err)
{
	struct rq as = *x->rq;
	struct act y = { .rq = &as, .d = x->d };
	struct db_user row;
	struct cw_err none;

	*sees = false;
	cw_err_clear(&none);
	if (db_user_get(as.db, as.arena, user, &row, &none)) {
		if (none.code == CW_NOT_FOUND)
			return 0;
		*err = none;
		return -1;
	}
	if (principal_of(x, user, &as.who, err) || act_see(&y, err))
		return -1;
	*sees = !row.disabled && y.roles;
	return 0;
}
