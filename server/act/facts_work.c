#include "db/stop.h"
#include "server/act/facts.h"
#include "server/app.h"

int facts_work(struct act *x, struct cw_err *err)
{
	struct db_stop stop;
	bool found;

	if (db_stop_find(x->rq->db, x->rq->arena, x->rq->app->keys, x->d.id, &stop, &found, err))
		return -1;
	if (found)
		x->successor = stop.successor;
	return 0;
}
