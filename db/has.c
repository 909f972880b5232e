#include "db/has.h"

/* A link and a join of applicants stand at either of two cases. */
#define KINDS(X)                                                                                   \
	X(DB_HAS_CASE_LINK, "case_link WHERE case_id = ?")                                         \
	X(DB_HAS_CASE_LINK, "case_link WHERE other_id = ?")                                        \
	X(DB_HAS_CASE_STOP, "case_stop WHERE case_id = ?")                                         \
	X(DB_HAS_CONSULTATION, "consultation WHERE case_id = ?")                                   \
	X(DB_HAS_CONTACT_ATTEMPT, "contact_attempt WHERE case_id = ?")                             \
	X(DB_HAS_CONTACT_RECORD, "contact_record WHERE case_id = ?")                               \
	X(DB_HAS_CORRECTION, "correction WHERE case_id = ?")                                       \
	X(DB_HAS_DISCLOSURE_HOLD, "disclosure_hold WHERE case_id = ?")                             \
	X(DB_HAS_DOCUMENT, "document WHERE case_id = ?")                                           \
	X(DB_HAS_EVALUATION, "evaluation WHERE case_id = ?")                                       \
	X(DB_HAS_EXTENSION, "extension WHERE case_id = ?")                                         \
	X(DB_HAS_FEE_NOTICE, "fee_notice WHERE case_id = ?")                                       \
	X(DB_HAS_FILING_EVIDENCE, "filing_evidence WHERE case_id = ?")                             \
	X(DB_HAS_HARD_FLAG, "hard_flag WHERE case_id = ?")                                         \
	X(DB_HAS_INFORMATION_ITEM, "information_item_case WHERE case_id = ?")                      \
	X(DB_HAS_JOINED_APPLICANT, "applicant_join WHERE case_id = ?")                             \
	X(DB_HAS_JOINED_APPLICANT, "applicant_join WHERE other_case_id = ?")                       \
	X(DB_HAS_JOINT_APPLICANT, "joint_applicant WHERE case_id = ?")                             \
	X(DB_HAS_LAPSE, "lapse WHERE case_id = ?")                                                 \
	X(DB_HAS_LEGAL_OVERRIDE, "legal_override WHERE case_id = ?")                               \
	X(DB_HAS_LEGAL_REVIEW, "legal_review WHERE case_id = ?")                                   \
	X(DB_HAS_ORDER, "reply_order WHERE case_id = ?")                                           \
	X(DB_HAS_OWN_RECORD, "own_record WHERE case_id = ?")                                       \
	X(DB_HAS_PAYMENT, "payment_share WHERE case_id = ?")                                       \
	X(DB_HAS_PROPOSAL, "proposal WHERE case_id = ?")                                           \
	X(DB_HAS_REASONS_REQUEST, "reasons_request WHERE case_id = ?")                             \
	X(DB_HAS_REFUND, "refund WHERE case_id = ?")                                               \
	X(DB_HAS_REMEDY, "remedy WHERE case_id = ?")                                               \
	X(DB_HAS_REPLY, "reply WHERE case_id = ?")                                                 \
	X(DB_HAS_REPRESENTATIVE, "representative WHERE case_id = ?")                               \
	X(DB_HAS_SEARCH, "search_record WHERE case_id = ?")                                        \
	X(DB_HAS_SECRECY_REVIEW, "secrecy_review WHERE case_id = ?")                               \
	X(DB_HAS_SERVICE, "service WHERE case_id = ?")                                             \
	X(DB_HAS_SUGGESTION, "suggestion WHERE case_id = ?")                                       \
	X(DB_HAS_TASK, "task WHERE case_id = ?")                                                   \
	X(DB_HAS_UNIT, "unit_split WHERE case_id = ?")                                             \
	X(DB_HAS_URGING, "urging WHERE case_id = ?")

int db_has_get(struct db_conn *c, uint64_t id, uint64_t *has, struct cw_err *err)
{
#define ASK(kind, where) " | EXISTS(SELECT 1 FROM " where ") * ?"
	static const char sql[] = "SELECT 0" KINDS(ASK);
#undef ASK
#define BIND(kind, where) DB_U64(id), DB_U64(DB_HAS_BIT(kind)),
	const struct db_in in[] = { KINDS(BIND) };
#undef BIND
	const struct db_out out[] = { DB_OUT_U64(*has) };

	return db_get(c, NULL, sql, in, DB_N(in), out, DB_N(out), err);
}
