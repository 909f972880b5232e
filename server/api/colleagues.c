/* Who works at an agency: to whom its cases and tasks can be given, whose ids its records name. */
#include "db/user.h"
#include "server/api/admin.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"

#define MOST 500

static const unsigned may_see = CASE_OFFICE | CW_ROLE_BIT(CW_ROLE_UNIT_OFFICER);

static struct json_object *person(const struct db_colleague *c, struct json_object *roles)
{
	struct json_object *o = rq_obj();

	rq_put_id(o, "id", c->id);
	rq_put_str(o, "name", c->name);
	rq_put(o, "roles", roles);
	return o;
}

int api_colleague_list(struct rq *rq, struct cw_err *err)
{
	struct json_object *o, *items, *roles = NULL;
	struct db_colleague *rows;
	struct db_agency agency;
	uint64_t id;
	size_t n;

	if (admin_id(rq, 0, &id, err) || db_agency_get(rq->db, rq->arena, id, &agency, err))
		return -1;
	if (!(act_roles(&rq->who, id, 0) & may_see))
		return cw_fail(err, CW_NOT_FOUND, CW_MSG_NOT_FOUND, NULL);
	if (db_colleague_list(rq->db, rq->arena, id, MOST, &rows, &n, err))
		return -1;
	o = rq_obj();
	items = rq_array();
	rq_put(o, "items", items);
	for (size_t i = 0; i < n; i++) {
		if (!i || rows[i].id != rows[i - 1].id) {
			roles = rq_array();
			rq_push(items, person(&rows[i], roles));
		}
		rq_push(roles, json_object_new_string(rows[i].role));
	}
	return rq_json(rq, 200, o, err);
}
