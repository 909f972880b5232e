/*
 * What all threads of the process share.  Built once by main.c before threads start; after that
 * only the members that say so change, under their own locks.
 */
#ifndef SERVER_APP_H
#define SERVER_APP_H

#include "casework/calendar.h"
#include "db/crypt.h"
#include "server/config.h"

struct calendars;  /* server/act/calendars.h: the calendars in force, reloaded when the database says so */
struct read_log;
struct db_audit;   /* db/audit.h: the log of this start */
struct workq;
struct ratelimit;
struct metrics;
struct statics;

struct app {
	const struct config *config;
	struct db_conf db;
	struct db_keyring *keys;
	struct calendars *calendars;
	struct db_audit *audit;
	struct read_log *reads; /* server/act/read_log.h; NULL: reads are not logged (tests) */
	struct workq *workq;
	struct ratelimit *rates;
	struct metrics *metrics;
	struct statics *statics;
	/* Called after the COMMIT of each act and change, by any thread; NULL: nobody waits for it. */
	void (*committed)(void *arg);
	/* Called after a session was ended before its time, by any thread; NULL: nobody waits for it. */
	void (*session_ended)(void *arg);
	/* Called after the test clock was set, by any thread; NULL: nobody waits for it. */
	void (*clock_set)(void *arg);
	void *listener; /* the ARG of all three */
};

#endif
