/*
 * A working-day notice (R-DAY-2) as JSON, the same for the API, its job and "disclosurectl calendar":
 *
 *	{"number":"国办发明电〔2025〕7号", "year":2026, "issued_on":"2025-11-04",
 *	 "off":[{"first":"2026-01-01","last":"2026-01-03"}], "on":["2026-01-04"]}
 */
#ifndef SERVER_ACT_NOTICE_JSON_H
#define SERVER_ACT_NOTICE_JSON_H

#include "casework/calendar.h"
#include "server/act/json.h"

/* Reads and checks (cw_notice_check) a notice; what it holds is in the arena. */
int notice_parse(struct cw_arena *a, struct json_object *obj, struct cw_notice *out,
		 struct cw_err *err) CW_MUST_CHECK;
/* NULL if no memory. */
struct json_object *notice_json(const struct cw_notice *notice);

#endif
