/*
 * Makes the n-th SQL call of a program fail, from outside: preloaded, it stands between the program
 * and libmariadb, of which it needs nothing but the functions' names.  The file $SQLFAULT, mapped
 * and shared with the test, says when and how; without it nothing happens.
 *
 * What the server would have done is done: a deadlock rolls the transaction back there, too; a lost
 * connection is closed.  Only workers count, so that the call is one of a request.
 */
#define _GNU_SOURCE
#include <mysql.h>
#include <sys/socket.h>

#include "tests/lib/shim.h"

#define COMMIT_ONLY  1 /* modes: only COMMITs count, */
#define AFTER	     2 /* and are executed first; */
#define FROM_THEN_ON 4 /* all after the n-th fail, too */

static struct fault nothing, *control = &nothing;
static __thread unsigned failing;  /* the number to be told of this thread's last call, */
static __thread MYSQL *failing_on; /* which was over this connection */

__attribute__((constructor)) static void begin(void)
{
	struct fault *told = shim_map("SQLFAULT", sizeof(*told));

	if (told)
		control = told;
}

static bool fails_now(bool is_commit)
{
	int32_t mode = atomic_load(&control->mode), at, seen;

	if (atomic_load(&control->at) <= 0 || !shim_of_a_worker() ||
	    ((mode & COMMIT_ONLY) && !is_commit))
		return false;
	seen = atomic_fetch_add(&control->seen, 1) + 1;
	at = atomic_load(&control->at);
	if (at <= 0 || seen < at || (seen > at && !(mode & FROM_THEN_ON)))
		return false;
	atomic_fetch_add(&control->fired, 1);
	return true;
}

static void fail_on(MYSQL *my)
{
	failing = (unsigned)atomic_load(&control->number);
	failing_on = my;
	switch (failing) {
	case 1213:
		REAL(mysql_real_query)(my, "ROLLBACK", 8);
		break;
	case 2006:
	case 2013:
		shutdown((int)mysql_get_socket(my), SHUT_RDWR);
		break;
	default:
		break;
	}
}

static bool is(const char *sql, unsigned long len, const char *word)
{
	return len == strlen(word) && memcmp(sql, word, len) == 0;
}

int mysql_real_query(MYSQL *my, const char *sql, unsigned long len)
{
	failing = 0;
	/* A server that refuses everything else still rolls back. */
	if (is(sql, len, "ROLLBACK") && (atomic_load(&control->mode) & FROM_THEN_ON))
		return REAL(mysql_real_query)(my, sql, len);
	if (!fails_now(is(sql, len, "COMMIT")))
		return REAL(mysql_real_query)(my, sql, len);
	if (atomic_load(&control->mode) & AFTER)
		REAL(mysql_real_query)(my, sql, len);
	fail_on(my);
	return 1;
}

int mysql_stmt_prepare(MYSQL_STMT *stmt, const char *sql, unsigned long len)
{
	failing = 0;
	if (!fails_now(false))
		return REAL(mysql_stmt_prepare)(stmt, sql, len);
	fail_on(stmt->mysql);
	return 1;
}

int mysql_stmt_execute(MYSQL_STMT *stmt)
{
	failing = 0;
	if (!fails_now(false))
		return REAL(mysql_stmt_execute)(stmt);
	fail_on(stmt->mysql);
	return 1;
}

/* The rows are taken from the connection first, as those are that come before an error. */
int mysql_stmt_store_result(MYSQL_STMT *stmt)
{
	int rc;

	failing = 0;
	rc = REAL(mysql_stmt_store_result)(stmt);
	if (rc || !fails_now(false))
		return rc;
	fail_on(stmt->mysql);
	return 1;
}

unsigned int mysql_errno(MYSQL *my)
{
	return failing && my == failing_on ? failing : REAL(mysql_errno)(my);
}

unsigned int mysql_stmt_errno(MYSQL_STMT *stmt)
{
	return failing && stmt->mysql == failing_on ? failing : REAL(mysql_stmt_errno)(stmt);
}

const char *mysql_error(MYSQL *my)
{
	return failing && my == failing_on ? "injected" : REAL(mysql_error)(my);
}

const char *mysql_stmt_error(MYSQL_STMT *stmt)
{
	return failing && stmt->mysql == failing_on ? "injected" : REAL(mysql_stmt_error)(stmt);
}

/* Another connection may get its address. */
void mysql_close(MYSQL *my)
{
	if (my == failing_on)
		failing = 0;
	REAL(mysql_close)(my);
}
