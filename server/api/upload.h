/*
 * What the two files of uploads share.
 */
#ifndef SERVER_API_UPLOAD_H
#define SERVER_API_UPLOAD_H

#include "db/document.h"
#include "server/act/act.h"

/* D, locked, has all its bytes: its content must be what its name says (CW_MSG_DOCUMENT_CONTENT), a
 * picture loses what it says besides what it shows, and the case has it from now on (R-KEEP-1). */
int upload_done(struct act *x, struct db_document *d, struct cw_err *err) CW_MUST_CHECK;

/* With clamd configured: asks it about D, whose last part is at hand and not stored yet; no lock is
 * held.  CW_UNSUPPORTED with CW_MSG_DOCUMENT_MALICIOUS names what it has found; CW_UNAVAILABLE: it
 * is away, and the part can be sent again. */
int upload_ask(struct rq *rq, const struct db_document *d, struct cw_err *err) CW_MUST_CHECK;

#endif
