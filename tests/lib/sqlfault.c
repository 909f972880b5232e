/*
 * Makes the n-th SQL call of a program fail, from outside: preloaded, it stands between the program
 * and libmariadb, of which it needs nothing but the functions' names.  The file $SQLFAULT, mapped
 * and shared with the test, says when and how; without it nothing happens.
 *
 * What the server would have done is done: a deadlock rolls the transaction back there, too; a lost
 * connection is closed.  Only workers count, so that the call is one of a request.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <mysql.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#define COMMIT_ONLY 1 /* modes: only COMMITs count, */
#define AFTER	    2 /* and are executed first */

/* As the test writes it: little-endian words of four bytes. */
struct control {
	_Atomic int32_t at;	/* the call that fails, from 1; 0: none */
	_Atomic int32_t number; /* with this error */
	_Atomic int32_t mode;
	_Atomic int32_t seen;  /* calls since it was set */
	_Atomic int32_t fired; /* how often */
};

static struct control nothing, *control = &nothing;
static __thread unsigned failing;  /* the number to be told of this thread's last call, */
static __thread MYSQL *failing_on; /* which was over this connection */

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void)
{
	const char *path = getenv("SQLFAULT");
	int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *at = fd < 0 ? MAP_FAILED
			  : mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED,
				 fd, 0);

	if (fd >= 0)
		close(fd);
	if (at != MAP_FAILED)
		control = at;
}

static bool counts(void)
{
	char name[32] = "";

	return atomic_load(&control->at) > 0 &&
	       pthread_getname_np(pthread_self(), name, sizeof(name)) == 0 &&
	       strcmp(name, "worker") == 0;
}

static bool fails_now(bool is_commit)
{
	if (!counts() || ((atomic_load(&control->mode) & COMMIT_ONLY) && !is_commit))
		return false;
	if (atomic_fetch_add(&control->seen, 1) + 1 != atomic_load(&control->at))
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

int mysql_real_query(MYSQL *my, const char *sql, unsigned long len)
{
	failing = 0;
	if (!fails_now(len == 6 && memcmp(sql, "COMMIT", 6) == 0))
		return REAL(mysql_real_query)(my, sql, len);
	if (atomic_load(&control->mode) & AFTER)
		REAL(mysql_real_query)(my, sql, len);
	fail_on(my);
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
