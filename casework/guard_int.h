/* What guards of several subjects share, inside casework/guard*.c only. */
#ifndef CASEWORK_GUARD_INT_H
#define CASEWORK_GUARD_INT_H

#include "casework/constant.h"
#include "casework/guard.h"

/* Text of a day as an argument. */
struct day_text {
	char buf[CW_DAY_TEXT];
};

static inline const char *text_of(cw_day day, struct day_text *t)
{
	return cw_day_text(day, t->buf);
}

static inline int not_stopped(const struct cw_case *c, struct cw_err *err)
{
	return c->stopped ? cw_fail_law(err, CW_MSG_LAW_STOPPED, "R-OUT-9", NULL, NULL) : 0;
}

/* A hard case is not replied to before its review, whatever the way (R-ASK-5). */
static inline int needs_legal_review(const struct cw_case *c, struct cw_err *err)
{
	if (!c->hard || c->legal_answered || c->legal_overridden)
		return 0;
	return cw_fail_law(err, CW_MSG_LAW_HARD_CASE, "R-ASK-5", NULL, NULL);
}

static inline int needs_reason(const struct cw_facts *f, const char *rule, const char *article,
			       struct cw_err *err)
{
	return f->has_reason ? 0 : cw_fail_law(err, CW_MSG_LAW_NEEDS_REASON, rule, article, NULL);
}

static inline int needs_approver(const struct cw_facts *f, const char *rule, const char *article,
				 struct cw_err *err)
{
	if (!f->has_approver || (f->approver && f->approver == f->actor))
		return cw_fail_law(err, CW_MSG_LAW_NEEDS_APPROVER, rule, article, NULL);
	return 0;
}

#endif
