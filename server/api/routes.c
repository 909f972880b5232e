/* Every endpoint, a row each, grouped by file (server/http/route.h). */
#include "server/api/admin.h"
#include "server/api/after.h"
#include "server/api/calc.h"
#include "server/api/case_acts.h"
#include "server/api/district.h"
#include "server/api/endpoint.h"
#include "server/api/publication.h"
#include "server/api/reminders.h"
#include "server/api/request.h"
#include "server/api/system.h"
#include "server/http/route.h"

#define R(role) CW_ROLE_BIT(CW_ROLE_##role)

/* Who may read cases of an agency; each act's own roles stand in the state machine. */
#define READERS                                                                                    \
	(R(CLERK) | R(CASEWORKER) | R(BUSINESS_HEAD) | R(HEAD) | R(LEADER) | R(FINANCE) |          \
	 R(SECRECY_REVIEWER) | R(SUPERVISOR))
/* Who reads only what is put to them (db/share.h). */
#define BY_SHARE (R(ADVISOR) | R(UNIT_OFFICER))
/* Who acts on cases. */
#define OFFICE (READERS & ~R(SUPERVISOR))
/* Who asks for acts that take a second person, and who decides them. */
#define APPROVAL (R(CLERK) | R(CASEWORKER) | R(BUSINESS_HEAD) | R(HEAD) | R(LEADER))

/* Who has endpoints: an agency's administrators, and advisors their own. */
#define HOOKS	 (R(SYSTEM_ADMIN) | R(ADVISOR))
#define HOOK_ACT (ROUTE_IDEMPOTENT | ROUTE_BODY | ROUTE_EMPTY_BODY)

enum { READ = 1, WRITE = 2, ADMIN = 4 }; /* scopes of tokens */

#define ACT (ROUTE_IDEMPOTENT | ROUTE_IF_MATCH | ROUTE_BODY)

