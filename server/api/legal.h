/*
 * Legal review (R-ASK-5): what its endpoint files share.
 */
#ifndef SERVER_API_LEGAL_H
#define SERVER_API_LEGAL_H

#include "db/legal.h"
#include "server/act/act.h"

#define LEGAL_SHARE "legal_review"   /* kind of case_share and of the deadline, by review */
#define LEGAL_AGAIN "legal_reassign" /* deadline: a returned review waits for another advisor */

/* ---- legal_json.c */

/* Names of hard-case rules, comma-separated, and back as a JSON list. */
char *legal_rule_names(struct cw_arena *a, unsigned rules);
struct json_object *legal_rule_list(const char *names);
/* What advisors said in the running handling, for the event of the signature. */
int legal_opinions_json(struct act *x, struct json_object **out, struct cw_err *err) CW_MUST_CHECK;

/* ---- conflicts.c */

/* Whether a conflict of interest that ADVISOR declared touches the opened case. */
int legal_conflicted(struct act *x, uint64_t advisor, bool *out, struct cw_err *err) CW_MUST_CHECK;

/* ---- legal.c */

/* Before act_finish: the event is about review R, and its advisor is told (casework/hook.h). */
void legal_tell(struct act *x, const struct db_legal *r);

/* The review of path segment I; CW_NOT_FOUND if the case has none such. */
int legal_of_path(struct act *x, int i, struct db_legal *out, struct cw_err *err) CW_MUST_CHECK;

#endif
