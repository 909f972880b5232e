/*
 * Repeats (重复申请, R-OUT-2): what the draft of a reply shares with their endpoint file.
 */
#ifndef SERVER_API_REPEATS_H
#define SERVER_API_REPEATS_H

#include "db/repeat.h"
#include "server/act/act.h"

/* `repeat_of` of a part as it comes in: an earlier reply of this system, or number, day and scan.
 */
struct repeat_args {
	uint64_t earlier, scan;
	const char *number, *outcome, *unchanged;
	cw_day replied_on;
};
extern const struct rq_field repeat_fields[];

/* Finds what IN names for part PART (from 0) of X's draft; *GIVEN false if it names nothing. Faults
 * have pointers /parts/N/repeat_of/... */
int repeat_resolve(struct act *x, const struct repeat_args *in, size_t part, struct db_repeat *out,
		   bool *given, struct cw_err *err) CW_MUST_CHECK;
/* "〔2026〕3号，2026-03-02", for a part that does not say it in other words. */
char *repeat_text(struct act *x, const struct db_repeat *r, struct cw_err *err);
struct json_object *repeat_json(const struct db_repeat *r);

#endif
