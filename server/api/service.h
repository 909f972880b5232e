/*
 * Service of letters (送达, R-CLOCK-9): what the files of its endpoints share.
 */
#ifndef SERVER_API_SERVICE_H
#define SERVER_API_SERVICE_H

#include "server/act/act.h"

enum service_way {
	SERVICE_HAND,
	SERVICE_ENTRUSTED,
	SERVICE_POST,
	SERVICE_COURIER,
	SERVICE_ELECTRONIC,
	SERVICE_COLLECTION,
	SERVICE_ON_SITE,
	SERVICE_FAX,
	SERVICE_WAY_MAX
};

struct service_args {
	int way, relation; /* relation -1: not said */
	int applicant, representative; /* whose copy and who took it, from 1; 0: not said */
	const char *proof, *recipient, *place, *served_by, *record, *other_form;
	cw_day sent_on, received_on;
	bool refused; /* signature refused, left with a record */
};
extern const struct rq_field service_fields[];
extern const struct service_args service_default;

/* ---- service_way.c: the ways, and the day that counts for each. */

const char *service_way_name(int way);
int service_way_of(const char *name); /* -1: none */
enum cw_msg service_way_title(int way);
/* Why the day that counts is that of this way. */
enum cw_msg service_way_why(int way);
/* Checks IN and fills way, days, result and texts of S; all faults at once. */
int service_fill(struct act *x, const struct service_args *in, struct db_service *s,
		 struct cw_err *err) CW_MUST_CHECK;
/* Nothing is served before it is made, and nothing is entered before it happened. */
int service_check_days(struct act *x, const struct db_letter *letter, const struct db_service *s,
		       struct cw_err *err) CW_MUST_CHECK;
/* What was not asked for is given with its reason (条例 40). */
int service_check_form(struct act *x, const struct service_args *in,
		       struct cw_err *err) CW_MUST_CHECK;
/* What the event says: never who signed. */
struct json_object *service_detail(const struct db_service *s);
/* Appends the service S of LETTER of the act that was just finished, and its 送达回证 where
 * somebody signs or refuses. */
int service_record(struct act *x, const struct db_letter *letter, struct db_service *s,
		   struct cw_err *err) CW_MUST_CHECK;

/* ---- service_copies.c: a copy for each of several applicants (R-REQ-10).  In time is judged by the
 * contact's. */

/* Whose copy S is, by IN; part of service_fill.  Faults: /applicant_no, /representative_no. */
int service_to(struct act *x, const struct service_args *in, struct db_service *s,
	       struct cw_err *err) CW_MUST_CHECK;
/* The service that ends the clock goes to the contact. */
int service_check_contact(const struct db_service *s, struct cw_err *err) CW_MUST_CHECK;
/* A copy of LETTER for another than the contact can be recorded: what was served, once each. */
int service_check_copy(struct act *x, const struct db_letter *letter, const struct db_service *s,
		       struct cw_err *err) CW_MUST_CHECK;

/* ---- service_again.c: the row of two_person.c. */
int serve_again_prepare(struct act *x, const void *in, struct cw_err *err) CW_MUST_CHECK;
int serve_again_run(struct act *x, const void *in, struct cw_err *err) CW_MUST_CHECK;

#endif
