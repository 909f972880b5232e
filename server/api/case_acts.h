/*
 * Acts on one case by staff: what their endpoints share, and the endpoints themselves (each fills
 * the answer or ERR).  The path is /api/v1/cases/{id}/...
 */
#ifndef SERVER_API_CASE_ACTS_H
#define SERVER_API_CASE_ACTS_H

#include "db/absence.h"
#include "server/act/act.h"

/* act_open for the path's case. */
int case_open(struct act *x, struct rq *rq, enum cw_act act, struct cw_err *err) CW_MUST_CHECK;
/* The whole case as the answer, with its ETag. */
int case_answer(struct act *x, int status, struct cw_err *err) CW_MUST_CHECK;

/* The agency whose cases a list is of: ASKED, or without it (0) the caller's own, if there is just one; an
 * agency that one may not read is as good as none (CW_NOT_FOUND). */
int case_pick_agency(struct rq *rq, uint64_t asked, uint64_t *out, struct cw_err *err) CW_MUST_CHECK;
/* KIND, asked for as NAME, can be the name of a kind of deadline; NULL: none is asked for. */
int case_check_kind(const char *name, const char *kind, struct cw_err *err) CW_MUST_CHECK;

/* queues.c */
int api_case_list(struct rq *rq, struct cw_err *err);
int api_queue_counts(struct rq *rq, struct cw_err *err);
/* approvals.c */
int api_approval_list(struct rq *rq, struct cw_err *err);
int api_approval_counts(struct rq *rq, struct cw_err *err);
/* case.c */
int api_case_get(struct rq *rq, struct cw_err *err);
int api_case_events(struct rq *rq, struct cw_err *err);
int api_case_letter(struct rq *rq, struct cw_err *err);
int api_case_unmask(struct rq *rq, struct cw_err *err);
int api_request_letter(struct rq *rq, struct cw_err *err);
/* work.c */
int api_case_register(struct rq *rq, struct cw_err *err);
int api_case_assign(struct rq *rq, struct cw_err *err);
int api_case_search(struct rq *rq, struct cw_err *err);
/* A search as a body or part of one: struct db_search. */
extern const struct rq_field case_search_fields[];
/* Finishes the decided act SEARCH (x->facts.on is the day of the search) and keeps S. */
int case_search_save(struct act *x, struct db_search *s, struct cw_err *err) CW_MUST_CHECK;
int api_case_withdraw(struct rq *rq, struct cw_err *err);
int api_case_close(struct rq *rq, struct cw_err *err);
int case_searches_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
/* secrecy.c */
int api_secrecy_ask(struct rq *rq, struct cw_err *err);
int api_secrecy_answer(struct rq *rq, struct cw_err *err);
int api_secrecy_waiting(struct rq *rq, struct cw_err *err);
int case_secrecy_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
/* reply.c */
int api_reply_draft(struct rq *rq, struct cw_err *err);
int api_reply_submit(struct rq *rq, struct cw_err *err);
int api_reply_decide(struct rq *rq, struct cw_err *err);
int api_reply_sign(struct rq *rq, struct cw_err *err);
/* Puts who signs into FACTS, a deputy with for whom (R-OUT-10). */
int reply_name_signer(struct act *x, struct cw_letter_facts *facts, struct cw_err *err) CW_MUST_CHECK;
/* What the event of a signature says; takes OPINIONS: also one that disagrees, since it does not bind. */
struct json_object *reply_signed_detail(const struct db_letter *letter, struct json_object *opinions);
/* joint.c */
int api_joint_sign(struct rq *rq, struct cw_err *err);
/* correction.c */
int api_correction_receipt(struct rq *rq, struct cw_err *err);
int api_correction_answer(struct rq *rq, struct cw_err *err);
int api_request_correct(struct rq *rq, struct cw_err *err);
int case_corrections_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
/* extension.c */
int api_extension_ask(struct rq *rq, struct cw_err *err);
int api_extension_decide(struct rq *rq, struct cw_err *err);
int case_extensions_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
/* contact.c */
int api_contact_add(struct rq *rq, struct cw_err *err);
int case_contacts_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
/* service.c */
int api_case_serve(struct rq *rq, struct cw_err *err);
int case_services_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
/* service_copies.c: whose copy of which letter is not served yet */
int case_copies_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;

