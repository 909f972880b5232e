/*
 * Which kinds of records a case has, in one statement: most cases have few of them, and a question
 * for each that is not there would be most of what reading a case costs.
 */
#ifndef DB_HAS_H
#define DB_HAS_H

#include "db/db.h"

enum db_has {
	DB_HAS_CASE_LINK,
	DB_HAS_CASE_STOP,
	DB_HAS_CONSULTATION,
	DB_HAS_CONTACT_ATTEMPT,
	DB_HAS_CONTACT_RECORD,
	DB_HAS_CORRECTION,
	DB_HAS_DISCLOSURE_HOLD,
	DB_HAS_DOCUMENT,
	DB_HAS_EVALUATION,
	DB_HAS_EXTENSION,
	DB_HAS_FEE_NOTICE,
	DB_HAS_FILING_EVIDENCE,
	DB_HAS_HARD_FLAG,
	DB_HAS_INFORMATION_ITEM,
	DB_HAS_JOINED_APPLICANT,
	DB_HAS_JOINT_APPLICANT,
	DB_HAS_LAPSE,
	DB_HAS_LEGAL_OVERRIDE,
	DB_HAS_LEGAL_REVIEW,
	DB_HAS_ORDER,
	DB_HAS_OWN_RECORD,
	DB_HAS_PAYMENT,
	DB_HAS_PROPOSAL,
	DB_HAS_REASONS_REQUEST,
	DB_HAS_REFUND,
	DB_HAS_REMEDY,
	DB_HAS_REPLY,
	DB_HAS_REPRESENTATIVE,
	DB_HAS_SEARCH,
	DB_HAS_SECRECY_REVIEW,
	DB_HAS_SERVICE,
	DB_HAS_SUGGESTION,
	DB_HAS_TASK,
	DB_HAS_UNIT,
	DB_HAS_URGING,
	DB_HAS_MAX
};
#define DB_HAS_BIT(kind) (UINT64_C(1) << (kind))
#define DB_HAS_ALL	 (DB_HAS_BIT(DB_HAS_MAX) - 1) /* not asked: each may be there */

/* *HAS: DB_HAS_BITs of the records that case ID has, as far as the transaction sees. */
int db_has_get(struct db_conn *c, uint64_t id, uint64_t *has, struct cw_err *err) CW_MUST_CHECK;

#endif
