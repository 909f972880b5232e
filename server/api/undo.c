/*
 * What a rectification takes back of an act's record (R-KEEP-4), a row an act.  An act without a
 * row has its own way back (a reply is returned, a fee cancelled) or none.
 */
#include <string.h>

#include "server/api/intake.h"

static uint64_t detail_id(const struct undo *u, const char *key)
{
	struct json_object *v;

	if (!u->detail || !json_object_object_get_ex(u->detail, key, &v))
		return 0;
	return strtoull(json_object_get_string(v), NULL, 10);
}

static int undo_register(const struct undo *u, struct cw_err *err)
{
	(void)err;
	u->x->d.registered_on = u->right_on;
	return 0;
}

static int undo_assign(const struct undo *u, struct cw_err *err)
{
	(void)err;
	u->x->d.assignee_id = detail_id(u, "from_user");
	return 0;
}

#define VOIDS true
#define STAYS false
#define MOVES true
#define FIXED false

static const struct undo_row rows[] = {
	/* intake */
	{ CW_ACT_REGISTER, VOIDS, MOVES, undo_register },
	{ CW_ACT_ASSIGN, VOIDS, FIXED, undo_assign },
	{ CW_ACT_REASSIGN, VOIDS, FIXED, undo_assign },
	{ CW_ACT_SEARCH, VOIDS, FIXED, NULL },
	{ CW_ACT_CLARIFICATION, VOIDS, FIXED, NULL },
	{ CW_ACT_NOTE, VOIDS, FIXED, NULL },
	/* work */
	/* ask */
	/* review */
	/* fee */
	/* after */
};

const struct undo_row *undo_find(int act)
{
	for (size_t i = 0; i < DB_N(rows); i++)
		if ((int)rows[i].act == act)
			return &rows[i];
	return NULL;
}
