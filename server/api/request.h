/* Endpoints of the applicant (server/api/request.c); each fills the answer or ERR. */
#ifndef SERVER_API_REQUEST_H
#define SERVER_API_REQUEST_H

#include "server/http/rq.h"

int api_request_file(struct rq *rq, struct cw_err *err);
int api_request_access(struct rq *rq, struct cw_err *err);
int api_request_get(struct rq *rq, struct cw_err *err);
int api_request_amend(struct rq *rq, struct cw_err *err);
int api_request_withdraw(struct rq *rq, struct cw_err *err);

#endif
