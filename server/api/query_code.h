/*
 * The query code of a case: with the number it opens the applicant's access.  16 characters of
 * Crockford's base32 (80 bits), shown once and kept as HMAC only.
 */
#ifndef SERVER_API_QUERY_CODE_H
#define SERVER_API_QUERY_CODE_H

#include "server/http/rq.h"

#define QUERY_CODE 17 /* bytes with the closing NUL */

void query_code_make(char out[QUERY_CODE]);
/* CODE as typed: lower case, blanks, hyphens, and O, I, L for 0, 1, 1 are taken. */
int query_code_mac(struct rq *rq, const char *number, const char *code, unsigned char out[32],
		   struct cw_err *err) CW_MUST_CHECK;
/* Gives the case another code: the old one opens nothing any more. */
int query_code_renew(struct rq *rq, uint64_t case_id, const char *number, char out[QUERY_CODE],
		     struct cw_err *err) CW_MUST_CHECK;

#endif
