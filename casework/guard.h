/*
 * Guards of the machine's rows: what the law asks of a move beside state and role.  Each returns 0,
 * or -1 with CW_LAW_FORBIDS, rule and article.  Pure; they read the case and the moment only.
 */
#ifndef CASEWORK_GUARD_H
#define CASEWORK_GUARD_H

#include "casework/machine.h"

/* clang-format off */
#define CW_GUARDS(X)                                                                               \
	X(confirm_receipt) X(no_attempt) X(file_unconfirmed) X(on_the_spot) X(amend)                                  \
	X(correction_notice) X(correction_resend) X(supplement) X(notice_receipt)                   \
	X(consultation_open) X(objection_weigh) X(disclosure_notice) X(disclosure_told)            \
	X(secrecy_answer) X(ask_reasons) X(reasons_in) X(reasons_finding) X(delayed_day)           \
	X(extension_ask) X(extension_grant) X(extension_refuse)                                    \
	X(legal_answer) X(legal_override) X(reason)                                                \
	X(fee_draft) X(fee_return) X(fee_notice) X(fee_cancel) X(payment_part) X(payment_full)                   \
	X(refund_approve) X(lapse) X(lapse_due) X(lapse_serve) X(reinstate)                        \
	X(draft) X(submit) X(reply_return) X(approve) X(sign) X(serve)                             \
	X(split) X(merge) X(terminate)                                                             \
	X(stop) X(resume) X(hold) X(release) X(approver) X(approver_reason)           \
	X(overdue) X(challengeable) X(revoke) X(close)
/* clang-format on */

#define X(name)                                                                                    \
	int cw_guard_##name(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err);
CW_GUARDS(X)
#undef X

/* Nothing revives a period that has run out (R-CLOCK-12).  A paused clock has not.  No move of a
 * stopped case either (R-OUT-9). */
int cw_guard_in_period(const struct cw_case *c, const struct cw_facts *f,
		       struct cw_err *err) CW_MUST_CHECK;
/* Before content is released: nobody's opinion is awaited, and whoever objects was told in time
 * (R-ASK-1, setting third_party_told_before). */
int cw_guard_third_party_heard(const struct cw_facts *f, struct cw_err *err) CW_MUST_CHECK;
/* Before a secrecy review passes, and again before content is released, since one can be asked for
 * after the pass: no determination is awaited, and the latest is not against it (R-ASK-4). */
int cw_guard_determination(const struct cw_case *c, struct cw_err *err) CW_MUST_CHECK;

#endif
