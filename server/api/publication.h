/*
 * Making public what is often asked for (条例 18, 44; R-OUT-5): information items that cases have
 * in common, reviews for proactive disclosure, and disclosures.
 */
#ifndef SERVER_API_PUBLICATION_H
#define SERVER_API_PUBLICATION_H

#include "db/publication.h"
#include "server/api/reply_parts.h"

/* The reply of X was served ON: what it refuses under 条例 14 to 16 is looked at again after the
 * setting's months; a case without an item gets one. */
int publication_refused(struct act *x, const struct cw_reply *reply, cw_day on,
			struct cw_err *err) CW_MUST_CHECK;
/* A part of R that names a disclosure and does not say itself where it can be read says so from it.
 * The disclosure must be public and of X's district. */
int publication_access(struct act *x, const struct reply_part_args *in, struct db_reply *r,
		       struct cw_err *err) CW_MUST_CHECK;

struct json_object *publication_item_json(struct rq *rq, const struct db_item *i);

/* information_items.c */
int api_item_tie(struct rq *rq, struct cw_err *err);
int api_item_list(struct rq *rq, struct cw_err *err);
int api_item_get(struct rq *rq, struct cw_err *err);
int api_item_decide(struct rq *rq, struct cw_err *err);
int api_suggestion_add(struct rq *rq, struct cw_err *err);
int case_items_json(struct act *x, struct json_object *list, struct cw_err *err) CW_MUST_CHECK;
int case_suggestions_json(struct act *x, struct json_object *list,
			  struct cw_err *err) CW_MUST_CHECK;
/* disclosures.c */
int api_disclosure_list(struct rq *rq, struct cw_err *err);
int api_disclosure_get(struct rq *rq, struct cw_err *err);
int api_disclosure_add(struct rq *rq, struct cw_err *err);
int api_disclosure_withdraw(struct rq *rq, struct cw_err *err);

/* What making public needs, for a decision and for an entry by hand. */
struct disclosure_args {
	const char *title, *address, *document_number, *summary;
	cw_day published_on;
};
/* Complete?  Adds faults.  The day lies not after today. */
int disclosure_check(const struct rq *rq, const struct disclosure_args *in,
		     struct cw_err *err) CW_MUST_CHECK;
int disclosure_make(struct rq *rq, uint64_t agency, uint64_t item, const struct disclosure_args *in,
		    struct db_disclosure *out, struct cw_err *err) CW_MUST_CHECK;
/* The agency's office may see what is not public; a head decides. */
int publication_office(const struct rq *rq, uint64_t agency, bool head,
		       struct cw_err *err) CW_MUST_CHECK;
/* Saves the item, locked, and puts the day of its review: an open one that is not put off is due now. */
int publication_save(struct rq *rq, const struct db_item *i, struct cw_err *err) CW_MUST_CHECK;
/* Puts what happened on record. */
int publication_record(struct rq *rq, uint64_t item, const char *act, uint64_t case_id,
		       const char *remark, struct cw_err *err) CW_MUST_CHECK;

#endif
