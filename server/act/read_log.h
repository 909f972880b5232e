/*
 * Reads of a case go into the log of acts (standards.md part 6) without making a read wait for a
 * write: they are gathered here and written in one transaction a second.  A machine that stops
 * without warning loses what was gathered since the last; a service that ends writes all of it.
 */
#ifndef SERVER_ACT_READ_LOG_H
#define SERVER_ACT_READ_LOG_H

#include "db/audit.h"

struct app;
struct read_log;

struct read_log *read_log_new(void); /* NULL if no memory */
void read_log_free(struct read_log *log);

/* Notes that USER has read case NUMBER by OPERATION (of a route: lives on).  Any thread.  With no
 * room left, which takes thousands of reads in a second or a database that is away, it is written
 * at once. */
int read_log_add(struct app *app, struct db_conn *c, int64_t at, uint64_t user, const char *number,
		 const char *operation, const char *client, struct cw_err *err) CW_MUST_CHECK;
/* Writes the first of what was gathered; *MORE says that there is more.  One thread at a time.  A
 * COMMIT whose outcome is lost can leave an entry in the log twice, never not at all. */
int read_log_flush(struct app *app, struct db_conn *c, bool *more,
		   struct cw_err *err) CW_MUST_CHECK;
/* All of it, when the workers have ended. */
void read_log_drain(struct app *app);

#endif
