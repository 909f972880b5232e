/*
 * What the district office does: its view over all agencies, reminders with an answer due (督办),
 * complaints (条例 47, 51).  Supervisors change no case.
 */
#ifndef SERVER_API_DISTRICT_H
#define SERVER_API_DISTRICT_H

#include "casework/hook.h"
#include "db/urging.h"
#include "server/act/act.h"

/* The one district whose supervisor the caller is; ASKED, if it is one of several.  CW_FORBIDDEN,
 * or a fault at "?district". */
int district_of(struct rq *rq, uint64_t asked, uint64_t *out, struct cw_err *err) CW_MUST_CHECK;
/* Whether the caller holds one of ROLES (CW_ROLE_BITs) at AGENCY. */
bool district_may(const struct rq *rq, uint64_t agency, unsigned roles);

/* Tells those who subscribe of HOOK: about D, or without a case (NULL) about AGENCY; REF is the record,
 * UNTIL the day by which something is to be done, or CW_DAY_NONE. */
int district_tell(struct rq *rq, enum cw_hook hook, const struct db_docket *d, uint64_t agency,
		  uint64_t ref, cw_day until, struct cw_err *err) CW_MUST_CHECK;

/* ---- office_letters.c: letters that belong to no case. */

/* Facts that every letter of AGENCY shares, dated today. */
void office_letter_facts(struct rq *rq, const struct db_agency *agency,
			 struct cw_letter_facts *out);
/* Composes, numbers and keeps a letter of AGENCY; MARK stands in its number (督, 诉). */
int office_letter(struct rq *rq, const struct db_agency *agency, enum cw_letter_kind kind,
		  const char *mark, struct cw_letter_facts *facts, struct db_office_letter *out,
		  struct cw_err *err) CW_MUST_CHECK;
/* Letter ID as structured text; NULL for id 0. */
int office_letter_json(struct rq *rq, uint64_t id, struct json_object **out,
		       struct cw_err *err) CW_MUST_CHECK;

/* district.c */
int api_district_overview(struct rq *rq, struct cw_err *err);
int api_alone_list(struct rq *rq, struct cw_err *err);
/* urging.c */
int api_urging_add(struct rq *rq, struct cw_err *err);
int api_urging_list(struct rq *rq, struct cw_err *err);
int api_urging_get(struct rq *rq, struct cw_err *err);
int api_urging_answer(struct rq *rq, struct cw_err *err);
int case_urgings_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
/* annual_reports.c */
int api_annual_report_list(struct rq *rq, struct cw_err *err);
int api_annual_report_get(struct rq *rq, struct cw_err *err);
int api_annual_report_record(struct rq *rq, struct cw_err *err);
/* complaints.c */
int api_complaint_file(struct rq *rq, struct cw_err *err);
int api_complaint_take_in(struct rq *rq, struct cw_err *err);
int api_complaint_status(struct rq *rq, struct cw_err *err);
int api_complaint_list(struct rq *rq, struct cw_err *err);
int api_complaint_get(struct rq *rq, struct cw_err *err);
int api_complaint_unmask(struct rq *rq, struct cw_err *err);
/* complaint_steps.c */
int api_complaint_register(struct rq *rq, struct cw_err *err);
int api_complaint_ask(struct rq *rq, struct cw_err *err);
int api_complaint_agency_answer(struct rq *rq, struct cw_err *err);
int api_complaint_find(struct rq *rq, struct cw_err *err);
int api_complaint_close(struct rq *rq, struct cw_err *err);
int api_complaint_mended(struct rq *rq, struct cw_err *err);

#endif
