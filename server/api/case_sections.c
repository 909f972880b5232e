/* The records of a case, a row each: the member of its JSON, who sees it, the file that has it. */
#include "server/api/after.h"
#include "server/api/case_acts.h"
#include "server/api/case_json.h"
#include "server/api/district.h"
#include "server/api/filing.h"
#include "server/api/publication.h"

#define R(role)	 CW_ROLE_BIT(CW_ROLE_##role)
#define BY_SHARE (R(ADVISOR) | R(UNIT_OFFICER))

static const struct case_section sections[] = {
	/* work.c, secrecy.c, extension.c, contact.c, service.c */
	{ "searches", case_searches_json, CASE_OFFICE | BY_SHARE },
	{ "secrecy_reviews", case_secrecy_json, CASE_OFFICE | R(ADVISOR) },
	{ "extensions", case_extensions_json, CASE_OFFICE | R(ADVISOR) },
	{ "contacts", case_contacts_json, CASE_OFFICE | R(UNIT_OFFICER) },
	{ "services", case_services_json, CASE_OFFICE | R(APPLICANT) },
	{ "copies_due", case_copies_json, CASE_OFFICE },
	/* people.c, confirmation.c */
	{ "missing", case_missing_json, R(CLERK) | R(CASEWORKER) | R(HEAD) | R(APPLICANT) },
	{ "representatives", case_representatives_json, CASE_OFFICE | R(APPLICANT) },
	{ "joint_applicants", case_joint_json, CASE_OFFICE | R(APPLICANT) },
	{ "same_filings", case_same_json, CASE_OFFICE },
	{ "contact_attempts", case_attempts_json, CASE_OFFICE },
	/* proposal.c; what is asked for can hold personal data */
	{ "proposals", case_proposals_json,
	  R(CLERK) | R(CASEWORKER) | R(BUSINESS_HEAD) | R(HEAD) | R(LEADER) },
	/* documents.c */
	{ "documents", case_documents_json, CASE_OFFICE | BY_SHARE | R(APPLICANT) },
	/* units.c, links.c, ends.c */
	{ "unit_descriptions", case_units_json, CASE_OFFICE | R(ADVISOR) | R(APPLICANT) },
	{ "links", case_links_json, CASE_OFFICE },
	{ "tasks", case_tasks_json, CASE_OFFICE | R(UNIT_OFFICER) },
	{ "stops", case_stops_json, CASE_OFFICE },
	/* ask: objections.c, holds.c, reasons.c */
	{ "consultations", case_consultations_json, CASE_OFFICE | R(ADVISOR) | R(APPLICANT) },
	{ "disclosure_holds", case_holds_json, CASE_OFFICE | R(ADVISOR) },
	{ "reasons", case_reasons_json, CASE_OFFICE | R(ADVISOR) | R(APPLICANT) },
	/* review */
	{ "hard_rules", case_hard_json, CASE_OFFICE | R(ADVISOR) },
	{ "hard_flags", case_flags_json, CASE_OFFICE | R(ADVISOR) },
	{ "legal_reviews", case_legal_json, CASE_OFFICE | R(ADVISOR) },
	/* information_items.c */
	{ "information_items", case_items_json, CASE_OFFICE },
	{ "suggestions", case_suggestions_json, CASE_OFFICE | R(APPLICANT) },
	{ "evaluations", case_evaluations_json, CASE_OFFICE | R(APPLICANT) },
	{ "legal_overrides", case_overrides_json, CASE_OFFICE | R(ADVISOR) },
	/* correction.c, lapse.c, fees.c, payments.c, refunds.c, same_applicant.c */
	{ "corrections", case_corrections_json, CASE_OFFICE | R(ADVISOR) | R(APPLICANT) },
	{ "lapses", case_lapses_json, CASE_OFFICE | R(APPLICANT) },
	{ "fee_notices", case_fees_json, CASE_OFFICE | R(APPLICANT) },
	{ "payments", case_payments_json, CASE_OFFICE | R(APPLICANT) },
	{ "refunds", case_refunds_json, CASE_OFFICE | R(APPLICANT) },
	{ "applicant_joins", case_joins_json, CASE_OFFICE },
	/* after: remedies.c, orders.c */
	{ "remedies", case_remedies_json, CASE_OFFICE | R(ADVISOR) },
	{ "remedy_days", case_remedy_days_json, CASE_OFFICE | R(APPLICANT) },
	{ "handlings", case_handlings_json, CASE_OFFICE | R(ADVISOR) | R(APPLICANT) },
	{ "warnings", case_warnings_json, CASE_OFFICE },
	{ "urgings", case_urgings_json, CASE_OFFICE },
	{ "own_record", case_own_record_json, CASE_OFFICE | R(ADVISOR) | R(APPLICANT) },
	/* schedule */
	{ "deadlines", case_deadlines_json, CASE_OFFICE },
};

const struct case_section *case_sections(size_t *n)
{
	*n = DB_N(sections);
	return sections;
}