/* intake.c, confirmation.c */
int api_case_take_in(struct rq *rq, struct cw_err *err);
int api_contact_attempt(struct rq *rq, struct cw_err *err);
int api_receipt_confirm(struct rq *rq, struct cw_err *err);
int api_file_unconfirmed(struct rq *rq, struct cw_err *err);
int api_answer_on_the_spot(struct rq *rq, struct cw_err *err);
int api_query_code(struct rq *rq, struct cw_err *err);
int case_attempts_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
/* proposal.c, rectification.c */
int api_proposal_decide(struct rq *rq, struct cw_err *err);
int api_proposal_take_back(struct rq *rq, struct cw_err *err);
int api_proposal_list(struct rq *rq, struct cw_err *err);
int case_proposals_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
int api_rectify_ask(struct rq *rq, struct cw_err *err);

/* document: documents.c, upload.c */
struct db_document;
int api_upload_options(struct rq *rq, struct cw_err *err);
int api_upload_begin(struct rq *rq, struct cw_err *err);
int api_upload_look(struct rq *rq, struct cw_err *err);
int api_upload_part(struct rq *rq, struct cw_err *err);
int api_upload_end(struct rq *rq, struct cw_err *err);
int api_document_get(struct rq *rq, struct cw_err *err);
int api_document_remove(struct rq *rq, struct cw_err *err);
int api_request_document(struct rq *rq, struct cw_err *err);
int case_documents_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
/* The SHA-256 of a complete document in hex; NULL if no memory. */
char *document_digest_text(struct cw_arena *a, const struct db_document *d);

/* units.c */
int api_case_split(struct rq *rq, struct cw_err *err);
int case_units_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
/* links.c */
int api_case_link(struct rq *rq, struct cw_err *err);
int api_case_unlink(struct rq *rq, struct cw_err *err);
int api_case_same_applicant(struct rq *rq, struct cw_err *err);
int api_case_merge(struct rq *rq, struct cw_err *err);
int case_links_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
/* tasks.c */
int api_task_give(struct rq *rq, struct cw_err *err);
int api_task_accept(struct rq *rq, struct cw_err *err);
int api_task_refuse(struct rq *rq, struct cw_err *err);
int api_task_answer(struct rq *rq, struct cw_err *err);
int api_task_chase(struct rq *rq, struct cw_err *err);
int api_task_cancel(struct rq *rq, struct cw_err *err);
int case_tasks_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
/* watches.c */
int api_watch_put(struct rq *rq, struct cw_err *err);
int api_watch_remove(struct rq *rq, struct cw_err *err);
int api_mention_list(struct rq *rq, struct cw_err *err);
int api_mention_read(struct rq *rq, struct cw_err *err);
int api_mention_read_all(struct rq *rq, struct cw_err *err);
/* Puts in whether the caller watches the case, and how much of it is new to them. */
int case_watch_json(struct act *x, struct json_object *o, struct cw_err *err) CW_MUST_CHECK;
/* reassignments.c */
int api_reassign(struct rq *rq, struct cw_err *err);
/* absences.c */
int api_absence_list(struct rq *rq, struct cw_err *err);
int api_absence_set(struct rq *rq, struct cw_err *err);
int api_absence_end(struct rq *rq, struct cw_err *err);
/* The warning that an assignee is away, and who covers. */
struct json_object *case_away_json(struct rq *rq, const struct db_absence *a);
/* ends.c */
int api_case_stop(struct rq *rq, struct cw_err *err);
int api_case_resume(struct rq *rq, struct cw_err *err);
int api_case_terminate(struct rq *rq, struct cw_err *err);
int case_stops_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;

/* consultations.c */
int api_consultation_ask(struct rq *rq, struct cw_err *err);
int api_consultation_receipt(struct rq *rq, struct cw_err *err);
int api_consultation_end(struct rq *rq, struct cw_err *err);
int api_consultation_cancel(struct rq *rq, struct cw_err *err);
/* objections.c */
int api_consultation_weigh(struct rq *rq, struct cw_err *err);
int api_disclosure_notice(struct rq *rq, struct cw_err *err);
int api_disclosure_told(struct rq *rq, struct cw_err *err);
int api_consultation_unmask(struct rq *rq, struct cw_err *err);
int case_consultations_json(struct act *x, struct json_object *list,
			    struct cw_err *err) CW_MUST_CHECK;
/* holds.c */
int api_disclosure_hold(struct rq *rq, struct cw_err *err);
int api_disclosure_release(struct rq *rq, struct cw_err *err);
int case_holds_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
/* reasons.c */
int api_reasons_ask(struct rq *rq, struct cw_err *err);
int api_reasons_enter(struct rq *rq, struct cw_err *err);
int api_request_reasons(struct rq *rq, struct cw_err *err);
int api_reasons_find(struct rq *rq, struct cw_err *err);
int api_delayed_day(struct rq *rq, struct cw_err *err);
int case_reasons_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;

