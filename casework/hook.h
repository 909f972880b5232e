/*
 * The catalogue of events that others are told of (webhooks, chat bots, later mail): one type each,
 * and which act of the state machine is which.  Its names are stable: receivers filter by them, and
 * each stands in server/openapi.yaml under `webhooks` (tests/openapi holds them together).
 *
 * A new act needs a row in hook.c, or the tests fail.
 */
#ifndef CASEWORK_HOOK_H
#define CASEWORK_HOOK_H

#include "casework/machine.h"

/* clang-format off */
#define CW_HOOKS(X) \
	X(ARRIVED, "case.arrived") X(CONTACT_ATTEMPTED, "case.contact_attempted") \
	X(RECEIVED, "case.received") X(UNCONFIRMED, "case.unconfirmed") \
	X(REGISTERED, "case.registered") X(ASSIGNED, "case.assigned") \
	X(AMENDED, "case.amended") X(SPLIT, "case.split") X(LINKED, "case.linked") \
	X(CORRECTION_REQUESTED, "case.correction.requested") \
	X(CORRECTION_RESENT, "case.correction.resent") \
	X(CORRECTION_ANSWERED, "case.correction.answered") \
	X(CORRECTION_SUPPLEMENTED, "case.correction.supplemented") \
	X(CORRECTION_EXPIRED, "case.correction.expired") \
	X(CORRECTION_DAY_OVER, "case.correction.day_over") \
	X(CORRECTION_LAPSED, "case.correction.lapsed") \
	X(CONTACT_RECORDED, "case.contact.recorded") X(SEARCH_RECORDED, "case.search.recorded") \
	X(TASK_CHANGED, "case.task.changed") X(NOTE_ADDED, "case.note.added") \
	X(NOTICE_RECEIVED, "case.notice.received") \
	X(DOCUMENT_ADDED, "case.document.added") X(DOCUMENT_REMOVED, "case.document.removed") \
	X(CONSULTATION_REQUESTED, "case.consultation.requested") \
	X(CONSULTATION_RECORDED, "case.consultation.recorded") \
	X(CONSULTATION_CANCELLED, "case.consultation.cancelled") \
	X(CONSULTATION_OVER, "case.consultation.over") \
	X(REASONS_REQUESTED, "case.reasons.requested") X(REASONS_ANSWERED, "case.reasons.answered") \
	X(REASONS_FOUND, "case.reasons.found") X(REASONS_EXPIRED, "case.reasons.expired") \
	X(SUCCESSION_EXPIRED, "case.succession.expired") X(DELAYED_DAY_SET, "case.delayed_day.set") \
	X(EXTENSION_REQUESTED, "case.extension.requested") \
	X(EXTENSION_GRANTED, "case.extension.granted") X(EXTENSION_REFUSED, "case.extension.refused") \
	X(SECRECY_REQUESTED, "case.secrecy_review.requested") \
	X(SECRECY_ANSWERED, "case.secrecy_review.answered") \
	X(LEGAL_REQUESTED, "case.legal_review.requested") X(LEGAL_ANSWERED, "case.legal_review.answered") \
	X(LEGAL_RETURNED, "case.legal_review.returned") X(LEGAL_OVERDUE, "case.legal_review.overdue") \
	X(LEGAL_OVERRIDDEN, "case.legal_review.overridden") X(HARD_FLAG, "case.hard_flag.changed") \
	X(FEE_DRAFTED, "case.fee.drafted") X(FEE_RETURNED, "case.fee.returned") \
	X(FEE_REQUESTED, "case.fee.requested") \
	X(FEE_CANCELLED, "case.fee.cancelled") X(FEE_PAID_PART, "case.fee.paid_in_part") \
	X(FEE_PAID, "case.fee.paid") X(FEE_PAID_EXTRA, "case.fee.paid_extra") \
	X(FEE_REFUNDED, "case.fee.refunded") X(FEE_EXPIRED, "case.fee.expired") \
	X(FEE_LAPSED, "case.fee.lapsed") \
	X(LAPSE_DECIDED, "case.lapse.decided") X(REINSTATED, "case.reinstated") \
	X(REPLY_DRAFTED, "case.reply.drafted") X(REPLY_SUBMITTED, "case.reply.submitted") \
	X(REPLY_RETURNED, "case.reply.returned") X(REPLY_APPROVED, "case.reply.approved") \
	X(REPLY_SIGNED, "case.reply.signed") X(REPLY_SERVED, "case.reply.served") \
	X(REPLY_CORRECTED, "case.reply.corrected") X(REPLY_REVOKED, "case.reply.revoked") \
	X(SERVICE_RECORDED, "case.service.recorded") X(WITHDRAWN, "case.withdrawn") \
	X(MERGED, "case.merged") X(TERMINATED, "case.terminated") X(STOPPED, "case.stopped") \
	X(RESUMED, "case.resumed") X(DISCLOSURE_HELD, "case.disclosure.held") \
	X(DISCLOSURE_RELEASED, "case.disclosure.released") \
	X(DISCLOSURE_NOTICED, "case.disclosure.noticed") X(REMEDY_RECORDED, "case.remedy.recorded") \
	X(REMEDY_DECIDED, "case.remedy.decided") X(ORDER_RECEIVED, "case.order.received") \
	X(RECORD_RECTIFIED, "case.record.rectified") X(CLOSED, "case.closed") \
	X(APPROVAL_REQUESTED, "case.approval.requested") X(APPROVAL_REFUSED, "case.approval.refused") \
	X(APPROVAL_WITHDRAWN, "case.approval.withdrawn") \
	X(URGED, "case.urged") X(URGING_ANSWERED, "case.urging.answered") \
	X(AGENCY_URGED, "agency.urged") X(AGENCY_URGING_ANSWERED, "agency.urging.answered") \
	X(COMPLAINT_RECEIVED, "complaint.received") X(COMPLAINT_REGISTERED, "complaint.registered") \
	X(COMPLAINT_ASKED, "complaint.asked") X(COMPLAINT_ANSWERED, "complaint.answered") \
	X(COMPLAINT_FOUND, "complaint.found") X(COMPLAINT_CLOSED, "complaint.closed") \
	X(COMPLAINT_MENDED, "complaint.mended") \
	X(AGENCY_DEADLINE_DUE_SOON, "agency.deadline.due_soon") \
	X(AGENCY_DEADLINE_DUE_TODAY, "agency.deadline.due_today") \
	X(AGENCY_DEADLINE_OVERDUE, "agency.deadline.overdue") \
	X(AGENCY_DEADLINE_MOVED, "agency.deadline.moved") \
	X(DEADLINE_DUE_SOON, "case.deadline.due_soon") X(DEADLINE_DUE_TODAY, "case.deadline.due_today") \
	X(DEADLINE_OVERDUE, "case.deadline.overdue") X(DEADLINE_MOVED, "case.deadline.moved") \
	X(CALENDAR_CHANGED, "calendar.changed") X(PING, "webhook.ping")