const struct route routes[] = {
	/* request.c: applicants */
	{ RQ_POST, "/api/v1/requests", api_request_file, ROUTE_PUBLIC, 0,
	  ROUTE_IDEMPOTENT | ROUTE_BODY | ROUTE_RATE_FILING, 0, "fileRequest" },
	{ RQ_POST, "/api/v1/requests/{number}/access", api_request_access, ROUTE_PUBLIC, 0,
	  ROUTE_BODY | ROUTE_RATE_ACCESS, 0, "openAccess" },
	{ RQ_GET, "/api/v1/requests/{number}", api_request_get, ROUTE_APPLICANT, 0, 0, 0,
	  "followRequest" },
	{ RQ_POST, "/api/v1/requests/{number}/amendment", api_request_amend, ROUTE_APPLICANT, 0, ACT, 0,
	  "amendRequest" },
	{ RQ_POST, "/api/v1/requests/{number}/withdrawal", api_request_withdraw, ROUTE_APPLICANT, 0,
	  ACT | ROUTE_EMPTY_BODY, 0, "withdrawRequest" },
	{ RQ_GET, "/api/v1/requests/{number}/letters/{letter}", api_request_letter, ROUTE_APPLICANT, 0,
	  0, 0, "readOwnLetter" },

	/* case.c: reading */
	{ RQ_GET, "/api/v1/cases", api_case_list, ROUTE_ROLES, READERS | BY_SHARE, 0, READ, "listCases" },
	{ RQ_GET, "/api/v1/queues", api_queue_counts, ROUTE_ROLES, READERS | BY_SHARE, 0, READ, "countQueues" },
	{ RQ_GET, "/api/v1/cases/{id}", api_case_get, ROUTE_ROLES, READERS | BY_SHARE, 0, READ, "getCase" },
	{ RQ_GET, "/api/v1/cases/{id}/events", api_case_events, ROUTE_ROLES, READERS | R(ADVISOR), 0, READ,
	  "listEvents" },
	{ RQ_GET, "/api/v1/cases/{id}/letters/{letter}", api_case_letter, ROUTE_ROLES, READERS, 0, READ,
	  "readLetter" },
	{ RQ_POST, "/api/v1/cases/{id}/unmasking", api_case_unmask, ROUTE_ROLES,
	  R(CLERK) | R(CASEWORKER) | R(HEAD), ROUTE_BODY, 0, "unmaskApplicant" },

	/* work.c: acts of the main line */
	{ RQ_POST, "/api/v1/cases/{id}/registration", api_case_register, ROUTE_ROLES, OFFICE,
	  ACT | ROUTE_EMPTY_BODY, WRITE, "registerCase" },
	{ RQ_POST, "/api/v1/cases/{id}/assignment", api_case_assign, ROUTE_ROLES, OFFICE, ACT, WRITE,
	  "assignCase" },
	{ RQ_POST, "/api/v1/cases/{id}/searches", api_case_search, ROUTE_ROLES,
	  OFFICE | R(UNIT_OFFICER), ROUTE_IDEMPOTENT | ROUTE_BODY, WRITE, "recordSearch" },
	{ RQ_POST, "/api/v1/cases/{id}/withdrawal", api_case_withdraw, ROUTE_ROLES, OFFICE, ACT, WRITE,
	  "noteWithdrawal" },
	{ RQ_POST, "/api/v1/cases/{id}/closure", api_case_close, ROUTE_ROLES, OFFICE,
	  ACT | ROUTE_EMPTY_BODY, WRITE, "closeCase" },

	/* secrecy.c */
	{ RQ_POST, "/api/v1/cases/{id}/secrecy-reviews", api_secrecy_ask, ROUTE_ROLES, OFFICE, ACT,
	  WRITE, "askSecrecyReview" },
	{ RQ_GET, "/api/v1/secrecy-reviews", api_secrecy_waiting, ROUTE_ROLES, R(SECRECY_REVIEWER), 0,
	  READ, "listSecrecyReviews" },
	{ RQ_POST, "/api/v1/cases/{id}/secrecy-reviews/{review}/answer", api_secrecy_answer, ROUTE_ROLES,
	  OFFICE, ACT, WRITE, "answerSecrecyReview" },

	/* reply.c */
	{ RQ_PUT, "/api/v1/cases/{id}/reply", api_reply_draft, ROUTE_ROLES, OFFICE,
	  ROUTE_IF_MATCH | ROUTE_BODY, WRITE, "draftReply" },
	{ RQ_POST, "/api/v1/cases/{id}/reply/submission", api_reply_submit, ROUTE_ROLES, OFFICE,
	  ACT | ROUTE_EMPTY_BODY, WRITE, "submitReply" },
	{ RQ_POST, "/api/v1/cases/{id}/reply/decisions", api_reply_decide, ROUTE_ROLES, OFFICE, ACT,
	  WRITE, "decideReply" },
	{ RQ_POST, "/api/v1/cases/{id}/reply/signature", api_reply_sign, ROUTE_ROLES, OFFICE,
	  ACT | ROUTE_EMPTY_BODY, WRITE, "signReply" },
	{ RQ_POST, "/api/v1/cases/{id}/reply/joint-signature", api_joint_sign, ROUTE_ROLES, OFFICE, ACT,
	  WRITE, "signRepliesTogether" },

	/* correction.c */
	{ RQ_POST, "/api/v1/cases/{id}/corrections", api_correction_send, ROUTE_ROLES, OFFICE, ACT, WRITE,
	  "sendCorrection" },
	{ RQ_POST, "/api/v1/cases/{id}/corrections/receipt", api_correction_receipt, ROUTE_ROLES, OFFICE,
	  ACT, WRITE, "recordCorrectionReceipt" },
	{ RQ_POST, "/api/v1/cases/{id}/corrections/answer", api_correction_answer, ROUTE_ROLES, OFFICE,
	  ACT, WRITE, "enterCorrection" },
	{ RQ_POST, "/api/v1/requests/{number}/corrections", api_request_correct, ROUTE_APPLICANT, 0, ACT,
	  0, "answerCorrection" },
	{ RQ_POST, "/api/v1/cases/{id}/lapse", api_case_lapse, ROUTE_ROLES, OFFICE, ACT, WRITE,
	  "lapseCase" },

	/* extension.c, contact.c */
	{ RQ_POST, "/api/v1/cases/{id}/extensions", api_extension_ask, ROUTE_ROLES, OFFICE, ACT, WRITE,
	  "askExtension" },
	{ RQ_POST, "/api/v1/cases/{id}/extensions/decision", api_extension_decide, ROUTE_ROLES, OFFICE,
	  ACT, WRITE, "decideExtension" },
	{ RQ_POST, "/api/v1/cases/{id}/contacts", api_contact_add, ROUTE_ROLES, OFFICE | R(UNIT_OFFICER),
	  ROUTE_IDEMPOTENT | ROUTE_BODY, WRITE, "recordContact" },

	/* service.c */
	{ RQ_POST, "/api/v1/cases/{id}/services", api_case_serve, ROUTE_ROLES, OFFICE, ACT, WRITE,
	  "serveReply" },

	/* intake.c, confirmation.c */
	{ RQ_POST, "/api/v1/cases", api_case_take_in, ROUTE_ROLES, R(CLERK) | R(CASEWORKER),
	  ROUTE_IDEMPOTENT | ROUTE_BODY, WRITE, "takeIn" },
	{ RQ_POST, "/api/v1/cases/{id}/contact-attempts", api_contact_attempt, ROUTE_ROLES, OFFICE, ACT,
	  WRITE, "recordContactAttempt" },
	{ RQ_POST, "/api/v1/cases/{id}/receipt-confirmation", api_receipt_confirm, ROUTE_ROLES, OFFICE,
	  ACT, WRITE, "confirmReceipt" },
	{ RQ_POST, "/api/v1/cases/{id}/unconfirmed", api_file_unconfirmed, ROUTE_ROLES, OFFICE,
	  ACT | ROUTE_EMPTY_BODY, WRITE, "fileUnconfirmed" },
	{ RQ_POST, "/api/v1/cases/{id}/answer-on-the-spot", api_answer_on_the_spot, ROUTE_ROLES, OFFICE,
	  ACT, WRITE, "answerOnTheSpot" },
	{ RQ_POST, "/api/v1/cases/{id}/query-code", api_query_code, ROUTE_ROLES,
	  R(CLERK) | R(CASEWORKER), ROUTE_IDEMPOTENT | ROUTE_BODY, 0, "renewQueryCode" },

	/* proposal.c, rectification.c */
	{ RQ_POST, "/api/v1/cases/{id}/rectifications", api_rectify_ask, ROUTE_ROLES, OFFICE, ACT, WRITE,
	  "askRectification" },
	{ RQ_POST, "/api/v1/cases/{id}/proposals/{proposal}/decision", api_proposal_decide, ROUTE_ROLES,
	  OFFICE, ACT, WRITE, "decideProposal" },
	{ RQ_POST, "/api/v1/cases/{id}/proposals/{proposal}/withdrawal", api_proposal_take_back,
	  ROUTE_ROLES, OFFICE, ACT | ROUTE_EMPTY_BODY, WRITE, "takeBackProposal" },
	{ RQ_GET, "/api/v1/proposals", api_proposal_list, ROUTE_ROLES, APPROVAL, 0, READ,
	  "listProposals" },

	/* upload.c (tus 1.0.0), documents.c */
	{ RQ_OPTIONS, "/api/v1/requests/{number}/attachments", api_upload_options, ROUTE_PUBLIC, 0, 0, 0,
	  "describeAttachments" },
	{ RQ_POST, "/api/v1/requests/{number}/attachments", api_upload_begin, ROUTE_APPLICANT, 0,
	  ROUTE_IDEMPOTENT | ROUTE_RAW, 0, "beginAttachment" },
	{ RQ_HEAD, "/api/v1/requests/{number}/attachments/{upload}", api_upload_look, ROUTE_APPLICANT, 0,
	  0, 0, "lookAtAttachment" },
	{ RQ_PATCH, "/api/v1/requests/{number}/attachments/{upload}", api_upload_part, ROUTE_APPLICANT,
	  0, ROUTE_RAW | ROUTE_SLOW, 0, "sendAttachmentPart" },
	{ RQ_DELETE, "/api/v1/requests/{number}/attachments/{upload}", api_upload_end, ROUTE_APPLICANT, 0,
	  0, 0, "endAttachment" },
	{ RQ_GET, "/api/v1/requests/{number}/documents/{document}", api_request_document,
	  ROUTE_APPLICANT, 0, 0, 0, "downloadOwnDocument" },
	{ RQ_OPTIONS, "/api/v1/cases/{id}/uploads", api_upload_options, ROUTE_PUBLIC, 0, 0, 0,
	  "describeUploads" },
	{ RQ_POST, "/api/v1/cases/{id}/uploads", api_upload_begin, ROUTE_ROLES, OFFICE | BY_SHARE,
	  ROUTE_IDEMPOTENT | ROUTE_RAW, WRITE, "beginUpload" },
	{ RQ_HEAD, "/api/v1/cases/{id}/uploads/{upload}", api_upload_look, ROUTE_ROLES,
	  OFFICE | BY_SHARE, 0, WRITE, "lookAtUpload" },
	{ RQ_PATCH, "/api/v1/cases/{id}/uploads/{upload}", api_upload_part, ROUTE_ROLES,
	  OFFICE | BY_SHARE, ROUTE_RAW | ROUTE_SLOW, WRITE, "sendUploadPart" },
	{ RQ_DELETE, "/api/v1/cases/{id}/uploads/{upload}", api_upload_end, ROUTE_ROLES,
	  OFFICE | BY_SHARE, 0, WRITE, "endUpload" },
	{ RQ_GET, "/api/v1/cases/{id}/documents/{document}", api_document_get, ROUTE_ROLES,
	  READERS | BY_SHARE, 0, READ, "downloadDocument" },
	{ RQ_POST, "/api/v1/cases/{id}/documents/{document}/removal", api_document_remove, ROUTE_ROLES,
	  OFFICE, ROUTE_IDEMPOTENT | ROUTE_BODY, WRITE, "removeDocument" },

	/* reassignments.c, absences.c */
	{ RQ_POST, "/api/v1/reassignments", api_reassign, ROUTE_ROLES, R(HEAD) | R(CASEWORKER),
	  ROUTE_IDEMPOTENT | ROUTE_BODY | ROUTE_SLOW, WRITE, "reassignCases" },
	{ RQ_GET, "/api/v1/absences", api_absence_list, ROUTE_ROLES, READERS, 0, READ, "listAbsences" },
	{ RQ_POST, "/api/v1/absences", api_absence_set, ROUTE_ROLES, R(HEAD) | R(CASEWORKER),
	  ROUTE_IDEMPOTENT | ROUTE_BODY, WRITE, "setAbsence" },
	{ RQ_POST, "/api/v1/absences/{id}/end", api_absence_end, ROUTE_ROLES, R(HEAD) | R(CASEWORKER),
	  ROUTE_IDEMPOTENT | ROUTE_BODY | ROUTE_EMPTY_BODY, WRITE, "endAbsence" },

	/* watches.c */
	{ RQ_PUT, "/api/v1/cases/{id}/watch", api_watch_put, ROUTE_ROLES, READERS | BY_SHARE,
	  ROUTE_BODY | ROUTE_EMPTY_BODY, WRITE, "watchCase" },
	{ RQ_DELETE, "/api/v1/cases/{id}/watch", api_watch_remove, ROUTE_ROLES, READERS | BY_SHARE, 0,
	  WRITE, "unwatchCase" },
	{ RQ_GET, "/api/v1/mentions", api_mention_list, ROUTE_ROLES, READERS | BY_SHARE, 0, READ,
	  "listMentions" },
	{ RQ_POST, "/api/v1/mentions/reading", api_mention_read_all, ROUTE_ROLES, READERS | BY_SHARE,
	  ROUTE_IDEMPOTENT | ROUTE_BODY | ROUTE_EMPTY_BODY, WRITE, "readAllMentions" },
	{ RQ_POST, "/api/v1/mentions/{id}/reading", api_mention_read, ROUTE_ROLES, READERS | BY_SHARE,
	  ROUTE_IDEMPOTENT | ROUTE_BODY | ROUTE_EMPTY_BODY, WRITE, "readMention" },

	/* units.c, links.c, tasks.c, ends.c */
	{ RQ_POST, "/api/v1/cases/{id}/units", api_case_split, ROUTE_ROLES, OFFICE, ACT, WRITE,
	  "splitRequest" },
	{ RQ_POST, "/api/v1/cases/{id}/links", api_case_link, ROUTE_ROLES, OFFICE, ACT, WRITE,
	  "linkCases" },
	{ RQ_POST, "/api/v1/cases/{id}/links/{link}/removal", api_case_unlink, ROUTE_ROLES, OFFICE, ACT,
	  WRITE, "unlinkCases" },
	{ RQ_GET, "/api/v1/cases/{id}/same-applicant", api_case_same_applicant, ROUTE_ROLES, READERS, 0,
	  READ, "listSameApplicant" },
	{ RQ_POST, "/api/v1/cases/{id}/merger", api_case_merge, ROUTE_ROLES, OFFICE, ACT, WRITE,
	  "mergeCase" },
	{ RQ_POST, "/api/v1/cases/{id}/tasks", api_task_give, ROUTE_ROLES, OFFICE,
	  ROUTE_IDEMPOTENT | ROUTE_BODY, WRITE, "giveTask" },
	{ RQ_POST, "/api/v1/cases/{id}/tasks/{task}/acceptance", api_task_accept, ROUTE_ROLES,
	  R(UNIT_OFFICER), ROUTE_IDEMPOTENT | ROUTE_BODY | ROUTE_EMPTY_BODY, WRITE, "acceptTask" },
	{ RQ_POST, "/api/v1/cases/{id}/tasks/{task}/refusal", api_task_refuse, ROUTE_ROLES,
	  R(UNIT_OFFICER), ROUTE_IDEMPOTENT | ROUTE_BODY, WRITE, "refuseTask" },
	{ RQ_POST, "/api/v1/cases/{id}/tasks/{task}/answer", api_task_answer, ROUTE_ROLES,
	  R(UNIT_OFFICER), ROUTE_IDEMPOTENT | ROUTE_BODY, WRITE, "answerTask" },
	{ RQ_POST, "/api/v1/cases/{id}/tasks/{task}/chases", api_task_chase, ROUTE_ROLES, OFFICE,
	  ROUTE_IDEMPOTENT | ROUTE_BODY | ROUTE_EMPTY_BODY, WRITE, "chaseTask" },
	{ RQ_POST, "/api/v1/cases/{id}/tasks/{task}/cancellation", api_task_cancel, ROUTE_ROLES, OFFICE,
	  ROUTE_IDEMPOTENT | ROUTE_BODY, WRITE, "cancelTask" },
	{ RQ_POST, "/api/v1/cases/{id}/stop", api_case_stop, ROUTE_ROLES, OFFICE, ACT, WRITE, "stopCase" },
	{ RQ_POST, "/api/v1/cases/{id}/resumption", api_case_resume, ROUTE_ROLES, OFFICE, ACT, WRITE,
	  "resumeCase" },
	{ RQ_POST, "/api/v1/cases/{id}/termination", api_case_terminate, ROUTE_ROLES, OFFICE, ACT, WRITE,
	  "terminateCase" },

	/* consultations.c, objections.c */
	{ RQ_POST, "/api/v1/cases/{id}/consultations", api_consultation_ask, ROUTE_ROLES, OFFICE, ACT,
	  WRITE, "askConsultation" },
	{ RQ_POST, "/api/v1/cases/{id}/consultations/{consultation}/receipt", api_consultation_receipt,
	  ROUTE_ROLES, OFFICE, ACT, WRITE, "recordConsultationReceipt" },
	{ RQ_POST, "/api/v1/cases/{id}/consultations/{consultation}/end", api_consultation_end,
	  ROUTE_ROLES, OFFICE, ACT, WRITE, "recordConsultationEnd" },
	{ RQ_POST, "/api/v1/cases/{id}/consultations/{consultation}/cancellation",
	  api_consultation_cancel, ROUTE_ROLES, OFFICE, ACT, WRITE, "cancelConsultation" },
	{ RQ_POST, "/api/v1/cases/{id}/consultations/{consultation}/weighing", api_consultation_weigh,
	  ROUTE_ROLES, OFFICE, ACT, WRITE, "weighObjection" },
	{ RQ_POST, "/api/v1/cases/{id}/consultations/{consultation}/disclosure-notice",
	  api_disclosure_notice, ROUTE_ROLES, OFFICE, ACT, WRITE, "noticeDisclosure" },
	{ RQ_POST, "/api/v1/cases/{id}/consultations/{consultation}/disclosure-notice/service",
	  api_disclosure_told, ROUTE_ROLES, OFFICE, ACT, WRITE, "recordDisclosureNotice" },
	{ RQ_POST, "/api/v1/cases/{id}/consultations/{consultation}/unmasking", api_consultation_unmask,
	  ROUTE_ROLES, R(CLERK) | R(CASEWORKER) | R(HEAD), ROUTE_BODY, 0, "unmaskConsulted" },

	/* holds.c */
	{ RQ_POST, "/api/v1/cases/{id}/disclosure-holds", api_disclosure_hold, ROUTE_ROLES, OFFICE, ACT,
	  WRITE, "holdDisclosure" },
	{ RQ_POST, "/api/v1/cases/{id}/disclosure-holds/release", api_disclosure_release, ROUTE_ROLES,
	  OFFICE, ACT, WRITE, "releaseDisclosure" },

	/* reasons.c */
	{ RQ_POST, "/api/v1/cases/{id}/reasons", api_reasons_ask, ROUTE_ROLES, OFFICE, ACT, WRITE,
	  "askReasons" },
	{ RQ_POST, "/api/v1/cases/{id}/reasons/answer", api_reasons_enter, ROUTE_ROLES, OFFICE, ACT,
	  WRITE, "enterReasons" },
	{ RQ_POST, "/api/v1/requests/{number}/reasons", api_request_reasons, ROUTE_APPLICANT, 0, ACT, 0,
	  "giveReasons" },
	{ RQ_POST, "/api/v1/cases/{id}/reasons/finding", api_reasons_find, ROUTE_ROLES, OFFICE, ACT,
	  WRITE, "findReasons" },
	{ RQ_POST, "/api/v1/cases/{id}/delayed-day", api_delayed_day, ROUTE_ROLES, OFFICE, ACT, WRITE,
	  "setDelayedDay" },

	/* review: legal.c, hard_cases.c, conflicts.c */
	{ RQ_POST, "/api/v1/cases/{id}/legal-reviews", api_legal_ask, ROUTE_ROLES, OFFICE, ACT, WRITE,
	  "askLegalReview" },
	{ RQ_POST, "/api/v1/cases/{id}/legal-reviews/{review}/answer", api_legal_answer, ROUTE_ROLES,
	  R(ADVISOR), ACT, WRITE, "answerLegalReview" },
	{ RQ_POST, "/api/v1/cases/{id}/legal-reviews/{review}/withdrawal", api_legal_withdraw,
	  ROUTE_ROLES, OFFICE, ACT, WRITE, "withdrawLegalReview" },
	{ RQ_POST, "/api/v1/cases/{id}/legal-reviews/{review}/conflict", api_conflict_case, ROUTE_ROLES,
	  R(ADVISOR), ACT, WRITE, "declareCaseConflict" },
	{ RQ_POST, "/api/v1/cases/{id}/legal-override", api_legal_override, ROUTE_ROLES, OFFICE,
	  ACT | ROUTE_EMPTY_BODY, WRITE, "overrideLegalReview" },
	{ RQ_GET, "/api/v1/cases/{id}/legal-advisors", api_advisor_list, ROUTE_ROLES, OFFICE, 0, READ,
	  "listAdvisors" },
	{ RQ_POST, "/api/v1/cases/{id}/hard-flag", api_hard_flag, ROUTE_ROLES, OFFICE, ACT, WRITE,
	  "flagHardCase" },
	{ RQ_POST, "/api/v1/cases/{id}/hard-flag/lifting", api_hard_unflag, ROUTE_ROLES, OFFICE, ACT,
	  WRITE, "liftHardFlag" },
	{ RQ_GET, "/api/v1/cases/{id}/repeat-candidates", api_repeat_list, ROUTE_ROLES, READERS, 0, READ,
	  "listRepeatCandidates" },
	{ RQ_POST, "/api/v1/cases/{id}/letters/{letter}/services", api_letter_serve, ROUTE_ROLES, OFFICE,
	  ACT, WRITE, "serveLetter" },
	{ RQ_POST, "/api/v1/cases/{id}/services/{service}/result", api_service_result, ROUTE_ROLES,
	  OFFICE, ACT, WRITE, "recordServiceResult" },
	{ RQ_POST, "/api/v1/cases/{id}/services/again", api_serve_again_ask, ROUTE_ROLES, OFFICE, ACT,
	  WRITE, "askServiceAgain" },
	{ RQ_POST, "/api/v1/requests/{number}/evaluation", api_request_evaluate, ROUTE_APPLICANT, 0,
	  ROUTE_IDEMPOTENT | ROUTE_BODY, 0, "evaluateReply" },
	/* information_items.c, disclosures.c */
	{ RQ_POST, "/api/v1/requests/{number}/suggestions", api_suggestion_add, ROUTE_APPLICANT, 0,
	  ROUTE_IDEMPOTENT | ROUTE_BODY, 0, "suggestPublication" },
	{ RQ_POST, "/api/v1/cases/{id}/information-item", api_item_tie, ROUTE_ROLES, OFFICE,
	  ROUTE_IDEMPOTENT | ROUTE_BODY | ROUTE_EMPTY_BODY, WRITE, "tieInformationItem" },
	{ RQ_GET, "/api/v1/information-items", api_item_list, ROUTE_ROLES, READERS, 0, READ,
	  "listInformationItems" },
	{ RQ_GET, "/api/v1/information-items/{id}", api_item_get, ROUTE_ROLES, READERS, 0, READ,
	  "getInformationItem" },
	{ RQ_POST, "/api/v1/information-items/{id}/decision", api_item_decide, ROUTE_ROLES, OFFICE,
	  ROUTE_IDEMPOTENT | ROUTE_BODY, WRITE, "decideInformationItem" },
	{ RQ_GET, "/api/v1/disclosures", api_disclosure_list, ROUTE_PUBLIC, 0, 0, 0, "listDisclosures" },
	{ RQ_GET, "/api/v1/disclosures/{id}", api_disclosure_get, ROUTE_PUBLIC, 0, 0, 0,
	  "getDisclosure" },
	{ RQ_POST, "/api/v1/disclosures", api_disclosure_add, ROUTE_ROLES, OFFICE,
	  ROUTE_IDEMPOTENT | ROUTE_BODY, WRITE, "addDisclosure" },
	{ RQ_POST, "/api/v1/disclosures/{id}/withdrawal", api_disclosure_withdraw, ROUTE_ROLES, OFFICE,
	  ROUTE_IDEMPOTENT | ROUTE_BODY, WRITE, "withdrawDisclosure" },
	{ RQ_GET, "/api/v1/agencies/{id}/evaluations", api_evaluation_count, ROUTE_ROLES, READERS, 0,
	  READ, "countEvaluations" },
	{ RQ_GET, "/api/v1/agencies/{id}/colleagues", api_colleague_list, ROUTE_ROLES,
	  READERS | R(UNIT_OFFICER), 0, READ, "listColleagues" },
	{ RQ_GET, "/api/v1/agencies/{id}/deputies", api_deputy_list, ROUTE_ROLES,
	  READERS | R(SECURITY_ADMIN), 0, READ, "listDeputies" },
	{ RQ_POST, "/api/v1/agencies/{id}/deputies", api_deputy_add, ROUTE_ROLES,
	  R(BUSINESS_HEAD) | R(HEAD) | R(LEADER) | R(SECURITY_ADMIN), ROUTE_IDEMPOTENT | ROUTE_BODY,
	  WRITE, "addDeputy" },
	{ RQ_POST, "/api/v1/agencies/{id}/deputies/{deputy}/end", api_deputy_end, ROUTE_ROLES,
	  OFFICE | R(SECURITY_ADMIN), ROUTE_IDEMPOTENT | ROUTE_BODY | ROUTE_EMPTY_BODY, WRITE,
	  "endDeputy" },
	{ RQ_GET, "/api/v1/legal-conflicts", api_conflict_list, ROUTE_ROLES, R(ADVISOR), 0, READ,
	  "listConflicts" },
	{ RQ_POST, "/api/v1/legal-conflicts", api_conflict_declare, ROUTE_ROLES, R(ADVISOR),
	  ROUTE_IDEMPOTENT | ROUTE_BODY, WRITE, "declareConflict" },
	{ RQ_POST, "/api/v1/legal-conflicts/{id}/end", api_conflict_end, ROUTE_ROLES, R(ADVISOR),
	  ROUTE_IDEMPOTENT | ROUTE_BODY | ROUTE_EMPTY_BODY, WRITE, "endConflict" },

	/* correction_notice.c, lapse.c */
	{ RQ_GET, "/api/v1/cases/{id}/corrections/proposal", api_correction_proposal, ROUTE_ROLES,
	  READERS, 0, READ, "proposeCorrection" },
	{ RQ_POST, "/api/v1/cases/{id}/corrections/resending", api_correction_resend, ROUTE_ROLES,
	  OFFICE, ACT, WRITE, "resendCorrection" },
	{ RQ_POST, "/api/v1/cases/{id}/lapse/service", api_lapse_serve, ROUTE_ROLES, OFFICE, ACT,
	  WRITE, "serveLapse" },
	{ RQ_POST, "/api/v1/cases/{id}/reinstatement", api_case_reinstate, ROUTE_ROLES, OFFICE, ACT,
	  WRITE, "reinstateCase" },

	/* fees.c, fee_notice.c */
	{ RQ_GET, "/api/v1/cases/{id}/fee-estimate", api_case_fee_estimate, ROUTE_ROLES, READERS, 0,
	  READ, "estimateCaseFee" },
	{ RQ_POST, "/api/v1/cases/{id}/fee-notices", api_fee_draft, ROUTE_ROLES, OFFICE, ACT, WRITE,
	  "draftFeeNotice" },
	{ RQ_POST, "/api/v1/cases/{id}/fee-notices/return", api_fee_return, ROUTE_ROLES, OFFICE, ACT,
	  WRITE, "returnFeeNotice" },
	{ RQ_POST, "/api/v1/cases/{id}/fee-notices/sending", api_fee_send, ROUTE_ROLES, OFFICE, ACT,
	  WRITE, "sendFeeNotice" },
	{ RQ_POST, "/api/v1/cases/{id}/fee-notices/receipt", api_fee_receipt, ROUTE_ROLES, OFFICE, ACT,
	  WRITE, "recordFeeReceipt" },
	{ RQ_POST, "/api/v1/cases/{id}/fee-notices/cancellation", api_fee_cancel, ROUTE_ROLES, OFFICE,
	  ACT, WRITE, "cancelFee" },

	/* payments.c, refunds.c; a payment for several cases names the version of each */
	{ RQ_POST, "/api/v1/cases/{id}/payments", api_case_pay, ROUTE_ROLES, OFFICE, ACT, WRITE,
	  "recordPayment" },
	{ RQ_POST, "/api/v1/payments", api_payment_add, ROUTE_ROLES, R(CLERK) | R(FINANCE),
	  ROUTE_IDEMPOTENT | ROUTE_BODY, WRITE, "recordSharedPayment" },
	{ RQ_POST, "/api/v1/cases/{id}/refunds", api_refund_ask, ROUTE_ROLES, OFFICE, ACT, WRITE,
	  "askRefund" },
	{ RQ_POST, "/api/v1/cases/{id}/refunds/{refund}/decision", api_refund_decide, ROUTE_ROLES,
	  OFFICE, ACT, WRITE, "decideRefund" },
	{ RQ_POST, "/api/v1/cases/{id}/refunds/{refund}/payment", api_refund_pay, ROUTE_ROLES, OFFICE,
	  ACT, WRITE, "payRefund" },
	{ RQ_GET, "/api/v1/refunds", api_refund_list, ROUTE_ROLES, READERS, 0, READ, "listRefunds" },
	{ RQ_GET, "/api/v1/fees/figures", api_fee_figures, ROUTE_ROLES, READERS, 0, READ,
	  "getFeeFigures" },

	/* same_applicant.c */
	{ RQ_POST, "/api/v1/cases/{id}/applicant-joins", api_applicant_join, ROUTE_ROLES, OFFICE, ACT,
	  WRITE, "joinApplicants" },
	{ RQ_POST, "/api/v1/cases/{id}/applicant-joins/{join}/end", api_applicant_part, ROUTE_ROLES,
	  OFFICE, ACT, WRITE, "partApplicants" },

	/* after the reply: remedies.c, orders.c, falls_due.c */
	{ RQ_POST, "/api/v1/cases/{id}/remedies", api_remedy_add, ROUTE_ROLES, OFFICE, ACT, WRITE,
	  "recordRemedy" },
	{ RQ_POST, "/api/v1/cases/{id}/remedies/{remedy}/copy", api_remedy_copy, ROUTE_ROLES, OFFICE,
	  ACT, WRITE, "recordRemedyCopy" },
	{ RQ_POST, "/api/v1/cases/{id}/remedies/{remedy}/answer", api_remedy_answer, ROUTE_ROLES,
	  OFFICE, ACT, WRITE, "recordRemedyAnswer" },
	{ RQ_POST, "/api/v1/cases/{id}/remedies/{remedy}/result", api_remedy_result, ROUTE_ROLES,
	  OFFICE, ACT, WRITE, "recordRemedyResult" },
	{ RQ_POST, "/api/v1/cases/{id}/orders", api_order_add, ROUTE_ROLES, OFFICE, ACT, WRITE,
	  "recordOrder" },
	{ RQ_POST, "/api/v1/cases/{id}/revocation", api_reply_revoke, ROUTE_ROLES, OFFICE, ACT, WRITE,
	  "revokeReply" },
	{ RQ_GET, "/api/v1/deadlines", api_deadline_list, ROUTE_ROLES, READERS, 0, READ,
	  "listDeadlines" },
	{ RQ_POST, "/api/v1/cases/{id}/clerical-corrections", api_clerical_ask, ROUTE_ROLES, OFFICE, ACT,
	  WRITE, "askClericalCorrection" },

	/* the district office: district.c, urging.c, complaints.c, complaint_steps.c */
	{ RQ_GET, "/api/v1/district/overview", api_district_overview, ROUTE_ROLES, R(SUPERVISOR), 0,
	  READ, "overviewDistrict" },
	{ RQ_GET, "/api/v1/district/lone-extensions", api_alone_list, ROUTE_ROLES, R(SUPERVISOR), 0,
	  READ, "listLoneExtensions" },
	{ RQ_POST, "/api/v1/urgings", api_urging_add, ROUTE_ROLES, R(SUPERVISOR),
	  ROUTE_IDEMPOTENT | ROUTE_BODY, WRITE, "sendUrging" },
	{ RQ_GET, "/api/v1/urgings", api_urging_list, ROUTE_ROLES, READERS, 0, READ, "listUrgings" },
	{ RQ_GET, "/api/v1/urgings/{id}", api_urging_get, ROUTE_ROLES, READERS, 0, READ, "getUrging" },
	{ RQ_POST, "/api/v1/urgings/{id}/answer", api_urging_answer, ROUTE_ROLES, OFFICE,
	  ROUTE_IDEMPOTENT | ROUTE_BODY, WRITE, "answerUrging" },
	{ RQ_POST, "/api/v1/complaints", api_complaint_file, ROUTE_PUBLIC, 0,
	  ROUTE_IDEMPOTENT | ROUTE_BODY | ROUTE_RATE_FILING, 0, "fileComplaint" },
	{ RQ_POST, "/api/v1/complaints/taken-in", api_complaint_take_in, ROUTE_ROLES, R(SUPERVISOR),
	  ROUTE_IDEMPOTENT | ROUTE_BODY, WRITE, "takeInComplaint" },
	{ RQ_POST, "/api/v1/complaints/{number}/status", api_complaint_status, ROUTE_PUBLIC, 0,
	  ROUTE_BODY | ROUTE_RATE_ACCESS, 0, "followComplaint" },
	{ RQ_GET, "/api/v1/complaints", api_complaint_list, ROUTE_ROLES, READERS, 0, READ,
	  "listComplaints" },
	{ RQ_GET, "/api/v1/complaints/{id}", api_complaint_get, ROUTE_ROLES, READERS, 0, READ,
	  "getComplaint" },
	{ RQ_POST, "/api/v1/complaints/{id}/unmasking", api_complaint_unmask, ROUTE_ROLES,
	  R(SUPERVISOR), ROUTE_BODY, 0, "unmaskComplainant" },
	{ RQ_POST, "/api/v1/complaints/{id}/registration", api_complaint_register, ROUTE_ROLES,
	  R(SUPERVISOR), ACT | ROUTE_EMPTY_BODY, WRITE, "registerComplaint" },
	{ RQ_POST, "/api/v1/complaints/{id}/inquiry", api_complaint_ask, ROUTE_ROLES, R(SUPERVISOR),
	  ACT, WRITE, "askAboutComplaint" },
	{ RQ_POST, "/api/v1/complaints/{id}/agency-answer", api_complaint_agency_answer, ROUTE_ROLES,
	  OFFICE, ACT, WRITE, "answerInquiry" },
	{ RQ_POST, "/api/v1/complaints/{id}/finding", api_complaint_find, ROUTE_ROLES, R(SUPERVISOR),
	  ACT, WRITE, "findOnComplaint" },
	{ RQ_POST, "/api/v1/complaints/{id}/answer", api_complaint_close, ROUTE_ROLES, R(SUPERVISOR),
	  ACT | ROUTE_EMPTY_BODY, WRITE, "answerComplaint" },
	{ RQ_POST, "/api/v1/complaints/{id}/mending", api_complaint_mended, ROUTE_ROLES, OFFICE, ACT,
	  WRITE, "reportMending" },
	/* prefill.c: the address that a reply's letter names */
	{ RQ_GET, "/api/v1/filings/prefill", api_prefill, ROUTE_PUBLIC, 0, ROUTE_RATE_ACCESS, 0,
	  "prefillFiling" },

	/* schedule: notices.c, calendar_moves.c */
	{ RQ_POST, "/api/v1/calendars/preview", api_calendar_preview, ROUTE_ROLES, R(SYSTEM_ADMIN),
	  ROUTE_IDEMPOTENT | ROUTE_BODY, ADMIN, "previewCalendar" },
	{ RQ_GET, "/api/v1/jobs/{id}/moves", api_job_moves, ROUTE_SIGNED_IN, 0, 0, READ,
	  "listCalendarMoves" },

	/* sessions.c: never replayed by a key, because what would be stored depends on a password */
	{ RQ_POST, "/api/v1/sessions", api_session_add, ROUTE_PUBLIC, 0,
	  ROUTE_BODY | ROUTE_SLOW | ROUTE_RATE_SIGN_IN, 0, "signIn" },
	{ RQ_GET, "/api/v1/sessions", api_session_list, ROUTE_SIGNED_IN, 0, 0, 0, "listSessions" },
	{ RQ_DELETE, "/api/v1/sessions/current", api_session_leave, ROUTE_SIGNED_IN, 0, 0, 0,
	  "signOut" },
	{ RQ_DELETE, "/api/v1/sessions/{id}", api_session_end, ROUTE_SIGNED_IN, 0, 0, 0, "endSession" },

	/* me.c */
	{ RQ_GET, "/api/v1/me", api_me_get, ROUTE_SIGNED_IN, 0, 0, READ, "getMe" },
	{ RQ_PUT, "/api/v1/me/password", api_me_password, ROUTE_SIGNED_IN, 0, ROUTE_BODY | ROUTE_SLOW,
	  0, "changePassword" },

	/* stream.c */
	{ RQ_GET, "/api/v1/stream", api_stream, ROUTE_SIGNED_IN, 0, 0, 0, "followChanges" },

	/* tokens.c */
	{ RQ_GET, "/api/v1/tokens", api_token_list, ROUTE_SIGNED_IN, 0, 0, 0, "listTokens" },
	{ RQ_POST, "/api/v1/tokens", api_token_add, ROUTE_SIGNED_IN, 0, ROUTE_IDEMPOTENT | ROUTE_BODY,
	  0, "makeToken" },
	{ RQ_DELETE, "/api/v1/tokens/{id}", api_token_revoke, ROUTE_SIGNED_IN, 0, 0, 0, "revokeToken" },

	/* agencies.c, agency_settings.c */
	{ RQ_GET, "/api/v1/agencies", api_agency_list, ROUTE_PUBLIC, 0, 0, READ, "listAgencies" },
	{ RQ_GET, "/api/v1/agencies/{id}", api_agency_get, ROUTE_PUBLIC, 0, 0, READ, "getAgency" },
	{ RQ_POST, "/api/v1/agencies", api_agency_add, ROUTE_ROLES, R(SYSTEM_ADMIN),
	  ROUTE_IDEMPOTENT | ROUTE_BODY, ADMIN, "addAgency" },
	{ RQ_PATCH, "/api/v1/agencies/{id}", api_agency_change, ROUTE_ROLES, R(SYSTEM_ADMIN),
	  ROUTE_IF_MATCH | ROUTE_BODY, ADMIN, "changeAgency" },
	{ RQ_GET, "/api/v1/agencies/{id}/settings", api_setting_list, ROUTE_SIGNED_IN, 0, 0, READ,
	  "listSettings" },
	{ RQ_PUT, "/api/v1/agencies/{id}/settings", api_setting_change, ROUTE_ROLES, R(SYSTEM_ADMIN),
	  ROUTE_IF_MATCH | ROUTE_BODY, ADMIN, "changeSettings" },

	/* users.c */
	{ RQ_GET, "/api/v1/users", api_user_list, ROUTE_ROLES, R(SYSTEM_ADMIN) | R(SECURITY_ADMIN), 0,
	  READ, "listUsers" },
	{ RQ_GET, "/api/v1/users/{id}", api_user_get, ROUTE_ROLES, R(SYSTEM_ADMIN) | R(SECURITY_ADMIN),
	  0, READ, "getUser" },
	{ RQ_POST, "/api/v1/users", api_user_add, ROUTE_ROLES, R(SYSTEM_ADMIN),
	  ROUTE_IDEMPOTENT | ROUTE_BODY | ROUTE_SLOW, ADMIN, "addUser" },
	{ RQ_PATCH, "/api/v1/users/{id}", api_user_change, ROUTE_ROLES,
	  R(SYSTEM_ADMIN) | R(SECURITY_ADMIN), ROUTE_IF_MATCH | ROUTE_BODY, ADMIN, "changeUser" },
	{ RQ_POST, "/api/v1/users/{id}/password-reset", api_user_reset, ROUTE_ROLES, R(SECURITY_ADMIN),
	  ROUTE_IDEMPOTENT | ROUTE_BODY | ROUTE_EMPTY_BODY | ROUTE_SLOW, 0, "resetPassword" },

	/* hooks: endpoints.c, endpoint_acts.c, deliveries.c */
	{ RQ_GET, "/api/v1/event-types", api_hook_list, ROUTE_PUBLIC, 0, 0, READ, "listEventTypes" },
	{ RQ_GET, "/api/v1/webhook-endpoints", api_endpoint_list, ROUTE_ROLES, HOOKS, 0, ADMIN,
	  "listEndpoints" },
	{ RQ_POST, "/api/v1/webhook-endpoints", api_endpoint_add, ROUTE_ROLES, HOOKS,
	  ROUTE_IDEMPOTENT | ROUTE_BODY, ADMIN, "addEndpoint" },
	{ RQ_GET, "/api/v1/webhook-endpoints/{id}", api_endpoint_get, ROUTE_ROLES, HOOKS, 0, ADMIN,
	  "getEndpoint" },
	{ RQ_PATCH, "/api/v1/webhook-endpoints/{id}", api_endpoint_change, ROUTE_ROLES, HOOKS,
	  ROUTE_IF_MATCH | ROUTE_BODY, ADMIN, "changeEndpoint" },
	{ RQ_DELETE, "/api/v1/webhook-endpoints/{id}", api_endpoint_end, ROUTE_ROLES, HOOKS, 0, ADMIN,
	  "endEndpoint" },
	{ RQ_POST, "/api/v1/webhook-endpoints/{id}/ping", api_endpoint_ping, ROUTE_ROLES, HOOKS, HOOK_ACT,
	  ADMIN, "pingEndpoint" },
	{ RQ_POST, "/api/v1/webhook-endpoints/{id}/test", api_endpoint_test, ROUTE_ROLES, HOOKS, HOOK_ACT,
	  ADMIN, "testEndpoint" },
	{ RQ_POST, "/api/v1/webhook-endpoints/{id}/secret-rotation", api_endpoint_rotate, ROUTE_ROLES,
	  HOOKS, HOOK_ACT, ADMIN, "rotateEndpointSecret" },
	{ RQ_POST, "/api/v1/webhook-endpoints/{id}/activation", api_endpoint_activate, ROUTE_ROLES, HOOKS,
	  HOOK_ACT, ADMIN, "activateEndpoint" },
	{ RQ_POST, "/api/v1/webhook-endpoints/{id}/deactivation", api_endpoint_disable, ROUTE_ROLES,
	  HOOKS, HOOK_ACT, ADMIN, "deactivateEndpoint" },
	{ RQ_POST, "/api/v1/webhook-endpoints/{id}/replay", api_endpoint_replay, ROUTE_ROLES, HOOKS,
	  ROUTE_IDEMPOTENT | ROUTE_BODY, ADMIN, "replayDeliveries" },
	{ RQ_GET, "/api/v1/webhook-endpoints/{id}/deliveries", api_delivery_list, ROUTE_ROLES, HOOKS, 0,
	  ADMIN, "listDeliveries" },
	{ RQ_GET, "/api/v1/deliveries", api_delivery_search, ROUTE_ROLES, HOOKS, 0, ADMIN,
	  "searchDeliveries" },
	{ RQ_POST, "/api/v1/deliveries/replay", api_deliveries_replay, ROUTE_ROLES, HOOKS,
	  ROUTE_IDEMPOTENT | ROUTE_BODY, ADMIN, "replayAllDeliveries" },
	{ RQ_GET, "/api/v1/deliveries/{id}", api_delivery_get, ROUTE_ROLES, HOOKS, 0, ADMIN,
	  "getDelivery" },
	{ RQ_POST, "/api/v1/deliveries/{id}/replay", api_delivery_replay, ROUTE_ROLES, HOOKS, HOOK_ACT,
	  ADMIN, "replayDelivery" },

	/* remind: reminders.c */
	{ RQ_GET, "/api/v1/reminders", api_reminder_list, ROUTE_SIGNED_IN, 0, 0, READ,
	  "listReminders" },
	{ RQ_POST, "/api/v1/reminders/{id}/acknowledgement", api_reminder_acknowledge,
	  ROUTE_SIGNED_IN, 0, ROUTE_IDEMPOTENT | ROUTE_BODY | ROUTE_EMPTY_BODY, WRITE,
	  "acknowledgeReminder" },
	{ RQ_GET, "/api/v1/me/calendar-feeds", api_feed_list, ROUTE_SIGNED_IN, 0, 0, 0,
	  "listCalendarFeeds" },
	{ RQ_POST, "/api/v1/me/calendar-feeds", api_feed_add, ROUTE_SIGNED_IN, 0,
	  ROUTE_IDEMPOTENT | ROUTE_BODY | ROUTE_EMPTY_BODY, 0, "makeCalendarFeed" },
	{ RQ_DELETE, "/api/v1/me/calendar-feeds/{id}", api_feed_revoke, ROUTE_SIGNED_IN, 0, 0, 0,
	  "revokeCalendarFeed" },
	{ RQ_GET, "/api/v1/me/notifications", api_notifications_get, ROUTE_SIGNED_IN, 0, 0, 0,
	  "getNotifications" },
	{ RQ_PUT, "/api/v1/me/notifications", api_notifications_put, ROUTE_SIGNED_IN, 0, ROUTE_BODY, 0,
	  "setNotifications" },
	{ RQ_POST, "/api/v1/me/notifications/test", api_notifications_test, ROUTE_SIGNED_IN, 0,
	  ROUTE_IDEMPOTENT | ROUTE_BODY | ROUTE_EMPTY_BODY, 0, "testNotifications" },
	{ RQ_GET, "/api/v1/mails", api_mail_list, ROUTE_ROLES, R(SYSTEM_ADMIN), 0, ADMIN, "listMails" },
	{ RQ_POST, "/api/v1/mails/{id}/replay", api_mail_replay, ROUTE_ROLES, R(SYSTEM_ADMIN),
	  ROUTE_IDEMPOTENT | ROUTE_BODY | ROUTE_EMPTY_BODY, ADMIN, "replayMail" },
	{ RQ_GET, "/ical/{file}", api_feed_get, ROUTE_PUBLIC, 0, 0, 0, "readCalendarFeed" },

	/* notices.c, job_status.c */
	{ RQ_GET, "/api/v1/calendars", api_calendar_list, ROUTE_PUBLIC, 0, 0, READ, "listCalendars" },
	{ RQ_GET, "/api/v1/calendars/{year}", api_calendar_get, ROUTE_PUBLIC, 0, 0, READ,
	  "getCalendar" },
	{ RQ_POST, "/api/v1/calendars", api_calendar_load, ROUTE_ROLES, R(SYSTEM_ADMIN),
	  ROUTE_IDEMPOTENT | ROUTE_BODY, ADMIN, "loadCalendar" },
	{ RQ_GET, "/api/v1/jobs/{id}", api_job_get, ROUTE_SIGNED_IN, 0, 0, READ, "getJob" },

	/* test_clock.c */
	{ RQ_GET, "/api/v1/test-clock", api_test_clock_get, ROUTE_PUBLIC, 0, 0, READ, "getTestClock" },
	{ RQ_PUT, "/api/v1/test-clock", api_test_clock_set, ROUTE_ROLES, R(SYSTEM_ADMIN), ROUTE_BODY,
	  ADMIN, "setTestClock" },

	/* audit_log.c */
	{ RQ_GET, "/api/v1/audit", api_audit_list, ROUTE_ROLES, R(AUDIT_ADMIN), 0, READ, "listAudit" },

	/* calc.c: open to anyone; the preview changes nothing and takes no key */
	{ RQ_GET, "/api/v1/calendar/due-day", api_due_day, ROUTE_PUBLIC, 0, 0, READ, "calculateDueDay" },
	{ RQ_POST, "/api/v1/clock/preview", api_clock_preview, ROUTE_PUBLIC, 0, ROUTE_BODY, READ,
	  "previewClock" },
	{ RQ_GET, "/api/v1/fees/estimate", api_fee_estimate, ROUTE_PUBLIC, 0, 0, READ, "estimateFee" },
	{ RQ_GET, "/api/v1/fee-schedule", api_fee_schedule, ROUTE_PUBLIC, 0, 0, READ, "getFeeSchedule" },
	{ RQ_GET, "/api/v1/rules", api_rules, ROUTE_PUBLIC, 0, 0, READ, "getRules" },

	/* system.c: the service itself (GET /healthz is the loop's) */
	{ RQ_GET, "/readyz", api_ready, ROUTE_PUBLIC, 0, ROUTE_SYSTEM, 0, "getReadiness" },
	{ RQ_GET, "/metrics", api_metrics, ROUTE_PUBLIC, 0, ROUTE_SYSTEM, 0, "getMetrics" },
	{ RQ_GET, "/openapi.yaml", api_file, ROUTE_PUBLIC, 0, ROUTE_SYSTEM, 0, "getContract" },
	{ RQ_GET, "/docs", api_file, ROUTE_PUBLIC, 0, ROUTE_SYSTEM, 0, "getDocs" },
	{ RQ_GET, "/.well-known/security.txt", api_security_contact, ROUTE_PUBLIC, 0, ROUTE_SYSTEM, 0,
	  "getSecurityContact" },
};
const size_t n_routes = sizeof(routes) / sizeof(routes[0]);
