/* What the Check programs of db/ share: one connection, one arena, one error. */
#ifndef TESTS_DB_CHECK_DB_H
#define TESTS_DB_CHECK_DB_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/mariadb.h"
#include "tests/lib/tap.h"

static struct db_conf conf;
static struct db_conn *c;
static struct cw_arena *a;
static struct cw_err err;

/* The call succeeds. */
#define must(call)                                                                                 \
	do {                                                                                       \
		cw_err_clear(&err);                                                                \
		if (call)                                                                          \
			ck_abort_msg("%s: %s: %s", #call, cw_msg_raw(err.msg, CW_EN), err.detail); \
	} while (0)

/* The call fails with this code and message. */
#define fails(call, code_, msg_)                                                                   \
	do {                                                                                       \
		cw_err_clear(&err);                                                                \
		ck_assert_int_eq((call), -1);                                                      \
		if (err.code != (code_) || err.msg != (msg_))                                      \
			ck_abort_msg("%s: code %d, %s: %s", #call, (int)err.code,                  \
				     cw_msg_raw(err.msg, CW_EN), err.detail);                      \
	} while (0)

/* A checked fixture: Check forks, and a connection must not be shared by two processes. */
static void set_up(void)
{
	a = cw_arena_new(0);
	c = test_db_open(&conf);
}

static void tear_down(void)
{
	db_conn_close(c);
	cw_arena_free(a);
}

static inline int run(const char *sql)
{
	return db_run(c, sql, NULL, 0, NULL, &err);
}

static inline uint64_t number(const char *sql)
{
	uint64_t n = 0;
	const struct db_out out[] = { DB_OUT_U64(n) };

	must(db_get(c, a, sql, NULL, 0, out, 1, &err));
	return n;
}

#endif