/* review */
/* legal.c, hard_cases.c, conflicts.c, legal_json.c */
int api_legal_ask(struct rq *rq, struct cw_err *err);
int api_legal_answer(struct rq *rq, struct cw_err *err);
int api_legal_withdraw(struct rq *rq, struct cw_err *err);
int api_legal_override(struct rq *rq, struct cw_err *err);
int api_hard_flag(struct rq *rq, struct cw_err *err);
int api_hard_unflag(struct rq *rq, struct cw_err *err);
int api_advisor_list(struct rq *rq, struct cw_err *err);
int api_conflict_declare(struct rq *rq, struct cw_err *err);
int api_conflict_list(struct rq *rq, struct cw_err *err);
int api_conflict_end(struct rq *rq, struct cw_err *err);
int api_conflict_case(struct rq *rq, struct cw_err *err);
/* repeats.c */
int api_repeat_list(struct rq *rq, struct cw_err *err);
/* service.c, service_again.c */
int api_letter_serve(struct rq *rq, struct cw_err *err);
int api_service_result(struct rq *rq, struct cw_err *err);
int api_serve_again_ask(struct rq *rq, struct cw_err *err);
/* evaluation.c */
int api_request_evaluate(struct rq *rq, struct cw_err *err);
int api_evaluation_count(struct rq *rq, struct cw_err *err);
int case_evaluations_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
/* colleagues.c */
int api_colleague_list(struct rq *rq, struct cw_err *err);
/* deputies.c */
int api_deputy_list(struct rq *rq, struct cw_err *err);
int api_deputy_add(struct rq *rq, struct cw_err *err);
int api_deputy_end(struct rq *rq, struct cw_err *err);
int case_hard_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
int case_flags_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
int case_legal_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
int case_overrides_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;

/* correction_notice.c */
int api_correction_send(struct rq *rq, struct cw_err *err);
int api_correction_resend(struct rq *rq, struct cw_err *err);
int api_correction_proposal(struct rq *rq, struct cw_err *err);
/* lapse.c */
int api_case_lapse(struct rq *rq, struct cw_err *err);
int api_lapse_serve(struct rq *rq, struct cw_err *err);
int api_case_reinstate(struct rq *rq, struct cw_err *err);
int case_lapses_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
/* fees.c */
int api_case_fee_estimate(struct rq *rq, struct cw_err *err);
int api_fee_draft(struct rq *rq, struct cw_err *err);
int case_fees_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
/* fee_notice.c */
int api_fee_send(struct rq *rq, struct cw_err *err);
int api_fee_receipt(struct rq *rq, struct cw_err *err);
int api_fee_return(struct rq *rq, struct cw_err *err);
int api_fee_cancel(struct rq *rq, struct cw_err *err);
/* payments.c */
int api_case_pay(struct rq *rq, struct cw_err *err);
int api_payment_add(struct rq *rq, struct cw_err *err);
int case_payments_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
/* refunds.c */
int api_refund_ask(struct rq *rq, struct cw_err *err);
int api_refund_decide(struct rq *rq, struct cw_err *err);
int api_refund_pay(struct rq *rq, struct cw_err *err);
int case_refunds_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
/* fee_figures.c */
int api_refund_list(struct rq *rq, struct cw_err *err);
int api_fee_figures(struct rq *rq, struct cw_err *err);
/* same_applicant.c */
int api_applicant_join(struct rq *rq, struct cw_err *err);
int api_applicant_part(struct rq *rq, struct cw_err *err);
int case_joins_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;

/* ---- After the reply.  remedies.c */
int api_remedy_add(struct rq *rq, struct cw_err *err);
int api_remedy_copy(struct rq *rq, struct cw_err *err);
int api_remedy_answer(struct rq *rq, struct cw_err *err);
int api_remedy_result(struct rq *rq, struct cw_err *err);
struct db_remedy;
/* The day by which the agency answers a remedy whose copy it has; its deadline, opened if there is one. */
cw_day remedy_answer_by(const struct act *x, const struct db_remedy *r);
int remedy_put_deadline(struct act *x, struct db_remedy *r, struct cw_err *err) CW_MUST_CHECK;
/* Ends the agency's deadline in the remedy, if one is open. */
int remedy_end_deadline(struct act *x, const struct db_remedy *r, const char *status,
			struct cw_err *err) CW_MUST_CHECK;
int case_remedies_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
int case_remedy_days_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
/* orders.c */
int api_order_add(struct rq *rq, struct cw_err *err);
int api_reply_revoke(struct rq *rq, struct cw_err *err);
int case_handlings_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
int case_warnings_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
/* clerical.c */
int api_clerical_ask(struct rq *rq, struct cw_err *err);
/* falls_due.c */
int api_deadline_list(struct rq *rq, struct cw_err *err);

/* deadlines.c */
int case_deadlines_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;

#endif
