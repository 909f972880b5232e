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
	X(correction_notice) X(correction_resend)                                                  \
	X(consultation_open) X(ask_reasons) X(reasons_in) X(delayed_day)                           \
	X(extension_ask) X(extension_grant) X(extension_refuse)                                    \
	X(legal_answer) X(legal_override) X(reason)                                                \
	X(fee_draft) X(fee_notice) X(fee_cancel) X(payment_part) X(payment_full)                   \
	X(lapse) X(lapse_due) X(reinstate)                                                                      \
	X(draft) X(submit) X(reply_return) X(approve) X(sign) X(serve)                             \
	X(split) X(merge) X(terminate)                                                             \
	X(stop) X(resume) X(hold) X(release) X(approver) X(approver_reason)           \
	X(overdue) X(challengeable) X(revoke) X(close)
/* clang-format on */

#define X(name)                                                                                    \
	int cw_guard_##name(const struct cw_case *c, const struct cw_facts *f, struct cw_err *err);
CW_GUARDS(X)
#undef X

#endif
