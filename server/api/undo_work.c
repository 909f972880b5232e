/* What a rectification takes back of splits, stops and ends by a head (R-KEEP-4). */
#include "db/link.h"
#include "db/stop.h"
#include "server/api/intake.h"
#include "server/app.h"

static int find_stop(const struct undo *u, struct db_stop *s, bool *found, struct cw_err *err)
{
	struct rq *rq = u->x->rq;

	return db_stop_find(rq->db, rq->arena, rq->app->keys, u->x->d.id, s, found, err);
}

static int put_succession(struct act *x, cw_day ask_by, struct cw_err *err)
{
	return db_deadline_put(x->rq->db, x->d.id, x->d.handling, "succession", 0, ask_by, err);
}

/* ---- Units: the split before it counts again. */

int undo_split_check(const struct undo *u, struct cw_err *err)
{
	struct db_unit *units;
	size_t n;

	if (db_unit_list(u->x->rq->db, u->x->rq->arena, u->x->d.id, &units, &n, err))
		return -1;
	return n && units[0].seq != u->event->seq ? undo_stands(CW_ACT_SPLIT, err) : 0;
}

int undo_split(const struct undo *u, struct cw_err *err)
{
	struct json_object *before;
	struct act *x = u->x;

	x->d.units = 1;
	if (json_object_object_get_ex(u->detail, "units_before", &before))
		x->d.units = json_object_get_int(before);
	return db_unit_remove(x->rq->db, x->d.id, u->event->seq, err) ||
			       db_docket_save_units(x->rq->db, &x->d, err)
		       ? -1
		       : 0;
}

/* ---- Stops. */

int undo_stop_check(const struct undo *u, struct cw_err *err)
{
	struct db_stop s;
	bool found;

	if (find_stop(u, &s, &found, err))
		return -1;
	return found && s.resumed_on != CW_DAY_NONE ? undo_stands(CW_ACT_RESUME, err) : 0;
}

int undo_stop(const struct undo *u, struct cw_err *err)
{
	struct act *x = u->x;

	return db_stop_remove(x->rq->db, x->d.id, err) ||
			       db_deadline_end(x->rq->db, x->d.id, x->d.handling, "succession", 0,
					       "void", err)
		       ? -1
		       : 0;
}

int undo_resume_check(const struct undo *u, struct cw_err *err)
{
	struct db_stop s;
	bool found;

	if (find_stop(u, &s, &found, err))
		return -1;
	return found && s.resumed_on == CW_DAY_NONE ? undo_stands(CW_ACT_STOP, err) : 0;
}

/* It stands still again; whoever went on has not. */
int undo_resume(const struct undo *u, struct cw_err *err)
{
	struct act *x = u->x;
	struct db_stop s;
	bool found;

	if (find_stop(u, &s, &found, err))
		return -1;
	if (!found)
		return cw_fail(err, CW_INTERNAL, CW_MSG_INTERNAL, NULL);
	x->successor = NULL;
	return db_stop_reopen(x->rq->db, s.id, err) || put_succession(x, s.ask_by, err) ? -1 : 0;
}

/* ---- Ends by a head. */

int undo_merge(const struct undo *u, struct cw_err *err)
{
	const struct act *x = u->x;

	return undo_ended(u, err) || db_link_remove_merger(x->rq->db, x->d.id, x->rq->who.user,
							 x->facts.on, err)
		       ? -1
		       : 0;
}

int undo_terminate(const struct undo *u, struct cw_err *err)
{
	struct db_stop s;
	bool found;

	if (undo_ended(u, err) || find_stop(u, &s, &found, err))
		return -1;
	return found && s.resumed_on == CW_DAY_NONE ? put_succession(u->x, s.ask_by, err) : 0;
}
