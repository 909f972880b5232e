/* The records of a case, a row each: the member of its JSON, who sees it, the kind of record that must
 * be there for it to say anything, the file that has it. */
#include "server/api/after.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/api/district.h"
#include "server/api/filing.h"
#include "server/api/publication.h"

#define R(role)	  CW_ROLE_BIT(CW_ROLE_##role)
#define HAS(kind) DB_HAS_BIT(DB_HAS_##kind)
#define ALWAYS	  DB_HAS_ALL
#define BY_SHARE  (R(ADVISOR) | R(UNIT_OFFICER))

static const struct case_section sections[] = {
	/* work.c, secrecy.c, extension.c, contact.c, service.c */
	{ "searches", case_searches_json, CASE_OFFICE | BY_SHARE, HAS(SEARCH) },
	{ "secrecy_reviews", case_secrecy_json, CASE_OFFICE | R(ADVISOR), HAS(SECRECY_REVIEW) },
	{ "extensions", case_extensions_json, CASE_OFFICE | R(ADVISOR), HAS(EXTENSION) },
	{ "contacts", case_contacts_json, CASE_OFFICE | R(UNIT_OFFICER), HAS(CONTACT_RECORD) },
	{ "services", case_services_json, CASE_OFFICE | R(APPLICANT), HAS(SERVICE) },
	{ "copies_due", case_copies_json, CASE_OFFICE, HAS(JOINT_APPLICANT) },
	/* people.c, confirmation.c */
	{ "missing", case_missing_json, R(CLERK) | R(CASEWORKER) | R(HEAD) | R(APPLICANT), ALWAYS },
	{ "representatives", case_representatives_json, CASE_OFFICE | R(APPLICANT), HAS(REPRESENTATIVE) },
	{ "joint_applicants", case_joint_json, CASE_OFFICE | R(APPLICANT), HAS(JOINT_APPLICANT) },
	{ "same_filings", case_same_json, CASE_OFFICE, ALWAYS },
	{ "contact_attempts", case_attempts_json, CASE_OFFICE, HAS(CONTACT_ATTEMPT) },
	/* proposal.c; what is asked for can hold personal data */
	{ "proposals", case_proposals_json,
	  R(CLERK) | R(CASEWORKER) | R(BUSINESS_HEAD) | R(HEAD) | R(LEADER), HAS(PROPOSAL) },
	/* documents.c */
	{ "documents", case_documents_json, CASE_OFFICE | BY_SHARE | R(APPLICANT), HAS(DOCUMENT) },
	/* units.c, links.c, ends.c */
	{ "unit_descriptions", case_units_json, CASE_OFFICE | R(ADVISOR) | R(APPLICANT), HAS(UNIT) },
	{ "links", case_links_json, CASE_OFFICE, HAS(CASE_LINK) },
	{ "tasks", case_tasks_json, CASE_OFFICE | R(UNIT_OFFICER), HAS(TASK) },
	{ "stops", case_stops_json, CASE_OFFICE, HAS(CASE_STOP) },
	/* ask: objections.c, holds.c, reasons.c */
	{ "consultations", case_consultations_json, CASE_OFFICE | R(ADVISOR) | R(APPLICANT), HAS(CONSULTATION) },
	{ "disclosure_holds", case_holds_json, CASE_OFFICE | R(ADVISOR), HAS(DISCLOSURE_HOLD) },
	{ "reasons", case_reasons_json, CASE_OFFICE | R(ADVISOR) | R(APPLICANT), HAS(REASONS_REQUEST) },
	/* review */
	{ "hard_rules", case_hard_json, CASE_OFFICE | R(ADVISOR), ALWAYS },
	{ "hard_flags", case_flags_json, CASE_OFFICE | R(ADVISOR), HAS(HARD_FLAG) },
	{ "legal_reviews", case_legal_json, CASE_OFFICE | R(ADVISOR), HAS(LEGAL_REVIEW) },
	/* information_items.c */
	{ "information_items", case_items_json, CASE_OFFICE, HAS(INFORMATION_ITEM) },
	{ "suggestions", case_suggestions_json, CASE_OFFICE | R(APPLICANT), HAS(SUGGESTION) },
	{ "evaluations", case_evaluations_json, CASE_OFFICE | R(APPLICANT), HAS(EVALUATION) },
	{ "legal_overrides", case_overrides_json, CASE_OFFICE | R(ADVISOR), HAS(LEGAL_OVERRIDE) },
	/* correction.c, lapse.c, fees.c, payments.c, refunds.c, same_applicant.c */
	{ "corrections", case_corrections_json, CASE_OFFICE | R(ADVISOR) | R(APPLICANT), HAS(CORRECTION) },
	{ "lapses", case_lapses_json, CASE_OFFICE | R(APPLICANT), HAS(LAPSE) },
	{ "fee_notices", case_fees_json, CASE_OFFICE | R(APPLICANT), HAS(FEE_NOTICE) },
	{ "payments", case_payments_json, CASE_OFFICE | R(APPLICANT), HAS(PAYMENT) },
	{ "refunds", case_refunds_json, CASE_OFFICE | R(APPLICANT), HAS(REFUND) },
	{ "applicant_joins", case_joins_json, CASE_OFFICE, HAS(JOINED_APPLICANT) },
	/* after: remedies.c, orders.c */
	{ "remedies", case_remedies_json, CASE_OFFICE | R(ADVISOR), HAS(REMEDY) },
	{ "remedy_days", case_remedy_days_json, CASE_OFFICE | R(APPLICANT), ALWAYS },
	{ "handlings", case_handlings_json, CASE_OFFICE | R(ADVISOR) | R(APPLICANT), ALWAYS },
	{ "warnings", case_warnings_json, CASE_OFFICE, ALWAYS },
	{ "urgings", case_urgings_json, CASE_OFFICE, HAS(URGING) },
	{ "own_record", case_own_record_json, CASE_OFFICE | R(ADVISOR) | R(APPLICANT), HAS(OWN_RECORD) },
	/* schedule */
	{ "deadlines", case_deadlines_json, CASE_OFFICE, ALWAYS },
};

const struct case_section *case_sections(size_t *n)
{
	*n = DB_N(sections);
	return sections;
}
