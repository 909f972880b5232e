/*
 * The rules as data, straight from casework's tables: states, roles, moves, outcomes, fees and
 * constants with the day from which each applies.  For GET /api/v1/rules and "disclosurectl rules".
 */
#ifndef SERVER_ACT_RULES_JSON_H
#define SERVER_ACT_RULES_JSON_H

#include "server/act/json.h"

/* NULL if no memory. */
struct json_object *rules_json(struct cw_arena *a, enum cw_lang lang);

#endif