/* clang-format on */

enum cw_hook {
	CW_HOOK_NONE,
#define X(NAME, name) CW_HOOK_##NAME,
	CW_HOOKS(X)
#undef X
	CW_HOOK_MAX
};

/* "case.received"; of CW_HOOK_NONE "". */
const char *cw_hook_name(enum cw_hook hook);
/* CW_HOOK_NONE: none of that name. */
enum cw_hook cw_hook_of(const char *name);
/* What has happened, for people: "收到申请". */
enum cw_msg cw_hook_title(enum cw_hook hook);
/* Whether it is about one case (but complaint.*, agency.*, calendar.changed, webhook.ping). */
bool cw_hook_has_case(enum cw_hook hook);
/* Whether it is about a legal review, so that the advisor whom it is put to may be told. */
bool cw_hook_is_legal(enum cw_hook hook);

/* What an act is told as: mostly by the act alone; a lapse is of a correction or of a fee, a request
 * taken in by ordinary post has arrived, but is not received (R-RCPT-3).  DEADLINE: the kind of the
 * deadline that CW_ACT_DEADLINE_OVER is about, else NULL: what is marked on its day is due today,
 * unless that was found LATE; what is over may have a type of its own.  CW_HOOK_NONE: no row. */
enum cw_hook cw_hook_of_act(enum cw_act act, enum cw_state from, enum cw_state to,
			    const char *deadline, bool late);

#endif
