/* What those who subscribe are told of an act: its row in the outbox. */
#include "casework/base/log.h"
#include "casework/hook.h"
#include "server/act/act.h"

int act_tell(struct act *x, struct cw_err *err)
{
	const enum cw_hook hook =
		cw_hook_of_act(x->act, x->change.from, x->change.to, x->told.deadline,
			       x->told.until && x->told.until < x->rq->today);
	const struct db_told told = {
		.type = cw_hook_name(hook),
		.act = cw_act_name(x->act),
		.deadline = x->told.deadline,
		.ref = x->told.ref,
		.user = x->told.user,
		.until_on = x->told.until ? x->told.until : x->clock_event.until,
		.hard_rules = x->hard_rules | x->told.hard_rules,
	};

	/* The row is written all the same: live pages follow it. */
	if (hook == CW_HOOK_NONE)
		cw_log(CW_LOG_ERROR, "act_without_hook", "act=%s", told.act);
	return db_outbox_add(x->rq->db, &told, &x->d, x->rq->now, err);
}
