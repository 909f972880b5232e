/* What the files of complaints share. */
#ifndef SERVER_API_COMPLAINTS_H
#define SERVER_API_COMPLAINTS_H

#include "db/complaint.h"
#include "server/api/district.h"

/* The path's complaint, for its supervisor or for the office of the agency that was asked about it;
 * for anybody else it is not there. */
int complaint_open(struct rq *rq, struct db_complaint *out, bool *supervisor,
		   struct cw_err *err) CW_MUST_CHECK;
/* status and status_title. */
void complaint_put_status(struct rq *rq, struct json_object *o, const struct db_complaint *p);
/* A row of a list: nothing that is sealed. */
struct json_object *complaint_row_json(struct rq *rq, const struct db_complaint *p);
/* Answers with the whole; who complains, masked, only for the supervisor. */
int complaint_answer(struct rq *rq, int status, const struct db_complaint *p, bool supervisor,
		     struct cw_err *err) CW_MUST_CHECK;

#endif
